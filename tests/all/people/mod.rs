//! Being signed in, and the rights that go with it.

mod invitations;
mod keys;
mod passwords;
mod registration;
mod rights;
mod sealed;
mod second_factor;
mod sign_in;
mod tokens;
