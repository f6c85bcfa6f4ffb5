//! Questions of the banks, for those who write them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::learning::question::{self, markup};

use super::amounts::points;
use super::grading::QuestionRegrade;
use super::loaders::{RegradesByQuestion, WordingByQuestion, WordingsByQuestion};
use super::question_body::QuestionAnswers;
use crate::catalogue::{Course, LegalText};
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::loaders::{CourseById, LegalTextById, load};
use crate::values::{Locale, LocalizedTexts};

/// How a question is answered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "question::QuestionKind")]
pub enum QuestionKind {
    /// One of several choices.
    Single,
    /// Any number of choices.
    Several,
    /// True or false.
    TrueFalse,
    /// A number.
    Numeric,
    /// A word or some.
    ShortText,
    /// What belongs to what.
    Matching,
    /// What comes before what.
    Ordering,
    /// Gaps in a text.
    Gaps,
    /// A text of one's own.
    Essay,
}

/// How hard a question is said to be.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "question::Difficulty")]
pub enum Difficulty {
    /// Nearly everybody answers it.
    Easy,
    /// Who has read the lesson answers it.
    Medium,
    /// Who has understood the lesson answers it.
    Hard,
}

/// A question of a course's bank.
pub struct Question(pub question::Question);

impl From<question::Question> for Question {
    fn from(question: question::Question) -> Self {
        Self(question)
    }
}

#[Object]
impl Question {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.row.id)
    }

    /// The same in every language and in every file.
    async fn code(&self) -> &str {
        &self.0.row.code
    }

    /// Of which course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(self.0.row.course_id)).await?.map(Into::into))
    }

    /// Where it stands in the bank: names from the widest to the narrowest, parted by `/`.
    async fn category(&self) -> &str {
        &self.0.row.category
    }

    /// How it is answered.
    async fn kind(&self) -> QuestionKind {
        self.0.row.kind.into()
    }

    /// How hard it is said to be.
    async fn difficulty(&self) -> Option<Difficulty> {
        self.0.row.difficulty.map(Into::into)
    }

    /// The words under which it is found.
    async fn tags(&self) -> &[String] {
        &self.0.tags
    }

    /// The ids of the lessons that it is about.
    async fn lesson_ids(&self) -> Vec<ID> {
        self.0.lessons.iter().map(|id| ids::id(*id)).collect()
    }

    /// The legal texts that it rests on.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn legal_texts(&self, ctx: &Context<'_>) -> Result<Vec<LegalText>> {
        let found = self.0.laws.iter().map(|id| load(ctx, LegalTextById(*id)));
        Ok(futures::future::try_join_all(found).await?.into_iter().flatten().map(Into::into).collect())
    }

    /// What it is worth where nobody says otherwise, in points.
    async fn points(&self) -> f64 {
        points(self.0.row.points)
    }

    /// What it asks now.
    async fn wording(&self, ctx: &Context<'_>) -> Result<Option<QuestionWording>> {
        Ok(load(ctx, WordingByQuestion(self.0.row.id)).await?.map(QuestionWording))
    }

    /// What it asked, from the first time on.
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn wordings(&self, ctx: &Context<'_>) -> Result<Vec<QuestionWording>> {
        let found = load(ctx, WordingsByQuestion(self.0.row.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(QuestionWording).collect())
    }

    /// How often answers to it were marked anew, oldest first.
    #[graphql(complexity = "usual(1, child_complexity)")]
    async fn regrades(&self, ctx: &Context<'_>) -> Result<Vec<QuestionRegrade>> {
        let found = load(ctx, RegradesByQuestion(self.0.row.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// True if nobody is asked it any more.
    async fn is_retired(&self) -> bool {
        self.0.row.is_retired
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.row.created_at
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.row.version
    }
}

/// What a question asks, from one change to the next. It never changes itself.
pub struct QuestionWording(question::QuestionVersion);

#[Object]
impl QuestionWording {
    /// The first is 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What it was worth where nobody said otherwise, in points.
    async fn points(&self) -> f64 {
        points(self.0.points)
    }

    /// The languages in which it is asked.
    async fn locales(&self) -> Vec<Locale> {
        self.0.body.text.locales().map(Into::into).collect()
    }

    /// What is asked, as Markdown.
    async fn text(&self) -> LocalizedTexts {
        self.0.body.text.clone().into()
    }

    /// What is asked, in one language, as sanitised HTML.
    async fn html(&self, locale: Locale) -> Option<String> {
        let locale = locale.into();
        let text = self.0.body.text.get(locale)?;
        Some(markup::html(text, locale, &self.0.pictures))
    }

    /// What everybody may read afterwards, as Markdown.
    async fn feedback(&self) -> LocalizedTexts {
        self.0.body.feedback.clone().into()
    }

    /// How it is answered, and what counts.
    async fn answers(&self) -> QuestionAnswers {
        self.0.body.answers.clone().into()
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// A place in a bank.
#[derive(SimpleObject)]
pub struct QuestionCategory {
    /// Names from the widest to the narrowest, parted by `/`.
    path: String,
    /// How many questions in use stand there, without those of the categories within it.
    question_count: i64,
}

/// Which questions.
#[derive(InputObject)]
pub struct QuestionFilterInput {
    /// Of this course.
    course: ID,
    /// In this category or one within it.
    category: Option<String>,
    /// That are answered so.
    kind: Option<QuestionKind>,
    /// That are said to be so hard.
    difficulty: Option<Difficulty>,
    /// With this tag.
    tag: Option<String>,
    /// About this lesson.
    lesson: Option<ID>,
    /// That rest on this legal text.
    legal_text: Option<ID>,
    /// Whose code begins so.
    code: Option<String>,
    /// Also those that are out of use.
    #[graphql(default)]
    with_retired: bool,
}

/// Questions about questions.
#[derive(Default)]
pub struct QuestionQuery;

#[Object]
impl QuestionQuery {
    /// The bank of a course, by category and code.
    #[doc = nabta_domain::learning_permission!(QUESTION_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn questions(
        &self,
        ctx: &Context<'_>,
        filter: QuestionFilterInput,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Question>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let course = ids::parse(ctx, &filter.course)?;
        let filter = question::QuestionFilter {
            category: filter.category,
            kind: filter.kind.map(Into::into),
            difficulty: filter.difficulty.map(Into::into),
            tag: filter.tag,
            lesson: filter.lesson.map(|id| ids::parse(ctx, &id)).transpose()?,
            law: filter.legal_text.map(|id| ids::parse(ctx, &id)).transpose()?,
            code: filter.code,
            with_retired: filter.with_retired,
        };
        Ok(connection(question::list(domain(ctx), course, &filter, &page).await.answer(ctx)?))
    }

    /// The categories of a course's bank that hold questions in use.
    #[doc = nabta_domain::learning_permission!(QUESTION_READ)]
    #[graphql(complexity = "usual(20, child_complexity)")]
    async fn question_categories(&self, ctx: &Context<'_>, course: ID) -> Result<Vec<QuestionCategory>> {
        let course = ids::parse(ctx, &course)?;
        let found = question::categories(domain(ctx), course).await.answer(ctx)?;
        Ok(found.into_iter().map(|(path, question_count)| QuestionCategory { path, question_count }).collect())
    }
}
