//! The fonts of all documents, embedded in the program and read once. Nothing of the machine's is used: a document looks the same
//! wherever it is made.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The fonts, in the order of [`FILES`].
pub(super) static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect());

/// What Typst finds them by.
pub(super) static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// Noto Sans for Latin letters (and Greek and Cyrillic ones), Noto Naskh Arabic; both under the SIL Open Font License.
pub(super) const FILES: [&[u8]; 4] = [
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoNaskhArabic-Bold.ttf"),
];

#[cfg(test)]
mod tests {
    use typst::text::FontWeight;

    use super::*;

    #[test]
    fn regular_and_bold_of_both_are_there() {
        let found: Vec<(String, FontWeight)> =
            FONTS.iter().map(|font| (font.info().family.to_string(), font.info().variant.weight)).collect();
        let family = |name: &str, weight| (name.to_owned(), weight);
        assert_eq!(
            found,
            [
                family("Noto Sans", FontWeight::REGULAR),
                family("Noto Sans", FontWeight::BOLD),
                family("Noto Naskh Arabic", FontWeight::REGULAR),
                family("Noto Naskh Arabic", FontWeight::BOLD),
            ]
        );
    }
}
