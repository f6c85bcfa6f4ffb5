//! Venues: who enters them, who finds them, and what is refused.

use nabta_testkit::{Centre, Person, Value, everywhere, json};

const CREATE: &str = "mutation($input: VenueCreateInput!) { venueCreate(input: $input) { venue { id version } userErrors { code path message } } }";
const UPDATE: &str = "mutation($input: VenueUpdateInput!) { venueUpdate(input: $input) { venue { id address capacity version } userErrors { code path message } } }";
const LIST: &str = "{ venues(first: 100) { nodes { id name(locale: AR) { text } address capacity governorate { code } } } }";
const NODE: &str = "query($id: ID!) { node(id: $id) { id ... on Venue { address capacity version governorate { code } } } }";

fn green_room() -> Value {
    json!({ "names": { "fr": "Salle verte", "ar": "القاعة الخضراء" }, "address": "Tunis", "governorate": "TN-11", "capacity": 30 })
}

/// The green room with other fields in place of, or beside, its own.
fn with(changes: &Value) -> Value {
    let mut input = green_room();
    changes.as_object().unwrap().iter().for_each(|(field, value)| input[field] = value.clone());
    json!({ "input": input })
}

/// Enters the green room.
async fn entered(officer: &Person) -> String {
    officer.ask(CREATE, with(&json!({}))).await.checked().text("venueCreate.venue.id")
}

async fn venues(centre: &Centre) -> i64 {
    centre.number("SELECT count(*) AS number FROM venue").await
}

everywhere! {
    async fn an_officer_enters_a_venue_and_whoever_is_signed_in_finds_it(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        let id = entered(&amina).await;
        let list = amel.ask(LIST, json!({})).await.checked();
        let found = list.at("venues.nodes").as_array().unwrap().iter().find(|venue| venue["id"] == id.as_str()).unwrap();
        let expected = json!({ "id": id, "name": { "text": "القاعة الخضراء" }, "address": "Tunis", "capacity": 30, "governorate": { "code": "TN-11" } });
        assert_eq!(*found, expected);
        let node = amel.ask(NODE, json!({ "id": id })).await.checked();
        assert_eq!(*node.at("node"), json!({ "id": id, "address": "Tunis", "capacity": 30, "version": 1, "governorate": { "code": "TN-11" } }));
    }

    async fn who_may_not_is_refused_and_nothing_changes(centre: Centre) {
        // Signing in writes the journal: do it before the fingerprint.
        let (visitor, amel, amina) = (centre.visitor(), centre.person("amel").await, centre.person("amina").await);
        let id = entered(&amina).await;
        let change = with(&json!({ "venue": id, "version": 1 }));
        let before = centre.fingerprint().await;
        visitor.ask(LIST, json!({})).await.refused_with("UNAUTHENTICATED");
        visitor.ask(NODE, json!({ "id": id })).await.refused_with("NOT_FOUND");
        visitor.ask(CREATE, with(&json!({}))).await.refused_with("UNAUTHENTICATED");
        visitor.ask(UPDATE, change.clone()).await.refused_with("NOT_FOUND");
        amel.ask(CREATE, with(&json!({}))).await.refused_with("FORBIDDEN");
        amel.ask(UPDATE, change).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn wrong_input_has_a_code_a_place_and_words_in_each_language(centre: Centre) {
        let amina = centre.person("amina").await;
        let id = entered(&amina).await;
        let before = centre.fingerprint().await;
        for (change, code, path) in [
            (json!({ "capacity": 0 }), "OUT_OF_RANGE", json!(["capacity"])),
            (json!({ "capacity": -1 }), "OUT_OF_RANGE", json!(["capacity"])),
            (json!({ "capacity": 10_001 }), "OUT_OF_RANGE", json!(["capacity"])),
            (json!({ "governorate": "TN-99" }), "UNKNOWN_REFERENCE", json!(["governorate"])),
            (json!({ "governorate": "" }), "UNKNOWN_REFERENCE", json!(["governorate"])),
            (json!({ "governorate": "TN-11\0" }), "UNKNOWN_REFERENCE", json!(["governorate"])),
            (json!({ "names": {} }), "REQUIRED", json!(["names"])),
            (json!({ "names": { "ar": "ق".repeat(201) } }), "TOO_LONG", json!(["names", "ar"])),
            (json!({ "names": { "fr": "a\0b" } }), "FORBIDDEN_CHARACTER", json!(["names", "fr"])),
            (json!({ "address": "a\0b" }), "FORBIDDEN_CHARACTER", json!(["address"])),
            (json!({ "address": " " }), "REQUIRED", json!(["address"])),
            (json!({ "address": "x".repeat(301) }), "TOO_LONG", json!(["address"])),
            (json!({ "address": "Tunis\n1002" }), "FORBIDDEN_CHARACTER", json!(["address"])),
        ] {
            let mut said = Vec::new();
            for language in ["ar", "fr", "en"] {
                let answer = amina.clone().reading(language).ask(CREATE, with(&change)).await;
                assert_eq!(*answer.at("venueCreate.userErrors.0.path"), path, "{change}");
                said.push(answer.text("venueCreate.userErrors.0.message"));
                answer.refused_with(code);
            }
            assert!(said[0] != said[1] && said[1] != said[2] && said[0] != said[2], "{said:?}");
            let mut change = change;
            change["venue"] = json!(id);
            change["version"] = json!(1);
            let answer = amina.ask(UPDATE, with(&change)).await;
            assert_eq!(*answer.at("venueUpdate.userErrors.0.path"), path, "{change}");
            answer.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        for input in [json!({ "capacity": 1 }), json!({ "capacity": 10_000 }), json!({ "address": "ق".repeat(300) })] {
            amina.ask(CREATE, with(&input)).await.ok();
        }
    }

    async fn a_request_that_comes_twice_gives_one_venue(centre: Centre) {
        let amina = centre.person("amina").await;
        let before = venues(&centre).await;
        let input = with(&json!({ "idempotencyKey": "green" }));
        let first = amina.ask(CREATE, input.clone()).await.checked().text("venueCreate.venue.id");
        let second = amina.ask(CREATE, input).await.checked().text("venueCreate.venue.id");
        assert_eq!(first, second);
        let other = with(&json!({ "idempotencyKey": "green", "capacity": 31 }));
        let answer = amina.ask(CREATE, other).await;
        assert_eq!(*answer.at("venueCreate.userErrors.0.path"), json!(["idempotencyKey"]));
        answer.refused_with("IDEMPOTENCY_MISMATCH");
        assert_eq!(venues(&centre).await, before + 1);
    }

    async fn many_requests_with_one_key_give_one_venue_and_none_hangs(centre: Centre) {
        let amina = centre.person("amina").await;
        let before = venues(&centre).await;
        let input = with(&json!({ "idempotencyKey": "green" }));
        // More at once than the database gives connections.
        let asked: Vec<_> = (0..24)
            .map(|_| {
                let (amina, input) = (amina.clone(), input.clone());
                tokio::spawn(async move { amina.ask(CREATE, input).await.checked().text("venueCreate.venue.id") })
            })
            .collect();
        let mut ids = Vec::new();
        for answer in asked {
            ids.push(answer.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{ids:?}");
        assert_eq!(venues(&centre).await, before + 1);
    }

    async fn a_stale_version_is_a_conflict_and_shows_the_venue_as_it_is(centre: Centre) {
        let (amina, leila) = (centre.person("amina").await, centre.person("leila").await);
        let id = entered(&amina).await;
        let changed = leila.ask(UPDATE, with(&json!({ "venue": id, "version": 1, "capacity": 40 }))).await.checked();
        assert_eq!(*changed.at("venueUpdate.venue"), json!({ "id": id, "address": "Tunis", "capacity": 40, "version": 2 }));
        let before = centre.fingerprint().await;
        for version in [1, 3, 0, -1, i32::MAX] {
            let stale = amina.ask(UPDATE, with(&json!({ "venue": id, "version": version, "address": "Ariana" }))).await;
            stale.refused_with("CONFLICT");
            assert_eq!(stale.at("venueUpdate.venue"), changed.at("venueUpdate.venue"));
        }
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(*amina.ask(NODE, json!({ "id": id })).await.at("node.address"), "Tunis");
    }

    async fn of_two_changes_at_once_one_wins(centre: Centre) {
        let (amina, leila) = (centre.person("amina").await, centre.person("leila").await);
        let id = entered(&amina).await;
        let change = |capacity: i32| with(&json!({ "venue": id, "version": 1, "capacity": capacity }));
        let (one, other) = tokio::join!(amina.ask(UPDATE, change(41)), leila.ask(UPDATE, change(42)));
        let mut codes = [one.code(), other.code()];
        codes.sort();
        assert_eq!(codes, [None, Some("CONFLICT".to_owned())]);
        // Whoever lost is shown what the other one left.
        assert_eq!(one.at("venueUpdate.venue"), other.at("venueUpdate.venue"));
    }

    async fn a_venue_that_is_not_there_and_an_id_that_is_none_are_told(centre: Centre) {
        let amina = centre.person("amina").await;
        for (id, code) in [("venue_0193e4c2-5b7a-7c3d-9e1f-000000000001", "NOT_FOUND"), ("course_0193e4c2-5b7a-7c3d-9e1f-000000000001", "INVALID_ID"), ("", "INVALID_ID")] {
            amina.ask(UPDATE, with(&json!({ "venue": id, "version": 1 }))).await.refused_with(code);
        }
    }

    async fn the_pages_put_together_are_the_list(centre: Centre) {
        let amina = centre.person("amina").await;
        for (governorate, capacity) in [("TN-61", 1), ("TN-11", 2), ("TN-61", 3), ("TN-21", 4), ("TN-11", 5)] {
            amina.ask(CREATE, with(&json!({ "governorate": governorate, "capacity": capacity }))).await.ok();
        }
        let all = amina.ask(LIST, json!({})).await.checked().at("venues.nodes").as_array().unwrap().clone();
        let governorates: Vec<_> = all.iter().map(|venue| venue["governorate"]["code"].as_str().unwrap()).collect();
        assert!(governorates.is_sorted(), "{governorates:?}");
        let (mut after, mut seen) = (Value::Null, Vec::new());
        loop {
            let query = "query($after: String) { venues(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }";
            let page = amina.ask(query, json!({ "after": after })).await.checked();
            seen.extend(page.at("venues.nodes").as_array().unwrap().iter().map(|venue| venue["id"].clone()));
            if page.at("venues.pageInfo.hasNextPage") == &json!(false) { break }
            after = page.at("venues.pageInfo.endCursor").clone();
        }
        assert_eq!(seen, all.iter().map(|venue| venue["id"].clone()).collect::<Vec<_>>());
    }

    async fn a_list_costs_three_statements_for_one_row_and_for_a_hundred(centre: Centre) {
        let (amina, amel) = (centre.person("amina").await, centre.person("amel").await);
        for number in 0..100 {
            let governorate = if number % 2 == 0 { "TN-11" } else { "TN-61" };
            amina.ask(CREATE, with(&json!({ "governorate": governorate }))).await.ok();
        }
        // The first request after signing in notes that the sign-in is used.
        amel.ask(LIST, json!({})).await.ok();
        for size in [1, 10, 100] {
            let before = centre.instance.services.database.statements();
            let query = format!("{{ venues(first: {size}) {{ nodes {{ id name {{ text }} governorate {{ code name {{ text }} }} }} }} }}");
            let answer = amel.ask(&query, json!({})).await.checked();
            assert_eq!(answer.count("venues.nodes"), size);
            // The rights, the venues, their governorates.
            assert_eq!(centre.instance.services.database.statements() - before, 3, "for {size} rows");
        }
    }

    async fn loading_the_demo_again_leaves_its_venues_as_they_were_changed(centre: Centre) {
        let amina = centre.person("amina").await;
        let of_the_demo = amina.ask("{ venues { nodes { id version names { fr } } } }", json!({})).await.checked();
        assert!(of_the_demo.count("venues.nodes") >= 3);
        let id = of_the_demo.text("venues.nodes.0.id");
        amina.ask(UPDATE, with(&json!({ "venue": id, "version": 1, "capacity": 7 }))).await.ok();
        let before = centre.fingerprint().await;
        nabta_api::demo::load(&centre.instance).await.unwrap();
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(amina.ask(NODE, json!({ "id": id })).await.checked().number("node.capacity"), 7);
    }
}
