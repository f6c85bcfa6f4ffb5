//! Files: sent in parts, looked at, given out by signed addresses (S11), kept once, and looked after.

use std::io::Cursor;

use chrono::TimeDelta;
use nabta_domain::kernel::clock::Clock;
use nabta_testkit::{Centre, Person, Value, everywhere, fetch, json, put, sent};

const BEGIN: &str = "mutation($input: UploadBeginInput!) { uploadBegin(input: $input) { upload { id name state missingParts { number offset size address headers { name value } } } userErrors { code path message } } }";
const COMPLETE: &str =
    "mutation($id: ID!) { uploadComplete(input: { upload: $id }) { upload { state } userErrors { code path message } } }";
const CANCEL: &str = "mutation($id: ID!) { uploadCancel(input: { upload: $id }) { upload { state } userErrors { code } } }";
const UPLOAD: &str = "query($id: ID!) { node(id: $id) { ... on Upload { state problem { code } missingParts { number size address headers { name value } } } } }";
const FILE: &str = "query($id: ID!) { node(id: $id) { ... on File { name size address captions { locale address } } } }";
const CAPTION: &str =
    "mutation($input: FileCaptionInput!) { fileCaption(input: $input) { file { id } userErrors { code path } } }";
const REMOVE: &str = "mutation($id: ID!) { fileRemove(input: { file: $id }) { userErrors { code } } }";
pub(super) const PART: usize = 4 * 1024 * 1024;

/// A picture with a word of where it was taken beside it.
pub(super) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 90]));
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let mut bytes = bytes.into_inner();
    let note = b"GPS 36.84 N 10.19 E taken by Amel";
    let mut comment = vec![0xFF, 0xFE, 0, u8::try_from(note.len() + 2).unwrap()];
    comment.extend(note);
    bytes.splice(2..2, comment);
    bytes
}

/// A video as far as its beginning: what is looked at.
pub(super) fn mp4(size: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec();
    bytes.extend((bytes.len()..size).map(|index| (index % 253) as u8));
    bytes
}

fn announced(bytes: &[u8]) -> Value {
    json!({ "input": { "name": "leçon 1.mp4", "size": bytes.len(), "mediaType": "video/mp4", "purpose": "MEDIA" } })
}

fn headers(part: &Value) -> Vec<(&str, &str)> {
    let headers = part["headers"].as_array().unwrap();
    headers.iter().map(|header| (header["name"].as_str().unwrap(), header["value"].as_str().unwrap())).collect()
}

fn slice<'a>(part: &Value, bytes: &'a [u8]) -> &'a [u8] {
    let number = usize::try_from(part["number"].as_u64().unwrap()).unwrap();
    let size = usize::try_from(part["size"].as_u64().unwrap()).unwrap();
    &bytes[(number - 1) * PART..(number - 1) * PART + size]
}

/// A large file goes up in parts with a break in between, and is read in ranges.
pub(super) async fn a_large_file_is_sent_in_parts_taken_up_again_and_read_in_ranges(centre: &Centre) {
    let amel = centre.person("amel").await;
    let bytes = mp4(2 * PART + 1_000);
    let begun = amel.ask(BEGIN, announced(&bytes)).await.checked();
    let id = begun.text("uploadBegin.upload.id");
    assert_eq!(begun.text("uploadBegin.upload.name"), "leçon 1.mp4");
    let parts = begun.at("uploadBegin.upload.missingParts").as_array().unwrap().clone();
    assert_eq!(parts.iter().map(|part| part["size"].as_u64().unwrap()).collect::<Vec<_>>(), [PART as u64, PART as u64, 1_000]);
    let send = async |part: &Value| {
        put(&centre.reach(part["address"].as_str().unwrap()), &headers(part), slice(part, &bytes).to_vec()).await
    };
    assert_eq!(send(&parts[2]).await, 200);
    amel.ask(COMPLETE, json!({ "id": id })).await.refused_with("UPLOAD_INCOMPLETE");
    // The network breaks here; the page asks what is still missing.
    let rest = amel.ask(UPLOAD, json!({ "id": id })).await.checked();
    let rest = rest.at("node.missingParts").as_array().unwrap().clone();
    assert_eq!(rest.iter().map(|part| part["number"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    for part in &rest {
        assert_eq!(send(part).await, 200);
    }
    amel.ask(COMPLETE, json!({ "id": id })).await.ok();
    centre.work().await;
    let stored = amel
        .ask("query($id: ID!) { node(id: $id) { ... on Upload { state problem { code } file { id } } } }", json!({ "id": id }))
        .await
        .checked();
    assert_eq!(stored.text("node.state"), "STORED", "{}", stored.body);
    let file = amel.ask(FILE, json!({ "id": stored.text("node.file.id") })).await.checked();
    let address = centre.reach(&file.text("node.address"));
    let whole = fetch(&address, None).await;
    assert_eq!((whole.status, whole.bytes.len(), whole.bytes == bytes), (200, bytes.len(), true));
    assert_eq!(whole.header("content-type"), Some("video/mp4"));
    assert!(whole.header("content-disposition").unwrap().starts_with("inline; filename=\"le_on 1.mp4\""));
    let middle = fetch(&address, Some("bytes=1000-1999")).await;
    assert_eq!((middle.status, middle.bytes == bytes[1_000..2_000]), (206, true));
    let end = fetch(&address, Some("bytes=-10")).await;
    assert_eq!((end.status, end.bytes == bytes[bytes.len() - 10..]), (206, true));
    assert_eq!(fetch(&address, Some("bytes=999999999-")).await.status, 416);
}

everywhere! {
    async fn a_large_file_in_parts(centre: Centre) {
        a_large_file_is_sent_in_parts_taken_up_again_and_read_in_ranges(&centre).await;
    }

    async fn a_picture_loses_what_it_says_beside_itself_and_gets_smaller_sizes(centre: Centre) {
        let amel = centre.person("amel").await;
        let bytes = jpeg(1_400, 700);
        assert!(bytes.windows(3).any(|part| part == b"GPS"));
        let file = sent(&centre, &amel, "../../photo.jpg.exe", "image/jpeg", "IMAGE", &bytes).await;
        assert_eq!((file["state"].as_str(), file["file"]["name"].as_str()), (Some("STORED"), Some("photo.jpg.jpg")), "{file}");
        let picture = fetch(&centre.reach(file["file"]["address"].as_str().unwrap()), None).await;
        assert_eq!(picture.header("content-type"), Some("image/jpeg"));
        assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
        assert!(picture.header("content-security-policy").unwrap().contains("sandbox"));
        assert!(!picture.bytes.windows(3).any(|part| part == b"GPS"), "where it was taken is nobody's business");
        let drawn = image::load_from_memory(&picture.bytes).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (1_400, 700));
        let widths: Vec<_> = file["file"]["variants"].as_array().unwrap().iter().map(|variant| variant["width"].as_i64().unwrap()).collect();
        assert_eq!(widths, [320, 960]);
        let small = fetch(&centre.reach(file["file"]["variants"][0]["address"].as_str().unwrap()), None).await;
        assert_eq!(image::load_from_memory(&small.bytes).unwrap().width(), 320);
        assert!(small.bytes.len() * 4 < picture.bytes.len());
    }

    async fn a_signed_address_is_good_for_one_thing_and_for_a_while(centre: Centre) {
        let amel = centre.person("amel").await;
        let bytes = mp4(5_000);
        let begun = amel.ask(BEGIN, announced(&bytes)).await.checked();
        let part = begun.at("uploadBegin.upload.missingParts.0").clone();
        let address = centre.reach(part["address"].as_str().unwrap());
        let good = headers(&part);
        let typed = |kind: &'static str| vec![("content-type", kind)];
        for (what, address, headers, body) in [
            ("another key", address.replacen("00001", "00002", 1), good.clone(), bytes.clone()),
            ("a way out", address.replacen("incoming/", "incoming/../content/", 1), good.clone(), bytes.clone()),
            ("a byte more", address.clone(), good.clone(), [bytes.as_slice(), b"x"].concat()),
            ("a byte less", address.clone(), good.clone(), bytes[1..].to_vec()),
            ("another size in the address", address.replacen("size=5000", "size=5001", 1), good.clone(), [bytes.as_slice(), b"x"].concat()),
            ("another type", address.clone(), typed("text/html"), bytes.clone()),
            ("another type in the address", address.replacen("octet-stream", "html", 1), typed("application/html"), bytes.clone()),
            ("a longer time", address.replacen("until=1", "until=9", 1), good.clone(), bytes.clone()),
            ("no signature", address.split("&signature").next().unwrap().to_owned(), good.clone(), bytes.clone()),
            ("an address for reading", address.replacen("method=PUT", "method=GET", 1), good.clone(), bytes.clone()),
        ] {
            assert_eq!(put(&address, &headers, body).await, 403, "{what}");
        }
        assert!([403, 404].contains(&fetch(&address, None).await.status), "what may be put may not be read");
        assert_eq!(put(&address, &good, bytes.clone()).await, 200);
        centre.clock.advance(TimeDelta::hours(25));
        assert_eq!(put(&address, &good, bytes.clone()).await, 403, "its time is over");
        let amel = centre.person("amel").await;
        amel.ask(COMPLETE, json!({ "id": begun.text("uploadBegin.upload.id") })).await.refused_with("WRONG_STATE");
        let file = sent(&centre, &amel, "a.mp4", "video/mp4", "MEDIA", &bytes).await;
        let address = centre.reach(file["file"]["address"].as_str().unwrap());
        assert_eq!(put(&address, &good, bytes).await, 403, "what may be read may not be put");
        assert_eq!(fetch(&address.replacen("video%2Fmp4", "text%2Fhtml", 1), None).await.status, 403);
        assert_eq!(fetch(&address.replacen("inline", "attachment", 1), None).await.status, 403);
        centre.clock.advance(TimeDelta::minutes(61));
        assert_eq!(fetch(&address, None).await.status, 403);
    }

    async fn what_is_too_much_or_of_no_kind_is_refused_before_a_byte_is_sent(centre: Centre) {
        let amel = centre.person("amel").await;
        let before = centre.fingerprint().await;
        for (change, code, path) in [
            (json!({ "size": 0 }), "OUT_OF_RANGE", "size"),
            (json!({ "size": 2_147_483_649_u64 }), "OUT_OF_RANGE", "size"),
            (json!({ "size": 21 * 1024 * 1024, "mediaType": "image/png", "purpose": "IMAGE" }), "OUT_OF_RANGE", "size"),
            (json!({ "mediaType": "image/svg+xml", "purpose": "IMAGE" }), "FILE_TYPE", "mediaType"),
            (json!({ "mediaType": "text/html", "purpose": "DOCUMENT" }), "FILE_TYPE", "mediaType"),
            (json!({ "mediaType": "video/mp4", "purpose": "IMAGE" }), "FILE_TYPE", "mediaType"),
            (json!({ "mediaType": "video/mp4\r\nx: y" }), "FILE_TYPE", "mediaType"),
            (json!({ "digest": "abc" }), "BAD_FORMAT", "digest"),
        ] {
            let mut input = announced(&[0; 10]);
            change.as_object().unwrap().iter().for_each(|(field, value)| input["input"][field] = value.clone());
            let mut said = Vec::new();
            for language in ["ar", "fr", "en"] {
                let refused = amel.clone().reading(language).ask(BEGIN, input.clone()).await;
                assert_eq!(refused.text("uploadBegin.userErrors.0.path.0"), path, "{change}");
                said.push(refused.text("uploadBegin.userErrors.0.message"));
                refused.refused_with(code);
            }
            said.dedup();
            assert_eq!(said.len(), 3);
        }
        centre.visitor().ask(BEGIN, announced(&[0; 10])).await.refused_with("UNAUTHENTICATED");
        assert_eq!(centre.fingerprint().await, before);
        // Two of 2 GB are all the room that there is.
        let mut large = announced(&[0; 10]);
        large["input"]["size"] = json!(2_147_483_648_u64);
        for _ in 0..2 {
            amel.ask(BEGIN, large.clone()).await.ok();
        }
        amel.ask(BEGIN, announced(&[0; 10])).await.refused_with("QUOTA_FULL");
        centre.person("sami").await.ask(BEGIN, announced(&[0; 10])).await.ok();
        // What nobody goes on with takes no room after its time.
        centre.clock.advance(TimeDelta::hours(25));
        centre.person("amel").await.ask(BEGIN, announced(&[0; 10])).await.ok();
    }

    async fn files_are_their_senders_and_their_officers(centre: Centre) {
        let (amel, sami, amina) = (centre.person("amel").await, centre.person("sami").await, centre.person("amina").await);
        let begun = amel.ask(BEGIN, announced(&[0; 10])).await.checked().text("uploadBegin.upload.id");
        let file = sent(&centre, &amel, "cv.txt", "text/plain", "DOCUMENT", "Amel".as_bytes()).await;
        let id = file["file"]["id"].as_str().unwrap();
        let before = centre.fingerprint().await;
        for other in [&sami, &centre.visitor()] {
            other.ask(UPLOAD, json!({ "id": begun })).await.refused_with("NOT_FOUND");
            other.ask(COMPLETE, json!({ "id": begun })).await.refused_with("NOT_FOUND");
            other.ask(CANCEL, json!({ "id": begun })).await.refused_with("NOT_FOUND");
            other.ask(FILE, json!({ "id": id })).await.refused_with("NOT_FOUND");
            other.ask(REMOVE, json!({ "id": id })).await.refused_with("NOT_FOUND");
        }
        amina.ask(FILE, json!({ "id": id })).await.ok();
        amina.ask(REMOVE, json!({ "id": id })).await.refused_with("FORBIDDEN");
        assert_eq!(centre.fingerprint().await, before);
        assert_eq!(amel.ask("{ files(first: 5) { nodes { name } totalCount } }", json!({})).await.checked().at("files"), &json!({ "nodes": [{ "name": "cv.txt" }], "totalCount": 1 }));
        amel.ask(REMOVE, json!({ "id": id })).await.ok();
        amel.ask(FILE, json!({ "id": id })).await.refused_with("NOT_FOUND");
        amel.ask(CANCEL, json!({ "id": begun })).await.ok();
        amel.ask(CANCEL, json!({ "id": begun })).await.refused_with("WRONG_STATE");
    }

    async fn a_video_has_captions_in_three_languages(centre: Centre) {
        let sami = centre.person("sami").await;
        let video = sent(&centre, &sami, "v.mp4", "video/mp4", "MEDIA", &mp4(900)).await;
        let video = video["file"]["id"].as_str().unwrap();
        let file = async |text: &str| {
            let file = sent(&centre, &sami, "c.vtt", "text/vtt", "CAPTIONS", text.as_bytes()).await;
            file["file"]["id"].as_str().unwrap().to_owned()
        };
        for (locale, word) in [("AR", "المؤثرات"), ("FR", "Étude d’impact"), ("EN", "Impact")] {
            let captions = file(&format!("WEBVTT\n\n00:00.000 --> 00:02.000\n{word}\n")).await;
            sami.ask(CAPTION, json!({ "input": { "file": video, "locale": locale, "captions": captions } })).await.ok();
        }
        let shown = sami.ask(FILE, json!({ "id": video })).await.checked();
        assert_eq!(shown.count("node.captions"), 3);
        let arabic = fetch(&centre.reach(&shown.text("node.captions.0.address")), None).await;
        assert_eq!((shown.text("node.captions.0.locale").as_str(), arabic.header("content-type")), ("AR", Some("text/vtt")));
        assert!(String::from_utf8(arabic.bytes).unwrap().contains("المؤثرات"));
        let before = centre.fingerprint().await;
        sami.ask(CAPTION, json!({ "input": { "file": video, "locale": "FR", "captions": video } })).await.refused_with("FILE_TYPE");
        let amels = sent(&centre, &centre.person("amel").await, "c.vtt", "text/vtt", "CAPTIONS", b"WEBVTT\n\n00:00.000 --> 00:02.000\nx\n").await;
        let grown = centre.fingerprint().await;
        assert_ne!(before, grown);
        sami.ask(CAPTION, json!({ "input": { "file": video, "locale": "FR", "captions": amels["file"]["id"] } })).await.refused_with("UNKNOWN_REFERENCE");
        assert_eq!(centre.fingerprint().await, grown);
        sami.ask(CAPTION, json!({ "input": { "file": video, "locale": "EN" } })).await.ok();
        assert_eq!(sami.ask(FILE, json!({ "id": video })).await.checked().count("node.captions"), 2);
    }

    async fn what_is_the_same_is_kept_once_and_goes_with_its_last_file(centre: Centre) {
        let (amel, sami) = (centre.person("amel").await, centre.person("sami").await);
        let first = sent(&centre, &amel, "a.txt", "text/plain", "DOCUMENT", b"the same").await;
        let second = sent(&centre, &sami, "b.csv", "text/csv", "DOCUMENT", b"the same").await;
        assert_eq!(second["file"]["mediaType"], "text/csv");
        assert_eq!(centre.number("SELECT count(*) AS number FROM content").await, 1);
        let kept = |folder: &str| walk(&centre.folder().join("files").join(folder));
        assert_eq!((kept("content"), kept("incoming"), kept("checking")), (1, 0, 0));
        amel.ask(REMOVE, json!({ "id": first["file"]["id"] })).await.ok();
        tidy(&centre, TimeDelta::days(2)).await;
        assert_eq!(kept("content"), 1, "another file holds it");
        let sami = again(&centre, &sami).await;
        sami.ask(REMOVE, json!({ "id": second["file"]["id"] })).await.ok();
        tidy(&centre, TimeDelta::days(2)).await;
        assert_eq!((kept("content"), centre.number("SELECT count(*) AS number FROM content").await), (0, 0));
    }

    async fn what_was_begun_and_never_finished_goes_after_its_time(centre: Centre) {
        let amel = centre.person("amel").await;
        let bytes = mp4(5_000);
        let begun = amel.ask(BEGIN, announced(&bytes)).await.checked();
        let part = begun.at("uploadBegin.upload.missingParts.0").clone();
        assert_eq!(put(&centre.reach(part["address"].as_str().unwrap()), &headers(&part), bytes).await, 200);
        let incoming = centre.folder().join("files/incoming");
        tidy(&centre, TimeDelta::hours(1)).await;
        assert_eq!(walk(&incoming), 1, "it may still go on");
        tidy(&centre, TimeDelta::days(1)).await;
        assert_eq!(walk(&incoming), 0);
        let amel = again(&centre, &amel).await;
        assert_eq!(amel.ask(UPLOAD, json!({ "id": begun.text("uploadBegin.upload.id") })).await.checked().text("node.state"), "CANCELLED");
    }

    async fn what_rots_is_found_and_mended_by_sending_it_again(centre: Centre) {
        let amel = centre.person("amel").await;
        sent(&centre, &amel, "a.txt", "text/plain", "DOCUMENT", b"whole").await;
        let state = async |state: &str| centre.number(&format!("SELECT count(*) AS number FROM content WHERE state = '{state}'")).await;
        let path = only(&centre.folder().join("files/content"));
        std::fs::write(&path, b"whale").unwrap();
        tidy(&centre, TimeDelta::days(1)).await;
        assert_eq!((state("damaged").await, state("good").await), (1, 0));
        let amel = again(&centre, &amel).await;
        sent(&centre, &amel, "b.txt", "text/plain", "DOCUMENT", b"whole").await;
        assert_eq!((state("good").await, std::fs::read(&path).unwrap()), (1, b"whole".to_vec()));
        std::fs::remove_file(&path).unwrap();
        tidy(&centre, TimeDelta::days(1)).await;
        assert_eq!(state("missing").await, 1);
    }
}

/// Somebody who is still signed in after days.
pub(super) async fn again(_: &Centre, person: &Person) -> Person {
    let mut person = person.clone();
    person.refresh().await.ok();
    person
}

/// Lets time pass, and has the files looked after.
pub(super) async fn tidy(centre: &Centre, time: TimeDelta) {
    centre.clock.advance(time);
    let (id, now, empty) = match centre.kind {
        nabta_testkit::Kind::Sqlite => ("randomblob(16)", "'2000-01-01T00:00:00+00:00'", ""),
        nabta_testkit::Kind::Postgres => ("gen_random_uuid()", "'2000-01-01T00:00:00+00:00'", "::jsonb"),
    };
    let at = centre.clock.now().to_rfc3339();
    let job = format!(
        "INSERT INTO job (id, kind, payload, state, due_at, tries, progress, created_at, version) \
         VALUES ({id}, 'file.upkeep', '{{\"at\": \"{at}\"}}'{empty}, 'waiting', {now}, 0, 0, {now}, 1)"
    );
    centre.tamper(&job).await.unwrap();
    assert!(centre.work().await >= 1);
}

/// How many files lie in a folder and below.
fn walk(folder: &std::path::Path) -> usize {
    files(folder).len()
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn only(folder: &std::path::Path) -> std::path::PathBuf {
    let [path] = <[_; 1]>::try_from(files(folder)).unwrap();
    path
}
