//! In which form a sync goes and comes: compact, and packed where this build can.

use qadam_domain::OpId;
use qadam_protocol::SyncReply;
use qadam_protocol::sync::SyncRequest;
use qadam_protocol::wire;

/// The longest reply once it is unpacked, in bytes.
#[cfg(feature = "packed")]
const REPLY_MAX: usize = 32 << 20;

/// What this build can read, as the header `accept` has it.
pub fn accept() -> String {
    #[cfg(feature = "packed")]
    return format!("{}, {}, {}", wire::packed::PACKED, wire::CBOR, wire::JSON);
    #[cfg(not(feature = "packed"))]
    format!("{}, {}", wire::CBOR, wire::JSON)
}

/// A compact message as it goes, with its media type.
pub(crate) fn write(compact: Vec<u8>, plain: bool) -> (&'static str, Vec<u8>) {
    #[cfg(feature = "packed")]
    if let Some(packed) = (!plain).then(|| wire::packed::pack(&compact).ok()).flatten() {
        return (wire::packed::PACKED, packed);
    }
    #[cfg(not(feature = "packed"))]
    let _ = plain; // nothing is
    (wire::CBOR, compact)
}

/// The reply to this very request, in whatever form it came.
pub(crate) fn read(request: &SyncRequest, kind: &str, body: &[u8]) -> Option<SyncReply> {
    let ops: Vec<OpId> = request.ops.iter().map(|o| o.op_id).collect();
    match kind {
        wire::CBOR => wire::reply::read(body, &ops).ok(),
        #[cfg(feature = "packed")]
        wire::packed::PACKED => {
            let compact = wire::packed::unpack(body, REPLY_MAX).ok()?;
            wire::reply::read(&compact, &ops).ok()
        }
        _ => serde_json::from_slice::<SyncReply>(body)
            .ok()
            .filter(|r| r.results.iter().map(|a| a.op_id).eq(ops)),
    }
}
