//! Seeing pages as somebody else sees them: by administrators alone, seen by whom it is about, and only to read.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use nabta_testkit::{Answer, Person, everywhere, json, sent};

use super::at_once::at_once;

const BEGIN: &str = "mutation($account: ID!, $reason: String!) { lookBegin(input: { account: $account, reason: $reason }) { look { id by expiresAt } userErrors { code path } } }";
const END: &str = "mutation($id: ID!) { lookEnd(input: { look: $id }) { userErrors { code } } }";
const VIEWER: &str = "{ viewer { email } currentLook { by reason } }";
const AT_ME: &str = "{ looksAtMe { by reason endedAt } }";

async fn account_of(person: &Person) -> String {
    person.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id")
}

async fn begin(person: &Person, account: &str) -> Answer {
    person.ask(BEGIN, json!({ "account": account, "reason": "Elle ne trouve pas sa formation" })).await
}

/// Asks as whom somebody looks.
async fn through(person: &Person, look: &str, query: &str) -> Answer {
    person.post("application/json", json!({ "query": query }).to_string(), &[("nabta-look", look)]).await
}

everywhere! {
    async fn an_administrator_sees_what_they_see_and_they_see_it(centre: Centre) {
        let (leila, amel) = (centre.person("leila").await, centre.person("amel").await);
        let own = account_of(&amel).await;
        let begun = begin(&leila, &own).await.checked();
        let look = begun.text("lookBegin.look.id");
        let seen = through(&leila, &look, VIEWER).await.checked();
        assert_eq!(seen.text("viewer.email"), "amel@nabta.example");
        assert_eq!(seen.text("currentLook.reason"), "Elle ne trouve pas sa formation");
        // Her rights, and not those of who looks.
        through(&leila, &look, "{ jobs(first: 1) { nodes { id } } }").await.refused_with("FORBIDDEN");
        leila.ask("{ jobs(first: 1) { nodes { id } } }", json!({})).await.ok();
        let mine = leila.ask(VIEWER, json!({})).await.checked();
        assert!(mine.text("viewer.email") == "leila@nabta.example" && mine.at("currentLook").is_null(), "{}", mine.body);
        // She learns of it: in her pages, and by a letter.
        let listed = amel.ask(AT_ME, json!({})).await.checked();
        assert_eq!((listed.count("looksAtMe"), listed.text("looksAtMe.0.reason")), (1, "Elle ne trouve pas sa formation".to_owned()));
        centre.work().await;
        assert!(centre.letters("amel@nabta.example").iter().any(|letter| letter.text.contains("Elle ne trouve pas sa formation")));
        leila.ask(END, json!({ "id": look })).await.ok();
        leila.ask(END, json!({ "id": look })).await.ok();
        through(&leila, &look, VIEWER).await.refused_with("FORBIDDEN");
        assert!(amel.ask(AT_ME, json!({})).await.checked().at("looksAtMe.0.endedAt").is_string());
        let told = "SELECT COUNT(*) AS number FROM journal_entry WHERE action = 'account.look'";
        assert_eq!(centre.number(told).await, 2);
    }

    async fn it_only_reads(centre: Centre) {
        let (leila, amel) = (centre.person("leila").await, centre.person("amel").await);
        sent(&centre, &amel, "cv.txt", "text/plain", "DOCUMENT", b"Amel").await;
        amel.ask("mutation { dataExportRequest(input: { locale: FR }) { userErrors { code } } }", json!({})).await.ok();
        let person = amel.ask("{ viewer { person { id version } } }", json!({})).await.checked();
        let change = json!({ "input": { "person": person.text("viewer.person.id"), "phone": "22 333 444", "version": person.number("viewer.person.version") } });
        amel.ask("mutation($input: PersonUpdateInput!) { personUpdate(input: $input) { userErrors { code } } }", change).await.ok();
        centre.work().await;
        let own = account_of(&amel).await;
        let look = begin(&leila, &own).await.checked().text("lookBegin.look.id");
        let before = centre.fingerprint().await;
        for act in [
            "mutation { signOut { userErrors { code } } }",
            "mutation { signOutEverywhere { userErrors { code } } }",
            "mutation { dataExportRequest(input: { locale: FR }) { userErrors { code } } }",
            "mutation { erasureRequest(input: { password: \"nabta-demo-2020\" }) { userErrors { code } } }",
            "mutation { passkeyBegin(input: { password: \"nabta-demo-2020\" }) { userErrors { code } } }",
            "mutation { passkeySignInBegin { userErrors { code } } }",
        ] {
            let refused = through(&leila, &look, act).await;
            assert_eq!((refused.status, refused.code().as_deref()), (403, Some("LOOKING_ONLY")), "{act}: {}", refused.body);
        }
        // What is hers alone stays hers: what is sealed, her files, her record.
        for question in [
            "{ viewer { person { phone } } }",
            "{ dataExports { jsonPath } }",
            "{ dataExports { pdfPath } }",
            "{ files(first: 1) { nodes { address } } }",
        ] {
            through(&leila, &look, question).await.refused_with("LOOKING_ONLY");
            amel.ask(question, json!({})).await.ok();
        }
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn nobody_else_looks_and_nothing_of_it_is_left(centre: Centre) {
        let (leila, amel, amina) = (centre.person("leila").await, centre.person("amel").await, centre.person("amina").await);
        let (own, theirs) = (account_of(&amel).await, account_of(&leila).await);
        let before = centre.fingerprint().await;
        for other in [&amel, &amina, &centre.person("giulia").await, &centre.person("salma").await] {
            let refused = begin(other, &theirs).await;
            assert!(["FORBIDDEN", "NOT_FOUND"].contains(&refused.code().unwrap().as_str()), "{}", refused.body);
        }
        begin(&centre.visitor(), &own).await.refused_with("UNAUTHENTICATED");
        begin(&leila, &theirs).await.refused_with("WRONG_STATE");
        for reason in ["", " ", "a\0b", &"x".repeat(501)] {
            let refused = leila.ask(BEGIN, json!({ "account": own, "reason": reason })).await;
            assert_eq!(refused.at("lookBegin.userErrors.0.path.0"), &json!("reason"), "{}", refused.body);
        }
        let mut after = centre.fingerprint().await;
        // Three signed in meanwhile.
        after.insert("journal_entry".into(), before["journal_entry"]);
        assert_eq!(after, before);

        let look = begin(&leila, &own).await.checked().text("lookBegin.look.id");
        // Not by somebody else, not by the same one signed in elsewhere, not with what is no id.
        for other in [amina.clone(), amel.clone(), centre.person("leila").await] {
            through(&other, &look, VIEWER).await.refused_with("FORBIDDEN");
        }
        assert!(through(&centre.visitor(), &look, VIEWER).await.checked().at("viewer").is_null());
        for wrong in ["", "x", own.as_str(), "look_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f"] {
            through(&leila, wrong, VIEWER).await.refused_with("FORBIDDEN");
        }
        amina.ask(END, json!({ "id": look })).await.refused_with("FORBIDDEN");
        leila.ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }", json!({ "id": own })).await.ok();
        through(&leila, &look, VIEWER).await.refused_with("FORBIDDEN");
        begin(&leila, &own).await.refused_with("WRONG_STATE");
        let other = begin(&leila, &account_of(&centre.person("sami").await).await).await.checked().text("lookBegin.look.id");
        let mut leila = leila;
        centre.clock.advance(TimeDelta::minutes(9));
        through(&leila, &other, VIEWER).await.ok();
        for _ in 0..3 { leila.refresh().await.ok(); centre.clock.advance(TimeDelta::minutes(8)); }
        through(&leila, &other, VIEWER).await.refused_with("FORBIDDEN");
    }

    async fn who_is_no_administrator_any_more_looks_no_more(centre: Centre) {
        let (leila, amel) = (centre.person("leila").await, centre.person("amel").await);
        let amina = centre.person("amina").await;
        let grant = leila
            .ask("mutation($id: ID!) { roleGrant(input: { account: $id, role: ADMINISTRATOR }) { account { roles { id role } } userErrors { code } } }", json!({ "id": account_of(&amina).await }))
            .await
            .checked();
        let look = begin(&amina, &account_of(&amel).await).await.checked().text("lookBegin.look.id");
        through(&amina, &look, VIEWER).await.ok();
        let roles = grant.at("roleGrant.account.roles").as_array().unwrap().clone();
        let id = roles.iter().find(|role| role["role"] == "ADMINISTRATOR").unwrap()["id"].clone();
        leila.ask("mutation($id: ID!) { roleEnd(input: { grant: $id }) { userErrors { code } } }", json!({ "id": id })).await.ok();
        through(&amina, &look, VIEWER).await.refused_with("FORBIDDEN");
    }

    async fn pressed_fifty_times_it_is_one_look_and_one_letter(centre: Centre) {
        let (leila, amel) = (centre.person("leila").await, centre.person("amel").await);
        let input = json!({ "account": account_of(&amel).await, "reason": "Elle ne trouve pas sa formation" });
        assert_eq!(at_once(&leila, 50, BEGIN, &input).await, BTreeMap::from([("DONE".to_owned(), 50)]));
        centre.work().await;
        assert_eq!(centre.number("SELECT COUNT(*) AS number FROM look").await, 1);
        assert_eq!(centre.letters("amel@nabta.example").len(), 1);
        // For another reason she is told again.
        let other = json!({ "account": account_of(&amel).await, "reason": "Son certificat" });
        leila.ask(BEGIN, other).await.ok();
        centre.work().await;
        assert_eq!(centre.letters("amel@nabta.example").len(), 2);
    }
}
