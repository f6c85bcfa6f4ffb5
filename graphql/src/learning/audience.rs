//! For whom a run is.

use async_graphql::{InputObject, SimpleObject};
use nabta_domain::learning::run;

use crate::people::{Degree, Gender, Situation};

/// For whom a run is: whoever fits each of these. What is empty asks for nothing.
#[derive(SimpleObject, Clone, Debug)]
pub struct Audience {
    /// True if the courses that the course asks for must have been completed.
    needs_prerequisites: bool,
    /// What they do at present: one of these.
    situations: Vec<Situation>,
    /// Codes of the governorates where they live.
    governorates: Vec<String>,
    /// What their education ended with: one of these.
    degrees: Vec<Degree>,
    /// One of these.
    genders: Vec<Gender>,
    /// No younger, in years.
    least_age: Option<i32>,
    /// No older, in years.
    most_age: Option<i32>,
}

impl From<&run::Audience> for Audience {
    fn from(audience: &run::Audience) -> Self {
        Self {
            needs_prerequisites: audience.needs_prerequisites,
            situations: audience.situations.iter().map(|one| (*one).into()).collect(),
            governorates: audience.governorates.clone(),
            degrees: audience.degrees.iter().map(|one| (*one).into()).collect(),
            genders: audience.genders.iter().map(|one| (*one).into()).collect(),
            least_age: audience.least_age,
            most_age: audience.most_age,
        }
    }
}

/// For whom a run is: whoever fits each of these. What is empty asks for nothing.
#[derive(InputObject, Default)]
pub struct AudienceInput {
    /// True if the courses that the course asks for must have been completed.
    #[graphql(default)]
    needs_prerequisites: bool,
    /// What they do at present: one of these.
    #[graphql(default)]
    situations: Vec<Situation>,
    /// Codes of the governorates where they live.
    #[graphql(default)]
    governorates: Vec<String>,
    /// What their education ended with: one of these.
    #[graphql(default)]
    degrees: Vec<Degree>,
    /// One of these.
    #[graphql(default)]
    genders: Vec<Gender>,
    /// No younger, in years.
    least_age: Option<i32>,
    /// No older, in years.
    most_age: Option<i32>,
}

impl From<AudienceInput> for run::Audience {
    fn from(input: AudienceInput) -> Self {
        Self {
            needs_prerequisites: input.needs_prerequisites,
            situations: input.situations.into_iter().map(Into::into).collect(),
            governorates: input.governorates,
            degrees: input.degrees.into_iter().map(Into::into).collect(),
            genders: input.genders.into_iter().map(Into::into).collect(),
            least_age: input.least_age,
            most_age: input.most_age,
        }
    }
}
