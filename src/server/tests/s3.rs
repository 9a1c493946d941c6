//! Photos in a service that speaks S3: a real server of that protocol, over TCP, with signatures.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::net::SocketAddr;

use axum::body::Bytes;
use common::fixtures::uuid;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use qadam_domain::{AccountId, Millis, PhotoId};
use qadam_server::photos::{PhotoError, Photos, Upload};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A server with an empty bucket. It ends with the test's runtime.
async fn s3() -> (SocketAddr, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("qadam")).unwrap();
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
    builder.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = builder.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = service.clone();
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                // An error is a client that went.
                drop(server.serve_connection(TokioIo::new(stream), service).await);
            });
        }
    });
    (at, folder)
}

fn photos(at: SocketAddr, secret: &str) -> Photos {
    let said = [
        ("AWS_ACCESS_KEY_ID", "key".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", secret.to_owned()),
        ("AWS_REGION", "almaty-1".to_owned()),
        ("AWS_ENDPOINT", format!("http://{at}")),
        ("AWS_ALLOW_HTTP", "true".to_owned()),
    ];
    Photos::with("s3://qadam/2026", said.map(|(k, v)| (k.to_owned(), v))).unwrap()
}

/// Bytes that pass for a picture.
fn picture(n: u8, size: usize) -> Vec<u8> {
    let mut out = b"\xFF\xD8\xFF\xC0\x00\x0b\x08\x03\xC0\x05\x00\x01\x01\x11\x00".to_vec();
    out.extend(b"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00");
    out.extend((0..size).map(|i| (i % 251) as u8 & 0x7F ^ n));
    out.extend(b"\xFF\xD9");
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_live_in_s3_as_in_a_folder() {
    let (at, _folder) = s3().await;
    let (one, other) = (photos(at, "secret"), photos(at, "secret"));
    let who = AccountId(uuid());
    let bytes = picture(1, 100_000);
    let upload = Upload { participant: who, id: PhotoId::of(&bytes), length: bytes.len() as u32 };
    assert!(one.get(who, upload.id).await.unwrap().is_none());
    let mut from = 0;
    while from < bytes.len() {
        let part = Bytes::copy_from_slice(&bytes[from..(from + 30_000).min(bytes.len())]);
        let at = from as u32;
        let (a, b) = tokio::join!(one.take(&upload, at, part.clone()), other.take(&upload, at, part));
        assert!(a.is_ok() || b.is_ok(), "{a:?} {b:?}");
        let now = one.offset(&upload).await.unwrap().offset as usize;
        assert!(now > from);
        from = now;
    }
    assert_eq!(other.get(who, upload.id).await.unwrap().unwrap(), bytes);
    assert_eq!(other.have(who, &[PhotoId::of(b"no"), upload.id]).await.unwrap(), [upload.id]);
    assert_eq!((one.count(who).await.unwrap(), one.sweep(Millis(4_000_000_000_000)).await.unwrap()), (1, 0));

    let wrong = Upload { id: PhotoId::of(b"other bytes"), ..upload };
    let refused = one.take(&wrong, 0, Bytes::copy_from_slice(&bytes)).await;
    assert!(matches!(refused, Err(PhotoError::NotIt)), "{refused:?}");
    assert_eq!(other.offset(&wrong).await.unwrap().offset, 0);

    one.erase(who).await.unwrap();
    assert!(other.get(who, upload.id).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_refuses_or_is_away_says_so_without_a_name() {
    let (at, _folder) = s3().await;
    let who = AccountId(uuid());
    let refused = photos(at, "another").has(who, PhotoId::of(b"x")).await.unwrap_err();
    assert!(matches!(refused, PhotoError::Store(_)) && !format!("{refused:?}").contains(&who.to_string()));
    for address in ["s3://", "gs-not-there://x/y", "ftp://host/x"] {
        assert!(matches!(Photos::with(address, []), Err(PhotoError::Address(_))), "{address}");
    }
}
