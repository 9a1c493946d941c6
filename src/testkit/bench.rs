//! Figures of the phone's side, natively: `bench [NAME]`. One JSON object a line, with its budget. Run in
//! release and on an idle machine: `./dev bench` does the first.

#![allow(clippy::unwrap_used, clippy::expect_used)]
// A benchmark is the one place that may look at the machine's clock.
#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{Days, NaiveDate};
use qadam_domain::pack::ThingKind;
use qadam_domain::progress::{Input, Logged, progress};
use qadam_domain::{AccountId, Enrolment, Entry, EntryId, Millis, OpId, Pack, Plan, ThingId, ThingRef, Unit};
use qadam_door::command::{Command, Draft, Outcome};
use qadam_door::query::ask;
use qadam_door::view::{Period, ReportDraft, Wanted};
use qadam_protocol::check::RANGES;
use qadam_protocol::record::{Body, Record};
use qadam_storage::check::check;
use qadam_storage::open::{self, File, commit};
use qadam_storage::{Connection, StoreError, apply};
use qadam_testkit::{Phone, World};
use tokio::task::LocalSet;
use uuid::Uuid;

const DAYS: u64 = 540;
const A_DAY: u64 = 20;

fn figure(wanted: Option<&str>, name: &str, budget: f64, run: impl FnOnce() -> f64) {
    if wanted.is_none_or(|w| name.contains(w)) {
        let value = (run() * 1_000.0).round() / 1_000.0;
        println!(
            r#"{{"{name}": {{"value": {value}, "unit": "ms", "budget": {budget}, "better": "lower"}}}}"#
        );
    }
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

fn rank(mut all: Vec<f64>, part: f64) -> f64 {
    all.sort_by(f64::total_cmp);
    let last = all.len() - 1;
    all[((all.len() as f64 * part) as usize).min(last)]
}

/// Eighteen months of a busy person: distinct texts, all seven tracks.
fn history(pack: &Pack, today: NaiveDate) -> (Enrolment, Vec<Entry>) {
    let start = today.checked_sub_days(Days::new(DAYS + 7)).unwrap();
    let enrolment = Enrolment {
        awards: vec![],
        carried: vec![],
        pack: pack.id.clone(),
        version: pack.version.clone(),
        level: "gold".into(),
        start,
        birth: "2005-05-05".parse().unwrap(),
    };
    let mut all = Vec::new();
    for day in 0..DAYS {
        for n in 0..=A_DAY {
            if n == A_DAY && day % 3 != 0 {
                continue;
            }
            let i = day * 100 + n;
            let track = &pack.tracks[(n % 7) as usize];
            all.push(Entry {
                id: EntryId(Uuid::from_u128(u128::from(i) + 1)),
                track: track.id.clone(),
                activity: None,
                on: start.checked_add_days(Days::new(day)).unwrap(),
                utc_offset_min: 300,
                minutes: 10 + (i % 50) as u32,
                pages: 1 + (i % 30) as u32,
                nights: 0,
                // A journey has a name.
                thing: (track.unit == Unit::Days).then(|| ThingRef {
                    id: ThingId(Uuid::from_u128(5_000 + u128::from(day / 3))),
                    kind: ThingKind::Journey,
                    title: format!("Жорық {}", day / 3),
                    finished: false,
                }),
                note: format!("{i}-күн: домбыра, кітап, жүгіру — жазба нөмірі {}", i * 7919 % 10_007),
                attested_by: None,
                photos: vec![],
                written_at: Millis(1_750_000_000_000 + i as i64 * 60_000),
            });
        }
    }
    (enrolment, all)
}

/// The profile's file of a phone, and whose it is.
fn file(folder: &Path) -> (Connection, AccountId) {
    let mut files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    let is = |p: &PathBuf| {
        p.file_name().unwrap().to_string_lossy().starts_with("p-") && p.extension().is_some_and(|e| e == "db")
    };
    let path = files.find(is).unwrap();
    let conn = open::open(path.to_str().unwrap(), File::Profile, true).unwrap();
    let scope = open::fact(&conn, "account").unwrap().unwrap().parse().unwrap();
    (conn, AccountId(scope))
}

async fn long_history(w: &World) -> Phone {
    let pack = Pack::shipped().unwrap();
    let phone = w.participant("Әсел", "gold", "2005-05-05").await;
    let folder = phone.folder().to_owned();
    phone.stop().await;
    let (mut conn, scope) = file(&folder);
    let (enrolment, all) = history(&pack, "2026-11-21".parse().unwrap());
    commit::<_, StoreError>(&mut conn, |tx| {
        tx.execute("DELETE FROM outbox", [])?;
        let record = |n: u64, body| Record {
            version: n,
            revision: OpId(Uuid::from_u128(u128::from(n) << 64)),
            author: scope,
            body,
        };
        apply::remote(tx, scope, &record(1, Body::Enrolment(enrolment)))?;
        for (i, e) in all.into_iter().enumerate() {
            apply::remote(tx, scope, &record(i as u64 + 2, Body::Entry(e)))?;
        }
        Ok(())
    })
    .unwrap();
    drop(conn);
    w.phone_at(&folder)
}

fn draft(n: u32) -> Draft {
    Draft {
        id: None,
        track: "sport".into(),
        activity: None,
        on: "2026-11-21".parse().unwrap(),
        minutes: 5 + n % 90,
        pages: 0,
        nights: 0,
        thing: None,
        note: format!("Жазба {n}"),
        attested_by: None,
        photos: vec![],
    }
}

/// Everything of a long history as a file, and that file on a fresh phone; and the rows of the table.
async fn export_and_import(wanted: Option<&str>, w: &World, phone: &Phone) {
    let began = Instant::now();
    phone.ask(ask::ExportRows {}).await;
    figure(wanted, "export_import_10950_entries_table_rows", 500.0, || ms(began));
    let began = Instant::now();
    let Outcome::File { text, .. } = phone.run(Command::Export).await else { panic!("no file") };
    figure(wanted, "export_import_10950_entries_export", 1_000.0, || ms(began));
    let fresh = w.phone();
    let began = Instant::now();
    fresh.door.run(Command::Import { text }).await.unwrap();
    figure(wanted, "export_import_10950_entries_import", 3_000.0, || ms(began));
}

/// Median of a query, asked again after a write each time, so that nothing remembered helps.
macro_rules! query {
    ($wanted:expr, $name:literal, $phone:expr, $question:expr) => {
        if $wanted.is_none_or(|w| $name.contains(w)) {
            let mut all = Vec::new();
            for n in 0..9 {
                $phone.run(Command::Log { draft: draft(n) }).await;
                let began = Instant::now();
                $phone.ask($question).await;
                all.push(ms(began));
            }
            figure($wanted, $name, 8.0, || rank(all, 0.5));
        }
    };
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let wanted = std::env::args().nth(1);
    let wanted = wanted.as_deref();
    figure(wanted, "engine_gold_10950_entries", 5.0, || {
        let pack = Pack::shipped().unwrap();
        let (enrolment, all) = history(&pack, "2026-11-21".parse().unwrap());
        let logged: Vec<Logged> = all
            .into_iter()
            .map(|entry| Logged { revision: OpId(entry.id.0), entry, decision: None })
            .collect();
        let plan = Plan::default();
        let input = Input {
            pack: &pack,
            enrolment: &enrolment,
            plan: &plan,
            entries: &logged,
            open_reports: 0,
            today: "2026-11-21".parse().unwrap(),
        };
        let once = |_| {
            let began = Instant::now();
            std::hint::black_box(progress(std::hint::black_box(input)));
            ms(began)
        };
        rank((0..41).map(once).collect(), 0.5)
    });
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            if wanted.is_none_or(|x| "native_entry_p99".contains(x)) {
                let phone = w.participant("Әсел", "silver", "2005-05-05").await;
                let mut all = Vec::new();
                for n in 0..500 {
                    let began = Instant::now();
                    phone.run(Command::Log { draft: draft(n) }).await;
                    all.push(ms(began));
                }
                figure(wanted, "native_entry_p99", 10.0, || rank(all, 0.99));
                phone.stop().await;
            }
            let phone = long_history(&w).await;
            // Sums over all rows, as a phone makes them when it has nothing to send.
            let (conn, scope) = file(phone.folder());
            let sums = |_| {
                let began = Instant::now();
                check(&conn, scope, 10_951, RANGES).unwrap();
                ms(began)
            };
            figure(wanted, "compare_10950_entries", 30.0, || rank((0..9).map(sums).collect(), 0.5));
            query!(wanted, "query_today_10950_entries", phone, ask::Today {});
            query!(wanted, "query_journey_10950_entries", phone, ask::Journey {});
            query!(wanted, "query_track_10950_entries", phone, ask::Track { track: "sport".into() });
            // The heatmap's day, and the year: what pictures ask for.
            let on = "2026-10-21".parse().unwrap();
            query!(wanted, "query_heatmap_day_10950_entries", phone, ask::DayLook { on, track: None });
            query!(wanted, "query_year_10950_entries", phone, ask::Year { year: None });
            query!(wanted, "query_log_form_10950_entries", phone, ask::LogForm { track: None, entry: None });
            // Nearly as much as a report holds: all of it weighed as if it were approved.
            let (from, to) = ("2026-10-21".parse().unwrap(), "2026-11-13".parse().unwrap());
            let draft_of = ReportDraft { period: Period::Days { from, to }, ..ReportDraft::default() };
            phone.run(Command::ReportDraft { report: None, draft: draft_of }).await;
            query!(wanted, "query_report_form_10950_entries", phone, ask::ReportForm {});
            let form = phone.ask(ask::ReportForm {}).await;
            let (report, entries) = (form.report, form.entries.iter().map(|e| e.row.id).collect());
            phone.run(Command::ReportSubmit { report, entries, message: String::new() }).await;
            query!(wanted, "query_report_10950_entries", phone, ask::Report { report });
            query!(wanted, "query_reports_10950_entries", phone, ask::Reports {});
            if wanted.is_none_or(|x| "export_import_10950_entries".contains(x)) {
                export_and_import(wanted, &w, &phone).await;
            }
            let book = |text: &str, offset| ask::Book {
                wanted: Wanted { text: text.into(), ..Wanted::default() },
                offset,
                limit: 40,
            };
            query!(wanted, "book_page", phone, book("", 6_000));
            // Two words, one in every note and one in few: no entry can be passed over early.
            query!(wanted, "book_search", phone, book("ДОМБЫРА 77", 0));
        })
        .await;
}
