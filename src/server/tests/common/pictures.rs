//! Pictures as bytes, and a client of tus.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_debug_implementations)]

use crate::common::{Answer, Phone, Server};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use data_encoding::BASE64;
use qadam_domain::AccountId;
use qadam_domain::photo::PhotoId;
use qadam_protocol::photos::{CHUNK, HaveReply, HaveRequest, UPLOADS};

/// A JPEG by its form: a frame of 640 by 480, and as many bytes of a scan as make it `size` long. What is drawn
/// differs with `seed`.
pub fn jpeg(size: usize, seed: u8) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    out.extend([0xFF, 0xC0, 0, 11, 8, 1, 224, 2, 128, 1, 1, 0x11, 0]);
    out.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
    let drawn = size - out.len() - 2;
    out.extend((0..drawn).map(|n| (n % 251) as u8 ^ seed & 0x7F).map(|b| if b == 0xFF { 0 } else { b }));
    out.extend([0xFF, 0xD9]);
    assert_eq!(out.len(), size);
    out
}

/// The same with something that a camera wrote.
pub fn with_exif(picture: &[u8]) -> Vec<u8> {
    let mut out = picture[..2].to_vec();
    out.extend([0xFF, 0xE1, 0, 14]);
    out.extend(b"Exif\0\0II*\0GP");
    out.extend(&picture[2..]);
    out
}

pub fn metadata(pairs: &[(&str, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(k, v)| format!("{k} {}", BASE64.encode(v.as_bytes()))).collect();
    pairs.join(",")
}

/// A picture on its way from a phone.
#[derive(Clone)]
pub struct Sending<'a> {
    pub phone: &'a Phone,
    pub of: AccountId,
    pub photo: PhotoId,
    pub bytes: &'a [u8],
}

impl<'a> Sending<'a> {
    pub fn own(phone: &'a Phone, bytes: &'a [u8]) -> Self {
        Self { phone, of: phone.account, photo: PhotoId::of(bytes), bytes }
    }

    pub fn path(&self) -> String {
        format!("{UPLOADS}/{}/{}.{}", self.of, self.photo, self.bytes.len())
    }

    pub fn picture(&self) -> String {
        format!("/v1/photos/{}/{}", self.of, self.photo)
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("tus-resumable", "1.0.0");
        request.header("authorization", format!("Bearer {}", self.phone.token.0))
    }

    pub async fn create(&self, s: &Server) -> Answer {
        self.create_with(s, None).await
    }

    pub async fn create_with(&self, s: &Server, chunk: Option<&[u8]>) -> Answer {
        let metadata = metadata(&[("sha256", self.photo.to_string()), ("participant", self.of.to_string())]);
        let mut request = self.request("POST", UPLOADS).header("upload-metadata", metadata);
        request = request.header("upload-length", self.bytes.len());
        if chunk.is_some() {
            request = request.header("content-type", CHUNK);
        }
        let answer = s.send(request.body(chunk.unwrap_or_default().to_vec().into()).unwrap()).await;
        if answer.status.is_success() {
            assert_eq!(answer.status, StatusCode::CREATED);
            assert_eq!(header(&answer, "location"), Some(self.path()));
        }
        answer
    }

    pub async fn head(&self, s: &Server) -> Answer {
        s.send(self.request("HEAD", &self.path()).body(Body::empty()).unwrap()).await
    }

    pub async fn delete(&self, s: &Server) -> Answer {
        s.send(self.request("DELETE", &self.path()).body(Body::empty()).unwrap()).await
    }

    pub async fn patch(&self, s: &Server, from: usize, chunk: impl Into<Body>) -> Answer {
        let request = self.request("PATCH", &self.path()).header("content-type", CHUNK);
        s.send(request.header("upload-offset", from).body(chunk.into()).unwrap()).await
    }

    pub async fn get(&self, s: &Server) -> Answer {
        s.send(self.request("GET", &self.picture()).body(Body::empty()).unwrap()).await
    }

    pub async fn have(&self, s: &Server) -> Answer {
        let body = HaveRequest { participant: self.of, ids: vec![self.photo] };
        s.post("/v1/photos/have", Some(self.phone), &body).await
    }

    /// In chunks of a size, by the servers in turn, from where it stands to the end.
    pub async fn send(&self, servers: &[&Server], chunk: usize) {
        let mut at = offset(&self.create(servers[0]).await);
        for n in 0.. {
            let s = servers[n % servers.len()];
            assert_eq!(offset(&self.head(s).await), at);
            if at == self.bytes.len() {
                break;
            }
            let end = self.bytes.len().min(at + chunk);
            let answer = self.patch(s, at, self.bytes[at..end].to_vec()).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
            assert_eq!(offset(&answer), end);
            at = end;
        }
        self.is_there(servers[0]).await;
    }

    pub async fn is_there(&self, s: &Server) {
        let answer = self.get(s).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body == self.bytes);
        assert_eq!(self.have(s).await.read::<HaveReply>().have, [self.photo]);
        let done = self.head(s).await;
        assert_eq!((done.status, offset(&done)), (StatusCode::OK, self.bytes.len()));
    }

    pub async fn is_nowhere(&self, s: &Server) {
        assert_eq!(self.get(s).await.status, StatusCode::NOT_FOUND);
        assert_eq!(self.have(s).await.read::<HaveReply>().have, []);
        assert_eq!(self.head(s).await.status, StatusCode::NOT_FOUND);
        assert_eq!(self.patch(s, 0, self.bytes.to_vec()).await.status, StatusCode::NOT_FOUND);
    }
}

pub fn header(answer: &Answer, name: &str) -> Option<String> {
    answer.headers.get(name).map(|v| v.to_str().unwrap().to_owned())
}

pub fn offset(answer: &Answer) -> usize {
    let text = header(answer, "upload-offset");
    text.unwrap_or_else(|| panic!("{} {}", answer.status, answer.text())).parse().unwrap()
}
