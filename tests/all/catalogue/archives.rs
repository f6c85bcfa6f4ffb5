//! Archives that are no courses but attacks, sent over HTTP: each is refused whole, with its reason.

use nabta_documents::archive::{Files, MOST_FILES, pack};
use nabta_testkit::{everywhere, json};

/// Where the records of a zip archive's files begin: before each file, and again in the list at the end.
const LOCAL: &[u8] = b"PK\x03\x04";
const LISTED: &[u8] = b"PK\x01\x02";

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    pack(&files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect())
}

/// Writes over a field of each record of a kind.
fn with(mut zip: Vec<u8>, record: &[u8], offset: usize, value: &[u8]) -> Vec<u8> {
    let places: Vec<_> = zip.windows(4).enumerate().filter(|(_, bytes)| *bytes == record).map(|(place, _)| place).collect();
    assert!(!places.is_empty(), "no such record");
    for place in places {
        zip[place + offset..][..value.len()].copy_from_slice(value);
    }
    zip
}

/// A link: its mode says so, and what it leads to is its content.
fn link(to: &str) -> Vec<u8> {
    with(packed(&[("figures/link.svg", to.as_bytes())]), LISTED, 38, &(0o120_777_u32 << 16).to_le_bytes())
}

/// Locked with a password: the first of the general flags says so.
fn locked() -> Vec<u8> {
    with(with(packed(&[("course.toml", b"x")]), LOCAL, 6, &[1, 0]), LISTED, 8, &[1, 0])
}

everywhere! {
    async fn an_archive_that_attacks_is_refused_with_its_reason(centre: Centre) {
        let sami = centre.person("sami").await;
        let id = sami.ask("{ course(slug: \"impact-study\") { id } }", json!({})).await.checked().text("course.id");
        let (_, good) = sami.download(&format!("/courses/{id}/archive")).await;
        // Each evil file lies in an archive that is good for the rest.
        let beside = |name: &str, bytes: &[u8]| {
            let mut files: Files = nabta_documents::archive::unpack(&good).unwrap();
            files.insert(name.to_owned(), bytes.to_vec());
            pack(&files)
        };
        let before = centre.fingerprint().await;
        let (large, lock, out, plain) = ("elle est trop grande", "mot de passe", "sort du dossier", "contient un lien");
        let many: Files = (0..=MOST_FILES).map(|number| (format!("{number}.fr.md"), Vec::new())).collect();
        for (what, zip, reason) in [
            ("a bomb", beside("figures/bomb.svg", &vec![0; 50 * 1024 * 1024]), large),
            ("too many files", pack(&many), large),
            ("a way out", beside("../../etc/cron.d/x", b"x"), out),
            ("a way out in the middle", beside("figures/../../x", b"x"), out),
            ("an absolute name", beside("/etc/passwd", b"x"), out),
            ("a way out as Windows writes it", beside("..\\..\\x", b"x"), out),
            ("a drive", beside("C:/x", b"x"), out),
            ("a link", link("/etc/passwd"), plain),
            ("a device", with(packed(&[("course.toml", b"x")]), LISTED, 38, &(0o020_666_u32 << 16).to_le_bytes()), plain),
            ("a lock", locked(), lock),
        ] {
            assert!(zip.len() < 20 * 1024 * 1024, "{what} is not refused for its size");
            let answer = sami.send_to("/courses/archive", "application/zip", zip).await;
            let error = &answer.body["errors"][0];
            assert_eq!((answer.status, &error["extensions"]["code"]), (422, &json!("IMPORT_REFUSED")), "{what}: {}", answer.body);
            assert_eq!(error["extensions"]["path"], json!(["archive"]), "{what}");
            assert!(error["message"].as_str().unwrap().contains(reason), "{what}: {}", answer.body);
        }
        assert_eq!(centre.fingerprint().await, before);
        // The same way works for a course.
        assert_eq!(sami.send_to("/courses/archive", "application/zip", good).await.body["outcome"], "UNCHANGED");
    }
}
