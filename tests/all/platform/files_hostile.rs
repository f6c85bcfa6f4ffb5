//! Files that must not be kept (S10): what runs, what is none of what it says, what unfolds too far, what leads out.

use std::io::{Cursor, Write};

use nabta_testkit::{everywhere, fetch, json, sent};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::files::{jpeg, mp4};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn office(main: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("[Content_Types].xml", b"<Types/>".as_slice()), (main, b"<document/>")].iter().chain(more) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zipped(write: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    write(&mut writer);
    writer.finish().unwrap().into_inner()
}

fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {inside} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n").into_bytes()
}

/// A picture whose header says 20,000 × 20,000.
fn bomb() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(4, 4).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let mut bytes = bytes.into_inner();
    bytes[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    };
    let crc = !bytes[12..29].iter().fold(u32::MAX, step);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

/// Each with what it is, what it says that it is, and the code with which it is refused.
fn hostile() -> Vec<(String, &'static str, &'static str, Vec<u8>, &'static str)> {
    let mut all: Vec<(String, &'static str, &'static str, Vec<u8>, &'static str)> = Vec::new();
    let pages: [(&str, &[u8]); 8] = [
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        (
            "svg with a declaration",
            b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        ),
        ("html", b"<!doctype html><script>alert(1)</script>"),
        ("html after blanks", b"\n\n   <html><body onload=alert(1)>"),
        ("html after a mark", "\u{feff}<html>".as_bytes()),
        ("xhtml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>"),
        ("php", b"<?php system($_GET['c']); ?>"),
        ("a program", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
    ];
    for (name, bytes) in pages {
        for (kind, purpose) in [
            ("image/png", "IMAGE"),
            ("image/webp", "IMAGE"),
            ("application/pdf", "DOCUMENT"),
            (DOCX, "DOCUMENT"),
            ("text/plain", "DOCUMENT"),
            ("video/mp4", "MEDIA"),
        ] {
            all.push((format!("{name} as {kind}"), kind, purpose, bytes.to_vec(), "FILE_TYPE"));
        }
    }
    let mut add = |name: &str, kind, purpose, bytes, code| all.push((name.to_owned(), kind, purpose, bytes, code));
    add("a picture as a document", "application/pdf", "DOCUMENT", jpeg(9, 9), "FILE_TYPE");
    add("a JPEG as PNG", "image/png", "IMAGE", jpeg(9, 9), "FILE_TYPE");
    add("a page before a document", "application/pdf", "DOCUMENT", [b"<html>".to_vec(), pdf("")].concat(), "FILE_TYPE");
    add("an archive as a picture", "image/png", "IMAGE", office("word/document.xml", &[]), "FILE_TYPE");
    add("a sheet as a text", DOCX, "DOCUMENT", office("xl/workbook.xml", &[]), "FILE_TYPE");
    add("text with a NUL", "text/plain", "DOCUMENT", b"a\0b".to_vec(), "FILE_TYPE");
    add("text in no encoding", "text/csv", "DOCUMENT", vec![0xE9, 0xFF, 0xFE], "FILE_TYPE");
    add("audio as video", "video/mp4", "MEDIA", b"ID3\x04\0\0\0\0\0\0".to_vec(), "FILE_TYPE");
    add("captions that are a page", "text/vtt", "CAPTIONS", b"<html>".to_vec(), "FILE_TYPE");
    add(
        "captions with a style",
        "text/vtt",
        "CAPTIONS",
        b"WEBVTT\n\nSTYLE\n::cue{}\n\n00:00.000 --> 00:01.000\nx".to_vec(),
        "FILE_ACTIVE",
    );
    add("a picture cut off", "image/jpeg", "IMAGE", jpeg(600, 600)[..3_000].to_vec(), "FILE_DAMAGED");
    add("a picture of 20,000 × 20,000", "image/png", "IMAGE", bomb(), "FILE_TOO_LARGE");
    add("a document cut off", "application/pdf", "DOCUMENT", pdf("")[..30].to_vec(), "FILE_DAMAGED");
    add("a document with a password", "application/pdf", "DOCUMENT", pdf("/Encrypt 2 0 R"), "FILE_DAMAGED");
    for inside in [
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/AA << /O << /S /Launch /F (cmd.exe) >> >>",
        "/Names << /EmbeddedFile 3 0 R >>",
        "/RichMedia 1",
    ] {
        add(inside, "application/pdf", "DOCUMENT", pdf(inside), "FILE_ACTIVE");
    }
    add("a macro", DOCX, "DOCUMENT", office("word/document.xml", &[("word/vbaProject.bin", b"x")]), "FILE_ACTIVE");
    add("a macro in a sheet", XLSX, "DOCUMENT", office("xl/workbook.xml", &[("xl/VBAProject.bin", b"x")]), "FILE_ACTIVE");
    add("ActiveX", DOCX, "DOCUMENT", office("word/document.xml", &[("word/activeX/activeX1.bin", b"x")]), "FILE_ACTIVE");
    add(
        "an embedded program",
        DOCX,
        "DOCUMENT",
        office("word/document.xml", &[("word/embeddings/oleObject1.bin", b"x")]),
        "FILE_ACTIVE",
    );
    add("a name that leads out", DOCX, "DOCUMENT", office("word/document.xml", &[("../../x", b"x")]), "FILE_ACTIVE");
    add("an absolute name", DOCX, "DOCUMENT", office("word/document.xml", &[("/etc/passwd", b"x")]), "FILE_ACTIVE");
    let link = zipped(|writer| {
        writer.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
        writer.add_symlink("word/document.xml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    });
    add("a link", DOCX, "DOCUMENT", link, "FILE_ACTIVE");
    let unfolds = office("word/document.xml", &[("word/media/image1.png", &vec![0; 60 * 1024 * 1024])]);
    add("an archive that unfolds a thousand times", DOCX, "DOCUMENT", unfolds, "FILE_TOO_LARGE");
    let many = zipped(|writer| {
        for index in 0..5_001 {
            writer
                .start_file(index.to_string(), SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
                .unwrap();
        }
    });
    add("an archive of 5,001 files", XLSX, "DOCUMENT", many, "FILE_TOO_LARGE");
    let locked = zipped(|writer| {
        writer
            .start_file("[Content_Types].xml", SimpleFileOptions::default().with_deprecated_encryption(b"secret").unwrap())
            .unwrap();
        writer.write_all(b"x").unwrap();
    });
    add("an archive with a password", XLSX, "DOCUMENT", locked, "FILE_DAMAGED");
    let good = office("word/document.xml", &[]);
    add("an archive cut off", DOCX, "DOCUMENT", good[..good.len() - 10].to_vec(), "FILE_DAMAGED");
    all
}

everywhere! {
    async fn what_must_not_be_kept_is_refused_with_its_code(centre: Centre) {
        let amel = centre.person("amel").await;
        let hostile = hostile();
        assert!(hostile.len() >= 60, "{}", hostile.len());
        for (name, kind, purpose, bytes, code) in hostile {
            let answer = sent(&centre, &amel, "x", kind, purpose, &bytes).await;
            assert_eq!((answer["state"].as_str(), answer["problem"]["code"].as_str()), (Some("REFUSED"), Some(code)), "{name}: {answer}");
            assert!(answer["problem"]["message"].as_str().unwrap().len() > 20 && answer["file"].is_null(), "{name}");
        }
        assert_eq!(centre.number("SELECT count(*) AS number FROM content").await, 0);
        for folder in ["content", "checking", "incoming"] {
            let left = std::fs::read_dir(centre.folder().join("files").join(folder)).into_iter().flatten().flatten();
            let left: Vec<_> = left.filter(|entry| entry.path().is_file() || std::fs::read_dir(entry.path()).unwrap().next().is_some()).collect();
            assert!(left.is_empty(), "{folder}: {left:?}");
        }
    }

    async fn what_is_what_it_says_is_kept_and_given_out_to_be_saved(centre: Centre) {
        let amel = centre.person("amel").await;
        for (name, kind, purpose, bytes, how) in [
            ("دليل.pdf", "application/pdf", "DOCUMENT", pdf(""), "attachment"),
            ("cv.docx", DOCX, "DOCUMENT", office("word/document.xml", &[]), "attachment"),
            ("liste.csv", "text/csv", "DOCUMENT", "nom;note\nأمل;17".as_bytes().to_vec(), "attachment"),
            ("v.mp4", "video/mp4", "MEDIA", mp4(500), "inline"),
            ("p.jpg", "image/jpeg", "IMAGE", [jpeg(40, 40), b"<?php system('id') ?><script>".to_vec()].concat(), "inline"),
        ] {
            let answer = sent(&centre, &amel, name, kind, purpose, &bytes).await;
            assert_eq!(answer["state"], "STORED", "{name}: {answer}");
            let fetched = fetch(&centre.reach(answer["file"]["address"].as_str().unwrap()), None).await;
            assert_eq!((fetched.status, fetched.header("content-type")), (200, Some(kind)));
            assert!(fetched.header("content-disposition").unwrap().starts_with(how), "{name}");
            assert!(!fetched.bytes.windows(7).any(|part| part == b"<script"), "{name}");
        }
        let list = amel.ask("{ files(first: 10) { nodes { mediaType } } }", json!({})).await.checked();
        assert_eq!(list.count("files.nodes"), 5);
    }
}
