//! Writing questions.

use async_graphql::{Context, ID, InputObject, Object, Result};
use nabta_domain::kernel;
use nabta_domain::learning::QuestionId;
use nabta_domain::learning::question::body::QuestionBody;
use nabta_domain::learning::question::{self, Facets, QuestionDetails};

use super::amounts::hundredths;
use super::question::{Difficulty, Question};
use super::question_body::QuestionAnswers;
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::LocalizedTextInput;

/// What is said about a question.
#[derive(InputObject)]
pub struct QuestionDetailsInput {
    /// Where it stands in the bank: names from the widest to the narrowest, parted by `/`.
    #[graphql(default)]
    category: String,
    /// How hard it is.
    difficulty: Option<Difficulty>,
    /// The words under which it is found.
    #[graphql(default)]
    tags: Vec<String>,
    /// The lessons that it is about.
    #[graphql(default)]
    lessons: Vec<ID>,
    /// The legal texts that it rests on.
    #[graphql(default)]
    legal_texts: Vec<ID>,
    /// What it is worth where nobody says otherwise, in points: 0.01 to 1,000.
    #[graphql(default = 1.0)]
    points: f64,
    /// What is asked, as Markdown with formulas and pictures. Every part is written in each language of it.
    text: LocalizedTextInput,
    /// What everybody may read afterwards, as Markdown.
    #[graphql(default)]
    feedback: LocalizedTextInput,
    /// How it is answered, and what counts.
    answers: QuestionAnswers,
}

impl QuestionDetailsInput {
    /// The ids are those of the wire; what else is wrong is the caller's to repair.
    fn parse(self, ctx: &Context<'_>) -> Result<kernel::Result<QuestionDetails>> {
        let facets = Facets {
            category: self.category,
            difficulty: self.difficulty.map(Into::into),
            tags: self.tags,
            lessons: self.lessons.iter().map(|id| ids::parse(ctx, id)).collect::<Result<_>>()?,
            laws: self.legal_texts.iter().map(|id| ids::parse(ctx, id)).collect::<Result<_>>()?,
        };
        let (text, feedback, points) = (self.text.into(), self.feedback.into(), hundredths(self.points, "points"));
        let body = self.answers.read().map(|answers| QuestionBody { text, feedback, answers });
        Ok(points.and_then(|points| Ok(QuestionDetails { facets, points, body: body? })).map_err(Into::into))
    }
}

/// A new question.
#[derive(InputObject)]
pub struct QuestionCreateInput {
    /// Into the bank of which course.
    course: ID,
    /// The same in every language and in every file: letters, digits, `-`, `_` and `.`.
    code: String,
    /// What is said about it.
    details: QuestionDetailsInput,
    /// A key of the client's own: the same request asked again gives the first answer.
    idempotency_key: Option<String>,
}

/// A change of what is said about a question.
#[derive(InputObject)]
pub struct QuestionUpdateInput {
    /// Which question.
    question: ID,
    /// What is said about it, all of it.
    details: QuestionDetailsInput,
    /// The version that was read.
    version: i32,
}

/// That a question is out of use, or in use again.
#[derive(InputObject)]
pub struct QuestionRetireInput {
    /// Which question.
    question: ID,
    /// True if nobody is to be asked it any more.
    is_retired: bool,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of an act on a question.
    QuestionPayload { question: Question, from question::Question }
}

/// Acts on questions.
#[derive(Default)]
pub struct QuestionMutation;

#[Object]
impl QuestionMutation {
    /// Enters a question into the bank of a course.
    #[doc = nabta_domain::learning_permission!(QUESTION_DEFINE)]
    async fn question_create(&self, ctx: &Context<'_>, input: QuestionCreateInput) -> Result<QuestionPayload> {
        let course = ids::parse(ctx, &input.course)?;
        let created = match input.details.parse(ctx)? {
            Ok(details) => question::create(domain(ctx), course, &input.code, details, input.idempotency_key.as_deref()).await,
            Err(refused) => Err(refused),
        };
        QuestionPayload::from_outcome(ctx, created)
    }

    /// Changes what is said about a question. Where it asks or counts something else it has a new wording; whoever was asked the old one
    /// was asked that.
    #[doc = nabta_domain::learning_permission!(QUESTION_DEFINE)]
    async fn question_update(&self, ctx: &Context<'_>, input: QuestionUpdateInput) -> Result<QuestionPayload> {
        let id: QuestionId = ids::parse(ctx, &input.question)?;
        let updated = match input.details.parse(ctx)? {
            Ok(details) => question::update(domain(ctx), id, details, input.version).await,
            Err(refused) => Err(refused),
        };
        let payload = QuestionPayload::from_outcome(ctx, updated)?;
        Ok(payload.or_current(question::read(domain(ctx), id)).await)
    }

    /// Takes a question out of use, or brings it back. Attempts that were asked it stay as they are.
    #[doc = nabta_domain::learning_permission!(QUESTION_DEFINE)]
    async fn question_retire(&self, ctx: &Context<'_>, input: QuestionRetireInput) -> Result<QuestionPayload> {
        let id: QuestionId = ids::parse(ctx, &input.question)?;
        let retired = question::retire(domain(ctx), id, input.version, input.is_retired).await;
        let payload = QuestionPayload::from_outcome(ctx, retired)?;
        Ok(payload.or_current(question::read(domain(ctx), id)).await)
    }
}
