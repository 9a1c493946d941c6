//! Me.

use qadam_domain::{DeviceId, Pack};
use qadam_door::view::{
    DeviceRow, DevicesView, InviteRow, Joining, MeView, OutboxEntry, OutboxKind, OutboxRow, OutboxState,
    Refusal, StorageView,
};
use qadam_platform::Platform;
use qadam_protocol::account::{DevicesReply, DevicesRequest, InviteReply, InviteRequest, JoinRequest};
use qadam_protocol::record::MemberStanding;
use qadam_protocol::{Code, Payload};
use qadam_storage::joining::{self, CallState};
use qadam_storage::outbox::{self, State, Waiting};
use qadam_storage::{device, export, open, people, reports};

use serde::de::IgnoredAny;

use crate::commands::import::is_empty;

use super::{boot::card, rows::amount, sync, today::month};
use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;

const OUTBOX_SHOWN: u32 = 100;

pub fn me<P: Platform>(phone: &Phone<P>) -> Try<MeView> {
    let o = phone.opened()?;
    let today = phone.platform.today();
    let standing = if o.profile.mentor { None } else { o.standing(&phone.pack, today)? };
    let (now, months) = standing.as_ref().map_or((0, 0), |s| month(&phone.pack, s, today));
    let sync = sync::status(phone, o)?;
    let outbox =
        outbox::list(&o.conn, OUTBOX_SHOWN)?.into_iter().map(|w| row(w, sync.sending, &phone.pack)).collect();
    let others = device::profiles(&phone.device)?;
    let recovery =
        if qadam_sync::machine::is_joined(&o.conn)? { open::fact(&o.conn, "recovery")? } else { None };
    Ok(MeView {
        profile: card(&o.profile),
        level: standing.as_ref().map(|s| s.enrolment.level.clone()),
        birth: standing.as_ref().map(|s| s.enrolment.birth),
        month: now,
        months,
        joining: joining_of(o)?,
        recovery,
        sync,
        outbox,
        others: others.iter().filter(|p| p.id != o.profile.id).map(card).collect(),
        invites: invites(o)?,
        decided: match o.profile.account {
            Some(a) => reports::any_decided(&o.conn, a)?,
            None => false,
        },
        empty: is_empty(o)?,
        devices: devices(o)?,
        storage: storage(phone, o)?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        offset_min: phone.platform.offset_min(),
    })
}

fn devices(o: &Open) -> Try<DevicesView> {
    let asked = joining::with_prefix::<DevicesRequest, DevicesReply>(&o.conn, joining::DEVICES)?.pop();
    let Some((state, _, reply)) = asked else { return Ok(DevicesView::default()) };
    let ends = joining::with_prefix::<DevicesRequest, IgnoredAny>(&o.conn, joining::END)?;
    let ends: Vec<DeviceId> = ends.into_iter().filter_map(|(_, wish, _)| wish.end).collect();
    let rows = reply.unwrap_or_default().devices.into_iter().map(|d| DeviceRow {
        this: d.device == o.profile.device,
        device: d.device,
        kind: d.kind,
        since: d.since,
        seen: d.seen,
        copy: d.copy,
        ending: ends.contains(&d.device),
    });
    Ok(DevicesView { asking: state == CallState::Waiting || !ends.is_empty(), rows: rows.collect() })
}

fn storage<P: Platform>(phone: &Phone<P>, o: &Open) -> Try<StorageView> {
    let size = export::size(&o.conn)?;
    let room = phone.platform.room();
    Ok(StorageView {
        bytes: size.bytes,
        entries: size.entries,
        reports: size.reports,
        messages: size.messages,
        free: room.free,
        kept: room.kept,
    })
}

fn joining_of(o: &Open) -> Try<Joining> {
    if o.machine.hold() == Some(qadam_sync::Hold::SignedOut) || o.session_lost()? {
        return Ok(Joining::SignedOut);
    }
    let joined = qadam_sync::machine::is_joined(&o.conn)?;
    if o.profile.mentor {
        return Ok(if joined {
            Joining::Joined { mentor: String::new(), consent: None }
        } else {
            Joining::None
        });
    }
    let member = match o.profile.account {
        Some(a) => people::member(&o.conn, a)?,
        None => None,
    };
    let call = joining::get::<JoinRequest>(&o.conn, joining::JOIN)?.map(|(state, _)| state);
    match (&member, call) {
        (_, Some(CallState::Waiting)) => return Ok(Joining::Waiting),
        (_, Some(CallState::Refused)) => return Ok(Joining::Refused),
        _ => {}
    }
    if let Some(m) = member {
        let mentor = m.mentor_name.clone();
        return Ok(match m.standing {
            MemberStanding::Asked => Joining::Asked { mentor },
            MemberStanding::Declined => Joining::Declined { mentor },
            MemberStanding::Accepted if m.minor && m.consent.is_none() => Joining::ConsentMissing { mentor },
            MemberStanding::Accepted => {
                Joining::Joined { mentor, consent: m.consent.map(|c| (c.paper.guardian, c.paper.dated)) }
            }
        });
    }
    Ok(if joined { Joining::Waiting } else { Joining::None })
}

fn invites(o: &Open) -> Try<Vec<InviteRow>> {
    let calls = joining::with_prefix::<InviteRequest, InviteReply>(&o.conn, joining::INVITE)?;
    let mut rows: Vec<InviteRow> = calls
        .into_iter()
        .filter_map(|(_, b, reply)| {
            let r = reply?;
            Some(InviteRow { code: b.code.grouped(), expires_at: r.expires_at, uses_left: r.uses_left })
        })
        .collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.expires_at));
    Ok(rows)
}

/// An action that waits or was refused.
pub fn row(w: Waiting, sending: bool, pack: &Pack) -> OutboxRow {
    let entry = match &w.op.payload {
        Payload::EntryPut(e) => Some(OutboxEntry { id: e.id, on: e.on, amount: amount(pack, e) }),
        _ => None,
    };
    let report = match &w.op.payload {
        Payload::ReportSubmit(r) => Some(r.report),
        _ => None,
    };
    let (kind, subject) = match &w.op.payload {
        Payload::Profile(_) => (OutboxKind::Profile, String::new()),
        Payload::Enrol(e) => (OutboxKind::Enrol, e.level.clone()),
        Payload::Plan(_) => (OutboxKind::Plan, String::new()),
        Payload::EntryPut(e) => (OutboxKind::Entry, e.track.clone()),
        Payload::EntryRemove { .. } => (OutboxKind::EntryRemoved, String::new()),
        Payload::ReportSubmit(_) => (OutboxKind::Report, String::new()),
        Payload::ReportSeen { .. } => (OutboxKind::Seen, String::new()),
        Payload::ReportDecide(_) => (OutboxKind::Decision, String::new()),
        Payload::ChatSend(_) => (OutboxKind::Message, String::new()),
        Payload::ChatRead { .. } => (OutboxKind::Read, String::new()),
        Payload::MemberAccept | Payload::MemberDecline => (OutboxKind::Member, String::new()),
        Payload::ConsentAttest(_) => (OutboxKind::Consent, String::new()),
        Payload::PlanDecide { .. } => (OutboxKind::PlanWord, String::new()),
    };
    let state = match w.state {
        State::Behind => OutboxState::Behind,
        State::Waiting if sending => OutboxState::Sending,
        State::Waiting => OutboxState::Waiting,
        State::Refused(code) => OutboxState::Refused {
            why: match code {
                Code::Invalid => Refusal::Rules,
                Code::Forbidden => Refusal::Forbidden,
                Code::NotFound => Refusal::Gone,
                Code::Malformed | Code::OpIdReused | Code::Schema => Refusal::Malformed,
                _ => Refusal::Other,
            },
        },
    };
    OutboxRow { op: w.op.op_id, kind, subject, entry, report, at: w.made_at, state }
}
