//! One track: what its requirements say together, how it goes, and what is next.

use chrono::NaiveDate;

use super::amount::{self, Amounts, Rule};
use super::finish::{Finish, Missing, Schedule};
use super::journey::{self, Asked, Journeys};
use super::things::{self, Things};
use super::weigh::{Class, Mark, Span, Weighed, clamp};
use super::windows::{Grid, Regular};
use super::{Best, Need, NeedKind, Next, Standing, Status, TrackProgress};
use crate::enrolment::Carried;
use crate::pack::{Requirement, ThingKind, Track, Unit};

/// Shares are compared in ten-thousandths: whole numbers, so that every platform agrees.
const WHOLE: u64 = 10_000;
/// How far behind the calendar a track may be before it needs attention (Qadam's own default).
const TOLERANCE: u64 = WHOLE / 10;
/// A journey happens once, so it is not late before the last quarter (Qadam's own default).
const JOURNEY_LATE: u64 = WHOLE / 4 * 3;

/// A regular track's windows, for the choices that it takes part in.
#[derive(Debug)]
pub(super) struct Extra {
    pub windows: Need,
    /// When it would have as many more as the choice asks; none when the plan never gets there.
    pub finish: Option<NaiveDate>,
}

pub(super) struct TrackView<'a> {
    pub track: &'a Track,
    pub span: &'a Span,
    pub elapsed: u64,
    pub schedule: Schedule<'a>,
    pub carried: &'a [Carried],
    /// Windows more than its own that a choice may ask of it.
    pub chosen: Option<u32>,
}

/// What is said of a track beside its [`TrackProgress`].
#[derive(Debug)]
pub(super) struct TrackWeighed {
    pub done: bool,
    pub share: u64,
    pub finish: Option<NaiveDate>,
    pub extra: Option<Extra>,
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
    consistency: Option<u8>,
    extra: Option<Extra>,
}

impl TrackView<'_> {
    /// Adds the track's progress.
    pub fn weigh(
        &self,
        items: &[Weighed<'_>],
        requirements: &[Requirement],
        out: &mut Vec<TrackProgress>,
    ) -> TrackWeighed {
        let mut parts = Parts::default();
        // In the pack's order, but what counts in the track's unit gives the marks of its entries.
        for requirement in requirements {
            match requirement {
                Requirement::Quota { need, attested } => {
                    self.amount(items, &mut parts, self.rule(Some(*need), *attested, None));
                }
                Requirement::Regular { window_days: days, min, cap, windows, total, longer } => {
                    let grid = Grid { days: *days, min: *min, cap: *cap, longer };
                    self.amount(items, &mut parts, self.rule(*total, false, Some((grid, *windows))));
                }
                Requirement::Journey { days, nights, day_minutes, practice } => {
                    let what = self.track.thing.unwrap_or(ThingKind::Journey);
                    let (day_minutes, practice) = (*day_minutes, *practice);
                    let asked = Asked { what, days: *days, nights: *nights, day_minutes, practice };
                    self.journey(items, &mut parts, asked);
                }
                Requirement::Count { what, need, note_words } => {
                    self.things(items, &mut parts, *what, *need, *note_words);
                }
            }
        }
        let Parts { mut needs, marks, best, next, finish, consistency, mut extra } = parts;
        self.carry(&mut needs);
        // What was carried counts in a choice as well.
        if let Some(e) = &mut extra
            && let Some(carried) = needs.iter().find(|n| n.kind == e.windows.kind)
        {
            e.windows = carried.clone();
        }
        let met = !needs.is_empty() && needs.iter().all(|n| n.counted >= n.needed);
        let met_provisionally = !needs.is_empty() && needs.iter().all(|n| all_of(n) >= u64::from(n.needed));
        let returned = items.iter().find_map(|i| match i.class {
            Class::Returned(reason) => Some(Next::Fix { entry: i.id, reason: reason.to_owned() }),
            _ => None,
        });
        let late = needs.iter().any(|n| is_late(n, self.elapsed));
        let resting = self.span.excused.until(self.span.today);
        let status = match () {
            () if met => Status::Done,
            () if needs.is_empty() => Status::NotStarted,
            () if returned.is_some() || late => Status::NeedsAttention,
            () if items.is_empty() => Status::NotStarted,
            () => Status::OnCourse,
        };
        let next = match (met, returned) {
            (true, _) => Next::Nothing,
            (false, Some(fix)) => fix,
            (false, None) if met_provisionally => Next::AwaitReview,
            (false, None) => match (resting, next) {
                (Some(until), Some(_)) => Next::Rest { until },
                (_, next) => next.unwrap_or(Next::Nothing),
            },
        };
        let counted: u64 = needs.iter().map(|n| share(u64::from(n.counted), u64::from(n.needed))).sum();
        let all: u64 = needs.iter().map(|n| share(all_of(n), u64::from(n.needed))).sum();
        let number = needs.len() as u64;
        let marks = marks.unwrap_or_else(|| vec![Mark::default(); items.len()]);
        let entries = items.iter().zip(marks).rev().map(|(item, mark)| standing(item, mark)).collect();
        let finish = match finish {
            _ if number == 0 => None,
            Finish::Done => Some(self.span.today),
            Finish::On(day) => Some(day),
            Finish::Never => None,
        };
        out.push(TrackProgress {
            track: self.track.id.clone(),
            percent: percent(counted, number),
            percent_provisional: percent(all, number),
            needs,
            status,
            next,
            best,
            consistency,
            finish,
            entries,
        });
        TrackWeighed { done: met, share: counted.checked_div(number).unwrap_or(0), finish, extra }
    }

    /// What counted under an earlier version of the pack goes on counting.
    fn carry(&self, needs: &mut [Need]) {
        for need in needs {
            let same = |c: &&Carried| c.track == self.track.id && c.kind == need.kind;
            let Some(carried) = self.carried.iter().find(same) else { continue };
            let all = all_of(need);
            need.counted = need.counted.max(carried.counted);
            need.provisional = clamp(all.saturating_sub(u64::from(need.counted)));
        }
    }

    fn rule<'r>(&'r self, need: Option<u32>, attested: bool, windows: Option<(Grid<'r>, u32)>) -> Rule<'r> {
        Rule { span: self.span, need, attested, windows }
    }

    fn amount(&self, items: &[Weighed<'_>], parts: &mut Parts, rule: Rule<'_>) {
        let Amounts { marks, amount, windows, best } = amount::amounts(items, self.track, &rule);
        let left = amount.as_ref().map_or(0, missing);
        let short = windows.as_ref().map_or(0, |w| missing(&w.need));
        if left > 0 || short > 0 {
            let day = match (&rule.windows, &windows) {
                (Some((grid, _)), Some(have)) => self.regular_finish(*grid, have, left, short),
                _ => self.schedule.amount(u64::from(left)),
            };
            parts.finish = parts.finish.and(day);
            parts.next.get_or_insert(self.next_amount(&rule, windows.as_ref(), left, short));
        }
        parts.needs.extend(amount);
        if let (Some((grid, needed)), Some(have)) = (rule.windows, windows) {
            parts.consistency = have.consistency;
            parts.extra = self.chosen.map(|more| {
                let missing = u64::from(needed) + u64::from(more);
                let missing = clamp(missing.saturating_sub(all_of(&have.need)));
                Extra { finish: self.regular_finish(grid, &have, 0, missing), windows: have.need.clone() }
            });
            parts.needs.push(have.need);
        }
        parts.best = best;
        parts.marks = Some(match parts.marks.take() {
            // A thing's own reason stands where the amount has none.
            Some(before) => marks.into_iter().zip(before).map(|(m, b)| with_reason(m, b)).collect(),
            None => marks,
        });
    }

    fn regular_finish(&self, grid: Grid<'_>, have: &Regular, amount: u32, windows: u32) -> Option<NaiveDate> {
        let missing = Missing { amount: u64::from(amount), windows: u64::from(windows), sums: &have.sums };
        self.schedule.regular(self.span.start, grid, missing)
    }

    fn next_amount(&self, rule: &Rule<'_>, have: Option<&Regular>, missing: u32, windows: u32) -> Next {
        let more = Next::More { missing, unit: self.track.unit };
        let (Some((grid, _)), Some(regular)) = (rule.windows, have) else { return more };
        let have = clamp(regular.open);
        let (_, until) = grid.bounds(self.span.start, grid.number(self.span.start, self.span.today), 1);
        match have {
            _ if !regular.open_counts => Next::FillWindow { have, need: grid.min, until },
            _ if windows > 0 || grid.cap.is_some_and(|cap| have >= cap) => Next::WindowDone { have },
            _ => more,
        }
    }

    fn journey(&self, items: &[Weighed<'_>], parts: &mut Parts, asked: Asked) {
        let Journeys { marks, needs, best } = journey::journeys(items, self.span, asked);
        if needs.iter().any(|n| missing(n) > 0) {
            let practice = needs.iter().find(|n| n.kind == NeedKind::Practice).map_or(0, missing);
            let practice_days = asked.practice.map_or(1, |p| p.days);
            let lengths = (0..practice).map(|_| practice_days).chain([asked.days]);
            parts.finish = parts.finish.and(self.schedule.journeys(lengths));
            parts.next.get_or_insert(match practice {
                0 => Next::GoOnJourney { days: asked.days, nights: asked.nights },
                _ => Next::Practise { days: practice_days },
            });
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
            things::things(items, self.track, self.span, what, needed, note_words);
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

fn standing(item: &Weighed<'_>, mark: Mark) -> Standing {
    let Mark { counted, provisional, reason } = mark;
    Standing { entry: item.id, on: item.on, logged: item.amount, counted, provisional, reason }
}

pub(super) fn all_of(need: &Need) -> u64 {
    u64::from(need.counted) + u64::from(need.provisional)
}

fn missing(need: &Need) -> u32 {
    clamp(u64::from(need.needed).saturating_sub(all_of(need)))
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
        NeedKind::JourneyDays | NeedKind::JourneyNights | NeedKind::Practice => {
            return elapsed >= JOURNEY_LATE;
        }
    };
    share + grace < elapsed
}

/// Ten-thousandths, rounded down: whole only when all of it is there.
pub(super) fn share(have: u64, of: u64) -> u64 {
    if have >= of { WHOLE } else { have.saturating_mul(WHOLE) / of }
}

/// The mean of shares, rounded down: 100 only when each is whole.
pub(super) fn percent(shares: u64, number: u64) -> u8 {
    let mean = shares.checked_div(number).unwrap_or(0);
    u8::try_from(mean / (WHOLE / 100)).unwrap_or(100)
}
