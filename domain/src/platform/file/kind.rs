//! What files may be: by what they are for, and by what they are, which is not what their sender says.

use nabta_documents::archive::{self, ArchiveError};
use nabta_entities::platform::file::FilePurpose;

use super::captions;
use super::picture::{self, Picture};
use crate::platform::actions::codes;

/// A type of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// As HTTP names it.
    pub media_type: &'static str,
    /// As names of files end.
    pub extension: &'static str,
    /// What it can be for.
    pub purpose: FilePurpose,
}

const fn kind(media_type: &'static str, extension: &'static str, purpose: FilePurpose) -> Kind {
    Kind { media_type, extension, purpose }
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// All of them. What can run in a browser (SVG, HTML, scripts) is not among them and never will be.
pub const KINDS: &[Kind] = &[
    kind("image/png", "png", FilePurpose::Image),
    kind("image/jpeg", "jpg", FilePurpose::Image),
    kind("image/webp", "webp", FilePurpose::Image),
    kind("application/pdf", "pdf", FilePurpose::Document),
    kind(DOCX, "docx", FilePurpose::Document),
    kind(XLSX, "xlsx", FilePurpose::Document),
    kind(PPTX, "pptx", FilePurpose::Document),
    kind("text/csv", "csv", FilePurpose::Document),
    kind("text/plain", "txt", FilePurpose::Document),
    kind("video/mp4", "mp4", FilePurpose::Media),
    kind("video/webm", "webm", FilePurpose::Media),
    kind("audio/mpeg", "mp3", FilePurpose::Media),
    kind("audio/ogg", "ogg", FilePurpose::Media),
    kind("audio/mp4", "m4a", FilePurpose::Media),
    kind("text/vtt", "vtt", FilePurpose::Captions),
];

/// Other names that systems give to some of them, and what a look at their bytes calls them.
const ALSO: &[(&str, &str)] = &[
    ("audio/m4a", "audio/mp4"),
    ("audio/x-m4a", "audio/mp4"),
    ("application/ogg", "audio/ogg"),
    ("audio/opus", "audio/ogg"),
    ("audio/mp3", "audio/mpeg"),
    ("video/x-m4v", "video/mp4"),
];

/// One name of a type for all of its names.
fn one_name(media_type: &str) -> &str {
    ALSO.iter().find(|(other, _)| *other == media_type).map_or(media_type, |(_, name)| name)
}

/// The kind that somebody names, for a purpose.
#[must_use]
pub fn named(media_type: &str, purpose: FilePurpose) -> Option<Kind> {
    let media_type = one_name(media_type);
    KINDS.iter().copied().find(|kind| kind.media_type == media_type && kind.purpose == purpose)
}

/// The most bytes of a file for a purpose. What is read as a whole stays small; `media` is for the operator to say.
#[must_use]
pub const fn most(purpose: FilePurpose, media: u64) -> u64 {
    match purpose {
        FilePurpose::Image => 20 * 1024 * 1024,
        FilePurpose::Document => 25 * 1024 * 1024,
        FilePurpose::Captions => 1024 * 1024,
        FilePurpose::Media => media,
    }
}

/// Why a file isn't taken; the name is the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It isn't what it is said to be, or nothing that is taken.
    Type,
    /// It is damaged, cut off, or locked.
    Damaged,
    /// It holds something that runs, or leads elsewhere.
    Active,
    /// It would unfold to more than is allowed.
    TooLarge,
    /// Malware was found in it.
    Malware,
}

impl Problem {
    /// Its name, as the database and messages have it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Type => codes::FILE_TYPE,
            Self::Damaged => codes::FILE_DAMAGED,
            Self::Active => codes::FILE_ACTIVE,
            Self::TooLarge => codes::FILE_TOO_LARGE,
            Self::Malware => codes::FILE_MALWARE,
        }
    }
}

/// The code of a problem that is kept under its name; nothing for what is no problem of the file.
#[must_use]
pub fn problem(name: &str) -> Option<&'static str> {
    let all = [Problem::Type, Problem::Damaged, Problem::Active, Problem::TooLarge, Problem::Malware];
    all.into_iter().map(Problem::code).find(|code| *code == name)
}

/// What becomes of a file that was looked at.
pub enum Taken {
    /// It is kept as it came.
    AsItIs,
    /// It is kept drawn anew, without what stood beside the picture, and in smaller sizes.
    Drawn(Vec<Picture>),
}

/// Looks at a file that is small enough to be read as a whole.
pub fn examine(kind: Kind, bytes: &[u8]) -> Result<Taken, Problem> {
    match kind.media_type {
        "application/pdf" => pdf(bytes).map(|()| Taken::AsItIs),
        DOCX | XLSX | PPTX => office(kind.media_type, bytes).map(|()| Taken::AsItIs),
        "text/csv" | "text/plain" => text(bytes).map(|_| Taken::AsItIs),
        "text/vtt" => captions::check(text(bytes)?).map(|()| Taken::AsItIs),
        _ if kind.purpose == FilePurpose::Image => picture::draw(kind.media_type, bytes).map(Taken::Drawn),
        _ => begins(kind, bytes).map(|()| Taken::AsItIs),
    }
}

/// Looks at how a file begins that is too large to be read as a whole: video and audio.
pub fn begins(kind: Kind, head: &[u8]) -> Result<(), Problem> {
    let found = infer::get(head).map(|found| one_name(found.mime_type())).ok_or(Problem::Type)?;
    // The same box holds video and audio.
    let is_same = found == kind.media_type || (kind.media_type == "audio/mp4" && found == "video/mp4");
    if is_same { Ok(()) } else { Err(Problem::Type) }
}

/// Text in UTF-8 that no browser could take for a page.
fn text(bytes: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::Type)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.contains('\0') || text.trim_start().starts_with('<') { Err(Problem::Type) } else { Ok(text) }
}

fn pdf(bytes: &[u8]) -> Result<(), Problem> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(Problem::Type);
    }
    let end = &bytes[bytes.len().saturating_sub(2_048)..];
    if !contains(end, b"%%EOF") {
        return Err(Problem::Damaged);
    }
    if contains(bytes, b"/Encrypt") {
        return Err(Problem::Damaged);
    }
    // What stands in packed streams isn't seen here; a browser gets the file to save, never to show.
    let plain = plain_names(bytes);
    let active: [&[u8]; 4] = [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"];
    if active.iter().any(|name| contains(&plain, name)) || has_script(&plain) { Err(Problem::Active) } else { Ok(()) }
}

/// Names may have any of their letters as `#` and two hexadecimal digits.
fn plain_names(bytes: &[u8]) -> Vec<u8> {
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let coded = bytes.get(at + 1..at + 3).filter(|_| *byte == b'#').and_then(|digits| hex::decode(digits).ok());
        plain.push(coded.as_ref().map_or(*byte, |coded| coded[0]));
        at += if coded.is_some() { 3 } else { 1 };
    }
    plain
}

/// Whether the name `/JS` stands there, whatever follows it. Not within streams, whose packed bytes hold so short a name by chance.
fn has_script(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let find = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).position(|window| window == part);
    loop {
        let begins = find(rest, b"stream");
        let outside = &rest[..begins.unwrap_or(rest.len())];
        if names_script(outside) {
            return true;
        }
        let Some(begins) = begins else { return false };
        // A stream without an end is none.
        let Some(ends) = find(&rest[begins..], b"endstream") else { return names_script(&rest[begins..]) };
        rest = &rest[begins + ends + b"endstream".len()..];
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn names_script(bytes: &[u8]) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    bytes.windows(4).any(|window| window.starts_with(b"/JS") && !is_part(window[3]))
}

/// A document of an office program: a zip archive whose parts are looked at without keeping them.
fn office(media_type: &str, bytes: &[u8]) -> Result<(), Problem> {
    let main = match media_type {
        DOCX => "word/document.xml",
        XLSX => "xl/workbook.xml",
        _ => "ppt/presentation.xml",
    };
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(Problem::Type);
    }
    let names = archive::names(bytes).map_err(|error| match error {
        ArchiveError::Damaged | ArchiveError::Encrypted => Problem::Damaged,
        ArchiveError::UnsafeName(_) | ArchiveError::NotAFile(_) => Problem::Active,
        ArchiveError::TooLarge => Problem::TooLarge,
    })?;
    if !names.iter().any(|name| name == "[Content_Types].xml") || !names.iter().any(|name| name == main) {
        return Err(Problem::Type);
    }
    let runs = |name: &String| {
        let name = name.to_lowercase();
        name.ends_with(".bin") && (name.contains("vba") || name.contains("activex") || name.contains("embeddings"))
    };
    if names.iter().any(runs) { Err(Problem::Active) } else { Ok(()) }
}

/// A name that is safe on every system, with the ending of what the file is.
#[must_use]
pub fn safe_name(given: &str, kind: Kind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let is_kept = |c: &char| (c.is_alphanumeric() || " -_().'’".contains(*c)) && !crate::kernel::text::is_forbidden(*c);
    let stem: String = stem.chars().filter(is_kept).take(120).collect();
    let stem = stem.trim_matches([' ', '.', '-']).to_owned();
    // Windows keeps these names for devices.
    let is_device = ["con", "prn", "aux", "nul"].contains(&stem.to_lowercase().as_str())
        || (stem.len() == 4 && ["com", "lpt"].iter().any(|device| stem.to_lowercase().starts_with(device)));
    let stem = if stem.is_empty() || is_device { format!("file{stem}") } else { stem };
    format!("{stem}.{}", kind.extension)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PDF: Kind = KINDS[3];

    #[test]
    fn a_script_is_found_however_its_name_is_written() {
        let file = |inside: &str| format!("%PDF-1.7\n{inside}\n%%EOF");
        for active in ["/JS(x)", "/JS 5 0 R", "/JS<41>", "/JS\r(x)", "/J#53 (x)", "/#4a#53(x)", "/Java#53cript", "stream /JS (x)"]
        {
            assert_eq!(pdf(file(active).as_bytes()), Err(Problem::Active), "{active}");
        }
        for still in ["/JSON 1", "/J#5", "stream\n/JS \nendstream", "/JSCall-1"] {
            assert_eq!(pdf(file(still).as_bytes()), Ok(()), "{still}");
        }
    }

    #[test]
    fn a_type_has_one_name() {
        assert_eq!(named("audio/x-m4a", FilePurpose::Media).map(|kind| kind.media_type), Some("audio/mp4"));
        let opus = [b"OggS".as_slice(), &[0; 24], b"OpusHead"].concat();
        assert_eq!(begins(named("audio/ogg", FilePurpose::Media).unwrap(), &opus), Ok(()));
        for (other, name) in ALSO {
            assert!(
                KINDS.iter().all(|kind| kind.media_type != *other) && KINDS.iter().any(|kind| kind.media_type == *name),
                "{other}"
            );
        }
    }

    #[test]
    fn names_are_safe_and_end_as_what_they_are() {
        for (given, safe) in [
            ("دليل التكوين.pdf", "دليل التكوين.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\x\\cv.docx", "cv.pdf"),
            ("cv.pdf.exe", "cv.pdf.pdf"),
            (".htaccess", "file.pdf"),
            ("", "file.pdf"),
            ("con", "filecon.pdf"),
            ("a\u{202e}fdp.exe", "afdp.pdf"),
            ("a\0b\r\n.pdf", "ab.pdf"),
        ] {
            assert_eq!(safe_name(given, PDF), safe, "{given}");
        }
    }

    proptest! {
        #[test]
        fn a_safe_name_is_safe_again(given in "\\PC{0,200}") {
            let safe = safe_name(&given, PDF);
            prop_assert_eq!(safe_name(&safe, PDF), safe.clone());
            prop_assert!(safe.len() <= 600 && !safe.starts_with('.') && !safe.contains(['/', '\\', '"', '<']));
        }
    }
}
