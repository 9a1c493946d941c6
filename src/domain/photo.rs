//! Photos of an entry: what belongs to one, and what a picture must be to leave a phone.
//!
//! A photo is a JPEG of at most [`SIDE_MAX`] pixels a side, without anything that a camera wrote beside the
//! picture: where it was taken, when, with what. The phone scales and strips it; phone and server look at the
//! bytes with the same [`look`], so that no other program can send what ours would not.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Longest side of a photo in pixels: writing on a certificate stays readable, a 2G link carries it.
pub const SIDE_MAX: u32 = 1_280;
/// Longest side of its small picture in pixels: what a list shows, sharp on a phone of two pixels a point.
pub const THUMB_SIDE_MAX: u32 = 240;
/// Most bytes of a photo. One of 1,280 pixels takes 100 to 500 KB.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most photos of an entry.
pub const PHOTOS_MAX: usize = 6;

/// The SHA-256 of a picture's bytes: the same picture has one name everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhotoId([u8; 32]);

impl PhotoId {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
    /// The bytes of the hash, as stored in SQLite.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// From stored bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhotoId({self})")
    }
}

/// Not the 64 lower-case hexadecimal digits of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no name of a photo")]
pub struct NoPhotoId;

impl FromStr for PhotoId {
    type Err = NoPhotoId;
    fn from_str(s: &str) -> Result<Self, NoPhotoId> {
        let digit = |c: u8| match c {
            b'0'..=b'9' => Ok(c - b'0'),
            b'a'..=b'f' => Ok(c - b'a' + 10),
            _ => Err(NoPhotoId),
        };
        let mut out = [0u8; 32];
        if s.len() != 64 {
            return Err(NoPhotoId);
        }
        for (to, pair) in out.iter_mut().zip(s.as_bytes().chunks_exact(2)) {
            if let [high, low] = pair {
                *to = digit(*high)? << 4 | digit(*low)?;
            }
        }
        Ok(Self(out))
    }
}

impl Serialize for PhotoId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PhotoId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for PhotoId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<C> Decode<'_, C> for PhotoId {
    fn decode(d: &mut minicbor::Decoder<'_>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = d.bytes()?.try_into();
        bytes.map(Self).map_err(|_| minicbor::decode::Error::message("no hash of 32 bytes"))
    }
}

/// A photo as its entry names it. The pictures themselves travel beside the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Photo {
    /// The picture.
    #[n(0)]
    pub id: PhotoId,
    /// The same in small, sent and shown first.
    #[n(1)]
    pub thumb: PhotoId,
    /// Pixels across.
    #[n(2)]
    pub width: u16,
    /// Pixels down.
    #[n(3)]
    pub height: u16,
    /// Bytes of the picture.
    #[n(4)]
    pub size: u32,
}

/// Why bytes are no picture that may be kept or sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum NoPhoto {
    /// More bytes than [`BYTES_MAX`].
    #[error("too many bytes")]
    TooLarge,
    /// Not a JPEG, or a broken one.
    #[error("no JPEG")]
    Broken,
    /// The beginning of a JPEG.
    #[error("cut off")]
    Cut,
    /// More pixels a side than [`SIDE_MAX`], or none.
    #[error("sides of another size")]
    Sides,
    /// Something stands beside the picture: place, time, camera, a comment, bytes after its end.
    #[error("more than a picture")]
    Beside,
}

/// Looks at the bytes of a JPEG: its width and height in pixels, if it is whole, small enough and nothing but
/// a picture. The picture itself is not decoded.
///
/// # Errors
/// Why it may not be sent.
pub fn look(bytes: &[u8]) -> Result<(u16, u16), NoPhoto> {
    if bytes.len() > BYTES_MAX {
        return Err(NoPhoto::TooLarge);
    }
    let mut sides = None;
    let mut beside = false;
    let end = walk(bytes, |segment| match segment {
        Segment::Frame { width, height } => sides = Some((width, height)),
        Segment::Beside => beside = true,
        Segment::Picture(_) => {}
    })?;
    let (width, height) = sides.ok_or(NoPhoto::Broken)?;
    if beside || end != bytes.len() {
        return Err(NoPhoto::Beside);
    }
    let fits = |side: u16| side > 0 && u32::from(side) <= SIDE_MAX;
    if fits(width) && fits(height) { Ok((width, height)) } else { Err(NoPhoto::Sides) }
}

/// The same picture without what stands beside it: camera data, place, previews, comments, bytes after the end.
///
/// # Errors
/// Not a whole JPEG.
pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, NoPhoto> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&START);
    walk(bytes, |segment| {
        if let Segment::Picture(part) = segment {
            out.extend_from_slice(part);
        }
    })?;
    Ok(out)
}

const START: [u8; 2] = [0xFF, 0xD8];

/// A part of a JPEG between its start and its end (ITU-T T.81, annex B).
enum Segment<'a> {
    /// What the picture needs.
    Picture(&'a [u8]),
    /// What it does not.
    Beside,
    /// Said before the frame's own `Picture`.
    Frame { width: u16, height: u16 },
}

/// Tells each segment; gives where the picture ends.
fn walk<'a>(bytes: &'a [u8], mut tell: impl FnMut(Segment<'a>)) -> Result<usize, NoPhoto> {
    if !bytes.starts_with(&START) {
        return Err(NoPhoto::Broken);
    }
    let byte = |at: usize| bytes.get(at).copied().ok_or(NoPhoto::Cut);
    let pair = |at: usize| Ok::<u16, NoPhoto>(u16::from_be_bytes([byte(at)?, byte(at + 1)?]));
    let mut at = START.len();
    let mut scans = 0;
    loop {
        let from = at;
        if byte(at)? != 0xFF {
            return Err(NoPhoto::Broken);
        }
        // Any number of fill bytes may stand before a marker.
        while byte(at)? == 0xFF {
            at += 1;
        }
        let marker = byte(at)?;
        at += 1;
        match marker {
            0xD9 if scans == 0 => return Err(NoPhoto::Broken),
            0xD9 => {
                // With its fill bytes, as all segments: what is bare stays as it is.
                tell(Segment::Picture(bytes.get(from..at).ok_or(NoPhoto::Cut)?));
                return Ok(at);
            }
            // A start, restarts and the reserved ones have no place here.
            0x00..=0x01 | 0xD0..=0xD8 => return Err(NoPhoto::Broken),
            _ => {}
        }
        let length = usize::from(pair(at)?);
        if length < 2 {
            return Err(NoPhoto::Broken);
        }
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            // Its sides stand in the segment itself, or they would be read from what is taken away.
            if length < 8 {
                return Err(NoPhoto::Broken);
            }
            tell(Segment::Frame { height: pair(at + 3)?, width: pair(at + 5)? });
        }
        at += length;
        if marker == 0xDA {
            scans += 1;
            // Until a marker that is none of the picture's own (a stuffed zero, a restart).
            loop {
                if byte(at)? == 0xFF && !matches!(byte(at + 1)?, 0x00 | 0xD0..=0xD7) {
                    break;
                }
                at += 1;
            }
        }
        let part = bytes.get(from..at).ok_or(NoPhoto::Cut)?;
        // JFIF's own header and Adobe's word on colours say how to draw it; all other applications' notes
        // and comments speak of something else.
        let beside = matches!(marker, 0xE1..=0xED | 0xEF | 0xFE) || (marker == 0xE0 && !is_jfif(part));
        tell(if beside { Segment::Beside } else { Segment::Picture(part) });
    }
}

/// A plain JFIF header; one with a preview in it is more than that.
fn is_jfif(part: &[u8]) -> bool {
    part.len() == 18 && part.get(4..9) == Some(b"JFIF\0")
}
