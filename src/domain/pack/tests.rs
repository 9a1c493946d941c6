use super::*;
use crate::progress::NeedKind;
use crate::tests::world::World;
use serde_json::{Value, json};

const SHIPPED: &str = include_str!("../../../assets/programmes/elbasy-medali@2020.json");

/// Hours, windows, books, projects, days and nights, straight from PROGRAMME.md's tables.
#[test]
fn the_pack_that_ships_is_the_programme() {
    let pack = Pack::shipped().unwrap();
    assert_eq!((pack.id.as_str(), pack.version.as_str()), ("elbasy-medali", "2020"));
    assert_eq!((pack.ages.min, pack.ages.max), (14, 29));
    let ids: Vec<_> = pack.tracks.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(ids, ["sport", "skills", "reading", "heritage", "volunteering", "travel", "work"]);
    for (i, (id, age, months)) in [("bronze", 14, 6), ("silver", 15, 12), ("gold", 16, 18)].iter().enumerate()
    {
        let level = &pack.levels[i];
        assert_eq!((level.id.as_str(), level.min_age, level.months), (*id, *age, *months));
        let progress = World::level(id).progress();
        let needs =
            |track: usize| -> Vec<u32> { progress.tracks[track].needs.iter().map(|n| n.needed).collect() };
        for regular in [0, 1] {
            assert_eq!(needs(regular), [[26, 52, 78][i] * 60, [22, 44, 66][i]]);
            let windows = progress.tracks[regular].needs[1].kind;
            assert_eq!(windows, NeedKind::Windows { days: 7, min: 60 });
        }
        assert_eq!(needs(2), [[6, 12, 18][i]]);
        assert_eq!(needs(3), [[12, 24, 36][i] * 60, [1, 2, 3][i]]);
        assert_eq!(needs(4), [[24, 48, 72][i] * 60]);
        assert_eq!(needs(5), [[2, 3, 4][i], [1, 2, 3][i]]);
        assert_eq!(needs(6), [[20, 40, 80][i] * 60]);
    }
    let own = pack.sources.iter().find(|s| s.about == "levels.requirements").unwrap();
    assert!(own.text.en.contains("Qadam's own default"), "quotas are not the medal's own");
    assert!(pack.tracks.iter().all(|t| (4..=7).contains(&t.activities.len()) && !t.optional));
    let attested: Vec<_> = pack.tracks.iter().filter(|t| t.attested).map(|t| t.id.as_str()).collect();
    assert_eq!(attested, ["volunteering", "work"]);
}

fn choice(tracks: Value, unless: Value) -> Value {
    let names = json!({"kk": "Тағы", "ru": "Ещё", "en": "More"});
    json!([{"id": "more", "names": names, "tracks": tracks, "windows": 13, "unless": unless}])
}

/// Changes one place and says what that gives.
fn broken(pointer: &str, value: Value) -> PackError {
    let mut pack: Value = serde_json::from_str(SHIPPED).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match pack.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}")) {
        Value::Object(fields) => drop(fields.insert(key.into(), value)),
        list => *list.pointer_mut(&format!("/{key}")).unwrap_or_else(|| panic!("no {pointer}")) = value,
    }
    Pack::parse(&pack.to_string()).expect_err(pointer)
}

#[test]
fn each_mistake_is_named_with_its_place() {
    use Problem as P;
    let regular = |key: &str| format!("/levels/1/requirements/sport/0/{key}");
    let text = |n: usize| json!("a".repeat(n));
    for (pointer, value, path, problem) in [
        ("/id", json!("Elbasy Medali"), "id", P::BadId),
        ("/id", json!(""), "id", P::Empty),
        ("/id", text(41), "id", P::TooLong { given: 41, max: 40 }),
        ("/version", json!("20/20"), "version", P::BadId),
        ("/names/kk", json!(" "), "names.kk", P::Empty),
        ("/names/ru", json!(""), "names.ru", P::Empty),
        ("/tracks/2/names/en", json!(""), "tracks[2].names.en", P::Empty),
        ("/tracks/2/short/kk", json!("\t"), "tracks[2].short.kk", P::Empty),
        ("/tracks/2/short/ru", text(101), "tracks[2].short.ru", P::TooLong { given: 101, max: 100 }),
        ("/tracks/3/activities/1/names/kk", json!(""), "tracks[3].activities[1].names.kk", P::Empty),
        ("/levels/2/names/en", json!(""), "levels[2].names.en", P::Empty),
        ("/sources", json!([]), "sources", P::Empty),
        ("/sources/1/text/ru", json!(""), "sources[1].text.ru", P::Empty),
        ("/ages/max", json!(13), "ages.min", P::TooMuch { given: 14, max: 13 }),
        ("/ages/max", json!(200), "ages.max", P::TooMuch { given: 200, max: 120 }),
        ("/levels/0/min_age", json!(13), "levels[0].min_age", P::TooLittle { given: 13, min: 14 }),
        ("/levels/0/min_age", json!(30), "levels[0].min_age", P::TooMuch { given: 30, max: 29 }),
        ("/levels/0/months", json!(0), "levels[0].months", P::TooLittle { given: 0, min: 1 }),
        (
            "/levels/0/months",
            json!(4_000_000_000u32),
            "levels[0].months",
            P::TooMuch { given: 4_000_000_000, max: 120 },
        ),
        ("/tracks/1/id", json!("sport"), "tracks[1].id", P::Twice),
        ("/tracks/1/id", json!("talents"), "levels[0].requirements.skills", P::UnknownTrack),
        ("/tracks/1/icon", json!("<svg>"), "tracks[1].icon", P::BadId),
        ("/tracks/1/activities/3/id", json!("coding"), "tracks[1].activities[3].id", P::Twice),
        ("/tracks/1/activities", json!([]), "tracks[1].activities", P::Empty),
        ("/levels/2/id", json!("bronze"), "levels[2].id", P::Twice),
        ("/levels", json!([]), "levels", P::Empty),
        ("/tracks", json!([]), "tracks", P::Empty),
        (
            "/tracks/0/activities/0/usual",
            json!(0),
            "tracks[0].activities[0].usual",
            P::TooLittle { given: 0, min: 1 },
        ),
        (
            "/tracks/0/activities/0/usual",
            json!(1_441),
            "tracks[0].activities[0].usual",
            P::TooMuch { given: 1_441, max: 1_440 },
        ),
        (
            "/tracks/5/activities/0/usual",
            json!(2),
            "tracks[5].activities[0].usual",
            P::TooMuch { given: 2, max: 1 },
        ),
        ("/tracks/5/unit", json!("minutes"), "tracks[5].thing", P::Unit { unit: Unit::Minutes }),
        ("/tracks/5/thing", json!("book"), "tracks[5].thing", P::Unit { unit: Unit::Days }),
        (
            "/tracks/2/thing",
            json!(null),
            "levels[0].requirements.reading[0].what",
            P::NoSuchThing { what: ThingKind::Book },
        ),
        (
            "/levels/0/requirements",
            json!({"sport": [], "skills": [], "reading": [], "heritage": [], "volunteering": [], "travel": [],
                "work": []}),
            "levels[0].requirements",
            P::NoRequirement,
        ),
        (
            "/levels/0/requirements/work/0/need",
            json!(0),
            "levels[0].requirements.work[0].need",
            P::TooLittle { given: 0, min: 1 },
        ),
        ("/tracks/6/attested", json!(false), "levels[0].requirements.work[0].attested", P::NotAttested),
        (
            "/levels/1/requirements/sport",
            json!([{"kind": "journey", "days": 2, "nights": 1}]),
            "levels[1].requirements.sport[0]",
            P::Unit { unit: Unit::Minutes },
        ),
        (
            "/levels/1/requirements/travel",
            json!([{"kind": "regular", "window_days": 7, "min": 1, "cap": 1, "windows": 1, "total": 1}]),
            "levels[1].requirements.travel[0]",
            P::Unit { unit: Unit::Days },
        ),
        (
            "/levels/1/requirements/work",
            json!([{"kind": "quota", "need": 1}, {"kind": "quota", "need": 2}]),
            "levels[1].requirements.work[1]",
            P::Twice,
        ),
        (
            "/levels/1/requirements/travel/0/nights",
            json!(3),
            "levels[1].requirements.travel[0].nights",
            P::Nights { days: 3, nights: 3 },
        ),
        (
            "/levels/1/requirements/reading/0/note_words",
            json!(5_000),
            "levels[1].requirements.reading[0].note_words",
            P::TooMuch { given: 5_000, max: 400 },
        ),
        (&regular("min"), json!(0), "levels[1].requirements.sport[0].min", P::TooLittle { given: 0, min: 1 }),
        (
            &regular("min"),
            json!(121),
            "levels[1].requirements.sport[0].min",
            P::MinAboveCap { min: 121, cap: 120 },
        ),
        (
            &regular("windows"),
            json!(0),
            "levels[1].requirements.sport[0].windows",
            P::TooLittle { given: 0, min: 1 },
        ),
        (
            &regular("windows"),
            json!(25),
            "levels[1].requirements.sport[0].total",
            P::TotalUnreachable { total: 3_120, most: 3_000 },
        ),
        (
            &regular("window_days"),
            json!(u32::MAX),
            "levels[1].requirements.sport[0].window_days",
            P::TooMuch { given: u32::MAX, max: 366 },
        ),
        (
            "/levels/1/requirements/sport/0",
            json!({"kind": "regular", "window_days": 7, "min": 60, "windows": 44,
                "longer": [{"days": 14, "min": 120}, {"days": 30, "min": 240}]}),
            "levels[1].requirements.sport[0].longer[1].days",
            P::NotMultiple { given: 30, of: 14 },
        ),
        (
            "/levels/1/requirements/sport/0",
            json!({"kind": "regular", "window_days": 7, "min": 60, "windows": 44,
                "longer": [{"days": 14, "min": 121}]}),
            "levels[1].requirements.sport[0].longer[0].min",
            P::TooMuch { given: 121, max: 120 },
        ),
        (
            "/levels/1/requirements/sport/0",
            json!({"kind": "regular", "window_days": 7, "min": 60, "cap": 120, "windows": 44,
                "longer": [{"days": 14, "min": 120}]}),
            "levels[1].requirements.sport[0].longer",
            P::NotTogether { with: "cap".into() },
        ),
        (
            "/levels/1/requirements/travel/0",
            json!({"kind": "journey", "days": 3, "nights": 2, "practice": {"journeys": 0, "days": 1}}),
            "levels[1].requirements.travel[0].practice.journeys",
            P::TooLittle { given: 0, min: 1 },
        ),
        ("/levels/1/pause_days", json!(400), "levels[1].pause_days", P::TooMuch { given: 400, max: 366 }),
        (
            "/levels/1/shortened_by",
            json!([{"level": "silver", "months": 6}]),
            "levels[1].shortened_by[0].level",
            P::Cycle,
        ),
        (
            "/levels/1/shortened_by",
            json!([{"level": "gold", "months": 6}]),
            "levels[1].shortened_by[0].level",
            P::Cycle,
        ),
        (
            "/levels/1/shortened_by",
            json!([{"level": "tin", "months": 6}]),
            "levels[1].shortened_by[0].level",
            P::UnknownLevel,
        ),
        (
            "/levels/1/shortened_by",
            json!([{"level": "bronze", "months": 13}]),
            "levels[1].shortened_by[0].months",
            P::TooMuch { given: 13, max: 12 },
        ),
        (
            "/levels/1/choices",
            choice(json!(["sport", "work"]), json!(null)),
            "levels[1].choices[0].tracks[1]",
            P::NoRegular,
        ),
        (
            "/levels/1/choices",
            choice(json!(["sport", "sport"]), json!(null)),
            "levels[1].choices[0].tracks[1]",
            P::Twice,
        ),
        (
            "/levels/1/choices",
            choice(json!(["sport", "chess"]), json!(null)),
            "levels[1].choices[0].tracks[1]",
            P::UnknownTrack,
        ),
        ("/levels/1/choices", choice(json!([]), json!(null)), "levels[1].choices[0].tracks", P::Empty),
        (
            "/levels/1/choices",
            choice(json!(["sport"]), json!("gold")),
            "levels[1].choices[0].unless",
            P::Cycle,
        ),
        ("/ages/finish_before", json!(14), "ages.finish_before", P::TooLittle { given: 14, min: 15 }),
        ("/review/escalate_days", json!(2), "review.escalate_days", P::TooLittle { given: 2, min: 3 }),
        ("/outcomes", json!([]), "outcomes", P::Empty),
        ("/outcomes", json!(["medal", "medal"]), "outcomes[1]", P::Twice),
    ] {
        assert_eq!(broken(pointer, value), PackError::at(path, problem), "{pointer}");
    }
}

#[test]
fn all_mistakes_are_told_in_the_order_of_the_file() {
    let mut pack: Value = serde_json::from_str(SHIPPED).unwrap();
    pack["names"]["ru"] = json!("");
    pack["tracks"][1]["id"] = json!("sport");
    pack["levels"][0]["months"] = json!(0);
    pack["levels"][0]["requirements"]["travel"][0]["nights"] = json!(2);
    let found: Vec<String> = mistakes(&pack.to_string()).into_iter().map(|e| e.path).collect();
    assert_eq!(
        found,
        [
            "names.ru",
            "tracks[1].id",
            "levels[0].months",
            "levels[0].requirements.skills",
            "levels[0].requirements.travel[0].nights",
            "levels[1].requirements.skills",
            "levels[2].requirements.skills",
        ]
    );
    assert_eq!(mistakes(SHIPPED), []);
    pack["tracks"] = json!(vec![
        json!({"id": "", "names": {"kk": "", "ru": "", "en": ""}, "short":
        {"kk": "", "ru": "", "en": ""}, "unit": "days", "icon": "", "activities": []});
        100
    ]);
    assert_eq!(mistakes(&pack.to_string()).len(), 100, "a hundred are enough");
}

#[test]
fn a_track_of_which_a_level_asks_nothing() {
    let mut pack: Value = serde_json::from_str(SHIPPED).unwrap();
    pack["levels"][0]["requirements"]["work"] = json!([]);
    let mut world = World { pack: Pack::parse(&pack.to_string()).unwrap(), ..World::bronze() };
    assert!(!world.pack.levels[0].asks("work") && world.pack.levels[1].asks("work"));
    world.minutes("work", 0, 60);
    let progress = world.progress();
    assert!(progress.tracks[6].needs.is_empty());
    assert!(!progress.blocks.contains(&crate::progress::Block::Track { track: "work".into() }));
}

#[test]
fn what_is_left_out_or_added_is_named_too() {
    let without = |pointer: &str, key: &str| {
        let mut pack: Value = serde_json::from_str(SHIPPED).unwrap();
        pack.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key).unwrap();
        Pack::parse(&serde_json::to_string_pretty(&pack).unwrap()).unwrap_err()
    };
    assert_eq!(
        without("/levels/0/requirements", "work"),
        PackError::at("levels[0].requirements.work", Problem::NoRequirement)
    );
    let shape = |e: PackError| match e.problem {
        Problem::Json { line, what, .. } => (e.path, what, line > 0),
        other => panic!("{other:?}"),
    };
    let gone = shape(without("/levels/1", "months"));
    assert_eq!(gone, ("levels[1]".into(), "missing field `months`".into(), true));
    let gone = shape(without("/tracks/3/activities/2", "usual"));
    assert_eq!(gone, ("tracks[3].activities[2]".into(), "missing field `usual`".into(), true));

    let mut pack: Value = serde_json::from_str(SHIPPED).unwrap();
    pack["tracks"][2]["colour"] = json!("red");
    let (path, what, _) = shape(Pack::parse(&pack.to_string()).unwrap_err());
    assert!(path.starts_with("tracks[2]") && what.starts_with("unknown field `colour`"), "{path} {what}");

    let (path, what, _) = shape(broken("/levels/1/requirements/sport/0/min", json!("an hour")));
    assert!(path.starts_with("levels[1].requirements.sport"), "{path}");
    assert!(what.contains("expected u32"), "{what}");
    let (path, ..) = shape(broken("/levels/1/requirements/work/0/kind", json!("luck")));
    assert!(path.starts_with("levels[1].requirements.work"), "{path}");
    let (path, ..) = shape(broken("/tracks/4/unit", json!("kilometres")));
    assert!(path.starts_with("tracks[4]"), "{path}");
    let (path, ..) = shape(broken("/levels/0/months", json!(-6)));
    assert_eq!(path, "levels[0].months");
}

#[test]
fn a_hostile_file_is_refused_without_harm() {
    let refused = |text: &str| Pack::parse(text).unwrap_err();
    let given = PACK_BYTES_MAX + 1;
    let too_long = Problem::TooLong { given, max: PACK_BYTES_MAX };
    assert_eq!(refused(&" ".repeat(given)), PackError::at("pack", too_long));
    for text in
        ["", "null", "[]", "{", "\u{feff}{}", "{\"id\": \"\\", "{\"id\": \"қ", "]]]}}}", ":,:,\"\"\"\","]
    {
        assert!(matches!(refused(text).problem, Problem::Json { .. }), "{text}");
    }
    refused(&"[".repeat(100_000));
    refused(&"{\"a\":".repeat(40_000));
    let e = refused("{\"\u{1b}[31m\\n\": 1}");
    assert!(!e.to_string().contains(char::is_control), "{e:?}");
    let e = refused(&format!("{{\"{}\": 1}}", "x".repeat(100_000)));
    assert!(e.to_string().len() < 400, "what is told of a long file is short");
    // Many tracks, each of them right.
    let mut pack: Value = serde_json::from_str(SHIPPED).unwrap();
    let track = pack["tracks"][0].clone();
    pack["tracks"] = json!(vec![track; 21]);
    let many = PackError::at("tracks", Problem::TooLong { given: 21, max: 20 });
    assert_eq!(Pack::parse(&pack.to_string()), Err(many));
}

proptest::proptest! {
    /// Cut, or with a byte changed, anywhere: an error with a path or a valid pack, never a panic.
    #[test]
    fn a_damaged_file_never_panics(at in 0..SHIPPED.len(), byte in 32u8..127, cut: bool) {
        let mut bytes = SHIPPED.as_bytes().to_vec();
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        if let Err(e) = Pack::parse(&String::from_utf8_lossy(&bytes)) {
            proptest::prop_assert!(!e.path.is_empty());
        }
    }
}
