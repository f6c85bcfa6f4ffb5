//! Programmes: labels that courses carry, and scopes in which roles are held.

pub mod actions;
pub mod programme;

pub use nabta_entities::ids::ProgrammeId;
