//! Dates, times, durations and numbers as the three languages write them. The words are in Fluent.

use chrono::{Datelike, NaiveDate};
use qadam_domain::Millis;

use crate::{Lang, Texts};

/// A number: decimal comma and thin spaces in Kazakh and Russian, at most one decimal.
pub fn number(value: f64, lang: Lang) -> String {
    let tenths = (value.abs() * 10.0).round() as u64;
    let (whole, tenth) = ((tenths / 10).to_string(), tenths % 10);
    let (group, comma) = match lang {
        Lang::En => (',', '.'),
        Lang::Kk | Lang::Ru => ('\u{202F}', ','),
    };
    let mut out = String::new();
    if value < 0.0 && tenths > 0 {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        // Four digits stay together: 1200, but 12 000.
        if i > 0 && whole.len() > 4 && (whole.len() - i).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if tenth > 0 {
        out.push(comma);
        out.push(char::from(b'0' + tenth as u8));
    }
    out
}

/// A moment in local time: the date and the minutes since midnight. None far outside the calendar.
pub fn local(at: Millis, offset_min: i16) -> Option<(NaiveDate, u16)> {
    let moment = chrono::DateTime::from_timestamp_millis(at.0)?;
    let shifted = moment.checked_add_signed(chrono::TimeDelta::minutes(i64::from(offset_min)))?;
    let seconds = chrono::Timelike::num_seconds_from_midnight(&shifted.time());
    Some((shifted.date_naive(), u16::try_from(seconds / 60).unwrap_or(0)))
}

impl Texts {
    fn is_other_year(&self, d: NaiveDate) -> bool {
        self.this_year().is_some_and(|year| year != d.year())
    }

    /// `21 қараша`, `21 ноября`, `21 November`; a day of another year (see [`Texts::in_year`]) with its year.
    pub fn date(&self, d: NaiveDate) -> String {
        if self.is_other_year(d) {
            return self.date_year(d);
        }
        self.t_args("date-day-month", &[("day", d.day().into()), ("month", self.month_of(d).into())])
    }

    /// With the year: `2027 ж. 1 шілде`, `1 июля 2027 г.`, `1 July 2027`.
    pub fn date_year(&self, d: NaiveDate) -> String {
        // The year as text: a number would be grouped.
        let (month, year) = (self.month_of(d), d.year().to_string());
        self.t_args(
            "date-day-month-year",
            &[("day", d.day().into()), ("month", month.into()), ("year", year.into())],
        )
    }

    /// `Сенбі, 21 қараша`.
    pub fn date_weekday(&self, d: NaiveDate) -> String {
        let (weekday, date) = (self.weekday(d), self.date(d));
        self.t_args("date-weekday", &[("weekday", weekday.into()), ("date", date.into())])
    }

    /// `Қараша 2026`, for headings.
    pub fn month_year(&self, d: NaiveDate) -> String {
        let name = self.t_args("month-name", &[("m", d.month().into())]);
        let year = d.year().to_string();
        self.t_args("date-month-year", &[("month", name.into()), ("year", year.into())])
    }

    /// `Қараша`, for headings within a year.
    pub fn month_name(&self, d: NaiveDate) -> String {
        self.t_args("month-name", &[("m", d.month().into())])
    }

    /// `қар`, where there is room for three letters.
    pub fn month_short(&self, d: NaiveDate) -> String {
        self.t_args("month-short", &[("m", d.month().into())])
    }

    /// Today and yesterday by their names, other days as date.
    pub fn date_near(&self, d: NaiveDate, today: NaiveDate) -> String {
        match (today - d).num_days() {
            0 => self.t("date-today"),
            1 => self.t("date-yesterday"),
            n if n.abs() < 300 => self.date(d),
            _ => self.date_year(d),
        }
    }

    /// `9–14 қараша`, `30 қазан – 2 қараша`.
    pub fn range(&self, from: NaiveDate, to: NaiveDate) -> String {
        if from == to {
            self.date(from)
        } else if (from.year(), from.month()) == (to.year(), to.month()) {
            let id = if self.is_other_year(to) { "date-range-month-year" } else { "date-range-month" };
            self.t_args(
                id,
                &[
                    ("from", from.day().into()),
                    ("to", to.day().into()),
                    ("month", self.month_of(to).into()),
                    ("year", to.year().to_string().into()),
                ],
            )
        } else if self.is_other_year(from) || self.is_other_year(to) {
            format!("{} – {}", self.date_year(from), self.date_year(to))
        } else {
            format!("{} – {}", self.date(from), self.date(to))
        }
    }

    /// `Сенбі`.
    pub fn weekday(&self, d: NaiveDate) -> String {
        self.t_args("weekday-long", &[("d", d.weekday().number_from_monday().into())])
    }

    /// A month's or a weekday's name inside a sentence, where English alone writes it large.
    pub fn inside(&self, name: &str) -> String {
        if self.lang() == Lang::En { name.to_owned() } else { name.to_lowercase() }
    }

    /// `Сб`; 0 is Monday.
    pub fn weekday_short(&self, from_monday: u32) -> String {
        self.t_args("weekday-short", &[("d", (from_monday % 7 + 1).into())])
    }

    /// `07:30`; minutes since midnight.
    pub fn time(&self, minutes: u16) -> String {
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// A moment in local time: `21 қараша, 07:30`; the time alone where it is `today`.
    pub fn moment(&self, at: Millis, offset_min: i16, today: Option<NaiveDate>) -> String {
        match local(at, offset_min) {
            Some((date, min)) if Some(date) == today => self.time(min),
            Some((date, min)) => format!("{}, {}", self.date(date), self.time(min)),
            None => String::new(),
        }
    }

    /// `1 сағ 30 мин`.
    pub fn duration(&self, minutes: u32) -> String {
        match (minutes / 60, minutes % 60) {
            (0, m) => self.t_args("dur-m", &[("m", m.into())]),
            (h, 0) => self.t_args("dur-h", &[("h", h.into())]),
            (h, m) => self.t_args("dur-hm", &[("h", h.into()), ("m", m.into())]),
        }
    }

    /// A number as this language writes it.
    pub fn number(&self, n: f64) -> String {
        number(n, self.lang())
    }

    fn month_of(&self, d: NaiveDate) -> String {
        self.t_args("month-of", &[("m", d.month().into())])
    }
}
