//! What a run asks for.

use async_graphql::{Context, Enum, ID, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::learning::progress;

use crate::ids;

/// When a lesson counts as done.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonRuleKind {
    /// Once its end was reached.
    Viewed,
    /// Once it was opened.
    Opened,
    /// Once it was studied for so many minutes.
    Minutes,
    /// Once it was opened and a quiz was passed.
    Quiz,
}

/// When a lesson counts as done.
#[derive(SimpleObject, Clone, Debug)]
pub struct LessonRule {
    /// Once what.
    kind: LessonRuleKind,
    /// For so many minutes, where they are asked for.
    minutes: Option<i32>,
    /// Which quiz, where one is asked for.
    quiz: Option<ID>,
}

impl From<progress::LessonRule> for LessonRule {
    fn from(rule: progress::LessonRule) -> Self {
        match rule {
            progress::LessonRule::Viewed => Self { kind: LessonRuleKind::Viewed, minutes: None, quiz: None },
            progress::LessonRule::Opened => Self { kind: LessonRuleKind::Opened, minutes: None, quiz: None },
            progress::LessonRule::Minutes { minutes } => {
                Self { kind: LessonRuleKind::Minutes, minutes: Some(minutes), quiz: None }
            }
            progress::LessonRule::Quiz { quiz } => Self { kind: LessonRuleKind::Quiz, minutes: None, quiz: Some(ids::id(quiz)) },
        }
    }
}

/// A lesson that counts as done by a rule of its own.
#[derive(SimpleObject, Clone, Debug)]
pub struct LessonException {
    /// Which lesson.
    lesson: ID,
    /// By which rule.
    rule: LessonRule,
}

/// When a chapter opens: when all of these hold.
#[derive(SimpleObject, Clone, Debug)]
pub struct ChapterGate {
    /// Which chapter.
    chapter: ID,
    /// Not before this instant.
    opens_at: Option<DateTime<Utc>>,
    /// Not before so many days after somebody came in.
    after_days: Option<i32>,
    /// Not before this chapter is done.
    after_chapter: Option<ID>,
}

/// What a run asks for.
#[derive(SimpleObject, Clone, Debug)]
pub struct RunPolicy {
    /// When a lesson counts as done.
    lesson_rule: LessonRule,
    /// Lessons for which another rule holds.
    exceptions: Vec<LessonException>,
    /// Chapters that are not open from the beginning.
    gates: Vec<ChapterGate>,
    /// The lessons that have to be done; all of the edition where none is named.
    required: Vec<ID>,
    /// The quizzes that have to be passed.
    quizzes: Vec<ID>,
    /// True if nobody completes the run without an officer or trainer who says so.
    is_by_hand: bool,
}

impl From<progress::Policy> for RunPolicy {
    fn from(policy: progress::Policy) -> Self {
        let exception = |(lesson, rule)| LessonException { lesson: ids::id(lesson), rule: LessonRule::from(rule) };
        let gate = |gate: progress::ChapterGate| ChapterGate {
            chapter: ids::id(gate.chapter),
            opens_at: gate.opens_at,
            after_days: gate.after_days,
            after_chapter: gate.after_chapter.map(ids::id),
        };
        Self {
            lesson_rule: policy.lesson.into(),
            exceptions: policy.lessons.into_iter().map(exception).collect(),
            gates: policy.chapters.into_iter().map(gate).collect(),
            required: policy.required.into_iter().map(ids::id).collect(),
            quizzes: policy.quizzes.into_iter().map(ids::id).collect(),
            is_by_hand: policy.is_by_hand,
        }
    }
}

/// When a lesson counts as done.
#[derive(InputObject)]
pub struct LessonRuleInput {
    /// Once what.
    kind: LessonRuleKind,
    /// For so many minutes, where they are asked for: 1 to 1,440.
    minutes: Option<i32>,
    /// Which quiz, where one is asked for.
    quiz: Option<ID>,
}

impl LessonRuleInput {
    fn parse(self, ctx: &Context<'_>) -> Result<progress::LessonRule> {
        Ok(match (self.kind, self.quiz) {
            (LessonRuleKind::Viewed, None) => progress::LessonRule::Viewed,
            (LessonRuleKind::Opened, None) => progress::LessonRule::Opened,
            (LessonRuleKind::Minutes, None) => progress::LessonRule::Minutes { minutes: self.minutes.unwrap_or_default() },
            (LessonRuleKind::Quiz, Some(quiz)) => progress::LessonRule::Quiz { quiz: ids::parse(ctx, &quiz)? },
            // A quiz that goes with another rule, or none where one is asked for.
            _ => return Err(ids::invalid(ctx)),
        })
    }
}

/// A lesson that counts as done by a rule of its own.
#[derive(InputObject)]
pub struct LessonExceptionInput {
    /// Which lesson.
    lesson: ID,
    /// By which rule.
    rule: LessonRuleInput,
}

/// When a chapter opens: when all of these hold.
#[derive(InputObject)]
pub struct ChapterGateInput {
    /// Which chapter.
    chapter: ID,
    /// Not before this instant.
    opens_at: Option<DateTime<Utc>>,
    /// Not before so many days after somebody came in.
    after_days: Option<i32>,
    /// Not before this chapter is done.
    after_chapter: Option<ID>,
}

/// What a run asks for.
#[derive(InputObject)]
pub struct RunPolicyInput {
    /// When a lesson counts as done; once its end was reached, where nothing is said.
    lesson_rule: Option<LessonRuleInput>,
    /// Lessons for which another rule holds.
    #[graphql(default)]
    exceptions: Vec<LessonExceptionInput>,
    /// Chapters that are not open from the beginning.
    #[graphql(default)]
    gates: Vec<ChapterGateInput>,
    /// The lessons that have to be done; all of the edition where none is named.
    #[graphql(default)]
    required: Vec<ID>,
    /// The quizzes that have to be passed.
    #[graphql(default)]
    quizzes: Vec<ID>,
    /// True if nobody completes the run without an officer or trainer who says so.
    #[graphql(default)]
    is_by_hand: bool,
}

impl RunPolicyInput {
    pub(super) fn parse(self, ctx: &Context<'_>) -> Result<progress::Policy> {
        let exceptions = self.exceptions.into_iter().map(|one| Ok((ids::parse(ctx, &one.lesson)?, one.rule.parse(ctx)?)));
        let gates = self.gates.into_iter().map(|gate| {
            Ok(progress::ChapterGate {
                chapter: ids::parse(ctx, &gate.chapter)?,
                opens_at: gate.opens_at,
                after_days: gate.after_days,
                after_chapter: gate.after_chapter.map(|id| ids::parse(ctx, &id)).transpose()?,
            })
        });
        Ok(progress::Policy {
            lesson: self.lesson_rule.map(|rule| rule.parse(ctx)).transpose()?.unwrap_or_default(),
            lessons: exceptions.collect::<Result<_>>()?,
            chapters: gates.collect::<Result<_>>()?,
            required: self.required.iter().map(|id| ids::parse(ctx, id)).collect::<Result<_>>()?,
            quizzes: self.quizzes.iter().map(|id| ids::parse(ctx, id)).collect::<Result<_>>()?,
            is_by_hand: self.is_by_hand,
        })
    }
}
