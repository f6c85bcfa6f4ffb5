//! Organisations that the centre works with.

use nabta_entities::ids::OrganisationId;
use nabta_entities::people::organisation::{ActiveModel, Column, Entity, OrganisationKind};
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::entries::PeopleEntry;
use super::{actions, address, contact};
use crate::kernel::access::Centre;
use crate::kernel::error::codes::{BAD_FORMAT, UNKNOWN_REFERENCE};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Held, Reading, Work, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result, reference, text};
use crate::platform::governorate;

pub use nabta_entities::people::organisation::Model as Organisation;

/// The longest address, in characters.
const ADDRESS_LENGTH: usize = 300;

/// What is said about an organisation.
#[derive(Clone, Debug)]
pub struct OrganisationDetails {
    /// What kind of organisation.
    pub kind: OrganisationKind,
    /// Its names.
    pub names: LocalizedText,
    /// Code of the governorate of its seat.
    pub governorate: Option<String>,
    /// Its number in the national register.
    pub register_number: Option<String>,
    /// Street and town.
    pub address: Option<String>,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Its address for mail.
    pub email: Option<String>,
    /// Its site.
    pub website: Option<String>,
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
        register_number: Set(each(details.register_number.as_deref(), register_number)?),
        address: Set(each(details.address.as_deref(), |address| text::line(address, "address", ADDRESS_LENGTH))?),
        phone: Set(each(details.phone.as_deref(), |phone| contact::phone(phone, "phone"))?),
        email: Set(each(details.email.as_deref(), |email| address::normalise(email, "email"))?),
        website: Set(each(details.website.as_deref(), website)?),
        ..Default::default()
    })
}

fn each(value: Option<&str>, check: impl FnOnce(&str) -> Result<String, Refusal>) -> Result<Option<String>, Refusal> {
    value.filter(|value| !value.trim().is_empty()).map(check).transpose()
}

/// A number as registers write it: capital letters, digits, and what stands between them.
fn register_number(given: &str) -> Result<String, Refusal> {
    let number = text::line(given, "registerNumber", 40)?.to_uppercase();
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-/. ".contains(c);
    if number.chars().all(is_part) { Ok(number) } else { Err(Refusal::at(BAD_FORMAT, "registerNumber").with("value", given)) }
}

/// The address of a site: a browser follows it, so it is nothing else.
fn website(given: &str) -> Result<String, Refusal> {
    let site = text::line(given, "website", ADDRESS_LENGTH)?;
    let is_site = ["https://", "http://"].iter().any(|scheme| site.starts_with(scheme));
    if is_site && !site.contains(char::is_whitespace) {
        Ok(site)
    } else {
        Err(Refusal::at(BAD_FORMAT, "website").with("value", given))
    }
}

/// Holds an organisation that is there until the transaction ends.
pub(super) async fn hold(database: &Reading<'_>, id: OrganisationId) -> Result<Organisation> {
    Entity::find_by_id(id).held().one(database).await?.ok_or(Error::NotFound)
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
