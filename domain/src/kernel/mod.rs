//! What every context stands on, and nothing that belongs to one of them: who acts and what they may do, transactions that
//! cannot be committed without an entry in the journal, errors, clocks, pages of lists.
//!
//! The way of every change is the same: `ctx.begin()`, lock the subject, `work.authorize(…)`, check the rules, write, `work.commit(…)`.

pub mod access;
pub mod actor;
pub mod clock;
pub mod context;
pub mod database;
pub mod entropy;
pub mod error;
pub(crate) mod fold;
pub mod idempotency;
pub mod jobs;
pub mod journal;
pub mod keyring;
pub mod limit;
pub mod localized;
pub mod maintenance;
pub mod meter;
pub mod money;
pub mod own;
pub mod page;
pub mod post;
pub mod printing;
pub mod provider;
pub mod reach;
pub mod reference;
pub mod reseal;
pub mod retention;
pub(crate) mod secret;
pub mod signed_address;
pub mod site;
pub mod states;
pub mod store;
pub mod text;
pub mod vault;
pub mod work;

/// Does work that takes the processor for long on a thread that serves nobody meanwhile.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::internal(format!("work set aside: {error}")))
}

pub use access::{Action, KnownScope, Relation, Scope, Subject, SubjectRef};
pub use actor::Actor;
pub use context::{Ctx, Services};
pub use error::{Error, Refusal, Result};
pub use money::Money;
pub use nabta_entities::ids::TypedId;
pub use nabta_entities::values::{Direction, Locale, LocalizedText, LocalizedTexts, reading_order};
pub use work::{Permit, Work};
