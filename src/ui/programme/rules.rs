//! The rules of the programme: version, sources, and what a newer version would change.

use qadam_domain::progress::Progress;

use super::levels::{Levels, about};
use crate::prelude::*;

/// The rules, as a place of its own.
#[component]
pub fn RulesPage() -> Element {
    let t = use_t();
    let view = use_view(ask::Programmes {});
    rsx! {
        TopBar { title: t.s("programme-rules"), back: true }
        main { id: "main", class: "main",
            match &*view.read() {
                None => rsx! { Skeleton {} },
                Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
                Some(Ok(v)) => rsx! { Rules { view: v.clone() } },
            }
        }
    }
}

#[component]
pub fn Rules(view: ProgrammesView) -> Element {
    let (t, p) = (use_t(), use_programme());
    let Some(pack) = p.pack() else { return rsx! { Skeleton {} } };
    rsx! {
        div { class: "card card--pad",
            p { class: "t-lg strong", {t.lang().name(&pack.names)} }
            p { class: "mute t-sm num", {t.f("programme-version", &[("version", (&view.version).into())])} }
            p { class: "t-sm mt-2", {t.s("programme-stays")} }
        }
        if view.newer.is_some() {
            div { class: "sec", h2 { {t.s("programme-newer")} } }
            Newer {}
        }
        Levels {}
        div { class: "sec", h2 { {t.s("programme-sources")} } }
        p { class: "t-sm mute", {t.s("programme-sources-text")} }
        ul { class: "card rows mt-3",
            for (i , source) in pack.sources.iter().enumerate() {
                li { key: "{i}", class: "row",
                    span { class: "row__m",
                        span { class: "row__t t-sm", {about(t, &source.about)} }
                        span { class: "row__s", {t.lang().name(&source.text)} }
                    }
                }
            }
        }
    }
}

/// Before and after of a newer version, and the move.
#[component]
fn Newer() -> Element {
    let view = use_view(ask::PackMove {});
    match &*view.read() {
        None => rsx! { Skeleton {} },
        Some(Err(e)) => rsx! { FaultBox { error: e.clone() } },
        Some(Ok(v)) => rsx! { Compare { view: v.clone() } },
    }
}

/// The two side by side: a row for each track whose numbers differ.
#[component]
pub fn Compare(view: PackMoveView) -> Element {
    let (t, p, act, toast) = (use_t(), use_programme(), use_act(), use_toasts());
    let rows = changes(t, p, &view.before, &view.after);
    let version = view.to.clone();
    rsx! {
        div { class: "card card--pad",
            p { class: "strong num", {t.f("programme-move", &[("from", (&view.from).into()), ("to", (&view.to).into())])} }
            p { class: "t-sm mute mt-1", {t.s("programme-move-text")} }
            table { class: "cmp num mt-3",
                thead {
                    tr {
                        th { scope: "col", span { class: "vh", {t.s("programme-what")} } }
                        th { scope: "col", {t.s("programme-before")} }
                        th { scope: "col", {t.s("programme-after")} }
                    }
                }
                tbody {
                    for (what , before , after) in rows {
                        tr { key: "{what}",
                            th { scope: "row", "{what}" }
                            td { "{before}" }
                            td { "{after}" }
                        }
                    }
                }
            }
            button {
                r#type: "button", class: "btn btn--block mt-4",
                onclick: move |_| {
                    act.run(Command::PackMove { version: version.clone() }, move |_| toast.say(t.s("programme-moved")));
                },
                {t.f("programme-move-go", &[("to", (&view.to).into())])}
            }
        }
    }
}

/// What differs, in words: over all, the end, and each track's needs.
fn changes(t: T, p: Programme, before: &Progress, after: &Progress) -> Vec<(String, String, String)> {
    let percent = |x: &Progress| t.percent(x.percent);
    let mut rows = vec![(t.s("programme-all"), percent(before), percent(after))];
    if before.level_end != after.level_end {
        let end = |x: &Progress| t.date_year(x.level_end);
        rows.push((t.s("programme-end"), end(before), end(after)));
    }
    for a in &after.tracks {
        let needs = |x: &Progress| -> String {
            let track = x.tracks.iter().find(|b| b.track == a.track);
            let needs = track.map_or(&[][..], |b| b.needs.as_slice());
            let said: Vec<String> = needs
                .iter()
                .map(|n| {
                    let (n, rest) = t.of_need(n);
                    format!("{n} {rest}")
                })
                .collect();
            if said.is_empty() { t.s("programme-not-asked") } else { said.join(" · ") }
        };
        let (was, is) = (needs(before), needs(after));
        if was != is {
            rows.push((p.track(&a.track), was, is));
        }
    }
    rows
}
