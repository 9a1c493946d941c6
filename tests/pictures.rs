//! What pictures are drawn from: finishes of single tracks, medals, days, a year.

#![allow(clippy::unwrap_used)]

use qadam_domain::pack::ThingKind;
use qadam_domain::{Plan, ThingId, ThingRef, TrackPlan};
use qadam_door::Fault;
use qadam_door::command::{Command, Draft, Outcome};
use qadam_door::query::ask;
use qadam_door::view::LevelState;
use qadam_testkit::{Phone, World, draft};
use tokio::task::LocalSet;

fn day<D: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> D {
    text.parse().unwrap()
}

async fn log(phone: &Phone, draft: Draft) -> qadam_domain::EntryId {
    match phone.run(Command::Log { draft }).await {
        Outcome::Logged { entry, .. } => entry,
        other => panic!("{other:?}"),
    }
}

fn every_track(amounts: &[(&str, u32)]) -> Command {
    let track = |&(id, amount): &(&str, u32)| TrackPlan {
        track: id.into(),
        activity: None,
        goal: "Шарын".into(),
        days: 0b010_0100,
        amount,
        at_min: None,
    };
    Command::PlanSet { plan: Plan { tracks: amounts.iter().map(track).collect(), ..Plan::default() } }
}

#[tokio::test]
async fn each_tracks_own_finish_agrees_with_the_levels() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let phone = w.participant("Әсел", "silver", "2011-05-01").await;
            let journey = phone.ask(ask::Journey {}).await;
            assert_eq!(journey.finishes.len(), 7);
            assert!(journey.finishes.iter().all(|f| f.on.is_none() && !f.planned && f.needed));
            assert_eq!((journey.ring.finish, journey.entries), (None, 0));

            let all = ["skills", "reading", "heritage", "volunteering", "travel", "work"];
            let mut plan: Vec<(&str, u32)> =
                all.iter().map(|t| (*t, if *t == "travel" { 1 } else { 60 })).collect();
            // Half an hour twice a week: two years and more for 52 h would be another matter, a week counts.
            plan.push(("sport", 30));
            phone.run(every_track(&plan)).await;
            let journey = phone.ask(ask::Journey {}).await;
            let last = journey.finishes.iter().max_by_key(|f| f.on).unwrap();
            assert!(journey.finishes.iter().all(|f| f.on.is_some() && f.planned));
            assert_eq!(journey.ring.finish, last.on.max(Some(journey.ring.level_end)));
            let sport = journey.finishes.iter().find(|f| f.track == "sport").unwrap();
            assert_eq!(sport.weekly.value, 60);
            let track = phone.ask(ask::Track { track: "sport".into() }).await;
            assert_eq!(&track.finish, sport);

            // A plan that never reaches a week's minimum never gets there.
            plan.pop();
            plan.push(("sport", 20));
            phone.run(every_track(&plan)).await;
            let journey = phone.ask(ask::Journey {}).await;
            let sport = journey.finishes.iter().find(|f| f.track == "sport").unwrap();
            assert_eq!((sport.on, sport.planned, journey.ring.finish), (None, true, None));
        })
        .await;
}

#[tokio::test]
async fn levels_are_medals_that_say_when_they_open() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            // Fifteen: the silver level ends on 21 November 2027, when gold has been open since the birthday.
            let phone = w.participant("Әсел", "silver", "2011-05-01").await;
            let states =
                |levels: &[qadam_door::view::LevelMedal]| levels.iter().map(|l| l.state).collect::<Vec<_>>();
            let journey = phone.ask(ask::Journey {}).await;
            assert_eq!(
                states(&journey.levels),
                [LevelState::Passed, LevelState::UnderWay, LevelState::Ahead]
            );
            let phone = w.participant("Ерлан", "bronze", "2012-06-01").await;
            let journey = phone.ask(ask::Journey {}).await;
            // Bronze ends on 21 May 2027: fifteen and sixteen come after it.
            let (silver, gold) = (day("2027-06-01"), day("2028-06-01"));
            let locked = [LevelState::Locked { from: silver }, LevelState::Locked { from: gold }];
            assert_eq!(states(&journey.levels)[1..], locked);
        })
        .await;
}

#[tokio::test]
async fn days_and_years_show_what_stands_in_the_log() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let phone = w.participant("Әсел", "silver", "2000-05-01").await;
            log(&phone, draft("sport", "2026-11-21", 40)).await;
            let second = log(&phone, draft("sport", "2026-11-21", 20)).await;
            log(&phone, Draft { note: "Күй".into(), ..draft("skills", "2026-11-21", 30) }).await;
            log(&phone, draft("sport", "2025-12-30", 50)).await;

            let one = phone.ask(ask::DayLook { on: day("2026-11-21"), track: Some("sport".into()) }).await;
            assert_eq!(one.rows.iter().map(|r| r.amount.value).sum::<u32>(), 60);
            let all = phone.ask(ask::DayLook { on: day("2026-11-21"), track: None }).await;
            assert_eq!(all.rows.len(), 3);
            assert!(phone.ask(ask::DayLook { on: day("2026-11-20"), track: None }).await.rows.is_empty());

            // The level began on 21 November; an older entry widens the picture, and nothing lies past its end.
            let sport = phone.ask(ask::Track { track: "sport".into() }).await.history;
            assert_eq!((sport.days.first, sport.days.last), (day("2025-12-30"), day("2027-11-20")));
            assert_eq!((sport.days.amounts.first(), sport.days.amounts.last()), (Some(&50), Some(&60)));
            assert_eq!((sport.active, sport.months.len()), (2, 12));
            let skills = phone.ask(ask::Track { track: "skills".into() }).await.history;
            assert_eq!((skills.days.first, skills.days.amounts), (day("2026-11-21"), vec![30]));

            let year = phone.ask(ask::Year { year: None }).await;
            assert_eq!((year.year, year.years, year.entries), (2026, (2025, 2026), 3));
            assert_eq!((year.minutes, year.first.unwrap().note.as_str()), (90, "Күй"));
            assert_eq!(phone.ask(ask::Year { year: Some(2025) }).await.entries, 1);

            phone.run(Command::EntryRemove { entry: second }).await;
            let year = phone.ask(ask::Year { year: None }).await;
            assert_eq!((year.entries, year.minutes), (2, 70));
            let sport = phone.ask(ask::Track { track: "sport".into() }).await.history;
            assert_eq!(sport.days.amounts.last(), Some(&40));
        })
        .await;
}

#[tokio::test]
async fn a_finished_book_is_named_in_its_year() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let phone = w.participant("Әсел", "silver", "2000-05-01").await;
            let book = ThingRef {
                id: ThingId(uuid::Uuid::from_u128(7)),
                kind: ThingKind::Book,
                title: "Абай жолы".into(),
                finished: true,
            };
            let finish = Draft { pages: 12, thing: Some(book), ..draft("reading", "2026-11-20", 0) };
            log(&phone, finish).await;
            let year = phone.ask(ask::Year { year: None }).await;
            assert_eq!((year.books, year.pages), (vec!["Абай жолы".to_owned()], 12));
        })
        .await;
}

#[tokio::test]
async fn a_mentor_has_no_year() {
    LocalSet::new()
        .run_until(async {
            let w = World::new();
            let (mentor, _) = w.mentor("Айгүл").await;
            let answer = mentor.door.ask(&ask::Year { year: None }).await;
            assert_eq!(answer.unwrap_err().fault, Fault::NotForThisRole);
        })
        .await;
}
