//! Who belongs to an organisation: persons who are on file once, with their telephone and address there and nowhere else.

use nabta_entities::ids::{OrganisationId, OrganisationMemberId, PersonId};
use nabta_entities::people::organisation_member::{ActiveModel, Column, Entity, MemberRole};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::actions::{ORGANISATION_DEFINE, PERSON_READ};
use super::entries::PeopleEntry;
use super::organisation;
use super::person::queries;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::{ALREADY_EXISTS, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result, TypedId, text};

pub use nabta_entities::people::organisation_member::Model as Member;

/// Says that somebody belongs to an organisation.
pub async fn add(
    ctx: &Ctx,
    organisation: OrganisationId,
    person: PersonId,
    role: MemberRole,
    title: Option<&str>,
) -> Result<Member> {
    let work = ctx.begin().await?;
    let permit = work.authorize(ORGANISATION_DEFINE, &Centre)?;
    organisation::hold(&work.read(), organisation).await?;
    let unknown = || Refusal::at(UNKNOWN_REFERENCE, "person").with("value", person.wire());
    queries::load(&work.read(), &[person]).await?.pop().ok_or_else(unknown)?;
    let title = title.map(|title| text::line(title, "title", text::TITLE_LENGTH)).transpose()?;
    let same = Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::PersonId.eq(person))
        .filter(Column::Role.eq(role))
        .filter(Column::EndedAt.is_null());
    if same.one(&work.read()).await?.is_some() {
        return Err(Refusal::at(ALREADY_EXISTS, "role").with("value", role.name()).into());
    }
    let id: OrganisationMemberId = ctx.new_id();
    let row = ActiveModel {
        id: Set(id),
        organisation_id: Set(organisation),
        person_id: Set(person),
        role: Set(role),
        title: Set(title),
        since: Set(ctx.now()),
        ended_at: Set(None),
    };
    let row = work.insert(&permit, row).await?;
    work.commit(permit, PeopleEntry::MemberAdded { member: id, organisation, person, role }).await?;
    Ok(row)
}

/// Says that somebody belongs to it no more.
pub async fn end(ctx: &Ctx, id: OrganisationMemberId) -> Result<Member> {
    let work = ctx.begin().await?;
    let permit = work.authorize(ORGANISATION_DEFINE, &Centre)?;
    let row = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    if row.ended_at.is_some() {
        return Err(Refusal::new(WRONG_STATE).with("state", "Done").into());
    }
    let (organisation, person, role) = (row.organisation_id, row.person_id, row.role);
    let row = work.update(&permit, ActiveModel { id: Set(id), ended_at: Set(Some(ctx.now())), ..Default::default() }).await?;
    work.commit(permit, PeopleEntry::MemberEnded { member: id, organisation, person, role }).await?;
    Ok(row)
}

/// Who belongs to these organisations, for those who look after persons.
pub async fn of(ctx: &Ctx, organisations: &[OrganisationId]) -> Result<Vec<Member>> {
    authorize(ctx, PERSON_READ, &Centre)?;
    let rows = Entity::find()
        .filter(Column::OrganisationId.is_in(organisations.to_vec()))
        .filter(Column::EndedAt.is_null())
        .order_by_asc(Column::Id);
    Ok(rows.all(ctx.database().reader()).await?)
}

/// Where these persons belong or belonged, whoever asks.
pub(crate) async fn of_persons(ctx: &Ctx, persons: &[PersonId]) -> Result<Vec<Member>> {
    let rows = Entity::find().filter(Column::PersonId.is_in(persons.to_vec())).order_by_asc(Column::Id);
    Ok(rows.all(ctx.database().reader()).await?)
}
