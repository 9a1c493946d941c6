//! Whether all is sent, and what keeps it.

use qadam_domain::report::ReportState;
use qadam_door::view::{Hold, PhotosWaiting, SyncView};
use qadam_platform::Platform;
use qadam_protocol::record::MemberStanding;
use qadam_storage::joining::{self, CallState};
use qadam_storage::{outbox, people, photos};
use serde::de::IgnoredAny;

use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;

pub fn status<P: Platform>(_phone: &Phone<P>, o: &Open) -> Try<SyncView> {
    let counts = outbox::counts(&o.conn)?;
    let joined = qadam_sync::machine::is_joined(&o.conn)?;
    let lost = o.session_lost()?;
    let join = joining::get::<IgnoredAny>(&o.conn, joining::JOIN)?.map(|(state, _)| state);
    let asking = join == Some(CallState::Waiting);
    let code_refused = !joined && join == Some(CallState::Refused);
    let photos = match o.profile.account.filter(|_| !o.profile.mentor) {
        Some(account) => photos::waiting(&o.conn, account)?,
        None => photos::Waiting::default(),
    };
    let moved = o.machine.photos().moving().map_or(0, |(sent, _)| u64::from(sent));
    let photos = PhotosWaiting {
        count: photos.photos,
        bytes: photos.bytes.saturating_sub(moved),
        refused: photos.refused,
    };
    Ok(SyncView {
        joined: joined || asking || lost,
        waiting: counts.waiting + photos.count,
        sending: o.machine.busy() && (counts.all > 0 || photos.bytes > 0),
        photos,
        attention: counts.refused + u32::from(code_refused) + u32::from(photos.refused > 0),
        hold: if lost { Some(Hold::SignedOut) } else { hold(o)? },
        last_done: match o.machine.last_done() {
            None => qadam_sync::take::last_all_sent(&o.conn)?,
            lately => lately,
        },
        next_try: o.machine.next_try(),
    })
}

fn hold(o: &Open) -> Try<Option<Hold>> {
    let line = o.machine.hold().map(|h| match h {
        qadam_sync::Hold::Offline => Hold::Offline,
        qadam_sync::Hold::Server => Hold::Server,
        qadam_sync::Hold::UpdateWanted => Hold::UpdateWanted,
        qadam_sync::Hold::SignedOut => Hold::SignedOut,
    });
    if line.is_some() || o.profile.mentor {
        return Ok(line);
    }
    let Some(account) = o.profile.account else { return Ok(None) };
    Ok(people::member(&o.conn, account)?.and_then(|m| match m.standing {
        MemberStanding::Asked => Some(Hold::NotAccepted),
        MemberStanding::Declined => Some(Hold::Declined),
        MemberStanding::Accepted if m.minor && m.consent.is_none() => Some(Hold::Consent),
        MemberStanding::Accepted => None,
    }))
}

/// Whether a report waits for the mentor or came back.
pub fn concerns(state: ReportState) -> bool {
    state.is_open() || state == ReportState::Decided(qadam_domain::Outcome::Returned)
}
