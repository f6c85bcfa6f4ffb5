//! What is to be said about a file.

use serde::{Deserialize, Serialize};

/// Something that cannot be taken, or was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Where, from 1.
    pub line: usize,
    /// The question's code, if it has one.
    pub code: Option<String>,
    /// What.
    pub kind: RemarkKind,
    /// The thing itself, such as the excerpt that is wrong; never a sentence.
    pub detail: String,
}

/// What is to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// The file is not UTF-8: the first byte that is wrong.
    NotUtf8,
    /// There are more questions than are taken at once: how many are. Nothing after this line was read.
    TooMany,
    /// The file is not well-formed XML, or no `<quiz>`: what was found. Nothing after this line was read.
    NotXml,
    /// The file declares a document type. Nothing of it was read.
    DoctypeRefused,
    /// Something else than the five entities of XML and numbers is referred to. Nothing after this line was read.
    EntityRefused,
    /// Elements are nested too deeply: the element. Nothing after this line was read.
    TooDeep,
    /// `{` and `}` do not belong together, or there are several pairs of them: an excerpt.
    BracesWrong,
    /// Nothing is asked.
    TextMissing,
    /// There are fewer answers than the kind needs: the kind.
    AnswersMissing,
    /// A pair has no `->`: the pair.
    ArrowMissing,
    /// What should be a number is none: what stands there.
    NumberWrong,
    /// A gap cannot be read: an excerpt.
    GapWrong,
    /// There is no such kind of question here: the kind.
    UnsupportedKind,
    /// A formatted text is too long to be read: its beginning.
    TooLong,
    /// Two questions of one language have the same code: the code.
    CodeTwice,
    /// There is no such legal text: its code.
    UnknownLaw,
    /// A text shows a picture that neither the files nor the course have: its name.
    UnknownPicture,
    /// The name of a file in an archive does not tell language and format: the name.
    FileName,
    /// A text that asks nothing, left out: its beginning.
    Description,
    /// A title or number that cannot be a code, left out: itself.
    NotACode,
    /// An option that cannot be read, left out: itself.
    OptionWrong,
    /// Options that stand at no question, left out: the comment.
    OptionAlone,
    /// A file that is no picture, too big or broken, left out: its name.
    PictureRefused,
    /// A picture from outside the file, left out: its address.
    PictureOutside,
    /// A picture that a text shows and the file does not hold: its name.
    PictureMissing,
    /// Markup that has no equal here, left out: the element.
    MarkupLost,
    /// A hint for a second try, left out: its beginning.
    HintLost,
    /// Feedback by how right the whole answer is, left out: its beginning.
    FeedbackLost,
    /// A way of grading that has no equal here: its name. The nearest was taken.
    GradingChanged,
    /// A setting that has no equal here, left out: its name.
    SettingLost,
}

impl RemarkKind {
    /// True if the question, or the file from here on, cannot be taken; else something was left out.
    #[must_use]
    pub const fn is_error(self) -> bool {
        matches!(
            self,
            Self::NotUtf8
                | Self::TooMany
                | Self::NotXml
                | Self::DoctypeRefused
                | Self::EntityRefused
                | Self::TooDeep
                | Self::BracesWrong
                | Self::TextMissing
                | Self::AnswersMissing
                | Self::ArrowMissing
                | Self::NumberWrong
                | Self::GapWrong
                | Self::UnsupportedKind
                | Self::TooLong
                | Self::CodeTwice
                | Self::UnknownLaw
                | Self::UnknownPicture
                | Self::FileName
        )
    }
}
