//! Formulas in texts of other systems, which Moodle's filters show: `\(…\)`, `\[…\]` and `$$…$$`.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// What is no formula.
    Text(&'a str),
    /// A formula, and whether it stands on a line of its own.
    Formula(&'a str, bool),
}

/// How formulas are enclosed.
const FENCES: [(&str, &str, bool); 3] = [("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true)];

/// A text's formulas and what stands between them. A formula that does not end, or is empty, is text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    // Whether a formula of each kind may still end: a text of openings alone is not searched to its end for each of them.
    let mut may_end = [true; 3];
    let (mut from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..) {
        let Some(next) = rest.find(['\\', '$']) else { break };
        at += next;
        let found = FENCES.iter().zip(&mut may_end).find_map(|((open, close, is_block), may_end)| {
            let inside = text.get(at..)?.strip_prefix(open).filter(|_| *may_end)?;
            let end = inside.find(close);
            *may_end = end.is_some();
            let formula = inside.get(..end?)?;
            (!formula.trim().is_empty()).then_some((formula, *is_block, open.len() + formula.len() + close.len()))
        });
        if let Some((formula, is_block, length)) = found {
            pieces.extend(text.get(from..at).filter(|text| !text.is_empty()).map(Piece::Text));
            pieces.push(Piece::Formula(formula, is_block));
            at += length;
            from = at;
        } else {
            at += if text.get(at..).is_some_and(|rest| rest.starts_with("$$")) { 2 } else { 1 };
        }
    }
    pieces.extend(text.get(from..).filter(|text| !text.is_empty()).map(Piece::Text));
    pieces
}

/// A formula as Markdown has it.
pub(super) fn markdown(formula: &str, is_block: bool) -> String {
    // A line's end would end the formula in a list or a table.
    let formula = formula.split_whitespace().collect::<Vec<_>>().join(" ").replace('$', "\\$");
    if is_block { format!("$${formula}$$") } else { format!("${formula}$") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_found_between_text() {
        let found = pieces("a \\(x^2\\) b $$y$$ \\[z\\]");
        let expected = [
            Piece::Text("a "),
            Piece::Formula("x^2", false),
            Piece::Text(" b "),
            Piece::Formula("y", true),
            Piece::Text(" "),
            Piece::Formula("z", true),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_does_not_end_is_text() {
        for text in ["\\(x", "$$", "$$$$", "a\\", "5 $ or 6 $", "\\( \\)", "é$$é"] {
            assert_eq!(pieces(text), [Piece::Text(text)], "{text}");
        }
        assert_eq!(pieces(&"\\(\\[".repeat(100_000)).len(), 1);
    }
}
