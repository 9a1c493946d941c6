//! Pulls: everything, once, in order, and only one's own.

use super::*;
use crate::fixtures::put;

/// Follows the feed to its end with a given page size.
async fn follow(w: &World, caller: &Caller, page: Page) -> Vec<(AccountId, Vec<Record>)> {
    let mut cursors: Vec<Cursor> = Vec::new();
    let mut got: Vec<(AccountId, Vec<Record>)> = Vec::new();
    for _ in 0..10_000 {
        let pulled = w.store.pull(*caller, cursors.clone().into(), page).await.unwrap();
        assert!(pulled.scopes.iter().all(|s| !s.records.is_empty()), "no empty pages");
        for s in pulled.scopes {
            assert!(s.records.windows(2).all(|r| r[0].version < r[1].version));
            assert_eq!(s.records.last().unwrap().version, s.version);
            cursors.retain(|c| c.scope != s.scope);
            cursors.push(Cursor { scope: s.scope, version: s.version });
            match got.iter_mut().find(|(scope, _)| *scope == s.scope) {
                Some((_, records)) => records.extend(s.records),
                None => got.push((s.scope, s.records)),
            }
        }
        if !pulled.more {
            got.sort_by_key(|(scope, _)| *scope);
            return got;
        }
    }
    panic!("the feed does not end");
}

pub(crate) async fn any_page_size_gives_the_same_feed(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    for n in 1..=3 {
        let p = w.participant().await;
        // Committed in another order than they were made in, as after days without a network.
        let mut made: Vec<Op> = (0..n * 7).map(|m| put(p.account, m + 1).0).collect();
        made.reverse();
        w.push(&p, made).await;
    }
    let whole = follow(&w, &w.mentor, Page { records: 10_000, bytes: usize::MAX }).await;
    assert_eq!(whole.iter().map(|(_, r)| r.len()).collect::<Vec<_>>(), [8, 15, 22]);
    for records in [1, 2, 7, 8, 9, 44, 45, 46] {
        assert_eq!(follow(&w, &w.mentor, Page { records, bytes: usize::MAX }).await, whole, "{records}");
    }
    for bytes in [1, 300, 2_000] {
        assert_eq!(follow(&w, &w.mentor, Page { records: 500, bytes }).await, whole, "{bytes} bytes");
    }
}

pub(crate) async fn pulls_skip_nothing_while_others_write(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let writers: Vec<_> = (0..4)
        .map(|_| {
            tokio::spawn({
                let store = Arc::clone(&w.store);
                async move {
                    for m in 0..25 {
                        store.push(p, vec![put(p.account, m + 1).0], NOON).await.unwrap();
                    }
                }
            })
        })
        .collect();
    let mut cursor = Cursor { scope: p.account, version: 0 };
    let mut seen = Vec::new();
    loop {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let page = Page { records: 9, bytes: usize::MAX };
        let pulled = w.store.pull(w.mentor, vec![cursor].into(), page).await.unwrap();
        for s in &pulled.scopes {
            seen.extend(s.records.iter().map(|r| r.version));
            cursor.version = s.version;
        }
        if done && !pulled.more {
            break;
        }
    }
    for task in writers {
        task.await.unwrap();
    }
    // Version 1 was the asking; the accept replaced it with version 2. Nothing else was ever replaced.
    assert_eq!(seen, (2..=102).collect::<Vec<u64>>());
}

pub(crate) async fn a_mentor_pulls_their_own_and_loses_what_is_lost(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let mine = w.participant().await;
    let other_mentor = add_mentor(w.store.as_ref()).await;
    let theirs = joining(w.invite(&other_mentor).await);
    w.store.join(theirs.clone(), NOON).await.unwrap().unwrap();

    let scopes = |p: &Pulled| p.scopes.iter().map(|s| s.scope).collect::<Vec<_>>();
    assert_eq!(scopes(&w.pull(&w.mentor, &[]).await), [mine.account]);
    assert_eq!(scopes(&w.pull(&other_mentor, &[]).await), [theirs.account]);
    assert_eq!(scopes(&w.pull(&mine, &[]).await), [mine.account]);

    // Naming a scope does not open it; a scope that never was looks the same.
    let nowhere = AccountId(uuid());
    let named: Vec<Cursor> = [theirs.account, nowhere, theirs.account, mine.account]
        .map(|scope| Cursor { scope, version: 0 })
        .to_vec();
    for who in [&w.mentor, &mine] {
        let pulled = w.pull(who, &named).await;
        assert_eq!(scopes(&pulled), [mine.account]);
        let mut expected = vec![theirs.account, nowhere];
        expected.sort();
        assert_eq!(pulled.lost, expected);
    }
}

/// Pictures are shown by this: it must never say more than a pull does.
pub(crate) async fn who_sees_a_participant_is_who_pulls_them(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let other_mentor = add_mentor(w.store.as_ref()).await;
    let first = Joining { minor: true, ..joining(w.invite(&w.mentor).await) };
    w.store.join(first.clone(), NOON).await.unwrap().unwrap();
    let asking = w.store.authenticate(first.token).await.unwrap().unwrap();
    let taken_in = w.participant().await;
    let theirs = joining(w.invite(&other_mentor).await);
    w.store.join(theirs.clone(), NOON).await.unwrap().unwrap();
    let theirs = w.store.authenticate(theirs.token).await.unwrap().unwrap();
    w.apply(&w.mentor, op(asking.account, Payload::MemberDecline)).await;

    let everybody = [w.mentor, other_mentor, asking, taken_in, theirs];
    let agree = async || {
        let mut seen = 0;
        for caller in everybody {
            for of in everybody.map(|c| c.account).into_iter().chain([AccountId(uuid())]) {
                let said = w.store.sees(caller, of).await.unwrap();
                let pulled = w.bodies(&caller, of).await;
                let pulled =
                    pulled.into_iter().find_map(|b| if let Body::Member(m) = b { Some(m) } else { None });
                assert_eq!(said, pulled, "{caller:?} of {of}");
                seen += usize::from(said.is_some());
            }
        }
        seen
    };
    assert_eq!(agree().await, 6, "each participant, and their mentor");
    // As it is now: somebody who was declined goes to another mentor, and the first one sees nothing any more.
    let again = joining(w.invite(&other_mentor).await);
    let again = Joining { account: first.account, device: first.device, token: first.token, ..again };
    w.store.join(again, NOON).await.unwrap().unwrap();
    assert_eq!(w.store.sees(w.mentor, asking.account).await.unwrap(), None);
    assert_eq!(
        w.store.sees(other_mentor, asking.account).await.unwrap().unwrap().mentor,
        other_mentor.account
    );
    assert_eq!(agree().await, 6);
}

pub(crate) async fn a_cursor_from_the_future_starts_again(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let at = |version| vec![Cursor { scope: p.account, version }];
    assert!(w.pull(&p, &at(2)).await.scopes.is_empty());
    assert_eq!(w.pull(&p, &at(9)).await.scopes[0].records.len(), 1);
    assert_eq!(w.pull(&p, &at(u64::MAX)).await.scopes[0].records.len(), 1);
}

pub(crate) async fn a_group_in_short_is_as_good_as_each_scope_named(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let (a, b) = (w.participant().await, w.participant().await);
    let all = follow(&w, &w.mentor, WIDE).await;
    let have: Vec<Cursor> = all
        .iter()
        .map(|(scope, rows)| Cursor { scope: *scope, version: rows.last().unwrap().version })
        .collect();
    let short = |have: &[Cursor]| Have { group: Some(Group::new(have.to_vec())), ..Have::default() };
    let nothing = w.store.pull(w.mentor, short(&have), WIDE).await.unwrap();
    let none = Pulled { epoch: w.store.epoch().await.unwrap(), ..Pulled::default() };
    assert_eq!(nothing, none);

    w.apply(&b, put(b.account, 30).0).await;
    let news = w.store.pull(w.mentor, short(&have), WIDE).await.unwrap();
    assert_eq!(news.scopes.iter().map(|s| (s.scope, s.records.len())).collect::<Vec<_>>(), [(b.account, 1)]);
    assert_eq!(news, w.pull(&w.mentor, &have).await);

    // Other scopes than the server's: nothing is pulled and nothing is told of them.
    let stranger = Cursor { scope: AccountId::from_bytes([9; 16]), version: 3 };
    for other in [&have[..1], &[have[0], have[1], stranger], &[stranger, have[1]]] {
        let pulled = w.store.pull(w.mentor, short(other), WIDE).await.unwrap();
        assert_eq!(pulled, Pulled { say_all: true, ..none.clone() });
    }
    let own = [have[0], have[1]].into_iter().find(|c| c.scope == a.account).unwrap();
    assert_eq!(
        w.store.pull(a, short(&[own]), WIDE).await.unwrap(),
        Pulled { epoch: w.store.epoch().await.unwrap(), ..Pulled::default() }
    );
    w.participant().await;
    assert!(w.store.pull(w.mentor, short(&have), WIDE).await.unwrap().say_all, "the group has grown");
}

/// Version and revision of the rows that a comparison is about.
fn compared(records: &[Record]) -> Vec<(u64, OpId)> {
    let about = records.iter().filter(|r| !matches!(r.body, Body::EntryGone { .. } | Body::EntryRevision(_)));
    about.map(|r| (r.version, r.revision)).collect()
}

pub(crate) async fn what_a_phone_lacks_comes_once_more(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let p = w.participant().await;
    let entries: Vec<Op> = (0..40).map(|m| put(p.account, m + 1).0).collect();
    w.push(&p, entries.clone()).await;
    let Payload::EntryPut(first) = &entries[0].payload else { panic!() };
    w.apply(
        &p,
        Op { base: Some(entries[0].op_id), ..op(p.account, Payload::EntryRemove { entry: first.id }) },
    )
    .await;
    let all = follow(&w, &w.mentor, WIDE).await.remove(0).1;
    let rows = compared(&all);
    assert_eq!(rows.len(), all.len() - 1, "what was taken back is not compared");
    let newest = all.last().unwrap().version;
    let have = |rows: &[(u64, OpId)], ranges, version| {
        let check = Check::new(p.account, version, ranges, rows.iter().copied());
        Have { cursors: vec![Cursor { scope: p.account, version: newest }], checks: vec![check], group: None }
    };
    // Whose database it is is another law's.
    let plain = |pulled: Pulled| Pulled { epoch: String::new(), ..pulled };
    let pull = async |have| plain(w.store.pull(w.mentor, have, WIDE).await.unwrap());
    assert_eq!(pull(have(&rows, 1, newest)).await, Pulled::default());
    assert_eq!(pull(have(&rows, RANGES, newest)).await, Pulled::default());

    // One is missing here, and one has another revision, as after a restore that told nobody.
    let mut other = rows.clone();
    other.remove(7);
    other[20].1 = OpId(uuid());
    let told = pull(have(&other, 1, newest)).await;
    assert_eq!(told, Pulled { differs: vec![p.account], ..Pulled::default() }, "first where, then what");
    let repaired = pull(have(&other, RANGES, newest)).await;
    assert_eq!(repaired.differs, [p.account]);
    let again = &repaired.scopes[0];
    assert_eq!((repaired.scopes.len(), again.version), (1, newest));
    let got = compared(&again.records);
    assert!(got.contains(&rows[7]) && got.contains(&rows[21]) && got.len() <= 4, "{got:?}");
    assert!(again.records.iter().all(|r| all.contains(r)), "as they are");

    // A phone that is behind is not compared, a page bounds what comes, and a stranger's rows stay theirs.
    assert_eq!(pull(have(&rows, 1, newest - 1)).await, Pulled::default());
    let narrow = Page { records: 3, bytes: usize::MAX };
    let few = w.store.pull(w.mentor, have(&[], RANGES, newest), narrow).await.unwrap();
    assert_eq!(few.scopes.iter().map(|s| s.records.len()).sum::<usize>(), 3);
    let stranger = w.participant().await;
    let asked = Have { cursors: Vec::new(), ..have(&[], RANGES, newest) };
    let told = w.store.pull(stranger, asked, WIDE).await.unwrap();
    assert!(told.differs.is_empty() && told.scopes.iter().all(|s| s.scope == stranger.account));
}

pub(crate) async fn newest_is_where_a_pull_ends(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let (a, b) = (w.participant().await, w.participant().await);
    let other = add_mentor(w.store.as_ref()).await;
    w.push(&a, vec![put(a.account, 1).0, put(a.account, 2).0]).await;
    let everybody = [a, w.mentor, other, b, a];
    let ends = async || {
        let mut ends = Vec::new();
        for caller in everybody {
            let scopes = w.pull(&caller, &[]).await.scopes;
            let mut end: Vec<_> = scopes.into_iter().map(|s| (s.scope, s.version)).collect();
            end.sort_unstable();
            ends.push(end);
        }
        ends
    };
    let newest = async || {
        let mut all = w.store.newest(everybody.to_vec()).await.unwrap();
        all.iter_mut().for_each(|scopes| scopes.sort_unstable());
        all
    };
    let before = newest().await;
    assert_eq!(before, ends().await);
    assert_eq!(before.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 0, 1, 1]);
    w.push(&b, vec![put(b.account, 3).0]).await;
    let after = newest().await;
    assert_eq!(after, ends().await);
    assert_eq!(after[0], before[0], "nothing of theirs has changed");
    assert_ne!((&after[1], &after[3]), (&before[1], &before[3]));
    assert!(w.store.newest(Vec::new()).await.unwrap().is_empty());
}
