//! Who is in the demo.

use chrono::{Datelike, Days, NaiveDate};
use qadam_domain::{AccountId, Millis, enrolment};
use uuid::Uuid;

use super::texts::{self, Texts};

pub(super) const MENTOR: AccountId = AccountId(Uuid::from_u128(0x0196_8a00_0000_7000_8000_0000_0000_0a01));
pub(super) const MENTOR_NAME: &str = "Айгүл Сейтқали";

/// How far the joining is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    /// Waits for the mentor.
    Asked,
    /// Taken in; under 18 and the paper is not there yet.
    NoConsent,
    /// Works on a level.
    Working,
}

/// What has become of the newest report.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// None was sent yet.
    None,
    /// It waits for the mentor.
    Waiting,
    /// Something is to be fixed.
    Returned,
    /// It is decided.
    Decided,
}

/// Somebody of the cohort.
pub(super) struct Person {
    pub(super) account: AccountId,
    pub(super) seed: u64,
    pub(super) name: &'static str,
    pub(super) guardian: &'static str,
    pub(super) age: i32,
    pub(super) texts: &'static Texts,
    pub(super) level: &'static str,
    /// Days since the level began.
    pub(super) days: u64,
    /// Of what is planned, how much is done, in percent.
    pub(super) effort: u64,
    pub(super) joined: Joined,
    pub(super) last: Last,
    /// Activities, in the order of [`texts::TRACKS`].
    pub(super) activities: [&'static str; 7],
    pub(super) chat: &'static [texts::Line],
}

const fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(0x0196_8a00_0000_7000_8000_0000_0000_0b00 | n))
}

/// The participant whose sign-in code is printed.
pub(super) const ASEL: Person = Person {
    account: account(1),
    seed: 1,
    name: "Әсел Нұрланқызы",
    guardian: "Нұрлан Әбдірахманов",
    age: 16,
    texts: &texts::KK,
    level: "silver",
    days: 143,
    effort: 88,
    joined: Joined::Working,
    last: Last::Waiting,
    activities: ["running", "dombyra", "kazakh_classics", "family_tree", "bilim", "hike", "library"],
    chat: texts::CHAT_ASEL,
};

pub(super) const CAST: &[Person] = &[
    ASEL,
    Person {
        account: account(2),
        seed: 2,
        name: "Данияр Ахметов",
        guardian: "Гульнара Ахметова",
        age: 15,
        texts: &texts::RU,
        level: "bronze",
        days: 118,
        effort: 70,
        joined: Joined::Working,
        last: Last::Returned,
        activities: ["football", "coding", "fiction", "local_history", "clean_up", "cycling_trip", "farm"],
        chat: texts::CHAT_DANIYAR,
    },
    Person {
        account: account(3),
        seed: 3,
        name: "Мадина Ерланқызы",
        guardian: "",
        age: 19,
        texts: &texts::KK,
        level: "gold",
        days: 425,
        effort: 95,
        joined: Joined::Working,
        last: Last::Decided,
        activities: [
            "swimming",
            "public_speaking",
            "history",
            "kui_and_songs",
            "elderly",
            "mountains",
            "internship",
        ],
        chat: texts::CHAT_MADINA,
    },
    Person {
        account: account(4),
        seed: 4,
        name: "Ержан Тілеуберді",
        guardian: "",
        age: 18,
        texts: &texts::KK,
        level: "bronze",
        days: 24,
        effort: 55,
        joined: Joined::Working,
        last: Last::None,
        activities: [
            "wrestling",
            "drawing",
            "popular_science",
            "national_games",
            "tarbie",
            "riding",
            "seasonal",
        ],
        chat: &[],
    },
    Person {
        account: account(5),
        seed: 5,
        name: "Алина Ким",
        guardian: "",
        age: 18,
        texts: &texts::RU,
        level: "bronze",
        days: 0,
        effort: 0,
        joined: Joined::Asked,
        last: Last::None,
        activities: [""; 7],
        chat: &[],
    },
    Person {
        account: account(6),
        seed: 6,
        name: "Нұрасыл Бекжан",
        guardian: "",
        age: 14,
        texts: &texts::KK,
        level: "bronze",
        days: 3,
        effort: 0,
        joined: Joined::NoConsent,
        last: Last::None,
        activities: [""; 7],
        chat: &[],
    },
];

impl Person {
    /// A birthday some months ago, so that the age holds on the first day of the level, too.
    pub(super) fn birth(&self, now: Millis) -> NaiveDate {
        let today = now.date_at(300);
        let born = today.checked_sub_days(Days::new(self.days + 40)).unwrap_or(today);
        // The first of a month exists in every year.
        NaiveDate::from_ymd_opt(born.year() - self.age, born.month(), 1).unwrap_or(born)
    }

    pub(super) fn minor(&self, now: Millis) -> bool {
        enrolment::is_minor(self.birth(now), now.date_at(0))
    }
}
