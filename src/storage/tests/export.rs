//! Export and back: the same rows, whatever the history was.

use std::cell::RefCell;

use proptest::prelude::*;
use qadam_domain::report::{Decision, ItemDecision};
use qadam_domain::{Enrolment, MessageId, Plan, ThingId, ThingRef, Verdict, pack::ThingKind};
use qadam_protocol::op::Profile;
use qadam_protocol::record::{Member, MemberStanding};

use super::*;
use crate::export::{self, EXPORTED, FORMAT, FORMAT_VERSION, Head, LEFT_OUT, Unreadable};

fn head() -> Head {
    Head {
        format: FORMAT.into(),
        format_version: FORMAT_VERSION,
        app: "0".into(),
        schema: SCHEMA,
        made_at: NOW,
        pack: ("p".into(), "1".into()),
        account: ME,
        name: "Әсел".into(),
        settings: vec![("theme".into(), "dark".into())],
    }
}

fn fresh(folder: &TempDir, name: &str) -> Connection {
    open(&path(folder, name), File::Profile, true).unwrap()
}

fn text(conn: &Connection) -> String {
    export::write(conn, &head()).unwrap()
}

/// Every row of every exported table but the outbox, whose places differ, as text.
fn dump(conn: &Connection) -> Vec<String> {
    let mut out = Vec::new();
    for table in EXPORTED {
        let (columns, rows) = match *table {
            "outbox" => {
                ("op_id, scope, kind, key, base, op, made_at, state, code", "state <> 'done' ORDER BY seq")
            }
            // not exported: nobody but the participant writes these
            "entry_revision" => ("*", "1 ORDER BY revision"),
            // whoever reads an export in pulls everything: the server says again what it said meanwhile
            "shadow" => ("scope, kind, key, revision, author, version, body", "1 ORDER BY 1, 2, 3"),
            // the order is the same, its numbers are not
            "entry_history" => ("entry, revision, scope, removed, body", "1 ORDER BY seq"),
            _ => ("*", "1 ORDER BY 1, 2, 3"),
        };
        let mut stmt = conn.prepare(&format!("SELECT {columns} FROM {table} WHERE {rows}")).unwrap();
        let n = stmt.column_count();
        let mut rows = stmt.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = (0..n).map(|i| format!("{:?}", row.get_ref(i).unwrap())).collect();
            out.push(format!("{table} {}", cells.join(" | ")));
        }
    }
    out
}

fn back(text: &str) -> (TempDir, Connection) {
    let folder = TempDir::new().unwrap();
    let mut conn = fresh(&folder, "back.db");
    let export = export::read(text).unwrap();
    commit::<_, StoreError>(&mut conn, |tx| {
        for k in &export.records {
            export::put_back(tx, ME, k)?;
        }
        for k in &export.server {
            export::put_back_shadow(tx, ME, k)?;
        }
        export.waiting.iter().try_for_each(|o| export::put_back_op(tx, ME, o))?;
        export.plans.iter().try_for_each(|p| export::put_back_plan(tx, ME, p))?;
        export.earlier.iter().try_for_each(|k| export::put_back_earlier(tx, ME, k))
    })
    .unwrap();
    (folder, conn)
}

#[test]
fn every_table_is_in_the_export_or_left_out_on_purpose() {
    let folder = TempDir::new().unwrap();
    let conn = fresh(&folder, "p.db");
    let mut stmt = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .unwrap();
    let there: Vec<String> = stmt.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let mut known: Vec<String> = EXPORTED.iter().chain(LEFT_OUT).map(|t| (*t).to_owned()).collect();
    known.sort();
    assert_eq!(there, known, "a new table: export it, or say in export.rs why not");
}

#[test]
fn what_is_no_export_is_told_apart() {
    let folder = TempDir::new().unwrap();
    let whole = text(&fresh(&folder, "p.db"));
    assert!(export::read(&whole).is_ok());
    assert!(export::read(&format!("\u{feff}{whole}")).is_ok());
    let read = |text: &str| export::read(text).map(|_| ()).unwrap_err();
    assert_eq!(read(""), Unreadable::Foreign);
    assert_eq!(read("{\"head\": 1}"), Unreadable::Foreign);
    assert_eq!(read(&whole[..whole.len() / 2]), Unreadable::Foreign);
    assert_eq!(read(&whole.replace(FORMAT, "other")), Unreadable::Foreign);
    assert_eq!(read(&whole.replace("\"format_version\":1", "\"format_version\":2")), Unreadable::Newer);
    let broken = whole.replace("\"records\":[", "\"records\":[\n{\"body\":{\"unheard_of\":1}}");
    assert_eq!(read(&broken), Unreadable::Broken(3));
}

fn apply_one(tx: &rusqlite::Transaction<'_>, n: u128, what: u8, x: u32) -> StoreResult<()> {
    let known = u128::from(x % 5) + 100;
    let thing = (x.is_multiple_of(3)).then(|| ThingRef {
        id: ThingId(Uuid::from_u128(u128::from(x % 4))),
        kind: ThingKind::Book,
        title: "Абай жолы \"1\", \\ \n".into(),
        finished: x.is_multiple_of(2),
    });
    let entry = Entry {
        id: EntryId(Uuid::from_u128(known)),
        track: "sport".into(),
        activity: None,
        on: "2026-11-01".parse().unwrap(),
        utc_offset_min: 300,
        minutes: x,
        pages: 0,
        nights: 0,
        thing,
        note: format!("жазба {x} \u{2028} \u{0}"),
        attested_by: None,
        photos: vec![],
        written_at: NOW.plus(i64::from(x)),
    };
    let report = ReportId(Uuid::from_u128(u128::from(x % 3)));
    let held = entries::get(tx, entry.id)?.map(|e| Item { entry: e.entry.id, revision: e.revision });
    let items: Vec<Item> = held.into_iter().collect();
    let message =
        ChatMessage { id: MessageId(Uuid::from_u128(n)), text: "Сәлем".into(), written_at: NOW };
    let op = |payload| Op { op_id: OpId(Uuid::from_u128(n)), scope: ME, base: None, schema: SCHEMA, payload };
    let record = |body| Record { version: x.into(), revision: OpId(Uuid::from_u128(n)), author: ME, body };
    let revision = |number| Revision {
        report,
        number,
        items: items.clone(),
        message: String::new(),
        submitted_at: NOW,
        received_at: None,
    };
    let words =
        items.iter().map(|i| ItemDecision { item: *i, verdict: Verdict::ToFix, reason: "неге".into() });
    let written = match what {
        0 => op(Payload::EntryPut(entry)),
        1 => op(Payload::EntryRemove { entry: entry.id }),
        2 if tx.query_row("SELECT count(*) FROM report WHERE report = ?1", [report.bytes()], |r| {
            r.get::<_, u32>(0)
        })? == 0 =>
        {
            op(Payload::ReportSubmit(revision(1)))
        }
        3 => op(Payload::ChatSend(message)),
        4 => op(Payload::Profile(Profile { name: format!("Ә{x}"), language: "kk".into() })),
        5 => op(Payload::Plan(Plan::default())),
        6 => op(Payload::ChatRead { up_to: x.into() }),
        7 => {
            let e = Enrolment {
                pack: "p".into(),
                version: "1".into(),
                level: "gold".into(),
                start: entry.on,
                birth: "2005-05-05".parse().unwrap(),
                awards: Vec::new(),
                carried: Vec::new(),
            };
            op(Payload::Enrol(e))
        }
        8 => return apply::remote(tx, ME, &record(Body::Entry(entry))),
        9 => return apply::remote(tx, ME, &record(Body::EntryGone { entry: entry.id })),
        10 => {
            let d = Decision {
                report,
                number: 1,
                items: words.collect(),
                message: String::new(),
                decided_at: NOW,
                by: Some(ME),
                superseded: x.is_multiple_of(4),
            };
            return apply::remote(tx, ME, &record(Body::Decision(d)));
        }
        11 => return apply::remote(tx, ME, &record(Body::Chat { seq: x.into(), received_at: NOW, message })),
        12 => {
            let m = Member {
                participant: ME,
                name: "Ә".into(),
                mentor: ME,
                mentor_name: "Б".into(),
                standing: MemberStanding::Accepted,
                minor: false,
                consent: None,
                asked_at: NOW,
            };
            return apply::remote(tx, ME, &record(Body::Member(m)));
        }
        13 => return apply::remote(tx, ME, &record(Body::EntryRevision(entry))),
        14 => return apply::remote(tx, ME, &record(Body::ReportSeen { report, number: 1, at: Some(NOW) })),
        _ => {
            // the server takes, or refuses, the oldest that waits
            let Some(first) = outbox::list(tx, 1)?.pop() else { return Ok(()) };
            let result = if x.is_multiple_of(3) {
                OpResult::Rejected { code: Code::Invalid }
            } else {
                OpResult::Applied
            };
            answers::ack(tx, first.op.op_id, &result, NOW)?;
            return Ok(());
        }
    };
    write::write(tx, ME, &written, NOW.plus(n as i64)).map(|_| ())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn export_and_back_is_the_same_file(steps in prop::collection::vec((0u8..18, 0u32..60), 0..60)) {
        let folder = TempDir::new().unwrap();
        let conn = RefCell::new(fresh(&folder, "p.db"));
        for (i, (what, x)) in steps.iter().enumerate() {
            commit::<_, StoreError>(&mut conn.borrow_mut(), |tx| apply_one(tx, i as u128 + 1_000, *what, *x)).unwrap();
        }
        let conn = conn.into_inner();
        let first = text(&conn);
        let (_kept, again) = back(&first);
        prop_assert_eq!(dump(&conn), dump(&again));
        prop_assert_eq!(&first, &text(&again));
        prop_assert!(!first.contains("token") && !first.contains("recovery"));
    }
}
