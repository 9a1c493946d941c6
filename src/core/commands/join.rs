//! Joining with a mentor's code, and signing in with a one-time code. Both are written down with all
//! their secrets before the first try, and repeated with the same words until answered.

use qadam_domain::code::{Code, CodeKind};
use qadam_domain::{DeviceId, JoinId, enrolment, ids};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::SCHEMA;
use qadam_protocol::account::{DevicesRequest, JoinRequest, SignInRequest, Token};
use qadam_protocol::record::MemberStanding;
use qadam_storage::joining::{self, CallState};
use qadam_storage::{device, people};

use super::change;
use crate::fault::Try;
use crate::phone::{Phone, fresh_token};

fn read(typed: &str, kind: CodeKind) -> Result<Code, Fault> {
    let code = Code::parse(typed).map_err(Fault::Code)?;
    if code.kind() == kind { Ok(code) } else { Err(Fault::CodeOtherKind) }
}

pub fn join<P: Platform>(phone: &mut Phone<P>, typed: &str) -> Try<Outcome> {
    let code = read(typed, CodeKind::Joining)?;
    let platform = phone.platform.clone();
    let opened = phone.opened()?;
    let account = opened.participant()?;
    let before = joining::get::<JoinRequest>(&opened.conn, joining::JOIN)?.map(|(state, _)| state);
    let joined = qadam_sync::machine::is_joined(&opened.conn)?;
    // Whom a mentor did not take in may ask another: with the same account and everything in it.
    if opened.session_lost()? {
        return Err(Fault::SignedOut.into());
    }
    let declined =
        people::member(&opened.conn, account)?.is_some_and(|m| m.standing == MemberStanding::Declined);
    if before == Some(CallState::Waiting) || (!declined && (joined || before == Some(CallState::Done))) {
        return Err(Fault::AlreadyJoined.into());
    }
    let today = qadam_domain::Clock::today(&*platform);
    // Without a birth date somebody counts as under 18: the careful side.
    let minor =
        people::enrolment(&opened.conn, account)?.is_none_or(|(_, e)| enrolment::is_minor(e.birth, today));
    let mut profile = opened.profile.clone();
    // With a session in a cookie the server takes the token from there.
    if profile.token.is_none() && !joined {
        profile.token = Some(fresh_token(&*platform));
        device::put(&phone.device, &profile, phone.now())?;
        phone.opened_mut()?.profile = profile.clone();
    }
    let request = JoinRequest {
        schema: SCHEMA,
        join_id: JoinId(ids::fresh(&*platform, &*platform)),
        code,
        account,
        device: profile.device,
        token: Token(profile.token.unwrap_or_default()),
        recovery: Code::new(CodeKind::SignIn, &*platform),
        name: profile.name,
        minor,
        cookie: platform.cookie_session(),
    };
    let opened = phone.opened_mut()?;
    change(opened, |tx| {
        if !joined {
            qadam_storage::open::set_fact(tx, "recovery", &request.recovery.grouped())?;
        }
        Ok(joining::put(tx, joining::JOIN, &request)?)
    })?;
    opened.machine.wake();
    Ok(Outcome::Saved)
}

/// A refused joining is dropped, so that another code can be tried.
pub fn drop_refused<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    let opened = phone.opened_mut()?;
    if let Some((CallState::Refused, _)) = joining::get::<JoinRequest>(&opened.conn, joining::JOIN)? {
        let joined = qadam_sync::machine::is_joined(&opened.conn)?;
        change(opened, |tx| {
            if !joined {
                qadam_storage::open::drop_fact(tx, "recovery")?;
            }
            Ok(joining::drop(tx, joining::JOIN)?)
        })?;
    }
    Ok(Outcome::Saved)
}

pub fn recovery_seen<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    change(phone.opened_mut()?, |tx| Ok(qadam_storage::open::drop_fact(tx, "recovery")?))?;
    Ok(Outcome::Saved)
}

pub fn sign_in<P: Platform>(phone: &mut Phone<P>, typed: &str) -> Try<Outcome> {
    let code = read(typed, CodeKind::SignIn)?;
    let platform = phone.platform.clone();
    let id = phone.make_profile("", None)?;
    let profile = phone.opened()?.profile.clone();
    let request = SignInRequest {
        schema: SCHEMA,
        join_id: JoinId(ids::fresh(&*platform, &*platform)),
        code,
        device: profile.device,
        token: Token(profile.token.unwrap_or_default()),
        recovery: Code::new(CodeKind::SignIn, &*platform),
        cookie: platform.cookie_session(),
    };
    let opened = phone.opened_mut()?;
    change(opened, |tx| {
        qadam_storage::open::set_fact(tx, "recovery", &request.recovery.grouped())?;
        Ok(joining::put(tx, joining::SIGN_IN, &request)?)
    })?;
    opened.machine.wake();
    Ok(Outcome::Opened { profile: id })
}

/// Asks where this account is signed in, or wants another device signed out; the answer stands in Me. Each wish waits
/// on its own: a question after it takes none of them back.
pub fn devices<P: Platform>(phone: &mut Phone<P>, end: Option<DeviceId>) -> Try<Outcome> {
    let opened = phone.opened_mut()?;
    if !qadam_sync::machine::is_joined(&opened.conn)? {
        return Err(Fault::SignedOut.into());
    }
    let request = DevicesRequest { end };
    change(opened, |tx| {
        match end {
            Some(device) => joining::put(tx, &joining::end(device), &request)?,
            None => joining::put_again(tx, joining::DEVICES, &request)?,
        }
        Ok(())
    })?;
    opened.machine.wake();
    Ok(Outcome::Saved)
}
