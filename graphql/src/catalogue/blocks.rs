//! What a lesson's text is made of.

use async_graphql::{Context, Enum, Object, Result, SimpleObject, Union};
use futures::future::try_join_all;
use nabta_domain::catalogue::text::{self, Block as StoredBlock};
use nabta_domain::catalogue::{LessonRevisionId, figure};

use super::law::LegalText;
use crate::loaders::{BlocksByRevision, CitationsByRevision, LegalTextById, load};

/// A legal text, or an article of it, that a lesson cites.
#[derive(SimpleObject)]
pub struct Citation {
    /// The legal text.
    legal_text: LegalText,
    /// The article; nothing for the text as a whole.
    article: Option<String>,
}

/// A part of a lesson's text.
#[derive(Union)]
pub enum Block {
    /// Running text.
    Text(TextBlock),
    /// A note set apart.
    Callout(CalloutBlock),
    /// A figure.
    Figure(FigureBlock),
    /// A recording.
    Media(MediaBlock),
    /// A quiz.
    Quiz(QuizBlock),
    /// An assignment.
    Assignment(AssignmentBlock),
    /// An address elsewhere.
    Link(LinkBlock),
}

/// Running text, as sanitised HTML with formulas in MathML.
#[derive(SimpleObject)]
pub struct TextBlock {
    /// Sanitised HTML.
    html: String,
}

/// What sort of note is set apart.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "text::CalloutTone")]
pub enum CalloutTone {
    /// Worth knowing.
    Note,
    /// A help.
    Tip,
    /// Not to be passed over.
    Important,
    /// What goes wrong otherwise.
    Warning,
    /// What does harm.
    Caution,
}

/// A note set apart from the text.
#[derive(SimpleObject)]
pub struct CalloutBlock {
    /// What sort of note.
    tone: CalloutTone,
    /// Sanitised HTML.
    html: String,
}

/// A figure.
#[derive(SimpleObject)]
pub struct FigureBlock {
    /// Its file name in the course.
    name: String,
    /// Where the drawing is read; it never changes.
    address: String,
    /// What it shows, for whoever can't see it.
    alternative: String,
    /// What stands under it.
    caption: Option<String>,
}

/// A drawing of a course, as its authors see it.
pub struct Figure(figure::Figure);

impl From<figure::Figure> for Figure {
    fn from(figure: figure::Figure) -> Self {
        Self(figure)
    }
}

#[Object]
impl Figure {
    /// Its file name: lessons show it by this name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the drawing is read; it never changes.
    async fn address(&self) -> String {
        figure_address(&self.0.digest)
    }
}

fn figure_address(digest: &str) -> String {
    format!("/figures/{digest}.svg")
}

/// The place of a recording.
#[derive(SimpleObject)]
pub struct MediaBlock {
    /// Its name in the course.
    key: String,
    /// Its title.
    title: String,
}

/// The place of a quiz.
#[derive(SimpleObject)]
pub struct QuizBlock {
    /// Its name in the course.
    key: String,
    /// Its title.
    title: String,
}

/// The place of an assignment.
#[derive(SimpleObject)]
pub struct AssignmentBlock {
    /// Its name in the course.
    key: String,
    /// Its title.
    title: String,
}

/// An address elsewhere.
#[derive(SimpleObject)]
pub struct LinkBlock {
    /// The address.
    url: String,
    /// Its title.
    title: String,
}

pub(super) async fn blocks(ctx: &Context<'_>, revision: LessonRevisionId) -> Result<Vec<Block>> {
    let stored = load(ctx, BlocksByRevision(revision)).await?.unwrap_or_default();
    Ok(stored.as_array().map_or_else(Vec::new, |blocks| blocks.iter().filter_map(block).collect()))
}

fn block(stored: &serde_json::Value) -> Option<Block> {
    Some(match serde_json::from_value(stored.clone()).ok()? {
        StoredBlock::Text { html } => Block::Text(TextBlock { html }),
        StoredBlock::Callout { tone, html } => Block::Callout(CalloutBlock { tone: tone.into(), html }),
        StoredBlock::Figure { name, alternative, caption } => {
            let address = figure_address(stored["digest"].as_str()?);
            Block::Figure(FigureBlock { name, address, alternative, caption })
        }
        StoredBlock::Media { key, title } => Block::Media(MediaBlock { key, title }),
        StoredBlock::Quiz { key, title } => Block::Quiz(QuizBlock { key, title }),
        StoredBlock::Assignment { key, title } => Block::Assignment(AssignmentBlock { key, title }),
        StoredBlock::Link { url, title } => Block::Link(LinkBlock { url, title }),
    })
}

pub(super) async fn citations(ctx: &Context<'_>, revision: LessonRevisionId) -> Result<Vec<Citation>> {
    let cited = load(ctx, CitationsByRevision(revision)).await?.unwrap_or_default();
    // All at once: one after the other would ask the database as often as the longest list of citations is long.
    let texts = try_join_all(cited.iter().map(|(text, _)| load(ctx, LegalTextById(*text)))).await?;
    let found = cited.into_iter().zip(texts);
    Ok(found.filter_map(|((_, article), text)| Some(Citation { legal_text: LegalText(text?), article })).collect())
}
