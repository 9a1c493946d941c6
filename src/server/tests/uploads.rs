//! Uploads as tus says, who may make them, and what comes in that should not.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/pictures.rs"]
mod pictures;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use common::fixtures::{DAY_MS, day, op};
use common::{Answer, Phone, Server, join_request};
use futures_util::{StreamExt as _, stream};
use pictures::{Sending, header, jpeg, metadata, offset};
use qadam_domain::AccountId;
use qadam_domain::photo::{BYTES_MAX, PhotoId};
use qadam_protocol::account::{JoinReply, JoinRequest};
use qadam_protocol::op::{ConsentPaper, Payload};
use qadam_protocol::photos::{CHUNK, HAVE_MAX, HaveReply, HaveRequest, UPLOADS};
use qadam_protocol::sync::{BODY_MAX, Code};
use qadam_server::Config;
use qadam_server::photos::Photos;
use qadam_server::photos::upload::PIECE;
use std::convert::Infallible;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

async fn participant(s: &Server) -> Phone {
    s.participant(&s.mentor().await).await
}

/// Everything that somebody can ask about a picture, and what was answered.
async fn ask_everything(s: &Server, sending: &Sending<'_>) -> Vec<(&'static str, Answer)> {
    vec![
        ("create", sending.create(s).await),
        ("create with a chunk", sending.create_with(s, Some(sending.bytes)).await),
        ("head", sending.head(s).await),
        ("patch", sending.patch(s, 0, sending.bytes.to_vec()).await),
        ("delete", sending.delete(s).await),
        ("get", sending.get(s).await),
        ("have", sending.have(s).await),
    ]
}

#[tokio::test]
async fn photos_of_others_are_closed_and_look_like_none() {
    let s = Server::new();
    let (mentor, other_mentor) = (s.mentor().await, s.mentor().await);
    let (phone, neighbour) = (s.participant(&mentor).await, s.participant(&mentor).await);
    let theirs = s.participant(&other_mentor).await;
    let (done, begun) = (jpeg(2_000, 1), jpeg(3_000, 2));
    Sending::own(&theirs, &done).send(&[&s], 2_000).await;
    Sending::own(&theirs, &begun).create_with(&s, Some(&begun[..900])).await;
    let nobody = AccountId(common::fixtures::uuid());
    for caller in [&phone, &mentor, &other_mentor, &neighbour] {
        let of = if caller.account == other_mentor.account { phone.account } else { theirs.account };
        for (of, bytes) in [(of, &done), (of, &begun), (nobody, &done), (mentor.account, &done)] {
            let sending = Sending { of, ..Sending::own(caller, bytes) };
            for (what, answer) in ask_everything(&s, &sending).await {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
                if what != "head" {
                    assert_eq!(answer.error().code, Code::NotFound, "{what}");
                }
                let tells = ["upload-offset", "upload-length", "location", "etag", "upload-expires"];
                assert!(tells.iter().all(|name| header(&answer, name).is_none()), "{what}");
            }
        }
    }
    // Nothing has changed for whose they are.
    Sending::own(&theirs, &done).is_there(&s).await;
    assert_eq!(offset(&Sending::own(&theirs, &begun).head(&s).await), 900);
    // A mentor sees them and sends none.
    let of_mentor = Sending { of: theirs.account, ..Sending::own(&other_mentor, &done) };
    for (what, answer) in ask_everything(&s, &of_mentor).await {
        let expected = if ["get", "have"].contains(&what) { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, expected, "{what}");
    }
}

#[tokio::test]
async fn photos_stay_on_the_phone_before_it_is_time() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.join(&mentor, true).await;
    let picture = jpeg(2_000, 1);
    let sending = Sending::own(&phone, &picture);
    let refused = async |expected: Code| {
        let answers = ask_everything(&s, &sending).await;
        for (what, answer) in
            answers.iter().filter(|(what, _)| ["get", "have", "head"].iter().all(|w| w != what))
        {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
            let said = answer.error();
            assert_eq!((said.code, said.after_s), (expected, Some(60)), "{what}");
        }
        assert_eq!(sending.head(&s).await.status, StatusCode::FORBIDDEN);
        assert_eq!(sending.get(&s).await.status, StatusCode::NOT_FOUND);
        assert_eq!(sending.have(&s).await.read::<HaveReply>().have, []);
    };
    refused(Code::NotAccepted).await;
    s.apply(&mentor, op(phone.account, Payload::MemberAccept)).await;
    refused(Code::ConsentNeeded).await;
    let paper = ConsentPaper { guardian: "Нұрлан".into(), dated: day() };
    s.apply(&mentor, op(phone.account, Payload::ConsentAttest(paper))).await;
    sending.send(&[&s], 1_000).await;
}

#[tokio::test]
async fn a_mentor_who_is_left_sees_no_photos() {
    let s = Server::new();
    let (first, second) = (s.mentor().await, s.mentor().await);
    let photos = Photos::in_memory();
    let s = s.beside(|c| Config { photos: Some(photos.clone()), ..c });
    let r = join_request(&s.invite(&first).await);
    let _: JoinReply = s.post("/v1/join", None, &r).await.read();
    let picture = jpeg(2_000, 1);
    let of_first = Sending { of: r.account, ..Sending::own(&first, &picture) };
    let of_second = Sending { phone: &second, ..of_first.clone() };
    assert_eq!(of_first.have(&s).await.status, StatusCode::OK);
    s.apply(&first, op(r.account, Payload::MemberDecline)).await;
    let again = JoinRequest { join_id: qadam_domain::JoinId(common::fixtures::uuid()), ..r.clone() };
    let again = JoinRequest { code: s.invite(&second).await, ..again };
    let _: JoinReply = s.post("/v1/join", None, &again).await.read();
    s.apply(&second, op(r.account, Payload::MemberAccept)).await;
    let phone = Phone { account: r.account, device: r.device, token: r.token, recovery: r.recovery };
    Sending::own(&phone, &picture).send(&[&s], 2_000).await;
    assert_eq!(of_second.get(&s).await.status, StatusCode::OK);
    for answer in [of_first.get(&s).await, of_first.have(&s).await] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn photos_speak_tus_and_say_so() {
    let s = Server::new();
    let phone = participant(&s).await;
    let picture = jpeg(2_000, 1);
    let sending = Sending::own(&phone, &picture);
    let spoken = |answer: &Answer| assert_eq!(header(answer, "tus-resumable").as_deref(), Some("1.0.0"));
    // Anybody may ask what is spoken.
    for path in [UPLOADS.to_owned(), sending.path()] {
        let request = axum::http::Request::builder().method("OPTIONS").uri(path);
        let answer = s.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        spoken(&answer);
        assert_eq!(header(&answer, "tus-version").unwrap(), "1.0.0");
        assert_eq!(header(&answer, "tus-max-size").unwrap(), BYTES_MAX.to_string());
        let extensions = header(&answer, "tus-extension").unwrap();
        assert_eq!(extensions, "creation,creation-with-upload,termination,expiration");
    }
    // Another version, or none: said before anything is looked at.
    for version in [None, Some("0.2.2"), Some("1.0.1")] {
        for (method, path) in
            [("POST", UPLOADS.to_owned()), ("HEAD", sending.path()), ("PATCH", sending.path())]
        {
            let mut request = axum::http::Request::builder().method(method).uri(path);
            if let Some(version) = version {
                request = request.header("tus-resumable", version);
            }
            let answer = s.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED);
            assert_eq!(header(&answer, "tus-version").unwrap(), "1.0.0");
            spoken(&answer);
        }
    }
    for answer in [
        sending.head(&s).await,
        sending.create(&s).await,
        sending.head(&s).await,
        sending.patch(&s, 5, Vec::new()).await,
        sending.patch(&s, 0, picture[..5].to_vec()).await,
        s.send(sending.request("PUT", &sending.path()).body(Body::empty()).unwrap()).await,
        s.send(sending.request("GET", UPLOADS).body(Body::empty()).unwrap()).await,
        s.send(axum::http::Request::builder().method("POST").uri(UPLOADS).body(Body::empty()).unwrap()).await,
    ] {
        spoken(&answer);
        assert_eq!(header(&answer, "cache-control").unwrap(), "no-store");
    }
    // What is known of the upload comes back, in the form in which it came.
    let said = header(&sending.head(&s).await, "upload-metadata").unwrap();
    let photo = sending.photo.to_string();
    assert_eq!(said, metadata(&[("sha256", photo), ("participant", phone.account.to_string())]));
    // Chunks have a type of their own.
    for kind in ["application/octet-stream", "image/jpeg", ""] {
        let request = sending.request("PATCH", &sending.path()).header("content-type", kind);
        let answer = s.send(request.header("upload-offset", 5).body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answer.status, answer.error().code),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::Malformed)
        );
    }
    // A client that can only POST names the method it means.
    let post = |method: &'static str| {
        sending.request("POST", &sending.path()).header("x-http-method-override", method)
    };
    let head = s.send(post("HEAD").body(Body::empty()).unwrap()).await;
    assert_eq!(offset(&head), 5);
    let chunk = post("PATCH").header("content-type", CHUNK).header("upload-offset", 5);
    assert_eq!(offset(&s.send(chunk.body(picture[5..9].to_vec().into()).unwrap()).await), 9);
    let gone = s.send(post("DELETE").body(Body::empty()).unwrap()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(s.send(post("GET").body(Body::empty()).unwrap()).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let plain = sending.request("POST", &sending.path()).body(Body::empty()).unwrap();
    assert_eq!(s.send(plain).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn photos_that_are_asked_for_wrongly_are_refused() {
    let s = Server::new();
    let phone = participant(&s).await;
    let photo = PhotoId::of(b"x").to_string();
    let good = metadata(&[("sha256", photo.clone())]);
    let long = i64::MAX.to_string() + "0";
    let cases: Vec<(Option<&str>, Option<String>, StatusCode)> = vec![
        (None, Some(good.clone()), StatusCode::BAD_REQUEST),
        (Some("-1"), Some(good.clone()), StatusCode::BAD_REQUEST),
        (Some("+1"), Some(good.clone()), StatusCode::BAD_REQUEST),
        (Some(""), Some(good.clone()), StatusCode::BAD_REQUEST),
        (Some(&long), Some(good.clone()), StatusCode::BAD_REQUEST),
        (Some("2097153"), Some(good.clone()), StatusCode::PAYLOAD_TOO_LARGE),
        (Some("0"), Some(good.clone()), StatusCode::from_u16(460).unwrap()),
        (Some("9"), None, StatusCode::BAD_REQUEST),
        (Some("9"), Some(String::new()), StatusCode::BAD_REQUEST),
        (Some("9"), Some("sha256".into()), StatusCode::BAD_REQUEST),
        (Some("9"), Some(format!("sha256 {photo}")), StatusCode::BAD_REQUEST),
        (Some("9"), Some(metadata(&[("sha256", photo.to_uppercase())])), StatusCode::BAD_REQUEST),
        (Some("9"), Some(metadata(&[("sha256", "../..".into())])), StatusCode::BAD_REQUEST),
        (Some("9"), Some(format!("{good},participant")), StatusCode::CREATED),
        (Some("9"), Some(format!("{good},participant {}", "!")), StatusCode::BAD_REQUEST),
        (Some("9"), Some(format!("{good},filename zzz!,is_confidential")), StatusCode::CREATED),
        (Some("9"), Some(format!("filename QQ==, {good}")), StatusCode::CREATED),
    ];
    for (length, metadata, expected) in cases {
        let mut request = axum::http::Request::builder().method("POST").uri(UPLOADS);
        request = request.header("tus-resumable", "1.0.0");
        request = request.header("authorization", format!("Bearer {}", phone.token.0));
        if let Some(length) = length {
            request = request.header("upload-length", length);
        }
        if let Some(metadata) = &metadata {
            request = request.header("upload-metadata", metadata);
        }
        let answer = s.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, expected, "{length:?} {metadata:?}");
    }
    let of = phone.account;
    for name in [
        "x".to_owned(),
        format!("{photo}."),
        format!("{photo}.09"),
        format!("{photo}.+9"),
        format!("{photo}.2097153"),
        format!("{}.9", photo.to_uppercase()),
        format!("{photo}.9.9"),
        "..%2f..%2f.9".to_owned(),
    ] {
        for path in [format!("{UPLOADS}/{of}/{name}"), format!("{UPLOADS}/x/{photo}.9")] {
            let request =
                axum::http::Request::builder().method("HEAD").uri(&path).header("tus-resumable", "1.0.0");
            let request = request.header("authorization", format!("Bearer {}", phone.token.0));
            let answer = s.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        let path = format!("/v1/photos/{of}/{name}");
        let bearer = format!("Bearer {}", phone.token.0);
        assert_eq!(s.get(&path, &[("authorization", &bearer)]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let ids = |n: usize| (0..n).map(|n| PhotoId::of(&n.to_be_bytes())).collect::<Vec<_>>();
    let have = async |n: usize| {
        s.post("/v1/photos/have", Some(&phone), &HaveRequest { participant: of, ids: ids(n) }).await
    };
    assert_eq!(have(HAVE_MAX).await.read::<HaveReply>().have, []);
    assert_eq!(have(HAVE_MAX + 1).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(
        s.raw("/v1/photos/have", Some(&phone), vec![b' '; BODY_MAX + 1]).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(s.raw("/v1/photos/have", Some(&phone), "{}").await.status, StatusCode::BAD_REQUEST);
    for wrong in ["0", "5", "x", "-1"] {
        let picture = jpeg(2_000, 9);
        let sending = Sending::own(&phone, &picture);
        sending.create_with(&s, Some(&picture[..3])).await;
        let request = sending.request("PATCH", &sending.path()).header("content-type", CHUNK);
        let answer = s.send(request.header("upload-offset", wrong).body(Body::empty()).unwrap()).await;
        let expected =
            if wrong.parse::<u32>().is_ok() { StatusCode::CONFLICT } else { StatusCode::BAD_REQUEST };
        assert_eq!(answer.status, expected, "{wrong}");
        assert_eq!(offset(&sending.head(&s).await), 3);
    }
}

/// A phone that has gone without a word holds a link open: what came is kept before the request is given up.
#[tokio::test]
async fn a_photo_that_stops_on_its_way_is_kept_as_far_as_it_came() {
    let s = Server::with(|c| Config { timeout: Duration::from_millis(600), ..c });
    let phone = participant(&s).await;
    let picture = jpeg(9_000, 1);
    let sending = Sending::own(&phone, &picture);
    sending.create(&s).await;
    let came = stream::once(async { Ok::<_, Infallible>(Bytes::copy_from_slice(&jpeg(9_000, 1)[..4_000])) });
    let answer = sending.patch(&s, 0, Body::from_stream(came.chain(stream::pending()))).await;
    assert_eq!((answer.status, offset(&answer)), (StatusCode::NO_CONTENT, 4_000));
    sending.send(&[&s], 9_000).await;
}

/// Somebody who comes back while their broken link is still held open goes on from the last whole piece; what comes
/// through that link at last comes too late.
#[tokio::test]
async fn a_photo_on_its_way_is_kept_piece_by_piece() {
    let folder = tempfile::tempdir().unwrap();
    let photos = Photos::folder(folder.path()).unwrap();
    let s = Server::with(|c| Config { photos: Some(photos), ..c });
    let phone = participant(&s).await;
    let picture = jpeg(700_000, 1);
    let sending = Sending::own(&phone, &picture);
    sending.create(&s).await;
    let (go, wait) = tokio::sync::oneshot::channel::<()>();
    let came = stream::iter([Ok::<_, Infallible>(Bytes::copy_from_slice(&picture[..600_000]))]);
    let late = stream::once(async move {
        wait.await.unwrap();
        Ok(Bytes::from_static(b"late"))
    });
    let (app, held) =
        (s.app.clone(), sending.request("PATCH", &sending.path()).header("content-type", CHUNK));
    let held = held.header("upload-offset", 0).body(Body::from_stream(came.chain(late))).unwrap();
    let held = tokio::spawn(async move { tower::ServiceExt::oneshot(app, held).await.unwrap() });
    let kept = async {
        while offset(&sending.head(&s).await) != 2 * PIECE {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), kept).await.expect("whole pieces are kept");
    sending.send(&[&s], 50_000).await;
    go.send(()).unwrap();
    let late = held.await.unwrap();
    assert_eq!((late.status(), &late.headers()["upload-offset"]), (StatusCode::NO_CONTENT, &700_000.into()));
    sending.is_there(&s).await;
    assert!(!folder.path().join("uploads").exists(), "nothing is left of it");
}

/// The request is dropped at any place; what had come by then is kept.
#[tokio::test]
async fn a_photo_whose_request_is_dropped_is_kept_as_far_as_it_came() {
    let s = Server::new();
    let phone = participant(&s).await;
    let picture = jpeg(9_000, 1);
    let sending = Sending::own(&phone, &picture);
    sending.create(&s).await;
    let (part, rest) = (picture[..4_000].to_vec(), tokio::time::sleep(Duration::from_millis(400)));
    let came = stream::once(async { Ok(Bytes::from(part)) });
    let cut = stream::once(async {
        rest.await;
        Err(std::io::Error::other("cut"))
    });
    let dropped = sending.patch(&s, 0, Body::from_stream(came.chain(cut)));
    assert!(tokio::time::timeout(Duration::from_millis(200), dropped).await.is_err());
    let kept = async {
        while offset(&sending.head(&s).await) != 4_000 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), kept).await.expect("what came is kept");
    sending.send(&[&s], 9_000).await;
}

#[tokio::test]
async fn photos_whose_last_piece_is_there_are_put_together_by_whoever_asks() {
    let folder = tempfile::tempdir().unwrap();
    let photos = Photos::folder(folder.path()).unwrap();
    let s = Server::with(|c| Config { photos: Some(photos), ..c });
    let phone = participant(&s).await;
    for (seed, whole) in [(1, true), (2, false)] {
        let picture = jpeg(3_000, seed);
        let sending = Sending::own(&phone, &picture);
        sending.create_with(&s, Some(&picture[..1_000])).await;
        // A server that ended between the last piece and the whole; and a piece of somebody who came too late.
        let pieces = folder.path().join(format!("uploads/{}/{}.3000", phone.account, sending.photo));
        let last = if whole { picture[1_000..].to_vec() } else { vec![7; 2_000] };
        std::fs::write(pieces.join("0000001000"), last).unwrap();
        std::fs::write(pieces.join("0000000500"), b"too late").unwrap();
        if whole {
            assert_eq!(offset(&sending.head(&s).await), 3_000);
            sending.is_there(&s).await;
        } else {
            assert_eq!(sending.head(&s).await.status.as_u16(), 460);
            sending.is_nowhere(&s).await;
        }
        assert!(!pieces.exists());
    }
}

/// Most clients listen when they have said all they have. An answer that comes before must not be lost with a link
/// that is closed on what they still send.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_that_is_refused_early_hears_why() {
    let s = Server::new();
    let phone = participant(&s).await;
    let picture = jpeg(900_000, 1);
    let sending = Sending::own(&phone, &picture);
    sending.create_with(&s, Some(&picture[..9])).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = s.app.clone();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    for (n, (version, offset, expected)) in [("1.0.0", 0, "409"), ("1.0.0", 9, "413"), ("0.2.2", 9, "412")]
        .into_iter()
        .cycle()
        .take(12)
        .enumerate()
    {
        let mut link = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "PATCH {} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntus-resumable: {version}\r\n\
             authorization: Bearer {}\r\ncontent-type: {CHUNK}\r\nupload-offset: {offset}\r\n\
             content-length: 900000\r\n\r\n",
            sending.path(),
            phone.token.0,
        );
        link.write_all(head.as_bytes()).await.unwrap();
        for piece in picture.chunks(30_000) {
            link.write_all(piece).await.unwrap_or_else(|e| panic!("{n}: {expected} was not waited for: {e}"));
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let mut answer = Vec::new();
        link.read_to_end(&mut answer).await.unwrap_or_else(|e| panic!("{n}: {expected} was not heard: {e}"));
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{n}: {answer}");
    }
}

#[tokio::test]
async fn photos_have_no_place_where_nobody_gave_one() {
    let s = Server::with(|c| Config { photos: None, ..c });
    let phone = participant(&s).await;
    let picture = jpeg(2_000, 1);
    for (what, answer) in ask_everything(&s, &Sending::own(&phone, &picture)).await {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{what}");
        if what != "head" {
            assert_eq!(answer.error().code, Code::Unavailable);
        }
    }
}

#[tokio::test]
async fn photos_count_among_the_requests_of_an_account() {
    let s = Server::with(|c| Config { rates: qadam_server::Rates { account: (12, 1), ..c.rates }, ..c });
    let phone = participant(&s).await;
    s.clock.advance(DAY_MS);
    let picture = jpeg(2_000, 1);
    let sending = Sending::own(&phone, &picture);
    let mut last = sending.create(&s).await;
    for _ in 0..12 {
        last = sending.patch(&s, 1, Vec::new()).await;
    }
    assert_eq!((last.status, last.error().code), (StatusCode::TOO_MANY_REQUESTS, Code::TooMany));
    assert_eq!(header(&last, "tus-resumable").as_deref(), Some("1.0.0"));
}
