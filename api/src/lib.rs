//! Configuration, HTTP, workers and commands. No business rules live here.

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
