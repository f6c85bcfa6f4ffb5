//! Who is told when content moves: those who approve, gathered in the morning; who sent it, what became of it.

use nabta_testkit::{Person, everywhere, json};

use super::{first_lesson, newest, revise, step};
use crate::people::notices::{morning, notices};

async fn newest_notice(person: &Person) -> String {
    notices(&person.clone().reading("fr")).await.text("notices.nodes.0.text")
}

async fn count(person: &Person) -> i64 {
    notices(person).await.number("unreadNotices")
}

everywhere! {
    async fn those_who_approve_are_asked_and_who_sent_it_learns_what_became_of_it(centre: Centre) {
        let (sami, amina, leila) = (centre.person("sami").await, centre.person("amina").await, centre.person("leila").await);
        let (lesson, revision, _) = first_lesson(&sami).await;
        revise(&sami, &lesson, &revision, "Un texte tout à fait nouveau.").await.ok();
        let (edition, version) = newest(&sami).await;
        let sent = step(&sami, "editionSubmit", &edition, version).await.checked();
        let asked = newest_notice(&amina).await;
        assert!(asked.contains("vous a soumis") && asked.contains("Sami"), "{asked}");
        assert_eq!((count(&sami).await, count(&leila).await, count(&amina).await), (0, 0, 1), "who did it knows; who may and is not asked each time");
        let before = centre.letters("amina@nabta.example").len();
        morning(&centre).await;
        let letters = centre.letters("amina@nabta.example");
        assert_eq!(letters.len(), before + 1);
        assert!(letters[0].text.contains("vous a soumis"), "{}", letters[0].text);

        let amina = centre.person("amina").await;
        let back = "mutation($edition: ID!, $version: Int!) { editionReturn(input: { edition: $edition, version: $version, note: \"Citer le décret de 2005\" }) { edition { version } userErrors { code } } }";
        let version = sent.number("editionSubmit.edition.version");
        let back = amina.ask(back, json!({ "edition": edition, "version": version })).await.checked();
        let sami = centre.person("sami").await;
        assert!(newest_notice(&sami).await.contains("Citer le décret de 2005"));
        let sent = step(&sami, "editionSubmit", &edition, back.number("editionReturn.edition.version")).await.checked();
        let approved = step(&amina, "editionApprove", &edition, sent.number("editionSubmit.edition.version")).await.checked();
        assert!(newest_notice(&sami).await.contains("est approuvé"));
        step(&amina, "editionPublish", &edition, approved.number("editionApprove.edition.version")).await.ok();
        assert!(newest_notice(&sami).await.contains("est publié"));
        assert_eq!(count(&sami).await, 3);
        // What is refused tells nobody anything.
        step(&amina, "editionPublish", &edition, 1).await.refused_with("WRONG_STATE");
        assert_eq!(count(&sami).await, 3);
    }
}
