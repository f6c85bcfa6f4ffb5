//! What a run asks for, as data.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::ids::{ChapterId, LessonId, QuizId};

/// When a lesson counts as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum LessonRule {
    /// Once its end was reached.
    #[default]
    Viewed,
    /// Once it was opened.
    Opened,
    /// Once it was studied for so many minutes.
    Minutes {
        /// So many.
        minutes: i32,
    },
    /// Once it was opened and this quiz was passed.
    Quiz {
        /// Which.
        quiz: QuizId,
    },
}

/// When a chapter opens: when all of these hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterGate {
    /// Which chapter.
    pub chapter: ChapterId,
    /// Not before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<DateTime<Utc>>,
    /// Not before so many days after somebody came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_days: Option<i32>,
    /// Not before all lessons of this chapter are done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_chapter: Option<ChapterId>,
}

/// What a run asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Policy {
    /// When a lesson counts as done.
    #[serde(default)]
    pub lesson: LessonRule,
    /// For some lessons, otherwise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lessons: BTreeMap<LessonId, LessonRule>,
    /// Chapters that are not open from the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chapters: Vec<ChapterGate>,
    /// The lessons that have to be done; all of the edition where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<LessonId>,
    /// The quizzes that have to be passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quizzes: Vec<QuizId>,
    /// True if nobody completes the run without an officer or trainer who says so.
    #[serde(default)]
    pub is_by_hand: bool,
}
