//! A mentor's code, if there is one already.

use qadam_domain::enrolment;

use super::frame::Frame;
use super::you::{birth_of, put};
use super::{GUIDE, Step, finish, go};
use crate::prelude::*;

#[component]
pub fn JoinStep(today: NaiveDate) -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    let mut code = use_signal(String::new);
    let mut wrong = use_signal(|| None::<Fault>);
    let minor = birth_of(&GUIDE.read().birth).is_none_or(|b| enrolment::is_minor(b, today));
    let send = move |_: MouseEvent| {
        act.try_run(Command::Join { code: code() }, move |result| match result {
            Ok(_) => {
                toast.say(t.s("onboarding-join-sent"));
                finish();
            }
            Err(e) => put(wrong, Some(e.fault)),
        });
    };
    rsx! {
        Frame {
            title: t.s("onboarding-join-title"), text: t.s("onboarding-join-text"), n: 4,
            onback: |()| go(Step::Plan),
            onlater: |()| finish(),
            dock: rsx! {
                button { r#type: "button", class: "btn btn--line", onclick: |_| finish(), {t.s("onboarding-later")} }
                button { r#type: "button", class: "btn", onclick: send, {t.s("onboarding-join-go")} }
            },
            div { class: "card card--pad",
                Field {
                    label: t.s("onboarding-join-label"), hint: t.s("onboarding-join-hint"), maxlength: Some(40),
                    value: code(), error: wrong.read().as_ref().map(|f| t.fault(f)),
                    oninput: move |text| {
                        code.set(text);
                        wrong.set(None);
                    },
                }
            }
            if minor {
                div { class: "mt-3", Banner { icon: "shield", text: t.s("onboarding-join-minor") } }
            }
        }
    }
}
