//! A list never grows the number of SQL statements (P2).

use nabta_testkit::{Centre, Person, everywhere, json};

/// What is asked of each row of a list: everything that a row leads to.
const LISTS: &[(&str, &str)] = &[
    (
        "courses",
        "id code title { text } theme { title { text } } programmes { code } requires { code } skills { text } objectives { text } chapterCount edition { number } offers { fee { amount } dates { startsOn } } chapters { title { text } lessons { title { text } text { words blocks { __typename } citations { legalText { code } } } } }",
    ),
    ("themes", "id code title { text } summary { text }"),
    ("programmes", "id code title { text } funder"),
    ("legalTexts", "id code title { text } relations { kind from { code } to { code } }"),
    ("glossaryTerms", "id code term { text } definition { text }"),
    ("guides", "id code offers { fee { amount } course { code theme { code } } dates { startsOn place { text } } }"),
    ("organisations", "id code name { text }"),
    ("contentReviews", "id reason legalText { code } lesson { title { text } course { code } }"),
    ("venues", "id name { text } address capacity governorate { code name { text } }"),
];

async fn statements(centre: &Centre, person: &Person, list: &str, row: &str, size: u32) -> u64 {
    let before = centre.instance.services.database.statements();
    person.ask(&format!("{{ {list}(first: {size}) {{ nodes {{ {row} }} pageInfo {{ hasNextPage }} }} }}"), json!({})).await.ok();
    centre.instance.services.database.statements() - before
}

everywhere! {
    async fn a_list_costs_the_same_whatever_its_length(centre: Centre) {
        let amina = centre.person("amina").await;
        let law = amina.ask("{ legalText(code: \"D-2005-1991\") { id version } }", json!({})).await.checked();
        let input = json!({ "input": { "legalText": law.text("legalText.id"), "status": "AMENDED", "version": law.number("legalText.version") } });
        amina.ask("mutation($input: LegalTextChangeInput!) { legalTextChange(input: $input) { userErrors { code } } }", input).await.ok();
        for (list, row) in LISTS {
            let few = statements(&centre, &amina, list, row, 10).await;
            let many = statements(&centre, &amina, list, row, 50).await;
            let one = statements(&centre, &amina, list, row, 1).await;
            assert!(one <= few && few <= many, "{list}: {one}, {few}, {many}");
            // One for the rights, one for the list, one or two for each relation that is asked for.
            let relations = row.matches('{').count() as u64;
            assert!(many <= 2 + 2 * relations, "{list}: {many} statements for {relations} relations");
            assert!(many - few <= 4, "{list}: {few} statements for 10 rows, {many} for 50");
        }
    }

    async fn a_visitors_list_is_one_statement_and_one_for_each_relation(centre: Centre) {
        let visitor = centre.visitor();
        let card = "code title { text } theme { title { text } } chapterCount offers { dates { startsOn } }";
        assert_eq!(statements(&centre, &visitor, "courses", "code title { text }", 24).await, 1);
        assert_eq!(statements(&centre, &visitor, "courses", card, 24).await, 5);
    }
}
