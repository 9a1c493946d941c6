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
