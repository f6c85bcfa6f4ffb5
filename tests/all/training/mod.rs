//! Where and when people are trained.

mod venues;
