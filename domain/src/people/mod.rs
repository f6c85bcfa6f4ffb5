//! Persons apart from accounts, organisations, roles in scopes, and being signed in.
//!
//! Rights are read from the database at each request ([`authenticate`]); an access token only says which sign-in it belongs to.

pub mod account;
pub mod actions;
pub mod authenticate;
pub mod entries;
pub mod organisation;
pub mod password;
pub mod person;
pub mod role;
pub mod sign_in;
pub mod token;

pub use nabta_entities::ids::{AccountId, OrganisationId, PersonId, RoleGrantId, SignInId};
pub use nabta_entities::people::organisation::OrganisationKind;
pub use nabta_entities::people::role_grant::Role;
