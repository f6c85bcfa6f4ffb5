//! What belongs to no other context: governorates, and whether the instance is fit to serve.

pub mod actions;
pub mod governorate;
pub mod readiness;
