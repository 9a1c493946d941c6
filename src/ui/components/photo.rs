//! Photos: small in rows, whole when somebody taps.

use dioxus::prelude::*;
use qadam_domain::{AccountId, Photo, PhotoId};
use qadam_door::query::ask;
use qadam_door::view::PhotoView;

use super::{Icon, Sheet};
use crate::hooks::{use_t, use_view};
use crate::say::T;

/// A picture. `of`: whose, where it is not one's own. While it is not here, its place is kept.
#[component]
pub fn Picture(of: Option<AccountId>, id: PhotoId, alt: String) -> Element {
    let view = use_view(ask::Photo { of, id });
    let t = use_t();
    let (state, why) = match &*view.read() {
        Some(Ok(PhotoView::Here { src })) => {
            return rsx! { img { class: "photo", src: "{src}", alt: "{alt}", draggable: false } };
        }
        Some(Ok(PhotoView::Missing)) => ("cloud-up", "photos-missing"),
        Some(Ok(PhotoView::Offline)) => ("cloud-off", "photos-offline"),
        Some(Err(_)) => ("warn", "photos-broken"),
        None | Some(Ok(PhotoView::Coming)) => ("image", "photos-coming"),
    };
    rsx! {
        span { class: "photo photo--not", role: "img", "aria-label": "{alt}. {t.s(why)}",
            Icon { name: state }
        }
    }
}

/// Small pictures in a row; a tap shows the whole one.
#[component]
pub fn Thumbs(#[props(default)] of: Option<AccountId>, photos: Vec<Photo>) -> Element {
    let t = use_t();
    let mut open = use_signal(|| None::<usize>);
    if photos.is_empty() {
        return rsx! {};
    }
    let all = photos.len();
    rsx! {
        ul { class: "thumbs", "aria-label": t.f("photos-count", &[("n", all.into())]),
            for (i , photo) in photos.iter().copied().enumerate() {
                li { key: "{photo.id}",
                    button { r#type: "button", class: "thumbs__b", onclick: move |_| open.set(Some(i)),
                        Picture { of, id: photo.thumb, alt: photo_name(t, i, all) }
                    }
                }
            }
        }
        if let Some(at) = open() {
            Viewer { of, photos: photos.clone(), at, onclose: move |()| open.set(None) }
        }
    }
}

/// What a picture is called: the first of three, or just a photo.
pub fn photo_name(t: T, at: usize, all: usize) -> String {
    match all {
        1 => t.s("photos-one"),
        _ => t.f("photos-alt", &[("n", (at + 1).into()), ("all", all.into())]),
    }
}

/// One photo as large as the screen lets it be, and the way to its neighbours.
#[component]
fn Viewer(of: Option<AccountId>, photos: Vec<Photo>, at: usize, onclose: EventHandler<()>) -> Element {
    let t = use_t();
    let mut at = use_signal(|| at);
    let all = photos.len();
    let Some(photo) = photos.get(at()).copied() else { return rsx! {} };
    let name = photo_name(t, at(), all);
    rsx! {
        Sheet { title: name.clone(), onclose,
            Whole { key: "{photo.id}", of, photo, alt: name }
            if all > 1 {
                div { class: "two mt-3",
                    button {
                        r#type: "button", class: "btn btn--tonal", "aria-disabled": (at() == 0).then_some("true"),
                        onclick: move |_| at.set(at().saturating_sub(1)),
                        Icon { name: "chev-l" }
                        {t.s("photos-before")}
                    }
                    button {
                        r#type: "button", class: "btn btn--tonal", "aria-disabled": (at() + 1 == all).then_some("true"),
                        onclick: move |_| at.set((at() + 1).min(all - 1)),
                        {t.s("photos-after")}
                        Icon { name: "chev-r" }
                    }
                }
            }
        }
    }
}

#[component]
fn Whole(of: Option<AccountId>, photo: Photo, alt: String) -> Element {
    let t = use_t();
    let view = use_view(ask::Photo { of, id: photo.id });
    let why = match &*view.read() {
        Some(Ok(PhotoView::Here { src })) => {
            return rsx! {
                img { class: "whole", src: "{src}", alt: "{alt}", width: "{photo.width}", height: "{photo.height}" }
            };
        }
        None | Some(Ok(PhotoView::Coming)) => "photos-coming",
        Some(Ok(PhotoView::Missing)) => "photos-missing",
        Some(Ok(PhotoView::Offline)) => "photos-offline",
        Some(Err(_)) => "photos-broken",
    };
    rsx! {
        // In small until then.
        div { class: "whole whole--not", style: "aspect-ratio: {photo.width} / {photo.height}",
            Picture { of, id: photo.thumb, alt }
        }
        p { class: "t-sm mute mt-2", role: "status", {t.s(why)} }
    }
}
