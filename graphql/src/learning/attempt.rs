//! Attempts at quizzes, as they are shown.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel;
use nabta_domain::kernel::LocalizedText;
use nabta_domain::learning::question::markup;
use nabta_domain::learning::quiz;
use nabta_domain::learning::quiz::attempt::{self, ShownQuestion};

use super::Enrolment;
use super::amounts::{percent, points};
use super::answer_given::AnswerGiven;
use super::loaders::QuestionsByAttempt;
use super::question::QuestionKind;
use super::quiz::Quiz;
use super::rubric::{self, RubricCriterion};
use crate::connection::usual;
use crate::errors::domain;
use crate::ids;
use crate::loaders::load;
use crate::values::{Direction, Locale};

/// Where an attempt stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "quiz::AttemptState")]
pub enum QuizAttemptState {
    /// It is being answered.
    InProgress,
    /// Its time is over, and it can still be submitted.
    Overdue,
    /// It was submitted, and waits for somebody who grades it.
    Submitted,
    /// It was left until it was too late.
    Abandoned,
    /// All of it is graded.
    Graded,
}

/// An attempt at a quiz.
pub struct QuizAttempt(pub attempt::Attempt);

impl From<attempt::Attempt> for QuizAttempt {
    fn from(attempt: attempt::Attempt) -> Self {
        Self(attempt)
    }
}

#[Object]
impl QuizAttempt {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.row.id)
    }

    /// At which quiz.
    async fn quiz(&self) -> Quiz {
        Quiz(self.0.quiz.clone())
    }

    /// As who takes part; nothing for those who grade it and do not know whose it is.
    async fn enrolment(&self) -> Option<Enrolment> {
        (!self.0.is_withheld).then(|| Enrolment(self.0.enrolment.clone()))
    }

    /// The first is 1.
    async fn number(&self) -> i32 {
        self.0.row.number
    }

    /// Where it stands by the centre's clock.
    async fn state(&self) -> QuizAttemptState {
        self.0.state.into()
    }

    /// When it was begun.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.row.started_at
    }

    /// When its time is over.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.due_at
    }

    /// When it was submitted or abandoned.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.ended_at
    }

    /// On which page they are, from nought.
    async fn page(&self) -> i32 {
        self.0.row.page
    }

    /// What was earned, in points, once all is graded and it may be seen.
    async fn points(&self) -> Option<f64> {
        self.0.row.points.filter(|_| self.0.visible.score).map(points)
    }

    /// The most that can be earned, in points.
    async fn most_points(&self) -> f64 {
        points(self.0.row.most)
    }

    /// Its questions, in the order of this attempt. Where pages that were left stay behind, those of the page on which they are.
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn questions(&self, ctx: &Context<'_>) -> Result<Vec<QuizQuestion>> {
        let found = load(ctx, QuestionsByAttempt(self.0.clone().into())).await?.unwrap_or_default();
        Ok(found.into_iter().map(QuizQuestion).collect())
    }

    /// Grows with each change but those of answers.
    async fn version(&self) -> i32 {
        self.0.row.version
    }
}

/// A text that is shown, as sanitised HTML.
#[derive(SimpleObject)]
pub struct QuizText {
    /// The text, as sanitised HTML with MathML.
    html: String,
    /// The language that it is in.
    locale: Locale,
    /// The way it runs.
    direction: Direction,
}

/// A gap that is filled.
#[derive(SimpleObject)]
pub struct QuizGap {
    /// What can fill it, as plain text; none where it is written into.
    choices: Vec<String>,
}

/// What somebody said an answer is worth.
#[derive(SimpleObject)]
pub struct QuizGrade {
    /// Whether it was oneself who said it.
    is_own: bool,
    /// The level of each criterion, from nought, where there is a rubric.
    levels: Vec<i32>,
    /// What it is worth, in percent.
    percent: f64,
    /// What is said to whose answer it is, as Markdown.
    comment: Option<String>,
    /// When it was said.
    created_at: DateTime<Utc>,
}

impl From<attempt::Grade> for QuizGrade {
    fn from(grade: attempt::Grade) -> Self {
        Self {
            is_own: grade.is_own,
            levels: grade.levels,
            percent: percent(grade.credit),
            comment: grade.comment,
            created_at: grade.created_at,
        }
    }
}

/// A question of an attempt: what is asked, what was answered, and of what counts what may be seen.
pub struct QuizQuestion(ShownQuestion);

fn asked(ctx: &Context<'_>, locale: Option<Locale>) -> kernel::Locale {
    locale.map_or(domain(ctx).locale, Into::into)
}

fn plain(texts: &[LocalizedText], locale: kernel::Locale) -> Vec<String> {
    texts.iter().map(|text| text.resolve(locale).map(|(_, text)| text.to_owned()).unwrap_or_default()).collect()
}

#[Object]
impl QuizQuestion {
    /// Where it stands in the attempt, from nought.
    async fn place(&self) -> i32 {
        self.0.place
    }

    /// On which page it stands, from nought.
    async fn page(&self) -> i32 {
        self.0.page
    }

    /// How it is answered.
    async fn kind(&self) -> Option<QuestionKind> {
        self.0.asked.kind.map(Into::into)
    }

    /// What it is worth, in points.
    async fn points(&self) -> f64 {
        points(self.0.points)
    }

    /// The languages in which it is asked.
    async fn locales(&self) -> Vec<Locale> {
        self.0.asked.text.locales().map(Into::into).collect()
    }

    /// What is asked. Gaps stand in it as `[[1]]`, `[[2]]`…
    async fn text(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<QuizText> {
        self.shown(&self.0.asked.text, asked(ctx, locale))
    }

    /// Choices, premises or items, in the order in which they are shown.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn parts(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Vec<QuizText> {
        let locale = asked(ctx, locale);
        self.0.asked.parts.iter().filter_map(|text| self.shown(text, locale)).collect()
    }

    /// What premises are matched with, as plain text, in the order in which it is shown.
    async fn targets(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Vec<String> {
        plain(&self.0.asked.targets, asked(ctx, locale))
    }

    /// The gaps `[[1]]`, `[[2]]`…
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn gaps(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Vec<QuizGap> {
        let locale = asked(ctx, locale);
        self.0.asked.gaps.iter().map(|choices| QuizGap { choices: plain(choices, locale) }).collect()
    }

    /// The units in which a number is taken.
    async fn units(&self) -> &[String] {
        &self.0.asked.units
    }

    /// What the field of an essay holds to begin with.
    async fn template(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<String> {
        self.0.asked.template.resolve(asked(ctx, locale)).map(|(_, text)| text.to_owned())
    }

    /// At least so many words.
    async fn least_words(&self) -> Option<i32> {
        self.0.asked.least_words
    }

    /// At most so many words.
    async fn most_words(&self) -> Option<i32> {
        self.0.asked.most_words
    }

    /// What was answered.
    async fn answer(&self) -> Option<AnswerGiven> {
        self.0.answer.clone().map(Into::into)
    }

    /// The number of the last save; nought before the first.
    async fn number(&self) -> i64 {
        self.0.number
    }

    /// When it was saved.
    async fn saved_at(&self) -> Option<DateTime<Utc>> {
        self.0.saved_at
    }

    /// What the answer is worth, in percent of the question, once it may be seen.
    async fn percent(&self) -> Option<f64> {
        self.0.verdict.credit.map(percent)
    }

    /// What it earned, in points, once it may be seen; less than nothing where a wrong answer costs.
    async fn points_earned(&self) -> Option<f64> {
        self.0.verdict.earned.map(points)
    }

    /// What its parts are worth, in percent, as they stand in the answer, once it may be seen.
    async fn part_percents(&self) -> Vec<f64> {
        self.0.verdict.parts.iter().map(|credit| percent(*credit)).collect()
    }

    /// What is said to the answer, once it may be seen.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn feedback(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Vec<QuizText> {
        let locale = asked(ctx, locale);
        self.0.verdict.feedback.iter().filter_map(|text| self.shown(text, locale)).collect()
    }

    /// What everybody may read afterwards, once it may be seen.
    async fn remark(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<QuizText> {
        self.shown(&self.0.verdict.remark, asked(ctx, locale))
    }

    /// What who grades it reads, for those who grade.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_GRADE)]
    async fn guidance(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Option<QuizText> {
        self.shown(&self.0.grading.as_ref()?.guidance, asked(ctx, locale))
    }

    /// By what it is graded, for those who grade.
    #[doc = nabta_domain::learning_permission!(ATTEMPT_GRADE)]
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn rubric(&self) -> Vec<RubricCriterion> {
        self.0.grading.clone().map(|grading| rubric::shown(grading.rubric)).unwrap_or_default()
    }

    /// What was said of it by those who graded it, oldest first, once it may be seen.
    #[graphql(complexity = "usual(1, child_complexity)")]
    async fn grades(&self) -> Vec<QuizGrade> {
        self.0.grades.iter().cloned().map(Into::into).collect()
    }

    /// The right answer, once it may be seen.
    async fn right_answer(&self) -> Option<AnswerGiven> {
        self.0.verdict.right.clone().map(Into::into)
    }
}

impl QuizQuestion {
    fn shown(&self, text: &LocalizedText, locale: kernel::Locale) -> Option<QuizText> {
        let (locale, text) = text.resolve(locale)?;
        let html = markup::html(text, locale, &self.0.asked.pictures);
        Some(QuizText { html, locale: locale.into(), direction: locale.direction().into() })
    }
}
