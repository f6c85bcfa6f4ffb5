//! A database for each test, copied from one that holds the demo.

use std::sync::atomic::{AtomicU32, Ordering};

use nabta_api::config::Config;
use nabta_api::instance::Instance;
use nabta_migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use tokio::sync::OnceCell;

use crate::centre::repository;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The embedded one.
    Sqlite,
    /// The one of production.
    Postgres,
}

/// The file's bytes, because nobody would remove a file at the end of all tests.
static SQLITE: OnceCell<Vec<u8>> = OnceCell::const_new();
static POSTGRES: OnceCell<String> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The cluster that `make test` starts.
fn cluster() -> String {
    std::env::var("NABTA_TEST_POSTGRES").expect("NABTA_TEST_POSTGRES: `make test` starts PostgreSQL and sets it")
}

/// The address of a database of the cluster.
fn named(name: &str) -> String {
    let cluster = cluster();
    let (server, _) = cluster.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// The address of a new database with the demo in it.
pub(crate) async fn copy(kind: Kind, folder: &std::path::Path) -> String {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    match kind {
        Kind::Sqlite => {
            let template = SQLITE.get_or_init(sqlite_template).await;
            let path = folder.join("nabta.db");
            std::fs::write(&path, template).unwrap();
            format!("sqlite://{}", path.display())
        }
        Kind::Postgres => {
            let template = POSTGRES.get_or_init(postgres_template).await;
            let name = format!("nabta_test_{}_{number}", std::process::id());
            create(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
            named(&name)
        }
    }
}

/// The address of a new database with nothing in it.
pub async fn empty(kind: Kind, folder: &std::path::Path) -> String {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    match kind {
        Kind::Sqlite => format!("sqlite://{}", folder.join("empty.db").display()),
        Kind::Postgres => {
            let name = format!("nabta_empty_{}_{number}", std::process::id());
            create(&format!("CREATE DATABASE {name}")).await;
            named(&name)
        }
    }
}

async fn create(statement: &str) {
    // Two copies of one template at once get in each other's way.
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = TURN.lock().await;
    let database = sea_orm::Database::connect(cluster()).await.unwrap();
    database.execute_unprepared(statement).await.unwrap();
    database.close().await.unwrap();
}

async fn sqlite_template() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("template.db");
    load(&format!("sqlite://{}", path.display()), folder.path()).await;
    std::fs::read(path).unwrap()
}

async fn postgres_template() -> String {
    let name = format!("nabta_template_{}", std::process::id());
    create(&format!("CREATE DATABASE {name}")).await;
    let folder = tempfile::tempdir().unwrap();
    load(&named(&name), folder.path()).await;
    name
}

async fn load(url: &str, folder: &std::path::Path) {
    let toml = format!("data_dir = {folder:?}\ndemo_dir = {:?}\ndatabase.url = {url:?}", repository().join("demo"));
    let instance = Instance::open(Config::from_toml(&toml).unwrap()).await.unwrap();
    Migrator::up(instance.services.database.for_migration(), None).await.unwrap();
    nabta_api::demo::load(&instance).await.unwrap();
    instance.services.database.clone().close().await.unwrap();
}
