//! Programmes as labels.

use chrono::NaiveDate;
use nabta_entities::ids::ProgrammeId;
use nabta_entities::programmes::programme::{ActiveModel, Column, Entity};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};

use super::actions;
use crate::kernel::access::{Action, Centre, Scope, SubjectRef};
use crate::kernel::error::codes::OUT_OF_RANGE;
use crate::kernel::journal::Entry;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::{Ctx, Refusal, Result, reference, text};

pub use nabta_entities::programmes::programme::Model as Programme;

/// What is said about a programme.
#[derive(Clone, Debug)]
pub struct ProgrammeDetails {
    /// Its titles.
    pub titles: LocalizedText,
    /// Who pays for it.
    pub funder: Option<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

struct Defined {
    programme: ProgrammeId,
    code: String,
    version: i32,
}

impl Entry for Defined {
    fn action(&self) -> Action {
        actions::PROGRAMME_DEFINE
    }
    fn subjects(&self) -> Vec<SubjectRef> {
        vec![SubjectRef::CENTRE, SubjectRef::of(self.programme)]
    }
    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::CENTRE, Scope::of(self.programme)]
    }
    fn data(&self) -> Value {
        json!({ "code": self.code, "version": self.version })
    }
}

/// Enters a programme, or answers the one that has this code already and says the same.
pub async fn define(ctx: &Ctx, code: &str, details: ProgrammeDetails) -> Result<ProgrammeId> {
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PROGRAMME_DEFINE, &Centre)?;
    let code = text::code(code, "code")?;
    let row = checked(&details)?;
    if let Some(known) = reference::known(&work.read(), Column::Code, &code, &row).await? {
        return Ok(known.id);
    }
    let id = ctx.new_id();
    let row = ActiveModel { id: Set(id), code: Set(code.clone()), version: Set(1), ..row };
    work.insert(&permit, row).await?;
    work.commit(permit, Defined { programme: id, code, version: 1 }).await?;
    Ok(id)
}

/// Changes what is said about a programme, if nobody else did since `version` was read.
pub async fn update(ctx: &Ctx, id: ProgrammeId, details: ProgrammeDetails, version: i32) -> Result<Programme> {
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PROGRAMME_DEFINE, &Centre)?;
    reference::hold::<Entity>(&work.read(), id, version, |row| row.version).await?;
    let row = ActiveModel { id: Set(id), version: Set(version + 1), ..checked(&details)? };
    let programme = work.update(&permit, row).await?;
    let entry = Defined { programme: id, code: programme.code.clone(), version: programme.version };
    work.commit(permit, entry).await?;
    Ok(programme)
}

fn checked(details: &ProgrammeDetails) -> Result<ActiveModel> {
    if let Some((start, _)) = details.starts_on.zip(details.ends_on).filter(|(start, end)| end < start) {
        return Err(Refusal::at(OUT_OF_RANGE, "endsOn").with("least", start).with("most", "").into());
    }
    Ok(ActiveModel {
        titles: Set(text::titles(&details.titles, "titles")?),
        funder: Set(details.funder.as_ref().map(|funder| text::line(funder, "funder", text::TITLE_LENGTH)).transpose()?),
        starts_on: Set(details.starts_on),
        ends_on: Set(details.ends_on),
        ..Default::default()
    })
}

/// All programmes, by code.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<Programme>> {
    let ordering = Ordering { columns: vec![Expr::col(Column::Code)], descending: false };
    page::read(ctx.database().reader(), Entity::find(), &ordering, request, |row: &Programme| vec![Key::Text(row.code.clone())])
        .await
}

/// The programmes with these ids.
pub async fn by_ids(ctx: &Ctx, ids: &[ProgrammeId]) -> Result<Vec<Programme>> {
    within(ctx.database().reader(), ids).await
}

/// The programmes with these ids, for a use case of another context within its own transaction.
pub(crate) async fn within(database: &impl ConnectionTrait, ids: &[ProgrammeId]) -> Result<Vec<Programme>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?)
}

/// The programmes with these codes.
pub async fn by_codes(ctx: &Ctx, codes: &[String]) -> Result<Vec<Programme>> {
    Ok(Entity::find().filter(Column::Code.is_in(codes.to_vec())).all(ctx.database().reader()).await?)
}
