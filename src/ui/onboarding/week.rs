//! The plan, as a step. What is planned is saved tap by tap, so "Later" loses nothing.

use super::frame::Frame;
use super::{Step, go};
use crate::plan::{PlanEditor, PlanSum};
use crate::prelude::*;

#[component]
pub fn PlanStep() -> Element {
    let t = use_t();
    let view = use_view(ask::Plan {});
    let plan = match &*view.read() {
        Some(Ok(v)) => Some(v.clone()),
        _ => None,
    };
    let failed = match &*view.read() {
        Some(Err(e)) => Some(e.clone()),
        _ => None,
    };
    rsx! {
        Frame {
            title: t.s("onboarding-plan-title"), text: t.s("onboarding-plan-text"), n: 3,
            onlater: |()| go(Step::Join),
            dock: rsx! {
                if let Some(plan) = plan.clone() {
                    PlanSum { plan: plan.plan }
                }
                button { r#type: "button", class: "btn btn--block", onclick: |_| go(Step::Join), {t.s("onboarding-plan-go")} }
            },
            match (plan.clone(), failed) {
                (Some(plan), _) => rsx! { PlanEditor { view: plan } },
                (None, Some(error)) => rsx! { FaultBox { error } },
                (None, None) => rsx! { Skeleton {} },
            }
        }
    }
}
