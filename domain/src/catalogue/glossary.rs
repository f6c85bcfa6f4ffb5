//! The glossary: terms with their definitions in the three languages.

use nabta_entities::catalogue::glossary_term::{ActiveModel, Column, Entity};
use nabta_entities::ids::GlossaryTermId;
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::actions::GLOSSARY_DEFINE;
use super::entries::CatalogueEntry;
use crate::kernel::access::Centre;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::{Ctx, Error, Result, reference, text};

pub use nabta_entities::catalogue::glossary_term::Model as GlossaryTerm;

/// What is said about a term.
#[derive(Clone, Debug)]
pub struct TermDetails {
    /// The term.
    pub terms: LocalizedText,
    /// What it means.
    pub definitions: LocalizedText,
}

/// Enters a term, or answers the one that has this code already and says the same.
pub async fn define(ctx: &Ctx, code: &str, details: TermDetails) -> Result<GlossaryTermId> {
    let work = ctx.begin().await?;
    let permit = work.authorize(GLOSSARY_DEFINE, &Centre)?;
    let code = text::code(code, "code")?;
    let row = checked(&details)?;
    if let Some(known) = reference::known(&work.read(), Column::Code, &code, &row).await? {
        return Ok(known.id);
    }
    let id = work.ctx().new_id();
    let row = ActiveModel { id: Set(id), code: Set(code.clone()), version: Set(1), ..row };
    work.insert(&permit, row).await?;
    work.commit(permit, CatalogueEntry::TermDefined { term: id, code, version: 1 }).await?;
    Ok(id)
}

/// Changes a term or what it means, if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: GlossaryTermId, details: TermDetails, version: i32) -> Result<GlossaryTerm> {
    let work = ctx.begin().await?;
    let permit = work.authorize(GLOSSARY_DEFINE, &Centre)?;
    reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    let row = ActiveModel { id: Set(id), version: Set(version + 1), ..checked(&details)? };
    let term = work.update(&permit, row).await?;
    let entry = CatalogueEntry::TermDefined { term: id, code: term.code.clone(), version: term.version };
    work.commit(permit, entry).await?;
    Ok(term)
}

fn checked(details: &TermDetails) -> Result<ActiveModel> {
    Ok(ActiveModel {
        terms: Set(text::titles(&details.terms, "terms")?),
        definitions: Set(text::localized(&details.definitions, "definitions", text::DESCRIPTION_LENGTH)?),
        ..Default::default()
    })
}

/// All terms, by code.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<GlossaryTerm>> {
    let ordering = Ordering { columns: vec![Expr::col(Column::Code)], descending: false };
    page::read(ctx.database().reader(), Entity::find(), &ordering, request, |row: &GlossaryTerm| {
        vec![Key::Text(row.code.clone())]
    })
    .await
}

/// The terms with these ids.
pub async fn by_ids(ctx: &Ctx, ids: &[GlossaryTermId]) -> Result<Vec<GlossaryTerm>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// The terms with these codes.
pub async fn by_codes(ctx: &Ctx, codes: &[String]) -> Result<Vec<GlossaryTerm>> {
    Ok(Entity::find().filter(Column::Code.is_in(codes.to_vec())).all(ctx.database().reader()).await?)
}

/// The term with this code, as lessons link to it.
pub async fn by_code(ctx: &Ctx, code: &str) -> Result<GlossaryTerm> {
    let code = text::code(code, "code").map_err(|_| Error::NotFound)?;
    Entity::find().filter(Column::Code.eq(code)).one(ctx.database().reader()).await?.ok_or(Error::NotFound)
}
