//! All entries, for a table.

use qadam_domain::Millis;
use serde::{Deserialize, Serialize};

use super::EntryRow;

/// All entries, oldest day first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportRowsView {
    /// What the person is called.
    pub name: String,
    /// The civil date of this phone, for the file's name.
    pub today: chrono::NaiveDate,
    /// One an entry.
    pub rows: Vec<ExportRow>,
}

/// One entry with all that a table shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportRow {
    /// As a list shows it.
    pub row: EntryRow,
    /// Nights after its day.
    pub nights: u32,
    /// With it the book, project or journey was finished.
    pub finished: bool,
    /// Who confirms it, and what they are there.
    pub attested_by: Option<(String, String)>,
    /// When it was written, by the phone's clock.
    pub written_at: Millis,
    /// Minutes that local time was ahead of UTC then.
    pub offset_min: i16,
}
