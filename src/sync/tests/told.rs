//! What the server says of a row while a change of it waits here.

use qadam_domain::{AccountId, OpId};
use qadam_protocol::op::Profile;
use qadam_protocol::record::{Body, Record};
use qadam_protocol::sync::{OpAck, ScopePage};
use qadam_protocol::{Op, OpResult, Payload, SCHEMA, SyncRequest};
use qadam_storage::open::commit;
use qadam_storage::{Connection, StoreError, outbox, write};
use uuid::Uuid;

use super::{NOW, WHO, file, reply};
use crate::{Call, Heard, take};

const ME: AccountId = AccountId(Uuid::from_u128(1));
const OWN: OpId = OpId(Uuid::from_u128(10));

fn named(name: &str) -> Profile {
    Profile { name: name.into(), language: "kk".into() }
}

/// The row as the server has it: at a version, by an op.
fn at(version: u64, revision: u128, name: &str) -> Record {
    Record {
        version,
        revision: OpId(Uuid::from_u128(revision)),
        author: ME,
        body: Body::Profile(named(name)),
    }
}

fn hears(conn: &mut Connection, results: Vec<OpAck>, version: u64, records: Vec<Record>) {
    let scopes = vec![ScopePage { scope: ME, records, version }];
    let heard = Heard::Sync(Box::new(reply(|r| (r.results, r.scopes) = (results, scopes))));
    let call = Call::Sync(SyncRequest::default());
    commit::<_, StoreError>(conn, |tx| take::take(tx, NOW, WHO, &call, &heard).map(drop)).unwrap();
}

/// A phone whose change waits, that was told of two others meanwhile; and its answer, with these rows.
fn after(records: Vec<Record>) -> (u64, String) {
    let mut conn = file(true);
    let applied = || vec![OpAck { op_id: OWN, result: OpResult::Applied }];
    hears(&mut conn, vec![], 4, vec![at(4, 4, "Әсел")]);
    let own =
        Op {
            op_id: OWN, scope: ME, base: None, schema: SCHEMA, payload: Payload::Profile(named("Асель"))
        };
    commit::<_, StoreError>(&mut conn, |tx| write::write(tx, ME, &own, NOW).map(drop)).unwrap();
    hears(&mut conn, vec![], 7, vec![at(7, 7, "Айша")]);
    let newest = records.iter().map(|r| r.version).max().unwrap_or(7);
    hears(&mut conn, applied(), newest, records);
    let name = conn.query_row("SELECT body FROM row WHERE kind = 'profile'", [], |r| r.get::<_, String>(0));
    let cursors = outbox::cursors(&conn).unwrap();
    assert_eq!(cursors.len(), 1);
    (cursors[0].1, name.unwrap())
}

#[test]
fn what_was_said_while_a_change_waited_is_asked_for_again() {
    // It was taken before that, and its first answer was lost: what was said since stands.
    assert_eq!(after(vec![]).0, 6);
    // It was taken now.
    let (cursor, body) = after(vec![at(8, 10, "Асель")]);
    assert_eq!(cursor, 8);
    assert!(body.contains("Асель"), "{body}");
    // Rows of other kinds say nothing of it.
    let seen = Body::ReportSeen { report: qadam_domain::ReportId(Uuid::nil()), number: 1, at: None };
    assert_eq!(after(vec![Record { body: seen, ..at(9, 9, "") }]).0, 6);
}
