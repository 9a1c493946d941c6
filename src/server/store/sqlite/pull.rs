//! Changes out: of each scope the rows above the cursor, in the order of their versions.

use qadam_domain::{AccountId, OpId};
use qadam_protocol::account::Role;
use qadam_protocol::record::{Member, Record};
use qadam_protocol::wire::GONE;
use rusqlite::{Connection, OptionalExtension, params};

use super::map::{RECORD, body, err, id, number, record};
use crate::rules::Feed;
use crate::store::values::{int, member};
use crate::store::{Caller, Have, Page, Pulled, Result};

pub(super) fn pull(
    conn: &Connection,
    caller: &Caller,
    have: Have,
    page: Page,
    epoch: String,
) -> Result<Pulled> {
    // One snapshot for the counters and the rows.
    let tx = conn.unchecked_transaction().map_err(|e| err(&e))?;
    let mut feed = Feed::new(&visible(&tx, caller)?, have, page, epoch);
    let sql = format!(
        "SELECT {RECORD}, length(body) FROM record WHERE scope = ? AND version > ? ORDER BY version LIMIT ?"
    );
    let mut above = tx.prepare_cached(&sql).map_err(|e| err(&e))?;
    loop {
        let todo = feed.todo();
        if todo.is_empty() {
            break;
        }
        for n in todo {
            if feed.is_full() {
                break;
            }
            let asked = params![n.scope.bytes(), int(n.from), int(feed.limit() as u64)];
            let rows = above.query_map(asked, sized);
            rows.and_then(|rows| feed.take(rows)).map_err(|e| err(&e))?;
        }
    }
    compare(&tx, &mut feed).map_err(|e| err(&e))?;
    Ok(feed.finish())
}

/// Rows that the phone has otherwise, or not, come once more.
fn compare(conn: &Connection, feed: &mut Feed) -> rusqlite::Result<()> {
    let mut all = conn.prepare_cached(
        // Neither earlier revisions that reports hold nor what was taken back.
        "SELECT version, revision FROM record
         WHERE scope = ? AND kind <> 'entry_revision' AND substr(body, 1, 2) <> ?",
    )?;
    let sql = format!(
        "SELECT {RECORD}, length(body) FROM record WHERE scope = ? AND version BETWEEN ? AND ?
         ORDER BY version LIMIT ?"
    );
    let mut between = conn.prepare_cached(&sql)?;
    for check in feed.checks() {
        let rows =
            all.query_map(params![check.scope.bytes(), GONE], |r| Ok((number(r, 0)?, OpId(id(r, 1)?))))?;
        for (first, last) in feed.compare(&check, rows.collect::<rusqlite::Result<Vec<_>>>()?) {
            let asked = params![check.scope.bytes(), int(first), int(last), int(feed.limit() as u64)];
            let rows = between.query_map(asked, sized)?;
            feed.again(rows)?;
        }
    }
    Ok(())
}

/// A row with the length of its body.
fn sized(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Record, usize)> {
    Ok((record(row)?, row.get::<_, u32>(4)? as usize))
}

/// The member row of a scope, if the account may see it.
pub(super) fn sees(conn: &Connection, caller: &Caller, participant: AccountId) -> Result<Option<Member>> {
    let sql = match caller.role {
        Role::Participant => "SELECT opened(scope, body) FROM record WHERE scope = ?1 AND kind = 'member' AND scope = ?2",
        Role::Mentor => {
            "SELECT opened(r.scope, r.body) FROM membership m JOIN record r ON r.scope = m.participant AND r.kind = 'member'
             WHERE m.participant = ?1 AND m.mentor = ?2"
        }
    };
    let body = conn
        .prepare_cached(sql)
        .and_then(|mut s| {
            s.query_row(params![participant.bytes(), caller.account.bytes()], |r| body(r, 0)).optional()
        })
        .map_err(|e| err(&e))?;
    Ok(body.and_then(member))
}

/// The scopes that an account may see, with their newest versions.
pub(super) fn visible(conn: &Connection, caller: &Caller) -> Result<Vec<(AccountId, u64)>> {
    let sql = match caller.role {
        Role::Participant => "SELECT id, version FROM scope WHERE id = ?",
        Role::Mentor => {
            "SELECT s.id, s.version FROM membership m JOIN scope s ON s.id = m.participant
             WHERE m.mentor = ? ORDER BY s.id"
        }
    };
    conn.prepare_cached(sql)
        .and_then(|mut s| {
            s.query_map([caller.account.bytes()], |r| Ok((AccountId(id(r, 0)?), number(r, 1)?)))?.collect()
        })
        .map_err(|e| err(&e))
}
