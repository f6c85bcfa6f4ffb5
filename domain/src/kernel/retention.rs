//! How long things are kept: one rule for each kind, looked at before it is applied, and applied each night.

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

use super::context::Ctx;
use super::error::Result;

/// Why something is kept so long and no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It serves nothing any more.
    Purpose,
    /// So long it can be asked what became of it.
    Trace,
}

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Of what, `people.invitation`.
    pub kind: &'static str,
    /// How many days after its end; the operator may say otherwise.
    pub days: i64,
    /// Why so long.
    pub basis: Basis,
    /// How many there are whose end lies before an instant.
    pub due: fn(Ctx, DateTime<Utc>) -> BoxFuture<'static, Result<u64>>,
    /// Removes them; how many that was.
    pub apply: fn(Ctx, DateTime<Utc>) -> BoxFuture<'static, Result<u64>>,
}

impl Rule {
    /// How many days it is here.
    #[must_use]
    pub fn days(&self, ctx: &Ctx) -> i64 {
        ctx.services.privacy.retention_days.get(self.kind).copied().unwrap_or(self.days)
    }
}

/// A rule about the rows of a table that meet a condition.
#[macro_export]
macro_rules! retention_rule {
    ($kind:literal, $days:literal, $basis:ident, $entity:ty, |$before:ident| $condition:expr) => {
        $crate::kernel::retention::Rule {
            kind: $kind,
            days: $days,
            basis: $crate::kernel::retention::Basis::$basis,
            due: |ctx, $before| {
                Box::pin(async move {
                    use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter};
                    Ok(<$entity>::find().filter($condition).count(ctx.database().reader()).await?)
                })
            },
            apply: |ctx, $before| Box::pin(async move { $crate::kernel::work::forget::<$entity>(&ctx, $condition).await }),
        }
    };
}
