//! Persons and their keys, accounts, organisations, roles, sign-ins.

pub mod account;
pub mod consent;
pub mod consent_wording;
pub mod data_export;
pub mod invitation;
pub mod look;
pub mod organisation;
pub mod organisation_member;
pub mod passkey;
pub mod passkey_challenge;
pub mod password_reset;
pub mod person;
pub mod person_claim;
pub mod person_file;
pub mod person_key;
pub mod person_merger;
pub mod person_word;
pub mod provider_connection;
pub mod provider_ticket;
pub mod recovery_code;
pub mod refresh_token;
pub mod registration;
pub mod role_grant;
pub mod second_factor;
pub mod sign_in;
