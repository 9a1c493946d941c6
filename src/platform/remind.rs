//! Reminders by the phone itself: they come while the app is closed. Nobody is reminded of anything that was
//! not handed over by [`set`] last; a computer has none (there the calendar file reminds).
//!
//! Types are checked for both phones; nothing here has run in CI.

#[cfg(target_os = "android")]
use crate::android as phone;
#[cfg(target_os = "ios")]
use crate::ios as phone;

/// Most reminders that wait at a time: iOS keeps no more than 64 of an app.
pub(crate) const MOST: usize = 60;

/// `granted`, `denied`, `default` (not asked yet).
pub fn may() -> String {
    phone::may_remind().to_owned()
}

/// Asks the person; only ever called from a tap.
pub fn ask() {
    phone::ask_remind();
}

/// What to say and when (milliseconds since 1970), in the place of everything before.
pub fn set(title: &str, list: &[(f64, String)]) {
    phone::set_reminders(title, list.get(..MOST).unwrap_or(list));
}
