//! What stays of enrolments of a person who is forgotten: that somebody took part, and what donors ask about; not what was said.

use nabta_entities::ids::PersonId;
use nabta_entities::learning::enrolment::{ActiveModel, Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};

use super::states::is_under_way;
use super::{Act, Step, step};
use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};

/// Forgets it, and gives their seats back; the caller commits.
pub(crate) async fn erase(work: &Work, permit: &Permit, persons: &[PersonId]) -> Result<()> {
    let rows = Entity::find().filter(Column::PersonId.is_in(persons.to_vec())).order_by_asc(Column::RunId);
    for row in rows.all(&work.read()).await?.into_iter().filter(|row| is_under_way(row.state)) {
        let run = super::super::run::queries::hold(&work.read(), row.run_id).await?;
        step(work, permit, (&run, &row), Step::new(Act::Remove), ActiveModel::default()).await?;
    }
    let unsaid = Entity::update_many().col_expr(Column::Note, Expr::value(Option::<String>::None));
    let unsaid = unsaid.filter(Column::PersonId.is_in(persons.to_vec()));
    work.execute(permit, &unsaid.into_query()).await.map(drop)
}
