//! In which form a sync goes and comes: compact, and packed where this build can.

use qadam_domain::OpId;
use qadam_protocol::SyncReply;
use qadam_protocol::sync::SyncRequest;
use qadam_protocol::wire;

/// The longest reply once it is unpacked, in bytes.
#[cfg(feature = "packed")]
const REPLY_MAX: usize = 32 << 20;

/// What is asked for, as the header `accept` has it. `plain`: not packed.
pub fn accept(plain: bool) -> String {
    #[cfg(feature = "packed")]
    if !plain {
        return format!("{}, {}, {}", wire::packed::PACKED, wire::CBOR, wire::JSON);
    }
    #[cfg(not(feature = "packed"))]
    let _ = plain; // nothing is packed
    format!("{}, {}", wire::CBOR, wire::JSON)
}

/// A compact message as it goes, with its media type.
pub(crate) fn write(compact: Vec<u8>, plain: bool) -> (&'static str, Vec<u8>) {
    #[cfg(feature = "packed")]
    if let Some(packed) = (!plain).then(|| wire::packed::pack(&compact).ok()).flatten() {
        return (wire::packed::PACKED, packed);
    }
    #[cfg(not(feature = "packed"))]
    let _ = plain; // nothing is packed
    (wire::CBOR, compact)
}

/// Why nothing is taken from a reply.
pub(crate) enum Senseless {
    /// It wants a dictionary that this build does not have: ask for it unpacked.
    #[cfg(feature = "packed")]
    Packed,
    /// It is no reply, or not the one to this request.
    No,
}

/// The reply to this very request, in whatever form it came.
pub(crate) fn read(request: &SyncRequest, kind: &str, body: &[u8]) -> Result<SyncReply, Senseless> {
    let ops: Vec<OpId> = request.ops.iter().map(|o| o.op_id).collect();
    let compact = |bytes: &[u8]| wire::reply::read(bytes, &ops).map_err(|_| Senseless::No);
    match kind {
        wire::CBOR => compact(body),
        #[cfg(feature = "packed")]
        wire::packed::PACKED => match wire::packed::unpack(body, REPLY_MAX) {
            Ok(bytes) => compact(&bytes),
            Err(wire::packed::Unpackable::Unknown) => Err(Senseless::Packed),
            Err(wire::packed::Unpackable::TooLong) => Err(Senseless::No),
        },
        _ => serde_json::from_slice::<SyncReply>(body)
            .ok()
            .filter(|r| r.results.iter().map(|a| &a.op_id).eq(&ops))
            .ok_or(Senseless::No),
    }
}
