//! The document says what the server does: every route, and what goes in and comes out.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::http::StatusCode;
use common::fixtures::{code, enrolment, op, put};
use common::{Server, join_request, sign_in_request, sync_request};
use jsonschema::Validator;
use qadam_domain::code::CodeKind;
use qadam_protocol::account::{DevicesRequest, InviteRequest};
use qadam_protocol::op::Payload;
use qadam_server::api::DOCUMENT;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::from_str(DOCUMENT).unwrap()
}

/// What holds a value to a schema of the document.
fn schema(name: &str) -> Validator {
    let document = document();
    let schema = json!({
        "$ref": format!("#/components/schemas/{name}"),
        "components": document["components"],
    });
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn fits(name: &str, value: &Value) {
    let schema = schema(name);
    let wrong: Vec<String> =
        schema.iter_errors(value).map(|e| format!("{e} at {}", e.instance_path)).collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?}\n{value:#}");
}

#[test]
fn every_route_and_method_is_in_the_document_and_no_other() {
    let source = include_str!("../app.rs");
    let mut routes = BTreeSet::new();
    for rest in source.split(".route(").skip(1) {
        let path = rest.trim_start().strip_prefix('"').unwrap().split('"').next().unwrap();
        let path = if path == "/healthz" || path == "/v1/" { path.to_owned() } else { format!("/v1{path}") };
        // Its methods stand before the next route.
        let until = rest.find(".method_not_allowed").or_else(|| rest.find(".fallback")).unwrap_or(rest.len());
        for method in ["get", "post", "head", "patch", "delete", "options"] {
            if rest[..until].contains(&format!("{method}(")) {
                routes.insert((path.clone(), method.to_owned()));
            }
        }
    }
    let mut documented = BTreeSet::new();
    for (path, calls) in document()["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            documented.insert((path.clone(), method.clone()));
            assert!(call["operationId"].is_string() && call["summary"].is_string(), "{method} {path}");
        }
    }
    assert_eq!(routes, documented);
}

/// Messages of every kind, as they are kept byte by byte.
#[test]
fn what_phones_and_server_say_fits_its_schema() {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../protocol/wire/fixtures");
    for version in 1..=qadam_protocol::SCHEMA {
        for (file, name) in [("request", "SyncRequest"), ("reply", "SyncReply")] {
            let text = std::fs::read_to_string(format!("{fixtures}/{version}/{file}.json")).unwrap();
            fits(name, &serde_json::from_str(&text).unwrap());
        }
    }
    // And what is none does not.
    for (name, none) in [
        ("SyncRequest", json!({"ops": []})),
        ("SyncRequest", json!({"schema": 3, "ops": [{"op_id": "x"}]})),
        ("OpResult", json!("done")),
        ("Payload", json!({"entry_put": {}, "plan": {}})),
        ("Mark", json!("XYZ")),
    ] {
        assert!(!schema(name).is_valid(&none), "{name} {none}");
    }
}

#[tokio::test]
async fn what_the_server_answers_fits_its_schema() {
    let s = Server::new();
    let mentor = s.mentor().await;
    let read = |answer: &common::Answer| serde_json::from_slice::<Value>(&answer.body).unwrap();

    let invite = InviteRequest { code: code(CodeKind::Joining) };
    fits("InviteRequest", &serde_json::to_value(&invite).unwrap());
    fits("InviteReply", &read(&s.post("/v1/invites", Some(&mentor), &invite).await));
    let joining = join_request(&invite.code);
    fits("JoinRequest", &serde_json::to_value(&joining).unwrap());
    fits("JoinReply", &read(&s.post("/v1/join", None, &joining).await));
    let signing = sign_in_request(&joining.recovery);
    fits("SignInRequest", &serde_json::to_value(&signing).unwrap());
    fits("SignInReply", &read(&s.post("/v1/signin", None, &signing).await));

    let phone = s.participant(&mentor).await;
    let ops = vec![op(phone.account, Payload::Enrol(enrolment(17))), put(phone.account, 30).0];
    let request = sync_request(ops);
    fits("SyncRequest", &serde_json::to_value(&request).unwrap());
    fits("SyncReply", &read(&s.post("/v1/sync", Some(&phone), &request).await));
    fits("DevicesReply", &read(&s.post("/v1/devices", Some(&phone), &DevicesRequest::default()).await));
    let have = json!({"participant": phone.account, "ids": ["5a".repeat(32)]});
    fits("HaveRequest", &have);
    fits("HaveReply", &read(&s.post("/v1/photos/have", Some(&phone), &have).await));
    let token = format!("Bearer {}", phone.token.0);
    fits("LiveReply", &read(&s.get("/v1/live", &[("authorization", &token)]).await));
    fits("Health", &read(&s.get("/healthz", &[]).await));
    for answer in [
        s.get("/v1/live", &[]).await,
        s.get("/v1/nothing", &[]).await,
        s.post("/v1/sync", Some(&phone), &json!({"schema": 99})).await,
        s.raw("/v1/sync", Some(&phone), "{").await,
    ] {
        assert!(!answer.status.is_success());
        fits("Error", &read(&answer));
    }
}

#[tokio::test]
async fn the_document_and_its_page_are_there_for_everybody() {
    let s = Server::new();
    let answer = s.get("/v1/openapi.json", &[]).await;
    assert_eq!((answer.status, answer.read::<Value>()), (StatusCode::OK, document()));
    let page = s.get("/v1/", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"),
        "{policy}"
    );
    let text = page.text();
    assert!(!text.contains("<script") && !text.contains("http-equiv") && !text.contains("style=\""));
    for (path, calls) in document()["paths"].as_object().unwrap() {
        assert!(text.contains(&path.replace('/', "/<wbr>")), "{path}");
        for call in calls.as_object().unwrap().values() {
            assert!(text.contains(&format!("id={}>", call["operationId"].as_str().unwrap())));
        }
    }
    // Every link within the page leads somewhere.
    for to in text.split("href=#").skip(1).map(|rest| rest.split(['>', ' ']).next().unwrap()) {
        assert!(text.contains(&format!("id={to}>")) || text.contains(&format!("id={to} ")), "{to}");
    }
}
