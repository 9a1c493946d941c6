//! Words: texts of the locale files and names of the rule pack, as handles that can be copied into
//! every closure. A change of language redraws what read them.

use std::rc::Rc;

use chrono::NaiveDate;
use dioxus::prelude::*;
use qadam_domain::pack::ThingKind;
use qadam_domain::progress::{Need, NeedKind, Reason};
use qadam_domain::{Millis, Pack, Unit};
use qadam_door::Fault;
use qadam_door::view::{Amount, EntryRow};
use qadam_i18n::{Arg, Lang, Texts};

use crate::faults;

/// The texts of the chosen language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct T(pub Signal<Texts>);

impl T {
    /// The language.
    pub fn lang(self) -> Lang {
        self.0.read().lang()
    }
    /// A text.
    pub fn s(self, id: &str) -> String {
        self.0.read().t(id)
    }
    /// A text with arguments.
    pub fn f(self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.0.read().t_args(id, args)
    }
    /// An amount with its unit.
    pub fn amount(self, a: Amount) -> String {
        amount(&self.0.read(), a.value, a.unit)
    }
    /// «1 сағ 30 мин».
    pub fn minutes(self, m: u32) -> String {
        self.0.read().duration(m)
    }
    /// «18 сағ», from minutes.
    pub fn hours(self, minutes: u32) -> String {
        self.f("amount-hours", &[("n", self.hours_number(minutes).into())])
    }
    /// The number of hours alone, from minutes.
    pub fn hours_number(self, minutes: u32) -> String {
        self.0.read().number(f64::from(minutes / 6) / 10.0)
    }
    /// «21 қараша».
    pub fn date(self, d: NaiveDate) -> String {
        self.0.read().date(d)
    }
    /// With the weekday.
    pub fn date_long(self, d: NaiveDate) -> String {
        self.0.read().date_weekday(d)
    }
    /// With the year.
    pub fn date_year(self, d: NaiveDate) -> String {
        self.0.read().date_year(d)
    }
    /// `46 %`, as the language writes it.
    pub fn percent(self, n: impl ToString) -> String {
        self.f("common-percent", &[("n", n.to_string().into())])
    }
    /// «Сенбі».
    pub fn weekday(self, d: NaiveDate) -> String {
        self.0.read().weekday(d)
    }
    /// A month's or a weekday's name inside a sentence.
    pub fn inside(self, name: &str) -> String {
        self.0.read().inside(name)
    }
    /// «Дс»; 0 is Monday.
    pub fn weekday_short(self, day: u32) -> String {
        self.0.read().weekday_short(day)
    }
    /// From one date to another.
    pub fn range(self, from: NaiveDate, to: NaiveDate) -> String {
        self.0.read().range(from, to)
    }
    /// «Қараша».
    pub fn month(self, d: NaiveDate) -> String {
        self.0.read().month_name(d)
    }
    /// «Қараша 2026».
    pub fn month_year(self, d: NaiveDate) -> String {
        self.0.read().month_year(d)
    }
    /// «қар».
    pub fn month_short(self, d: NaiveDate) -> String {
        self.0.read().month_short(d)
    }
    /// «07:00».
    pub fn clock(self, minutes: u32) -> String {
        self.0.read().time(u16::try_from(minutes % 1_440).unwrap_or(0))
    }
    /// Date and time.
    pub fn moment(self, at: Millis, offset_min: i16) -> String {
        self.0.read().moment(at, offset_min, None)
    }
    /// So much of so much: the number that counts, and the rest with its unit.
    pub fn of_need(self, need: &Need) -> (String, String) {
        let n = need.counted;
        let of = |id: &str| (n.to_string(), self.f(id, &[("need", need.needed.into())]));
        match need.kind {
            NeedKind::Amount { unit: Unit::Minutes } => {
                let all = self.hours_number(need.needed);
                (self.hours_number(n), self.f("common-of-hours", &[("need", all.into())]))
            }
            NeedKind::Amount { unit: Unit::Pages } => of("common-of-pages"),
            NeedKind::Amount { unit: Unit::Days } | NeedKind::JourneyDays => of("common-of-days"),
            NeedKind::Windows { .. } => of("common-of-weeks"),
            NeedKind::Things { what: ThingKind::Book } => of("common-of-books"),
            NeedKind::Things { what: ThingKind::Project } => of("common-of-projects"),
            NeedKind::Things { what: ThingKind::Journey | ThingKind::Stay } => of("common-of-journeys"),
            NeedKind::Practice => of("common-of-practice"),
            NeedKind::JourneyNights => of("common-of-nights"),
        }
    }
    /// What went wrong, what is safe, what to do.
    pub fn fault(self, fault: &Fault) -> String {
        faults::sentence(&self.0.read(), fault)
    }
    /// Why something does not count.
    pub fn reason(self, reason: &Reason) -> String {
        faults::reason(&self.0.read(), reason)
    }
}

/// An amount with its unit.
pub fn amount(t: &Texts, value: u32, unit: Unit) -> String {
    match unit {
        Unit::Minutes => t.duration(value),
        Unit::Pages => t.t_args("amount-pages", &[("n", value.into())]),
        Unit::Days => t.t_args("amount-days", &[("n", value.into())]),
    }
}

/// The rule pack's names in the chosen language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Programme {
    pub(crate) pack: Signal<Option<Rc<Pack>>>,
    pub(crate) t: T,
}

impl Programme {
    /// The pack; empty until the core has told it.
    pub fn pack(self) -> Option<Rc<Pack>> {
        self.pack.read().clone()
    }
    fn with<R: Default>(self, f: impl FnOnce(&Pack, Lang) -> Option<R>) -> R {
        let lang = self.t.lang();
        self.pack.read().as_ref().and_then(|p| f(p, lang)).unwrap_or_default()
    }
    /// A track's name.
    pub fn track(self, id: &str) -> String {
        self.with(|p, l| Some(l.name(&p.track(id)?.names).to_owned()))
    }
    /// A track's short name.
    pub fn short(self, id: &str) -> String {
        self.with(|p, l| Some(l.name(&p.track(id)?.short).to_owned()))
    }
    /// Icon and colour key of a track.
    pub fn icon(self, id: &str) -> String {
        self.with(|p, _| Some(p.track(id)?.icon.clone()))
    }
    /// An activity's name.
    pub fn activity(self, track: &str, id: &str) -> String {
        self.with(|p, l| Some(l.name(&p.track(track)?.activity(id)?.names).to_owned()))
    }
    /// A level's name.
    pub fn level(self, id: &str) -> String {
        self.with(|p, l| Some(l.name(&p.level(id)?.names).to_owned()))
    }
    /// What a track counts in.
    pub fn unit(self, track: &str) -> Unit {
        self.pack.read().as_ref().and_then(|p| Some(p.track(track)?.unit)).unwrap_or(Unit::Minutes)
    }
    /// What an entry is called: its book, else its activity, else its track.
    pub fn what(self, row: &EntryRow) -> String {
        self.call(&row.track, row.activity.as_deref(), row.title.as_deref())
    }
    /// The same from its parts.
    pub fn call(self, track: &str, activity: Option<&str>, title: Option<&str>) -> String {
        if let Some(title) = title.filter(|t| !t.trim().is_empty()) {
            return self.t.f("common-quoted", &[("text", title.into())]);
        }
        let name = activity.map(|a| self.activity(track, a)).unwrap_or_default();
        if name.is_empty() { self.track(track) } else { name }
    }
}
