//! Letters over SMTP, to a real mail server that takes, defers, refuses, hangs and cuts (R10, S14).

use chrono::TimeDelta;
use nabta_domain::kernel::jobs::{TRIES, delay};
use nabta_testkit::{Centre, Kind, MailServer, json, run_with};

const REQUEST: &str =
    "mutation($input: RegistrationRequestInput!) { registrationRequest(input: $input) { userErrors { code } } }";

/// A wish for an account, which writes a letter to this address.
async fn write(centre: &Centre, email: &str, name: &str) {
    let input =
        json!({ "input": { "names": { "ar": name }, "email": email, "password": "quatre mots sans lien 7", "locale": "AR" } });
    centre.visitor().ask(REQUEST, input).await.ok();
}

async fn state(centre: &Centre, state: &str) -> i64 {
    centre.number(&format!("SELECT count(*) AS number FROM mail WHERE state = '{state}'")).await
}

async fn job(centre: &Centre, state: &str) -> i64 {
    centre.number(&format!("SELECT count(*) AS number FROM job WHERE kind = 'mail.send' AND state = '{state}'")).await
}

/// Why letters were not carried, in words that a failed test shows.
async fn problems(centre: &Centre) -> String {
    let leila = centre.person("leila").await;
    leila.ask("{ jobs { nodes { kind state tries problem } } }", json!({})).await.body.to_string()
}

fn letters(kind: Kind) {
    let mut server = MailServer::start();
    run_with(kind, &server.settings(), async |centre: Centre| {
        write(&centre, "meriem@example.tn", "مريم، \"العبيدي\" <b>").await;
        centre.work().await;
        assert_eq!(state(&centre, "sent").await, 1, "{}", problems(&centre).await);
        let letter = server.received(1).await.remove(0);
        assert_eq!((letter["to"][0].as_str(), letter["secure"].as_bool()), (Some("meriem@example.tn"), Some(true)));
        assert_eq!(letter["from"], "\"Centre, أ\" <centre@nabta.example>");
        assert!(letter["subject"].as_str().unwrap().contains("أكّد عنوانك"), "{letter}");
        assert!(letter["text"].as_str().unwrap().contains("مريم، \"العبيدي\" <b>"));
        let html = letter["html"].as_str().unwrap();
        assert!(html.contains("dir=\"rtl\"") && html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
        assert_eq!(state(&centre, "sent").await, 1);

        // Two temporary refusals, and then it is taken; each time it is the same letter.
        write(&centre, "defer@example.tn", "أمل").await;
        centre.work().await;
        for tries in 1..=2 {
            assert_eq!((state(&centre, "waiting").await, job(&centre, "waiting").await), (1, 1));
            assert_eq!(centre.work().await, 0, "not at once again");
            centre.clock.advance(delay(tries));
            assert_eq!(centre.work().await, 1);
        }
        assert_eq!(state(&centre, "sent").await, 2);
        assert_eq!(server.received(1).await[0]["to"][0], "defer@example.tn");

        // Refused for good: seen by who looks after the platform, and not tried again.
        write(&centre, "refuse@example.tn", "أمل").await;
        centre.work().await;
        assert_eq!((state(&centre, "refused").await, job(&centre, "waiting").await), (1, 0));
        let leila = centre.person("leila").await;
        let seen = leila
            .ask("{ mails(state: REFUSED) { totalCount nodes { id state template problem locale } } }", json!({}))
            .await
            .checked();
        assert_eq!((seen.number("mails.totalCount"), seen.text("mails.nodes.0.problem")), (1, "SMTP 550".into()));
        assert!(!seen.body.to_string().contains('@'), "without the address");

        // No answer, or a connection that is cut: it is tried again.
        for email in ["hang@example.tn", "cut@example.tn"] {
            write(&centre, email, "أمل").await;
        }
        centre.work().await;
        assert_eq!((state(&centre, "waiting").await, job(&centre, "waiting").await), (2, 2));

        // The server is away for a day: nothing is lost, nothing comes twice.
        server.stop();
        write(&centre, "patient@example.tn", "أمل").await;
        centre.work().await;
        let mut waited = TimeDelta::zero();
        for tries in 1..TRIES {
            if waited + delay(tries) > TimeDelta::days(1) {
                break;
            }
            centre.clock.advance(delay(tries));
            waited += delay(tries);
            centre.work().await;
        }
        server.again();
        centre.clock.advance(TimeDelta::hours(13));
        centre.work().await;
        let received = server.received(1).await;
        assert!(received.iter().any(|letter| letter["to"][0] == "patient@example.tn"), "{received:?}");
        assert_eq!(received.iter().filter(|letter| letter["to"][0] == "patient@example.tn").count(), 1);
    });
}

#[test]
fn letters_are_carried_over_smtp_on_sqlite() {
    letters(Kind::Sqlite);
}

#[test]
fn letters_are_carried_over_smtp_on_postgresql() {
    letters(Kind::Postgres);
}

#[test]
fn a_server_that_is_not_who_it_says_gets_no_letter() {
    let mut server = MailServer::start();
    for (what, settings) in [
        (
            "its certificate is signed by nobody whom we know",
            server.settings().lines().filter(|line| !line.contains("authority")).collect::<Vec<_>>().join("\n"),
        ),
        ("our password is wrong", server.settings().replace("a password of the test", "another password")),
    ] {
        run_with(Kind::Sqlite, &settings, async |centre: Centre| {
            write(&centre, "meriem@example.tn", "مريم").await;
            centre.work().await;
            assert_eq!((state(&centre, "sent").await, server.taken()), (0, 0), "{what}");
        });
    }
    server.stop();
}

#[test]
fn a_server_that_speaks_tls_from_the_beginning_takes_letters_and_no_other_way() {
    let server = MailServer::start_under_tls();
    run_with(Kind::Sqlite, &server.settings(), async |centre: Centre| {
        write(&centre, "meriem@example.tn", "مريم").await;
        centre.work().await;
        assert_eq!(state(&centre, "sent").await, 1, "{}", problems(&centre).await);
    });
    assert_eq!(server.taken(), 1);
    // Its certificate is of an authority that nobody else knows, and it says nothing in the open.
    let unknown = server.settings().lines().filter(|line| !line.starts_with("mail.authority")).collect::<Vec<_>>().join("\n");
    for toml in [unknown, server.settings().replace("'tls'", "'starttls'")] {
        run_with(Kind::Sqlite, &toml, async |centre: Centre| {
            write(&centre, "meriem@example.tn", "مريم").await;
            centre.work().await;
            assert_eq!((state(&centre, "sent").await, state(&centre, "waiting").await), (0, 1));
        });
    }
    assert_eq!(server.taken(), 0);
}
