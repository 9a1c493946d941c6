use super::*;
use serde_json::{Value, json};

const ELBASY: &str = include_str!("../../../../assets/programmes/elbasy-medali@2020.json");
const AWARD: &str = include_str!("../../../../assets/programmes/international-award@2024.json");

/// What is printed of a pack with some places changed, without the closing word on its shape.
fn told(changes: &[(&str, Value)]) -> Vec<(String, String)> {
    told_of(ELBASY, changes)
}

fn told_of(pack: &str, changes: &[(&str, Value)]) -> Vec<(String, String)> {
    let mut pack: Value = serde_json::from_str(pack).unwrap();
    for (pointer, value) in changes {
        *pack.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value.clone();
    }
    let text = serde_json::to_string_pretty(&pack).unwrap();
    let mut found = findings(&text).expect_err("mistakes");
    found.retain(|f| !f.words.starts_with("has not a pack's shape"));
    assert!(found.is_sorted_by_key(|f| f.line));
    // Each is at a line on which the last part of its path can be seen, or in the object that lacks it.
    for f in &found {
        let line = f.line.unwrap_or_else(|| panic!("{f:?} has no line"));
        let there = text.lines().nth(line - 1).unwrap();
        let last = f.path.rsplit('.').next().unwrap().split('[').next().unwrap();
        assert!(there.contains(last) || f.path.ends_with(']') || f.path == "pack", "{f:?} at {there}");
    }
    found.into_iter().map(|f| (f.path, f.words)).collect()
}

fn only(changes: &[(&str, Value)]) -> (String, String) {
    let mut all = told(changes);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn both_programmes_have_the_shape_of_the_schema() {
    for text in [ELBASY, AWARD] {
        assert_eq!(shape::wrong(&serde_json::from_str(text).unwrap()), []);
    }
}

/// Somebody will begin with a copy of them.
#[test]
fn the_packs_of_the_documentation_have_no_mistakes() {
    let page = include_str!("../../../../docs/packs.md");
    let packs: Vec<&str> =
        page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(packs.len(), 2);
    for pack in packs {
        assert_eq!(findings(pack).map(|_| ()), Ok(()), "{pack}");
    }
}

#[test]
fn a_pack_without_mistakes_says_what_it_is() {
    let r = report("assets/programmes/elbasy-medali@2020.json", ELBASY.as_bytes());
    assert!(r.fine);
    assert_eq!(
        r.text,
        "assets/programmes/elbasy-medali@2020.json: no mistakes. Elbasy Medali (elbasy-medali@2020): 7 \
         tracks, 3 levels, 9 sources.\n"
    );
    let r = report("international-award@2024.json", AWARD.as_bytes());
    assert!(
        r.fine && r.text.contains("no mistakes. The Duke of Edinburgh's International Award ("),
        "{}",
        r.text
    );
    let r = report("my.json", ELBASY.as_bytes());
    assert!(r.fine && r.text.ends_with("It is usually called elbasy-medali@2020.json.\n"), "{}", r.text);
}

#[test]
fn a_mistake_is_told_with_its_line_and_place_in_plain_words() {
    for (pointer, value, path, words) in [
        ("/levels/0/months", json!(0), "levels[0].months", "is 0; at least 1 makes sense here"),
        ("/tracks/0/activities/1/id", json!("running"), "tracks[0].activities[1].id", "stands there twice"),
        ("/names/kk", json!(" "), "names.kk", "is empty; something must stand here"),
        (
            "/levels/1/requirements/sport/0/min",
            json!(121),
            "levels[1].requirements.sport[0].min",
            "a window needs 121 and adds 120 at most, so that none could ever count; lower min or raise cap",
        ),
        (
            "/levels/1/requirements/sport/0/windows",
            json!(25),
            "levels[1].requirements.sport[0].total",
            "the windows add up to 3000 at most, so that 3120 is never reached",
        ),
        (
            "/levels/0/requirements/work/0/need",
            json!(0),
            "levels[0].requirements.work[0].need",
            "is 0; at least 1 makes sense here",
        ),
        (
            "/levels/0/requirements/heritage/0",
            json!({"kind": "quota", "need": 720, "attested": true}),
            "levels[0].requirements.heritage[0].attested",
            "asks for somebody in charge, but the track is not attested, so that nobody would be named",
        ),
        // What has not a pack's shape: not the parser's words.
        (
            "/tracks/4/unit",
            json!("kilometres"),
            "tracks[4].unit",
            "is \"kilometres\"; possible are \"minutes\", \"pages\", \"days\"",
        ),
        ("/levels/0/months", json!("six"), "levels[0].months", "is \"six\"; a whole number is wanted"),
        ("/levels/0/months", json!(-6), "levels[0].months", "is -6; at least 1 makes sense here"),
        ("/levels/0/months", json!(6.5), "levels[0].months", "is 6.5; a whole number is wanted"),
        (
            "/tracks/0/names",
            json!({"kk": "Спорт", "ru": "Спорт"}),
            "tracks[0].names",
            "the field en is missing",
        ),
        (
            "/review",
            json!({"remind_days": 3, "escalate_days": 7, "colour": 1}),
            "review.colour",
            "is no field of this; possible are escalate_days, remind_days",
        ),
        (
            "/levels/0/requirements/work/0/kind",
            json!("luck"),
            "levels[0].requirements.work[0].kind",
            "is \"luck\"; possible are \"quota\", \"regular\", \"count\", \"journey\"",
        ),
        (
            "/levels/0/requirements/work",
            json!([{"need": 1}]),
            "levels[0].requirements.work[0]",
            "the field kind is missing",
        ),
        (
            "/levels/0/requirements/work",
            json!([7]),
            "levels[0].requirements.work[0]",
            "is 7; an object {…} is wanted",
        ),
        ("/tracks", json!({}), "tracks", "is an object; a list […] is wanted"),
    ] {
        assert_eq!(only(&[(pointer, value)]), (path.to_owned(), words.to_owned()), "{pointer}");
    }
}

/// What the parts of a pack say of each other: several at once, each with its line.
#[test]
fn contradictions_and_circles_are_told_all_at_once() {
    let silver = "levels[1].requirements";
    let circle = "goes round in a circle: only a level that stands earlier in the file can be named here";
    for (changes, expected) in [
        (
            vec![
                ("/levels/1/shortened_by/0/level", json!("gold")),
                ("/levels/2/shortened_by/0/level", json!("gold")),
                ("/levels/1/choices/0/unless", json!("silver")),
                ("/levels/2/choices/0/unless", json!("platinum")),
            ],
            vec![
                ("levels[1].choices[0].unless".to_owned(), circle),
                ("levels[1].shortened_by[0].level".to_owned(), circle),
                ("levels[2].choices[0].unless".to_owned(), "the pack has no level of this id"),
                ("levels[2].shortened_by[0].level".to_owned(), circle),
            ],
        ),
        (
            vec![
                ("/levels/1/requirements/physical/0/cap", json!(50)),
                ("/levels/1/requirements/skills/0/longer/0/days", json!(10)),
                ("/levels/1/requirements/journey/0/nights", json!(3)),
                ("/levels/1/requirements/journey/0/practice/journeys", json!(0)),
                ("/levels/1/shortened_by/0/months", json!(13)),
            ],
            vec![
                (
                    format!("{silver}.journey[0].nights"),
                    "3 nights do not lie between 3 days; there are fewer nights than days",
                ),
                (format!("{silver}.journey[0].practice.journeys"), "is 0; at least 1 makes sense here"),
                (
                    format!("{silver}.physical[0].longer"),
                    "does not go together with cap in one requirement; leave one of them out",
                ),
                (
                    format!("{silver}.physical[0].min"),
                    "a window needs 60 and adds 50 at most, so that none could ever count; lower min or raise cap",
                ),
                (
                    format!("{silver}.skills[0].longer[0].days"),
                    "10 days are not made of whole windows of 7 days",
                ),
                (format!("{silver}.skills[0].longer[0].min"), "is 120; at most 60 is possible here"),
                (
                    format!("{silver}.skills[0].longer[1].days"),
                    "28 days are not made of whole windows of 10 days",
                ),
                ("levels[1].shortened_by[0].months".to_owned(), "is 13; at most 12 is possible here"),
            ],
        ),
        (
            vec![
                ("/levels/0/choices/0/tracks", json!(["skills", "journey", "chess", "skills"])),
                ("/levels/2/requirements/residential", json!([{"kind": "quota", "need": 0}])),
                ("/tracks/4/thing", json!("book")),
                ("/tracks/1/id", json!("skills")),
            ],
            vec![
                (
                    "levels[0].choices[0].tracks[1]".to_owned(),
                    "the track has no regular requirement at this level with the same window_days and min as \
                     the other tracks of the choice",
                ),
                ("levels[0].choices[0].tracks[2]".to_owned(), "the pack has no track of this id"),
                ("levels[0].choices[0].tracks[3]".to_owned(), "stands there twice"),
                ("levels[0].requirements.physical".to_owned(), "the pack has no track of this id"),
                ("levels[1].choices[0].tracks[1]".to_owned(), "the pack has no track of this id"),
                ("levels[1].requirements.physical".to_owned(), "the pack has no track of this id"),
                ("levels[2].choices[0].tracks[1]".to_owned(), "the pack has no track of this id"),
                ("levels[2].requirements.physical".to_owned(), "the pack has no track of this id"),
                (
                    "levels[2].requirements.residential[0].need".to_owned(),
                    "is 0; at least 1 makes sense here",
                ),
                ("tracks[2].id".to_owned(), "stands there twice"),
                (
                    "tracks[4].thing".to_owned(),
                    "does not go with a track that counts days: those have a thing (journey or stay), no daily \
                     cap, and no windows",
                ),
            ],
        ),
        (
            vec![
                (
                    "/levels/0/requirements",
                    json!({
                        "volunteering": [], "physical": [], "skills": [], "journey": [], "residential": []
                    }),
                ),
                ("/levels/0/choices", json!([])),
            ],
            vec![(
                "levels[0].requirements".to_owned(),
                "the level asks nothing of any track that a claim needs",
            )],
        ),
    ] {
        let mut pack: Value = serde_json::from_str(AWARD).unwrap();
        // Fields that the pack that ships leaves out can be set, too.
        for (pointer, _) in &changes {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            if let Some(fields) = pack.pointer_mut(parent).and_then(Value::as_object_mut) {
                fields.entry(key).or_insert(Value::Null);
            }
        }
        let mut all = told_of(&pack.to_string(), &changes);
        all.sort();
        let all: Vec<(&str, &str)> = all.iter().map(|(p, w)| (p.as_str(), w.as_str())).collect();
        let expected: Vec<(&str, &str)> = expected.iter().map(|(p, w)| (p.as_str(), *w)).collect();
        assert_eq!(all, expected);
    }
}

#[test]
fn all_mistakes_of_shape_are_told_at_once_in_the_order_of_the_file() {
    let all = told(&[
        ("/tracks/2/names", json!({"kk": "Кітап оқу"})),
        ("/id", json!("Elbasy Medali")),
        ("/tracks/0/unit", json!("kilometres")),
        ("/levels/2/min_age", json!("16")),
        ("/levels/0/requirements/sport/0", json!({"kind": "regular", "window": 7})),
    ]);
    // Where a map keeps its keys is another crate's choice; that lines rise is seen below.
    let mut paths: Vec<&str> = all.iter().map(|(p, _)| p.as_str()).collect();
    paths.sort_unstable();
    let sport = "levels[0].requirements.sport[0]";
    let window = "levels[0].requirements.sport[0].window";
    assert_eq!(
        paths,
        [
            "id",
            sport,
            sport,
            sport,
            window,
            "levels[2].min_age",
            "tracks[0].unit",
            "tracks[2].names",
            "tracks[2].names"
        ],
        "{all:?}"
    );
}

#[test]
fn a_key_that_stands_twice_is_told_though_the_parser_takes_the_last() {
    let twice = ELBASY.replacen(
        r#""work": [{"kind": "quota", "need": 1200, "attested": true}]"#,
        "\"work\": [{\"kind\": \"quota\", \"need\": 1200, \"attested\": true}],\n        \
         \"work\": [{\"kind\": \"quota\", \"need\": 1, \"attested\": true}]",
        1,
    );
    assert!(Pack::parse(&twice).is_ok(), "a map keeps the last");
    let found = findings(&twice).expect_err("a mistake");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].path, "levels[0].requirements.work");
    let line = twice.lines().position(|l| l.contains("\"need\": 1,")).unwrap() + 1;
    assert_eq!(found[0].line, Some(line));
}

#[test]
fn what_is_no_json_is_told_where_reading_ends() {
    for (text, line) in [("", 1), ("{\n  \"id\": \"a\",\n", 3), ("{\n\"id\": 'a'}", 2), ("hello", 1)] {
        let found = findings(text).expect_err(text);
        assert_eq!((found.len(), found[0].line), (1, Some(line)), "{text}: {found:?}");
        assert!(found[0].words.starts_with("cannot be read here"), "{found:?}");
    }
    let found = findings("[]").expect_err("a list");
    assert_eq!(found[1].words, "is a list; an object {…} is wanted");
    assert!(found[0].words.starts_with("has not a pack's shape"), "{found:?}");
    let found = findings("\u{feff}{}").expect_err("a mark");
    assert!(found[0].words.contains("byte order mark"), "{found:?}");
    let r = report("x", b"{\n\"id\": \"\xff\"}");
    assert!(!r.fine && r.text.contains("line 2, pack\n    is no UTF-8"), "{}", r.text);
}

#[test]
fn a_file_that_is_too_large_is_said_so_and_not_looked_at() {
    let r = report("x", &vec![b' '; PACK_BYTES_MAX + 1]);
    assert!(!r.fine && r.text.contains("has more than 262144 bytes"), "{}", r.text);
}

#[test]
fn nothing_of_a_file_steers_the_terminal() {
    let steers = |text: &str| text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}');
    for text in [
        "{\"\\u001b[31mid\\u202e\": 1}",
        "{\"\u{202e}id\": \"\u{1b}[2J\"}",
        "{\"id\": \"\\u0007\\u009b31m\"}",
        "{\"version\": {\"\\r\\n\": 0}}",
    ] {
        let r = report(&clean("a\u{1b}]0;x\u{7}.json"), text.as_bytes());
        assert!(!r.fine && !steers(&r.text), "{:?}", r.text);
        assert!(r.text.starts_with("a?]0;x?.json: "), "{:?}", r.text);
    }
    // In ids and keys of a pack that has its shape otherwise.
    for (pointer, value) in [
        ("/tracks/0/id", json!("\u{1b}[31m")),
        ("/levels/0/requirements", json!({"\u{1b}[31m\u{202e}": []})),
        ("/names/en", json!("\u{1b}[31m")),
    ] {
        let mut pack: Value = serde_json::from_str(ELBASY).unwrap();
        *pack.pointer_mut(pointer).unwrap() = value;
        let r = report("x", pack.to_string().as_bytes());
        assert!(!steers(&r.text), "{:?}", r.text);
    }
}

#[test]
fn very_many_mistakes_are_counted_and_the_first_are_shown() {
    let mut pack: Value = serde_json::from_str(ELBASY).unwrap();
    pack["sources"] = json!(vec![0; 5_000]);
    let r = report("x", pack.to_string().as_bytes());
    assert!(r.text.starts_with("x: 5002 mistakes\n"), "{}", &r.text[..40]);
    assert!(r.text.ends_with("and 4902 more\n"));
    assert_eq!(r.text.lines().filter(|l| l.starts_with("    ")).count(), SHOWN_MAX);
}

/// Every keyword of the schema is one that is read, and every pattern: else a rule would only seem to hold.
#[test]
fn the_schema_says_nothing_that_is_not_read() {
    const READ: &[&str] = &[
        "$ref",
        "oneOf",
        "type",
        "enum",
        "const",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "items",
        "required",
        "properties",
        "additionalProperties",
    ];
    const TOLD: &[&str] = &["$schema", "$defs", "title", "description", "default"];
    fn walk(schema: &Value, seen: &mut usize) {
        let Some(fields) = schema.as_object() else { return };
        *seen += 1;
        for (key, value) in fields {
            assert!(READ.contains(&key.as_str()) || TOLD.contains(&key.as_str()), "{key} in {schema}");
            match key.as_str() {
                "properties" | "$defs" => value.as_object().unwrap().values().for_each(|s| walk(s, seen)),
                "items" | "additionalProperties" => walk(value, seen),
                "oneOf" => value.as_array().unwrap().iter().for_each(|s| walk(s, seen)),
                "pattern" => {
                    let known = shape::PATTERNS.iter().any(|(p, ..)| value == p);
                    assert!(known, "the pattern {value} is not read");
                }
                _ => {}
            }
        }
        if fields.contains_key("properties") {
            assert_eq!(fields["additionalProperties"], json!(false), "{schema}");
            for key in fields["required"].as_array().unwrap() {
                assert!(fields["properties"].get(key.as_str().unwrap()).is_some(), "{key} in {schema}");
            }
        }
    }
    let schema: Value = serde_json::from_str(shape::SCHEMA).unwrap();
    let mut seen = 0;
    walk(&schema, &mut seen);
    assert!(seen > 80, "only {seen} parts of the schema were walked");
}

/// Fields taken out of a pack that ships, and fields that no pack has, one at a time at every place:
/// the schema and the pack's reader agree on what is missing and what is too much.
#[test]
fn the_schema_and_the_reader_agree_on_every_field() {
    for text in [ELBASY, AWARD] {
        agree_everywhere(&serde_json::from_str(text).unwrap());
    }
}

fn agree_everywhere(pack: &Value) {
    let mut objects = Vec::new();
    collect(pack, String::new(), &mut objects);
    assert!(objects.len() > 60, "{}", objects.len());
    for pointer in &objects {
        let keys: Vec<String> = pack.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        // The keys of requirements are tracks: the domain alone knows which there are.
        if pointer.ends_with("requirements") {
            continue;
        }
        for key in keys {
            agree(pack, pointer, |o| {
                o.remove(&key);
            });
        }
        agree(pack, pointer, |o| {
            o.insert("colour".into(), json!("red"));
        });
    }
}

fn collect(value: &Value, pointer: String, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(k, v)| collect(v, format!("{pointer}/{k}"), out));
            out.push(pointer);
        }
        Value::Array(items) => {
            // The first of each list; the others are alike.
            items.iter().take(3).enumerate().for_each(|(i, v)| collect(v, format!("{pointer}/{i}"), out));
        }
        _ => {}
    }
}

fn agree(pack: &Value, pointer: &str, change: impl FnOnce(&mut Map)) {
    let mut changed = pack.clone();
    change(changed.pointer_mut(pointer).unwrap().as_object_mut().unwrap());
    let read = serde_json::from_value::<Pack>(changed.clone());
    let shape = shape::wrong(&changed);
    assert_eq!(read.is_ok(), shape.is_empty(), "{pointer}: {:?} but {shape:?}", read.err());
}

type Map = serde_json::Map<String, Value>;
