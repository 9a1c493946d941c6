//! Reports, their decisions, and which entries are free for a new one.

use chrono::NaiveDate;
use qadam_domain::report::{Decision, Facts, ReportState, Revision, state};
use qadam_domain::{AccountId, EntryId, Millis, OpId, ReportId};
use qadam_protocol::record::Body;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashSet;

use crate::error::StoreResult;
use crate::sql;

/// A revision as it stands here.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Whose.
    pub scope: AccountId,
    /// The revision.
    pub report: Revision,
    /// The op that sent it.
    pub op: OpId,
    /// The server has it.
    pub sent: bool,
}

fn stored(r: &Row<'_>) -> rusqlite::Result<(AccountId, OpId, bool, String)> {
    Ok((
        AccountId(sql::uuid(r, "scope")?),
        OpId(sql::uuid(r, "revision")?),
        r.get::<_, Option<i64>>("version")?.is_some(),
        r.get("body")?,
    ))
}

fn finish((scope, op, sent, body): (AccountId, OpId, bool, String)) -> StoreResult<Stored> {
    Ok(Stored { scope, report: serde_json::from_str(&body)?, op, sent })
}

const NEWEST: &str = "SELECT scope, revision, version, body FROM report r
    WHERE number = (SELECT max(number) FROM report x WHERE x.report = r.report)";

/// The newest revision of each report of a scope, newest first.
pub fn list(conn: &Connection, scope: AccountId) -> StoreResult<Vec<Stored>> {
    let mut stmt = conn.prepare_cached(&format!("{NEWEST} AND scope = ?1 ORDER BY submitted_at DESC"))?;
    let mut out = Vec::new();
    for row in stmt.query_map([scope.bytes()], stored)? {
        out.push(finish(row?)?);
    }
    Ok(out)
}

/// The newest revision of each report of everybody, oldest first.
pub fn all(conn: &Connection) -> StoreResult<Vec<Stored>> {
    let mut stmt = conn.prepare_cached(&format!("{NEWEST} ORDER BY submitted_at"))?;
    let mut out = Vec::new();
    for row in stmt.query_map([], stored)? {
        out.push(finish(row?)?);
    }
    Ok(out)
}

/// The newest revision of a report.
pub fn newest(conn: &Connection, report: ReportId) -> StoreResult<Option<Stored>> {
    conn.prepare_cached(&format!("{NEWEST} AND report = ?1"))?
        .query_row([report.bytes()], stored)
        .optional()?
        .map(finish)
        .transpose()
}

/// The decision in effect on a revision: the first that was not superseded.
pub fn decision(conn: &Connection, report: ReportId, number: u32) -> StoreResult<Option<Decision>> {
    let body: Option<String> = conn
        .prepare_cached(
            "SELECT body FROM decision WHERE report = ?1 AND number = ?2 AND superseded = 0
             ORDER BY version IS NULL, version LIMIT 1",
        )?
        .query_row(params![report.bytes(), number], |r| r.get(0))
        .optional()?;
    body.map(|b| Ok(serde_json::from_str(&b)?)).transpose()
}

/// Whether anything of a scope was decided.
pub fn any_decided(conn: &Connection, scope: AccountId) -> StoreResult<bool> {
    Ok(conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM decision WHERE scope = ?1 AND superseded = 0)")?
        .query_row([scope.bytes()], |r| r.get(0))?)
}

/// Whether the mentor has opened a revision, and when, where that is known.
pub fn seen(
    conn: &Connection,
    scope: AccountId,
    report: ReportId,
    number: u32,
) -> StoreResult<Option<Option<Millis>>> {
    let body: Option<String> = conn
        .prepare_cached("SELECT body FROM row WHERE scope = ?1 AND kind = 'report_seen' AND key = ?2")?
        .query_row(params![scope.bytes(), format!("{report}/{number}")], |r| r.get(0))
        .optional()?;
    Ok(match body.map(|b| serde_json::from_str(&b)).transpose()? {
        Some(Body::ReportSeen { at, .. }) => Some(at),
        _ => None,
    })
}

/// When a revision arrived: as the server says, else when this phone heard that it had.
pub fn delivered_at(conn: &Connection, r: &Stored) -> StoreResult<Option<Millis>> {
    if !r.sent || r.report.received_at.is_some() {
        return Ok(r.report.received_at);
    }
    let at: Option<Option<i64>> = conn
        .query_row("SELECT done_at FROM outbox WHERE op_id = ?1", [r.op.bytes()], |r| r.get(0))
        .optional()?;
    Ok(at.flatten().map(Millis))
}

/// Where a revision is.
pub fn state_of(conn: &Connection, r: &Stored) -> StoreResult<ReportState> {
    let decision = decision(conn, r.report.report, r.report.number)?;
    Ok(state(Facts {
        delivered: r.sent,
        seen: seen(conn, r.scope, r.report.report, r.report.number)?.is_some(),
        decision: decision.as_ref(),
    }))
}

/// The revisions of a report before this one, newest first.
pub fn before(conn: &Connection, report: ReportId, number: u32) -> StoreResult<Vec<Stored>> {
    let mut stmt = conn.prepare_cached(
        "SELECT scope, revision, version, body FROM report WHERE report = ?1 AND number < ?2
         ORDER BY number DESC",
    )?;
    let mut out = Vec::new();
    for row in stmt.query_map(params![report.bytes(), number], stored)? {
        out.push(finish(row?)?);
    }
    Ok(out)
}

/// Days and tracks of what a revision holds, without reading the entries themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First and last day; none where no entry is readable here.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Track ids.
    pub tracks: Vec<String>,
}

impl Span {
    fn add(&mut self, track: String, from: NaiveDate, to: NaiveDate) {
        let (a, b) = self.days.unwrap_or((from, to));
        self.days = Some((a.min(from), b.max(to)));
        if !self.tracks.contains(&track) {
            self.tracks.push(track);
        }
    }
}

/// Of what a revision is. Entries that moved on since are read as they were sent.
pub fn span(conn: &Connection, report: ReportId, number: u32) -> StoreResult<Span> {
    let mut span = Span::default();
    let mut stmt = conn.prepare_cached(
        "SELECT e.track, min(e.on_day), max(e.on_day) FROM report_item i
         JOIN entry e ON e.id = i.entry AND e.revision = i.revision
         WHERE i.report = ?1 AND i.number = ?2 GROUP BY e.track",
    )?;
    let rows = stmt.query_map(params![report.bytes(), number], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?))
    })?;
    for row in rows {
        let (track, from, to) = row?;
        span.add(track, sql::date(from), sql::date(to));
    }
    let mut stmt = conn.prepare_cached(
        "SELECT r.body FROM report_item i JOIN entry_revision r ON r.revision = i.revision
         WHERE i.report = ?1 AND i.number = ?2
           AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = i.entry AND e.revision = i.revision)",
    )?;
    for body in stmt.query_map(params![report.bytes(), number], |r| r.get::<_, String>(0))? {
        let e: qadam_domain::Entry = serde_json::from_str(&body?)?;
        span.add(e.track, e.on, e.on);
    }
    Ok(span)
}

/// The last day that the newest report of a scope speaks of.
pub fn last_day(conn: &Connection, scope: AccountId) -> StoreResult<Option<NaiveDate>> {
    let newest = conn
        .prepare_cached(
            "SELECT report, number FROM report WHERE scope = ?1 ORDER BY submitted_at DESC, number DESC LIMIT 1",
        )?
        .query_row([scope.bytes()], |r| Ok((ReportId(sql::uuid(r, "report")?), r.get::<_, u32>("number")?)))
        .optional()?;
    match newest {
        None => Ok(None),
        Some((report, number)) => Ok(span(conn, report, number)?.days.map(|(_, to)| to)),
    }
}

/// Whether an entry stands in the newest revision of a report.
pub fn holds(conn: &Connection, entry: EntryId) -> StoreResult<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM report_item i WHERE i.entry = ?1
               AND i.number = (SELECT max(number) FROM report x WHERE x.report = i.report))",
        )?
        .query_row([entry.bytes()], |r| r.get(0))?)
}

/// Entries that stand in an open report (sent off and not decided).
pub fn busy(conn: &Connection, scope: AccountId) -> StoreResult<HashSet<EntryId>> {
    let mut stmt = conn.prepare_cached(
        "SELECT DISTINCT i.entry FROM report_item i JOIN report r ON r.report = i.report AND r.number = i.number
         WHERE r.scope = ?1
           AND NOT EXISTS (SELECT 1 FROM decision d
                           WHERE d.report = i.report AND d.number = i.number AND d.superseded = 0)",
    )?;
    let rows = stmt.query_map([scope.bytes()], |r| sql::uuid(r, "entry"))?;
    rows.map(|r| Ok(EntryId(r?))).collect()
}

/// How many reports of a scope are sent off and not decided.
pub fn open(conn: &Connection, scope: AccountId) -> StoreResult<u32> {
    let mut stmt = conn.prepare_cached(
        "SELECT count(*) FROM report r
         WHERE r.scope = ?1 AND r.number = (SELECT max(number) FROM report x WHERE x.report = r.report)
           AND NOT EXISTS (SELECT 1 FROM decision d
                           WHERE d.report = r.report AND d.number = r.number AND d.superseded = 0)",
    )?;
    Ok(stmt.query_row([scope.bytes()], |r| r.get(0))?)
}

/// Entries of a scope that stand in an open report which the mentor has seen. Reports that are decided are
/// not read: there may be years of them.
pub fn busy_seen(conn: &Connection, scope: AccountId) -> StoreResult<HashSet<EntryId>> {
    // Years of decided reports stay unread: only the open ones are looked into.
    let mut stmt = conn.prepare_cached(
        "SELECT r.report, r.number FROM report r WHERE r.scope = ?1
           AND r.number = (SELECT max(number) FROM report x WHERE x.report = r.report)
           AND NOT EXISTS (SELECT 1 FROM decision d
                           WHERE d.report = r.report AND d.number = r.number AND d.superseded = 0)",
    )?;
    let open = stmt.query_map([scope.bytes()], |r| {
        Ok((ReportId(sql::uuid(r, "report")?), r.get::<_, u32>("number")?))
    })?;
    let mut items = conn.prepare_cached("SELECT entry FROM report_item WHERE report = ?1 AND number = ?2")?;
    let mut out = HashSet::new();
    for row in open {
        let (report, number) = row?;
        if seen(conn, scope, report, number)?.is_some() {
            for id in items.query_map(params![report.bytes(), number], |r| sql::uuid(r, "entry"))? {
                out.insert(EntryId(id?));
            }
        }
    }
    Ok(out)
}

/// The report that an entry went into last, with the revision of the report.
pub fn holding(conn: &Connection, entry: EntryId) -> StoreResult<Option<(ReportId, u32)>> {
    Ok(conn
        .prepare_cached(
            "SELECT i.report, i.number FROM report_item i JOIN report r ON r.report = i.report AND r.number = i.number
             WHERE i.entry = ?1 ORDER BY r.submitted_at DESC, i.number DESC LIMIT 1",
        )?
        .query_row([entry.bytes()], |r| Ok((ReportId(sql::uuid(r, "report")?), r.get("number")?)))
        .optional()?)
}

/// The decision from which the word in effect on an entry comes.
pub fn decided(conn: &Connection, entry: EntryId) -> StoreResult<Option<Decision>> {
    let body: Option<String> = conn
        .prepare_cached(
            "SELECT d.body FROM verdict v JOIN decision d ON d.op = v.op WHERE v.entry = ?1
             ORDER BY v.place DESC, v.op DESC LIMIT 1",
        )?
        .query_row([entry.bytes()], |r| r.get(0))
        .optional()?;
    body.map(|b| Ok(serde_json::from_str(&b)?)).transpose()
}
