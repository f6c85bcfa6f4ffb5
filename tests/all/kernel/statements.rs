//! A list never grows the number of SQL statements (P2).

use nabta_testkit::{Centre, Person, everywhere, json};

/// What is asked of each row of a list: everything that a row leads to.
const LISTS: [(&str, &str); 8] = [
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

    async fn a_list_of_a_hundred_costs_what_a_list_of_ten_costs(centre: Centre) {
        let amina = centre.person("amina").await;
        let theme = amina.ask("{ themes(first: 1) { nodes { id } } }", json!({})).await.checked().text("themes.nodes.0.id");
        for number in 0..60 {
            let code = format!("many-{number}");
            let details = json!({ "code": code, "slug": code, "theme": theme, "titles": { "fr": code }, "languages": ["FR"], "sourceLanguage": "FR", "modality": "REMOTE", "level": "BEGINNER" });
            amina
                .ask("mutation($input: CourseCreateInput!) { courseCreate(input: $input) { userErrors { code path } } }", json!({ "input": { "details": details } }))
                .await
                .ok();
        }
        let row = "code theme { title { text } } programmes { code } requires { code } objectives { text } offers { dates { startsOn } }";
        let list = |size: u32| format!("{{ courses(first: {size}, filter: {{ unpublished: true }}) {{ nodes {{ {row} }} }} }}");
        let mut counts = Vec::new();
        for size in [10, 30, 31, 60] {
            let before = centre.instance.services.database.statements();
            assert_eq!(amina.ask(&list(size), json!({})).await.checked().count("courses.nodes"), size as usize);
            counts.push(centre.instance.services.database.statements() - before);
        }
        // Beyond thirty rows the GraphQL library resolves lists another way, which gives the loaders time to run between the rows.
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?} statements for 10, 30, 31 and 60 rows");
    }
}
