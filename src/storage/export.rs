//! Everything of a participant's file as text, and back: the export that a person takes along.
//!
//! The rows are those of the wire ([`Body`]), so that what a phone can hear from the server it can also
//! hear from a file. What it holds is said in `docs/export.md`; no secret is in it: tokens, PINs, codes
//! and the device's id live in other tables, which [`LEFT_OUT`] names.

use data_encoding::BASE64;
use qadam_domain::photo::look;
use qadam_domain::{AccountId, Millis, OpId, PhotoId, Plan};
use qadam_protocol::record::Body;
use qadam_protocol::{Code, Op};
use rusqlite::{Connection, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::apply::{self, Origin};
use crate::error::{StoreError, StoreResult};
use crate::history;
use crate::sql;
use crate::write;
use crate::{answers, outbox};

/// What every export begins with.
pub const FORMAT: &str = "qadam-export";
/// The version of the format that is written, and the newest that is read.
pub const FORMAT_VERSION: u32 = 1;

/// Tables whose rows are in an export. `report_item`, `verdict` and `entry_photo` follow from what is; of
/// pictures those that may be nowhere else, and the small ones.
pub const EXPORTED: &[&str] = &[
    "row",
    "shadow",
    "plan_past",
    "entry",
    "entry_revision",
    "entry_history",
    "report",
    "report_item",
    "decision",
    "verdict",
    "chat",
    "outbox",
    "picture",
    "entry_photo",
];
/// Tables that stay: how far this phone has pulled, what it knows of its session, and calls with secrets.
pub const LEFT_OUT: &[&str] = &["cursor", "fact", "call"];

/// A row as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The op that wrote it.
    pub revision: OpId,
    /// Who wrote it.
    pub author: AccountId,
    /// The server's number of it; none: the server has not acknowledged it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// An entry that was taken back. It stays, because a report may hold it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// What it says.
    pub body: Body,
}

/// An action that the server has not taken yet. Edits that were never sent stand only here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptOp {
    /// When it was made.
    pub made_at: Millis,
    /// Why the server refused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Code>,
    /// The action, as it goes out.
    pub op: Op,
}

/// A plan that another one has replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPlan {
    /// The op that wrote it.
    pub revision: OpId,
    /// The op that replaced it.
    pub next: OpId,
    /// The plan.
    pub plan: Plan,
}

/// What stands before the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// Version of the app that wrote it.
    pub app: String,
    /// The schema of the rows ([`qadam_protocol::SCHEMA`]).
    pub schema: u16,
    /// When it was written.
    pub made_at: Millis,
    /// Id and version of the rule pack of that day.
    pub pack: (String, String),
    /// Whose data: the account, made on the phone that started it. Everything keeps its ids.
    pub account: AccountId,
    /// What the person is called.
    pub name: String,
    /// Settings of the phone (language, theme, text size) and of the profile (reminders).
    #[serde(default)]
    pub settings: Vec<(String, String)>,
}

/// A whole export. `things` is written for readers and made anew from the entries when it is read.
#[derive(Clone, Debug, Deserialize)]
pub struct Export {
    /// What stands before the rows.
    pub head: Head,
    /// The rows.
    pub records: Vec<Kept>,
    /// What the server last said of rows with unsent changes.
    #[serde(default)]
    pub server: Vec<Kept>,
    /// What waits, in the order it was made.
    #[serde(default)]
    pub waiting: Vec<KeptOp>,
    /// Earlier plans.
    #[serde(default)]
    pub plans: Vec<KeptPlan>,
    /// What entries were before, in the order in which that was replaced.
    #[serde(default)]
    pub earlier: Vec<Kept>,
    /// Pictures.
    #[serde(default)]
    pub pictures: Vec<KeptPicture>,
}

/// A picture: whole photos that the server does not have, and all small ones.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptPicture {
    /// Its name: the hash of the bytes.
    pub id: PhotoId,
    /// A small one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub small: bool,
    /// When it was chosen.
    pub made_at: Millis,
    /// A JPEG, in Base64.
    pub bytes: String,
}

impl std::fmt::Debug for KeptPicture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeptPicture({:?})", self.id)
    }
}

impl KeptPicture {
    /// The picture's bytes; none where they are not what the name says, or no clean picture.
    pub fn picture(&self) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(self.bytes.as_bytes()).ok()?;
        (PhotoId::of(&bytes) == self.id && look(&bytes).is_ok()).then_some(bytes)
    }
}

/// Why a text is no export that this app can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Something else, or cut off.
    Foreign,
    /// Written by a newer app.
    Newer,
    /// An export, with a row that cannot be read in this line.
    Broken(usize),
}

/// Writes everything of a scope as text, one row a line, so that a person can look through it too.
pub fn write(conn: &Connection, head: &Head) -> StoreResult<String> {
    let mut out = Writer::new(head)?;
    out.list("records");
    rows(conn, head.account, &mut out)?;
    out.list("server");
    let shadows = "SELECT revision, author, version, body FROM shadow WHERE scope = ?1 ORDER BY kind, key";
    each(
        conn,
        shadows,
        head.account,
        |r| Ok((origin(r)?, r.get("body")?)),
        |(o, body): (_, String)| out.row(&kept(o, false, serde_json::from_str(&body)?)),
    )?;
    out.list("waiting");
    let waiting = "SELECT op, made_at, code FROM outbox
                   WHERE scope = ?1 AND state IN ('waiting', 'refused') ORDER BY seq";
    let read = |r: &Row<'_>| Ok((r.get("op")?, Millis(r.get("made_at")?), r.get("code")?));
    each(conn, waiting, head.account, read, |(op, made_at, code): (String, Millis, Option<String>)| {
        let refused = code.map(|c| outbox::read_code(Some(c)));
        out.row(&KeptOp { made_at, refused, op: serde_json::from_str(&op)? })
    })?;
    out.list("plans");
    let plans = "SELECT revision, next, body FROM plan_past WHERE scope = ?1 ORDER BY revision";
    let read =
        |r: &Row<'_>| Ok((OpId(sql::uuid(r, "revision")?), OpId(sql::uuid(r, "next")?), r.get("body")?));
    each(
        conn,
        plans,
        head.account,
        read,
        |(revision, next, body): (_, _, String)| match serde_json::from_str(&body)? {
            Body::Plan(plan) => out.row(&KeptPlan { revision, next, plan }),
            _ => Ok(()),
        },
    )?;
    out.list("earlier");
    let earlier = "SELECT revision, scope AS author, NULL AS version, removed, body FROM entry_history
                   WHERE scope = ?1 ORDER BY seq";
    let read = |r: &Row<'_>| Ok((origin(r)?, r.get("removed")?, r.get("body")?));
    each(conn, earlier, head.account, read, |(o, removed, body): (_, bool, String)| {
        out.row(&kept(o, removed, Body::Entry(serde_json::from_str(&body)?)))
    })?;
    out.list("pictures");
    let pictures = "SELECT id, small, made_at, bytes FROM picture AS p
                    WHERE scope = ?1 AND (small OR state <> 'sent') AND EXISTS (
                        SELECT 1 FROM entry_photo e WHERE e.scope = p.scope AND (e.photo = p.id OR e.thumb = p.id))
                    ORDER BY made_at, rowid";
    let read = |r: &Row<'_>| {
        let bytes: Vec<u8> = r.get("bytes")?;
        Ok(KeptPicture {
            id: PhotoId::from_bytes(r.get("id")?),
            small: r.get("small")?,
            made_at: Millis(r.get("made_at")?),
            bytes: BASE64.encode(&bytes),
        })
    };
    each(conn, pictures, head.account, read, |kept| out.row(&kept))?;
    things(conn, head.account, &mut out)?;
    out.done()
}

fn rows(conn: &Connection, scope: AccountId, out: &mut Writer) -> StoreResult<()> {
    let row = "SELECT revision, author, version, body FROM row WHERE scope = ?1 ORDER BY kind, key";
    each(
        conn,
        row,
        scope,
        |r| Ok((origin(r)?, r.get("body")?)),
        |(o, body): (_, String)| out.row(&kept(o, false, serde_json::from_str(&body)?)),
    )?;
    // In the order of writing: of one moment, lists show the one that was written first.
    let entry = "SELECT revision, author, version, removed, body FROM entry WHERE scope = ?1 ORDER BY rowid";
    let read = |r: &Row<'_>| Ok((origin(r)?, r.get("removed")?, r.get("body")?));
    each(conn, entry, scope, read, |(o, removed, body): (_, bool, String)| {
        out.row(&kept(o, removed, Body::Entry(serde_json::from_str(&body)?)))
    })?;
    // Nobody is named as the author of an earlier revision: it is the participant.
    let earlier = "SELECT revision, scope AS author, version, body FROM entry_revision
                   WHERE scope = ?1 ORDER BY revision";
    each(
        conn,
        earlier,
        scope,
        |r| Ok((origin(r)?, r.get("body")?)),
        |(o, body): (_, String)| out.row(&kept(o, false, Body::EntryRevision(serde_json::from_str(&body)?))),
    )?;
    let report = "SELECT revision, scope AS author, version, body FROM report
                  WHERE scope = ?1 ORDER BY report, number";
    each(
        conn,
        report,
        scope,
        |r| Ok((origin(r)?, r.get("body")?)),
        |(o, body): (_, String)| out.row(&kept(o, false, Body::Report(serde_json::from_str(&body)?))),
    )?;
    let decision = "SELECT op AS revision, author, version, body FROM decision WHERE scope = ?1 ORDER BY op";
    each(
        conn,
        decision,
        scope,
        |r| Ok((origin(r)?, r.get("body")?)),
        |(o, body): (_, String)| out.row(&kept(o, false, Body::Decision(serde_json::from_str(&body)?))),
    )?;
    let chat = "SELECT revision, author, version, id, seq, at, written_at, text FROM chat
                WHERE scope = ?1 ORDER BY seq = 0, seq, written_at, id";
    let read = |r: &Row<'_>| {
        let message = qadam_protocol::op::ChatMessage {
            id: qadam_domain::MessageId(sql::uuid(r, "id")?),
            text: r.get("text")?,
            written_at: Millis(r.get("written_at")?),
        };
        let seq = sql::unsigned(r, "seq")?;
        Ok((origin(r)?, Body::Chat { seq, received_at: Millis(r.get("at")?), message }))
    };
    each(conn, chat, scope, read, |(o, body)| out.row(&kept(o, false, body)))
}

/// Books, projects and journeys, as the newest entry of each has them.
fn things(conn: &Connection, scope: AccountId, out: &mut Writer) -> StoreResult<()> {
    out.list("things");
    let mut seen = std::collections::BTreeMap::new();
    let read = |r: &Row<'_>| r.get("body");
    let newest = "SELECT body FROM entry WHERE scope = ?1 AND removed = 0 ORDER BY on_day, written_at";
    each(conn, newest, scope, read, |body: String| {
        let e: qadam_domain::Entry = serde_json::from_str(&body)?;
        if let Some(t) = e.thing {
            seen.insert(t.id, t);
        }
        Ok(())
    })?;
    seen.values().try_for_each(|t| out.row(t))
}

type Origins = (OpId, AccountId, Option<u64>);

fn origin(r: &Row<'_>) -> rusqlite::Result<Origins> {
    let version: Option<i64> = r.get("version")?;
    let (revision, author) = (sql::uuid(r, "revision")?, sql::uuid(r, "author")?);
    Ok((OpId(revision), AccountId(author), version.and_then(|v| u64::try_from(v).ok())))
}

fn kept((revision, author, version): Origins, removed: bool, body: Body) -> Kept {
    Kept { revision, author, version, removed, body }
}

fn each<T>(
    conn: &Connection,
    sql: &str,
    scope: AccountId,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    mut then: impl FnMut(T) -> StoreResult<()>,
) -> StoreResult<()> {
    let mut stmt = conn.prepare(sql)?;
    let mut rows = stmt.query([scope.bytes()])?;
    while let Some(row) = rows.next()? {
        then(read(row)?)?;
    }
    Ok(())
}

/// Text as it grows. Rows go through one writer of one type: small code, whatever is written.
struct Writer {
    out: Vec<u8>,
    /// Rows of the present list; none before the first list.
    rows: Option<usize>,
}

impl Writer {
    fn new(head: &Head) -> StoreResult<Self> {
        let mut out = b"{\"head\":".to_vec();
        serde_json::to_writer(&mut out, head)?;
        Ok(Self { out, rows: None })
    }

    /// Ends the list before, where there is one, and begins this one.
    fn list(&mut self, name: &str) {
        if self.rows.is_some() {
            self.out.extend(b"\n]");
        }
        self.out.extend(b",\n\"");
        self.out.extend(name.as_bytes());
        self.out.extend(b"\":[");
        self.rows = Some(0);
    }

    fn row<T: Serialize>(&mut self, row: &T) -> StoreResult<()> {
        let rows = self.rows.unwrap_or(0);
        self.out.extend(if rows == 0 { &b"\n"[..] } else { b",\n" });
        self.rows = Some(rows + 1);
        Ok(serde_json::to_writer(&mut self.out, row)?)
    }

    fn done(mut self) -> StoreResult<String> {
        self.out.extend(b"\n]}\n");
        String::from_utf8(self.out).map_err(|_| StoreError::Row("export".into()))
    }
}

/// Reads an export. Nothing of it is believed yet: whoever takes it in checks each row.
pub fn read(text: &str) -> Result<Export, Unreadable> {
    /// Enough to tell what it is, whatever else there is in later versions.
    #[derive(Deserialize)]
    struct Title {
        head: Name,
    }
    #[derive(Deserialize)]
    struct Name {
        format: String,
        format_version: u32,
        schema: u16,
    }
    // Some programs put a mark before a text that they saved.
    let text = text.trim_start_matches('\u{feff}');
    let title: Title = serde_json::from_str(text).map_err(|_| Unreadable::Foreign)?;
    if title.head.format != FORMAT {
        return Err(Unreadable::Foreign);
    }
    if title.head.format_version > FORMAT_VERSION || title.head.schema > qadam_protocol::SCHEMA {
        return Err(Unreadable::Newer);
    }
    serde_json::from_str(text).map_err(|e| Unreadable::Broken(e.line()))
}

/// Puts a row back as it stood, into a file that has nothing of this scope.
pub fn put_back(tx: &Transaction<'_>, scope: AccountId, kept: &Kept) -> StoreResult<()> {
    let origin = Origin { scope, revision: kept.revision, author: kept.author, version: kept.version };
    apply::put(tx, origin, &kept.body)?;
    match &kept.body {
        Body::Entry(e) if kept.removed => apply::put(tx, origin, &Body::EntryGone { entry: e.id }),
        _ => Ok(()),
    }
}

/// Puts back what the server last said of a row.
pub fn put_back_shadow(tx: &Transaction<'_>, scope: AccountId, kept: &Kept) -> StoreResult<()> {
    let origin = Origin { scope, revision: kept.revision, author: kept.author, version: kept.version };
    let (kind, key) = kept.body.key(kept.revision);
    apply::shadow(tx, origin, kind, &key, &kept.body)
}

/// Puts an action back in its turn. Its effect is among the rows.
pub fn put_back_op(tx: &Transaction<'_>, who: AccountId, kept: &KeptOp) -> StoreResult<()> {
    let op = &kept.op;
    let Some(body) = write::effect(tx, who, op, kept.made_at)? else { return Ok(()) };
    let (kind, key) = body.key(op.op_id);
    write::queue(tx, op, kind, &key, kept.made_at)?;
    if let Some(code) = kept.refused {
        answers::refuse(tx, op.op_id, code)?;
    }
    Ok(())
}

/// Puts an earlier plan back, after the present one.
pub fn put_back_plan(tx: &Transaction<'_>, scope: AccountId, kept: &KeptPlan) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO plan_past (scope, revision, next, body) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        scope.bytes(),
        kept.revision.bytes(),
        kept.next.bytes(),
        serde_json::to_string(&Body::Plan(kept.plan.clone()))?
    ])?;
    Ok(())
}

/// Puts back what an entry was before, after the entry itself.
pub fn put_back_earlier(tx: &Transaction<'_>, scope: AccountId, kept: &Kept) -> StoreResult<()> {
    match &kept.body {
        Body::Entry(e) => history::put_back(tx, scope, e, kept.revision, kept.removed),
        _ => Ok(()),
    }
}

/// Puts a picture back, after the entries that name it. The server is offered it again: it may have it.
pub fn put_back_picture(tx: &Transaction<'_>, scope: AccountId, kept: &KeptPicture) -> StoreResult<()> {
    let Some(bytes) = kept.picture() else { return Err(StoreError::Row("picture".into())) };
    crate::photos::put(tx, scope, (kept.id, kept.small), "waiting", &bytes, kept.made_at)
}

/// How much a profile's file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Bytes of the file.
    pub bytes: u64,
    /// Entries, removed ones left out.
    pub entries: u32,
    /// Messages.
    pub messages: u32,
    /// Reports.
    pub reports: u32,
}

/// Measures a file.
pub fn size(conn: &Connection) -> StoreResult<Size> {
    let one = |sql: &str| -> StoreResult<i64> { Ok(conn.prepare_cached(sql)?.query_row([], |r| r.get(0))?) };
    let pages = one("PRAGMA page_count")?.saturating_mul(one("PRAGMA page_size")?);
    let small = |n: i64| u32::try_from(n).unwrap_or(0);
    Ok(Size {
        bytes: u64::try_from(pages).unwrap_or(0),
        entries: small(one("SELECT count(*) FROM entry WHERE removed = 0")?),
        messages: small(one("SELECT count(*) FROM chat")?),
        reports: small(one("SELECT count(DISTINCT report) FROM report")?),
    })
}
