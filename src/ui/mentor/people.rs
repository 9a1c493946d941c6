//! Everybody whom the mentor accompanies. By name: nobody is ranked.

use crate::prelude::*;

/// Everybody.
#[component]
pub fn PeoplePage() -> Element {
    let t = use_t();
    let people = use_view(ask::People {});
    rsx! {
        TopBar { title: t.s("mentor-people") }
        main { id: "main", class: "main",
            match &*people.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(v)) => rsx! { People { view: v.clone() } },
            }
        }
    }
}

/// The list itself.
#[component]
pub fn People(view: PeopleView) -> Element {
    let (t, p) = (use_t(), use_programme());
    if view.people.is_empty() {
        return rsx! {
            Empty { icon: "users", title: t.s("mentor-alone"), text: t.s("mentor-alone-text"),
                Link { class: "btn mt-3", to: Route::Me {}, {t.s("mentor-alone-go")} }
            }
        };
    }
    rsx! {
        ul { class: "card rows",
            for person in view.people.clone() {
                li { key: "{person.participant}",
                    if matches!(person.standing, Standing::Active | Standing::ConsentMissing) {
                        div { class: "ppl",
                            Link { class: "row", to: Route::ChatWith { who: person.participant.to_string() },
                                {inside(t, p, &person)}
                                span { class: "vh", {t.f("mentor-write", &[("name", (&person.name).into())])} }
                                Icon { name: "chat" }
                            }
                            Link {
                                class: "iconbtn", to: Route::PlanOf { who: person.participant.to_string() },
                                "aria-label": t.f("mentor-plan-of", &[("name", (&person.name).into())]),
                                Icon { name: "calendar" }
                            }
                        }
                    } else {
                        div { class: "row", {inside(t, p, &person)} }
                    }
                }
            }
        }
    }
}

fn inside(t: T, p: Programme, person: &PersonCard) -> Element {
    let level = person.level.as_ref().map(|l| t.f("common-level", &[("level", p.level(l).into())]));
    let level = level.unwrap_or_else(|| t.s("mentor-no-level"));
    let last = match person.last_entry {
        Some(day) => t.f("mentor-last", &[("date", t.date(day).into())]),
        None => t.s("mentor-no-entries"),
    };
    let standing = match person.standing {
        Standing::Asked => Some(("sky", "clock", t.s("mentor-asked"))),
        Standing::ConsentMissing => Some(("warn", "shield", t.s("mentor-consent-tag"))),
        Standing::Active => None,
        Standing::Declined => Some(("", "close", t.s("mentor-declined-tag"))),
    };
    rsx! {
        Avatar { name: person.name.clone() }
        span { class: "row__m",
            span { class: "row__t", "{person.name}" }
            span { class: "row__s num",
                if person.level.is_some() {
                    "{level} · {t.percent(person.percent)}"
                } else {
                    "{level}"
                }
            }
            span { class: "row__s num", "{last}" }
            if let Some((kind, icon, text)) = standing {
                span { class: "row__tag", Tag { kind, icon, text } }
            }
        }
    }
}
