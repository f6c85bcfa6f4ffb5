//! Rights are read at each request (S9), and nobody is left without an administrator.

use nabta_testkit::{everywhere, json};

const THEME: &str = "mutation($code: String!) { themeDefine(input: { code: $code, titles: { fr: \"Essai\" }, position: 99 }) { theme { id } userErrors { code } } }";

everywhere! {
    async fn a_role_taken_is_gone_at_the_next_request(centre: Centre) {
        let (leila, amina) = (centre.person("leila").await, centre.person("amina").await);
        amina.ask(THEME, json!({ "code": "one" })).await.ok();
        let viewer = amina.ask("{ viewer { roles { id role } } }", json!({})).await.checked();
        let grant = viewer.text("viewer.roles.0.id");
        leila.ask("mutation($grant: ID!) { roleEnd(input: { grant: $grant }) { userErrors { code } } }", json!({ "grant": grant })).await.ok();
        let before = centre.fingerprint().await;
        amina.ask(THEME, json!({ "code": "two" })).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn a_disabled_account_is_out_at_the_next_request(centre: Centre) {
        let (leila, mut amina) = (centre.person("leila").await, centre.person("amina").await);
        let id = amina.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        leila.ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { account { isActive } userErrors { code } } }", json!({ "id": id })).await.ok();
        amina.ask(THEME, json!({ "code": "two" })).await.refused_with("UNAUTHENTICATED");
        amina.refresh().await.refused_with("UNAUTHENTICATED");
        centre.visitor().sign_in("amina@nabta.example", "nabta-demo-2020").await.refused_with("SIGN_IN_REFUSED");
    }

    async fn an_account_enabled_again_signs_in_anew(centre: Centre) {
        const DISABLE: &str = "mutation($id: ID!) { accountDisable(input: { account: $id }) { account { isActive } userErrors { code } } }";
        const ENABLE: &str = "mutation($id: ID!) { accountEnable(input: { account: $id }) { account { isActive } userErrors { code } } }";
        let (leila, sami, mut amina) = (centre.person("leila").await, centre.person("sami").await, centre.person("amina").await);
        let id = amina.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        leila.ask(ENABLE, json!({ "id": id })).await.refused_with("WRONG_STATE");
        leila.ask(DISABLE, json!({ "id": id })).await.ok();
        let before = centre.fingerprint().await;
        leila.ask(DISABLE, json!({ "id": id })).await.refused_with("WRONG_STATE");
        // Who may not know of the account is not told that there is one.
        sami.ask(ENABLE, json!({ "id": id })).await.refused_with("NOT_FOUND");
        assert_eq!(centre.fingerprint().await, before);
        let enabled = leila.ask(ENABLE, json!({ "id": id })).await.checked();
        assert_eq!(enabled.at("accountEnable.account.isActive"), &json!(true));
        // What was ended stays so: whoever held the old session must know the password.
        amina.refresh().await.refused_with("UNAUTHENTICATED");
        centre.visitor().sign_in("amina@nabta.example", "nabta-demo-2020").await.ok();
    }

    async fn the_last_administrator_stays(centre: Centre) {
        let leila = centre.person("leila").await;
        let viewer = leila.ask("{ viewer { id roles { id } } }", json!({})).await.checked();
        let before = centre.fingerprint().await;
        let (id, grant) = (viewer.text("viewer.id"), viewer.text("viewer.roles.0.id"));
        leila.ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }", json!({ "id": id })).await.refused_with("LAST_ADMINISTRATOR");
        leila.ask("mutation($id: ID!) { roleEnd(input: { grant: $id }) { userErrors { code } } }", json!({ "id": grant })).await.refused_with("LAST_ADMINISTRATOR");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn a_role_in_one_course_is_none_in_another(centre: Centre) {
        const REVISE: &str = "mutation($input: LessonReviseInput!) { lessonRevise(input: $input) { revision { id } userErrors { code } } }";
        let leila = centre.person("leila").await;
        let all = leila.ask("{ a: course(slug: \"impact-study\") { id chapters { lessons { id text(locale: FR) { revision { id } } } } } b: course(slug: \"environmental-legislation\") { id chapters { lessons { id text(locale: FR) { revision { id } } } } } programmes(first: 1) { nodes { id } } }", json!({})).await.checked();
        let new = json!({ "input": { "names": { "fr": "Invitée" }, "email": "guest@nabta.example", "password": "long enough to be one", "locale": "FR" } });
        let account = leila.ask("mutation($input: AccountCreateInput!) { accountCreate(input: $input) { account { id } userErrors { code } } }", new).await.checked().text("accountCreate.account.id");
        let mut guest = centre.visitor();
        guest.sign_in("guest@nabta.example", "long enough to be one").await.ok();
        let revise = |course: &str| json!({ "input": {
            "lesson": all.text(&format!("{course}.chapters.0.lessons.0.id")), "locale": "FR", "body": "Un texte nouveau.",
            "basedOn": all.text(&format!("{course}.chapters.0.lessons.0.text.revision.id")) } });
        let grant = async |scope: &str| leila.ask("mutation($id: ID!, $scope: ID) { roleGrant(input: { account: $id, role: TRAINER, scope: $scope }) { userErrors { code path } } }", json!({ "id": account, "scope": scope })).await;
        grant("course_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f").await.refused_with("UNKNOWN_REFERENCE");
        grant(&all.text("programmes.nodes.0.id")).await.ok();
        let before = centre.fingerprint().await;
        guest.ask(REVISE, revise("a")).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        grant(&all.text("a.id")).await.ok();
        guest.ask(REVISE, revise("a")).await.ok();
        let before = centre.fingerprint().await;
        guest.ask(REVISE, revise("b")).await.refused_with("FORBIDDEN");
        let own = guest.ask("query($id: ID!, $other: ID!) { own: node(id: $id) { ... on Course { editions { totalCount nodes { state } } } } other: node(id: $other) { ... on Course { editions { totalCount } } } }", json!({ "id": all.text("a.id"), "other": all.text("b.id") })).await.checked();
        assert_eq!((own.text("own.editions.nodes.0.state"), own.number("own.editions.totalCount")), ("DRAFT".to_owned(), 2));
        assert_eq!(own.number("other.editions.totalCount"), 1);
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn an_account_of_somebody_else_looks_like_none(centre: Centre) {
        let id = centre.person("leila").await.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        let query = "query($id: ID!) { node(id: $id) { id } }";
        let absent = json!({ "id": "account_00000000-0000-7000-8000-000000000000" });
        for person in [centre.visitor(), centre.person("amel").await, centre.person("sami").await] {
            let hidden = person.ask(query, json!({ "id": id })).await;
            hidden.refused_with("NOT_FOUND");
            let mut none = person.ask(query, absent.clone()).await.body;
            let mut hidden = hidden.body;
            for body in [&mut none, &mut hidden] {
                body["errors"][0]["extensions"]["requestId"] = json!(null);
            }
            assert_eq!(hidden, none);
        }
    }

    async fn a_governorate_that_there_is_not_is_told(centre: Centre) {
        let amina = centre.person("amina").await;
        let before = centre.fingerprint().await;
        for governorate in ["TN-99", "", "TN-11\0", "تونس", &"x".repeat(10_000)] {
            let input = json!({ "input": { "code": "ONE", "kind": "PARTNER", "names": { "fr": "Une" }, "governorate": governorate } });
            let answer = amina.ask("mutation($input: OrganisationDefineInput!) { organisationDefine(input: $input) { userErrors { code path } } }", input).await;
            assert_eq!(*answer.at("organisationDefine.userErrors.0.path"), json!(["governorate"]));
            answer.refused_with("UNKNOWN_REFERENCE");
        }
        assert_eq!(centre.fingerprint().await, before);
    }
}
