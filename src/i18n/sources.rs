//! The locale files, part of the binary: texts never need the network.

use crate::Lang;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const KK: &[&str] = &[$(include_str!(concat!("../../assets/locales/kk/", $name, ".ftl"))),*];
        const RU: &[&str] = &[$(include_str!(concat!("../../assets/locales/ru/", $name, ".ftl"))),*];
        const EN: &[&str] = &[$(include_str!(concat!("../../assets/locales/en/", $name, ".ftl"))),*];
    };
}
files![
    "common",
    "waiting",
    "dates",
    "faults",
    "onboarding",
    "profiles",
    "programme",
    "plan",
    "today",
    "journey",
    "log",
    "photos",
    "book",
    "reports",
    "chat",
    "me",
    "data",
    "mentor",
    "heat",
    "year"
];

/// What comes after a start: here all is there at once.
pub fn rest(_lang: Lang) -> Option<&'static [&'static str]> {
    None
}

/// The sources of a language.
pub fn of(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Kk => KK,
        Lang::Ru => RU,
        Lang::En => EN,
    }
}
