//! The level: three cards with what each asks for, and from when it is open.

use std::rc::Rc;

use qadam_domain::enrolment::{self, Enrolment, EnrolmentError};
use qadam_domain::pack::{Level, Requirement, ThingKind};
use qadam_domain::{Pack, Unit};

use super::frame::Frame;
use super::you::{Birth, birth_error, birth_of, put};
use super::{GUIDE, Step, go};
use crate::prelude::*;
use crate::programme::{Awards, ProgrammeChoice};

/// Whether a level can be started today; the domain's own check.
pub fn check(pack: &Pack, level: &str, birth: NaiveDate, today: NaiveDate) -> Result<(), EnrolmentError> {
    let new = Enrolment {
        pack: pack.id.clone(),
        version: pack.version.clone(),
        level: level.to_owned(),
        start: today,
        birth,
        awards: vec![],
        carried: vec![],
    };
    enrolment::check(&new, pack, today)
}

/// What is proposed: the first level that is open.
pub fn proposed(pack: &Pack, birth: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    let birth = birth?;
    pack.levels.iter().find(|l| check(pack, &l.id, birth, today).is_ok()).map(|l| l.id.clone())
}

/// What a level asks for, in one line: «аптасына шамамен 4 сағ, 6 кітап, 2 күндік жорық».
fn asks(t: T, pack: &Pack, level: &Level) -> String {
    let (mut minutes, mut books, mut days) = (0u32, 0u32, 0u32);
    for (track, all) in &level.requirements {
        let in_minutes = pack.track(track).is_some_and(|k| k.unit == Unit::Minutes);
        for r in all {
            match r {
                Requirement::Quota { need, .. } if in_minutes => minutes = minutes.saturating_add(*need),
                Requirement::Regular { total, min, windows, .. } if in_minutes => {
                    minutes = minutes.saturating_add(total.unwrap_or(min.saturating_mul(*windows)));
                }
                Requirement::Count { what: ThingKind::Book, need, .. } => books = books.saturating_add(*need),
                Requirement::Journey { days: d, .. } => days = days.max(*d),
                _ => {}
            }
        }
    }
    // 13 weeks are three months. Half hours: it is an estimate and should read as one.
    let weeks = (level.months * 13 / 3).max(1);
    let weekly = (minutes / weeks + 15) / 30 * 30;
    let mut parts = Vec::new();
    if weekly > 0 {
        parts.push(t.f("onboarding-asks-week", &[("time", t.minutes(weekly).into())]));
    }
    if books > 0 {
        parts.push(t.f("onboarding-asks-books", &[("n", books.into())]));
    }
    if days > 0 {
        parts.push(t.f("onboarding-asks-journey", &[("n", days.into())]));
    }
    let line = parts.join(", ");
    let mut signs = line.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).chain(['.']).collect()).unwrap_or_default()
}

/// The cards. A level that is not open yet says on which birthday it opens.
#[component]
pub fn LevelCards(
    birth: Option<NaiveDate>,
    today: NaiveDate,
    picked: Option<String>,
    onpick: EventHandler<String>,
) -> Element {
    let (t, p) = (use_t(), use_programme());
    let Some(pack) = p.pack() else { return rsx! { Skeleton {} } };
    rsx! {
        div { class: "lv", role: "radiogroup", "aria-label": t.s("onboarding-levels"),
            for level in pack.levels.iter() {
                {card(t, p, &pack, level, birth, today, picked.as_ref() == Some(&level.id), onpick)}
            }
        }
    }
}

#[allow(clippy::too_many_arguments)] // a part of one component, not an interface
fn card(
    t: T,
    p: Programme,
    pack: &Rc<Pack>,
    level: &Level,
    birth: Option<NaiveDate>,
    today: NaiveDate,
    on: bool,
    onpick: EventHandler<String>,
) -> Element {
    let shut = birth.and_then(|b| check(pack, &level.id, b, today).err());
    let open = shut.is_none();
    let why = shut.map(|e| match e {
        EnrolmentError::TooYoung { needed, from } => t.f(
            "onboarding-too-young",
            &[("date", t.date_year(from).into()), ("age", u32::from(needed).into())],
        ),
        EnrolmentError::TooOld { max } => t.f("onboarding-too-old", &[("age", u32::from(max).into())]),
        other => t.fault(&Fault::Enrolment(other)),
    });
    let metal = metal(&level.id);
    let id = level.id.clone();
    rsx! {
        button {
            key: "{level.id}", r#type: "button", class: "card lv__c m-{metal}", role: "radio",
            "aria-checked": if on && open { "true" } else { "false" },
            "aria-disabled": (!open).then_some("true"),
            onclick: move |_| if open { onpick.call(id.clone()) },
            Medal { level: level.id.clone() }
            span { class: "lv__m",
                b { class: "t-xl", {p.level(&level.id)} }
                span { class: "lv__f num",
                    Tag { icon: "calendar", text: t.f("onboarding-months", &[("n", level.months.into())]) }
                    Tag { icon: "me", text: t.f("onboarding-from-age", &[("n", u32::from(level.min_age).into())]) }
                }
                if let Some(why) = why {
                    span { class: "lv__x t-sm", "{why}" }
                } else {
                    span { class: "lv__x t-sm mute", {asks(t, pack, level)} }
                }
            }
            span { class: "lv__r", Icon { name: "check" } }
        }
    }
}

/// The step: choosing makes the profile and starts the level.
#[component]
pub fn LevelStep(boot: BootView) -> Element {
    let (t, p, act) = (use_t(), use_programme(), use_act());
    let mut wrong = use_signal(|| None::<Fault>);
    let mut busy = use_signal(|| false);
    let today = boot.today;
    let created = boot.open.is_some();
    let guide = GUIDE.read();
    let (name, typed, level) = (guide.name.clone(), guide.birth.clone(), guide.level.clone());
    let held = guide.awards.clone();
    drop(guide);
    // Who came back after a restart has a profile, and is asked for the date here.
    let asks_birth = created || birth_of(&typed).is_none();
    let birth = birth_of(&typed);
    let birth_wrong = birth_error(t, &typed, today);
    let picked = p.pack().and_then(|pack| {
        let open = |id: &String| birth.is_some_and(|b| check(&pack, id, b, today).is_ok());
        level.filter(open).or_else(|| proposed(&pack, birth, today))
    });
    let none_open = birth.is_some() && birth_wrong.is_none() && picked.is_none();
    let label = match &picked {
        Some(id) => t.f("onboarding-pick", &[("level", p.level(id).into())]),
        None => t.s("onboarding-pick-none"),
    };
    let choose = {
        let (picked, held) = (picked.clone(), held.clone());
        move |_: MouseEvent| {
            let held = held.clone();
            let (Some(level), Some(birth)) = (picked.clone(), birth) else { return };
            if busy() {
                return;
            }
            busy.set(true);
            wrong.set(None);
            let fail = move |fault: Fault| {
                GUIDE.write().staying = false;
                put(wrong, Some(fault));
                put(busy, false);
            };
            let enrol = move || {
                // Said before the level starts, so that the gate does not show the app for a moment.
                GUIDE.write().staying = true;
                act.try_run(Command::Enrol { level, birth }, move |result| match result {
                    Ok(_) if held.is_empty() => go(Step::Plan),
                    Ok(_) => act.try_run(Command::AwardsSet { levels: held }, move |result| match result {
                        Ok(_) => go(Step::Plan),
                        Err(e) => fail(e.fault),
                    }),
                    Err(e) => fail(e.fault),
                });
            };
            if created {
                enrol();
            } else {
                act.try_run(Command::ProfileCreate { name: name.clone() }, move |result| match result {
                    Ok(_) => enrol(),
                    Err(e) => fail(e.fault),
                });
            }
        }
    };
    rsx! {
        Frame {
            title: t.s("onboarding-level-title"), text: t.s("onboarding-level-text"), n: 2,
            onback: (!created).then(|| EventHandler::new(|()| go(Step::You))),
            later: t.s("profiles-pin-back"),
            onlater: (created && boot.profiles.len() > 1)
                .then(|| EventHandler::new(move |()| act.run(Command::ProfileLock, |_| super::finish()))),
            dock: rsx! {
                if let Some(fault) = wrong.read().as_ref() {
                    p { class: "err__t dock__n", role: "alert",
                        Icon { name: "warn", small: true }
                        span { {t.fault(fault)} }
                    }
                }
                button {
                    r#type: "button", class: "btn btn--block",
                    "aria-disabled": (picked.is_none() || busy()).then_some("true"),
                    onclick: choose,
                    "{label}"
                }
            },
            if asks_birth {
                div { class: "card card--pad ob__b",
                    Birth {
                        value: typed.clone(),
                        error: if typed.is_empty() { None } else { birth_wrong.clone() },
                        oninput: move |text| GUIDE.write().birth = text,
                    }
                }
            }
            if none_open {
                div { class: "ob__b", Banner { kind: "warn", icon: "info", text: t.s("onboarding-none-open") } }
            }
            LevelCards {
                birth, today, picked: picked.clone(),
                onpick: move |id| {
                    let mut guide = GUIDE.write();
                    guide.awards.clear();
                    guide.level = Some(id);
                },
            }
            if let Some(level) = picked {
                Awards { level, held, onchange: move |awards| GUIDE.write().awards = awards }
            }
            p { class: "t-sm mute hint",
                Icon { name: "info", small: true }
                span { {t.s("onboarding-level-hint")} }
            }
            ProgrammeChoice {}
        }
    }
}
