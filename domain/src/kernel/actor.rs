//! Who acts.

use nabta_entities::ids::{AccountId, LookId, PersonId, SignInId};
use nabta_entities::people::role_grant::Role;
use uuid::Uuid;

use super::access::Scope;

/// Who acts under a request.
#[derive(Clone, Debug)]
pub enum Actor {
    /// A visitor.
    Nobody,
    /// Somebody who is signed in.
    Account(Account),
    /// Whoever runs a command on the machine itself.
    Operator,
}

/// Somebody who is signed in, with the rights that they hold at this request.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// The person whose account it is.
    pub person: PersonId,
    /// The sign-in under which the request came.
    pub sign_in: SignInId,
    /// The roles held now, read from the database at this request.
    pub roles: Vec<HeldRole>,
    /// Who really asks, where an administrator sees pages as somebody else sees them.
    pub looking: Option<Looking>,
}

/// An administrator who sees pages as somebody else sees them. They only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looking {
    /// Under which look.
    pub look: LookId,
    /// Who looks.
    pub by: AccountId,
}

/// A role held in a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// Which role.
    pub role: Role,
    /// The kind of the scope.
    pub scope_kind: String,
    /// Which scope.
    pub scope_id: Uuid,
}

impl HeldRole {
    /// Whether it is held in this scope itself.
    #[must_use]
    pub fn is_in(&self, scope: Scope) -> bool {
        self.scope_kind == scope.kind && self.scope_id == scope.id
    }
}

impl Actor {
    /// The account, if somebody is signed in.
    #[must_use]
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::Account(account) => Some(account),
            Self::Nobody | Self::Operator => None,
        }
    }

    /// The person, if somebody is signed in.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.account().map(|account| account.person)
    }

    /// Whether one of these roles is held for the whole centre.
    #[must_use]
    pub fn holds_at_centre(&self, roles: &[Role]) -> bool {
        matches!(self, Self::Operator)
            || self
                .account()
                .is_some_and(|account| account.roles.iter().any(|held| held.is_in(Scope::CENTRE) && roles.contains(&held.role)))
    }
}

#[cfg(test)]
impl Account {
    /// An account that no database knows.
    pub(crate) fn for_tests(person: PersonId, roles: Vec<HeldRole>) -> Self {
        Self { id: AccountId(Uuid::nil()), person, sign_in: SignInId(Uuid::nil()), roles, looking: None }
    }
}
