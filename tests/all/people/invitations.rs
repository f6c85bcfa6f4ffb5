//! Invitations to a role in a scope: used twice, by another, late, taken back.

use chrono::TimeDelta;
use nabta_testkit::{everywhere, json};

use super::registration::secret;

const SEND: &str = "mutation($input: InvitationSendInput!) { invitationSend(input: $input) { invitation { id email role scope version acceptedAt } userErrors { code path } } }";
const ACCEPT: &str = "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { userErrors { code path } } }";
const ROLES: &str = "{ viewer { email roles { role scope } } }";
const PASSWORD: &str = "quatre mots sans lien 7";

everywhere! {
    async fn somebody_new_is_invited_and_opens_an_account(centre: Centre) {
        let (leila, visitor) = (centre.person("leila").await, centre.visitor());
        let programme = leila.ask("{ programmes(first: 1) { nodes { id } } }", json!({})).await.checked().text("programmes.nodes.0.id");
        let email = "nouveau@example.tn";
        let input = json!({ "input": { "email": email, "locale": "AR", "role": "PARTNER_OFFICER", "scope": programme } });
        for stranger in ["sami", "amina", "giulia", "amel"] {
            centre.person(stranger).await.ask(SEND, input.clone()).await.refused_with("FORBIDDEN");
        }
        let sent = leila.ask(SEND, input).await.checked();
        assert_eq!(sent.text("invitationSend.invitation.email"), email);
        centre.work().await;
        let letter = centre.letters(email).remove(0);
        assert!(letter.locale == "ar" && letter.text.contains("ليلى بن صالح") && letter.text.contains("مسؤول لدى شريك"), "{letter:?}");
        let secret = secret(&centre, email);
        let before = centre.fingerprint().await;
        visitor.ask(ACCEPT, json!({ "input": { "secret": secret } })).await.refused_with("ACCOUNT_NEEDED");
        let weak = json!({ "input": { "secret": secret, "names": { "ar": "جديد" }, "password": "password1234" } });
        visitor.ask(ACCEPT, weak).await.refused_with("PASSWORD_COMMON");
        centre.person("amel").await.ask(ACCEPT, json!({ "input": { "secret": secret } })).await.refused_with("INVITATION_OF_OTHERS");
        assert_eq!(centre.fingerprint().await["role_grant"], before["role_grant"]);
        let accept = json!({ "input": { "secret": secret, "names": { "ar": "جديد" }, "password": PASSWORD } });
        visitor.ask(ACCEPT, accept.clone()).await.ok();
        let mut person = centre.visitor();
        person.sign_in(email, PASSWORD).await.ok();
        let roles = person.ask(ROLES, json!({})).await.checked();
        assert_eq!(roles.at("viewer"), &json!({ "email": email, "roles": [{ "role": "PARTNER_OFFICER", "scope": programme }] }));
        let before = centre.fingerprint().await;
        visitor.ask(ACCEPT, accept).await.refused_with("LINK_REFUSED");
        assert_eq!(centre.fingerprint().await, before, "an invitation is accepted once");
        let list = leila.ask("{ invitations { totalCount nodes { acceptedAt } } }", json!({})).await.checked();
        assert!(list.at("invitations.nodes.0.acceptedAt").is_string());
        centre.person("sami").await.ask("{ invitations { totalCount } }", json!({})).await.refused_with("FORBIDDEN");
    }

    async fn who_has_an_account_gets_the_role_in_it(centre: Centre) {
        let leila = centre.person("leila").await;
        let input = json!({ "input": { "email": "Amel@nabta.example", "locale": "AR", "role": "COACH" } });
        // The first request under a sign-in notes that.
        leila.ask(ROLES, json!({})).await.ok();
        let before = centre.instance.services.database.statements();
        leila.ask(SEND, input.clone()).await.ok();
        let known = centre.instance.services.database.statements() - before;
        let before = centre.instance.services.database.statements();
        leila.ask(SEND, json!({ "input": { "email": "nobody@example.tn", "locale": "AR", "role": "COACH" } })).await.ok();
        assert_eq!(centre.instance.services.database.statements() - before, known, "known or not, it is the same work");
        centre.work().await;
        let secret = secret(&centre, "amel@nabta.example");
        let tries: Vec<_> = (0..6)
            .map(|_| {
                let (visitor, secret) = (centre.visitor(), secret.clone());
                tokio::spawn(async move { visitor.ask(ACCEPT, json!({ "input": { "secret": secret } })).await.code() })
            })
            .collect();
        let mut accepted = 0;
        for one in tries {
            accepted += u32::from(one.await.unwrap().is_none());
        }
        assert_eq!(accepted, 1);
        let roles = centre.person("amel").await.ask(ROLES, json!({})).await.checked();
        assert_eq!(roles.count("viewer.roles"), 2);
    }

    async fn late_and_taken_back_are_no_invitations(centre: Centre) {
        let (leila, visitor) = (centre.person("leila").await, centre.visitor());
        let send = async |email: &str| {
            let sent = leila.ask(SEND, json!({ "input": { "email": email, "locale": "FR", "role": "COACH" } })).await.checked();
            centre.work().await;
            (sent.text("invitationSend.invitation.id"), sent.number("invitationSend.invitation.version"), secret(&centre, email))
        };
        let accept = |secret: &str| json!({ "input": { "secret": secret, "names": { "fr": "Nouveau" }, "password": PASSWORD } });
        let (id, version, taken_back) = send("one@example.tn").await;
        let (_, _, late) = send("two@example.tn").await;
        let end = "mutation($input: InvitationEndInput!) { invitationEnd(input: $input) { invitation { endedAt version } userErrors { code } } }";
        let input = json!({ "input": { "invitation": id, "version": version } });
        centre.person("sami").await.ask(end, input.clone()).await.refused_with("NOT_FOUND");
        leila.ask(end, input.clone()).await.ok();
        leila.ask(end, input).await.refused_with("CONFLICT");
        let before = centre.fingerprint().await;
        visitor.ask(ACCEPT, accept(&taken_back)).await.refused_with("LINK_REFUSED");
        centre.clock.advance(TimeDelta::days(8));
        visitor.ask(ACCEPT, accept(&late)).await.refused_with("LINK_REFUSED");
        visitor.ask(ACCEPT, accept("made up")).await.refused_with("LINK_REFUSED");
        assert_eq!(centre.fingerprint().await, before);
    }
}
