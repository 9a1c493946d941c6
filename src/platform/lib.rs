//! What differs from one operating system to the next.
//!
//! Owns: folders and files, the clock, entropy, HTTP, sleeping; the web worker's port, the phones' reminders
//! and the native shells' insets. Never: rules of the programme, SQL, sentences for people.
//! Read first: [`Platform`], then `native.rs` (phones and desktop) or `web.rs` (browser worker).

use std::future::Future;
use std::pin::Pin;

use futures_util::Stream;
use qadam_domain::{Clock, Entropy};
use thiserror::Error;

#[cfg(target_os = "android")]
mod android;
#[cfg(not(target_family = "wasm"))]
mod folder;
#[cfg(not(target_family = "wasm"))]
mod give;
#[cfg(target_os = "ios")]
mod ios;
#[cfg(not(target_family = "wasm"))]
pub mod native;
#[cfg(not(target_family = "wasm"))]
pub mod picture;
#[cfg(target_family = "wasm")]
pub mod port;
#[cfg(any(target_os = "android", target_os = "ios"))]
pub mod remind;
#[cfg(target_family = "wasm")]
pub mod web;

/// A future of the core's own thread.
pub type Local<T> = Pin<Box<dyn Future<Output = T>>>;

/// What comes over a line that is held open, until it ends or is dropped, which closes it.
pub type Listening = Pin<Box<dyn Stream<Item = Result<Spoken, HttpError>>>>;

/// A piece of an answer that takes its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// It has begun, with this status.
    Begun(u16),
    /// Bytes of its body, as they come.
    Bytes(Vec<u8>),
}

/// Everything that the core wants from the system under it. One thread uses it.
pub trait Platform: Clock + Entropy + 'static {
    /// The path by which SQLite opens a database of this name (`qadam.db`).
    fn db_path(&self, name: &str) -> String;
    /// Whether a database of this name is there.
    fn db_exists(&self, name: &str) -> bool;
    /// All databases there are (`*.db`), by name; those set aside are not among them.
    fn db_list(&self) -> Vec<String>;
    /// Moves a damaged database (and its journals) aside, never deletes it. Gives the new name.
    fn db_set_aside(&self, name: &str) -> Result<String, FileError>;
    /// Names of files that were found damaged before anything was opened, and copied aside.
    fn db_rescued(&self) -> Vec<String> {
        Vec::new()
    }
    /// Erases a database and its journals.
    fn db_erase(&self, name: &str) -> Result<(), FileError>;
    /// Writes a file where the person finds it (downloads, documents), under this name or, where there is
    /// one already, a name beside it. Gives its whole path. In the browser the page does it instead
    /// (`save` in `assets/web/page.js`): a worker has no downloads.
    fn save_file(&self, name: &str, _bytes: &[u8]) -> Result<String, FileError> {
        Err(FileError { action: "save", name: name.into(), cause: "the page gives files here".into() })
    }
    /// Erases every database, its journals and what was set aside. None of them may be open.
    fn erase_all(&self) -> Result<(), FileError> {
        self.db_list().iter().try_for_each(|name| self.db_erase(name))
    }
    /// Room for data. The browser is asked beforehand and now and then, so the answer may be a little old.
    fn room(&self) -> Room {
        Room::default()
    }
    /// WAL journals work here (not on OPFS).
    fn has_wal(&self) -> bool;
    /// Where the server is: scheme and authority, no slash at the end. None: not configured.
    fn server(&self) -> Option<String>;
    /// The session lives in an HttpOnly cookie, the token is forgotten after joining (browser).
    fn cookie_session(&self) -> bool;
    /// Sends one request. Gives up after 60 seconds.
    fn http(&self, request: HttpRequest) -> Local<Result<HttpReply, HttpError>>;
    /// Sends one request and gives the answer as it comes, however long that takes.
    fn listen(&self, request: HttpRequest) -> Listening;
    /// Makes a photo of a file: upright, scaled, without anything but the picture.
    fn picture(&self, file: Vec<u8>) -> Local<Result<Picture, PictureError>>;
    /// Asks for the part of the program that comes behind the start. Where all came at once: nothing to do.
    fn want_part(&self) {}
    /// Sleeps so many milliseconds.
    fn sleep(&self, millis: u64) -> Local<()>;
}

/// Room for data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes that may still be used; none where nobody says.
    pub free: Option<u64>,
    /// Whether the browser has promised to keep the data; none where only the person can clear them.
    pub kept: Option<bool>,
}

/// A request.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// What is done.
    pub method: Method,
    /// Whole address.
    pub url: String,
    /// Bearer token, where there is one. Never logged.
    pub bearer: Option<Secret>,
    /// More headers.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent, and its media type.
    pub body: Option<(&'static str, Vec<u8>)>,
}

/// Text that never reaches a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The verbs that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
    /// Goes on with something (an upload).
    Patch,
}

impl Method {
    /// As HTTP names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
        }
    }
}

/// An answer of a server, whatever its status.
#[derive(Clone, Debug)]
pub struct HttpReply {
    /// HTTP status.
    pub status: u16,
    /// Its media type, without parameters; empty where it says none.
    pub kind: String,
    /// Body, at most 8 MiB.
    pub body: Vec<u8>,
    /// The header `Upload-Offset`.
    pub offset: Option<u64>,
    /// The header `Location`.
    pub location: Option<String>,
}

/// What was made of a picture's file: JPEGs that stand upright, a large one and a small one.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// At most [`qadam_domain::photo::SIDE_MAX`] pixels a side.
    pub photo: Vec<u8>,
    /// At most [`qadam_domain::photo::THUMB_SIDE_MAX`] pixels a side.
    pub thumb: Vec<u8>,
}

// What is on it is nobody's business.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} and {} bytes)", self.photo.len(), self.thumb.len())
    }
}

/// No picture came of a file.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PictureError {
    /// Not a picture, a broken one, or of a kind that is not known here.
    #[error("no picture that can be read")]
    Unreadable,
    /// More pixels than this device can hold.
    #[error("too many pixels")]
    TooLarge,
}

/// No answer came.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HttpError {
    /// No connection.
    #[error("no connection")]
    Offline,
    /// The connection broke before the whole answer was here: it may have been done or not.
    #[error("connection broke")]
    Broken,
}

/// A file operation failed.
#[derive(Clone, Debug, Error)]
#[error("{action} {name}: {cause}")]
pub struct FileError {
    /// What was tried.
    pub action: &'static str,
    /// On what.
    pub name: String,
    /// Why it failed; for the log.
    pub cause: String,
}

/// What was tried where another window has the folder.
const HELD: &str = "hold folder";

impl FileError {
    /// Another window of the app has the folder.
    pub fn is_held(&self) -> bool {
        self.action == HELD
    }
}

/// A media type without its parameters.
fn kind(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The path of an address, with what follows it.
fn path_of(address: &str) -> String {
    match address.split_once("://") {
        Some((_, rest)) => {
            rest.find('/').map_or_else(String::new, |at| rest.get(at..).unwrap_or_default().to_owned())
        }
        None => address.to_owned(),
    }
}

/// The longest answer that is read.
const MAX_REPLY: usize = 8 * 1024 * 1024;
/// Stands between a database's name and the moment it was set aside.
const DAMAGED: &str = ".damaged-";

/// Databases end in `.db`: journals, locks and what was set aside do not.
fn is_database(name: &str) -> bool {
    name.ends_with(".db")
}

/// A moment as it stands in a file's name: `20261122-043000`, UTC.
fn stamp(at: qadam_domain::Millis) -> String {
    chrono::DateTime::from_timestamp_millis(at.0)
        .map_or_else(|| at.0.to_string(), |t| t.format("%Y%m%d-%H%M%S").to_string())
}
