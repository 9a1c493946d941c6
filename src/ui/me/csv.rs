//! Entries as a table that a spreadsheet opens: UTF-8 with a mark, quoted by RFC 4180, and with nothing in
//! it that a spreadsheet would run.

use crate::prelude::*;

const HEADER: [&str; 17] = [
    "csv-date",
    "csv-track",
    "csv-activity",
    "csv-thing",
    "csv-finished",
    "csv-amount",
    "csv-unit",
    "csv-nights",
    "csv-counted",
    "csv-waiting",
    "csv-not",
    "csv-why",
    "csv-state",
    "csv-note",
    "csv-confirmed",
    "csv-written",
    "csv-id",
];

/// `qadam-entries-NAME-DATE.csv`.
pub fn name(view: &ExportRowsView) -> String {
    let who: Vec<&str> = view.name.split_whitespace().collect();
    format!("qadam-entries-{}-{}.csv", who.join("-"), view.today)
}

/// The whole table, in the chosen language.
pub fn table(t: T, p: Programme, view: &ExportRowsView) -> String {
    // Without the mark Excel takes UTF-8 for its own old letters.
    let mut out = String::from('\u{feff}');
    line(&mut out, HEADER.map(|id| t.s(id)));
    for r in &view.rows {
        line(&mut out, cells(t, p, r));
    }
    out
}

fn cells(t: T, p: Programme, r: &ExportRow) -> [String; 17] {
    let row = &r.row;
    let (counted, waiting) = row.standing.as_ref().map_or((0, 0), |s| (s.counted, s.provisional));
    let not = row.amount.value.saturating_sub(counted).saturating_sub(waiting);
    let why = row.standing.as_ref().and_then(|s| s.reason.as_ref()).map(|why| t.reason(why));
    let activity = row.activity.as_deref().map(|a| p.activity(&row.track, a)).unwrap_or_default();
    let confirmed = r.attested_by.as_ref().map(|(name, role)| format!("{name}, {role}"));
    [
        row.on.to_string(),
        p.track(&row.track),
        activity,
        row.title.clone().unwrap_or_default(),
        if r.finished { t.s("csv-yes") } else { String::new() },
        row.amount.value.to_string(),
        t.s(match row.amount.unit {
            Unit::Minutes => "csv-minutes",
            Unit::Pages => "csv-pages",
            Unit::Days => "csv-days",
        }),
        if r.nights > 0 { r.nights.to_string() } else { String::new() },
        counted.to_string(),
        waiting.to_string(),
        not.to_string(),
        why.unwrap_or_default(),
        t.s(state(row.place)),
        row.note.clone(),
        confirmed.unwrap_or_default(),
        written(r),
        row.id.to_string(),
    ]
}

/// Where an entry is, in the words of its tag.
fn state(place: Place) -> &'static str {
    match place {
        Place::Here => "common-place-here",
        Place::Sent => "common-place-sent",
        Place::InReport => "common-place-report",
        Place::Seen => "common-place-seen",
        Place::Counted => "common-place-counted",
        Place::ToFix => "common-place-fix",
        Place::NotCounted => "common-place-not",
        Place::Refused => "common-place-refused",
    }
}

/// By the clock on the wall of that day, as ISO 8601 with its offset.
fn written(r: &ExportRow) -> String {
    chrono::FixedOffset::east_opt(i32::from(r.offset_min) * 60)
        .zip(chrono::DateTime::from_timestamp_millis(r.written_at.0))
        .map(|(zone, at)| at.with_timezone(&zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false))
        .unwrap_or_default()
}

fn line(out: &mut String, cells: [String; 17]) {
    for (i, text) in cells.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

/// A cell that begins like a formula would be run when the table is opened: an apostrophe makes it text.
fn cell(out: &mut String, text: &str) {
    let runs = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    let quoted = text.contains(['"', ',', ';', '\r', '\n']) || text.trim() != text;
    if quoted {
        out.push('"');
    }
    if runs {
        out.push('\'');
    }
    for c in text.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    if quoted {
        out.push('"');
    }
}

#[cfg(test)]
pub mod tests {
    #![allow(clippy::unwrap_used)]

    /// As RFC 4180 says a table is read.
    pub fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
        let mut quoted = false;
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted => assert_eq!(chars.peek(), Some(&'\n')),
                '\n' if !quoted => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                c => cell.push(c),
            }
        }
        assert!(cell.is_empty() && row.is_empty() && !quoted, "the last line is whole");
        rows
    }

    #[test]
    fn cells_are_read_back_and_none_is_a_formula() {
        for text in ["", "a", "a,b", "say \"hi\"", "two\r\nlines", " led", "Ұлы дала; тарихы"] {
            let mut out = String::new();
            super::cell(&mut out, text);
            assert_eq!(read(&format!("{out}\r\n")), [[text]], "{out}");
        }
        for text in ["=1+2", "+7 701", "-5", "@x", " =cmd|' /C calc'!A0", "\t=1", "\r=1", "=\"a\",b"] {
            let mut out = String::new();
            super::cell(&mut out, text);
            assert_eq!(read(&format!("{out}\r\n")), [[format!("'{text}")]], "{out}");
        }
    }
}
