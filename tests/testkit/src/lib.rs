//! What tests stand on: a centre of their own, with the demo in it, on SQLite and on PostgreSQL, and people who act over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, reason = "a test that cannot go on stops")]

mod answer;
mod centre;
pub mod checker;
mod clock;
mod database;
pub mod hostile;
mod mail_server;
mod object_store;
mod paper;
mod passkey_device;
mod person;
mod schema;
mod sign_in_provider;
mod socket;
mod transfer;

pub use answer::Answer;
pub use centre::{Centre, Settings, repository};
pub use clock::TestClock;
pub use database::{Kind, empty};
pub use mail_server::{MailServer, certificate};
pub use object_store::ObjectStore;
pub use paper::Paper;
pub use passkey_device::PasskeyDevice;
pub use person::Person;
pub use schema::{Ids, Request, Schema, innermost};
pub use serde_json::{Value, json};
pub use sign_in_provider::{Back, SignInProvider};
pub use socket::{Frame, Heard, Socket};
pub use transfer::{Fetched, fetch, put, sent};

/// The longest that a test may take: a server that hangs fails its test instead of stopping all of them.
pub const LIMIT: std::time::Duration = std::time::Duration::from_secs(180);

/// Runs a test on a centre of its own.
pub fn run(kind: Kind, test: impl AsyncFnOnce(Centre)) {
    run_with(kind, "", test);
}

/// Runs a test on a centre of its own that is otherwise than usual, in what the TOML says.
pub fn run_with(kind: Kind, toml: &str, test: impl AsyncFnOnce(Centre)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let centre = Centre::open_with(kind, Settings(toml.to_owned())).await;
        tokio::time::timeout(LIMIT, test(centre)).await.expect("the test took too long");
    });
    runtime.shutdown_background();
}

/// Runs a test on centres whose files lie in an object store of its own, on both databases.
pub fn with_object_store(test: impl AsyncFn(Centre, &mut ObjectStore)) {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        // Its port is known before the centre that is told of it.
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let mut store = runtime.block_on(async { ObjectStore::start() });
        let settings = store.settings();
        run_with(kind, &settings, async |centre| test(centre, &mut store).await);
        runtime.block_on(async { store.stop() });
        runtime.shutdown_background();
    }
}

/// Declares tests that run on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! everywhere {
    ($($(#[$meta:meta])* async fn $name:ident($centre:ident: Centre) $body:block)*) => {
        $(
            mod $name {
                #[allow(unused_imports)]
                use super::*;

                async fn test($centre: $crate::Centre) $body

                $(#[$meta])*
                #[test]
                fn sqlite() {
                    $crate::run($crate::Kind::Sqlite, test);
                }

                $(#[$meta])*
                #[test]
                fn postgres() {
                    $crate::run($crate::Kind::Postgres, test);
                }
            }
        )*
    };
}
