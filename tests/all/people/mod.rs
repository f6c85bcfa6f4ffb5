//! Being signed in, and the rights that go with it.

mod keys;
mod rights;
mod sign_in;
mod tokens;
