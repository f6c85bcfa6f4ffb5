//! A question of a course.

use sea_orm::entity::prelude::*;

use crate::ids::{CourseId, QuestionId};
use crate::values::text_enum;

text_enum! {
    /// How a question is answered.
    QuestionKind {
        /// One of several choices.
        Single,
        /// Any number of choices.
        Several,
        /// True or false.
        TrueFalse,
        /// A number.
        Numeric,
        /// A word or some.
        ShortText,
        /// What belongs to what.
        Matching,
        /// What comes before what.
        Ordering,
        /// Gaps in a text.
        Gaps,
        /// A text of one's own.
        Essay,
    }
}

text_enum! {
    /// How hard a question is said to be.
    Difficulty {
        /// Nearly everybody answers it.
        Easy,
        /// Who has read the lesson answers it.
        Medium,
        /// Who has understood the lesson answers it.
        Hard,
    }
}

/// A question of a course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionId,
    /// Of which course.
    pub course_id: CourseId,
    /// The same in every language and in every file.
    pub code: String,
    /// Where it stands in the bank: names from the widest to the narrowest, parted by `/`.
    pub category: String,
    /// How its newest version is answered.
    pub kind: QuestionKind,
    /// How hard it is said to be.
    pub difficulty: Option<Difficulty>,
    /// What its newest version is worth where nobody says otherwise, in hundredths of a point.
    pub points: i32,
    /// The number of its newest version.
    pub number: i32,
    /// True if nobody is asked it any more.
    pub is_retired: bool,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// Grows with each change; an edit that believed in another one is refused.
    pub version: i32,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
