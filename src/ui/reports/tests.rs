#![allow(clippy::unwrap_used)]

use qadam_domain::OpId;
use qadam_domain::pack::ThingKind;
use qadam_domain::progress::{NeedKind, Standing as Counts};
use qadam_domain::report::{Change, Gain, Outcome as Decided, ReportState, Verdict};
use uuid::Uuid;

use super::new::Form;
use super::one::Report;
use super::*;
use crate::mentor::tests::{day, entry, report, routed};
use crate::profiles::tests::in_all;

fn line(n: u128, track: &str, verdict: Option<Verdict>) -> ReportEntry {
    let (place, reason) = match verdict {
        Some(Verdict::Counted) => (Place::Counted, ""),
        Some(Verdict::ToFix) => (Place::ToFix, "Күнін тексер"),
        Some(Verdict::NotCounted) => (Place::NotCounted, "Бұл сабақ <i>емес</i>"),
        None => (Place::InReport, ""),
    };
    ReportEntry {
        row: entry(n, track, place),
        verdict,
        reason: reason.into(),
        fixed: false,
        out: false,
        changes: Vec::new(),
    }
}

fn answer() -> Answer {
    Answer {
        by: "Гүлнар Сейтқызы".into(), at: Millis(1_795_241_940_000), message: "Жарайсың".into()
    }
}

fn one(state: ReportState, change: impl FnOnce(&mut ReportView)) -> ReportView {
    let decided = matches!(state, ReportState::Decided(_));
    let word = |v| decided.then_some(v);
    let mut view = ReportView {
        card: report(state, 0),
        message: String::new(),
        answer: decided.then(answer),
        entries: vec![line(1, "sport", word(Verdict::ToFix)), line(2, "reading", word(Verdict::Counted))],
        not_in: Vec::new(),
        before: Vec::new(),
        can_resubmit: false,
        begun: None,
        delivered: None,
        seen: None,
        waits: None,
        draft: ReportDraft::default(),
        refused: None,
    };
    change(&mut view);
    view
}

fn drawn(view: ReportView) -> [String; 3] {
    in_all(move || {
        let view = view.clone();
        routed(move || rsx! { Report { view: view.clone(), offset: 300 } })
    })
}

fn all_states() -> [ReportState; 7] {
    use Decided::*;
    [
        ReportState::Queued,
        ReportState::Delivered,
        ReportState::Seen,
        ReportState::Decided(Approved),
        ReportState::Decided(ApprovedInPart),
        ReportState::Decided(Returned),
        ReportState::Decided(NotAccepted),
    ]
}

#[test]
fn reports_say_where_they_are() {
    for state in all_states() {
        let to_fix = u32::from(state == ReportState::Decided(Decided::Returned));
        let [_, ru, _] = in_all(move || {
            let v = ReportsView {
                reports: vec![report(state, to_fix)],
                reportable: 3,
                joined: false,
                begun: to_fix == 1,
            };
            routed(move || rsx! { ReportList { view: v.clone() } })
        });
        assert!(ru.contains("9–14 ноября") && ru.contains("3 записи готовы"));
        assert_eq!(ru.contains("Нужна 1 правка"), to_fix == 1);
        assert_eq!(ru.contains("Продолжить отчёт"), to_fix == 1);
        let [kk, ..] = drawn(one(state, |_| {}));
        assert_eq!(kk.contains("Қайта жіберу"), to_fix == 1);
        assert!(kk.contains("aria-current=\"step\""));
    }
}

#[test]
fn the_way_of_a_report_has_five_steps_with_their_dates() {
    let [kk, ru, _] = drawn(one(ReportState::Seen, |v| {
        v.begun = Some(Millis(1_793_900_000_000));
        v.delivered = Some(Millis(1_794_086_400_000));
        v.seen = Some(Millis(1_794_172_800_000));
        v.waits = Some(Waits { days: 2, remind: 3, escalate: 7 });
    }));
    assert_eq!(kk.matches("<li class=\"is-past\"").count(), 3);
    assert_eq!(kk.matches("<time").count(), 4, "no date where nothing has happened yet");
    assert!(kk.contains("Дайындалды") && kk.contains("2 күннен бері тәлімгерде"));
    assert!(ru.contains("2 дня") && ru.contains("Через 3 дн.") && ru.contains("через 7 дн."));
    let [kk, ..] = drawn(one(ReportState::Delivered, |v| {
        v.waits = Some(Waits { days: 0, remind: 3, escalate: 7 });
    }));
    assert!(kk.contains("Тәлімгерге бүгін жетті"));
}

#[test]
fn what_came_back_is_fixed_or_left_out_and_goes_again() {
    let returned = ReportState::Decided(Decided::Returned);
    let [kk, ru, _] = drawn(one(returned, |v| v.card.to_fix = 1));
    assert!(
        kk.find("Күнін тексер").unwrap() < kk.find("«Абай жолы»").unwrap(),
        "what is to be fixed is first"
    );
    assert!(kk.contains("Түзету: ") && kk.contains("Бұл жолы жібермеу: "));
    assert!(kk.contains("aria-disabled=\"true\"") && ru.contains("Осталась 1 правка"));
    assert!(ru.contains("1 запись уже засчитана"));

    let [kk, _, en] = drawn(one(returned, |v| {
        v.entries[0].fixed = true;
        v.entries[0].changes = vec![Change::Minutes { from: 40, to: 60 }, Change::Note];
        (v.can_resubmit, v.draft.message) = (true, "Түзеттім".into());
    }));
    assert!(en.contains("40 min → 1 h, the words"), "{en}");
    assert!(kk.contains("Дайын") && kk.contains("Түзеттім") && kk.contains("aria-disabled=\"false\""));

    // Taken out, it keeps the mentor's words; with nothing left there is nothing to send.
    let [_, _, en] = drawn(one(returned, |v| {
        v.entries[0].out = true;
        v.draft.out = vec![v.entries[0].row.id];
    }));
    assert!(en.contains("Күнін тексер") && en.contains("Not sent this time") && en.contains("Put back"));
    assert!(en.contains("Nothing is left to send") && !en.contains("Fix: "));
    // Deleted, it cannot be put back.
    let [_, _, en] = drawn(one(returned, |v| v.entries[0].out = true));
    assert!(en.contains("Not sent this time") && !en.contains("Put back"));
}

#[test]
fn in_part_means_that_the_rest_is_explained() {
    let [kk, ru, en] = drawn(one(ReportState::Decided(Decided::ApprovedInPart), |v| {
        v.entries =
            vec![line(1, "sport", Some(Verdict::NotCounted)), line(2, "reading", Some(Verdict::Counted))];
    }));
    assert!(kk.contains("1 жазба есептелмеді") && ru.contains("1 запись не засчитана"));
    assert!(en.contains("Бұл сабақ &#60;i&#62;емес"), "words of people are text");
    assert!(en.contains("1 entry is counted already"));
}

#[test]
fn earlier_revisions_stay_readable_and_what_was_left_out_keeps_its_word() {
    let [kk, ru, _] = drawn(one(ReportState::Delivered, |v| {
        v.card.number = 2;
        v.not_in = vec![line(3, "sport", Some(Verdict::ToFix))];
        v.before = vec![ReportBefore {
            number: 1,
            submitted_at: Millis(1_793_900_000_000),
            message: "Алғашқысы".into(),
            answer: Some(answer()),
            entries: vec![line(3, "sport", Some(Verdict::ToFix))],
        }];
    }));
    assert!(kk.contains("Бұл нұсқаға кірмегендер") && kk.contains("Күнін тексер"));
    assert!(kk.contains("<summary") && ru.contains("версия 1") && ru.contains("версия 2"));
}

#[test]
fn a_refused_report_says_what_is_safe_and_what_to_do() {
    let [kk, ru, en] = drawn(one(ReportState::Queued, |v| {
        v.refused = Some(OutboxRow {
            op: OpId(Uuid::from_u128(1)),
            kind: OutboxKind::Report,
            subject: String::new(),
            entry: None,
            report: Some(v.card.id),
            at: Millis(0),
            state: OutboxState::Refused { why: Refusal::Rules },
        });
    }));
    assert!(kk.contains("Сервер бұл есепті қабылдамады") && ru.contains("записи останутся"));
    assert!(en.contains("Try again") && en.contains("Discard") && !en.contains("Correct it"));
}

fn pick(n: u128, chosen: bool, adds: u32, reason: Option<Reason>) -> ReportPick {
    let mut row = entry(n, "sport", Place::Here);
    row.standing =
        Some(Counts { entry: row.id, on: row.on, logged: 90, counted: adds, provisional: 0, reason });
    ReportPick { row, chosen, adds, with_others: false }
}

fn form(change: impl FnOnce(&mut ReportFormView)) -> ReportFormView {
    let mut view = ReportFormView {
        report: ReportId(Uuid::from_u128(5)),
        draft: ReportDraft::default(),
        from: day(9),
        to: day(21),
        today: day(21),
        tracks: vec![("sport".into(), 3), ("skills".into(), 2)],
        entries: (1..=3).map(|n| pick(n, true, 60, None)).collect(),
        gains: Vec::new(),
        left_out: LeftOut::default(),
        outside: 0,
        too_many: None,
        joined: true,
    };
    change(&mut view);
    view
}

fn new(view: ReportFormView) -> [String; 3] {
    in_all(move || {
        let view = view.clone();
        routed(move || rsx! { Form { view: view.clone() } })
    })
}

#[test]
fn a_new_report_has_everything_chosen() {
    let [kk, ru, en] = new(form(|_| {}));
    assert_eq!(kk.matches("role=\"checkbox\" aria-checked=\"true\"").count(), 3, "{kk}");
    assert!(ru.contains("Отправить 3 записи") && en.contains("Send 3 entries"));
    assert!(ru.contains("9–21 ноября") && kk.contains("Соңғы есептен бері"));
}

#[test]
fn it_says_what_would_count_and_why_the_rest_would_not() {
    let [kk, ru, en] = new(form(|v| {
        let gain =
            |track: &str, kind, added| Gain { track: track.into(), kind, added, counted: 200, needed: 3_960 };
        let minutes = NeedKind::Amount { unit: Unit::Minutes };
        let weeks = NeedKind::Windows { days: 7, min: 60 };
        v.gains = vec![
            gain("sport", minutes, 80),
            gain("sport", weeks, 1),
            gain("skills", minutes, 120),
            gain("skills", weeks, 1),
            gain("reading", NeedKind::Things { what: ThingKind::Book }, 1),
        ];
        let below = Reason::WindowBelow { have: 40, need: 60, days: 7, until: day(27), open: true };
        v.entries = vec![
            pick(1, true, 60, None),
            pick(2, true, 0, Some(below)),
            pick(3, true, 30, Some(Reason::OverWindowCap { cap: 120 })),
            ReportPick { with_others: true, ..pick(4, true, 0, None) },
        ];
    }));
    let [kk, ru] = [kk, ru].map(|html| html.replace('\u{a0}', " "));
    assert!(kk.contains("+3 сағ 20 мин · 2 апта · 1 кітап"), "{kk}");
    assert!(
        ru.contains("+3 ч 20 мин · 2 недели · 1 книга")
            && kk.contains("+1 сағ 20 мин · 1 апта")
            && en.contains("2 entries add nothing yet")
    );
    assert!(kk.contains("Осы 7 күндегі 40 мин әлі есептелмейді") && kk.contains("+30 мин"));
    assert!(en.contains("counts once the rest of its week"));
}

#[test]
fn what_cannot_go_is_counted_with_its_reason() {
    let [kk, ru, _] = new(form(|v| {
        v.left_out = LeftOut { in_report: 2, to_fix: 1, decided: 0, removed: 4, refused: 1 };
        v.outside = 5;
    }));
    assert!(kk.contains("кірмейді: 8") && kk.contains("Өзің өшіргенсің: 4") && !kk.contains("шешіп қойған"));
    assert!(ru.contains("Посмотреть непринятые") && ru.contains("Ещё 5 записей готовы"));
}

#[test]
fn too_many_for_one_report_proposes_a_shorter_period() {
    let [kk, ru, en] = new(form(|v| {
        v.entries.clear();
        v.too_many = Some(TooMany { count: 731, max: 500, until: Some((day(14), 482)) });
    }));
    assert!(
        kk.contains("731 жазба")
            && ru.contains("9–14 ноября: 482 записи")
            && en.contains("500 entries at most")
    );
    assert!(kk.contains("Жіберу: 0 жазба") && kk.contains("aria-disabled=\"true\""));
}

#[test]
fn a_kept_draft_is_gone_on_with() {
    let [kk, _, en] = new(form(|v| {
        v.draft.period = Period::Days { from: day(9), to: day(14) };
        (v.draft.message, v.draft.tracks) = ("Жақсы апта".into(), vec!["sport".into()]);
        v.entries[1].chosen = false;
    }));
    assert!(kk.contains("Жақсы апта") && en.contains("2026-11-09") && en.contains("Last day"));
    assert_eq!(kk.matches("aria-pressed=\"true\"").count(), 1);
    assert!(en.contains("Send 2 entries"));
    // Days without anything are not the end: others can be chosen.
    let [kk, ..] = new(form(|v| {
        (v.entries, v.tracks, v.draft.period) = (Vec::new(), Vec::new(), Period::Week);
    }));
    assert!(kk.contains("Басқа күндерді таңда") && kk.contains("role=\"radiogroup\""));
    let [kk, ..] = new(form(|v| (v.entries, v.tracks) = (Vec::new(), Vec::new())));
    assert!(kk.contains("Қадам жазу") && !kk.contains("radiogroup"));
}

#[test]
fn odd_numbers_are_drawn_too() {
    new(form(|v| {
        (v.from, v.to) = (NaiveDate::MIN, NaiveDate::MAX);
        v.entries = vec![pick(1, true, u32::MAX, None)];
        v.entries[0].row.track = "no-such-track".into();
        let gain = |n| Gain {
            track: "no-such-track".into(),
            kind: NeedKind::JourneyDays,
            added: n,
            counted: n,
            needed: 0,
        };
        v.gains = vec![gain(u32::MAX), gain(u32::MAX)];
        v.left_out = LeftOut { in_report: u32::MAX, removed: u32::MAX, ..LeftOut::default() };
        v.too_many = Some(TooMany { count: u32::MAX, max: 0, until: None });
    }));
}
