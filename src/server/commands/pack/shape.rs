//! Reads a file against the pack's JSON Schema, as far as that schema goes: the keywords that it uses
//! and no others (a test holds that). Unlike the parser it does not stop at the first mistake.

use serde_json::{Map, Value};

use super::Finding;

/// The schema of the documentation, so that what people read and what is checked cannot differ.
pub(super) const SCHEMA: &str = include_str!("../../../../docs/pack.schema.json");

/// Longest quotation from the file.
const SHOWN_CHARS: usize = 60;

/// All that has not a pack's shape; lines are found by whoever asks.
pub(super) fn wrong(pack: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    // The file ships with the program; a test reads it.
    if let Ok(schema) = serde_json::from_str::<Value>(SCHEMA) {
        let mut look = Look { root: &schema, found: &mut found };
        look.at(&schema, pack, "");
    }
    found
}

struct Look<'a> {
    root: &'a Value,
    found: &'a mut Vec<Finding>,
}

impl<'a> Look<'a> {
    fn say(&mut self, path: &str, words: String) {
        let path = if path.is_empty() { "pack".to_owned() } else { path.to_owned() };
        self.found.push(Finding { line: None, path, words });
    }

    fn at(&mut self, schema: &'a Value, value: &Value, path: &str) {
        let schema = self.resolved(schema);
        if let Some(branches) = schema.get("oneOf").and_then(Value::as_array) {
            return self.branch(branches, value, path);
        }
        if !type_fits(schema, value) {
            return self.say(path, format!("is {}; {} is wanted", shown(value), wanted(schema)));
        }
        if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
            && !allowed.contains(value)
        {
            let possible: Vec<String> = allowed.iter().filter(|v| !v.is_null()).map(shown).collect();
            return self.say(path, format!("is {}; possible are {}", shown(value), possible.join(", ")));
        }
        match value {
            Value::Number(_) => self.number(schema, value, path),
            Value::String(text) => self.text(schema, text, path),
            Value::Array(items) => self.items(schema, items, path),
            Value::Object(fields) => self.fields(schema, fields, path),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn resolved(&self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
        name.and_then(|n| self.root.pointer(n)).unwrap_or(schema)
    }

    /// Requirements: the branch whose kind the value names.
    fn branch(&mut self, branches: &'a [Value], value: &Value, path: &str) {
        let kind_of = |b: &'a Value| self.resolved(b).pointer("/properties/kind/const");
        let Some(kind) = value.get("kind") else {
            let words =
                if value.is_object() { "the field kind is missing".to_owned() } else { object(value) };
            return self.say(path, words);
        };
        match branches.iter().find(|b| kind_of(b) == Some(kind)) {
            Some(branch) => self.at(branch, value, path),
            None => {
                let kinds: Vec<String> = branches.iter().filter_map(kind_of).map(shown).collect();
                let words = format!("is {}; possible are {}", shown(kind), kinds.join(", "));
                self.say(&format!("{path}.kind"), words);
            }
        }
    }

    fn number(&mut self, schema: &Value, value: &Value, path: &str) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
        // Beyond i64 is beyond every bound.
        let given = value.as_i64().unwrap_or(i64::MAX);
        if let Some(min) = bound("minimum").filter(|min| given < *min) {
            self.say(path, format!("is {}; at least {min} makes sense here", shown(value)));
        } else if let Some(max) = bound("maximum").filter(|max| given > *max) {
            self.say(path, format!("is {}; at most {max} is possible here", shown(value)));
        }
    }

    fn text(&mut self, schema: &Value, text: &str, path: &str) {
        let length = text.chars().count() as u64;
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let pattern = schema.get("pattern").and_then(Value::as_str);
        if bound("minLength").is_some_and(|min| length < min) || (pattern == Some(NOT_BLANK) && blank(text)) {
            self.say(path, "is empty; something must stand here".to_owned());
        } else if let Some(max) = bound("maxLength").filter(|max| length > *max) {
            self.say(path, format!("has {length} characters; at most {max} are possible"));
        } else if let Some((_, allowed, words)) = PATTERNS.iter().find(|(p, ..)| pattern == Some(*p))
            && !text.chars().all(allowed)
        {
            self.say(path, (*words).to_owned());
        }
    }

    fn items(&mut self, schema: &'a Value, items: &[Value], path: &str) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let number = items.len() as u64;
        if bound("minItems").is_some_and(|min| number < min) {
            self.say(path, "is empty; something must stand here".to_owned());
        }
        if let Some(max) = bound("maxItems").filter(|max| number > *max) {
            self.say(path, format!("has {number} items; at most {max} are possible"));
        }
        if let Some(each) = schema.get("items") {
            for (i, item) in items.iter().enumerate() {
                self.at(each, item, &format!("{path}[{i}]"));
            }
        }
    }

    fn fields(&mut self, schema: &'a Value, fields: &Map<String, Value>, path: &str) {
        let inner = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let known = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        for key in required.into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(key) {
                self.say(path, format!("the field {key} is missing"));
            }
        }
        for (key, value) in fields {
            let path = inner(&short(key));
            match (known.and_then(|k| k.get(key)), schema.get("additionalProperties")) {
                (Some(of), _) => self.at(of, value, &path),
                (None, Some(Value::Bool(false))) => {
                    let names: Vec<&str> = known.into_iter().flatten().map(|(k, _)| k.as_str()).collect();
                    self.say(&path, format!("is no field of this; possible are {}", names.join(", ")));
                }
                (None, Some(of)) => self.at(of, value, &path),
                (None, None) => {}
            }
        }
    }
}

const NOT_BLANK: &str = "\\S";

type Allowed = fn(char) -> bool;

/// The patterns that the schema uses, without a machine for all others.
pub(super) const PATTERNS: &[(&str, Allowed, &str)] = &[
    (NOT_BLANK, |_| true, ""),
    (
        "^[a-z0-9_-]+$",
        |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-',
        "is no id; lower-case Latin letters, digits, '_' and '-' are allowed",
    ),
    (
        "^[A-Za-z0-9_.-]+$",
        |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'),
        "is no version; letters, digits, '.', '_' and '-' are allowed",
    ),
];

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn type_fits(schema: &Value, value: &Value) -> bool {
    let types = types(schema);
    types.is_empty()
        || types.iter().any(|t| match *t {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            // 60.0 is none for the pack's reader.
            "integer" => value.is_i64() || value.is_u64(),
            "null" => value.is_null(),
            _ => false,
        })
}

fn wanted(schema: &Value) -> String {
    let name = |t: &&str| match *t {
        "object" => "an object {…}",
        "array" => "a list […]",
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        _ => "null",
    };
    let names: Vec<&str> = types(schema).iter().filter(|t| **t != "null").map(name).collect();
    names.join(" or ")
}

fn object(value: &Value) -> String {
    format!("is {}; an object {{…}} is wanted", shown(value))
}

/// A value of the file as far as it helps to find it.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => short(&other.to_string()),
    }
}

fn short(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN_CHARS).collect();
    if text.chars().nth(SHOWN_CHARS).is_some() {
        out.push('…');
    }
    out
}
