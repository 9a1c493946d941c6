//! The programmes at hand, and what a newer version would change.

use std::sync::Arc;

use qadam_domain::Pack;
use qadam_domain::progress::{Input, progress};
use qadam_door::Fault;
use qadam_door::view::{PackMoveView, ProgrammeCard, ProgrammesView};
use qadam_platform::Platform;
use qadam_storage::people;

use crate::fault::Try;
use crate::phone::Phone;

/// The rules of the open profile. A mentor's participants may have other programmes: for a mentor the
/// tracks and activities of all are in it, so that each has its name.
pub fn named<P: Platform>(phone: &Phone<P>) -> Pack {
    let mut pack = (*phone.pack).clone();
    if !phone.open.as_ref().is_some_and(|o| o.profile.mentor) {
        return pack;
    }
    for track in phone.packs.programmes().flat_map(|other| &other.tracks) {
        match pack.tracks.iter_mut().find(|t| t.id == track.id) {
            None => pack.tracks.push(track.clone()),
            Some(known) => {
                for activity in &track.activities {
                    if known.activity(&activity.id).is_none() {
                        known.activities.push(activity.clone());
                    }
                }
            }
        }
    }
    pack
}

pub fn programmes<P: Platform>(phone: &Phone<P>) -> Try<ProgrammesView> {
    let enrolment = match &phone.open {
        Some(o) if !o.profile.mentor => match o.profile.account {
            Some(scope) => people::enrolment(&o.conn, scope)?.map(|(_, e)| e),
            None => None,
        },
        _ => None,
    };
    let card = |p: &Arc<Pack>| ProgrammeCard {
        id: p.id.clone(),
        version: p.version.clone(),
        names: p.names.clone(),
        tracks: p.tracks.iter().map(|t| t.short.clone()).collect(),
    };
    Ok(ProgrammesView {
        current: phone.pack.id.clone(),
        version: phone.pack.version.clone(),
        all: phone.packs.programmes().map(card).collect(),
        newer: enrolment.as_ref().and_then(|e| Some(phone.packs.newer(&e.pack, &e.version)?.version.clone())),
        awards: enrolment.map_or_else(Vec::new, |e| e.awards.into_iter().map(|a| a.level).collect()),
    })
}

pub fn moved<P: Platform>(phone: &Phone<P>) -> Try<PackMoveView> {
    let (o, today) = (phone.opened()?, phone.platform.today());
    let now = o.standing(&phone.pack, today)?.ok_or(Fault::NotFound)?;
    let to = phone.packs.newer(&now.enrolment.pack, &now.enrolment.version).ok_or(Fault::NotFound)?;
    let enrolment = now.enrolment.moved(to, &now.progress)?;
    let held = o.held(o.participant()?)?;
    let after = progress(Input {
        pack: to,
        enrolment: &enrolment,
        plan: &now.plan,
        entries: held.logged(),
        open_reports: now.open_reports,
        today,
    });
    Ok(PackMoveView {
        from: now.enrolment.version.clone(),
        to: to.version.clone(),
        names: to.names.clone(),
        sources: to.sources.clone(),
        before: now.progress.summary(),
        after: after.summary(),
    })
}
