//! Sentences for what went wrong and for why something does not count.

use qadam_domain::ages::AgeError;
use qadam_domain::clock::Doubt;
use qadam_domain::code::CodeError;
use qadam_domain::enrolment::EnrolmentError;
use qadam_domain::entry::EntryError;
use qadam_domain::plan::PlanError;
use qadam_domain::progress::Reason;
use qadam_domain::report::ReportError;
use qadam_door::error::PictureFault;
use qadam_door::{Fault, ImportFault};
use qadam_i18n::Texts;

use crate::say::amount;

/// What happened, what is safe, what to do.
pub fn sentence(t: &Texts, fault: &Fault) -> String {
    match fault {
        Fault::Entry(e) => entry(t, e),
        Fault::Enrolment(e) => enrolment(t, e),
        Fault::Plan(e) => plan(t, e),
        Fault::Report(e) => report(t, e),
        Fault::Code(CodeError::Length) => t.t("faults-code-length"),
        Fault::Code(CodeError::Sign) => t.t("faults-code-sign"),
        Fault::CodeRefused => t.t("faults-code-refused"),
        Fault::CodeOtherKind => t.t("faults-code-other-kind"),
        Fault::Name { max } => t.t_args("faults-name", &[("max", (*max).into())]),
        Fault::Text { given: 0, .. } => t.t("faults-text-empty"),
        Fault::Text { given, max } => {
            t.t_args("faults-text-long", &[("given", (*given).into()), ("max", (*max).into())])
        }
        Fault::PinForm => t.t("faults-pin-form"),
        Fault::PinWrong { left } => t.t_args("faults-pin-wrong", &[("left", (*left).into())]),
        Fault::PinWait { seconds } => t.t_args("faults-pin-wait", &[("seconds", (*seconds).into())]),
        Fault::Date { given } => t.t_args("faults-date", &[("date", t.date_year(*given).into())]),
        Fault::Clock { shows, doubt } => {
            let id = if *doubt == Doubt::BeforeTheApp { "faults-clock-wrong" } else { "faults-clock" };
            t.t_args(id, &[("date", t.date_year(*shows).into())])
        }
        Fault::NoProfile => t.t("faults-no-profile"),
        Fault::NotForThisRole => t.t("faults-role"),
        Fault::NotFound => t.t("faults-not-found"),
        Fault::AlreadyJoined => t.t("faults-already-joined"),
        Fault::Counted => t.t("faults-counted"),
        Fault::InReport => t.t("faults-in-report"),
        Fault::Offline => t.t("faults-offline"),
        Fault::Server => t.t("faults-server"),
        Fault::SignedOut => t.t("faults-signed-out"),
        Fault::UpdateWanted => t.t("faults-update"),
        Fault::DiskFull => t.t("faults-disk-full"),
        Fault::ReadOnly => t.t("faults-read-only"),
        Fault::BirthFixed => t.t("faults-birth-fixed"),
        Fault::Import(e) => import(t, e),
        Fault::Picture(PictureFault::Unreadable) => t.t("faults-picture-unreadable"),
        Fault::Picture(PictureFault::TooLarge) => t.t("faults-picture-large"),
        Fault::FileNotSaved => t.t("faults-file-not-saved"),
        Fault::Storage => t.t("faults-storage"),
        Fault::Pack { path } => t.t_args("faults-pack", &[("path", path.into())]),
        Fault::PartMissing => t.t("common-part-missing"),
        Fault::Elsewhere => t.t("faults-elsewhere"),
        Fault::Gone | Fault::Protocol => t.t("faults-gone"),
    }
}

fn import(t: &Texts, e: &ImportFault) -> String {
    match e {
        ImportFault::TooLarge { max_mb } => t.t_args("data-fault-large", &[("max", (*max_mb).into())]),
        ImportFault::Foreign => t.t("data-fault-foreign"),
        ImportFault::Newer => t.t("data-fault-newer"),
        ImportFault::Broken { line } => t.t_args("data-fault-broken", &[("line", (*line).into())]),
        ImportFault::Here { name } => t.t_args("data-fault-here", &[("name", name.into())]),
    }
}

fn entry(t: &Texts, e: &EntryError) -> String {
    match e {
        EntryError::UnknownTrack(_) => t.t("faults-entry-track"),
        EntryError::Empty => t.t("faults-entry-empty"),
        EntryError::TooMuch { given, max, unit } => t.t_args(
            "faults-entry-too-much",
            &[("given", amount(t, *given, *unit).into()), ("max", amount(t, *max, *unit).into())],
        ),
        EntryError::Future => t.t("faults-entry-future"),
        EntryError::TooLongAgo => t.t("faults-entry-too-long-ago"),
        EntryError::NoteTooLong { given, max } => {
            t.t_args("faults-text-long", &[("given", (*given).into()), ("max", (*max).into())])
        }
        EntryError::OtherThing => t.t("faults-entry-other-thing"),
        EntryError::TooManyPhotos { max } => t.t_args("faults-entry-photos", &[("max", (*max).into())]),
        EntryError::TitleMissing => t.t("faults-entry-title-missing"),
        EntryError::TitleTooLong => t.t("faults-entry-title-long"),
    }
}

fn enrolment(t: &Texts, e: &EnrolmentError) -> String {
    match e {
        EnrolmentError::Birth(AgeError::Future) => t.t("faults-birth-future"),
        EnrolmentError::Birth(AgeError::TooLongAgo) => t.t("faults-birth-long-ago"),
        EnrolmentError::TooYoung { needed, from } => {
            t.t_args("faults-too-young", &[("age", (*needed).into()), ("date", t.date_year(*from).into())])
        }
        EnrolmentError::TooOld { max } => t.t_args("faults-too-old", &[("age", (*max).into())]),
        EnrolmentError::BadAward(_) => t.t("faults-bad-award"),
        EnrolmentError::UnknownLevel(_) | EnrolmentError::OtherProgramme => t.t("faults-not-found"),
        EnrolmentError::StartInFuture => t.t("faults-start-future"),
    }
}

fn plan(t: &Texts, e: &PlanError) -> String {
    match e {
        PlanError::Track(_) => t.t("faults-entry-track"),
        PlanError::TooMuch { max, .. } => t.t_args("faults-plan-too-much", &[("max", (*max).into())]),
        PlanError::GoalTooLong(_) => t.t("faults-entry-title-long"),
        PlanError::BadTime(_) => t.t("faults-plan-time"),
        PlanError::BadPause => t.t("faults-plan-pause"),
        PlanError::BadDates(_) => t.t("faults-plan-dates"),
        PlanError::Day { given } => t.t_args("faults-plan-day", &[("date", t.date_year(*given).into())]),
        PlanError::DayFull { minutes, max } => t.t_args(
            "faults-plan-full",
            &[("time", t.duration(*minutes).into()), ("max", t.duration(*max).into())],
        ),
        PlanError::Word => t.t("faults-plan-word"),
    }
}

fn report(t: &Texts, e: &ReportError) -> String {
    match e {
        ReportError::Empty => t.t("faults-report-empty"),
        ReportError::TooLarge => t.t("faults-report-large"),
        ReportError::Twice => t.t("faults-report-twice"),
        ReportError::Number { .. } | ReportError::NotReturned => t.t("faults-report-changed"),
        ReportError::Unknown => t.t("faults-not-found"),
        ReportError::Mismatch => t.t("faults-report-mismatch"),
        ReportError::ReasonMissing => t.t("faults-report-reason"),
    }
}

/// Why something does not count (yet), and what would make it count.
pub fn reason(t: &Texts, r: &Reason) -> String {
    match r {
        Reason::WindowBelow { have, need, days, until, open } => {
            let id = if *open { "faults-why-window-open" } else { "faults-why-window-closed" };
            t.t_args(
                id,
                &[
                    ("have", t.duration(*have).into()),
                    ("need", t.duration(*need).into()),
                    ("missing", t.duration(need.saturating_sub(*have)).into()),
                    ("days", (*days).into()),
                    ("until", t.date(*until).into()),
                ],
            )
        }
        Reason::OverWindowCap { cap } => {
            t.t_args("faults-why-window-cap", &[("cap", t.duration(*cap).into())])
        }
        Reason::OverDailyCap { cap } => t.t_args("faults-why-daily-cap", &[("cap", t.duration(*cap).into())]),
        Reason::BeforeStart { start } => {
            t.t_args("faults-why-before", &[("date", t.date_year(*start).into())])
        }
        Reason::AfterEnd { last } => t.t_args("faults-why-after", &[("date", t.date_year(*last).into())]),
        Reason::DayShort { have, need } => t.t_args(
            "faults-why-day-short",
            &[("have", t.duration(*have).into()), ("need", t.duration(*need).into())],
        ),
        Reason::Practice => t.t("faults-why-practice"),
        Reason::NotAttested => t.t("faults-why-not-attested"),
        Reason::Returned { reason } => t.t_args("faults-why-returned", &[("reason", reason.into())]),
        Reason::NotAccepted { reason } => t.t_args("faults-why-not-accepted", &[("reason", reason.into())]),
        Reason::NoteTooShort { have, need } => {
            t.t_args("faults-why-note", &[("have", (*have).into()), ("need", (*need).into())])
        }
        Reason::NotFinished => t.t("faults-why-not-finished"),
        Reason::JourneyShort { have, need } => {
            t.t_args("faults-why-journey", &[("have", (*have).into()), ("need", (*need).into())])
        }
        Reason::AlreadyCounted => t.t("faults-why-already"),
    }
}
