//! What fuzzing looks at: readers of what comes from outside. Each target takes any bytes and panics where a
//! promise is broken; not to panic on nonsense is the least of them. Shared by `tests/fuzz.rs` (the kept inputs
//! and a bounded number of changed ones, in every test run) and `tools/fuzz` (guided by coverage, for as long
//! as one likes). See docs/fuzz.md.

use std::str::FromStr as _;

use qadam_domain::pack::{Pack, mistakes};
use qadam_domain::photo::{self, NoPhoto, PhotoId};
use qadam_domain::{AccountId, OpId};
use qadam_protocol::op::Op;
use qadam_protocol::sync::{SyncReply, SyncRequest};
use qadam_protocol::wire::packed::{Unpackable, pack, unpack};
use qadam_protocol::wire::{read_body, reply, request, write_body};

/// A name, the folder of its inputs, and what is done with an input.
pub type Target = (&'static str, &'static str, fn(&[u8]));

/// All that need no server; those of the server are in `server.rs`.
pub const TARGETS: &[Target] = &[
    ("request", "request", compact_request),
    ("reply", "reply", compact_reply),
    ("body", "body", stored_body),
    ("packed", "packed", packed),
    ("json", "json", json_request),
    ("pack", "pack", rule_pack),
    ("photo", "photo", picture),
];

/// A request in the compact form: what is read is written and read again as the same.
fn compact_request(bytes: &[u8]) {
    let schema = request::schema(bytes);
    let Ok(read) = request::read(bytes) else { return };
    assert_eq!(schema.expect("a request has a schema"), read.schema);
    let ops: Vec<Op> = read.ops.iter().flatten().cloned().collect();
    ops.iter().for_each(stays_itself);
    let said = SyncRequest {
        schema: read.schema,
        ops,
        cursors: read.cursors,
        group: read.group,
        checks: read.checks,
        stamp: read.stamp,
    };
    in_the_compact_form(&said);
}

/// Its ops, hashes and cursors come back from the compact form, in one way of writing.
fn in_the_compact_form(said: &SyncRequest) {
    let written = request::write(said);
    let again = request::read(&written).expect("what was written is read");
    let ops: Vec<Op> = again.ops.into_iter().map(|op| op.expect("each op is read")).collect();
    for (one, other) in said.ops.iter().zip(&ops) {
        assert_eq!(one.hash(), other.hash(), "the hash is the op's, whatever company it came in");
    }
    let again = SyncRequest {
        schema: again.schema,
        ops,
        cursors: again.cursors,
        group: again.group,
        checks: again.checks,
        stamp: again.stamp,
    };
    assert_eq!(again, *said);
    assert_eq!(request::write(&again), written, "there is one way of writing");
}

/// JSON and back make the same op with the same hash.
fn stays_itself(op: &Op) {
    let text = serde_json::to_vec(op).expect("an op has a JSON form");
    let again: Op = serde_json::from_slice(&text).expect("JSON that was written is read");
    assert_eq!(again, *op);
    assert_eq!(again.hash(), op.hash());
}

/// A reply in the compact form. The first byte says to how many ops it is one.
fn compact_reply(bytes: &[u8]) {
    let Some((n, bytes)) = bytes.split_first() else { return };
    let ops: Vec<OpId> = (0..*n).map(|n| OpId(uuid::Uuid::from_u128(u128::from(n)))).collect();
    let Ok(read) = reply::read(bytes, &ops) else { return };
    assert!(read.results.iter().map(|r| r.op_id).eq(ops.iter().copied()), "one result for each op");
    let written = reply::write(&read);
    let again = reply::read(&written, &ops).expect("what was written is read");
    assert_eq!(again, read);
    assert_eq!(reply::write(&again), written, "there is one way of writing");
    let text = serde_json::to_vec(&read).expect("a reply has a JSON form");
    let again: SyncReply = serde_json::from_slice(&text).expect("JSON that was written is read");
    assert_eq!(again, read);
}

/// A body as the databases keep it.
fn stored_body(bytes: &[u8]) {
    let Ok(read) = read_body(bytes) else { return };
    let written = write_body(&read);
    let again = read_body(&written).expect("what was written is read");
    assert_eq!(again, read);
    assert_eq!(write_body(&again), written, "there is one way of writing");
}

/// A packed message: never more than is allowed, and what is inside is packed and unpacked as the same.
fn packed(bytes: &[u8]) {
    const MOST: usize = 64 * 1024;
    let all = match unpack(bytes, MOST) {
        Ok(all) => all,
        Err(Unpackable::TooLong | Unpackable::Unknown) => return,
    };
    assert!(all.len() <= MOST);
    let once = pack(&all).expect("there is memory for it");
    assert_eq!(unpack(&once, all.len().max(1)).expect("what was packed is unpacked"), all);
    if !all.is_empty() {
        assert_eq!(unpack(&once, all.len() - 1), Err(Unpackable::TooLong));
    }
    compact_request(&all);
}

/// A request in JSON.
fn json_request(bytes: &[u8]) {
    let Ok(read) = serde_json::from_slice::<SyncRequest>(bytes) else { return };
    read.ops.iter().for_each(stays_itself);
    let text = serde_json::to_vec(&read).expect("a request has a JSON form");
    let again: SyncRequest = serde_json::from_slice(&text).expect("JSON that was written is read");
    assert_eq!(again, read);
    // Scopes that are named twice, and a request that says cursors and group, have no compact form of their own.
    let mut named: Vec<AccountId> = read.cursors.iter().map(|c| c.scope).collect();
    named.sort_unstable();
    named.dedup();
    if named.len() == read.cursors.len() && (read.group.is_none() || read.cursors.is_empty()) {
        in_the_compact_form(&read);
    }
}

/// A rule pack: the parser and the list of mistakes are of one mind.
fn rule_pack(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Pack::parse(text) {
        Ok(pack) => {
            assert_eq!(mistakes(text), []);
            let written = serde_json::to_string(&pack).expect("a pack has a JSON form");
            assert_eq!(Pack::parse(&written).expect("a pack that was written is a pack"), pack);
        }
        Err(first) => assert_eq!(mistakes(text).first(), Some(&first)),
    }
}

/// A picture: what may be sent is bare, and taking away what is beside it is done once and for all.
fn picture(bytes: &[u8]) {
    let looked = photo::look(bytes);
    let stripped = photo::strip(bytes);
    if looked.is_ok() {
        assert!(bytes.len() <= photo::BYTES_MAX);
        assert_eq!(stripped.as_deref(), Ok(bytes), "a bare picture stays as it is");
    }
    if let Ok(bare) = stripped {
        assert!(bare.len() <= bytes.len(), "taking away adds nothing");
        assert_eq!(photo::strip(&bare).as_ref(), Ok(&bare), "there is nothing more to take away");
        assert!(!matches!(photo::look(&bare), Err(NoPhoto::Beside | NoPhoto::Cut)), "it is bare and whole");
        let id = PhotoId::of(&bare);
        assert_eq!(PhotoId::from_str(&id.to_string()), Ok(id));
    }
}
