//! Counting tries, in the database, so that all instances count together.

use chrono::TimeDelta;
use nabta_entities::platform::attempt;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use super::context::Ctx;
use super::entropy::new_uuid;
use super::error::{Error, Result};
use super::work::TechnicalWrite;

/// How many tries of what are allowed in which time.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted, `sign-in.account`.
    pub name: &'static str,
    /// How many.
    pub most: u64,
    /// In which time.
    pub within: TimeDelta,
}

impl Limit {
    fn bucket(&self, ctx: &Ctx, whose: &str) -> String {
        ctx.services.keyring.digest("attempt.bucket", &format!("{}\0{whose}", self.name))
    }

    /// Counts a try, or refuses it and says how long to wait. It is counted first and then looked at, so that tries at the same moment do
    /// not all come before each other; a refused one is not counted, so that whoever goes on trying keeps nobody out for longer.
    pub async fn take(&self, ctx: &Ctx, whose: &str) -> Result<Attempt> {
        let bucket = self.bucket(ctx, whose);
        let mine = Attempt(new_uuid(ctx.services.entropy.as_ref(), ctx.now()));
        let work = ctx.begin_technical(TechnicalWrite::Attempt).await?;
        let row = attempt::ActiveModel { id: Set(mine.0), bucket: Set(bucket.clone()), at: Set(ctx.now()) };
        row.insert(work.transaction()).await?;
        work.commit().await?;
        let since = ctx.now() - self.within;
        let tries = attempt::Entity::find().filter(attempt::Column::Bucket.eq(bucket)).filter(attempt::Column::At.gt(since));
        let tries = tries.order_by_asc(attempt::Column::At).all(ctx.database().reader()).await?;
        if tries.len() as u64 <= self.most {
            return Ok(mine);
        }
        mine.forgive(ctx).await?;
        let oldest = tries.first().map_or(since, |attempt| attempt.at);
        Err(Error::RateLimited { seconds: (oldest - since).num_seconds().max(1) })
    }
}

/// A try that was counted. What succeeded may be forgiven; a letter that was sent stays counted.
pub struct Attempt(Uuid);

impl Attempt {
    /// It was right: it counts no more.
    pub async fn forgive(self, ctx: &Ctx) -> Result<()> {
        let work = ctx.begin_technical(TechnicalWrite::Attempt).await?;
        attempt::Entity::delete_by_id(self.0).exec(work.transaction()).await?;
        work.commit().await
    }
}
