//! The texts of one language, with English behind it.

use std::borrow::Cow;
use std::cell::OnceCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::{Lang, number};

type Bundle = FluentBundle<FluentResource>;

/// What a text is filled with.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// A name or another text.
    Text(Cow<'a, str>),
    /// A number: it chooses the plural form and is written as the language writes numbers.
    Number(f64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(s: &'a str) -> Self {
        Self::Text(Cow::Borrowed(s))
    }
}
impl<'a> From<&'a String> for Arg<'a> {
    fn from(s: &'a String) -> Self {
        Self::Text(Cow::Borrowed(s))
    }
}
impl From<String> for Arg<'_> {
    fn from(s: String) -> Self {
        Self::Text(Cow::Owned(s))
    }
}
impl From<u32> for Arg<'_> {
    fn from(n: u32) -> Self {
        Self::Number(f64::from(n))
    }
}
impl From<u8> for Arg<'_> {
    fn from(n: u8) -> Self {
        Self::Number(f64::from(n))
    }
}
impl From<u16> for Arg<'_> {
    fn from(n: u16) -> Self {
        Self::Number(f64::from(n))
    }
}
impl From<i32> for Arg<'_> {
    fn from(n: i32) -> Self {
        Self::Number(f64::from(n))
    }
}
impl From<i64> for Arg<'_> {
    fn from(n: i64) -> Self {
        // Days and counts: far below 2^52.
        Self::Number(n as f64)
    }
}
impl From<usize> for Arg<'_> {
    fn from(n: usize) -> Self {
        // Counts of rows on a screen: far below 2^52.
        Self::Number(n as f64)
    }
}

/// Texts of one language. Switching language means making another one.
pub struct Texts {
    lang: Lang,
    own: Bundle,
    // What a start does not need, read when it is here and something is not among the others.
    rest: OnceCell<Bundle>,
    // Read only when a text is missing, so that a start in Kazakh does not parse English too.
    english: OnceCell<Bundle>,
    this_year: Option<i32>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Texts({})", self.lang.code())
    }
}

impl Texts {
    /// Reads the texts of a language.
    pub fn new(lang: Lang) -> Self {
        let own = bundle(lang, crate::sources::of(lang));
        Self { lang, own, rest: OnceCell::new(), english: OnceCell::new(), this_year: None }
    }

    /// The same in that year: days of other years are written with theirs.
    #[must_use]
    pub fn in_year(mut self, year: Option<i32>) -> Self {
        self.this_year = year;
        self
    }

    /// The year that runs, where it is known.
    pub fn this_year(&self) -> Option<i32> {
        self.this_year
    }

    /// Which language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A text without arguments.
    pub fn t(&self, id: &str) -> String {
        self.t_args(id, &[])
    }

    /// A text with arguments. A missing one is shown as `⟦id⟧`, so that nobody overlooks it.
    pub fn t_args(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        if let Some(text) = lookup(&self.own, id, args) {
            return set(text);
        }
        let rest =
            || crate::sources::rest(self.lang).map(|rest| self.rest.get_or_init(|| bundle(self.lang, rest)));
        if let Some(text) = rest().and_then(|rest| lookup(rest, id, args)) {
            return set(text);
        }
        let english = self.english.get_or_init(|| bundle(Lang::En, crate::sources::of(Lang::En)));
        lookup(english, id, args).unwrap_or_else(|| format!("⟦{id}⟧"))
    }
}

/// As it is set: a number stays on one line with what it counts, and a sentence that ends with a date in
/// Russian ends with its "г." and needs no second stop.
pub(crate) fn set(text: String) -> String {
    let text = if text.contains("г..") { text.replace("г..", "г.") } else { text };
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let counts = c == ' '
            && before.is_ascii_digit()
            && chars.peek().is_some_and(|c| c.is_alphabetic() || *c == '%');
        out.push(if counts { '\u{a0}' } else { c });
        before = c;
    }
    out
}

fn lookup(bundle: &Bundle, id: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let filled: FluentArgs<'_> = args
        .iter()
        .map(|(name, arg)| {
            let value = match arg {
                Arg::Text(s) => FluentValue::String(s.clone()),
                Arg::Number(n) => FluentValue::from(*n),
            };
            (*name, value)
        })
        .collect();
    // Faults here (an argument that is not given) leave a visible `{$name}`; the parity test finds them.
    let mut faults = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&filled), &mut faults).into_owned())
}

fn bundle(lang: Lang, sources: &[&str]) -> Bundle {
    // The three codes are well-formed; "undetermined" would only cost the plural forms.
    let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![id]);
    // Isolation marks only serve right-to-left scripts, and they break comparing and wrapping.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::En => |v, _| written(v, Lang::En),
        Lang::Kk | Lang::Ru => |v, _| written(v, Lang::Ru),
    }));
    for source in sources {
        // A file with a mistake gives what could be read; a test refuses such files.
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(whole) => whole,
            Err((part, _)) => part,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn written(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(n) => Some(number(n.value, lang)),
        _ => None,
    }
}
