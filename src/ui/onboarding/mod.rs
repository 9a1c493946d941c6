//! The first minutes: language, name, level, plan, joining. Shown while there is no profile, or the
//! open participant has no level.
//!
//! Where somebody is lives in one signal outside the components ([`GUIDE`]): making the profile and
//! starting the level both move the app's gate, and what was typed must outlive that.

mod frame;
mod import;
mod join;
mod level;
#[cfg(test)]
mod tests;
mod week;
mod welcome;
mod you;

use crate::prelude::*;

pub use import::ImportCard;
pub use level::LevelCards;
pub use welcome::Welcome;
pub use you::put;

/// How many steps the bar at the top shows.
const STEPS: u32 = 4;

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Language, what Qadam is.
    Welcome,
    /// A sign-in code.
    Code,
    /// An export of another phone.
    Import,
    /// Name and birth date.
    You,
    /// Level.
    Level,
    /// Plan.
    Plan,
    /// A mentor's code.
    Join,
}

/// Where somebody is, and what was typed so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guide {
    /// The step; none: the first one that makes sense.
    pub step: Option<Step>,
    /// Name as typed.
    pub name: String,
    /// Birth date as the date field has it.
    pub birth: String,
    /// Level id.
    pub level: Option<String>,
    /// Level ids of the awards that are held.
    pub awards: Vec<String>,
    /// The chooser leads here although there are profiles.
    pub adding: bool,
    /// The level was started here; plan and joining still follow.
    pub staying: bool,
}

/// The one guide of the app.
pub static GUIDE: GlobalSignal<Guide> = Signal::global(Guide::default);

/// Whether the plan and the joining are still to be offered after the level was started.
pub fn is_staying() -> bool {
    GUIDE.read().staying
}

/// Opens the guide although there are profiles.
pub fn add_person(step: Step) {
    *GUIDE.write() = Guide { step: Some(step), adding: true, ..Guide::default() };
}

/// All is done, or left for later: what was typed is forgotten.
fn finish() {
    *GUIDE.write() = Guide::default();
}

fn go(step: Step) {
    GUIDE.write().step = Some(step);
}

/// The guide.
#[component]
pub fn Onboarding(boot: BootView) -> Element {
    let guide = GUIDE.read();
    let created = boot.open.is_some();
    let step = match guide.step {
        // Whoever made a profile and left goes on with the level.
        None | Some(Step::Welcome | Step::Code | Step::Import) if created => Step::Level,
        Some(Step::Plan | Step::Join) if !boot.enrolled => Step::Level,
        None => Step::Welcome,
        Some(step) => step,
    };
    drop(guide);
    match step {
        Step::Welcome => rsx! { LiveWelcome { boot } },
        Step::Code => rsx! { you::SignInCode {} },
        Step::Import => rsx! { import::ImportStep {} },
        Step::You => rsx! { you::You { today: boot.today, created } },
        Step::Level => rsx! { level::LevelStep { boot } },
        Step::Plan => rsx! { week::PlanStep {} },
        Step::Join => rsx! { join::JoinStep { today: boot.today } },
    }
}

/// The welcome, with what its buttons do.
#[component]
fn LiveWelcome(boot: BootView) -> Element {
    let (t, act) = (use_t(), use_act());
    rsx! {
        Welcome {
            lang: t.lang(),
            onlang: move |lang: Lang| {
                let language = Some(lang.code().to_owned());
                act.run(Command::Settings { language, theme: None }, |_| {});
            },
            onstart: move |()| {
                // The language that was guessed becomes the chosen one, so that the profile is made in it.
                let language = Some(t.lang().code().to_owned());
                act.run(Command::Settings { language, theme: None }, |_| {});
                go(Step::You);
            },
            oncode: move |()| go(Step::Code),
            onimport: move |()| go(Step::Import),
            onback: boot.profiles.first().map(|_| EventHandler::new(|()| finish())),
        }
    }
}
