//! Chat: the participant's conversation with the mentor, and the mentor's list of people.

pub(crate) mod talk;

use qadam_i18n::local;

use crate::prelude::*;
use crate::shell::use_is_mentor;
use talk::Conversation;

/// A participant's own conversation; for a mentor the list of people.
#[component]
pub fn ChatPage() -> Element {
    if use_is_mentor() {
        rsx! { Conversations {} }
    } else {
        rsx! { Conversation { with: None } }
    }
}

/// A mentor's conversation with one participant.
#[component]
pub fn ChatWithPage(who: String) -> Element {
    let t = use_t();
    match who.parse::<AccountId>() {
        Ok(who) => rsx! { Conversation { key: "{who}", with: Some(who) } },
        Err(_) => rsx! {
            TopBar { title: t.s("chat-title"), back: true }
            main { id: "main", class: "main", FaultBox { error: DoorError::from(Fault::NotFound) } }
        },
    }
}

/// Everybody whom the mentor can write to: unread first, then who wrote last.
#[component]
fn Conversations() -> Element {
    let t = use_t();
    let people = use_view(ask::People {});
    rsx! {
        TopBar { title: t.s("chat-title") }
        main { id: "main", class: "main",
            match &*people.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(v)) => rsx! { ConversationList { view: v.clone() } },
            }
        }
    }
}

/// The list itself.
#[component]
pub fn ConversationList(view: PeopleView) -> Element {
    let t = use_t();
    let mut people: Vec<PersonCard> = view
        .people
        .iter()
        .filter(|p| matches!(p.standing, Standing::Active | Standing::ConsentMissing))
        .cloned()
        .collect();
    people.sort_by_key(|p| std::cmp::Reverse((p.unread > 0, p.last_at)));
    rsx! {
        if people.is_empty() {
            Empty { icon: "chat", title: t.s("chat-nobody"), text: t.s("chat-nobody-text") }
        } else {
            ul { class: "card rows",
                for p in people {
                    li { key: "{p.participant}",
                        Link { class: "row", to: Route::ChatWith { who: p.participant.to_string() },
                            Avatar { name: p.name.clone() }
                            span { class: "row__m",
                                span { class: "row__t", "{p.name}" }
                                span { class: "row__s row__s--1",
                                    match p.last_message.clone() {
                                        Some(text) if p.last_mine => {t.f("chat-mine", &[("text", text.into())])},
                                        Some(text) => text,
                                        None => t.s("chat-silent"),
                                    }
                                }
                                if let Some(at) = p.last_at {
                                    span { class: "row__s num", {near(t, at, view.offset_min, view.date)} }
                                }
                            }
                            if p.unread > 0 {
                                span { class: "badge num",
                                    span { "aria-hidden": "true", "{p.unread}" }
                                    span { class: "vh", {t.f("chat-unread", &[("n", p.unread.into())])} }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The time today, else the date.
fn near(t: T, at: Millis, offset_min: i16, today: NaiveDate) -> String {
    match local(at, offset_min) {
        Some((day, min)) if day == today => t.clock(min.into()),
        Some((day, _)) => t.date(day),
        None => String::new(),
    }
}
