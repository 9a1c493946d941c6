//! The plan through all layers: dates on their day, the mentor's word, what it was before.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_domain::advice::Advice;
use qadam_domain::plan::PlanError;
use qadam_domain::{Dated, Plan, ThingId, TrackPlan};
use qadam_door::Fault;
use qadam_door::command::{Command, Outcome as Done};
use qadam_door::query::ask;
use qadam_door::view::PlanItem;
use qadam_testkit::{Phone, world};
use uuid::Uuid;

const DAY_MS: i64 = 86_400_000;
/// 21 November 2026, ten in the morning: where the phones' clock stands.
const TEN: i64 = 1_795_237_200_000;

fn weekly(track: &str, amount: u32, at_min: Option<u16>) -> TrackPlan {
    TrackPlan { track: track.into(), activity: None, goal: String::new(), days: 0x7f, amount, at_min }
}

fn dated(n: u128, track: &str, on: &str, until: Option<&str>, amount: u32) -> Dated {
    Dated {
        id: ThingId(Uuid::from_u128(n)),
        track: track.into(),
        on: on.parse().unwrap(),
        until: until.map(|d| d.parse().unwrap()),
        at_min: None,
        amount,
        title: format!("Іс {n}"),
    }
}

async fn log(phone: &Phone, item: &PlanItem) {
    let done = phone.run(Command::Log { draft: item.draft.clone() }).await;
    assert!(matches!(done, Done::Logged { .. }));
}

#[tokio::test(flavor = "current_thread")]
async fn dates_stand_on_today_on_their_days_and_a_journey_is_one_journey() {
    world(|w| async move {
        let phone = w.participant("Әсел", "bronze", "2008-05-01").await;
        let plan = Plan {
            tracks: vec![weekly("sport", 30, None), weekly("volunteering", 20, Some(18 * 60))],
            dates: vec![
                dated(1, "travel", "2026-11-21", Some("2026-11-23"), 1),
                dated(2, "volunteering", "2026-11-21", None, 120),
                dated(3, "sport", "2026-11-22", None, 90),
            ],
            ..Plan::default()
        };
        phone.run(Command::PlanSet { plan }).await;
        let today = phone.ask(ask::Today {}).await;
        let said: Vec<(&str, bool)> =
            today.plan.iter().map(|i| (i.track.as_str(), i.until.is_some())).collect();
        // By the clock first; then what has a date, then the week.
        assert_eq!(
            said,
            [("volunteering", false), ("travel", true), ("volunteering", true), ("sport", false)]
        );

        // The first day of the journey, with the night after it; one entry does one item.
        log(&phone, &today.plan[1]).await;
        log(&phone, &today.plan[2]).await;
        let now = phone.ask(ask::Today {}).await;
        let done: Vec<bool> = now.plan.iter().map(|i| i.done.is_some()).collect();
        assert_eq!(done, [false, true, true, false], "the weekly hour of the same track still stands open");
        assert_eq!(now.logged.iter().find(|r| r.track == "volunteering").unwrap().note, "Іс 2");

        for nights in [1, 0] {
            w.pass(DAY_MS);
            let today = phone.ask(ask::Today {}).await;
            let travel = today.plan.iter().find(|i| i.track == "travel").unwrap();
            assert_eq!(travel.draft.nights, nights);
            log(&phone, travel).await;
        }
        let track = phone.ask(ask::Track { track: "travel".into() }).await;
        let most = |n: usize| track.progress.needs[n].provisional;
        assert_eq!((most(0), most(1)), (3, 2), "three days in a row are one journey: {:?}", track.progress);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_date_in_the_past_is_refused_but_what_was_planned_may_pass() {
    world(|w| async move {
        let phone = w.participant("Әсел", "bronze", "2008-05-01").await;
        let plan =
            |dates: &[Dated]| Command::PlanSet { plan: Plan { dates: dates.to_vec(), ..Plan::default() } };
        let refused = |given: &str| Fault::Plan(PlanError::Day { given: given.parse().unwrap() });
        let past = dated(1, "travel", "2026-11-18", Some("2026-11-20"), 1);
        assert_eq!(phone.try_run(plan(&[past])).await.unwrap_err().fault, refused("2026-11-18"));
        let far = dated(1, "travel", "2036-01-01", None, 1);
        assert_eq!(phone.try_run(plan(&[far])).await.unwrap_err().fault, refused("2036-01-01"));
        let soon = dated(1, "travel", "2026-11-21", None, 1);
        phone.run(plan(std::slice::from_ref(&soon))).await;
        w.pass(3 * DAY_MS);
        phone.run(plan(&[soon.clone(), dated(2, "sport", "2026-11-30", None, 60)])).await;
        phone.run(plan(&[])).await;
        phone.run(plan(&[soon])).await; // Undo
        let full =
            Plan { tracks: vec![weekly("sport", 500, None), weekly("skills", 500, None)], ..Plan::default() };
        let full = phone.try_run(Command::PlanSet { plan: full }).await.unwrap_err().fault;
        assert_eq!(full, Fault::Plan(PlanError::DayFull { minutes: 1_000, max: 960 }));
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn the_mentors_word_stays_with_the_plan_and_nothing_waits_for_it() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.participant("Ерлан", "silver", "2000-05-01").await;
        let plan = |minutes| Plan { tracks: vec![weekly("sport", minutes, None)], ..Plan::default() };
        phone.run(Command::PlanSet { plan: plan(20) }).await;
        let who = phone.joins(&mentor, &code).await;
        let approval = phone.ask(ask::Plan {}).await.approval;
        assert_eq!((approval.joined, approval.now, approval.before), (true, None, None));

        let of = mentor.until(ask::PlanOf { participant: who }, |p| p.revision.is_some()).await;
        assert_eq!(of.view.plan, plan(20));
        // 140 minutes a week, and silver counts 120 of them.
        assert!(matches!(of.hints[..], [Advice::OverCap { planned: 140, cap: 120, .. }]), "{:?}", of.hints);
        let waits = mentor.ask(ask::Queue {}).await.plans;
        assert_eq!((waits.len(), waits[0].participant, waits[0].again), (1, who, false));
        let decide = |revision, approved, message: &str| Command::PlanDecide {
            participant: who,
            revision,
            approved,
            message: message.into(),
        };
        let first = of.revision.unwrap();
        let mute = mentor.try_run(decide(first, false, "  ")).await.unwrap_err().fault;
        assert_eq!(mute, Fault::Plan(PlanError::Word));
        assert_eq!(phone.try_run(decide(first, true, "")).await.unwrap_err().fault, Fault::NotForThisRole);
        mentor.run(decide(first, true, " Жақсы жоспар ")).await;
        assert!(mentor.ask(ask::Queue {}).await.plans.is_empty(), "said at once, before the network");
        let word = phone.until(ask::Plan {}, |p| p.approval.now.is_some()).await.approval.now.unwrap();
        assert_eq!((word.approved, word.message.as_str(), word.by.as_str()), (true, "Жақсы жоспар", "Айгүл"));

        // Two days later the plan changes: the approval is history, the new plan waits, logging does not.
        w.pass(2 * DAY_MS);
        phone.run(Command::PlanSet { plan: plan(30) }).await;
        let mine = phone.ask(ask::Plan {}).await;
        assert_eq!((mine.approval.now, mine.approval.before.as_ref()), (None, Some(&word)));
        assert_eq!(mine.past.len(), 1);
        assert_eq!((&mine.past[0].plan, mine.past[0].word.as_ref()), (&plan(20), Some(&word)));
        assert!(mine.past[0].since < mine.past[0].until);
        let draft = qadam_testkit::draft("sport", "2026-11-23", 30);
        phone.run(Command::Log { draft }).await;

        let again = mentor.until(ask::Queue {}, |q| !q.plans.is_empty()).await.plans;
        assert!(again[0].again, "an approved plan was changed");
        // The plan that is gone cannot be decided from an old screen; the new one is sent back.
        assert_eq!(mentor.try_run(decide(first, true, "")).await.unwrap_err().fault, Fault::NotFound);
        let second = mentor.ask(ask::PlanOf { participant: who }).await;
        assert_eq!((&second.view.past[0].plan, second.view.past.len()), (&plan(20), 1));
        mentor.run(decide(second.revision.unwrap(), false, "Күн сайын ба?")).await;
        let word = phone.until(ask::Plan {}, |p| p.approval.now.is_some()).await.approval.now.unwrap();
        assert_eq!((word.approved, word.message.as_str()), (false, "Күн сайын ба?"));

        // Put right twice on one day: only what stood over night, or was spoken of, is an earlier plan.
        phone.run(Command::PlanSet { plan: plan(40) }).await;
        phone.run(Command::PlanSet { plan: plan(45) }).await;
        let phone = phone.restart();
        let past: Vec<Plan> = phone.ask(ask::Plan {}).await.past.into_iter().map(|p| p.plan).collect();
        assert_eq!(past, [plan(30), plan(20)]);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn reminders_come_when_they_are_wanted_and_not_for_what_is_done() {
    world(|w| async move {
        let phone = w.participant("Әсел", "bronze", "2008-05-01").await;
        let plan = Plan {
            tracks: vec![weekly("sport", 30, Some(19 * 60)), weekly("reading", 20, None)],
            ..Plan::default()
        };
        phone.run(Command::PlanSet { plan }).await;
        assert!(phone.ask(ask::Reminders {}).await.next.is_empty(), "nobody has asked for them");
        phone.run(Command::RemindersSet { on: true }).await;
        let phone = phone.restart();
        assert!(phone.ask(ask::Plan {}).await.remind);
        let next = phone.ask(ask::Reminders {}).await.next;
        // Ten in the morning: at six in the evening, at seven, and so on for a week.
        let hours = |n: usize| (next[n].at.0 - TEN) as f64 / 3_600_000.0;
        assert_eq!([hours(0), hours(1), hours(2)], [8.0, 9.0, 32.0]);
        assert_eq!((next[0].of[0].track.as_str(), next[1].of[0].track.as_str()), ("reading", "sport"));
        assert_eq!(next.len(), 16);
        phone.run(Command::Log { draft: qadam_testkit::draft("sport", "2026-11-21", 30) }).await;
        assert_eq!(phone.ask(ask::Reminders {}).await.next.len(), 15, "running is done for today");
        phone.run(Command::RemindersSet { on: false }).await;
        assert!(phone.ask(ask::Reminders {}).await.next.is_empty());
    })
    .await;
}
