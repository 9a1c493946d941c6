use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::Secret;

fn native() -> (tempfile::TempDir, Native) {
    let dir = tempfile::tempdir().unwrap();
    let native = Native::at(dir.path()).unwrap();
    (dir, native)
}

fn post(url: String) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url,
        bearer: Some(Secret("token".into())),
        headers: vec![("x-qadam-schema", "1".into())],
        body: Some(("application/json", b"{}".to_vec())),
    }
}

/// Answers one connection with these bytes and hangs up. Gives the request's head.
async fn answer(listener: TcpListener, reply: Vec<u8>) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let head = head(&mut stream).await;
    // the client may hang up before the end: that is what one of the tests is about
    if stream.write_all(&reply).await.is_ok() {
        stream.shutdown().await.ok();
    }
    head
}

async fn head(stream: &mut TcpStream) -> String {
    let mut got = Vec::new();
    let mut buffer = [0; 1024];
    while !got.windows(6).any(|w| w == b"\r\n\r\n{}") {
        let n = stream.read(&mut buffer).await.unwrap();
        assert_ne!(n, 0, "the request ended early");
        got.extend_from_slice(&buffer[..n]);
    }
    String::from_utf8(got).unwrap()
}

async fn exchanged(reply: Vec<u8>) -> (String, Result<HttpReply, HttpError>) {
    let (_dir, native) = native();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/sync", listener.local_addr().unwrap());
    tokio::join!(answer(listener, reply), native.http(post(url)))
}

#[tokio::test]
async fn sends_and_reads_whatever_the_status() {
    let (head, reply) = exchanged(
        b"HTTP/1.1 409 Conflict\r\ncontent-type: Application/CBOR; v=1\r\ncontent-length: 2\r\n\r\n\xff\xfe"
            .to_vec(),
    )
    .await;
    let reply = reply.unwrap();
    assert_eq!(
        (reply.status, reply.kind.as_str(), &reply.body[..]),
        (409, "application/cbor", &b"\xff\xfe"[..])
    );
    for line in [
        "POST /v1/sync HTTP/1.1",
        "authorization: Bearer token",
        "x-qadam-schema: 1",
        "content-type: application/json",
    ] {
        assert!(head.contains(line), "{line} is missing in {head}");
    }
}

#[tokio::test]
async fn no_server_is_offline() {
    let (_dir, native) = native();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(native.http(post(url)).await.unwrap_err(), HttpError::Offline);
}

#[tokio::test]
async fn an_answer_cut_short_is_broken() {
    let (_, reply) = exchanged(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half\":".to_vec()).await;
    assert_eq!(reply.unwrap_err(), HttpError::Broken);
}

#[tokio::test]
async fn an_endless_answer_is_broken() {
    let mut reply = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    reply.resize(MAX_REPLY + 4096, b' ');
    assert_eq!(exchanged(reply).await.1.unwrap_err(), HttpError::Broken);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let away = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n".to_vec();
    assert_eq!(exchanged(away).await.1.unwrap().status, 302);
}

#[tokio::test]
async fn sleeps() {
    let (_dir, native) = native();
    native.sleep(1).await;
}

#[test]
fn clock_and_entropy_are_the_systems() {
    let (_dir, native) = native();
    assert!(native.now() > Millis(1_700_000_000_000), "after 2023");
    assert!((-720..=840).contains(&native.offset_min()));
    let (mut a, mut b) = ([0; 16], [0; 16]);
    native.fill(&mut a);
    native.fill(&mut b);
    assert_ne!(a, b);
}

#[test]
fn a_secret_is_not_printed() {
    assert!(!format!("{:?}", post("http://x".into())).contains("token"));
}

#[test]
fn stamps_are_utc() {
    assert_eq!(crate::stamp(Millis(1_795_321_800_000)), "20261122-043000");
}
