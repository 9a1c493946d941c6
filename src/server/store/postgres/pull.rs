//! Changes out: of each scope the rows above the cursor, in the order of their versions.

use qadam_domain::AccountId;
use qadam_protocol::account::Role;
use qadam_protocol::record::Record;
use qadam_protocol::sync::ScopePage;
use std::collections::{HashMap, HashSet};
use tokio_postgres::Row;

use super::link::{Link, values};
use super::map::{self, EPOCH, Result, account, int, number, record};
use crate::store::{Caller, Have, Page, Pulled};

/// One snapshot for all statements: a scope's counter and its rows must belong together, and so must who may
/// see them.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A scope with something new.
struct News {
    scope: AccountId,
    from: u64,
    newest: u64,
}

pub(super) async fn pull(link: &Link, caller: &Caller, have: Have, page: Page) -> Result<Pulled> {
    // The scopes that an account may see, with their newest versions.
    let visible = match caller.role {
        Role::Participant => "SELECT id, version FROM scope WHERE id = $1",
        Role::Mentor => {
            "SELECT s.id, s.version FROM membership m JOIN scope s ON s.id = m.participant
             WHERE m.mentor = $1 ORDER BY s.id"
        }
    };
    let above = "SELECT version, revision, author, body, length(body) FROM record
                 WHERE scope = $1 AND version > $2 ORDER BY version LIMIT $3";
    let [epoch, visible, above] = link.ready([EPOCH, visible, above]).await?;
    let mut line = link.begin(BEGIN)?;
    line.query(&epoch, values![]);
    line.query(&visible, values![caller.account.0]);
    let mut answers = line.run().await?;
    let epoch = map::epoch(&answers.next()?)?;
    let rows = answers.only()?;
    let visible: Vec<(AccountId, u64)> =
        rows.iter().map(|r| Ok((account(r, 0)?, number(r, 1)?))).collect::<Result<_>>()?;

    let scopes: Vec<AccountId> = visible.iter().map(|(scope, _)| *scope).collect();
    let Some(cursors) = have.resolve(&scopes) else {
        return Ok(Pulled { epoch, say_all: true, ..Pulled::default() });
    };
    let known: HashSet<AccountId> = scopes.into_iter().collect();
    let mut lost: Vec<AccountId> =
        cursors.iter().map(|c| c.scope).filter(|scope| !known.contains(scope)).collect();
    lost.sort();
    lost.dedup();
    let have: HashMap<AccountId, u64> = cursors.iter().map(|c| (c.scope, c.version)).collect();
    let news: Vec<News> = visible
        .into_iter()
        .map(|(scope, newest)| {
            // A phone that is ahead of us: this database is an older copy. From the start again.
            let from = have.get(&scope).copied().filter(|from| *from <= newest).unwrap_or(0);
            News { scope, from, newest }
        })
        .filter(|n| n.from != n.newest)
        .collect();

    let mut pulled = Pulled { epoch, lost, ..Pulled::default() };
    let (mut left, mut todo) = (page, news.as_slice());
    while !todo.is_empty() && left.records > 0 && left.bytes > 0 {
        let (now, then) = todo.split_at(fitting(todo, left.records));
        let mut line = link.line()?;
        for n in now {
            line.query(&above, values![n.scope.0, int(n.from), int(left.records as u64)]);
        }
        let mut answers = if then.is_empty() { line.commit().await? } else { line.run().await? };
        for n in now {
            let rows = answers.next()?;
            if left.records == 0 || left.bytes == 0 {
                // No room: what is left of the news is told by `more`.
                continue;
            }
            let records = cut(&rows, &mut left)?;
            let version = records.last().map_or(n.newest, |r| r.version);
            pulled.more |= version < n.newest;
            pulled.scopes.push(ScopePage { scope: n.scope, records, version });
        }
        answers.end()?;
        todo = then;
    }
    pulled.more |= pulled.scopes.len() < news.len();
    Ok(pulled)
}

/// How many of the scopes to ask for in one go: at least one, and no more than surely have room. A scope has
/// at most as many rows as versions.
fn fitting(todo: &[News], records: usize) -> usize {
    let mut room = records as u64;
    let more = todo.iter().take_while(|n| {
        let rows = n.newest - n.from;
        let fits = rows <= room;
        room = room.saturating_sub(rows);
        fits
    });
    more.count().max(1)
}

/// The rows that the page has room for.
fn cut(rows: &[Row], left: &mut Page) -> Result<Vec<Record>> {
    let mut out = Vec::new();
    for row in rows {
        out.push(record(row)?);
        let size: i32 = row.try_get(4)?;
        left.records = left.records.saturating_sub(1);
        left.bytes = left.bytes.saturating_sub(usize::try_from(size).unwrap_or(0));
        if left.bytes == 0 || left.records == 0 {
            break;
        }
    }
    Ok(out)
}
