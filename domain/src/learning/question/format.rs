//! How files of questions are written.

/// How a file of questions is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// GIFT, as Moodle reads it.
    Gift,
    /// Moodle's XML, with pictures.
    MoodleXml,
}

impl Format {
    /// The format with this name, which is also how names of files end.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Gift, Self::MoodleXml].into_iter().find(|format| format.extension() == name)
    }

    /// As names of files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::MoodleXml => "xml",
        }
    }

    /// As HTTP names it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Gift => "text/plain",
            Self::MoodleXml => "application/xml",
        }
    }
}
