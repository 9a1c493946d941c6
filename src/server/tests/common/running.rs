//! The real process, and how to talk to it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_debug_implementations)]

use qadam_domain::code::Code;
use qadam_protocol::live::Mark;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

pub const BIN: &str = env!("CARGO_BIN_EXE_qadam-server");

pub fn printed(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

/// The code at the end of the first line that has the words.
pub fn code_in(text: &str, words: &str) -> Code {
    let line = text.lines().find(|l| l.contains(words)).unwrap_or_else(|| panic!("{words} in {text}"));
    Code::parse(line.split_whitespace().last().unwrap()).unwrap()
}

pub struct Running {
    pub child: Child,
    pub address: String,
    pub printed: String,
}

impl Running {
    pub fn start(data: &Path, more: &[&str]) -> Self {
        Self::start_with(data, more, Stdio::null())
    }

    /// The same with a place for what it logs.
    pub fn start_with(data: &Path, more: &[&str], log: Stdio) -> Self {
        let mut child = Command::new(BIN)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = String::new();
        loop {
            let line = lines.next().expect("it ended").unwrap();
            printed += &line;
            printed.push('\n');
            if line.starts_with("Ctrl-C") {
                break;
            }
        }
        let address = printed.split("http://").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        Self { child, address, printed }
    }

    /// The status and the body; an error where the connection broke before there was a whole answer.
    pub fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &[u8],
    ) -> Result<(u16, String), Error> {
        let auth = token.map(|t| vec![("authorization", format!("Bearer {t}"))]).unwrap_or_default();
        let (status, _, body) = self.ask_with(method, path, &auth, body)?;
        Ok((status, body))
    }

    /// The same with headers, and those of the answer as they came.
    pub fn ask_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Result<(u16, String, String), Error> {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let mut stream = TcpStream::connect(&self.address)?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n"
        )?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let cut = || Error::from(ErrorKind::UnexpectedEof);
        let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(cut)?;
        Ok((status, head.to_ascii_lowercase(), body.to_owned()))
    }

    pub fn post<T: Serialize, R: DeserializeOwned>(&self, path: &str, token: Option<&str>, body: &T) -> R {
        let (status, answer) = self.ask("POST", path, token, &serde_json::to_vec(body).unwrap()).unwrap();
        assert_eq!(status, 200, "{answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// A line that is held open (`GET /v1/live`).
    pub fn listen(&self, token: &str) -> Line {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let accept = "accept: text/event-stream";
        write!(
            stream,
            "GET /v1/live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{accept}\r\n\r\n"
        )
        .unwrap();
        Line(BufReader::new(stream))
    }

    pub fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }
}

/// What is said on a line, as it comes.
pub struct Line(BufReader<TcpStream>);

impl Line {
    /// The next mark.
    pub fn mark(&mut self) -> Mark {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the line has ended");
            if let Some(mark) = line.strip_prefix("data:") {
                return mark.trim().parse().unwrap();
            }
        }
    }

    /// The rest of it, to its end.
    pub fn rest(mut self) -> String {
        let mut rest = String::new();
        self.0.read_to_string(&mut rest).unwrap();
        rest
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}
