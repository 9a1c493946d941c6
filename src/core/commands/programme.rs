//! Which programme, in which version, and which earlier awards.

use qadam_domain::enrolment::{self, Award};
use qadam_domain::{Enrolment, OpId};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::{device, people};

use super::act;
use crate::fault::Try;
use crate::phone::{PROGRAMME, Phone};

/// Before a level is chosen; whoever is on a level stays with its programme.
pub fn pick<P: Platform>(phone: &mut Phone<P>, id: &str) -> Try<Outcome> {
    phone.packs.newest(id).ok_or(Fault::NotFound)?;
    device::set(&phone.device, PROGRAMME, id)?;
    Ok(Outcome::Saved)
}

/// Which earlier levels' awards are held.
pub fn awards<P: Platform>(phone: &mut Phone<P>, op: OpId, levels: Vec<String>) -> Try<Outcome> {
    change(phone, op, |e| {
        let known = |level: &String| e.awards.iter().find(|a| a.level == *level).cloned();
        let awards =
            levels.iter().map(|l| known(l).unwrap_or(Award { level: l.clone(), on: None })).collect();
        Ok(Enrolment { awards, ..e.clone() })
    })
}

/// To the newest version of the programme; what counts goes on counting.
pub fn moved<P: Platform>(phone: &mut Phone<P>, op: OpId, version: &str) -> Try<Outcome> {
    let today = phone.platform.today();
    let now = phone.opened()?.standing(&phone.pack, today)?.ok_or(Fault::NotFound)?;
    let to = phone.packs.find(&phone.pack.id, version).ok_or(Fault::NotFound)?.clone();
    let new = now.enrolment.moved(&to, &now.progress)?;
    change(phone, op, |_| Ok(new))
}

fn change<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    work: impl FnOnce(&Enrolment) -> Try<Enrolment>,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    let scope = opened.participant()?;
    let (base, before) = people::enrolment(&opened.conn, scope)?.ok_or(Fault::NotFound)?;
    let new = work(&before)?;
    let pack = phone.packs.find(&new.pack, &new.version).ok_or(Fault::NotFound)?.clone();
    enrolment::check(&new, &pack, phone.platform.today())?;
    if new != before {
        act(phone, op, scope, Some(base), Payload::Enrol(new))?;
    }
    Ok(Outcome::Saved)
}
