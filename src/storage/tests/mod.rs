//! The file as SQLite has it: its schema, one commit for state and outbox, and what acknowledgements,
//! refusals and the server's rows do to each other.

mod dropped;
mod export;
mod held;
mod history;
mod photos;

use qadam_domain::progress::Logged;
use qadam_domain::report::{Item, Revision};
use qadam_domain::{AccountId, Entry, EntryId, Millis, OpId, ReportId};
use qadam_protocol::op::ChatMessage;
use qadam_protocol::record::{Body, Record};
use qadam_protocol::{Code, Op, OpResult, Payload, SCHEMA};
use rusqlite::Connection;
use rusqlite_migration::Migrations;
use tempfile::TempDir;
use uuid::Uuid;

use crate::answers;
use crate::error::{StoreError, StoreResult};
use crate::open::{File, check, commit, open};
use crate::outbox::{self, State};
use crate::{apply, entries, schema, talk, write};

const NOW: Millis = Millis(1_700_000_000_000);
const ME: AccountId = AccountId(Uuid::from_u128(1));

// ---------------------------------------------------------------- schema

/// Every table and index, comments and white space aside.
fn shape(conn: &Connection) -> Vec<String> {
    let mut stmt = conn
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let mut all: Vec<String> =
        stmt.query_map([], |r| r.get::<_, String>(0)).unwrap().map(|s| normal(&s.unwrap())).collect();
    all.sort();
    all
}

fn normal(sql: &str) -> String {
    let bare: String =
        sql.lines().map(|l| l.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
    let words = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("( ", "(").replace(" )", ")").replace(" ,", ",").trim_end_matches(';').to_owned()
}

fn migrations(file: File) -> Migrations<'static> {
    match file {
        File::Device => schema::device(),
        File::Profile => schema::profile(),
    }
}

fn version(conn: &Connection) -> u32 {
    conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
}

#[test]
fn a_file_of_any_earlier_version_becomes_as_a_fresh_one() {
    let folder = TempDir::new().unwrap();
    for (file, name) in [(File::Device, "device"), (File::Profile, "profile")] {
        let fresh = open(&path(&folder, &format!("{name}-fresh.db")), file, true).unwrap();
        let newest = version(&fresh);
        assert!(newest > 0);
        for earlier in 0..newest {
            let old = path(&folder, &format!("{name}-{earlier}.db"));
            let mut conn = Connection::open(&old).unwrap();
            migrations(file).to_version(&mut conn, earlier as usize).unwrap();
            assert_eq!(version(&conn), earlier);
            drop(conn);
            let migrated = open(&old, file, true).unwrap();
            assert_eq!(version(&migrated), newest);
            assert_eq!(shape(&migrated), shape(&fresh), "{name} from version {earlier}");
            check(&migrated).unwrap();
        }
    }
}

#[test]
fn the_schema_document_says_what_is_there() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema.sql")).unwrap();
    let (device, profile) = text.split_at(text.find("-- ==== p-ID.db").expect("the document has two parts"));
    let folder = TempDir::new().unwrap();
    for (file, said) in [(File::Device, device), (File::Profile, profile)] {
        let bare: String =
            said.lines().map(|l| l.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
        let said: Vec<String> = bare.split(';').map(normal).filter(|s| !s.is_empty()).collect();
        let there = shape(&open(&path(&folder, &format!("{file:?}.db")), file, true).unwrap());
        let gone: Vec<_> = said.iter().filter(|s| !there.contains(s)).collect();
        let new: Vec<_> = there.iter().filter(|s| !said.contains(s)).collect();
        assert!(
            gone.is_empty() && new.is_empty(),
            "{file:?}: only in the document {gone:#?}, only there {new:#?}"
        );
        assert_eq!(said.len(), there.len(), "{file:?}: something stands twice");
    }
}

// ---------------------------------------------------------------- opening

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn what_is_no_database_is_damaged_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let file = path(&folder, "p.db");
    let text = "a letter, not a database\n".repeat(400);
    std::fs::write(&file, &text).unwrap();
    assert!(matches!(open(&file, File::Profile, true), Err(StoreError::Damaged(_))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn pages_that_contradict_each_other_are_damaged() {
    let phone = Phone::new();
    for n in 0..200 {
        phone.then(put(n, n, None, &"a long day ".repeat(30)));
    }
    let file = phone.file.clone();
    let Phone { conn, folder, .. } = phone;
    conn.into_inner().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xa5);
    std::fs::write(&file, bytes).unwrap();
    // Found at the latest by looking through the whole file.
    let found = open(&file, File::Profile, true).and_then(|c| check(&c));
    assert!(matches!(found, Err(StoreError::Damaged(_))), "{found:?}");
    drop(folder);
}

#[test]
fn a_newer_schema_is_said_and_nothing_is_changed() {
    let folder = TempDir::new().unwrap();
    for file in [File::Device, File::Profile] {
        let name = path(&folder, &format!("{file:?}.db"));
        let conn = open(&name, file, true).unwrap();
        let newer = version(&conn) + 1;
        conn.pragma_update(None, "user_version", newer).unwrap();
        drop(conn);
        assert!(matches!(open(&name, file, true), Err(StoreError::Newer)));
        assert_eq!(version(&Connection::open(&name).unwrap()), newer);
    }
}

// ---------------------------------------------------------------- one phone

/// A profile's file and what happens to it. Each call is one commit.
struct Phone {
    conn: std::cell::RefCell<Connection>,
    file: String,
    folder: TempDir,
}

fn op_id(n: u128) -> OpId {
    OpId(Uuid::from_u128(0x1000 + n))
}
fn entry_id(n: u128) -> EntryId {
    EntryId(Uuid::from_u128(0x2000 + n))
}

fn entry(n: u128, note: &str) -> Entry {
    serde_json::from_value(serde_json::json!({
        "id": entry_id(n), "track": "sport", "on": "2026-03-02", "utc_offset_min": 300,
        "minutes": 40, "note": note, "written_at": NOW,
    }))
    .unwrap()
}

fn op(n: u128, base: Option<u128>, payload: Payload) -> Op {
    Op { op_id: op_id(n), scope: ME, base: base.map(op_id), schema: SCHEMA, payload }
}

/// The op `n` writes the entry `e`.
fn put(n: u128, e: u128, base: Option<u128>, note: &str) -> Op {
    op(n, base, Payload::EntryPut(entry(e, note)))
}

fn report(n: u128, items: &[(u128, u128)]) -> Op {
    let items = items.iter().map(|(e, r)| Item { entry: entry_id(*e), revision: op_id(*r) }).collect();
    let report = ReportId(Uuid::from_u128(0x3000));
    let revision =
        Revision { report, number: 1, items, message: String::new(), submitted_at: NOW, received_at: None };
    op(n, None, Payload::ReportSubmit(revision))
}

impl Phone {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let file = path(&folder, "p.db");
        let conn = open(&file, File::Profile, true).unwrap().into();
        Self { conn, file, folder }
    }
    fn commit<T>(&self, work: impl FnOnce(&rusqlite::Transaction<'_>) -> StoreResult<T>) -> StoreResult<T> {
        commit(&mut self.conn.borrow_mut(), work)
    }
    fn write(&self, op: &Op) -> StoreResult<bool> {
        self.commit(|tx| write::write(tx, ME, op, NOW))
    }
    fn then(&self, op: Op) {
        assert!(self.write(&op).unwrap());
    }
    fn ack(&self, n: u128, result: &OpResult) {
        self.commit(|tx| answers::ack(tx, op_id(n), result, NOW)).unwrap();
    }
    fn refuse(&self, n: u128) {
        self.ack(n, &OpResult::Rejected { code: Code::Invalid });
    }
    fn discard(&self, n: u128) -> bool {
        self.commit(|tx| answers::discard(tx, op_id(n))).unwrap()
    }
    /// The server tells of the entry `e` as the op `revision` has left it.
    fn told(&self, version: u64, revision: u128, e: u128, note: &str) {
        let body = Body::Entry(entry(e, note));
        let record = Record { version, revision: op_id(revision), author: ME, body };
        self.commit(|tx| apply::remote(tx, ME, &record)).unwrap();
    }
    fn note(&self, e: u128) -> Option<String> {
        let stored = entries::get(&self.conn.borrow(), entry_id(e)).unwrap()?;
        (!stored.removed).then_some(stored.entry.note)
    }
    fn sent(&self, e: u128) -> bool {
        entries::get(&self.conn.borrow(), entry_id(e)).unwrap().unwrap().sent
    }
    fn next(&self) -> Vec<OpId> {
        let ops = outbox::batch(&self.conn.borrow(), 100, 1 << 20, &[]).unwrap();
        ops.into_iter().map(|o| o.op_id).collect()
    }
    fn shadows(&self) -> u32 {
        self.conn.borrow().query_row("SELECT count(*) FROM shadow", [], |r| r.get(0)).unwrap()
    }
    fn state(&self, n: u128) -> Option<State> {
        outbox::state(&self.conn.borrow(), op_id(n)).unwrap()
    }
}

// ---------------------------------------------------------------- one commit

#[test]
fn state_and_outbox_are_one_commit() {
    let phone = Phone::new();
    // The second of the two statements fails: the first must not stay.
    phone
        .conn
        .borrow()
        .execute_batch(
            "CREATE TEMP TRIGGER no_outbox BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END",
        )
        .unwrap();
    assert!(phone.write(&put(1, 1, None, "run")).is_err());
    assert_eq!(phone.note(1), None);
    phone.conn.borrow().execute_batch("DROP TRIGGER no_outbox").unwrap();
    // The same action, tried again, is not taken for a repeat.
    assert!(phone.write(&put(1, 1, None, "run")).unwrap());
    assert_eq!((phone.note(1).as_deref(), phone.next()), (Some("run"), vec![op_id(1)]));

    // Whoever works in the same commit and fails takes both back as well.
    let failed = phone.commit(|tx| {
        write::write(tx, ME, &put(2, 2, None, "swim"), NOW)?;
        Err::<(), _>(StoreError::Full)
    });
    assert!(matches!(failed, Err(StoreError::Full)));
    assert_eq!((phone.note(2), phone.state(2)), (None, None));

    // What was committed is there for whoever opens the file next, without a farewell of this one.
    let again = open(&phone.file, File::Profile, true).unwrap();
    assert_eq!(entries::get(&again, entry_id(1)).unwrap().unwrap().entry.note, "run");
    assert!(outbox::known(&again, op_id(1)).unwrap());
}

#[test]
fn a_full_disk_is_said_and_leaves_neither() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    {
        let conn = phone.conn.borrow();
        let pages: i64 = conn.query_row("PRAGMA page_count", [], |r| r.get(0)).unwrap();
        conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    }
    let long = "қадам ".repeat(20_000);
    assert!(matches!(phone.write(&put(2, 2, None, &long)), Err(StoreError::Full)));
    assert_eq!((phone.note(2), phone.state(2)), (None, None));
    assert_eq!((phone.note(1).as_deref(), phone.next()), (Some("run"), vec![op_id(1)]));
}

#[test]
fn the_same_action_twice_is_one() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    assert!(!phone.write(&put(1, 1, None, "something else")).unwrap());
    assert_eq!(phone.note(1).as_deref(), Some("run"));
    // Nor after the server has it.
    phone.ack(1, &OpResult::Applied);
    assert!(!phone.write(&put(1, 1, None, "run")).unwrap());
    assert!(phone.next().is_empty());
}

// ---------------------------------------------------------------- the server's word

#[test]
fn what_is_applied_leaves_the_outbox_and_stands() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    assert!(!phone.sent(1));
    phone.ack(1, &OpResult::Applied);
    phone.told(1, 1, 1, "run");
    assert!(phone.sent(1));
    assert_eq!((phone.state(1), phone.shadows()), (None, 0));
    // A repeated answer finds nothing to do.
    phone.refuse(1);
    assert_eq!((phone.state(1), phone.note(1).as_deref()), (None, Some("run")));
}

#[test]
fn our_own_row_may_come_before_its_acknowledgement() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    phone.told(1, 1, 1, "run"); // the reply to the push was lost, the next pull brings the row
    assert!(phone.sent(1));
    assert_eq!(phone.next(), vec![op_id(1)]); // still offered, the server says the same again
    phone.ack(1, &OpResult::Applied);
    assert_eq!((phone.note(1).as_deref(), phone.shadows()), (Some("run"), 0));
}

#[test]
fn a_discarded_edit_brings_back_the_servers_row() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    phone.then(put(2, 1, Some(1), "ran far"));
    phone.then(put(3, 1, Some(2), "ran very far"));
    assert!(!phone.discard(3)); // waits; only what was refused can be dropped
    phone.refuse(2);
    phone.refuse(3);
    assert_eq!(phone.state(2), Some(State::Refused(Code::Invalid)));
    // A refusal takes nothing away by itself.
    assert_eq!(phone.note(1).as_deref(), Some("ran very far"));
    assert!(phone.discard(2));
    assert_eq!(phone.note(1).as_deref(), Some("ran very far"));
    assert!(phone.discard(3));
    assert_eq!(phone.note(1).as_deref(), Some("run"));
    let stored = entries::get(&phone.conn.borrow(), entry_id(1)).unwrap().unwrap();
    assert_eq!((stored.revision, stored.sent), (op_id(1), true));
    assert_eq!(phone.shadows(), 0);
}

#[test]
fn a_discarded_removal_brings_the_entry_back() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    phone.then(op(2, Some(1), Payload::EntryRemove { entry: entry_id(1) }));
    assert_eq!(phone.note(1), None);
    phone.refuse(2);
    assert!(phone.discard(2));
    assert_eq!(phone.note(1).as_deref(), Some("run"));
}

#[test]
fn what_was_only_here_goes_when_it_is_discarded() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    phone.then(report(2, &[(1, 1)]));
    let message = ChatMessage {
        id: qadam_domain::MessageId(Uuid::from_u128(9)),
        text: "hello".into(),
        written_at: NOW,
    };
    phone.then(op(3, None, Payload::ChatSend(message)));
    for n in [3, 2, 1] {
        phone.refuse(n);
        assert!(phone.discard(n));
    }
    let count = |table: &str| -> u32 {
        phone.conn.borrow().query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap()
    };
    for table in ["entry", "report", "report_item", "chat", "outbox", "shadow"] {
        assert_eq!(count(table), 0, "{table}");
    }
    assert!(talk::list(&phone.conn.borrow(), ME, 10).unwrap().is_empty());
}

#[test]
fn the_servers_row_does_not_overwrite_what_waits() {
    let phone = Phone::new();
    phone.told(7, 1, 1, "run");
    phone.then(put(2, 1, Some(1), "my words"));
    phone.told(8, 50, 1, "words of my other phone");
    assert_eq!(phone.note(1).as_deref(), Some("my words"));
    // Kept beside the newer one: the server's stands.
    phone.ack(2, &OpResult::Kept);
    assert_eq!(phone.note(1).as_deref(), Some("words of my other phone"));
    assert_eq!(phone.shadows(), 0);
    // Nothing waits: the next one comes straight in.
    phone.told(9, 51, 1, "and again");
    assert_eq!(phone.note(1).as_deref(), Some("and again"));
}

#[test]
fn a_refused_op_holds_back_what_depends_on_it_and_nothing_else() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    phone.then(put(2, 1, Some(1), "ran far"));
    phone.then(put(3, 2, None, "swim"));
    phone.then(report(4, &[(1, 2)]));
    assert_eq!(phone.next(), [1, 2, 3, 4].map(op_id));
    phone.refuse(1);
    assert_eq!(phone.next(), vec![op_id(3)]);
    let states: Vec<State> =
        outbox::list(&phone.conn.borrow(), 10).unwrap().into_iter().map(|w| w.state).collect();
    assert_eq!(states, [State::Refused(Code::Invalid), State::Behind, State::Waiting, State::Behind]);
    assert!(phone.commit(|tx| answers::retry(tx, op_id(1))).unwrap());
    assert_eq!(phone.next(), [1, 2, 3, 4].map(op_id));
}

#[test]
fn a_batch_keeps_order_and_bounds_and_moves_on() {
    let phone = Phone::new();
    for n in 0..10 {
        phone.then(put(n, n, None, &"x".repeat(1_000)));
    }
    let ids = |ops: usize, bytes: usize, closed: &[AccountId]| -> Vec<OpId> {
        let batch = outbox::batch(&phone.conn.borrow(), ops, bytes, closed).unwrap();
        batch.into_iter().map(|o| o.op_id).collect()
    };
    assert_eq!(ids(3, 1 << 20, &[]), [0, 1, 2].map(op_id));
    assert_eq!(ids(100, 3_000, &[]), [0, 1].map(op_id));
    // An op larger than the bound goes alone: nothing may stop the line.
    assert_eq!(ids(100, 1, &[]), [op_id(0)]);
    // Before consent nothing of the scope leaves.
    assert!(ids(100, 1 << 20, &[ME]).is_empty());
}

#[test]
fn a_server_from_a_backup_is_offered_again_what_it_has_lost() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    phone.ack(1, &OpResult::Applied);
    phone.commit(|tx| outbox::set_cursor(tx, ME, 12)).unwrap();
    phone.commit(|tx| outbox::set_cursor(tx, ME, 5)).unwrap();
    assert_eq!(outbox::cursors(&phone.conn.borrow()).unwrap(), [(ME, 12)]); // never back
    phone.commit(|tx| outbox::offer_again(tx, NOW)).unwrap();
    assert_eq!(phone.next(), vec![op_id(1)]);
    assert_eq!(outbox::cursors(&phone.conn.borrow()).unwrap(), [(ME, 0)], "named, and from the start");
    phone.ack(1, &OpResult::Applied);
    phone.commit(|tx| outbox::purge(tx, NOW.plus(1))).unwrap();
    assert!(!outbox::known(&phone.conn.borrow(), op_id(1)).unwrap());
    assert_eq!(phone.note(1).as_deref(), Some("run"));
}

#[test]
fn a_report_keeps_the_revision_it_holds() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "as it was sent"));
    phone.then(report(2, &[(1, 1)]));
    phone.then(put(3, 1, Some(1), "as it is now"));
    let conn = phone.conn.borrow();
    let then = entries::revision(&conn, entry_id(1), op_id(1)).unwrap();
    assert_eq!(then.unwrap().note, "as it was sent");
    let now: Vec<Logged> = entries::logged(&conn, ME).unwrap();
    assert_eq!((now.len(), now[0].entry.note.as_str()), (1, "as it is now"));
}

#[test]
fn a_lost_scope_is_erased_whole() {
    let phone = Phone::new();
    phone.then(put(1, 1, None, "run"));
    phone.then(report(2, &[(1, 1)]));
    phone.then(put(4, 1, Some(1), "ran far"));
    phone.told(3, 9, 9, "theirs");
    phone.commit(|tx| outbox::set_cursor(tx, ME, 3)).unwrap();
    phone.commit(|tx| apply::erase_scope(tx, ME)).unwrap();
    let conn = phone.conn.borrow();
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for table in tables {
        let left: u32 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
}
