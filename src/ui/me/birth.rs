//! The birth date, corrected while nothing was decided by it.

use crate::onboarding::put;
use crate::prelude::*;

#[component]
pub fn BirthRow(me: MeView, birth: NaiveDate) -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    let mut open = use_signal(|| false);
    let mut typed = use_signal(String::new);
    let mut wrong = use_signal(|| None::<String>);
    let level = me.level.clone().unwrap_or_default();
    let save = move |_: MouseEvent| {
        let Ok(birth) = typed().parse::<NaiveDate>() else {
            return wrong.set(Some(t.s("me-birth-missing")));
        };
        act.try_run(Command::Enrol { level: level.clone(), birth }, move |result| match result {
            Ok(_) => {
                toast.say(t.s("me-saved"));
                put(open, false);
            }
            Err(e) => put(wrong, Some(t.fault(&e.fault))),
        });
    };
    rsx! {
        button {
            r#type: "button", class: "row rowbtn",
            onclick: move |_| {
                typed.set(birth.to_string());
                wrong.set(None);
                open.set(true);
            },
            Icon { name: "me" }
            span { class: "row__m",
                span { class: "row__t num", {t.f("me-birth", &[("date", t.date_year(birth).into())])} }
                span { class: "row__s", {t.s(if me.decided { "me-birth-fixed" } else { "me-birth-open" })} }
            }
            span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
        }
        if open() {
            Sheet { title: t.s("me-birth-title"), onclose: move |()| open.set(false),
                p { class: "mute", {t.s("me-birth-rule")} }
                if me.decided {
                    div { class: "mt-3", Banner { icon: "info", text: t.s("faults-birth-fixed") } }
                } else {
                    div { class: "mt-3",
                        Field {
                            label: t.s("me-birth-label"), kind: "date", value: typed(), error: wrong(),
                            oninput: move |text| {
                                typed.set(text);
                                wrong.set(None);
                            },
                        }
                    }
                    button { r#type: "button", class: "btn btn--gold btn--block mt-4", onclick: save, {t.s("me-save")} }
                }
            }
        }
    }
}
