//! How far a standing reaches, for lists: the table of permissions read as a condition for the database. A property test beside the table
//! compares it with what each row would be answered.

use nabta_entities::ids::TypedId;
use uuid::Uuid;

use super::access::{Action, Relation, Scope, allows};
use super::actor::Actor;

/// How far the standing of an actor reaches for one action: what a list is narrowed to, by the same table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// True if it reaches everything.
    pub everywhere: bool,
    scopes: Vec<(String, Uuid)>,
}

impl Reach {
    /// True if it reaches nothing.
    #[must_use]
    pub fn is_nowhere(&self) -> bool {
        !self.everywhere && self.scopes.is_empty()
    }

    /// The things of one kind in which it reaches what lies there.
    #[must_use]
    pub fn within<I: TypedId>(&self) -> Vec<I> {
        let of_kind = self.scopes.iter().filter(|(kind, _)| kind == I::PREFIX);
        of_kind.map(|(_, id)| I::from_uuid(*id)).collect()
    }
}

/// How far an actor's roles reach for an action. What they may do as the one whom it is about, or who wrote it, is not among it.
#[must_use]
pub fn reach(actor: &Actor, action: Action) -> Reach {
    let mut found = Reach { everywhere: allows(Relation::Anyone, action), scopes: Vec::new() };
    match actor {
        Actor::Nobody => {}
        Actor::Operator => found.everywhere |= allows(Relation::Operator, action),
        Actor::Account(account) => {
            found.everywhere |= allows(Relation::SignedIn, action);
            for held in account.roles.iter().filter(|held| allows(held.role.into(), action)) {
                found.everywhere |= held.is_in(Scope::CENTRE);
                found.scopes.push((held.scope_kind.clone(), held.scope_id));
            }
        }
    }
    found
}
