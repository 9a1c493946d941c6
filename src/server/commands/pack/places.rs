//! On which line each part of a pack stands, and which keys stand twice: the parser forgets both.

use std::collections::{BTreeSet, HashMap};

/// Paths as the domain writes them (`levels[1].requirements.sport[0].min`) with their lines.
#[derive(Debug, Default)]
pub(super) struct Places {
    lines: HashMap<String, usize>,
    /// Keys that stand twice in one object, with the line of the second.
    pub doubled: Vec<(String, usize)>,
}

impl Places {
    /// Of a text that is JSON. Of any other the answer makes no sense, but does no harm.
    pub fn of(text: &str) -> Self {
        let mut reader = Reader { bytes: text.as_bytes(), at: 0, line: 1, places: Self::default() };
        reader.value(String::new(), 0);
        reader.places
    }

    /// The line of a path, or of what it would stand in.
    pub fn line(&self, path: &str) -> Option<usize> {
        let mut path = path;
        loop {
            if let Some(line) = self.lines.get(path) {
                return Some(*line);
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = path.get(..end)?,
                None => return self.lines.get("").copied(),
            }
        }
    }
}

/// serde_json goes no deeper; beyond, the text was no JSON for it either.
const DEPTH_MAX: usize = 130;

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
    places: Places,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        if byte == b'\n' {
            self.line += 1;
        }
        Some(byte)
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.take();
        }
    }

    fn value(&mut self, path: String, depth: usize) {
        self.blanks();
        self.places.lines.entry(path.clone()).or_insert(self.line);
        match self.peek() {
            _ if depth > DEPTH_MAX => self.at = self.bytes.len(),
            Some(b'{') => self.object(&path, depth),
            Some(b'[') => self.array(&path, depth),
            Some(b'"') => {
                self.string();
            }
            _ => {
                while self
                    .peek()
                    .is_some_and(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace())
                {
                    self.take();
                }
            }
        }
        self.blanks();
    }

    fn object(&mut self, path: &str, depth: usize) {
        self.take();
        let mut keys = BTreeSet::new();
        loop {
            self.blanks();
            if self.peek() != Some(b'"') {
                self.take();
                return;
            }
            let line = self.line;
            let key = self.string();
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            // The line of a field is that of its name.
            self.places.lines.entry(inner.clone()).or_insert(line);
            if !keys.insert(key) {
                self.places.doubled.push((inner.clone(), line));
            }
            self.blanks();
            self.take();
            self.value(inner, depth + 1);
            if self.take() != Some(b',') {
                return;
            }
        }
    }

    fn array(&mut self, path: &str, depth: usize) {
        self.take();
        self.blanks();
        if self.peek() == Some(b']') {
            self.take();
            return;
        }
        for index in 0.. {
            self.value(format!("{path}[{index}]"), depth + 1);
            if self.take() != Some(b',') {
                return;
            }
        }
    }

    /// A string with its escapes resolved, without what could steer a terminal, as paths have it.
    fn string(&mut self) -> String {
        let start = self.at;
        self.take();
        let mut escaped = false;
        while let Some(byte) = self.take() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => break,
                _ => {}
            }
        }
        let raw = self.bytes.get(start..self.at).unwrap_or_default();
        let text: String = serde_json::from_slice(raw).unwrap_or_default();
        text.chars().take(160).map(|c| if c.is_control() { '?' } else { c }).collect()
    }
}
