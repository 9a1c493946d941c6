//! The suite on SQLite, and what only a file can do.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::fixtures::{NOON, TestEntropy, op, put};
use crate::store::conformance::{World, conformance};
use qadam_protocol::op::Payload;
use qadam_protocol::record::Body;
use qadam_protocol::sync::OpResult;

fn open(folder: &Path) -> Result<SqliteStore> {
    SqliteStore::open(folder, Packs::shipped(), &TestEntropy::new())
}

/// An empty store in a folder that goes when the process does.
fn fresh() -> Arc<dyn Store> {
    Arc::new(open(&tempfile::tempdir().unwrap().keep()).unwrap())
}

/// Two servers on one file: an operator's command beside a running server is no less.
fn fresh_two() -> (Arc<dyn Store>, Arc<dyn Store>) {
    let folder = tempfile::tempdir().unwrap().keep();
    (Arc::new(open(&folder).unwrap()), Arc::new(open(&folder).unwrap()))
}

conformance!(suite, fresh, fresh_two);

#[tokio::test]
async fn a_closed_store_says_so_and_its_file_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let w = World::new(Arc::new(open(folder.path()).unwrap())).await;
    let p = w.participant().await;
    let (first, _) = put(p.account, 30);
    w.apply(&p, first.clone()).await;
    let (epoch, rows) = (w.store.epoch().await.unwrap(), w.rows(&w.mentor, p.account).await);
    w.store.close().await.unwrap();
    w.store.close().await.unwrap();
    assert_eq!(w.store.push(p, vec![first.clone()], NOON).await, Err(StoreError::Closed));
    assert_eq!(w.store.health().await, Err(StoreError::Closed));
    assert!(!folder.path().join("qadam.sqlite-wal").exists(), "the log is folded in");

    let again = World { store: Arc::new(open(folder.path()).unwrap()), mentor: w.mentor };
    assert_eq!(again.store.epoch().await.unwrap(), epoch);
    assert_eq!(again.rows(&w.mentor, p.account).await, rows);
    assert_eq!(again.one(&p, first).await, OpResult::Applied);
}

#[tokio::test]
async fn a_backup_of_a_running_database_is_whole_and_of_another_epoch() {
    let folder = tempfile::tempdir().unwrap();
    let w = World::new(Arc::new(open(folder.path()).unwrap())).await;
    let p = w.participant().await;
    w.apply(&p, put(p.account, 30).0).await;
    let before = w.rows(&w.mentor, p.account).await;
    let restored = tempfile::tempdir().unwrap();
    let file = restored.path().join(FILE);
    let entropy = TestEntropy::new();
    entropy.fill(&mut [0; 99]);
    let report = backup(&folder.path().join(FILE), &file, &entropy).unwrap();
    assert_eq!((report.accounts, report.records), (2, 2));
    w.apply(&p, put(p.account, 31).0).await;

    let copy = World { store: Arc::new(open(restored.path()).unwrap()), mentor: w.mentor };
    assert_eq!(copy.rows(&w.mentor, p.account).await, before);
    assert_ne!(copy.store.epoch().await.unwrap(), w.store.epoch().await.unwrap());
    let again = backup(&folder.path().join(FILE), &file, &entropy);
    assert!(matches!(again, Err(StoreError::NotWritable(_))), "a backup never overwrites");
    assert!(backup(&folder.path().join("nothing"), &restored.path().join("b"), &entropy).is_err());
    assert!(!restored.path().join("b").exists() && !restored.path().join("b.part").exists());
}

#[test]
fn damaged_newer_and_impossible_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), "жазба".repeat(1_000)).unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::Damaged(_))));
    let text = std::fs::read(folder.path().join(FILE)).unwrap();
    assert_eq!(text, "жазба".repeat(1_000).into_bytes(), "left as it was");

    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let conn = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    conn.pragma_update(None, "user_version", 9_999).unwrap();
    drop(conn);
    assert!(matches!(open(folder.path()), Err(StoreError::Newer)));

    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(matches!(open(&file.path().join("data")), Err(StoreError::NotWritable(_))));
}

#[tokio::test]
async fn one_bad_request_does_not_spoil_the_commit_of_others() {
    let store = Arc::new(open(&tempfile::tempdir().unwrap().keep()).unwrap());
    let w = World::new(store.clone()).await;
    let p = w.participant().await;
    let panics = store.writer.write(|c| -> Result<()> {
        c.execute("DELETE FROM record", []).unwrap();
        panic!("on purpose")
    });
    let fails = store.writer.write(|c| -> Result<()> {
        c.execute("DELETE FROM record", []).unwrap();
        Err(StoreError::Other("on purpose".into()))
    });
    let (first, _) = put(p.account, 30);
    let (a, b, c) = tokio::join!(panics, fails, store.push(p, vec![first], NOON));
    assert!(a.is_err() && b.is_err());
    assert_eq!(c.unwrap()[0].result, OpResult::Applied);
    assert_eq!(w.rows(&p, p.account).await.len(), 2);
    w.apply(&p, op(p.account, Payload::ChatRead { up_to: 0 })).await;
}

/// What is found to be wrong at the commit alone takes back all that was said before it.
#[tokio::test]
async fn a_commit_that_fails_acknowledges_nothing() {
    let store = open(&tempfile::tempdir().unwrap().keep()).unwrap();
    let of_nobody = "PRAGMA defer_foreign_keys = ON;
         INSERT INTO scope (id, version, chat_seq) VALUES (zeroblob(16), 0, 0)";
    let said = store.writer.write(move |c| c.execute_batch(of_nobody).map_err(|e| err(&e))).await;
    assert!(said.is_err(), "it was acknowledged");
    let left = "SELECT count(*) FROM scope WHERE id = zeroblob(16)";
    let left =
        store.writer.write(move |c| c.query_row(left, [], |r| r.get::<_, i64>(0)).map_err(|e| err(&e)));
    assert_eq!(left.await, Ok(0));
}

#[test]
fn the_settings_that_make_a_commit_durable_are_on() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::open(folder.path().join(KEYS), &TestEntropy::new()).unwrap());
    let conn = connection::open_writer(&folder.path().join(FILE), &keys, &TestEntropy::new()).unwrap();
    let pragma = |name: &str| conn.pragma_query_value(None, name, |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(pragma("synchronous"), 2, "FULL");
    assert_eq!(pragma("foreign_keys"), 1);
    let mode: String = conn.pragma_query_value(None, "journal_mode", |r| r.get(0)).unwrap();
    assert_eq!(mode, "wal");
    let loose: i64 = conn
        .query_row("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(loose, 0, "all tables are STRICT");
}

#[test]
fn bodies_of_an_earlier_file_say_what_they_said() {
    let mut conn = rusqlite::Connection::open_in_memory().unwrap();
    rusqlite_migration::Migrations::from_slice(&connection::MIGRATIONS[..2]).to_latest(&mut conn).unwrap();
    let who = [7u8; 16];
    let Payload::EntryPut(entry) = put(qadam_domain::AccountId::from_bytes(who), 30).0.payload else {
        panic!("an entry")
    };
    let body = Body::Entry(entry);
    let text = serde_json::to_string(&body).unwrap();
    conn.execute("INSERT INTO account VALUES (?1, 'participant', 'Әсел', 0)", [who]).unwrap();
    conn.execute("INSERT INTO scope VALUES (?1, 1, 0)", [who]).unwrap();
    let row = (who, "entry", "x", 1, who, who, &text);
    conn.execute("INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", row).unwrap();
    conn.execute("INSERT INTO old_revision VALUES (?1, ?1, ?1, ?2)", (who, &text)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::open(folder.path().join(KEYS), &TestEntropy::new()).unwrap());
    connection::migrate(&mut conn, &keys).unwrap();
    let record = format!("SELECT {} FROM record", map::RECORD);
    assert_eq!(conn.query_row(&record, [], map::record).unwrap().body, body);
    assert_eq!(
        conn.query_row("SELECT opened(scope, body) FROM old_revision", [], |r| map::body(r, 0)).unwrap(),
        body
    );
    let broken = "INSERT INTO record VALUES (?1, 'entry', 'y', 2, ?1, ?1, x'ff')";
    conn.execute(broken, [who]).unwrap();
    let rows: rusqlite::Result<Vec<_>> =
        conn.prepare(&record).unwrap().query_map([], map::record).unwrap().collect();
    assert!(rows.is_err(), "what cannot be read is an error");
}

#[tokio::test]
async fn an_earlier_file_is_sealed_with_all_that_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    rusqlite_migration::Migrations::from_slice(&connection::MIGRATIONS[..1]).to_latest(&mut conn).unwrap();
    conn.execute_batch("DROP TABLE record; DROP TABLE old_revision").unwrap();
    let tables = include_str!("schema/0003_compact.sql");
    let make = |name: &str| {
        let at = tables.find(&format!("CREATE TABLE {name}_3")).unwrap();
        let end = tables[at..].find(';').unwrap();
        tables[at..at + end].replace(&format!("{name}_3"), name)
    };
    conn.execute_batch(&format!("{}; {};", make("record"), make("old_revision"))).unwrap();
    conn.execute_batch("CREATE UNIQUE INDEX record_version ON record (scope, version)").unwrap();
    conn.execute_batch(include_str!("schema/0002_devices.sql")).unwrap();
    conn.pragma_update(None, "user_version", 3).unwrap();

    // A participant who joined, wrote, edited, and signed in on a second phone.
    let mentor = Caller {
        account: AccountId(crate::fixtures::uuid()),
        role: Role::Mentor,
        device: DeviceId(crate::fixtures::uuid()),
    };
    let who = AccountId(crate::fixtures::uuid());
    let (j, s) = (
        crate::store::conformance::joining(Hashed([3; 32])),
        crate::store::conformance::signing_in(Hashed([4; 32])),
    );
    let member = Member {
        participant: who,
        name: "Әсел Нұрланқызы".into(),
        mentor: mentor.account,
        mentor_name: "Айгүл".into(),
        standing: qadam_protocol::record::MemberStanding::Accepted,
        minor: false,
        consent: None,
        asked_at: NOON,
    };
    let (first, entry) = put(who, 30);
    let write = |sql: &str, values: &[&dyn rusqlite::ToSql]| assert_eq!(conn.execute(sql, values), Ok(1));
    let body = |b: &Body| qadam_protocol::wire::write_body(b);
    write("INSERT INTO account VALUES (?1, 'mentor', 'Айгүл', 0)", &[mentor.account.bytes()]);
    write("INSERT INTO account VALUES (?1, 'participant', ?2, 0)", &[who.bytes(), &member.name]);
    write("INSERT INTO scope VALUES (?1, 3, 0)", &[who.bytes()]);
    write("INSERT INTO membership VALUES (?1, ?2, 1)", &[who.bytes(), mentor.account.bytes()]);
    write(
        "INSERT INTO device VALUES (?1, ?2, ?3, 0, NULL, NULL, NULL)",
        &[&j.token.0, who.bytes(), j.device.bytes()],
    );
    write("INSERT INTO sign_in_code VALUES (?1, ?2, 0, NULL, NULL)", &[&s.code.0, who.bytes()]);
    let reply = serde_json::to_string(&member).unwrap();
    write(
        "INSERT INTO joining VALUES (?1, ?2, ?3, ?4, 0)",
        &[j.join_id.bytes(), &j.request.0, who.bytes(), &reply],
    );
    write(
        "INSERT INTO joining VALUES (?1, ?2, ?3, '\"Айгүл\"', 0)",
        &[s.join_id.bytes(), &s.request.0, mentor.account.bytes()],
    );
    let row = "INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    write(
        row,
        &[
            who.bytes(),
            &"member",
            &"",
            &1,
            j.join_id.bytes(),
            who.bytes(),
            &body(&Body::Member(member.clone())),
        ],
    );
    let rev = first.op_id;
    write(
        row,
        &[
            who.bytes(),
            &"entry",
            &entry.id.to_string(),
            &2,
            rev.bytes(),
            who.bytes(),
            &body(&Body::Entry(entry.clone())),
        ],
    );
    let gone = Body::EntryGone { entry: qadam_domain::EntryId(crate::fixtures::uuid()) };
    write(row, &[who.bytes(), &"entry", &"gone", &3, rev.bytes(), who.bytes(), &body(&gone)]);
    write(
        "INSERT INTO old_revision VALUES (?1, ?1, ?1, ?2)",
        &[who.bytes(), &body(&Body::EntryRevision(entry.clone()))],
    );
    write(
        "INSERT INTO op VALUES (?1, ?2, ?3, ?1, '\"applied\"', 0)",
        &[who.bytes(), rev.bytes(), &first.hash()],
    );
    drop(conn);

    let store = Arc::new(open(folder.path()).unwrap());
    let w = World { store: store.clone(), mentor };
    let p = store.authenticate(j.token).await.unwrap().unwrap();
    let bodies = w.bodies(&p, who).await;
    assert_eq!(bodies, [Body::Member(member.clone()), Body::Entry(entry.clone()), gone]);
    assert_eq!(w.one(&p, first.clone()).await, OpResult::Applied, "a repeat is known");
    let bent = Op { payload: put(who, 31).0.payload, ..first };
    assert_eq!(w.one(&p, bent).await, OpResult::Rejected { code: Code::OpIdReused });
    assert_eq!(store.join(Joining { account: who, ..j }, NOON).await.unwrap(), Ok(member.clone()));
    let said = SigningIn { join_id: qadam_domain::JoinId(crate::fixtures::uuid()), ..s.clone() };
    assert_eq!(store.sign_in(said, NOON).await.unwrap().unwrap().name, member.name);
    assert_eq!(store.sign_in(s, NOON).await.unwrap().unwrap().name, "Айгүл", "a mentor's repeat");
    let export = store.export(who).await.unwrap().unwrap();
    assert_eq!((export.records.len(), export.past.len(), export.ops.len()), (3, 1, 1));
    store.close().await.unwrap();
    // Nothing of it stands in the open any more, in free pages neither.
    let bytes = std::fs::read(folder.path().join(FILE)).unwrap();
    for text in [member.name.as_str(), entry.note.as_str()] {
        assert!(!bytes.windows(text.len()).any(|w| w == text.as_bytes()), "{text}");
    }
    // The file is as a fresh one.
    let fresh = tempfile::tempdir().unwrap();
    drop(open(fresh.path()).unwrap());
    let columns = |folder: &Path| -> Vec<String> {
        let conn = rusqlite::Connection::open(folder.join(FILE)).unwrap();
        let sql = "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_schema m, pragma_table_info(m.name) c ORDER BY 1";
        let mut s = conn.prepare(sql).unwrap();
        s.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    assert_eq!(columns(folder.path()), columns(fresh.path()));
}
