//! Photos from files, natively: decoded, stood upright, scaled, written anew as JPEG.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, RgbImage};
use qadam_domain::photo::{SIDE_MAX, THUMB_SIDE_MAX};

use crate::{Picture, PictureError};

/// Longest side that is decoded, in pixels, and most memory for it, in bytes: 64 million pixels.
const DECODE_SIDE: u32 = 16_384;
const DECODE_BYTES: u64 = 256 * 1024 * 1024;
/// Of JPEG: writing on a certificate stays sharp, and a small picture is one.
const QUALITY: u8 = 82;
const THUMB_QUALITY: u8 = 72;

/// Makes a photo of a file (JPEG, PNG or WebP). Takes up to a second.
///
/// # Errors
/// It cannot be read, or is larger than this device may hold.
pub fn make(file: &[u8]) -> Result<Picture, PictureError> {
    let mut reader =
        ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| PictureError::Unreadable)?;
    let mut limits = Limits::no_limits();
    (limits.max_image_width, limits.max_image_height) = (Some(DECODE_SIDE), Some(DECODE_SIDE));
    limits.max_alloc = Some(DECODE_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(why)?;
    // As the camera was held; a picture that does not say stands as it is.
    let upright = decoder.orientation().ok();
    let mut whole = DynamicImage::from_decoder(decoder).map_err(why)?;
    if let Some(upright) = upright {
        whole.apply_orientation(upright);
    }
    let photo = plain(fit(whole, SIDE_MAX));
    let thumb = fit(DynamicImage::ImageRgb8(photo.clone()), THUMB_SIDE_MAX).into_rgb8();
    Ok(Picture { photo: jpeg(&photo, QUALITY)?, thumb: jpeg(&thumb, THUMB_QUALITY)? })
}

fn why(e: ImageError) -> PictureError {
    match e {
        ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Unreadable,
    }
}

/// No side longer than `side`; never larger than it was.
fn fit(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    // Whole numbers of pixels into one first: the fine filter over a camera's pixels takes seconds on a phone.
    let near = side.saturating_mul(2);
    let picture =
        if picture.width().max(picture.height()) > near { picture.thumbnail(near, near) } else { picture };
    picture.resize(side, side, FilterType::Triangle)
}

/// On white, where something shines through: JPEG knows no such thing.
fn plain(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [r, g, b, a] = seen.get_pixel(x, y).0;
        let on_white = |c: u8| {
            let (c, a) = (u32::from(c), u32::from(a));
            u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([on_white(r), on_white(g), on_white(b)])
    })
}

fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality).encode_image(picture).map_err(|e| {
        tracing::error!(cause = %e, "a picture cannot be written");
        PictureError::Unreadable
    })?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ExtendedColorType, ImageEncoder, Rgb, Rgba, RgbaImage};
    use qadam_domain::photo::{look, strip};

    fn camera(width: u32, height: u32) -> RgbImage {
        // The upper left corner is red, so that a turn is seen.
        let red = |x, y| x < width / 4 && y < height / 4;
        RgbImage::from_fn(width, height, |x, y| {
            if red(x, y) { Rgb([200, 0, 0]) } else { Rgb([0, 0, (x % 200) as u8]) }
        })
    }

    fn sides(bytes: &[u8]) -> (u16, u16) {
        look(&strip(bytes).unwrap()).unwrap()
    }

    /// Exif with nothing but how the camera was held.
    fn held(turn: u16) -> Vec<u8> {
        let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        exif.extend(turn.to_be_bytes());
        exif.extend([0; 6]);
        exif
    }

    #[test]
    fn a_cameras_picture_stands_upright_is_scaled_and_bare() {
        let mut file = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
        // Turned by a quarter: what is stored as the upper left is shown as the upper right.
        encoder.set_exif_metadata(held(6)).unwrap();
        encoder.encode_image(&camera(3_000, 2_000)).unwrap();
        assert!(file.windows(4).any(|w| w == b"Exif"));
        let made = make(&file).unwrap();
        assert_eq!((sides(&made.photo), sides(&made.thumb)), ((854, 1_280), (160, 240)));
        assert!(!made.photo.windows(4).any(|w| w == b"Exif"));
        let shown = image::load_from_memory(&made.photo).unwrap().into_rgb8();
        assert!(shown.get_pixel(830, 20).0[0] > 150 && shown.get_pixel(20, 20).0[0] < 60);
        assert!(made.thumb.len() < 16 * 1024, "{}", made.thumb.len());
    }

    #[test]
    fn small_ones_stay_small_and_what_shines_through_is_white() {
        let mut file = Vec::new();
        let clear = RgbaImage::from_pixel(300, 100, Rgba([0, 0, 0, 0]));
        image::codecs::png::PngEncoder::new(&mut file)
            .write_image(&clear, 300, 100, ExtendedColorType::Rgba8)
            .unwrap();
        let made = make(&file).unwrap();
        assert_eq!((sides(&made.photo), sides(&made.thumb)), ((300, 100), (240, 80)));
        assert!(image::load_from_memory(&made.photo).unwrap().into_rgb8().get_pixel(5, 5).0[0] > 250);
    }

    #[test]
    fn what_is_broken_disguised_or_huge_is_refused() {
        let mut file = Vec::new();
        JpegEncoder::new(&mut file).encode_image(&camera(64, 64)).unwrap();
        for end in [0, 2, 20, 200] {
            assert_eq!(make(&file[..end]), Err(PictureError::Unreadable), "cut at {end}");
        }
        for other in [&b"<svg/>"[..], b"MZ\x90\0 a program called photo.jpg", &[0xFF; 5_000]] {
            assert_eq!(make(other), Err(PictureError::Unreadable));
        }
        // A few bytes that say they are 60,000 pixels a side.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bomb.extend([0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 2, 0, 0, 0]);
        bomb.extend([0x4F, 0xE5, 0x9E, 0x2C]);
        bomb.extend(b"\0\0\0\0IDAT\x35\xAF\x06\x1E\0\0\0\0IEND\xAE\x42\x60\x82");
        assert!(make(&bomb).is_err());
    }
}
