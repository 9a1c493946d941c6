//! What screens see. Read-only; nothing here waits for the network.

mod book;
mod boot;
mod chat;
mod export;
mod history;
mod journey;
mod log;
mod me;
mod mentor;
mod photo;
mod plan;
mod programme;
mod report_form;
mod reports;
mod rows;
mod suggest;
mod sync;
mod today;
mod year;

pub use plan::REMIND;

use qadam_door::view::ProgrammeView;
use qadam_door::{Fault, Frame, Query, frame};
use qadam_platform::Platform;
use serde::Serialize;

use crate::fault::Try;
use crate::phone::Phone;

/// Answers what a start and the first entries ask, written for the door. None: [`rare`] does.
pub fn view<P: Platform>(phone: &Phone<P>, query: &Query) -> Option<Try<Frame>> {
    Some(match query {
        Query::Boot => written(boot::boot(phone)),
        Query::Programme => written(Ok(ProgrammeView { pack: programme::named(phone) })),
        Query::Programmes => written(programme::programmes(phone)),
        Query::Today => written(today::today(phone)),
        Query::LogForm { track, entry } => written(log::form(phone, track.as_deref(), *entry)),
        Query::LogPreview { draft } => written(log::preview(phone, draft)),
        Query::Reminders => written(plan::reminders(phone)),
        Query::SyncStatus => written(phone.opened().map_err(Into::into).and_then(|o| sync::status(phone, o))),
        _ => return None,
    })
}

/// Answers everything else (see [`crate::late`]).
pub fn rare<P: Platform>(phone: &Phone<P>, query: &Query) -> Try<Frame> {
    match query {
        Query::PackMove => written(programme::moved(phone)),
        Query::Journey => written(journey::journey(phone)),
        Query::Track { track } => written(journey::track(phone, track)),
        Query::Photo { of, id } => written(photo::photo(phone, *of, *id)),
        Query::Plan => written(plan::plan(phone)),
        Query::Book { wanted, offset, limit } => written(book::book(phone, wanted, *offset, *limit)),
        Query::Entry { entry } => written(book::entry(phone, *entry)),
        Query::Reports => written(reports::list(phone)),
        Query::Report { report } => written(reports::one(phone, *report)),
        Query::ReportForm => written(report_form::form(phone)),
        Query::Chat { with, last } => written(chat::chat(phone, *with, *last)),
        Query::Me => written(me::me(phone)),
        Query::ExportRows => written(export::rows(phone)),
        Query::Queue => written(mentor::queue(phone)),
        Query::Review { participant, report } => written(mentor::review(phone, *participant, *report)),
        Query::People => written(mentor::people_view(phone)),
        Query::PlanOf { participant } => written(plan::of(phone, *participant)),
        Query::DayLook { on, track } => written(journey::day(phone, *on, track.as_deref())),
        Query::Year { year } => written(year::year(phone, *year)),
        // `view` answers these.
        Query::Boot
        | Query::Programme
        | Query::Programmes
        | Query::Today
        | Query::LogForm { .. }
        | Query::LogPreview { .. }
        | Query::Reminders
        | Query::SyncStatus => Err(Fault::Protocol.into()),
    }
}

fn written<V: Serialize>(view: Try<V>) -> Try<Frame> {
    frame::write(&view?).map_err(|e| {
        tracing::error!(cause = %e, "view cannot be written");
        Fault::Protocol.into()
    })
}
