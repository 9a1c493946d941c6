//! Around the app in a web view of phone or desktop: the core hears when somebody looks, and when there is a network
//! again. (In a browser the page's scripts tell it, without a screen in between: `qadam_core::web`.)

use dioxus::document::eval;
use dioxus::prelude::*;
use qadam_door::Door;

use crate::App;

/// The app, and an ear on its page.
#[component]
pub fn AppInWebView() -> Element {
    let door = use_context::<Door>();
    use_future(move || {
        let door = door.clone();
        async move {
            let mut page = eval(
                "qadamPage.watch((word) => dioxus.send(word)); await new Promise(() => { /* for ever */ });",
            );
            loop {
                match page.recv::<String>().await.as_deref() {
                    Ok("here") => door.foreground(true),
                    Ok("away") => door.foreground(false),
                    // That there is none says nothing: a web view is often wrong about it, and a call finds out.
                    Ok("online") => door.online(true),
                    Ok(_) => {}
                    // The page goes: nobody looks any more, and the core ends with it.
                    Err(_) => return,
                }
            }
        }
    });
    rsx! { App {} }
}
