//! Time and chance come from outside, so that tests own both.

use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode,
)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Millis(#[n(0)] pub i64);

impl Millis {
    /// This moment plus so many milliseconds.
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    /// The civil date at this moment where clocks are `offset_min` minutes ahead of UTC.
    /// Falls back to 1970-01-01 outside chrono's range (about ±262,000 years).
    pub fn date_at(self, offset_min: i16) -> NaiveDate {
        chrono::DateTime::from_timestamp_millis(self.0.saturating_add(i64::from(offset_min) * 60_000))
            .map_or(NaiveDate::MIN, |t| t.date_naive())
            .max(NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(NaiveDate::MIN))
    }
    /// Minutes since local midnight (0 to 1439) where clocks are `offset_min` minutes ahead of UTC.
    pub fn minute_of_day(self, offset_min: i16) -> u16 {
        let local = self.0.saturating_add(i64::from(offset_min) * 60_000);
        (local.rem_euclid(86_400_000) / 60_000) as u16
    }
}

/// Where the time comes from.
pub trait Clock {
    /// Now.
    fn now(&self) -> Millis;
    /// Minutes that local time is ahead of UTC now (Kazakhstan: 300).
    fn offset_min(&self) -> i16;
    /// The civil date that the person sees on the phone now.
    fn today(&self) -> NaiveDate {
        self.now().date_at(self.offset_min())
    }
}

/// What is known of a phone's clock beside what it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What the server's clock showed when it last answered.
    pub server: Option<Millis>,
    /// How far the phone's clock was from it then, in milliseconds; none: not worth a word.
    pub off: Option<i64>,
    /// When somebody last said that the date is right, by the phone's clock.
    pub said_right: Option<Millis>,
}

/// Why the date that a phone shows is not taken without asking. It decides nothing: the server's clock does
/// where there is anything to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Before this app was made: it cannot be.
    BeforeTheApp,
    /// Before the server's last answer: somebody has set it back.
    SetBack,
    /// Far from the server's clock when that last answered.
    FarOff,
}

/// 1 January 2025: earlier than this no phone with this app can be.
const MADE: Millis = Millis(1_735_689_600_000);
/// So much a clock may be off, in milliseconds: a date is hardly touched by it.
const SLACK_MS: i64 = 10 * 60_000;
/// So far off it takes another date for granted, in milliseconds.
pub const FAR_OFF_MS: i64 = 6 * 3_600_000;
/// Somebody's word on a clock holds for so long, in milliseconds.
const WORD_MS: i64 = 7 * 86_400_000;

/// Whether the date of a phone should be asked about before one is taken from it.
pub fn doubt(now: Millis, known: Known) -> Option<Doubt> {
    if now < MADE {
        return Some(Doubt::BeforeTheApp);
    }
    if known.said_right.is_some_and(|at| at.plus(-SLACK_MS) <= now && now <= at.plus(WORD_MS)) {
        return None;
    }
    if known.server.is_some_and(|at| now < at.plus(-SLACK_MS)) {
        return Some(Doubt::SetBack);
    }
    known.off.filter(|off| off.saturating_abs() >= FAR_OFF_MS).map(|_| Doubt::FarOff)
}

/// Where unpredictable bytes come from. Must be cryptographically strong in what ships.
pub trait Entropy {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

impl<C: Clock + ?Sized> Clock for &C {
    fn now(&self) -> Millis {
        (**self).now()
    }
    fn offset_min(&self) -> i16 {
        (**self).offset_min()
    }
}
impl<E: Entropy + ?Sized> Entropy for &E {
    fn fill(&self, buffer: &mut [u8]) {
        (**self).fill(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_doubted_for_a_reason_and_a_persons_word_ends_it_for_a_while() {
        let now = Millis(1_795_237_200_000);
        let hour = 3_600_000;
        let server = |ms| Known { server: Some(now.plus(ms)), ..Known::default() };
        let off = |ms| Known { off: Some(ms), ..server(-hour) };
        assert_eq!(doubt(now, Known::default()), None);
        assert_eq!(doubt(Millis(0), Known::default()), Some(Doubt::BeforeTheApp));
        assert_eq!(doubt(now, server(-hour)), None, "time passes");
        assert_eq!(doubt(now, server(SLACK_MS)), None);
        assert_eq!(doubt(now, server(SLACK_MS + 1)), Some(Doubt::SetBack));
        assert_eq!(doubt(now, off(FAR_OFF_MS - 1)), None);
        for far in [FAR_OFF_MS, -FAR_OFF_MS, i64::MIN, i64::MAX] {
            assert_eq!(doubt(now, off(far)), Some(Doubt::FarOff));
        }
        let said = |at: Millis, known: Known| Known { said_right: Some(at), ..known };
        assert_eq!(doubt(now, said(now, off(FAR_OFF_MS))), None);
        assert_eq!(doubt(now.plus(WORD_MS + 1), said(now, off(FAR_OFF_MS))), Some(Doubt::FarOff));
        assert_eq!(
            doubt(now, said(now.plus(hour), server(2 * hour))),
            Some(Doubt::SetBack),
            "set back again"
        );
        assert_eq!(
            doubt(Millis(5), said(Millis(5), server(hour))),
            Some(Doubt::BeforeTheApp),
            "that cannot be"
        );
    }
}
