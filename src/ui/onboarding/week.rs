//! The plan, as a step. What is planned is saved tap by tap, so "Later" loses nothing.

use super::frame::Frame;
use super::{Step, go};
use crate::apart::{WeekEditor, WeekSum};
use crate::prelude::*;

#[component]
pub fn PlanStep() -> Element {
    let t = use_t();
    rsx! {
        Frame {
            title: t.s("onboarding-plan-title"), text: t.s("onboarding-plan-text"), n: 3,
            onlater: |()| go(Step::Join),
            dock: rsx! {
                WeekSum {}
                button { r#type: "button", class: "btn btn--block", onclick: |_| go(Step::Join), {t.s("onboarding-plan-go")} }
            },
            WeekEditor {}
        }
    }
}
