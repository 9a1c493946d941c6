//! What only iOS knows: its notifications. Types are checked without Xcode; nothing here has run in CI.
#![allow(unsafe_code)] // the system hands its callbacks raw pointers

use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, Ordering};

use block2::RcBlock;
use objc2::rc::Retained;
use objc2::runtime::Bool;
use objc2_foundation::{NSDate, NSError, NSString};
use objc2_user_notifications::{
    UNAuthorizationOptions, UNAuthorizationStatus, UNMutableNotificationContent, UNNotificationRequest,
    UNNotificationSettings, UNNotificationTrigger, UNTimeIntervalNotificationTrigger,
    UNUserNotificationCenter,
};

/// What the system said last: 0 not asked yet, 1 granted, 2 denied. It answers later, and a screen asks now.
static MAY: AtomicU8 = AtomicU8::new(0);

fn center() -> Retained<UNUserNotificationCenter> {
    UNUserNotificationCenter::currentNotificationCenter()
}

/// See [`crate::remind::may`]: the answer of the look before, and a new look.
pub(crate) fn may_remind() -> &'static str {
    let looked = RcBlock::new(|settings: NonNull<UNNotificationSettings>| {
        // SAFETY: the system calls back with settings that live through the call.
        let status = unsafe { settings.as_ref() }.authorizationStatus();
        let may = match status {
            UNAuthorizationStatus::Denied => 2,
            UNAuthorizationStatus::NotDetermined => 0,
            _ => 1,
        };
        MAY.store(may, Ordering::Relaxed);
    });
    center().getNotificationSettingsWithCompletionHandler(&looked);
    match MAY.load(Ordering::Relaxed) {
        1 => "granted",
        2 => "denied",
        _ => "default",
    }
}

/// See [`crate::remind::ask`].
pub(crate) fn ask_remind() {
    let answered = RcBlock::new(|granted: Bool, _: *mut NSError| {
        MAY.store(if granted.as_bool() { 1 } else { 2 }, Ordering::Relaxed);
    });
    let wanted = UNAuthorizationOptions::Alert | UNAuthorizationOptions::Sound;
    center().requestAuthorizationWithOptions_completionHandler(wanted, &answered);
}

/// See [`crate::remind::set`].
pub(crate) fn set_reminders(title: &str, list: &[(f64, String)]) {
    let center = center();
    center.removeAllPendingNotificationRequests();
    for (n, (at, text)) in list.iter().enumerate() {
        let seconds = NSDate::dateWithTimeIntervalSince1970(at / 1_000.0).timeIntervalSinceNow();
        if seconds < 1.0 {
            continue;
        }
        let content = UNMutableNotificationContent::new();
        content.setTitle(&NSString::from_str(title));
        content.setBody(&NSString::from_str(text));
        let trigger = UNTimeIntervalNotificationTrigger::triggerWithTimeInterval_repeats(seconds, false);
        let trigger: Retained<UNNotificationTrigger> = Retained::into_super(trigger);
        let name = NSString::from_str(&format!("qadam-plan-{n}"));
        let request =
            UNNotificationRequest::requestWithIdentifier_content_trigger(&name, &content, Some(&trigger));
        center.addNotificationRequest_withCompletionHandler(&request, None);
    }
}
