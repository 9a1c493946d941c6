//! A database of any number of people, quickly.
//!
//! One mentor and one participant live through the store's own code: signed in, joined, taken in, entries
//! pushed. Everybody else's rows are copies of these rows with their own ids, tokens, hashes and texts. Which
//! column holds what is found by looking: a value that is known of the first person is that of each other one,
//! small constants stay, and anything else stops the program. So it follows every change of schema and rules,
//! or says that it cannot.

use std::path::Path;
use std::sync::mpsc::sync_channel;

use qadam_domain::{AccountId, Clock, DeviceId, JoinId, Millis, OpId};
use qadam_protocol::account::Token;
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::record::{Body, Member, MemberStanding};
use qadam_protocol::wire::write_body;
use qadam_server::clock::{SystemClock, SystemEntropy};
use qadam_server::rules::Packs;
use qadam_server::secret::{self, Hashed};
use qadam_server::store::sqlite::{FILE, Sealing, SqliteStore};
use qadam_server::store::{Joining, SigningIn, Store};
use qadam_testkit::raw::{Dice, Who, entry};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

/// Participants of a mentor.
pub const GROUP: u64 = 20;
/// Entries of each participant: with them, who they are and what was done there are some twenty rows.
pub const ENTRIES: u64 = 6;
/// Each participant's newest version: joined, taken in, entries.
pub const VERSION: u64 = 2 + ENTRIES;

/// Rows of one statement's transaction queue.
const CHUNK: u64 = 2_000;
/// People whose rows are written one kind after the other: many enough that no two rows of a person share a page,
/// few enough that what grows stays in memory.
const BLOCK: u64 = 50_000;
/// Keys that are made in one commit.
const KEYS_AT_ONCE: usize = 500;
/// Beyond it a text or some bytes of the first person must be known to be copied.
const SMALL: usize = 12;

fn at(n: u64) -> i64 {
    1_770_000_000_000 + n as i64 * 7_000
}

/// A participant's phone.
pub fn participant(n: u64) -> Who {
    let mut dice = Dice::at(1, n);
    Who { account: AccountId(dice.id(at(n))), token: dice.token() }
}

/// The phone of a group's mentor.
pub fn mentor(group: u64) -> Who {
    let mut dice = Dice::at(2, group);
    Who { account: AccountId(dice.id(at(group * GROUP))), token: dice.token() }
}

/// What else there is of a person: ids and hashes of joining or signing in, and of being taken in.
struct Papers {
    join: Uuid,
    device: Uuid,
    accepted: Uuid,
    recovery: [u8; 32],
    request: [u8; 32],
    code: [u8; 32],
    invite: [u8; 32],
}

fn papers(of_mentor: bool, n: u64) -> Papers {
    let mut dice = Dice::at(3 + u64::from(of_mentor), n);
    let at = at(n);
    Papers {
        join: dice.id(at),
        device: dice.id(at),
        accepted: dice.id(at + 60_000),
        recovery: dice.hash(),
        request: dice.hash(),
        code: dice.hash(),
        invite: dice.hash(),
    }
}

fn name(n: u64) -> String {
    format!("Қатысушы {n:07}")
}

fn mentor_name(group: u64) -> String {
    format!("Тәлімгер {group:06}")
}

/// Entry `k` of participant `n`.
fn logged(n: u64, k: u64) -> Op {
    entry(participant(n).account, k, &mut Dice::at(5, n * 64 + k))
}

fn accept(n: u64) -> Op {
    Op {
        op_id: OpId(papers(false, n).accepted),
        scope: participant(n).account,
        base: None,
        schema: qadam_protocol::SCHEMA,
        payload: Payload::MemberAccept,
    }
}

fn member(n: u64, standing: MemberStanding, now: Millis) -> Member {
    Member {
        participant: participant(n).account,
        name: name(n),
        mentor: mentor(n / GROUP).account,
        mentor_name: mentor_name(n / GROUP),
        standing,
        minor: false,
        consent: None,
        asked_at: now,
    }
}

/// What is other for each person.
#[derive(Clone, Copy, Debug)]
enum Slot {
    Account,
    Mentor,
    Name,
    MentorName,
    MentorReply,
    Token,
    Device,
    Join,
    Request,
    Recovery,
    Code,
    Invite,
    Asked,
    AskedBody,
    TakenIn,
    Accept,
    AcceptHash,
    OpId(u64),
    OpHash(u64),
    EntryKey(u64),
    EntryBody(u64),
}

fn all_slots() -> Vec<Slot> {
    use Slot::*;
    let mut all = vec![
        Account,
        Mentor,
        Name,
        MentorName,
        MentorReply,
        Token,
        Device,
        Join,
        Request,
        Recovery,
        Code,
        Invite,
        Asked,
        AskedBody,
        TakenIn,
        Accept,
        AcceptHash,
    ];
    for k in 0..ENTRIES {
        all.extend([OpId(k), OpHash(k), EntryKey(k), EntryBody(k)]);
    }
    all
}

fn blob(bytes: &[u8]) -> Value {
    Value::Blob(bytes.to_vec())
}

fn token_hash(token: &str) -> Hashed {
    secret::token(&Token(token.to_owned())).unwrap()
}

/// A slot's value of the `n`th participant, or of the mentor of the `n`th group.
fn value(slot: Slot, of_mentor: bool, n: u64, now: Millis) -> Value {
    let who = || if of_mentor { mentor(n) } else { participant(n) };
    let put = |k| match logged(n, k).payload {
        Payload::EntryPut(e) => e,
        other => panic!("no entry: {other:?}"),
    };
    let group = if of_mentor { n } else { n / GROUP };
    let json = |v: serde_json::Result<String>| Value::Text(v.unwrap());
    match slot {
        Slot::Account => blob(who().account.bytes()),
        Slot::Mentor => blob(mentor(group).account.bytes()),
        Slot::Name if of_mentor => Value::Text(mentor_name(n)),
        Slot::Name => Value::Text(name(n)),
        Slot::MentorName => Value::Text(mentor_name(group)),
        Slot::MentorReply => json(serde_json::to_string(&mentor_name(group))),
        Slot::Token => blob(&token_hash(&who().token).0),
        Slot::Device => blob(papers(of_mentor, n).device.as_bytes()),
        Slot::Join => blob(papers(of_mentor, n).join.as_bytes()),
        Slot::Request => blob(&papers(of_mentor, n).request),
        Slot::Recovery => blob(&papers(of_mentor, n).recovery),
        Slot::Code => blob(&papers(of_mentor, n).code),
        Slot::Invite => blob(&papers(of_mentor, n).invite),
        Slot::Asked => json(serde_json::to_string(&member(n, MemberStanding::Asked, now))),
        Slot::AskedBody => blob(&write_body(&Body::Member(member(n, MemberStanding::Asked, now)))),
        Slot::TakenIn => blob(&write_body(&Body::Member(member(n, MemberStanding::Accepted, now)))),
        Slot::Accept => blob(accept(n).op_id.bytes()),
        Slot::AcceptHash => blob(&accept(n).hash()),
        Slot::OpId(k) => blob(logged(n, k).op_id.bytes()),
        Slot::OpHash(k) => blob(&logged(n, k).hash()),
        Slot::EntryKey(k) => Value::Text(put(k).id.to_string()),
        Slot::EntryBody(k) => blob(&write_body(&Body::Entry(put(k)))),
    }
}

#[derive(Clone, Debug)]
enum Cell {
    Same(Value),
    Own(Slot),
    /// Sealed with the person's key.
    Sealed(Slot),
    /// A hash, keyed with the person's key.
    Keyed(Slot),
}

/// A row of one person, to be made for each.
struct Mould {
    table: String,
    cells: Vec<Cell>,
}

type Rows = Vec<(String, Vec<Value>)>;

fn rows(conn: &Connection) -> Rows {
    let mut names = conn
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        )
        .unwrap();
    let names: Vec<String> = names.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for name in names {
        let mut every = conn.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let width = every.column_count();
        let found = every.query_map([], |r| (0..width).map(|i| r.get(i)).collect()).unwrap();
        all.extend(found.map(|cells| (name.clone(), cells.unwrap())));
    }
    all
}

/// What one of the functions of the keys says of the first person.
fn asked(conn: &Connection, function: &str, of_mentor: bool, v: &Value) -> Option<Value> {
    let who = if of_mentor { mentor(0) } else { participant(0) }.account;
    let sql = format!("SELECT {function}(?1, ?2)");
    conn.query_row(&sql, (who.bytes(), v), |r| r.get(0)).ok()
}

fn moulds(conn: &Connection, new: Rows, of_mentor: bool, now: Millis) -> Vec<Mould> {
    let known: Vec<(Slot, Value)> =
        all_slots().into_iter().map(|s| (s, value(s, of_mentor, 0, now))).collect();
    let cell = |table: &str, v: Value| {
        if let Some((slot, _)) = known.iter().find(|(_, k)| *k == v) {
            return Cell::Own(*slot);
        }
        if let Value::Blob(_) = &v {
            let open = asked(conn, "opened", of_mentor, &v);
            if let Some((slot, _)) = known.iter().find(|(_, k)| open.as_ref() == Some(k) || bytes(k) == open)
            {
                return Cell::Sealed(*slot);
            }
            let of = |k: &Value| {
                matches!(k, Value::Blob(b) if b.len() == 32)
                    && asked(conn, "keyed", of_mentor, k).as_ref() == Some(&v)
            };
            if let Some((slot, _)) = known.iter().find(|(_, k)| of(k)) {
                return Cell::Keyed(*slot);
            }
        }
        let length = match &v {
            Value::Text(t) => t.len(),
            Value::Blob(b) => b.len(),
            _ => 0,
        };
        assert!(length <= SMALL, "a value in {table} that no other person's can be made from: {v:?}");
        Cell::Same(v)
    };
    new.into_iter()
        .map(|(table, values)| Mould { cells: values.into_iter().map(|v| cell(&table, v)).collect(), table })
        .collect()
}

/// A text as its bytes.
fn bytes(v: &Value) -> Option<Value> {
    match v {
        Value::Text(t) => Some(blob(t.as_bytes())),
        _ => None,
    }
}

/// Makes the database in a fresh folder.
pub async fn seed(folder: &Path, people: u64) {
    std::fs::create_dir_all(folder).unwrap();
    let now = SystemClock.now();
    let store = SqliteStore::open(folder, Packs::shipped(), &SystemEntropy).unwrap();
    let conn = Connection::open(folder.join(FILE)).unwrap();
    let before = rows(&conn);
    first_mentor(&store, now).await;
    let with_mentor = rows(&conn);
    first_participant(&store, now).await;
    store.close().await.unwrap();
    let with_both = rows(&conn);
    let keys = Sealing::of(folder, &SystemEntropy).unwrap();
    keys.give_to(&conn).unwrap();
    let fresh =
        |old: &Rows, new: Rows| -> Rows { new.into_iter().filter(|row| !old.contains(row)).collect() };
    let of_participant = fresh(&with_mentor, with_both);
    // How often a joining code may still be used stands in the mentor's row.
    let of_participant = of_participant.into_iter().filter(|(t, _)| t != "invite").collect();
    let (mentors, participants) =
        (moulds(&conn, fresh(&before, with_mentor), true, now), moulds(&conn, of_participant, false, now));
    drop(conn);
    eprintln!("{} rows of a participant, {} of a mentor", participants.len(), mentors.len());
    let mut conn = Connection::open(folder.join(FILE)).unwrap();
    // Nobody is told anything before all of it is there.
    conn.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         PRAGMA foreign_keys = OFF; PRAGMA cache_size = -1500000; PRAGMA locking_mode = EXCLUSIVE;",
    )
    .unwrap();
    keys.give_to(&conn).unwrap();
    copies(&mut conn, &keys, &mentors, true, people.div_ceil(GROUP), now);
    copies(&mut conn, &keys, &participants, false, people, now);
    drop(conn);
    std::fs::File::open(folder.join(FILE)).unwrap().sync_all().unwrap();
}

/// One row of a block of people after the other: a person's rows then lie apart, as time would have put them.
fn copies(conn: &mut Connection, keys: &Sealing, moulds: &[Mould], of_mentor: bool, many: u64, now: Millis) {
    std::thread::scope(|scope| {
        let (send, take) = sync_channel::<(usize, Vec<Vec<Value>>)>(16);
        scope.spawn(move || {
            let blocks = (1..many).step_by(BLOCK as usize).map(|from| from..many.min(from + BLOCK));
            for (block, (m, mould)) in
                blocks.flat_map(|b| moulds.iter().enumerate().map(move |m| (b.clone(), m)))
            {
                for from in block.clone().step_by(CHUNK as usize) {
                    let row = |n| {
                        let who = if of_mentor { mentor(n) } else { participant(n) }.account;
                        mould.cells.iter().flat_map(move |c| match c {
                            Cell::Same(v) => vec![v.clone()],
                            Cell::Own(slot) => vec![value(*slot, of_mentor, n, now)],
                            Cell::Sealed(slot) | Cell::Keyed(slot) => {
                                vec![blob(who.bytes()), value(*slot, of_mentor, n, now)]
                            }
                        })
                    };
                    let chunk = (from..block.end.min(from + CHUNK)).map(|n| row(n).collect()).collect();
                    send.send((m, chunk)).unwrap();
                }
            }
        });
        for from in (1..many).step_by(KEYS_AT_ONCE) {
            let some = from..many.min(from + KEYS_AT_ONCE as u64);
            let who = |n| if of_mentor { mentor(n) } else { participant(n) }.account;
            keys.make_for(&some.map(who).collect::<Vec<_>>()).unwrap();
        }
        let tx = conn.transaction().unwrap();
        for (m, chunk) in take {
            let Mould { table, cells } = &moulds[m];
            let place = |c: &Cell| match c {
                Cell::Same(_) | Cell::Own(_) => "?",
                Cell::Sealed(_) => "sealed(?, ?)",
                Cell::Keyed(_) => "keyed(?, ?)",
            };
            let places = cells.iter().map(place).collect::<Vec<_>>().join(", ");
            let mut insert = tx.prepare_cached(&format!("INSERT INTO {table} VALUES ({places})")).unwrap();
            for row in chunk {
                insert.execute(params_from_iter(row)).unwrap();
            }
        }
        tx.commit().unwrap();
    });
}

async fn first_mentor(store: &SqliteStore, now: Millis) {
    let (who, its) = (mentor(0), papers(true, 0));
    store.add_mentor(who.account, mentor_name(0), now).await.unwrap();
    store.issue_sign_in(who.account, Hashed(its.code), now.plus(1_000_000), now).await.unwrap().unwrap();
    let with = SigningIn {
        join_id: JoinId(its.join),
        request: Hashed(its.request),
        code: Hashed(its.code),
        device: DeviceId(its.device),
        token: token_hash(&who.token),
        recovery: Hashed(its.recovery),
    };
    store.sign_in(with, now).await.unwrap().unwrap();
    store.invite(who.account, Hashed(its.invite), now).await.unwrap().unwrap();
}

async fn first_participant(store: &SqliteStore, now: Millis) {
    let (who, its) = (participant(0), papers(false, 0));
    let joining = Joining {
        join_id: JoinId(its.join),
        request: Hashed(its.request),
        code: Hashed(papers(true, 0).invite),
        account: who.account,
        device: DeviceId(its.device),
        token: token_hash(&who.token),
        recovery: Hashed(its.recovery),
        name: name(0),
        minor: false,
    };
    store.join(joining, now).await.unwrap().unwrap();
    let caller = async |who: &Who| store.authenticate(token_hash(&who.token)).await.unwrap().unwrap();
    store.push(caller(&mentor(0)).await, vec![accept(0)], now).await.unwrap();
    let ops = (0..ENTRIES).map(|k| logged(0, k)).collect();
    store.push(caller(&who).await, ops, now).await.unwrap();
}
