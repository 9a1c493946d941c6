//! The compact form, packed: a zstd frame (RFC 8878) with a dictionary that both sides have.
//!
//! A message on its own is too short for a packer to learn from: the dictionary has learnt before what
//! messages are made of (`cargo run -p qadam-testkit --bin dictionary` makes it). The frame names the
//! dictionary it wants; a server that does not have that one answers 415, a phone stops asking for packed
//! replies, and both then speak the compact form unpacked.

use std::io;
use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// The media type of this form.
pub const PACKED: &str = "application/vnd.qadam.sync+zstd";

/// The first dictionary. One that was released is never changed, only followed by another.
static DICTIONARY_1: &[u8] = include_bytes!("dictionary-1.zst");
/// Where the gain ends on messages of a few kilobytes.
const LEVEL: i32 = 6;

static PACKING: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY_1, LEVEL));
static UNPACKING: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(DICTIONARY_1));

/// Packs a message.
///
/// # Errors
/// There is no memory for it.
pub fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    Compressor::with_prepared_dictionary(&PACKING)?.compress(bytes)
}

/// Why a message cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpackable {
    /// It says that it is longer than is allowed.
    TooLong,
    /// It is no frame, or wants a dictionary that is not known here.
    Unknown,
}

/// Unpacks a message of at most so many bytes.
///
/// # Errors
/// See [`Unpackable`].
pub fn unpack(bytes: &[u8], most: usize) -> Result<Vec<u8>, Unpackable> {
    // What the frame says of its length is not believed beyond what is allowed.
    let said = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten();
    let room = said.and_then(|n| usize::try_from(n).ok()).unwrap_or(most);
    if room > most {
        return Err(Unpackable::TooLong);
    }
    let unpacked =
        Decompressor::with_prepared_dictionary(&UNPACKING).and_then(|mut d| d.decompress(bytes, room));
    unpacked.map_err(|_| Unpackable::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked_and_nothing_longer() {
        for text in ["", "x", &"Бүгін домбыра үйірмесіне бардым. ".repeat(40)] {
            let packed = pack(text.as_bytes()).unwrap();
            assert_eq!(unpack(&packed, 10_000).unwrap(), text.as_bytes());
            if !text.is_empty() {
                assert_eq!(unpack(&packed, text.len() - 1), Err(Unpackable::TooLong));
            }
            for cut in 0..packed.len() {
                assert!(unpack(&packed[..cut], 10_000).is_err() || cut == 0);
            }
        }
    }

    #[test]
    fn other_frames_are_read_and_unknown_dictionaries_refused() {
        let plain = zstd::bulk::compress(b"qadam qadam qadam", 3).unwrap();
        assert_eq!(unpack(&plain, 100).unwrap(), b"qadam qadam qadam");
        let mut other = DICTIONARY_1.to_vec();
        other[4] ^= 2; // its id
        let foreign = Compressor::with_dictionary(3, &other).unwrap().compress(b"qadam qadam qadam").unwrap();
        assert_eq!(unpack(&foreign, 100), Err(Unpackable::Unknown));
    }
}
