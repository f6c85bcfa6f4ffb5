//! Marking an attempt anew, because a question of it was wrong.

use nabta_entities::ids::{QuestionVersionId, QuizAttemptId};
use nabta_entities::learning::question_body::Answers;
use nabta_entities::learning::question_regrade::Model as Regrade;
use nabta_entities::learning::quiz_attempt::{ActiveModel, AttemptState};
use nabta_entities::learning::quiz_attempt_question::{self, Column, Model};
use nabta_entities::learning::quiz_mark_change;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::super::super::actions::ATTEMPT_REGRADE;
use super::super::super::entries::LearningEntry;
use super::finish::{graded, points, write};
use super::grade::tell;
use super::hold_both;
use super::judge::Judge;
use crate::kernel::access::Subject;
use crate::kernel::{Ctx, Result};
use crate::platform::mail::Template;

/// Marks the answers of an attempt to a question anew; one that is under way is marked so when it ends.
pub(in super::super) async fn remark(ctx: &Ctx, id: QuizAttemptId, regrade: &Regrade, of: &[QuestionVersionId]) -> Result<()> {
    let work = ctx.begin().await?;
    let held = hold_both(&work, id).await?;
    let permit = work.authorize(ATTEMPT_REGRADE, &held.enrolment)?;
    let select = quiz_attempt_question::Entity::find().filter(Column::AttemptId.eq(id)).order_by_asc(Column::Place);
    let mut rows = select.all(&work.read()).await?;
    let is_meant = |row: &Model| of.contains(&row.question_version_id) && row.regrade_id != Some(regrade.id);
    let meant: Vec<usize> = (0..rows.len()).filter(|place| rows.get(*place).is_some_and(is_meant)).collect();
    if meant.is_empty() {
        return Ok(());
    }
    let before = rows.clone();
    for place in &meant {
        if let Some(row) = rows.get_mut(*place) {
            row.regrade_id = Some(regrade.id);
        }
    }
    let is_marked = matches!(held.row.state, AttemptState::Submitted | AttemptState::Graded);
    let mut changes = Vec::new();
    if is_marked {
        let judge = Judge::of(&work.read(), &rows).await?;
        for place in &meant {
            let Some((row, former)) = rows.get_mut(*place).zip(before.get(*place)) else { continue };
            // What a person graded stays, unless everybody gets the whole.
            let is_by_hand =
                matches!(judge.asked(row)?.body.answers, Answers::Essay { .. }) && regrade.question_version_id.is_some();
            if !is_by_hand {
                row.credit = judge.mark(&held.row, row)?.credit;
            }
            if row.credit != former.credit {
                changes.push(quiz_mark_change::ActiveModel {
                    regrade_id: Set(regrade.id),
                    attempt_id: Set(id),
                    place: Set(row.place),
                    former_credit: Set(former.credit),
                    former_points: Set(held.row.points),
                    created_at: Set(ctx.now()),
                });
            }
        }
    }
    write(&work, &permit, &rows).await?;
    let has_changed = !changes.is_empty();
    work.insert_all(&permit, changes).await?;
    let now = if is_marked { points(&held.quiz, &rows) } else { held.row.points };
    if has_changed && now != held.row.points {
        let state = if now.is_some() { AttemptState::Graded } else { held.row.state };
        let version = held.row.version + 1;
        let set = ActiveModel { id: Set(id), state: Set(state), points: Set(now), version: Set(version), ..Default::default() };
        work.update(&permit, set).await?;
        if now.is_some() {
            graded(&work, &permit, &held).await?;
            tell(&work, &permit, &held, Template::QuizRegraded, Some(&regrade.reason)).await?;
        }
    }
    let (enrolment, person, scopes) = (held.enrolment.row.id, held.enrolment.row.person_id, held.enrolment.scopes());
    let (former, regrade) = (held.row.points, regrade.id);
    work.commit(permit, LearningEntry::AttemptRegraded { regrade, attempt: id, enrolment, person, scopes, former, points: now })
        .await
}
