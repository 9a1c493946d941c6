//! Level and plan, and a mentor's word on a plan.

use chrono::NaiveDate;
use qadam_domain::{AccountId, Enrolment, OpId, Plan, PlanDecision, enrolment};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::{open, people, plans, reports};

use super::{act, change};
use crate::fault::Try;
use crate::phone::Phone;
use crate::views::REMIND;

pub fn enrol<P: Platform>(phone: &mut Phone<P>, op: OpId, level: String, birth: NaiveDate) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let before = people::enrolment(&opened.conn, scope)?;
    let today = phone.platform.today();
    if before.is_none() {
        super::log::asked_about(phone)?;
    }
    // The mentor has decided by this birth date; a slip that is found later is theirs to correct with the
    // participant, on paper.
    if before.as_ref().is_some_and(|(_, e)| e.birth != birth) && reports::any_decided(&opened.conn, scope)? {
        return Err(Fault::BirthFixed.into());
    }
    // Changing the level keeps the first day: what was done since then goes on counting. Nobody starts
    // a level before they are old enough for it, so a higher level may have to start later.
    let mut new = Enrolment {
        pack: phone.pack.id.clone(),
        version: phone.pack.version.clone(),
        level,
        start: before.as_ref().map_or(today, |(_, e)| e.start),
        birth,
        awards: before.as_ref().map_or_else(Vec::new, |(_, e)| e.awards.clone()),
        carried: before.as_ref().map_or_else(Vec::new, |(_, e)| e.carried.clone()),
    };
    if let Err(e) = enrolment::check(&new, &phone.pack, today) {
        new.start = today;
        if enrolment::check(&new, &phone.pack, today).is_err() {
            return Err(e.into());
        }
    }
    act(phone, op, scope, before.map(|(r, _)| r), Payload::Enrol(new))?;
    Ok(Outcome::Saved)
}

pub fn set<P: Platform>(phone: &mut Phone<P>, op: OpId, plan: Plan) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    plan.check(&phone.pack)?;
    let (base, now) = people::plan(&opened.conn, scope)?.unzip();
    // Undo brings back what an earlier plan had, even if its day has passed meanwhile.
    let earlier: Vec<Plan> = plans::past(&opened.conn, scope)?.into_iter().map(|p| p.plan).collect();
    plan.check_new(now.iter().chain(&earlier), phone.platform.today())?;
    act(phone, op, scope, base, Payload::Plan(plan))?;
    Ok(Outcome::Saved)
}

/// A wish of this profile on this phone: it is sent nowhere.
pub fn remind<P: Platform>(phone: &mut Phone<P>, on: bool) -> Try<Outcome> {
    let opened = phone.opened_mut()?;
    opened.participant()?;
    change(opened, |tx| {
        if on {
            open::set_fact(tx, REMIND, "on")?;
        } else {
            open::drop_fact(tx, REMIND)?;
        }
        Ok(())
    })?;
    Ok(Outcome::Saved)
}

pub fn decide<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    who: AccountId,
    revision: OpId,
    approved: bool,
    message: &str,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    opened.mentor()?;
    // The plan that was on the screen, not one that has come meanwhile.
    people::plan(&opened.conn, who)?.filter(|(r, _)| *r == revision).ok_or(Fault::NotFound)?;
    let message = message.trim().to_owned();
    PlanDecision::check(approved, &message)?;
    act(phone, op, who, None, Payload::PlanDecide { revision, approved, message })?;
    Ok(Outcome::Saved)
}
