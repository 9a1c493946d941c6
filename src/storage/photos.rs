//! Pictures: photos of entries and their small ones, as bytes beside the rows that name them.
//!
//! A picture is written in the same commit as what names it, and stays until the server has it. After that it
//! may make room: the account keeps it, and it comes again when somebody looks at it.

use qadam_domain::photo::Photo;
use qadam_domain::{AccountId, Entry, EntryId, Millis, PhotoId};
use qadam_protocol::RecordKind;
use qadam_protocol::record::Body;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::error::StoreResult;

/// A picture that was chosen for an entry that was never saved goes after this long, in milliseconds.
const DRAFT_MS: i64 = 24 * 60 * 60 * 1_000;
/// One that no entry names any more, and that was never sent, goes after this long: an edit can be taken back.
const UNUSED_MS: i64 = 30 * DRAFT_MS;
/// Most bytes of whole photos that the server has too.
pub const ROOM_MAX: u64 = 64 * 1024 * 1024;
/// Most small pictures that are asked for at a time.
pub const LACKING_MAX: usize = 200;

/// A picture that is to go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToSend {
    /// Which.
    pub id: PhotoId,
    /// Its bytes.
    pub size: u32,
}

/// What waits to be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Whole photos that are not with the server yet.
    pub photos: u32,
    /// Bytes to go, the small pictures among them.
    pub bytes: u64,
    /// Photos that the server refused.
    pub refused: u32,
}

fn id(row: &Row<'_>, column: &str) -> rusqlite::Result<PhotoId> {
    Ok(PhotoId::from_bytes(row.get(column)?))
}

pub(crate) fn put(
    tx: &Transaction<'_>,
    scope: AccountId,
    (id, small): (PhotoId, bool),
    state: &str,
    bytes: &[u8],
    now: Millis,
) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT INTO picture (scope, id, small, state, made_at, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (scope, id) DO NOTHING",
    )?
    .execute(params![scope.bytes(), id.bytes(), small, state, now.0, bytes])?;
    Ok(())
}

/// Keeps a photo that was just chosen, with its small one. It goes out once an entry names it.
pub fn draft(
    tx: &Transaction<'_>,
    scope: AccountId,
    photo: &Photo,
    (bytes, thumb): (&[u8], &[u8]),
    now: Millis,
) -> StoreResult<()> {
    put(tx, scope, (photo.id, false), "draft", bytes, now)?;
    put(tx, scope, (photo.thumb, true), "draft", thumb, now)
}

/// Writes down what an entry names: what its present revision does (none where it is gone), what the server
/// last said of it where a change stands before that here (the change may be refused, and the server shows the
/// other), and what those name that are kept beside it, since a report holds them or another phone wrote them
/// meanwhile. Call it whenever one of them has changed: the outcome does not depend on which came first.
pub(crate) fn named(tx: &Transaction<'_>, scope: AccountId, entry: EntryId) -> StoreResult<()> {
    tx.prepare_cached("DELETE FROM entry_photo WHERE entry = ?1")?.execute([entry.bytes()])?;
    let mut told =
        tx.prepare_cached("SELECT body FROM shadow WHERE scope = ?1 AND kind = ?2 AND key = ?3")?;
    let of = params![scope.bytes(), RecordKind::Entry.as_str(), entry.to_string()];
    if let Some(body) = told.query_row(of, |r| r.get::<_, String>(0)).optional()?
        && let Body::Entry(e) = serde_json::from_str(&body)?
    {
        also_named(tx, scope, &e)?;
    }
    let bodies: Vec<String> = tx
        .prepare_cached(
            "SELECT body FROM entry_revision WHERE entry = ?1 AND scope = ?2
             UNION ALL SELECT body FROM entry WHERE id = ?1 AND scope = ?2 AND removed = 0",
        )?
        .query_map([entry.bytes(), scope.bytes()], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    bodies.iter().try_for_each(|body| also_named(tx, scope, &serde_json::from_str(body)?))
}

/// Writes down what one more revision of an entry names.
pub(crate) fn also_named(tx: &Transaction<'_>, scope: AccountId, e: &Entry) -> StoreResult<()> {
    for p in &e.photos {
        tx.prepare_cached(
            "INSERT OR REPLACE INTO entry_photo (entry, photo, thumb, scope, on_day) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![e.id.bytes(), p.id.bytes(), p.thumb.bytes(), scope.bytes(), crate::sql::day(e.on)])?;
        tx.prepare_cached(
            "UPDATE picture SET state = 'waiting' WHERE scope = ?1 AND id IN (?2, ?3) AND state = 'draft'",
        )?
        .execute(params![scope.bytes(), p.id.bytes(), p.thumb.bytes()])?;
    }
    Ok(())
}

const NAMED: &str = "EXISTS (SELECT 1 FROM entry_photo e WHERE e.photo = p.id AND e.scope = p.scope)
    OR EXISTS (SELECT 1 FROM entry_photo e WHERE e.thumb = p.id AND e.scope = p.scope)";

/// The next picture to go out: the small ones first, so that a mentor sees something soon.
pub fn next(conn: &Connection, scope: AccountId) -> StoreResult<Option<ToSend>> {
    let sql = format!(
        "SELECT id, length(bytes) AS size FROM picture p
         WHERE scope = ?1 AND state = 'waiting' AND ({NAMED})
         ORDER BY small DESC, made_at, id LIMIT 1"
    );
    let found = conn
        .prepare_cached(&sql)?
        .query_row([scope.bytes()], |r| Ok(ToSend { id: id(r, "id")?, size: r.get("size")? }))
        .optional()?;
    Ok(found)
}

/// A part of a picture; none where it is not here.
pub fn part(
    conn: &Connection,
    scope: AccountId,
    id: PhotoId,
    from: u32,
    most: u32,
) -> StoreResult<Option<Vec<u8>>> {
    let found = conn
        .prepare_cached("SELECT substr(bytes, ?3, ?4) FROM picture WHERE scope = ?1 AND id = ?2")?
        .query_row(params![scope.bytes(), id.bytes(), i64::from(from) + 1, most], |r| r.get(0))
        .optional()?;
    Ok(found)
}

/// A whole picture; none where it is not here.
pub fn bytes(conn: &Connection, scope: AccountId, id: PhotoId) -> StoreResult<Option<Vec<u8>>> {
    part(conn, scope, id, 0, u32::MAX)
}

/// The server has it.
pub fn sent(tx: &Transaction<'_>, scope: AccountId, id: PhotoId) -> StoreResult<()> {
    set(tx, scope, id, "sent")
}

/// The server will not have it.
pub fn refused(tx: &Transaction<'_>, scope: AccountId, id: PhotoId) -> StoreResult<()> {
    set(tx, scope, id, "refused")
}

fn set(tx: &Transaction<'_>, scope: AccountId, id: PhotoId, state: &str) -> StoreResult<()> {
    tx.execute(
        "UPDATE picture SET state = ?3 WHERE scope = ?1 AND id = ?2",
        params![scope.bytes(), id.bytes(), state],
    )?;
    Ok(())
}

/// Tries again what the server refused; and, where `all`, offers it what it had: it was restored from a
/// backup. What is there already costs one small request.
pub fn offer(tx: &Transaction<'_>, all: bool) -> StoreResult<()> {
    tx.execute(
        "UPDATE picture SET state = 'waiting'
         WHERE state = 'refused' OR (?1 AND state = 'sent')",
        [all],
    )?;
    Ok(())
}

/// A picture came from the server.
pub fn arrived(
    tx: &Transaction<'_>,
    scope: AccountId,
    id: PhotoId,
    bytes: &[u8],
    now: Millis,
) -> StoreResult<()> {
    let small: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry_photo WHERE thumb = ?1)")?
        .query_row([id.bytes()], |r| r.get(0))?;
    put(tx, scope, (id, small), "sent", bytes, now)
}

/// Small pictures of a scope that are named and not here, those of the newest days first. `held`: only of
/// entries that stand in a report.
pub fn lacking(conn: &Connection, held: bool) -> StoreResult<Vec<(AccountId, PhotoId)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT e.scope, e.thumb FROM entry_photo e
         WHERE NOT EXISTS (SELECT 1 FROM picture p WHERE p.scope = e.scope AND p.id = e.thumb)
           AND (NOT ?1 OR EXISTS (SELECT 1 FROM report_item i WHERE i.entry = e.entry))
         ORDER BY e.on_day DESC, e.thumb LIMIT ?2",
    )?;
    let rows = stmt.query_map(params![held, LACKING_MAX as i64], |r| {
        Ok((AccountId(crate::sql::uuid(r, "scope")?), id(r, "thumb")?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What of a scope waits to be sent.
pub fn waiting(conn: &Connection, scope: AccountId) -> StoreResult<Waiting> {
    let sql = format!(
        "SELECT coalesce(sum(state = 'waiting' AND NOT small), 0) AS photos,
                coalesce(sum(CASE WHEN state = 'waiting' THEN length(bytes) END), 0) AS bytes,
                coalesce(sum(state = 'refused'), 0) AS refused
         FROM picture p WHERE scope = ?1 AND state IN ('waiting', 'refused') AND ({NAMED})"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([scope.bytes()], |r| {
        Ok(Waiting {
            photos: r.get("photos")?,
            bytes: crate::sql::unsigned(r, "bytes")?,
            refused: r.get("refused")?,
        })
    })?)
}

/// Whether a photo of an entry is not with the server yet.
pub fn is_waiting(conn: &Connection, scope: AccountId, photo: &Photo) -> StoreResult<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM picture WHERE scope = ?1 AND id IN (?2, ?3) AND state IN ('waiting', 'refused'))",
        )?
        .query_row(params![scope.bytes(), photo.id.bytes(), photo.thumb.bytes()], |r| r.get(0))?)
}

/// The other entry of the same person, with its day, that names the same photo; the earliest, if there are some.
pub fn seen_before(
    conn: &Connection,
    scope: AccountId,
    photo: PhotoId,
    entry: EntryId,
) -> StoreResult<Option<(EntryId, chrono::NaiveDate)>> {
    let found = conn
        .prepare_cached(
            "SELECT entry, on_day FROM entry_photo WHERE photo = ?1 AND scope = ?2 AND entry <> ?3
             ORDER BY on_day, entry LIMIT 1",
        )?
        .query_row(params![photo.bytes(), scope.bytes(), entry.bytes()], |r| {
            Ok((EntryId(crate::sql::uuid(r, "entry")?), crate::sql::date(r.get("on_day")?)))
        })
        .optional()?;
    Ok(found)
}

/// Bytes of all pictures that are here.
pub fn room(conn: &Connection) -> StoreResult<u64> {
    let sum = "SELECT coalesce(sum(length(bytes)), 0) AS n FROM picture";
    Ok(conn.query_row(sum, [], |r| crate::sql::unsigned(r, "n"))?)
}

/// Makes room: drafts of yesterday, what nobody names and nobody has, and of what the server has too the
/// whole photos that came first, until no more than `most` bytes of them are here.
pub fn tidy(tx: &Transaction<'_>, now: Millis, most: u64) -> StoreResult<()> {
    let sql = format!(
        "DELETE FROM picture AS p WHERE (state = 'draft' AND made_at < ?1)
            OR (state IN ('waiting', 'refused') AND made_at < ?2 AND NOT ({NAMED}))"
    );
    tx.execute(&sql, [now.0 - DRAFT_MS, now.0 - UNUSED_MS])?;
    tx.execute(
        "DELETE FROM picture WHERE rowid IN (
             SELECT rowid FROM (
                 SELECT rowid, sum(length(bytes)) OVER (ORDER BY made_at DESC, rowid DESC) AS upto
                 FROM picture WHERE state = 'sent' AND NOT small
             ) WHERE upto > ?1)",
        [crate::sql::signed(most)],
    )?;
    Ok(())
}
