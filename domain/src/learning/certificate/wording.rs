//! What a certificate says: a text with places for facts. What stands in them is never read as such a text itself.

use nabta_entities::values::LocalizedText;

use super::super::actions::codes::PLACEHOLDER_UNKNOWN;
use crate::kernel::Refusal;

/// A fact that a text can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// Whose it is.
    Name,
    /// For which courses.
    Courses,
    /// The day on which it was issued.
    Date,
    /// From which day to which they took part.
    Period,
    /// Its number.
    Number,
}

/// What a text consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A fact.
    Fact(Placeholder),
}

impl Placeholder {
    const ALL: [(&'static str, Self); 5] = [
        ("name", Self::Name),
        ("courses", Self::Courses),
        ("date", Self::Date),
        ("period", Self::Period),
        ("number", Self::Number),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, placeholder)| *placeholder)
    }
}

/// Takes a text apart; the name of what it names and nobody knows.
pub fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            found.push(Piece::Words(before.to_owned()));
        }
        let (name, after) = after.split_once('}').ok_or_else(|| after.to_owned())?;
        found.push(Piece::Fact(Placeholder::named(name).ok_or_else(|| name.to_owned())?));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest.to_owned()));
    }
    Ok(found)
}

/// Refuses a text that names what no certificate knows.
pub(super) fn check(texts: &LocalizedText, path: &str) -> Result<(), Refusal> {
    let known: Vec<String> = Placeholder::ALL.iter().map(|(name, _)| format!("{{{name}}}")).collect();
    for (locale, text) in texts.iter() {
        pieces(text).map_err(|name| {
            let refusal = Refusal::at(PLACEHOLDER_UNKNOWN, &format!("{path}.{}", locale.code()));
            refusal.with("value", format!("{{{name}}}")).with("known", known.join(", "))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_and_what_nobody_knows_is_named() {
        let words = |text: &str| Piece::Words(text.to_owned());
        let found = pieces("À {name}, le {date}.").unwrap();
        assert_eq!(
            found,
            [words("À "), Piece::Fact(Placeholder::Name), words(", le "), Piece::Fact(Placeholder::Date), words(".")]
        );
        assert_eq!(pieces("{nom}"), Err("nom".to_owned()));
        assert!(pieces("{name").is_err() && pieces("{{name}}").is_err());
        assert_eq!(pieces("a } b"), Ok(vec![words("a } b")]), "alone it opens nothing");
        assert_eq!(pieces(""), Ok(Vec::new()));
    }
}
