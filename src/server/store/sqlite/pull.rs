//! Changes out: of each scope the rows above the cursor, in the order of their versions.

use qadam_domain::AccountId;
use qadam_protocol::account::Role;
use rusqlite::{Connection, params};

use super::map::{RECORD, err, id, number, record};
use crate::rules::Feed;
use crate::store::values::int;
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
            return Ok(feed.finish());
        }
        for n in todo {
            if feed.is_full() {
                break;
            }
            let asked = params![n.scope.bytes(), int(n.from), int(feed.limit() as u64)];
            let rows = above.query_map(asked, |row| Ok((record(row)?, row.get::<_, u32>(4)? as usize)));
            rows.and_then(|rows| feed.take(rows)).map_err(|e| err(&e))?;
        }
    }
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
