//! The three languages say the same things, and the code asks for nothing that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

use crate::texts::set;
use crate::{Lang, Texts, sources};

fn names(p: &Pattern<&str>, out: &mut BTreeSet<String>) {
    fn inline(e: &InlineExpression<&str>, out: &mut BTreeSet<String>) {
        match e {
            InlineExpression::VariableReference { id } => {
                out.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => expr(expression, out),
            _ => {}
        }
    }
    fn expr(e: &Expression<&str>, out: &mut BTreeSet<String>) {
        match e {
            Expression::Select { selector, variants } => {
                inline(selector, out);
                variants.iter().for_each(|v| names(&v.value, out));
            }
            Expression::Inline(i) => inline(i, out),
        }
    }
    for e in &p.elements {
        if let PatternElement::Placeable { expression } = e {
            expr(expression, out);
        }
    }
}

fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut out = BTreeMap::new();
    for source in sources::of(lang) {
        let resource = parse(*source).unwrap_or_else(|(_, e)| panic!("{lang:?}: {e:?}"));
        for entry in resource.body {
            if let Entry::Message(m) = entry {
                let mut args = BTreeSet::new();
                names(&m.value.expect("a message has a text"), &mut args);
                let before = out.insert(m.id.name.to_owned(), args);
                assert!(before.is_none(), "{lang:?}: {} stands twice", m.id.name);
            }
        }
    }
    out
}

#[test]
fn three_languages_have_the_same_texts_with_the_same_arguments() {
    let kk = messages(Lang::Kk);
    for lang in [Lang::Ru, Lang::En] {
        let other = messages(lang);
        for (id, args) in &kk {
            assert_eq!(other.get(id), Some(args), "{lang:?}: {id}");
        }
        for id in other.keys() {
            assert!(kk.contains_key(id), "kk lacks {id}");
        }
    }
}

fn rust_sources(dir: &Path, out: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// On the web the other texts come behind the start: what is drawn before that asks for none of them.
#[test]
fn what_a_start_draws_needs_only_the_texts_of_a_start() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let locales = root.join("../../assets/locales");
    let first = std::fs::read_to_string(locales.join("first.txt")).unwrap();
    let names: Vec<&str> = first.split_whitespace().collect();
    let first: String = names
        .iter()
        .map(|file| std::fs::read_to_string(locales.join(format!("kk/{file}.ftl"))).unwrap())
        .collect();
    let first: BTreeSet<&str> = first.lines().filter_map(|l| l.split_once(" =").map(|(id, _)| id)).collect();
    let known = messages(Lang::Kk);
    // The folders that `src/ui/apart.rs` names come later; of the plan's there are words that go with a wish.
    let apart = std::fs::read_to_string(root.join("../ui/apart.rs")).unwrap();
    let later: BTreeSet<&str> = apart
        .lines()
        .filter_map(|l| l.trim().strip_suffix(',')?.split_once("} of ").map(|(_, place)| place))
        .map(|place| place.split(' ').next().unwrap_or(place))
        .collect();
    assert!(later.len() > 5, "{later:?}");
    let mut code = String::new();
    for at in std::fs::read_dir(root.join("../ui")).unwrap().map(|f| f.unwrap().path()) {
        let name = at.file_stem().unwrap().to_str().unwrap().to_owned();
        if at.is_file() && name != "remind" {
            code.push_str(&std::fs::read_to_string(&at).unwrap());
        } else if at.is_dir() && !later.contains(name.as_str()) && name != "components" && name != "examples"
        {
            rust_sources(&at, &mut code);
        }
    }
    let asked = code.split('"').filter(|id| known.contains_key(*id));
    let late: BTreeSet<&str> = asked.filter(|id| !first.contains(id)).collect();
    assert!(late.is_empty(), "not in first.txt: {late:?}");
    // Nor is it drawn with another place's words.
    for place in later.iter().filter(|place| !names.contains(place)) {
        for what in code.split(&format!("crate::{place}::")).skip(1) {
            assert!(
                what.starts_with("use_kept_provider"),
                "{place} comes later: {}",
                what.lines().next().unwrap()
            );
        }
    }
}

/// Ids are written out in the code, whole or as a beginning (`"faults-"`), so that they can be found.
#[test]
fn the_code_asks_for_texts_that_are_there_and_for_all_of_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    rust_sources(&root.join("../ui"), &mut code);
    code.push_str(&std::fs::read_to_string(root.join("dates.rs")).unwrap());
    let known = messages(Lang::Kk);
    let places: BTreeSet<&str> = known.keys().filter_map(|k| k.split('-').next()).collect();
    let mut asked = BTreeSet::new();
    for piece in code.split('"').skip(1).step_by(1) {
        let fits = !piece.is_empty()
            && piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && piece.contains('-')
            && piece.split('-').next().is_some_and(|p| places.contains(p));
        if fits {
            asked.insert(piece.to_owned());
        }
    }
    let unused: Vec<_> = known
        .keys()
        .filter(|k| !asked.iter().any(|a| a == *k || (a.ends_with('-') && k.starts_with(a.as_str()))))
        .collect();
    assert!(unused.is_empty(), "texts that nobody asks for: {unused:?}");
    for call in ["t.s(\"", ".f(\""] {
        for rest in code.split(call).skip(1) {
            let id = rest.split('"').next().unwrap_or_default();
            if !id.is_empty() && !id.ends_with('-') && !id.contains('{') && id.contains('-') {
                assert!(known.contains_key(id), "the code asks for {id}, which is nowhere");
            }
        }
    }
}

#[test]
fn dates_and_amounts_read_right() {
    let plain = |s: String| s.replace('\u{a0}', " ");
    let ru = Texts::new(Lang::Ru);
    let date = ru.date_year("2026-12-22".parse().unwrap());
    let said = ru.t_args("journey-claim-months", &[("date", date.into())]);
    assert!(plain(said.clone()).ends_with("22 декабря 2026 г.") && !said.ends_with(".."), "{said}");
    let now = Texts::new(Lang::Kk).in_year(Some(2026));
    let day = |d: &str| d.parse::<chrono::NaiveDate>().unwrap();
    assert_eq!(plain(now.date(day("2026-05-15"))), "15 мамыр");
    assert_eq!(plain(now.date(day("2025-05-15"))), "2025 ж. 15 мамыр");
    assert_eq!(
        plain(now.range(day("2025-12-30"), day("2026-01-02"))),
        "2025 ж. 30 желтоқсан – 2026 ж. 2 қаңтар"
    );
    let d = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let e = NaiveDate::from_ymd_opt(2026, 12, 3).unwrap();
    let [kk, ru, en] = Lang::ALL.map(Texts::new);
    assert_eq!(plain(kk.date(d)), "21 қараша");
    assert_eq!(plain(ru.date(d)), "21 ноября");
    assert_eq!(plain(en.date(d)), "21 November");
    assert_eq!(plain(kk.date_year(d)), "2026 ж. 21 қараша");
    assert_eq!(plain(ru.date_year(d)), "21 ноября 2026 г.");
    assert_eq!(plain(kk.date_weekday(d)), "Сенбі, 21 қараша");
    assert_eq!(plain(kk.month_year(d)), "Қараша 2026");
    assert_eq!(plain(ru.range(d, e)), "21 ноября – 3 декабря");
    assert_eq!(plain(kk.range(d, d + chrono::TimeDelta::days(3))), "21–24 қараша");
    assert_eq!(plain(en.duration(90)), "1 h 30 min");
    assert_eq!(plain(kk.duration(90)), "1 сағ 30 мин");
    assert_eq!(plain(ru.duration(100_000)), "1666 ч 40 мин");
    let pages = |t: &Texts, n: u32| t.t_args("amount-pages", &[("n", n.into())]);
    assert_eq!(plain(pages(&ru, 21)), "21 страница");
    assert_eq!(plain(pages(&ru, 3)), "3 страницы");
    assert_eq!(plain(pages(&ru, 11)), "11 страниц");
    assert_eq!(plain(pages(&en, 1)), "1 page");
    assert_eq!(plain(pages(&kk, 3)), "3 бет");
    assert_eq!(plain(kk.number(1.5)), "1,5");
    assert_eq!(plain(ru.number(12_000.0)), "12\u{202F}000");
    assert_eq!(plain(en.number(1_234_567.0)), "1,234,567");
    let at = qadam_domain::Millis(1_795_241_940_000); // 21 November 2026, 06:19 UTC
    assert_eq!(plain(kk.moment(at, 300, None)), "21 қараша, 11:19");
    assert_eq!(plain(kk.moment(at, 300, Some(d))), "11:19");
    assert_eq!(plain(kk.moment(qadam_domain::Millis(i64::MAX), 300, None)), "");
}

#[test]
fn a_number_stays_on_one_line_with_what_it_counts() {
    let [kk, ru, en] = Lang::ALL.map(Texts::new);
    let d = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    assert_eq!(kk.date(d), "21\u{a0}қараша");
    assert_eq!(ru.date_year(d), "21\u{a0}ноября 2026\u{a0}г.");
    assert_eq!(en.duration(90), "1\u{a0}h 30\u{a0}min");
    assert_eq!(kk.t_args("journey-n-weeks", &[("n", 3u32.into())]), "3\u{a0}апта");
    // A dash, a sum and a name are no unit.
    assert_eq!(set("7 – 9 (8) 4 / 5 № 6".into()), "7 – 9 (8) 4 / 5 № 6");
}

#[test]
fn a_missing_text_is_seen_and_no_isolation_marks_are_written() {
    let kk = Texts::new(Lang::Kk);
    assert_eq!(kk.t("common-nothing-of-the-kind"), "⟦common-nothing-of-the-kind⟧");
    assert!(!kk.t_args("common-quoted", &[("text", "Абай жолы".into())]).contains('\u{2068}'));
    assert_eq!(Lang::parse("ru-KZ"), Some(Lang::Ru));
    assert_eq!(Lang::parse("de"), None);
    assert_eq!(Lang::parse("қ"), None);
}
