//! How a number comes about, in true sentences: what a tap on it opens.

use qadam_domain::pack::Requirement;
use qadam_domain::progress::{Block, ChoiceProgress, Need, NeedKind, TrackProgress};

use super::words::{self, much};
use crate::prelude::*;

/// What was tapped on Journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// The percentage of the level.
    Level,
    /// The days.
    Time,
    /// The finish date.
    Finish,
    /// What stands before the claim.
    Claim,
    /// How steady the weeks are.
    Steady,
}

/// What was tapped of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its percentage.
    Percent,
    /// One of its needs, by its place.
    Need(usize),
    /// The week that runs.
    Window,
    /// Its best.
    Best,
    /// How steady its weeks are.
    Steady,
}

/// A title, sentences, and lines of a name and a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The number itself.
    pub title: String,
    /// How it comes about.
    pub lines: Vec<String>,
    /// What it is made of.
    pub rows: Vec<(String, String)>,
}

/// Shows it.
#[component]
pub fn WhySheet(told: Told, onclose: EventHandler<()>) -> Element {
    rsx! {
        Sheet { title: told.title, onclose,
            div { class: "why__b",
                for line in told.lines {
                    p { class: "mt-2", "{line}" }
                }
                if !told.rows.is_empty() {
                    dl { class: "why__r mt-3",
                        for (name , value) in told.rows {
                            div {
                                dt { "{name}" }
                                dd { class: "num", "{value}" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A number that can be tapped.
#[component]
pub fn Tell(
    onclick: EventHandler<()>,
    #[props(into, default = "tell".to_owned())] class: String,
    children: Element,
) -> Element {
    let t = use_t();
    rsx! {
        button { r#type: "button", class, onclick: move |_| onclick.call(()),
            {children}
            span { class: "vh", {t.s("journey-tell")} }
        }
    }
}

/// A number of the whole level.
pub fn whole(t: T, p: Programme, view: &JourneyView, what: Whole) -> Told {
    match what {
        Whole::Level => level(t, p, view),
        Whole::Time => time(t, view),
        Whole::Finish => finish(t, p, view),
        Whole::Claim => claim(t, p, view),
        Whole::Steady => steady(t, view.progress.consistency, "journey-why-steady-all"),
    }
}

fn level(t: T, p: Programme, view: &JourneyView) -> Told {
    let needed = |track: &str| view.finishes.iter().any(|f| f.needed && f.track == track);
    let (count, beside): (Vec<_>, Vec<_>) = view.progress.tracks.iter().partition(|x| needed(&x.track));
    let n = u32::try_from(count.len()).unwrap_or(0);
    let mut lines = vec![t.f("journey-why-level", &[("n", n.into())])];
    let with: u32 = count.iter().map(|x| u32::from(x.percent_provisional)).sum();
    let with = with.checked_div(n).unwrap_or(0);
    if with > view.progress.percent.into() {
        lines.push(t.f("journey-why-waits", &[("percent", with.into())]));
    }
    if !beside.is_empty() {
        let names: Vec<String> = beside.iter().map(|x| p.short(&x.track)).collect();
        lines.push(t.f("journey-why-beside", &[("tracks", names.join(", ").into())]));
    }
    Told {
        title: t.f("journey-why-level-title", &[("percent", view.progress.percent.into())]),
        lines,
        rows: count.iter().map(|x| (p.track(&x.track), t.percent(x.percent))).collect(),
    }
}

fn time(t: T, view: &JourneyView) -> Told {
    let (days, ring) = (view.progress.days_total, &view.ring);
    let day = view.progress.days_passed.saturating_add(1).min(days);
    let (start, end) = (t.date_year(ring.start), t.date_year(ring.level_end));
    let mut lines = vec![t.f(
        "journey-why-time",
        &[("months", ring.months.into()), ("start", start.into()), ("end", end.into())],
    )];
    if ring.paused > 0 {
        let days = t.amount(Amount { value: ring.paused, unit: Unit::Days });
        lines.push(t.f("journey-why-time-paused", &[("days", days.into())]));
    }
    if view.progress.level_end > view.date {
        lines.push(t.s("journey-why-time-early"));
    } else {
        lines.push(t.s("journey-why-time-over"));
    }
    Told {
        title: t.f("journey-why-time-title", &[("day", day.into()), ("days", days.into())]),
        lines,
        rows: vec![],
    }
}

fn finish(t: T, p: Programme, view: &JourneyView) -> Told {
    let needed = || view.finishes.iter().filter(|f| f.needed);
    let mut lines = Vec::new();
    let title = match view.ring.finish {
        Some(day) => {
            let last = needed().max_by_key(|f| f.on).filter(|f| f.on > Some(view.ring.level_end));
            match last {
                Some(f) => {
                    let because = view.progress.tracks.iter().find(|x| x.track == f.track);
                    let (track, date) = (p.track(&f.track), f.on.map(|d| t.date_year(d)).unwrap_or_default());
                    lines.push(t.f("journey-why-last", &[("track", track.into()), ("date", date.into())]));
                    lines.extend(because.map(|x| left(t, x, f)).unwrap_or_default());
                }
                None => {
                    let end = t.date_year(view.ring.level_end);
                    lines.push(t.f("journey-why-months", &[("date", end.into())]));
                }
            }
            t.f("journey-why-finish-title", &[("date", t.date_year(day).into())])
        }
        None => {
            lines.push(t.s("journey-why-no-day"));
            t.s("journey-why-finish-none")
        }
    };
    lines.push(t.s("journey-why-plan"));
    let done =
        |track: &str| view.progress.tracks.iter().any(|x| x.track == track && x.status == Status::Done);
    let rows = needed().map(|f| (p.track(&f.track), when(t, f, done(&f.track)))).collect();
    Told { title, lines, rows }
}

/// The day of a track's finish, or why there is none.
fn when(t: T, f: &TrackFinish, done: bool) -> String {
    match f.on {
        _ if done => t.s("journey-status-done"),
        Some(day) => t.date_year(day),
        None if f.planned => t.s("journey-why-never"),
        None => t.s("journey-why-unplanned"),
    }
}

/// What is still to be logged in a track, against what its plan has for a week.
fn left(t: T, track: &TrackProgress, f: &TrackFinish) -> Vec<String> {
    let open = |n: &&Need| n.needed > n.counted.saturating_add(n.provisional);
    let mut lines: Vec<String> = Vec::new();
    for need in track.needs.iter().filter(open) {
        let rest = need.needed.saturating_sub(need.counted).saturating_sub(need.provisional);
        lines.push(t.f("journey-why-left", &[("amount", much(t, need.kind, rest).into())]));
        if let NeedKind::Windows { days, .. } = need.kind {
            lines.push(t.f("journey-why-one-window", &[("days", days.into())]));
        }
    }
    if f.weekly.value > 0 {
        lines.push(t.f("journey-why-weekly", &[("amount", t.amount(f.weekly).into())]));
    }
    lines
}

fn claim(t: T, p: Programme, view: &JourneyView) -> Told {
    let mut lines = Vec::new();
    let mut rows = Vec::new();
    for block in &view.progress.blocks {
        match block {
            Block::Months { until } => {
                lines.push(t.f("journey-claim-months", &[("date", t.date_year(*until).into())]));
            }
            Block::Reports { open } => lines.push(t.f("journey-why-reports", &[("n", (*open).into())])),
            Block::TooLate { last } => {
                lines.push(t.f("journey-why-too-late", &[("date", t.date_year(*last).into())]));
            }
            Block::Choice { choice } => {
                let made = view.progress.choices.iter().find(|c| c.choice == *choice);
                lines.extend(made.map(|c| chosen(t, p, c)));
            }
            Block::Track { track } => {
                let next = view.progress.tracks.iter().find(|x| x.track == *track);
                rows.push((p.track(track), next.map(|x| words::next(t, &x.next)).unwrap_or_default()));
            }
        }
    }
    if !rows.is_empty() {
        lines.push(t.s("journey-why-claim-tracks"));
    }
    if lines.is_empty() {
        lines.push(t.s("journey-why-claim-free"));
    }
    Told { title: t.s("journey-why-claim"), lines, rows }
}

/// What one of several tracks must have more.
fn chosen(t: T, p: Programme, c: &ChoiceProgress) -> String {
    let tracks: Vec<String> = c.tracks.iter().map(|x| p.short(x)).collect();
    let args = [
        ("tracks", tracks.join(", ").into()),
        ("have", c.need.counted.into()),
        ("amount", much(t, c.need.kind, c.need.needed).into()),
    ];
    t.f("journey-why-choice", &args)
}

/// A track with what is needed to speak of it.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// How far it is.
    pub track: &'a TrackProgress,
    /// When it would be done.
    pub finish: Option<&'a TrackFinish>,
    /// The level that runs.
    pub level: &'a str,
    /// The week that runs, where the rule counts by weeks.
    pub window: Option<WindowNow>,
}

/// A number of a track.
pub fn part(t: T, p: Programme, of: Of<'_>, what: Part) -> Told {
    match what {
        Part::Percent => percent(t, p, of),
        Part::Need(at) => of.track.needs.get(at).map(|n| need(t, p, of, n)).unwrap_or_default(),
        Part::Window => window(t, p, of),
        Part::Best => best(t, of.track),
        Part::Steady => steady(t, of.track.consistency, "journey-why-steady-track"),
    }
}

fn percent(t: T, p: Programme, of: Of<'_>) -> Told {
    let x = of.track;
    let n = u32::try_from(x.needs.len()).unwrap_or(0);
    let mut lines = vec![t.f("journey-why-track", &[("n", n.into())])];
    if x.percent_provisional > x.percent {
        lines.push(t.f("journey-why-waits", &[("percent", x.percent_provisional.into())]));
    }
    if let Some(f) = of.finish
        && x.status != Status::Done
    {
        lines.push(match f.on {
            Some(day) => t.f("journey-why-done-on", &[("date", t.date_year(day).into())]),
            None if f.planned => t.s("journey-why-never-line"),
            None => t.s("journey-why-unplanned-line"),
        });
        lines.extend(left(t, x, f));
    }
    let share = |n: &Need| u64::from(n.counted) * 100 / u64::from(n.needed.max(1));
    let row = |n: &Need| {
        let (have, rest) = t.of_need(n);
        (format!("{have} {rest}"), t.percent(share(n).min(100)))
    };
    Told {
        title: format!("{}: {}", p.track(&x.track), t.percent(x.percent)),
        lines,
        rows: x.needs.iter().map(row).collect(),
    }
}

fn need(t: T, p: Programme, of: Of<'_>, need: &Need) -> Told {
    let say = |id: &str, n: u32| t.f(id, &[("amount", much(t, need.kind, n).into())]);
    let mut lines = Vec::new();
    lines.push(if need.counted > 0 {
        say("journey-why-counted", need.counted)
    } else {
        t.s("journey-why-counted-none")
    });
    if need.provisional > 0 {
        lines.push(say("journey-why-provisional", need.provisional));
    }
    let level = t.f("common-level", &[("level", p.level(of.level).into())]);
    lines.push(t.f(
        "journey-why-needed",
        &[("level", level.into()), ("amount", much(t, need.kind, need.needed).into())],
    ));
    let rest = need.needed.saturating_sub(need.counted).saturating_sub(need.provisional);
    if rest > 0 {
        lines.push(say("journey-why-left", rest));
    }
    lines.extend(rules(t, p, of, need.kind));
    let (have, of_all) = t.of_need(need);
    Told { title: format!("{} {have} {of_all}", p.short(&of.track.track)), lines, rows: vec![] }
}

/// The rule behind a need, as the programme's pack has it.
fn rules(t: T, p: Programme, of: Of<'_>, kind: NeedKind) -> Vec<String> {
    let Some(pack) = p.pack() else { return vec![] };
    let Some(track) = pack.track(&of.track.track) else { return vec![] };
    let requirements = pack.level(of.level).and_then(|l| l.requirements.get(&track.id));
    let mut lines = Vec::new();
    for requirement in requirements.into_iter().flatten() {
        match (requirement, kind) {
            (
                Requirement::Regular { window_days, min, cap, longer, .. },
                NeedKind::Amount { .. } | NeedKind::Windows { .. },
            ) => {
                let say = |value: u32| t.amount(Amount { value, unit: track.unit });
                let window = |id: &str, days: u32, min: u32| {
                    t.f(id, &[("days", days.into()), ("min", say(min).into())])
                };
                lines.push(window("journey-why-window", *window_days, *min));
                lines.extend(longer.iter().map(|l| window("journey-why-longer", l.days, l.min)));
                lines.extend(cap.map(|cap| t.f("journey-why-cap", &[("cap", say(cap).into())])));
            }
            (Requirement::Quota { attested: true, .. }, NeedKind::Amount { .. }) => {
                lines.push(t.s("journey-why-attested"));
            }
            (Requirement::Count { what, note_words, .. }, NeedKind::Things { what: this })
                if *what == this =>
            {
                lines.push(t.s("journey-why-once"));
                if *note_words > 0 {
                    lines.push(t.f("journey-why-note", &[("words", (*note_words).into())]));
                }
            }
            (
                Requirement::Journey { day_minutes, practice, .. },
                NeedKind::JourneyDays | NeedKind::JourneyNights | NeedKind::Practice,
            ) => {
                lines.push(t.s("journey-why-journey"));
                if *day_minutes > 0 {
                    lines.push(t.f("journey-why-day", &[("amount", t.minutes(*day_minutes).into())]));
                }
                if practice.is_some() {
                    lines.push(t.s("journey-why-practice"));
                }
            }
            _ => {}
        }
    }
    if let (Some(cap), NeedKind::Amount { .. }) = (track.daily_cap, kind) {
        let cap = t.amount(Amount { value: cap, unit: track.unit });
        lines.push(t.f("journey-why-daily", &[("cap", cap.into())]));
    }
    lines
}

fn window(t: T, p: Programme, of: Of<'_>) -> Told {
    let Some(w) = of.window else { return Told::default() };
    let unit = p.unit(&of.track.track);
    let say = |value: u32| t.amount(Amount { value, unit });
    let mut lines =
        vec![t.f("journey-why-week", &[("have", say(w.have).into()), ("need", say(w.need).into())])];
    lines.extend(rules(t, p, of, NeedKind::Windows { days: 7, min: w.need }));
    Told { title: t.s("journey-window-now"), lines, rows: vec![] }
}

fn best(t: T, track: &TrackProgress) -> Told {
    let Some(best) = &track.best else { return Told::default() };
    let amount = t.amount(Amount { value: best.amount, unit: best.unit });
    let id = if best.days == 1 { "journey-why-best-day" } else { "journey-why-best-days" };
    let days = i64::from(best.days.max(1)) - 1;
    let to = best.on.checked_add_signed(chrono::TimeDelta::days(days)).unwrap_or(best.on);
    let args = [("amount", (&amount).into()), ("days", t.range(best.on, to).into())];
    Told { title: amount.clone(), lines: vec![t.f(id, &args), t.s("journey-why-best")], rows: vec![] }
}

/// How steady the weeks are: never a streak that breaks.
fn steady(t: T, percent: Option<u8>, of: &str) -> Told {
    let Some(percent) = percent else { return Told::default() };
    Told {
        title: t.f("journey-steady", &[("percent", percent.into())]),
        lines: vec![t.s(of), t.s("journey-why-steady")],
        rows: vec![],
    }
}
