//! The pool of files starts with a header of 516 bytes in each: name, then flags. On opening, the
//! library empties every file whose header it cannot read, and panics over a name that is no UTF-8.
//! Whatever would meet that end is copied out of the pool first.

use js_sys::{Array, AsyncIterator, Function, IteratorNext, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemSyncAccessHandle, WorkerGlobalScope,
};

use crate::{FileError, Room};

const ASIDE: &str = "qadam-aside";
/// Where the library keeps the pool's files, under the pool's own folder.
const OPAQUE: &str = ".opaque";
const NAME_BYTES: usize = 512;
const HEADER_BYTES: usize = NAME_BYTES + 4;
/// Where SQLite's own bytes begin; a file of this size is a free place.
const DATA_AT: f64 = 4096.0;
/// SQLITE_OPEN_MAIN_DB, _MAIN_JOURNAL, _SUPER_JOURNAL, _WAL: what is meant to last.
const LASTING: u32 = 0x0100 | 0x0800 | 0x4000 | 0x0008_0000;
const DELETE_ON_CLOSE: u32 = 0x0008;

/// Copies the files that the pool would empty into a folder beside it, and gives the copies' names.
pub(super) async fn copy_unreadable(pool: &str) -> Result<Vec<String>, FileError> {
    inner(pool).await.map_err(|cause| FileError {
        action: "open",
        name: "browser storage".into(),
        cause: format!("{cause:?}"),
    })
}

/// What the browser says of room and of keeping.
pub(super) async fn room() -> Result<Room, JsValue> {
    let storage = scope()?.navigator().storage();
    let estimate = JsFuture::from(storage.estimate()?).await?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok().and_then(|n| n.as_f64());
    let free = number("quota").zip(number("usage")).map(|(quota, used)| (quota - used).max(0.0) as u64);
    let kept = JsFuture::from(storage.persisted()?).await?.as_bool();
    Ok(Room { free, kept })
}

/// Erases the folder of copies.
pub(super) async fn forget() -> Result<(), JsValue> {
    let root: FileSystemDirectoryHandle =
        JsFuture::from(scope()?.navigator().storage().get_directory()).await?.into();
    let remove: Function = Reflect::get(&root, &"removeEntry".into())?.dyn_into()?;
    let whole = Object::new();
    Reflect::set(&whole, &"recursive".into(), &JsValue::TRUE)?;
    let removed: Promise = remove.call2(&root, &ASIDE.into(), &whole)?.dyn_into()?;
    JsFuture::from(removed).await.map(|_| ())
}

fn scope() -> Result<WorkerGlobalScope, JsValue> {
    js_sys::global().dyn_into().map_err(|_| JsValue::from_str("only in a dedicated worker"))
}

async fn inner(pool: &str) -> Result<Vec<String>, JsValue> {
    let root: FileSystemDirectoryHandle =
        JsFuture::from(scope()?.navigator().storage().get_directory()).await?.into();
    let files = child(&child(&root, pool).await?, OPAQUE).await?;
    let mut copies = Vec::new();
    let mut heirs: Vec<String> = Vec::new();
    let entries: AsyncIterator = files.entries();
    loop {
        let next: IteratorNext = JsFuture::from(entries.next()?).await?.unchecked_into();
        if next.done() {
            break;
        }
        let pair: Array = next.value().unchecked_into();
        if Reflect::get(&pair.get(1), &"kind".into())?.as_string().as_deref() != Some("file") {
            continue;
        }
        let handle: FileSystemFileHandle = pair.get(1).unchecked_into();
        let file: Blob = JsFuture::from(handle.get_file()).await?.unchecked_into();
        if file.size() <= DATA_AT {
            continue;
        }
        let header = bytes(&file.slice_with_f64_and_f64(0.0, HEADER_BYTES as f64)?).await?.to_vec();
        let name = match read_header(&header) {
            // two files of one name: the pool would keep one and forget the other
            Header::Named(name) if heirs.contains(&name) => name,
            Header::Named(name) => {
                heirs.push(name);
                continue;
            }
            Header::Passing => continue,
            Header::Unreadable => "unknown.db".to_owned(),
        };
        let copy =
            format!("{name}-{}-{}", js_sys::Date::now() as i64, pair.get(0).as_string().unwrap_or_default());
        write(&child(&root, ASIDE).await?, &copy, &bytes(&file.slice_with_f64(DATA_AT)?).await?).await?;
        tracing::error!(copy, "a file of the pool cannot be read: copied aside");
        copies.push(copy);
    }
    Ok(copies)
}

enum Header {
    Named(String),
    /// A temporary file that nobody misses.
    Passing,
    Unreadable,
}

fn read_header(header: &[u8]) -> Header {
    let (Some(name), Some(flags)) = (header.get(..NAME_BYTES), header.get(NAME_BYTES..HEADER_BYTES)) else {
        return Header::Unreadable;
    };
    let flags = flags.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    let length = name.iter().position(|b| *b == 0).unwrap_or(0);
    match std::str::from_utf8(&name[..length]) {
        Ok(name) if !name.is_empty() && flags & DELETE_ON_CLOSE != 0 => Header::Passing,
        Ok(name) if !name.is_empty() && flags & LASTING != 0 => Header::Named(name.to_owned()),
        _ => Header::Unreadable,
    }
}

async fn child(folder: &FileSystemDirectoryHandle, name: &str) -> Result<FileSystemDirectoryHandle, JsValue> {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    Ok(JsFuture::from(folder.get_directory_handle_with_options(name, &options)).await?.into())
}

async fn bytes(blob: &Blob) -> Result<Uint8Array, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?))
}

async fn write(folder: &FileSystemDirectoryHandle, name: &str, content: &Uint8Array) -> Result<(), JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle: FileSystemFileHandle =
        JsFuture::from(folder.get_file_handle_with_options(name, &options)).await?.into();
    let file: FileSystemSyncAccessHandle = JsFuture::from(handle.create_sync_access_handle()).await?.into();
    // flushed before the pool empties the original
    let written = file.write_with_js_u8_array(content).and_then(|n| file.flush().map(|()| n));
    file.close();
    if written? < f64::from(content.length()) { Err("storage is full".into()) } else { Ok(()) }
}
