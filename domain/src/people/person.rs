//! Persons, apart from accounts.

use nabta_entities::ids::PersonId;
use nabta_entities::people::person::{Column, Entity};
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, QueryFilter};

use crate::kernel::{Ctx, Result};

/// A person's name and nothing else.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Name {
    /// Whose.
    pub id: PersonId,
    /// The name, in Arabic and in Latin letters.
    pub names: LocalizedText,
}

/// The names of these persons. For those whose name the reader may see anyway because of what they did in public: who answers for
/// a course stands under its title.
pub async fn names(ctx: &Ctx, ids: &[PersonId]) -> Result<Vec<Name>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).into_partial_model().all(ctx.database().reader()).await?)
}
