//! A PDF as other programs read it: poppler and qpdf, which `tests/scripts/tools.sh pdf` installs.

use std::io::Write;
use std::process::Command;

use tempfile::NamedTempFile;

/// A PDF that was answered or written.
pub struct Paper(NamedTempFile);

impl Paper {
    /// From its bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"%PDF-"), "no PDF: {}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)]));
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        Self(file)
    }

    /// Its text in the order in which it is read, without the marks of direction that the reader of the PDF adds; one space between words.
    #[must_use]
    pub fn text(&self) -> String {
        let said = self.run("pdftotext", &["-enc", "UTF-8"], &["-"]);
        let marks =
            |character: &char| !matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        said.chars().filter(marks).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Its text without spaces: beside numbers in Arabic, the reader of the PDF puts them elsewhere.
    #[must_use]
    pub fn close(&self) -> String {
        self.text().split_whitespace().collect()
    }

    /// What the file says about itself: title, language, tags, pages.
    #[must_use]
    pub fn facts(&self) -> String {
        self.run("pdfinfo", &[], &[])
    }

    /// Asserts that its structure is sound and that it carries all its fonts.
    pub fn sound(&self) {
        self.run("qpdf", &["--check"], &[]);
        let fonts = self.run("pdffonts", &[], &[]);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty(), "it has no fonts");
        for font in fonts {
            // Embedded, a subset, with what turns its glyphs back into text.
            assert!(font.contains("yes yes yes"), "{font}");
        }
    }

    fn run(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let output = Command::new(program).args(before).arg(self.0.path()).args(after).output();
        let output = output.unwrap_or_else(|error| panic!("{program}: {error}; tests/scripts/tools.sh pdf installs it"));
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{program}: {complaint}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}
