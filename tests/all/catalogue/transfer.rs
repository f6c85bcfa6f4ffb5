//! Courses in and out of folders and archives, without loss and without harm.

use nabta_documents::archive;
use nabta_domain::catalogue::course::queries as courses;
use nabta_domain::catalogue::transfer::{CourseFolder, Imported, export, import};
use nabta_domain::kernel::Ctx;
use nabta_domain::people::account;
use nabta_testkit::{Centre, everywhere};

async fn trainer(centre: &Centre) -> Ctx {
    let operator = centre.instance.operator();
    let sami = account::find_by_email(&operator, "sami@nabta.example").await.ok().unwrap();
    operator.acting_as(sami.acting())
}

everywhere! {
    async fn a_course_survives_going_out_and_coming_in(centre: Centre) {
        let ctx = trainer(&centre).await;
        for slug in ["impact-study", "environmental-legislation", "qhse-manager"] {
            let course = courses::by_slug(&ctx, slug).await.ok().unwrap();
            let out = export(&ctx, course.id).await.ok().unwrap();
            let files = out.write();
            let packed = archive::pack(&files);
            let read = CourseFolder::read(&archive::unpack(&packed).unwrap()).ok().unwrap();
            assert_eq!(read, out);
            assert!(matches!(import(&ctx, read.clone()).await, Ok(Imported::Unchanged(_))), "{slug}");
            let mut copy = read;
            copy.course.code = format!("{}-2", copy.course.code);
            copy.course.slug = format!("{}-2", copy.course.slug);
            let Ok(Imported::Created(created)) = import(&ctx, copy.clone()).await else { panic!("{slug} is not created") };
            assert_eq!(export(&ctx, created.id).await.ok().unwrap(), copy, "{slug}");
        }
    }

    async fn a_broken_archive_changes_nothing(centre: Centre) {
        let ctx = trainer(&centre).await;
        let course = courses::by_slug(&ctx, "impact-study").await.ok().unwrap();
        let files = export(&ctx, course.id).await.ok().unwrap().write();
        let before = centre.fingerprint().await;
        let packed = archive::pack(&files);
        assert!(archive::unpack(&packed[..packed.len() / 2]).is_err());
        let mut stray = files.clone();
        stray.insert("notes.txt".into(), b"x".to_vec());
        assert!(CourseFolder::read(&stray).is_err(), "a file that belongs nowhere");
        let mut without = files.clone();
        without.remove("course.toml");
        assert!(CourseFolder::read(&without).is_err());
        let mut evil = files.clone();
        evil.insert("figures/assessment-cycle.fr.svg".into(), b"<html><script>alert(1)</script></html>".to_vec());
        let mut folder = CourseFolder::read(&evil).ok().unwrap();
        folder.course.code = "EVIL".into();
        folder.course.slug = "evil".into();
        assert_eq!(import(&ctx, folder).await.err().unwrap().code(), "FIGURE_REFUSED");
        let mut unknown = CourseFolder::read(&files).ok().unwrap();
        unknown.course.code = "EVIL".into();
        unknown.course.slug = "evil".into();
        unknown.texts.values_mut().next_back().unwrap().body.push_str("\n\n[x](law:NONE)");
        assert_eq!(import(&ctx, unknown).await.err().unwrap().code(), "UNKNOWN_REFERENCE");
        assert_eq!(centre.fingerprint().await, before, "all of it or nothing");
    }
}
