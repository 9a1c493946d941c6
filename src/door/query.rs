//! What a screen needs to know. Each query has one view.

use chrono::NaiveDate;
use qadam_domain::{AccountId, EntryId, PhotoId, ReportId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::command::Draft;
use crate::{frame, view};

/// A question, named by the screen that asks it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)]
pub enum Query {
    /// Where the app stands: profiles, settings, which is open. Answered without an open profile.
    Boot,
    /// The programme's names, tracks and levels.
    Programme,
    /// The programmes at hand, and whether there is a newer version.
    Programmes,
    /// What a newer version of the programme would change.
    PackMove,
    /// Today.
    Today,
    /// Journey.
    Journey,
    /// One track.
    Track {
        /// Track id.
        track: String,
    },
    /// What the log sheet starts with.
    LogForm {
        /// Preset track.
        track: Option<String>,
        /// The entry to edit.
        entry: Option<EntryId>,
    },
    /// What saving this would do, or why it cannot be saved.
    LogPreview {
        /// The draft.
        draft: Draft,
    },
    /// The log book: the entries that fit, newest first, a part of them.
    Book {
        /// What is looked for.
        wanted: view::Wanted,
        /// So many are passed over.
        offset: u32,
        /// At most so many.
        limit: u32,
    },
    /// Everything about one entry.
    Entry {
        /// Which.
        entry: EntryId,
    },
    /// A photo, or its small picture.
    Photo {
        /// The participant whose it is; none: one's own.
        of: Option<AccountId>,
        /// Which picture.
        id: PhotoId,
    },
    /// The plan as it stands.
    Plan,
    /// What one is to be reminded of next.
    Reminders,
    /// All reports.
    Reports,
    /// One report.
    Report {
        /// Which.
        report: ReportId,
    },
    /// What a new report could hold.
    ReportForm,
    /// A conversation.
    Chat {
        /// The participant's; none: one's own.
        with: Option<AccountId>,
        /// So many of the newest messages.
        last: u32,
    },
    /// Me: profile, settings, what waits.
    Me,
    /// All entries, for a table.
    ExportRows,
    /// Whether all is sent (the chip).
    SyncStatus,
    /// Mentor: what waits.
    Queue,
    /// Mentor: one report.
    Review {
        /// Whose.
        participant: AccountId,
        /// Which.
        report: ReportId,
    },
    /// Mentor: everybody.
    People,
    /// Mentor: somebody's plan.
    PlanOf {
        /// Whose.
        participant: AccountId,
    },
    /// What was logged on a day.
    DayLook {
        /// The day.
        on: NaiveDate,
        /// In one track; none: in all.
        track: Option<String>,
    },
    /// A year in review.
    Year {
        /// Which; none: the one that runs.
        year: Option<i32>,
    },
}

/// A question with the type of its answer.
pub trait Ask: Clone + PartialEq + 'static {
    /// The answer, as a frame carries it.
    type View: Clone + PartialEq + Serialize + DeserializeOwned + 'static;
    /// As a frame's query.
    fn query(&self) -> Query;
}

macro_rules! asks {
    ($($(#[$doc:meta])* $name:ident { $($field:ident : $ty:ty),* } => $view:ident),* $(,)?) => {
        /// Typed questions, one a screen.
        pub mod ask {
            use super::*;
            $(
                $(#[$doc])*
                #[derive(Clone, Debug, PartialEq)]
                #[allow(missing_docs)] // the fields are those of the query
                pub struct $name { $(pub $field: $ty),* }
                impl Ask for $name {
                    type View = view::$view;
                    fn query(&self) -> Query {
                        asks!(@query $name self $($field),*)
                    }
                }
            )*
        }

        impl Query {
            /// Writes the view that answers this question anew, for a reader that knows no types (tests
            /// that speak JSON).
            ///
            /// # Errors
            /// The view is another one's, or cannot be written.
            pub fn rewrite<S: serde::Serializer>(&self, view: &[u8], to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name { .. } => match frame::read::<view::$view>(view) {
                        Ok(view) => view.serialize(to),
                        Err(e) => Err(serde::ser::Error::custom(e)),
                    },)*
                }
            }
        }
    };
    (@query $name:ident $this:ident) => { Query::$name };
    (@query $name:ident $this:ident $($field:ident),+) => { Query::$name { $($field: $this.$field.clone()),+ } };
}

asks! {
    /// See [`Query::Boot`].
    Boot {} => BootView,
    /// See [`Query::Programme`].
    Programme {} => ProgrammeView,
    /// See [`Query::Programmes`].
    Programmes {} => ProgrammesView,
    /// See [`Query::PackMove`].
    PackMove {} => PackMoveView,
    /// See [`Query::Today`].
    Today {} => TodayView,
    /// See [`Query::Journey`].
    Journey {} => JourneyView,
    /// See [`Query::Track`].
    Track { track: String } => TrackView,
    /// See [`Query::LogForm`].
    LogForm { track: Option<String>, entry: Option<EntryId> } => LogFormView,
    /// See [`Query::LogPreview`].
    LogPreview { draft: Draft } => LogPreviewView,
    /// See [`Query::Book`].
    Book { wanted: view::Wanted, offset: u32, limit: u32 } => BookView,
    /// See [`Query::Entry`].
    Entry { entry: EntryId } => EntryView,
    /// See [`Query::Photo`].
    Photo { of: Option<AccountId>, id: PhotoId } => PhotoView,
    /// See [`Query::Plan`].
    Plan {} => PlanView,
    /// See [`Query::Reminders`].
    Reminders {} => RemindersView,
    /// See [`Query::Reports`].
    Reports {} => ReportsView,
    /// See [`Query::Report`].
    Report { report: ReportId } => ReportView,
    /// See [`Query::ReportForm`].
    ReportForm {} => ReportFormView,
    /// See [`Query::Chat`].
    Chat { with: Option<AccountId>, last: u32 } => ChatView,
    /// See [`Query::Me`].
    Me {} => MeView,
    /// See [`Query::ExportRows`].
    ExportRows {} => ExportRowsView,
    /// See [`Query::SyncStatus`].
    SyncStatus {} => SyncView,
    /// See [`Query::Queue`].
    Queue {} => QueueView,
    /// See [`Query::Review`].
    Review { participant: AccountId, report: ReportId } => ReviewView,
    /// See [`Query::People`].
    People {} => PeopleView,
    /// See [`Query::PlanOf`].
    PlanOf { participant: AccountId } => PlanOfView,
    /// See [`Query::DayLook`].
    DayLook { on: NaiveDate, track: Option<String> } => DayLookView,
    /// See [`Query::Year`].
    Year { year: Option<i32> } => YearView,
}
