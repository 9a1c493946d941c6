//! The line between page and worker, and what only the browser's page can say.
//!
//! Both scripts (`assets/web/boot.js` in the page, `worker.js` in the worker) set `globalThis.qadamPort`
//! before the wasm starts: `send(bytes)`, `onframe`, `onstatus`, `takeOver()`, `persist()`; the worker's also
//! `onpart`, `wantPart()`, `picture(…)`. A script keeps what comes before its listener is set and hands it over then.

use wasm_bindgen::prelude::*;

use crate::{Picture, PictureError};

#[wasm_bindgen]
extern "C" {
    type Port;
    #[wasm_bindgen(method, catch)]
    fn send(this: &Port, frame: js_sys::Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onframe(this: &Port, listener: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_onstatus(this: &Port, listener: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_onpart(this: &Port, listener: &JsValue);
    #[wasm_bindgen(method, catch, js_name = wantPart)]
    fn want_part(this: &Port) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn picture(
        this: &Port,
        file: js_sys::Uint8Array,
        side: u32,
        small: u32,
    ) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = takeOver)]
    fn take_over(this: &Port) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn persist(this: &Port) -> Result<JsValue, JsValue>;
}

fn get(from: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(from, &name.into()).ok().filter(|v| !v.is_undefined() && !v.is_null())
}

fn port() -> Option<Port> {
    let port = get(&js_sys::global(), "qadamPort");
    if port.is_none() {
        tracing::error!("qadamPort is missing: boot.js or worker.js did not run");
    }
    port.map(JsCast::unchecked_into)
}

/// Whether this is the worker (the core runs here) or the page (the screens do).
pub fn is_worker() -> bool {
    js_sys::global().is_instance_of::<web_sys::DedicatedWorkerGlobalScope>()
}

/// Sends a frame to the other side.
pub fn send(frame: &[u8]) {
    // A copy that the script may hand over: a view would be of the whole memory.
    if let Some(Err(cause)) = port().map(|p| p.send(frame.into())) {
        tracing::error!(?cause, "a frame was not sent");
    }
}

/// Calls back with each frame of the other side. One listener: a second takes its place.
pub fn on_frame(mut listener: impl FnMut(Vec<u8>) + 'static) {
    if let Some(port) = port() {
        // anything else: some extension's message, none of ours
        let call = move |frame: JsValue| {
            if let Ok(bytes) = frame.dyn_into::<js_sys::Uint8Array>() {
                listener(bytes.to_vec());
            }
        };
        port.set_onframe(&Closure::<dyn FnMut(JsValue)>::new(call).into_js_value());
    }
}

/// Calls back with the page's word about the worker: text as the script says it, anything else as JSON.
pub fn on_status(mut listener: impl FnMut(String) + 'static) {
    if let Some(port) = port() {
        let call = move |status: JsValue| {
            let text = status.as_string().or_else(|| js_sys::JSON::stringify(&status).ok().map(String::from));
            text.into_iter().for_each(&mut listener);
        };
        port.set_onstatus(&Closure::<dyn FnMut(JsValue)>::new(call).into_js_value());
    }
}

/// Calls back when the part of the program that comes behind the start is here (true), or could not be had.
/// In the worker only.
pub fn on_part(mut listener: impl FnMut(bool) + 'static) {
    if let Some(port) = port() {
        let call = move |here: JsValue| listener(here.is_truthy());
        port.set_onpart(&Closure::<dyn FnMut(JsValue)>::new(call).into_js_value());
    }
}

/// Asks for that part now: somebody waits for what it does. In the worker only.
pub fn want_part() {
    if let Some(Err(cause)) = port().map(|p| p.want_part()) {
        tracing::error!(?cause, "the part was not asked for");
    }
}

/// Makes a photo of a file, with the browser's own decoders. In the worker only.
///
/// # Errors
/// The browser cannot read it, or has no room for it.
pub async fn picture(file: &[u8], side: u32, small: u32) -> Result<Picture, PictureError> {
    let refused = |cause: JsValue| {
        tracing::warn!(?cause, "a picture cannot be read");
        PictureError::Unreadable
    };
    let made = port().ok_or(PictureError::Unreadable)?.picture(file.into(), side, small).map_err(refused)?;
    let made = wasm_bindgen_futures::JsFuture::from(made).await.map_err(refused)?;
    let part = |at: u32| {
        let bytes = js_sys::Reflect::get_u32(&made, at).ok()?.dyn_into::<js_sys::Uint8Array>().ok()?;
        Some(bytes.to_vec())
    };
    match (part(0), part(1)) {
        (Some(photo), Some(thumb)) => Ok(Picture { photo, thumb }),
        _ => Err(PictureError::TooLarge),
    }
}

/// Asks the tab that holds the data to give it to this one.
pub fn take_over() {
    if let Some(Err(cause)) = port().map(|p| p.take_over()) {
        tracing::error!(?cause, "the other tab was not asked");
    }
}

/// Asks the browser not to evict our data; after the first entry, when the person has something to lose.
pub fn persist() {
    match port().map(|p| p.persist()) {
        Some(Ok(answer)) => settle(answer),
        Some(Err(cause)) => tracing::warn!(?cause, "the browser was not asked to keep the data"),
        None => {}
    }
}

/// A refusal comes as a rejected promise: without a listener the console would call it a crash.
fn settle(answer: JsValue) {
    if let Ok(promise) = answer.dyn_into::<js_sys::Promise>() {
        wasm_bindgen_futures::spawn_local(async move {
            match wasm_bindgen_futures::JsFuture::from(promise).await {
                Ok(kept) => tracing::info!(?kept, "the browser keeps the data"),
                Err(cause) => tracing::warn!(?cause, "the browser may evict the data"),
            }
        });
    }
}

/// Whether the browser believes in a network. Wrong at times (a router without a line is "online").
pub fn is_online() -> bool {
    get(&js_sys::global(), "navigator")
        .and_then(|n| get(&n, "onLine"))
        .and_then(|v| v.as_bool())
        .unwrap_or(true)
}

/// Calls back when the network comes (true) or goes. In the page and in the worker.
pub fn on_online(mut listener: impl FnMut(bool) + 'static) {
    let call = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        listener(event.type_() == "online")
    });
    let call = call.into_js_value();
    listen(&js_sys::global().unchecked_into(), &["online", "offline"], &call);
}

/// Calls back when the person comes back to the page (true) or leaves it. In the page only.
pub fn on_visible(mut listener: impl FnMut(bool) + 'static) {
    let Some(document) = get(&js_sys::global(), "document") else { return };
    let target: web_sys::EventTarget = document.clone().unchecked_into();
    let call = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
        listener(get(&document, "visibilityState").and_then(|v| v.as_string()).as_deref() == Some("visible"));
    });
    listen(&target, &["visibilitychange"], &call.into_js_value());
}

fn listen(target: &web_sys::EventTarget, events: &[&str], call: &JsValue) {
    for event in events {
        if let Err(cause) = target.add_event_listener_with_callback(event, call.unchecked_ref()) {
            tracing::error!(?cause, event, "no listener");
        }
    }
}
