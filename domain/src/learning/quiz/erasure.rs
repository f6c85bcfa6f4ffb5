//! What stays of the attempts of a person who is forgotten: how each was marked, and nothing in their own words.

use nabta_entities::ids::EnrolmentId;
use nabta_entities::learning::quiz_attempt::AttemptState;
use nabta_entities::learning::response::Response;
use nabta_entities::learning::{quiz_attempt, quiz_attempt_question, quiz_exception, quiz_grade};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};

/// Forgets it; the caller commits.
pub(in super::super) async fn erase(work: &Work, permit: &Permit, enrolments: &[EnrolmentId]) -> Result<()> {
    let attempts = Query::select()
        .column(quiz_attempt::Column::Id)
        .from(quiz_attempt::Entity)
        .and_where(Expr::col(quiz_attempt::Column::EnrolmentId).is_in(enrolments.to_vec()))
        .to_owned();
    let unsaid = quiz_attempt_question::Entity::update_many()
        .col_expr(quiz_attempt_question::Column::Answer, Expr::value(Option::<Response>::None))
        .col_expr(quiz_attempt_question::Column::SavedAt, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None))
        .filter(quiz_attempt_question::Column::AttemptId.in_subquery(attempts.clone()));
    work.execute(permit, &unsaid.into_query()).await?;
    // What nobody will submit any more.
    let left = quiz_attempt::ActiveModel {
        state: Set(AttemptState::Abandoned),
        ended_at: Set(Some(work.ctx().now())),
        ..Default::default()
    };
    let left = quiz_attempt::Entity::update_many()
        .set(left)
        .filter(quiz_attempt::Column::EnrolmentId.is_in(enrolments.to_vec()))
        .filter(quiz_attempt::Column::State.is_in([AttemptState::InProgress, AttemptState::Overdue]));
    work.execute(permit, &left.into_query()).await?;
    let unsaid = quiz_grade::Entity::update_many()
        .col_expr(quiz_grade::Column::Comment, Expr::value(Option::<String>::None))
        .filter(quiz_grade::Column::AttemptId.in_subquery(attempts));
    work.execute(permit, &unsaid.into_query()).await?;
    // Why somebody has more time may say what they suffer from.
    let unsaid = quiz_exception::Entity::update_many()
        .col_expr(quiz_exception::Column::Reason, Expr::value(""))
        .filter(quiz_exception::Column::EnrolmentId.is_in(enrolments.to_vec()));
    work.execute(permit, &unsaid.into_query()).await.map(drop)
}
