//! Pictures over HTTP: the same laws in memory, in a folder, and at an S3 service.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/pictures.rs"]
mod pictures;
#[path = "common/s3.rs"]
mod s3;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use common::Server;
use futures_util::stream;
use pictures::{Sending, header, jpeg, offset, with_exif};
use qadam_domain::Millis;
use qadam_domain::photo::BYTES_MAX;
use qadam_protocol::photos::CHUNK;
use qadam_protocol::sync::Code;
use qadam_server::Config;
use qadam_server::photos::upload::PIECE;
use qadam_server::photos::{Address, Photos, S3};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

const DAY_MS: i64 = common::fixtures::DAY_MS;

/// Where pictures are in a test, and servers on it.
enum Place {
    Memory(Photos),
    Folder(tempfile::TempDir),
    S3(s3::Service),
}

impl Place {
    /// As another server would open it.
    fn photos(&self) -> Photos {
        match self {
            Self::Memory(photos) => photos.clone(),
            Self::Folder(folder) => Photos::folder(&folder.path().join("photos")).unwrap(),
            Self::S3(service) => service.photos(),
        }
    }

    fn server(&self) -> Server {
        self.server_with(|c| c)
    }

    fn server_with(&self, change: impl FnOnce(Config) -> Config) -> Server {
        Server::with(|c| change(Config { photos: Some(self.photos()), ..c }))
    }

    /// The files that there are, where there are files.
    fn files(&self) -> Vec<PathBuf> {
        fn all(under: &Path, out: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(under).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { all(&path, out) } else { out.push(path) }
            }
        }
        let mut out = Vec::new();
        match self {
            Self::Memory(_) => {}
            Self::Folder(folder) => all(&folder.path().join("photos"), &mut out),
            Self::S3(service) => all(&service.objects(), &mut out),
        }
        out
    }
}

/// Each law in each place.
macro_rules! laws {
    ($($law:ident),+ $(,)?) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() { super::$law(super::Place::Memory(super::Photos::in_memory())).await })+
        }
        mod folder {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() { super::$law(super::Place::Folder(tempfile::tempdir().unwrap())).await })+
        }
        mod at_s3 {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() { super::$law(super::Place::S3(super::s3::Service::start().await)).await })+
        }
    };
}

laws!(
    photos_come_in_chunks_and_are_seen_by_those_who_may,
    a_photo_goes_through_two_servers_in_turn,
    of_two_chunks_at_one_place_one_wins,
    a_photo_that_is_cut_off_goes_on_where_it_was,
    photos_of_other_bytes_are_refused_and_begin_anew,
    what_is_no_clean_photo_is_refused,
    a_photo_that_is_too_long_is_refused,
    a_photo_in_one_request_and_once_more,
    a_photo_that_was_taken_back_is_not_there,
    photos_of_somebody_who_is_erased_are_gone,
    photos_that_nobody_goes_on_with_are_forgotten,
    photos_have_a_most,
);

async fn photos_come_in_chunks_and_are_seen_by_those_who_may(place: Place) {
    let s = place.server();
    place.photos().check(&common::fixtures::TestEntropy::new()).await.unwrap();
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    // Longer than two pieces of the store; chunks that fit neither.
    let picture = jpeg(700_001, 1);
    let sending = Sending::own(&phone, &picture);
    sending.is_nowhere(&s).await;
    let begun = sending.create(&s).await;
    assert_eq!(offset(&begun), 0);
    let until = header(&begun, "upload-expires").unwrap();
    assert!(chrono::NaiveDateTime::parse_from_str(&until, "%a, %d %b %Y %H:%M:%S GMT").is_ok(), "{until}");
    let standing = sending.head(&s).await;
    assert_eq!(header(&standing, "upload-length").unwrap(), "700001");
    assert_eq!(header(&standing, "cache-control").unwrap(), "no-store");
    sending.send(&[&s], 300_000).await;
    assert_eq!(header(&sending.head(&s).await, "upload-expires"), None);

    let of_mentor = Sending { phone: &mentor, ..sending.clone() };
    let answer = of_mentor.get(&s).await;
    assert!(answer.status == StatusCode::OK && answer.body == picture);
    let said = |name: &str| header(&answer, name).unwrap();
    assert_eq!(said("content-type"), "image/jpeg");
    assert_eq!(said("content-length"), "700001");
    assert_eq!(said("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(said("content-disposition"), "inline");
    assert_eq!(said("x-content-type-options"), "nosniff");
    assert_eq!(answer.headers.get_all("cache-control").iter().count(), 1);
    let varies: Vec<_> = answer.headers.get_all("vary").iter().map(|v| v.to_str().unwrap()).collect();
    assert!(["authorization", "cookie", "qadam-device"].iter().all(|v| varies.contains(v)), "{varies:?}");
    let tag = said("etag");
    assert_eq!(tag, format!("\"{}\"", sending.photo));
    for (known, expected) in [
        (tag.clone(), StatusCode::NOT_MODIFIED),
        (format!("\"x\", W/{tag}"), StatusCode::NOT_MODIFIED),
        ("\"x\"".to_owned(), StatusCode::OK),
    ] {
        let request = sending.request("GET", &sending.picture()).header("if-none-match", known);
        let answer = s.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.body.is_empty()), (expected, expected != StatusCode::OK));
        assert_eq!(header(&answer, "etag").unwrap(), tag);
    }
    // Nothing but the picture is left.
    let files = place.files();
    let left: Vec<_> = files.iter().filter(|f| !f.to_string_lossy().contains("/photos/")).collect();
    assert!(left.is_empty(), "{left:?}");
}

async fn a_photo_goes_through_two_servers_in_turn(place: Place) {
    let one = place.server();
    let two = one.beside(|c| Config { photos: Some(place.photos()), ..c });
    let mentor = one.mentor().await;
    let phone = one.participant(&mentor).await;
    let picture = jpeg(90_000, 2);
    Sending::own(&phone, &picture).send(&[&one, &two], 20_000).await;
    let seen = Sending { phone: &mentor, ..Sending::own(&phone, &picture) }.get(&two).await;
    assert!(seen.body == picture);
}

/// A body that is sent when it is told to.
fn later(bytes: Vec<u8>) -> (oneshot::Sender<()>, Body) {
    let (go, wait) = oneshot::channel::<()>();
    let whole = stream::once(async move {
        wait.await.unwrap();
        Ok::<_, Infallible>(Bytes::from(bytes))
    });
    (go, Body::from_stream(whole))
}

async fn of_two_chunks_at_one_place_one_wins(place: Place) {
    let s = place.server();
    let two = s.beside(|c| Config { photos: Some(place.photos()), ..c });
    let phone = s.participant(&s.mentor().await).await;
    let picture = jpeg(60_000, 3);
    let sending = Sending::own(&phone, &picture);
    sending.create(&s).await;
    let mut at = 0;
    // Of the same length and of others, through one server and through two.
    for (a, b) in [(20_000, 20_000), (10_000, 5_000), (1, 9_000)] {
        let (go_a, body_a) = later(picture[at..at + a].to_vec());
        let (go_b, body_b) = later(picture[at..at + b].to_vec());
        let (first, second, ()) =
            tokio::join!(sending.patch(&s, at, body_a), sending.patch(&two, at, body_b), async {
                // Both have found their place by then.
                tokio::time::sleep(Duration::from_millis(200)).await;
                go_a.send(()).unwrap();
                go_b.send(()).unwrap();
            });
        let mut said = [first.status.as_u16(), second.status.as_u16()];
        said.sort_unstable();
        assert_eq!(said, [204, 409]);
        let (won, lost) =
            if first.status == StatusCode::NO_CONTENT { (first, second) } else { (second, first) };
        assert_eq!(lost.error().code, Code::Malformed);
        at = offset(&won);
        assert_eq!(offset(&sending.head(&s).await), at);
    }
    sending.send(&[&s], 100_000).await;
}

/// A server on a real socket.
async fn on_a_socket(s: &Server) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let app = s.app.clone();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

async fn a_photo_that_is_cut_off_goes_on_where_it_was(place: Place) {
    let s = place.server();
    let address = on_a_socket(&s).await;
    let phone = s.participant(&s.mentor().await).await;
    let picture = jpeg(800_000, 4);
    let sending = Sending::own(&phone, &picture);
    sending.create(&s).await;
    let mut at = 0;
    // Within the first piece of the store, and behind the second; closed in order, and not.
    for (sent, abrupt) in [(70_000, false), (600_000, true)] {
        let mut link = TcpStream::connect(&address).await.unwrap();
        let head = format!(
            "PATCH {} HTTP/1.1\r\nhost: x\r\ntus-resumable: 1.0.0\r\nauthorization: Bearer {}\r\n\
             content-type: {CHUNK}\r\nupload-offset: {at}\r\ncontent-length: {}\r\n\r\n",
            sending.path(),
            phone.token.0,
            picture.len() - at
        );
        link.write_all(head.as_bytes()).await.unwrap();
        link.write_all(&picture[at..sent]).await.unwrap();
        link.flush().await.unwrap();
        let reaches = async |enough: usize| {
            let kept = tokio::time::timeout(Duration::from_secs(10), async {
                loop {
                    let kept = offset(&sending.head(&s).await);
                    if kept >= enough {
                        break kept;
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            });
            kept.await.unwrap_or_else(|_| panic!("less than {enough} bytes were kept"))
        };
        // A link that ends in order has brought everything; of one that breaks a piece may be missing.
        at = if abrupt {
            let whole = reaches(at + 2 * PIECE).await;
            link.set_zero_linger().unwrap();
            drop(link);
            whole
        } else {
            drop(link);
            reaches(sent).await
        };
        assert!(at <= sent);
    }
    // What is still on its way into the store may come between; then it goes on from there.
    loop {
        let at = offset(&sending.head(&s).await);
        let answer = sending.patch(&s, at, picture[at..].to_vec()).await;
        if answer.status == StatusCode::NO_CONTENT {
            break;
        }
        assert_eq!(answer.status, StatusCode::CONFLICT);
    }
    sending.is_there(&s).await;
}

async fn photos_of_other_bytes_are_refused_and_begin_anew(place: Place) {
    let s = place.server();
    let phone = s.participant(&s.mentor().await).await;
    let picture = jpeg(50_000, 5);
    let sending = Sending::own(&phone, &picture);
    let mut broken = picture.clone();
    broken[40_000] ^= 1;
    sending.create(&s).await;
    assert_eq!(offset(&sending.patch(&s, 0, broken[..30_000].to_vec()).await), 30_000);
    let answer = sending.patch(&s, 30_000, broken[30_000..].to_vec()).await;
    assert_eq!((answer.status.as_u16(), answer.error().code), (460, Code::Malformed));
    sending.is_nowhere(&s).await;
    assert!(place.files().is_empty());
    sending.send(&[&s], 20_000).await;
}

async fn what_is_no_clean_photo_is_refused(place: Place) {
    let s = place.server();
    let phone = s.participant(&s.mentor().await).await;
    let clean = jpeg(4_000, 6);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.resize(4_000, 7);
    let mut behind = clean.clone();
    behind.extend(b"more");
    let mut wide = clean.clone();
    wide[9..11].copy_from_slice(&[0xFF, 0x00]);
    for wrong in [with_exif(&clean), png, behind, clean[..3_000].to_vec(), wide] {
        let sending = Sending::own(&phone, &wrong);
        sending.create(&s).await;
        let answer = sending.patch(&s, 0, wrong.clone()).await;
        assert_eq!((answer.status, answer.error().code), (StatusCode::UNPROCESSABLE_ENTITY, Code::Invalid));
        assert_eq!(header(&answer, "tus-resumable").unwrap(), "1.0.0");
        sending.is_nowhere(&s).await;
        assert!(place.files().is_empty());
    }
    Sending::own(&phone, &clean).send(&[&s], 4_000).await;
}

async fn a_photo_that_is_too_long_is_refused(place: Place) {
    let s = place.server();
    let phone = s.participant(&s.mentor().await).await;
    let too_long = |answer: &common::Answer| {
        assert_eq!((answer.status, answer.error().code), (StatusCode::PAYLOAD_TOO_LARGE, Code::Malformed));
        assert_eq!(header(answer, "tus-max-size").unwrap(), BYTES_MAX.to_string());
    };
    too_long(&Sending::own(&phone, &jpeg(BYTES_MAX + 1, 8)).create(&s).await);

    let picture = jpeg(300_000, 8);
    let sending = Sending::own(&phone, &picture);
    sending.create(&s).await;
    let mut more = picture.clone();
    more.push(0);
    // With its length said before, and without: nothing of it makes a picture.
    too_long(&sending.patch(&s, 0, more.clone()).await);
    assert_eq!(offset(&sending.head(&s).await), 0);
    // Said before, it is refused before a byte was read.
    let request = sending.request("PATCH", &sending.path()).header("content-type", CHUNK);
    let request = request.header("upload-offset", 0).header("content-length", 300_001);
    let silent = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let answer = tokio::time::timeout(Duration::from_secs(10), s.send(request.body(silent).unwrap())).await;
    too_long(&answer.expect("refused at once"));
    let pieces: Vec<_> =
        more.chunks(70_000).map(|c| Ok::<_, Infallible>(Bytes::copy_from_slice(c))).collect();
    too_long(&sending.patch(&s, 0, Body::from_stream(stream::iter(pieces))).await);
    assert_eq!(sending.get(&s).await.status, StatusCode::NOT_FOUND);
    sending.send(&[&s], 300_000).await;

    let largest = jpeg(BYTES_MAX, 9);
    Sending::own(&phone, &largest).send(&[&s], BYTES_MAX).await;
}

async fn a_photo_in_one_request_and_once_more(place: Place) {
    let s = place.server();
    let phone = s.participant(&s.mentor().await).await;
    let picture = jpeg(5_000, 10);
    let sending = Sending::own(&phone, &picture);
    assert_eq!(offset(&sending.create_with(&s, Some(&picture)).await), 5_000);
    sending.is_there(&s).await;
    for chunk in [None, Some(&picture[..])] {
        assert_eq!(offset(&sending.create_with(&s, chunk).await), 5_000, "done already");
    }
    // Nothing more is to be said about it, and it is not taken back this way.
    assert_eq!(sending.patch(&s, 5_000, Vec::new()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(sending.patch(&s, 0, picture.clone()).await.status, StatusCode::CONFLICT);
    assert_eq!(sending.delete(&s).await.error().code, Code::Forbidden);
    sending.is_there(&s).await;
    // The same name with another length is a mistake.
    let longer = Sending { bytes: &jpeg(5_001, 10), ..sending.clone() };
    assert_eq!(longer.create(&s).await.error().code, Code::Invalid);
    assert_eq!(longer.head(&s).await.status, StatusCode::NOT_FOUND);

    // The first chunk with the beginning, the others behind; a beginning that comes again adds nothing.
    let picture = jpeg(9_000, 11);
    let sending = Sending::own(&phone, &picture);
    for _ in 0..2 {
        assert_eq!(offset(&sending.create_with(&s, Some(&picture[..4_000])).await), 4_000);
    }
    sending.send(&[&s], 3_000).await;
}

async fn a_photo_that_was_taken_back_is_not_there(place: Place) {
    let s = place.server();
    let phone = s.participant(&s.mentor().await).await;
    let picture = jpeg(20_000, 12);
    let sending = Sending::own(&phone, &picture);
    assert_eq!(sending.delete(&s).await.status, StatusCode::NOT_FOUND);
    sending.create_with(&s, Some(&picture[..8_000])).await;
    assert_eq!(sending.delete(&s).await.status, StatusCode::NO_CONTENT);
    assert_eq!(sending.delete(&s).await.status, StatusCode::NOT_FOUND);
    assert!(place.files().is_empty());
    sending.is_nowhere(&s).await;
    sending.send(&[&s], 8_000).await;
}

async fn photos_of_somebody_who_is_erased_are_gone(place: Place) {
    let s = place.server();
    let mentor = s.mentor().await;
    let (phone, other) = (s.participant(&mentor).await, s.participant(&mentor).await);
    // The same picture of two people is two.
    let picture = jpeg(6_000, 13);
    let (mine, theirs) = (Sending::own(&phone, &picture), Sending::own(&other, &picture));
    for sending in [&mine, &theirs] {
        sending.send(&[&s], 6_000).await;
    }
    let half = jpeg(7_000, 14);
    Sending::own(&phone, &half).create_with(&s, Some(&half[..900])).await;
    if let Place::Folder(folder) = &place {
        // What a crash has left of a write.
        let crashed = folder.path().join(format!("photos/photos/{}/{}#1", phone.account, mine.photo));
        std::fs::write(crashed, b"x").unwrap();
    }
    place.photos().erase(phone.account).await.unwrap();
    mine.is_nowhere(&s).await;
    Sending::own(&phone, &half).is_nowhere(&s).await;
    theirs.is_there(&s).await;
    let named = phone.account.to_string();
    let left = place.files().into_iter().filter(|f| f.to_string_lossy().contains(&named)).count();
    assert_eq!(left, 0);
    place.photos().erase(phone.account).await.unwrap();
}

#[allow(clippy::disallowed_methods)] // a store's own clock is the system's
fn now() -> Millis {
    Millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64)
}

async fn photos_that_nobody_goes_on_with_are_forgotten(place: Place) {
    let s = place.server();
    let phone = s.participant(&s.mentor().await).await;
    let (done, left) = (jpeg(6_000, 15), jpeg(7_000, 16));
    let (done, left) = (Sending::own(&phone, &done), Sending::own(&phone, &left));
    done.send(&[&s], 2_000).await;
    left.create_with(&s, Some(&left.bytes[..900])).await;
    assert_eq!(place.photos().tidy(now().plus(6 * DAY_MS)).await.unwrap(), 0);
    assert_eq!(offset(&left.head(&s).await), 900);
    if let Place::Folder(folder) = &place {
        let crashed = folder.path().join(format!("photos/photos/{}/{}#1", phone.account, left.photo));
        std::fs::write(&crashed, b"x").unwrap();
        place.photos().tidy(now().plus(6 * DAY_MS)).await.unwrap();
        assert!(crashed.exists());
        place.photos().tidy(now().plus(8 * DAY_MS)).await.unwrap();
        assert!(!crashed.exists());
        left.create_with(&s, Some(&left.bytes[..900])).await;
    }
    assert_eq!(place.photos().tidy(now().plus(8 * DAY_MS)).await.unwrap(), 1);
    left.is_nowhere(&s).await;
    done.is_there(&s).await;
    left.send(&[&s], 7_000).await;
}

async fn photos_have_a_most(place: Place) {
    let s = place.server_with(|c| Config { photos_max: 3, ..c });
    let mentor = s.mentor().await;
    let (phone, other) = (s.participant(&mentor).await, s.participant(&mentor).await);
    let pictures: Vec<_> = (20..24).map(|seed| jpeg(1_000, seed)).collect();
    let all: Vec<_> = pictures.iter().map(|p| Sending::own(&phone, p)).collect();
    all[0].send(&[&s], 1_000).await;
    all[1].send(&[&s], 1_000).await;
    // Begun counts as well, and can be begun again.
    for _ in 0..2 {
        assert_eq!(offset(&all[2].create(&s).await), 0);
    }
    let full = all[3].create(&s).await;
    assert_eq!((full.status, full.error().code), (StatusCode::INSUFFICIENT_STORAGE, Code::TooMany));
    all[2].send(&[&s], 1_000).await;
    assert_eq!(all[3].create(&s).await.status, StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(offset(&all[0].create(&s).await), 1_000, "what is here is here");
    Sending::own(&other, &pictures[3]).send(&[&s], 1_000).await;
}

/// What is logged of a service that refuses or is not there tells what is wrong, and of nobody.
#[tokio::test]
async fn photos_at_a_service_that_does_not_answer_are_there_later() {
    let service = s3::Service::start().await;
    let picture = jpeg(1_000, 1);
    let wrong = Photos::open(&service.address("wrong"), None).unwrap();
    let entropy = common::fixtures::TestEntropy::new();
    let said = wrong.check(&entropy).await.unwrap_err().to_string();
    assert!(said.contains("SignatureDoesNotMatch"), "{said}");
    let nowhere = Address::S3(S3 {
        settings: vec![
            ("AWS_ENDPOINT_URL".into(), "http://127.0.0.1:1".into()),
            ("AWS_ALLOW_HTTP".into(), "true".into()),
            ("AWS_ACCESS_KEY_ID".into(), "x".into()),
            ("AWS_SECRET_ACCESS_KEY".into(), "x".into()),
        ],
        ..match service.address("") {
            Address::S3(s3) => s3,
            Address::Folder(folder) => panic!("{folder:?}"),
        }
    });
    let nowhere = Photos::open(&nowhere, None).unwrap();
    for (photos, why) in [(wrong, "SignatureDoesNotMatch"), (nowhere, "refused")] {
        let s = Server::with(|c| Config { photos: Some(photos.clone()), ..c });
        let phone = s.participant(&s.mentor().await).await;
        let sending = Sending::own(&phone, &picture);
        let said = photos.get(phone.account, sending.photo).await.unwrap_err().to_string();
        assert!(said.contains(why), "{said}");
        let keys = [phone.account.to_string(), sending.photo.to_string(), "of/qadam".to_owned()];
        assert!(keys.iter().all(|key| !said.contains(key)), "{said}");
        for answer in [sending.create(&s).await, sending.get(&s).await, sending.have(&s).await] {
            assert_eq!(
                (answer.status, answer.error().code),
                (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable)
            );
            assert!(answer.error().after_s.is_some() && keys.iter().all(|key| !answer.text().contains(key)));
        }
    }
    assert_eq!(service.address("a secret").to_string(), "s3://pictures/of/qadam");
    assert!(!format!("{:?}", service.address("a secret")).contains("a secret"));
}
