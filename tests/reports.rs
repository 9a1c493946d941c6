//! Reports from making one to the last word, and what the server refuses: two phones and a server.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::report::{Change, ItemDecision, Outcome, ReportState, Verdict};
use qadam_domain::{AccountId, EntryId, ReportId};
use qadam_door::Fault;
use qadam_door::command::{Command, Draft};
use qadam_door::query::ask;
use qadam_door::view::{Attention, OutboxState, Period, Place, ReportDraft, ReportFormView, ReportView};
use qadam_testkit::{Phone, World, draft, world};

const DAY: i64 = 86_400_000;

async fn save(phone: &Phone, draft: Draft) -> EntryId {
    phone.log(draft).await
}

async fn log(phone: &Phone, track: &str, on: &str, minutes: u32) -> EntryId {
    save(phone, draft(track, on, minutes)).await
}

/// An adult on gold since 21 November 2026, taken in by the mentor, with the clock six days on.
async fn joined(w: &World, mentor: &Phone, code: &str) -> (Phone, AccountId) {
    let phone = w.participant("Ерлан", "gold", "2000-05-01").await;
    let who = phone.joins(mentor, code).await;
    w.pass(6 * DAY);
    (phone, who)
}

async fn form(phone: &Phone, draft: ReportDraft) -> ReportFormView {
    phone.run(Command::ReportDraft { report: None, draft }).await;
    phone.ask(ask::ReportForm {}).await
}

fn chosen(form: &ReportFormView) -> Vec<EntryId> {
    form.entries.iter().filter(|e| e.chosen).map(|e| e.row.id).collect()
}

async fn submit(phone: &Phone, entries: Vec<EntryId>, message: &str) -> ReportId {
    let report = phone.ask(ask::ReportForm {}).await.report;
    phone.run(Command::ReportSubmit { report, entries, message: message.into() }).await;
    report
}

/// The mentor opens the newest revision and says of each entry what `word` says.
async fn decide(
    mentor: &Phone,
    who: AccountId,
    report: ReportId,
    number: u32,
    word: impl Fn(EntryId) -> (Verdict, &'static str),
) {
    mentor
        .until(ask::Queue {}, |q| q.reports.iter().any(|r| r.card.id == report && r.card.number == number))
        .await;
    mentor.run(Command::ReportOpened { participant: who, report, number }).await;
    let review = mentor.ask(ask::Review { participant: who, report }).await;
    let items = review
        .entries
        .iter()
        .map(|e| {
            let (verdict, reason) = word(e.row.id);
            ItemDecision { item: e.item, verdict, reason: reason.into() }
        })
        .collect();
    let message = "Қарап шықтым".into();
    mentor.run(Command::ReportDecide { participant: who, report, number, items, message }).await;
}

async fn decided(phone: &Phone, report: ReportId) -> ReportView {
    phone.until(ask::Report { report }, |r| matches!(r.card.state, ReportState::Decided(_))).await
}

/// Nothing was refused or came back.
async fn quiet(phone: &Phone) {
    let attention = phone.ask(ask::Today {}).await.attention;
    assert!(matches!(attention, None | Some(Attention::Recovery)), "{attention:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_period_says_what_would_count_and_what_cannot_go() {
    world(|w| async move {
        let phone = w.participant("Әсел", "gold", "2000-05-01").await;
        w.pass(6 * DAY); // Friday, 27 November; the level's weeks begin on Saturdays
        let early = log(&phone, "sport", "2026-11-20", 90).await;
        let one = log(&phone, "sport", "2026-11-21", 40).await;
        let two = log(&phone, "sport", "2026-11-24", 30).await;
        let few = log(&phone, "skills", "2026-11-25", 45).await;
        let gone = log(&phone, "skills", "2026-11-26", 20).await;
        phone.run(Command::EntryRemove { entry: gone }).await;

        // Everything since ever; what was before the level is offered and not chosen.
        let all = phone.ask(ask::ReportForm {}).await;
        assert_eq!((all.from, all.to), ("2026-11-20".parse().unwrap(), "2026-11-27".parse().unwrap()));
        assert_eq!(chosen(&all), [few, two, one]);
        assert_eq!(all.left_out.removed, 1);
        let of = |f: &ReportFormView, id| f.entries.iter().find(|e| e.row.id == id).unwrap().clone();
        assert_eq!((of(&all, one).adds, of(&all, two).adds, of(&all, few).adds), (40, 30, 0));
        assert!(of(&all, few).row.standing.unwrap().reason.is_some(), "45 of 60 minutes");
        assert!(of(&all, early).row.standing.unwrap().reason.is_some());
        let gains: Vec<(String, u32)> = all.gains.iter().map(|g| (g.track.clone(), g.added)).collect();
        assert_eq!(gains, [("sport".to_owned(), 70), ("sport".to_owned(), 1)]);
        // Nothing was decided by asking.
        let sport = phone.ask(ask::Track { track: "sport".into() }).await;
        assert_eq!(sport.progress.needs[0].counted, 0);

        // One of the week alone adds nothing, because the rest of its week stays behind.
        let draft = ReportDraft { out: vec![one], ..ReportDraft::default() };
        let part = form(&phone, draft.clone()).await;
        assert_eq!(chosen(&part), [few, two]);
        assert!(of(&part, two).adds == 0 && of(&part, two).with_others && part.gains.is_empty());

        // By period and by track.
        let week = form(&phone, ReportDraft { period: Period::Week, ..ReportDraft::default() }).await;
        assert_eq!((week.from, chosen(&week)), ("2026-11-23".parse().unwrap(), vec![few, two]));
        assert_eq!(week.outside, 2);
        assert_eq!(week.tracks, [("sport".to_owned(), 1), ("skills".to_owned(), 1)]);
        let tracks = vec!["skills".to_owned()];
        let skills = form(&phone, ReportDraft { tracks, ..ReportDraft::default() }).await;
        assert_eq!((chosen(&skills), skills.left_out.removed), (vec![few], 1));
        let days = Period::Days { from: "2026-11-24".parse().unwrap(), to: "2026-11-21".parse().unwrap() };
        let own = form(&phone, ReportDraft { period: days, ..ReportDraft::default() }).await;
        assert_eq!((chosen(&own), own.left_out.removed), (vec![two, one], 0), "either way round");
        for (period, from) in [(Period::TwoWeeks, "2026-11-14"), (Period::Month, "2026-11-01")] {
            let f = form(&phone, ReportDraft { period, ..ReportDraft::default() }).await;
            assert_eq!(f.from, from.parse().unwrap());
        }

        // What is in a report is not offered again, and the next one begins where it ended.
        let report = submit(&phone, vec![one, two], "").await;
        let next = phone.ask(ask::ReportForm {}).await;
        assert_eq!((next.from, chosen(&next)), ("2026-11-24".parse().unwrap(), vec![few]));
        assert_eq!(next.left_out.in_report, 1);
        assert_eq!(next.outside, 1, "the one from before the level");
        assert_ne!(next.report, report);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_draft_outlives_the_form_and_the_phone() {
    world(|w| async move {
        let phone = w.participant("Әсел", "gold", "2000-05-01").await;
        let one = log(&phone, "sport", "2026-11-21", 40).await;
        let two = log(&phone, "heritage", "2026-11-21", 30).await;
        assert!(!phone.ask(ask::Reports {}).await.begun);
        let waiting = phone.ask(ask::SyncStatus {}).await.waiting;
        let draft = ReportDraft {
            period: Period::Month,
            out: vec![one],
            message: "Жақсы апта болды".into(),
            ..ReportDraft::default()
        };
        let kept = form(&phone, draft.clone()).await;
        w.pass(3 * 60_000);
        let phone = phone.restart();
        assert!(phone.ask(ask::Reports {}).await.begun);
        let again = phone.ask(ask::ReportForm {}).await;
        assert_eq!((again.draft.clone(), again.report, chosen(&again)), (draft, kept.report, vec![two]));
        // It is on this phone alone: nothing of it waits to be sent.
        assert_eq!(phone.ask(ask::SyncStatus {}).await.waiting, waiting);
        let long = ReportDraft { message: "қ".repeat(2_001), ..ReportDraft::default() };
        let refused = phone.try_run(Command::ReportDraft { report: None, draft: long }).await;
        assert_eq!(refused.unwrap_err().fault, Fault::Text { given: 2_001, max: 2_000 });

        // Sent, it is done with; what was begun when is remembered.
        let report = submit(&phone, vec![two], "Жақсы апта болды").await;
        assert_eq!(report, kept.report);
        assert!(!phone.ask(ask::Reports {}).await.begun);
        let fresh = phone.ask(ask::ReportForm {}).await;
        assert_eq!(fresh.draft, ReportDraft::default());
        let one = phone.ask(ask::Report { report }).await;
        assert_eq!(one.card.submitted_at.0 - one.begun.unwrap().0, 3 * 60_000);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn the_way_of_a_report_has_its_dates() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, who) = joined(&w, &mentor, &code).await;
        let entry = log(&phone, "heritage", "2026-11-27", 30).await;
        w.link.set_down(true);
        let report = submit(&phone, vec![entry], "Сәлеметсіз бе").await;
        let queued = phone.ask(ask::Report { report }).await;
        assert_eq!((queued.card.state, queued.delivered, queued.waits), (ReportState::Queued, None, None));
        w.pass(DAY);
        w.link.set_down(false);
        phone.synced().await;
        let sent = phone.until(ask::Report { report }, |r| r.card.state == ReportState::Delivered).await;
        // When it arrived, by the server's clock, and not when it was made.
        assert!(sent.delivered.unwrap().0 - sent.card.submitted_at.0 > DAY - 60 * 60_000);
        w.pass(4 * DAY);
        let waits = phone.ask(ask::Report { report }).await.waits.unwrap();
        assert_eq!((waits.days, waits.remind, waits.escalate), (4, 3, 7));
        mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
        mentor.run(Command::ReportOpened { participant: who, report, number: 1 }).await;
        let seen = phone.until(ask::Report { report }, |r| r.seen.is_some()).await;
        assert!(seen.seen.unwrap().0 - seen.delivered.unwrap().0 >= 4 * DAY);
        assert_eq!(seen.entries[0].row.place, Place::Seen);
        decide(&mentor, who, report, 1, |_| (Verdict::Counted, "")).await;
        let done = decided(&phone, report).await;
        assert_eq!((done.card.state, done.waits), (ReportState::Decided(Outcome::Approved), None));
        assert!(done.answer.unwrap().at >= done.seen.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_return_is_answered_by_what_changed_and_what_is_left_out() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, who) = joined(&w, &mentor, &code).await;
        let good = log(&phone, "sport", "2026-11-24", 60).await;
        let less = log(&phone, "sport", "2026-11-25", 40).await;
        let odd = log(&phone, "skills", "2026-11-26", 30).await;
        let no = log(&phone, "skills", "2026-11-27", 20).await;
        let report = submit(&phone, vec![good, less, odd, no], "Бір апта").await;
        decide(&mentor, who, report, 1, |e| match e {
            _ if e == good => (Verdict::Counted, ""),
            _ if e == less => (Verdict::ToFix, "Неше минут?"),
            _ if e == odd => (Verdict::ToFix, "Қай жерде?"),
            _ => (Verdict::NotCounted, "Бұл сабақ"),
        })
        .await;
        let back = decided(&phone, report).await;
        assert_eq!(back.card.state, ReportState::Decided(Outcome::Returned));
        assert!(
            back.entries[..2].iter().all(|e| e.verdict == Some(Verdict::ToFix)),
            "what is to be fixed is first"
        );
        assert!(!back.can_resubmit);
        let offered = phone.ask(ask::ReportForm {}).await.left_out;
        assert_eq!((offered.to_fix, offered.decided), (0, 1), "from the last day of that report on");

        let fixed = Draft { id: Some(less), ..draft("sport", "2026-11-25", 60) };
        save(&phone, fixed).await;
        let view = phone.ask(ask::Report { report }).await;
        let of = |v: &ReportView, id| v.entries.iter().find(|e| e.row.id == id).unwrap().clone();
        assert!(of(&view, less).fixed && !view.can_resubmit, "one is left");
        assert_eq!(of(&view, less).changes, [Change::Minutes { from: 40, to: 60 }]);
        // A fixed one goes again in its own report, not in a new one.
        let all = form(&phone, ReportDraft { period: Period::Month, ..ReportDraft::default() }).await;
        assert_eq!((all.entries.len(), all.left_out.to_fix, all.left_out.decided), (0, 2, 2));

        // The other one is left out; the choice and the words outlive the phone.
        let choice =
            ReportDraft { out: vec![odd], message: "Түзеттім".into(), ..ReportDraft::default() };
        phone.run(Command::ReportDraft { report: Some(report), draft: choice.clone() }).await;
        let phone = phone.restart();
        let view = phone.ask(ask::Report { report }).await;
        assert!(view.can_resubmit && of(&view, odd).out);
        assert_eq!(view.draft, choice);
        phone.run(Command::ReportSubmit { report, entries: vec![less], message: choice.message }).await;

        let second = phone.ask(ask::Report { report }).await;
        assert_eq!((second.card.number, second.entries.len(), &*second.message), (2, 1, "Түзеттім"));
        assert_eq!(second.entries[0].changes, [Change::Minutes { from: 40, to: 60 }]);
        assert_eq!(second.draft, ReportDraft::default());
        let word = |id| second.not_in.iter().find(|e| e.row.id == id).unwrap();
        assert_eq!((word(odd).verdict, &*word(odd).reason), (Some(Verdict::ToFix), "Қай жерде?"));
        assert_eq!((word(no).verdict, &*word(no).reason), (Some(Verdict::NotCounted), "Бұл сабақ"));
        assert_eq!(word(good).verdict, Some(Verdict::Counted));
        let first = &second.before[0];
        assert_eq!((first.number, first.entries.len(), &*first.message), (1, 4, "Бір апта"));
        assert_eq!(
            first.entries.iter().find(|e| e.row.id == less).unwrap().row.amount.value,
            40,
            "as it was sent"
        );
        assert!(first.answer.is_some());
        // In its track the entry that was left out says why it does not count.
        let track = phone.ask(ask::Track { track: "skills".into() }).await;
        let row = track.entries.iter().find(|r| r.id == odd).unwrap();
        assert_eq!(row.place, Place::ToFix);
        assert!(format!("{:?}", row.standing).contains("Қай жерде?"));
        // Once changed, it may go into a new report.
        save(&phone, Draft { id: Some(odd), ..draft("skills", "2026-11-26", 35) }).await;
        let all = form(&phone, ReportDraft { period: Period::Month, ..ReportDraft::default() }).await;
        assert_eq!(chosen(&all), [odd]);

        let queue = |q: &qadam_door::view::QueueView| q.reports.iter().any(|r| r.card.number == 2);
        mentor.until(ask::Queue {}, queue).await;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        assert_eq!(review.entries[0].changes, [Change::Minutes { from: 40, to: 60 }]);
        decide(&mentor, who, report, 2, |_| (Verdict::Counted, "")).await;
        let done = decided(&phone, report).await;
        assert_eq!(done.card.state, ReportState::Decided(Outcome::Approved));
        quiet(&phone).await;
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_to_be_fixed_and_is_deleted_asks_for_nothing_more() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, who) = joined(&w, &mentor, &code).await;
        let entry = log(&phone, "sport", "2026-11-24", 60).await;
        let report = submit(&phone, vec![entry], "").await;
        decide(&mentor, who, report, 1, |_| (Verdict::ToFix, "Бұл не?")).await;
        phone
            .until(ask::Today {}, |t| matches!(t.attention, Some(Attention::Returned { to_fix: 1, .. })))
            .await;
        phone.run(Command::EntryRemove { entry }).await;
        let view = phone.ask(ask::Report { report }).await;
        assert!(view.entries[0].out && !view.can_resubmit);
        quiet(&phone).await;
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn more_than_a_report_holds_is_said_with_a_shorter_period() {
    world(|w| async move {
        let phone = w.participant("Әсел", "gold", "2000-05-01").await;
        w.pass(6 * DAY);
        for day in ["2026-11-22", "2026-11-23", "2026-11-24"] {
            for n in 0..170 {
                log(&phone, "heritage", day, 1 + n % 3).await;
            }
        }
        let form = phone.ask(ask::ReportForm {}).await;
        let many = form.too_many.unwrap();
        assert_eq!((many.count, many.max), (510, 500));
        assert_eq!(many.until, Some(("2026-11-23".parse().unwrap(), 340)));
        assert!(form.entries.is_empty() && form.gains.is_empty());
        let period = Period::Days { from: form.from, to: many.until.unwrap().0 };
        let shorter = self::form(&phone, ReportDraft { period, ..ReportDraft::default() }).await;
        assert_eq!((shorter.too_many, chosen(&shorter).len(), shorter.outside), (None, 340, 170));
    })
    .await;
}

/// A phone whose clock runs three days ahead has written a day that has not come anywhere.
async fn ahead(w: &World, mentor: &Phone, code: &str) -> (Phone, EntryId) {
    let (phone, _) = joined(w, mentor, code).await;
    phone.synced().await;
    w.drift(3 * DAY);
    w.link.set_down(true);
    // Somebody insists.
    phone.run(Command::ClockRight).await;
    let entry = log(&phone, "sport", "2026-11-30", 30).await;
    (phone, entry)
}

async fn refused(w: &World, phone: &Phone) {
    w.link.set_down(false);
    phone.run(Command::SyncNow).await;
    phone.until(ask::Today {}, |t| matches!(t.attention, Some(Attention::Refused { .. }))).await;
}

/// The mentor has one report, with the entry on its right day.
async fn arrived(mentor: &Phone, entry: EntryId) {
    let queue = mentor.until(ask::Queue {}, |q| !q.reports.is_empty()).await;
    let row = &queue.reports[0];
    assert_eq!((queue.reports.len(), row.card.entries), (1, 2));
    let review = mentor.ask(ask::Review { participant: row.participant, report: row.card.id }).await;
    let of = review.entries.iter().find(|e| e.row.id == entry).unwrap();
    assert_eq!(of.row.on, "2026-11-27".parse().unwrap());
}

#[tokio::test(flavor = "current_thread")]
async fn a_refused_entry_is_corrected_and_its_report_goes_with_the_correction() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, bad) = ahead(&w, &mentor, &code).await;
        refused(&w, &phone).await;
        let Some(Attention::Refused { first, count: 1 }) = phone.ask(ask::Today {}).await.attention else {
            panic!()
        };
        assert_eq!(first.entry.unwrap().id, bad);
        let good = log(&phone, "skills", "2026-11-26", 20).await;
        submit(&phone, vec![bad, good], "").await;
        let me = phone.until(ask::Me {}, |m| m.outbox.len() == 2).await;
        assert_eq!(me.outbox[1].state, OutboxState::Behind, "{:?}", me.outbox);
        save(&phone, Draft { id: Some(bad), ..draft("sport", "2026-11-27", 30) }).await;
        phone.synced().await;
        assert!(phone.ask(ask::Me {}).await.outbox.is_empty());
        arrived(&mentor, bad).await;
        quiet(&phone).await;
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_report_refused_with_its_entry_can_be_dropped_or_goes_with_the_correction() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, bad) = ahead(&w, &mentor, &code).await;
        let good = log(&phone, "skills", "2026-11-26", 20).await;
        let report = submit(&phone, vec![bad, good], "").await;
        refused(&w, &phone).await;
        let row = phone.until(ask::Report { report }, |r| r.refused.is_some()).await.refused.unwrap();
        assert_eq!(row.report, Some(report));
        // Dropped, its entries are free again; but not the one that was refused itself.
        phone.run(Command::OpDiscard { op: row.op }).await;
        let form = phone.ask(ask::ReportForm {}).await;
        assert_eq!((chosen(&form), form.left_out.refused), (vec![good], 1));
        phone.run(Command::OpRestore { op: row.op }).await;
        assert_eq!(phone.ask(ask::Report { report }).await.refused, Some(row.clone()));
        // Trying again as it is helps nothing yet: it waits for its entry, which is still refused.
        phone.run(Command::OpRetry { op: row.op }).await;
        let again = phone.ask(ask::Report { report }).await;
        assert_eq!((again.entries.len(), again.refused), (2, None));
        save(&phone, Draft { id: Some(bad), ..draft("sport", "2026-11-27", 30) }).await;
        phone.synced().await;
        arrived(&mentor, bad).await;
        assert!(phone.ask(ask::Me {}).await.outbox.is_empty());
        quiet(&phone).await;
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_refused_is_left_out_of_reports_dropped_and_brought_back() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, _) = joined(&w, &mentor, &code).await;
        phone.synced().await;
        w.drift(3 * DAY);
        phone.run(Command::ClockRight).await;
        let bad = log(&phone, "sport", "2026-11-30", 30).await;
        phone.run(Command::SyncNow).await;
        let me = phone.until(ask::Me {}, |m| m.sync.attention == 1).await;
        let op = me.outbox[0].op;
        let form = phone.ask(ask::ReportForm {}).await;
        assert_eq!((form.entries.len(), form.left_out.refused), (0, 1));
        let all = || async { phone.ask(ask::Track { track: "sport".into() }).await.entries };
        assert_eq!(all().await[0].place, Place::Refused);

        phone.run(Command::OpDiscard { op }).await;
        assert!(all().await.is_empty() && phone.ask(ask::Me {}).await.outbox.is_empty());
        phone.run(Command::OpRestore { op }).await;
        let rows = all().await;
        assert_eq!((rows[0].id, rows[0].place), (bad, Place::Refused));
        assert_eq!(phone.ask(ask::Me {}).await.outbox, me.outbox, "as it was, with its reason");
        // Tried again when the day has come, it goes.
        w.pass(4 * DAY);
        phone.run(Command::OpRetry { op }).await;
        phone.synced().await;
        assert_eq!(all().await[0].place, Place::Sent);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_report_waits_for_its_mentor_from_the_day_it_came() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let (phone, _) = joined(&w, &mentor, &code).await;
        let entry = log(&phone, "sport", "2026-11-22", 30).await;
        w.link.set_down(true);
        submit(&phone, vec![entry], "").await;
        // Five days without a network.
        w.pass(5 * DAY);
        w.link.set_down(false);
        phone.synced().await;
        let waits = async || {
            let queue = mentor.until(ask::Queue {}, |q| q.reports.len() == 1).await;
            (queue.reports[0].waits_days, queue.reports[0].long)
        };
        assert_eq!(waits().await, (0, false));
        w.pass(3 * DAY);
        assert_eq!(waits().await, (3, true), "longer than the programme says");
    })
    .await;
}
