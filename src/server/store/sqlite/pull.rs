//! Changes out: of each scope the rows above the cursor, in the order of their versions.

use qadam_domain::{AccountId, OpId};
use qadam_protocol::account::Role;
use qadam_protocol::record::Record;
use qadam_protocol::sync::ScopePage;
use rusqlite::{Connection, params};
use std::collections::HashMap;

use super::map::{RECORD, err, id, int, number, record};
use crate::store::{Caller, Have, Page, Pulled, Result};

pub(super) fn pull(conn: &Connection, caller: &Caller, have: Have, page: Page) -> Result<Pulled> {
    // One snapshot: a scope's counter and its rows must belong together.
    let tx = conn.unchecked_transaction().map_err(|e| err(&e))?;
    let visible = visible(&tx, caller)?;
    let scopes: Vec<AccountId> = visible.iter().map(|(scope, _)| *scope).collect();
    let Some(cursors) = have.resolve(&scopes) else {
        return Ok(Pulled { say_all: true, ..Pulled::default() });
    };
    let from: HashMap<AccountId, u64> = cursors.iter().map(|c| (c.scope, c.version)).collect();
    let newest_of: HashMap<AccountId, u64> = visible.iter().copied().collect();

    let mut pulled = Pulled::default();
    let mut left = page;
    for (scope, newest) in visible {
        let mut from = from.get(&scope).copied().unwrap_or(0);
        if from > newest {
            // The phone is ahead of us: this database is an older copy. From the start again.
            from = 0;
        }
        if from == newest {
            continue;
        }
        if left.records == 0 || left.bytes == 0 {
            pulled.more = true;
            break;
        }
        let records = records(&tx, scope, (from + 1, newest), &mut left)?;
        let version = records.last().map_or(newest, |r| r.version);
        pulled.more |= version < newest;
        pulled.scopes.push(ScopePage { scope, records, version });
    }
    let mut lost: Vec<AccountId> =
        cursors.iter().map(|c| c.scope).filter(|scope| !newest_of.contains_key(scope)).collect();
    lost.sort();
    lost.dedup();
    pulled.lost = lost;
    for check in &have.checks {
        if newest_of.get(&check.scope) != Some(&check.version) {
            continue; // the phone has not come so far: nothing can be said
        }
        let differing = check.differing(rows(&tx, check.scope)?);
        if differing.is_empty() {
            continue;
        }
        pulled.differs.push(check.scope);
        if check.sums.len() > 1 {
            let mut again = Vec::new();
            for range in differing {
                if left.records == 0 || left.bytes == 0 {
                    break; // the phone looks again when it has these
                }
                again.extend(records(&tx, check.scope, range, &mut left)?);
            }
            pulled.scopes.push(ScopePage { scope: check.scope, records: again, version: check.version });
        }
    }
    Ok(pulled)
}

/// The scopes that an account may see, with their newest versions.
fn visible(conn: &Connection, caller: &Caller) -> Result<Vec<(AccountId, u64)>> {
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

/// Of the rows of a scope that a comparison is about, version and revision.
fn rows(conn: &Connection, scope: AccountId) -> Result<Vec<(u64, OpId)>> {
    let sql = "SELECT version, revision FROM record
               WHERE scope = ? AND kind <> 'entry_revision' AND substr(body, 1, 2) <> x'8204'";
    conn.prepare_cached(sql)
        .and_then(|mut s| s.query_map([scope.bytes()], |r| Ok((number(r, 0)?, OpId(id(r, 1)?))))?.collect())
        .map_err(|e| err(&e))
}

/// Those with a version of this range, first and last, as far as the page has room.
fn records(conn: &Connection, scope: AccountId, range: (u64, u64), left: &mut Page) -> Result<Vec<Record>> {
    let sql = format!(
        "SELECT {RECORD}, length(body) FROM record WHERE scope = ? AND version BETWEEN ? AND ?
         ORDER BY version LIMIT ?"
    );
    let mut select = conn.prepare_cached(&sql).map_err(|e| err(&e))?;
    let limit = int(left.records as u64);
    let mut rows =
        select.query(params![scope.bytes(), int(range.0), int(range.1), limit]).map_err(|e| err(&e))?;
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(|e| err(&e))? {
        out.push(record(row).map_err(|e| err(&e))?);
        let size: u32 = row.get(4).map_err(|e| err(&e))?;
        left.records = left.records.saturating_sub(1);
        left.bytes = left.bytes.saturating_sub(size as usize);
        if left.bytes == 0 {
            break;
        }
    }
    Ok(out)
}
