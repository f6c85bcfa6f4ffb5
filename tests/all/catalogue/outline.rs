//! The list of chapters and lessons: what stays keeps its text, what is named twice or is too much is refused.

use nabta_testkit::{Answer, Value, everywhere, json};

use super::{chapters, create, outline, write};

/// The lessons of an outline: name, id, and the id of the first of its texts.
fn lessons(set: &Answer) -> Vec<(String, String, Option<String>)> {
    let chapters = set.at("courseOutlineSet.edition.chapters").as_array().unwrap();
    let lessons = chapters.iter().flat_map(|chapter| chapter["lessons"].as_array().unwrap());
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let row = |lesson: &Value| {
        (text(&lesson["slug"]).unwrap(), text(&lesson["id"]).unwrap(), text(&lesson["texts"][0]["revision"]["id"]))
    };
    lessons.map(row).collect()
}

everywhere! {
    async fn lessons_that_stay_keep_their_texts_wherever_they_stand(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = create(&sami, "plan").await;
        let set = outline(&sami, &course, chapters(&[("one", &["a", "b"]), ("two", &["c"])])).await.checked();
        for (slug, id, text) in lessons(&set) {
            assert_eq!(text, None);
            write(&sami, &id, "FR", &format!("Le texte de {slug}.")).await;
        }
        let before = lessons(&outline(&sami, &course, chapters(&[("one", &["a", "b"]), ("two", &["c"])])).await.checked());
        assert!(before.iter().all(|(_, _, text)| text.is_some()), "{before:?}");
        let [a, b, c] = [&before[0], &before[1], &before[2]].map(Clone::clone);

        // Another order, a lesson more, a lesson less.
        let moved = lessons(&outline(&sami, &course, chapters(&[("two", &["d", "c"]), ("one", &["b"])])).await.checked());
        assert_eq!((&moved[1], &moved[2]), (&c, &b));
        assert_eq!((moved[0].0.as_str(), &moved[0].2, moved.len()), ("two/d", &None, 3));
        assert!(before.iter().all(|lesson| lesson.1 != moved[0].1));

        // In another chapter it is another lesson; back under its name it is the same one, without the text that was taken out.
        let elsewhere = lessons(&outline(&sami, &course, chapters(&[("one", &["b", "c", "a"])])).await.checked());
        assert_eq!((&elsewhere[0], elsewhere[2].0.as_str(), &elsewhere[2].1, &elsewhere[2].2), (&b, "one/a", &a.1, &None));
        assert!(elsewhere[1].1 != c.1 && elsewhere[1].2.is_none());
    }

    async fn names_that_come_twice_and_lists_without_end_are_refused(centre: Centre) {
        let sami = centre.person("sami").await;
        let course = create(&sami, "plan").await;
        outline(&sami, &course, chapters(&[("one", &["a"])])).await.ok();
        let names: Vec<String> = (0..61).map(|number| format!("n-{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let many = |count: usize| chapters(&names[..count].iter().map(|name| (*name, &["a"][..])).collect::<Vec<_>>());
        let untitled = json!([{ "slug": "one", "titles": {}, "lessons": [] }]);
        let before = centre.fingerprint().await;
        for (plan, code, path) in [
            (chapters(&[("one", &["a"]), ("two", &[]), ("one", &["b"])]), "DUPLICATE", json!(["chapters", "2", "slug"])),
            (chapters(&[("one", &["a", "b", "a"])]), "DUPLICATE", json!(["chapters", "0", "lessons", "2", "slug"])),
            (many(61), "OUT_OF_RANGE", json!(["chapters"])),
            (chapters(&[("zero", &[]), ("one", &names)]), "OUT_OF_RANGE", json!(["chapters", "1", "lessons"])),
            (chapters(&[("../one", &["a"])]), "BAD_FORMAT", json!(["chapters", "0", "slug"])),
            (chapters(&[("one", &["a/b"])]), "BAD_FORMAT", json!(["chapters", "0", "lessons", "0", "slug"])),
            (untitled, "REQUIRED", json!(["chapters", "0", "titles"])),
        ] {
            let refused = outline(&sami, &course, plan).await;
            assert_eq!(refused.at("courseOutlineSet.userErrors.0.path"), &path, "{}", refused.body);
            refused.refused_with(code);
        }
        assert_eq!(centre.fingerprint().await, before);
        outline(&sami, &course, many(60)).await.ok();
        let full = lessons(&outline(&sami, &course, chapters(&[("one", &names[..60]), ("two", &["a"])])).await.checked());
        assert_eq!(full.len(), 61, "two chapters may each have a lesson of one name");
    }
}
