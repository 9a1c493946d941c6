//! What must hold when all has come to rest. Read from the files themselves, past every view.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use qadam_domain::{AccountId, PhotoId};
use qadam_protocol::record::Body;
use qadam_protocol::{Payload, wire};
use qadam_server::store::HeldOp;
use rusqlite::{Connection, OpenFlags};

use super::net::Node;
use super::people::Person;

/// A row: kind, key, revision, version.
type Row = (String, String, String, i64);
type Scope = String;

fn open(path: &std::path::Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

fn rows<T>(conn: &Connection, sql: &str, read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut stmt = conn.prepare(sql).unwrap();
    stmt.query_map([], |r| read(r)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn server(node: &Node) -> Connection {
    open(node.store().unwrap().path())
}

/// The phone's files that have this table.
fn with_table(p: &Person, table: &str) -> Vec<Connection> {
    let files = std::fs::read_dir(&p.folder).unwrap().map(|f| f.unwrap().path());
    let files: Vec<PathBuf> = files.filter(|f| f.extension().is_some_and(|e| e == "db")).collect();
    let has = |c: &Connection| {
        let sql = "SELECT count(*) FROM sqlite_master WHERE name = ?1";
        c.query_row(sql, [table], |r| r.get::<_, i64>(0)).unwrap() > 0
    };
    files.iter().map(|f| open(f)).filter(has).collect()
}

fn phone(p: &Person) -> Vec<Connection> {
    with_table(p, "outbox")
}

/// Kinds of rows that a phone keeps with their versions; earlier revisions stand apart.
const KINDS: &str = "kind <> 'entry_revision'";

/// An entry that was taken back: a phone that never had it keeps no sign of it.
const GONE: &str = "gone";

fn server_rows(node: &Node) -> BTreeMap<Scope, BTreeSet<Row>> {
    let sql = format!("SELECT hex(scope), kind, key, hex(revision), version, body FROM record WHERE {KINDS}");
    let mut out: BTreeMap<Scope, BTreeSet<Row>> = BTreeMap::new();
    let found = rows(&server(node), &sql, |r| {
        Ok((r.get(0)?, (r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?), r.get::<_, Vec<u8>>(5)?))
    });
    for (scope, row, body) in found {
        let (_, key, revision, version): Row = row.clone();
        let gone = matches!(wire::read_body(&body), Ok(Body::EntryGone { .. }));
        out.entry(scope).or_default().insert(if gone {
            (GONE.to_owned(), key, revision, version)
        } else {
            row
        });
    }
    out
}

fn uuid(hex: &str) -> String {
    uuid::Uuid::parse_str(hex).unwrap().to_string()
}

fn phone_rows(p: &Person) -> BTreeMap<Scope, BTreeSet<Row>> {
    let mut out: BTreeMap<Scope, BTreeSet<Row>> = BTreeMap::new();
    let tables = [
        "SELECT hex(scope), kind, key, hex(revision), version FROM row WHERE version > 0",
        "SELECT hex(scope), CASE removed WHEN 0 THEN 'entry' ELSE 'gone' END, hex(id), hex(revision), version FROM entry
         WHERE version IS NOT NULL",
        // A refused change stands before it in sight; this is what the server has.
        "SELECT hex(scope), CASE WHEN body LIKE '{\"entry_gone%' THEN 'gone' ELSE kind END, key, hex(revision), version FROM shadow",
        "SELECT hex(scope), 'report', hex(report) || '/' || number, hex(revision), version FROM report WHERE version IS NOT NULL",
        "SELECT hex(scope), 'decision', hex(report) || '/' || number || '/' || hex(op), hex(op), version FROM decision WHERE version IS NOT NULL",
        "SELECT hex(scope), 'chat', hex(id), hex(revision), version FROM chat WHERE version IS NOT NULL",
    ];
    for conn in phone(p) {
        for sql in tables {
            for (scope, kind, key, revision, version) in rows(&conn, sql, |r| {
                Ok((
                    r.get::<_, String>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, String>(2)?,
                    r.get(3)?,
                    r.get(4)?,
                ))
            }) {
                let key = match kind.as_str() {
                    "entry" | "gone" | "report" | "decision" | "chat" => {
                        let part = |s: &str| if s.len() == 32 { uuid(s) } else { s.to_owned() };
                        key.split('/').map(part).collect::<Vec<_>>().join("/")
                    }
                    _ => key,
                };
                out.entry(scope).or_default().insert((kind, key, revision, version));
            }
        }
    }
    out
}

/// Whether anything has come.
pub(super) fn has_rows(p: &Person) -> bool {
    !phone_rows(p).is_empty()
}

/// Ops that were refused, and those that stand on one that was: a person must act before they go.
fn stuck(conn: &Connection) -> BTreeSet<String> {
    let mut stuck: BTreeSet<String> = BTreeSet::new();
    let sql = "SELECT hex(op_id), state, hex(base), op FROM outbox WHERE state <> 'done' ORDER BY seq";
    for (id, state, base, op) in rows(conn, sql, |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?, r.get::<_, String>(3)?))
    }) {
        // A report names the revisions that it holds.
        let behind = stuck.contains(&base)
            || (op.contains("report_submit") && stuck.iter().any(|s| op.contains(&uuid(s))));
        if state == "refused" || behind {
            stuck.insert(id);
        }
    }
    stuck
}

/// Ops and calls that wait on a phone, but for what only a person can set going.
///
/// `patient`: the server was put back. Of two phones that report the same entry the second one then waits for a
/// decision on the first report, which may still come from somebody's phone.
pub(super) fn waiting(p: &Person, patient: bool) -> Vec<String> {
    let mut out = Vec::new();
    for conn in phone(p) {
        let stuck = stuck(&conn);
        let waiting =
            rows(&conn, "SELECT hex(op_id), kind || ' ' || key FROM outbox WHERE state = 'waiting'", |r| {
                Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))
            });
        let may_wait = |what: &str| patient && p.shares && what.starts_with("report ");
        let waiting = waiting.into_iter().filter(|(id, what)| !stuck.contains(id) && !may_wait(what));
        out.extend(waiting.map(|(_, what)| what));
        out.extend(rows(&conn, "SELECT name FROM call WHERE state = 'waiting'", |r| r.get(0)));
        // Photos that an entry names, and small ones of what a report holds.
        let named = "SELECT 'photo ' || hex(p.id) FROM picture p WHERE state IN ('waiting', 'refused') AND EXISTS
                     (SELECT 1 FROM entry_photo e WHERE e.scope = p.scope AND (e.photo = p.id OR e.thumb = p.id))";
        let lacking = "SELECT 'small ' || hex(thumb) FROM entry_photo e
                       WHERE EXISTS (SELECT 1 FROM report_item i WHERE i.entry = e.entry)
                       AND NOT EXISTS (SELECT 1 FROM picture p WHERE p.scope = e.scope AND p.id = e.thumb)";
        // What stands on something refused has not left, and neither have its photos.
        if stuck.is_empty() {
            out.extend(rows(&conn, if p.mentor { lacking } else { named }, |r| r.get(0)));
        }
    }
    out
}

/// Pictures that the server should have, as phones have them: whose, which, and the bytes.
pub(super) fn sent(p: &Person) -> Vec<(AccountId, PhotoId, Vec<u8>)> {
    let sql = "SELECT scope, id, bytes FROM picture WHERE state = 'sent'";
    let read = |r: &rusqlite::Row<'_>| {
        let scope = AccountId::from_bytes(r.get(0)?);
        Ok((scope, PhotoId::from_bytes(r.get(1)?), r.get(2)?))
    };
    phone(p).iter().flat_map(|conn| rows(conn, sql, read)).collect()
}

/// The account of a phone's profile.
fn account(p: &Person) -> Option<Scope> {
    let sql = "SELECT hex(account) FROM profile WHERE account IS NOT NULL";
    with_table(p, "profile").iter().flat_map(|c| rows(c, sql, |r| r.get(0))).next()
}

/// Reports of people with two phones that wait to be sent. After a restore such a one may wait for the decision on
/// another report (`docs/simulation.md`, "What is let pass"); whoever has pulled it before keeps it.
fn reports_of_two(people: &[Person]) -> BTreeSet<String> {
    let sql = "SELECT key FROM outbox WHERE kind = 'report' AND state <> 'done'";
    let two = people.iter().filter(|p| p.shares);
    two.flat_map(phone).flat_map(|c| bodies(&c, sql)).collect()
}

/// Where these phones and the server do not have the same rows at the same versions. `all`: everybody.
pub(super) fn differences(node: &Node, people: &[Person], all: &[Person]) -> Vec<String> {
    let there = server_rows(node);
    let wait = if node.restores.get() > 0 { reports_of_two(all) } else { BTreeSet::new() };
    let mut out = Vec::new();
    for p in people {
        let here = phone_rows(p);
        let Some(me) = account(p) else { continue };
        let theirs: Vec<Scope> = if p.mentor {
            let sql = format!("SELECT hex(participant) FROM membership WHERE hex(mentor) = '{me}'");
            rows(&server(node), &sql, |r| r.get(0))
        } else {
            vec![me]
        };
        let none = BTreeSet::new();
        for scope in &theirs {
            let (a, b) = (there.get(scope).unwrap_or(&none), here.get(scope).unwrap_or(&none));
            let may = |row: &Row| row.0 == "report" && b.contains(row) && wait.contains(&row.1);
            for row in a.symmetric_difference(b).filter(|row| (row.0 != GONE || b.contains(row)) && !may(row))
            {
                let side = if a.contains(row) { "only on the server" } else { "only on the phone" };
                out.push(format!("{}: {side}: {row:?}", p.name));
            }
        }
        // I8: a mentor has nobody else's rows.
        out.extend(
            here.keys().filter(|s| !theirs.contains(s)).map(|s| format!("{} has rows of {s}", p.name)),
        );
    }
    out
}

/// Takes some rows out of a phone's file, as no cursor would ever tell.
pub(super) fn harm(p: &Person, rows: u32) {
    for file in phone(p) {
        let conn = Connection::open(file.path().unwrap()).unwrap();
        for table in ["entry", "chat"] {
            let some = format!("SELECT id FROM {table} WHERE version > 0 ORDER BY id LIMIT {rows}");
            conn.execute(&format!("DELETE FROM {table} WHERE id IN ({some})"), []).unwrap();
        }
        conn.execute("DELETE FROM row WHERE version > 0 AND kind IN ('profile', 'member')", []).unwrap();
    }
}

/// All rows and answers of the server, in order.
pub(super) fn dump(node: &Node) -> Vec<String> {
    let conn = server(node);
    let mut out = Vec::new();
    for sql in [
        "SELECT hex(scope) || kind || key || version || hex(revision) || hex(author) || hex(body) FROM record ORDER BY 1",
        "SELECT hex(scope) || hex(op_id) || hex(hash) || result FROM op ORDER BY 1",
        "SELECT hex(id) || version || '/' || chat_seq FROM scope ORDER BY 1",
        "SELECT hex(id) || role || name FROM account ORDER BY 1",
        "SELECT hex(participant) || hex(mentor) FROM membership ORDER BY 1",
        "SELECT hex(scope) || hex(op_id) || hex(author) FROM held ORDER BY 1",
    ] {
        out.extend(rows(&conn, sql, |r| r.get::<_, String>(0)));
    }
    out
}

/// The bodies of a kind, as phones have them.
fn bodies(conn: &Connection, sql: &str) -> Vec<String> {
    rows(conn, sql, |r| r.get(0))
}

/// The marks and versions of texts such as `#12.3 …`.
pub(super) fn mark(text: &str) -> Option<(u32, u32)> {
    let at = text.find('#')?;
    let rest = &text[at + 1..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (mark, version) = rest[..end].split_once('.')?;
    Some((mark.parse().ok()?, version.parse().ok()?))
}

/// What each person was told, against what is there. Phones and server have the same rows by now.
fn all_kept(p: &Person, people: &[Person], node: &Node, held: &[HeldOp]) -> Vec<String> {
    let mut out = Vec::new();
    let conns = phone(p);
    let same: Vec<&Person> = people.iter().filter(|other| other.whose == p.whose).collect();
    let refused: Vec<String> = same
        .iter()
        .flat_map(|p| phone(p))
        .flat_map(|c| bodies(&c, "SELECT op FROM outbox WHERE state = 'refused'"))
        .collect();
    let is_refused = |text: &str| refused.iter().any(|op| op.contains(text));
    // Of what was said on several phones of one account any may stand.
    let mut known: BTreeMap<u32, BTreeSet<Option<u32>>> = BTreeMap::new();
    for (m, may) in same.iter().flat_map(|p| &p.known.entries) {
        known.entry(*m).or_default().extend(may);
    }

    let live: Vec<String> =
        conns.iter().flat_map(|c| bodies(c, "SELECT body FROM entry WHERE removed = 0")).collect();
    let mut found: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (m, v) in live.iter().filter_map(|b| mark(b)) {
        found.entry(m).or_default().push(v);
    }
    if p.mentor || account(p).is_none() {
        // They are the participants'; and a second phone on which nobody signed in has none.
        (found, known) = (BTreeMap::new(), BTreeMap::new());
    }
    for (m, may) in &known {
        let is = found.remove(m).unwrap_or_default();
        let fine = match is.as_slice() {
            [] => may.contains(&None),
            [v] => may.contains(&Some(*v)),
            _ => false,
        };
        if !fine && !is_refused(&format!("#{m}.")) {
            out.push(format!("{}: entry {m} is there as {is:?}, told of {may:?}", p.name));
        }
    }
    out.extend(found.keys().map(|m| format!("{}: entry {m} is there and nobody was told", p.name)));

    // What a mentor wrote stands in the chats of participants, or is kept for the coordinator: they may have got
    // another mentor meanwhile.
    let whose: Vec<&Person> =
        if p.mentor { people.iter().filter(|p| !p.mentor && p.name == p.whose).collect() } else { vec![p] };
    let mut said: Vec<String> =
        whose.iter().flat_map(|p| phone(p)).flat_map(|c| bodies(&c, "SELECT text FROM chat")).collect();
    said.extend(held.iter().filter_map(|h| match &h.op.payload {
        Payload::ChatSend(message) => Some(message.text.clone()),
        _ => None,
    }));
    let own = format!("{} #", p.name);
    for text in said.iter().filter(|t| t.starts_with(&own)) {
        let times = said.iter().filter(|t| *t == text).count();
        let told = p.known.said.contains(text) || p.known.said_perhaps.contains(text);
        if times != 1 || !told {
            out.push(format!("{}: “{text}” is there {times} times, told: {told}", p.name));
        }
    }
    for text in p.known.said.iter().filter(|t| !said.contains(t)) {
        out.push(format!("{}: “{text}” is lost", p.name));
    }

    // Everything else, op by op: answered by the server, or in sight as refused or behind one that is.
    let conn = server(node);
    let answered: BTreeSet<String> =
        rows(&conn, "SELECT hex(op_id) FROM op", |r| r.get(0)).into_iter().collect();
    for op in &p.known.ops {
        let hex = op.0.simple().to_string().to_uppercase();
        let refused = conns.iter().any(|c| stuck(c).contains(&hex));
        if !refused && !answered.contains(&hex) {
            out.push(format!("{}: op {op} is lost", p.name));
        }
    }
    let there: Vec<String> = rows(&conn, "SELECT key FROM record WHERE kind = 'report'", |r| r.get(0));
    for report in &p.known.reports {
        let waits = |c: &Connection| {
            let sql = format!("SELECT key FROM outbox WHERE state <> 'done' AND key LIKE '{report}/%'");
            !bodies(c, &sql).is_empty()
        };
        let key = format!("{report}/");
        if !there.iter().any(|k| k.starts_with(&key)) && !conns.iter().any(waits) {
            out.push(format!("{}: report {report} is lost", p.name));
        }
    }
    out
}

/// Phones that the server took for copies of others: there are none.
fn taken_for_copies(p: &Person) -> Vec<String> {
    let copies: Vec<String> = phone(p)
        .iter()
        .flat_map(|c| rows(c, "SELECT state FROM call WHERE name = 'split'", |r| r.get(0)))
        .collect();
    copies.into_iter().map(|state| format!("{}: was taken for a copy ({state})", p.name)).collect()
}

/// All that must hold.
pub(super) fn all(node: &Node, people: &[Person], held: &[HeldOp]) -> Vec<String> {
    let kept = people.iter().flat_map(|p| all_kept(p, people, node, held));
    kept.chain(people.iter().flat_map(taken_for_copies)).collect()
}
