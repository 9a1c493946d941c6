//! Profiles and settings of this phone.

use qadam_domain::{AccountId, OpId, ProfileId, ids};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_protocol::op::{NAME_MAX, Profile};
use qadam_storage::open::commit;
use qadam_storage::{StoreError, device, people};

use super::act;
use crate::fault::Try;
use crate::phone::Phone;
use crate::pin;
use crate::profile::leave_traces;

pub fn settings<P: Platform>(
    phone: &mut Phone<P>,
    language: Option<String>,
    theme: Option<String>,
) -> Try<Outcome> {
    for (key, value) in [("language", language), ("theme", theme)] {
        if let Some(value) = value {
            setting(phone, key, &value)?;
        }
    }
    Ok(Outcome::Saved)
}

/// Changes a setting of this phone. A value that it does not have changes nothing.
pub fn setting<P: Platform>(phone: &Phone<P>, key: &str, value: &str) -> Try<Outcome> {
    let known: &[&str] = match key {
        "language" => &["kk", "ru", "en"],
        "theme" => &["auto", "light", "dark"],
        "text_size" => &["100", "115", "130", "160", "200"],
        _ => &[],
    };
    if known.contains(&value) {
        device::set(&phone.device, key, value)?;
    }
    Ok(Outcome::Saved)
}

fn checked(name: &str) -> Result<String, Fault> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let n = name.chars().count();
    if n == 0 || n > NAME_MAX { Err(Fault::Name { max: NAME_MAX }) } else { Ok(name) }
}

fn language<P: Platform>(phone: &Phone<P>) -> Try<String> {
    Ok(device::setting(&phone.device, "language")?.unwrap_or_else(|| "kk".into()))
}

pub fn create<P: Platform>(phone: &mut Phone<P>, op: OpId, name: &str) -> Try<Outcome> {
    let name = checked(name)?;
    // The account is made here, so that what is logged before joining needs no renaming later.
    let account = AccountId(ids::fresh(&*phone.platform, &*phone.platform));
    let profile = phone.make_profile(&name, Some(account))?;
    let language = language(phone)?;
    act(phone, op, account, None, Payload::Profile(Profile { name, language }))?;
    Ok(Outcome::Opened { profile })
}

pub fn rename<P: Platform>(phone: &mut Phone<P>, op: OpId, name: &str) -> Try<Outcome> {
    let name = checked(name)?;
    let now = phone.now();
    let opened = phone.opened_mut()?;
    let account = opened.participant()?;
    opened.profile.name.clone_from(&name);
    let traces = opened.profile.clone();
    commit::<_, StoreError>(&mut opened.conn, |tx| leave_traces(tx, &traces))?;
    device::put(&phone.device, &traces, now)?;
    let base = people::profile(&phone.opened()?.conn, account)?.map(|(r, _)| r);
    let language = language(phone)?;
    act(phone, op, account, base, Payload::Profile(Profile { name, language }))?;
    Ok(Outcome::Saved)
}

pub fn pin_set<P: Platform>(
    phone: &mut Phone<P>,
    current: Option<String>,
    new: Option<String>,
) -> Try<Outcome> {
    let mut profile = phone.opened()?.profile.clone();
    if profile.pin.is_some() {
        verify(phone, &mut profile, current.as_deref())?;
    }
    profile.pin = new.as_deref().map(|n| pin::hash(n, &*phone.platform)).transpose()?;
    device::put(&phone.device, &profile, phone.now())?;
    phone.opened_mut()?.profile = profile;
    Ok(Outcome::Saved)
}

/// Checks a PIN; wrong tries are counted on the disk before the answer is given.
fn verify<P: Platform>(phone: &Phone<P>, profile: &mut device::Profile, given: Option<&str>) -> Try<()> {
    let Some(stored) = profile.pin.clone() else { return Ok(()) };
    let now = phone.now();
    let wait = profile.pin_until.0.saturating_sub(now.0);
    // A clock that was set back must not lock somebody out for longer than the longest pause.
    if wait > 0 && wait <= 3_600_000 {
        let seconds = u32::try_from(wait / 1_000 + 1).unwrap_or(u32::MAX);
        return Err(Fault::PinWait { seconds }.into());
    }
    if pin::fits(given.unwrap_or_default(), &stored)? {
        profile.pin_failures = 0;
        device::put(&phone.device, profile, now)?;
        return Ok(());
    }
    profile.pin_failures = profile.pin_failures.saturating_add(1);
    let pause = pin::pause_s(profile.pin_failures);
    profile.pin_until = now.plus(i64::from(pause) * 1_000);
    device::put(&phone.device, profile, now)?;
    let left = pin::TRIES.saturating_sub(profile.pin_failures);
    Err(if pause > 0 { Fault::PinWait { seconds: pause } } else { Fault::PinWrong { left } }.into())
}

pub fn open<P: Platform>(phone: &mut Phone<P>, id: ProfileId, given: Option<String>) -> Try<Outcome> {
    let mut profile = device::profile(&phone.device, id)?.ok_or(Fault::NotFound)?;
    verify(phone, &mut profile, given.as_deref())?;
    phone.open_profile(profile)?;
    Ok(Outcome::Opened { profile: id })
}

pub fn lock<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    phone.close_profile()?;
    Ok(Outcome::Saved)
}

pub fn erase<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    let id = phone.opened()?.profile.id;
    phone.close_profile()?;
    phone.forget_profile(id)?;
    Ok(Outcome::Saved)
}

/// Only from within a profile, so that a PIN stands before it where there is one.
pub fn erase_phone<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    phone.opened()?;
    phone.erase_all()?;
    Ok(Outcome::Saved)
}

pub fn notice_seen<P: Platform>(phone: &mut Phone<P>, id: i64) -> Try<Outcome> {
    device::notice_seen(&phone.device, id)?;
    Ok(Outcome::Saved)
}
