//! An S3 service in this process, over a folder: the real protocol with real signatures.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_debug_implementations)]

use axum::Router;
use axum::error_handling::HandleError;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use qadam_server::photos::{Address, Photos, S3};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Mutex;

const KEY: &str = "QADAMTESTKEY";
const SECRET: &str = "a secret of nobody";

pub struct Service {
    pub endpoint: String,
    pub folder: tempfile::TempDir,
}

impl Service {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pictures")).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = builder.build();
        let app = Router::new().fallback_service(HandleError::new(service, async |e: s3s::HttpError| {
            (StatusCode::INTERNAL_SERVER_ERROR, format!("{e:?}"))
        }));
        // A real service looks and writes in one step; this one looks first, so only one may come in.
        let door = Arc::new(Mutex::new(()));
        let one_by_one = move |request: Request, next: Next| {
            let door = Arc::clone(&door);
            async move {
                let _in = if request.method() == Method::PUT { Some(door.lock().await) } else { None };
                next.run(request).await
            }
        };
        let app = app.layer(middleware::from_fn(one_by_one));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { endpoint, folder }
    }

    pub fn address(&self, secret: &str) -> Address {
        let settings = [
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", secret),
            ("AWS_REGION", "kz-1"),
            ("AWS_ENDPOINT_URL", &self.endpoint),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_PAGER", ""),
        ];
        Address::S3(S3 {
            bucket: "pictures".into(),
            prefix: "of/qadam".into(),
            settings: settings.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec(),
        })
    }

    pub fn photos(&self) -> Photos {
        Photos::open(&self.address(SECRET), None).unwrap()
    }

    /// Where objects lie.
    pub fn objects(&self) -> std::path::PathBuf {
        Path::new(self.folder.path()).join("pictures/of/qadam")
    }
}
