//! What a question asks, from one change to the next. It never changes itself.

use sea_orm::entity::prelude::*;

use super::question_body::{Pictures, QuestionBody};
use crate::ids::{QuestionId, QuestionVersionId};

/// What a question asks, from one change to the next. It never changes itself.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_version")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionVersionId,
    /// Of which question.
    pub question_id: QuestionId,
    /// The first is 1.
    pub number: i32,
    /// What it is worth where nobody says otherwise, in hundredths of a point.
    pub points: i32,
    /// What it asks and what counts.
    pub body: QuestionBody,
    /// Where the pictures that it shows are read, by name, as they were when it was written.
    pub pictures: Pictures,
    /// When it was written.
    pub created_at: DateTimeUtc,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
