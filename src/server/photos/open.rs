//! Where pictures are kept: a folder, or a bucket of an S3-compatible service.

use axum::body::Bytes;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::client::{ClientConfigKey, ClientOptions, HttpClient, HttpConnector};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, Error, PutMode, RetryConfig};
use qadam_domain::Entropy;
use rustls::ClientConfig;
use std::convert::Infallible;
use std::path::{Path as FilePath, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use super::{PhotoError, Photos, Result};

/// How long one call to the service may take, and how long it is repeated in all: a phone waits for it.
const CALL: Duration = Duration::from_secs(30);
const REPEATED: Duration = Duration::from_secs(45);
const CONNECT: Duration = Duration::from_secs(5);

/// What an operator writes: a folder, or `s3://bucket` with a prefix behind it or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A folder; made when it is missing.
    Folder(PathBuf),
    /// A bucket.
    S3(S3),
}

/// A bucket, and how to reach it.
#[derive(Clone, PartialEq, Eq)]
pub struct S3 {
    /// Its name.
    pub bucket: String,
    /// What the names of all objects begin with; may be empty.
    pub prefix: String,
    /// Settings by the names of their variables: `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL` and so on.
    pub settings: Vec<(String, String)>,
}

impl std::fmt::Debug for S3 {
    /// Settings hold keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3")
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl S3 {
    /// The first of some settings that is there.
    fn setting(&self, names: &[&str]) -> Option<&str> {
        let all = || self.settings.iter();
        names.iter().find_map(|name| all().find(|(n, _)| n == name).map(|(_, value)| value.as_str()))
    }
}

/// As the variables of others say it.
fn yes(text: &str) -> bool {
    ["1", "true", "on", "yes", "y"].contains(&text.trim().to_ascii_lowercase().as_str())
}

impl FromStr for Address {
    type Err = Infallible;

    /// Settings of S3 are those of this process.
    fn from_str(text: &str) -> std::result::Result<Self, Infallible> {
        let Some(rest) = text.strip_prefix("s3://") else { return Ok(Self::Folder(text.into())) };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let settings = std::env::vars().filter(|(name, _)| name.starts_with("AWS_")).collect();
        Ok(Self::S3(S3 { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned(), settings }))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::S3(S3 { bucket, prefix, .. }) if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::S3(S3 { bucket, prefix, .. }) => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

impl Photos {
    /// Opens a store. `ca`: certificates (PEM) to check an S3 service's own by, instead of those that everybody
    /// trusts. A service is not asked yet: see [`Photos::check`].
    ///
    /// # Errors
    /// No such folder can be made, or the settings make no sense.
    pub fn open(address: &Address, ca: Option<&FilePath>) -> Result<Self> {
        match address {
            Address::Folder(folder) => Self::folder(folder),
            Address::S3(s3) => Self::s3(s3, ca),
        }
    }

    /// A folder. What is answered has reached the disk.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn folder(folder: &FilePath) -> Result<Self> {
        let wrong = |e: &dyn std::fmt::Display| PhotoError::new(format!("{}: {e}", folder.display()));
        std::fs::create_dir_all(folder).map_err(|e| wrong(&e))?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(|e| wrong(&super::words(&e)))?;
        let objects = objects.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self { objects: Arc::new(objects), folder: Some(folder.to_owned()) })
    }

    fn s3(s3: &S3, ca: Option<&FilePath>) -> Result<Self> {
        if s3.bucket.is_empty() {
            return Err(PhotoError::new("s3:// needs the name of a bucket behind it"));
        }
        let plain = s3.setting(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"]);
        if plain.is_some_and(|url| url.starts_with("http://"))
            && !s3.setting(&["AWS_ALLOW_HTTP"]).is_some_and(yes)
        {
            let what = "its address begins with http:// and keys would go unprotected; AWS_ALLOW_HTTP=true allows it";
            return Err(PhotoError::new(what));
        }
        let tls = crate::tls::client(ca).map_err(PhotoError::new)?;
        let mut builder = AmazonS3Builder::new();
        for (name, value) in &s3.settings {
            // Variables that are not about S3 are none of ours.
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                builder = builder.with_config(key, value);
            }
        }
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(5), ..BackoffConfig::default() };
        let objects = builder
            .with_bucket_name(&s3.bucket)
            .with_http_connector(Connector(tls))
            // The form that every service has; there are never many.
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig { backoff, max_retries: 4, retry_timeout: REPEATED })
            .build()
            // Nothing of anybody is in this one, but what is missing.
            .map_err(PhotoError::new)?;
        let prefix = Path::parse(&s3.prefix).map_err(PhotoError::new)?;
        Ok(Self { objects: Arc::new(PrefixStore::new(objects, prefix)), folder: None })
    }

    /// Writes something, writes it again where it must not, and takes it away: whether the store does what is
    /// needed of it.
    ///
    /// # Errors
    /// What it does not do.
    pub async fn check(&self, entropy: &(dyn Entropy + Sync)) -> Result<()> {
        // Another server may look at the same moment.
        let mut name = [0; 8];
        entropy.fill(&mut name);
        let probe = Path::from(format!("probe-{:016x}", u64::from_be_bytes(name)));
        self.put(&probe, Bytes::from_static(b"qadam"), PutMode::Overwrite).await?;
        let again = self.put(&probe, Bytes::new(), PutMode::Create).await;
        self.delete(vec![probe]).await?;
        match again {
            Err(Error::AlreadyExists { .. }) => Ok(()),
            Err(e) => Err(e.into()),
            Ok(()) => {
                Err(PhotoError::new("it writes over what is there, although told not to (If-None-Match: *)"))
            }
        }
    }
}

/// Our own client: ring and our own roots, as everywhere.
#[derive(Debug)]
struct Connector(ClientConfig);

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let http = options.get_config_value(&ClientConfigKey::AllowHttp).is_some_and(|said| yes(&said));
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(self.0.clone())
            .https_only(!http)
            .connect_timeout(CONNECT)
            .timeout(CALL)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("qadam-server/", env!("CARGO_PKG_VERSION")))
            // The length of an answer is an object's size: nothing may be packed on the way.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .build();
        client
            .map(HttpClient::new)
            .map_err(|e| Error::Generic { store: "S3", source: Box::new(e.without_url()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kill -9` cannot show it: only a power cut takes what the system has not written yet.
    #[test]
    fn what_is_kept_in_a_folder_has_reached_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let photos = Photos::folder(folder.path()).unwrap();
        assert!(format!("{:?}", photos.objects).contains("fsync: true"));
    }
}
