//! One conversation. A message is written at once, waits for the network by itself and says where it is.

use qadam_i18n::local;

use crate::prelude::*;

/// Messages that are shown first, and by how many more they grow.
const STEP: u32 = 60;

/// The conversation with its composer.
#[component]
pub fn Conversation(with: Option<AccountId>) -> Element {
    let t = use_t();
    let mut last = use_signal(|| STEP);
    let chat = use_view_kept(ask::Chat { with, last: last() });
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
        Some(Ok(v)) => rsx! { Talk { view: v.clone(), with, today, onearlier: move |()| last += STEP } },
    }
}

/// What has been shown has been read; the newest message is in sight where the person has not gone back to
/// earlier ones.
fn use_reading(chat: Signal<Option<DoorResult<ChatView>>>, with: Option<AccountId>) {
    let act = use_act();
    let seen = use_memo(move || match &*chat.read() {
        Some(Ok(v)) => {
            let newest = v.messages.iter().filter(|m| !m.mine).map(|m| m.seq).max().unwrap_or(0);
            (v.messages.last().map(|m| (m.id, m.mine)), newest, v.read_up_to)
        }
        _ => (None, 0, 0),
    });
    let mut ended = use_signal(|| None);
    use_effect(move || {
        let (last, newest, read) = seen();
        if newest > read {
            // Not a tap: where it fails, the next look tries again, and nobody needs a sentence.
            act.try_run(Command::ChatRead { with, up_to: newest }, drop);
        }
        // Earlier messages that were asked for change nothing at this end.
        if let Some((id, mine)) = last
            && *ended.peek() != Some(id)
        {
            let at_all_events = mine || ended.peek().is_none();
            ended.set(Some(id));
            document::eval(&format!("qadamPage.bottom({at_all_events})"));
        }
    });
}

/// A conversation as it is.
#[component]
pub fn Talk(
    view: ChatView,
    with: Option<AccountId>,
    today: Option<NaiveDate>,
    #[props(default)] onearlier: EventHandler<()>,
) -> Element {
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
                Earlier { left: view.earlier, onearlier }
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

/// Stands over the first message: asks for earlier ones as it comes into sight, or when it is pressed.
#[component]
fn Earlier(left: u32, onearlier: EventHandler<()>) -> Element {
    let t = use_t();
    let ask = move || {
        // What is being read stays where it is while the page grows above it.
        document::eval("qadamPage.hold()");
        onearlier.call(());
    };
    rsx! {
        // Each time another button: the browser tells only what has come into sight anew.
        for left in (left > 0).then_some(left) {
            button {
                key: "{left}", r#type: "button", class: "btn btn--text btn--block num",
                onvisible: move |e| {
                    if e.is_intersecting().unwrap_or(false) {
                        ask();
                    }
                },
                onclick: move |_| ask(),
                {t.f("chat-earlier", &[("n", left.into())])}
            }
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
