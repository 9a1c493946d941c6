//! Puts the parts together: for each track its requirements, then what is over all.

use chrono::{Days, NaiveDate};

use super::amount::{self, Amounts, Rule, Windows};
use super::finish::{Missing, Schedule};
use super::journey::{self, Journeys};
use super::things::{self, Things};
use super::weigh::{Class, Mark, Weighed, stands};
use super::{Best, Block, Input, Need, NeedKind, Next, Progress, Standing, Status, TrackProgress};
use crate::pack::{Requirement, ThingKind, Track, Unit};

/// Shares are compared in ten-thousandths: whole numbers, so that every platform agrees.
const WHOLE: u64 = 10_000;
/// How far behind the calendar a track may be before it needs attention (Qadam's own default).
const TOLERANCE: u64 = WHOLE / 10;
/// A journey happens once, so it is not late before the last quarter (Qadam's own default).
const JOURNEY_LATE: u64 = WHOLE / 4 * 3;

/// How far somebody is: PROGRAMME.md's pure function. No clock, no I/O; linear in the entries but for
/// sorting them. An unknown level demands nothing and is never done.
pub fn progress(input: Input<'_>) -> Progress {
    let Input { pack, enrolment, plan, entries, today } = input;
    let level = pack.level(&enrolment.level);
    let start = enrolment.start;
    let level_end = level.map_or(start, |l| l.earliest_end(start));
    let days_total = days_between(start, level_end);
    let days_passed = days_between(start, today).min(days_total);
    let elapsed = share(u64::from(days_passed), u64::from(days_total));

    let mut by_track: Vec<Vec<Weighed<'_>>> = pack.tracks.iter().map(|_| Vec::new()).collect();
    for logged in entries {
        let (entry, class) = stands(logged);
        // A track that the pack does not have cannot be saved; here it would count for nothing.
        if let Some(at) = pack.tracks.iter().position(|t| t.id == entry.track) {
            by_track[at].push(Weighed::new(entry, class, pack.tracks[at].unit));
        }
    }

    let mut tracks = Vec::with_capacity(pack.tracks.len());
    let mut blocks = Vec::new();
    if today < level_end {
        blocks.push(Block::Months { until: level_end });
    }
    let (mut shares, mut needed_tracks) = (0u64, 0u64);
    let mut finish = Some(level_end);
    for (track, mut items) in pack.tracks.iter().zip(by_track) {
        items.sort_unstable_by_key(Weighed::order);
        let requirements = level.and_then(|l| l.requirements.get(&track.id)).map_or(&[][..], Vec::as_slice);
        let logged_today = items.iter().any(|i| i.on == today && i.admitted(start).is_ok());
        let from = if logged_today { today.checked_add_days(Days::new(1)) } else { Some(today) };
        let schedule = Schedule {
            plan: plan.track(&track.id),
            from: from.unwrap_or(today).max(start),
            daily_cap: track.daily_cap,
        };
        let view = TrackView { track, start, today, elapsed, schedule };
        let (done, share, track_finish) = view.weigh(&items, requirements, &mut tracks);
        if !track.optional {
            needed_tracks += 1;
            shares += share;
            finish = finish.and_then(|f| track_finish.map(|t| t.max(f)));
            if !done {
                blocks.push(Block::Track { track: track.id.clone() });
            }
        }
    }
    Progress {
        tracks,
        percent: percent(shares, needed_tracks),
        days_passed,
        days_total,
        earliest_finish: finish,
        level_end,
        blocks,
    }
}

struct TrackView<'a> {
    track: &'a Track,
    start: NaiveDate,
    today: NaiveDate,
    elapsed: u64,
    schedule: Schedule<'a>,
}

/// What the requirements of a track say together.
#[derive(Default)]
struct Parts {
    needs: Vec<Need>,
    /// What entries add, by the requirement that counts in the track's unit.
    marks: Option<Vec<Mark>>,
    best: Option<Best>,
    /// What to do for each requirement that is not met even with what waits.
    next: Option<Next>,
    /// Done today, at the latest of all requirements, or never.
    finish: Finish,
}

#[derive(Clone, Copy, Default)]
enum Finish {
    #[default]
    Done,
    On(NaiveDate),
    Never,
}

impl TrackView<'_> {
    /// Adds the track's progress; returns whether it is done, its share, and when it would be done.
    fn weigh(
        &self,
        items: &[Weighed<'_>],
        requirements: &[Requirement],
        out: &mut Vec<TrackProgress>,
    ) -> (bool, u64, Option<NaiveDate>) {
        let mut parts = Parts::default();
        // In the pack's order, but what counts in the track's unit gives the marks of its entries.
        for requirement in requirements {
            match *requirement {
                Requirement::Quota { need, attested } => {
                    self.amount(items, &mut parts, self.rule(need, attested, None));
                }
                Requirement::Regular { window_days: days, min, cap, windows, total } => {
                    let windows = Windows { days, min, cap, needed: windows };
                    self.amount(items, &mut parts, self.rule(total, false, Some(windows)));
                }
                Requirement::Journey { days, nights } => self.journey(items, &mut parts, days, nights),
                Requirement::Count { what, need, note_words } => {
                    self.things(items, &mut parts, what, need, note_words);
                }
            }
        }
        let Parts { needs, marks, best, next, finish } = parts;
        let met = !needs.is_empty() && needs.iter().all(|n| n.counted >= n.needed);
        let met_provisionally = !needs.is_empty() && needs.iter().all(|n| all_of(n) >= u64::from(n.needed));
        let returned = items.iter().find_map(|i| match i.class {
            Class::Returned(reason) => Some(Next::Fix { entry: i.id, reason: reason.to_owned() }),
            _ => None,
        });
        let late = needs.iter().any(|n| is_late(n, self.elapsed));
        let status = match () {
            () if met => Status::Done,
            () if returned.is_some() || late => Status::NeedsAttention,
            () if items.is_empty() => Status::NotStarted,
            () => Status::OnCourse,
        };
        let next = match (met, returned) {
            (true, _) => Next::Nothing,
            (false, Some(fix)) => fix,
            (false, None) if met_provisionally => Next::AwaitReview,
            (false, None) => next.unwrap_or(Next::Nothing),
        };
        let counted: u64 = needs.iter().map(|n| share(u64::from(n.counted), u64::from(n.needed))).sum();
        let all: u64 = needs.iter().map(|n| share(all_of(n), u64::from(n.needed))).sum();
        let number = needs.len() as u64;
        let marks = marks.unwrap_or_else(|| vec![Mark::default(); items.len()]);
        let entries = items.iter().zip(marks).rev().map(|(item, mark)| standing(item, mark)).collect();
        out.push(TrackProgress {
            track: self.track.id.clone(),
            percent: percent(counted, number),
            percent_provisional: percent(all, number),
            needs,
            status,
            next,
            best,
            entries,
        });
        let finish = match finish {
            _ if number == 0 => None,
            Finish::Done => Some(self.today),
            Finish::On(day) => Some(day),
            Finish::Never => None,
        };
        (met, counted.checked_div(number).unwrap_or(0), finish)
    }

    fn rule(&self, need: u32, attested: bool, windows: Option<Windows>) -> Rule {
        Rule { start: self.start, today: self.today, need, attested, windows }
    }

    fn amount(&self, items: &[Weighed<'_>], parts: &mut Parts, rule: Rule) {
        let Amounts { marks, needs, best, open_window } = amount::amounts(items, self.track, rule);
        let left: Vec<u32> = needs.iter().map(missing).collect();
        let (amount, windows) = (left[0], left.get(1).copied().unwrap_or(0));
        if amount > 0 || windows > 0 {
            let day = match rule.windows {
                None => self.schedule.amount(u64::from(amount)),
                Some(w) => {
                    // Tomorrow may already be in the next window, which is empty.
                    let of = |day| amount::window_of(self.start, day, w.days);
                    let same = of(self.schedule.from) == of(self.today);
                    let missing = Missing {
                        amount: u64::from(amount),
                        windows: u64::from(windows),
                        open_window: if same { open_window } else { 0 },
                    };
                    self.schedule.regular(self.start, w, missing)
                }
            };
            parts.finish = parts.finish.and(day);
            parts.next.get_or_insert(self.next_amount(&rule, amount, windows, open_window));
        }
        parts.needs.extend(needs);
        parts.best = best;
        parts.marks = Some(match parts.marks.take() {
            // A thing's own reason stands where the amount has none.
            Some(before) => marks.into_iter().zip(before).map(|(m, b)| with_reason(m, b)).collect(),
            None => marks,
        });
    }

    fn next_amount(&self, rule: &Rule, missing: u32, windows: u32, open_window: u64) -> Next {
        let more = Next::More { missing, unit: self.track.unit };
        let Some(w) = rule.windows else { return more };
        let have = super::weigh::clamp(open_window);
        let number = amount::window_of(self.start, self.today, w.days);
        let (_, until) = amount::window_bounds(self.start, number, w.days);
        match have {
            _ if have < w.min => Next::FillWindow { have, need: w.min, until },
            _ if windows > 0 || have >= w.cap => Next::WindowDone { have },
            _ => more,
        }
    }

    fn journey(&self, items: &[Weighed<'_>], parts: &mut Parts, days: u32, nights: u32) {
        let Journeys { marks, needs, best } = journey::journeys(items, self.start, days, nights);
        if needs.iter().any(|n| missing(n) > 0) {
            parts.finish = parts.finish.and(self.schedule.journey(days));
            parts.next.get_or_insert(Next::GoOnJourney { days, nights });
        }
        parts.needs.extend(needs);
        parts.best = best.or(parts.best.take());
        parts.marks.get_or_insert(marks);
    }

    fn things(
        &self,
        items: &[Weighed<'_>],
        parts: &mut Parts,
        what: ThingKind,
        needed: u32,
        note_words: u32,
    ) {
        let Things { marks, need, begun, efforts, best } =
            things::things(items, self.track, self.start, what, needed, note_words);
        let left = missing(&need);
        if left > 0 {
            // Where the track needs hours as well, projects come out of them: no time of their own.
            let alongside = matches!(parts.finish, Finish::On(_))
                && parts.needs.iter().any(|n| matches!(n.kind, NeedKind::Amount { .. }));
            if !alongside {
                let day = self.schedule.things(left, self.track.unit, &efforts);
                parts.finish = parts.finish.and(day);
            }
            parts.next.get_or_insert(Next::FinishThing { what, missing: left, begun, note_words });
        }
        parts.needs.push(need);
        if parts.best.is_none() {
            parts.best = best;
        }
        parts.marks = Some(match parts.marks.take() {
            None => marks,
            Some(before) => before.into_iter().zip(marks).map(|(m, b)| with_reason(m, b)).collect(),
        });
    }
}

/// In a track that counts an amount, an entry of an unfinished thing lacks nothing; but one that
/// finishes a thing in vain says so.
fn with_reason(mark: Mark, of_thing: Mark) -> Mark {
    use super::Reason as R;
    match (&mark.reason, of_thing.reason) {
        (None, Some(why @ (R::AlreadyCounted | R::NoteTooShort { .. }))) => {
            Mark { reason: Some(why), ..mark }
        }
        _ => mark,
    }
}

impl Finish {
    fn and(self, day: Option<NaiveDate>) -> Self {
        match (self, day) {
            (Self::Never, _) | (_, None) => Self::Never,
            (Self::Done, Some(day)) => Self::On(day),
            (Self::On(a), Some(b)) => Self::On(a.max(b)),
        }
    }
}

fn standing(item: &Weighed<'_>, mark: Mark) -> Standing {
    let Mark { counted, provisional, reason } = mark;
    Standing { entry: item.id, on: item.on, logged: item.amount, counted, provisional, reason }
}

fn all_of(need: &Need) -> u64 {
    u64::from(need.counted) + u64::from(need.provisional)
}

fn missing(need: &Need) -> u32 {
    super::weigh::clamp(u64::from(need.needed).saturating_sub(all_of(need)))
}

/// Behind the calendar by more than the tolerance. Of things one is always granted, because half a
/// book is none; once the level's time is over, everything missing is late.
fn is_late(need: &Need, elapsed: u64) -> bool {
    let share = share(all_of(need), u64::from(need.needed));
    if share >= WHOLE || elapsed >= WHOLE {
        return share < WHOLE;
    }
    let grace = match need.kind {
        NeedKind::Amount { unit: Unit::Minutes | Unit::Pages | Unit::Days } => TOLERANCE,
        NeedKind::Windows { .. } => TOLERANCE,
        NeedKind::Things { .. } => TOLERANCE.max(WHOLE / u64::from(need.needed.max(1))),
        NeedKind::JourneyDays | NeedKind::JourneyNights => return elapsed >= JOURNEY_LATE,
    };
    share + grace < elapsed
}

/// Ten-thousandths, rounded down: whole only when all of it is there.
fn share(have: u64, of: u64) -> u64 {
    if have >= of { WHOLE } else { have.saturating_mul(WHOLE) / of }
}

/// The mean of shares, rounded down: 100 only when each is whole.
fn percent(shares: u64, number: u64) -> u8 {
    let mean = shares.checked_div(number).unwrap_or(0);
    u8::try_from(mean / (WHOLE / 100)).unwrap_or(100)
}

fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}
