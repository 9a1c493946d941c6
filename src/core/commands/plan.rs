//! Level and plan.

use chrono::NaiveDate;
use qadam_domain::{Enrolment, OpId, Plan, enrolment};
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::people;

use super::act;
use crate::fault::Try;
use crate::phone::Phone;

pub fn enrol<P: Platform>(phone: &mut Phone<P>, op: OpId, level: String, birth: NaiveDate) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let before = people::enrolment(&opened.conn, scope)?;
    let today = phone.platform.today();
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
    let base = people::plan(&opened.conn, scope)?.map(|(r, _)| r);
    act(phone, op, scope, base, Payload::Plan(plan))?;
    Ok(Outcome::Saved)
}
