//! The phone's own file: profiles, settings, notices.

use qadam_domain::{AccountId, DeviceId, Millis, ProfileId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreResult;
use crate::sql;

/// A profile of this phone.
#[derive(Clone)]
pub struct Profile {
    /// Which; also names its file.
    pub id: ProfileId,
    /// What the person is called.
    pub name: String,
    /// Reviews rather than takes part.
    pub mentor: bool,
    /// The account; none while a sign-in is under way.
    pub account: Option<AccountId>,
    /// This installation, for this profile.
    pub device: DeviceId,
    /// Proves this installation to the server; none where a cookie does.
    pub token: Option<String>,
    /// Argon2id, PHC string.
    pub pin: Option<String>,
    /// Wrong PINs in a row.
    pub pin_failures: u32,
    /// No more tries before this.
    pub pin_until: Millis,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Profile({})", self.id)
    }
}

const COLUMNS: &str = "id, name, role, account, device, token, pin, pin_failures, pin_until";

fn read(r: &Row<'_>) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id: ProfileId(sql::uuid(r, "id")?),
        name: r.get("name")?,
        mentor: r.get_ref("role")?.as_str().unwrap_or_default() == "mentor",
        account: sql::uuid_opt(r, "account")?.map(sql::account),
        device: DeviceId(sql::uuid(r, "device")?),
        token: r.get("token")?,
        pin: r.get("pin")?,
        pin_failures: r.get("pin_failures")?,
        pin_until: Millis(r.get("pin_until")?),
    })
}

/// All profiles, last used first.
pub fn profiles(conn: &Connection) -> StoreResult<Vec<Profile>> {
    let mut stmt = conn.prepare(&format!("SELECT {COLUMNS} FROM profile ORDER BY used_at DESC, id"))?;
    Ok(stmt.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// One profile.
pub fn profile(conn: &Connection, id: ProfileId) -> StoreResult<Option<Profile>> {
    Ok(conn
        .query_row(&format!("SELECT {COLUMNS} FROM profile WHERE id = ?1"), [id.bytes()], read)
        .optional()?)
}

/// Adds a profile or changes it.
pub fn put(conn: &Connection, p: &Profile, now: Millis) -> StoreResult<()> {
    conn.execute(
        "INSERT INTO profile (id, name, role, account, device, token, pin, pin_failures, pin_until, made_at, used_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, account = excluded.account,
            device = excluded.device, token = excluded.token, pin = excluded.pin,
            pin_failures = excluded.pin_failures, pin_until = excluded.pin_until",
        params![
            p.id.bytes(),
            p.name,
            if p.mentor { "mentor" } else { "participant" },
            p.account.map(|a| *a.bytes()),
            p.device.bytes(),
            p.token,
            p.pin,
            p.pin_failures,
            p.pin_until.0,
            now.0
        ],
    )?;
    Ok(())
}

/// A profile was opened.
pub fn used(conn: &Connection, id: ProfileId, now: Millis) -> StoreResult<()> {
    conn.execute("UPDATE profile SET used_at = ?2 WHERE id = ?1", params![id.bytes(), now.0])?;
    Ok(())
}

/// Takes a profile off the list.
pub fn remove(conn: &Connection, id: ProfileId) -> StoreResult<()> {
    conn.execute("DELETE FROM profile WHERE id = ?1", [id.bytes()])?;
    Ok(())
}

/// A setting.
pub fn setting(conn: &Connection, key: &str) -> StoreResult<Option<String>> {
    Ok(conn.query_row("SELECT value FROM setting WHERE key = ?1", [key], |r| r.get(0)).optional()?)
}

/// Changes a setting.
pub fn set(conn: &Connection, key: &str, value: &str) -> StoreResult<()> {
    conn.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )?;
    Ok(())
}

/// Removes a setting.
pub fn unset(conn: &Connection, key: &str) -> StoreResult<()> {
    conn.execute("DELETE FROM setting WHERE key = ?1", [key])?;
    Ok(())
}

/// Notices that were not read, oldest first; bodies as the core wrote them.
pub fn notices(conn: &Connection) -> StoreResult<Vec<(i64, String)>> {
    let mut stmt = conn.prepare("SELECT id, body FROM notice ORDER BY id")?;
    Ok(stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Adds a notice.
pub fn add_notice(conn: &Connection, body: &str) -> StoreResult<()> {
    conn.execute("INSERT INTO notice (body) VALUES (?1)", [body])?;
    Ok(())
}

/// A notice was read.
pub fn notice_seen(conn: &Connection, id: i64) -> StoreResult<()> {
    conn.execute("DELETE FROM notice WHERE id = ?1", [id])?;
    Ok(())
}
