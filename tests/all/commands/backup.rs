//! R15: a backup that is taken while people write is restored elsewhere, and is the same; one changed bit is found before anything is.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nabta_testkit::{Centre, Kind, ObjectStore, Value, empty, everywhere, json, sent, with_object_store};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{Ended, nabta};

const TERM: &str = "mutation($input: GlossaryTermDefineInput!) { glossaryTermDefine(input: $input) { userErrors { code } } }";

fn term(number: usize) -> Value {
    json!({ "input": { "code": format!("written-{number}"), "terms": { "fr": "mot" }, "definitions": { "fr": "sens" } } })
}

/// A place to restore to, with nothing in it.
struct Elsewhere {
    folder: TempDir,
    url: String,
}

impl Elsewhere {
    async fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = empty(kind, folder.path()).await;
        Self { folder, url }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    async fn nabta(&self, centre: &Centre, arguments: &[&str], input: &str) -> Ended {
        let data = self.data();
        let environment = [("DATABASE_URL", self.url.as_str()), ("NABTA_DATA_DIR", data.to_str().unwrap())];
        nabta(centre, arguments, &environment, input).await
    }

    /// Whether nothing at all was written there.
    async fn is_untouched(&self, kind: Kind) -> bool {
        let is_empty = match kind {
            Kind::Sqlite => !self.folder.path().join("empty.db").exists(),
            Kind::Postgres => tables(&connect(&self.url).await).await.is_empty(),
        };
        is_empty && !self.data().exists()
    }
}

async fn connect(url: &str) -> DatabaseConnection {
    sea_orm::Database::connect(url).await.unwrap()
}

async fn ask(database: &DatabaseConnection, sql: &str, column: &str) -> Vec<Option<String>> {
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", column).unwrap()).collect()
}

async fn tables(database: &DatabaseConnection) -> Vec<String> {
    let sql = match database.get_database_backend() {
        sea_orm::DbBackend::Postgres => "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
    };
    ask(database, sql, "name").await.into_iter().flatten().collect()
}

/// Each table with the digest of all that stands in it. The name of the database is its own.
async fn digests(url: &str) -> Vec<(String, String)> {
    let database = connect(url).await;
    let mut digests = Vec::new();
    for table in tables(&database).await {
        let row = match database.get_database_backend() {
            sea_orm::DbBackend::Postgres => format!("{table}::text"),
            _ => {
                let columns = ask(&database, &format!("SELECT name FROM pragma_table_info('{table}')"), "name").await;
                columns.into_iter().flatten().map(|column| format!("quote({column})")).collect::<Vec<_>>().join("||'|'||")
            }
        };
        let rows = ask(&database, &format!("SELECT {row} AS line FROM {table} ORDER BY 1"), "line").await;
        let digest = Sha256::digest(format!("{rows:?}").as_bytes());
        digests.push((table, hex::encode(digest)));
    }
    database.close().await.unwrap();
    digests.retain(|(table, _)| table != "database_name");
    digests
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// A backup of the centre, with two files in it.
async fn backed_up(centre: &Centre) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("backup");
    fs::create_dir_all(centre.folder().join("files/a")).unwrap();
    fs::write(centre.folder().join("files/a/شهادة.pdf"), b"a certificate").unwrap();
    fs::write(centre.folder().join("files/empty"), b"").unwrap();
    let taken = nabta(centre, &["backup", "--to", to.to_str().unwrap()], &[], "").await;
    assert_eq!(taken.code, 0, "{}", taken.said);
    assert!(taken.said.contains("2 files"), "{}", taken.said);
    (folder, to)
}

everywhere! {
    async fn a_backup_taken_while_people_write_is_restored_elsewhere(centre: Centre) {
        let sami = centre.person("sami").await;
        fs::create_dir_all(centre.folder().join("mail")).unwrap();
        fs::write(centre.folder().join("mail/1.eml"), "a letter").unwrap();
        fs::create_dir_all(centre.folder().join("sms")).unwrap();
        fs::write(centre.folder().join("sms/1.json"), "{}").unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let (writer, stopped) = (sami.clone(), stop.clone());
        let writing = tokio::spawn(async move {
            let mut written = 0;
            while !stopped.load(Ordering::Relaxed) {
                writer.ask(TERM, term(written)).await.ok();
                written += 1;
            }
            written
        });
        while centre.number("SELECT count(*) AS number FROM glossary_term WHERE code LIKE 'written-%'").await < 3 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let (_folder, backup) = backed_up(&centre).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        stop.store(true, Ordering::Relaxed);
        let written = writing.await.unwrap();

        let elsewhere = Elsewhere::new(centre.kind).await;
        let restored = elsewhere.nabta(&centre, &["restore", "--from", backup.to_str().unwrap()], "").await;
        assert_eq!(restored.code, 0, "{}", restored.said);
        let manifest = read(&backup.join("manifest.json"));
        let database = connect(&elsewhere.url).await;
        let mut counts = serde_json::Map::new();
        for table in tables(&database).await {
            let count = ask(&database, &format!("SELECT cast(count(*) AS text) AS number FROM {table}"), "number").await;
            counts.insert(table, json!(count[0].as_ref().unwrap().parse::<i64>().unwrap()));
        }
        assert_eq!(manifest["database"]["tables"], Value::Object(counts));
        let kept = ask(&database, "SELECT code FROM glossary_term WHERE code LIKE 'written-%' ORDER BY length(code), code", "code").await;
        let first = (0..kept.len()).map(|number| Some(format!("written-{number}"))).collect::<Vec<_>>();
        assert_eq!(kept, first, "what was written first is in it, without a gap");
        assert!((3..written).contains(&kept.len()), "it was taken while {written} were written: {}", kept.len());
        database.close().await.unwrap();
        assert_eq!(fs::read(elsewhere.data().join("files/a/شهادة.pdf")).unwrap(), b"a certificate");
        assert_eq!(fs::read(elsewhere.data().join("files/empty")).unwrap(), b"");
        assert!(!elsewhere.data().join("mail").exists() && !elsewhere.data().join("sms").exists() && !elsewhere.data().join("search").exists());
        let verified = elsewhere.nabta(&centre, &["journal", "verify"], "").await;
        assert_eq!(verified.code, 0, "{}", verified.said);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o077;
        assert_eq!(mode(&backup), 0, "nobody else looks into it");
    }

    async fn what_is_restored_is_the_same_to_the_last_column(centre: Centre) {
        centre.person("sami").await.ask(TERM, term(0)).await.ok();
        assert_eq!(nabta(&centre, &["journal", "verify"], &[], "").await.code, 0);
        let (_folder, backup) = backed_up(&centre).await;
        let before = digests(&centre.database_url).await;
        let elsewhere = Elsewhere::new(centre.kind).await;
        let restore = ["restore", "--from", backup.to_str().unwrap()];
        assert_eq!(elsewhere.nabta(&centre, &restore, "").await.code, 0);
        assert_eq!(digests(&elsewhere.url).await, before);
        let name = "SELECT name FROM database_name";
        let names = [ask(&connect(&centre.database_url).await, name, "name").await, ask(&connect(&elsewhere.url).await, name, "name").await];
        assert_ne!(names[0], names[1], "no search index of the one is taken for the other's");
        let refuses = "UPDATE journal_entry SET action = 'x'";
        assert!(connect(&elsewhere.url).await.execute_unprepared(refuses).await.is_err(), "the journal is append-only there as well");

        let create = ["account", "create", "--email", "later@nabta.example", "--name", "Later"];
        assert_eq!(elsewhere.nabta(&centre, &create, "a long enough password\n").await.code, 0);
        fs::write(elsewhere.data().join("files/empty"), b"changed").unwrap();
        let changed = digests(&elsewhere.url).await;
        let refused = elsewhere.nabta(&centre, &restore, "").await;
        assert!(refused.code == 3 && refused.said.contains("--replace"), "{}", refused.said);
        assert_eq!(digests(&elsewhere.url).await, changed, "what is there stays");
        let replaced = elsewhere.nabta(&centre, &["restore", "--from", backup.to_str().unwrap(), "--replace"], "").await;
        assert_eq!(replaced.code, 0, "{}", replaced.said);
        assert_eq!(digests(&elsewhere.url).await, before);
        assert_eq!(fs::read(elsewhere.data().join("files/empty")).unwrap(), b"");
        let mode = fs::metadata(elsewhere.data()).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else looks into it");

        // What is damaged gives way as well, with the journals that it left.
        if centre.kind == Kind::Sqlite {
            let file = PathBuf::from(elsewhere.url.trim_start_matches("sqlite://").split('?').next().unwrap());
            fs::write(&file, [b'x'; 8_192]).unwrap();
            fs::write(format!("{}-wal", file.display()), b"of another file").unwrap();
            let refused = elsewhere.nabta(&centre, &restore, "").await;
            assert!(refused.code != 0 && fs::read(&file).unwrap().starts_with(b"xxx"), "{}", refused.said);
            let replaced = elsewhere.nabta(&centre, &["restore", "--from", backup.to_str().unwrap(), "--replace"], "").await;
            assert_eq!(replaced.code, 0, "{}", replaced.said);
            assert_eq!(digests(&elsewhere.url).await, before);
        }
    }

    async fn a_changed_bit_in_any_file_is_found_and_nothing_is_restored(centre: Centre) {
        let (_folder, backup) = backed_up(&centre).await;
        let elsewhere = Elsewhere::new(centre.kind).await;
        let from = backup.to_str().unwrap();
        let verify = async || nabta(&centre, &["backup", "verify", "--from", from], &[], "").await;
        let first = verify().await;
        assert_eq!(first.code, 0, "{}", first.said);
        let all = files(&backup);
        assert_eq!(all.len(), 5, "{all:?}");
        for path in &all {
            let name = path.strip_prefix(&backup).unwrap().to_str().unwrap();
            let was = fs::read(path).unwrap();
            if was.is_empty() { fs::write(path, b"x").unwrap() } else { flip(path) }
            let verified = verify().await;
            assert!(verified.code == 1 && verified.said.contains(name), "{name}: {}", verified.said);
            let restored = elsewhere.nabta(&centre, &["restore", "--from", from], "").await;
            assert!(restored.code == 1 && restored.said.contains(name), "{name}: {}", restored.said);
            assert!(elsewhere.is_untouched(centre.kind).await, "{name}: something was restored");
            fs::write(path, was).unwrap();
        }
        assert_eq!(verify().await.code, 0);
        fs::remove_file(backup.join("files/files/empty")).unwrap();
        let missing = verify().await;
        assert!(missing.code == 1 && missing.said.contains("files/files/empty: it is missing"), "{}", missing.said);
    }

    async fn what_cannot_be_restored_here_is_refused_before_anything_is_touched(centre: Centre) {
        let (_folder, backup) = backed_up(&centre).await;
        let elsewhere = Elsewhere::new(centre.kind).await;
        let refused = async |said: &str| {
            let restored = elsewhere.nabta(&centre, &["restore", "--from", backup.to_str().unwrap(), "--replace"], "").await;
            assert!(restored.code != 0 && restored.said.contains(said), "{said}: {} {}", restored.code, restored.said);
            assert!(elsewhere.is_untouched(centre.kind).await, "{said}: something was restored");
        };
        let path = backup.join("manifest.json");
        let manifest = read(&path);
        let rewrite = |change: &dyn Fn(&mut Value)| {
            let mut changed = manifest.clone();
            change(&mut changed);
            let text = serde_json::to_vec(&changed).unwrap();
            let digest = format!("{}  manifest.json\n", hex::encode(Sha256::digest(&text)));
            fs::write(&path, text).unwrap();
            fs::write(backup.join("manifest.json.sha256"), digest).unwrap();
        };
        rewrite(&|manifest| manifest["database"]["schema"].as_array_mut().unwrap().push(json!("m20991231_000001_of_later")));
        refused("newer schema").await;
        rewrite(&|manifest| manifest["format"] = json!(2));
        refused("newer Nabta").await;
        rewrite(&|manifest| manifest["files"][0]["path"] = json!("../../etc/passwd"));
        refused("does not lie in the backup").await;
        rewrite(&|manifest| {
            let other = if manifest["kind"] == "sqlite" { "postgres" } else { "sqlite" };
            manifest["kind"] = json!(other);
        });
        refused("of the same kind").await;
        rewrite(&|_| {});
        let used = nabta(&centre, &["restore", "--from", backup.to_str().unwrap(), "--replace"], &[], "").await;
        let before = centre.fingerprint().await;
        assert!(used.code == 3 && used.said.contains("stop"), "nobody's database is replaced under them: {}", used.said);
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(nabta(&centre, &["restore", "--from", "/nowhere"], &[], "").await.code, 1);
        let there = nabta(&centre, &["backup", "--to", backup.to_str().unwrap()], &[], "").await;
        assert!(there.code == 3 && there.said.contains("is there already"), "{}", there.said);
        let within = centre.folder().join("backups/today");
        let within = nabta(&centre, &["backup", "--to", within.to_str().unwrap()], &[], "").await;
        assert!(within.code == 3 && within.said.contains("data folder"), "{}", within.said);
    }
}

#[test]
fn what_lies_in_an_object_store_is_backed_up_and_restored_into_another_or_into_a_folder() {
    with_object_store(async |centre: Centre, store: &mut ObjectStore| {
        let amel = centre.person("amel").await;
        sent(&centre, &amel, "cv.txt", "text/plain", "DOCUMENT", b"what Amel has learned").await;
        // More than one piece, so that it is put together again.
        let long: Vec<u8> = "une ligne de texte\n".repeat(120_000).into_bytes();
        sent(&centre, &amel, "long.txt", "text/plain", "DOCUMENT", &long).await;
        let contents = |paths: Vec<PathBuf>| {
            let mut all: Vec<Vec<u8>> = paths
                .iter()
                .filter(|path| !path.to_string_lossy().contains(".metadata"))
                .map(|path| fs::read(path).unwrap())
                .collect();
            all.sort();
            all
        };
        let folder = tempfile::tempdir().unwrap();
        let backup = folder.path().join("backup");
        let environment = store.environment();
        let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let taken = nabta(&centre, &["backup", "--to", backup.to_str().unwrap()], &environment, "").await;
        assert_eq!(taken.code, 0, "{}", taken.said);
        let verified = nabta(&centre, &["backup", "verify", "--from", backup.to_str().unwrap()], &[], "").await;
        assert_eq!(verified.code, 0, "{}", verified.said);

        // Into a folder, where it lies as if it had always been there.
        let from = ["restore", "--from", backup.to_str().unwrap()];
        let elsewhere = Elsewhere::new(centre.kind).await;
        let restored = elsewhere.nabta(&centre, &from, "").await;
        assert_eq!(restored.code, 0, "{}", restored.said);
        let kept = contents(files(&elsewhere.data().join("files")));
        assert!(kept.contains(&long) && kept.contains(&b"what Amel has learned".to_vec()));

        // Into another store; once, because it is not empty afterwards.
        let mut other = ObjectStore::start();
        let third = Elsewhere::new(centre.kind).await;
        let data = third.data();
        let mut environment = other.environment();
        environment.extend([("DATABASE_URL", third.url.clone()), ("NABTA_DATA_DIR", data.display().to_string())]);
        let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let restored = nabta(&centre, &from, &environment, "").await;
        assert_eq!(restored.code, 0, "{}", restored.said);
        assert_eq!(contents(other.objects()), contents(store.objects()));
        assert!(!data.join("files").exists(), "nothing of it lies beside");
        fs::remove_dir_all(&data).unwrap();
        let fourth = empty(centre.kind, folder.path()).await;
        let again: Vec<(&str, &str)> = environment
            .iter()
            .map(|(name, value)| (*name, if *name == "DATABASE_URL" { fourth.as_str() } else { *value }))
            .collect();
        let refused = nabta(&centre, &from, &again, "").await;
        assert!(refused.code == 3 && refused.said.contains("already"), "{}", refused.said);
        other.stop();

        // A store that is away: no backup that lacks what it holds.
        store.stop();
        let second = folder.path().join("second");
        let environment = store.environment();
        let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let failed = nabta(&centre, &["backup", "--to", second.to_str().unwrap()], &environment, "").await;
        assert!(failed.code == 3 && !second.exists() && !failed.said.contains("nabta-demo"), "{}", failed.said);
    });
}

#[test]
fn postgresqls_tools_are_asked_for_by_name_and_never_see_the_password_on_their_command_line() {
    nabta_testkit::run(Kind::Postgres, async |centre: Centre| {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("backup");
        let secret = "hunter2-of-the-test";
        let url = centre.database_url.replace("postgres@", &format!("postgres:{secret}@"));
        let nowhere = [("PATH", folder.path().to_str().unwrap()), ("DATABASE_URL", &url)];
        let missing = nabta(&centre, &["backup", "--to", to.to_str().unwrap()], &nowhere, "").await;
        assert!(missing.code == 3 && missing.said.contains("pg_dump is not on PATH"), "{}", missing.said);
        assert!(missing.said.contains("postgresql-client") && !missing.said.contains(secret), "{}", missing.said);
        assert!(!to.exists() && fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing is left of it");

        // The real tools, after their command lines were written down.
        let seen = folder.path().join("seen");
        let path = std::env::var("PATH").unwrap();
        for tool in ["pg_dump", "pg_restore"] {
            let script = format!("#!/bin/sh\necho \"{tool} $*\" >>'{}'\nPATH='{path}' exec {tool} \"$@\"\n", seen.display());
            fs::write(folder.path().join(tool), script).unwrap();
            fs::set_permissions(folder.path().join(tool), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let taken = nabta(&centre, &["backup", "--to", to.to_str().unwrap()], &nowhere, "").await;
        assert_eq!(taken.code, 0, "{}", taken.said);
        let elsewhere = Elsewhere::new(Kind::Postgres).await;
        let url = elsewhere.url.replace("postgres@", &format!("postgres:{secret}@"));
        let data = elsewhere.data();
        let there =
            [("PATH", folder.path().to_str().unwrap()), ("DATABASE_URL", &url), ("NABTA_DATA_DIR", data.to_str().unwrap())];
        let restored = nabta(&centre, &["restore", "--from", to.to_str().unwrap()], &there, "").await;
        assert_eq!(restored.code, 0, "{}", restored.said);
        let seen = fs::read_to_string(seen).unwrap();
        assert!(seen.contains("pg_dump") && seen.contains("pg_restore") && !seen.contains(secret), "{seen}");
    });
}
