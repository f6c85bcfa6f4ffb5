//! An attempt as it is shown: the same questions in the same order, whenever it is looked at; and of what counts, what may be seen.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use nabta_entities::ids::QuizAttemptId;
use nabta_entities::learning::quiz_attempt_question::{Column, Entity, Model};
use nabta_entities::learning::response::Response;
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::super::question::arrange::Arrangement;
use super::super::super::question::body::{Answers, Credit};
use super::super::super::question::rubric::Rubric;
use super::super::super::question::{QuestionVersion, marking};
use super::super::rules::{earned, is_under_way, penalised};
use super::grade::{Grade, grades_of};
use super::judge::Judge;
use super::{Asked, Attempt};
use crate::kernel::{Ctx, Result};

/// A question of an attempt.
#[derive(Clone, Debug)]
pub struct ShownQuestion {
    /// Where it stands, from nought.
    pub place: i32,
    /// On which page.
    pub page: i32,
    /// What it is worth, in hundredths of a point.
    pub points: i32,
    /// What is asked.
    pub asked: Asked,
    /// What was answered.
    pub answer: Option<Response>,
    /// The number of the last save; nought before the first.
    pub number: i64,
    /// When it was saved.
    pub saved_at: Option<DateTime<Utc>>,
    /// Of what counts, what the actor may see.
    pub verdict: Verdict,
    /// By what it is graded, for those who grade.
    pub grading: Option<Grading>,
    /// What was said of it by those who graded it, as far as the actor may see.
    pub grades: Vec<Grade>,
}

/// By what an essay is graded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grading {
    /// What who grades it reads, as Markdown.
    pub guidance: LocalizedText,
    /// The criteria; none where a share is given.
    pub rubric: Rubric,
}

/// What counts, as far as it may be seen: everything is empty that may not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What the answer is worth, as a share of the question.
    pub credit: Option<Credit>,
    /// What it earned, in hundredths of a point.
    pub earned: Option<i32>,
    /// What its parts are worth, as they stand in the answer.
    pub parts: Vec<Credit>,
    /// What is said to it.
    pub feedback: Vec<LocalizedText>,
    /// What everybody may read afterwards.
    pub remark: LocalizedText,
    /// The right answer, as things are shown.
    pub right: Option<Response>,
}

/// The questions of attempts that the actor read, in order. Where pages that were left stay behind, only those of the page on which they
/// are, while the attempt is under way.
pub async fn questions(ctx: &Ctx, attempts: &[Attempt]) -> Result<HashMap<QuizAttemptId, Vec<ShownQuestion>>> {
    let database = ctx.database().reader();
    let ids: Vec<QuizAttemptId> = attempts.iter().map(|one| one.row.id).collect();
    let select = Entity::find().filter(Column::AttemptId.is_in(ids)).order_by_asc(Column::AttemptId).order_by_asc(Column::Place);
    let rows = select.all(database).await?;
    let judge = Judge::of(database, &rows).await?;
    let mut grades = grades_of(ctx, attempts).await?;
    let mut found: HashMap<QuizAttemptId, Vec<ShownQuestion>> = HashMap::new();
    for row in rows {
        let attempt = attempts.iter().find(|one| one.row.id == row.attempt_id);
        let Some(attempt) = attempt else { continue };
        let page = attempt.page_of(row.place);
        let is_behind = attempt.quiz.0.plan.is_forward_only && is_under_way(attempt.state) && page != attempt.row.page;
        if !is_behind {
            let grades = grades.remove(&(row.attempt_id, row.place)).unwrap_or_default();
            found.entry(row.attempt_id).or_default().push(shown(attempt, &judge, (row, page), grades)?);
        }
    }
    Ok(found)
}

fn shown(attempt: &Attempt, judge: &Judge, (row, page): (Model, i32), grades: Vec<Grade>) -> Result<ShownQuestion> {
    let arrangement = judge.arrangement(&attempt.row, &row)?;
    let asked = judge.asked(&row)?;
    let is_graded_blindly = attempt.is_withheld && matches!(asked.body.answers, Answers::Essay { .. }) && !attempt.may_grade;
    Ok(ShownQuestion {
        place: row.place,
        page,
        points: row.points,
        asked: Asked::of(asked, &arrangement),
        verdict: verdict(attempt, judge, &arrangement, &row)?,
        grading: attempt.may_grade.then(|| grading(asked)).flatten(),
        grades: if attempt.may_grade || attempt.visible.feedback { grades } else { Vec::new() },
        number: row.number,
        saved_at: row.saved_at,
        answer: row.answer.filter(|_| !is_graded_blindly),
    })
}

/// What who grades an essay reads.
fn grading(version: &QuestionVersion) -> Option<Grading> {
    match &version.body.answers {
        Answers::Essay { guidance, rubric, .. } => {
            Some(Grading { guidance: guidance.clone(), rubric: rubric.clone().unwrap_or_default() })
        }
        _ => None,
    }
}

fn verdict(attempt: &Attempt, judge: &Judge, arrangement: &Arrangement, row: &Model) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let visible = attempt.visible;
    if is_under_way(attempt.state) {
        return Ok(verdict);
    }
    let (marking, counts) = (judge.mark(&attempt.row, row)?, judge.counts(row)?);
    if visible.marks {
        verdict.credit = row.credit;
        let penalty = attempt.quiz.0.plan.penalty;
        verdict.earned = row.credit.map(|credit| earned(row.points, penalised(credit, penalty, row.answer.is_some())));
        verdict.parts = arrangement.parts_shown(row.answer.as_ref(), marking.parts);
    }
    if visible.feedback {
        verdict.feedback = marking.feedback;
        verdict.remark = counts.body.feedback.clone();
    }
    if visible.answers {
        verdict.right = marking::best(&counts.body).map(|best| arrangement.shown(&best));
    }
    Ok(verdict)
}
