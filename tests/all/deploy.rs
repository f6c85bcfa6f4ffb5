//! What `deploy/` holds is right, as the programs that read it see it; and the commands of the runbook do what it says.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use nabta_testkit::{Kind, empty, everywhere, repository};

use crate::commands::binary;
use crate::runbook::{self, blocks};

fn example(name: &str) -> PathBuf {
    repository().join("deploy").join(name)
}

/// Runs a program, also one that lies where only the superuser looks.
fn run(program: &str, arguments: &[&str]) -> Output {
    let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap());
    let found = Command::new(program).args(arguments).env("PATH", path).stdin(Stdio::null()).output();
    found.unwrap_or_else(|error| panic!("{program}: {error}: `make test` installs it"))
}

fn passes(output: &Output) {
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn haproxy_takes_its_configuration_and_no_broken_one() {
    let check = |file: &Path| run("haproxy", &["-c", "-f", file.to_str().unwrap()]);
    passes(&check(&example("haproxy.cfg")));
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.cfg");
    let text = std::fs::read_to_string(example("haproxy.cfg")).unwrap();
    std::fs::write(&broken, text.replace("default_backend nabta", "default_backend nothing")).unwrap();
    assert!(!check(&broken).status.success());
}

#[test]
fn nginx_takes_its_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let (certificate, key) = nabta_testkit::certificate();
    std::fs::write(folder.path().join("certificate.pem"), certificate).unwrap();
    std::fs::write(folder.path().join("key.pem"), key).unwrap();
    let text = std::fs::read_to_string(example("nginx.conf")).unwrap();
    // Ports and folders that whoever runs the test may use.
    let text = text.replace("/etc/nabta/tls", place).replace("/var/log/nginx", place);
    let text = text.replace("listen 80;", "listen 127.0.0.1:8880;").replace("listen 443", "listen 127.0.0.1:8443");
    let file = folder.path().join("nginx.conf");
    std::fs::write(&file, format!("pid {place}/pid;\n{text}")).unwrap();
    passes(&run("nginx", &["-t", "-e", "stderr", "-p", place, "-c", file.to_str().unwrap()]));
}

#[test]
fn systemd_takes_its_units_and_finds_the_service_shut_in() {
    if Command::new("systemd-analyze").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("there is no systemd on this machine: left out");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut units = Vec::new();
    for name in ["nabta.service", "nabta-backup.service", "nabta-backup.timer"] {
        let text = std::fs::read_to_string(example(name)).unwrap();
        let unit = folder.path().join(name);
        // It looks whether the program is there.
        std::fs::write(&unit, text.replace("/usr/local/bin/nabta", binary().to_str().unwrap())).unwrap();
        units.push(unit.to_str().unwrap().to_owned());
    }
    let arguments: Vec<&str> = ["verify", "--man=no"].into_iter().chain(units.iter().map(String::as_str)).collect();
    let verified = run("systemd-analyze", &arguments);
    passes(&verified);
    assert!(verified.stderr.is_empty(), "{}", String::from_utf8_lossy(&verified.stderr));
    // From 0 (shut in) to 10; a service with nothing said has 9.6.
    passes(&run("systemd-analyze", &["security", "--offline=yes", "--threshold=15", "--no-pager", &units[0]]));
}

#[test]
fn hadolint_finds_nothing_in_the_dockerfile() {
    let hadolint = std::env::var("NABTA_TEST_HADOLINT").expect("NABTA_TEST_HADOLINT: `make test` installs hadolint and sets it");
    let file = example("Dockerfile");
    passes(&run(&hadolint, &[file.to_str().unwrap()]));
    let text = std::fs::read_to_string(&file).unwrap();
    let last = text.rsplit("FROM ").next().unwrap();
    assert!(last.contains("USER 10001") && last.contains("HEALTHCHECK"), "the service is not the superuser, and is looked after");
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("Dockerfile");
    std::fs::write(&broken, text.replace("# hadolint ignore=DL3008\n", "")).unwrap();
    assert!(!run(&hadolint, &[broken.to_str().unwrap()]).status.success());
}

everywhere! {
    async fn the_commands_of_the_runbook_do_what_it_says(centre: Centre) {
        let blocks = blocks(None);
        assert!(blocks.len() >= 6, "{}", blocks.len());
        let folder = tempfile::tempdir().unwrap();
        let (spare, place) = (empty(centre.kind, folder.path()).await, |name: &str| folder.path().join(name).display().to_string());
        let (data, backups, elsewhere) = (centre.folder().display().to_string(), place("backups"), place("spare"));
        let environment = [
            ("DATABASE_URL", centre.database_url.as_str()),
            ("NABTA_DATA_DIR", &data),
            ("BACKUPS", &backups),
            ("SPARE_DATABASE", &spare),
            ("SPARE_FOLDER", &elsewhere),
            ("NABTA", &centre.address),
            ("OLD_SECRET", "nabta-demo-secret-known-to-everybody"),
            ("NEW_SECRET", "the new secret of the test of the runbook"),
        ];
        for block in blocks {
            runbook::run(&block, folder.path(), &environment).await;
        }
        assert!(folder.path().join("spare").is_dir(), "a backup was restored");
        if centre.kind == Kind::Sqlite {
            assert!(folder.path().join("empty.db").is_file());
        }
    }
}
