//! What a certificate proves to whoever has its paper or its badge, by programs that share nothing with the service.

use nabta_testkit::checker::{badge, scan};
use nabta_testkit::{Centre, Kind, Value, everywhere, json, run_with};

use super::certificates::{MINE, REVOKE, completed, of_modules};

async fn fetched(centre: &Centre, path: &str) -> Vec<u8> {
    let fetched = nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
    assert_eq!(fetched.status, 200, "{path}");
    fetched.bytes
}

const KEYS: &str = "/.well-known/certificate-keys.json";

/// The certificate of somebody who completed both modules.
async fn issued(centre: &Centre) -> Value {
    of_modules(centre, &json!({})).await;
    let amel = centre.person("amel").await;
    completed(centre, &amel).await;
    amel.ask(MINE, json!({})).await.checked().at("myCertificates.nodes.0").clone()
}

fn text(certificate: &Value, field: &str) -> String {
    certificate[field].as_str().unwrap().to_owned()
}

everywhere! {
    async fn the_square_code_of_the_paper_proves_whose_it_is_without_a_network(centre: Centre) {
        let certificate = issued(&centre).await;
        let (pdf, keys) = (fetched(&centre, &text(&certificate, "pdfPath")).await, fetched(&centre, KEYS).await);
        let proven = scan(&pdf, &keys).unwrap();
        assert_eq!((&proven["address"], &proven["number"]), (&certificate["checkAddress"], &certificate["serialNumber"]));
        assert_eq!((&proven["name"], &proven["title"], &proven["issuedOn"]), (&json!("أمل بوزيد"), &json!("شهادة تكوين"), &certificate["issuedOn"]));
        // By the keys of somebody else it proves nothing.
        let strange: Value = serde_json::from_slice(&keys).unwrap();
        let mut strange = strange;
        strange["keys"][0]["x"] = json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert!(scan(&pdf, strange.to_string().as_bytes()).is_err());
    }

    async fn an_open_badge_is_verified_by_a_library_of_others(centre: Centre) {
        let certificate = issued(&centre).await;
        let token = fetched(&centre, &text(&certificate, "badgePath")).await;
        let site = "http://localhost:8080";
        let proven = badge(&token, site, &centre.address).unwrap();
        assert_eq!((&proven["id"], &proven["number"], &proven["achievement"]), (&certificate["checkAddress"], &certificate["serialNumber"], &json!("شهادة تكوين")));
        assert_eq!(proven["name"], "أمل بوزيد");
        assert!(proven["rests"].as_str().unwrap().contains("D-2005-1991"), "{proven}");
        // One changed byte, anywhere.
        for at in [token.len() / 3, token.len() / 2, token.len() - 3] {
            let mut forged = token.clone();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let why = badge(&forged, site, &centre.address).unwrap_err();
            assert!(!why.is_empty());
        }
        // Taken back, it counts no longer, also for who kept it.
        let amina = centre.person("amina").await;
        amina.ask(REVOKE, json!({ "id": certificate["id"], "version": 1, "reason": "Examen annulé" })).await.ok();
        let why = badge(&token, site, &centre.address).unwrap_err();
        assert!(why.contains("revocation"), "{why}");
        for path in ["/badges/status/1999", "/badges/status/x", "/badges/achievements/template_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f", "/badges/keys/0", "/badges/nothing"] {
            assert_eq!(nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await.status, 404, "{path}");
        }
    }

    async fn what_nobody_was_awarded_yet_is_told_to_nobody(centre: Centre) {
        let id = of_modules(&centre, &json!({})).await;
        assert_eq!(nabta_testkit::fetch(&format!("{}/badges/achievements/{id}", centre.address), None).await.status, 404);
    }
}

fn what_an_older_key_signed_is_good(kind: Kind) {
    let mut kept = None;
    run_with(kind, "", async |centre| {
        let certificate = issued(&centre).await;
        kept = Some((fetched(&centre, &text(&certificate, "pdfPath")).await, certificate));
    });
    let (pdf, certificate) = kept.unwrap();
    let secrets = "auth.secrets = ['the new secret of the test, which signs', 'nabta-demo-secret-known-to-everybody']";
    run_with(kind, secrets, async |centre| {
        let keys = fetched(&centre, KEYS).await;
        assert_eq!(scan(&pdf, &keys).unwrap()["number"], certificate["serialNumber"]);
        // And what is issued now is signed by the newest.
        let newer = issued(&centre).await;
        let newest: Value = serde_json::from_slice(&keys).unwrap();
        let newest = json!({ "keys": [newest["keys"][0]] });
        let pdf = fetched(&centre, &text(&newer, "pdfPath")).await;
        assert_eq!(scan(&pdf, newest.to_string().as_bytes()).unwrap()["number"], newer["serialNumber"]);
    });
}

#[test]
fn what_an_older_key_signed_is_good_on_sqlite() {
    what_an_older_key_signed_is_good(Kind::Sqlite);
}

#[test]
fn what_an_older_key_signed_is_good_on_postgresql() {
    what_an_older_key_signed_is_good(Kind::Postgres);
}
