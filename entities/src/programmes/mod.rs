//! Programmes.

pub mod programme;
