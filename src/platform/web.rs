//! The browser, seen from the module worker that runs the core: databases in OPFS, fetch, timers.
//!
//! Only one worker of an origin may hold the pool of files: take a Web Lock before [`Web::open`]
//! (the page's script does) and let it go only when the worker ends. There is no WAL: the pool's file
//! system has no shared memory.
//!
//! A database is one file of the pool, its journal a second one; the pool cannot grow while SQLite
//! runs, so free places are kept in stock.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Uint8Array};
use qadam_domain::photo::{SIDE_MAX, THUMB_SIDE_MAX};
use qadam_domain::{Clock, Entropy, Millis};
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestCredentials, RequestInit, Response, WorkerGlobalScope};

use crate::{
    DAMAGED, FileError, HttpError, HttpReply, HttpRequest, Listening, Local, MAX_REPLY, Picture,
    PictureError, Platform, Room, is_database,
};

mod line;
mod rescue;

const POOL: &str = "qadam-pool";
/// Files in the pool at the start, and the fewest that are kept free for databases and journals to come.
const CAPACITY: u32 = 24;
const SPARE: u32 = 8;
const JOURNAL: &str = "-journal";
const TIMEOUT_MS: u32 = 60_000;

/// The platform of the browser's worker.
pub struct Web {
    pool: Rc<OpfsSAHPoolUtil>,
    rescued: Vec<String>,
    room: Rc<Cell<Room>>,
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web")
            .field("files", &self.pool.list())
            .field("rescued", &self.rescued)
            .finish_non_exhaustive()
    }
}

impl Web {
    /// Opens the pool of files and makes it SQLite's default file system.
    ///
    /// # Errors
    /// Not in a worker, no OPFS here (private windows of some browsers, an insecure origin), storage
    /// full, or another worker holds the pool.
    pub async fn open() -> Result<Self, FileError> {
        // before `install`: it empties every file whose header it cannot read
        let rescued = rescue::copy_unreadable(POOL).await?;
        let options = OpfsSAHPoolCfgBuilder::new().directory(POOL).initial_capacity(CAPACITY).build();
        let pool = install::<WasmOsCallback>(&options, true)
            .await
            .map_err(|e| failed("open", "browser storage", &e))?;
        let web = Self { pool: Rc::new(pool), rescued, room: Rc::default() };
        web.keep_spare();
        web.ask_room();
        Ok(web)
    }

    /// Every file of the pool, journals and what was set aside included, with its bytes: for an export.
    ///
    /// # Errors
    /// The browser does not let the file be read.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        self.pool.export_db(name).map_err(|e| failed("read", name, &e))
    }

    fn keep_spare(&self) {
        let free = self.pool.get_capacity().saturating_sub(self.pool.count());
        if free >= SPARE {
            return;
        }
        let pool = Rc::clone(&self.pool);
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(error) = pool.add_capacity(CAPACITY).await {
                tracing::error!(?error, "the pool of files does not grow");
            }
        });
    }

    /// The answer is there the next time somebody asks.
    fn ask_room(&self) {
        let room = Rc::clone(&self.room);
        wasm_bindgen_futures::spawn_local(async move {
            match rescue::room().await {
                Ok(found) => room.set(found),
                Err(cause) => tracing::warn!(?cause, "the browser does not say how much room there is"),
            }
        });
    }

    fn move_aside(&self, name: &str, aside: &str) -> Result<(), FileError> {
        let bytes = self.read(name)?;
        // unchecked: what is moved aside is just what would fail the check
        self.pool.import_db_unchecked(aside, &bytes).map_err(|e| {
            // half a copy must not pass for the whole one
            if let Err(error) = self.pool.delete_db(aside) {
                tracing::error!(?error, "half a copy stays");
            }
            failed("set aside", name, &e)
        })?;
        self.remove(name)
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.pool.delete_db(name).map(|_| ()).map_err(|e| failed("erase", name, &e))
    }

    fn has(&self, name: &str) -> bool {
        self.pool.exists(name).unwrap_or_else(|error| {
            tracing::error!(?error, "the pool does not answer");
            false
        })
    }
}

fn failed(action: &'static str, name: &str, cause: &OpfsSAHError) -> FileError {
    // Debug: Display leaves out what the browser said
    FileError { action, name: name.into(), cause: format!("{cause:?}") }
}

impl Clock for Web {
    fn now(&self) -> Millis {
        Millis(Date::now() as i64)
    }
    fn offset_min(&self) -> i16 {
        // JavaScript counts minutes behind UTC
        -(Date::new_0().get_timezone_offset() as i16)
    }
}

impl Entropy for Web {
    #[allow(clippy::expect_used)]
    fn fill(&self, buffer: &mut [u8]) {
        // ids and tokens that can be guessed are worse than a stop, and every browser has it
        getrandom::fill(buffer).expect("the browser has no entropy");
    }
}

impl Platform for Web {
    fn db_path(&self, name: &str) -> String {
        self.keep_spare();
        name.to_owned()
    }
    fn db_exists(&self, name: &str) -> bool {
        self.has(name)
    }
    fn db_list(&self) -> Vec<String> {
        let mut names: Vec<String> = self.pool.list().into_iter().filter(|n| is_database(n)).collect();
        names.sort();
        names
    }
    fn db_set_aside(&self, name: &str) -> Result<String, FileError> {
        let first = format!("{name}{DAMAGED}{}", crate::stamp(self.now()));
        let mut aside = first.clone();
        let mut again = 2;
        while self.has(&aside) {
            aside = format!("{first}-{again}");
            again += 1;
        }
        // the journal is copied first: should we die between the two, the database still has its own
        let journal = format!("{name}{JOURNAL}");
        let keep = if self.has(&journal) { Some(self.read(&journal)?) } else { None };
        if let Some(bytes) = keep {
            let to = format!("{aside}{JOURNAL}");
            self.pool.import_db_unchecked(&to, &bytes).map_err(|e| failed("set aside", &journal, &e))?;
        }
        self.move_aside(name, &aside)?;
        self.remove(&journal)?;
        self.keep_spare();
        Ok(aside)
    }
    /// They are in the folder `qadam-aside` of the browser's storage.
    fn db_rescued(&self) -> Vec<String> {
        self.rescued.clone()
    }
    fn db_erase(&self, name: &str) -> Result<(), FileError> {
        self.remove(name)?;
        self.remove(&format!("{name}{JOURNAL}"))
    }
    /// Every file of the pool; the copies beside it go a moment later.
    fn erase_all(&self) -> Result<(), FileError> {
        self.pool.list().iter().try_for_each(|name| self.remove(name))?;
        wasm_bindgen_futures::spawn_local(async {
            if let Err(cause) = rescue::forget().await {
                tracing::debug!(?cause, "nothing was set aside");
            }
        });
        Ok(())
    }
    fn room(&self) -> Room {
        self.ask_room();
        self.room.get()
    }
    fn has_wal(&self) -> bool {
        false
    }
    fn server(&self) -> Option<String> {
        let location = js_sys::Reflect::get(&js_sys::global(), &"location".into()).ok()?;
        js_sys::Reflect::get(&location, &"origin".into()).ok()?.as_string()
    }
    fn cookie_session(&self) -> bool {
        true
    }
    fn http(&self, request: HttpRequest) -> Local<Result<HttpReply, HttpError>> {
        Box::pin(exchange(request))
    }
    fn listen(&self, request: HttpRequest) -> Listening {
        line::listen(request)
    }
    fn want_part(&self) {
        crate::port::want_part();
    }
    fn picture(&self, file: Vec<u8>) -> Local<Result<Picture, PictureError>> {
        Box::pin(async move { crate::port::picture(&file, SIDE_MAX, THUMB_SIDE_MAX).await })
    }
    fn sleep(&self, millis: u64) -> Local<()> {
        Box::pin(async move {
            // browsers take longer times than 24 days for none at all
            TimeoutFuture::new(millis.min(i32::MAX as u64) as u32).await;
        })
    }
}

/// The browser's own `fetch`: an HTTP client's worth of code that no phone needs to download.
async fn exchange(request: HttpRequest) -> Result<HttpReply, HttpError> {
    let scope: WorkerGlobalScope = js_sys::global().dyn_into().map_err(|_| HttpError::Offline)?;
    let wanted = to_fetch(&request, None).map_err(|cause| {
        tracing::error!(?cause, "a request cannot be made");
        HttpError::Offline
    })?;
    let answered = async {
        let response: Response = JsFuture::from(scope.fetch_with_request(&wanted))
            .await
            .map_err(|_| no_answer())?
            .unchecked_into();
        let declared =
            response.headers().get("content-length").ok().flatten().and_then(|n| n.parse::<usize>().ok());
        if declared.is_some_and(|n| n > MAX_REPLY) {
            return Err(HttpError::Broken);
        }
        let body = response.array_buffer().map_err(|_| HttpError::Broken)?;
        let bytes = Uint8Array::new(&JsFuture::from(body).await.map_err(|_| HttpError::Broken)?);
        if bytes.length() as usize > MAX_REPLY {
            return Err(HttpError::Broken);
        }
        let header = |name| response.headers().get(name).ok().flatten();
        Ok(HttpReply {
            status: response.status(),
            offset: header("upload-offset").and_then(|n| n.parse().ok()),
            location: header("location").as_deref().map(crate::path_of),
            kind: response
                .headers()
                .get("content-type")
                .ok()
                .flatten()
                .map_or_else(String::new, |v| crate::kind(&v)),
            body: bytes.to_vec(),
        })
    };
    // A request that is left behind may still arrive: the answer is unknown, as with a cut line.
    match select(pin!(answered), TimeoutFuture::new(TIMEOUT_MS)).await {
        Either::Left((reply, _)) => reply,
        Either::Right(_) => Err(no_answer()),
    }
}

fn to_fetch(request: &HttpRequest, until: Option<&AbortSignal>) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    if let Some(bearer) = &request.bearer {
        headers.append("authorization", &format!("Bearer {}", bearer.0))?;
    }
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    // same origin: the session's cookie goes along, and to nobody else
    init.set_credentials(RequestCredentials::SameOrigin);
    if let Some((kind, body)) = &request.body {
        headers.append("content-type", kind)?;
        init.set_body(&Uint8Array::from(body.as_slice()).into());
    }
    init.set_headers(&headers);
    init.set_signal(until);
    Request::new_with_str_and_init(&request.url, &init)
}

/// Browsers do not say why a fetch failed. Without a network nothing can have arrived; else it may have.
fn no_answer() -> HttpError {
    if crate::port::is_online() { HttpError::Broken } else { HttpError::Offline }
}
