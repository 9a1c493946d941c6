//! Uploads: parts that become a picture.

use std::fmt;
use std::str::FromStr;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path as Key;
use object_store::{PutMode, PutOptions, PutPayload};
use qadam_domain::photo::{BYTES_MAX, look};
use qadam_domain::{AccountId, Millis, PhotoId};

use super::{AT_ONCE, PhotoError, Photos, Result, UPLOAD_LIFE};

/// An upload, by what it is to become. Its name in an address is `{sha256}.{length}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Whose.
    pub participant: AccountId,
    /// Which.
    pub id: PhotoId,
    /// Bytes of the whole.
    pub length: u32,
}

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Bytes that are there, from the beginning on.
    pub offset: u32,
}

impl Upload {
    /// Its name in an address.
    pub fn name(&self) -> String {
        Name { id: self.id, length: self.length }.to_string()
    }

    /// From its name.
    pub fn named(participant: AccountId, name: &str) -> Option<Self> {
        let Name { id, length } = name.parse().ok()?;
        Some(Self { participant, id, length })
    }
}

struct Name {
    id: PhotoId,
    length: u32,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.id, self.length)
    }
}

impl FromStr for Name {
    type Err = ();
    fn from_str(s: &str) -> std::result::Result<Self, ()> {
        let (id, length) = s.split_once('.').ok_or(())?;
        // One way of writing it, as addresses are compared: no signs, no zeros in front.
        let plain = length.bytes().all(|b| b.is_ascii_digit()) && !length.starts_with('0');
        let length: u32 = length.parse().ok().filter(|_| plain).ok_or(())?;
        let id = id.parse().map_err(|_| ())?;
        (length as usize <= BYTES_MAX).then_some(Self { id, length }).ok_or(())
    }
}

/// A part that is there.
struct Part {
    key: Key,
    from: u32,
    size: u32,
}

impl Photos {
    pub(super) fn uploads_of(&self, participant: AccountId) -> Key {
        self.root.clone().join("uploads").join(participant.to_string())
    }

    fn folder_of(&self, upload: &Upload) -> Key {
        self.uploads_of(upload.participant).join(upload.name())
    }

    /// The parts from the beginning on, without a gap, and all keys.
    async fn parts(&self, upload: &Upload) -> Result<(Vec<Part>, Vec<Key>)> {
        let mut all: Vec<Part> = self
            .store
            .list(Some(&self.folder_of(upload)))
            .try_filter_map(|o| async move {
                let from = o.location.filename().and_then(|n| n.parse().ok());
                let size = u32::try_from(o.size).ok();
                Ok(from.zip(size).map(|(from, size)| Part { key: o.location, from, size }))
            })
            .try_collect()
            .await?;
        all.sort_by_key(|p| p.from);
        let keys = all.iter().map(|p| p.key.clone()).collect();
        let mut end = 0;
        all.retain(|p| {
            let next = p.from == end;
            end += if next { p.size } else { 0 };
            next
        });
        Ok((all, keys))
    }

    /// Where an upload stands. One that nobody has begun stands at its beginning.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn offset(&self, upload: &Upload) -> Result<At> {
        if self.has(upload.participant, upload.id).await? {
            return Ok(At { offset: upload.length });
        }
        let (parts, _) = self.parts(upload).await?;
        let offset = end(&parts);
        if offset == upload.length {
            // All parts are there, and whoever wanted to put them together has died over it.
            self.finish(upload).await?;
        }
        Ok(At { offset })
    }

    /// Takes bytes from a place on, and puts the picture together with the last of them. What is answered is
    /// there to stay.
    ///
    /// # Errors
    /// The upload stands somewhere else; the whole is not what its name says, and was removed; the store.
    pub async fn take(&self, upload: &Upload, from: u32, bytes: Bytes) -> Result<At> {
        if self.has(upload.participant, upload.id).await? {
            let at = At { offset: upload.length };
            return if from == upload.length && bytes.is_empty() {
                Ok(at)
            } else {
                Err(PhotoError::Elsewhere)
            };
        }
        let (parts, _) = self.parts(upload).await?;
        if from != end(&parts) {
            return Err(PhotoError::Elsewhere);
        }
        let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let offset = from.checked_add(size).filter(|n| *n <= upload.length).ok_or(PhotoError::Elsewhere)?;
        if size > 0 {
            let key = self.folder_of(upload).join(format!("{from:010}"));
            let mode = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
            match self.store.put_opts(&key, PutPayload::from_bytes(bytes), mode).await {
                Ok(_) => {}
                // Two at once: the first is the part, the other one asks where it stands.
                Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => {
                    return Err(PhotoError::Elsewhere);
                }
                Err(e) => return Err(e.into()),
            }
        }
        if offset == upload.length {
            self.finish(upload).await?;
        }
        Ok(At { offset })
    }

    async fn finish(&self, upload: &Upload) -> Result<()> {
        let (parts, keys) = self.parts(upload).await?;
        if end(&parts) != upload.length {
            // Somebody else has put it together, or removed it, meanwhile.
            return if self.has(upload.participant, upload.id).await? {
                Ok(())
            } else {
                Err(PhotoError::Elsewhere)
            };
        }
        let read: Vec<Bytes> = stream::iter(parts)
            .map(|p| async move { self.read(&p.key).await?.ok_or(PhotoError::Elsewhere) })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let mut whole = BytesMut::with_capacity(upload.length as usize);
        read.iter().for_each(|part| whole.extend_from_slice(part));
        let good = PhotoId::of(&whole) == upload.id && look(&whole).is_ok();
        if good {
            self.keep(upload.participant, upload.id, whole.freeze()).await?;
        }
        // Where this fails they are removed with their age; the picture is there, or is begun again.
        if let Err(cause) = self.remove(keys).await {
            tracing::warn!(%cause, "parts of a finished upload stay");
        }
        if good { Ok(()) } else { Err(PhotoError::NotIt) }
    }

    /// Gives an upload up. Twice is fine.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn give_up(&self, upload: &Upload) -> Result<()> {
        let (_, keys) = self.parts(upload).await?;
        self.remove(keys).await
    }

    /// Removes parts that nobody goes on with; gives how many. Each part has its own age: an upload that is
    /// begun anew loses nothing of what came lately, and says itself where it stands.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sweep(&self, now: Millis) -> Result<usize> {
        let before = chrono::DateTime::from_timestamp_millis(now.0).unwrap_or_default() - UPLOAD_LIFE;
        let folder = self.root.clone().join("uploads");
        let old: Vec<Key> = self
            .store
            .list(Some(&folder))
            .try_filter_map(|o| async move { Ok((o.last_modified < before).then_some(o.location)) })
            .try_collect()
            .await?;
        let n = old.len();
        self.remove(old).await?;
        Ok(n)
    }
}

fn end(parts: &[Part]) -> u32 {
    parts.last().map_or(0, |p| p.from.saturating_add(p.size))
}
