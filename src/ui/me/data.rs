//! One's own data: how much there is, taken along as a file, and brought back from one.

use crate::onboarding::ImportCard;
use crate::prelude::*;

/// Storage and export; the import where there is nothing yet.
#[component]
pub fn Data(me: MeView) -> Element {
    let t = use_t();
    rsx! {
        ul { class: "card rows",
            li { Storage { storage: me.storage, joined: me.sync.joined } }
            li { ExportRow { table: false } }
            li { ExportRow { table: true } }
        }
        if me.empty {
            div { class: "card card--pad mt-3",
                p { class: "strong", {t.s("data-import-title")} }
                p { class: "t-sm mute mt-1", {t.s("data-import-here")} }
                ImportCard {}
            }
        }
    }
}

/// How much there is, and whether it stays.
#[component]
fn Storage(storage: StorageView, joined: bool) -> Element {
    let t = use_t();
    let s = storage;
    let kept = match s.kept {
        Some(true) => Some(t.s("data-kept")),
        Some(false) if joined => Some(t.s("data-not-kept-joined")),
        Some(false) => Some(t.s("data-not-kept")),
        None => None,
    };
    rsx! {
        div { class: "row",
            Icon { name: "storage" }
            span { class: "row__m",
                span { class: "row__t num", {t.f("data-used", &[("size", size(t, s.bytes).into())])} }
                span { class: "row__s num",
                    {t.f("data-holds", &[
                        ("entries", s.entries.into()), ("reports", s.reports.into()), ("messages", s.messages.into()),
                    ])}
                }
                if let Some(free) = s.free {
                    span { class: "row__s num", {t.f("data-free", &[("size", size(t, free).into())])} }
                }
                if let Some(kept) = kept {
                    span { class: "row__s", "{kept}" }
                }
            }
        }
    }
}

/// In the unit that a person thinks in.
pub fn size(t: T, bytes: u64) -> String {
    let (unit, whole) = match bytes {
        0..1_000_000 => ("data-kb", 1e3),
        1_000_000..1_000_000_000 => ("data-mb", 1e6),
        _ => ("data-gb", 1e9),
    };
    t.f(unit, &[("n", t.0.read().number(bytes as f64 / whole).into())])
}

/// Makes the file, gives it, and says where it is. `table`: the entries for a spreadsheet.
#[component]
pub fn ExportRow(table: bool) -> Element {
    let (t, p, act, files, toast) = (use_t(), use_programme(), use_act(), use_files(), use_toasts());
    let door: Door = use_context();
    let mut at = use_signal(|| None::<Given>);
    let mut busy = use_signal(|| false);
    let given = move |given: Given| {
        settle(busy, false);
        settle(at, Some(given));
    };
    let make = move |_: MouseEvent| {
        if busy() {
            return;
        }
        busy.set(true);
        at.set(None);
        if table {
            let door = door.clone();
            dioxus::core::spawn_forever(async move {
                match door.ask(&ask::ExportRows {}).await {
                    Ok(view) => {
                        let name = super::csv::name(&view);
                        files.give(name, "text/csv", super::csv::table(t, p, &view), given);
                    }
                    Err(e) => toast.fault(&e.fault),
                }
                settle(busy, false);
            });
        } else {
            act.try_run(Command::Export, move |result| {
                match result {
                    Ok(Outcome::File { name, kind, text }) => files.give(name, &kind, text, given),
                    Ok(_) => {}
                    Err(e) => toast.fault(&e.fault),
                }
                settle(busy, false);
            });
        }
    };
    let (title, text) =
        if table { ("data-csv", "data-csv-text") } else { ("data-export", "data-export-text") };
    rsx! {
        button {
            r#type: "button", class: "row rowbtn", "aria-busy": busy().then_some("true"), onclick: make,
            Icon { name: if table { "grid" } else { "export" } }
            span { class: "row__m",
                span { class: "row__t", {t.s(title)} }
                span { class: "row__s", {t.s(text)} }
            }
        }
        // Beside the button: what stands inside one is not announced.
        p { class: "data__at t-sm", role: "status",
            if let Some(at) = &*at.read() {
                {at.sentence(t)}
            }
        }
    }
}
