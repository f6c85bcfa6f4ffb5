//! A secret that is changed while the service goes on: the old one goes, and nothing is lost.

use std::sync::Arc;

use nabta_api::config::Config;
use nabta_api::http;
use nabta_api::instance::Instance;
use nabta_domain::kernel::entropy::SystemEntropy;
use nabta_domain::kernel::journal::{sealer, verify};
use nabta_testkit::{Centre, Person, everywhere, json, repository};

use super::nabta;

const NEW: &str = "the new secret of the test that seals from now on";
const OLD: &str = "nabta-demo-secret-known-to-everybody";

/// Another instance on the same database, which knows the new secret alone.
async fn with_new_alone(centre: &Centre, more: &str) -> (Instance, Person, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let toml = format!(
        "data_dir = {:?}\ndemo_dir = {:?}\ndatabase.url = {:?}\nhttp.listen = '127.0.0.1:0'\nhttp.threads = 1\n\
         workers.tick_milliseconds = 0\nworkers.jobs = 0\nauth.secrets = ['{NEW}']\n{more}",
        folder.path(),
        repository().join("demo"),
        centre.database_url
    );
    let config = Config::from_toml(&toml).expect("the settings are right");
    let instance = Instance::open_with(config, centre.clock.clone(), Arc::new(SystemEntropy)).await.unwrap();
    let bound = http::bind(instance.clone()).await.unwrap();
    let visitor = Person::visitor(&format!("http://{}", bound.address));
    tokio::spawn(bound.server);
    (instance, visitor, folder)
}

everywhere! {
    async fn a_secret_is_changed_and_the_old_one_goes(centre: Centre) {
        let (amina, leila) = (centre.person("amina").await, centre.person("leila").await);
        let rim = json!({ "input": { "names": { "fr": "Rim Ayari" }, "phone": "98765432", "identity": { "kind": "NATIONAL_CARD", "number": "01234567" } } });
        amina.ask("mutation($input: PersonCreateInput!) { personCreate(input: $input) { userErrors { code } } }", rim).await.ok();
        let invite = json!({ "input": { "email": "guest@nabta.example", "locale": "FR", "role": "COACH" } });
        leila.ask("mutation($input: InvitationSendInput!) { invitationSend(input: $input) { userErrors { code } } }", invite).await.ok();
        sealer::seal(&centre.instance.operator(), true).await.ok().unwrap();
        assert!(centre.number("SELECT count(*) AS number FROM journal_checkpoint").await > 0);

        let (_, mut early, _folder) = with_new_alone(&centre, "").await;
        early.sign_in("amina@nabta.example", "nabta-demo-2020").await.refused_with("SIGN_IN_REFUSED");
        let both = format!("{NEW},{OLD}");
        let resealed = nabta(&centre, &["keys", "reseal"], &[("NABTA_AUTH__SECRETS", &both)], "").await;
        assert_eq!(resealed.code, 0, "{}", resealed.said);
        let former = resealed.said.split('"').nth(1).expect("it names the public key").to_owned();
        assert_eq!(former.len(), 64, "{}", resealed.said);
        let again = nabta(&centre, &["keys", "reseal"], &[("NABTA_AUTH__SECRETS", &both)], "").await;
        assert!(again.said.contains("0 fields and 0 digests"), "{}", again.said);

        let (instance, visitor, _folder) = with_new_alone(&centre, &format!("auth.former_keys = ['{former}']\n")).await;
        let mut officer = visitor.clone();
        officer.sign_in("amina@nabta.example", "nabta-demo-2020").await.ok();
        let contact = "{ personsByContact(contact: { phone: \"98765432\" }) { phone identityNumber } }";
        let found = officer.ask(contact, json!({})).await.checked();
        assert_eq!(*found.at("personsByContact"), json!([{ "phone": "+21698765432", "identityNumber": "01234567" }]));
        let mut administrator = visitor.clone();
        administrator.sign_in("leila@nabta.example", "nabta-demo-2020").await.ok();
        let invited = administrator.ask("{ invitations(first: 1) { nodes { email } } }", json!({})).await.checked();
        assert_eq!(invited.text("invitations.nodes.0.email"), "guest@nabta.example");
        let verified = verify::verify(&instance.operator()).await.ok().unwrap();
        assert!(verified.faults.is_empty() && verified.checkpoints > 0, "{:?}", verified.faults);
        let (forgetful, _, _folder) = with_new_alone(&centre, "").await;
        let verified = verify::verify(&forgetful.operator()).await.ok().unwrap();
        assert!(!verified.faults.is_empty(), "without the public key nobody knows who signed");
    }
}
