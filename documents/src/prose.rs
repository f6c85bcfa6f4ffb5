//! Texts of several lines as they are set: paragraphs, and points that people wrote with a hyphen before them.

use serde::Serialize;

use crate::language::Text;

/// A paragraph, or points that belong together.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Piece {
    kind: Kind,
    texts: Vec<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Paragraph,
    Points,
}

/// The paragraphs and points of a text. Lines that follow each other are one paragraph; nothing else of Markdown means anything here.
pub(crate) fn pieces(text: Option<&Text>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let Some(text) = text else { return pieces };
    let mut is_new = true;
    for line in text.text.lines().map(str::trim) {
        let point = ["- ", "* ", "• "].iter().find_map(|mark| line.strip_prefix(mark));
        match (point, pieces.last_mut()) {
            _ if line.is_empty() => {
                is_new = true;
                continue;
            }
            (Some(point), Some(last)) if last.kind == Kind::Points => last.texts.push(Text::new(point.trim(), text.language)),
            (Some(point), _) => pieces.push(Piece { kind: Kind::Points, texts: vec![Text::new(point.trim(), text.language)] }),
            // A line that goes on: in a paragraph, or in a point.
            (None, Some(last)) if !is_new => {
                if let Some(begun) = last.texts.last_mut() {
                    begun.text = format!("{} {line}", begun.text);
                }
            }
            (None, _) => pieces.push(Piece { kind: Kind::Paragraph, texts: vec![Text::new(line, text.language)] }),
        }
        is_new = false;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn told(text: &str) -> Vec<String> {
        let told = |piece: Piece| {
            let texts: Vec<String> = piece.texts.into_iter().map(|text| text.text).collect();
            format!("{:?}: {}", piece.kind, texts.join(" | "))
        };
        pieces(Some(&Text::new(text, Language::Fr))).into_iter().map(told).collect()
    }

    #[test]
    fn paragraphs_and_points_are_told_apart() {
        assert_eq!(
            told("\nÀ la fin :\n- lire\n  un texte,\n- écrire.\n\n- compter\n\nVoilà\ntout.\n"),
            ["Paragraph: À la fin :", "Points: lire un texte, | écrire. | compter", "Paragraph: Voilà tout."]
        );
        assert_eq!(told("# not *markup* - here"), ["Paragraph: # not *markup* - here"]);
        assert!(told(" \n\n").is_empty() && pieces(None).is_empty());
    }
}
