//! Pictures as files: content-addressed within their participant, in a folder or in any service that speaks
//! S3 ([`object_store`]).
//!
//! There are no rows about them. A finished picture is `photos/{participant}/{sha256}`; an upload is a run of
//! parts `uploads/{participant}/{sha256}.{length}/{offset}`, each made only where there is none yet. So any
//! server goes on with what another one began, a cut upload keeps what has arrived, and erasing somebody is
//! erasing two folders. Nobody learns whether others have the same picture.

mod uploads;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, ObjectStoreScheme, PutPayload};
use qadam_domain::{AccountId, PhotoId};
use thiserror::Error;
use url::Url;

pub use uploads::{At, Upload};

/// Pictures that are looked for at a time.
const AT_ONCE: usize = 16;
/// What nobody goes on with is removed after this long: a phone begins again.
pub const UPLOAD_LIFE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Why it did not work. No error names a picture or a person.
#[derive(Debug, Error)]
pub enum PhotoError {
    /// Another part came first, or the parts are not as the caller thinks.
    #[error("the upload is somewhere else")]
    Elsewhere,
    /// The bytes are not those of the name, or no clean picture.
    #[error("no picture of that name")]
    NotIt,
    /// The address of the store is no address.
    #[error("{0}")]
    Address(String),
    /// The store does not do it.
    #[error("the store of photos: {0}")]
    Store(String),
}

impl From<object_store::Error> for PhotoError {
    fn from(cause: object_store::Error) -> Self {
        // Its text names the key: whose picture it is.
        Self::Store(match cause {
            object_store::Error::NotFound { .. } => "not found".into(),
            object_store::Error::PermissionDenied { .. } => "not permitted".into(),
            object_store::Error::Unauthenticated { .. } => "not signed in".into(),
            object_store::Error::NotSupported { .. } | object_store::Error::NotImplemented { .. } => {
                "it lacks what is asked of it".into()
            }
            _ => "no answer, or not as it should be".into(),
        })
    }
}

/// Shorthand of this module.
pub type Result<T> = std::result::Result<T, PhotoError>;

/// Where pictures are. Cheap to clone.
#[derive(Clone)]
pub struct Photos {
    store: Arc<dyn ObjectStore>,
    root: Key,
}

impl std::fmt::Debug for Photos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Photos")
    }
}

impl Photos {
    /// A folder of this machine; made where it is missing.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn folder(folder: &Path) -> Result<Self> {
        let not = |e: &dyn std::fmt::Display| PhotoError::Address(format!("{}: {e}", folder.display()));
        std::fs::create_dir_all(folder).map_err(|e| not(&e))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|e| not(&e))?;
        // Written through to the disk: what was answered is there after a power cut.
        Ok(Self {
            store: Arc::new(store.with_automatic_cleanup(true).with_fsync(true)),
            root: Key::default(),
        })
    }

    /// `s3://bucket/prefix`, with what the environment says of it (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT` …);
    /// or a folder.
    ///
    /// # Errors
    /// No such address.
    pub fn at(address: &str) -> Result<Self> {
        Self::with(address, std::env::vars())
    }

    /// The same with what is said here, by the names of those variables.
    ///
    /// # Errors
    /// No such address.
    pub fn with(address: &str, said: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        if !address.contains("://") {
            return Self::folder(Path::new(address));
        }
        let whole = Url::parse(address).ok().filter(|u| u.has_host() || u.scheme() == "file");
        let url = whole.ok_or_else(|| PhotoError::Address(format!("{address} is no address of a store")))?;
        // Ends without an error where one is there already, which is as good.
        if rustls::crypto::ring::default_provider().install_default().is_err() {
            tracing::debug!("a TLS provider is installed already");
        }
        let options = said.into_iter().map(|(k, v)| (k.to_ascii_lowercase(), v));
        let not = |e: object_store::Error| PhotoError::Address(e.to_string());
        if matches!(ObjectStoreScheme::parse(&url), Ok((ObjectStoreScheme::Local, _))) {
            return match url.to_file_path() {
                Ok(path) => Self::folder(&path),
                Err(()) => Err(PhotoError::Address("file:// wants a whole path".into())),
            };
        }
        let (store, root) = object_store::parse_url_opts(&url, options).map_err(not)?;
        Ok(Self { store: Arc::from(store), root })
    }

    /// In memory, for as long as the program runs: for tests, and a server that was told of no place.
    pub fn memory() -> Self {
        Self { store: Arc::new(object_store::memory::InMemory::new()), root: Key::default() }
    }

    fn of(&self, participant: AccountId) -> Key {
        self.root.clone().join("photos").join(participant.to_string())
    }

    fn key(&self, participant: AccountId, id: PhotoId) -> Key {
        self.of(participant).join(id.to_string())
    }

    /// Whether a picture is there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn has(&self, participant: AccountId, id: PhotoId) -> Result<bool> {
        match self.store.head(&self.key(participant, id)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(e) => Err(e.into()),
        }
    }

    /// Which of these are there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn have(&self, participant: AccountId, ids: &[PhotoId]) -> Result<Vec<PhotoId>> {
        let ids: BTreeSet<PhotoId> = ids.iter().copied().collect();
        let found: Vec<Option<PhotoId>> = stream::iter(ids)
            .map(|id| async move { Ok::<_, PhotoError>(self.has(participant, id).await?.then_some(id)) })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// How many pictures somebody has, small ones among them.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn count(&self, participant: AccountId) -> Result<usize> {
        let all = self.store.list(Some(&self.of(participant)));
        Ok(all.try_fold(0usize, |n, _| async move { Ok(n + 1) }).await?)
    }

    /// A picture; none where it is not there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn get(&self, participant: AccountId, id: PhotoId) -> Result<Option<Bytes>> {
        self.read(&self.key(participant, id)).await
    }

    async fn read(&self, key: &Key) -> Result<Option<Bytes>> {
        match self.store.get(key).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    async fn keep(&self, participant: AccountId, id: PhotoId, bytes: Bytes) -> Result<()> {
        // Twice is the same bytes.
        self.store.put(&self.key(participant, id), PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    async fn remove(&self, keys: Vec<Key>) -> Result<()> {
        let keys = stream::iter(keys.into_iter().map(Ok)).boxed();
        let mut gone = self.store.delete_stream(keys);
        while let Some(result) = gone.next().await {
            match result {
                // Somebody else was quicker.
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(())
    }

    /// Removes all pictures of somebody, finished or not.
    ///
    /// # Errors
    /// The store does not answer: some may still be there, and again removes them.
    pub async fn erase(&self, participant: AccountId) -> Result<()> {
        for folder in [self.of(participant), self.uploads_of(participant)] {
            let keys = self.store.list(Some(&folder)).map_ok(|o| o.location).try_collect().await?;
            self.remove(keys).await?;
        }
        Ok(())
    }
}
