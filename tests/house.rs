//! The house stands as ARCHITECTURE.md says: walls between the rooms, sizes, and the paths and tests that
//! the page names. Reads the sources as text, so it says where to look.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which of our own rooms a room may use. `app` is the root package.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("storage", &["domain", "protocol"]),
    ("sync", &["domain", "protocol", "storage"]),
    ("door", &["domain"]),
    ("platform", &["domain"]),
    ("core", &["domain", "protocol", "storage", "sync", "door", "platform"]),
    ("i18n", &["domain"]),
    ("ui", &["domain", "door", "i18n"]),
    ("server", &["domain", "protocol"]),
    ("testkit", &["domain", "protocol", "storage", "sync", "door", "platform", "core", "server"]),
    ("app", &["core", "platform", "ui"]),
];

/// Crates of others that open a way out of a room: who may have them.
const DOORS_OUT: &[(&str, &[&str])] = &[
    ("rusqlite", &["storage", "server", "testkit"]),
    ("rusqlite_migration", &["storage", "server"]),
    ("sqlite-wasm-rs", &["storage", "platform"]),
    ("sqlite-wasm-vfs", &["platform"]),
    ("reqwest", &["platform", "server"]),
    ("object_store", &["server"]),
    ("rustls", &["platform", "server"]),
    ("tokio-postgres", &["server"]),
    ("deadpool-postgres", &["server"]),
    ("directories", &["platform"]),
    ("getrandom", &["platform", "server"]),
    ("gloo-timers", &["platform"]),
    ("web-sys", &["platform", "app"]),
    ("js-sys", &["platform", "app"]),
    ("tokio", &["platform", "core", "server", "testkit"]),
    ("axum", &["server", "testkit"]),
    ("dioxus", &["ui", "app"]),
    ("tracing-subscriber", &["server", "app"]),
];

/// The innermost room has nothing that could do I/O: what it may have is listed.
const DOMAIN_HAS: &[&str] = &["chrono", "minicbor", "serde", "serde_json", "sha2", "thiserror", "uuid"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// All files under a folder; what tools put there is left out.
fn files(under: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "target" || name == "node_modules" || name.starts_with('.') {
            continue;
        }
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// Rust files of src, as `src/…` with `/`, and their text.
fn sources() -> BTreeMap<String, String> {
    let mut all = Vec::new();
    files(&root().join("src"), &mut all);
    let rust = all.into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"));
    rust.map(|p| (relative(&p), read(&p))).collect()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

// ---------------------------------------------------------------- walls

/// Names of dependencies in a Cargo.toml: what ships, and what only tests use.
fn dependencies(room: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let manifest = if room == "app" {
        root().join("Cargo.toml")
    } else {
        root().join("src").join(room).join("Cargo.toml")
    };
    let (mut ships, mut tests) = (BTreeSet::new(), BTreeSet::new());
    // Some(for tests alone) within a list of dependencies
    let mut list = None;
    for line in read(&manifest).lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            let dev = header.contains("dev-dependencies");
            list = None;
            if header.starts_with("workspace") {
                continue;
            }
            if header.ends_with("dependencies") {
                list = Some(dev);
            } else if let Some((_, name)) = header.rsplit_once("dependencies.") {
                // [dependencies.name], with its keys below
                if dev {
                    tests.insert(name.to_owned())
                } else {
                    ships.insert(name.to_owned())
                };
            }
        } else if let (Some(dev), Some((name, _))) = (list, line.split_once(['.', '=', ' ']))
            && !line.starts_with('#')
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            if dev {
                tests.insert(name.to_owned())
            } else {
                ships.insert(name.to_owned())
            };
        }
    }
    (ships, tests)
}

fn own(names: &BTreeSet<String>) -> impl Iterator<Item = &str> {
    names.iter().filter_map(|n| n.strip_prefix("qadam-"))
}

#[test]
fn every_room_is_in_the_table() {
    let mut there: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.join("Cargo.toml").is_file())
        .map(|p| p.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    there.insert("app".to_owned());
    let known: BTreeSet<String> = ROOMS.iter().map(|(r, _)| (*r).to_owned()).collect();
    assert_eq!(there, known);
    let page = read(&root().join("ARCHITECTURE.md"));
    for room in known.iter().filter(|r| *r != "app") {
        assert!(page.contains(&format!("| `src/{room}` |")), "ARCHITECTURE.md has no row for src/{room}");
    }
}

#[test]
fn walls_stand() {
    let mut wrong = Vec::new();
    for (room, may) in ROOMS {
        let (ships, tests) = dependencies(room);
        assert!(!ships.is_empty(), "no dependencies read for {room}");
        for name in own(&ships).filter(|n| !may.contains(n)) {
            wrong.push(format!("{room} uses {name}"));
        }
        // The app's tests live in the whole world; a room's own tests stay behind its walls.
        for name in own(&tests).filter(|n| *room != "app" && !may.contains(n)) {
            wrong.push(format!("{room}'s tests use {name}"));
        }
        for (other, who) in DOORS_OUT {
            if ships.contains(*other) && !who.contains(room) {
                wrong.push(format!("{room} has {other}"));
            }
        }
    }
    for name in dependencies("domain").0 {
        if !DOMAIN_HAS.contains(&name.as_str()) {
            wrong.push(format!("domain has {name}"));
        }
    }
    none("through the wall", &wrong);
}

#[test]
fn systems_differ_in_few_places() {
    let ports =
        ["src/main.rs", "src/page_web.rs", "src/core/lib.rs", "src/core/native.rs", "src/core/web.rs"];
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let log = file.starts_with("src/log_");
        if log || file.starts_with("src/platform/") || ports.contains(&file.as_str()) {
            continue;
        }
        for (n, line) in code(&text) {
            if ["target_family", "target_os", "target_arch", "target_env", "target_vendor"]
                .iter()
                .any(|t| line.contains(t))
            {
                wrong.push(format!("{file}:{n}: {}", line.trim()));
            }
        }
    }
    none("cfg(target_…) outside platform, the root and core's ports", &wrong);
}

// ---------------------------------------------------------------- code

/// Numbered lines that are no comment.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(n, l)| (n + 1, l)).filter(|(_, l)| !l.trim_start().starts_with("//"))
}

/// The code that ships of a file, and the modules that `#[cfg(test)]` keeps out of it.
fn shipped(text: &str) -> (Vec<(usize, &str)>, Vec<String>) {
    let (mut ships, mut modules) = (Vec::new(), Vec::new());
    let mut lines = code(text).peekable();
    while let Some((n, line)) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            ships.push((n, line));
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        while lines.peek().is_some_and(|(_, l)| l.trim_start().starts_with("#[")) {
            lines.next();
        }
        let Some((_, item)) = lines.next() else { break };
        if item.trim_end().ends_with(';') {
            let words = item.trim().trim_end_matches(';');
            if let Some((_, name)) = words.rsplit_once("mod ") {
                modules.push(name.to_owned());
            }
        } else if !item.trim_end().ends_with('}') {
            // An item with a body ends at the brace that stands as far in as it began.
            let end = format!("{indent}}}");
            for (_, l) in lines.by_ref() {
                if l.trim_end() == end {
                    break;
                }
            }
        }
    }
    (ships, modules)
}

/// Where stopping is right, with the reason beside it.
const STOPS: &[(&str, &str)] = &[
    ("src/platform/native.rs", "the system has no entropy"),
    ("src/platform/web.rs", "the browser has no entropy"),
];

#[test]
fn what_ships_does_not_stop_at_what_it_did_not_expect() {
    let all = sources();
    let mut for_tests = vec!["src/testkit/".to_owned()];
    for (file, text) in &all {
        let folder = file.rsplit_once('/').unwrap().0;
        // The modules of `a/mod.rs`, `a/lib.rs` and `a/main.rs` are in `a`; those of `a/b.rs` in `a/b`.
        let inside = match file.rsplit_once('/').unwrap().1 {
            "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
            _ => file.trim_end_matches(".rs").to_owned(),
        };
        for module in shipped(text).1 {
            for_tests.push(format!("{inside}/{module}.rs"));
            for_tests.push(format!("{inside}/{module}/"));
        }
    }
    let mut wrong = Vec::new();
    for (file, text) in &all {
        let crates_tests = file.split('/').nth(2) == Some("tests") || file.contains("/examples/");
        if crates_tests || for_tests.iter().any(|t| file == t || (t.ends_with('/') && file.starts_with(t))) {
            continue;
        }
        for (n, line) in shipped(text).0 {
            let stops = line.contains(".unwrap()") || line.contains(".expect(");
            if stops && !STOPS.iter().any(|(f, why)| f == file && line.contains(why)) {
                wrong.push(format!("{file}:{n}: {}", line.trim()));
            }
        }
    }
    none("unwrap or expect in what ships", &wrong);
}

#[test]
fn files_fit_a_head() {
    let mut all = Vec::new();
    files(&root().join("src"), &mut all);
    let long: Vec<String> = all
        .iter()
        // What is no text, such as a compressed dictionary, has no lines; what is data is as long as it is.
        .filter(|p| p.extension().is_none_or(|e| e != "json"))
        .filter_map(|p| Some((relative(p), fs::read_to_string(p).ok()?.lines().count())))
        .filter(|(_, n)| *n > 600)
        .map(|(p, n)| format!("{p}: {n} lines"))
        .collect();
    none("files of more than 600 lines", &long);
}

#[test]
fn lower_rooms_say_what_they_offer() {
    for room in ["domain", "protocol", "storage", "sync", "door"] {
        let text = read(&root().join("src").join(room).join("lib.rs"));
        assert!(text.contains("#![warn(missing_docs)]"), "src/{room}/lib.rs");
        assert!(text.starts_with("//! "), "src/{room}/lib.rs does not begin with its map");
    }
}

// ---------------------------------------------------------------- the page

/// What stands between backticks, fenced blocks left out.
fn quoted(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut out = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            out.extend(line.split('`').skip(1).step_by(2));
        }
    }
    out
}

#[test]
fn paths_of_the_page_exist() {
    let page = read(&root().join("ARCHITECTURE.md"));
    let is_path = |s: &&str| s.contains('/') && !s.contains([' ', '(', '*', '{', '<', ':']);
    let paths: Vec<&str> = quoted(&page).into_iter().filter(is_path).collect();
    assert!(paths.len() > 40, "only {} paths found: is the page still read?", paths.len());
    let gone: Vec<String> =
        paths.iter().filter(|p| !root().join(p).exists()).map(|p| (*p).to_owned()).collect();
    none("ARCHITECTURE.md names what is not there", &gone);
    assert!(page.lines().count() <= 120, "ARCHITECTURE.md: {} lines, at most 120", page.lines().count());
}

#[test]
fn tests_of_the_page_exist() {
    let page = read(&root().join("ARCHITECTURE.md"));
    let (_, laws) = page.split_once("## What always holds").expect("the table of what always holds");
    let laws = laws.split("\n## ").next().unwrap();
    let invariants = read(&root().join("docs/invariants.md"));
    let mut all = Vec::new();
    files(&root().join("src"), &mut all);
    files(&root().join("tests"), &mut all);
    let rust: String =
        all.iter().filter(|p| p.extension().is_some_and(|e| e == "rs")).map(|p| read(p)).collect();
    let named: Vec<&str> = [laws, &invariants]
        .into_iter()
        .flat_map(quoted)
        .filter(|s| s.contains('_') && !s.contains(['/', ' ']))
        .collect();
    assert!(named.len() > 60, "only {} tests found", named.len());
    let gone: Vec<String> =
        named.iter().filter(|n| !rust.contains(&format!("fn {n}("))).map(|n| (*n).to_owned()).collect();
    none("ARCHITECTURE.md or docs/invariants.md names tests that are not there", &gone);
}
