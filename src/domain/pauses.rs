//! Pauses: exams, illness, harvest. A pause excuses the windows it touches and moves only the finish;
//! effort inside it still counts (PROGRAMME.md of the design: "the progress engine").

use chrono::{Days, NaiveDate};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Most pauses of a plan. A level has far fewer; a hostile phone should not fill the server.
pub const PAUSES_MAX: usize = 50;
/// Longest pause in days.
pub const PAUSE_DAYS_MAX: i64 = 366;

/// A time in which nothing is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Pause {
    /// First day.
    #[cbor(n(0), with = "crate::cbor::date")]
    pub from: NaiveDate,
    /// Last day.
    #[cbor(n(1), with = "crate::cbor::date")]
    pub to: NaiveDate,
    /// What for. No more than that is asked: the rest is nobody's business.
    #[cbor(n(2), with = "crate::cbor::known")]
    pub kind: PauseKind,
}

/// What a pause is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum PauseKind {
    /// Exams.
    #[n(0)]
    Exams,
    /// Illness.
    #[n(1)]
    Illness,
    /// Harvest and other work of the family.
    #[n(2)]
    Harvest,
    /// Anything else.
    #[n(3)]
    Other,
}

impl Pause {
    /// Ends on or after its beginning and within a year.
    pub fn is_sound(&self) -> bool {
        (0..PAUSE_DAYS_MAX).contains(&(self.to - self.from).num_days())
    }
}

/// The days that pauses excuse: from the level's first day on, at most as many as the level allows, the
/// earliest first. Sorted ranges that do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excused(Vec<(NaiveDate, NaiveDate)>);

impl Excused {
    /// What these pauses excuse in a level that begins on `start` and allows `days_max` days.
    pub fn new(pauses: &[Pause], start: NaiveDate, days_max: u32) -> Self {
        let mut ranges: Vec<_> = pauses
            .iter()
            .filter(|p| p.is_sound() && p.to >= start)
            .map(|p| (p.from.max(start), p.to))
            .collect();
        ranges.sort_unstable();
        let mut out: Vec<(NaiveDate, NaiveDate)> = Vec::with_capacity(ranges.len());
        let mut left = i64::from(days_max);
        for (from, to) in ranges {
            let from = match out.last() {
                Some((_, last)) if *last >= from => last.succ_opt().unwrap_or(NaiveDate::MAX),
                _ => from,
            };
            let days = ((to - from).num_days() + 1).min(left);
            if days <= 0 {
                continue;
            }
            left -= days;
            let to = from.checked_add_days(Days::new(days.unsigned_abs() - 1)).unwrap_or(to);
            match out.last_mut() {
                Some((_, last)) if last.succ_opt() == Some(from) => *last = to,
                _ => out.push((from, to)),
            }
        }
        Self(out)
    }

    /// Whether the day is excused.
    pub fn has(&self, day: NaiveDate) -> bool {
        self.touches(day, day)
    }

    /// The last day of the pause that the day is in.
    pub fn until(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.0.iter().find(|(from, to)| *from <= day && *to >= day).map(|(_, to)| *to)
    }

    /// Whether any day of the range is excused.
    pub fn touches(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.0.iter().any(|(from, to)| *from <= last && *to >= first)
    }

    /// How many days of the range are excused.
    pub fn days_in(&self, first: NaiveDate, last: NaiveDate) -> u32 {
        let days = |(from, to): &(NaiveDate, NaiveDate)| {
            ((*to).min(last) - (*from).max(first)).num_days().saturating_add(1).max(0)
        };
        u32::try_from(self.0.iter().map(days).sum::<i64>()).unwrap_or(u32::MAX)
    }

    /// A day so much later as days before it are excused: pauses move the finish, and those that then
    /// come before the later finish move it on.
    pub fn moved(&self, start: NaiveDate, end: NaiveDate) -> NaiveDate {
        let mut moved = end;
        loop {
            let last = moved.pred_opt().unwrap_or(moved);
            let days = u64::from(self.days_in(start, last));
            let next = end.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
            if next <= moved {
                return moved;
            }
            moved = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(s: &str) -> NaiveDate {
        s.parse().unwrap()
    }

    fn pause(from: &str, to: &str) -> Pause {
        Pause { from: d(from), to: d(to), kind: PauseKind::Exams }
    }

    #[test]
    fn pauses_are_added_up_once_and_only_as_far_as_the_level_allows() {
        let pauses = [
            pause("2026-05-20", "2026-06-10"),
            pause("2026-06-01", "2026-06-14"), // overlaps
            pause("2026-01-01", "2026-01-08"), // begins before the level
            pause("2026-06-15", "2026-06-16"), // touches
            pause("2026-08-02", "2026-08-01"), // no pause at all
        ];
        let e = Excused::new(&pauses, d("2026-01-05"), 60);
        assert_eq!(e.0, [(d("2026-01-05"), d("2026-01-08")), (d("2026-05-20"), d("2026-06-16"))]);
        assert_eq!(e.days_in(d("2026-01-01"), d("2026-12-31")), 4 + 28);
        assert!(e.has(d("2026-06-16")) && !e.has(d("2026-06-17")));
        assert!(e.touches(d("2026-05-14"), d("2026-05-20")) && !e.touches(d("2026-05-13"), d("2026-05-19")));

        let five = Excused::new(&pauses, d("2026-01-05"), 5);
        assert_eq!(five.0, [(d("2026-01-05"), d("2026-01-08")), (d("2026-05-20"), d("2026-05-20"))]);
        assert_eq!(Excused::new(&pauses, d("2026-01-05"), 0), Excused::default());
    }

    #[test]
    fn the_finish_moves_by_the_days_before_it() {
        let e = Excused::new(
            &[pause("2026-05-20", "2026-05-29"), pause("2026-07-10", "2026-07-19")],
            d("2026-01-05"),
            60,
        );
        // Ten days before 5 July move it to the 15th; the second pause has begun by then.
        assert_eq!(e.moved(d("2026-01-05"), d("2026-07-05")), d("2026-07-25"));
        assert_eq!(e.moved(d("2026-01-05"), d("2026-05-20")), d("2026-05-20"));
    }
}
