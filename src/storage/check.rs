//! What this phone has of a scope, to be compared with what the server has.

use qadam_domain::{AccountId, OpId};
use qadam_protocol::check::Check;
use rusqlite::Connection;

use crate::error::StoreResult;
use crate::sql;

/// Every row that the server has told of or acknowledged, by version and revision. Where a row has unsent
/// changes it is the one that stands behind them. Neither what was taken back nor earlier revisions that
/// reports hold (see [`Check::new`]).
const ROWS: &str = "
    SELECT version, revision FROM row WHERE scope = ?1 AND version > 0
    UNION ALL SELECT version, revision FROM entry WHERE scope = ?1 AND version > 0 AND removed = 0
    UNION ALL SELECT version, revision FROM shadow
        WHERE scope = ?1 AND version > 0 AND body NOT LIKE '{\"entry_gone\"%'
    UNION ALL SELECT version, revision FROM report WHERE scope = ?1 AND version > 0
    UNION ALL SELECT version, op FROM decision WHERE scope = ?1 AND version > 0
    UNION ALL SELECT version, revision FROM chat WHERE scope = ?1 AND version > 0";

/// Sums over the rows of a scope up to a version, in so many ranges.
pub fn check(conn: &Connection, scope: AccountId, version: u64, ranges: usize) -> StoreResult<Check> {
    let mut stmt = conn.prepare_cached(ROWS)?;
    let rows = stmt.query_map([scope.bytes()], |r| {
        Ok((sql::unsigned(r, "version")?, OpId(sql::uuid(r, "revision")?)))
    })?;
    Ok(Check::new(scope, version, ranges, rows.collect::<Result<Vec<_>, _>>()?))
}
