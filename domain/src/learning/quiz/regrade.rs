//! A question turned out wrong: all answers to it are marked anew, by what it says now or for the whole. Old marks are kept, and those are
//! told whose points change.

use futures::FutureExt;
use nabta_entities::ids::{QuestionId, QuestionRegradeId, QuestionVersionId, QuizAttemptId, TypedId};
use nabta_entities::learning::question_body::{Answers, Filling, QuestionBody};
use nabta_entities::learning::question_regrade::{ActiveModel, Column, Entity, Model};
use nabta_entities::learning::quiz_attempt_question;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use super::super::actions::QUESTION_REGRADE;
use super::super::actions::codes::QUESTION_REBUILT;
use super::super::entries::LearningEntry;
use super::super::question::arrange::targets;
use super::super::question::{self, QuestionVersion};
use super::attempt;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::{Ctx, Error, Refusal, Result, text};

/// The longest reason, in characters.
const REASON: usize = 1_000;
/// So many attempts are looked at between two words of how far it is.
const BATCH: u64 = 50;

/// That answers to a question are marked anew.
#[derive(Clone, Debug)]
pub struct Regrade(pub Model);

/// By what answers count from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By what the question says now.
    Newest,
    /// Everybody gets the whole.
    Whole,
}

/// Marks them.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Mark {
    regrade: QuestionRegradeId,
}

impl Job for Mark {
    const KIND: &'static str = "question.regrade";

    fn effect(&self) -> Option<String> {
        Some(effect(self.regrade))
    }
}

/// By what the job is found that marks answers anew.
#[must_use]
pub fn effect(id: QuestionRegradeId) -> String {
    format!("{}:{}", Mark::KIND, id.wire())
}

/// Marks them.
pub const HANDLER: Handler = Handler { kind: Mark::KIND, run: |run| mark(run).boxed() };

/// Has all answers to a question marked anew, and says why. Attempts that begin afterwards are asked it as it stands then: change it, or take
/// it out of use, before.
pub async fn regrade(ctx: &Ctx, id: QuestionId, by: By, reason: &str) -> Result<Regrade> {
    let work = ctx.begin().await?;
    let question = question::hold(&work.read(), id).await?;
    let permit = work.authorize(QUESTION_REGRADE, &question)?;
    let reason = text::paragraph(reason, "reason", REASON)?;
    let newest = question::newest_of(&work.read(), &[id]).await?.pop();
    let newest = newest.ok_or_else(|| Error::internal("a question without a version"))?;
    if by == By::Newest {
        let used = used(&work.read(), id).await?;
        if used.iter().any(|version| !is_built_alike(&version.body, &newest.body)) {
            return Err(Refusal::at(QUESTION_REBUILT, "question").into());
        }
    }
    let regrade = ctx.new_id();
    let row = ActiveModel {
        id: Set(regrade),
        question_id: Set(id),
        question_version_id: Set((by == By::Newest).then_some(newest.id)),
        reason: Set(reason),
        created_at: Set(ctx.now()),
    };
    let row = work.insert(&permit, row).await?;
    work.enqueue(&permit, &Mark { regrade }).await?;
    let course = question.row.course_id;
    work.commit(permit, LearningEntry::QuestionRegraded { regrade, question: id, course, is_whole: by == By::Whole }).await?;
    Ok(Regrade(row))
}

/// How often questions were marked anew, oldest first. Whoever asks may read them.
pub async fn of_questions(ctx: &Ctx, ids: &[QuestionId]) -> Result<Vec<Regrade>> {
    let select = Entity::find().filter(Column::QuestionId.is_in(ids.to_vec())).order_by_asc(Column::Id);
    Ok(select.all(ctx.database().reader()).await?.into_iter().map(Regrade).collect())
}

/// The versions of a question that somebody was asked.
async fn used(database: &impl ConnectionTrait, id: QuestionId) -> Result<Vec<QuestionVersion>> {
    let versions = question::versions_of(database, id).await?;
    let ids: Vec<QuestionVersionId> = versions.iter().map(|version| version.id).collect();
    let asked = quiz_attempt_question::Entity::find()
        .select_only()
        .column(quiz_attempt_question::Column::QuestionVersionId)
        .distinct()
        .filter(quiz_attempt_question::Column::QuestionVersionId.is_in(ids));
    let asked: Vec<QuestionVersionId> = asked.into_tuple().all(database).await?;
    Ok(versions.into_iter().filter(|version| asked.contains(&version.id)).collect())
}

/// Whether places in one question are places in another: answers to one can be marked by the other.
fn is_built_alike(one: &QuestionBody, other: &QuestionBody) -> bool {
    match (&one.answers, &other.answers) {
        (Answers::Single { choices: one, .. }, Answers::Single { choices: other, .. })
        | (Answers::Several { choices: one, .. }, Answers::Several { choices: other, .. }) => one.len() == other.len(),
        (Answers::Matching { pairs: one_pairs, .. }, Answers::Matching { pairs: other_pairs, .. }) => {
            one_pairs.len() == other_pairs.len() && targets(&one.answers).len() == targets(&other.answers).len()
        }
        (Answers::Ordering { items: one, .. }, Answers::Ordering { items: other, .. }) => one.len() == other.len(),
        (Answers::Gaps { gaps: one }, Answers::Gaps { gaps: other }) => {
            let is_choice = |filling: &Filling| matches!(filling, Filling::Choice { .. });
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_choice(&one.filling) == is_choice(&other.filling))
        }
        (Answers::TrueFalse { .. }, Answers::TrueFalse { .. })
        | (Answers::Numeric { .. }, Answers::Numeric { .. })
        | (Answers::ShortText { .. }, Answers::ShortText { .. })
        | (Answers::Essay { .. }, Answers::Essay { .. }) => true,
        _ => false,
    }
}

/// Marks attempt by attempt: one that was marked is passed over, so that it can be begun again at any point.
async fn mark(job: Run) -> Result<(), Failure> {
    let asked: Mark = job.payload()?;
    let database = job.ctx.database().reader();
    let found = Entity::find_by_id(asked.regrade).one(database).await.map_err(Error::from)?;
    let regrade = found.ok_or_else(|| Failure::Never("REGRADE".into()))?;
    let versions = question::versions_of(database, regrade.question_id).await?;
    let versions: Vec<QuestionVersionId> = versions.iter().map(|version| version.id).collect();
    let (mut after, mut done) = (None, 0);
    loop {
        let next = next(&job.ctx, &versions, &regrade, after).await?;
        let Some(last) = next.last() else { return Ok(()) };
        after = Some(*last);
        for attempt in &next {
            attempt::remark(&job.ctx, *attempt, &regrade, &versions).await?;
        }
        done += i32::try_from(next.len()).unwrap_or(0);
        job.progress(done, done).await?;
    }
}

async fn next(
    ctx: &Ctx,
    versions: &[QuestionVersionId],
    regrade: &Model,
    after: Option<QuizAttemptId>,
) -> Result<Vec<QuizAttemptId>> {
    use quiz_attempt_question::Column as Asked;
    let open = Asked::RegradeId.is_null().or(Asked::RegradeId.ne(regrade.id));
    let mut select = quiz_attempt_question::Entity::find()
        .select_only()
        .column(Asked::AttemptId)
        .distinct()
        .filter(Asked::QuestionVersionId.is_in(versions.to_vec()))
        .filter(open)
        .order_by_asc(Asked::AttemptId)
        .limit(BATCH);
    if let Some(after) = after {
        select = select.filter(Asked::AttemptId.gt(after));
    }
    Ok(select.into_tuple().all(ctx.database().reader()).await?)
}
