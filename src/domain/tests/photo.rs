use proptest::prelude::*;

use crate::photo::{BYTES_MAX, NoPhoto, PhotoId, SIDE_MAX, look, strip};

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, body].concat()
}

/// A picture of so many pixels as far as its segments go, with more of them in front.
fn jpeg(width: u16, height: u16, more: &[Vec<u8>]) -> Vec<u8> {
    let ([h1, h2], [w1, w2]) = (height.to_be_bytes(), width.to_be_bytes());
    let mut out = vec![0xFF, 0xD8];
    out.extend(segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    out.extend(more.concat());
    out.extend(segment(0xDB, &[0; 65]));
    out.extend(segment(0xC0, &[8, h1, h2, w1, w2, 1, 1, 0x11, 0]));
    out.extend(segment(0xC4, &[0; 20]));
    out.extend(segment(0xDA, &[1, 1, 0, 0, 63, 0]));
    // Numbers of the picture: a stuffed zero, a restart, and what looks like nothing else.
    out.extend([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD3, 0x56]);
    out.extend([0xFF, 0xD9]);
    out
}

fn exif() -> Vec<u8> {
    segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08 43.2389 N, 76.8897 E")
}

#[test]
fn a_picture_and_nothing_but_a_picture_passes() {
    assert_eq!(look(&jpeg(1_280, 960, &[])), Ok((1_280, 960)));
    assert_eq!(look(&jpeg(1, 1, &[segment(0xEE, b"Adobe\0d\0\0\0\0\x01")])), Ok((1, 1)));
}

#[test]
fn place_camera_comments_and_previews_are_seen_and_taken_off() {
    let plain = jpeg(800, 600, &[]);
    let preview = segment(0xE0, b"JFXX\0\x10a small picture of the whole");
    let thumb = segment(0xE0, &[b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01".as_slice(), &[1, 2, 3]].concat());
    let others =
        [exif(), segment(0xFE, "Арман, 14 жаста".as_bytes()), segment(0xE2, b"MPF\0"), preview, thumb];
    for one in &others {
        let with = jpeg(800, 600, std::slice::from_ref(one));
        assert_eq!(look(&with), Err(NoPhoto::Beside));
        assert_eq!(strip(&with).as_deref(), Ok(&plain[..]));
    }
    // A second picture behind the first, as telephones of some makers add a film.
    let film = [&plain[..], b"....ftypmp42"].concat();
    assert_eq!((look(&film), strip(&film)), (Err(NoPhoto::Beside), Ok(plain.clone())));
    assert_eq!(strip(&plain), Ok(plain));
}

#[test]
fn what_is_disguised_cut_or_too_large_is_refused() {
    let whole = jpeg(640, 480, &[exif()]);
    for end in 2..whole.len() {
        assert_eq!(look(&whole[..end]), Err(NoPhoto::Cut), "cut at {end}");
        assert_eq!(strip(&whole[..end]), Err(NoPhoto::Cut), "cut at {end}");
    }
    for other in
        [&b"\x89PNG\r\n\x1a\n"[..], b"GIF89a", b"<svg onload='x'/>", b"MZ\x90", b"\xFF\xD8\xFF\xD9", b""]
    {
        assert_eq!(look(other), Err(NoPhoto::Broken));
    }
    let side = u16::try_from(SIDE_MAX).unwrap();
    assert_eq!(look(&jpeg(side + 1, 10, &[])), Err(NoPhoto::Sides));
    assert_eq!(look(&jpeg(10, side + 1, &[])), Err(NoPhoto::Sides));
    assert_eq!(look(&jpeg(0, 10, &[])), Err(NoPhoto::Sides));
    assert_eq!(look(&vec![0xFF; BYTES_MAX + 1]), Err(NoPhoto::TooLarge));
}

#[test]
fn a_bare_picture_with_fill_bytes_stays_as_it_is() {
    let mut filled = jpeg(640, 480, &[]);
    let end = filled.len() - 2;
    drop(filled.splice(end..end, [0xFF; 3]));
    assert_eq!(look(&filled), Ok((640, 480)));
    assert_eq!(strip(&filled).unwrap(), filled);
}

/// Found by fuzzing: its sides were read from the comment behind it, which stripping takes away.
#[test]
fn a_frame_without_sides_is_no_frame() {
    let mut short = jpeg(640, 480, &[]);
    let end = short.len() - 2;
    let more = [segment(0xCA, &[]), segment(0xFE, &[0; 9])].concat();
    drop(short.splice(end..end, more));
    assert_eq!(strip(&short), Err(NoPhoto::Broken));
    assert_eq!(look(&short), Err(NoPhoto::Broken));
}

#[test]
fn a_name_is_the_hash_in_every_form() {
    let id = PhotoId::of(b"abc");
    assert_eq!(id.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(id.to_string().parse(), Ok(id));
    let json = serde_json::to_string(&id).unwrap();
    assert_eq!(serde_json::from_str::<PhotoId>(&json).unwrap(), id);
    assert_eq!(minicbor::decode::<PhotoId>(&minicbor::to_vec(id).unwrap()).unwrap(), id);
    for bad in ["", "ba78", &"g".repeat(64), &"BA".repeat(32), &"ә".repeat(32)] {
        assert!(bad.parse::<PhotoId>().is_err(), "{bad}");
    }
    assert!(minicbor::decode::<PhotoId>(&minicbor::to_vec("abc").unwrap()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_are_looked_at_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..160usize) {
        prop_assert!(look(&bytes).is_err() || bytes.starts_with(&[0xFF, 0xD8]));
        // And a picture with a piece of it overwritten.
        let mut broken = jpeg(640, 480, &[exif()]);
        let at = at.min(broken.len());
        let end = (at + bytes.len()).min(broken.len());
        broken[at..end].copy_from_slice(&bytes[..end - at]);
        if let Ok(stripped) = strip(&broken) {
            prop_assert_ne!(look(&stripped), Err(NoPhoto::Beside));
        }
    }
}
