//! Phones and desktop: a folder of files, the system's clock and entropy, HTTP through rustls.
//!
//! Used on one thread, inside a tokio runtime (a current-thread one is enough): the HTTP client and
//! the sleep want its reactor.

use std::future::ready;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::TryFutureExt;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use qadam_domain::{Clock, Entropy, Millis};

use crate::folder::Folder;
use crate::{
    FileError, HttpError, HttpReply, HttpRequest, Listening, Local, MAX_REPLY, Method, Picture, PictureError,
    Platform, Spoken,
};

/// A folder of one's own in tests and on a bench; a person never sets it.
const DATA_VAR: &str = "QADAM_DATA";
/// The server's address, at run time and, for packaged apps, at compile time.
const SERVER_VAR: &str = "QADAM_SERVER";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(60);
/// A line that is held open ends some time, whatever happens to it.
const LINE_TIMEOUT: Duration = Duration::from_secs(24 * 60 * 60);

/// The platform of phones and desktop.
#[derive(Debug)]
pub struct Native {
    folder: Folder,
    client: reqwest::Client,
}

impl Native {
    /// Opens (makes, where needed) the app's folder: `QADAM_DATA`, else the system's place for an
    /// app's data.
    ///
    /// # Errors
    /// The folder cannot be made or written to, another window of the app has it, or the TLS library
    /// does not start.
    pub fn new() -> Result<Self, FileError> {
        Self::at(data_folder()?)
    }

    /// The same in a folder of one's own choice.
    ///
    /// # Errors
    /// As [`Native::new`].
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self, FileError> {
        Ok(Self { folder: Folder::open(folder.into())?, client: client()? })
    }

    /// Where the files are, for people who want to look or to copy them.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

/// The language that the system speaks, as `ru-KZ`; what a person has chosen in the app goes before it.
pub fn language() -> Option<String> {
    sys_locale::get_locale()
}

fn data_folder() -> Result<PathBuf, FileError> {
    if let Some(folder) = std::env::var_os(DATA_VAR).filter(|v| !v.is_empty()) {
        return Ok(folder.into());
    }
    system_folder()
}

#[cfg(target_os = "android")]
fn system_folder() -> Result<PathBuf, FileError> {
    crate::android::files_dir()
}

#[cfg(not(target_os = "android"))]
fn system_folder() -> Result<PathBuf, FileError> {
    // local, not roaming: a database that Windows copies between machines is soon a damaged one
    directories::ProjectDirs::from("kz", "Qadam", "qadam")
        .map(|dirs| dirs.data_local_dir().to_owned())
        .ok_or_else(|| FileError {
            action: "find the folder for",
            name: "Qadam".into(),
            cause: "this user has no home folder".into(),
        })
}

/// ring and Mozilla's roots, both compiled in: the platform's verifier panics on Android until a JVM
/// handle is given to it and takes Let's Encrypt's certificates for revoked there (reqwest #2968,
/// rustls-platform-verifier #221).
fn client() -> Result<reqwest::Client, FileError> {
    // an Err says that one is installed already, which is as good
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("a TLS provider is installed already");
    }
    let start = |cause: reqwest::Error| FileError {
        action: "start",
        name: "the HTTP client".into(),
        cause: cause.to_string(),
    };
    let mut roots = Vec::with_capacity(webpki_root_certs::TLS_SERVER_ROOT_CERTS.len());
    for root in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        roots.push(reqwest::Certificate::from_der(root).map_err(start)?);
    }
    reqwest::Client::builder()
        .tls_certs_only(roots)
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TOTAL_TIMEOUT)
        // a hotel's sign-in page must not pass for an answer, nor a bearer token wander off
        .redirect(reqwest::redirect::Policy::none())
        // the system's name, so that its owner knows this phone again among their devices
        .user_agent(format!("qadam/{} ({})", env!("CARGO_PKG_VERSION"), std::env::consts::OS))
        .gzip(true)
        .build()
        .map_err(start)
}

#[allow(clippy::disallowed_methods)] // the one place that reads the clock
impl Clock for Native {
    fn now(&self) -> Millis {
        Millis(chrono::Utc::now().timestamp_millis())
    }
    fn offset_min(&self) -> i16 {
        // ±14 hours at most: the cast cannot cut
        (chrono::Local::now().offset().local_minus_utc() / 60) as i16
    }
}

impl Entropy for Native {
    #[allow(clippy::expect_used)]
    fn fill(&self, buffer: &mut [u8]) {
        // ids and tokens that can be guessed are worse than a stop, and the systems we ship to have it
        getrandom::fill(buffer).expect("the system has no entropy");
    }
}

impl Platform for Native {
    fn db_path(&self, name: &str) -> String {
        self.folder.db_path(name)
    }
    fn db_exists(&self, name: &str) -> bool {
        self.folder.db_exists(name)
    }
    fn db_list(&self) -> Vec<String> {
        self.folder.db_list()
    }
    fn db_set_aside(&self, name: &str) -> Result<String, FileError> {
        self.folder.db_set_aside(name, &crate::stamp(self.now()))
    }
    fn db_erase(&self, name: &str) -> Result<(), FileError> {
        self.folder.db_erase(name)
    }
    fn erase_all(&self) -> Result<(), FileError> {
        self.folder.erase_all()
    }
    fn save_file(&self, name: &str, bytes: &[u8]) -> Result<String, FileError> {
        // a bench or a test with a folder of its own finds the file there
        let place = match std::env::var_os(DATA_VAR).filter(|v| !v.is_empty()) {
            Some(_) => None,
            None => crate::give::folder(),
        };
        let place = place.unwrap_or_else(|| self.folder.path().join("files"));
        crate::give::save(&place, name, bytes)
    }
    fn has_wal(&self) -> bool {
        true
    }
    fn server(&self) -> Option<String> {
        let address = std::env::var(SERVER_VAR)
            .ok()
            .filter(|v| !v.is_empty())
            .or_else(|| option_env!("QADAM_SERVER").map(str::to_owned))
            .or_else(|| cfg!(debug_assertions).then(|| "http://127.0.0.1:8080".to_owned()))?;
        Some(address.trim_end_matches('/').to_owned())
    }
    fn cookie_session(&self) -> bool {
        false
    }
    fn http(&self, request: HttpRequest) -> Local<Result<HttpReply, HttpError>> {
        let client = self.client.clone();
        Box::pin(async move { exchange(client, request).await })
    }
    fn listen(&self, request: HttpRequest) -> Listening {
        let begun = sending(&self.client, request).timeout(LINE_TIMEOUT).send();
        let begun = stream::once(begun.map_err(|e| failure(&e)));
        Box::pin(
            begun
                .map_ok(|response| {
                    let status = stream::once(ready(Ok(Spoken::Begun(response.status().as_u16()))));
                    let pieces = stream::try_unfold(response, |mut response| async {
                        let piece = response.chunk().await.map_err(|e| failure(&e))?;
                        Ok(piece.map(|bytes| (Spoken::Bytes(bytes.to_vec()), response)))
                    });
                    status.chain(pieces)
                })
                .try_flatten(),
        )
    }
    fn picture(&self, file: Vec<u8>) -> Local<Result<Picture, PictureError>> {
        // beside the core's own thread: a large one takes a second on a cheap phone
        let made = tokio::task::spawn_blocking(move || crate::picture::make(&file));
        Box::pin(async move { made.await.unwrap_or(Err(PictureError::Unreadable)) })
    }
    fn sleep(&self, millis: u64) -> Local<()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(millis)))
    }
}

fn sending(client: &reqwest::Client, request: HttpRequest) -> reqwest::RequestBuilder {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Patch => reqwest::Method::PATCH,
    };
    let mut builder = client.request(method, &request.url);
    if let Some(bearer) = &request.bearer {
        builder = builder.bearer_auth(&bearer.0);
    }
    for (name, value) in &request.headers {
        builder = builder.header(*name, value);
    }
    if let Some((kind, body)) = request.body {
        builder = builder.header("content-type", kind).body(body);
    }
    builder
}

async fn exchange(client: reqwest::Client, request: HttpRequest) -> Result<HttpReply, HttpError> {
    let mut response = sending(&client, request).send().await.map_err(|e| failure(&e))?;
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").and_then(|v| v.to_str().ok()).map(crate::kind);
    let header = |name| response.headers().get(name).and_then(|v| v.to_str().ok());
    let offset = header("upload-offset").and_then(|n| n.parse().ok());
    let location = header("location").map(crate::path_of);
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| failure(&e))? {
        // counted after gzip: a small bomb must not fill the phone's memory
        if bytes.len() + chunk.len() > MAX_REPLY {
            tracing::warn!(status, "answer longer than 8 MiB");
            return Err(HttpError::Broken);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(HttpReply { status, kind: kind.unwrap_or_default(), body: bytes, offset, location })
}

fn failure(error: &reqwest::Error) -> HttpError {
    // the address may hold a join code: only the kind is logged
    tracing::debug!(connect = error.is_connect(), timeout = error.is_timeout(), "no answer");
    if error.is_connect() { HttpError::Offline } else { HttpError::Broken }
}

#[cfg(test)]
mod tests;
