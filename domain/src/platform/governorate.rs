//! The 24 governorates of Tunisia: reference data that persons, organisations and venues point to.

use nabta_entities::platform::governorate::{ActiveModel, Column, Entity};
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::{Value, json};

use super::actions::GOVERNORATE_DEFINE;
use crate::kernel::access::{Action, Centre, SubjectRef};
use crate::kernel::journal::Entry;
use crate::kernel::{Ctx, Result, text};

pub use nabta_entities::platform::governorate::Model as Governorate;

/// All of them, by code.
pub async fn all(ctx: &Ctx) -> Result<Vec<Governorate>> {
    Ok(Entity::find().order_by_asc(Column::Code).all(ctx.database().reader()).await?)
}

/// The governorates with these codes.
pub async fn by_codes(ctx: &Ctx, codes: &[String]) -> Result<Vec<Governorate>> {
    Ok(Entity::find().filter(Column::Code.is_in(codes.to_vec())).all(ctx.database().reader()).await?)
}

/// Whether there is a governorate with this code. What is no code is not asked for: PostgreSQL fails on a NUL in a text.
pub async fn exists(database: &impl ConnectionTrait, code: &str) -> Result<bool> {
    Ok(text::code(code, "code").is_ok() && Entity::find_by_id(code.to_owned()).one(database).await?.is_some())
}

struct Defined(Vec<String>);

impl Entry for Defined {
    fn action(&self) -> Action {
        GOVERNORATE_DEFINE
    }
    fn subjects(&self) -> Vec<SubjectRef> {
        vec![SubjectRef::CENTRE]
    }
    fn data(&self) -> Value {
        json!({ "codes": self.0 })
    }
}

/// Adds those that are not there yet; how many that was.
pub async fn define(ctx: &Ctx, governorates: Vec<(String, LocalizedText)>) -> Result<usize> {
    let work = ctx.begin().await?;
    let permit = work.authorize(GOVERNORATE_DEFINE, &Centre)?;
    let known: Vec<String> = Entity::find().all(&work.read()).await?.into_iter().map(|governorate| governorate.code).collect();
    let mut rows = Vec::new();
    for (code, names) in governorates.into_iter().filter(|(code, _)| !known.contains(code)) {
        rows.push(ActiveModel { code: Set(text::code(&code, "code")?), names: Set(text::titles(&names, "names")?) });
    }
    if rows.is_empty() {
        return Ok(0);
    }
    let codes: Vec<String> = rows.iter().filter_map(|row| row.code.try_as_ref().cloned()).collect();
    let added = rows.len();
    work.insert_all(&permit, rows).await?;
    work.commit(permit, Defined(codes)).await?;
    Ok(added)
}
