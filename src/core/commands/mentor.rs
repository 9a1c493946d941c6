//! What a mentor does. All of it works offline but the making of a joining code, which only the server
//! can honour (it is queued all the same).

use chrono::NaiveDate;
use qadam_domain::code::{Code, CodeKind};
use qadam_domain::report::{Decision, ItemDecision, ReportState, check_decision};
use qadam_domain::{AccountId, OpId, ReportId};
use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_protocol::account::InviteRequest;
use qadam_protocol::op::{ConsentPaper, NAME_MAX};
use qadam_storage::{answers, joining, people, reports};

use super::{act, change};
use crate::fault::Try;
use crate::phone::Phone;

pub fn answer<P: Platform>(phone: &mut Phone<P>, op: OpId, who: AccountId, accept: bool) -> Try<Outcome> {
    let opened = phone.opened()?;
    opened.mentor()?;
    people::member(&opened.conn, who)?.ok_or(Fault::NotFound)?;
    act(phone, op, who, None, if accept { Payload::MemberAccept } else { Payload::MemberDecline })?;
    Ok(Outcome::Saved)
}

pub fn consent<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    who: AccountId,
    guardian: String,
    dated: NaiveDate,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    opened.mentor()?;
    people::member(&opened.conn, who)?.ok_or(Fault::NotFound)?;
    let guardian = guardian.trim().to_owned();
    if guardian.is_empty() || guardian.chars().count() > NAME_MAX {
        return Err(Fault::Name { max: NAME_MAX }.into());
    }
    let today = qadam_domain::Clock::today(&*phone.platform);
    // A paper of the future, or from before the programme began (July 2020), is a slip.
    if dated > today || dated < NaiveDate::from_ymd_opt(2020, 7, 1).unwrap_or(today) {
        return Err(Fault::Date { given: dated }.into());
    }
    act(phone, op, who, None, Payload::ConsentAttest(ConsentPaper { guardian, dated }))?;
    Ok(Outcome::Saved)
}

pub fn opened<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    who: AccountId,
    report: ReportId,
    number: u32,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    opened.mentor()?;
    let newest = reports::newest(&opened.conn, report)?.filter(|r| r.scope == who).ok_or(Fault::NotFound)?;
    // Said once, and not of what is decided already.
    let fresh =
        newest.report.number == number && reports::state_of(&opened.conn, &newest)? == ReportState::Delivered;
    if fresh {
        act(phone, op, who, None, Payload::ReportSeen { report, number })?;
    }
    Ok(Outcome::Saved)
}

#[allow(clippy::too_many_arguments)] // the fields of the command
pub fn decide<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    who: AccountId,
    report: ReportId,
    number: u32,
    mut items: Vec<ItemDecision>,
    message: String,
) -> Try<Outcome> {
    let opened = phone.opened()?;
    opened.mentor()?;
    let newest = reports::newest(&opened.conn, report)?.filter(|r| r.scope == who);
    for i in &mut items {
        i.reason = i.reason.trim().to_owned();
    }
    let decision = Decision {
        report,
        number,
        items,
        message: message.trim().to_owned(),
        decided_at: phone.now(),
        by: None,
        superseded: false,
    };
    check_decision(&decision, newest.as_ref().map(|r| &r.report))?;
    act(phone, op, who, None, Payload::ReportDecide(decision))?;
    Ok(Outcome::Saved)
}

/// The mentor has read that something went to the coordinator.
pub fn handed_seen<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    change(phone.opened_mut()?, |tx| Ok(answers::handed_seen(tx)?))?;
    Ok(Outcome::Saved)
}

pub fn invite<P: Platform>(phone: &mut Phone<P>) -> Try<Outcome> {
    let code = Code::new(CodeKind::Joining, &*phone.platform);
    let opened = phone.opened_mut()?;
    opened.mentor()?;
    let name = format!("{}{}", joining::INVITE, code.canonical());
    change(opened, |tx| Ok(joining::put(tx, &name, &InviteRequest { code })?))?;
    opened.machine.wake();
    Ok(Outcome::Saved)
}
