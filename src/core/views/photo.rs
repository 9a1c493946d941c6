//! A picture, from this phone's file or on its way to it.

use data_encoding::BASE64;
use qadam_domain::{AccountId, PhotoId};
use qadam_door::view::PhotoView;
use qadam_platform::Platform;
use qadam_storage::photos;

use crate::fault::Try;
use crate::phone::Phone;

pub fn photo<P: Platform>(phone: &Phone<P>, of: Option<AccountId>, id: PhotoId) -> Try<PhotoView> {
    let o = phone.opened()?;
    let scope = o.scope(of)?;
    if let Some(bytes) = photos::bytes(&o.conn, scope, id)? {
        let mut src = String::from("data:image/jpeg;base64,");
        BASE64.encode_append(&bytes, &mut src);
        return Ok(PhotoView::Here { src });
    }
    if o.machine.photos().is_missing(phone.now(), id) {
        return Ok(PhotoView::Missing);
    }
    o.wanted.borrow_mut().push((scope, id));
    Ok(if o.machine.hold().is_some() { PhotoView::Offline } else { PhotoView::Coming })
}
