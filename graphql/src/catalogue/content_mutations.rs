//! Writing lessons, and taking editions through approval.

use async_graphql::{Context, ID, InputObject, Object, Result};
use nabta_domain::catalogue::lesson::{self, NewText};
use nabta_domain::catalogue::{CourseId, EditionId, LessonId, edition, figure};

use super::blocks::Figure;
use super::content::{Edition, LessonRevision};
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::Locale;

/// A text of a lesson.
#[derive(InputObject)]
pub struct LessonReviseInput {
    /// Which lesson.
    lesson: ID,
    /// In which language.
    locale: Locale,
    /// The Markdown.
    body: String,
    /// One or two sentences.
    summary: Option<String>,
    /// The revision that the author started from; nothing for the first text in a language.
    based_on: Option<ID>,
    /// For a translation: digest of the source text that it follows; nothing for the one that the draft holds.
    follows: Option<String>,
}

/// An edition, at the version that was read.
#[derive(InputObject)]
pub struct EditionStepInput {
    /// Which edition.
    edition: ID,
    /// The version that was read.
    version: i32,
}

/// An edition, at the version that was read, with a reason.
#[derive(InputObject)]
pub struct EditionNoteInput {
    /// Which edition.
    edition: ID,
    /// The version that was read.
    version: i32,
    /// Why.
    note: String,
}

/// A drawing for lessons to show.
#[derive(InputObject)]
pub struct FigureAddInput {
    /// Which course.
    course: ID,
    /// Its file name, which ends in `.svg`: lessons show it by this name.
    name: String,
    /// The drawing, as the text of an SVG file.
    svg: String,
}

payloads! {
    /// What came of adding a figure.
    FigureAddPayload { figure: Figure, from figure::Figure }
    /// What came of writing a text.
    LessonRevisePayload { revision: LessonRevision, from lesson::Revision }
    /// What came of a step of an edition.
    EditionPayload { edition: Edition, from edition::Edition }
}

/// Acts on content.
#[derive(Default)]
pub struct ContentMutation;

#[Object]
impl ContentMutation {
    /// Writes the next revision of a lesson's text into the course's draft, which is opened if there is none.
    #[doc = nabta_domain::catalogue_permission!(LESSON_REVISE)]
    async fn lesson_revise(&self, ctx: &Context<'_>, input: LessonReviseInput) -> Result<LessonRevisePayload> {
        let lesson: LessonId = ids::parse(ctx, &input.lesson)?;
        let new = NewText {
            locale: input.locale.into(),
            body: input.body,
            summary: input.summary,
            based_on: input.based_on.as_ref().map(|id| ids::parse(ctx, id)).transpose()?,
            follows: input.follows,
        };
        let locale = new.locale;
        let written = LessonRevisePayload::from_outcome(ctx, lesson::revise(domain(ctx), lesson, new).await)?;
        Ok(written.or_current(lesson::queries::newest(domain(ctx), lesson, locale)).await)
    }

    /// Adds a drawing to a course, cleaned of everything that is not one. Under a name that is there it is the newer drawing, which
    /// texts written from now on show; what was written keeps the one that it has.
    #[doc = nabta_domain::catalogue_permission!(FIGURE_ADD)]
    async fn figure_add(&self, ctx: &Context<'_>, input: FigureAddInput) -> Result<FigureAddPayload> {
        let course: CourseId = ids::parse(ctx, &input.course)?;
        FigureAddPayload::from_outcome(ctx, figure::add(domain(ctx), course, &input.name, input.svg.as_bytes()).await)
    }

    /// Sends the draft for approval. Its texts never change again.
    #[doc = nabta_domain::catalogue_permission!(EDITION_SUBMIT)]
    async fn edition_submit(&self, ctx: &Context<'_>, input: EditionStepInput) -> Result<EditionPayload> {
        let id: EditionId = ids::parse(ctx, &input.edition)?;
        stepped(ctx, id, edition::submit(domain(ctx), id, input.version).await).await
    }

    /// Sends an edition back to its authors, with what they should change.
    #[doc = nabta_domain::catalogue_permission!(EDITION_RETURN)]
    async fn edition_return(&self, ctx: &Context<'_>, input: EditionNoteInput) -> Result<EditionPayload> {
        let id: EditionId = ids::parse(ctx, &input.edition)?;
        stepped(ctx, id, edition::send_back(domain(ctx), id, input.version, &input.note).await).await
    }

    /// Approves an edition; never by who sent it or wrote a text that is new in it.
    #[doc = nabta_domain::catalogue_permission!(EDITION_APPROVE)]
    async fn edition_approve(&self, ctx: &Context<'_>, input: EditionStepInput) -> Result<EditionPayload> {
        let id: EditionId = ids::parse(ctx, &input.edition)?;
        stepped(ctx, id, edition::approve(domain(ctx), id, input.version).await).await
    }

    /// Publishes an approved edition: from now on it is what visitors read. The one before stays as it was.
    #[doc = nabta_domain::catalogue_permission!(EDITION_PUBLISH)]
    async fn edition_publish(&self, ctx: &Context<'_>, input: EditionStepInput) -> Result<EditionPayload> {
        let id: EditionId = ids::parse(ctx, &input.edition)?;
        stepped(ctx, id, edition::publish(domain(ctx), id, input.version).await).await
    }

    /// Takes an edition out, with the reason.
    #[doc = nabta_domain::catalogue_permission!(EDITION_WITHDRAW)]
    async fn edition_withdraw(&self, ctx: &Context<'_>, input: EditionNoteInput) -> Result<EditionPayload> {
        let id: EditionId = ids::parse(ctx, &input.edition)?;
        stepped(ctx, id, edition::withdraw(domain(ctx), id, input.version, &input.note).await).await
    }
}

async fn stepped(
    ctx: &Context<'_>,
    id: EditionId,
    outcome: nabta_domain::kernel::Result<edition::Edition>,
) -> Result<EditionPayload> {
    Ok(EditionPayload::from_outcome(ctx, outcome)?.or_current(edition::queries::read(domain(ctx), id)).await)
}
