//! An object store of the test's own: a real one, which checks signatures, and which can be away, slow, or lie.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::task::JoinHandle;

const BUCKET: &str = "nabta";
const ACCESS_KEY: &str = "nabta-test";
const SECRET_KEY: &str = "the secret of the test's object store";

/// An object store.
pub struct ObjectStore {
    folder: TempDir,
    port: u16,
    slowness: Arc<AtomicU64>,
    service: S3Service,
    running: Option<JoinHandle<()>>,
}

impl ObjectStore {
    /// Starts one on a free port.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let (service, slowness) = (builder.build(), Arc::default());
        let mut store = Self { folder, port: 0, slowness, service, running: None };
        store.again();
        store
    }

    /// What of the configuration leads to it.
    #[must_use]
    pub fn settings(&self) -> String {
        format!(
            "files.kind = 's3'\nfiles.endpoint = 'http://127.0.0.1:{}'\nfiles.region = 'us-east-1'\nfiles.bucket = '{BUCKET}'\n\
             files.access_key = '{ACCESS_KEY}'\nfiles.secret_key = \"{SECRET_KEY}\"\nfiles.timeout_seconds = 2\n",
            self.port
        )
    }

    /// The same in the environment of a command.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("NABTA_FILES__KIND", "s3".to_owned()),
            ("NABTA_FILES__ENDPOINT", format!("http://127.0.0.1:{}", self.port)),
            ("NABTA_FILES__REGION", "us-east-1".to_owned()),
            ("NABTA_FILES__BUCKET", BUCKET.to_owned()),
            ("NABTA_FILES__ACCESS_KEY", ACCESS_KEY.to_owned()),
            ("NABTA_FILES__SECRET_KEY", SECRET_KEY.to_owned()),
            ("NABTA_FILES__TIMEOUT_SECONDS", "2".to_owned()),
        ]
    }

    /// Starts it again on the port that it had.
    pub fn again(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        self.port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        let (service, slowness) = (self.service.clone(), Arc::clone(&self.slowness));
        self.running = Some(tokio::spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let (service, slowness) = (service.clone(), Arc::clone(&slowness));
                connections.spawn(async move {
                    let answer = hyper::service::service_fn(move |request| {
                        let (service, slowness) = (service.clone(), slowness.load(Ordering::Relaxed));
                        async move {
                            tokio::time::sleep(Duration::from_millis(slowness)).await;
                            Service::call(&service, request).await
                        }
                    });
                    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), answer).await;
                });
            }
        }));
    }

    /// Stops it; what it holds stays.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }

    /// How long it takes before it answers at all.
    pub fn slow_down(&self, milliseconds: u64) {
        self.slowness.store(milliseconds, Ordering::Relaxed);
    }

    /// What it holds, by key: files that a test can change behind its back.
    #[must_use]
    pub fn objects(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().join(BUCKET)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found.sort();
        found
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        self.stop();
    }
}
