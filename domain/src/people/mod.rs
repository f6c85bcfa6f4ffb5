//! Persons apart from accounts, how one comes to an account and a password, organisations, roles in scopes, and being signed in.
//!
//! Rights are read from the database at each request ([`authenticate`]); an access token only says which sign-in it belongs to.

pub mod account;
pub mod actions;
pub mod address;
pub mod authenticate;
mod device;
pub mod entries;
pub mod invitation;
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
pub const HANDLERS: &[crate::kernel::jobs::Handler] = &[registration::HANDLER, new_password::HANDLER, invitation::HANDLER];

/// Forgets wishes for accounts and passwords that ran out before an instant.
pub async fn forget_wishes(ctx: &crate::kernel::Ctx, before: chrono::DateTime<chrono::Utc>) -> crate::kernel::Result<()> {
    registration::forget(ctx, before).await?;
    new_password::forget(ctx, before).await?;
    Ok(())
}

pub use nabta_entities::ids::{AccountId, InvitationId, OrganisationId, PersonId, RoleGrantId, SignInId};
pub use nabta_entities::people::organisation::OrganisationKind;
pub use nabta_entities::people::role_grant::Role;
