//! Lines that are held open: who is told what, and when they end.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode};
use common::fixtures::put;
use common::{Phone, Server};
use futures_util::StreamExt as _;
use qadam_protocol::live::{EVENTS, LIVE, LiveReply, Mark};
use qadam_protocol::sync::Code;
use qadam_server::Config;
use qadam_server::live::Live;
use std::time::Duration;
use tokio::time::timeout;
use tower::ServiceExt as _;

/// Longer than anything here takes, shorter than anybody wants to wait for a broken test.
const LONG: Duration = Duration::from_secs(120);

struct Line(BodyDataStream, String);

impl Line {
    /// The next line of the stream that says anything; none when it has ended.
    async fn word(&mut self) -> Option<String> {
        loop {
            if let Some((line, rest)) = self.1.split_once('\n') {
                let (line, rest) = (line.to_owned(), rest.to_owned());
                self.1 = rest;
                if line.is_empty() {
                    continue;
                }
                return Some(line.trim_end().to_owned());
            }
            let chunk = timeout(LONG, self.0.next()).await.expect("a line that says nothing")?;
            self.1 += std::str::from_utf8(&chunk.unwrap()).unwrap();
        }
    }

    async fn mark(&mut self) -> Mark {
        loop {
            let word = self.word().await.expect("the line has ended");
            if let Some(mark) = word.strip_prefix("data:") {
                return mark.trim().parse().unwrap();
            }
        }
    }

    /// The mark that is wanted, after others perhaps.
    async fn until(&mut self, wanted: Mark) {
        while self.mark().await != wanted {}
    }
}

fn asked(phone: &Phone, path: &str, accept: &str) -> Request<Body> {
    let mut request = Request::builder().uri(path).header("accept", accept);
    if accept == EVENTS {
        request = request.header("accept-encoding", "gzip, br");
    }
    request.header("authorization", format!("Bearer {}", phone.token.0)).body(Body::empty()).unwrap()
}

async fn line(s: &Server, phone: &Phone) -> Line {
    let answer = s.app.clone().oneshot(asked(phone, LIVE, EVENTS)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], EVENTS);
    assert_eq!(answer.headers()["x-accel-buffering"], "no");
    assert!(answer.headers().get("content-encoding").is_none(), "it would be held back until there is more");
    Line(answer.into_body().into_data_stream(), String::new())
}

async fn poll(s: &Server, phone: &Phone, have: Mark) -> Mark {
    let reply: LiveReply =
        s.send(asked(phone, &format!("{LIVE}?have={have}"), "application/json")).await.read();
    reply.mark
}

/// Where a pull would bring somebody now.
async fn now(s: &Server, phone: &Phone) -> Mark {
    let scopes = s.since(phone, Vec::new()).await.scopes;
    Mark::of(scopes.into_iter().map(|page| (page.scope, page.version)))
}

#[tokio::test]
async fn a_line_says_where_one_is_and_then_that_there_is_something_new() {
    let s = Server::new();
    let (mentor, other) = (s.mentor().await, s.mentor().await);
    let (phone, theirs) = (s.participant(&mentor).await, s.participant(&other).await);
    let (mut at_mentor, mut at_other) = (line(&s, &mentor).await, line(&s, &other).await);
    assert_eq!(at_mentor.mark().await, now(&s, &mentor).await);
    let quiet = at_other.mark().await;
    assert_eq!(quiet, now(&s, &other).await);

    s.apply(&phone, put(phone.account, 30).0).await;
    at_mentor.until(now(&s, &mentor).await).await;
    // What others hear next is their own: nothing was said of what is none of theirs.
    s.apply(&theirs, put(theirs.account, 30).0).await;
    assert_eq!(at_other.mark().await, now(&s, &other).await);

    // Somebody new asks to be taken in.
    s.join(&mentor, false).await;
    at_mentor.until(now(&s, &mentor).await).await;
}

#[tokio::test]
async fn what_another_server_commits_is_told_too() {
    let s = Server::new();
    let other = s.beside(|c| c);
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let mut at_mentor = line(&other, &mentor).await;
    at_mentor.mark().await;
    for minutes in 1..=3 {
        s.apply(&phone, put(phone.account, minutes).0).await;
        at_mentor.until(now(&s, &mentor).await).await;
    }
}

#[tokio::test]
async fn who_asks_with_what_is_old_is_answered_at_once_and_else_waits() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let before = now(&s, &mentor).await;
    assert_eq!(poll(&s, &mentor, Mark::of([])).await, before);
    let (after, ()) = tokio::join!(poll(&s, &mentor, before), async {
        s.apply(&phone, put(phone.account, 30).0).await;
    });
    assert_eq!(after, now(&s, &mentor).await);
    assert_ne!(after, before);
    for nonsense in ["?have=x", "?have=", "?have=1&have=2", "?have=%FF"] {
        let answer = s.send(asked(&mentor, &format!("{LIVE}{nonsense}"), "application/json")).await;
        assert_eq!(
            (answer.status, answer.error().code),
            (StatusCode::BAD_REQUEST, Code::Malformed),
            "{nonsense}"
        );
    }
}

#[tokio::test]
async fn a_quiet_line_says_something_now_and_then_and_ends_with_the_session() {
    let s = Server::with(|c| Config { live: Live::with_beat(Duration::from_millis(300)), ..c });
    let mentor = s.mentor().await;
    let begun = std::time::Instant::now();
    let have = now(&s, &mentor).await;
    assert_eq!(poll(&s, &mentor, have).await, have, "the same");
    assert!(begun.elapsed() >= Duration::from_millis(300), "only after a while");

    let mut at_mentor = line(&s, &mentor).await;
    at_mentor.mark().await;
    for _ in 0..3 {
        assert_eq!(at_mentor.word().await.as_deref(), Some(":"));
    }
    assert_eq!(s.raw("/v1/signout", Some(&mentor), "").await.status, StatusCode::OK);
    while let Some(word) = at_mentor.word().await {
        assert_eq!(word, ":", "nobody tells who was signed out");
    }
}

#[tokio::test]
async fn a_phone_has_one_line_and_a_server_that_ends_has_none() {
    let mut live = None;
    let s = Server::with(|c| {
        live = Some(c.live.clone());
        c
    });
    let live = live.unwrap();
    let mentor = s.mentor().await;
    let mut first = line(&s, &mentor).await;
    first.mark().await;
    let mut second = line(&s, &mentor).await;
    second.mark().await;
    assert_eq!((first.word().await, live.count()), (None, 1), "the one before has ended");
    drop(first);
    assert_eq!(live.count(), 1, "its end ends no other");

    let phone = s.participant(&mentor).await;
    let third = line(&s, &phone).await;
    assert_eq!(live.count(), 2);
    drop(third);
    assert_eq!(live.count(), 1, "who has hung up is forgotten");

    live.close();
    while let Some(word) = second.word().await {
        assert!(word.starts_with("data:"), "{word}");
    }
    let answer = s.send(asked(&mentor, LIVE, "application/json")).await;
    assert_eq!((answer.status, answer.error().code), (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable));
    assert!(answer.error().after_s.is_some());
}
