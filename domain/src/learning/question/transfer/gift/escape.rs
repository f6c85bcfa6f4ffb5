//! The signs that GIFT means something by, and how a text says that it does not.

/// Escaped signs, what stands for them while a question is taken apart, and what they are: characters that are no characters.
const SIGNS: [(char, char, char); 8] = [
    (':', '\u{FDD0}', ':'),
    ('#', '\u{FDD1}', '#'),
    ('=', '\u{FDD2}', '='),
    ('{', '\u{FDD3}', '{'),
    ('}', '\u{FDD4}', '}'),
    ('~', '\u{FDD5}', '~'),
    ('n', '\u{FDD6}', '\n'),
    // Ours: Moodle has no way to say that "->" is no arrow. It shows the backslash, or Markdown takes it away.
    ('>', '\u{FDD7}', '>'),
];

/// A text in which the signs that are left are meant.
pub(super) fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '\\' {
            let is_taken = SIGNS.iter().any(|sign| sign.1 == character);
            masked.push(if is_taken { char::REPLACEMENT_CHARACTER } else { character });
            continue;
        }
        let next = characters.peek().copied();
        let sign = SIGNS.iter().find(|sign| Some(sign.0) == next && (sign.0 != '>' || masked.ends_with('-')));
        match sign {
            Some(sign) => masked.push(sign.1),
            None => masked.push('\\'),
        }
        if sign.is_some() || next == Some('\\') {
            characters.next();
        }
    }
    masked
}

/// What a masked text says.
pub(super) fn unmask(masked: &str) -> String {
    let meant = |character| SIGNS.iter().find(|sign| sign.1 == character).map_or(character, |sign| sign.2);
    masked.chars().map(meant).collect()
}

/// A text in which no sign is meant.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\r' => {}
            '\n' => escaped.push_str("\\n"),
            '\\' | '#' | '=' | '~' | '{' | '}' | ':' => escaped.extend(['\\', character]),
            '>' if escaped.ends_with('-') => escaped.push_str("\\>"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_signs_are_unescaped() {
        for (written, said) in [
            ("a\\=b", "a=b"),
            ("\\\\times", "\\times"),
            ("\\;", "\\;"),
            ("a\\nb", "a\nb"),
            ("\\\\nu", "\\nu"),
            ("x-\\>y", "x->y"),
            ("\\>", "\\>"),
            ("\\", "\\"),
        ] {
            assert_eq!(unmask(&mask(written)), said, "{written}");
        }
        assert_eq!(unmask(&mask("\u{FDD3}")), "\u{FFFD}");
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_back(text in "[a\\\\n>:#={}~\\-\n\u{0642} ]{0,20}") {
            let escaped = escape(&text);
            let means = mask(&escaped).contains([':', '#', '=', '{', '}', '~', '\n']) || mask(&escaped).contains("->");
            prop_assert!(!means);
            prop_assert_eq!(unmask(&mask(&escaped)), text);
        }
    }
}
