//! What the journal hears about people. Ids and codes only: no name, no address.

use nabta_entities::ids::{
    AccountId, ConsentId, ConsentWordingId, InvitationId, LookId, MailId, OrganisationId, OrganisationMemberId, PasskeyId,
    PasswordResetId, PersonClaimId, PersonId, ProviderConnectionId, RegistrationId, RoleGrantId, SignInId, TypedId,
};
use nabta_entities::people::notice::NoticeTopic;
use nabta_entities::people::notice_preference::NoticeDelivery;
use nabta_entities::people::organisation_member::MemberRole;
use nabta_entities::people::role_grant::Role;
use nabta_entities::people::sign_in::{EndReason, SignInMethod};
use nabta_entities::values::Locale;
use serde_json::{Value, json};
use uuid::Uuid;

use super::actions;
use crate::kernel::access::{Action, Scope, SubjectRef};
use crate::kernel::journal::Entry;

/// What happened.
pub(super) enum PeopleEntry {
    AccountCreated { account: AccountId, person: PersonId },
    AccountDisabled { account: AccountId },
    AccountEnabled { account: AccountId },
    RegistrationRequested { registration: RegistrationId },
    RegistrationAnswered { registration: RegistrationId },
    RegistrationConfirmed { registration: RegistrationId, account: AccountId, person: PersonId },
    PasswordResetRequested { reset: PasswordResetId },
    PasswordResetAnswered { reset: PasswordResetId },
    PasswordReset { reset: PasswordResetId, account: AccountId },
    PasswordChanged { account: AccountId },
    SecondFactorSet { account: AccountId, step: &'static str },
    PasskeySet { account: AccountId, passkey: PasskeyId, step: &'static str },
    Look { look: LookId, account: AccountId, step: &'static str },
    ProviderSet { account: AccountId, connection: ProviderConnectionId, step: &'static str },
    ProviderRegistered { connection: ProviderConnectionId, account: AccountId, person: PersonId },
    NoticePreferred { account: AccountId, topics: Vec<NoticeTopic>, delivery: NoticeDelivery },
    NoticeLeft { account: AccountId, topics: Vec<NoticeTopic> },
    NoticesGathered { letters: usize },
    MailBounced { mail: MailId, status: String },
    InvitationSent { invitation: InvitationId, role: Role, scope: Scope },
    InvitationAnswered { invitation: InvitationId },
    InvitationAccepted { invitation: InvitationId, account: AccountId, role: Role, scope: Scope },
    InvitationEnded { invitation: InvitationId },
    RoleGranted { grant: RoleGrantId, account: AccountId, role: Role, scope: Scope },
    RoleEnded { grant: RoleGrantId, account: AccountId, role: Role, scope: Scope },
    SignedIn { account: AccountId, sign_in: SignInId, method: SignInMethod },
    SignedOut { account: AccountId, sign_ins: Vec<SignInId>, reason: EndReason },
    PersonCreated { person: PersonId, fields: Vec<&'static str> },
    PersonUpdated { person: PersonId, version: i32, fields: Vec<&'static str>, change: Uuid, sealed: String },
    PersonSensitiveRead { persons: Vec<PersonId>, fields: Vec<&'static str> },
    PersonClaimRequested { claim: PersonClaimId, account: AccountId },
    PersonClaimAnswered { claim: PersonClaimId },
    PersonClaimed { person: PersonId, former: PersonId, account: AccountId, fields: Vec<&'static str> },
    PersonClaimGranted { person: PersonId, former: PersonId, account: AccountId, fields: Vec<&'static str> },
    ConsentWorded { wording: ConsentWordingId, purpose: String, number: i32 },
    ConsentGiven { consent: ConsentId, person: PersonId, purpose: String, number: i32, locale: Locale, is_on_paper: bool },
    ConsentWithdrawn { consent: ConsentId, person: PersonId, purpose: String },
    MemberAdded { member: OrganisationMemberId, organisation: OrganisationId, person: PersonId, role: MemberRole },
    MemberEnded { member: OrganisationMemberId, organisation: OrganisationId, person: PersonId, role: MemberRole },
    OrganisationDefined { organisation: OrganisationId, code: String, version: i32 },
}

impl Entry for PeopleEntry {
    fn action(&self) -> Action {
        match self {
            Self::AccountCreated { .. } => actions::ACCOUNT_CREATE,
            Self::AccountDisabled { .. } => actions::ACCOUNT_DISABLE,
            Self::AccountEnabled { .. } => actions::ACCOUNT_ENABLE,
            Self::RegistrationRequested { .. } => actions::REGISTRATION_REQUEST,
            Self::RegistrationAnswered { .. } => actions::REGISTRATION_ANSWER,
            Self::RegistrationConfirmed { .. } => actions::REGISTRATION_CONFIRM,
            Self::PasswordResetRequested { .. } | Self::PasswordReset { .. } => actions::PASSWORD_RESET,
            Self::PasswordResetAnswered { .. } => actions::PASSWORD_RESET_ANSWER,
            Self::PasswordChanged { .. } => actions::PASSWORD_CHANGE,
            Self::SecondFactorSet { .. } => actions::SECOND_FACTOR_SET,
            Self::PasskeySet { .. } => actions::PASSKEY_SET,
            Self::Look { .. } => actions::LOOK,
            Self::ProviderSet { .. } => actions::PROVIDER_SET,
            Self::ProviderRegistered { .. } => actions::PROVIDER_REGISTER,
            Self::NoticePreferred { .. } => actions::NOTICE_SET,
            Self::NoticeLeft { .. } => actions::NOTICE_LEAVE,
            Self::NoticesGathered { .. } => actions::NOTICE_GATHER,
            Self::MailBounced { .. } => actions::MAIL_BOUNCE,
            Self::InvitationSent { .. } => actions::INVITATION_SEND,
            Self::InvitationAnswered { .. } => actions::INVITATION_ANSWER,
            Self::InvitationAccepted { .. } => actions::INVITATION_ACCEPT,
            Self::InvitationEnded { .. } => actions::INVITATION_END,
            Self::RoleGranted { .. } => actions::ROLE_GRANT,
            Self::RoleEnded { .. } => actions::ROLE_END,
            Self::SignedIn { .. } => actions::SIGN_IN,
            Self::SignedOut { .. } => actions::SIGN_OUT,
            Self::PersonCreated { .. } => actions::PERSON_CREATE,
            Self::PersonUpdated { .. } => actions::PERSON_UPDATE,
            Self::PersonSensitiveRead { .. } => actions::PERSON_SENSITIVE_READ,
            Self::PersonClaimRequested { .. } | Self::PersonClaimed { .. } => actions::PERSON_CLAIM,
            Self::PersonClaimAnswered { .. } => actions::PERSON_CLAIM_ANSWER,
            Self::PersonClaimGranted { .. } => actions::PERSON_CLAIM_GRANT,
            Self::ConsentWorded { .. } => actions::CONSENT_DEFINE,
            Self::ConsentGiven { .. } | Self::ConsentWithdrawn { .. } => actions::CONSENT_GIVE,
            Self::MemberAdded { .. } | Self::MemberEnded { .. } | Self::OrganisationDefined { .. } => {
                actions::ORGANISATION_DEFINE
            }
        }
    }

    fn subjects(&self) -> Vec<SubjectRef> {
        match self {
            Self::AccountCreated { account, person } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*account), SubjectRef::of(*person)]
            }
            Self::AccountDisabled { account }
            | Self::AccountEnabled { account }
            | Self::PasswordChanged { account }
            | Self::NoticePreferred { account, .. }
            | Self::SecondFactorSet { account, .. } => {
                vec![SubjectRef::of(*account)]
            }
            Self::NoticeLeft { account, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*account)],
            Self::NoticesGathered { .. } => vec![SubjectRef::CENTRE],
            Self::MailBounced { mail, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*mail)],
            Self::InvitationSent { invitation, .. }
            | Self::InvitationAnswered { invitation }
            | Self::InvitationEnded { invitation } => vec![SubjectRef::CENTRE, SubjectRef::of(*invitation)],
            Self::InvitationAccepted { invitation, account, .. } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*invitation), SubjectRef::of(*account)]
            }
            Self::RegistrationRequested { registration } | Self::RegistrationAnswered { registration } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*registration)]
            }
            Self::RegistrationConfirmed { registration, account, person } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*registration), SubjectRef::of(*account), SubjectRef::of(*person)]
            }
            Self::PasswordResetRequested { reset } | Self::PasswordResetAnswered { reset } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*reset)]
            }
            Self::PasswordReset { reset, account } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*reset), SubjectRef::of(*account)]
            }
            Self::RoleGranted { grant, account, .. } | Self::RoleEnded { grant, account, .. } => {
                vec![SubjectRef::of(*account), SubjectRef::of(*grant)]
            }
            Self::PasskeySet { account, passkey, .. } => vec![SubjectRef::of(*account), SubjectRef::of(*passkey)],
            Self::Look { look, account, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*look), SubjectRef::of(*account)],
            Self::ProviderSet { account, connection, .. } => vec![SubjectRef::of(*account), SubjectRef::of(*connection)],
            Self::ProviderRegistered { connection, account, person } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*connection), SubjectRef::of(*account), SubjectRef::of(*person)]
            }
            Self::SignedIn { account, sign_in, .. } => vec![SubjectRef::of(*account), SubjectRef::of(*sign_in)],
            Self::SignedOut { account, sign_ins, .. } => {
                [SubjectRef::of(*account)].into_iter().chain(sign_ins.iter().map(|sign_in| SubjectRef::of(*sign_in))).collect()
            }
            Self::PersonCreated { person, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*person)],
            Self::PersonUpdated { person, .. } => vec![SubjectRef::of(*person)],
            Self::PersonSensitiveRead { persons, .. } => persons.iter().map(|person| SubjectRef::of(*person)).collect(),
            Self::PersonClaimRequested { claim, account } => vec![SubjectRef::of(*account), SubjectRef::of(*claim)],
            Self::PersonClaimAnswered { claim } => vec![SubjectRef::CENTRE, SubjectRef::of(*claim)],
            Self::PersonClaimed { person, former, account, .. } | Self::PersonClaimGranted { person, former, account, .. } => {
                vec![SubjectRef::of(*account), SubjectRef::of(*person), SubjectRef::of(*former)]
            }
            Self::ConsentWorded { wording, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*wording)],
            Self::ConsentGiven { consent, person, .. } | Self::ConsentWithdrawn { consent, person, .. } => {
                vec![SubjectRef::of(*person), SubjectRef::of(*consent)]
            }
            Self::MemberAdded { member, organisation, person, .. } | Self::MemberEnded { member, organisation, person, .. } => {
                vec![SubjectRef::CENTRE, SubjectRef::of(*organisation), SubjectRef::of(*person), SubjectRef::of(*member)]
            }
            Self::OrganisationDefined { organisation, .. } => vec![SubjectRef::CENTRE, SubjectRef::of(*organisation)],
        }
    }

    /// A role is part of the history of the scope in which it is held.
    fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::RoleGranted { scope, .. }
            | Self::RoleEnded { scope, .. }
            | Self::InvitationSent { scope, .. }
            | Self::InvitationAccepted { scope, .. }
                if *scope != Scope::CENTRE =>
            {
                vec![Scope::CENTRE, *scope]
            }
            _ => vec![Scope::CENTRE],
        }
    }

    fn data(&self) -> Value {
        match self {
            Self::SecondFactorSet { step, .. }
            | Self::PasskeySet { step, .. }
            | Self::ProviderSet { step, .. }
            | Self::Look { step, .. } => {
                json!({ "step": step })
            }
            Self::NoticePreferred { topics, delivery, .. } => json!({ "topics": topics, "delivery": delivery }),
            Self::NoticeLeft { topics, .. } => json!({ "topics": topics }),
            Self::NoticesGathered { letters } => json!({ "letters": letters }),
            Self::MailBounced { status, .. } => json!({ "status": status }),
            Self::SignedIn { method, .. } => json!({ "method": method }),
            Self::RoleGranted { role, scope, .. }
            | Self::RoleEnded { role, scope, .. }
            | Self::InvitationSent { role, scope, .. }
            | Self::InvitationAccepted { role, scope, .. } => {
                json!({ "role": role, "scope": [scope.kind, scope.id.to_string()] })
            }
            Self::SignedOut { reason, sign_ins, .. } => json!({ "reason": reason.name(), "count": sign_ins.len() }),
            Self::OrganisationDefined { code, organisation, version } => {
                json!({ "code": code, "id": organisation.wire(), "version": version })
            }
            Self::PersonCreated { fields, .. } | Self::PersonSensitiveRead { fields, .. } => json!({ "fields": fields }),
            Self::PersonUpdated { version, fields, change, sealed, .. } => {
                json!({ "version": version, "fields": fields, "change": change, "sealed": sealed })
            }
            Self::PersonClaimRequested { .. } => json!({ "step": "requested" }),
            Self::PersonClaimed { former, fields, .. } => {
                json!({ "step": "done", "former": former.wire(), "fields": fields })
            }
            Self::PersonClaimGranted { former, fields, .. } => json!({ "former": former.wire(), "fields": fields }),
            Self::ConsentWorded { purpose, number, .. } => json!({ "purpose": purpose, "number": number }),
            Self::ConsentGiven { purpose, number, locale, is_on_paper, .. } => {
                json!({ "purpose": purpose, "number": number, "locale": locale, "onPaper": is_on_paper })
            }
            Self::ConsentWithdrawn { purpose, .. } => json!({ "purpose": purpose }),
            Self::MemberAdded { role, .. } => json!({ "role": role, "step": "added" }),
            Self::MemberEnded { role, .. } => json!({ "role": role, "step": "ended" }),
            Self::PasswordResetRequested { .. } => json!({ "step": "requested" }),
            Self::PasswordReset { .. } => json!({ "step": "done" }),
            _ => json!({}),
        }
    }
}
