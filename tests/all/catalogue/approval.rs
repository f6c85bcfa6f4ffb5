//! Approval by somebody else, once, and with the version that was read.

use super::{chapters, create, first_lesson, newest, outline, revise, step};
use nabta_testkit::{Centre, everywhere, json};

/// An edition that sami sent.
async fn submitted(centre: &Centre) -> (String, i64) {
    let sami = centre.person("sami").await;
    let (lesson, revision, _) = first_lesson(&sami).await;
    revise(&sami, &lesson, &revision, "Un texte tout à fait nouveau.").await.ok();
    let (edition, version) = newest(&sami).await;
    let sent = step(&sami, "editionSubmit", &edition, version).await.checked();
    (edition, sent.number("editionSubmit.edition.version"))
}

everywhere! {
    async fn two_approvals_at_once_are_one(centre: Centre) {
        let (edition, version) = submitted(&centre).await;
        let (amina, leila) = (centre.person("amina").await, centre.person("leila").await);
        let before = centre.fingerprint().await;
        let tries: Vec<_> = (0..10).map(|number| {
            let (person, edition) = (if number % 2 == 0 { amina.clone() } else { leila.clone() }, edition.clone());
            tokio::spawn(async move { step(&person, "editionApprove", &edition, version).await.code() })
        }).collect();
        let mut codes = Vec::new();
        for one in tries {
            codes.push(one.await.unwrap());
        }
        assert_eq!(codes.iter().filter(|code| code.is_none()).count(), 1, "{codes:?}");
        assert!(codes.iter().flatten().all(|code| ["WRONG_STATE", "CONFLICT"].contains(&code.as_str())), "{codes:?}");
        let after = centre.fingerprint().await;
        assert_eq!(after["journal_entry"], before["journal_entry"] + 1, "one entry for one approval");
    }

    async fn nobody_approves_their_own(centre: Centre) {
        let (amina, sami) = (centre.person("amina").await, centre.person("sami").await);
        let (lesson, revision, _) = first_lesson(&amina).await;
        revise(&amina, &lesson, &revision, "Écrit par celle qui approuve.").await.ok();
        let (edition, version) = newest(&amina).await;
        let sent = step(&sami, "editionSubmit", &edition, version).await.checked();
        let version = sent.number("editionSubmit.edition.version");
        let before = centre.fingerprint().await;
        step(&amina, "editionApprove", &edition, version).await.refused_with("SAME_PERSON");
        step(&sami, "editionApprove", &edition, version).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        step(&centre.person("leila").await, "editionApprove", &edition, version).await.ok();
    }

    async fn a_stale_version_is_a_conflict_that_shows_what_stands_there(centre: Centre) {
        let (edition, version) = submitted(&centre).await;
        let amina = centre.person("amina").await;
        let before = centre.fingerprint().await;
        let answer = step(&amina, "editionApprove", &edition, version - 1).await;
        assert_eq!(answer.number("editionApprove.edition.version"), version);
        answer.refused_with("CONFLICT");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn nothing_is_written_while_an_edition_waits(centre: Centre) {
        let (edition, version) = submitted(&centre).await;
        let (sami, amina) = (centre.person("sami").await, centre.person("amina").await);
        let (lesson, revision, course) = first_lesson(&sami).await;
        let before = centre.fingerprint().await;
        revise(&sami, &lesson, &revision, "Encore un.").await.refused_with("EDITION_PENDING");
        let outline = json!({ "input": { "course": course, "chapters": [] } });
        sami.ask("mutation($input: CourseOutlineSetInput!) { courseOutlineSet(input: $input) { userErrors { code } } }", outline).await.refused_with("EDITION_PENDING");
        step(&amina, "editionPublish", &edition, version).await.refused_with("WRONG_STATE");
        assert_eq!(centre.fingerprint().await, before);
        let note = json!({ "input": { "edition": edition, "version": version, "note": "À reprendre." } });
        let back = amina.ask("mutation($input: EditionNoteInput!) { editionReturn(input: $input) { edition { state note } userErrors { code } } }", note).await.checked();
        assert_eq!((back.text("editionReturn.edition.state"), back.text("editionReturn.edition.note")), ("DRAFT".into(), "À reprendre.".into()));
    }

    async fn a_withdrawn_edition_gives_way_to_the_one_before(centre: Centre) {
        let (edition, version) = submitted(&centre).await;
        let amina = centre.person("amina").await;
        let (_, first, _) = first_lesson(&amina).await;
        let version = step(&amina, "editionApprove", &edition, version).await.checked().number("editionApprove.edition.version");
        let version = step(&amina, "editionPublish", &edition, version).await.checked().number("editionPublish.edition.version");
        assert_ne!(first_lesson(&amina).await.1, first);
        let note = json!({ "input": { "edition": edition, "version": version, "note": "Une erreur de droit." } });
        amina.ask("mutation($input: EditionNoteInput!) { editionWithdraw(input: $input) { edition { state } userErrors { code } } }", note).await.ok();
        assert_eq!(first_lesson(&amina).await.1, first);
    }

    async fn a_chapter_without_lessons_is_not_sent(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = create(&sami, "vide").await;
        let set = outline(&sami, &course, chapters(&[("one", &["a"]), ("two", &[])])).await.checked();
        let (edition, version) = (set.text("courseOutlineSet.edition.id"), set.number("courseOutlineSet.edition.version"));
        let before = centre.fingerprint().await;
        step(&sami, "editionSubmit", &edition, version).await.refused_with("REQUIRED");
        assert_eq!(centre.fingerprint().await, before);
        let set = outline(&sami, &course, chapters(&[("one", &["a"])])).await.checked();
        assert_eq!(set.text("courseOutlineSet.edition.id"), edition);
        let sent = step(&sami, "editionSubmit", &edition, set.number("courseOutlineSet.edition.version")).await.checked();
        assert_eq!(sent.text("editionSubmit.edition.state"), "IN_REVIEW");
    }

    async fn what_waits_is_listed_for_those_who_decide(centre: Centre) {
        const WAITING: &str = "{ editionsWaiting { totalCount nodes { id state course { slug } } } }";
        let (sami, amina) = (centre.person("sami").await, centre.person("amina").await);
        let list = async || {
            let list = amina.ask(WAITING, json!({})).await.checked();
            let nodes = list.at("editionsWaiting.nodes").as_array().unwrap().clone();
            assert_eq!(list.number("editionsWaiting.totalCount") as usize, nodes.len());
            nodes.iter().map(|node| (node["course"]["slug"].as_str().unwrap().to_owned(), node["state"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(list().await, []);
        let mut editions = Vec::new();
        for code in ["first", "second", "third"] {
            let course = create(&sami, code).await;
            let set = outline(&sami, &course, chapters(&[("one", &["a"])])).await.checked();
            editions.push((set.text("courseOutlineSet.edition.id"), set.number("courseOutlineSet.edition.version")));
        }
        assert_eq!(list().await, [], "a draft waits for its authors");
        let mut versions = Vec::new();
        for (edition, version) in editions.iter().rev().skip(1) {
            versions.push(step(&sami, "editionSubmit", edition, *version).await.checked().number("editionSubmit.edition.version"));
        }
        let named = |slug: &str, state: &str| (slug.to_owned(), state.to_owned());
        assert_eq!(list().await, [named("first", "IN_REVIEW"), named("second", "IN_REVIEW")], "the oldest first");
        let version = step(&amina, "editionApprove", &editions[0].0, versions[1]).await.checked().number("editionApprove.edition.version");
        assert_eq!(list().await, [named("first", "APPROVED"), named("second", "IN_REVIEW")]);
        step(&amina, "editionPublish", &editions[0].0, version).await.ok();
        assert_eq!(list().await, [named("second", "IN_REVIEW")]);
        sami.ask(WAITING, json!({})).await.refused_with("FORBIDDEN");
        centre.person("amel").await.ask(WAITING, json!({})).await.refused_with("FORBIDDEN");
        centre.visitor().ask(WAITING, json!({})).await.refused_with("UNAUTHENTICATED");
    }
}
