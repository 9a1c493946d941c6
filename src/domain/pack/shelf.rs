//! The programmes at hand. Each is read when it is first asked for: a phone needs one of them, and its
//! start should not wait for the others.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::{Pack, PackError};

/// Versions of one programme stand in the order in which they came out.
const SHIPPED: &[(&str, &str, &str)] = &[
    ("elbasy-medali", "2020", include_str!("../../../assets/programmes/elbasy-medali@2020.json")),
    ("international-award", "2024", include_str!("../../../assets/programmes/international-award@2024.json")),
];

/// Packs by id and version; cheap to clone.
#[derive(Clone, Debug)]
pub struct Packs(Arc<Vec<Shelved>>);

#[derive(Debug)]
struct Shelved {
    id: String,
    version: String,
    text: Cow<'static, str>,
    pack: OnceLock<Option<Arc<Pack>>>,
}

impl Shelved {
    /// None for a pack with a mistake: it is refused whole, as if it were not there.
    fn read(&self) -> Option<&Arc<Pack>> {
        self.pack.get_or_init(|| Pack::parse(&self.text).ok().map(Arc::new)).as_ref()
    }
}

impl Packs {
    /// The packs that ship. Tests hold that all of them are sound.
    pub fn shipped() -> Self {
        let shelved = |(id, version, text): &(&str, &str, &'static str)| Shelved {
            id: (*id).into(),
            version: (*version).into(),
            text: Cow::Borrowed(*text),
            pack: OnceLock::new(),
        };
        Self(Arc::new(SHIPPED.iter().map(shelved).collect()))
    }

    /// These packs after the ones that ship.
    ///
    /// # Errors
    /// The first mistake of the first pack that has one.
    pub fn with(&self, texts: impl IntoIterator<Item = String>) -> Result<Self, PackError> {
        let again = |s: &Shelved| Shelved {
            id: s.id.clone(),
            version: s.version.clone(),
            text: s.text.clone(),
            pack: OnceLock::new(),
        };
        let mut all: Vec<Shelved> = self.0.iter().map(again).collect();
        for text in texts {
            let pack = Pack::parse(&text)?;
            all.push(Shelved {
                id: pack.id.clone(),
                version: pack.version.clone(),
                text: Cow::Owned(text),
                pack: OnceLock::from(Some(Arc::new(pack))),
            });
        }
        Ok(Self(Arc::new(all)))
    }

    /// The pack of who has chosen none.
    pub fn first(&self) -> Option<&Arc<Pack>> {
        self.0.iter().find_map(Shelved::read)
    }

    /// A pack by id and version.
    pub fn find(&self, id: &str, version: &str) -> Option<&Arc<Pack>> {
        self.0.iter().find(|s| s.id == id && s.version == version)?.read()
    }

    /// The newest version of a programme.
    pub fn newest(&self, id: &str) -> Option<&Arc<Pack>> {
        self.0.iter().rev().find(|s| s.id == id)?.read()
    }

    /// The newest version of a programme, where it is newer than this one.
    pub fn newer(&self, id: &str, version: &str) -> Option<&Arc<Pack>> {
        let known = self.0.iter().any(|s| s.id == id && s.version == version);
        self.newest(id).filter(|p| known && p.version != version)
    }

    /// The newest version of each programme.
    pub fn programmes(&self) -> impl Iterator<Item = &Arc<Pack>> {
        let newest = |(i, s): &(usize, &Shelved)| !self.0[i + 1..].iter().any(|other| other.id == s.id);
        self.0.iter().enumerate().filter(newest).filter_map(|(_, s)| s.read())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_ships_is_sound_and_stands_under_its_own_name() {
        let packs = Packs::shipped();
        for (id, version, text) in SHIPPED {
            assert_eq!(crate::pack::mistakes(text), [], "{id}@{version}");
            let pack = packs.find(id, version).unwrap();
            assert_eq!((pack.id.as_str(), pack.version.as_str()), (*id, *version));
        }
        assert_eq!(packs.first().unwrap().id, "elbasy-medali");
        assert!(packs.find("elbasy-medali", "1999").is_none());
    }

    #[test]
    fn newer_versions_are_found_and_broken_packs_refused() {
        let next = SHIPPED[0].2.replacen("\"2020\"", "\"2021\"", 1);
        let packs = Packs::shipped().with([next.clone()]).unwrap();
        assert_eq!(packs.newer("elbasy-medali", "2020").unwrap().version, "2021");
        assert!(packs.newer("elbasy-medali", "2021").is_none());
        assert!(packs.newer("elbasy-medali", "1999").is_none(), "nobody moves from what is not known");
        assert_eq!(packs.programmes().filter(|p| p.id == "elbasy-medali").count(), 1);
        assert!(Packs::shipped().with([next.replacen("\"days\": 2", "\"days\": 0", 1)]).is_err());
    }
}
