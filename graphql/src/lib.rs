//! The schema: resolvers of a few lines that call one function of `domain` and map what it answers.

mod batching;
pub mod catalogue;
pub mod connection;
pub mod errors;
pub mod ids;
pub mod learning;
pub mod limits;
pub mod loaders;
pub mod messages;
pub mod node;
pub mod operation;
mod order;
pub mod people;
pub mod platform;
pub mod privacy;
pub mod programmes;
pub mod schema;
pub mod training;
pub mod values;

pub use schema::{Schema, build, execute, request};
