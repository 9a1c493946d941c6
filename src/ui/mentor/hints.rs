//! Hints beside an entry: what was seen, and the innocent reading too.

use crate::prelude::*;

/// A hint in words.
pub fn words(t: T, hint: &Hint) -> String {
    match hint {
        Hint::LateEntry { days } => t.f("mentor-hint-late", &[("n", (*days).into())]),
        Hint::ManyAtOnce { count } => t.f("mentor-hint-many", &[("n", (*count).into())]),
        Hint::LongDay { minutes } => t.f("mentor-hint-long", &[("time", t.minutes(*minutes).into())]),
        Hint::PhotoAgain { on } => t.f("mentor-hint-photo", &[("date", t.date_long(*on).into())]),
        Hint::NotAttested => t.s("mentor-hint-attested"),
    }
}
