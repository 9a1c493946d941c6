//! From the parser's line and column to the path that a person looks for.

use super::problem::{PackError, Problem};

/// The parser's words without its line and column, shortened: they may quote the file.
pub(super) fn problem(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let suffix = format!(" at line {line} column {column}");
    let what = printable(text.strip_suffix(&suffix).unwrap_or(&text));
    Problem::Json { line, column, what }
}

/// As [`PackError::json`], with the path of the place where the parser stopped.
pub(super) fn located(error: &serde_json::Error, text: &str) -> PackError {
    PackError::at(path_at(text, error.line(), error.column()), problem(error))
}

/// At most 160 characters, none of which controls a terminal or a log.
pub(super) fn printable(text: &str) -> String {
    text.chars().take(160).map(|c| if c.is_control() { '?' } else { c }).collect()
}

enum Level {
    Object(String),
    Array(usize),
}

/// Walks the text up to the place and keeps the keys and indices that lead there. It need not be
/// valid JSON: a wrong file gives a path as far as it makes sense.
fn path_at(text: &str, line: usize, column: usize) -> String {
    let lines_before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    // serde_json counts columns in bytes, and the byte at the place is the last that it took.
    let end = lines_before.saturating_add(column.saturating_sub(1)).min(text.len());
    let mut stack: Vec<Level> = Vec::new();
    let mut string: Option<Vec<u8>> = None;
    let mut last_string = String::new();
    let mut escaped = false;
    for &byte in &text.as_bytes()[..end] {
        if let Some(s) = &mut string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    last_string = String::from_utf8_lossy(s).into_owned();
                    string = None;
                    continue;
                }
                _ => {}
            }
            s.push(byte);
            continue;
        }
        match (byte, stack.last_mut()) {
            (b'"', _) => string = Some(Vec::new()),
            (b'{', _) => stack.push(Level::Object(String::new())),
            (b'[', _) => stack.push(Level::Array(0)),
            (b'}' | b']', _) => {
                stack.pop();
            }
            (b':', Some(Level::Object(key))) => *key = std::mem::take(&mut last_string),
            (b',', Some(Level::Object(key))) => key.clear(),
            (b',', Some(Level::Array(index))) => *index += 1,
            _ => {}
        }
    }
    // Stopped at its closing brace: the object itself is meant, not the last of its fields.
    if text.as_bytes().get(end) == Some(&b'}')
        && let Some(Level::Object(key)) = stack.last_mut()
    {
        key.clear();
    }
    let mut path = String::new();
    for level in &stack {
        match level {
            Level::Object(key) if key.is_empty() => {}
            Level::Object(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key.chars().take(40).collect::<String>());
            }
            Level::Array(index) => path.push_str(&format!("[{index}]")),
        }
    }
    if path.is_empty() { "pack".into() } else { printable(&path) }
}
