//! What the journal hears about people. Ids and codes only: no name, no address.

use nabta_entities::ids::{AccountId, OrganisationId, PersonId, RoleGrantId, SignInId, TypedId};
use nabta_entities::people::role_grant::Role;
use serde_json::{Value, json};

use super::actions;
use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::journal::Entry;

/// What happened.
pub(super) enum PeopleEntry {
    AccountCreated { account: AccountId, person: PersonId },
    AccountDisabled { account: AccountId },
    RoleGranted { grant: RoleGrantId, account: AccountId, role: Role, scope: Scope },
    RoleEnded { grant: RoleGrantId, account: AccountId, role: Role, scope: Scope },
    SignedIn { account: AccountId, sign_in: SignInId },
    SignedOut { account: AccountId, sign_ins: Vec<SignInId>, reason: &'static str },
    OrganisationDefined { organisation: OrganisationId, code: String, version: i32 },
}

impl Entry for PeopleEntry {
    fn action(&self) -> Action {
        match self {
            Self::AccountCreated { .. } => actions::ACCOUNT_CREATE,
            Self::AccountDisabled { .. } => actions::ACCOUNT_DISABLE,
            Self::RoleGranted { .. } => actions::ROLE_GRANT,
            Self::RoleEnded { .. } => actions::ROLE_END,
            Self::SignedIn { .. } => actions::SIGN_IN,
            Self::SignedOut { .. } => actions::SIGN_OUT,
            Self::OrganisationDefined { .. } => actions::ORGANISATION_DEFINE,
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        match self {
            Self::AccountCreated { account, person } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*account), SubjectRef::of(*person)]
            }
            Self::AccountDisabled { account } => vec![SubjectRef::of(*account)],
            Self::RoleGranted { grant, account, .. } | Self::RoleEnded { grant, account, .. } => {
                vec![SubjectRef::of(*account), SubjectRef::of(*grant)]
            }
            Self::SignedIn { account, sign_in } => vec![SubjectRef::of(*account), SubjectRef::of(*sign_in)],
            Self::SignedOut { account, sign_ins, .. } => {
                [SubjectRef::of(*account)].into_iter().chain(sign_ins.iter().map(|sign_in| SubjectRef::of(*sign_in))).collect()
            }
            Self::OrganisationDefined { organisation, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*organisation)],
        }
    }

    /// A role is part of the history of the scope in which it is held.
    fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::RoleGranted { scope, .. } | Self::RoleEnded { scope, .. } if *scope != Scope::CENTRE => {
                vec![Scope::CENTRE, *scope]
            }
            _ => vec![Scope::CENTRE],
        }
    }

    fn data(&self) -> Value {
        match self {
            Self::RoleGranted { role, scope, .. } | Self::RoleEnded { role, scope, .. } => {
                json!({ "role": role, "scope": [scope.kind, scope.id.to_string()] })
            }
            Self::SignedOut { reason, sign_ins, .. } => json!({ "reason": reason, "count": sign_ins.len() }),
            Self::OrganisationDefined { code, organisation, version } => {
                json!({ "code": code, "id": organisation.wire(), "version": version })
            }
            Self::AccountCreated { .. } | Self::AccountDisabled { .. } | Self::SignedIn { .. } => json!({}),
        }
    }
}
