//! A run of a course: at one's own pace, or with dates and places.

use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::policy::Policy;
use crate::ids::{CourseId, EditionId, RunId};
use crate::people::person_file::{Degree, Gender, Situation};
use crate::values::{LocalizedText, text_enum};

text_enum! {
    /// How somebody comes to take part.
    Admission {
        /// Whoever enrols takes part.
        Open,
        /// Who asks takes part when an officer says so.
        Request,
        /// Only who is invited or entered.
        Invitation,
    }
}

text_enum! {
    /// Where a run stands.
    RunState {
        /// Being prepared.
        Draft,
        /// People can enrol.
        Open,
        /// Nobody enrols any more; who takes part goes on.
        Closed,
        /// It does not take place.
        Cancelled,
    }
}

/// For whom a run is: whoever fits each of these. What is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Audience {
    /// True if the courses that the course asks for must have been completed.
    #[serde(default)]
    pub needs_prerequisites: bool,
    /// What they do at present: one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub situations: Vec<Situation>,
    /// Where they live: in one of these governorates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub governorates: Vec<String>,
    /// What their education ended with: one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub degrees: Vec<Degree>,
    /// One of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genders: Vec<Gender>,
    /// No younger, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_age: Option<i32>,
    /// No older, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_age: Option<i32>,
}

/// A run of a course.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "course_run")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RunId,
    /// Of which course.
    pub course_id: CourseId,
    /// The edition that it gives; nothing for the one that is out when somebody enrols.
    pub edition_id: Option<EditionId>,
    /// The centre's own code.
    pub code: String,
    /// Its titles, where they are not the course's.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: Option<LocalizedText>,
    /// How somebody comes to take part.
    pub admission: Admission,
    /// Where it stands.
    pub state: RunState,
    /// How many can take part; nothing for as many as come.
    pub seats: Option<i32>,
    /// How many seats are taken.
    pub taken: i32,
    /// From when on people enrol.
    pub opens_at: Option<DateTimeUtc>,
    /// Until when people enrol.
    pub closes_at: Option<DateTimeUtc>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
    /// Where it is given.
    #[sea_orm(column_type = "JsonBinary")]
    pub locations: Option<LocalizedText>,
    /// For how many days one can study after entering; nothing for as long as the run lasts.
    pub access_days: Option<i32>,
    /// For whom it is.
    #[sea_orm(column_type = "JsonBinary")]
    pub audience: Audience,
    /// What it asks for; nothing for what is usual.
    #[sea_orm(column_type = "JsonBinary")]
    pub policy: Option<Policy>,
    /// Why it was cancelled.
    pub note: Option<String>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
