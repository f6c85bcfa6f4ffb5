//! Organisations that the centre works with.

use nabta_entities::ids::OrganisationId;
use nabta_entities::people::organisation::{ActiveModel, Column, Entity, OrganisationKind};
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::actions;
use super::entries::PeopleEntry;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Work, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result, reference, text};
use crate::platform::governorate;

pub use nabta_entities::people::organisation::Model as Organisation;

/// What is said about an organisation.
#[derive(Clone, Debug)]
pub struct OrganisationDetails {
    /// What kind of organisation.
    pub kind: OrganisationKind,
    /// Its names.
    pub names: LocalizedText,
    /// Code of the governorate of its seat.
    pub governorate: Option<String>,
}

/// Enters an organisation, or answers the one that has this code already and says the same.
pub async fn define(ctx: &Ctx, code: &str, details: OrganisationDetails) -> Result<OrganisationId> {
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::ORGANISATION_DEFINE, &Centre)?;
    let code = text::code(code, "code")?;
    let mut row = checked(&work, &details).await?;
    if let Some(known) = reference::known(&work.read(), Column::Code, &code, &row).await? {
        return Ok(known.id);
    }
    let id = ctx.new_id();
    row.id = Set(id);
    row.code = Set(code.clone());
    row.created_at = Set(ctx.now());
    row.version = Set(1);
    work.insert(&permit, row).await?;
    work.commit(permit, PeopleEntry::OrganisationDefined { organisation: id, code, version: 1 }).await?;
    Ok(id)
}

/// Changes what is said about an organisation, if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: OrganisationId, details: OrganisationDetails, version: i32) -> Result<Organisation> {
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::ORGANISATION_DEFINE, &Centre)?;
    reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    let mut row = checked(&work, &details).await?;
    row.id = Set(id);
    row.version = Set(version + 1);
    let organisation = work.update(&permit, row).await?;
    let (code, version) = (organisation.code.clone(), organisation.version);
    work.commit(permit, PeopleEntry::OrganisationDefined { organisation: id, code, version }).await?;
    Ok(organisation)
}

async fn checked(work: &Work, details: &OrganisationDetails) -> Result<ActiveModel> {
    if let Some(governorate) = &details.governorate
        && !governorate::exists(&work.read(), governorate).await?
    {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "governorate").with("value", governorate).into());
    }
    Ok(ActiveModel {
        kind: Set(details.kind),
        names: Set(text::titles(&details.names, "names")?),
        governorate: Set(details.governorate.clone()),
        ..Default::default()
    })
}

/// One organisation.
pub async fn read(ctx: &Ctx, id: OrganisationId) -> Result<Organisation> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The organisations with these ids, for those who may know of them.
pub async fn by_ids(ctx: &Ctx, ids: &[OrganisationId]) -> Result<Vec<Organisation>> {
    if authorize(ctx, actions::ORGANISATION_READ, &Centre).is_err() {
        return Ok(Vec::new());
    }
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// All organisations, by code.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<Organisation>> {
    authorize(ctx, actions::ORGANISATION_READ, &Centre)?;
    let ordering = Ordering { columns: vec![sea_orm::sea_query::Expr::col(Column::Code)], descending: false };
    page::read(ctx.database().reader(), Entity::find(), &ordering, request, |row: &Organisation| {
        vec![Key::Text(row.code.clone())]
    })
    .await
}
