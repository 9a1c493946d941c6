//! All entries, for a table.

use chrono::NaiveDate;
use qadam_door::view::{ExportRow, ExportRowsView};
use qadam_platform::Platform;

use super::rows::Places;
use crate::fault::Try;
use crate::phone::Phone;

pub fn rows<P: Platform>(phone: &Phone<P>) -> Try<ExportRowsView> {
    let o = phone.opened()?;
    let (scope, today) = (o.participant()?, phone.platform.today());
    let places = Places::read(o, scope, o.standing(&phone.pack, today)?)?;
    let mut rows = Vec::new();
    for s in places.held().between(NaiveDate::MIN, NaiveDate::MAX).iter().rev() {
        let e = &s.entry;
        rows.push(ExportRow {
            row: places.row(&o.conn, &phone.pack, s)?,
            nights: e.nights,
            finished: e.thing.as_ref().is_some_and(|t| t.finished),
            attested_by: e.attested_by.as_ref().map(|a| (a.name.clone(), a.role.clone())),
            written_at: e.written_at,
            offset_min: e.utc_offset_min,
        });
    }
    Ok(ExportRowsView { name: o.profile.name.clone(), today, rows })
}
