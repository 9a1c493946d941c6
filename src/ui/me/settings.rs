//! Language, theme and text size; all change at once.

use crate::prelude::*;

#[component]
pub fn Settings() -> Element {
    let (t, act) = (use_t(), use_act());
    let boot = use_view(ask::Boot {});
    let (theme, size) = match &*boot.read() {
        Some(Ok(b)) => (b.theme.clone(), b.text_size),
        _ => ("auto".to_owned(), 100),
    };
    let sizes = [100u16, 115, 130, 160, 200].map(|n| (n.to_string(), t.percent(n)));
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
            div { class: "mt-3",
                p { class: "set__l", "aria-hidden": "true",
                    Icon { name: "eye", small: true }
                    {t.s("me-text-size")}
                }
                Seg {
                    label: t.s("me-text-size"), options: sizes.to_vec(), value: size.to_string(),
                    onpick: move |n: String| if let Ok(percent) = n.parse() {
                        act.run(Command::TextSize { percent }, |_| {});
                    },
                }
                p { class: "set__x mt-2", {t.s("me-text-sample")} }
            }
        }
    }
}
