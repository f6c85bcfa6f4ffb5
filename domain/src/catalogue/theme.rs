//! Themes, by which courses are ordered.

use nabta_entities::catalogue::theme::{ActiveModel, Column, Entity};
use nabta_entities::ids::ThemeId;
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::actions::THEME_DEFINE;
use super::entries::CatalogueEntry;
use crate::kernel::access::Centre;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::{Ctx, Result, reference, text};

pub use nabta_entities::catalogue::theme::Model as Theme;

/// What is said about a theme.
#[derive(Clone, Debug)]
pub struct ThemeDetails {
    /// Its titles.
    pub titles: LocalizedText,
    /// What it covers.
    pub summaries: LocalizedText,
    /// Its place in lists.
    pub position: i32,
}

/// Enters a theme, or answers the one that has this code already and says the same.
pub async fn define(ctx: &Ctx, code: &str, details: ThemeDetails) -> Result<ThemeId> {
    let work = ctx.begin().await?;
    let permit = work.authorize(THEME_DEFINE, &Centre)?;
    let code = text::code(code, "code")?;
    let row = checked(&details)?;
    if let Some(known) = reference::known(&work.read(), Column::Code, &code, &row).await? {
        return Ok(known.id);
    }
    let id = ctx.new_id();
    let row = ActiveModel { id: Set(id), code: Set(code.clone()), version: Set(1), ..row };
    work.insert(&permit, row).await?;
    work.commit(permit, CatalogueEntry::ThemeDefined { theme: id, code, version: 1 }).await?;
    Ok(id)
}

/// Changes what is said about a theme, if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: ThemeId, details: ThemeDetails, version: i32) -> Result<Theme> {
    let work = ctx.begin().await?;
    let permit = work.authorize(THEME_DEFINE, &Centre)?;
    reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    let row = ActiveModel { id: Set(id), version: Set(version + 1), ..checked(&details)? };
    let theme = work.update(&permit, row).await?;
    let entry = CatalogueEntry::ThemeDefined { theme: id, code: theme.code.clone(), version: theme.version };
    work.commit(permit, entry).await?;
    Ok(theme)
}

fn checked(details: &ThemeDetails) -> Result<ActiveModel> {
    Ok(ActiveModel {
        titles: Set(text::titles(&details.titles, "titles")?),
        summaries: Set(text::optional_localized(&details.summaries, "summaries", text::DESCRIPTION_LENGTH)?),
        position: Set(details.position),
        ..Default::default()
    })
}

/// All themes, in their order.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<Theme>> {
    let ordering = Ordering { columns: vec![Expr::col(Column::Position), Expr::col(Column::Code)], descending: false };
    page::read(ctx.database().reader(), Entity::find(), &ordering, request, |row: &Theme| {
        vec![Key::Number(i64::from(row.position)), Key::Text(row.code.clone())]
    })
    .await
}

/// The themes with these ids.
pub async fn by_ids(ctx: &Ctx, ids: &[ThemeId]) -> Result<Vec<Theme>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// The theme with this code.
pub async fn by_code(ctx: &Ctx, code: &str) -> Result<Option<Theme>> {
    Ok(Entity::find().filter(Column::Code.eq(code)).one(ctx.database().reader()).await?)
}
