//! The keys of persons, under which what is known of them is sealed.

use std::collections::HashMap;

use nabta_entities::ids::PersonId;
use nabta_entities::people::person_key;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::kernel::vault::PersonKey;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Result};

/// The keys of persons; a person who was erased has none.
pub(crate) async fn keys(
    ctx: &Ctx,
    database: &impl ConnectionTrait,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, PersonKey>> {
    let rows = person_key::Entity::find().filter(person_key::Column::PersonId.is_in(persons.to_vec())).all(database).await?;
    let unwrap =
        |row: person_key::Model| Ok((row.person_id, PersonKey::unwrap(&ctx.services.keyring, row.person_id.0, &row.sealed)?));
    rows.into_iter().map(unwrap).collect()
}

/// A new key for a new person.
pub(super) async fn new_key(work: &Work, permit: &Permit, person: PersonId) -> Result<PersonKey> {
    let (key, row) = fresh(work.ctx(), person);
    work.insert_all(permit, vec![row]).await?;
    Ok(key)
}

/// A new key, and its row.
pub(super) fn fresh(ctx: &Ctx, person: PersonId) -> (PersonKey, person_key::ActiveModel) {
    let services = &ctx.services;
    let key = PersonKey::new(services.entropy.as_ref());
    let sealed = key.wrap(&services.keyring, services.entropy.as_ref(), person.0);
    (key, person_key::ActiveModel { person_id: Set(person), sealed: Set(sealed) })
}

/// The key of one person, who was not erased.
pub(crate) async fn of(ctx: &Ctx, database: &impl ConnectionTrait, person: PersonId) -> Result<PersonKey> {
    keys(ctx, database, &[person]).await?.remove(&person).ok_or(Error::NotFound)
}
