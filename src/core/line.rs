//! The line to the server: what to call, what an answer does here, and when to listen.

use qadam_domain::{DeviceId, Millis, ProfileId};
use qadam_door::Event;
use qadam_door::view::NoticeKind;
use qadam_platform::{HttpError, HttpReply, HttpRequest, Method, Platform, Secret, Spoken};
use qadam_protocol::DEVICE_HEADER;
use qadam_protocol::account::{SplitRequest, Token};
use qadam_storage::StoreError;
use qadam_storage::joining::{SPLIT, put};
use qadam_storage::open::commit;
use qadam_sync::take::{heard_clock, is_copy};
use qadam_sync::{Answer, Call, Heard, LineStep, LiveCall, Said, Step, hear, take};

use crate::fault::{Trouble, Try};
use crate::phone::{Phone, fresh_token};

/// A call, ready to go.
pub struct Outgoing {
    /// For whom it is made; its answer is for nobody else.
    pub who: ProfileId,
    /// What is called.
    pub call: Call,
    /// When it goes, by this phone's clock.
    pub at: Millis,
    /// The same for the platform. Taken out when it goes.
    pub request: Option<HttpRequest>,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outgoing({})", self.call.path())
    }
}

/// The profile's file was damaged and has been moved aside.
#[derive(Debug)]
pub struct Healed;

/// The next call, if it is time for one.
pub fn next<P: Platform>(phone: &mut Phone<P>) -> Result<Option<Outgoing>, Healed> {
    let now = phone.now();
    let (Some(server), Some(opened)) = (phone.platform.server(), phone.open.as_mut()) else {
        return Ok(None);
    };
    let who = opened.who();
    for (scope, id) in opened.wanted.take() {
        opened.machine.want_photo(scope, id);
    }
    let call = match opened.machine.step(now, &opened.conn, who) {
        Ok(Step::Send(call)) => call,
        Ok(_) => return Ok(None),
        Err(StoreError::Damaged(cause)) => {
            heal(phone, &cause);
            return Err(Healed);
        }
        Err(e) => {
            tracing::error!(cause = %e, "sync cannot read");
            opened.machine.stumbled(now);
            return Ok(None);
        }
    };
    let (profile, plain) = (&opened.profile, opened.machine.plain());
    let request = HttpRequest {
        method: match call.method() {
            "GET" => Method::Get,
            "PATCH" => Method::Patch,
            _ => Method::Post,
        },
        url: format!("{server}{}", call.path()),
        bearer: profile.token.clone().filter(|_| !call.is_anonymous()).map(Secret),
        headers: [(DEVICE_HEADER, profile.device.to_string()), ("accept", qadam_sync::form::accept(plain))]
            .into_iter()
            .chain(call.headers())
            .collect(),
        body: call.body(plain).ok().flatten(),
    };
    Ok(Some(Outgoing { who: profile.id, call, at: now, request: Some(request) }))
}

/// What becomes of the line on which the server says that there is something new.
#[derive(Debug)]
pub enum Keep {
    /// It stays as it is.
    So,
    /// Open one, of this profile.
    Open(ProfileId, HttpRequest),
    /// Hang up.
    Close,
}

/// Whether there should be a line. `held`: whose is open.
pub fn hold<P: Platform>(phone: &mut Phone<P>, held: Option<ProfileId>) -> Keep {
    let now = phone.now();
    let (Some(server), Some(opened)) = (phone.platform.server(), phone.open.as_mut()) else {
        return if held.is_some() { Keep::Close } else { Keep::So };
    };
    let profile = &opened.profile;
    if held.is_some_and(|who| who != profile.id) {
        return Keep::Close;
    }
    match opened.machine.line(now, &opened.conn, held.is_some()) {
        Ok(LineStep::Keep) => Keep::So,
        Ok(LineStep::Close) => Keep::Close,
        Ok(LineStep::Open(LiveCall { path, accept })) => Keep::Open(
            profile.id,
            HttpRequest {
                method: Method::Get,
                url: format!("{server}{path}"),
                bearer: profile.token.clone().map(Secret),
                headers: vec![(DEVICE_HEADER, profile.device.to_string()), ("accept", accept.to_owned())],
                body: None,
            },
        ),
        // A damaged file is found by the calls, too.
        Err(e) => {
            tracing::error!(cause = %e, "the line cannot be opened");
            Keep::So
        }
    }
}

/// Takes in what came over the line of a profile; none: it has ended. True: hang up.
pub fn said<P: Platform>(
    phone: &mut Phone<P>,
    who: ProfileId,
    said: Option<Result<Spoken, HttpError>>,
) -> bool {
    let mut chance = [0u8; 2];
    phone.platform.fill(&mut chance);
    let now = phone.now();
    let Some(opened) = phone.open.as_mut().filter(|o| o.profile.id == who) else { return true };
    let said = match &said {
        Some(Ok(Spoken::Begun(status))) => Said::Begun(*status),
        Some(Ok(Spoken::Bytes(bytes))) => Said::Bytes(bytes),
        Some(Err(_)) | None => Said::End,
    };
    opened.machine.said(now, said, u16::from_le_bytes(chance))
}

fn heal<P: Platform>(phone: &mut Phone<P>, cause: &str) {
    if let Err(e) = phone.heal(cause) {
        tracing::error!(cause = ?e, "cannot heal");
    }
}

/// Takes an answer in. Whether views may be other ones now.
pub fn answered<P: Platform>(
    phone: &mut Phone<P>,
    out: &Outgoing,
    answer: Result<HttpReply, HttpError>,
) -> bool {
    // An answer for a profile that was closed meanwhile changes nothing: it is asked for again.
    if phone.open.as_ref().is_none_or(|o| o.profile.id != out.who) {
        return false;
    }
    let answer = match answer {
        Ok(r) => {
            let HttpReply { status, kind, body, offset, location } = r;
            Answer::Reply { status, kind, body, offset, location }
        }
        Err(HttpError::Offline) => Answer::Offline,
        Err(HttpError::Broken) => Answer::Broken,
    };
    let heard = hear(&out.call, &answer);
    let taken = take_in(phone, out, &heard);
    let mut chance = [0u8; 2];
    phone.platform.fill(&mut chance);
    let now = phone.now();
    // Where the answer could not be written down, it is as if it had not come: it is asked for again.
    let (heard, taken) = match taken {
        Ok(taken) => (heard, taken),
        Err(Trouble::Damaged(cause)) => {
            heal(phone, &cause);
            return true;
        }
        Err(Trouble::Fault(e)) => {
            tracing::error!(fault = ?e.fault, "an answer could not be taken in");
            (Heard::Later(None), Taken::default())
        }
    };
    if let Some(o) = phone.open.as_mut() {
        o.machine.heard(now, &out.call, &heard, u16::from_le_bytes(chance));
        if taken.opened {
            o.machine.wrote();
        }
    }
    if taken.session
        && let Err(e) = phone.session_made().and_then(|()| phone.join_sessions())
    {
        tracing::error!(cause = ?e, "session could not be remembered");
    }
    taken.changed
}

#[derive(Default)]
struct Taken {
    session: bool,
    changed: bool,
    opened: bool,
}

/// An answer that took longer, by this phone's clock in milliseconds, says nothing of that clock: the phone may
/// have slept meanwhile.
const PROMPT_MS: i64 = 2 * 60_000;

fn take_in<P: Platform>(phone: &mut Phone<P>, out: &Outgoing, heard: &Heard) -> Try<Taken> {
    let (now, call) = (phone.now(), &out.call);
    let prompt = (0..=PROMPT_MS).contains(&(now.0.saturating_sub(out.at.0)));
    let split = matches!((call, heard), (Call::Split(_), Heard::Split(_)));
    // Told first: where the power fails before the rest is written, the call is repeated and this is not.
    if split && !phone.notices()?.iter().any(|n| matches!(n.kind, NoticeKind::Copied { .. })) {
        phone.notice(&NoticeKind::Copied { at: now })?;
    }
    let Some(o) = phone.open.as_mut() else { return Ok(Taken::default()) };
    if let Heard::SignedIn(reply) = heard {
        // The phone's own file first: repeating the sign-in gives the same answer.
        o.profile.account = Some(reply.account);
        o.profile.mentor = reply.role == qadam_protocol::account::Role::Mentor;
        o.profile.name.clone_from(&reply.name);
        qadam_storage::device::put(&phone.device, &o.profile, now)?;
    }
    let (cookie, platform) = (phone.platform.cookie_session(), &*phone.platform);
    if let (Call::Split(request), true) = (call, split) {
        // The phone's own file first, as above.
        o.profile.device = request.device;
        o.profile.token = (!cookie).then(|| request.token.0.clone());
        qadam_storage::device::put(&phone.device, &o.profile, now)?;
    }
    let who = o.who();
    let traces = o.profile.clone();
    let taken = commit(&mut o.conn, |tx| {
        if traces.account.is_some() && (split || matches!(heard, Heard::SignedIn(_))) {
            crate::profile::leave_traces(tx, &traces)?;
        }
        let mut taken = take(tx, now, who, call, heard)?;
        if let (Heard::Sync(reply), true) = (heard, prompt) {
            taken.changed |= heard_clock(tx, now, reply.now)?;
        }
        if let Heard::Sync(reply) = heard
            && is_copy(tx, reply)?
        {
            let (device, token) = (DeviceId::new(platform, platform), Token(fresh_token(platform)));
            put(tx, SPLIT, &SplitRequest { device, token, cookie })?;
        }
        Ok::<_, Trouble>(taken)
    })?;
    if taken.changed {
        o.generation += 1;
    }
    if split {
        o.machine.another_session();
    }
    if taken.session && matches!(heard, Heard::SignedIn(_)) {
        phone.events.push(Event::ProfileChanged);
    }
    Ok(Taken { session: taken.session, changed: taken.changed || taken.session, opened: taken.opened })
}
