//! Persons apart from accounts, how one comes to an account and a password, organisations, roles in scopes, and being signed in.
//!
//! Rights are read from the database at each request ([`authenticate`]); an access token only says which sign-in it belongs to.

pub mod account;
pub mod actions;
pub mod address;
pub mod authenticate;
mod contact;
mod device;
pub mod entries;
pub mod invitation;
mod key;
pub mod new_password;
pub mod organisation;
pub mod password;
pub mod person;
pub mod registration;
pub mod role;
pub mod second_factor;
mod secret;
pub mod sign_in;
pub mod token;

/// What does the jobs of this context.
pub const HANDLERS: &[crate::kernel::jobs::Handler] =
    &[registration::HANDLER, new_password::HANDLER, invitation::HANDLER, person::claim::HANDLER];

/// Does for rows what a step of the schema could not, as it has no keys and folds no names; how many addresses were sealed.
pub async fn complete(ctx: &crate::kernel::Ctx) -> crate::kernel::Result<usize> {
    person::index_all(ctx).await?;
    address::seal_open(ctx).await
}

/// Forgets wishes for accounts and passwords that ran out before an instant.
pub async fn forget_wishes(ctx: &crate::kernel::Ctx, before: chrono::DateTime<chrono::Utc>) -> crate::kernel::Result<()> {
    registration::forget(ctx, before).await?;
    new_password::forget(ctx, before).await?;
    person::claim::forget(ctx, before).await?;
    Ok(())
}

pub use nabta_entities::ids::{AccountId, InvitationId, OrganisationId, PersonId, RoleGrantId, SignInId};
pub use nabta_entities::people::organisation::OrganisationKind;
pub use nabta_entities::people::person_file::{Degree, Education, Gender, IdentityKind, Situation};
pub use nabta_entities::people::role_grant::Role;
