//! What people did in the lessons of a run.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::catalogue::outline;
use nabta_domain::kernel::Result as DomainResult;
use nabta_domain::learning::progress::{self, Progress, Recorded, Visit, facts::Facts, standing::ChapterStanding};

use super::enrolment::Enrolment;
use crate::catalogue::{Chapter, Lesson};
use crate::connection::usual;
use crate::errors::{UserError, domain, user_errors, user_errors_of};
use crate::ids;

/// What somebody did in a run, and where they stand.
pub struct LearningProgress(pub Progress);

#[Object]
impl LearningProgress {
    /// How many of the lessons that have to be done are done.
    async fn completed(&self) -> usize {
        let standing = &self.0.standing;
        standing.required.iter().filter(|lesson| standing.completed.contains(lesson)).count()
    }

    /// How many lessons have to be done.
    async fn required(&self) -> usize {
        self.0.standing.required.len()
    }

    /// The quizzes that have to be passed.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn quizzes(&self) -> Vec<RequiredQuiz> {
        let required = self.0.standing.quizzes.iter();
        required.map(|(quiz, is_passed)| RequiredQuiz { quiz_id: ids::id(*quiz), is_passed: *is_passed }).collect()
    }

    /// Whether all that has to be done is done.
    async fn is_fulfilled(&self) -> bool {
        self.0.standing.is_fulfilled
    }

    /// For how many minutes they studied: one that was spent on two lessons counts once.
    async fn minutes(&self) -> u32 {
        self.0.minutes()
    }

    /// When they last did something.
    async fn last_at(&self) -> Option<DateTime<Utc>> {
        self.0.facts.values().map(|facts| facts.last_at).max()
    }

    /// Where they go on.
    async fn resume(&self) -> Option<LessonProgress> {
        let next = self.0.standing.resume?;
        self.lessons().find(|one| one.lesson.id == next)
    }

    /// The chapters of the edition that they follow, in order.
    #[graphql(complexity = "usual(8, child_complexity)")]
    async fn chapters(&self) -> Vec<ChapterProgress> {
        let with = |chapter: &outline::Chapter| {
            let standing = self.0.standing.chapters.iter().find(|one| one.chapter == chapter.id)?.clone();
            let lessons = self.lessons().filter(|one| chapter.lessons.iter().any(|lesson| lesson.id == one.lesson.id)).collect();
            Some(ChapterProgress { chapter: chapter.clone(), standing, lessons })
        };
        self.0.chapters.iter().filter_map(with).collect()
    }
}

impl LearningProgress {
    fn lessons(&self) -> impl Iterator<Item = LessonProgress> {
        self.0.chapters.iter().flat_map(|chapter| &chapter.lessons).map(|lesson| LessonProgress {
            is_completed: self.0.standing.completed.contains(&lesson.id),
            facts: self.0.facts.get(&lesson.id).cloned(),
            lesson: lesson.clone(),
        })
    }
}

/// A quiz that has to be passed.
#[derive(SimpleObject)]
pub struct RequiredQuiz {
    /// The id of the quiz.
    quiz_id: ID,
    /// Whether it is passed.
    is_passed: bool,
}

/// How a chapter stands for somebody.
pub struct ChapterProgress {
    chapter: outline::Chapter,
    standing: ChapterStanding,
    lessons: Vec<LessonProgress>,
}

#[Object]
impl ChapterProgress {
    /// Which.
    async fn chapter(&self) -> Chapter {
        Chapter(self.chapter.clone())
    }

    /// Whether it is open.
    async fn is_open(&self) -> bool {
        self.standing.is_open
    }

    /// Not before this instant.
    async fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.standing.opens_at
    }

    /// Not before this chapter is done.
    async fn after(&self) -> Option<ID> {
        self.standing.after.map(ids::id)
    }

    /// Its lessons, in order.
    #[graphql(complexity = "usual(6, child_complexity)")]
    async fn lessons(&self) -> Vec<LessonProgress> {
        self.lessons.clone()
    }
}

/// What somebody did in a lesson.
#[derive(Clone)]
pub struct LessonProgress {
    lesson: outline::Lesson,
    facts: Option<Facts>,
    is_completed: bool,
}

#[Object]
impl LessonProgress {
    /// Which.
    async fn lesson(&self) -> Lesson {
        Lesson(self.lesson.clone())
    }

    /// When they first opened it.
    async fn opened_at(&self) -> Option<DateTime<Utc>> {
        self.facts.as_ref().map(|facts| facts.opened_at)
    }

    /// When they last did something there.
    async fn last_at(&self) -> Option<DateTime<Utc>> {
        self.facts.as_ref().map(|facts| facts.last_at)
    }

    /// When they first reached its end.
    async fn viewed_at(&self) -> Option<DateTime<Utc>> {
        self.facts.as_ref()?.viewed_at
    }

    /// Whether it counts as done.
    async fn is_completed(&self) -> bool {
        self.is_completed
    }

    /// When what it asks for had been done; it counts once its chapter is open.
    async fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.facts.as_ref()?.completed_at
    }

    /// For how many minutes they studied it.
    async fn minutes(&self) -> u32 {
        self.facts.as_ref().map_or(0, Facts::minutes)
    }

    /// Where they were last, in the words of the client that told it.
    async fn place(&self) -> Option<&str> {
        self.facts.as_ref()?.place.as_ref().map(|(_, place)| place.as_str())
    }
}

/// A visit of a lesson, as a device tells it: once, again with more, or long afterwards.
#[derive(InputObject)]
pub struct StudyVisitInput {
    /// Which lesson.
    lesson: ID,
    /// When it was opened, by the device's clock.
    opened_at: DateTime<Utc>,
    /// In which minutes the page was looked at: 0 is the one in which it was opened; at most 1,439.
    #[graphql(default)]
    minutes: Vec<i32>,
    /// When its end was reached.
    viewed_at: Option<DateTime<Utc>>,
    /// Where in the lesson they were at last, in words of the client; at most 200 characters.
    place: Option<String>,
}

/// What devices tell of studying.
#[derive(InputObject)]
pub struct StudyRecordInput {
    /// As who takes part in which run.
    enrolment: ID,
    /// The visits, in any order, also those that were told before; at most 1,000.
    visits: Vec<StudyVisitInput>,
}

/// What became of visits.
#[derive(SimpleObject)]
pub struct StudyRecordPayload {
    /// The enrolment as it stands now.
    pub enrolment: Option<Enrolment>,
    /// What was not taken, by its place in the list; everything else was.
    pub refused: Vec<UserError>,
    /// What the centre's clock says, for a device whose own is wrong.
    pub now: Option<DateTime<Utc>>,
    /// What the caller can repair; nothing was taken if there is any.
    pub user_errors: Vec<UserError>,
}

/// Acts of studying.
#[derive(Default)]
pub struct ProgressMutation;

#[Object]
impl ProgressMutation {
    /// Takes in what a device tells of visits of lessons: in any order, any number of times, they lead to the same. What is wrong with one
    /// of them does not keep the others out.
    #[doc = nabta_domain::learning_permission!(ENROLMENT_STUDY)]
    async fn study_record(&self, ctx: &Context<'_>, input: StudyRecordInput) -> Result<StudyRecordPayload> {
        let enrolment = ids::parse(ctx, &input.enrolment)?;
        let visits = input.visits.into_iter().map(|visit| visit.parse(ctx)).collect::<Result<_>>()?;
        payload(ctx, progress::record(domain(ctx), enrolment, visits).await)
    }
}

impl StudyVisitInput {
    fn parse(self, ctx: &Context<'_>) -> Result<Visit> {
        Ok(Visit {
            lesson: ids::parse(ctx, &self.lesson)?,
            opened_at: self.opened_at,
            minutes: self.minutes,
            viewed_at: self.viewed_at,
            place: self.place,
        })
    }
}

fn payload(ctx: &Context<'_>, outcome: DomainResult<Recorded>) -> Result<StudyRecordPayload> {
    Ok(match outcome {
        Ok(recorded) => StudyRecordPayload {
            refused: user_errors_of(domain(ctx).locale, &recorded.refused),
            now: Some(recorded.now),
            enrolment: Some(recorded.enrolment.into()),
            user_errors: Vec::new(),
        },
        Err(error) => {
            let user_errors = user_errors(domain(ctx), error)?;
            StudyRecordPayload { enrolment: None, refused: Vec::new(), now: None, user_errors }
        }
    })
}
