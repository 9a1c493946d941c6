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

use qadam_door::Query;
use qadam_door::view::{ProgrammeView, View};
use qadam_platform::Platform;

use crate::fault::Try;
use crate::phone::Phone;

/// Answers a question.
pub fn view<P: Platform>(phone: &Phone<P>, query: &Query) -> Try<View> {
    Ok(match query {
        Query::Boot => View::Boot(boot::boot(phone)?),
        Query::Programme => View::Programme(ProgrammeView { pack: programme::named(phone) }),
        Query::Programmes => View::Programmes(programme::programmes(phone)?),
        Query::PackMove => View::PackMove(programme::moved(phone)?),
        Query::Today => View::Today(today::today(phone)?),
        Query::Journey => View::Journey(journey::journey(phone)?),
        Query::Track { track } => View::Track(journey::track(phone, track)?),
        Query::LogForm { track, entry } => View::LogForm(log::form(phone, track.as_deref(), *entry)?),
        Query::LogPreview { draft } => View::LogPreview(log::preview(phone, draft)?),
        Query::Plan => View::Plan(plan::plan(phone)?),
        Query::Reminders => View::Reminders(plan::reminders(phone)?),
        Query::Book { wanted, offset, limit } => View::Book(book::book(phone, wanted, *offset, *limit)?),
        Query::Entry { entry } => View::Entry(book::entry(phone, *entry)?),
        Query::Reports => View::Reports(reports::list(phone)?),
        Query::Report { report } => View::Report(reports::one(phone, *report)?),
        Query::ReportForm => View::ReportForm(report_form::form(phone)?),
        Query::Chat { with } => View::Chat(chat::chat(phone, *with)?),
        Query::Me => View::Me(me::me(phone)?),
        Query::ExportRows => View::ExportRows(export::rows(phone)?),
        Query::SyncStatus => View::SyncStatus(sync::status(phone, phone.opened()?)?),
        Query::Queue => View::Queue(mentor::queue(phone)?),
        Query::Review { participant, report } => View::Review(mentor::review(phone, *participant, *report)?),
        Query::People => View::People(mentor::people_view(phone)?),
        Query::PlanOf { participant } => View::PlanOf(plan::of(phone, *participant)?),
        Query::DayLook { on, track } => View::DayLook(journey::day(phone, *on, track.as_deref())?),
        Query::Year { year } => View::Year(year::year(phone, *year)?),
    })
}
