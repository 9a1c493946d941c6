//! Pictures: a store of objects, in a folder or at an S3-compatible service.
//!
//! A picture lies at `photos/{participant}/{sha256}`: the same picture is kept once for a participant, erasing a
//! person is erasing a prefix, and nobody learns what pictures others have. An upload that is not done lies in
//! parts at `uploads/{participant}/{sha256}.{length}/` ([`upload`]). There is no other state, so any number of
//! servers may share a store, and one upload may go through several of them.

mod open;
mod tidy;
pub mod upload;

use axum::body::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::client::HttpError;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use qadam_domain::AccountId;
use qadam_domain::photo::PhotoId;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

pub use open::{Address, S3};
pub use tidy::EVERY;

/// Most pictures of a participant, finished or not, unless an operator says otherwise.
pub const PICTURES_MAX: usize = 3_000;

/// The store could not do it. Names no picture and nobody: a log keeps it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the store of pictures: {0}")]
pub struct PhotoError(String);

impl PhotoError {
    fn new(what: impl std::fmt::Display) -> Self {
        Self(what.to_string())
    }
}

impl From<Error> for PhotoError {
    fn from(e: Error) -> Self {
        Self(words(&e))
    }
}

/// Shorthand of this module.
pub type Result<T> = std::result::Result<T, PhotoError>;

/// Where pictures are. A copy is the same store.
#[derive(Clone)]
pub struct Photos {
    objects: Arc<dyn ObjectStore>,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
}

impl std::fmt::Debug for Photos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Photos").field("folder", &self.folder).finish_non_exhaustive()
    }
}

fn of(kind: &str, participant: AccountId) -> Path {
    Path::from_iter([kind, &participant.to_string()])
}

fn picture(participant: AccountId, photo: PhotoId) -> Path {
    of("photos", participant).join(photo.to_string())
}

impl Photos {
    /// In memory, for tests: what is in it ends with it.
    pub fn in_memory() -> Self {
        Self { objects: Arc::new(InMemory::new()), folder: None }
    }

    /// A picture's bytes.
    pub async fn get(&self, participant: AccountId, photo: PhotoId) -> Result<Option<Bytes>> {
        let found = match self.objects.get(&picture(participant, photo)).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        Ok(Some(found.bytes().await?))
    }

    /// How long a picture is.
    pub async fn size(&self, participant: AccountId, photo: PhotoId) -> Result<Option<u64>> {
        match self.objects.head(&picture(participant, photo)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// Those of these pictures that are here.
    pub async fn have(&self, participant: AccountId, ids: &[PhotoId]) -> Result<Vec<PhotoId>> {
        let prefix = of("photos", participant);
        let mut listed = self.objects.list(Some(&prefix));
        let mut here = HashSet::new();
        while let Some(one) = listed.try_next().await? {
            here.extend(one.location.filename().and_then(|name| name.parse::<PhotoId>().ok()));
        }
        Ok(ids.iter().copied().filter(|id| here.contains(id)).collect())
    }

    /// How many pictures a participant has, uploads that are not done among them. Counts no further than `most`.
    async fn count(&self, participant: AccountId, most: usize) -> Result<usize> {
        let prefix = of("photos", participant);
        let done = self.objects.list(Some(&prefix)).take(most).try_fold(0, |n, _| async move { Ok(n + 1) });
        let done: usize = done.await?;
        if done >= most {
            return Ok(done);
        }
        let begun = self.objects.list_with_delimiter(Some(&of("uploads", participant))).await?;
        Ok(done + begun.common_prefixes.len())
    }

    /// Everything of a participant goes, for good.
    pub async fn erase(&self, participant: AccountId) -> Result<()> {
        for kind in ["uploads", "photos"] {
            let prefix = of(kind, participant);
            let all = self.objects.list(Some(&prefix)).map_ok(|one| one.location).try_collect().await?;
            self.delete(all).await?;
            // What a crash has left of a write has no name in the store.
            self.remove_folder(&prefix).await?;
        }
        Ok(())
    }

    async fn put(&self, to: &Path, bytes: Bytes, mode: PutMode) -> std::result::Result<(), Error> {
        self.objects.put_opts(to, PutPayload::from_bytes(bytes), mode.into()).await.map(|_| ())
    }

    /// What is gone already is gone.
    async fn delete(&self, all: Vec<Path>) -> Result<()> {
        let mut gone = self.objects.delete_stream(stream::iter(all.into_iter().map(Ok)).boxed());
        while let Some(one) = gone.next().await {
            match one {
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(())
    }
}

/// The error for a log. Never as it says it itself: that names keys, and keys name people.
fn words(e: &Error) -> String {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(e);
    let mut transport = None;
    while let Some(c) = cause {
        if let Some(io) = c.downcast_ref::<std::io::Error>() {
            return io.to_string();
        }
        if transport.is_some() || c.is::<HttpError>() {
            // Of a call that had no answer: the innermost says why, and no address.
            transport = Some(c.to_string());
        }
        cause = c.source();
    }
    if let Some(why) = transport {
        return why;
    }
    let whole = e.to_string();
    // An S3 error has a code: `<Code>SignatureDoesNotMatch</Code>`.
    let code =
        whole.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map(|(code, _)| code);
    let code = code.filter(|code| code.chars().all(|c| c.is_ascii_alphanumeric()));
    let kind = match e {
        Error::NotFound { .. } => "not found",
        Error::PermissionDenied { .. } => "not permitted",
        Error::Unauthenticated { .. } => "credentials are refused",
        Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotModified { .. } => "collided",
        Error::NotSupported { .. } | Error::NotImplemented { .. } => "not supported",
        Error::InvalidPath { .. } => "no such name",
        _ => "no answer that can be used",
    };
    code.map_or_else(|| kind.to_owned(), |code| format!("{kind} ({code})"))
}
