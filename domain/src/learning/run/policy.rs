//! Whether what a run asks for can be.

use nabta_entities::ids::{CourseId, QuizId};
use nabta_entities::learning::policy::{LessonRule, Policy};

use super::super::actions::codes::CIRCULAR_GATES;
use super::super::progress::standing::is_circular;
use super::super::quiz;
use super::{MOST_DAYS, within};
use crate::catalogue::outline;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::work::Work;
use crate::kernel::{Refusal, Result, TypedId};

/// The longest that a lesson can ask for, in minutes: a day.
const MOST_MINUTES: i32 = 1_440;

/// Refuses what names chapters or lessons of no edition of the course, or lets nobody through.
pub(super) async fn check(work: &Work, course: CourseId, policy: &Policy) -> Result<()> {
    let (chapters, lessons) = outline::ids_of_course(&work.read(), course).await?;
    let unknown = |path: &str, what: &str| Refusal::at(UNKNOWN_REFERENCE, path).with("value", what);
    minutes(policy.lesson, "policy.lessonRule.minutes")?;
    for (lesson, rule) in &policy.lessons {
        if !lessons.contains(lesson) {
            return Err(unknown("policy.exceptions", &lesson.wire()).into());
        }
        minutes(*rule, "policy.exceptions")?;
    }
    for (index, gate) in policy.chapters.iter().enumerate() {
        if !chapters.contains(&gate.chapter) {
            return Err(unknown(&format!("policy.gates.{index}.chapter"), "chapter").into());
        }
        if gate.after_chapter.is_some_and(|after| !chapters.contains(&after)) {
            return Err(unknown(&format!("policy.gates.{index}.afterChapter"), "chapter").into());
        }
        within(gate.after_days, &format!("policy.gates.{index}.afterDays"), 0, MOST_DAYS)?;
    }
    let asked = policy.lessons.values().chain([&policy.lesson]).filter_map(|rule| match rule {
        LessonRule::Quiz { quiz } => Some(*quiz),
        LessonRule::Viewed | LessonRule::Opened | LessonRule::Minutes { .. } => None,
    });
    let asked: Vec<QuizId> = asked.chain(policy.quizzes.iter().copied()).collect();
    let known = quiz::in_course(&work.read(), course, &asked).await?;
    if asked.iter().any(|quiz| !known.contains(quiz)) {
        return Err(unknown("policy.quizzes", "quiz").into());
    }
    if policy.required.iter().any(|lesson| !lessons.contains(lesson)) {
        return Err(unknown("policy.required", "lesson").into());
    }
    if is_circular(policy) { Err(Refusal::at(CIRCULAR_GATES, "policy.gates").into()) } else { Ok(()) }
}

fn minutes(rule: LessonRule, path: &str) -> Result<()> {
    match rule {
        LessonRule::Minutes { minutes } => within(Some(minutes), path, 1, MOST_MINUTES),
        LessonRule::Viewed | LessonRule::Opened | LessonRule::Quiz { .. } => Ok(()),
    }
}
