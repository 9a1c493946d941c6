//! The log book: what is looked for is found and nothing else; edits and their undo are revisions one can
//! see, after a restart too.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use qadam_domain::entry::Attestation;
use qadam_domain::pack::ThingKind;
use qadam_domain::plan::{Plan, TrackPlan};
use qadam_domain::report::{ItemDecision, Verdict};
use qadam_domain::{EntryId, Pack, ReportId, ThingId, ThingRef};
use qadam_door::Fault;
use qadam_door::command::{Command, Draft, Outcome};
use qadam_door::query::ask;
use qadam_door::view::{BookStatus, BookView, EntryView, Joining, Place, Wanted, Why};
use qadam_testkit::{Phone, World};
use tokio::task::LocalSet;
use uuid::Uuid;

const TODAY: &str = "2026-11-21";

fn run<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&rt, async { test(World::new()).await });
}

fn day(back: u64) -> NaiveDate {
    TODAY.parse::<NaiveDate>().unwrap() - Days::new(back)
}

fn draft(track: &str, back: u64, minutes: u32, note: &str) -> Draft {
    let mut d = qadam_testkit::draft(track, &day(back).to_string(), minutes);
    d.note = note.into();
    d
}

async fn log(phone: &Phone, draft: Draft) -> EntryId {
    match phone.run(Command::Log { draft }).await {
        Outcome::Logged { entry, .. } => entry,
        other => panic!("{other:?}"),
    }
}

async fn book(phone: &Phone, wanted: Wanted) -> BookView {
    phone.ask(ask::Book { wanted, offset: 0, limit: 200 }).await
}

fn ids(view: &BookView) -> Vec<EntryId> {
    view.days.iter().flat_map(|d| d.rows.iter().map(|r| r.id)).collect()
}

async fn found(phone: &Phone, text: &str) -> Vec<String> {
    let view = book(phone, Wanted { text: text.into(), ..Wanted::default() }).await;
    view.days.into_iter().flat_map(|d| d.rows.into_iter().map(|r| r.note)).collect()
}

#[test]
fn words_are_found_in_notes_titles_names_and_people() {
    run(|w| async move {
        let phone = w.participant("Әсел", "gold", "2000-05-01").await;
        log(&phone, Draft { activity: Some("running".into()), ..draft("sport", 0, 30, "Өзен бойымен") })
            .await;
        log(
            &phone,
            Draft {
                activity: Some("dombyra".into()), ..draft("skills", 1, 40, "Жаңа күй: «Ерке сылқым»")
            },
        )
        .await;
        let book_of = |title: &str| ThingRef {
            id: ThingId(Uuid::from_u128(7)),
            kind: ThingKind::Book,
            title: title.into(),
            finished: false,
        };
        log(
            &phone,
            Draft {
                pages: 20, thing: Some(book_of("Ёлка у Ивановых")), ..draft("reading", 2, 0, "странно")
            },
        )
        .await;
        let by = Attestation {
            name: "Гүлнар Ағай".into(), role: "кітапхана меңгерушісі".into()
        };
        log(&phone, Draft { attested_by: Some(by), ..draft("volunteering", 3, 60, "Көмек") }).await;

        // Case, ё and е, several words in any order, parts of words.
        for (text, notes) in [
            ("ӨЗЕН", &["Өзен бойымен"][..]),
            ("жүгіру", &["Өзен бойымен"]),
            ("бег", &["Өзен бойымен"]),
            ("Running", &["Өзен бойымен"]),
            ("сылқым КҮЙ", &["Жаңа күй: «Ерке сылқым»"]),
            ("елка ИВАН", &["странно"]),
            ("ёлка", &["странно"]),
            ("гүлнар", &["Көмек"]),
            ("КІТАПХАНА ағай", &["Көмек"]),
            ("күй өзен", &[]),
            ("каз", &[]),
            ("%", &[]),
            ("  ", &["Өзен бойымен", "Жаңа күй: «Ерке сылқым»", "странно", "Көмек"]),
        ] {
            assert_eq!(found(&phone, text).await, notes, "{text}");
        }
        // What goes by its track's name is found by it; what has a name of its own is not.
        assert_eq!(found(&phone, "еріктілік").await, ["Көмек"]);
        assert!(found(&phone, "талант").await.is_empty());
    });
}

#[test]
fn days_come_whole_with_totals_however_the_parts_are_cut() {
    run(|w| async move {
        let phone = w.participant("Әсел", "gold", "2000-05-01").await;
        for back in 0..6 {
            for n in 0..5u32 {
                let track = if n % 2 == 0 { "sport" } else { "reading" };
                log(&phone, Draft { pages: 7, ..draft(track, back, 10 + n, "") }).await;
                w.pass(1);
            }
        }
        let whole = book(&phone, Wanted::default()).await;
        assert_eq!((whole.hits, whole.all, whole.first), (30, 30, Some(day(5))));
        assert_eq!(whole.days.len(), 6);
        let sums: Vec<u32> = whole.days[0].sums.iter().map(|a| a.value).collect();
        assert_eq!((whole.days[0].hits, sums), (5, vec![10 + 12 + 14, 14]));
        assert!(whole.days.iter().all(|d| !d.continued) && whole.days.is_sorted_by(|a, b| a.on > b.on));
        for limit in [1, 3, 4, 7, 29, 30, 31] {
            let (mut rows, mut headings) = (Vec::new(), Vec::new());
            for offset in (0..33).step_by(limit as usize) {
                let part = phone.ask(ask::Book { wanted: Wanted::default(), offset, limit }).await;
                for d in &part.days {
                    let all = whole.days.iter().find(|x| x.on == d.on).unwrap();
                    assert_eq!((d.hits, &d.sums), (all.hits, &all.sums), "totals are of the whole day");
                }
                headings.extend(part.days.iter().filter(|d| !d.continued).map(|d| d.on));
                rows.extend(ids(&part));
            }
            assert_eq!(rows, ids(&whole), "{limit}");
            assert_eq!(headings, whole.days.iter().map(|d| d.on).collect::<Vec<_>>(), "{limit}");
        }
        let some =
            Wanted { track: Some("sport".into()), from: Some(day(2)), to: Some(day(1)), ..Wanted::default() };
        let some = book(&phone, some).await;
        assert_eq!((some.hits, some.all, some.days.len()), (6, 30, 2));
        assert_eq!(some.days[0].sums.len(), 1);
    });
}

#[test]
fn edits_and_their_undo_are_revisions_that_survive_a_restart() {
    run(|w| async move {
        let phone = w.participant("Әсел", "gold", "2000-05-01").await;
        let id = log(&phone, draft("skills", 9, 40, "Домбыра")).await;
        let one = |phone: &Phone| {
            let door = phone.door.clone();
            async move { door.ask(&ask::Entry { entry: id }).await.unwrap() }
        };
        let first: EntryView = one(&phone).await;
        assert_eq!((first.late, first.past.len(), first.removable), (Some(9), 0, true));

        w.pass(60_000);
        let edit = Draft { id: Some(id), ..draft("skills", 9, 30, "Домбыра, жаңа күй") };
        phone.run(Command::Log { draft: edit }).await;
        let edited = one(&phone).await;
        assert_eq!((edited.now.draft.minutes, edited.past.len()), (30, 1));
        assert_eq!((edited.past[0].draft.minutes, edited.past[0].revision), (40, first.now.revision));
        assert_eq!(
            (edited.first_at, edited.late),
            (first.first_at, Some(9)),
            "an edit is not the first writing"
        );
        assert!(found(&phone, "жаңа").await.len() == 1, "the search knows the edit");

        // Undo: the earlier revision as a new one; the one between stays.
        w.pass(60_000);
        phone.run(Command::EntryRevert { entry: id, revision: first.now.revision }).await;
        let phone = phone.restart();
        let back = one(&phone).await;
        assert_eq!((back.now.draft.minutes, back.now.draft.note.as_str()), (40, "Домбыра"));
        assert_ne!(back.now.revision, first.now.revision);
        assert_eq!(back.past.iter().map(|p| p.draft.minutes).collect::<Vec<_>>(), [30, 40]);
        assert!(back.now.at > edited.now.at);
        assert!(found(&phone, "жаңа").await.is_empty());

        // Removed, and brought back.
        phone.run(Command::EntryRemove { entry: id }).await;
        let gone = one(&phone).await;
        assert!(gone.now.removed && !gone.removable && gone.row.standing.is_none());
        assert_eq!(book(&phone, Wanted::default()).await.all, 0);
        phone.run(Command::EntryRestore { entry: id }).await;
        let again = one(&phone).await;
        assert!(!again.now.removed && again.past[0].removed);
        // A revision that never was, and somebody else's.
        let error = phone
            .try_run(Command::EntryRevert { entry: id, revision: qadam_domain::OpId(Uuid::nil()) })
            .await;
        assert_eq!(error.unwrap_err().fault, Fault::NotFound);
    });
}

#[test]
fn every_status_finds_its_own() {
    run(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.participant("Ерлан", "gold", "2000-05-01").await;
        phone.run(Command::Join { code }).await;
        let who = mentor.until(ask::Queue {}, |q| !q.joiners.is_empty()).await.joiners[0].participant;
        mentor.run(Command::JoinerAnswer { participant: who, accept: true }).await;
        phone.until(ask::Me {}, |m| matches!(m.joining, Joining::Joined { .. })).await;
        let good = log(&phone, draft("skills", 0, 90, "жақсы")).await;
        let fix = log(&phone, draft("heritage", 0, 30, "?")).await;
        let no = log(&phone, draft("heritage", 0, 31, "??")).await;
        let report = ReportId(Uuid::from_u128(1));
        phone
            .run(Command::ReportSubmit { report, entries: vec![good, fix, no], message: String::new() })
            .await;
        let of = async |s: BookStatus| {
            let wanted = Wanted { status: Some(s), ..Wanted::default() };
            let mut all = ids(&book(&phone, wanted).await);
            all.sort();
            all
        };
        let sorted = |mut all: Vec<EntryId>| {
            all.sort();
            all
        };
        assert_eq!(of(BookStatus::InReport).await, sorted(vec![good, fix, no]));
        assert!(of(BookStatus::Waits).await.is_empty());
        assert!(!phone.ask(ask::Entry { entry: good }).await.removable);

        mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        let word = |e: EntryId| match e {
            e if e == good => (Verdict::Counted, String::new()),
            e if e == fix => (Verdict::ToFix, "Не істедің?".to_owned()),
            _ => (Verdict::NotCounted, "Бұл басқа бағыт".to_owned()),
        };
        let items = review.entries.iter().map(|e| {
            let (verdict, reason) = word(e.row.id);
            ItemDecision { item: e.item, verdict, reason }
        });
        let items = items.collect();
        mentor
            .run(Command::ReportDecide { participant: who, report, number: 1, items, message: String::new() })
            .await;
        phone.until(ask::Entry { entry: good }, |e| e.row.place == Place::Counted).await;
        let free = log(&phone, draft("heritage", 0, 45, "жаңа")).await;
        let short = log(&phone, draft("sport", 0, 20, "аз")).await;
        assert_eq!(of(BookStatus::Counted).await, [good]);
        assert_eq!(of(BookStatus::ToFix).await, [fix]);
        assert_eq!(of(BookStatus::NotCounted).await, [no]);
        assert_eq!(of(BookStatus::Waits).await, sorted(vec![free, short]));
        assert_eq!(of(BookStatus::NotYet).await, [short], "20 of 60 minutes in the week");
        assert!(of(BookStatus::InReport).await.is_empty());

        let one = phone.ask(ask::Entry { entry: fix }).await;
        let word = one.word.unwrap();
        assert_eq!(
            (word.verdict, word.reason.as_str(), word.by.as_str()),
            (Verdict::ToFix, "Не істедің?", "Айгүл")
        );
        assert!(word.of_this && one.report.unwrap().id == report);
        // Changed since: the word is of an earlier revision, and the entry waits again.
        phone
            .run(Command::Log {
                draft: Draft { id: Some(fix), ..draft("heritage", 0, 30, "Шежіре жинадым") },
            })
            .await;
        let one = phone.ask(ask::Entry { entry: fix }).await;
        assert!(!one.word.unwrap().of_this && one.past.len() == 1);
        assert!(of(BookStatus::ToFix).await.is_empty());
    });
}

#[test]
fn the_sheet_suggests_what_is_planned_now_and_what_such_days_bring() {
    run(|w| async move {
        let phone = w.participant("Әсел", "gold", "2000-05-01").await;
        // It is Saturday, 10:00. Saturdays: volunteering with the same person; reading every day.
        let by = Attestation { name: "Гүлнар".into(), role: "кітапхана".into() };
        for week in 1..=4 {
            let d = draft("volunteering", week * 7, 120, "Кітапхана");
            log(&phone, Draft { attested_by: Some(by.clone()), activity: Some("bilim".into()), ..d }).await;
        }
        let thing = |n, title: &str, finished| ThingRef {
            id: ThingId(Uuid::from_u128(n)),
            kind: ThingKind::Book,
            title: title.into(),
            finished,
        };
        for (back, title, n, finished) in
            [(20u64, "Абай жолы", 1, false), (9, "Көшпенділер", 2, false), (3, "Көшпенділер", 2, true)]
        {
            log(
                &phone,
                Draft { pages: 25, thing: Some(thing(n, title, finished)), ..draft("reading", back, 0, "") },
            )
            .await;
        }
        let item = |track: &str, activity: &str, at_min| TrackPlan {
            track: track.into(),
            activity: Some(activity.into()),
            goal: String::new(),
            days: 0b111_1111,
            amount: 35,
            at_min,
        };
        let tracks =
            vec![item("sport", "running", Some(7 * 60)), item("skills", "dombyra", Some(10 * 60 + 15))];
        let plan = Plan { tracks, ..Plan::default() };
        phone.run(Command::PlanSet { plan }).await;

        let form = phone.ask(ask::LogForm { track: None, entry: None }).await;
        let said: Vec<(&str, Why, u32)> = form
            .suggestions
            .iter()
            .map(|s| (s.draft.track.as_str(), s.why, s.draft.minutes + s.draft.pages))
            .collect();
        assert_eq!(
            said[0],
            ("skills", Why::Planned { at_min: Some(615) }, 35),
            "what is due now stands first"
        );
        assert_eq!(said[1], ("sport", Why::Planned { at_min: Some(420) }, 35));
        assert_eq!(said[2], ("volunteering", Why::Weekday, 120));
        assert_eq!(form.suggestions[2].draft.attested_by, Some(by.clone()));
        assert_eq!((said[3].0, said[3].1, said[3].2, said.len()), ("reading", Why::Often, 25, 4));
        // The finished book is not read again; the one that was begun is.
        assert_eq!(form.suggestions[3].draft.thing, Some(thing(1, "Абай жолы", false)));
        assert!(
            form.suggestions
                .iter()
                .all(|s| s.draft.on == day(0) && s.draft.note.is_empty() && s.draft.id.is_none())
        );
        let preset = |track: &str| form.by_track.iter().find(|p| p.track == track).unwrap();
        assert_eq!((preset("volunteering").people.as_slice(), preset("reading").note_words), (&[by][..], 50));
        assert_eq!(preset("reading").things, [thing(1, "Абай жолы", false)]);

        // What is done is suggested no more.
        log(&phone, form.suggestions[0].draft.clone()).await;
        let form = phone.ask(ask::LogForm { track: None, entry: None }).await;
        assert!(form.suggestions.iter().all(|s| s.draft.track != "skills"), "{:?}", form.suggestions);
        // A late day is said before it is saved.
        let late = async |back| phone.ask(ask::LogPreview { draft: draft("sport", back, 30, "") }).await.late;
        assert_eq!((late(0).await, late(3).await, late(4).await), (None, None, Some(4)));
    });
}

// ---------------------------------------------------------------- the search against a naive one

/// Letters that a search could take for one another, or must not.
const LETTERS: &[&str] = &[
    "а",
    "Ә",
    "ә",
    "к",
    "Қ",
    "қ",
    "и",
    "й",
    "Й",
    "и\u{306}",
    "е",
    "ё",
    "Ё",
    "Е\u{308}",
    "і",
    "I",
    "i",
    "һ",
    "H",
    "х",
    "ұ",
    "Ү",
    "ү",
    "у",
    "о",
    "ө",
    "Ө",
    "н",
    "ң",
    "г",
    "ғ",
    "э\u{301}",
    "s",
    "S",
    "ß",
    "1",
    "%",
    "_",
    "\\",
    "\"",
    "'",
    "*",
];

fn word() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(LETTERS), 1..4).prop_map(|l| l.concat())
}
fn words(n: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(word(), n).prop_map(|w| w.join(" "))
}

/// The same letters as a person would say: slowly, and by another way than the app.
fn naive(text: &str) -> String {
    text.to_lowercase()
        .replace("и\u{306}", "й")
        .replace('ё', "е")
        .replace('i', "і")
        .replace('h', "һ")
        .replace('ə', "ә")
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect()
}

#[derive(Clone, Debug)]
struct Written {
    note: String,
    title: String,
    by: String,
    track: usize,
    activity: usize,
}

fn written() -> impl Strategy<Value = Written> {
    (words(0..4), words(0..2), words(0..2), 0..7usize, 0..9usize)
        .prop_map(|(note, title, by, track, activity)| Written { note, title, by, track, activity })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_search_finds_what_a_naive_one_finds(
        all in prop::collection::vec(written(), 1..20),
        searches in prop::collection::vec(prop_oneof![words(1..3), Just("жүг".to_owned()), Just("КІТАП".to_owned())], 15),
    ) {
        let pack = Pack::shipped().unwrap();
        run(|w| async move {
            let phone = w.participant("Әсел", "gold", "2000-05-01").await;
            let mut expected: Vec<(EntryId, String)> = Vec::new();
            for (n, x) in all.iter().enumerate() {
                let track = &pack.tracks[x.track];
                let activity = track.activities.get(x.activity);
                let thing = track.thing.filter(|_| !x.title.is_empty() || track.unit == qadam_domain::Unit::Days).map(|kind| {
                    ThingRef { id: ThingId(Uuid::from_u128(n as u128)), kind, title: format!("т{}", x.title), finished: false }
                });
                let mut d = draft(&track.id, n as u64 % 5, 10, &x.note);
                d.pages = 5;
                d.activity = activity.map(|a| a.id.clone());
                d.thing = thing.clone();
                d.attested_by = (!x.by.is_empty()).then(|| Attestation { name: x.by.clone(), role: x.note.clone() });
                let id = log(&phone, d).await;
                let names = match activity {
                    Some(a) => Some(&a.names),
                    None => thing.is_none().then_some(&track.names),
                };
                let names = names.map(|n| format!("{}\n{}\n{}", n.kk, n.ru, n.en)).unwrap_or_default();
                let title = thing.map(|t| t.title).unwrap_or_default();
                expected.push((id, naive(&[&x.note, &title, &x.by, &names].map(String::as_str).join("\n"))));
            }
            for s in searches {
                let mut want: Vec<EntryId> = expected
                    .iter()
                    .filter(|(_, text)| naive(&s).split_whitespace().all(|w| text.contains(w)))
                    .map(|(id, _)| *id)
                    .collect();
                let mut got = ids(&book(&phone, Wanted { text: s.clone(), ..Wanted::default() }).await);
                want.sort();
                got.sort();
                assert_eq!(got, want, "{s:?}");
            }
        });
    }
}
