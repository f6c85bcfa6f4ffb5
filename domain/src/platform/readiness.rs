//! Whether an instance is fit to serve.

use crate::kernel::{Ctx, Result};

/// The most that an instance's clock may be off the database's.
pub const CLOCK_TOLERANCE_MILLISECONDS: i64 = 1_000;

/// What an instance finds when it looks at itself.
#[derive(Clone, Debug)]
pub struct Readiness {
    /// Whether the database answers.
    pub database: bool,
    /// How far the instance's clock is off the database's, in milliseconds.
    pub clock_offset: Option<i64>,
}

impl Readiness {
    /// Whether the instance may be sent requests.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.database && self.clock_offset.is_some_and(|offset| offset.abs() <= CLOCK_TOLERANCE_MILLISECONDS)
    }
}

/// Asks the database for its time.
pub async fn look(ctx: &Ctx) -> Readiness {
    let answer: Result<_> = ctx.services.database.now().await;
    match answer {
        Ok(theirs) => Readiness { database: true, clock_offset: Some((ctx.now() - theirs).num_milliseconds()) },
        Err(_) => Readiness { database: false, clock_offset: None },
    }
}
