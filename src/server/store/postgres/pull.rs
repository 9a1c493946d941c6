//! Changes out: of each scope the rows above the cursor, in the order of their versions.

use qadam_domain::{AccountId, OpId};
use qadam_protocol::account::Role;
use qadam_protocol::record::{Member, Record};
use qadam_protocol::wire::GONE;
use std::collections::BTreeMap;
use tokio_postgres::Row;

use super::link::{Link, values};
use super::map::{self, EPOCH, Result, account, number, record};
use crate::rules::Feed;
use crate::store::values::{int, member};
use crate::store::{Caller, Have, Page, Pulled};

/// One snapshot for all statements: a scope's counter and its rows must belong together, and so must who may
/// see them.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

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

    let mut feed = Feed::new(&visible, have, page, epoch);
    loop {
        let todo = feed.todo();
        if todo.is_empty() {
            break;
        }
        let mut line = link.line()?;
        for n in &todo {
            line.query(&above, values![n.scope.0, int(n.from), int(feed.limit() as u64)]);
        }
        let mut answers = if feed.is_last(&todo) && feed.checks().is_empty() {
            line.commit().await?
        } else {
            line.run().await?
        };
        for _ in &todo {
            feed.take(answers.next()?.iter().map(sized))?;
        }
        answers.end()?;
    }
    compare(link, &mut feed).await?;
    Ok(feed.finish())
}

/// The member row of a scope, if the account may see it.
pub(super) async fn sees(link: &Link, caller: &Caller, participant: AccountId) -> Result<Option<Member>> {
    let sql = match caller.role {
        Role::Participant => "SELECT body FROM record WHERE scope = $1 AND kind = 'member' AND scope = $2",
        Role::Mentor => {
            "SELECT r.body FROM membership m JOIN record r ON r.scope = m.participant AND r.kind = 'member'
             WHERE m.participant = $1 AND m.mentor = $2"
        }
    };
    let rows = link.query(sql, values![participant.0, caller.account.0]).await?;
    Ok(rows.first().map(|r| map::body(r, 0)).transpose()?.and_then(member))
}

/// The scopes that each of these may see, with their newest versions.
pub(super) async fn newest(link: &Link, callers: &[Caller]) -> Result<Vec<Vec<(AccountId, u64)>>> {
    let of = |role: Role| -> Vec<uuid::Uuid> {
        callers.iter().filter(|c| c.role == role).map(|c| c.account.0).collect()
    };
    let own = "SELECT id, id, version FROM scope WHERE id = ANY($1)";
    let theirs = "SELECT m.mentor, s.id, s.version FROM membership m JOIN scope s ON s.id = m.participant
                  WHERE m.mentor = ANY($1)";
    let [own, theirs] = link.ready([own, theirs]).await?;
    let mut line = link.line()?;
    line.query(&own, values![of(Role::Participant)]);
    line.query(&theirs, values![of(Role::Mentor)]);
    let mut answers = line.run().await?;
    let mut found: BTreeMap<AccountId, Vec<(AccountId, u64)>> = BTreeMap::new();
    for rows in [answers.next()?, answers.next()?] {
        for r in &rows {
            found.entry(account(r, 0)?).or_default().push((account(r, 1)?, number(r, 2)?));
        }
    }
    answers.end()?;
    Ok(callers.iter().map(|c| found.get(&c.account).cloned().unwrap_or_default()).collect())
}

/// Rows that the phone has otherwise, or not, come once more.
async fn compare(link: &Link, feed: &mut Feed) -> Result<()> {
    let checks = feed.checks();
    if checks.is_empty() {
        return Ok(());
    }
    // Neither earlier revisions that reports hold nor what was taken back.
    let all = "SELECT version, revision FROM record
               WHERE scope = $1 AND kind <> 'entry_revision' AND substring(body FROM 1 FOR 2) <> $2";
    let between = "SELECT version, revision, author, body, length(body) FROM record
                   WHERE scope = $1 AND version BETWEEN $2 AND $3 ORDER BY version LIMIT $4";
    let [all, between] = link.ready([all, between]).await?;
    let mut line = link.line()?;
    for check in &checks {
        line.query(&all, values![check.scope.0, GONE.to_vec()]);
    }
    let mut answers = line.run().await?;
    for check in &checks {
        let rows = answers.next()?;
        let rows: Vec<(u64, OpId)> =
            rows.iter().map(|r| Ok((number(r, 0)?, OpId(r.try_get(1)?)))).collect::<Result<_>>()?;
        let ranges = feed.compare(check, rows);
        if ranges.is_empty() || feed.is_full() {
            continue;
        }
        let mut line = link.line()?;
        for (first, last) in &ranges {
            line.query(&between, values![check.scope.0, int(*first), int(*last), int(feed.limit() as u64)]);
        }
        let mut rows = line.run().await?;
        for _ in &ranges {
            feed.again(rows.next()?.iter().map(sized))?;
        }
        rows.end()?;
    }
    answers.end()
}

/// A row with the length of its body.
fn sized(row: &Row) -> Result<(Record, usize)> {
    let size: i32 = row.try_get(4)?;
    Ok((record(row)?, usize::try_from(size).unwrap_or(0)))
}
