//! Who belongs to an organisation: persons who are on file once, with their telephone and address there and nowhere else.

use nabta_entities::ids::{OrganisationId, OrganisationMemberId, PersonId};
use nabta_entities::people::organisation_member::{ActiveModel, Column, Entity, MemberRole};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::actions::{MEMBER_READ, ORGANISATION_DEFINE};
use super::entries::PeopleEntry;
use super::organisation;
use super::person::queries;
use crate::kernel::access::{Action, Centre, Subject, SubjectRef};
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

/// Who belongs to an organisation, as what rights are asked about.
struct Members<'a> {
    organisation: OrganisationId,
    all: &'a [Member],
}

impl Subject for Members<'_> {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.organisation)
    }
    fn representatives(&self) -> Vec<PersonId> {
        let own = self.all.iter().filter(|one| one.organisation_id == self.organisation);
        own.filter(|one| speaks(one.role)).map(|one| one.person_id).collect()
    }
    fn reading(&self) -> Action {
        MEMBER_READ
    }
}

/// Whether who belongs to an organisation in this role speaks for it.
#[must_use]
pub const fn speaks(role: MemberRole) -> bool {
    matches!(role, MemberRole::Director | MemberRole::Contact)
}

/// Who belongs to these organisations, for those who may know.
pub async fn of(ctx: &Ctx, organisations: &[OrganisationId]) -> Result<Vec<Member>> {
    let all = standing(ctx.database().reader(), organisations).await?;
    let seen: Vec<OrganisationId> = organisations
        .iter()
        .filter(|organisation| authorize(ctx, MEMBER_READ, &Members { organisation: **organisation, all: &all }).is_ok())
        .copied()
        .collect();
    // Who may know of none of them is told so, and does not take it for an organisation without people.
    if seen.is_empty() {
        authorize(ctx, MEMBER_READ, &Centre)?;
    }
    Ok(all.into_iter().filter(|one| seen.contains(&one.organisation_id)).collect())
}

/// The organisations that whoever is signed in speaks for.
pub async fn spoken_for(ctx: &Ctx) -> Result<Vec<OrganisationId>> {
    let own = Entity::find().filter(Column::PersonId.eq(ctx.person()?)).filter(Column::EndedAt.is_null());
    let own = own.order_by_asc(Column::Id).all(ctx.database().reader()).await?;
    Ok(own.into_iter().filter(|one| speaks(one.role)).map(|one| one.organisation_id).collect())
}

/// Who belongs to these organisations now, whoever asks.
pub(crate) async fn standing(database: &impl ConnectionTrait, organisations: &[OrganisationId]) -> Result<Vec<Member>> {
    let rows = Entity::find()
        .filter(Column::OrganisationId.is_in(organisations.to_vec()))
        .filter(Column::EndedAt.is_null())
        .order_by_asc(Column::Id);
    Ok(rows.all(database).await?)
}

/// Where these persons belong or belonged, whoever asks.
pub(crate) async fn of_persons(ctx: &Ctx, persons: &[PersonId]) -> Result<Vec<Member>> {
    let rows = Entity::find().filter(Column::PersonId.is_in(persons.to_vec())).order_by_asc(Column::Id);
    Ok(rows.all(ctx.database().reader()).await?)
}
