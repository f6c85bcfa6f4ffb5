//! A piece of a file that knows on which line it begins.

/// A piece of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The line of its first character, from 1.
    pub(super) line: usize,
}

impl<'a> Span<'a> {
    /// Without blanks around it.
    pub(super) fn trim(self) -> Self {
        let text = self.text.trim_start();
        let before = self.text.len() - text.len();
        let skipped = self.text.get(..before).unwrap_or_default();
        Self { text: text.trim_end(), line: self.line + breaks(skipped) }
    }

    /// What stands before and after a place, which is left out with so many bytes.
    pub(super) fn split(self, at: usize, skip: usize) -> (Self, Self) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let after = self.text.get(at.saturating_add(skip)..).unwrap_or_default();
        let skipped = self.text.get(at..at.saturating_add(skip)).unwrap_or_default();
        (Self { text: before, line: self.line }, Self { text: after, line: self.line + breaks(before) + breaks(skipped) })
    }

    /// What stands before and after the first of a sign.
    pub(super) fn split_once(self, sign: &str) -> Option<(Self, Self)> {
        self.text.find(sign).map(|at| self.split(at, sign.len()))
    }

    /// The pieces before each of some signs and after the last, each with the sign that stands before it.
    pub(super) fn pieces(self, signs: &[char]) -> Vec<(Option<char>, Self)> {
        let mut pieces = Vec::new();
        let (mut sign, mut rest) = (None, self);
        while let Some(at) = rest.text.find(signs) {
            let next = rest.text.get(at..).and_then(|text| text.chars().next());
            let (piece, after) = rest.split(at, next.map_or(1, char::len_utf8));
            pieces.push((sign, piece));
            (sign, rest) = (next, after);
        }
        pieces.push((sign, rest));
        pieces
    }
}

fn breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_know_their_lines() {
        let whole = Span { text: "\n a\n=b\n~c", line: 3 };
        assert_eq!((whole.trim().text, whole.trim().line), ("a\n=b\n~c", 4));
        let pieces: Vec<_> = whole.pieces(&['=', '~']).into_iter().map(|(sign, piece)| (sign, piece.text, piece.line)).collect();
        assert_eq!(pieces, [(None, "\n a\n", 3), (Some('='), "b\n", 5), (Some('~'), "c", 6)]);
    }
}
