//! What a folder of a course holds is what its readers see, and comes back as it went out.

use nabta_domain::catalogue::course::{copy, queries as courses};
use nabta_domain::catalogue::transfer::{CourseFolder, Imported, export, import};
use nabta_domain::catalogue::{CourseId, figure};
use nabta_domain::kernel::Ctx;
use nabta_testkit::{everywhere, json};

use super::transfer::trainer;
use super::{first_lesson, revise};

fn square(size: u32) -> Vec<u8> {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"{size}\" height=\"{size}\"/></svg>")
        .into_bytes()
}

async fn id(ctx: &Ctx) -> CourseId {
    courses::by_slug(ctx, "impact-study").await.ok().unwrap().id
}

/// The drawing that the folder has under a name.
fn drawn(folder: &CourseFolder, name: &str) -> String {
    String::from_utf8(folder.figures.get(name).cloned().unwrap_or_default()).unwrap()
}

async fn changed(ctx: &Ctx, folder: &CourseFolder) -> CourseFolder {
    let imported = import(ctx, folder.clone()).await;
    assert!(matches!(imported, Ok(Imported::Changed(_))), "{:?}", imported.err().map(|error| error.code()));
    export(ctx, id(ctx).await).await.ok().unwrap()
}

async fn is_unchanged(ctx: &Ctx, folder: &CourseFolder) -> bool {
    matches!(import(ctx, folder.clone()).await, Ok(Imported::Unchanged(_)))
}

everywhere! {
    async fn a_drawing_that_was_drawn_again_is_shown_and_goes_out(centre: Centre) {
        let ctx = trainer(&centre).await;
        let (course, name) = (id(&ctx).await, "assessment-cycle.fr.svg");
        let mut folder = export(&ctx, course).await.ok().unwrap();
        folder.figures.insert(name.into(), square(3));
        let held = changed(&ctx, &folder).await;
        assert!(drawn(&held, name).contains("width=\"3\""), "readers of the next edition see the new drawing");
        assert!(is_unchanged(&ctx, &held).await);

        // Somebody adds a newer one, and no text shows it yet: the course goes out as it is read.
        figure::add(&ctx, course, name, &square(5)).await.ok().unwrap();
        assert!(drawn(&export(&ctx, course).await.ok().unwrap(), name).contains("width=\"3\""));
        assert!(is_unchanged(&ctx, &held).await);

        // And the former drawing comes back.
        folder.figures.insert(name.into(), square(5));
        assert!(drawn(&changed(&ctx, &folder).await, name).contains("width=\"5\""));
        folder.figures.insert(name.into(), square(3));
        let held = changed(&ctx, &folder).await;
        assert!(drawn(&held, name).contains("width=\"3\""));
        assert!(is_unchanged(&ctx, &held).await);
    }

    async fn a_drawing_that_no_text_shows_any_more_stays_at_home(centre: Centre) {
        let ctx = trainer(&centre).await;
        let mut folder = export(&ctx, id(&ctx).await).await.ok().unwrap();
        for text in folder.texts.values_mut() {
            text.body = text.body.lines().filter(|line| !line.contains("figures/")).collect::<Vec<_>>().join("\n");
            text.source_digest = None;
        }
        folder.figures.clear();
        let held = changed(&ctx, &folder).await;
        assert!(held.figures.is_empty(), "{:?}", held.figures.keys());
        assert!(is_unchanged(&ctx, &held).await);
        // One that comes along although no text shows it is kept, and is no change the second time.
        let mut with = held;
        with.figures.insert("spare.svg".into(), square(2));
        assert!(matches!(import(&ctx, with.clone()).await, Ok(Imported::Changed(_))));
        assert!(is_unchanged(&ctx, &with).await);
    }

    async fn texts_come_back_in_the_form_in_which_they_are_kept(centre: Centre) {
        let ctx = trainer(&centre).await;
        let mut folder = export(&ctx, id(&ctx).await).await.ok().unwrap();
        folder.course.titles.fr = Some("E\u{301}tude".into());
        folder.course.summaries.fr = Some("Deux\r\nlignes ".into());
        let files = folder.write();
        let read = CourseFolder::read(&files).ok().unwrap();
        let held = changed(&ctx, &read).await;
        assert_eq!(held.course.titles.fr.as_deref(), Some("Étude"));
        assert_eq!(held.course.summaries.fr.as_deref(), Some("Deux\nlignes"));
        assert!(is_unchanged(&ctx, &read).await && is_unchanged(&ctx, &held).await);
        assert_eq!(CourseFolder::read(&held.write()).ok().unwrap(), held);
    }

    async fn a_copy_says_what_its_original_says(centre: Centre) {
        let ctx = trainer(&centre).await;
        let course = id(&ctx).await;
        figure::add(&ctx, course, "assessment-cycle.fr.svg", &square(7)).await.ok().unwrap();
        let made = copy(&ctx, course, "COPIE", "copie", Some("once")).await.ok().unwrap();
        let (original, mut copied) = (export(&ctx, course).await.ok().unwrap(), export(&ctx, made.id).await.ok().unwrap());
        assert_eq!(copied.figures, original.figures);
        assert_eq!(copied.texts, original.texts);
        copied.course.code.clone_from(&original.course.code);
        copied.course.slug.clone_from(&original.course.slug);
        assert_eq!(copied.course, original.course);
        let before = centre.fingerprint().await;
        assert_eq!(copy(&ctx, course, "COPIE", "copie", Some("once")).await.ok().unwrap().id, made.id, "asked again, it is done once");
        assert_eq!(copy(&ctx, course, "AUTRE", "autre", Some("once")).await.err().unwrap().code(), "IDEMPOTENCY_MISMATCH");
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn the_demo_leaves_what_people_wrote(centre: Centre) {
        let sami = centre.person("sami").await;
        let (lesson, revision, _) = first_lesson(&sami).await;
        revise(&sami, &lesson, &revision, "Un brouillon que personne ne doit perdre.").await.ok();
        let before = centre.fingerprint().await;
        nabta_api::demo::load(&centre.instance).await.unwrap();
        assert_eq!(centre.fingerprint().await, before);
    }

    async fn an_archive_is_taken_in_only_from_who_may_bring_one(centre: Centre) {
        let large = vec![0; 21 * 1024 * 1024];
        let visitor = centre.visitor().send_to("/courses/archive", "application/zip", large.clone()).await;
        assert!([0, 401].contains(&visitor.status), "refused before it was taken in: {}", visitor.status);
        let sami = centre.person("sami").await;
        assert_eq!(sami.send_to("/courses/archive", "application/zip", large).await.status, 413);
        assert_eq!(sami.ask("{ viewer { id } }", json!({})).await.status, 200);
    }
}
