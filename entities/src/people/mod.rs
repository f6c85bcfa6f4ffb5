//! Persons, accounts, organisations, roles, sign-ins.

pub mod account;
pub mod organisation;
pub mod person;
pub mod refresh_token;
pub mod role_grant;
pub mod sign_in;
