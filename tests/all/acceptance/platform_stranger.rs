//! A stranger comes to an account, uses it, takes the data along and leaves: over HTTP, on both databases.

use nabta_testkit::{Centre, Person, Value, everywhere, fetch, json};
use totp_rs::Totp;

const PASSWORD: &str = "أربع كلمات لا صلة بينها 7";
const EMAIL: &str = "rim.ayari@example.tn";

/// What stands behind `#` in the newest letter.
fn secret(centre: &Centre) -> String {
    let text = &centre.letters(EMAIL)[0].text;
    text.lines().find_map(|line| line.split_once('#')).expect("a link with a secret").1.trim().to_owned()
}

fn code(centre: &Centre, app: &Totp) -> String {
    use nabta_domain::kernel::clock::Clock;
    app.generate(u64::try_from(centre.clock.now().timestamp()).unwrap()).to_string()
}

async fn act(person: &Person, mutation: &str, input: Value) -> nabta_testkit::Answer {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let kind = match mutation {
        "secondFactorBegin" => "Password".to_owned(),
        _ => kind,
    };
    person
        .ask(
            &format!("mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ userErrors {{ code path message }} }} }}"),
            json!({ "input": input }),
        )
        .await
        .checked()
}

everywhere! {
    async fn a_stranger_comes_by_mail_uses_the_account_takes_the_data_and_leaves(centre: Centre) {
        let stranger = centre.visitor().reading("ar");
        act(&stranger, "registrationRequest", json!({ "names": { "ar": "ريم العياري", "fr": "Rim Ayari" }, "email": EMAIL, "password": PASSWORD, "locale": "AR" })).await;
        centre.work().await;
        assert!(centre.letters(EMAIL)[0].subject.contains("أكّد"));
        act(&stranger, "registrationConfirm", json!({ "secret": secret(&centre) })).await;
        let mut rim = stranger.clone();
        rim.sign_in(EMAIL, PASSWORD).await.ok();

        // A second factor, and signing in with it.
        let offer = rim.ask("mutation($password: String!) { secondFactorBegin(input: { password: $password }) { address userErrors { code } } }", json!({ "password": PASSWORD })).await.checked();
        let app = Totp::from_url(offer.text("secondFactorBegin.address")).unwrap();
        act(&rim, "secondFactorConfirm", json!({ "code": code(&centre, &app) })).await;
        centre.visitor().sign_in(EMAIL, PASSWORD).await.refused_with("SECOND_FACTOR_NEEDED");
        centre.clock.advance(chrono::TimeDelta::seconds(60));
        let mut rim = stranger.clone();
        rim.sign_in_with(EMAIL, PASSWORD, &code(&centre, &app)).await.ok();

        // The telephone is changed, and the change is in one's own history.
        let viewer = rim.ask("{ viewer { person { id version } } }", json!({})).await.checked();
        let person = viewer.text("viewer.person.id");
        for (version, phone) in [(1, "98 765 432"), (2, "٢٢ ٣٣٣ ٤٤٤")] {
            act(&rim, "personUpdate", json!({ "person": person, "phone": phone, "version": version })).await;
        }
        let file = rim.ask("{ viewer { person { phone } } }", json!({})).await.checked();
        assert_eq!(file.text("viewer.person.phone"), "+21622333444");
        let history = rim.ask("query($id: ID!) { personHistory(person: $id, first: 3) { nodes { action fields } } }", json!({ "id": person })).await.checked();
        assert_eq!(*history.at("personHistory.nodes.0"), json!({ "action": "person.update", "fields": ["phone"] }));

        // All that is kept, as data and to be read.
        act(&rim, "dataExportRequest", json!({ "locale": "AR" })).await;
        centre.work().await;
        let exports = rim.ask("{ dataExports { jsonPath pdfPath } }", json!({})).await.checked();
        let get = async |field: &str| fetch(&format!("{}{}", centre.address, exports.text(&format!("dataExports.0.{field}"))), None).await;
        let data: Value = serde_json::from_slice(&get("jsonPath").await.bytes).unwrap();
        assert_eq!((&data["person"]["phone"], &data["account"]["email"]), (&json!("+21622333444"), &json!(EMAIL)));
        assert!(get("pdfPath").await.bytes.starts_with(b"%PDF-"));

        // And all of it goes.
        act(&rim, "erasureRequest", json!({ "password": PASSWORD })).await;
        centre.work().await;
        centre.visitor().sign_in(EMAIL, PASSWORD).await.refused_with("SIGN_IN_REFUSED");
        assert_eq!(get("jsonPath").await.status, 404);
        assert!(centre.letters(EMAIL)[0].subject.contains("حذف"));
        let officer = centre.person("amina").await;
        let found = officer.ask("{ persons(filter: { name: \"ayari\" }) { totalCount } personsByContact(contact: { phone: \"22333444\" }) { id } }", json!({})).await.checked();
        assert_eq!((found.number("persons.totalCount"), found.count("personsByContact")), (0, 0));
        let operator = centre.instance.operator();
        nabta_domain::kernel::journal::sealer::seal(&operator, true).await.ok().unwrap();
        assert!(nabta_domain::kernel::journal::verify::verify(&operator).await.ok().unwrap().faults.is_empty());
    }
}
