//! The compact form of a sync: CBOR arrays whose places have meanings instead of names.
//!
//! What a whole message has once is said once (schema, scopes, authors); ids are sixteen bytes, days and
//! moments numbers. `docs/protocol.md` shows it byte by byte, `fixtures` keeps examples of each schema.
//!
//! What cannot be read is an error, never a panic and never a guess: [`request::read`] gives each op by
//! itself, so that one that is broken holds up no other.

#[cfg(test)]
mod examples;
mod items;
#[cfg(feature = "packed")]
pub mod packed;
pub mod reply;
pub mod request;
#[cfg(test)]
mod tests;

use thiserror::Error;

pub use items::{GONE, op_bytes, read_body, write_body};

/// The media type of this form.
pub const CBOR: &str = "application/cbor";
/// The media type of the other form, which people and scripts can read.
pub const JSON: &str = "application/json";

/// It cannot be read.
#[derive(Debug, Error)]
#[error("unreadable message: {0}")]
pub struct Unreadable(#[from] minicbor::decode::Error);

/// How messages are read and written.
type Reader<'b> = minicbor::Decoder<'b>;
type Writer = minicbor::Encoder<Vec<u8>>;
type Read<T> = Result<T, minicbor::decode::Error>;
/// Writing into memory cannot fail; the type is the encoder's.
type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn wrong<T>(what: &'static str) -> Read<T> {
    Err(minicbor::decode::Error::message(what))
}

/// What was written; nothing where it could not be, which does not happen in memory.
fn written(write: impl FnOnce(&mut Writer) -> Written) -> Vec<u8> {
    let mut e = Writer::new(Vec::new());
    match write(&mut e) {
        Ok(()) => e.into_writer(),
        Err(_) => Vec::new(),
    }
}

/// An array's length; those of open length are not written and not read.
fn array(d: &mut Reader<'_>) -> Read<u64> {
    match d.array()? {
        Some(n) => Ok(n),
        None => wrong("an array of open length"),
    }
}

/// An array of at least so many places; what a later version has behind them is passed over by [`rest`].
fn places(d: &mut Reader<'_>, least: u64) -> Read<u64> {
    let n = array(d)?;
    if n < least { wrong("too few places") } else { Ok(n - least) }
}

/// Passes over places that this version does not know.
fn rest(d: &mut Reader<'_>, places: u64) -> Read<()> {
    for _ in 0..places {
        d.skip()?;
    }
    Ok(())
}

/// Where an id stands in a list; it is put at the end where it does not.
fn place_of<T: PartialEq + Copy>(list: &mut Vec<T>, id: T) -> u64 {
    let at = list.iter().position(|x| *x == id).unwrap_or_else(|| {
        list.push(id);
        list.len() - 1
    });
    at as u64
}

/// What stands at a place of a list.
fn at_place<T: Copy>(list: &[T], place: u64) -> Read<T> {
    match usize::try_from(place).ok().and_then(|n| list.get(n)) {
        Some(id) => Ok(*id),
        None => wrong("a place that is not in the list"),
    }
}
