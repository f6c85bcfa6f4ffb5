//! Configuration, HTTP, workers and commands. No business rules live here.

// The answer of the whole schema is one nested future, whose layout a released build works out at once: deeper than the usual limit.
#![recursion_limit = "512"]

pub mod backup;
pub mod commands;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod files;
mod folder;
pub mod http;
pub mod instance;
pub mod logging;
pub mod mail;
pub mod metrics;
pub mod providers;
pub mod sms;
pub mod workers;
