//! What stays of enrolments of a person who is forgotten: that somebody took part, what donors ask about, and what was done; not what was
//! said, nor when they sat there.

use nabta_entities::ids::{EnrolmentId, PersonId};
use nabta_entities::learning::enrolment::{ActiveModel, Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};

use super::super::{progress, quiz};
use super::states::is_under_way;
use super::{Act, Step, hold, step};
use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};

/// Forgets it, and gives their seats back; the caller commits.
pub(crate) async fn erase(work: &Work, permit: &Permit, persons: &[PersonId]) -> Result<()> {
    let rows = Entity::find().filter(Column::PersonId.is_in(persons.to_vec())).order_by_asc(Column::RunId);
    let ids: Vec<EnrolmentId> = rows.all(&work.read()).await?.into_iter().map(|row| row.id).collect();
    for id in &ids {
        // Read again once it is held: a seat that was given back meanwhile is not given back twice.
        let (run, enrolment) = hold(work, *id).await?;
        if is_under_way(enrolment.row.state) {
            step(work, permit, (&run, &enrolment.row), Step::new(Act::Remove), ActiveModel::default()).await?;
        }
    }
    progress::erase(work, permit, &ids).await?;
    quiz::erase(work, permit, &ids).await?;
    let unsaid = Entity::update_many().col_expr(Column::Note, Expr::value(Option::<String>::None));
    let unsaid = unsaid.filter(Column::PersonId.is_in(persons.to_vec()));
    work.execute(permit, &unsaid.into_query()).await.map(drop)
}
