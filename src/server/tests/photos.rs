//! Photos through the routes: uploads in parts, whatever happens to them, and who may see what.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::path::Path;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use common::fixtures::{op, uuid};
use common::{Answer, Phone, Server, join_request};
use data_encoding::BASE64;
use qadam_domain::{AccountId, Millis, PhotoId};
use qadam_protocol::account::{JoinReply, JoinRequest};
use qadam_protocol::op::Payload;
use qadam_protocol::photos::{HaveReply, HaveRequest};
use qadam_protocol::sync::Code;
use qadam_server::photos::{Photos, Upload};

const BYTES: &str = "application/offset+octet-stream";

fn about(id: PhotoId) -> String {
    format!(
        "filename {},sha256 {}",
        BASE64.encode("Әсел.jpg".as_bytes()),
        BASE64.encode(id.to_string().as_bytes())
    )
}

/// A picture as far as its segments go: of about so many bytes, another one for each number.
fn picture(n: u8, size: usize) -> Vec<u8> {
    let segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &length, body].concat()
    };
    let mut out = vec![0xFF, 0xD8];
    out.extend(segment(0xC0, &[8, 3, 0xC0, 5, 0, 1, 1, 0x11, n]));
    out.extend(segment(0xDA, &[1, 1, 0, 0, 63, 0]));
    out.extend((0..size).map(|i| (i % 251) as u8 ^ (n & 0x0F)).filter(|b| *b != 0xFF));
    out.extend([0xFF, 0xD9]);
    out
}

struct Tus<'a> {
    server: &'a Server,
    phone: &'a Phone,
}

impl Tus<'_> {
    async fn ask(&self, method: &str, path: &str, more: &[(&str, String)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header("authorization", format!("Bearer {}", self.phone.token.0))
            .header("tus-resumable", "1.0.0");
        for (name, value) in more {
            request = request.header(*name, value);
        }
        self.server.send(request.body(body.into()).unwrap()).await
    }

    async fn create(&self, bytes: &[u8]) -> Answer {
        let more =
            [("upload-length", bytes.len().to_string()), ("upload-metadata", about(PhotoId::of(bytes)))];
        self.ask("POST", "/v1/photos/uploads", &more, "").await
    }

    async fn part(&self, path: &str, at: usize, bytes: &[u8]) -> Answer {
        let more = [("upload-offset", at.to_string()), ("content-type", BYTES.to_owned())];
        self.ask("PATCH", path, &more, bytes.to_vec()).await
    }

    async fn whole(&self, bytes: &[u8]) {
        let path = place(&self.create(bytes).await);
        let sent = self.part(&path, 0, bytes).await;
        assert_eq!((sent.status, offset(&sent.headers)), (StatusCode::NO_CONTENT, bytes.len()));
    }

    async fn have(&self, of: AccountId, ids: &[PhotoId]) -> Answer {
        let asked = HaveRequest { participant: of, ids: ids.to_vec() };
        self.server.post("/v1/photos/have", Some(self.phone), &asked).await
    }

    async fn get(&self, of: AccountId, id: PhotoId) -> Answer {
        let bearer = format!("Bearer {}", self.phone.token.0);
        self.server.get(&format!("/v1/photos/{of}/{id}"), &[("authorization", &bearer)]).await
    }
}

fn offset(headers: &HeaderMap) -> usize {
    headers.get("upload-offset").unwrap().to_str().unwrap().parse().unwrap()
}

fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

fn at(folder: &Path) -> Server {
    let photos = Photos::folder(folder).unwrap();
    Server::with(|c| qadam_server::Config { photos, ..c })
}

#[tokio::test]
async fn a_photo_goes_in_parts_and_is_seen_by_its_mentor() {
    let folder = tempfile::tempdir().unwrap();
    let s = at(folder.path());
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let tus = Tus { server: &s, phone: &phone };
    let bytes = picture(1, 150_000);
    let id = PhotoId::of(&bytes);

    let said = tus.ask("OPTIONS", "/v1/photos/uploads", &[], "").await;
    assert_eq!(said.headers.get("tus-version").unwrap(), "1.0.0");
    assert!(said.headers.get("tus-extension").unwrap().to_str().unwrap().contains("creation-with-upload"));

    let path = place(&tus.create(&bytes).await);
    for (from, to) in [(0, 65_536), (65_536, 131_072), (131_072, bytes.len())] {
        assert_eq!(offset(&tus.ask("HEAD", &path, &[], "").await.headers), from);
        assert_eq!(tus.get(phone.account, id).await.status, StatusCode::NOT_FOUND, "half a picture is none");
        let sent = tus.part(&path, from, &bytes[from..to]).await;
        assert_eq!((sent.status, offset(&sent.headers)), (StatusCode::NO_CONTENT, to));
        assert!(sent.headers.get("upload-expires").unwrap().to_str().unwrap().ends_with("GMT"));
        assert_eq!(sent.headers.get("tus-resumable").unwrap(), "1.0.0");
    }
    let head = tus.ask("HEAD", &path, &[], "").await;
    assert_eq!((head.status, offset(&head.headers)), (StatusCode::OK, bytes.len()));
    assert_eq!(head.headers.get("upload-length").unwrap(), &bytes.len().to_string());
    // Begun again, it is said to be there; and no parts are left.
    assert_eq!(offset(&tus.create(&bytes).await.headers), bytes.len());
    assert_eq!(std::fs::read_dir(folder.path().join("uploads")).map_or(0, Iterator::count), 0);

    for who in [&phone, &mentor] {
        let tus = Tus { server: &s, phone: who };
        let seen = tus.get(phone.account, id).await;
        assert_eq!((seen.status, &seen.body), (StatusCode::OK, &bytes));
        assert_eq!(seen.headers.get("content-type").unwrap(), "image/jpeg");
        assert!(seen.headers.get("cache-control").unwrap().to_str().unwrap().starts_with("private"));
        let other = PhotoId::of(b"another");
        let have: HaveReply = tus.have(phone.account, &[other, id, id]).await.read();
        assert_eq!(have.have, [id]);
        let tag = seen.headers.get("etag").unwrap().to_str().unwrap().to_owned();
        let bearer = format!("Bearer {}", who.token.0);
        let again = [("authorization", bearer.as_str()), ("if-none-match", &tag)];
        let again = s.get(&format!("/v1/photos/{}/{id}", phone.account), &again).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    }
}

#[tokio::test]
async fn a_small_one_goes_with_the_request_that_begins_it() {
    let s = Server::new();
    let phone = s.participant(&s.mentor().await).await;
    let tus = Tus { server: &s, phone: &phone };
    let bytes = picture(2, 5_000);
    let more = [
        ("upload-length", bytes.len().to_string()),
        ("upload-metadata", about(PhotoId::of(&bytes))),
        ("content-type", BYTES.to_owned()),
    ];
    for _ in 0..2 {
        // The second time the reply had been lost: nothing is doubled, the answer is the same.
        let made = tus.ask("POST", "/v1/photos/uploads", &more, bytes.clone()).await;
        assert_eq!((made.status, offset(&made.headers)), (StatusCode::CREATED, bytes.len()));
    }
    assert_eq!(tus.get(phone.account, PhotoId::of(&bytes)).await.body, bytes);
}

#[tokio::test]
async fn what_is_no_clean_picture_of_its_name_is_refused_and_begun_anew() {
    let s = Server::new();
    let phone = s.participant(&s.mentor().await).await;
    let tus = Tus { server: &s, phone: &phone };
    let good = picture(3, 2_000);
    let exif = [&good[..2], b"\xFF\xE1\x00\x0aExif\0\0GP", &good[2..]].concat();
    for bad in [exif, b"\x89PNG\r\n\x1a\n and more".to_vec(), good[..good.len() - 2].to_vec()] {
        let path = place(&tus.create(&bad).await);
        let refused = tus.part(&path, 0, &bad).await;
        assert_eq!((refused.status, refused.error().code), (StatusCode::UNPROCESSABLE_ENTITY, Code::Invalid));
        assert_eq!(offset(&tus.ask("HEAD", &path, &[], "").await.headers), 0, "it begins anew");
        assert_eq!(tus.get(phone.account, PhotoId::of(&bad)).await.status, StatusCode::NOT_FOUND);
    }
    // Other bytes under a good name, and then the right ones.
    let path = place(&tus.create(&good).await);
    let mut other = good.clone();
    other[100] ^= 1;
    assert_eq!(tus.part(&path, 0, &other).await.error().code, Code::Invalid);
    assert_eq!(tus.part(&path, 0, &good).await.status, StatusCode::NO_CONTENT);
    assert_eq!(tus.get(phone.account, PhotoId::of(&good)).await.body, good);
}

#[tokio::test]
async fn what_does_not_fit_the_protocol_is_said_so() {
    let s = Server::new();
    let phone = s.participant(&s.mentor().await).await;
    let tus = Tus { server: &s, phone: &phone };
    let bytes = picture(4, 1_000);
    let id = PhotoId::of(&bytes);
    let create =
        |length: &str, about: String| [("upload-length", length.to_owned()), ("upload-metadata", about)];
    let large = tus.ask("POST", "/v1/photos/uploads", &create("2097153", about(id)), "").await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(large.headers.get("tus-max-size").unwrap(), "2097152");
    for (length, about) in [
        ("0", about(id)),
        ("-1", about(id)),
        ("+5", about(id)),
        ("five", about(id)),
        ("5", String::new()),
        ("5", "sha256".into()),
        ("5", "sha256 !!".into()),
        ("5", format!("sha256 {}", BASE64.encode(b"ab"))),
        ("5", format!("{},participant eA==", about(id))),
    ] {
        let refused = tus.ask("POST", "/v1/photos/uploads", &create(length, about.clone()), "").await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{length} {about}");
    }
    let path = place(&tus.create(&bytes).await);
    for version in ["0.2.2", "2.0.0"] {
        let request = Request::builder().method("HEAD").uri(&path).header("tus-resumable", version);
        let request = request.header("authorization", format!("Bearer {}", phone.token.0));
        let refused = s.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(refused.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(refused.headers.get("tus-version").unwrap(), "1.0.0");
    }
    let form = [("upload-offset", "0".to_owned()), ("content-type", "image/jpeg".to_owned())];
    assert_eq!(tus.ask("PATCH", &path, &form, "x").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(tus.part(&path, 1, &bytes[1..]).await.status, StatusCode::CONFLICT);
    let long = [&bytes[..], b"more"].concat();
    assert_eq!(tus.part(&path, 0, &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    for nowhere in
        ["x", "ab.5", &format!("{id}.0"), &format!("{id}.01"), &format!("{id}.9999999999"), &id.to_string()]
    {
        let path = format!("/v1/photos/uploads/{}/{nowhere}", phone.account);
        assert_eq!(tus.ask("HEAD", &path, &[], "").await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    assert_eq!(tus.have(phone.account, &[id; 201]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Given up, and begun anew.
    assert_eq!(tus.part(&path, 0, &bytes[..300]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(tus.ask("DELETE", &path, &[], "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(offset(&tus.ask("HEAD", &path, &[], "").await.headers), 0);
}

#[tokio::test]
async fn photos_of_others_look_like_none_and_nothing_comes_before_its_time() {
    let s = Server::new();
    let (mentor, other) = (s.mentor().await, s.mentor().await);
    let phone = s.participant(&mentor).await;
    let strangers = [s.participant(&mentor).await, other, s.participant(&s.mentor().await).await];
    let bytes = picture(5, 1_000);
    let id = PhotoId::of(&bytes);
    Tus { server: &s, phone: &phone }.whole(&bytes).await;
    let upload = format!("/v1/photos/uploads/{}/{id}.{}", phone.account, bytes.len());
    for stranger in &strangers {
        let tus = Tus { server: &s, phone: stranger };
        assert_eq!(tus.get(phone.account, id).await.error().code, Code::NotFound);
        assert_eq!(tus.have(phone.account, &[id]).await.error().code, Code::NotFound);
        for method in ["HEAD", "PATCH", "DELETE"] {
            let answer = tus.ask(method, &upload, &[("upload-offset", "0".into())], "").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method}");
        }
        let theirs =
            format!("{},participant {}", about(id), BASE64.encode(phone.account.to_string().as_bytes()));
        let more = [("upload-length", bytes.len().to_string()), ("upload-metadata", theirs)];
        assert_eq!(tus.ask("POST", "/v1/photos/uploads", &more, "").await.status, StatusCode::NOT_FOUND);
    }
    // A mentor sees and does not send.
    let tus = Tus { server: &s, phone: &mentor };
    assert_eq!(tus.ask("DELETE", &upload, &[], "").await.status, StatusCode::NOT_FOUND);
    // Without a session nothing at all.
    for (method, path) in
        [("GET", format!("/v1/photos/{}/{id}", phone.account)), ("HEAD", upload.clone()), ("PATCH", upload)]
    {
        let request = Request::builder().method(method).uri(path).header("tus-resumable", "1.0.0");
        assert_eq!(s.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
    }
    // Asked to join and not taken in; taken in under 18 and without consent.
    let r = JoinRequest { minor: true, ..join_request(&s.invite(&mentor).await) };
    let _: JoinReply = s.post("/v1/join", None, &r).await.read();
    let minor =
        Phone { account: r.account, device: r.device, token: r.token.clone(), recovery: r.recovery.clone() };
    let tus = Tus { server: &s, phone: &minor };
    assert_eq!(tus.create(&bytes).await.error().code, Code::NotAccepted);
    s.apply(&mentor, op(minor.account, Payload::MemberAccept)).await;
    assert_eq!(tus.create(&bytes).await.error().code, Code::ConsentNeeded);
}

#[tokio::test]
async fn two_servers_take_turns_and_two_parts_at_once_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let photos = || Photos::folder(folder.path()).unwrap();
    let (one, other) = (photos(), photos());
    let bytes = picture(6, 200_000);
    let upload =
        Upload { participant: AccountId(uuid()), id: PhotoId::of(&bytes), length: bytes.len() as u32 };
    let mut from = 0;
    while from < bytes.len() {
        let to = (from + 40_000).min(bytes.len());
        let part = Bytes::copy_from_slice(&bytes[from..to]);
        let (a, b) = tokio::join!(
            one.take(&upload, from as u32, part.clone()),
            other.take(&upload, from as u32, part)
        );
        assert!(a.is_ok() || b.is_ok(), "{a:?} {b:?}");
        assert_eq!(one.offset(&upload).await.unwrap(), other.offset(&upload).await.unwrap());
        from = other.offset(&upload).await.unwrap().offset as usize;
        assert_eq!(from, to);
    }
    assert_eq!(one.get(upload.participant, upload.id).await.unwrap().unwrap(), bytes);
}

#[tokio::test]
async fn old_parts_go_and_so_does_everything_of_somebody() {
    let folder = tempfile::tempdir().unwrap();
    let photos = Photos::folder(folder.path()).unwrap();
    let (me, neighbour) = (AccountId(uuid()), AccountId(uuid()));
    let bytes = picture(7, 3_000);
    let upload = |participant| Upload { participant, id: PhotoId::of(&bytes), length: bytes.len() as u32 };
    for who in [me, neighbour] {
        photos.take(&upload(who), 0, Bytes::copy_from_slice(&bytes)).await.unwrap();
        let more = picture(8, 3_000);
        let begun = Upload { participant: who, id: PhotoId::of(&more), length: more.len() as u32 };
        photos.take(&begun, 0, Bytes::copy_from_slice(&more[..1_000])).await.unwrap();
    }
    assert_eq!((photos.count(me).await.unwrap(), photos.sweep(Millis(0)).await.unwrap()), (1, 0));
    photos.erase(me).await.unwrap();
    assert!(
        !photos.has(me, upload(me).id).await.unwrap() && photos.has(neighbour, upload(me).id).await.unwrap()
    );
    // Files have the age that the disk says: looked at from far in the future, all are old.
    let later = Millis(4_000_000_000_000);
    assert_eq!(photos.sweep(later).await.unwrap(), 1, "the neighbour's part alone was left");
    assert!(photos.has(neighbour, upload(me).id).await.unwrap(), "pictures stay");
}

#[tokio::test]
async fn somebody_has_room_for_so_many() {
    let s = Server::with(|c| qadam_server::Config { photos_max: 2, ..c });
    let phone = s.participant(&s.mentor().await).await;
    let tus = Tus { server: &s, phone: &phone };
    for n in 1..=2 {
        tus.whole(&picture(n, 500)).await;
    }
    assert_eq!(tus.create(&picture(3, 500)).await.status, StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(
        offset(&tus.create(&picture(1, 500)).await.headers),
        picture(1, 500).len(),
        "what is there is there"
    );
}
