use super::*;
use crate::clock::SystemEntropy;
use crate::fixtures::{DAY_MS, TestClock};
use crate::rules::Packs;
use crate::store::sqlite::SqliteStore;
use crate::store::{Page, Pulled, SigningIn};
use qadam_domain::entry::words;
use qadam_domain::report::{Outcome, outcome};
use qadam_protocol::record::{Body, Member, MemberStanding};

async fn filled(clock: &TestClock) -> (SqliteStore, Pulled) {
    let folder = tempfile::tempdir().unwrap().keep();
    let store = SqliteStore::open(&folder, Packs::shipped(), &SystemEntropy).unwrap();
    assert!(fill(&store, clock, &SystemEntropy).await.unwrap());
    let mentor = Caller { account: MENTOR, role: Role::Mentor, device: DeviceId(MENTOR.0) };
    let page = Page { records: 100_000, bytes: usize::MAX };
    let pulled = store.pull(mentor, Vec::new().into(), page).await.unwrap();
    (store, pulled)
}

fn bodies(pulled: &Pulled, of: AccountId) -> Vec<&Body> {
    let page = pulled.scopes.iter().find(|s| s.scope == of).unwrap();
    page.records.iter().map(|r| &r.body).collect()
}

fn member(bodies: &[&Body]) -> Member {
    bodies.iter().find_map(|b| if let Body::Member(m) = b { Some(m.clone()) } else { None }).unwrap()
}

#[tokio::test]
async fn the_cohort_is_as_varied_as_promised_and_the_same_each_time() {
    let clock = TestClock::new();
    let (store, pulled) = filled(&clock).await;
    assert!(!fill(&store, &clock, &SystemEntropy).await.unwrap(), "never twice");
    let (_, again) = filled(&clock).await;
    assert_eq!(pulled.scopes, again.scopes);

    let (mut asked, mut without_consent, mut waiting, mut returned, mut chats) = (0, 0, 0, 0, 0);
    for person in CAST {
        let rows = bodies(&pulled, person.account);
        let m = member(&rows);
        asked += u32::from(m.standing == MemberStanding::Asked);
        without_consent += u32::from(m.standing == MemberStanding::Accepted && !m.may_share());
        if !m.may_share() {
            assert_eq!(rows.len(), 1, "{}: nothing but the joining", person.name);
        }
        let of_decisions = |number: &qadam_domain::report::Revision| {
            rows.iter().find_map(|b| match b {
                Body::Decision(d) if d.report == number.report => Some(outcome(&d.items)),
                _ => None,
            })
        };
        for row in &rows {
            match row {
                Body::Report(r) => match of_decisions(r) {
                    None => waiting += 1,
                    Some(Outcome::Returned) => returned += 1,
                    Some(_) => {}
                },
                Body::Chat { .. } => chats += 1,
                Body::Entry(e) if e.track == "reading" && e.thing.as_ref().unwrap().finished => {
                    assert!(words(&e.note) >= 50, "{} words: {}", words(&e.note), e.note);
                }
                _ => {}
            }
        }
    }
    assert_eq!((asked, without_consent, waiting, returned), (1, 1, 1, 1));
    assert!(chats >= 10, "{chats}");
    let has = |person: &Person, of: fn(&Body) -> bool| bodies(&pulled, person.account).into_iter().any(of);
    let plans = CAST.iter().filter(|p| has(p, |b| matches!(b, Body::Plan(_))));
    let open = plans.filter(|p| !has(p, |b| matches!(b, Body::PlanDecision(_)))).count();
    assert_eq!(open, 1, "a plan waits for a word, and none for a year");
    let asel = bodies(&pulled, ASEL.account);
    assert!(asel.iter().filter(|b| matches!(b, Body::Entry(_))).count() > 100);
    assert!(asel.iter().any(|b| matches!(b, Body::Entry(e) if e.track == "travel" && e.nights == 1)));
}

#[tokio::test]
async fn every_start_of_the_year_works_and_gives_ways_in() {
    for days in [0, 17, 100, 191, 266, 356, 720] {
        let clock = TestClock::new();
        clock.advance(days * DAY_MS + days * 3_700_000);
        let (store, _) = filled(&clock).await;
        let ways = ways_in(&store, &clock, &SystemEntropy).await.unwrap().unwrap();
        assert_eq!(ways.participant.0, ASEL.name);
        for (code, account) in [(ways.mentor.1, MENTOR), (ways.participant.1, ASEL.account)] {
            let with = SigningIn {
                join_id: JoinId(crate::fixtures::uuid()),
                request: random_hash(&SystemEntropy),
                code: hashed(&code).unwrap(),
                device: DeviceId(crate::fixtures::uuid()),
                token: random_hash(&SystemEntropy),
                recovery: random_hash(&SystemEntropy),
            };
            assert_eq!(store.sign_in(with, clock.now()).await.unwrap().unwrap().id, account);
        }
        let again = ways_in(&store, &clock, &SystemEntropy).await.unwrap().unwrap();
        assert_eq!(again.joining, ways.joining, "one joining code a day");
    }
}

#[tokio::test]
async fn a_database_without_the_cohort_gets_no_codes() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), Packs::shipped(), &SystemEntropy).unwrap();
    let clock = TestClock::new();
    assert!(ways_in(&store, &clock, &SystemEntropy).await.unwrap().is_none());
    store.add_mentor(AccountId(crate::fixtures::uuid()), "Айгүл".into(), clock.now()).await.unwrap();
    assert!(!fill(&store, &clock, &SystemEntropy).await.unwrap(), "somebody is here already");
    assert!(ways_in(&store, &clock, &SystemEntropy).await.unwrap().is_none());
}
