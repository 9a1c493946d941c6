//! Photos: from a camera's file to what an entry may name.

use qadam_domain::PhotoId;
use qadam_domain::photo::{self, NoPhoto, Photo};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_door::error::PictureFault;
use qadam_platform::{Picture, PictureError, Platform};
use qadam_storage::photos;

use super::change;
use crate::fault::Try;
use crate::phone::Phone;

/// Largest file that is looked at, in bytes: cameras of phones give up to thirty.
const FILE_MAX: usize = 40 * 1024 * 1024;

/// Before anything is decoded: somebody who writes entries, and a file that can be a photo.
pub fn check<P: Platform>(phone: &Phone<P>, file: &[u8]) -> Try<()> {
    phone.opened()?.participant()?;
    if file.len() > FILE_MAX {
        return Err(Fault::Picture(PictureFault::TooLarge).into());
    }
    // Decoders make a grey half of it.
    if photo::strip(file) == Err(NoPhoto::Cut) {
        return Err(Fault::Picture(PictureFault::Unreadable).into());
    }
    Ok(())
}

/// Keeps what the system has made of a file.
pub fn add<P: Platform>(phone: &mut Phone<P>, made: Result<Picture, PictureError>) -> Try<Outcome> {
    let made = made.map_err(|e| {
        Fault::Picture(match e {
            PictureError::Unreadable => PictureFault::Unreadable,
            PictureError::TooLarge => PictureFault::TooLarge,
        })
    })?;
    let unreadable = |_| Fault::Picture(PictureFault::Unreadable);
    // Whatever the system's encoder writes beside the picture stays here.
    let bytes = photo::strip(&made.photo).map_err(unreadable)?;
    let thumb = photo::strip(&made.thumb).map_err(unreadable)?;
    let (width, height) = photo::look(&bytes).map_err(unreadable)?;
    photo::look(&thumb).map_err(unreadable)?;
    let size = u32::try_from(bytes.len()).map_err(|_| Fault::Picture(PictureFault::TooLarge))?;
    let photo = Photo { id: PhotoId::of(&bytes), thumb: PhotoId::of(&thumb), width, height, size };
    let now = phone.now();
    let opened = phone.opened_mut()?;
    let scope = opened.participant()?;
    change(opened, |tx| Ok(photos::draft(tx, scope, &photo, (&bytes, &thumb), now)?))?;
    Ok(Outcome::Photo { photo })
}
