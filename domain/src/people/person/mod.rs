//! Persons, apart from accounts: many of them never sign in.

mod absorb;
pub mod claim;
mod details;
pub mod doubles;
pub mod history;
pub mod queries;
pub mod sensitive;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use nabta_entities::ids::PersonId;
use nabta_entities::people::person::{Column, Entity, PersonState};
use nabta_entities::people::person_file::{Educations, Gender, IdentityKind, Situation};
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, FromQueryResult, QueryFilter};

use super::actions;
use crate::kernel::access::{Action, Subject, SubjectRef};
use crate::kernel::{Ctx, Result};

pub use super::contact::Identity;
pub use details::PersonChange;
pub use write::{create, update};
pub(super) use write::{index_all, index_names};

/// A person, without what only some may read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The names, in Arabic and in Latin letters.
    pub names: LocalizedText,
    /// What became of the entry.
    pub state: PersonState,
    /// When they were entered.
    pub created_at: DateTime<Utc>,
    /// Grows with each change.
    pub version: i32,
    /// The day of birth.
    pub birth_date: Option<NaiveDate>,
    /// As the identity card says it.
    pub gender: Option<Gender>,
    /// Code of the governorate where they live.
    pub governorate: Option<String>,
    /// The delegation within it.
    pub delegation: Option<String>,
    /// What they do at present.
    pub situation: Option<Situation>,
    /// The educations, newest first; nothing for who has no file.
    pub education: Option<Educations>,
    /// Which document the identity stands on.
    pub identity_kind: Option<IdentityKind>,
}

impl Subject for Person {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.id)
    }
    fn oneself(&self) -> Option<PersonId> {
        Some(self.id)
    }
    fn reading(&self) -> Action {
        actions::PERSON_READ
    }
}

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
