//! Codes and categories as other systems write them.

/// The longest code.
const CODE: usize = 64;

/// Whether a text can be a question's code.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= CODE && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// A category without what only Moodle knows: the context (`$course$`) and its topmost category (`top`).
pub(super) fn category(path: &str) -> String {
    let mut path = path.trim();
    if path.starts_with('$')
        && let Some((context, rest)) = path.split_once('/').or(Some((path, "")))
        && context.len() > 1
        && context.ends_with('$')
    {
        path = rest;
    }
    // Moodle doubles a slash that belongs to a name; ours cannot hold one.
    let path = path.replace("//", "-");
    let names: Vec<&str> = path.split('/').map(str::trim).filter(|name| !name.is_empty()).collect();
    let names = if names.first() == Some(&"top") { names.get(1..).unwrap_or_default() } else { &names };
    names.join("/")
}

/// A category as Moodle finds it again in any course.
pub(super) fn moodle_category(path: &str) -> String {
    if path.is_empty() { "$course$/top".to_owned() } else { format!("$course$/top/{}", one_line(path)) }
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_read_as_moodle_writes_it() {
        let read = [
            ("law/01-sources", "law/01-sources"),
            ("$course$/top/Default for C1/Law", "Default for C1/Law"),
            ("$cat1$/Eau // Air /b", "Eau - Air/b"),
            ("$course$/top", ""),
            ("$course$", ""),
            ("$ 5/day", "$ 5/day"),
            ("top/القانون", "القانون"),
            (" / ", ""),
        ];
        for (written, expected) in read {
            assert_eq!(category(written), expected, "{written}");
            assert_eq!(category(&moodle_category(expected)), expected);
        }
    }

    #[test]
    fn a_code_is_short_and_plain() {
        assert!(is_code("law-01") && is_code(&"a".repeat(64)));
        assert!(!is_code("") && !is_code("Law 1") && !is_code(&"a".repeat(65)) && !is_code("قانون"));
    }
}
