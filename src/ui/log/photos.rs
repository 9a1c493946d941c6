//! Photos of the entry that is being written: chosen from camera or gallery, seen in small at once.

use qadam_domain::photo::{PHOTOS_MAX, Photo};
use qadam_door::error::PictureFault;

use crate::files::{Chosen, PagePhotos};
use crate::prelude::*;

/// Larger files are not read into memory, in bytes.
const FILE_MAX: u64 = 40 * 1024 * 1024;

/// Photos on their way into the draft: whoever saves waits for them.
#[derive(Clone, Copy, PartialEq)]
pub struct Making {
    /// How many.
    pub left: Signal<usize>,
    /// What was wrong with one of those chosen last.
    pub wrong: Signal<Option<Fault>>,
}

/// The button, what was chosen, and what was wrong with it. The picker is the system's own: camera or gallery.
#[component]
pub fn Photos(draft: Signal<Draft>, making: Making, error: Option<String>) -> Element {
    let (t, act) = (use_t(), use_act());
    let mut draft = draft;
    let Making { left: mut making, mut wrong } = making;
    let own = use_hook(try_consume_context::<PagePhotos>);
    let picked = move |e: FormEvent| {
        wrong.set(None);
        for file in e.files() {
            if file.size() > FILE_MAX {
                wrong.set(Some(Fault::Picture(PictureFault::TooLarge)));
                continue;
            }
            making += 1;
            dioxus::core::spawn_forever(async move {
                let bytes = file.read_bytes().await.map(|bytes| bytes.to_vec());
                add(act, draft, making, wrong, bytes.ok());
            });
        }
    };
    let mut choose = move |pick: fn() -> Chosen| {
        wrong.set(None);
        dioxus::core::spawn_forever(async move {
            for bytes in pick().await {
                let Ok(mut more) = making.try_write() else { return };
                *more += 1;
                drop(more);
                add(act, draft, making, wrong, Some(bytes));
            }
        });
    };
    // Emptied each time it is drawn: the same file again is a choice, too.
    let empty = String::new();
    let photos = draft.read().photos.clone();
    let all = photos.len();
    let full = all + making() >= PHOTOS_MAX;
    rsx! {
        if !full {
            if let Some(PagePhotos(pick)) = own {
                button { r#type: "button", class: "extra__b", onclick: move |_| choose(pick),
                    Icon { name: "camera", small: true }
                    {t.s("photos-add")}
                }
            } else {
                // The label is the button: the field itself is drawn by the browser, each in its own way.
                label { class: "extra__b filepick",
                    input { r#type: "file", class: "vh", accept: "image/*", multiple: true, value: empty, onchange: picked }
                    Icon { name: "camera", small: true }
                    {t.s("photos-add")}
                }
            }
        }
        if all + making() > 0 {
            ul { class: "thumbs thumbs--log", "aria-label": t.f("photos-count", &[("n", all.into())]),
                for (i , photo) in photos.into_iter().enumerate() {
                    li { key: "{photo.id}",
                        Picture { of: None, id: photo.thumb, alt: photo_name(t, i, all) }
                        button {
                            r#type: "button", class: "thumbs__x",
                            "aria-label": t.f("photos-remove", &[("n", (i + 1).into())]),
                            onclick: move |_| draft.write().photos.retain(|p| p.id != photo.id),
                            Icon { name: "close", small: true }
                        }
                    }
                }
                for i in 0..making() {
                    li { key: "making-{i}", class: "thumbs__wait", span { class: "photo photo--not", Icon { name: "image" } } }
                }
            }
            p { class: "t-xs mute mt-1 thumbs__t", role: "status",
                {t.s(if making() > 0 { "photos-making" } else { "photos-bare" })}
            }
        }
        if let Some(text) = wrong.read().as_ref().map(|f| t.fault(f)).or(error) {
            p { class: "err__t thumbs__t", role: "alert",
                Icon { name: "warn", small: true }
                span { "{text}" }
            }
        }
    }
}

/// Has the core make a photo of a file; none: it could not be read.
fn add(
    act: Act,
    draft: Signal<Draft>,
    making: Signal<usize>,
    wrong: Signal<Option<Fault>>,
    bytes: Option<Vec<u8>>,
) {
    let Some(bytes) = bytes else {
        return made(draft, making, wrong, Err(Fault::Picture(PictureFault::Unreadable)));
    };
    act.try_run(Command::PhotoAdd { bytes }, move |result| {
        let photo = match result {
            Ok(Outcome::Photo { photo }) => Ok(photo),
            Ok(_) => Err(Fault::Protocol),
            Err(e) => Err(e.fault),
        };
        made(draft, making, wrong, photo);
    });
}

/// The sheet may be gone by now: then there is nothing to put it in, and the photo goes with the day.
fn made(
    mut draft: Signal<Draft>,
    mut making: Signal<usize>,
    wrong: Signal<Option<Fault>>,
    photo: Result<Photo, Fault>,
) {
    let Ok(mut left) = making.try_write() else { return };
    *left = left.saturating_sub(1);
    drop(left);
    match photo {
        Ok(photo) => {
            let Ok(mut draft) = draft.try_write() else { return };
            if draft.photos.len() >= PHOTOS_MAX {
                drop(draft);
                return settle(
                    wrong,
                    Some(Fault::Entry(qadam_domain::EntryError::TooManyPhotos { max: PHOTOS_MAX })),
                );
            }
            if draft.photos.iter().all(|p| p.id != photo.id) {
                draft.photos.push(photo);
            }
        }
        Err(fault) => settle(wrong, Some(fault)),
    }
}
