//! How values stand in CBOR: the compact form of what phones and servers say (`docs/protocol.md`).
//!
//! Types carry their field numbers themselves (`#[n(…)]`). A number is never given to another field, a
//! field that comes later is optional, and one that says nothing is left out: so an op is written as the
//! same bytes by every version that knows its fields.

/// Whether a flag says nothing.
pub fn is_false(flag: &bool) -> bool {
    !*flag
}

/// One of a small list. A number that is not on it is an error of what holds it, whereas the derived reader
/// of a place that may be missing takes "no such variant" for "nothing said", and would drop the rest.
pub mod known {
    use minicbor::decode::{Decode, Decoder, Error as Unreadable};
    use minicbor::encode::{Encode, Encoder, Error as Unwritable, Write};

    /// Writes it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn encode<C, T: Encode<C>, W: Write>(
        value: &T,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), Unwritable<W::Error>> {
        value.encode(e, ctx)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Not on the list.
    pub fn decode<'b, C, T: Decode<'b, C>>(d: &mut Decoder<'b>, ctx: &mut C) -> Result<T, Unreadable> {
        T::decode(d, ctx)
            .map_err(|e| if e.is_unknown_variant() { Unreadable::message("not on the list") } else { e })
    }
}

/// A civil date: days since 1970-01-01.
pub mod date {
    use chrono::{Days, NaiveDate};
    use minicbor::decode::{Decoder, Error as Unreadable};
    use minicbor::encode::{Encoder, Error as Unwritable, Write};

    fn zero() -> NaiveDate {
        chrono::DateTime::UNIX_EPOCH.date_naive()
    }

    /// Writes a date.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn encode<C, W: Write>(
        date: &NaiveDate,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), Unwritable<W::Error>> {
        e.i64((*date - zero()).num_days())?.ok()
    }

    /// Reads a date.
    ///
    /// # Errors
    /// No number, or a day that no calendar has.
    pub fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<NaiveDate, Unreadable> {
        let n = d.i64()?;
        let by = Days::new(n.unsigned_abs());
        let date = if n < 0 { zero().checked_sub_days(by) } else { zero().checked_add_days(by) };
        date.ok_or_else(|| Unreadable::message("no such day"))
    }
}

/// A civil date that may be missing.
pub mod date_or_none {
    use chrono::NaiveDate;
    use minicbor::data::Type;
    use minicbor::decode::{Decoder, Error as Unreadable};
    use minicbor::encode::{Encoder, Error as Unwritable, Write};

    /// Writes a date, or null.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn encode<C, W: Write>(
        date: &Option<NaiveDate>,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), Unwritable<W::Error>> {
        match date {
            Some(date) => super::date::encode(date, e, ctx),
            None => e.null()?.ok(),
        }
    }

    /// Reads a date, or null.
    ///
    /// # Errors
    /// Those of a date.
    pub fn decode<C>(d: &mut Decoder<'_>, ctx: &mut C) -> Result<Option<NaiveDate>, Unreadable> {
        if d.datatype()? == Type::Null {
            d.null()?;
            return Ok(None);
        }
        super::date::decode(d, ctx).map(Some)
    }

    /// What stands for a date that is left out.
    #[allow(clippy::option_option)] // the form that the derive wants
    pub fn nil() -> Option<Option<NaiveDate>> {
        Some(None)
    }

    /// Whether it is left out.
    pub fn is_nil(date: &Option<NaiveDate>) -> bool {
        date.is_none()
    }
}
