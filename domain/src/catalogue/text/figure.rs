//! Figures: a paragraph that holds nothing but images.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// An image as the author wrote it.
#[derive(Debug, PartialEq)]
pub(super) struct Image {
    /// Its address.
    pub(super) address: String,
    /// Plain text of what stands between the brackets.
    pub(super) alternative: String,
    /// Its title, which is the caption.
    pub(super) caption: Option<String>,
    /// Byte offset of the image in the source.
    pub(super) offset: usize,
}

/// The images of the paragraph whose events follow, if it holds nothing else, and how many events to skip, its end included.
pub(super) fn images_alone(events: &[(Event<'_>, Range<usize>)]) -> Option<(Vec<Image>, usize)> {
    let mut images = Vec::new();
    let mut at = 0;
    loop {
        match &events.get(at)?.0 {
            Event::Start(Tag::Image { .. }) => {
                let (image, used) = image(&events[at..])?;
                images.push(image);
                at += used;
            }
            Event::SoftBreak | Event::HardBreak => at += 1,
            Event::Text(text) if text.trim().is_empty() => at += 1,
            Event::End(TagEnd::Paragraph) if !images.is_empty() => return Some((images, at + 1)),
            _ => return None,
        }
    }
}

/// The image that starts here and the number of its events.
pub(super) fn image(events: &[(Event<'_>, Range<usize>)]) -> Option<(Image, usize)> {
    let (Event::Start(Tag::Image { dest_url, title, .. }), range) = events.first()? else { return None };
    let mut depth = 0usize;
    let mut alternative = String::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => alternative.push_str(text),
            Event::SoftBreak | Event::HardBreak => alternative.push(' '),
            _ => {}
        }
        if depth == 0 {
            let image = Image {
                address: dest_url.to_string(),
                alternative: alternative.trim().to_owned(),
                caption: Some(title.trim()).filter(|title| !title.is_empty()).map(str::to_owned),
                offset: range.start,
            };
            return Some((image, at + 1));
        }
    }
    None
}

/// The file name of a figure: directly under `figures/`, of a kind that browsers show as a still picture.
pub(super) fn file_name(address: &str) -> Option<&str> {
    let name = address.strip_prefix("figures/")?;
    let (stem, kind) = name.rsplit_once('.')?;
    let plain = stem.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let sound = stem.starts_with(|c: char| c.is_ascii_alphanumeric()) && !stem.contains("..") && name.len() <= 120;
    (plain && sound && matches!(kind, "svg" | "png" | "jpg" | "jpeg" | "webp")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_named_by_plain_file_names() {
        assert_eq!(file_name("figures/load-scheme.fr.svg"), Some("load-scheme.fr.svg"));
        for bad in [
            "figures/../x.svg",
            "figures/a/b.svg",
            "figures/.svg",
            "figures/x.html",
            "/figures/x.svg",
            "figures/a..b.svg",
            "x.svg",
        ] {
            assert_eq!(file_name(bad), None, "{bad}");
        }
    }
}
