//! Having everybody only read for a while, and ending that.

use nabta_entities::platform::maintenance::{ActiveModel, Column, Entity};
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::actions::{MAINTENANCE_BEGIN, MAINTENANCE_END};
use super::entries::PlatformEntry;
use crate::kernel::access::Centre;
use crate::kernel::error::codes::OUT_OF_RANGE;
use crate::kernel::work::Held;
use crate::kernel::{Ctx, Refusal, Result, text};

/// The longest message, in characters.
const MESSAGE_LENGTH: usize = 500;
/// The longest time after which programs are told to ask again, in seconds: a day.
const LONGEST: i32 = 86_400;
/// The one row.
const ROW: i32 = 1;

/// From now on everybody only reads; where that is so already, what people are told is said anew.
pub async fn begin(ctx: &Ctx, messages: &LocalizedText, retry_after: i32) -> Result<()> {
    let work = ctx.begin().await?;
    let held = Entity::find_by_id(ROW).held().one(&work.read()).await?;
    let permit = work.authorize(MAINTENANCE_BEGIN, &Centre)?;
    if !(1..=LONGEST).contains(&retry_after) {
        return Err(Refusal::at(OUT_OF_RANGE, "retryAfter").with("least", 1).with("most", LONGEST).into());
    }
    let row = ActiveModel {
        id: Set(ROW),
        since: Set(held.as_ref().map_or(ctx.now(), |row| row.since)),
        messages: Set(text::optional_localized(messages, "messages", MESSAGE_LENGTH)?),
        retry_after: Set(retry_after),
    };
    if held.is_some() {
        work.update(&permit, row).await?;
    } else {
        work.insert(&permit, row).await?;
    }
    work.commit(permit, PlatformEntry::MaintenanceBegun { retry_after }).await
}

/// Everybody may write again; false if nobody was kept from it.
pub async fn end(ctx: &Ctx) -> Result<bool> {
    let work = ctx.begin().await?;
    let held = Entity::find_by_id(ROW).held().one(&work.read()).await?;
    let permit = work.authorize(MAINTENANCE_END, &Centre)?;
    if held.is_none() {
        return Ok(false);
    }
    work.execute(&permit, &Entity::delete_many().filter(Column::Id.eq(ROW)).into_query()).await?;
    work.commit(permit, PlatformEntry::MaintenanceEnded).await?;
    Ok(true)
}
