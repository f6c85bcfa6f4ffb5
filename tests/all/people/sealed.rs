//! Sensitive fields at rest (S23): whoever steals the database reads no address.

use nabta_testkit::{Kind, everywhere, json};

everywhere! {
    async fn no_address_lies_in_the_open(centre: Centre) {
        let visitor = centre.visitor();
        let input = json!({ "input": { "names": { "fr": "Meriem" }, "email": "meriem-secret@example.tn", "password": "quatre mots sans lien 7", "locale": "FR" } });
        visitor.ask("mutation($input: RegistrationRequestInput!) { registrationRequest(input: $input) { userErrors { code } } }", input).await.ok();
        visitor.ask("mutation { passwordResetRequest(input: { email: \"sami@nabta.example\" }) { userErrors { code } } }", json!({})).await.ok();
        let mut stranger = centre.visitor();
        stranger.sign_in("leila@nabta.example", "wrong").await.refused_with("SIGN_IN_REFUSED");
        for step in ["waiting", "done"] {
            if step == "done" { centre.work().await; }
            for (table, columns) in [
                ("account", "email_digest"), ("registration", "email_digest"), ("mail", "template || coalesce(problem, '')"),
                ("job", "kind || cast(payload as text) || coalesce(problem, '')"), ("attempt", "bucket"), ("journal_entry", "body"), ("idempotency_key", "key"),
            ] {
                let found = centre.number(&format!("SELECT count(*) AS number FROM {table} WHERE {columns} LIKE '%@%'")).await;
                assert_eq!(found, 0, "{table} shows an address while the letter is {step}");
            }
        }
        assert_eq!(centre.number("SELECT count(*) AS number FROM mail WHERE sealed IS NOT NULL").await, 0, "what was carried is gone");
        if centre.kind == Kind::Sqlite {
            for file in ["nabta.db", "nabta.db-wal"] {
                let bytes = std::fs::read(centre.folder().join(file)).unwrap_or_default();
                for address in ["sami@nabta", "meriem-secret@", "leila@nabta"] {
                    assert!(!bytes.windows(address.len()).any(|part| part == address.as_bytes()), "{address} stands in {file}");
                }
            }
        }
    }

    async fn what_was_kept_in_the_open_is_sealed_by_the_step_up(centre: Centre) {
        use nabta_domain::people;
        let open = "UPDATE account SET email_digest = 'open:old@nabta.example', email_sealed = NULL WHERE id = (SELECT id FROM account LIMIT 1)";
        centre.tamper(open).await.unwrap();
        assert_eq!(people::complete(&centre.instance.operator()).await.ok(), Some(1));
        assert_eq!(people::complete(&centre.instance.operator()).await.ok(), Some(0));
        let mut person = centre.visitor();
        person.sign_in("old@nabta.example", "nabta-demo-2020").await.ok();
        assert_eq!(person.ask("{ viewer { email } }", json!({})).await.checked().text("viewer.email"), "old@nabta.example");
    }
}
