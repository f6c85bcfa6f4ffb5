//! Reference data: themes, terms, legal texts, programmes, organisations. Each is known by a code, entered once, and corrected in place.

use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, EntityTrait, Iterable, ModelTrait, PrimaryKeyTrait, QueryFilter};

use super::error::codes::ALREADY_EXISTS;
use super::error::{Error, Refusal, Result};
use super::work::{Held, Reading};

/// What has this code already, if it says what is entered now; refused if it says something else, so that nobody believes to have
/// entered what was passed over.
pub async fn known<A>(database: &Reading<'_>, by: impl ColumnTrait, code: &str, row: &A) -> Result<Option<ModelOf<A>>>
where
    A: ActiveModelTrait + Send,
    ModelOf<A>: ModelTrait<Entity = A::Entity>,
{
    let Some(known) = A::Entity::find().filter(by.eq(code)).one(database).await? else { return Ok(None) };
    let says_the_same = <A::Entity as EntityTrait>::Column::iter().all(|column| match row.get(column) {
        ActiveValue::Set(entered) => entered == known.get(column),
        ActiveValue::Unchanged(_) | ActiveValue::NotSet => true,
    });
    if says_the_same { Ok(Some(known)) } else { Err(Refusal::at(ALREADY_EXISTS, "code").with("value", code).into()) }
}

/// The row of an active model.
pub type ModelOf<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Model;

/// The row with this id, held until the transaction ends, if nobody changed it since `version` was read.
pub async fn hold<E>(
    database: &Reading<'_>,
    id: impl Into<<E::PrimaryKey as PrimaryKeyTrait>::ValueType> + Send,
    version: i32,
    version_of: impl Fn(&E::Model) -> i32,
) -> Result<E::Model>
where
    E: EntityTrait,
{
    let row = E::find_by_id(id).held().one(database).await?.ok_or(Error::NotFound)?;
    if version_of(&row) == version { Ok(row) } else { Err(Error::Conflict) }
}
