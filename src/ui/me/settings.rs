//! Language and theme; both change at once.

use crate::prelude::*;

#[component]
pub fn Settings() -> Element {
    let (t, act) = (use_t(), use_act());
    let boot = use_view(ask::Boot {});
    let theme = match &*boot.read() {
        Some(Ok(b)) => b.theme.clone(),
        _ => "auto".to_owned(),
    };
    let languages = [Lang::Kk, Lang::Ru, Lang::En].map(|l| (l.code().to_owned(), l.own_name().to_owned()));
    let themes = [("auto", "me-theme-auto"), ("light", "me-theme-light"), ("dark", "me-theme-dark")]
        .map(|(id, text)| (id.to_owned(), t.s(text)));
    rsx! {
        div { class: "card card--pad set",
            div {
                p { class: "set__l", "aria-hidden": "true",
                    Icon { name: "globe", small: true }
                    {t.s("me-language")}
                }
                Seg {
                    label: t.s("me-language"), options: languages.to_vec(), value: t.lang().code().to_owned(),
                    onpick: move |code| act.run(Command::Settings { language: Some(code), theme: None }, |_| {}),
                }
            }
            div { class: "mt-3",
                p { class: "set__l", "aria-hidden": "true",
                    Icon { name: "auto", small: true }
                    {t.s("me-theme")}
                }
                Seg {
                    label: t.s("me-theme"), options: themes.to_vec(), value: theme,
                    onpick: move |id| act.run(Command::Settings { language: None, theme: Some(id) }, |_| {}),
                }
            }
        }
    }
}
