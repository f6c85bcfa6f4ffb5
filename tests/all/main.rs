//! Tests over the running service, on SQLite and on PostgreSQL, one folder a context.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test that cannot go on stops")]

mod acceptance;
mod catalogue;
mod commands;
mod committed;
mod deploy;
mod documents;
mod faults;
mod http;
mod kernel;
mod learning;
mod people;
mod platform;
mod process;
mod promise;
mod runbook;
mod structure;
mod training;
