//! An operator kills, restores, rotates and upgrades, by the runbook's commands alone, while people use the service: nothing that was
//! acknowledged is lost, and the journal holds. The real binary, on both databases.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use nabta_testkit::{Centre, Person, empty, everywhere, json};

use crate::process::Process;
use crate::runbook::{blocks, run};

const OLD: &str = "nabta-demo-secret-known-to-everybody";
const NEW: &str = "the new secret of the operator who rotates the keys";
const DEFINE: &str = "mutation($input: GlossaryTermDefineInput!) { glossaryTermDefine(input: $input) { userErrors { code } } }";
const TERM: &str = "query($code: String!) { glossaryTerm(code: $code) { id } }";
const CONTACT: &str = "{ personsByContact(contact: { phone: \"98765432\" }) { phone } }";

/// Whether a term was acknowledged.
async fn define(trainer: &Person, code: &str) -> bool {
    let input = json!({ "input": { "code": code, "terms": { "fr": "mot" }, "definitions": { "fr": "sens" } } });
    let answer = trainer.ask(DEFINE, input).await;
    answer.status == 200 && answer.code().is_none()
}

/// Has people write until some were answered, kills the service as a power cut would, and starts it again; what was acknowledged.
async fn cut_off(process: &mut Process) -> Vec<String> {
    let (trainer, answered) = (process.person("sami").await, Arc::new(AtomicU32::new(0)));
    let mut writes = Vec::new();
    for number in 0..30 {
        let (trainer, answered, code) = (trainer.clone(), Arc::clone(&answered), format!("cut-{number}"));
        writes.push(tokio::spawn(async move {
            let is_written = define(&trainer, &code).await;
            answered.fetch_add(1, Ordering::Relaxed);
            is_written.then_some(code)
        }));
    }
    while answered.load(Ordering::Relaxed) < 8 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    process.kill().await;
    let mut acknowledged = Vec::new();
    for write in writes {
        acknowledged.extend(write.await.ok().flatten());
    }
    assert!(!acknowledged.is_empty());
    process.start().await;
    acknowledged
}

async fn are_there(process: &Process, codes: &[String]) {
    let visitor = process.visitor();
    for code in codes {
        assert!(visitor.ask(TERM, json!({ "code": code })).await.checked().at("glossaryTerm.id").is_string(), "{code}");
    }
}

/// Where the operator works, and what the shell knows.
struct Desk {
    folder: tempfile::TempDir,
    environment: Vec<(&'static str, String)>,
}

impl Desk {
    async fn of(centre: &Centre, process: &Process) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| -> String { PathBuf::from(folder.path()).join(name).display().to_string() };
        let environment = vec![
            ("DATABASE_URL", centre.database_url.clone()),
            ("NABTA_DATA_DIR", centre.folder().display().to_string()),
            ("NABTA_LOG__FILTER", "error".to_owned()),
            ("BACKUPS", place("backups")),
            ("SPARE_DATABASE", empty(centre.kind, folder.path()).await),
            ("SPARE_FOLDER", place("spare")),
            ("NABTA", process.address()),
            ("OLD_SECRET", OLD.to_owned()),
            ("NEW_SECRET", NEW.to_owned()),
        ];
        Self { folder, environment }
    }

    fn value(&self, name: &str) -> String {
        self.environment.iter().find(|(known, _)| *known == name).unwrap().1.clone()
    }

    /// Does what a chapter of the runbook says, block by block; what was said last.
    async fn follow(&self, chapter: &str) -> String {
        let blocks = blocks(Some(chapter));
        assert!(!blocks.is_empty(), "the runbook has nothing under {chapter}");
        let environment: Vec<(&str, &str)> = self.environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut said = String::new();
        for block in blocks {
            said = run(&block, self.folder.path(), &environment).await;
        }
        said
    }
}

everywhere! {
    async fn an_operator_kills_restores_rotates_and_upgrades_by_the_runbook(centre: Centre) {
        let mut process = Process::new(centre.folder(), Some(&centre.database_url));
        process.start().await;
        let desk = Desk::of(&centre, &process).await;
        let amina = process.person("amina").await;
        let rim = json!({ "input": { "names": { "fr": "Rim Ayari" }, "phone": "98765432" } });
        amina.ask("mutation($input: PersonCreateInput!) { personCreate(input: $input) { userErrors { code } } }", rim).await.ok();

        // A power cut while people write.
        let acknowledged = cut_off(&mut process).await;
        are_there(&process, &acknowledged).await;

        // A backup while it serves, and restored elsewhere; the service there has all of it.
        desk.follow("Backing up and restoring").await;
        let spare = desk.value("SPARE_FOLDER");
        let mut second = Process::new(spare.as_ref(), Some(&desk.value("SPARE_DATABASE")));
        second.start().await;
        are_there(&second, &acknowledged).await;
        let found = second.person("amina").await.ask(CONTACT, json!({})).await.checked();
        assert_eq!(found.text("personsByContact.0.phone"), "+21698765432");
        second.terminate().await;

        // A new secret: the instance is restarted with both, what is kept is sealed anew, and in the end the old one goes.
        process.terminate().await;
        let mut process = process.with("NABTA_AUTH__SECRETS", &format!("{NEW},{OLD}"));
        process.start().await;
        let said = desk.follow("Changing the secret").await;
        let former = said.split('"').nth(1).unwrap_or_else(|| panic!("it names the public key: {said}")).to_owned();
        process.terminate().await;
        let mut process = process.with("NABTA_AUTH__SECRETS", NEW).with("NABTA_AUTH__FORMER_KEYS", &former);
        process.start().await;
        let found = process.person("amina").await.ask(CONTACT, json!({})).await.checked();
        assert_eq!(found.text("personsByContact.0.phone"), "+21698765432");

        // A new version, whose steps of the schema are done while the old one serves.
        let desk = Desk { environment: [desk.environment, vec![("NABTA_AUTH__SECRETS", NEW.into()), ("NABTA_AUTH__FORMER_KEYS", former)]].concat(), ..desk };
        let (visitor, serving) = (process.visitor(), Arc::new(AtomicU32::new(0)));
        let asking = tokio::spawn({
            let serving = Arc::clone(&serving);
            async move {
                loop {
                    visitor.ask("{ themes(first: 1) { nodes { code } } }", json!({})).await.ok();
                    serving.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        desk.follow("Upgrading").await;
        assert!(!asking.is_finished() && serving.load(Ordering::Relaxed) > 10, "people read all the while");
        asking.abort();
        process.terminate().await;
        process.start().await;
        are_there(&process, &acknowledged).await;
        assert!(define(&process.person("sami").await, "after-all").await);
        process.terminate().await;
        assert!(process.command(&["journal", "verify"]).await.success(), "the journal's chain holds");
    }
}
