//! Rows of which there is one a scope: member, profile, enrolment, plan.

use qadam_domain::{AccountId, Enrolment, OpId, Plan};
use qadam_protocol::record::{Body, Member};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreResult;
use crate::sql;

fn row(conn: &Connection, scope: AccountId, kind: &str) -> StoreResult<Option<(OpId, Body)>> {
    let found = conn
        .prepare_cached("SELECT revision, body FROM row WHERE scope = ?1 AND kind = ?2 AND key = ''")?
        .query_row(params![scope.bytes(), kind], |r| {
            Ok((sql::op(sql::uuid(r, "revision")?), r.get::<_, String>("body")?))
        })
        .optional()?;
    match found {
        None => Ok(None),
        Some((revision, body)) => Ok(Some((revision, serde_json::from_str(&body)?))),
    }
}

/// How somebody stands with the mentor.
pub fn member(conn: &Connection, scope: AccountId) -> StoreResult<Option<Member>> {
    Ok(match row(conn, scope, "member")? {
        Some((_, Body::Member(m))) => Some(m),
        _ => None,
    })
}

/// Everybody that this phone knows, by name.
pub fn members(conn: &Connection) -> StoreResult<Vec<Member>> {
    let mut stmt = conn.prepare_cached("SELECT body FROM row WHERE kind = 'member'")?;
    let rows = stmt.query_map([], |r| r.get::<_, String>(0))?;
    let mut out = Vec::new();
    for body in rows {
        if let Body::Member(m) = serde_json::from_str(&body?)? {
            out.push(m);
        }
    }
    out.sort_by_cached_key(|m| qadam_domain::fold::order(&m.name));
    Ok(out)
}

/// What somebody is called, as they last said.
pub fn name(conn: &Connection, scope: AccountId) -> StoreResult<Option<String>> {
    if let Some((_, Body::Profile(p))) = row(conn, scope, "profile")? {
        return Ok(Some(p.name));
    }
    Ok(member(conn, scope)?.map(|m| m.name))
}

/// Name and language, with the revision that wrote them.
pub fn profile(
    conn: &Connection,
    scope: AccountId,
) -> StoreResult<Option<(OpId, qadam_protocol::op::Profile)>> {
    Ok(match row(conn, scope, "profile")? {
        Some((r, Body::Profile(p))) => Some((r, p)),
        _ => None,
    })
}

/// Level and start, with the revision that wrote them.
pub fn enrolment(conn: &Connection, scope: AccountId) -> StoreResult<Option<(OpId, Enrolment)>> {
    Ok(match row(conn, scope, "enrolment")? {
        Some((r, Body::Enrolment(e))) => Some((r, e)),
        _ => None,
    })
}

/// The plan, with the revision that wrote it.
pub fn plan(conn: &Connection, scope: AccountId) -> StoreResult<Option<(OpId, Plan)>> {
    Ok(match row(conn, scope, "plan")? {
        Some((r, Body::Plan(p))) => Some((r, p)),
        _ => None,
    })
}
