//! The web app's files: pre-compressed, hashed names for ever, and a policy that the page itself narrows.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use std::path::Path;
use tower_http::services::{ServeDir, ServeFile};

/// Serves a folder. Paths without a file name's dot are screens of the app and get `index.html`.
pub(crate) fn service(folder: Option<&Path>) -> Router {
    let Some(folder) = folder else {
        return Router::new().fallback(|| async {
            (StatusCode::NOT_FOUND, "This Qadam server serves no web app (start it with --web DIR).\n")
        });
    };
    let index = folder.join("index.html");
    let policy = policy(folder);
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let screen = ServeFile::new(&index).precompressed_br().precompressed_gzip();
    Router::new().fallback_service(files.fallback(screen)).layer(middleware::from_fn(
        move |request: Request, next: Next| {
            let policy = policy.clone();
            async move { serve(request, next, policy).await }
        },
    ))
}

async fn serve(request: Request, next: Next, policy: Option<HeaderValue>) -> Response {
    let path = request.uri().path().to_owned();
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut response = next.run(request).await;
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if is_page && name.contains('.') && !name.ends_with(".html") {
        // A file of an older version that is gone: an old page must notice, not get a page as its script.
        return (StatusCode::NOT_FOUND, "no such file\n").into_response();
    }
    let cache = if is_hashed(&name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Whether a name carries a hash of the content: its last part before the ending, after `-` or `.`, has at
/// least eight hex digits (`qadam-4f0c2a9b71de.wasm`, `app.0123abcd.css`), perhaps after `dxh`.
fn is_hashed(name: &str) -> bool {
    let Some((stem, _ending)) = name.rsplit_once('.') else { return false };
    let last = stem.rsplit(['-', '.', '_']).next().unwrap_or_default();
    let last = last.strip_prefix("dxh").unwrap_or(last);
    last.len() >= 8 && last.len() < stem.len() && last.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The policy: our own files, WebAssembly, and the inline scripts that are in `index.html` at the start of
/// the server (each by its hash). `csp.txt` in the folder can name more sources of scripts.
fn policy(folder: &Path) -> Option<HeaderValue> {
    let mut scripts = vec!["'self'".to_owned(), "'wasm-unsafe-eval'".to_owned()];
    if let Ok(page) = std::fs::read_to_string(folder.join("index.html")) {
        scripts.extend(inline_hashes(&page));
    }
    if let Ok(more) = std::fs::read_to_string(folder.join("csp.txt")) {
        scripts.extend(more.split_whitespace().filter(|s| is_source(s)).map(str::to_owned));
    }
    let policy = format!(
        "default-src 'self'; script-src {}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; \
         object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
        scripts.join(" ")
    );
    HeaderValue::from_str(&policy).ok()
}

fn is_source(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_graphic() && b != b';' && b != b',')
}

/// The CSP hashes of the scripts that stand in a page itself.
fn inline_hashes(page: &str) -> Vec<String> {
    let mut hashes = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("<script") {
        rest = rest.get(at..).unwrap_or_default();
        let Some(open) = rest.find('>') else { break };
        let Some(close) = rest.find("</script") else { break };
        if open < close && !rest.get(..open).unwrap_or_default().contains("src=") {
            let digest = Sha256::digest(rest.get(open + 1..close).unwrap_or_default());
            hashes.push(format!("'sha256-{}'", BASE64.encode(&digest)));
        }
        rest = rest.get(close..).unwrap_or_default();
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_told_from_plain_ones() {
        for yes in [
            "qadam-4f0c2a9b71de.wasm",
            "app.0123abcd.css",
            "main-dxh71a2b3c4d5.css",
            "qadam_bg-00112233.wasm",
        ] {
            assert!(is_hashed(yes), "{yes}");
        }
        for no in ["index.html", "sw.js", "manifest.webmanifest", "deadbeef.js", "facade", "icon-512.png"] {
            assert!(!is_hashed(no), "{no}");
        }
    }

    #[test]
    fn inline_scripts_are_hashed_and_linked_ones_are_not() {
        let page = r#"<script src="/a.js"></script><script type="module">alert(1)</script><script>"#;
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(inline_hashes(page), ["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]);
    }
}
