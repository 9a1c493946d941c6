//! Names of things. Every id that a phone makes is a UUIDv7, so that it is unique without asking
//! a server and sorts by the moment it was made. Order never carries meaning, only locality.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

use crate::clock::{Clock, Entropy};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id.
            pub fn new(clock: &impl Clock, entropy: &impl Entropy) -> Self {
                Self(fresh(clock, entropy))
            }
            /// The sixteen bytes, as stored in SQLite.
            pub fn bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
            /// From sixteen stored bytes.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(self.bytes())?.ok()
            }
        }
        impl<C> minicbor::Decode<'_, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'_>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                let bytes = d.bytes()?.try_into();
                bytes.map(Self::from_bytes).map_err(|_| minicbor::decode::Error::message("no id of sixteen bytes"))
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }
    )*};
}

ids! {
    /// One user action, once and for ever; also the name of the revision that it makes.
    OpId,
    /// One installation on one device.
    DeviceId,
    /// A person's profile on a phone; becomes nothing on the server.
    ProfileId,
    /// A person on the server. A participant's account is also the scope of their data.
    AccountId,
    /// One attempt to join or to sign in; makes a lost reply repeatable.
    JoinId,
    /// One log entry through all of its revisions.
    EntryId,
    /// A book, a project or a journey that several entries belong to.
    ThingId,
    /// One report through all of its revisions.
    ReportId,
    /// One chat message.
    MessageId,
}

impl OpId {
    /// The name of what is written anew in the place of this op, because of another one: the same whenever it is
    /// asked for, and nobody else's (a UUIDv8 from the SHA-256 over both).
    pub fn instead(self, because: Self) -> Self {
        let hash = Sha256::new().chain_update(self.bytes()).chain_update(because.bytes()).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// UUIDv7 from the given clock and entropy.
pub fn fresh(clock: &impl Clock, entropy: &impl Entropy) -> Uuid {
    let mut random = [0u8; 10];
    entropy.fill(&mut random);
    // A clock before 1970 gives zero: the id stays unique through its 74 random bits.
    let millis = u64::try_from(clock.now().0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
