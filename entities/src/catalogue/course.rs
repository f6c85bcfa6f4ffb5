//! A course, apart from the text of its lessons.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, EditionId, PersonId, ThemeId};
use crate::values::text_enum;
use crate::values::{Locale, Locales, LocalizedText, LocalizedTexts};

text_enum! {
    /// How a course is given.
    Modality {
        /// Everybody in one room.
        InPerson,
        /// With a trainer, at a distance.
        Remote,
        /// Partly in a room, partly at a distance.
        Blended,
        /// Alone, at one's own pace.
        SelfPaced,
    }
}

text_enum! {
    /// How hard a course is.
    Level {
        /// Asks for nothing before.
        Beginner,
        /// Asks for the basics.
        Intermediate,
        /// Asks for practice.
        Advanced,
    }
}

/// A course, apart from the text of its lessons.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "course")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseId,
    /// The centre's own code.
    pub code: String,
    /// Its name in addresses and folders.
    pub slug: String,
    /// Its theme.
    pub theme_id: ThemeId,
    /// Its titles.
    #[sea_orm(column_type = "JsonBinary")]
    pub titles: LocalizedText,
    /// What it is, in a few sentences.
    #[sea_orm(column_type = "JsonBinary")]
    pub summaries: Option<LocalizedText>,
    /// What one can do afterwards.
    #[sea_orm(column_type = "JsonBinary")]
    pub objectives: Option<LocalizedText>,
    /// Whom it is for.
    #[sea_orm(column_type = "JsonBinary")]
    pub audiences: Option<LocalizedText>,
    /// What one must know before, in words.
    #[sea_orm(column_type = "JsonBinary")]
    pub prerequisites: Option<LocalizedText>,
    /// What one learns.
    #[sea_orm(column_type = "JsonBinary")]
    pub skills: LocalizedTexts,
    /// The whole duration in minutes.
    pub duration_minutes: Option<i32>,
    /// The whole duration in half-days of training.
    pub half_days: Option<i32>,
    /// How it is given.
    pub modality: Modality,
    /// How hard it is.
    pub level: Level,
    /// The languages in which it is given.
    #[sea_orm(column_type = "JsonBinary")]
    pub languages: Locales,
    /// The language in which its text is first written; the others translate it.
    pub source_language: Locale,
    /// The fee in minor units; 0 for a free course, nothing where it is not fixed.
    pub fee_minor: Option<i64>,
    /// The fee's currency.
    pub fee_currency: Option<String>,
    /// Who is responsible for its content.
    pub author_id: PersonId,
    /// The edition that visitors read.
    pub published_edition_id: Option<EditionId>,
    /// When that edition came out.
    pub published_at: Option<DateTimeUtc>,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
