//! One conversation. A message is written at once, waits for the network by itself and says where it is.

use qadam_i18n::local;

use crate::prelude::*;

/// The conversation with its composer.
#[component]
pub fn Conversation(with: Option<AccountId>) -> Element {
    let t = use_t();
    let chat = use_view(ask::Chat { with });
    let boot = use_view(ask::Boot {});
    let today = boot.read().as_ref().and_then(|b| b.as_ref().ok()).map(|b| b.today);
    use_reading(chat, with);
    match &*chat.read() {
        None => rsx! {
            TopBar { title: t.s("chat-title"), back: with.is_some() }
            main { id: "main", class: "main", Skeleton {} }
        },
        Some(Err(e)) => rsx! {
            TopBar { title: t.s("chat-title"), back: with.is_some() }
            main { id: "main", class: "main", FaultBox { error: e.clone() } }
        },
        Some(Ok(v)) => rsx! { Talk { view: v.clone(), with, today } },
    }
}

/// What has been shown has been read; the newest message is in sight.
fn use_reading(chat: Signal<Option<DoorResult<ChatView>>>, with: Option<AccountId>) {
    let act = use_act();
    let seen = use_memo(move || match &*chat.read() {
        Some(Ok(v)) => {
            let newest = v.messages.iter().filter(|m| !m.mine).map(|m| m.seq).max().unwrap_or(0);
            (v.messages.len(), newest, v.read_up_to)
        }
        _ => (0, 0, 0),
    });
    use_effect(move || {
        let (count, newest, read) = seen();
        if newest > read {
            // Not a tap: where it fails, the next look tries again, and nobody needs a sentence.
            act.try_run(Command::ChatRead { with, up_to: newest }, drop);
        }
        if count > 0 {
            document::eval("qadamPage.bottom()");
        }
    });
}

/// A conversation as it is.
#[component]
pub fn Talk(view: ChatView, with: Option<AccountId>, today: Option<NaiveDate>) -> Element {
    let t = use_t();
    let mentor = with.is_some();
    let other = view.other.clone().unwrap_or_default();
    let sub = if mentor { t.s("chat-participant") } else { t.s("chat-mentor") };
    let mut last_day = None;
    let rows: Vec<(Option<String>, MessageRow, String)> = view
        .messages
        .iter()
        .map(|m| {
            let when = local(m.at, view.offset_min);
            let day = when.map(|(d, _)| d);
            let heading = if day == last_day { None } else { day.map(|d| day_name(t, d, today)) };
            last_day = day;
            (heading, m.clone(), when.map(|(_, min)| t.clock(min.into())).unwrap_or_default())
        })
        .collect();
    rsx! {
        if other.is_empty() {
            TopBar { title: t.s("chat-title"), back: mentor }
        } else {
            TopBar { title: other, sub, back: mentor }
        }
        main { id: "main", class: "main chat",
            if view.open {
                Banner { kind: "idle", icon: "shield-check", text: if mentor { t.s("chat-watched-mentor") } else { t.s("chat-watched") } }
                if rows.is_empty() {
                    Starters { mentor }
                }
                for (heading , m , time) in rows {
                    Bubble { key: "{m.id}", heading, message: m, time }
                }
            } else {
                Empty { icon: "chat", title: t.s("chat-closed"), text: t.s("chat-closed-text"),
                    Link { class: "btn mt-3", to: Route::Me {}, {t.s("chat-closed-go")} }
                }
            }
        }
        if view.open {
            Composer { with, fresh: view.fresh }
        }
    }
}

fn day_name(t: T, day: NaiveDate, today: Option<NaiveDate>) -> String {
    match today.map(|today| (today - day).num_days()) {
        Some(0) => t.s("date-today"),
        Some(1) => t.s("date-yesterday"),
        _ => t.date_long(day),
    }
}

#[component]
fn Starters(mentor: bool) -> Element {
    let t = use_t();
    let text = if mentor { t.s("chat-empty-mentor") } else { t.s("chat-empty-text") };
    rsx! { Empty { icon: "chat", title: t.s("chat-empty"), text } }
}

#[component]
fn Bubble(heading: Option<String>, message: MessageRow, time: String) -> Element {
    let t = use_t();
    let class = match (message.mine, message.state) {
        (false, _) => "msg msg--in",
        (true, MessageState::Waiting) => "msg msg--out msg--q",
        (true, MessageState::Refused) => "msg msg--out msg--bad",
        (true, _) => "msg msg--out",
    };
    let (icon, word) = match message.state {
        MessageState::Waiting => ("clock", t.s("chat-waiting")),
        MessageState::Delivered => ("check", t.s("chat-delivered")),
        MessageState::Read => ("check2", t.s("chat-read")),
        MessageState::Refused => ("warn", t.s("chat-refused")),
    };
    rsx! {
        if let Some(day) = heading {
            p { class: "day", "{day}" }
        }
        div { class,
            p { dir: "auto", "{message.text}" }
            span { class: "meta num",
                "{time} "
                if message.mine {
                    span { class: "st",
                        Icon { name: icon, small: true }
                        "{word}"
                    }
                }
            }
        }
    }
}

/// The field's id on the page.
const FIELD: &str = "message";

/// Most characters of a message; the core refuses more, the field does not take them.
const TEXT_MAX: usize = 2_000;

#[component]
fn Composer(with: Option<AccountId>, fresh: qadam_domain::MessageId) -> Element {
    let (t, act, toasts) = (use_t(), use_act(), use_toasts());
    let mut text = use_signal(String::new);
    // The id of the message on its way: the next view brings another, so no tap can reuse one.
    let mut used = use_signal(|| None);
    let mut send = move || {
        let words = text.peek().trim().to_owned();
        if words.is_empty() || *used.peek() == Some(fresh) {
            return;
        }
        used.set(Some(fresh));
        act.try_run(Command::ChatSend { with, id: fresh, text: words }, move |result| match result {
            Ok(_) => {
                settle(text, String::new());
                // The field keeps the keyboard: it is emptied, not drawn anew.
                document::eval(&format!("qadamPage.empty(\"{FIELD}\")"));
            }
            Err(e) => {
                // What was written stays in the field.
                settle(used, None);
                toasts.fault(&e.fault);
            }
        });
    };
    rsx! {
        section { class: "comp", "aria-label": t.s("chat-write"),
            div { class: "comp__r",
                // Goes one way, as every field does (components/form.rs): a value sent back eats letters.
                textarea {
                    id: FIELD,
                    class: "field comp__f",
                    rows: "1",
                    maxlength: "{TEXT_MAX}",
                    "aria-label": t.s("chat-message"),
                    placeholder: t.s("chat-placeholder"),
                    initial_value: "",
                    oninput: move |e| text.set(e.value()),
                    // A keyboard with Control sends; a phone's Enter is a new line.
                    onkeydown: move |e| {
                        if e.key() == Key::Enter && e.modifiers().ctrl() {
                            send();
                        }
                    },
                }
                button {
                    r#type: "button",
                    class: "iconbtn comp__s",
                    "aria-label": t.s("chat-send"),
                    "aria-disabled": if text.read().trim().is_empty() { "true" } else { "false" },
                    onclick: move |_| send(),
                    Icon { name: "send" }
                }
            }
        }
    }
}
