//! Pictures on the same bad link: sent in pieces by tus, each time from where the server stands.

use qadam_domain::AccountId;
use qadam_domain::photo::PhotoId;
use qadam_protocol::photos::{CHUNK, UPLOADS};

use crate::phone::ask;
use crate::pictures::{jpeg, metadata};

/// Bytes of a piece.
const PIECE: usize = 32 * 1024;

pub struct Picture {
    of: AccountId,
    token: String,
    id: PhotoId,
    bytes: Vec<u8>,
    began: bool,
    /// Whether the server has said that it has all of it.
    pub done: bool,
}

impl Picture {
    pub fn new(of: AccountId, token: String, seed: u8) -> Self {
        let bytes = jpeg(150_000 + usize::from(seed) * 10, seed);
        Self { of, token, id: PhotoId::of(&bytes), bytes, began: false, done: false }
    }

    fn say(&self, address: &str, line: &str, more: &str, body: &[u8]) -> Option<(u16, String, Vec<u8>)> {
        let head =
            format!("{line} HTTP/1.1\r\nauthorization: Bearer {}\r\ntus-resumable: 1.0.0{more}", self.token);
        let (status, head, body) = ask(address, &head, body).ok()?;
        // "Later", or an offset that somebody else (this phone, a moment ago) has moved: asked again.
        assert!(
            matches!(status, 200..300 | 400 | 404 | 408 | 409 | 429 | 503),
            "{status}: {}",
            String::from_utf8_lossy(&body)
        );
        Some((status, head, body))
    }

    /// One step: it begins, or asks how far it is and sends the next piece.
    pub fn step(&mut self, address: &str) {
        let place = format!("{UPLOADS}/{}/{}.{}", self.of, self.id, self.bytes.len());
        if !self.began {
            let said = metadata(&[("sha256", self.id.to_string())]);
            let more = format!("\r\nupload-length: {}\r\nupload-metadata: {said}", self.bytes.len());
            self.began = matches!(self.say(address, &format!("POST {UPLOADS}"), &more, b""), Some((201, ..)));
            return;
        }
        let at = match self.say(address, &format!("HEAD {place}"), "", b"") {
            Some((200, head, _)) => offset(&head),
            Some((404, ..)) => panic!("an upload that was answered is gone"),
            _ => return,
        };
        if at == Some(self.bytes.len()) {
            self.done = true;
            return;
        }
        let Some(at) = at else { return };
        let piece = &self.bytes[at..self.bytes.len().min(at + PIECE)];
        let more = format!("\r\ncontent-type: {CHUNK}\r\nupload-offset: {at}");
        // Whatever is answered: the next step asks.
        drop(self.say(address, &format!("PATCH {place}"), &more, piece));
    }

    /// It is there, byte by byte.
    pub fn is_there(&self, address: &str) {
        let (status, _, body) =
            self.say(address, &format!("GET /v1/photos/{}/{}", self.of, self.id), "", b"").unwrap();
        assert_eq!(status, 200);
        assert!(body == self.bytes, "another picture came back");
    }
}

fn offset(head: &str) -> Option<usize> {
    head.lines().find_map(|l| l.strip_prefix("upload-offset: ")?.trim().parse().ok())
}
