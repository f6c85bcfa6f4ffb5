//! Being signed in, and the rights that go with it.

mod keys;
mod passwords;
mod registration;
mod rights;
mod sealed;
mod sign_in;
mod tokens;
