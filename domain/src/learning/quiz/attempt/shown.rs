//! An attempt as it is shown: the same questions in the same order, whenever it is looked at; and of what counts, what may be seen.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use nabta_entities::ids::{QuestionVersionId, QuizAttemptId};
use nabta_entities::learning::quiz_attempt_question::{Column, Entity, Model};
use nabta_entities::learning::response::Response;
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::super::question::arrange::Arrangement;
use super::super::super::question::body::Credit;
use super::super::super::question::{self, QuestionVersion, marking};
use super::super::rules::{earned, is_under_way, penalised};
use super::finish::{marked, seed};
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
    let ids: Vec<QuestionVersionId> = rows.iter().map(|row| row.question_version_id).collect();
    let versions = question::versions_by_id(database, &ids).await?;
    let versions: HashMap<QuestionVersionId, &QuestionVersion> = versions.iter().map(|version| (version.id, version)).collect();
    let mut found: HashMap<QuizAttemptId, Vec<ShownQuestion>> = HashMap::new();
    for row in rows {
        let attempt = attempts.iter().find(|one| one.row.id == row.attempt_id);
        let Some((attempt, version)) = attempt.zip(versions.get(&row.question_version_id)) else { continue };
        let page = attempt.page_of(row.place);
        let is_behind = attempt.quiz.0.plan.is_forward_only && is_under_way(attempt.state) && page != attempt.row.page;
        if !is_behind {
            found.entry(row.attempt_id).or_default().push(shown(attempt, version, row, page));
        }
    }
    Ok(found)
}

fn shown(attempt: &Attempt, version: &QuestionVersion, row: Model, page: i32) -> ShownQuestion {
    let arrangement = Arrangement::of(&version.body, version.id, &seed(&attempt.row));
    ShownQuestion {
        place: row.place,
        page,
        points: row.points,
        asked: Asked::of(version, &arrangement),
        verdict: verdict(attempt, version, &arrangement, &row),
        number: row.number,
        saved_at: row.saved_at,
        answer: row.answer,
    }
}

fn verdict(attempt: &Attempt, version: &QuestionVersion, arrangement: &Arrangement, row: &Model) -> Verdict {
    let mut verdict = Verdict::default();
    let visible = attempt.visible;
    if is_under_way(attempt.state) {
        return verdict;
    }
    let marking = marked(&attempt.row, version, row.answer.as_ref());
    if visible.marks {
        verdict.credit = row.credit;
        let penalty = attempt.quiz.0.plan.penalty;
        verdict.earned = row.credit.map(|credit| earned(row.points, penalised(credit, penalty, row.answer.is_some())));
        verdict.parts = arrangement.parts_shown(row.answer.as_ref(), marking.parts);
    }
    if visible.feedback {
        verdict.feedback = marking.feedback;
        verdict.remark = version.body.feedback.clone();
    }
    if visible.answers {
        verdict.right = marking::best(&version.body).map(|best| arrangement.shown(&best));
    }
    verdict
}
