//! One's own account, as what rights are asked about when people do something for themselves.

use nabta_entities::ids::{AccountId, PersonId};

use super::access::{Action, Subject, SubjectRef};
use super::context::Ctx;
use super::error::Result;

/// The account of whoever is signed in.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    /// The account.
    pub account: AccountId,
    person: PersonId,
    reading: Action,
}

impl Own {
    /// Of whoever is signed in; `reading` is the action of which only they may know.
    pub fn of(ctx: &Ctx, reading: Action) -> Result<Self> {
        let account = ctx.account()?;
        Ok(Self { account: account.id, person: account.person, reading })
    }
}

impl Subject for Own {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.account)
    }
    fn oneself(&self) -> Option<PersonId> {
        Some(self.person)
    }
    fn reading(&self) -> Action {
        self.reading
    }
}
