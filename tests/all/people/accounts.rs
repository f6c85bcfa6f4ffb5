//! The list of accounts, for those who look after them.

use nabta_testkit::{Answer, Person, everywhere, json};

const LIST: &str = "query($filter: AccountFilterInput, $first: Int, $after: String) { accounts(filter: $filter, first: $first, after: $after) { nodes { email isActive } pageInfo { hasNextPage endCursor } totalCount } }";

async fn ask(person: &Person, filter: nabta_testkit::Value) -> Answer {
    person.ask(LIST, json!({ "filter": filter })).await
}

fn emails(answer: &Answer) -> Vec<String> {
    answer.at("accounts.nodes").as_array().unwrap().iter().map(|node| node["email"].as_str().unwrap().to_owned()).collect()
}

everywhere! {
    async fn accounts_are_found_by_name_address_role_and_state(centre: Centre) {
        let leila = centre.person("leila").await;
        let all = ask(&leila, json!(null)).await.checked();
        let number = usize::try_from(all.number("accounts.totalCount")).unwrap();
        assert!(number >= 8 && emails(&all).len() == number, "{}", all.body);
        // In pages, each once.
        let (mut seen, mut after) = (Vec::new(), json!(null));
        loop {
            let page = leila.ask(LIST, json!({ "first": 3, "after": after })).await.checked();
            seen.extend(emails(&page));
            if page.at("accounts.pageInfo.hasNextPage") == &json!(false) { break }
            after = page.at("accounts.pageInfo.endCursor").clone();
        }
        assert_eq!(seen, emails(&all));
        for name in ["amel", "أمل", "Bouz", "BOUZID amel"] {
            assert_eq!(emails(&ask(&leila, json!({ "name": name })).await.checked()), ["amel@nabta.example"], "{name}");
        }
        assert_eq!(emails(&ask(&leila, json!({ "email": " Amel@Nabta.example" })).await.checked()), ["amel@nabta.example"]);
        assert!(emails(&ask(&leila, json!({ "email": "nobody@nabta.example" })).await.checked()).is_empty());
        assert_eq!(emails(&ask(&leila, json!({ "role": "ADMINISTRATOR" })).await.checked()), ["leila@nabta.example"]);
        let sami = ask(&leila, json!({ "email": "sami@nabta.example" })).await.checked();
        assert_eq!(sami.at("accounts.nodes.0.isActive"), &json!(true));
        let id = leila.ask("{ accounts(filter: { email: \"sami@nabta.example\" }) { nodes { id } } }", json!({})).await.checked().text("accounts.nodes.0.id");
        leila.ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }", json!({ "id": id })).await.ok();
        assert_eq!(emails(&ask(&leila, json!({ "isActive": false })).await.checked()), ["sami@nabta.example"]);
    }

    async fn nobody_else_lists_them(centre: Centre) {
        centre.visitor().ask(LIST, json!({})).await.refused_with("UNAUTHENTICATED");
        for other in ["amel", "amina", "giulia", "sami"] {
            ask(&centre.person(other).await, json!({ "email": "leila@nabta.example" })).await.refused_with("FORBIDDEN");
        }
        let leila = centre.person("leila").await;
        ask(&leila, json!({ "email": "no address" })).await.refused_with("BAD_INPUT");
        ask(&leila, json!({ "name": "x".repeat(10_000) })).await.refused_with("BAD_INPUT");
        for name in ["a\0b", "%", ""] {
            ask(&leila, json!({ "name": name })).await.refused_with("BAD_INPUT");
        }
    }
}
