//! Puts the parts together: for each track its requirements, then what is over all.

use chrono::{Days, NaiveDate};

use super::amount;
use super::finish::Schedule;
use super::track::{Extra, TrackView, all_of, percent, share};
use super::weigh::{Span, Weighed, stands};
use super::windows::{self, Grid};
use super::{Block, ChoiceProgress, Input, Need, NeedKind, Progress};
use crate::ages::birthday;
use crate::pack::Choice;
use crate::pauses::Excused;

/// How far somebody is: PROGRAMME.md's pure function. No clock, no I/O; linear in the entries but for
/// sorting them. An unknown level demands nothing and is never done.
pub fn progress(input: Input<'_>) -> Progress {
    let Input { pack, enrolment, plan, entries, open_reports, today } = input;
    let level = pack.level(&enrolment.level);
    let start = enrolment.start;
    let end = level.map_or(start, |l| l.earliest_end(start, &enrolment.awards));
    let excused = Excused::new(&plan.pauses, start, level.map_or(0, |l| l.pause_days));
    let level_end = excused.moved(start, end);
    let last = pack.ages.finish_before.and_then(|age| birthday(enrolment.birth, age)?.pred_opt());
    let days_total = days_between(start, level_end);
    let days_passed = days_between(start, today).min(days_total);
    // Days of a pause are no time in which something was expected.
    let without = |to: NaiveDate| u64::from(days_between(start, to) - excused_before(&excused, start, to));
    let elapsed = share(without(today.min(level_end)), without(level_end));
    let span = Span { start, last, today, excused };

    let mut by_track: Vec<Vec<Weighed<'_>>> = pack.tracks.iter().map(|_| Vec::new()).collect();
    for logged in entries {
        let (entry, class) = stands(logged);
        // A track that the pack does not have cannot be saved; here it would count for nothing.
        if let Some(at) = pack.tracks.iter().position(|t| t.id == entry.track) {
            by_track[at].push(Weighed::new(entry, class, pack.tracks[at].unit));
        }
    }
    by_track.iter_mut().for_each(|items| items.sort_unstable_by_key(Weighed::order));
    let consistency = weeks(&span, &by_track);

    let mut blocks = Vec::new();
    if today < level_end {
        blocks.push(Block::Months { until: level_end });
    }
    let choices: Vec<&Choice> = level.map_or_else(Vec::new, |l| l.choices_for(&enrolment.awards).collect());
    let mut tracks = Vec::with_capacity(pack.tracks.len());
    let mut finishing = Finishing { shares: 0, number: 0, finish: Some(level_end) };
    let mut extras: Vec<(&str, Extra)> = Vec::new();
    for (track, items) in pack.tracks.iter().zip(&by_track) {
        let requirements = level.and_then(|l| l.requirements.get(&track.id)).map_or(&[][..], Vec::as_slice);
        let logged_today = items.iter().any(|i| i.on == today && i.admitted(&span).is_ok());
        let from = if logged_today { today.checked_add_days(Days::new(1)) } else { Some(today) };
        let from = from.unwrap_or(today).max(start);
        let schedule = Schedule { plan, track, from, excused: &span.excused };
        let chosen = choices.iter().filter(|c| c.tracks.contains(&track.id)).map(|c| c.windows).max();
        let view = TrackView { track, span: &span, elapsed, schedule, carried: &enrolment.carried, chosen };
        let weighed = view.weigh(items, requirements, &mut tracks);
        if let Some(extra) = weighed.extra {
            extras.push((&track.id, extra));
        }
        if track.optional || (level.is_some() && requirements.is_empty()) {
            continue;
        }
        finishing.add(weighed.share, weighed.finish);
        if !weighed.done {
            blocks.push(Block::Track { track: track.id.clone() });
        }
    }
    let choices: Vec<ChoiceProgress> =
        choices.iter().map(|c| choice(c, &extras, today, &mut finishing)).collect();
    for c in choices.iter().filter(|c| c.need.counted < c.need.needed) {
        blocks.push(Block::Choice { choice: c.choice.clone() });
    }
    if open_reports > 0 {
        blocks.push(Block::Reports { open: open_reports });
    }
    // What is done stays done, however late it is looked at.
    let undone = blocks.iter().any(|b| matches!(b, Block::Track { .. } | Block::Choice { .. }));
    if let Some(last) = last.filter(|last| undone && today > *last) {
        blocks.push(Block::TooLate { last });
    }
    Progress {
        tracks,
        percent: percent(finishing.shares, finishing.number),
        days_passed,
        days_total,
        earliest_finish: finishing.finish,
        level_end,
        finish_by: last,
        consistency,
        choices,
        blocks,
    }
}

/// What the parts of a claim add up to.
struct Finishing {
    shares: u64,
    number: u64,
    /// The latest of them; none when one never gets there.
    finish: Option<NaiveDate>,
}

impl Finishing {
    fn add(&mut self, share: u64, finish: Option<NaiveDate>) {
        self.number += 1;
        self.shares += share;
        self.finish = self.finish.and_then(|f| finish.map(|t| t.max(f)));
    }
}

fn choice(
    c: &Choice,
    extras: &[(&str, Extra)],
    today: NaiveDate,
    finishing: &mut Finishing,
) -> ChoiceProgress {
    let of = |id: &String| extras.iter().find(|(track, _)| track == id).map(|(_, e)| e);
    let beyond = |have: u64, n: &Need| have.saturating_sub(u64::from(n.needed)).min(u64::from(c.windows));
    let (mut counted, mut all) = (0, 0);
    let (mut leading, mut kind, mut finish) = (None, NeedKind::Windows { days: 0, min: 0 }, None);
    for (id, e) in c.tracks.iter().filter_map(|id| of(id).map(|e| (id, e))) {
        kind = e.windows.kind;
        let (track_all, track_counted) =
            (beyond(all_of(&e.windows), &e.windows), beyond(u64::from(e.windows.counted), &e.windows));
        if track_all > all || (track_all == all && track_counted > counted) {
            leading = Some(id.clone());
        }
        (counted, all) = (counted.max(track_counted), all.max(track_all));
        finish = match (finish, e.finish) {
            (None, f) | (f, None) => f,
            (Some(a), Some(b)) => Some(std::cmp::min::<NaiveDate>(a, b)),
        };
    }
    let need = amount::need(kind, counted, all, c.windows);
    let done = all >= u64::from(c.windows);
    finishing.add(share(counted, u64::from(c.windows)), if done { Some(today) } else { finish });
    ChoiceProgress { choice: c.id.clone(), tracks: c.tracks.clone(), leading, need }
}

/// How steady the weeks of the whole level are: a week has all it needs with anything in any track.
fn weeks(span: &Span, by_track: &[Vec<Weighed<'_>>]) -> Option<u8> {
    let grid = Grid { days: 7, min: 1, cap: None, longer: &[] };
    let mut active: Vec<u64> = Vec::new();
    for item in by_track.iter().flatten().filter(|i| i.on <= span.today && i.admitted(span).is_ok()) {
        let week = grid.number(span.start, item.on);
        if active.last() != Some(&week) {
            active.push(week);
        }
    }
    active.sort_unstable();
    windows::consistency(span, grid, |n| if active.binary_search(&n).is_ok() { windows::FULL } else { 0 })
}

fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

/// How many days before a day are excused.
fn excused_before(excused: &Excused, start: NaiveDate, to: NaiveDate) -> u32 {
    to.pred_opt().map_or(0, |last| excused.days_in(start, last))
}
