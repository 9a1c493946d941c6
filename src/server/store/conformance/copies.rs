//! Installations whose files were copied.

use super::*;
use crate::fixtures::put;
use qadam_protocol::sync::Stamp;

/// An installation as it knows itself: what its next message is to follow.
#[derive(Clone)]
struct Phone {
    who: Caller,
    last: u64,
}

impl Phone {
    /// Sends ops; the answer is lost where `heard` is false.
    async fn sends(&mut self, store: &dyn Store, ops: &[Op], heard: bool) -> Vec<OpResult> {
        let stamp = Stamp::after(self.last, ops);
        let (acks, follow) = store.push_stamped(self.who, ops.to_vec(), Some(stamp), NOON).await.unwrap();
        if heard {
            self.last = follow.unwrap_or(self.last);
        }
        acks.into_iter().map(|a| a.result).collect()
    }

    fn op(&self) -> Op {
        put(self.who.account, 10).0
    }
}

const NEW: OpResult = OpResult::Retry { after_s: 1, code: Code::NewDevice };

pub(crate) async fn a_copied_installation_is_noticed_and_becomes_one_of_its_own(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let store = w.store.as_ref();
    let mut first = Phone { who: w.participant().await, last: 0 };
    let applied = [OpResult::Applied];

    // One alone is never taken for two: whatever answers are lost, and whatever comes again.
    let (a, b, c) = (first.op(), first.op(), first.op());
    let begun = first.clone();
    assert_eq!(first.sends(store, std::slice::from_ref(&a), false).await, applied);
    assert_eq!(first.sends(store, std::slice::from_ref(&a), false).await, applied);
    assert_eq!(
        first.sends(store, &[a.clone(), b.clone()], false).await,
        [OpResult::Applied, OpResult::Applied]
    );
    assert_eq!(first.sends(store, &[a.clone(), b.clone(), c], true).await.len(), 3);
    for _ in 0..3 {
        let next = first.op();
        assert_eq!(first.sends(store, &[next], true).await, applied);
    }
    // What the network delivers long after changes nothing, nor does a part of what was sent, once more.
    let (mut earlier, d, e) = (first.clone(), first.op(), first.op());
    assert_eq!(first.sends(store, std::slice::from_ref(&d), false).await, applied);
    assert_eq!(first.sends(store, &[d.clone(), e.clone()], true).await.len(), 2);
    assert_eq!(earlier.sends(store, std::slice::from_ref(&d), false).await, applied);
    assert_eq!(begun.clone().sends(store, &[a], false).await, applied);
    let (f, g) = (first.op(), first.op());
    assert_eq!(first.sends(store, &[f.clone(), g], false).await.len(), 2);
    assert_eq!(first.sends(store, &[f], true).await, applied);
    let next = first.op();
    assert_eq!(first.sends(store, &[next], true).await, applied);
    // Nor is a message of which nothing is stored remembered, refused or not yet to come.
    let (_, other) = (first.op(), w.participant().await);
    let foreign = put(other.account, 10).0;
    assert_eq!(first.sends(store, &[foreign], false).await, [rejected(Code::Forbidden)]);

    // Copied here, with something that was not sent yet. Both go on.
    let unsent = first.op();
    let mut copy = first.clone();
    let own = first.op();
    assert_eq!(first.sends(store, &[unsent.clone(), own], true).await.len(), 2);
    let later = first.op();
    assert_eq!(first.sends(store, &[later], true).await, applied);
    let before = w.rows(&w.mentor, first.who.account).await;
    let new = copy.op();
    for _ in 0..2 {
        // What is known is answered; what is new waits, and is nowhere.
        assert_eq!(copy.sends(store, &[unsent.clone(), new.clone()], false).await, [OpResult::Applied, NEW]);
    }
    assert_eq!(w.rows(&w.mentor, first.who.account).await, before);
    // The other one never hears of it.
    let on = first.op();
    assert_eq!(first.sends(store, &[on], true).await, applied);

    // It gets a session of its own, also where the answer is lost; nobody else's token will do.
    let (device, token) = (DeviceId(uuid()), token());
    for _ in 0..2 {
        assert_eq!(store.split(copy.who, device, token, NOON).await.unwrap(), Ok(()));
    }
    assert_eq!(store.split(copy.who, DeviceId(uuid()), token, NOON).await.unwrap(), Err(Code::Invalid));
    assert_eq!(store.split(w.mentor, device, token, NOON).await.unwrap(), Err(Code::Invalid));
    let mut copy = Phone { who: store.authenticate(token).await.unwrap().unwrap(), last: 0 };
    assert_eq!((copy.who.account, copy.who.device), (first.who.account, device));
    assert_eq!(copy.sends(store, &[unsent, new], true).await, [OpResult::Applied, OpResult::Applied]);
    for _ in 0..2 {
        let (one, two) = (first.op(), copy.op());
        assert_eq!(first.sends(store, &[one], true).await, applied);
        assert_eq!(copy.sends(store, &[two], true).await, applied);
    }
    let devices = store.devices(first.who.account).await.unwrap();
    let copies: Vec<_> = devices.iter().map(|d| (d.device, d.copy)).collect();
    assert!(copies.contains(&(device, true)) && copies.contains(&(first.who.device, false)), "{copies:?}");

    // A file that was begun anew knows of no message.
    let mut anew = Phone { last: 0, ..first.clone() };
    let op = anew.op();
    assert_eq!(anew.sends(store, &[op], true).await, applied);
    // There is an end to it.
    let mut made = Ok(());
    for _ in 0..60 {
        made = store.split(anew.who, DeviceId(uuid()), super::token(), NOON).await.unwrap();
    }
    assert_eq!(made, Err(Code::TooMany));

    // A database that was put back knows older messages: nobody is a copy for that.
    let mut back = first.clone();
    store.renew("another".into(), Vec::new(), NOON).await.unwrap();
    back.last = 12345;
    let op = back.op();
    assert_eq!(back.sends(store, &[op], true).await, applied);
}

pub(crate) async fn what_comes_again_while_something_waits_is_no_copys(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let store = w.store.as_ref();
    let (here, (waits, _)) = (w.participant().await, w.join(false).await);
    let mut phone = Phone { who: w.mentor, last: 0 };
    let say = |who: &Caller| op(who.account, chat("Сәлем!"));
    // One of these waits until somebody is taken in, and no answer to it is kept.
    let (later, first, second) = (say(&waits), say(&here), say(&here));
    let retry = OpResult::Retry { after_s: 60, code: Code::NotAccepted };
    let early = phone.clone();
    let message = [later.clone(), first.clone()];
    assert_eq!(phone.sends(store, &message, false).await, [retry.clone(), OpResult::Applied]);
    assert_eq!(phone.sends(store, &[later.clone(), first, second], true).await.len(), 3);
    // The network brings the first message once more. It is not the last one for that.
    assert_eq!(early.clone().sends(store, &message, false).await, [retry.clone(), OpResult::Applied]);
    let third = say(&here);
    assert_eq!(phone.sends(store, &[later, third], true).await, [retry, OpResult::Applied]);
}

pub(crate) async fn what_is_decided_when_it_comes_again_is_no_copys(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let store = w.store.as_ref();
    let (here, (waits, _)) = (w.participant().await, w.join(false).await);
    let mut phone = Phone { who: w.mentor, last: 0 };
    let say = |who: &Caller| op(who.account, chat("Қалайсың?"));
    let (later, first, second) = (say(&waits), say(&here), say(&here));
    let retry = OpResult::Retry { after_s: 60, code: Code::NotAccepted };
    let early = phone.clone();
    let message = [later.clone()];
    assert_eq!(phone.sends(store, &message, true).await, std::slice::from_ref(&retry));
    assert_eq!(phone.sends(store, &[later.clone(), first], true).await, [retry, OpResult::Applied]);
    // Somebody is taken in, and only then the network brings the first message once more.
    w.apply(&w.mentor, op(waits.account, Payload::MemberAccept)).await;
    assert_eq!(early.clone().sends(store, &message, false).await, [OpResult::Applied]);
    assert_eq!(phone.sends(store, &[later, second], true).await, [OpResult::Applied, OpResult::Applied]);
}
