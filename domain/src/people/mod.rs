//! Persons apart from accounts, how one comes to an account and a password, organisations, roles in scopes, and being signed in.
//!
//! Rights are read from the database at each request ([`authenticate`]); an access token only says which sign-in it belongs to.

pub(crate) mod access_notice;
pub mod account;
pub mod accounts;
pub mod actions;
pub mod address;
pub mod authenticate;
pub mod consent;
mod contact;
mod device;
pub mod entries;
pub(crate) mod erasure;
pub mod invitation;
pub(crate) mod key;
pub mod look;
pub mod member;
pub mod new_password;
pub mod notice;
pub mod organisation;
pub mod passkey;
pub mod password;
pub mod person;
pub mod provider;
pub mod registration;
pub(crate) mod reseal;
pub mod role;
pub mod second_factor;
pub mod sign_in;
pub mod token;

use crate::kernel::secret;

/// What does the jobs of this context.
pub const HANDLERS: &[crate::kernel::jobs::Handler] =
    &[registration::HANDLER, new_password::HANDLER, invitation::HANDLER, person::claim::HANDLER, notice::HANDLER];

/// The work of this context that comes round.
pub const SCHEDULES: &[crate::kernel::jobs::schedule::Schedule] = &[notice::SCHEDULE];

/// Does for rows what a step of the schema could not, as it has no keys and folds no names; how many addresses were sealed.
pub async fn complete(ctx: &crate::kernel::Ctx) -> crate::kernel::Result<usize> {
    person::index_all(ctx).await?;
    address::seal_open(ctx).await
}

/// How long things of this context are kept.
pub const RETENTION: &[crate::kernel::retention::Rule] = &[
    registration::RETENTION,
    new_password::RETENTION,
    invitation::RETENTION,
    person::claim::RETENTION,
    sign_in::RETENTION,
    passkey::RETENTION,
    provider::RETENTION,
    look::RETENTION,
    notice::RETENTION,
];

pub use nabta_entities::ids::{
    AccountId, ConsentId, ConsentWordingId, DataExportId, InvitationId, LookId, NoticeId, OrganisationId, OrganisationMemberId,
    PasskeyChallengeId, PasskeyId, PersonId, ProviderConnectionId, RoleGrantId, SignInId,
};
pub use nabta_entities::people::organisation::OrganisationKind;
pub use nabta_entities::people::organisation_member::MemberRole;
pub use nabta_entities::people::person_file::{Degree, Education, Gender, IdentityKind, Situation};
pub use nabta_entities::people::role_grant::Role;
pub use nabta_entities::people::sign_in::SignInMethod;
