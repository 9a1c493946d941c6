//! What a request costs, counted on the way to the database.

use super::relay::Relay;
use super::*;
use crate::fixtures::op;
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::sync::Stamp;

#[tokio::test]
async fn a_batch_takes_two_round_trips_however_long_it_is() {
    let relay = Relay::start(&cluster().database());
    let options = Options { connections: 1, ..Options::default() };
    let w = World::new(Arc::new(open_with(&relay.address, &options).await.unwrap())).await;
    let p = w.participant().await;
    let last = std::cell::Cell::new(0);
    let count = async |ops: Vec<Op>| {
        let before = relay.trips();
        // With a stamp, as phones push.
        let stamp = Stamp::after(last.get(), &ops);
        let (_, follow) = w.store.push_stamped(p, ops, Some(stamp), NOON).await.unwrap();
        last.set(follow.unwrap());
        relay.trips() - before
    };
    // The first asks the database to prepare the statements.
    count(vec![put(p.account, 30).0]).await;
    w.rows(&w.mentor, p.account).await;
    let one = count(vec![put(p.account, 30).0]).await;
    let mut many: Vec<_> = (1..=49).map(|m| put(p.account, m).0).collect();
    many.push(op(p.account, Payload::ChatRead { up_to: 1 }));
    let many = count(many).await;
    let before = relay.trips();
    assert_eq!(w.rows(&w.mentor, p.account).await.len(), 52);
    let pulled = relay.trips() - before;
    assert_eq!((one, many, pulled), (2, 2, 2), "one op, fifty, a pull");
}
