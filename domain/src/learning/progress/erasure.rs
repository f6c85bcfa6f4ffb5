//! What stays of the lessons of a person who is forgotten: what was done, and no longer in which minutes and at which place.

use nabta_entities::ids::EnrolmentId;
use nabta_entities::learning::{lesson_progress, study_day};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};

/// Forgets it; the caller commits.
pub(in super::super) async fn erase(work: &Work, permit: &Permit, enrolments: &[EnrolmentId]) -> Result<()> {
    let days = study_day::Entity::delete_many().filter(study_day::Column::EnrolmentId.is_in(enrolments.to_vec()));
    work.execute(permit, &days.into_query()).await?;
    let nowhere = lesson_progress::ActiveModel { place: Set(None), placed_at: Set(None), ..Default::default() };
    let nowhere = lesson_progress::Entity::update_many().set(nowhere);
    let nowhere = nowhere.filter(lesson_progress::Column::EnrolmentId.is_in(enrolments.to_vec()));
    work.execute(permit, &nowhere.into_query()).await.map(drop)
}
