//! Following a job over a socket: with the rights of each moment, within limits, and told when the service stops.

use std::time::Duration;

use nabta_testkit::{Centre, Frame, Heard, Kind, Person, Socket, everywhere, json, run_with};

use crate::process::Process;

const PROGRESS: &str = "subscription($job: ID!) { jobProgress(job: $job) { state progress progressTotal } }";

/// A job that somebody has caused and that waits: putting together what is kept about them.
async fn job_of(person: &Person) -> String {
    person.ask("mutation { dataExportRequest(input: { locale: FR }) { userErrors { code } } }", json!({})).await.ok();
    person.ask("{ dataExports { job { id state } } }", json!({})).await.checked().text("dataExports.0.job.id")
}

fn code(message: &nabta_testkit::Value) -> &str {
    message["payload"]["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{message}"))
}

fn state(message: &nabta_testkit::Value) -> &str {
    message["payload"]["data"]["jobProgress"]["state"].as_str().unwrap_or_else(|| panic!("{message}"))
}

everywhere! {
    async fn a_job_is_followed_until_it_is_done(centre: Centre) {
        let amel = centre.person("amel").await;
        let job = job_of(&amel).await;
        let (mut one, mut two) = (Socket::of(&centre.address, &amel).await, Socket::of(&centre.address, &centre.person("leila").await).await);
        for socket in [&mut one, &mut two] {
            socket.ask("a", PROGRESS, json!({ "job": job })).await;
            assert_eq!(state(&socket.next().await), "WAITING");
        }
        centre.work().await;
        for socket in [&mut one, &mut two] {
            let mut seen = Vec::new();
            loop {
                let message = socket.next().await;
                if message["type"] == "complete" {
                    break;
                }
                seen.push(state(&message).to_owned());
            }
            assert_eq!(seen.last().map(String::as_str), Some("DONE"), "{seen:?}");
            assert!(seen.windows(2).all(|pair| pair[0] != pair[1] || pair[0] == "RUNNING"), "each is news: {seen:?}");
        }
        // What is over is told once; the socket goes on.
        one.ask("b", PROGRESS, json!({ "job": job })).await;
        assert_eq!(state(&one.next().await), "DONE");
        assert_eq!(one.next().await["type"], "complete");
    }

    async fn who_may_not_know_of_a_job_follows_none(centre: Centre) {
        let (amel, sami) = (centre.person("amel").await, centre.person("sami").await);
        let job = job_of(&amel).await;
        let mut socket = Socket::of(&centre.address, &sami).await;
        for (name, id, expected) in [
            ("a", job.as_str(), "NOT_FOUND"),
            ("b", "job_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f", "NOT_FOUND"),
            ("c", "account_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f", "INVALID_ID"),
            ("d", "", "INVALID_ID"),
        ] {
            socket.ask(name, PROGRESS, json!({ "job": id })).await;
            assert_eq!(code(&socket.next().await), expected, "{id}");
            assert_eq!(socket.next().await["type"], "complete");
        }
    }

    async fn rights_are_asked_for_again_each_time_that_something_moves(centre: Centre) {
        let (leila, amel, amina) = (centre.person("leila").await, centre.person("amel").await, centre.person("amina").await);
        let job = job_of(&amel).await;
        let id = amina.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        let grant = "mutation($id: ID!) { roleGrant(input: { account: $id, role: ADMINISTRATOR }) { account { roles { id role } } userErrors { code } } }";
        let granted = leila.ask(grant, json!({ "id": id })).await.checked();
        let roles = granted.at("roleGrant.account.roles").as_array().unwrap().clone();
        let role = roles.iter().find(|role| role["role"] == "ADMINISTRATOR").unwrap()["id"].clone();
        let (mut hers, mut officers) = (Socket::of(&centre.address, &amel).await, Socket::of(&centre.address, &amina).await);
        for socket in [&mut hers, &mut officers] {
            socket.ask("a", PROGRESS, json!({ "job": job })).await;
            assert_eq!(state(&socket.next().await), "WAITING");
        }
        leila.ask("mutation($id: ID!) { roleEnd(input: { grant: $id }) { userErrors { code } } }", json!({ "id": role })).await.ok();
        amel.ask("mutation { signOut { userErrors { code } } }", json!({})).await.ok();
        centre.work().await;
        assert_eq!(code(&officers.next().await), "NOT_FOUND");
        assert_eq!(officers.next().await["type"], "complete");
        assert_eq!(code(&hers.next().await), "UNAUTHENTICATED");
    }
}

fn on_sqlite(test: impl AsyncFnOnce(Centre)) {
    run_with(Kind::Sqlite, "", test);
}

#[test]
fn a_socket_says_whose_it_is_before_anything_else() {
    on_sqlite(async |centre| {
        let amel = centre.person("amel").await;
        for headers in
            [[("origin", "https://evil.example")], [("origin", "null")], [("origin", "http://localhost:8080.evil.example")]]
        {
            assert_eq!(Socket::open(&centre.address, &headers).await.err(), Some(403), "{headers:?}");
        }
        assert!(Socket::open(&centre.address, &[("origin", "http://localhost:8080")]).await.is_ok());
        assert_eq!(Socket::open(&centre.address, &[("sec-websocket-protocol", "graphql-ws")]).await.err(), Some(400));
        assert_eq!(centre.visitor().get("/graphql/subscriptions", &[]).await.status, 400);
        assert_eq!(centre.visitor().send_to("/graphql/subscriptions", "application/json", "{}").await.status, 405);

        let job = job_of(&amel).await;
        let mut early = Socket::open(&centre.address, &[]).await.unwrap();
        early.ask("a", PROGRESS, json!({ "job": job })).await;
        assert_eq!(early.hear().await, Heard::Closed(1011));
        let token = amel.token.clone().unwrap();
        for wrong in ["", "x", &token[..token.len() - 2], "../../etc/passwd"] {
            let mut socket = Socket::open(&centre.address, &[]).await.unwrap();
            assert!(matches!(socket.introduce(wrong).await, Heard::Closed(1002 | 4403)), "{wrong}");
        }
        let mut twice = Socket::of(&centre.address, &amel).await;
        assert_eq!(twice.introduce(&token).await, Heard::Closed(4429));
        let mut silent = Socket::open(&centre.address, &[]).await.unwrap();
        assert_eq!(silent.hear().await, Heard::Closed(4408));
    });
}

#[test]
fn nothing_but_following_goes_over_a_socket_and_not_without_end() {
    on_sqlite(async |centre| {
        let amel = centre.person("amel").await;
        let job = job_of(&amel).await;
        let before = centre.fingerprint().await;
        let mut socket = Socket::of(&centre.address, &amel).await;
        let deep = format!("subscription {{ jobProgress(job: \"x\") {} }}", "{ a".repeat(70) + &"}".repeat(70));
        for (query, expected) in [
            ("{ viewer { id } }", "BAD_INPUT"),
            ("mutation { signOutEverywhere { userErrors { code } } }", "BAD_INPUT"),
            ("subscription { nothing }", "BAD_INPUT"),
            ("subscription { jobProgress(job: \"x\") { state } ", "BAD_INPUT"),
            ("", "BAD_INPUT"),
            (deep.as_str(), "TOO_COMPLEX"),
        ] {
            socket.ask("a", query, json!({})).await;
            let message = socket.next().await;
            assert_eq!(code(&message), expected, "{query}: {message}");
            assert_eq!(socket.next().await["type"], "complete");
        }
        // Several operations in one text: what is asked for is what its name says.
        let two = "subscription A($job: ID!) { jobProgress(job: $job) { state } } mutation B { signOutEverywhere { userErrors { code } } }";
        socket.say(&json!({ "id": "n", "type": "subscribe", "payload": { "query": two, "operationName": "B", "variables": { "job": job } } })).await;
        assert_eq!(code(&socket.next().await), "BAD_INPUT");
        assert_eq!(socket.next().await["type"], "complete");
        for number in 0..10 {
            socket.ask(&format!("s{number}"), PROGRESS, json!({ "job": job })).await;
            assert_eq!(state(&socket.next().await), "WAITING");
        }
        socket.ask("eleventh", PROGRESS, json!({ "job": job })).await;
        assert_eq!(code(&socket.next().await), "RATE_LIMITED");
        assert_eq!(socket.next().await["type"], "complete");
        // One that is given up makes room.
        socket.say(&json!({ "id": "s0", "type": "complete" })).await;
        assert_eq!(socket.next().await, json!({ "id": "s0", "type": "complete" }));
        socket.ask("again", PROGRESS, json!({ "job": job })).await;
        assert_eq!(state(&socket.next().await), "WAITING");

        for (frame, expected) in [
            (Frame::text("no JSON"), vec![1002]),
            (Frame::text(json!({ "type": "nonsense" }).to_string()), vec![1002]),
            (Frame::binary(vec![0_u8; 10]), vec![1003]),
            (Frame::text("x".repeat(20_000)), vec![1009]),
        ] {
            let mut socket = Socket::of(&centre.address, &amel).await;
            socket.send(frame).await;
            let heard = socket.hear().await;
            assert!(matches!(&heard, Heard::Closed(code) if expected.contains(code)), "{heard:?} for {expected:?}");
        }
        let (mut flood, mut followed) = (Socket::of(&centre.address, &amel).await, 0);
        for number in 0..100 {
            flood.ask(&format!("f{number}"), PROGRESS, json!({ "job": job })).await;
        }
        for _ in 0..190 {
            match flood.hear().await {
                Heard::Said(message) if message["type"] == "next" => {
                    followed += usize::from(message["payload"]["data"].is_object())
                }
                Heard::Said(_) => {}
                other => {
                    assert_eq!(other, Heard::Closed(1008));
                    break;
                }
            }
        }
        assert!(followed <= 10, "{followed}");
        assert_eq!(centre.fingerprint().await, before);
    });
}

#[test]
fn an_account_has_as_many_sockets_as_tabs() {
    on_sqlite(async |centre| {
        let amel = centre.person("amel").await;
        let token = amel.token.clone().unwrap();
        let mut open = Vec::new();
        for _ in 0..10 {
            open.push(Socket::of(&centre.address, &amel).await);
        }
        let mut more = Socket::open(&centre.address, &[]).await.unwrap();
        assert!(matches!(more.introduce(&token).await, Heard::Closed(_)));
        Socket::of(&centre.address, &centre.person("sami").await).await;
        open.pop();
        let mut is_room = false;
        for _ in 0..50 {
            let mut socket = Socket::open(&centre.address, &[]).await.unwrap();
            is_room = matches!(socket.introduce(&token).await, Heard::Said(_));
            if is_room {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(is_room, "a tab that was closed makes room");
    });
}

everywhere! {
    async fn a_service_that_stops_says_so_and_another_process_does_the_job(centre: Centre) {
        let mut process = Process::new(centre.folder(), Some(&centre.database_url)).with("NABTA_WORKERS__JOBS", "0");
        process.start().await;
        let amel = process.person("amel").await;
        let job = job_of(&amel).await;
        let mut socket = Socket::of(&process.address(), &amel).await;
        socket.ask("a", PROGRESS, json!({ "job": job })).await;
        assert_eq!(state(&socket.next().await), "WAITING");
        centre.work().await;
        let mut last = socket.next().await;
        while state(&last) != "DONE" {
            last = socket.next().await;
        }
        assert_eq!(socket.next().await["type"], "complete");
        let (heard, ()) = tokio::join!(socket.hear(), process.terminate());
        assert_eq!(heard, Heard::Closed(1001));
    }
}
