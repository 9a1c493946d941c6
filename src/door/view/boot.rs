//! Where the app stands at its start.

use chrono::NaiveDate;
use qadam_domain::pack::Pack;
use qadam_domain::{Millis, ProfileId};
use serde::{Deserialize, Serialize};

/// What a profile is on this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works on a level.
    Participant,
    /// Reviews.
    Mentor,
}

/// One profile of this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileCard {
    /// Which.
    pub id: ProfileId,
    /// What the person is called.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// A PIN is asked for.
    pub has_pin: bool,
}

/// What a person should be told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// For `NoticeSeen`.
    pub id: i64,
    /// What happened.
    pub kind: NoticeKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A damaged file was moved aside and kept under this name; a fresh one was started.
    Damaged {
        /// The file that was kept.
        kept_as: String,
        /// When.
        at: Millis,
    },
    /// The storage is not lasting: the browser may clear it. Joining makes it safe.
    NotPersistent,
    /// What is here was copied from another phone: this is a device of its own now.
    Copied {
        /// When.
        at: Millis,
    },
}

/// Where the app stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BootView {
    /// `kk`, `ru` or `en`; none while nobody has chosen.
    pub language: Option<String>,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// How large this phone writes, in percent.
    pub text_size: u16,
    /// All profiles of this phone.
    pub profiles: Vec<ProfileCard>,
    /// The open profile; none: choose one, or make the first.
    pub open: Option<ProfileId>,
    /// The open profile's role.
    pub role: Option<Role>,
    /// The open participant has a level.
    pub enrolled: bool,
    /// The open profile is still signing in with a one-time code.
    pub sign_in: Option<SignIn>,
    /// To be told once.
    pub notices: Vec<Notice>,
    /// The civil date of this phone.
    pub today: NaiveDate,
}

/// The programme, with all names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeView {
    /// The rule pack.
    #[serde(with = "pack_text")]
    pub pack: Pack,
}

/// A pack is JSON wherever it goes: some of its parts name their kind inside, which frames cannot carry.
mod pack_text {
    use qadam_domain::pack::Pack;
    use serde::{Deserialize, Deserializer, Serializer, de, ser};

    pub fn serialize<S: Serializer>(pack: &Pack, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&serde_json::to_string(pack).map_err(ser::Error::custom)?)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Pack, D::Error> {
        serde_json::from_str(&String::deserialize(d)?).map_err(de::Error::custom)
    }
}

/// Where a sign-in stands. `ProfileErase` drops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// Under way.
    Waiting,
    /// No network; goes on by itself.
    Offline,
    /// The server does not answer sensibly; goes on by itself.
    Server,
    /// The code is wrong, used up or out of date.
    Refused,
    /// The server wants a newer app.
    UpdateWanted,
}
