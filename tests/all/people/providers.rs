//! Signing in through a provider: a real one answers, and whatever is not its answer to this browser's question signs nobody in.

use chrono::TimeDelta;
use nabta_domain::kernel::clock::Clock;
use nabta_testkit::{Answer, Back, Centre, Kind, Person, SignInProvider, json, run_with};
use totp_rs::Totp;

const PASSWORD: &str = "nabta-demo-2020";
const PROVIDERS: &str = "{ signInProviders { key name } }";
const BEGIN: &str =
    "mutation($key: String!) { providerSignInBegin(input: { provider: $key }) { address ticket userErrors { code path } } }";
const CONNECT_BEGIN: &str = "mutation($key: String!, $password: String!) { providerConnectBegin(input: { provider: $key, password: $password }) { address ticket userErrors { code path } } }";
const CONNECT: &str = "mutation($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { id name } userErrors { code path } } }";
const DISCONNECT: &str =
    "mutation($input: ProviderDisconnectInput!) { providerDisconnect(input: $input) { userErrors { code } } }";
const LIST: &str = "{ providerConnections { id name usedAt } }";

/// Nour, whom only the provider knows.
const NOUR: &str = "s-1|nour@elsewhere.example|yes|Nour Ben Ali";
/// Sami, by an address that the platform knows, which the provider has seen is his.
const SAMI: &str = "s-2|sami@nabta.example|yes|Sami";
/// Whoever types Sami's address at the provider.
const UNVERIFIED: &str = "s-3|sami@nabta.example|no|Sami";

/// Runs a test on both databases, with a provider of its own.
fn everywhere(test: impl AsyncFn(Centre, &SignInProvider)) {
    let provider = SignInProvider::start();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        run_with(kind, &provider.settings(), async |centre: Centre| test(centre, &provider).await);
    }
}

/// Sets out, as a page does: the ticket, and where the browser goes.
async fn set_out(person: &Person) -> (String, String) {
    let begun = person.ask(BEGIN, json!({ "key": "centre" })).await.checked();
    (begun.text("providerSignInBegin.ticket"), begun.text("providerSignInBegin.address"))
}

/// Signs in as whom the provider knows.
async fn sign_in(centre: &Centre, provider: &SignInProvider, who: &str) -> (Person, Answer) {
    let mut person = centre.visitor();
    let (ticket, address) = set_out(&person).await;
    let back = provider.visit(&address, who).await;
    let answer = person.sign_in_by_provider(&ticket, &back, None).await;
    (person, answer)
}

async fn connect_begin(person: &Person) -> (String, String) {
    let begun = person.ask(CONNECT_BEGIN, json!({ "key": "centre", "password": PASSWORD })).await.checked();
    (begun.text("providerConnectBegin.ticket"), begun.text("providerConnectBegin.address"))
}

async fn connect(person: &Person, ticket: &str, back: &Back) -> Answer {
    let input = json!({ "ticket": ticket, "state": back.state, "code": back.code, "issuer": back.issuer });
    person.ask(CONNECT, json!({ "input": input })).await
}

#[test]
fn somebody_new_gets_an_account_and_finds_it_again() {
    everywhere(async |centre, provider| {
        let offered = centre.visitor().ask(PROVIDERS, json!({})).await.checked();
        assert_eq!((offered.count("signInProviders"), offered.text("signInProviders.0.name")), (3, "Compte centre".to_owned()));
        let (_, address) = set_out(&centre.visitor()).await;
        for part in ["response_type=code", "code_challenge_method=S256", "nonce=", "state=", "scope=openid+email+profile"] {
            assert!(address.contains(part), "{part} in {address}");
        }
        let (nour, answer) = sign_in(&centre, provider, NOUR).await;
        answer.ok();
        let viewer = nour.ask("{ viewer { id email person { names { fr } } } signIns { method } }", json!({})).await.checked();
        assert_eq!(viewer.text("viewer.email"), "nour@elsewhere.example");
        assert_eq!(
            (viewer.text("viewer.person.names.fr"), viewer.text("signIns.0.method")),
            ("Nour Ben Ali".to_owned(), "PROVIDER".to_owned())
        );
        // The provider's own name for her counts, not the address that she has there today.
        let (_, again) = sign_in(&centre, provider, "s-1|other@elsewhere.example|no|N.").await;
        assert_eq!(again.checked().text("providerSignIn.account.id"), viewer.text("viewer.id"));
        let listed = nour.ask(LIST, json!({})).await.checked();
        assert_eq!((listed.count("providerConnections"), listed.at("providerConnections.0.usedAt").is_string()), (1, true));
        // Nobody knows a password of hers, until a letter lets her set one.
        centre.visitor().sign_in("nour@elsewhere.example", PASSWORD).await.refused_with("SIGN_IN_REFUSED");
        nour.ask(CONNECT_BEGIN, json!({ "key": "centre", "password": PASSWORD })).await.refused_with("PASSWORD_WRONG");
        // A name that nothing can keep does not stop her.
        let (_, odd) = sign_in(&centre, provider, "s-9|odd@elsewhere.example|yes|a\u{202E}b\u{1}").await;
        odd.ok();
    });
}

#[test]
fn an_address_that_is_here_is_not_taken_over() {
    everywhere(async |centre, provider| {
        let before = centre.fingerprint().await;
        let (_, refused) = sign_in(&centre, provider, SAMI).await;
        refused.refused_with("PROVIDER_NOT_CONNECTED");
        let (_, refused) = sign_in(&centre, provider, UNVERIFIED).await;
        refused.refused_with("PROVIDER_UNVERIFIED");
        let (_, refused) = sign_in(&centre, provider, "s-4|fresh@elsewhere.example|no|Fresh").await;
        refused.refused_with("PROVIDER_UNVERIFIED");
        for who in ["s-5||no|Nobody", "s-6|not an address|yes|X"] {
            let (_, refused) = sign_in(&centre, provider, who).await;
            refused.refused_with("PROVIDER_UNVERIFIED");
        }
        assert_eq!(centre.fingerprint().await, before);
    });
}

#[test]
fn who_knows_the_password_connects_an_account_and_disconnects_it() {
    everywhere(async |centre, provider| {
        let (sami, amel) = (centre.person("sami").await, centre.person("amel").await);
        sami.ask(CONNECT_BEGIN, json!({ "key": "centre", "password": "not it" })).await.refused_with("PASSWORD_WRONG");
        sami.ask(CONNECT_BEGIN, json!({ "key": "none", "password": PASSWORD })).await.refused_with("UNKNOWN_REFERENCE");
        let (ticket, address) = connect_begin(&sami).await;
        let back = provider.visit(&address, SAMI).await;
        // Who set out comes back: not another, and not to sign in.
        connect(&amel, &ticket, &back).await.refused_with("PROVIDER_REFUSED");
        connect(&centre.visitor(), &ticket, &back).await.refused_with("UNAUTHENTICATED");
        centre.visitor().sign_in_by_provider(&ticket, &back, None).await.refused_with("PROVIDER_REFUSED");
        let made = connect(&sami, &ticket, &back).await.checked();
        connect(&sami, &ticket, &back).await.refused_with("PROVIDER_REFUSED");
        let (again, signed) = sign_in(&centre, provider, SAMI).await;
        signed.ok();
        assert_eq!(again.ask("{ viewer { email } }", json!({})).await.checked().text("viewer.email"), "sami@nabta.example");
        // Neither a second one of the same provider, nor the same one to somebody else.
        let (ticket, address) = connect_begin(&sami).await;
        let other = provider.visit(&address, "s-7|x@elsewhere.example|yes|X").await;
        connect(&sami, &ticket, &other).await.refused_with("ALREADY_EXISTS");
        let (ticket, address) = connect_begin(&amel).await;
        let taken = provider.visit(&address, SAMI).await;
        connect(&amel, &ticket, &taken).await.refused_with("ALREADY_EXISTS");
        let gone = |password: &str| json!({ "input": { "connection": made.text("providerConnect.connection.id"), "password": password } });
        amel.ask(DISCONNECT, gone(PASSWORD)).await.refused_with("NOT_FOUND");
        sami.ask(DISCONNECT, gone("not it")).await.refused_with("PASSWORD_WRONG");
        sami.ask(DISCONNECT, gone(PASSWORD)).await.ok();
        let (_, refused) = sign_in(&centre, provider, SAMI).await;
        refused.refused_with("PROVIDER_NOT_CONNECTED");
        centre.work().await;
        let letters = centre.letters("sami@nabta.example");
        assert_eq!(letters.iter().filter(|letter| letter.text.contains("account/security")).count(), 2, "{letters:?}");
    });
}

#[test]
fn what_is_not_the_answer_to_this_question_signs_nobody_in() {
    everywhere(async |centre, provider| {
        let before = centre.fingerprint().await;
        let visitor = || centre.visitor();
        visitor().ask(BEGIN, json!({ "key": "none" })).await.refused_with("UNKNOWN_REFERENCE");
        visitor().ask(BEGIN, json!({ "key": "asleep" })).await.refused_with("PROVIDER_UNREACHABLE");
        let (ticket, address) = set_out(&visitor()).await;
        let back = provider.visit(&address, NOUR).await;
        // Another browser's answer (login forgery), another state, another issuer, no such ticket.
        let (other_ticket, _) = set_out(&visitor()).await;
        visitor().sign_in_by_provider(&other_ticket, &back, None).await.refused_with("PROVIDER_REFUSED");
        let stranger = Back { state: "x".into(), ..back.clone() };
        visitor().sign_in_by_provider(&ticket, &stranger, None).await.refused_with("PROVIDER_REFUSED");
        let elsewhere = Back { issuer: "https://elsewhere.example".into(), ..back.clone() };
        visitor().sign_in_by_provider(&ticket, &elsewhere, None).await.refused_with("PROVIDER_REFUSED");
        for none in ["", "\0", &"x".repeat(10_000)] {
            visitor().sign_in_by_provider(none, &back, None).await.refused_with("PROVIDER_REFUSED");
        }
        // Another nonce, another proof of who asked, a code that is none, one of another way.
        for (name, changed) in
            [("nonce", "nonce=other&was="), ("code_challenge", "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&was=")]
        {
            let (ticket, address) = set_out(&visitor()).await;
            let address = address.replace(&format!("{name}="), changed);
            let back = provider.visit(&address, NOUR).await;
            visitor().sign_in_by_provider(&ticket, &back, None).await.refused_with("PROVIDER_REFUSED");
            visitor().sign_in_by_provider(&ticket, &back, None).await.refused_with("PROVIDER_REFUSED");
        }
        let (ticket_of_none, address_of_none) = set_out(&visitor()).await;
        let own = provider.visit(&address_of_none, NOUR).await;
        visitor()
            .sign_in_by_provider(&ticket_of_none, &Back { code: "none".into(), ..own }, None)
            .await
            .refused_with("PROVIDER_REFUSED");
        // The impostor gives out what the real one signed: well signed, and by another issuer than asked.
        let begun = visitor().ask(BEGIN, json!({ "key": "impostor" })).await.checked();
        let forged = provider.visit(&begun.text("providerSignInBegin.address"), NOUR).await;
        let forged = Back { issuer: begun.text("providerSignInBegin.address"), ..forged };
        visitor()
            .sign_in_by_provider(&begun.text("providerSignInBegin.ticket"), &forged, None)
            .await
            .refused_with("PROVIDER_REFUSED");
        let input = json!({ "ticket": begun.text("providerSignInBegin.ticket"), "state": forged.state, "code": forged.code });
        let silent = visitor()
            .ask(
                "mutation($input: ProviderSignInInput!) { providerSignIn(input: $input) { userErrors { code } } }",
                json!({ "input": input }),
            )
            .await;
        silent.refused_with("PROVIDER_REFUSED");
        // Too late.
        let (late, address) = set_out(&visitor()).await;
        let late_back = provider.visit(&address, NOUR).await;
        centre.clock.advance(TimeDelta::minutes(16));
        visitor().sign_in_by_provider(&late, &late_back, None).await.refused_with("PROVIDER_REFUSED");
        let mut after = centre.fingerprint().await;
        after.insert("provider_ticket".into(), before["provider_ticket"]);
        assert_eq!(after, before);
        // One answer at the same moment is taken once.
        let (ticket, address) = set_out(&visitor()).await;
        let back = provider.visit(&address, NOUR).await;
        let tries = (0..4).map(|_| async {
            let mut visitor = visitor();
            visitor.sign_in_by_provider(&ticket, &back, None).await
        });
        let answers = futures::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.at("providerSignIn.accessToken").is_string()).count(), 1);
        visitor().sign_in_by_provider(&ticket, &back, None).await.refused_with("PROVIDER_REFUSED");
    });
}

#[test]
fn the_second_factor_of_the_account_is_asked_for_and_the_disabled_stay_out() {
    everywhere(async |centre, provider| {
        let sami = centre.person("sami").await;
        let (ticket, address) = connect_begin(&sami).await;
        let back = provider.visit(&address, SAMI).await;
        connect(&sami, &ticket, &back).await.ok();
        let begin =
            "mutation($password: String!) { secondFactorBegin(input: { password: $password }) { address userErrors { code } } }";
        let offer = sami.ask(begin, json!({ "password": PASSWORD })).await.checked();
        let app = Totp::from_url(offer.text("secondFactorBegin.address")).unwrap();
        let code = || app.generate(u64::try_from(centre.clock.now().timestamp()).unwrap()).to_string();
        let confirm = "mutation($code: String!) { secondFactorConfirm(input: { code: $code }) { userErrors { code } } }";
        sami.ask(confirm, json!({ "code": code() })).await.ok();
        centre.clock.advance(TimeDelta::seconds(60));

        let mut person = centre.visitor();
        let (ticket, address) = set_out(&person).await;
        let back = provider.visit(&address, SAMI).await;
        person.sign_in_by_provider(&ticket, &back, None).await.refused_with("SECOND_FACTOR_NEEDED");
        person.sign_in_by_provider(&ticket, &back, Some("000000")).await.refused_with("SECOND_FACTOR_REFUSED");
        let forged = Back { state: "x".into(), ..back.clone() };
        person.sign_in_by_provider(&ticket, &forged, Some(&code())).await.refused_with("PROVIDER_REFUSED");
        person.sign_in_by_provider(&ticket, &back, Some(&code())).await.ok();
        person.sign_in_by_provider(&ticket, &back, Some(&code())).await.refused_with("PROVIDER_REFUSED");

        let leila = centre.person("leila").await;
        let id = sami.ask("{ viewer { id } }", json!({})).await.checked().text("viewer.id");
        leila
            .ask("mutation($id: ID!) { accountDisable(input: { account: $id }) { userErrors { code } } }", json!({ "id": id }))
            .await
            .ok();
        let (_, refused) = sign_in(&centre, provider, SAMI).await;
        refused.refused_with("PROVIDER_REFUSED");
    });
}

#[test]
fn erasure_takes_the_connection() {
    everywhere(async |centre, provider| {
        let amel = centre.person("amel").await;
        let (ticket, address) = connect_begin(&amel).await;
        let back = provider.visit(&address, "s-8|amel@elsewhere.example|yes|Amel").await;
        connect(&amel, &ticket, &back).await.ok();
        connect_begin(&amel).await;
        let erase = "mutation($password: String!) { erasureRequest(input: { password: $password }) { userErrors { code } } }";
        amel.ask(erase, json!({ "password": PASSWORD })).await.ok();
        centre.work().await;
        let left = "SELECT (SELECT COUNT(*) FROM provider_connection) + (SELECT COUNT(*) FROM provider_ticket) AS number";
        assert_eq!(centre.number(left).await, 0);
    });
}
