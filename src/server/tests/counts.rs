//! What is counted is what happened, and says nothing of anybody.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::Server;
use common::fixtures::{put, uuid};
use http_body_util::BodyExt as _;
use qadam_protocol::op::Payload;
use qadam_server::metrics;
use tower::ServiceExt as _;

/// The number behind a name with its labels.
fn number(text: &str, name: &str) -> Option<f64> {
    text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

#[tokio::test]
async fn what_happened_is_counted_and_nobody_is_named() {
    let mut config = None;
    let s = Server::with(|c| {
        config = Some(c.clone());
        c
    });
    let config = config.unwrap();
    let app = metrics::app(s.store.clone(), config.metrics, config.live, config.admission);
    let read = async || {
        let request = Request::builder().uri("/metrics").body(Body::empty()).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    };
    let mentor = s.mentor().await;
    let phone = s.participant(&mentor).await;
    let before = read().await;
    let of = |text: &str, name: &str| number(text, name).unwrap_or(0.0);

    let ops: Vec<_> = (1..=3).map(|m| put(phone.account, m).0).collect();
    s.sync(&phone, ops.clone()).await;
    s.sync(&phone, ops).await;
    s.sync(&phone, vec![common::fixtures::op(phone.account, Payload::MemberAccept)]).await;
    s.since(&mentor, Vec::new()).await;
    let unknown = format!("/v1/{}", uuid());
    s.get(&unknown, &[]).await;
    s.get(&format!("/v1/photos/{}/{}", phone.account, "5a".repeat(32)), &[]).await;
    let after = read().await;

    let more = |name: &str| of(&after, name) - of(&before, name);
    assert_eq!(more("qadam_ops_total{result=\"applied\"}"), 6.0, "a repeat is answered as before");
    assert_eq!(more("qadam_ops_total{result=\"rejected\"}"), 1.0);
    let sync = "qadam_requests_total{method=\"POST\",route=\"/v1/sync\",status=\"200\"}";
    assert_eq!(more(sync), 4.0);
    assert_eq!(more("qadam_request_seconds_count{route=\"/v1/sync\"}"), 4.0);
    assert!(more("qadam_records_pulled_total") >= 8.0, "{after}");
    assert!(more("qadam_commits_total") >= 1.0 && more("qadam_writes_total") >= 3.0);
    assert_eq!(of(&after, "qadam_lines_open"), 0.0);
    assert!(of(&after, "qadam_memory_bytes") > 1e6 && of(&after, "qadam_started_seconds") > 1.7e9);
    assert!(after.ends_with("# EOF\n"));

    // A route is its pattern, whatever somebody tried.
    assert!(after.contains("/v1/photos/{participant}/{photo}"));
    for name in
        [phone.account.to_string(), mentor.account.to_string(), unknown, "5a5a".into(), "Айгүл".into()]
    {
        assert!(!after.contains(&name), "{name} in {after}");
    }
    let elsewhere = Request::builder().uri("/v1/sync").body(Body::empty()).unwrap();
    assert_eq!(app.clone().oneshot(elsewhere).await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(s.get("/metrics", &[]).await.status, StatusCode::NOT_FOUND, "not where everybody is");
}
