//! Commands on the database: the demo anew, steps back and forth, a journal that somebody wrote in.

use nabta_testkit::{Kind, everywhere, json};

use super::nabta;

const TERM: &str = "mutation { glossaryTermDefine(input: { code: \"mine\", terms: { fr: \"mot\" }, definitions: { fr: \"sens\" } }) { userErrors { code } } }";

everywhere! {
    async fn the_demo_is_loaded_anew_and_what_was_entered_is_gone(centre: Centre) {
        let sami = centre.person("sami").await;
        let fresh = centre.number("SELECT count(*) AS number FROM glossary_term").await;
        sami.ask(TERM, json!({})).await.ok();
        let loaded = nabta(&centre, &["demo", "load"], &[], "").await;
        assert_eq!((loaded.code, centre.number("SELECT count(*) AS number FROM glossary_term").await), (0, fresh + 1), "{}", loaded.said);
        let reset = nabta(&centre, &["demo", "reset"], &[], "").await;
        assert_eq!((reset.code, centre.number("SELECT count(*) AS number FROM glossary_term").await), (0, fresh), "{}", reset.said);
        assert_eq!(centre.number("SELECT count(*) AS number FROM glossary_term WHERE code = 'mine'").await, 0);
        assert_eq!(sami.ask("{ viewer { id } }", json!({})).await.status, 401, "who was signed in is so no more");
        centre.person("sami").await.ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.ok();
        let production = [("NABTA_ENVIRONMENT", "production"), ("NABTA_HTTP__PUBLIC_ADDRESS", "https://nabta.example"), ("NABTA_AUTH__SECRETS", "0123456789abcdef0123456789abcdef0123"), ("NABTA_MAIL__KIND", "smtp")];
        let before = centre.fingerprint().await;
        assert_eq!(nabta(&centre, &["demo", "reset"], &production, "").await.code, 3);
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn steps_are_taken_back_and_taken_again(centre: Centre) {
        let status = async || nabta(&centre, &["migrate", "status"], &[], "").await.said;
        let waiting = async || status().await.matches("waits").count();
        let steps: Vec<String> = status().await.lines().map(str::to_owned).collect();
        let back = steps.len() - steps.iter().position(|step| step.ends_with("create_training")).unwrap();
        assert_eq!(waiting().await, 0);
        let down = nabta(&centre, &["migrate", "down", "--steps", &back.to_string()], &[], "").await;
        assert_eq!((down.code, waiting().await), (0, back), "{}", down.said);
        assert!(centre.tamper("SELECT 1 FROM venue").await.is_err(), "its table is gone");
        let served = nabta(&centre, &["serve"], &[("NABTA_HTTP__LISTEN", "127.0.0.1:0")], "").await;
        assert_eq!(served.code, 3, "an instance does not serve on a schema that it does not know");
        assert!(served.said.contains(&format!("{back} steps")) && served.said.contains("nabta migrate up"), "{}", served.said);
        let up = nabta(&centre, &["migrate", "up"], &[], "").await;
        assert_eq!((up.code, waiting().await), (0, 0), "{}", up.said);
        assert!(up.said.contains(&format!("{back} steps")), "{}", up.said);
        assert_eq!(centre.number("SELECT count(*) AS number FROM venue").await, 0, "what they held is lost");
        assert!(nabta(&centre, &["migrate", "up"], &[], "").await.said.contains("0 steps"));
        let loaded = nabta(&centre, &["demo", "load"], &[], "").await;
        assert_eq!(loaded.code, 0, "what was lost is entered anew, though it was entered before: {}", loaded.said);
        assert!(centre.number("SELECT count(*) AS number FROM venue").await > 0);
    }

    async fn a_journal_that_somebody_wrote_in_is_told(centre: Centre) {
        assert_eq!(nabta(&centre, &["journal", "verify"], &[], "").await.code, 0);
        let drop = match centre.kind {
            Kind::Sqlite => "DROP TRIGGER journal_entry_no_update",
            Kind::Postgres => "DROP TRIGGER journal_entry_no_change ON journal_entry",
        };
        centre.tamper(drop).await.unwrap();
        centre.tamper("UPDATE journal_entry SET body = replace(body, 'guide.publish', 'guide.archive') WHERE action = 'guide.publish'").await.unwrap();
        let verified = nabta(&centre, &["journal", "verify"], &[], "").await;
        assert_eq!(verified.code, 1, "{}", verified.said);
        assert!(verified.said.contains("fault: ") && verified.said.contains("entry_"), "{}", verified.said);
    }
}
