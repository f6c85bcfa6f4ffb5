//! Pictures in Markdown.

use super::RemarkKind;

/// The folder under which texts show pictures.
pub(super) const FOLDER: &str = "figures/";
/// The longest name of a picture.
const NAME: usize = 120;
/// What stands for it in Moodle.
pub(super) const PLUGIN_FILE: &str = "@@PLUGINFILE@@/";

/// Whether a picture's address leads out of the file.
pub(super) fn is_outside(source: &str) -> bool {
    let source = source.trim_start();
    source.starts_with("//")
        || source.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Markdown without pictures from outside.
pub(super) fn without_outside(markdown: &str, left: &mut Vec<(RemarkKind, String)>) -> String {
    let mut kept = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once("![") {
        kept.push_str(before);
        let line = after.split('\n').next().unwrap_or_default();
        let source = line.split_once("](").and_then(|(words, source)| Some((words, source.split_once(')')?.0)));
        if let Some((words, source)) = source.filter(|(words, source)| !words.contains("![") && is_outside(source)) {
            left.push((RemarkKind::PictureOutside, source.to_owned()));
            rest = after.get(words.len() + source.len() + 3..).unwrap_or_default();
        } else {
            kept.push_str("![");
            rest = after;
        }
    }
    kept.push_str(rest);
    kept
}

/// A text in which what stands for Moodle's files leads to pictures here, under the names that a function gives their paths.
pub(super) fn moved(text: &str, is_html: bool, mut name: impl FnMut(&str) -> String) -> String {
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PLUGIN_FILE) {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>') || c == ')' && !is_html;
        let (reference, after) = after.split_at_checked(after.find(is_end).unwrap_or(after.len())).unwrap_or((after, ""));
        let path = decoded(reference.split('?').next().unwrap_or_default());
        moved.extend([before, FOLDER, &name(path.trim_start_matches('/'))]);
        rest = after;
    }
    moved.push_str(rest);
    moved
}

/// A name of the signs that a picture's name may have.
pub(super) fn sanitised(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // Room for a number behind it.
    let stem: String = stem.trim_matches('.').chars().map(plain).take(NAME - 20).collect();
    let ending: String = ending.chars().map(plain).take(8).collect();
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

/// A reference without `%20` and the like.
fn decoded(reference: &str) -> String {
    let mut bytes = Vec::with_capacity(reference.len());
    let mut rest = reference.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The names of pictures that Markdown shows, each as often as it does.
pub(super) fn shown(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("](figures/").skip(1).filter_map(|after| after.split([')', ' ', '\n']).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(sanitised("../a/Le plan é.PNG"), "Le-plan--.PNG");
        assert_eq!(sanitised(&format!("{}.png", "x".repeat(300))).len(), 104);
        assert_eq!(sanitised("..png"), ".png");
        assert_eq!((decoded("Le%20plan%"), decoded("%D9%82%zz")), ("Le plan%".to_owned(), "ق%zz".to_owned()));
        assert_eq!(moved("![](@@PLUGINFILE@@/a%20b.png?x=1) c", false, sanitised), "![](figures/a-b.png) c");
    }

    #[test]
    fn pictures_from_outside_are_left_out_and_others_stay() {
        let mut left = Vec::new();
        let text = "a ![x](https://example.org/a.png) b ![y](figures/b.png) ![z ![](data:image/png;base64,AA)";
        assert_eq!(without_outside(text, &mut left), "a  b ![y](figures/b.png) ![z ");
        assert_eq!(left.len(), 2);
        assert_eq!(shown("![y](figures/b.png) [c](figures/c.svg \"t\")").collect::<Vec<_>>(), ["b.png", "c.svg"]);
    }
}
