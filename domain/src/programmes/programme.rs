//! Programmes as labels.

use chrono::NaiveDate;
use nabta_entities::ids::ProgrammeId;
use nabta_entities::programmes::programme::{ActiveModel, Column, Entity};
use nabta_entities::values::LocalizedText;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};

use super::actions;
use crate::kernel::access::{Action, Centre, SubjectRef};
use crate::kernel::error::codes::OUT_OF_RANGE;
use crate::kernel::journal::Entry;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::{Ctx, Refusal, Result, text};

pub use nabta_entities::programmes::programme::Model as Programme;

/// A programme as it is entered.
#[derive(Clone, Debug)]
pub struct NewProgramme {
    /// Short name.
    pub code: String,
    /// Its titles.
    pub titles: LocalizedText,
    /// Who pays for it.
    pub funder: Option<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

struct Defined(ProgrammeId, String);

impl Entry for Defined {
    fn action(&self) -> Action {
        actions::PROGRAMME_DEFINE
    }
    fn subjects(&self) -> Vec<SubjectRef> {
        vec![SubjectRef::CENTRE, SubjectRef::of(self.0)]
    }
    fn data(&self) -> Value {
        json!({ "code": self.1 })
    }
}

/// Enters a programme, or answers the one that has this code already.
pub async fn define(ctx: &Ctx, new: NewProgramme) -> Result<ProgrammeId> {
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PROGRAMME_DEFINE, &Centre)?;
    let code = text::code(&new.code, "code")?;
    if let Some(known) = Entity::find().filter(Column::Code.eq(&code)).one(&work.read()).await? {
        return Ok(known.id);
    }
    if new.starts_on.zip(new.ends_on).is_some_and(|(start, end)| end < start) {
        return Err(Refusal::at(OUT_OF_RANGE, "endsOn").with("least", "startsOn").with("most", "").into());
    }
    let id = ctx.new_id();
    let row = ActiveModel {
        id: Set(id),
        code: Set(code.clone()),
        titles: Set(text::localized(&new.titles, "titles", text::TITLE_LENGTH)?),
        funder: Set(new.funder.map(|funder| text::line(&funder, "funder", text::TITLE_LENGTH)).transpose()?),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        version: Set(1),
    };
    work.insert(&permit, row).await?;
    work.commit(permit, Defined(id, code)).await?;
    Ok(id)
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
