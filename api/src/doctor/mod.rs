//! Looking at an instance as a doctor does: each part by itself, what is wrong with it and what to do.

mod database;
mod machine;
mod neighbours;
mod waiting;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::config::Config;
use crate::instance::Instance;
use crate::mail;

/// How a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Ok,
    /// It works, and somebody should look at it.
    Warning,
    /// It does not work.
    Broken,
}

/// What was found of one part.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Which part.
    pub part: &'static str,
    /// How it is.
    pub state: State,
    /// What was found.
    pub what: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Finding {
    fn ok(part: &'static str, what: impl Into<String>) -> Self {
        Self { part, state: State::Ok, what: what.into(), remedy: None }
    }

    fn warning(part: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part, state: State::Warning, what: what.into(), remedy: Some(remedy.into()) }
    }

    fn broken(part: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part, state: State::Broken, what: what.into(), remedy: Some(remedy.into()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Ok => "ok",
            State::Warning => "warning",
            State::Broken => "broken",
        };
        write!(f, "{state:<8} {:<12} {}", self.part, self.what)?;
        match &self.remedy {
            Some(remedy) => write!(f, ". Remedy: {remedy}"),
            None => Ok(()),
        }
    }
}

/// Looks at everything. What cannot be asked because the database is away is left out.
pub async fn examine(config: Config) -> Vec<Finding> {
    let mut findings = machine::examine(&config);
    findings.push(letters(&config).await);
    let config = Arc::new(config);
    match database::reach(&config).await {
        Err(away) => findings.insert(0, away),
        Ok(()) => match Instance::open(Config::clone(&config)).await {
            Err(error) => findings.insert(0, Finding::broken("database", format!("{error:#}"), "correct that")),
            Ok(instance) => {
                let mut all = database::examine(&instance).await;
                all.append(&mut findings);
                // Tables that are not there cannot be asked.
                if !all.iter().any(|finding| finding.part == "schema" && finding.state == State::Broken) {
                    all.extend(waiting::examine(&instance).await);
                }
                all.extend(neighbours::examine(&instance).await);
                let _ = instance.services.database.clone().close().await;
                return all;
            }
        },
    }
    findings
}

async fn letters(config: &Config) -> Finding {
    match mail::reach(config).await {
        Ok(what) => Finding::ok("mail", what),
        Err((what, remedy)) => Finding::broken("mail", what, remedy),
    }
}
