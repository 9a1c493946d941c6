//! How a row gets in: written here (version none) or told by the server.

use qadam_domain::report::{Decision, Revision};
use qadam_domain::{AccountId, Entry, EntryId, OpId};
use qadam_protocol::RecordKind;
use qadam_protocol::record::{Body, Record};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::StoreResult;
use crate::{history, photos, sql};

/// Who wrote a row, when, and where it stands on the server.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// Whose data.
    pub scope: AccountId,
    /// The op that wrote it.
    pub revision: OpId,
    /// Who wrote it.
    pub author: AccountId,
    /// The scope's version; none: written here and not acknowledged yet.
    pub version: Option<u64>,
}

impl Origin {
    fn version_sql(&self) -> Option<i64> {
        self.version.map(sql::signed)
    }
}

/// Takes a record of the server in. A row with unsent changes here keeps them; what the server says is
/// remembered beside it and comes back when the changes are dropped.
pub fn remote(tx: &Transaction<'_>, scope: AccountId, record: &Record) -> StoreResult<()> {
    let origin =
        Origin { scope, revision: record.revision, author: record.author, version: Some(record.version) };
    let (kind, key) = record.body.key(record.revision);
    if pending(tx, scope, kind, &key)? {
        let own: Option<i64> = tx
            .query_row(
                "SELECT 1 FROM outbox WHERE op_id = ?1 AND state <> 'done'",
                [record.revision.bytes()],
                |r| r.get(0),
            )
            .optional()?;
        // Our own op, whose acknowledgement was lost: the row is what we wrote.
        if own.is_none() {
            shadow(tx, origin, kind, &key, &record.body)?;
            return told(tx, scope, kind, &key);
        }
    }
    put(tx, origin, &record.body)
}

/// Whether a row has unsent changes.
pub fn pending(tx: &Transaction<'_>, scope: AccountId, kind: RecordKind, key: &str) -> StoreResult<bool> {
    let n: Option<i64> = tx
        .prepare_cached(
            "SELECT 1 FROM outbox WHERE scope = ?1 AND kind = ?2 AND key = ?3 AND state IN ('waiting', 'refused') LIMIT 1",
        )?
        .query_row(params![scope.bytes(), kind.as_str(), key], |r| r.get(0))
        .optional()?;
    Ok(n.is_some())
}

pub(crate) fn shadow(
    tx: &Transaction<'_>,
    o: Origin,
    kind: RecordKind,
    key: &str,
    body: &Body,
) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO shadow (scope, kind, key, revision, author, version, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        o.scope.bytes(),
        kind.as_str(),
        key,
        o.revision.bytes(),
        o.author.bytes(),
        o.version_sql().unwrap_or(0),
        serde_json::to_string(body)?
    ])?;
    names(tx, o.scope, kind.as_str(), key)
}

/// The server has said this while a change of the row waits here: of the two it may be the later one.
fn told(tx: &Transaction<'_>, scope: AccountId, kind: RecordKind, key: &str) -> StoreResult<()> {
    tx.prepare_cached("UPDATE shadow SET told = 1 WHERE scope = ?1 AND kind = ?2 AND key = ?3")?
        .execute(params![scope.bytes(), kind.as_str(), key])?;
    Ok(())
}

/// What the server said of a row while a change of it waited here, which the server has taken since. Which of the two is
/// the later one only it knows: where the answer does not bring the row, it is to be pulled once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whose data.
    pub scope: AccountId,
    /// The row.
    pub kind: String,
    /// Of that kind.
    pub key: String,
    /// Where the server's word stands in the scope.
    pub version: u64,
}

/// What the server last said of an entry has changed: perhaps it names other photos.
fn names(tx: &Transaction<'_>, scope: AccountId, kind: &str, key: &str) -> StoreResult<()> {
    match key.parse() {
        Ok(entry) if kind == RecordKind::Entry.as_str() => photos::named(tx, scope, entry),
        _ => Ok(()),
    }
}

/// Before the first unsent change of a row: remembers what the server last said of it.
pub fn remember(tx: &Transaction<'_>, scope: AccountId, kind: RecordKind, key: &str) -> StoreResult<()> {
    if pending(tx, scope, kind, key)? {
        return Ok(());
    }
    match kind {
        RecordKind::Entry => {
            let found = tx
                .query_row(
                    "SELECT revision, author, version, removed, body FROM entry
                     WHERE id = ?1 AND version IS NOT NULL",
                    [key.parse::<qadam_domain::EntryId>().map(|e| *e.bytes()).unwrap_or_default()],
                    |r| {
                        Ok((
                            sql::uuid(r, "revision")?,
                            sql::uuid(r, "author")?,
                            sql::unsigned(r, "version")?,
                            r.get::<_, bool>("removed")?,
                            r.get::<_, String>("body")?,
                        ))
                    },
                )
                .optional()?;
            if let Some((revision, author, version, removed, body)) = found {
                let entry: Entry = serde_json::from_str(&body)?;
                let body = if removed { Body::EntryGone { entry: entry.id } } else { Body::Entry(entry) };
                let o = Origin {
                    scope,
                    revision: OpId(revision),
                    author: AccountId(author),
                    version: Some(version),
                };
                shadow(tx, o, kind, key, &body)?;
            }
        }
        RecordKind::Member
        | RecordKind::Profile
        | RecordKind::Enrolment
        | RecordKind::Plan
        | RecordKind::PlanDecision
        | RecordKind::ChatRead => {
            tx.execute(
                "INSERT OR REPLACE INTO shadow (scope, kind, key, revision, author, version, body)
                 SELECT scope, kind, key, revision, author, version, body FROM row
                 WHERE scope = ?1 AND kind = ?2 AND key = ?3 AND version IS NOT NULL",
                params![scope.bytes(), kind.as_str(), key],
            )?;
        }
        // Append-only rows have keys of their own: nothing is replaced.
        _ => {}
    }
    Ok(())
}

/// After the last unsent change of a row was applied by the server: its shadow is history, but for what was told
/// while the change waited.
pub fn forget(tx: &Transaction<'_>, scope: AccountId, kind: &str, key: &str) -> StoreResult<Option<Told>> {
    let gone = tx
        .prepare_cached(
            "DELETE FROM shadow WHERE scope = ?1 AND kind = ?2 AND key = ?3 RETURNING told, version",
        )?
        .query_row(params![scope.bytes(), kind, key], |r| {
            Ok((r.get::<_, bool>("told")?, sql::unsigned(r, "version")?))
        })
        .optional()?;
    // Most rows never had one: an entry that is new.
    let Some((told, version)) = gone else { return Ok(None) };
    names(tx, scope, kind, key)?;
    Ok(told.then(|| Told { scope, kind: kind.into(), key: key.into(), version }))
}

/// After the last unsent change of a row was dropped: what the server says comes back; a row that it
/// never had goes.
pub fn restore(tx: &Transaction<'_>, scope: AccountId, kind: &str, key: &str, op: OpId) -> StoreResult<()> {
    let found = tx
        .query_row(
            "SELECT revision, author, version, body FROM shadow WHERE scope = ?1 AND kind = ?2 AND key = ?3",
            params![scope.bytes(), kind, key],
            |r| {
                Ok((
                    sql::uuid(r, "revision")?,
                    sql::uuid(r, "author")?,
                    sql::unsigned(r, "version")?,
                    r.get::<_, String>("body")?,
                ))
            },
        )
        .optional()?;
    if let Some((revision, author, version, body)) = found {
        let o = Origin { scope, revision: OpId(revision), author: AccountId(author), version: Some(version) };
        put(tx, o, &serde_json::from_str(&body)?)?;
        // It stands here now, told or not.
        return forget(tx, scope, kind, key).map(|_| ());
    }
    let id: [u8; 16] = uuid::Uuid::parse_str(key.split('/').next().unwrap_or(key))
        .map(|u| *u.as_bytes())
        .unwrap_or_default();
    match kind {
        "entry" => {
            if tx.execute("DELETE FROM entry WHERE id = ?1 AND version IS NULL", [id])? > 0 {
                photos::named(tx, scope, EntryId::from_bytes(id))?;
            }
            history::forget(tx, &id)?;
        }
        "chat" => {
            tx.execute("DELETE FROM chat WHERE id = ?1 AND version IS NULL", [id])?;
        }
        "report" => {
            let number: i64 = key.split('/').nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
            let gone = tx.execute(
                "DELETE FROM report WHERE report = ?1 AND number = ?2 AND version IS NULL",
                params![id, number],
            )?;
            if gone > 0 {
                tx.execute("DELETE FROM report_item WHERE report = ?1 AND number = ?2", params![id, number])?;
            }
        }
        "decision" => {
            tx.execute("DELETE FROM decision WHERE op = ?1 AND version IS NULL", [op.bytes()])?;
            tx.execute(
                "DELETE FROM verdict WHERE op = ?1 AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.op = verdict.op)",
                [op.bytes()],
            )?;
        }
        _ => {
            tx.execute(
                "DELETE FROM row WHERE scope = ?1 AND kind = ?2 AND key = ?3 AND version IS NULL",
                params![scope.bytes(), kind, key],
            )?;
        }
    }
    Ok(())
}

/// Writes a row as it stands.
pub fn put(tx: &Transaction<'_>, o: Origin, body: &Body) -> StoreResult<()> {
    match body {
        Body::Entry(e) => put_entry(tx, o, e, false),
        Body::EntryGone { entry } => {
            keep_held(tx, *entry, o.revision)?;
            history::keep(tx, o.scope, *entry, o.revision)?;
            tx.execute(
                "UPDATE entry SET removed = 1, revision = ?2, version = coalesce(?3, version) WHERE id = ?1 AND scope = ?4",
                params![entry.bytes(), o.revision.bytes(), o.version_sql(), o.scope.bytes()],
            )?;
            photos::named(tx, o.scope, *entry)
        }
        Body::EntryRevision(e) => {
            tx.execute(
                "INSERT INTO entry_revision (revision, scope, entry, body, version) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (revision) DO UPDATE SET version = coalesce(excluded.version, version)",
                params![
                    o.revision.bytes(),
                    o.scope.bytes(),
                    e.id.bytes(),
                    serde_json::to_string(e)?,
                    o.version_sql()
                ],
            )?;
            photos::also_named(tx, o.scope, e)
        }
        Body::Report(r) => put_report(tx, o, r),
        Body::Decision(d) => put_decision(tx, o, d),
        Body::Chat { seq, received_at, message } => {
            tx.prepare_cached(
                "INSERT INTO chat (id, scope, author, revision, version, seq, at, written_at, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq, at = excluded.at,
                    author = excluded.author",
            )?
            .execute(params![
                message.id.bytes(),
                o.scope.bytes(),
                o.author.bytes(),
                o.revision.bytes(),
                o.version_sql(),
                sql::signed(*seq),
                received_at.0,
                message.written_at.0,
                message.text
            ])?;
            Ok(())
        }
        Body::Member(_)
        | Body::Profile(_)
        | Body::Enrolment(_)
        | Body::Plan(_)
        | Body::PlanDecision(_)
        | Body::ReportSeen { .. }
        | Body::ChatRead { .. } => {
            let (kind, key) = body.key(o.revision);
            if kind == RecordKind::Plan {
                crate::plans::keep(tx, o.scope, o.revision)?;
            }
            tx.prepare_cached(
                "INSERT OR REPLACE INTO row (scope, kind, key, revision, author, version, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                o.scope.bytes(),
                kind.as_str(),
                key,
                o.revision.bytes(),
                o.author.bytes(),
                o.version_sql(),
                serde_json::to_string(body)?
            ])?;
            Ok(())
        }
    }
}

/// Takes an entry back that the server has never had: here alone.
pub fn take_back(
    tx: &Transaction<'_>,
    scope: AccountId,
    revision: OpId,
    author: AccountId,
    entry: EntryId,
) -> StoreResult<()> {
    put(tx, Origin { scope, revision, author, version: None }, &Body::EntryGone { entry })
}

/// What a report holds stays readable after the entry moves on or is taken back.
fn keep_held(tx: &Transaction<'_>, id: EntryId, next: OpId) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO entry_revision (revision, scope, entry, body)
         SELECT revision, scope, id, body FROM entry
         WHERE id = ?1 AND revision <> ?2
           AND EXISTS (SELECT 1 FROM report_item i WHERE i.entry = entry.id AND i.revision = entry.revision)",
    )?
    .execute(params![id.bytes(), next.bytes()])?;
    Ok(())
}

fn put_entry(tx: &Transaction<'_>, o: Origin, e: &Entry, removed: bool) -> StoreResult<()> {
    keep_held(tx, e.id, o.revision)?;
    history::keep(tx, o.scope, e.id, o.revision)?;
    tx.prepare_cached(
        "INSERT INTO entry (id, scope, revision, author, version, track, on_day, written_at, removed, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, author = excluded.author,
            version = excluded.version, track = excluded.track, on_day = excluded.on_day,
            written_at = excluded.written_at, removed = excluded.removed, body = excluded.body
         WHERE entry.scope = excluded.scope",
    )?
    .execute(params![
        e.id.bytes(),
        o.scope.bytes(),
        o.revision.bytes(),
        o.author.bytes(),
        o.version_sql(),
        e.track,
        sql::day(e.on),
        e.written_at.0,
        removed,
        serde_json::to_string(e)?
    ])?;
    photos::named(tx, o.scope, e.id)
}

fn put_report(tx: &Transaction<'_>, o: Origin, r: &Revision) -> StoreResult<()> {
    tx.execute(
        "INSERT OR REPLACE INTO report (report, number, scope, revision, version, submitted_at, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            r.report.bytes(),
            r.number,
            o.scope.bytes(),
            o.revision.bytes(),
            o.version_sql(),
            r.submitted_at.0,
            serde_json::to_string(r)?
        ],
    )?;
    tx.execute(
        "DELETE FROM report_item WHERE report = ?1 AND number = ?2",
        params![r.report.bytes(), r.number],
    )?;
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO report_item (report, number, entry, revision) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for i in &r.items {
        insert.execute(params![r.report.bytes(), r.number, i.entry.bytes(), i.revision.bytes()])?;
    }
    Ok(())
}

fn put_decision(tx: &Transaction<'_>, o: Origin, d: &Decision) -> StoreResult<()> {
    tx.execute(
        "INSERT OR REPLACE INTO decision (op, scope, report, number, author, version, superseded, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            o.revision.bytes(),
            o.scope.bytes(),
            d.report.bytes(),
            d.number,
            o.author.bytes(),
            o.version_sql(),
            d.superseded,
            serde_json::to_string(d)?
        ],
    )?;
    tx.execute("DELETE FROM verdict WHERE op = ?1", [o.revision.bytes()])?;
    if d.superseded {
        return Ok(());
    }
    let mut insert = tx.prepare_cached(
        "INSERT OR REPLACE INTO verdict (op, entry, revision, scope, verdict, reason, place)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for i in &d.items {
        let verdict = match i.verdict {
            qadam_domain::Verdict::Counted => "counted",
            qadam_domain::Verdict::ToFix => "to_fix",
            qadam_domain::Verdict::NotCounted => "not_counted",
        };
        insert.execute(params![
            o.revision.bytes(),
            i.item.entry.bytes(),
            i.item.revision.bytes(),
            o.scope.bytes(),
            verdict,
            i.reason,
            o.version_sql().unwrap_or(i64::MAX)
        ])?;
    }
    Ok(())
}

/// Erases everything of a scope: this phone may not have it any more.
pub fn erase_scope(tx: &Transaction<'_>, scope: AccountId) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM report_item WHERE report IN (SELECT report FROM report WHERE scope = ?1)",
        [scope.bytes()],
    )?;
    for table in [
        "row",
        "shadow",
        "plan_past",
        "entry",
        "entry_revision",
        "entry_history",
        "report",
        "decision",
        "verdict",
        "chat",
        "cursor",
        "picture",
        "entry_photo",
    ] {
        tx.execute(&format!("DELETE FROM {table} WHERE scope = ?1"), [scope.bytes()])?;
    }
    tx.execute("DELETE FROM outbox WHERE scope = ?1", [scope.bytes()])?;
    Ok(())
}
