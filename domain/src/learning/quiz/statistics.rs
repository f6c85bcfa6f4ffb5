//! How a quiz and its questions do, once enough people have tried. The reckoning is pure.

use std::collections::HashMap;

use nabta_entities::ids::{EnrolmentId, QuestionId, QuestionVersionId, QuizAttemptId, QuizId, RunId};
use nabta_entities::learning::question_body::{Answers, Credit};
use nabta_entities::learning::quiz_attempt::{AttemptState, Column, Entity, Model as AttemptRow};
use nabta_entities::learning::response::Response;
use nabta_entities::learning::{enrolment, quiz_attempt_question, quiz_result};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::super::actions::QUIZ_READ_PLAN;
use super::super::question::QuestionVersion;
use super::super::question::arrange::Arrangement;
use super::attempt::seed;
use super::queries;
use super::rules::share;
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Result};

/// Fewer attempts tell more of chance than of questions.
pub const ENOUGH: usize = 10;
/// So many of the newest attempts are looked at.
const MOST: u64 = 5_000;

/// How a quiz does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// How many attempts are graded.
    pub attempts: usize,
    /// How many people tried.
    pub people: usize,
    /// How many of them passed.
    pub passed: usize,
    /// The mean share of the points, once there are enough.
    pub mean: Option<f64>,
    /// How its questions do, once there are enough; those that were asked most first.
    pub questions: Vec<QuestionStatistics>,
}

/// How a question does.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionStatistics {
    /// Which.
    pub question: QuestionId,
    /// As it was asked.
    pub version: QuestionVersion,
    /// How often it was asked.
    pub asked: usize,
    /// How often it was answered.
    pub answered: usize,
    /// The mean share of its points: the easier, the more.
    pub facility: f64,
    /// Whether those answer it rightly who answer the rest rightly: from -1 to 1; nothing where all did alike.
    pub discrimination: Option<f64>,
    /// Its choices as they are written, each with the share of those who took it.
    pub choices: Vec<(LocalizedText, f64)>,
}

/// What one attempt did with one question.
struct Mark {
    credit: f64,
    /// What the attempt earned with the others.
    rest: f64,
    is_answered: bool,
    /// The choices that were taken, as they are written.
    taken: Vec<usize>,
}

/// How a quiz does, in all runs or in one, for those who know what it asks.
pub async fn of(ctx: &Ctx, quiz: QuizId, run: Option<RunId>) -> Result<Statistics> {
    let database = ctx.database().reader();
    let quiz = queries::load(database, &[quiz]).await?.pop().ok_or(Error::NotFound)?;
    authorize(ctx, QUIZ_READ_PLAN, &quiz)?;
    let mut select = Entity::find().filter(Column::QuizId.eq(quiz.0.id)).filter(Column::State.eq(AttemptState::Graded));
    if let Some(run) = run {
        let of_run = Query::select()
            .column(enrolment::Column::Id)
            .from(enrolment::Entity)
            .and_where(Expr::col(enrolment::Column::RunId).eq(run))
            .to_owned();
        select = select.filter(Column::EnrolmentId.in_subquery(of_run));
    }
    let attempts = sea_orm::QueryOrder::order_by_desc(select, Column::Id).limit(MOST).all(database).await?;
    let mut people: Vec<EnrolmentId> = attempts.iter().map(|one| one.enrolment_id).collect();
    people.sort_unstable();
    people.dedup();
    let results = quiz_result::Entity::find().filter(quiz_result::Column::QuizId.eq(quiz.0.id));
    let passed = results.filter(quiz_result::Column::PassedAt.is_not_null()).all(database).await?;
    let passed = passed.iter().filter(|row| people.binary_search(&row.enrolment_id).is_ok()).count();
    let mut statistics = Statistics { attempts: attempts.len(), people: people.len(), passed, ..Statistics::default() };
    if attempts.len() < ENOUGH {
        return Ok(statistics);
    }
    let ids: Vec<QuizAttemptId> = attempts.iter().map(|one| one.id).collect();
    let mut rows = Vec::new();
    for ids in ids.chunks(1_000) {
        let of = quiz_attempt_question::Column::AttemptId.is_in(ids.to_vec());
        rows.extend(quiz_attempt_question::Entity::find().filter(of).all(database).await?);
    }
    let versions: Vec<QuestionVersionId> = rows.iter().map(|row| row.question_version_id).collect();
    let versions = super::super::question::versions_by_id(database, &versions).await?;
    let reckoned = crate::kernel::aside(move || reckon(&attempts, &rows, versions)).await?;
    (statistics.mean, statistics.questions) = reckoned;
    Ok(statistics)
}

fn reckon(
    attempts: &[AttemptRow],
    rows: &[quiz_attempt_question::Model],
    versions: Vec<QuestionVersion>,
) -> (Option<f64>, Vec<QuestionStatistics>) {
    let shares = attempts.iter().map(|one| fraction(share(one.points.unwrap_or(0), one.most)));
    let overall = mean(&shares.collect::<Vec<_>>());
    let by_id: HashMap<QuizAttemptId, &AttemptRow> = attempts.iter().map(|one| (one.id, one)).collect();
    let known: HashMap<QuestionVersionId, &QuestionVersion> = versions.iter().map(|version| (version.id, version)).collect();
    let mut marks: HashMap<QuestionVersionId, Vec<Mark>> = HashMap::new();
    for row in rows {
        let (Some(attempt), Some(version)) = (by_id.get(&row.attempt_id), known.get(&row.question_version_id)) else { continue };
        let credit = fraction(row.credit.unwrap_or(Credit::NONE));
        let worth = f64::from(row.points);
        let rest = f64::from(attempt.points.unwrap_or(0)) - credit * worth;
        let most = f64::from(attempt.most) - worth;
        marks.entry(row.question_version_id).or_default().push(Mark {
            credit,
            rest: if most > 0.0 { rest / most } else { 0.0 },
            is_answered: row.answer.is_some(),
            taken: taken(attempt, version, row.answer.as_ref()),
        });
    }
    let mut questions: Vec<QuestionStatistics> =
        versions.into_iter().filter_map(|version| marks.remove(&version.id).map(|marks| question(version, &marks))).collect();
    questions.sort_by(|one, other| other.asked.cmp(&one.asked).then(one.version.id.cmp(&other.version.id)));
    (overall, questions)
}

fn question(version: QuestionVersion, marks: &[Mark]) -> QuestionStatistics {
    let credits: Vec<f64> = marks.iter().map(|mark| mark.credit).collect();
    let rests: Vec<f64> = marks.iter().map(|mark| mark.rest).collect();
    let part = |place: usize| ratio(marks.iter().filter(|mark| mark.taken.contains(&place)).count(), marks.len());
    let choices = match &version.body.answers {
        Answers::Single { choices, .. } | Answers::Several { choices, .. } => {
            choices.iter().enumerate().map(|(place, choice)| (choice.text.clone(), part(place))).collect()
        }
        _ => Vec::new(),
    };
    QuestionStatistics {
        question: version.question_id,
        asked: marks.len(),
        answered: marks.iter().filter(|mark| mark.is_answered).count(),
        facility: mean(&credits).unwrap_or(0.0),
        discrimination: if marks.len() < ENOUGH { None } else { correlation(&credits, &rests) },
        choices,
        version,
    }
}

/// The choices that an answer took, as they are written.
fn taken(attempt: &AttemptRow, version: &QuestionVersion, answer: Option<&Response>) -> Vec<usize> {
    let Some(answer @ Response::Choices(_)) = answer else { return Vec::new() };
    match Arrangement::of(&version.body, version.id, &seed(attempt)).written(answer) {
        Response::Choices(places) => places,
        _ => Vec::new(),
    }
}

fn fraction(credit: Credit) -> f64 {
    f64::from(credit.0) / f64::from(Credit::WHOLE.0)
}

/// Counts of attempts are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn ratio(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

#[allow(clippy::cast_precision_loss)]
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Pearson's correlation; nothing where one of both never changes.
fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    let (one_mean, other_mean) = (mean(one)?, mean(other)?);
    let (mut both, mut of_one, mut of_other) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        let (a, b) = (a - one_mean, b - other_mean);
        both += a * b;
        of_one += a * a;
        of_other += b * b;
    }
    let spread: f64 = of_one * of_other;
    (spread > 1e-12).then(|| (both / spread.sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_question_that_the_good_ones_answer_tells_them_from_the_others() {
        let good = correlation(&[1.0, 1.0, 0.0, 0.0], &[0.9, 0.8, 0.2, 0.1]).unwrap();
        assert!(good > 0.95, "{good}");
        assert!(correlation(&[0.0, 0.0, 1.0, 1.0], &[0.9, 0.8, 0.2, 0.1]).unwrap() < -0.95);
        assert_eq!(correlation(&[1.0, 1.0], &[0.3, 0.4]), None, "everybody did alike");
        assert_eq!(mean(&[]), None);
    }

    proptest! {
        #[test]
        fn it_lies_between_minus_one_and_one(pairs in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 0..40)) {
            let (one, other): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            if let Some(found) = correlation(&one, &other) {
                prop_assert!((-1.0..=1.0).contains(&found));
            }
        }
    }
}
