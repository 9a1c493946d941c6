//! Instead of `sources.rs`, with the feature `apart`: texts that come as files, each language when somebody
//! reads it. The web's start waits for one language alone.

use std::sync::OnceLock;

use crate::Lang;

static GIVEN: [OnceLock<[&str; 1]>; 3] = [const { OnceLock::new() }; 3];

fn place(lang: Lang) -> &'static OnceLock<[&'static str; 1]> {
    let [kk, ru, en] = &GIVEN;
    match lang {
        Lang::Kk => kk,
        Lang::Ru => ru,
        Lang::En => en,
    }
}

/// Takes the texts of a language, for as long as the app runs. The first ones stay.
pub fn give(lang: Lang, source: String) {
    place(lang).get_or_init(|| [source.leak()]);
}

/// Whether the texts of a language are here.
pub fn has(lang: Lang) -> bool {
    place(lang).get().is_some()
}

/// The sources of a language.
pub fn of(lang: Lang) -> &'static [&'static str] {
    place(lang).get().map_or(&[], |given| given)
}
