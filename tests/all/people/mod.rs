//! Being signed in, and the rights that go with it.

mod accounts;
pub(crate) mod at_once;
mod claims;
mod files_at_once;
mod invitations;
mod keys;
mod looks;
pub(crate) mod notices;
mod organisations;
mod passkeys;
mod passwords;
mod persons;
mod privacy;
mod providers;
mod registration;
mod rights;
mod sealed;
mod second_factor;
mod sign_in;
mod tokens;
mod ways_in;
