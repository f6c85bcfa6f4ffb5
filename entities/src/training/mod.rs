//! Venues.

pub mod venue;
