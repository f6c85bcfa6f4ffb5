//! Structured logs, without personal data: requests by id, operation, status and time.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::LogConfig;

/// Begins logging to standard error. A second call changes nothing.
pub fn begin(config: &LogConfig) {
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Colours are for a terminal; in a file they are noise.
    let builder = builder.with_ansi(std::io::stderr().is_terminal());
    let _ = if config.json { builder.json().try_init() } else { builder.compact().try_init() };
}
