//! Views: made for a screen, small, ready to draw. Ids of tracks, levels and activities are those of
//! the programme; their names come from [`ProgrammeView`] in the chosen language.

mod book;
mod boot;
mod chat;
mod export;
mod journey;
mod log;
mod me;
mod mentor;
mod plan;
mod programme;
mod reports;
mod today;
mod year;

pub use book::*;
pub use boot::*;
pub use chat::*;
pub use export::*;
pub use journey::*;
pub use log::*;
pub use me::*;
pub use mentor::*;
pub use plan::*;
pub use programme::*;
pub use reports::*;
pub use today::*;
pub use year::*;

use serde::{Deserialize, Serialize};

/// Any view, as it crosses the door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, clippy::large_enum_variant)] // named after the queries
pub enum View {
    Boot(BootView),
    Programme(ProgrammeView),
    Programmes(ProgrammesView),
    PackMove(PackMoveView),
    Today(TodayView),
    Journey(JourneyView),
    Track(TrackView),
    LogForm(LogFormView),
    LogPreview(LogPreviewView),
    Book(BookView),
    Entry(EntryView),
    Plan(PlanView),
    Reminders(RemindersView),
    Reports(ReportsView),
    Report(ReportView),
    ReportForm(ReportFormView),
    Chat(ChatView),
    Me(MeView),
    ExportRows(ExportRowsView),
    SyncStatus(SyncView),
    Queue(QueueView),
    Review(ReviewView),
    People(PeopleView),
    PlanOf(PlanOfView),
    DayLook(DayLookView),
    Year(YearView),
}
