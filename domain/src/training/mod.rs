//! Venues, where sessions are held.

pub mod actions;
mod entries;
pub mod venue;

pub use nabta_entities::ids::VenueId;
