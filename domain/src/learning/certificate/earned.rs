//! Whether somebody completed what a certificate is for.

use std::collections::HashMap;

use nabta_entities::ids::{CourseId, PersonId};
use nabta_entities::learning::enrolment::{Column, EnrolmentState, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::template::Template;
use crate::kernel::Result;

/// For each person who completed all courses of a template: the enrolments by which they did, in the order of the courses. Of several for
/// one course, the last.
pub(super) async fn by(
    database: &impl ConnectionTrait,
    template: &Template,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Vec<Model>>> {
    let select = Entity::find()
        .filter(Column::PersonId.is_in(persons.to_vec()))
        .filter(Column::CourseId.is_in(template.courses.clone()))
        .filter(Column::State.eq(EnrolmentState::Completed))
        .order_by_asc(Column::EndedAt)
        .order_by_asc(Column::Id);
    let mut completed: HashMap<(PersonId, CourseId), Model> = HashMap::new();
    for row in select.all(database).await? {
        completed.insert((row.person_id, row.course_id), row);
    }
    let of = |person: PersonId| -> Option<Vec<Model>> {
        template.courses.iter().map(|course| completed.get(&(person, *course)).cloned()).collect()
    };
    Ok(persons.iter().filter_map(|person| Some((*person, of(*person)?))).collect())
}
