//! A plan as a calendar file (RFC 5545). Times are floating: seven in the morning is seven wherever one
//! wakes up. Names of events stay the same from file to file, so that a calendar that takes a newer file
//! changes its events instead of doubling them. Written by hand, because a crate for it would cost more
//! in the page's program than these lines.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use qadam_domain::Millis;
use qadam_domain::reminders::{QUIET_FROM, QUIET_TO};

/// Longest line in bytes, without its end.
const LINE_MAX: usize = 75;
/// An event with a time lasts at least so many minutes: a calendar cannot show none.
const SHORTEST: u32 = 15;
/// Minutes before an event that a calendar reminds of it.
const ALARM: u16 = 10;
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// An event of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name for ever.
    pub uid: String,
    /// What it is.
    pub summary: String,
    /// More of it.
    pub description: String,
    /// The (first) day.
    pub on: NaiveDate,
    /// At what time and for how many minutes; none: all day.
    pub at: Option<(u16, u32)>,
    /// How often.
    pub often: Often,
    /// Days on which it is left out.
    pub except: Vec<NaiveDate>,
    /// The calendar reminds of it: ten minutes before, not in the quiet hours.
    pub alarm: bool,
}

/// How often an event is.
#[derive(Clone, Debug, PartialEq)]
pub enum Often {
    /// On each day from the first to this one.
    Until(NaiveDate),
    /// On these days of each week (bit 0 is Monday), to a last day where there is one.
    Weekly(u8, Option<NaiveDate>),
}

/// The whole file.
pub fn calendar(name: &str, made_at: Millis, events: &[Event]) -> String {
    let mut out = Lines(String::new());
    out.raw("BEGIN:VCALENDAR");
    out.raw("VERSION:2.0");
    out.raw("PRODID:-//Qadam//Plan//KK");
    out.raw("CALSCALE:GREGORIAN");
    out.raw("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", name);
    for event in events {
        out.event(event, &stamp(made_at));
    }
    out.raw("END:VCALENDAR");
    out.0
}

/// The first day from `from` on that is one of these days of the week.
pub fn first_on(from: NaiveDate, days: u8) -> Option<NaiveDate> {
    (0..7).filter_map(|n| from.checked_add_days(Days::new(n))).find(|d| is_on(days, *d))
}

/// Whether a day is one of these days of the week.
pub fn is_on(days: u8, d: NaiveDate) -> bool {
    days & (1 << d.weekday().num_days_from_monday()) != 0
}

fn stamp(at: Millis) -> String {
    let at = chrono::DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn day(d: NaiveDate) -> String {
    d.format("%Y%m%d").to_string()
}

fn moment(d: NaiveDate, minutes: u32) -> String {
    let at = d.and_time(chrono::NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(minutes.into()));
    at.map(|at| at.format("%Y%m%dT%H%M%S").to_string()).unwrap_or_default()
}

fn next(d: NaiveDate) -> NaiveDate {
    d.succ_opt().unwrap_or(d)
}

struct Lines(String);

impl Lines {
    fn event(&mut self, e: &Event, stamp: &str) {
        self.raw("BEGIN:VEVENT");
        self.text("UID", &e.uid);
        self.raw(&format!("DTSTAMP:{stamp}"));
        let last = match e.often {
            Often::Until(last) => last.max(e.on),
            Often::Weekly(..) => e.on,
        };
        match e.at {
            None => {
                self.raw(&format!("DTSTART;VALUE=DATE:{}", day(e.on)));
                // The day after the last one: an end is not part of the event.
                self.raw(&format!("DTEND;VALUE=DATE:{}", day(next(last))));
            }
            Some((at, minutes)) => {
                let at = u32::from(at);
                self.raw(&format!("DTSTART:{}", moment(e.on, at)));
                self.raw(&format!("DTEND:{}", moment(e.on, at.saturating_add(minutes.max(SHORTEST)))));
            }
        }
        match e.often {
            Often::Until(last) if e.at.is_some() && last > e.on => {
                self.raw(&format!("RRULE:FREQ=DAILY;COUNT={}", (last - e.on).num_days() + 1));
            }
            Often::Until(_) => {}
            Often::Weekly(days, until) => {
                let on = DAYS.iter().enumerate().filter(|(n, _)| days & (1 << n) != 0);
                let on = on.map(|(_, name)| *name).collect::<Vec<_>>().join(",");
                // The end is written as the beginning is: a day, or a moment without a zone.
                let until = match (until, e.at) {
                    (None, _) => String::new(),
                    (Some(last), None) => format!(";UNTIL={}", day(last)),
                    (Some(last), Some(_)) => format!(";UNTIL={}T235959", day(last)),
                };
                self.raw(&format!("RRULE:FREQ=WEEKLY;WKST=MO;BYDAY={on}{until}"));
            }
        }
        for d in &e.except {
            self.raw(&match e.at {
                None => format!("EXDATE;VALUE=DATE:{}", day(*d)),
                Some((at, _)) => format!("EXDATE:{}", moment(*d, at.into())),
            });
        }
        self.text("SUMMARY", &e.summary);
        if !e.description.is_empty() {
            self.text("DESCRIPTION", &e.description);
        }
        let loud = |at: u16| (QUIET_TO..QUIET_FROM).contains(&at.saturating_sub(ALARM));
        if e.alarm && e.at.is_some_and(|(at, _)| loud(at)) {
            self.raw("BEGIN:VALARM");
            self.raw("ACTION:DISPLAY");
            self.raw(&format!("TRIGGER:-PT{ALARM}M"));
            self.text("DESCRIPTION", &e.summary);
            self.raw("END:VALARM");
        }
        // A plan leaves one free for others' invitations.
        self.raw("TRANSP:TRANSPARENT");
        self.raw("END:VEVENT");
    }

    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.raw(&line);
    }

    /// A line, folded where it is too long; never within a letter.
    fn raw(&mut self, line: &str) {
        let mut room = LINE_MAX;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE_MAX - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }
}
