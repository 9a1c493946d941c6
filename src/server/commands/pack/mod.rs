//! `pack check`: each mistake of a rule pack with its place, in plain words.
//!
//! The domain judges ([`mistakes`]); a file that has not even a pack's shape is read against the JSON
//! Schema of the documentation instead, because the parser stops at the first such mistake.

mod places;
mod shape;
#[cfg(test)]
mod tests;
mod words;

use qadam_domain::Pack;
use qadam_domain::pack::{PACK_BYTES_MAX, PackError, Problem, mistakes};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use places::Places;

/// More are counted, not printed: nobody reads them, and the first ones explain most of the others.
const SHOWN_MAX: usize = 100;

/// A mistake as it is printed.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    line: Option<usize>,
    path: String,
    words: String,
}

/// What became of the check: the text for standard output, and whether the pack may be used.
struct Report {
    text: String,
    fine: bool,
}

/// Exit code 0 for a pack without mistakes, 1 for one with, 2 for a file that cannot be read.
pub(super) fn check(file: &Path) -> ExitCode {
    let name = clean(&file.display().to_string());
    match read(file) {
        Ok(bytes) => {
            let report = report(&name, &bytes);
            say!("{}", report.text.trim_end());
            if report.fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(cause) => {
            eprintln!("qadam-server: {name} cannot be read: {}", clean(&cause.to_string()));
            ExitCode::from(2)
        }
    }
}

/// What `pack check` says of a file with this name and these bytes, and whether the pack may be used.
pub fn judged(name: &str, bytes: &[u8]) -> (String, bool) {
    let Report { text, fine } = report(&clean(name), bytes);
    (text, fine)
}

/// At most one byte more than a pack may have: a film given by mistake is not read to its end.
fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(PACK_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn report(name: &str, bytes: &[u8]) -> Report {
    let found = match std::str::from_utf8(bytes) {
        _ if bytes.len() > PACK_BYTES_MAX => vec![whole(format!(
            "has more than {PACK_BYTES_MAX} bytes, the most that a pack may have; nothing else was looked at"
        ))],
        Err(cause) => {
            let line = bytes.iter().take(cause.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
            let words = "is no UTF-8 text from here on; save the file as UTF-8".to_owned();
            vec![Finding { line: Some(line), path: "pack".to_owned(), words }]
        }
        Ok(text) => match findings(text) {
            Ok(pack) => return Report { text: fine(name, &pack), fine: true },
            Err(found) => found,
        },
    };
    Report { text: listed(name, &found), fine: false }
}

/// The pack, or all of its mistakes from the top of the file to its end.
fn findings(text: &str) -> Result<Pack, Vec<Finding>> {
    let mut found = Vec::new();
    if text.starts_with('\u{feff}') {
        found.push(whole("begins with a byte order mark; save the file as UTF-8 without one".to_owned()));
        return Err(found);
    }
    // Lines and double keys can be told of JSON only; what is none gets the parser's own place.
    let value: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let places = if value.is_some() { Places::of(text) } else { Places::default() };
    for (path, line) in &places.doubled {
        let words = "stands there twice; only one of them would be taken".to_owned();
        found.push(Finding { line: Some(*line), path: path.clone(), words });
    }
    let told = mistakes(text);
    let of_shape = told.iter().any(|m| matches!(m.problem, Problem::Json { .. }));
    let shape = value.filter(|_| of_shape).map(|v| shape::wrong(&v)).unwrap_or_default();
    if shape.is_empty() {
        found.extend(told.iter().map(|m| from_domain(m, &places)));
    } else {
        found.extend(shape.into_iter().map(|w| Finding { line: places.line(&w.path), ..w }));
        let words = "has not a pack's shape; what its parts say of each other is looked at once it has";
        found.push(whole(words.to_owned()));
    }
    for f in &mut found {
        (f.path, f.words) = (clean(&f.path), clean(&f.words));
    }
    found.sort_by_key(|f| f.line);
    found.dedup();
    if found.is_empty() { Pack::parse(text).map_err(|m| vec![from_domain(&m, &places)]) } else { Err(found) }
}

fn from_domain(mistake: &PackError, places: &Places) -> Finding {
    let line = match &mistake.problem {
        Problem::Json { line, .. } => Some(*line),
        _ => places.line(&mistake.path),
    };
    Finding { line, path: mistake.path.clone(), words: words::of(mistake) }
}

fn whole(words: String) -> Finding {
    Finding { line: None, path: "pack".to_owned(), words }
}

fn listed(name: &str, found: &[Finding]) -> String {
    let number = found.len();
    let mut out = format!("{name}: {number} mistake{}\n", if number == 1 { "" } else { "s" });
    for f in found.iter().take(SHOWN_MAX) {
        let place = f.line.map(|l| format!("line {l}, ")).unwrap_or_default();
        put(&mut out, &format!("\n{place}{}\n    {}\n", f.path, f.words));
    }
    if number > SHOWN_MAX {
        put(&mut out, &format!("\nand {} more\n", number - SHOWN_MAX));
    }
    out
}

fn fine(name: &str, pack: &Pack) -> String {
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let mut out = format!(
        "{name}: no mistakes. {} ({}@{}): {}, {}, {}.\n",
        clean(&pack.names.en),
        pack.id,
        pack.version,
        count(pack.tracks.len(), "track"),
        count(pack.levels.len(), "level"),
        count(pack.sources.len(), "source"),
    );
    let usual = format!("{}@{}.json", pack.id, pack.version);
    if Path::new(name).file_name().is_none_or(|n| n.to_string_lossy() != usual) {
        put(&mut out, &format!("It is usually called {usual}.\n"));
    }
    out
}

fn put(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    if out.write_str(text).is_err() {
        tracing::debug!("a line of the report was lost");
    }
}

/// One line that cannot steer a terminal: a pack comes from outside. Also without the marks that turn
/// the direction of writing, which could show another word than the one that stands there.
fn clean(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().map(|c| if steers(c) { '?' } else { c }).collect()
}
