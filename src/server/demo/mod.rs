//! A demo cohort: one mentor and six participants at different points of their way. It goes through the
//! same joining and the same ops as everybody's data, dated back from now; nothing is written by hand.

mod cast;
mod story;
#[cfg(test)]
mod tests;
mod texts;

use qadam_domain::code::{Code, CodeKind};
use qadam_domain::{AccountId, Clock, DeviceId, Entropy, JoinId, Millis};
use qadam_protocol::account::Role;
use qadam_protocol::sync::OpResult;
use sha2::{Digest, Sha256};
use std::cell::Cell;
use uuid::Uuid;

use crate::secret::{self, Hashed};
use crate::store::{Caller, Joining, Result, Store, StoreError};
use cast::{ASEL, CAST, MENTOR, MENTOR_NAME, Person};
use story::{By, Step};

/// How long the printed sign-in codes live: 7 days.
const CODE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Ways into the demo: whose, and the code.
#[derive(Debug)]
pub struct WaysIn {
    /// The mentor, with a sign-in code that works once.
    pub mentor: (String, Code),
    /// A participant, with a sign-in code that works once.
    pub participant: (String, Code),
    /// A code to join with as somebody new.
    pub joining: Code,
}

/// Fills an empty database. `false` when there are accounts already: then nothing is touched.
///
/// Names, amounts and texts are the same each time; dates count back from now; secrets are random and
/// thrown away, so nobody can sign in but with a code from [`ways_in`].
pub async fn fill(
    store: &dyn Store,
    clock: &(dyn Clock + Send + Sync),
    entropy: &(dyn Entropy + Send + Sync),
) -> Result<bool> {
    if !store.mentors().await?.is_empty() {
        return Ok(false);
    }
    let now = clock.now();
    let begun = now.plus(-600 * story::DAY_MS);
    store.add_mentor(MENTOR, MENTOR_NAME.into(), begun).await?;
    for person in CAST {
        add(store, person, now, entropy).await?;
    }
    Ok(true)
}

async fn add(
    store: &dyn Store,
    person: &Person,
    now: Millis,
    entropy: &(dyn Entropy + Send + Sync),
) -> Result<()> {
    let seeded = Seeded::new(person.seed);
    let (joined, steps) = story::tell(person, now, &seeded);
    let code = random_hash(entropy);
    store.invite(MENTOR, code, joined).await?.map_err(|c| failed("invite", &c))?;
    let device = DeviceId(seeded.id(joined));
    let joining = Joining {
        join_id: JoinId(seeded.id(joined)),
        request: random_hash(entropy),
        code,
        account: person.account,
        device,
        token: random_hash(entropy),
        recovery: random_hash(entropy),
        name: person.name.into(),
        minor: person.minor(now),
    };
    store.join(joining, joined).await?.map_err(|c| failed("join", &c))?;
    for Step { at, by, ops } in steps {
        let caller = match by {
            By::Participant => Caller { account: person.account, role: Role::Participant, device },
            By::Mentor => Caller { account: MENTOR, role: Role::Mentor, device: DeviceId(MENTOR.0) },
        };
        let acks = store.push(caller, ops.clone(), at).await?;
        if let Some((ack, op)) = acks.iter().zip(&ops).find(|(a, _)| a.result != OpResult::Applied) {
            return Err(failed(person.name, &(&ack.result, &op.payload)));
        }
    }
    Ok(())
}

fn failed(what: &str, how: &dyn std::fmt::Debug) -> StoreError {
    StoreError::Other(format!("demo, {what}: {how:?}"))
}

fn random_hash(entropy: &dyn Entropy) -> Hashed {
    let mut bytes = [0u8; 32];
    entropy.fill(&mut bytes);
    Hashed(bytes)
}

/// Fresh codes into a demo database; none where there is no demo.
pub async fn ways_in(
    store: &dyn Store,
    clock: &(dyn Clock + Send + Sync),
    entropy: &(dyn Entropy + Send + Sync),
) -> Result<Option<WaysIn>> {
    if !store.mentors().await?.iter().any(|m| m.id == MENTOR) {
        return Ok(None);
    }
    let now = clock.now();
    Ok(Some(WaysIn {
        mentor: (MENTOR_NAME.into(), sign_in(store, MENTOR, now, entropy).await?),
        participant: (ASEL.name.into(), sign_in(store, ASEL.account, now, entropy).await?),
        joining: joining_code(store, now).await?,
    }))
}

async fn sign_in(
    store: &dyn Store,
    account: AccountId,
    now: Millis,
    entropy: &(dyn Entropy + Send + Sync),
) -> Result<Code> {
    let code = Code::new(CodeKind::SignIn, &entropy);
    let done = store.issue_sign_in(account, hashed(&code)?, now.plus(CODE_MS), now).await?;
    done.map_err(|c| failed("sign-in code", &c))?;
    Ok(code)
}

/// One code a day rather than one a start: a mentor's codes are limited. It is derived from the
/// database's epoch; a joining code opens nothing by itself.
async fn joining_code(store: &dyn Store, now: Millis) -> Result<Code> {
    let epoch = store.epoch().await?;
    for attempt in 0..100u32 {
        let digest = Sha256::digest(format!("demo {epoch} {} {attempt}", now.date_at(0)));
        let seed = digest.iter().take(8).fold(0u64, |n, b| n << 8 | u64::from(*b));
        let code = Code::new(CodeKind::Joining, &Seeded::new(seed));
        match store.invite(MENTOR, hashed(&code)?, now).await? {
            Ok(reply) if reply.uses_left > 0 => return Ok(code),
            Ok(_) => {}
            Err(c) => return Err(failed("joining code", &c)),
        }
    }
    Err(failed("joining code", &"all used up"))
}

fn hashed(code: &Code) -> Result<Hashed> {
    secret::code(code).map(|(h, _)| h).ok_or_else(|| failed("code", &"unreadable"))
}

/// The same numbers each time (SplitMix64): for what the cohort does, never for secrets.
struct Seeded(Cell<u64>);

impl Seeded {
    fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
        let mut z = self.0.get();
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// From 0 to `n - 1`.
    fn below(&self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    fn chance(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len() as u64) as usize)
    }

    /// A UUIDv7 of that moment.
    fn id(&self, at: Millis) -> Uuid {
        struct At(Millis);
        impl Clock for At {
            fn now(&self) -> Millis {
                self.0
            }
            fn offset_min(&self) -> i16 {
                0
            }
        }
        qadam_domain::ids::fresh(&At(at), self)
    }
}

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let bytes = self.next().to_be_bytes();
            chunk.copy_from_slice(bytes.get(..chunk.len()).unwrap_or_default());
        }
    }
}
