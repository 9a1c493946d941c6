//! The document as a page that reads without a script: sections by subject, calls that open, tables of what is in them.

use serde_json::{Map, Value};
use std::fmt::Write as _;

const METHODS: [&str; 7] = ["get", "post", "head", "patch", "delete", "options", "put"];

/// The page of a document. What cannot be read in it is left out: tests hold the document to its form.
pub(super) fn of(document: &str, style: &str) -> String {
    let doc: Value = serde_json::from_str(document).unwrap_or_default();
    let mut out = Page(String::with_capacity(128 * 1024));
    let title = text(&doc["info"], "title");
    out.put("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">");
    out.put(&format!("<title>{} API</title><style>{style}</style>", escape(title)));
    out.put("<a class=skip href=#main>To the calls</a><header><div class=in>");
    out.put(&format!(
        "<p class=eyebrow>{} API</p><h1>{}</h1>",
        escape(title),
        escape(text(&doc["info"], "summary"))
    ));
    out.prose(text(&doc["info"], "description"));
    out.put("<nav aria-label=Subjects><ul>");
    for tag in list(&doc["tags"]) {
        let name = escape(text(tag, "name"));
        out.put(&format!("<li><a href=#{0}>{0}</a>", name));
    }
    out.put("<li><a href=#schemas>Schemas</a><li><a href=/v1/openapi.json>openapi.json</a></ul></nav></div></header>");
    out.put("<main id=main class=in>");
    for tag in list(&doc["tags"]) {
        let name = text(tag, "name");
        out.put(&format!("<section id={0} aria-labelledby=h-{0}><h2 id=h-{0}>{0}</h2>", escape(name)));
        out.prose(text(tag, "description"));
        for (path, calls) in fields(&doc["paths"]) {
            for method in METHODS {
                let call = &calls[method];
                if list(&call["tags"]).any(|t| t == name) {
                    out.call(method, path, call);
                }
            }
        }
        out.put("</section>");
    }
    out.put("<section id=schemas aria-labelledby=h-schemas><h2 id=h-schemas>Schemas</h2>");
    for (name, schema) in fields(&doc["components"]["schemas"]) {
        out.put(&format!("<article class=card id=s-{0}><h3>{0}</h3>", escape(name)));
        out.schema(schema, 0);
        out.put("</article>");
    }
    out.put("</section></main></html>");
    out.0
}

struct Page(String);

impl Page {
    fn put(&mut self, html: &str) {
        self.0.push_str(html);
    }

    /// Paragraphs, with `code` and [links](…).
    fn prose(&mut self, text: &str) {
        for paragraph in text.split("\n\n").filter(|p| !p.is_empty()) {
            self.put(&format!("<p>{}</p>", inline(paragraph)));
        }
    }

    fn call(&mut self, method: &str, path: &str, call: &Value) {
        let id = escape(text(call, "operationId"));
        let shown = escape(path).replace('/', "/<wbr>");
        self.put(&format!(
            "<details class=card id={id}><summary><span class=\"m m-{method}\">{method}</span>"
        ));
        self.put(&format!("<code class=path>{shown}</code>"));
        self.put(&format!(
            "<span class=what>{}</span></summary><div class=body>",
            escape(text(call, "summary"))
        ));
        self.prose(text(call, "description"));
        let open = list(&call["security"]).next().is_none();
        self.put(if open {
            "<p class=who>Open to everybody.</p>"
        } else {
            "<p class=who>Needs a session.</p>"
        });
        let mut rows = list(&call["parameters"]).peekable();
        if rows.peek().is_some() {
            self.put("<h3>Parameters</h3><dl>");
            for p in rows {
                let (name, place) = (escape(text(p, "name")), escape(text(p, "in")));
                self.put(&format!(
                    "<dt><code>{name}</code> <small>{place}</small><dd>{}",
                    kind(&p["schema"])
                ));
                self.put(&format!(" {}", inline(text(p, "description"))));
            }
            self.put("</dl>");
        }
        if let Some(content) = call["requestBody"]["content"].as_object() {
            self.put("<h3>Request</h3>");
            self.content(content);
        }
        self.put("<h3>Answers</h3><dl>");
        for (status, answer) in fields(&call["responses"]) {
            self.put(&format!("<dt><code>{status}</code><dd>{}", inline(text(answer, "description"))));
            if let Some(content) = answer["content"].as_object().filter(|_| status.starts_with('2')) {
                self.content(content);
            }
        }
        self.put("</dl></div></details>");
    }

    fn content(&mut self, content: &Map<String, Value>) {
        self.put("<ul class=kinds>");
        for (media, what) in content {
            self.put(&format!("<li><code>{}</code> {}", escape(media), kind(&what["schema"])));
        }
        self.put("</ul>");
    }

    fn schema(&mut self, schema: &Value, depth: usize) {
        self.prose(text(schema, "description"));
        if schema["properties"].is_object() {
            let required: Vec<&str> = list(&schema["required"]).filter_map(Value::as_str).collect();
            self.put("<dl>");
            for (name, of) in fields(&schema["properties"]) {
                let must =
                    if required.contains(&name.as_str()) { "" } else { " <small>may be missing</small>" };
                self.put(&format!("<dt><code>{}</code>{must}<dd>{}", escape(name), kind(of)));
                self.put(&format!(" {}", inline(text(of, "description"))));
                let within = if of["type"] == "array" { &of["items"] } else { of };
                if within["properties"].is_object() && depth < 2 {
                    self.schema(&without_words(within), depth + 1);
                }
            }
            self.put("</dl>");
        } else if schema["oneOf"].is_array() {
            self.put("<dl>");
            for one in list(&schema["oneOf"]) {
                match fields(&one["properties"]).next() {
                    Some((name, of)) => {
                        self.put(&format!("<dt><code>{}</code><dd>{}", escape(name), kind(of)));
                        self.put(&format!(" {}", inline(text(of, "description"))));
                        if of["properties"].is_object() {
                            self.schema(&without_words(of), depth + 1);
                        }
                    }
                    None => self.put(&format!("<dt>{}<dd>", kind(one))),
                }
            }
            self.put("</dl>");
        } else {
            self.put(&format!("<p>{}</p>", kind(schema)));
        }
    }
}

fn without_words(schema: &Value) -> Value {
    let mut bare = schema.clone();
    if let Some(fields) = bare.as_object_mut() {
        fields.remove("description");
    }
    bare
}

/// What a value is, in a word or a link.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return format!("<a href=#s-{0}>{0}</a>", escape(name));
    }
    if let Some(names) = schema["enum"].as_array() {
        let names: Vec<String> =
            names.iter().filter_map(Value::as_str).map(|n| format!("<code>{}</code>", escape(n))).collect();
        return names.join(" or ");
    }
    if schema["oneOf"].is_array() {
        let kinds: Vec<String> = list(&schema["oneOf"]).map(kind).collect();
        return kinds.join(" or ");
    }
    let word = |of: &str| match (of, schema["format"].as_str()) {
        ("array", _) => format!("list of {}", kind(&schema["items"])),
        (_, Some(format)) => escape(format),
        (of, None) => escape(of),
    };
    match &schema["type"] {
        Value::String(of) => word(of),
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(word).collect::<Vec<_>>().join(" or "),
        _ => String::new(),
    }
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

fn list(of: &Value) -> impl Iterator<Item = &Value> {
    of.as_array().into_iter().flatten()
}

fn fields(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of.as_object().into_iter().flatten()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `code` and [links](…).
fn inline(text: &str) -> String {
    let mut out = String::new();
    for (n, part) in text.split('`').enumerate() {
        // What is written goes into a String: it cannot fail.
        let done = if n % 2 == 1 {
            write!(out, "<code>{}</code>", escape(part))
        } else {
            write!(out, "{}", linked(part))
        };
        debug_assert!(done.is_ok());
    }
    out
}

fn linked(text: &str) -> String {
    if let Some((before, rest)) = text.split_once('[')
        && let Some((label, rest)) = rest.split_once("](")
        && let Some((to, after)) = rest.split_once(')')
    {
        return format!(
            "{}<a href=\"{}\">{}</a>{}",
            escape(before),
            escape(to),
            escape(label),
            linked(after)
        );
    }
    escape(text)
}
