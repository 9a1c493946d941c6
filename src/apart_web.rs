//! What comes as files of its own in the browser: texts, and the places that a start does not need. The
//! scripts fetch (`assets/web/first.js`, `assets/web/boot.js`); here is what they give to the screens.

use std::cell::RefCell;

use dioxus::prelude::Element;
use js_sys::{Array, Function, Promise, Reflect};
use qadam_ui::{Apart, Coming, Lang, Part, Place};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// For the root context.
pub(crate) fn apart() -> Apart {
    Apart { here, places, draw, texts }
}

/// Gives the texts that `boot.js` has fetched before the start.
pub(crate) fn give_first_texts(lang: &str) {
    let text = get("text").and_then(|t| t.as_string());
    match (Lang::parse(lang), text) {
        (Some(lang), Some(text)) => qadam_ui::give(lang, Part::First, text),
        _ => tracing::error!(lang, "no texts"),
    }
}

fn get(name: &str) -> Option<JsValue> {
    let apart = Reflect::get(&js_sys::global(), &"qadamApart".into()).ok()?;
    Reflect::get(&apart, &name.into()).ok()
}

fn call(name: &str, argument: &str) -> Option<JsFuture> {
    let function: Function = get(name)?.dyn_into().ok()?;
    let promise = function.apply(&JsValue::NULL, &Array::of1(&argument.into())).ok()?;
    Some(JsFuture::from(promise.dyn_into::<Promise>().ok()?))
}

/// The places are here, and with them the rest of the texts.
fn here() -> bool {
    let here = get("here").is_some_and(|here| here.is_truthy());
    if here && let Some([lang, text]) = get("rest").and_then(texts_of) {
        give(&lang, Part::Rest, text);
    }
    here
}

/// Two texts of an array.
fn texts_of(array: JsValue) -> Option<[String; 2]> {
    let array: Array = array.dyn_into().ok()?;
    Some([array.get(0).as_string()?, array.get(1).as_string()?])
}

fn give(lang: &str, part: Part, text: String) {
    if let Some(lang) = Lang::parse(lang) {
        qadam_ui::give(lang, part, text);
    }
}

fn places() -> Coming {
    let coming = call("places", "");
    Box::pin(async move {
        match coming {
            Some(coming) => coming.await.is_ok() && here(),
            None => false,
        }
    })
}

fn texts(lang: Lang) -> Coming {
    let coming = call("texts", lang.code());
    Box::pin(async move {
        let Some(coming) = coming else { return false };
        let Some([first, rest]) = coming.await.ok().and_then(texts_of) else { return false };
        qadam_ui::give(lang, Part::First, first);
        qadam_ui::give(lang, Part::Rest, rest);
        true
    })
}

// ---- the line along which the program is cut -------------------------------------------------------------
// tools/web-build.sh has `wasm-split-cli` move what is reached through `…_export_…` alone to a file of its
// own. It knows the two functions by these names. They carry nothing: places and drawings lie beside them.

thread_local! {
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
    static DRAWN: RefCell<Option<Element>> = const { RefCell::new(None) };
}

#[allow(unsafe_code)] // takes nothing, gives nothing
#[link(wasm_import_module = "apart")]
unsafe extern "C" {
    safe fn __wasm_split_00___places___00_import_0_draw();
}

#[allow(unsafe_code)] // the splitter must find it by its name; nobody else has this one
#[unsafe(no_mangle)]
extern "C" fn __wasm_split_00___places___00_export_0_draw() {
    if let Some(place) = PLACE.take() {
        DRAWN.set(Some(qadam_ui::draw(place)));
    }
}

fn draw(place: Place) -> Element {
    PLACE.set(Some(place));
    __wasm_split_00___places___00_import_0_draw();
    DRAWN.take().unwrap_or_else(dioxus::core::VNode::empty)
}
