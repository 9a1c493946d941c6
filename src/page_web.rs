//! The page as the screens may touch it in a browser. Our policy (CSP) lets no text become a script, so
//! dioxus' own document, which evaluates text, would be refused: this one calls the functions of
//! `assets/web/page.js` by name.

use std::rc::Rc;

use dioxus::document::{Document, Eval, NoOpDocument};
use js_sys::{Array, Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

struct Page;

/// For the root context: dioxus keeps a document that is already there.
pub(crate) fn document() -> Rc<dyn Document> {
    Rc::new(Page)
}

/// What `first.js` has chosen for the first paint: the last one here, else the browser's.
pub(crate) fn language() -> String {
    let of = |from: JsValue, name: &str| Reflect::get(&from, &name.into());
    of(js_sys::global().into(), "document")
        .and_then(|d| of(d, "documentElement"))
        .and_then(|e| of(e, "lang"))
        .ok()
        .and_then(|l| l.as_string())
        .unwrap_or_default()
}

/// Has the browser download a text as a file.
pub(crate) fn save(name: &str, kind: &str, text: &str) {
    if let Err(cause) = apply("save", &Array::of3(&name.into(), &kind.into(), &text.into())) {
        tracing::error!(?cause, "no download");
    }
}

/// How reminders are shown in a browser.
pub(crate) fn reminders() -> qadam_ui::PageReminders {
    qadam_ui::PageReminders {
        may: || {
            let may = apply("mayRemind", &Array::new());
            may.ok().and_then(|m| m.as_string()).unwrap_or_default()
        },
        ask: || said(apply("askRemind", &Array::new())),
        set: |title, list| {
            let list: Array =
                list.iter().map(|(at, text)| Array::of2(&(*at).into(), &text.as_str().into())).collect();
            said(apply("remind", &Array::of2(&title.into(), &list)));
        },
        closed: false,
    }
}

fn said(result: Result<JsValue, JsValue>) {
    if let Err(cause) = result {
        tracing::error!(?cause, "no reminders");
    }
}

impl Document for Page {
    /// Takes `qadamPage.name(json, …)` and nothing else. There is never an answer.
    fn eval(&self, js: String) -> Eval {
        if let Err(cause) = call(&js) {
            tracing::error!(?cause, js, "the page cannot do this");
        }
        NoOpDocument.eval(js)
    }

    fn set_title(&self, title: String) {
        if let Err(cause) = apply("title", &Array::of1(&title.into())) {
            tracing::warn!(?cause, "no title");
        }
    }

    /// Head elements are in `index.html`.
    fn create_head_component(&self) -> bool {
        false
    }
}

fn call(js: &str) -> Result<(), JsValue> {
    let wrong = || JsValue::from_str("not of the form qadamPage.name(json, …)");
    let rest = js.trim().trim_end_matches(';').strip_prefix("qadamPage.").ok_or_else(wrong)?;
    let (name, arguments) = rest.strip_suffix(')').and_then(|r| r.split_once('(')).ok_or_else(wrong)?;
    apply(name, JSON::parse(&format!("[{arguments}]"))?.dyn_ref().ok_or_else(wrong)?).map(drop)
}

fn apply(name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let page = Reflect::get(&js_sys::global(), &"qadamPage".into())?;
    let function: Function = Reflect::get(&page, &name.into())?.dyn_into()?;
    function.apply(&page, arguments)
}
