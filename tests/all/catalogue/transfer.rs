//! Courses in and out of folders and archives, without loss and without harm.

use nabta_documents::archive;
use nabta_domain::catalogue::course::queries as courses;
use nabta_domain::catalogue::transfer::{CourseFolder, Imported, export, import};
use nabta_domain::kernel::Ctx;
use nabta_domain::people::account;
use nabta_testkit::{Centre, everywhere, json};

pub(super) async fn trainer(centre: &Centre) -> Ctx {
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

    async fn a_trainer_takes_a_course_out_and_brings_it_in_over_http(centre: Centre) {
        let sami = centre.person("sami").await;
        let id = sami.ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.checked().text("course.id");
        let (answer, zip) = sami.download(&format!("/courses/{id}/archive")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")));
        assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"impact-study.zip\""));
        let back = sami.send_to("/courses/archive", "application/zip", zip.clone()).await;
        assert_eq!((back.status, &back.body["outcome"]), (200, &json!("UNCHANGED")));

        let mut folder = CourseFolder::read(&archive::unpack(&zip).unwrap()).ok().unwrap();
        folder.course.titles.fr = Some("Étude d'impact, revue".into());
        folder.texts.values_mut().next().unwrap().body.push_str("\n\nUne phrase de plus.\n");
        let changed = sami.send_to("/courses/archive", "application/zip", archive::pack(&folder.write())).await;
        assert_eq!((changed.status, &changed.body["outcome"]), (200, &json!("CHANGED")));
        let titles = sami.ask("{ course(slug: \"impact-study\") { title(locale: FR) { text } editions(first: 1) { nodes { state } } } }", json!({})).await.checked();
        assert_eq!(titles.text("course.title.text"), "Étude d'impact, revue");
        assert_eq!(titles.text("course.editions.nodes.0.state"), "DRAFT");
    }

    async fn an_archive_over_http_is_refused_whole(centre: Centre) {
        let sami = centre.person("sami").await;
        let id = sami.ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.checked().text("course.id");
        let (_, zip) = sami.download(&format!("/courses/{id}/archive")).await;
        let others = [(centre.visitor(), 401), (centre.person("amel").await, 403), (centre.person("giulia").await, 403)];
        let before = centre.fingerprint().await;
        for (person, status) in &others {
            assert_eq!(person.send_to("/courses/archive", "application/zip", zip.clone()).await.status, *status);
            let (answer, bytes) = person.download(&format!("/courses/{id}/archive")).await;
            assert!(answer.status == *status && !bytes.starts_with(b"PK"), "{}", answer.status);
        }
        for wrong in ["course_x", "theme_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f", "course_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f", "..%2f..%2fetc"] {
            assert_eq!(sami.download(&format!("/courses/{wrong}/archive")).await.0.status, 404, "{wrong}");
        }
        // A change of what is said about the course that goes with a text which is refused is not made either.
        let mut folder = CourseFolder::read(&archive::unpack(&zip).unwrap()).ok().unwrap();
        folder.course.titles.fr = Some("À moitié".into());
        folder.texts.values_mut().next_back().unwrap().body.push_str("\n\n[x](law:NONE)");
        let half = archive::pack(&folder.write());
        for (body, code) in [
            (zip[..zip.len() / 2].to_vec(), "IMPORT_REFUSED"),
            (b"PK".to_vec(), "IMPORT_REFUSED"),
            (Vec::new(), "IMPORT_REFUSED"),
            (half, "UNKNOWN_REFERENCE"),
        ] {
            let answer = sami.send_to("/courses/archive", "application/zip", body).await;
            assert_eq!((answer.status, answer.body["errors"][0]["extensions"]["code"].as_str()), (422, Some(code)), "{}", answer.body);
            assert!(!answer.body["errors"][0]["message"].as_str().unwrap().is_empty());
        }
        assert_eq!(sami.send_to("/courses/archive", "text/plain", zip.clone()).await.status, 415);
        assert_eq!(sami.send_to("/courses/archive", "application/zip", vec![0; 21 * 1024 * 1024]).await.status, 413);
        assert_eq!(centre.fingerprint().await, before);
        let title = sami.ask("{ course(slug: \"impact-study\") { title(locale: FR) { text } } }", json!({})).await.checked();
        assert_ne!(title.text("course.title.text"), "À moitié");
    }

    async fn an_author_adds_a_drawing_and_a_lesson_shows_it(centre: Centre) {
        const ADD: &str = "mutation($input: FigureAddInput!) { figureAdd(input: $input) { figure { name address } userErrors { code path message } } }";
        let (sami, amel) = (centre.person("sami").await, centre.person("amel").await);
        let course = sami.ask("{ course(slug: \"impact-study\") { id chapters { lessons { id text(locale: FR) { revision { id body } } } } } }", json!({})).await.checked();
        let (id, before) = (course.text("course.id"), centre.fingerprint().await);
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>alert(1)</script><rect width=\"9\" height=\"9\"/></svg>";
        let input = |name: &str, svg: &str| json!({ "input": { "course": id, "name": name, "svg": svg } });
        amel.ask(ADD, input("new.svg", drawing)).await.refused_with("FORBIDDEN");
        for (name, svg, code) in [
            ("../new.svg", drawing, "BAD_FORMAT"),
            ("new.html", drawing, "BAD_FORMAT"),
            ("new.svg", "<html><script>alert(1)</script></html>", "FIGURE_REFUSED"),
            ("new.svg", "", "FIGURE_REFUSED"),
        ] {
            sami.ask(ADD, input(name, svg)).await.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        let added = sami.ask(ADD, input("new.svg", drawing)).await.checked();
        let address = added.text("figureAdd.figure.address");
        let served = sami.get(&address, &[]).await;
        assert!(served.body.as_str().unwrap().contains("<rect") && !served.body.as_str().unwrap().contains("script"));
        assert_eq!(sami.ask(ADD, input("new.svg", drawing)).await.checked().text("figureAdd.figure.address"), address, "the same drawing is kept once");

        let lesson = "course.chapters.0.lessons.0";
        let body = course.text(&format!("{lesson}.text.revision.body")) + "\n\n![Un carré noir](figures/new.svg)\n";
        let revise = json!({ "input": { "lesson": course.text(&format!("{lesson}.id")), "locale": "FR", "body": body, "basedOn": course.text(&format!("{lesson}.text.revision.id")) } });
        let revised = sami.ask("mutation($input: LessonReviseInput!) { lessonRevise(input: $input) { revision { blocks { ... on FigureBlock { address } } } userErrors { code path message } } }", revise).await.checked();
        assert!(revised.at("lessonRevise.revision.blocks").to_string().contains(&address));
        let list = "query($id: ID!) { node(id: $id) { ... on Course { figures { name address } } } }";
        let figures = sami.ask(list, json!({ "id": id })).await.checked();
        assert!(figures.at("node.figures").to_string().contains("new.svg"));
        assert_eq!(amel.ask(list, json!({ "id": id })).await.checked().count("node.figures"), 0, "a list of drawings is its authors'");
    }
}
