//! Icons and ornaments. One sprite stands once in the page; each icon names its symbol.

use dioxus::prelude::*;

use crate::say::Programme;

const SPRITE: &str = include_str!("../../../assets/icons/sprite.svg");

/// The sprite and the gradients of the medals; drawn once, by the app.
#[component]
pub fn Sprite() -> Element {
    rsx! { div { class: "sprite", "aria-hidden": "true", dangerous_inner_html: SPRITE } }
}

/// An icon by the id of its symbol, without `i-`.
#[component]
pub fn Icon(#[props(into)] name: String, #[props(default)] small: bool) -> Element {
    let class = if small { "ico ico--s" } else { "ico" };
    rsx! {
        svg { class, "aria-hidden": "true", r#use { "href": "#i-{name}" } }
    }
}

/// The ram's-horn ornament: once a screen at most.
#[component]
pub fn Ornament(#[props(into, default = "hero__orn".to_owned())] class: String) -> Element {
    rsx! {
        svg { class, "aria-hidden": "true", r#use { "href": "#o-tort" } }
    }
}

/// The hills behind the hero.
#[component]
pub fn Hills() -> Element {
    rsx! {
        svg { class: "hero__hills", view_box: "0 0 390 120", preserve_aspect_ratio: "none", "aria-hidden": "true",
            path { fill: "var(--hill-1)", d: "M0 62C44 40 92 34 142 52c44 16 76 14 118-6 46-22 88-22 130-4v78H0z" }
            path { fill: "var(--hill-2)", d: "M0 92c58-22 104-26 168-10 60 15 118 10 222-16v54H0z" }
            path { fill: "var(--bg)", d: "M0 112c90-14 150-16 220-8 66 7 112 4 170-6v22H0z" }
        }
    }
}

/// The colour key of a track: what the rule pack says, so that a programme's tracks may be called as they
/// like. Without a pack (tests, the first frame) the track's id. The styles call `skills` talents.
pub fn css_track(id: &str) -> String {
    let key = try_consume_context::<Programme>().map(|p| p.icon(id)).filter(|key| !key.is_empty());
    let key = key.unwrap_or_else(|| id.to_owned());
    if key == "skills" { "talents".to_owned() } else { key }
}

/// The icon of a track.
pub fn track_icon(id: &str) -> String {
    css_track(id)
}

/// A track's icon on its tint.
#[component]
pub fn Tico(#[props(into)] track: String, #[props(default)] small: bool) -> Element {
    let class = if small { "tico tico--s" } else { "tico" };
    rsx! {
        span { class, "data-track": css_track(&track), Icon { name: track_icon(&track) } }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::rc::Rc;

    use qadam_domain::Pack;
    use qadam_i18n::{Lang, Texts};

    use super::*;
    use crate::say::T;

    const AWARD: &str = include_str!("../../../assets/programmes/international-award@2024.json");

    fn icons(known: bool) -> String {
        fn host(known: bool) -> Element {
            let t = use_context_provider(|| T(Signal::new(Texts::new(Lang::En))));
            let pack = use_signal(move || known.then(|| Rc::new(Pack::parse(AWARD).unwrap())));
            use_context_provider(|| Programme { pack, t });
            rsx! {
                for id in ["physical", "skills", "residential", "sport"] {
                    Tico { key: "{id}", track: id }
                }
            }
        }
        let mut dom = VirtualDom::new_with_props(host, known);
        dom.rebuild_in_place();
        dioxus_ssr::render(&dom)
    }

    /// A second programme calls its tracks differently; what they look like is said by its pack.
    #[test]
    fn a_track_looks_as_its_pack_says() {
        let html = icons(true);
        for key in ["sport", "talents", "heritage"] {
            assert!(html.contains(&format!("data-track=\"{key}\"")), "{html}");
            assert!(html.contains(&format!("#i-{key}\"")), "{html}");
        }
        assert!(!html.contains("physical") && !html.contains("residential"), "{html}");
        assert!(icons(false).contains("#i-sport\""), "without a pack the id must do");
    }

    /// Both packs name icons and colours that there are.
    #[test]
    fn every_icon_of_a_pack_is_in_the_sprite() {
        let css = include_str!("../../../assets/css/components.css");
        let packs = [Pack::parse(AWARD).unwrap(), Pack::shipped().unwrap()];
        for track in packs.iter().flat_map(|p| &p.tracks) {
            let icon = if track.icon == "skills" { "talents" } else { &track.icon };
            assert!(SPRITE.contains(&format!("id=\"i-{icon}\"")), "{icon}");
            assert!(css.contains(&format!("[data-track=\"{icon}\"]")), "{icon}");
        }
    }
}
