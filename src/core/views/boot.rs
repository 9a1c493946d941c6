//! Where the app stands.

use qadam_door::view::{BootView, ProfileCard, Role, SignIn};
use qadam_platform::Platform;
use qadam_storage::device::{self, Profile};
use qadam_storage::joining::{self, CallState};
use qadam_storage::people;
use qadam_sync::Hold;
use serde::de::IgnoredAny;

use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;

/// A profile as a card.
pub fn card(p: &Profile) -> ProfileCard {
    let role = if p.mentor { Role::Mentor } else { Role::Participant };
    ProfileCard { id: p.id, name: p.name.clone(), role, has_pin: p.pin.is_some() }
}

pub fn boot<P: Platform>(phone: &Phone<P>) -> Try<BootView> {
    let enrolled = match &phone.open {
        Some(Open { profile: Profile { account: Some(a), .. }, conn, .. }) => {
            people::enrolment(conn, *a)?.is_some()
        }
        _ => false,
    };
    Ok(BootView {
        language: device::setting(&phone.device, "language")?,
        theme: device::setting(&phone.device, "theme")?.unwrap_or_else(|| "auto".into()),
        text_size: device::setting(&phone.device, "text_size")?.and_then(|s| s.parse().ok()).unwrap_or(100),
        profiles: device::profiles(&phone.device)?.iter().map(card).collect(),
        open: phone.open.as_ref().map(|o| o.profile.id),
        role: phone.open.as_ref().map(|o| card(&o.profile).role),
        enrolled,
        sign_in: phone.open.as_ref().map(sign_in).transpose()?.flatten(),
        notices: phone.notices()?,
        today: phone.platform.today(),
    })
}

fn sign_in(o: &Open) -> Try<Option<SignIn>> {
    let call = joining::get::<IgnoredAny>(&o.conn, joining::SIGN_IN)?;
    Ok(match call {
        Some((CallState::Waiting, _)) => Some(match o.machine.hold() {
            Some(Hold::Offline) => SignIn::Offline,
            Some(Hold::Server) => SignIn::Server,
            Some(Hold::UpdateWanted) => SignIn::UpdateWanted,
            _ => SignIn::Waiting,
        }),
        Some((CallState::Refused, _)) => Some(SignIn::Refused),
        _ => None,
    })
}
