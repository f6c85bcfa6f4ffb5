//! `nabta doctor`: a healthy instance, and each fault made real.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use nabta_testkit::{Centre, Kind, MailServer, ObjectStore, SignInProvider, Value, empty, everywhere, json};
use sea_orm::ConnectionTrait;

use super::{nabta, nabta_in};

const SECRET: (&str, &str) = ("NABTA_AUTH__SECRETS", "0123456789abcdef0123456789abcdef0123");
const INVITE: &str =
    "mutation { invitationSend(input: { email: \"one@example.tn\", locale: AR, role: COACH }) { userErrors { code } } }";

fn open(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// What the doctor says of a part, with the exit code.
async fn said(centre: &Centre, environment: &[(&str, &str)], part: &str) -> (i32, String, Value) {
    said_in(centre, &nabta_testkit::repository(), environment, part).await
}

async fn said_in(centre: &Centre, folder: &Path, environment: &[(&str, &str)], part: &str) -> (i32, String, Value) {
    let ended = nabta_in(centre, folder, &["doctor", "--json"], environment, "").await;
    let told: Value = serde_json::from_str(&ended.said).unwrap_or_else(|_| panic!("no JSON: {}", ended.said));
    assert_eq!(told["healthy"], json!(ended.code == 0), "{}", ended.said);
    let findings = told["findings"].as_array().unwrap();
    let worst = |finding: &&Value| match finding["state"].as_str().unwrap() {
        "ok" => 0,
        "warning" => 1,
        _ => 2,
    };
    let finding = findings.iter().filter(|finding| finding["part"] == part).max_by_key(worst);
    let finding = finding.unwrap_or_else(|| panic!("nothing is said of {part}: {}", ended.said)).clone();
    let state = finding["state"].as_str().unwrap().to_owned();
    assert_eq!(state == "ok", finding["remedy"].is_null(), "what is not well has a remedy: {finding}");
    (ended.code, state, finding["what"].clone())
}

fn is(found: (i32, String, Value), code: i32, state: &str, what: &str) {
    assert!(found.0 == code && found.1 == state && found.2.as_str().unwrap().contains(what), "{state}, {what}: {found:?}");
}

everywhere! {
    async fn of_a_healthy_instance_everything_is_well(centre: Centre) {
        assert_eq!(nabta(&centre, &["journal", "verify"], &[], "").await.code, 0);
        let folder = tempfile::tempdir().unwrap();
        open(centre.folder(), 0o700);
        let doctor = nabta_in(&centre, folder.path(), &["doctor"], &[SECRET], "").await;
        assert_eq!(doctor.code, 0, "{}", doctor.said);
        assert!(doctor.said.ends_with("0 broken, 0 warnings\n"), "{}", doctor.said);
        for part in ["database", "references", "schema", "clock", "files", "disk", "store", "permissions", "secrets", "mail", "jobs", "letters", "journal"] {
            assert!(doctor.said.contains(&format!("ok       {part}")), "{part}: {}", doctor.said);
        }
        is(said(&centre, &[], "secrets").await, 0, "warning", "demo's secret");
        assert!(!doctor.said.contains(SECRET.1), "a secret was printed");
    }

    async fn a_database_that_is_away_or_of_another_version_is_told(centre: Centre) {
        let away = match centre.kind {
            Kind::Sqlite => format!("sqlite://{}", centre.folder().join("none.db").display()),
            Kind::Postgres => "postgres://postgres:hunter2@127.0.0.1:1/nabta".to_owned(),
        };
        let found = said(&centre, &[("DATABASE_URL", &away)], "database").await;
        is(found, 1, "broken", if centre.kind == Kind::Sqlite { "is not there" } else { "cannot be reached" });
        assert!(!centre.folder().join("none.db").exists(), "looking makes nothing");
        assert!(!nabta(&centre, &["doctor"], &[("DATABASE_URL", &away)], "").await.said.contains("hunter2"));
        let folder = tempfile::tempdir().unwrap();
        let new = empty(centre.kind, folder.path()).await;
        if centre.kind == Kind::Sqlite { fs::write(folder.path().join("empty.db"), b"").unwrap() }
        is(said(&centre, &[("DATABASE_URL", &new)], "schema").await, 1, "broken", "steps are missing");
        centre.tamper("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_of_later', 0)").await.unwrap();
        is(said(&centre, &[], "schema").await, 0, "warning", "does not know");
    }

    async fn rows_and_indexes_that_do_not_fit_together_are_told(centre: Centre) {
        is(said(&centre, &[], "references").await, 0, "ok", "lead somewhere");
        let outside = sea_orm::Database::connect(&centre.database_url).await.unwrap();
        match centre.kind {
            Kind::Sqlite => {
                outside.execute_unprepared("PRAGMA foreign_keys = OFF; DELETE FROM theme").await.unwrap();
            }
            Kind::Postgres => {
                outside.execute_unprepared("UPDATE pg_constraint SET convalidated = false WHERE conrelid = 'course'::regclass AND contype = 'f'").await.unwrap();
            }
        }
        is(said(&centre, &[], "references").await, 1, "broken", "lead nowhere");
        match centre.kind {
            Kind::Sqlite => {
                let damage = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'state, id', 'id, state') WHERE name = 'job_state'";
                outside.execute_unprepared("INSERT INTO job (id, kind, payload, state, due_at, tries, progress, created_at, version) VALUES (x'00', 'x', '{}', 'waiting', '2020-01-01T00:00:00+00:00', 0, 0, '2020-01-01T00:00:00+00:00', 1)").await.unwrap();
                outside.execute_unprepared(damage).await.unwrap();
                outside.close().await.unwrap();
                is(said(&centre, &[], "database").await, 1, "broken", "job_state");
            }
            Kind::Postgres => {
                outside.execute_unprepared("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'job_state'::regclass").await.unwrap();
                is(said(&centre, &[], "database").await, 1, "broken", "job_state is not valid");
            }
        }
    }

    async fn a_folder_that_cannot_be_written_in_a_full_disk_and_open_doors_are_told(centre: Centre) {
        // Of this folder the system lets nobody write, the superuser neither, and it has no room.
        let nowhere = [("NABTA_DATA_DIR", "/proc")];
        is(said(&centre, &nowhere, "files").await, 1, "broken", "cannot be written in");
        is(said(&centre, &nowhere, "disk").await, 1, "broken", "0 MB are free");
        let folder = tempfile::tempdir().unwrap();
        open(centre.folder(), 0o700);
        is(said_in(&centre, folder.path(), &[], "permissions").await, 0, "ok", "others");
        open(centre.folder(), 0o755);
        is(said_in(&centre, folder.path(), &[], "permissions").await, 0, "warning", centre.folder().to_str().unwrap());
        open(centre.folder(), 0o750);
        let file = folder.path().join("nabta.toml");
        fs::write(&file, "[http]\nthreads = 2\n").unwrap();
        open(&file, 0o644);
        is(said_in(&centre, folder.path(), &[], "permissions").await, 0, "warning", "nabta.toml");
        open(&file, 0o600);
        is(said_in(&centre, folder.path(), &[], "permissions").await, 0, "ok", "others");
    }

    async fn what_waits_too_long_and_what_was_set_aside_is_told(centre: Centre) {
        let leila = centre.person("leila").await;
        leila.ask(INVITE, json!({})).await.ok();
        centre.work().await;
        is(said(&centre, &[], "jobs").await, 0, "ok", "none");
        is(said(&centre, &[], "letters").await, 0, "ok", "none");
        leila.ask(&INVITE.replace("one@", "two@"), json!({})).await.ok();
        let tamper = async |sql: &str| centre.tamper(sql).await.unwrap();
        tamper("UPDATE job SET due_at = '2020-11-20T00:00:00+00:00' WHERE state = 'waiting'").await;
        is(said(&centre, &[], "jobs").await, 0, "warning", "have waited for longer");
        tamper("UPDATE job SET state = 'failed', ended_at = '2020-11-20T00:00:00+00:00' WHERE state = 'waiting'").await;
        is(said(&centre, &[], "jobs").await, 0, "warning", "set aside");
        tamper("UPDATE mail SET state = 'refused', problem = 'SMTP 550'").await;
        is(said(&centre, &[], "letters").await, 0, "warning", "1 were refused");
        tamper("UPDATE mail SET state = 'waiting', sealed = '00', ended_at = NULL, created_at = '2020-11-20T00:00:00+00:00'").await;
        is(said(&centre, &[], "letters").await, 0, "warning", "longer than an hour");

        assert_eq!(nabta(&centre, &["journal", "verify"], &[], "").await.code, 0);
        is(said(&centre, &[], "journal").await, 0, "ok", "sealed");
        let id = if centre.kind == Kind::Sqlite { "x'ffffffffffff7fffbfffffffffffffff'" } else { "'ffffffff-ffff-7fff-bfff-ffffffffffff'" };
        tamper(&format!("INSERT INTO journal_entry (id, at, action, request_id, body) VALUES ({id}, '2020-11-20T00:00:00+00:00', 'x', {id}, '{{}}')")).await;
        is(said(&centre, &[], "journal").await, 0, "warning", "wait to be sealed");
    }
}

#[test]
fn a_database_whose_clock_is_off_is_told() {
    nabta_testkit::run(Kind::Postgres, async |centre: Centre| {
        is(said(&centre, &[], "clock").await, 0, "ok", "off the database's");
        centre.tamper("CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() + interval '5 seconds' $$").await.unwrap();
        let name = centre.database_url.rsplit_once('/').unwrap().1.to_owned();
        centre.tamper(&format!("ALTER DATABASE {name} SET search_path = public, pg_catalog")).await.unwrap();
        is(said(&centre, &[], "clock").await, 1, "broken", "ms off");
    });
}

#[test]
fn a_mail_server_that_is_away_unknown_or_refuses_is_told_and_gets_no_letter() {
    nabta_testkit::run(Kind::Sqlite, async |centre: Centre| {
        let mut server = MailServer::start();
        let folder = tempfile::tempdir().unwrap();
        let settings = server.settings();
        let found = async |toml: String| {
            fs::write(folder.path().join("nabta.toml"), toml).unwrap();
            said_in(&centre, folder.path(), &[], "mail").await
        };
        is(found(settings.clone()).await, 0, "ok", "STARTTLS, signed in");
        is(found(settings.replace("a password of the test", "another")).await, 1, "broken", "refuses the sign-in");
        let authority = settings.lines().filter(|line| !line.starts_with("mail.authority")).collect::<Vec<_>>().join("\n");
        is(found(authority).await, 1, "broken", "secured");
        assert_eq!(server.taken(), 0);
        server.stop();
        is(found(settings).await, 1, "broken", "cannot be reached");
    });
}

#[test]
fn an_object_store_that_is_away_or_refuses_is_told_and_nothing_is_left_there() {
    nabta_testkit::run(Kind::Sqlite, async |centre: Centre| {
        let mut store = ObjectStore::start();
        let folder = tempfile::tempdir().unwrap();
        let found = async |toml: String| {
            fs::write(folder.path().join("nabta.toml"), toml).unwrap();
            said_in(&centre, folder.path(), &[], "store").await
        };
        is(found(String::new()).await, 0, "ok", "the folder of the files keeps");
        is(found(store.settings()).await, 0, "ok", "the object store keeps");
        assert!(store.objects().is_empty(), "{:?}", store.objects());
        let secret = store.settings().replace("files.secret_key = \"", "files.secret_key = \"x");
        is(found(secret).await, 1, "broken", "does not do what is asked");
        let settings = store.settings();
        store.stop();
        is(found(settings).await, 1, "broken", "does not do what is asked");
    });
}

#[test]
fn a_provider_of_sign_ins_that_is_away_or_somebody_else_is_told() {
    nabta_testkit::run(Kind::Sqlite, async |centre: Centre| {
        let provider = SignInProvider::start();
        let folder = tempfile::tempdir().unwrap();
        let (real, away) = provider
            .settings()
            .split_once("[[auth.providers]]\nkey = 'asleep'")
            .map(|(real, away)| (real.to_owned(), away.to_owned()))
            .unwrap();
        let found = async |toml: String| {
            fs::write(folder.path().join("nabta.toml"), toml).unwrap();
            said_in(&centre, folder.path(), &[], "providers").await
        };
        is(found(real.clone()).await, 0, "ok", "says where to sign in");
        is(found(format!("[[auth.providers]]\nkey = 'asleep'{away}")).await, 1, "broken", "no connection");
        is(found(real.replace("http://localhost:", "http://127.0.0.1:")).await, 1, "broken", "issuer");
    });
}
