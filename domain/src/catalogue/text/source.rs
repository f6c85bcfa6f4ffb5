//! The body as characters: line ends, composition, forbidden characters, line numbers, digest.

use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{Issue, IssueKind};
use crate::kernel::text::is_forbidden;

/// The body as it is stored: `\n` line ends, composed characters (NFC), no blank ends.
pub fn normalise_body(markdown: &str) -> String {
    compose(&unix_lines(markdown)).trim().to_owned()
}

/// The identity of a body: the first 32 hexadecimal digits of the SHA-256 of the trimmed text with `\n` line ends.
///
/// Characters are not composed first, so that anyone can repeat the sum with ordinary tools.
pub fn digest(markdown: &str) -> String {
    let mut digits = hex::encode(Sha256::digest(unix_lines(markdown).trim()));
    digits.truncate(32);
    digits
}

fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn compose(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// A body ready to be parsed, which still knows its lines.
pub(super) struct Source {
    /// Composed text with `\n` line ends and without forbidden characters. Nothing is trimmed: lines keep their numbers.
    pub(super) text: String,
    /// Byte offset at which each line starts.
    starts: Vec<usize>,
}

impl Source {
    /// Prepares a body and reports the characters that were taken out.
    pub(super) fn new(markdown: &str, issues: &mut Vec<Issue>) -> Self {
        let text = compose(&unix_lines(markdown));
        report_forbidden(&text, issues);
        let text = text.replace(is_forbidden, "");
        let text = flatten(text, issues);
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line, from 1, that holds a byte.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Each line with the offset at which it starts.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.starts.iter().copied().zip(self.text.split('\n'))
    }
}

/// Markers of quotes and lists at the start of one line beyond this number are blanked.
const MAX_MARKERS: usize = 32;

/// Keeps lists and quotes within each other to a number that the parser handles in linear time: pulldown-cmark 0.13 looks at every
/// open one for each further line, and one line of `>` can open a hundred thousand.
fn flatten(text: String, issues: &mut Vec<Issue>) -> String {
    let mut flat = String::with_capacity(text.len());
    let mut reported = false;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let Some((from, to)) = excess_markers(line) else {
            flat.push_str(line);
            continue;
        };
        if !std::mem::replace(&mut reported, true) {
            issues.push(Issue::new(number, IssueKind::TooDeep, &line[..from]));
        }
        flat.push_str(&line[..from]);
        flat.extend(std::iter::repeat_n(' ', to - from));
        flat.push_str(&line[to..]);
    }
    flat
}

/// Where the markers beyond [`MAX_MARKERS`] start and end. All of them are ASCII.
fn excess_markers(line: &str) -> Option<(usize, usize)> {
    let bytes = line.as_bytes();
    let is_blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t'));
    let (mut at, mut markers, mut from) = (0, 0, None);
    loop {
        let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let width = match bytes.get(at) {
            Some(b' ' | b'\t') => {
                at += 1;
                continue;
            }
            Some(b'>') => 1,
            Some(b'-' | b'+' | b'*') if is_blank(at + 1) => 1,
            Some(_) if digits > 0 && matches!(bytes.get(at + digits), Some(b'.' | b')')) && is_blank(at + digits + 1) => {
                digits + 1
            }
            _ => return from.map(|from| (from, at)),
        };
        if markers == MAX_MARKERS {
            from.get_or_insert(at);
        } else {
            markers += 1;
        }
        at += width;
    }
}

/// One issue for each line and character: a file full of them is one mistake a line.
fn report_forbidden(text: &str, issues: &mut Vec<Issue>) {
    for (number, line) in text.split('\n').enumerate() {
        let mut found: Vec<char> = line.chars().filter(|c| is_forbidden(*c)).collect();
        found.sort_unstable();
        found.dedup();
        issues.extend(
            found.iter().map(|c| Issue::new(number + 1, IssueKind::ForbiddenCharacter, &format!("U+{:04X}", u32::from(*c)))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_body_has_one_form() {
        assert_eq!(normalise_body("\r\n e\u{301}tude\r\nd'impact \n"), "étude\nd'impact");
        let once = normalise_body("a\rb\r\n\u{1112}\u{1161}");
        assert_eq!(normalise_body(&once), once);
    }

    #[test]
    fn the_digest_ignores_line_ends_and_blank_ends() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223");
        assert_eq!(digest("  a\r\nb\n\n"), digest("a\nb"));
        assert_ne!(digest("a\nb"), digest("a b"));
    }

    #[test]
    fn forbidden_characters_are_reported_by_line_and_taken_out() {
        let mut issues = Vec::new();
        let source = Source::new("a\0\nb\u{202E}c\u{202E}\u{2066}\nd\u{200F}", &mut issues);
        assert_eq!(source.text, "a\nbc\nd\u{200F}");
        let seen: Vec<_> = issues.iter().map(|issue| (issue.line, issue.detail.as_str())).collect();
        assert_eq!(seen, [(1, "U+0000"), (2, "U+202E"), (2, "U+2066")]);
    }

    #[test]
    fn markers_beyond_any_use_are_blanked() {
        let flat = |text: &str| {
            let mut issues = Vec::new();
            (Source::new(text, &mut issues).text, issues.len())
        };
        let usual = "> - 1. a > b\n- - - - - -\n* * *\n    1) x";
        assert_eq!(flat(usual), (usual.to_owned(), 0));
        let deep = format!("x\n{}دراسة\n{}", "> ".repeat(40), "1. ".repeat(50));
        let kept = format!("x\n{}{}دراسة\n{}{}", "> ".repeat(32), "  ".repeat(8), "1. ".repeat(32), "   ".repeat(18));
        assert_eq!(flat(&deep), (kept, 1));
    }

    #[test]
    fn lines_count_from_one() {
        let source = Source::new("a\nbb\n\nc", &mut Vec::new());
        assert_eq!([0, 1, 2, 4, 5, 6].map(|at| source.line(at)), [1, 1, 2, 2, 3, 4]);
        assert_eq!(source.lines().map(|(at, line)| (at, line.len())).collect::<Vec<_>>(), [(0, 1), (2, 2), (5, 0), (6, 1)]);
    }
}
