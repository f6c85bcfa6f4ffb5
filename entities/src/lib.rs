//! The tables as types: one file a table, one folder a context. No queries and no rules live here.

pub mod catalogue;
pub mod ids;
pub mod learning;
pub mod people;
pub mod platform;
pub mod programmes;
pub mod training;
pub mod values;
