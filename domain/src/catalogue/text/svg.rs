//! Figures are stored as SVG: a document that can script and fetch, and is therefore filtered before it is kept.

use std::{fmt, io};

/// Largest figure accepted, in bytes before filtering.
pub const MAX_SVG_BYTES: usize = 256 * 1024;

/// Why a figure was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SvgRefused {
    /// More than [`MAX_SVG_BYTES`], before or after filtering.
    TooLarge,
    /// Not well-formed UTF-8 XML, or its root is not an `svg` element of the SVG namespace.
    NotSvg,
    /// It declares entities, which can grow a small file into a large one or name other files.
    Entities,
    /// After filtering it still referred to something outside itself.
    OutsideReference,
}

impl fmt::Display for SvgRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the drawing is too large",
            Self::NotSvg => "the file is not an SVG drawing",
            Self::Entities => "the drawing declares entities",
            Self::OutsideReference => "the drawing refers to other files",
        })
    }
}

impl std::error::Error for SvgRefused {}

/// The drawing without scripts, event attributes, foreign elements, style imports and references to anything but itself.
///
/// What `svg-hush` leaves out is left out silently (an `onload`, a `script`); a reference that would remain, even to the same
/// site, refuses the file, because the author must see that the picture is not whole. The same bytes give the same text.
pub fn sanitise_svg(bytes: &[u8]) -> Result<String, SvgRefused> {
    if bytes.len() > MAX_SVG_BYTES {
        return Err(SvgRefused::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SvgRefused::NotSvg)?;
    if text.to_ascii_uppercase().contains("<!ENTITY") {
        return Err(SvgRefused::Entities);
    }
    let mut filtered = Bounded::default();
    let done = svg_hush::Filter::new().filter(bytes, &mut filtered);
    if filtered.full {
        return Err(SvgRefused::TooLarge);
    }
    done.map_err(|_| SvgRefused::NotSvg)?;
    let filtered = String::from_utf8(filtered.bytes).map_err(|_| SvgRefused::NotSvg)?;
    let root = filtered.split_once("?>").map_or(filtered.as_str(), |(_, rest)| rest).trim_start();
    if !root.strip_prefix("<svg").is_some_and(|rest| rest.starts_with([' ', '>', '/'])) {
        return Err(SvgRefused::NotSvg);
    }
    if refers_outside(&filtered) {
        return Err(SvgRefused::OutsideReference);
    }
    Ok(filtered)
}

/// The filter indents what it writes: thirty thousand elements within each other would become gigabytes.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    full: bool,
}

impl io::Write for Bounded {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > 2 * MAX_SVG_BYTES {
            self.full = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether an `href` or `url(…)` names anything but a part of the drawing. The filter writes attributes in double quotes; words
/// that look like a reference in a text element count too, which refuses a drawing about SVG and nothing else.
fn refers_outside(filtered: &str) -> bool {
    let lower = filtered.to_ascii_lowercase();
    let starts_inside = |rest: &str| rest.starts_with('#');
    let href = lower.split("href=").skip(1).any(|rest| !starts_inside(rest.trim_start_matches(['"', '\''])));
    let address = lower.split("url(").skip(1).any(|rest| {
        let inner = rest.trim_start_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
        // An unclosed `url(` is emptied by the filter.
        !starts_inside(inner.strip_prefix("&quot;").unwrap_or(inner)) && !inner.starts_with(')')
    });
    href || address || lower.contains("@import") || lower.contains("javascript:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">{inside}</svg>"
        )
    }

    #[test]
    fn a_drawing_passes_and_stays_the_same() {
        let drawing = svg(
            "<defs><linearGradient id=\"g\"/></defs><rect fill=\"url(#g)\" x=\"1\"/><use href=\"#g\"/><text direction=\"rtl\">دراسة</text>",
        );
        let once = sanitise_svg(drawing.as_bytes()).unwrap();
        assert!(once.contains("url(#g)") && once.contains("دراسة") && once.contains("href=\"#g\""), "{once}");
        assert_eq!(sanitise_svg(drawing.as_bytes()).unwrap(), once, "the same bytes give the same text");
        assert!(sanitise_svg(once.as_bytes()).is_ok(), "what was kept is accepted again");
    }

    #[test]
    fn active_parts_are_taken_out() {
        for part in [
            "<script>alert(1)</script>",
            "<script href=\"https://evil.test/x.js\"/>",
            "<rect onload=\"alert(1)\" onclick=\"x\"/>",
            "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></body></foreignObject>",
            "<a href=\"javascript:alert(1)\"><text>x</text></a>",
            "<a xlink:href=\"https://evil.test\"><text>x</text></a>",
            "<style>@import 'https://evil.test/x.css'; rect { fill: red }</style>",
            "<style>@IMPORT url(https://evil.test);</style>",
            "<animate attributeName=\"href\" to=\"javascript:x\"/>",
            "<set attributeName=\"onmouseover\" to=\"alert(1)\"/>",
            "<handler xmlns=\"http://www.w3.org/2001/xml-events\" type=\"text/javascript\">x</handler>",
            "<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://evil.test\"/>",
            "<?xml-stylesheet href=\"https://evil.test\"?><rect/>",
            "<image href=\"data:image/svg+xml;base64,PHN2Zz4=\"/>",
            "<rect fill=\"url(https://evil.test/a)\"/>",
            "<text><![CDATA[<script>x</script>]]></text>",
        ] {
            let clean = sanitise_svg(svg(part).as_bytes()).unwrap_or_default().to_ascii_lowercase();
            for word in [
                "<script",
                "foreignobject",
                "onload",
                "onclick",
                "onmouseover",
                "javascript:",
                "=\"https://evil",
                "url(http",
                "@import",
                "data:",
                "<iframe",
                "<?xml-s",
            ] {
                assert!(!clean.contains(word), "{part}\n{clean}");
            }
        }
    }

    #[test]
    fn what_cannot_be_made_safe_is_refused() {
        let refused = |text: &str| sanitise_svg(text.as_bytes()).unwrap_err();
        assert_eq!(refused(""), SvgRefused::NotSvg);
        assert_eq!(refused("<html><svg/></html>"), SvgRefused::NotSvg);
        assert_eq!(refused("<svg><g/></svg>"), SvgRefused::NotSvg);
        assert_eq!(refused("<g xmlns=\"http://www.w3.org/2000/svg\"/>"), SvgRefused::NotSvg);
        assert_eq!(refused(&svg("<g>")), SvgRefused::NotSvg);
        assert_eq!(refused(&format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", svg("<text>&a;</text>"))), SvgRefused::Entities);
        assert_eq!(refused(&svg("<image href=\"https://evil.test/a.png\"/>")), SvgRefused::OutsideReference);
        assert_eq!(refused(&svg("<image href=\"/files/other.png\"/>")), SvgRefused::OutsideReference);
        assert_eq!(sanitise_svg(&[0xFF, 0xFE, b'<']), Err(SvgRefused::NotSvg));
        assert_eq!(sanitise_svg(svg(&"<g/>".repeat(70_000)).as_bytes()), Err(SvgRefused::TooLarge));
    }

    #[test]
    fn deep_drawings_exhaust_neither_stack_nor_memory() {
        let deep = svg(&("<g>".repeat(30_000) + &"</g>".repeat(30_000)));
        assert_eq!(sanitise_svg(deep.as_bytes()), Err(SvgRefused::TooLarge));
    }
}
