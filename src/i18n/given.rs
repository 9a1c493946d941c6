//! Instead of `sources.rs`, with the feature `apart`: texts that come as files, each language when somebody
//! reads it, and of it first what a start needs (`assets/locales/first.txt`). The web's start waits for that
//! alone.

use std::sync::OnceLock;

use crate::Lang;

/// Which texts of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What a start needs.
    First,
    /// Those of the other places.
    Rest,
}

static GIVEN: [[OnceLock<[&str; 1]>; 2]; 3] = [const { [const { OnceLock::new() }; 2] }; 3];

fn place(lang: Lang, part: Part) -> &'static OnceLock<[&'static str; 1]> {
    let [kk, ru, en] = &GIVEN;
    let [first, rest] = match lang {
        Lang::Kk => kk,
        Lang::Ru => ru,
        Lang::En => en,
    };
    match part {
        Part::First => first,
        Part::Rest => rest,
    }
}

/// Takes texts of a language, for as long as the app runs. The first ones stay.
pub fn give(lang: Lang, part: Part, source: String) {
    place(lang, part).get_or_init(|| [source.leak()]);
}

/// Whether all texts of a language are here.
pub fn has(lang: Lang) -> bool {
    place(lang, Part::First).get().is_some() && place(lang, Part::Rest).get().is_some()
}

/// What a language starts with.
pub fn of(lang: Lang) -> &'static [&'static str] {
    place(lang, Part::First).get().map_or(&[], |given| given)
}

/// The rest of it, once it is here.
pub fn rest(lang: Lang) -> Option<&'static [&'static str]> {
    place(lang, Part::Rest).get().map(<[&str; 1]>::as_slice)
}
