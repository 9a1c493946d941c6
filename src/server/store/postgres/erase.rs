//! Everything of one person: gone, or handed out.

use qadam_domain::{AccountId, Millis, OpId};
use qadam_protocol::record::{Member, RecordKind};
use tokio_postgres::Row;

use super::link::{Link, values};
use super::map::{self, Result, account, get, record};
use super::{devices, moving, push};
use crate::secret::Hashed;
use crate::store::values::member;
use crate::store::{Erased, Export, ExportedOp, Past};

/// Asks which of these were erased.
pub(super) const ERASED: &str = "SELECT id, mentor, at FROM erased WHERE id = ANY($1)";
const ACCOUNT_LOCKED: &str =
    "UPDATE account SET name = name WHERE id = $1 AND role = 'participant' RETURNING id";

/// Reads a row of `erased`.
pub(super) fn read(r: &Row) -> Result<Erased> {
    let mentor = get::<Option<uuid::Uuid>>(r, 1)?.map(AccountId);
    Ok(Erased { id: account(r, 0)?, mentor, at: Millis(get(r, 2)?) })
}

/// Takes a participant out of the database; see [`crate::store::Store::erase`]. Begins the transaction, unless
/// `within` says that there is one.
pub(super) async fn erase(link: &Link, who: &Erased, within: bool) -> Result<(Option<Erased>, bool)> {
    if !within {
        link.begin("BEGIN")?.run().await?;
    }
    // Whoever signs in or pushes for them meanwhile has come before, or finds nobody.
    let there = !link.query(ACCOUNT_LOCKED, values![who.id.0]).await?.is_empty();
    link.query(push::LOCK, values![who.id.0]).await?;
    let before = link.query(ERASED, values![vec![who.id.0]]).await?.first().map(read).transpose()?;
    let mentors =
        link.query("SELECT mentor FROM membership WHERE participant = $1", values![who.id.0]).await?;
    let mentor = mentors.first().map(|r| account(r, 0)).transpose()?;
    if !there && before.is_none() && who.mentor.is_none() {
        return Ok((None, false));
    }
    let mentor = mentor.or(who.mentor).or(before.and_then(|b| b.mentor));
    let sql = "INSERT INTO erased (id, mentor, at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
    link.query(sql, values![who.id.0, mentor.map(|m| m.0), who.at.0]).await?;
    let sql = "INSERT INTO erased_token (token_hash, account)
               SELECT token_hash, account FROM device WHERE account = $1 ON CONFLICT (token_hash) DO NOTHING";
    link.query(sql, values![who.id.0]).await?;
    for sql in [
        "DELETE FROM held WHERE scope = $1",
        "DELETE FROM hold WHERE scope = $1",
        "DELETE FROM old_revision WHERE scope = $1",
        "DELETE FROM record WHERE scope = $1",
        "DELETE FROM op WHERE scope = $1",
        "DELETE FROM scope WHERE id = $1",
        "DELETE FROM membership WHERE participant = $1",
        "DELETE FROM membership_past WHERE participant = $1",
        "DELETE FROM joining WHERE account = $1",
        "DELETE FROM sign_in_code WHERE account = $1",
        "DELETE FROM push_mark WHERE account = $1",
        "DELETE FROM device WHERE account = $1",
        "DELETE FROM account WHERE id = $1",
    ] {
        link.query(sql, values![who.id.0]).await?;
    }
    Ok((Some(Erased { mentor, ..before.unwrap_or(*who) }), there))
}

/// Another epoch, and everybody goes again who was erased. Gives how many of them were there.
pub(super) async fn renew(link: &Link, epoch: &str, all: &[Erased], now: Millis) -> Result<u64> {
    link.begin("BEGIN")?.run().await?;
    link.query("UPDATE meta SET value = $1 WHERE key = 'epoch'", values![epoch.to_owned()]).await?;
    let sql = "INSERT INTO meta (key, value) VALUES ('restored', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    link.query(sql, values![now.0.to_string()]).await?;
    let mut there = 0;
    for who in all {
        // Listed, whether this copy knows them or not: their phones may come.
        let mentor = Some(who.mentor.unwrap_or(who.id));
        there += u64::from(erase(link, &Erased { mentor, ..*who }, true).await?.1);
    }
    Ok(there)
}

/// Whose token this was.
pub(super) async fn token(link: &Link, token: Hashed) -> Result<Option<AccountId>> {
    let sql = "SELECT account FROM erased_token WHERE token_hash = $1";
    link.query(sql, values![token.0.to_vec()]).await?.first().map(|r| account(r, 0)).transpose()
}

/// All who were erased.
pub(super) async fn all(link: &Link) -> Result<Vec<Erased>> {
    let rows = link.query("SELECT id, mentor, at FROM erased ORDER BY at, id", values![]).await?;
    rows.iter().map(read).collect()
}

/// The member rows of all participants.
pub(super) async fn participants(link: &Link) -> Result<Vec<Member>> {
    let sql = "SELECT r.body FROM account a
               JOIN record r ON r.scope = a.id AND r.kind = $1 AND r.key = ''::bytea ORDER BY a.id";
    let rows = link.query(sql, values![RecordKind::Member.as_str()]).await?;
    let bodies: Vec<_> = rows.iter().map(|r| map::body(r, 0)).collect::<Result<_>>()?;
    Ok(bodies.into_iter().filter_map(member).collect())
}

/// Everything that is here of somebody.
pub(super) async fn export(link: &Link, person: AccountId) -> Result<Option<Export>> {
    // One moment for all of it.
    link.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?.run().await?;
    let sql = "SELECT version, revision, author, body FROM record WHERE scope = $1 ORDER BY version";
    let rows = link.query(sql, values![person.0]).await?;
    let records: Vec<_> = rows.iter().map(record).collect::<Result<_>>()?;
    let Some(of) = records.iter().find_map(|r| member(r.body.clone())) else { return Ok(None) };
    let sql = "SELECT revision, author, body FROM old_revision WHERE scope = $1 ORDER BY revision";
    let rows = link.query(sql, values![person.0]).await?;
    let past = |r| Ok(Past { revision: OpId(get(r, 0)?), author: account(r, 1)?, body: map::body(r, 2)? });
    let past = rows.iter().map(past).collect::<Result<_>>()?;
    let sql = "SELECT op_id, author, result, at FROM op WHERE scope = $1 ORDER BY at, op_id";
    let rows = link.query(sql, values![person.0]).await?;
    let op = |r| {
        let at = Millis(get(r, 3)?);
        Ok(ExportedOp { op_id: OpId(get(r, 0)?), author: account(r, 1)?, result: map::json(r, 2)?, at })
    };
    let ops = rows.iter().map(op).collect::<Result<_>>()?;
    let (held, devices) = (moving::held(link, Some(person)).await?, devices::list(link, person).await?);
    Ok(Some(Export { member: of, records, past, ops, held, devices }))
}
