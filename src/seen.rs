//! Around the app in a web view of phone or desktop: the core hears when somebody looks, and when there is a network
//! again. (In a browser the page's scripts tell it, without a screen in between: `qadam_core::web`.)

use dioxus::document::eval;
use dioxus::prelude::*;
use qadam_door::Door;

/// The app, and an ear on its page.
#[component]
pub fn App() -> Element {
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
                    Ok(word) => tracing::warn!(word, "the page says what nobody knows"),
                    Err(cause) => {
                        tracing::warn!(%cause, "nobody hears any more whether somebody looks");
                        return;
                    }
                }
            }
        }
    });
    rsx! { qadam_ui::App {} }
}
