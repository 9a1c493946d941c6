//! The web app's files as a browser gets them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use axum::http::StatusCode;
use common::Server;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("index.html", "<!doctype html><script>alert(1)</script><p>Qadam");
    put("index.html.br", "BR");
    put("sw.js", "self");
    put("manifest.webmanifest", "{}");
    put("app-0123456789ab.wasm", "wasm, plain");
    put("app-0123456789ab.wasm.br", "wasm, brotli");
    put("app-0123456789ab.wasm.gz", "wasm, gzip");
    put("csp.txt", "'sha256-AAAA' 'unsafe-eval'\nhttps://x.example;evil");
    folder
}

fn server(folder: &tempfile::TempDir) -> Server {
    let web = Some(folder.path().to_owned());
    Server::with(|c| qadam_server::Config { web, ..c })
}

#[tokio::test]
async fn the_smallest_that_the_browser_takes() {
    let folder = folder();
    let s = server(&folder);
    for (accept, body, encoding) in [
        ("br, gzip", "wasm, brotli", Some("br")),
        ("gzip, deflate", "wasm, gzip", Some("gzip")),
        ("identity", "wasm, plain", None),
        ("", "wasm, plain", None),
    ] {
        let answer = s.get("/app-0123456789ab.wasm", &[("accept-encoding", accept)]).await;
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, body), "{accept}");
        let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().unwrap());
        assert_eq!(header("content-encoding"), encoding);
        assert_eq!(header("content-type"), Some("application/wasm"));
        assert_eq!(header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(header("vary"), Some("accept-encoding"));
    }
}

#[tokio::test]
async fn what_changes_is_asked_for_again() {
    let folder = folder();
    let s = server(&folder);
    for path in ["/", "/index.html", "/sw.js", "/manifest.webmanifest", "/journey", "/reports/0195"] {
        let answer = s.get(path, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.headers.get("cache-control").unwrap(), "no-cache", "{path}");
    }
    assert!(s.get("/journey", &[]).await.text().contains("Qadam"), "screens get the page");
    for path in
        ["/app-ffffffffffff.wasm", "/old.js", "/../Cargo.toml", "/%2e%2e/secret.txt", "/csp.txt/x.png"]
    {
        assert_eq!(s.get(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_policy_allows_what_is_in_the_page_and_no_more() {
    let folder = folder();
    let s = server(&folder);
    let answer = s.get("/", &[]).await;
    let policy = answer.headers.get("content-security-policy").unwrap().to_str().unwrap();
    let scripts = policy.split("; ").find(|p| p.starts_with("script-src")).unwrap();
    assert_eq!(
        scripts,
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' \
         'sha256-AAAA' 'unsafe-eval'"
    );
    assert!(policy.starts_with("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("evil"));
}

#[tokio::test]
async fn without_a_web_app_it_says_so() {
    let answer = Server::new().get("/", &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().contains("--web"));
}
