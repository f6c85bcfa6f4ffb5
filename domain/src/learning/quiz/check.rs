//! Whether what a quiz asks can be asked.

use nabta_entities::ids::{CourseId, QuestionId};
use nabta_entities::learning::question_body::Credit;
use nabta_entities::learning::quiz_plan::{AtEnd, QuizPart, QuizPlan};

use super::super::question::{self, MOST_POINTS};
use super::QuizDetails;
use crate::catalogue::outline;
use crate::kernel::clock::written_in_tunis;
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE};
use crate::kernel::work::Work;
use crate::kernel::{Refusal, Result, TypedId, text};

/// The most parts, and the most questions of an attempt.
pub(super) const MOST_QUESTIONS: i32 = 200;
/// The longest attempt, grace and wait, in minutes: sixty days.
const MOST_MINUTES: i32 = 86_400;
/// The most attempts that are counted.
const MOST_ATTEMPTS: i32 = 1_000;
/// The longest introduction, in characters.
const INTRODUCTION: usize = 10_000;

pub(super) fn within(value: Option<i32>, path: &str, least: i32, most: i32) -> Result<(), Refusal> {
    let refusal = || Refusal::at(OUT_OF_RANGE, path).with("least", least).with("most", most);
    if value.is_some_and(|value| !(least..=most).contains(&value)) { Err(refusal()) } else { Ok(()) }
}

pub(super) fn minutes(value: Option<i32>, path: &str) -> Result<(), Refusal> {
    within(value, path, 1, MOST_MINUTES)
}

pub(super) fn attempts(value: Option<i32>, path: &str) -> Result<(), Refusal> {
    within(value, path, 1, MOST_ATTEMPTS)
}

fn percent(credit: Credit, path: &str) -> Result<(), Refusal> {
    let fits = (0..=Credit::WHOLE.0).contains(&credit.0);
    if fits { Ok(()) } else { Err(Refusal::at(OUT_OF_RANGE, path).with("least", 0).with("most", 100)) }
}

fn points(value: Option<i32>, path: &str) -> Result<(), Refusal> {
    let fits = value.is_none_or(|points| (1..=MOST_POINTS).contains(&points));
    if fits { Ok(()) } else { Err(Refusal::at(OUT_OF_RANGE, path).with("least", "0.01").with("most", MOST_POINTS / 100)) }
}

/// Details that may be stored.
pub(super) async fn checked(work: &Work, course: CourseId, details: QuizDetails) -> Result<QuizDetails> {
    let (_, lessons) = outline::ids_of_course(&work.read(), course).await?;
    let unknown = |path: &str, what: String| Refusal::at(UNKNOWN_REFERENCE, path).with("value", what);
    if let Some(lesson) = details.lesson.filter(|lesson| !lessons.contains(lesson)) {
        return Err(unknown("lesson", lesson.wire()).into());
    }
    let titles = text::titles(&details.titles, "titles")?;
    let introduction = text::optional_localized(&details.introduction, "introduction", INTRODUCTION)?.unwrap_or_default();
    let plan = details.plan;
    rules(&plan)?;
    let mut fixed: Vec<QuestionId> = Vec::new();
    for (index, part) in plan.parts.iter().enumerate() {
        let path = |field: &str| format!("plan.parts.{index}.{field}");
        match part {
            QuizPart::Fixed { question, points: of } => {
                points(*of, &path("points"))?;
                if fixed.contains(question) {
                    return Err(unknown(&path("question"), question.wire()).into());
                }
                fixed.push(*question);
            }
            QuizPart::Drawn(draw) => {
                within(Some(draw.count), &path("count"), 1, MOST_QUESTIONS)?;
                points(draw.points, &path("points"))?;
                if let Some(lesson) = draw.lesson.filter(|lesson| !lessons.contains(lesson)) {
                    return Err(unknown(&path("lesson"), lesson.wire()).into());
                }
            }
        }
    }
    let drawn = plan.parts.iter().map(|part| match part {
        QuizPart::Fixed { .. } => 1,
        QuizPart::Drawn(draw) => usize::try_from(draw.count).unwrap_or(0),
    });
    few(drawn.sum())?;
    let known = question::in_bank(&work.read(), course, &fixed).await?;
    if let Some((index, question)) = fixed.iter().enumerate().find(|(_, question)| !known.contains(question)) {
        return Err(unknown(&format!("plan.parts.{index}.question"), question.wire()).into());
    }
    Ok(QuizDetails { titles, introduction, plan, lesson: details.lesson })
}

fn few(questions: usize) -> Result<(), Refusal> {
    let fits = i32::try_from(questions).is_ok_and(|questions| questions <= MOST_QUESTIONS);
    if fits { Ok(()) } else { Err(Refusal::at(OUT_OF_RANGE, "plan.parts").with("least", 1).with("most", MOST_QUESTIONS)) }
}

fn rules(plan: &QuizPlan) -> Result<(), Refusal> {
    if plan.parts.is_empty() {
        return Err(Refusal::at(REQUIRED, "plan.parts"));
    }
    // Before anything is looked up for each of them.
    few(plan.parts.len())?;
    within(Some(plan.graders), "plan.graders", 1, 2)?;
    within(plan.page_size, "plan.pageSize", 1, MOST_QUESTIONS)?;
    minutes(plan.minutes, "plan.minutes")?;
    attempts(plan.attempts, "plan.attempts")?;
    within(Some(plan.wait_minutes), "plan.waitMinutes", 0, MOST_MINUTES)?;
    if let AtEnd::Grace { minutes: grace } = plan.at_end {
        minutes(Some(grace), "plan.graceMinutes")?;
    }
    if let Some((from, _)) = plan.opens_at.zip(plan.closes_at).filter(|(from, until)| until <= from) {
        return Err(Refusal::at(OUT_OF_RANGE, "plan.closesAt").with("least", written_in_tunis(from)).with("most", ""));
    }
    percent(plan.pass, "plan.passPercent")?;
    percent(plan.penalty, "plan.penaltyPercent")
}
