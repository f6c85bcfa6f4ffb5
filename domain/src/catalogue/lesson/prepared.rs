//! A text made ready to be stored, before anybody waits for it: rendering takes time that a transaction should not take.

use nabta_entities::ids::LessonRevisionId;
use nabta_entities::values::Locale;

use super::super::actions::codes::TEXT_REFUSED;
use super::super::text::{self as markdown, IssueKind, Rendered};
use crate::kernel::error::codes::{BAD_FORMAT, TOO_LONG};
use crate::kernel::{Error, Refusal, Result, text};

/// The longest text of a lesson, in characters.
pub const LONGEST: usize = 100_000;

/// A text as it is sent.
#[derive(Clone, Debug)]
pub struct NewText {
    /// The language.
    pub locale: Locale,
    /// The Markdown.
    pub body: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// The revision that the author started from; nothing for the first text in a language.
    pub based_on: Option<LessonRevisionId>,
    /// For a translation: digest of the source text that it follows; nothing for the one that the draft holds.
    pub follows: Option<String>,
}

/// A text that may be stored: checked, in the form in which it is kept, and rendered.
pub(in super::super) struct Prepared {
    pub(super) locale: Locale,
    pub(super) body: String,
    pub(super) summary: Option<String>,
    pub(super) follows: Option<String>,
    pub(super) rendered: Rendered,
}

/// Checks and renders a text. It can take a second: call it where that holds nobody up ([`prepare`]).
pub(in super::super) fn prepare_here(new: NewText) -> Result<Prepared> {
    let length = new.body.chars().count();
    if length > LONGEST {
        return Err(Refusal::at(TOO_LONG, "body").with("length", length).with("longest", LONGEST).into());
    }
    if let Some(follows) = &new.follows
        && (follows.len() != 32 || !follows.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return Err(Refusal::at(BAD_FORMAT, "follows").with("value", "").into());
    }
    let summary = new.summary.map(|summary| summary_line(&summary)).transpose()?;
    let body = markdown::normalise_body(&new.body);
    let rendered = markdown::render(&body, new.locale);
    refuse_issues(&rendered)?;
    Ok(Prepared { locale: new.locale, body, summary, follows: new.follows, rendered })
}

/// Checks and renders a text on a thread that serves nobody meanwhile.
pub(super) async fn prepare(new: NewText) -> Result<Prepared> {
    crate::kernel::aside(move || prepare_here(new)).await?
}

/// One line, as front matter holds it.
fn summary_line(summary: &str) -> Result<String, Refusal> {
    let flat = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    text::line(&flat, "summary", text::DESCRIPTION_LENGTH)
}

/// What would lose or disguise something of the text is refused; what the author only should look at is not.
fn refuse_issues(rendered: &Rendered) -> Result<()> {
    let grave = rendered.issues.iter().filter(|issue| issue.kind != IssueKind::VerifyMark);
    let refusals: Vec<Refusal> = grave
        .map(|issue| {
            Refusal::at(TEXT_REFUSED, "body")
                .with("line", issue.line)
                .with("kind", format!("{:?}", issue.kind))
                .with("detail", &issue.detail)
        })
        .collect();
    if refusals.is_empty() { Ok(()) } else { Err(Error::Refused(refusals)) }
}
