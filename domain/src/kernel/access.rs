//! Who may do what: how an actor stands to a subject, and one table of what each standing allows.
//!
//! Roles are held in scopes (the centre as a whole, a programme, a course…). A subject says in which scopes it lies and who wrote
//! it; [`relations`] finds how the actor stands to it; [`allows`] reads the table. Both are pure.

use nabta_entities::ids::{PREFIXES, PersonId, TypedId};
use nabta_entities::people::role_grant::Role;
use uuid::Uuid;

use super::actor::Actor;

/// How an actor can stand to a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Anybody at all, signed in or not.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// The person whom it is about.
    Oneself,
    /// Who wrote it.
    Author,
    /// Who speaks for the organisation that it is about.
    Representative,
    /// Learner in its scope.
    Learner,
    /// Trainer in its scope.
    Trainer,
    /// Training officer in its scope.
    TrainingOfficer,
    /// Programme officer in its scope.
    ProgrammeOfficer,
    /// Partner officer in its scope.
    PartnerOfficer,
    /// Reviewer in its scope.
    Reviewer,
    /// Coach in its scope.
    Coach,
    /// Quality officer in its scope.
    QualityOfficer,
    /// Auditor in its scope.
    Auditor,
    /// Administrator in its scope.
    Administrator,
    /// Whoever runs commands on the machine itself.
    Operator,
}

impl Relation {
    /// All of them, as the columns of the committed table.
    pub const ALL: [Self; 16] = [
        Self::Anyone,
        Self::SignedIn,
        Self::Oneself,
        Self::Author,
        Self::Representative,
        Self::Learner,
        Self::Trainer,
        Self::TrainingOfficer,
        Self::ProgrammeOfficer,
        Self::PartnerOfficer,
        Self::Reviewer,
        Self::Coach,
        Self::QualityOfficer,
        Self::Auditor,
        Self::Administrator,
        Self::Operator,
    ];
}

impl From<Role> for Relation {
    fn from(role: Role) -> Self {
        match role {
            Role::Learner => Self::Learner,
            Role::Trainer => Self::Trainer,
            Role::TrainingOfficer => Self::TrainingOfficer,
            Role::ProgrammeOfficer => Self::ProgrammeOfficer,
            Role::PartnerOfficer => Self::PartnerOfficer,
            Role::Reviewer => Self::Reviewer,
            Role::Coach => Self::Coach,
            Role::QualityOfficer => Self::QualityOfficer,
            Role::Auditor => Self::Auditor,
            Role::Administrator => Self::Administrator,
        }
    }
}

/// A relation's name, as the schema's descriptions print it. A macro, because descriptions are put together at compile time.
#[macro_export]
macro_rules! relation_name {
    (Anyone) => {
        "anyone"
    };
    (SignedIn) => {
        "whoever is signed in"
    };
    (Oneself) => {
        "oneself"
    };
    (Author) => {
        "author"
    };
    (Representative) => {
        "representative of the organisation"
    };
    (Learner) => {
        "learner"
    };
    (Trainer) => {
        "trainer"
    };
    (TrainingOfficer) => {
        "training officer"
    };
    (ProgrammeOfficer) => {
        "programme officer"
    };
    (PartnerOfficer) => {
        "partner officer"
    };
    (Reviewer) => {
        "reviewer"
    };
    (Coach) => {
        "coach"
    };
    (QualityOfficer) => {
        "quality officer"
    };
    (Auditor) => {
        "auditor"
    };
    (Administrator) => {
        "administrator"
    };
    (Operator) => {
        "operator"
    };
}

/// Something that can be done, and who may do it: a row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Its name in the journal and in descriptions, `lesson.revise`.
    pub name: &'static str,
    /// The standings that allow it.
    pub holders: &'static [Relation],
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Declares a context's actions: constants, the list of all, and a macro that gives the sentence on the permission for a description.
#[macro_export]
macro_rules! actions {
    ($sentence:ident; $($(#[$doc:meta])* $name:ident = $wire:literal: $first:ident $(, $holder:ident)* ;)*) => {
        $(
            $(#[$doc])*
            pub const $name: $crate::kernel::Action = $crate::kernel::Action {
                name: $wire,
                holders: &[$crate::kernel::Relation::$first $(, $crate::kernel::Relation::$holder)*],
            };
        )*

        /// All actions of this context.
        pub const ALL: &[$crate::kernel::Action] = &[$($name),*];

        /// The sentence on an action's permission, for a field's description.
        #[macro_export]
        macro_rules! $sentence {
            $(
                ($name) => {
                    concat!(
                        "\n\nPermission `", $wire, "`: ", $crate::relation_name!($first)
                        $(, ", ", $crate::relation_name!($holder))*, "."
                    )
                };
            )*
        }
    };
}

/// Where a role is held, or where a subject lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// `centre`, or the prefix of the id of what it is.
    pub kind: &'static str,
    /// Which one; nil for the centre.
    pub id: Uuid,
}

impl Scope {
    /// The centre as a whole. A role held here is held everywhere.
    pub const CENTRE: Self = Self { kind: "centre", id: Uuid::nil() };

    /// The scope as a role's row names it.
    #[must_use]
    pub fn from_columns(kind: &str, id: Uuid) -> Option<Self> {
        let kinds = PREFIXES.iter().chain(std::iter::once(&Self::CENTRE.kind));
        kinds.copied().find(|known| *known == kind).map(|kind| Self { kind, id })
    }

    /// As an id on the wire, `programme_<uuid>`.
    #[must_use]
    pub fn wire(self) -> String {
        format!("{}_{}", self.kind, self.id.hyphenated())
    }

    /// The scope that a stored thing makes.
    #[must_use]
    pub fn of<I: TypedId>(id: I) -> Self {
        Self { kind: I::PREFIX, id: id.uuid() }
    }
}

/// A scope that is there: a role in something that isn't would wait for it. Contexts that make scopes vouch for theirs
/// (`crate::scopes`), because the context that grants roles stands before them.
#[derive(Clone, Copy, Debug)]
pub struct KnownScope(Scope);

impl KnownScope {
    /// The centre as a whole, which is always there.
    pub const CENTRE: Self = Self(Scope::CENTRE);

    /// For whoever has just found it.
    pub(crate) const fn found(scope: Scope) -> Self {
        Self(scope)
    }

    /// The scope.
    #[must_use]
    pub const fn scope(self) -> Scope {
        self.0
    }
}

/// Which thing: its kind and its id, as the journal names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SubjectRef {
    /// The prefix of its id.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
}

impl SubjectRef {
    /// The thing with this id.
    #[must_use]
    pub fn of<I: TypedId>(id: I) -> Self {
        Self { kind: I::PREFIX, id: id.uuid() }
    }

    /// The centre as a whole: what a new course or theme is added to.
    pub const CENTRE: Self = Self { kind: "centre", id: Uuid::nil() };
}

/// Something that rights are asked about.
pub trait Subject {
    /// Which thing.
    fn reference(&self) -> SubjectRef;
    /// The scopes in which it lies, besides the centre.
    fn scopes(&self) -> Vec<Scope> {
        Vec::new()
    }
    /// The persons who wrote it.
    fn authors(&self) -> Vec<PersonId> {
        Vec::new()
    }
    /// The persons who speak for the organisation that it is about.
    fn representatives(&self) -> Vec<PersonId> {
        Vec::new()
    }
    /// The person whom it is about.
    fn oneself(&self) -> Option<PersonId> {
        None
    }
    /// The action that guards even knowing that it exists.
    fn reading(&self) -> Action;
}

/// How the actor stands to the subject.
#[must_use]
pub fn relations(actor: &Actor, subject: &impl Subject) -> Vec<Relation> {
    let mut found = vec![Relation::Anyone];
    match actor {
        Actor::Nobody => {}
        Actor::Operator => found.push(Relation::Operator),
        Actor::Account(account) => {
            found.push(Relation::SignedIn);
            if subject.oneself() == Some(account.person) {
                found.push(Relation::Oneself);
            }
            if subject.authors().contains(&account.person) {
                found.push(Relation::Author);
            }
            if subject.representatives().contains(&account.person) {
                found.push(Relation::Representative);
            }
            let scopes = subject.scopes();
            found.extend(
                account
                    .roles
                    .iter()
                    .filter(|held| held.is_in(Scope::CENTRE) || scopes.iter().any(|scope| held.is_in(*scope)))
                    .map(|held| Relation::from(held.role)),
            );
        }
    }
    found
}

/// Whether a standing allows an action: the one table.
#[must_use]
pub fn allows(relation: Relation, action: Action) -> bool {
    action.holders.contains(&relation)
}

/// Whether the actor may do this to the subject.
#[must_use]
pub fn may(actor: &Actor, action: Action, subject: &impl Subject) -> bool {
    relations(actor, subject).into_iter().any(|relation| allows(relation, action))
}

/// The centre itself as a subject: for what is added to it, and for lists that belong to nobody in particular.
#[derive(Clone, Copy, Debug)]
pub struct Centre;

/// Everybody may know that the centre exists.
pub(crate) const CENTRE_READ: Action = Action { name: "centre.read", holders: &[Relation::Anyone, Relation::Operator] };

impl Subject for Centre {
    fn reference(&self) -> SubjectRef {
        SubjectRef::CENTRE
    }
    fn reading(&self) -> Action {
        CENTRE_READ
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::actor::{Account, HeldRole};

    struct Thing {
        scope: Scope,
        author: PersonId,
    }

    impl Subject for Thing {
        fn reference(&self) -> SubjectRef {
            SubjectRef { kind: "thing", id: self.scope.id }
        }
        fn scopes(&self) -> Vec<Scope> {
            vec![self.scope]
        }
        fn authors(&self) -> Vec<PersonId> {
            vec![self.author]
        }
        fn reading(&self) -> Action {
            CENTRE_READ
        }
    }

    proptest! {
        #[test]
        fn a_role_reaches_its_scope_and_no_other(role in prop::sample::select(Role::ALL.to_vec()), here: u128, there: u128, author: u128) {
            let scope = |id| Scope { kind: "programme", id: Uuid::from_u128(id) };
            let actor = |at: Scope| Actor::Account(Account::for_tests(PersonId(Uuid::from_u128(1)), vec![HeldRole { role, scope_kind: at.kind.into(), scope_id: at.id }]));
            let thing = Thing { scope: scope(here), author: PersonId(Uuid::from_u128(author)) };
            let relation = Relation::from(role);
            prop_assert!(relations(&actor(scope(here)), &thing).contains(&relation));
            prop_assert!(relations(&actor(Scope::CENTRE), &thing).contains(&relation));
            prop_assert_eq!(relations(&actor(scope(there)), &thing).contains(&relation), here == there);
            prop_assert_eq!(relations(&actor(scope(there)), &thing).contains(&Relation::Author), author == 1);
            prop_assert_eq!(relations(&Actor::Nobody, &thing), vec![Relation::Anyone]);
            // What a list is narrowed to is what each of its rows would be answered.
            let action = Action { name: "thing.read", holders: &[Relation::Trainer, Relation::PartnerOfficer] };
            for at in [scope(here), scope(there), Scope::CENTRE] {
                let reach = crate::kernel::reach::reach(&actor(at), action);
                let listed = reach.everywhere || reach.within::<nabta_entities::ids::ProgrammeId>().iter().any(|id| id.0 == thing.scope.id);
                prop_assert_eq!(listed, may(&actor(at), action, &thing));
            }
        }
    }
}
