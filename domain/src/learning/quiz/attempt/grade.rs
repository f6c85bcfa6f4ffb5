//! Grading what no rule marks: by a rubric or by a share, by one person or two, who may not know whose it is.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use nabta_entities::ids::{PersonId, QuizAttemptId};
use nabta_entities::learning::question_body::Answers;
use nabta_entities::learning::quiz_attempt::{ActiveModel as AttemptRow, AttemptState};
use nabta_entities::learning::quiz_attempt_question::{self, Model};
use nabta_entities::learning::quiz_grade::{ActiveModel, Column, Entity};
use nabta_entities::learning::rubric::{Levels, Rubric};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};

use super::super::super::actions::ATTEMPT_GRADE;
use super::super::super::actions::codes::{GRADE_WRONG, NOT_AN_ESSAY};
use super::super::super::enrolment;
use super::super::super::entries::LearningEntry;
use super::super::super::question::body::Credit;
use super::super::rules::share;
use super::finish::{graded, points};
use super::judge::Judge;
use super::{Attempt, HeldAttempt, hold_both, read};
use crate::kernel::access::Subject;
use crate::kernel::error::codes::{OUT_OF_RANGE, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, text};
use crate::people::notice::Said;
use crate::platform::mail::Template;

/// The longest comment, in characters.
const COMMENT: usize = 5_000;

/// What somebody says an answer is worth.
#[derive(Clone, Debug, Default)]
pub struct GradeDetails {
    /// The level of each criterion, from nought, where there is a rubric.
    pub levels: Vec<i32>,
    /// The share of the points, where there is none.
    pub share: Option<Credit>,
    /// What is said to whose answer it is, as Markdown.
    pub comment: Option<String>,
}

/// What somebody said an answer is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Whether the actor said it.
    pub is_own: bool,
    /// The level of each criterion, where there is a rubric.
    pub levels: Vec<i32>,
    /// What it is worth.
    pub credit: Credit,
    /// What is said to whose answer it is, as Markdown.
    pub comment: Option<String>,
    /// When it was said.
    pub created_at: DateTime<Utc>,
}

/// Says, or says anew, what an essay of an attempt is worth. Once as many people did as the quiz asks for, their mean counts; once all is
/// graded, so is the attempt, and whose it is is told.
pub async fn grade(ctx: &Ctx, id: QuizAttemptId, place: i32, details: GradeDetails) -> Result<Attempt> {
    let work = ctx.begin().await?;
    let held = hold_both(&work, id).await?;
    let permit = work.authorize(ATTEMPT_GRADE, &held.enrolment)?;
    let grader = ctx.person()?;
    if grader == held.enrolment.row.person_id {
        return Err(Error::Forbidden);
    }
    if !matches!(held.row.state, AttemptState::Submitted | AttemptState::Graded) {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", held.row.state)).into());
    }
    let select = quiz_attempt_question::Entity::find().filter(quiz_attempt_question::Column::AttemptId.eq(id));
    let mut rows = select.order_by_asc(quiz_attempt_question::Column::Place).all(&work.read()).await?;
    let judge = Judge::of(&work.read(), &rows).await?;
    let unknown = || Refusal::at(UNKNOWN_REFERENCE, "place").with("value", place);
    let row = rows.iter_mut().find(|row| row.place == place).ok_or_else(unknown)?;
    let Answers::Essay { rubric, .. } = &judge.asked(row)?.body.answers else {
        return Err(Refusal::at(NOT_AN_ESSAY, "place").into());
    };
    let credit = credit(rubric.as_ref(), &details)?;
    let comment = details.comment.as_deref().map(|said| text::paragraph(said, "comment", COMMENT)).transpose()?;
    let levels = rubric.as_ref().map(|_| Levels(details.levels.clone()));
    write(&work, &permit, (id, place, grader), (levels, credit, comment)).await?;
    let former = row.credit;
    row.credit = mean(&work, &held, row).await?;
    let set = quiz_attempt_question::ActiveModel {
        attempt_id: Set(id),
        place: Set(place),
        credit: Set(row.credit),
        ..Default::default()
    };
    work.update(&permit, set).await?;
    settle(&work, &permit, &held, points(&held.quiz, &rows)).await?;
    let (enrolment, person, scopes) = (held.enrolment.row.id, held.enrolment.row.person_id, held.enrolment.scopes());
    let entry = LearningEntry::AttemptGraded { attempt: id, enrolment, person, scopes, place, credit, former };
    work.commit(permit, entry).await?;
    read(ctx, id).await
}

async fn write(
    work: &Work,
    permit: &Permit,
    (attempt, place, grader): (QuizAttemptId, i32, PersonId),
    (levels, credit, comment): (Option<Levels>, Credit, Option<String>),
) -> Result<()> {
    let row = ActiveModel {
        attempt_id: Set(attempt),
        place: Set(place),
        grader_id: Set(grader),
        levels: Set(levels),
        credit: Set(credit),
        comment: Set(comment),
        created_at: Set(work.ctx().now()),
    };
    let anew = OnConflict::columns([Column::AttemptId, Column::Place, Column::GraderId])
        .update_columns([Column::Levels, Column::Credit, Column::Comment, Column::CreatedAt])
        .to_owned();
    work.execute(permit, &Entity::insert(row).on_conflict(anew).into_query()).await.map(drop)
}

/// What a grade is worth: the points of the levels beside the most that the rubric gives, or the share that was said.
fn credit(rubric: Option<&Rubric>, details: &GradeDetails) -> Result<Credit, Refusal> {
    let criteria = rubric.map_or(&[][..], |rubric| rubric.0.as_slice());
    let wrong = |path: &str| Refusal::at(GRADE_WRONG, path).with("criteria", criteria.len());
    if criteria.is_empty() {
        let share = details.share.ok_or_else(|| wrong("percent"))?;
        if !details.levels.is_empty() {
            return Err(wrong("levels"));
        }
        let fits = (Credit::NONE..=Credit::WHOLE).contains(&share);
        return if fits { Ok(share) } else { Err(Refusal::at(OUT_OF_RANGE, "percent").with("least", 0).with("most", 100)) };
    }
    if details.share.is_some() {
        return Err(wrong("percent"));
    }
    if details.levels.len() != criteria.len() {
        return Err(wrong("levels"));
    }
    let (mut reached, mut most) = (0, 0);
    for (level, criterion) in details.levels.iter().zip(criteria) {
        let found = usize::try_from(*level).ok().and_then(|level| criterion.levels.get(level));
        reached += found.ok_or_else(|| wrong("levels"))?.points;
        most += criterion.levels.iter().map(|level| level.points).max().unwrap_or(0);
    }
    Ok(share(reached, most))
}

/// What those said together who graded an answer, once there are as many as the quiz asks for.
async fn mean(work: &Work, held: &HeldAttempt, row: &Model) -> Result<Option<Credit>> {
    let of = Entity::find().filter(Column::AttemptId.eq(row.attempt_id)).filter(Column::Place.eq(row.place));
    let grades = of.all(&work.read()).await?;
    let count = i32::try_from(grades.len()).unwrap_or(i32::MAX);
    if count < held.quiz.0.plan.graders {
        return Ok(None);
    }
    let sum: i64 = grades.iter().map(|grade| i64::from(grade.credit.0)).sum();
    let count = i64::from(count);
    Ok(i32::try_from((sum + count / 2) / count).ok().map(Credit))
}

/// What follows from what an attempt earned by now.
async fn settle(work: &Work, permit: &Permit, held: &HeldAttempt, points: Option<i32>) -> Result<()> {
    let is_graded = points.is_some();
    if !is_graded && held.row.state == AttemptState::Submitted || points == held.row.points {
        return Ok(());
    }
    let state = if is_graded { AttemptState::Graded } else { AttemptState::Submitted };
    let version = held.row.version + 1;
    let set =
        AttemptRow { id: Set(held.row.id), state: Set(state), points: Set(points), version: Set(version), ..Default::default() };
    work.update(permit, set).await?;
    if is_graded {
        graded(work, permit, held).await?;
        tell(work, permit, held, Template::QuizGraded, None).await?;
    }
    Ok(())
}

/// Tells whose attempt it is.
pub(super) async fn tell(
    work: &Work,
    permit: &Permit,
    held: &HeldAttempt,
    template: Template,
    reason: Option<&str>,
) -> Result<()> {
    let mut values = vec![("quiz", Said::Named(held.quiz.0.titles.clone()))];
    values.extend(reason.map(|reason| ("reason", Said::Text(reason.to_owned()))));
    enrolment::tell(work, permit, (&held.run, &[held.enrolment.row.person_id]), (template, values)).await
}

/// What was said of the answers of attempts, oldest first, whoever asks.
pub(super) async fn grades_of(ctx: &Ctx, attempts: &[Attempt]) -> Result<HashMap<(QuizAttemptId, i32), Vec<Grade>>> {
    let ids: Vec<QuizAttemptId> = attempts.iter().map(|one| one.row.id).collect();
    let me = ctx.person().ok();
    let select = Entity::find().filter(Column::AttemptId.is_in(ids)).order_by_asc(Column::CreatedAt);
    let mut found: HashMap<(QuizAttemptId, i32), Vec<Grade>> = HashMap::new();
    for row in select.all(ctx.database().reader()).await? {
        found.entry((row.attempt_id, row.place)).or_default().push(Grade {
            is_own: me == Some(row.grader_id),
            levels: row.levels.map(|levels| levels.0).unwrap_or_default(),
            credit: row.credit,
            comment: row.comment,
            created_at: row.created_at,
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use nabta_entities::learning::rubric::{Criterion, Level};

    use super::*;

    fn rubric() -> Rubric {
        let level = |points| Level { description: Default::default(), points };
        let criterion = |most| Criterion { name: Default::default(), levels: vec![level(0), level(most / 2), level(most)] };
        Rubric(vec![criterion(4), criterion(6)])
    }

    #[test]
    fn levels_are_worth_their_points_beside_the_most() {
        let of = |levels: &[i32]| credit(Some(&rubric()), &GradeDetails { levels: levels.to_vec(), ..Default::default() });
        assert_eq!(of(&[2, 2]), Ok(Credit::WHOLE));
        assert_eq!(of(&[2, 0]), Ok(Credit(400_000)));
        assert_eq!(of(&[0, 0]), Ok(Credit::NONE));
        for wrong in [&[2][..], &[2, 3], &[-1, 0], &[0, 0, 0]] {
            assert_eq!(of(wrong).unwrap_err().code, "GRADE_WRONG");
        }
    }

    #[test]
    fn without_a_rubric_it_is_a_share() {
        let of = |share: Option<i32>| credit(None, &GradeDetails { share: share.map(Credit), ..Default::default() });
        assert_eq!(of(Some(250_000)), Ok(Credit(250_000)));
        assert_eq!(of(Some(-1)).unwrap_err().code, "OUT_OF_RANGE");
        assert_eq!(of(None).unwrap_err().code, "GRADE_WRONG");
        let both = GradeDetails { levels: vec![1], share: Some(Credit::WHOLE), comment: None };
        assert_eq!(credit(Some(&rubric()), &both).unwrap_err().code, "GRADE_WRONG");
    }
}
