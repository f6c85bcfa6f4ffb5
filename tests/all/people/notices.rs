//! What people are told: in the pages, by mail or gathered in the morning, as they prefer, and no longer by mail once they press the button.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use nabta_domain::kernel::jobs::schedule;
use nabta_testkit::{Answer, Centre, Kind, Person, everywhere, json};

use super::at_once::at_once;
use crate::commands::nabta;

const LIST: &str = "query($unread: Boolean!) { unreadNotices notices(unread: $unread) { totalCount nodes { id topic title text link createdAt readAt } } }";
const PREFER: &str = "mutation($topic: NoticeTopic!, $delivery: NoticeDelivery!) { noticePrefer(input: { topic: $topic, delivery: $delivery }) { preferences { topic delivery isFixed } userErrors { code path message } } }";
const EXPORT: &str = "mutation { dataExportRequest(input: { locale: FR }) { userErrors { code } } }";

pub(crate) async fn notices(person: &Person) -> Answer {
    person.ask(LIST, json!({ "unread": false })).await.checked()
}

/// Has something happened of which one is told as one prefers.
async fn export(centre: &Centre) {
    centre.clock.advance(TimeDelta::days(2));
    centre.person("amel").await.ask(EXPORT, json!({})).await.ok();
    centre.work().await;
}

async fn prefer(person: &Person, topic: &str, delivery: &str) -> Answer {
    person.ask(PREFER, json!({ "topic": topic, "delivery": delivery })).await
}

/// Lets the schedules of a morning come.
pub(crate) async fn morning(centre: &Centre) {
    let ctx = centre.instance.operator();
    schedule::enter_due(&ctx, &nabta_domain::schedules()).await.ok().unwrap();
    centre.clock.advance(TimeDelta::days(1));
    schedule::enter_due(&ctx, &nabta_domain::schedules()).await.ok().unwrap();
    centre.work().await;
}

/// The address in a letter that ends such letters, where a test reaches it.
fn way_out(centre: &Centre, text: &str) -> String {
    let address = text.lines().find(|line| line.contains("/unsubscribe/")).unwrap_or_else(|| panic!("no way out of {text}"));
    centre.reach(address.trim())
}

fn letters(centre: &Centre, about: &str) -> usize {
    centre.letters("amel@nabta.example").iter().filter(|letter| letter.subject.contains(about)).count()
}

everywhere! {
    async fn what_happens_is_told_in_the_pages_and_by_mail_in_each_ones_language(centre: Centre) {
        export(&centre).await;
        let amel = centre.person("amel").await;
        let told = notices(&amel.clone().reading("ar")).await;
        assert_eq!((told.number("notices.totalCount"), told.number("unreadNotices")), (1, 1));
        assert_eq!(told.text("notices.nodes.0.topic"), "OWN_DATA");
        assert_eq!(told.text("notices.nodes.0.title"), "معطياتك جاهزة", "the language of who reads");
        for (language, title, page) in [("fr", "Vos données sont prêtes", "/fr/profile/data"), ("en", "Your data is ready", "/en/profile/data")] {
            let read = notices(&amel.clone().reading(language)).await;
            assert_eq!(read.text("notices.nodes.0.title"), title);
            assert!(read.text("notices.nodes.0.link").ends_with(page));
            assert!(!read.text("notices.nodes.0.text").contains("Amel"), "a notice needs no greeting");
        }
        assert_eq!(letters(&centre, "معطياتك"), 1, "{:?}", centre.letters("amel@nabta.example"));
        // Nobody else reads them, whoever they are.
        for other in ["leila", "amina", "sami"] {
            assert_eq!(notices(&centre.person(other).await).await.number("unreadNotices"), 0);
        }
        centre.visitor().ask(LIST, json!({ "unread": false })).await.refused_with("UNAUTHENTICATED");
    }

    async fn what_was_read_is_read_and_what_came_later_is_not(centre: Centre) {
        for _ in 0..3 {
            export(&centre).await;
        }
        let amel = centre.person("amel").await;
        let all = notices(&amel).await;
        let ids: Vec<String> = (0..3).map(|at| all.text(&format!("notices.nodes.{at}.id"))).collect();
        let these = "mutation($ids: [ID!]!) { noticesMarkRead(input: { notices: $ids }) { userErrors { code path } } }";
        let until = "mutation($id: ID!) { noticesMarkAllRead(input: { newest: $id }) { userErrors { code } } }";
        // Somebody else's are passed over.
        centre.person("amina").await.ask(these, json!({ "ids": ids })).await.ok();
        assert_eq!(notices(&amel).await.number("unreadNotices"), 3);
        amel.ask(until, json!({ "id": ids[1] })).await.ok();
        let unread = amel.ask(LIST, json!({ "unread": true })).await.checked();
        assert_eq!((unread.number("notices.totalCount"), unread.text("notices.nodes.0.id")), (1, ids[0].clone()));
        amel.ask(these, json!({ "ids": [ids[0], ids[1]] })).await.ok();
        assert_eq!(notices(&amel).await.number("unreadNotices"), 0);
        amel.ask(these, json!({ "ids": ["notice_x"] })).await.refused_with("INVALID_ID");
        amel.ask(these, json!({ "ids": vec![ids[0].clone(); 101] })).await.refused_with("OUT_OF_RANGE");
    }

    async fn unread_ones_are_counted_up_to_a_hundred(centre: Centre) {
        let (id, bytes, at) = match centre.kind {
            Kind::Sqlite => ("randomblob(16)", "x'00'", "'2020-10-26T08:00:00+00:00'"),
            Kind::Postgres => ("gen_random_uuid()", "'\\x00'::bytea", "now()"),
        };
        let one = format!(
            "INSERT INTO notice (id, account_id, template, topic, sealed, awaits_digest, created_at) \
             SELECT {id}, account_id, 'export-ready', 'own_data', {bytes}, false, {at} FROM role_grant WHERE role = 'administrator'"
        );
        let leila = centre.person("leila").await;
        for written in 1..=103_i64 {
            centre.tamper(&one).await.unwrap();
            if [1, 99, 100, 103].contains(&written) {
                let counted = leila.ask("{ unreadNotices }", json!({})).await.checked().number("unreadNotices");
                assert_eq!(counted, written.min(100));
            }
        }
    }

    async fn each_is_told_as_they_prefer(centre: Centre) {
        let amel = centre.person("amel").await;
        let before = centre.fingerprint().await;
        let refused = prefer(&amel, "SECURITY", "PAGES").await;
        assert_eq!((refused.user_error_codes(), refused.at("noticePrefer.userErrors.0.path.0")), (vec!["NOTICE_NEEDED".into()], &json!("delivery")));
        prefer(&amel, "SECURITY", "MAIL").await.ok();
        assert_eq!(centre.fingerprint().await, before, "as it is already");
        prefer(&centre.visitor(), "OWN_DATA", "PAGES").await.refused_with("UNAUTHENTICATED");

        let chosen = prefer(&amel, "OWN_DATA", "PAGES").await.checked();
        assert_eq!(chosen.at("noticePrefer.preferences.1"), &json!({ "topic": "OWN_DATA", "delivery": "PAGES", "isFixed": false }));
        export(&centre).await;
        let amel = centre.person("amel").await;
        assert_eq!((notices(&amel).await.number("unreadNotices"), letters(&centre, "معطياتك")), (1, 0));
        prefer(&amel, "OWN_DATA", "DIGEST").await.ok();
        export(&centre).await;
        assert_eq!(letters(&centre, "جديدك"), 0, "not before the morning");
        morning(&centre).await;
        morning(&centre).await;
        let gathered: Vec<_> = centre.letters("amel@nabta.example").into_iter().filter(|letter| letter.subject.contains("جديدك")).collect();
        assert_eq!(gathered.len(), 1, "once, and no empty one the next morning");
        assert!(gathered[0].text.contains("معطياتك جاهزة") && gathered[0].text.contains("/ar/notices"), "{}", gathered[0].text);

        // What was read in the pages meanwhile is no news.
        export(&centre).await;
        let amel = centre.person("amel").await;
        let newest = notices(&amel).await.text("notices.nodes.0.id");
        amel.ask("mutation($id: ID!) { noticesMarkAllRead(input: { newest: $id }) { userErrors { code } } }", json!({ "id": newest })).await.ok();
        morning(&centre).await;
        assert_eq!(letters(&centre, "جديدك"), 1);
        assert_eq!(centre.number("SELECT count(*) AS number FROM notice WHERE awaits_digest").await, 0);
    }

    async fn one_press_in_a_letter_ends_such_letters(centre: Centre) {
        export(&centre).await;
        let letter = centre.letters("amel@nabta.example").remove(0);
        let address = way_out(&centre, &letter.text);
        let raw = std::fs::read_dir(centre.folder().join("mail")).unwrap().map(|file| file.unwrap().path());
        let raw = raw.filter(|path| path.extension().is_some_and(|end| end == "eml")).map(|path| std::fs::read_to_string(path).unwrap());
        let raw = raw.max_by_key(|letter| letter.contains("List-Unsubscribe")).unwrap();
        assert!(raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click") && raw.contains("Auto-Submitted: auto-generated"), "{raw}");

        let client = reqwest::Client::new();
        let before = centre.fingerprint().await;
        // Programs that look for malware follow addresses: that ends nothing.
        let page = client.get(&address).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"), "{policy}");
        let page = page.text().await.unwrap();
        assert!(page.contains("dir=\"rtl\"") && page.contains("<form method=\"post\">"), "{page}");
        assert!(!page.contains("amel") && !page.contains("أمل"), "the page tells nobody whose letters they are");
        assert_eq!(client.head(&address).send().await.unwrap().status(), 405);
        assert_eq!(client.put(&address).send().await.unwrap().status(), 405);
        assert_eq!(centre.fingerprint().await, before);

        // While everybody only reads it is put off; mail programs try again.
        assert_eq!(nabta(&centre, &["maintenance", "on"], &[], "").await.code, 0);
        assert_eq!(client.post(&address).send().await.unwrap().status(), 503);
        assert_eq!(nabta(&centre, &["maintenance", "off"], &[], "").await.code, 0);
        assert_eq!(centre.number("SELECT count(*) AS number FROM notice_preference").await, 0);

        // As a mail program does it: no page, no sign-in, another origin; and again.
        for _ in 0..2 {
            let press = client.post(&address).header("content-type", "application/x-www-form-urlencoded").header("origin", "https://mail.example");
            let done = press.body("List-Unsubscribe=One-Click").send().await.unwrap();
            assert_eq!(done.status(), 200);
        }
        let amel = centre.person("amel").await;
        let now = amel.ask("{ noticePreferences { topic delivery } }", json!({})).await.checked();
        assert_eq!(now.at("noticePreferences.1"), &json!({ "topic": "OWN_DATA", "delivery": "PAGES" }));
        assert_eq!(centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'notice.leave'").await, 1, "pressed twice it is once");
        export(&centre).await;
        let amel = centre.person("amel").await;
        assert_eq!((notices(&amel).await.number("unreadNotices"), letters(&centre, "معطياتك")), (2, 1));

        // What protects the account has no way out.
        let change = "mutation { passwordChange(input: { current: \"nabta-demo-2020\", password: \"quatre mots sans lien 7\" }) { userErrors { code } } }";
        amel.ask(change, json!({})).await.ok();
        centre.work().await;
        let letter = centre.letters("amel@nabta.example").remove(0);
        assert!(!letter.text.contains("/unsubscribe/"), "{}", letter.text);
    }

    async fn the_same_fifty_times_at_once_is_once(centre: Centre) {
        export(&centre).await;
        let address = way_out(&centre, &centre.letters("amel@nabta.example").remove(0).text);
        let amel = centre.person("amel").await;
        let entries = async |action: &str| centre.number(&format!("SELECT count(*) AS number FROM journal_entry WHERE action = '{action}'")).await;
        // Each of them with a megabyte of Arabic that nobody asked for.
        let flood = "سلام ".repeat(120_000);
        let client = reqwest::Client::new();
        let pressed: Vec<_> = (0..50)
            .map(|number| {
                let press = client.post(&address).body(if number < 3 { flood.clone() } else { String::new() });
                tokio::spawn(async move { press.send().await.unwrap().status().as_u16() })
            })
            .collect();
        for press in pressed {
            assert_eq!(press.await.unwrap(), 200);
        }
        assert_eq!(entries("notice.leave").await, 1);
        let digest = json!({ "topic": "OWN_DATA", "delivery": "DIGEST" });
        assert_eq!(at_once(&amel, 50, PREFER, &digest).await, BTreeMap::from([("DONE".to_owned(), 50)]));
        assert_eq!((entries("notice.set").await, centre.number("SELECT count(*) AS number FROM notice_preference").await), (1, 1));
        let id = notices(&amel).await.text("notices.nodes.0.id");
        let read = "mutation($id: ID!) { noticesMarkAllRead(input: { newest: $id }) { userErrors { code } } }";
        assert_eq!(at_once(&amel, 50, read, &json!({ "id": id })).await, BTreeMap::from([("DONE".to_owned(), 50)]));
        // Of several workers on one morning, one letter comes.
        export(&centre).await;
        let ctx = centre.instance.operator();
        schedule::enter_due(&ctx, &nabta_domain::schedules()).await.ok().unwrap();
        centre.clock.advance(TimeDelta::days(1));
        let enter = async || schedule::enter_due(&ctx, &nabta_domain::schedules()).await.ok();
        tokio::join!(enter(), enter(), enter());
        tokio::join!(centre.work(), centre.work(), centre.work());
        centre.work().await;
        assert_eq!(letters(&centre, "جديدك"), 1);
        amel.post("application/json", json!({ "query": PREFER, "variables": { "topic": flood, "delivery": "MAIL" } }).to_string(), &[]).await.refused_with("TOO_COMPLEX");
    }

    async fn an_address_that_nobody_gave_out_ends_nothing(centre: Centre) {
        export(&centre).await;
        let good = way_out(&centre, &centre.letters("amel@nabta.example").remove(0).text);
        let (start, sealed) = good.rsplit_once('/').unwrap();
        let before = centre.fingerprint().await;
        let client = reqwest::Client::new();
        let turned: String = sealed.chars().rev().collect();
        let mut last = sealed.to_owned();
        let end = if last.pop() == Some('A') { 'Q' } else { 'A' };
        for wrong in ["x", "%00", "..", &turned, &format!("{last}{end}"), &sealed[..40], &"A".repeat(4_000), &format!("{sealed}A")] {
            for request in [client.get(format!("{start}/{wrong}")), client.post(format!("{start}/{wrong}"))] {
                let answer = request.header("accept-language", "fr").send().await.unwrap();
                assert_eq!(answer.status(), 404, "{wrong}");
                let said = answer.text().await.unwrap();
                assert!(wrong == ".." || said.contains("plus valable"), "{said}");
            }
        }
        assert_eq!(centre.fingerprint().await, before);
        // Whoever goes through addresses is slowed down; who has a good one is not.
        let mut seen = 0;
        for _ in 0..80 {
            seen = client.get(format!("{start}/x")).send().await.unwrap().status().as_u16();
        }
        assert_eq!(seen, 429);
        assert_eq!(client.post(&good).send().await.unwrap().status(), 200);
    }

    async fn a_letter_that_came_back_is_seen(centre: Centre) {
        // At this hour, as the command's clock has it.
        let amel = centre.person("amel").await;
        amel.ask(EXPORT, json!({})).await.ok();
        centre.work().await;
        let name = std::fs::read_dir(centre.folder().join("mail")).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).find(|name| name.ends_with(".eml")).unwrap();
        let id = name.trim_end_matches(".eml");
        let report = |host: &str, action: &str| format!(
            "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; amel@nabta.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
             Message-ID: <{id}@{host}>\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
        );
        let before = centre.fingerprint().await;
        for other in ["I am away", &report("other.example", "failed"), &report("localhost", "delayed")] {
            let noted = nabta(&centre, &["mail", "bounced"], &[], other).await;
            assert_eq!(noted.code, 0, "{}", noted.said);
        }
        assert_eq!(centre.fingerprint().await, before);
        for _ in 0..2 {
            let noted = nabta(&centre, &["mail", "bounced"], &[], &report("localhost", "failed")).await;
            assert_eq!(noted.code, 0, "{}", noted.said);
        }
        let leila = centre.person("leila").await;
        let seen = leila.ask("{ mails(bounced: true) { totalCount nodes { state problem bouncedAt } } }", json!({})).await.checked();
        assert_eq!((seen.number("mails.totalCount"), seen.text("mails.nodes.0.problem")), (1, "BOUNCED 5.1.1".into()));
        assert_eq!(leila.ask("{ mails(bounced: false, state: SENT) { totalCount } }", json!({})).await.checked().number("mails.totalCount"), 0);
        // She learns of it where she can still be reached.
        centre.work().await;
        let told = notices(&amel.reading("fr")).await;
        assert_eq!((told.number("notices.totalCount"), told.text("notices.nodes.0.title")), (2, "Nos messages ne vous parviennent pas".into()));
        assert_eq!(centre.letters("amel@nabta.example").len(), 1, "and no letter follows the one that came back");
    }

    async fn nothing_is_left_of_who_is_forgotten_and_nothing_serves_for_ever(centre: Centre) {
        let amel = centre.person("amel").await;
        prefer(&amel, "OWN_DATA", "MAIL").await.ok();
        prefer(&amel, "CONTENT", "PAGES").await.ok();
        export(&centre).await;
        let sami = centre.person("sami").await;
        sami.ask("mutation { passwordChange(input: { current: \"nabta-demo-2020\", password: \"quatre mots sans lien 7\" }) { userErrors { code } } }", json!({})).await.ok();
        let way = way_out(&centre, &centre.letters("amel@nabta.example").remove(0).text);
        let amel = centre.person("amel").await;
        amel.ask("mutation { erasureRequest(input: { password: \"nabta-demo-2020\" }) { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM notice WHERE read_at IS NULL").await, 1, "sami's");
        assert_eq!(centre.number("SELECT count(*) AS number FROM notice_preference").await, 0);
        assert_eq!(reqwest::Client::new().post(way).send().await.unwrap().status(), 404);
        centre.clock.advance(TimeDelta::days(181));
        morning(&centre).await;
        morning(&centre).await;
        assert_eq!(centre.number("SELECT count(*) AS number FROM notice").await, 0, "half a year later it is no news");
    }

    async fn what_a_notice_mentions_is_sealed(centre: Centre) {
        let sami = centre.person("sami").await;
        let (lesson, revision, _) = crate::catalogue::first_lesson(&sami).await;
        crate::catalogue::revise(&sami, &lesson, &revision, "Un texte tout à fait nouveau.").await.ok();
        let (edition, version) = crate::catalogue::newest(&sami).await;
        crate::catalogue::step(&sami, "editionSubmit", &edition, version).await.ok();
        assert!(notices(&centre.person("amina").await.reading("fr")).await.text("notices.nodes.0.text").contains("Sami"));
        assert!(!centre.keeps("a soumis").await && !centre.keeps("\"who\"").await);
    }
}
