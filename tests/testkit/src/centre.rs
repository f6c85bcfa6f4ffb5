//! A centre: the service, with its database, on a free port.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use nabta_api::config::Config;
use nabta_api::http;
use nabta_api::instance::Instance;
use nabta_api::mail::{Kept, kept};
use nabta_api::sms::{KeptText, kept_texts};
use nabta_domain::kernel::entropy::SystemEntropy;
use nabta_domain::kernel::jobs::worker;
use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

use crate::clock::TestClock;
use crate::database::{self, Kind};
use crate::person::Person;

/// What a test wants to be otherwise, as TOML.
#[derive(Clone, Debug, Default)]
pub struct Settings(pub String);

/// A running service with the demo in it.
pub struct Centre {
    /// Which database it runs on.
    pub kind: Kind,
    /// Its inside, for what no door shows.
    pub instance: Instance,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Where it listens, `http://127.0.0.1:port`.
    pub address: String,
    /// Where it tells what it counts, if it does.
    pub metrics: Option<String>,
    /// The address of its database.
    pub database_url: String,
    folder: TempDir,
    handle: actix_handle::Handle,
}

mod actix_handle {
    use nabta_api::http::Bound;

    pub(super) struct Handle(tokio::task::JoinHandle<std::io::Result<()>>);

    impl Handle {
        pub(super) fn of(bound: Bound) -> Self {
            Self(tokio::spawn(bound.server))
        }
    }

    impl Drop for Handle {
        fn drop(&mut self) {
            self.0.abort();
        }
    }
}

/// The root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

impl Centre {
    /// Opens one with a copy of the demo.
    pub async fn open(kind: Kind) -> Self {
        Self::open_with(kind, Settings::default()).await
    }

    /// Opens one that is otherwise than usual.
    pub async fn open_with(kind: Kind, settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database_url = database::copy(kind, folder.path()).await;
        let settings = Settings(format!("database.url = {database_url:?}\n{}", settings.0));
        Self::open_in(folder, kind, database_url, settings).await
    }

    /// Opens one over a PostgreSQL database of the test's own, which the settings name.
    pub async fn open_over(settings: Settings) -> Self {
        Self::open_in(tempfile::tempdir().unwrap(), Kind::Postgres, String::new(), settings).await
    }

    async fn open_in(folder: TempDir, kind: Kind, database_url: String, settings: Settings) -> Self {
        let toml = format!(
            "data_dir = {:?}\ndemo_dir = {:?}\ndatabase.max_connections = 6\nhttp.listen = '127.0.0.1:0'\n\
             http.threads = 1\nworkers.tick_milliseconds = 0\nworkers.jobs = 0\n{}",
            folder.path(),
            repository().join("demo"),
            settings.0
        );
        let clock = Arc::new(TestClock::default());
        let config = Config::from_toml(&toml).expect("the settings are right");
        let instance = Instance::open_with(config, clock.clone(), Arc::new(SystemEntropy)).await.unwrap();
        let bound = http::bind(instance.clone()).await.unwrap();
        let address = format!("http://{}", bound.address);
        let metrics = bound.metrics.map(|metrics| format!("http://{metrics}"));
        Self { kind, instance, clock, address, metrics, database_url, folder, handle: actix_handle::Handle::of(bound) }
    }

    /// A visitor: nobody is signed in.
    #[must_use]
    pub fn visitor(&self) -> Person {
        Person::visitor(&self.address)
    }

    /// One of the demo's people, signed in: `sami` is a trainer, `amina` a training officer, `leila` the administrator, `amel` a learner.
    pub async fn person(&self, name: &str) -> Person {
        let mut person = self.visitor();
        person.sign_in(&format!("{name}@nabta.example"), "nabta-demo-2020").await.ok();
        person
    }

    /// An address that the service gave out, where a test reaches it.
    #[must_use]
    pub fn reach(&self, address: &str) -> String {
        address.replacen("http://localhost:8080", &self.address, 1)
    }

    /// Brings search up to date, as a worker does each second.
    pub async fn refresh_search(&self) {
        assert!(self.instance.refresh_index().await.is_ok(), "the index is brought up to date");
    }

    /// The letters that were carried to an address, newest first.
    #[must_use]
    pub fn letters(&self, to: &str) -> Vec<Kept> {
        kept(self.folder.path()).filter(|letter| letter.to == to).collect()
    }

    /// The text messages that were carried to a telephone, newest first.
    #[must_use]
    pub fn texts(&self, to: &str) -> Vec<KeptText> {
        kept_texts(self.folder.path()).into_iter().filter(|message| message.to == to).collect()
    }

    /// Does all jobs that are due, as workers do; how many that was.
    pub async fn work(&self) -> usize {
        let done = worker::drain(&self.instance.services, &nabta_domain::handlers()).await;
        done.unwrap_or_else(|error| panic!("jobs are done: {}", error.code()))
    }

    /// The folder in which it keeps its files.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// How many rows each table of business has: what must be the same where nothing was changed. Each change writes the journal,
    /// so a changed row shows as well.
    pub async fn fingerprint(&self) -> BTreeMap<String, i64> {
        const TABLES: &[&str] = &[
            "journal_entry",
            "person",
            "person_file",
            "person_claim",
            "consent",
            "consent_wording",
            "data_export",
            "person_merger",
            "account",
            "role_grant",
            "organisation",
            "organisation_member",
            "programme",
            "theme",
            "course",
            "course_programme",
            "course_requirement",
            "chapter",
            "lesson",
            "figure",
            "edition",
            "edition_chapter",
            "edition_lesson",
            "edition_text",
            "lesson_revision",
            "guide",
            "guide_offer",
            "guide_date",
            "legal_text",
            "legal_relation",
            "content_review",
            "glossary_term",
            "venue",
            "course_run",
            "course_run_programme",
            "enrolment",
            "lesson_progress",
            "study_day",
            "question",
            "question_version",
            "question_tag",
            "question_lesson",
            "question_law",
            "question_picture",
            "quiz",
            "quiz_exception",
            "quiz_attempt",
            "quiz_attempt_question",
            "quiz_result",
            "quiz_grade",
            "quiz_mark_change",
            "question_regrade",
            "certificate_template",
            "certificate_template_course",
            "certificate",
            "certificate_course",
            "certificate_law",
            "certificate_series",
            "certificate_batch",
            "certificate_batch_person",
            "holiday",
            "working_period",
            "working_hours",
            "calendar_feed",
            "registration",
            "password_reset",
            "invitation",
            "second_factor",
            "passkey",
            "passkey_challenge",
            "provider_connection",
            "look",
            "notice",
            "notice_preference",
            "provider_ticket",
            "mail",
            "file",
            "upload",
            "content",
            "job",
            "idempotency_key",
        ];
        let mut counts = BTreeMap::new();
        for table in TABLES {
            counts.insert((*table).to_owned(), self.number(&format!("SELECT count(*) AS number FROM {table}")).await);
        }
        counts
    }

    /// The number that a question in SQL gives, in a column named `number`.
    pub async fn number(&self, sql: &str) -> i64 {
        let database = self.instance.services.database.reader();
        let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await.unwrap().unwrap();
        row.try_get("", "number").unwrap()
    }

    /// Whether a text stands anywhere in the database.
    pub async fn keeps(&self, text: &str) -> bool {
        let mut found = false;
        match self.kind {
            Kind::Sqlite => {
                for entry in std::fs::read_dir(self.folder()).unwrap().flatten().filter(|entry| entry.path().is_file()) {
                    let bytes = std::fs::read(entry.path()).unwrap();
                    found |= bytes.windows(text.len()).any(|part| part == text.as_bytes());
                }
            }
            Kind::Postgres => {
                for table in self.fingerprint().await.keys() {
                    let question = format!("SELECT count(*) AS number FROM {table} AS kept WHERE kept::text LIKE '%{text}%'");
                    found |= self.number(&question).await > 0;
                }
            }
        }
        found
    }

    /// Runs SQL past all rules, as somebody with the database's password could.
    pub async fn tamper(&self, sql: &str) -> Result<(), sea_orm::DbErr> {
        self.instance.services.database.for_migration().execute_unprepared(sql).await.map(|_| ())
    }

    /// Stops serving.
    pub fn stop(self) {
        drop(self.handle);
    }
}
