//! What one entry of a person brings to the other one that stands for it from now on: what they agreed to, where they belong, and what the
//! other one did not know.

use nabta_entities::ids::PersonId;
use nabta_entities::people::{consent, organisation_member, person, person_file};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::super::contact::Identity;
use super::super::key;
use super::details::PersonChange;
use super::sensitive::{self, SensitiveField};
use super::write::Changed;
use crate::kernel::Result;
use crate::kernel::vault::PersonKey;
use crate::kernel::work::{Permit, Work};

/// Brings everything from one entry to another, both of which are held; which fields of the other's file that filled. The caller commits.
pub(super) async fn absorb(work: &Work, permit: &Permit, former: PersonId, claimed: &person::Model) -> Result<Vec<&'static str>> {
    consents(work, permit, former, claimed.id).await?;
    memberships(work, permit, former, claimed.id).await?;
    file(work, permit, former, claimed).await
}

/// Of two consents to one purpose the later stands.
async fn consents(work: &Work, permit: &Permit, former: PersonId, claimed: PersonId) -> Result<()> {
    use consent::{ActiveModel, Column, Entity};
    let standing = Entity::find().filter(Column::PersonId.is_in([former, claimed])).filter(Column::WithdrawnAt.is_null());
    let standing = standing.all(&work.read()).await?;
    let is_older = |one: &&consent::Model| {
        standing.iter().any(|other| other.purpose == one.purpose && (other.given_at, other.id) > (one.given_at, one.id))
    };
    let older: Vec<_> = standing.iter().filter(is_older).map(|one| one.id).collect();
    let replaced = Entity::update_many()
        .set(ActiveModel { withdrawn_at: Set(Some(work.ctx().now())), ..Default::default() })
        .filter(Column::Id.is_in(older))
        .into_query();
    work.execute(permit, &replaced).await?;
    let moved = Entity::update_many()
        .set(ActiveModel { person_id: Set(claimed), ..Default::default() })
        .filter(Column::PersonId.eq(former))
        .into_query();
    work.execute(permit, &moved).await.map(drop)
}

/// Who belongs twice as the same belongs since the first time.
async fn memberships(work: &Work, permit: &Permit, former: PersonId, claimed: PersonId) -> Result<()> {
    use organisation_member::{ActiveModel, Column, Entity};
    let standing = Entity::find().filter(Column::PersonId.is_in([former, claimed])).filter(Column::EndedAt.is_null());
    let standing = standing.all(&work.read()).await?;
    let is_double = |one: &&organisation_member::Model| {
        one.person_id == former
            && standing
                .iter()
                .any(|other| other.person_id == claimed && (other.organisation_id, other.role) == (one.organisation_id, one.role))
    };
    let doubles: Vec<_> = standing.iter().filter(is_double).map(|one| one.id).collect();
    let ended = Entity::update_many()
        .set(ActiveModel { ended_at: Set(Some(work.ctx().now())), ..Default::default() })
        .filter(Column::Id.is_in(doubles))
        .into_query();
    work.execute(permit, &ended).await?;
    let moved = Entity::update_many()
        .set(ActiveModel { person_id: Set(claimed), ..Default::default() })
        .filter(Column::PersonId.eq(former))
        .into_query();
    work.execute(permit, &moved).await.map(drop)
}

/// What is on file for the other entry stays; what is missing there comes from this one.
async fn file(work: &Work, permit: &Permit, former: PersonId, claimed: &person::Model) -> Result<Vec<&'static str>> {
    let (ctx, id) = (work.ctx(), claimed.id);
    let files = person_file::Entity::find().filter(person_file::Column::PersonId.is_in([former, id])).all(&work.read()).await?;
    let of = |person: PersonId| files.iter().find(|file| file.person_id == person);
    let Some(brought) = of(former) else { return Ok(Vec::new()) };
    let (former_key, key) = (key::of(ctx, &work.read(), former).await?, key::of(ctx, &work.read(), id).await?);
    let missing = missing(brought, &former_key, of(id))?;
    let changed = Changed::between(ctx, &key, id, of(id), &missing)?;
    // One file for one person: what differed is in the history of the entry that it belonged to.
    let gone = person_file::Entity::delete_many().filter(person_file::Column::PersonId.eq(former)).into_query();
    work.execute(permit, &gone).await?;
    if changed.fields.is_empty() {
        return Ok(Vec::new());
    }
    let newer = person::ActiveModel { id: Set(id), version: Set(claimed.version + 1), ..Default::default() };
    work.update(permit, newer).await?;
    if of(id).is_some() {
        work.update(permit, changed.row).await?;
    } else {
        work.insert_all(permit, vec![changed.row]).await?;
    }
    Ok(changed.fields)
}

/// What one file holds and another does not.
fn missing(brought: &person_file::Model, key: &PersonKey, stands: Option<&person_file::Model>) -> Result<PersonChange> {
    let open = |field: SensitiveField| -> Result<Option<Option<String>>> {
        match (stands.and_then(|file| field.sealed(file)), field.sealed(brought)) {
            (None, Some(sealed)) => Ok(Some(Some(field.open(key, brought.person_id, sealed)?))),
            _ => Ok(None),
        }
    };
    macro_rules! plain {
        ($field:ident) => {
            (brought.$field.is_some() && stands.is_none_or(|file| file.$field.is_none())).then(|| brought.$field.clone())
        };
    }
    let governorate = plain!(governorate);
    let identity = match (open(SensitiveField::Identity)?, brought.identity_kind) {
        (Some(Some(word)), Some(kind)) => Some(Some(Identity { kind, number: sensitive::number(&word) })),
        _ => None,
    };
    let has_education = stands.is_some_and(|file| !file.education.0.is_empty());
    Ok(PersonChange {
        names: None,
        birth_date: plain!(birth_date),
        gender: plain!(gender),
        // A delegation lies in its governorate: they come together.
        delegation: governorate.as_ref().map(|_| brought.delegation.clone()),
        governorate,
        situation: plain!(situation),
        education: (!has_education && !brought.education.0.is_empty()).then(|| brought.education.0.clone()),
        phone: open(SensitiveField::Phone)?,
        email: open(SensitiveField::Email)?,
        identity,
        access_needs: open(SensitiveField::AccessNeeds)?,
    })
}
