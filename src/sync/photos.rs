//! Photos: what of them to send or to fetch next, and what an answer to that means.
//!
//! They go between two looks at the server, never before ops and messages, in parts of tus 1.0 (creation and
//! core, `docs/protocol.md`). A photo that the server will not have, or a server that has no room, holds up
//! nothing else. What is known here is lost with the app and found again by asking: the server says where an
//! upload stands.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64;
use qadam_domain::{AccountId, Millis, PhotoId};
use qadam_protocol::photos::{CHUNK, HaveReply, HaveRequest, PATH, TUS, UPLOADS};
use qadam_storage::{Connection, StoreResult, photos};

use crate::backoff;
use crate::hear::{Answer, Heard};
use crate::machine::Who;

/// Parts of an upload, in bytes: the first, and what the link makes of it.
const PART: u32 = 64 * 1024;
const PART_MIN: u32 = 32 * 1024;
const PART_MAX: u32 = 256 * 1024;
/// A part should take about this long, in milliseconds: a cut costs no more.
const FAST_MS: i64 = 2_000;
const SLOW_MS: i64 = 12_000;
/// Between two questions for pictures that have not arrived yet, in milliseconds.
const ASK_MS: i64 = 60_000;
/// What goes whole, with the request that begins it.
const WHOLE: u32 = PART_MIN;

/// A call about pictures.
#[derive(Clone, Debug)]
pub enum PhotoCall {
    /// `POST /v1/photos/have`: which of these the server has.
    Have(HaveRequest),
    /// `POST /v1/photos/uploads`: begins an upload, or hears where it stands. Small ones go with it.
    Begin {
        /// Whose.
        scope: AccountId,
        /// Which.
        id: PhotoId,
        /// Bytes of the whole.
        size: u32,
        /// All of them, where they are few.
        whole: Option<Vec<u8>>,
    },
    /// `PATCH` of an upload: bytes from a place on.
    Part {
        /// Whose.
        scope: AccountId,
        /// Which.
        id: PhotoId,
        /// Bytes of the whole.
        size: u32,
        /// The upload's path.
        path: String,
        /// From where.
        at: u32,
        /// What.
        bytes: Vec<u8>,
    },
    /// `GET /v1/photos/…`: a picture.
    Fetch {
        /// Whose.
        scope: AccountId,
        /// Which.
        id: PhotoId,
    },
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoHeard {
    /// The server has these of what was asked.
    Have(Vec<PhotoId>),
    /// An upload stands here.
    At {
        /// Bytes that are there.
        offset: u32,
        /// Its path, where it was said.
        path: Option<String>,
    },
    /// The upload is not as we thought: begin again, which says how it is.
    Unknown,
    /// The picture.
    Came(Vec<u8>),
    /// Not there, or not for us.
    Missing,
    /// The server will not have it.
    Refused,
}

impl PhotoCall {
    /// The method of HTTP.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Have(_) | Self::Begin { .. } => "POST",
            Self::Part { .. } => "PATCH",
            Self::Fetch { .. } => "GET",
        }
    }

    /// Path on the server.
    pub fn path(&self) -> String {
        match self {
            Self::Have(_) => format!("{PATH}/have"),
            Self::Begin { .. } => UPLOADS.to_owned(),
            Self::Part { path, .. } => path.clone(),
            Self::Fetch { scope, id } => format!("{PATH}/{scope}/{id}"),
        }
    }

    /// Headers beside those of every call.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let tus = ("tus-resumable", TUS.to_owned());
        match self {
            Self::Have(_) | Self::Fetch { .. } => Vec::new(),
            Self::Begin { scope, id, size, .. } => {
                let text = |s: String| BASE64.encode(s.as_bytes());
                let about =
                    format!("sha256 {},participant {}", text(id.to_string()), text(scope.to_string()));
                vec![tus, ("upload-length", size.to_string()), ("upload-metadata", about)]
            }
            Self::Part { at, .. } => vec![tus, ("upload-offset", at.to_string())],
        }
    }

    /// Body with its media type.
    ///
    /// # Errors
    /// None for these plain types.
    pub fn body(&self) -> Result<Option<(&'static str, Vec<u8>)>, serde_json::Error> {
        Ok(match self {
            Self::Have(request) => Some((qadam_protocol::wire::JSON, serde_json::to_vec(request)?)),
            Self::Begin { whole: Some(bytes), .. } | Self::Part { bytes, .. } => Some((CHUNK, bytes.clone())),
            Self::Begin { whole: None, .. } | Self::Fetch { .. } => None,
        })
    }
}

/// Reads an answer about pictures; none: it is to be read as any other.
pub(crate) fn hear(call: &PhotoCall, answer: &Answer) -> Option<PhotoHeard> {
    let Answer::Reply { status, body, offset, location, .. } = answer else { return None };
    let offset = offset.and_then(|n| u32::try_from(n).ok());
    Some(match (call, *status) {
        (PhotoCall::Have(asked), 200) => {
            let reply: HaveReply = serde_json::from_slice(body).ok()?;
            PhotoHeard::Have(reply.have.into_iter().filter(|id| asked.ids.contains(id)).collect())
        }
        (PhotoCall::Begin { size, .. }, 200 | 201) => {
            let offset = offset.filter(|n| n <= size)?;
            // Of our own server, and of an upload: a path that leads elsewhere is nonsense.
            let path = location.clone().filter(|l| l.starts_with(UPLOADS))?;
            PhotoHeard::At { offset, path: Some(path) }
        }
        (PhotoCall::Part { size, .. }, 204) => {
            PhotoHeard::At { offset: offset.filter(|n| n <= size)?, path: None }
        }
        (PhotoCall::Part { .. }, 404 | 409 | 410) => PhotoHeard::Unknown,
        (PhotoCall::Begin { .. } | PhotoCall::Part { .. }, 400 | 413 | 422 | 507) => PhotoHeard::Refused,
        (PhotoCall::Fetch { id, .. }, 200) => {
            // Other bytes than the name says are nonsense, whoever sent them.
            let whole = PhotoId::of(body) == *id && qadam_domain::photo::look(body).is_ok();
            whole.then(|| PhotoHeard::Came(body.clone()))?
        }
        (PhotoCall::Fetch { .. } | PhotoCall::Have(_), 403 | 404) => PhotoHeard::Missing,
        _ => return None,
    })
}

fn lately(now: Millis, at: Millis) -> bool {
    now >= at && now < at.plus(ASK_MS)
}

/// An upload under way.
#[derive(Clone, Debug)]
struct Upload {
    id: PhotoId,
    size: u32,
    path: String,
    at: u32,
}

/// What is known of pictures while the app runs.
#[derive(Debug)]
pub struct Photos {
    upload: Option<Upload>,
    part: u32,
    began: Millis,
    failures: u32,
    not_before: Millis,
    /// The server has them, and they are lacking here.
    there: BTreeSet<(AccountId, PhotoId)>,
    /// When it was last asked of a scope.
    asked: BTreeMap<AccountId, Millis>,
    /// Somebody looks at these.
    wanted: BTreeSet<(AccountId, PhotoId)>,
    /// They were asked for, and the server did not have them.
    missing: BTreeMap<PhotoId, Millis>,
}

impl Default for Photos {
    fn default() -> Self {
        Self {
            upload: None,
            part: PART,
            began: Millis(0),
            failures: 0,
            not_before: Millis(0),
            there: BTreeSet::new(),
            asked: BTreeMap::new(),
            wanted: BTreeSet::new(),
            missing: BTreeMap::new(),
        }
    }
}

impl Photos {
    /// Somebody looks at a picture that is not here.
    pub fn want(&mut self, scope: AccountId, id: PhotoId) {
        self.wanted.insert((scope, id));
    }

    /// The server said, not long ago, that it does not have this one.
    pub fn is_missing(&self, now: Millis, id: PhotoId) -> bool {
        self.missing.get(&id).is_some_and(|at| lately(now, *at))
    }

    /// The picture that is being sent: bytes that are there, and bytes of the whole.
    pub fn moving(&self) -> Option<(u32, u32)> {
        self.upload.as_ref().map(|u| (u.at, u.size))
    }

    /// Failures are forgotten: there is network again, or a person asks for it.
    pub(crate) fn wake(&mut self) {
        (self.failures, self.not_before) = (0, Millis(0));
    }

    /// What to do now. `open`: more than the joining may leave the phone.
    pub(crate) fn choose(
        &mut self,
        now: Millis,
        conn: &Connection,
        who: Who,
        open: bool,
    ) -> StoreResult<Option<PhotoCall>> {
        // A clock that was set back must not hold them for longer than any wait.
        if now < self.not_before && self.not_before <= now.plus(backoff::CAP_MS) {
            return Ok(None);
        }
        self.began = now;
        if let Some(&(scope, id)) = self.wanted.first() {
            return Ok(Some(PhotoCall::Fetch { scope, id }));
        }
        if let (Some(scope), false, true) = (who.account, who.mentor, open)
            && let Some(call) = self.send(conn, scope)?
        {
            return Ok(Some(call));
        }
        if let Some(&(scope, id)) = self.there.first() {
            return Ok(Some(PhotoCall::Fetch { scope, id }));
        }
        self.ask(now, conn, who)
    }

    fn send(&mut self, conn: &Connection, scope: AccountId) -> StoreResult<Option<PhotoCall>> {
        let Some(photos::ToSend { id, size }) = photos::next(conn, scope)? else { return Ok(None) };
        if let Some(u) = self.upload.as_ref().filter(|u| u.id == id && u.size == size) {
            let Some(bytes) = photos::part(conn, scope, id, u.at, self.part)? else { return Ok(None) };
            let path = u.path.clone();
            return Ok(Some(PhotoCall::Part { scope, id, size, path, at: u.at, bytes }));
        }
        self.upload = None;
        let whole = if size <= WHOLE { photos::bytes(conn, scope, id)? } else { None };
        Ok(Some(PhotoCall::Begin { scope, id, size, whole }))
    }

    /// Which of the small pictures that are lacking here have arrived there.
    fn ask(&mut self, now: Millis, conn: &Connection, who: Who) -> StoreResult<Option<PhotoCall>> {
        let lacking = photos::lacking(conn, who.mentor)?;
        let due = |scope: &AccountId| !self.asked.get(scope).is_some_and(|at| lately(now, *at));
        let Some(&(participant, _)) = lacking.iter().find(|(scope, _)| due(scope)) else { return Ok(None) };
        self.asked.insert(participant, now);
        let ids = lacking.into_iter().filter(|(s, _)| *s == participant).map(|(_, id)| id).collect();
        Ok(Some(PhotoCall::Have(HaveRequest { participant, ids })))
    }

    /// Takes in how a call went.
    pub(crate) fn heard(&mut self, now: Millis, call: &PhotoCall, heard: &Heard, chance: u16) {
        let took = now.0.saturating_sub(self.began.0);
        match (call, heard) {
            (PhotoCall::Have(asked), Heard::Photo(PhotoHeard::Have(have))) => {
                self.there.extend(have.iter().map(|id| (asked.participant, *id)));
            }
            (
                PhotoCall::Begin { id, size, .. },
                Heard::Photo(PhotoHeard::At { offset, path: Some(path) }),
            ) => {
                self.upload =
                    (offset < size).then(|| Upload { id: *id, size: *size, path: path.clone(), at: *offset });
            }
            (PhotoCall::Part { size, .. }, Heard::Photo(PhotoHeard::At { offset, .. })) => {
                self.part = match took {
                    ..FAST_MS => (self.part * 2).min(PART_MAX),
                    SLOW_MS.. => (self.part / 2).max(PART_MIN),
                    _ => self.part,
                };
                self.upload =
                    self.upload.take().filter(|_| offset < size).map(|u| Upload { at: *offset, ..u });
            }
            (PhotoCall::Fetch { scope, id }, Heard::Photo(PhotoHeard::Came(_))) => self.done(*scope, *id),
            (PhotoCall::Fetch { scope, id }, Heard::Photo(PhotoHeard::Missing)) => {
                self.done(*scope, *id);
                self.missing.insert(*id, now);
            }
            (_, Heard::Photo(PhotoHeard::Missing)) => {}
            (_, Heard::Photo(PhotoHeard::Refused)) => self.upload = None,
            // What was sent may be there or not: the server says so when it is begun again.
            _ => {
                self.upload = None;
                self.part = (self.part / 2).max(PART_MIN);
                // Not for long: a person who looks at one waits no longer than for a message.
                let after =
                    if let Heard::Later(Some(s)) = heard { Some(i64::from(*s) * 1_000) } else { None };
                self.failures = self.failures.saturating_add(1);
                let wait = after.unwrap_or_else(|| backoff::wait_ms(self.failures, chance));
                self.not_before = now.plus(wait.min(backoff::CAP_MS));
                return;
            }
        }
        (self.failures, self.not_before) = (0, Millis(0));
    }

    fn done(&mut self, scope: AccountId, id: PhotoId) {
        self.wanted.remove(&(scope, id));
        self.there.remove(&(scope, id));
    }
}
