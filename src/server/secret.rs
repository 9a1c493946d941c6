//! Secrets are stored as hashes only.
//!
//! Plain SHA-256 (with a word of purpose in front) is right here, and a slow password hash is not:
//! tokens have 256 random bits, sign-in codes 100, joining codes 60, none is chosen by a person, so a
//! stolen database gives nothing to guess. A joining code, the shortest, lives for 30 days and lets its
//! finder do no more than ask a mentor to be taken in. A slow hash would only hand strangers a way to
//! burn the server's processor. Lookup is by the hash: what its timing shows is about the hash, never
//! about the secret.

use qadam_domain::code::Code;
use qadam_protocol::account::Token;
use sha2::{Digest, Sha256};

/// The hash of a secret: safe to store, useless to sign in with.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hashed(pub [u8; 32]);

impl std::fmt::Debug for Hashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed(…)")
    }
}

fn hash(purpose: &str, parts: &[&[u8]]) -> Hashed {
    let mut h = Sha256::new();
    h.update(purpose.as_bytes());
    for part in parts {
        // Lengths in front, so that no two lists of parts give the same bytes.
        h.update((part.len() as u64).to_be_bytes());
        h.update(part);
    }
    Hashed(h.finalize().into())
}

/// The hash of a token; none unless it has the form of one (64 lower-case hex digits).
pub fn token(token: &Token) -> Option<Hashed> {
    let well_formed = token.0.len() == 64 && token.0.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    well_formed.then(|| hash("qadam token", &[token.0.as_bytes()]))
}

/// The hash of a code that somebody typed; none unless it reads as a code. The wire type takes any text,
/// so it is read again here.
pub fn code(code: &Code) -> Option<(Hashed, Code)> {
    let read = Code::parse(code.canonical()).ok()?;
    Some((hash("qadam code", &[read.canonical().as_bytes()]), read))
}

/// One hash over what makes a request the same request.
pub fn request(parts: &[&[u8]]) -> Hashed {
    hash("qadam request", parts)
}
