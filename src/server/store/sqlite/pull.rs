//! Changes out: of each scope the rows above the cursor, in the order of their versions.

use qadam_domain::AccountId;
use qadam_protocol::account::Role;
use qadam_protocol::record::Record;
use qadam_protocol::sync::ScopePage;
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet};

use super::map::{RECORD, err, id, int, number, record};
use crate::store::{Caller, Have, Page, Pulled, Result};

pub(super) fn pull(
    conn: &Connection,
    caller: &Caller,
    have: Have,
    page: Page,
    epoch: String,
) -> Result<Pulled> {
    // One snapshot: a scope's counter and its rows must belong together.
    let tx = conn.unchecked_transaction().map_err(|e| err(&e))?;
    let visible = visible(&tx, caller)?;
    let scopes: Vec<AccountId> = visible.iter().map(|(scope, _)| *scope).collect();
    let Some(cursors) = have.resolve(&scopes) else {
        return Ok(Pulled { epoch, say_all: true, ..Pulled::default() });
    };
    let have: HashMap<AccountId, u64> = cursors.iter().map(|c| (c.scope, c.version)).collect();
    let known: HashSet<AccountId> = visible.iter().map(|(scope, _)| *scope).collect();

    let mut pulled = Pulled { epoch, ..Pulled::default() };
    let mut left = page;
    for (scope, newest) in visible {
        let mut from = have.get(&scope).copied().unwrap_or(0);
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
        let records = records(&tx, scope, from, &mut left)?;
        let version = records.last().map_or(newest, |r| r.version);
        pulled.more |= version < newest;
        pulled.scopes.push(ScopePage { scope, records, version });
    }
    let mut lost: Vec<AccountId> =
        cursors.iter().map(|c| c.scope).filter(|scope| !known.contains(scope)).collect();
    lost.sort();
    lost.dedup();
    pulled.lost = lost;
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

fn records(conn: &Connection, scope: AccountId, from: u64, left: &mut Page) -> Result<Vec<Record>> {
    let sql = format!(
        "SELECT {RECORD}, length(body) FROM record WHERE scope = ? AND version > ? ORDER BY version LIMIT ?"
    );
    let mut select = conn.prepare_cached(&sql).map_err(|e| err(&e))?;
    let limit = int(left.records as u64);
    let mut rows = select.query(params![scope.bytes(), int(from), limit]).map_err(|e| err(&e))?;
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
