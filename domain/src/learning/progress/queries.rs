//! Questions about progress.

use std::collections::{BTreeMap, HashMap};

use nabta_entities::ids::{EditionId, EnrolmentId, LessonId, RunId};
use nabta_entities::learning::{lesson_progress, study_day};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::super::enrolment::{self, Enrolment, may_name};
use super::super::quiz::result;
use super::super::run;
use super::facts::{Facts, Passed};
use super::minutes::Minutes;
use super::standing::{self, Done, Standing};
use crate::catalogue::outline::{self, Chapter};
use crate::kernel::{Ctx, Result};

/// What somebody did in a run, and where they stand.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Where they stand.
    pub standing: Standing,
    /// The chapters of the edition that they follow.
    pub chapters: Vec<Chapter>,
    /// What is known of each lesson that they opened.
    pub facts: BTreeMap<LessonId, Facts>,
}

impl Progress {
    /// For how many minutes they studied: one that was spent on two lessons counts once.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        let mut days: HashMap<_, Minutes> = HashMap::new();
        for (day, minutes) in self.facts.values().flat_map(|facts| &facts.days) {
            days.entry(*day).or_default().merge(minutes);
        }
        days.values().map(Minutes::count).sum()
    }
}

/// What people did, for themselves and for those who may know them by name.
pub async fn of(ctx: &Ctx, ids: &[EnrolmentId]) -> Result<HashMap<EnrolmentId, Progress>> {
    let seen: Vec<Enrolment> =
        enrolment::by_ids(ctx, ids).await?.into_iter().filter(|enrolment| may_name(ctx, enrolment)).collect();
    let database = ctx.database().reader();
    let runs: Vec<RunId> = seen.iter().map(|one| one.row.run_id).collect();
    let policies = run::queries::policies(database, &runs).await?;
    let editions: Vec<EditionId> = seen.iter().filter_map(|one| one.row.edition_id).collect();
    let mut chapters: HashMap<EditionId, Vec<Chapter>> = HashMap::new();
    for chapter in outline::of_editions(database, &editions).await? {
        chapters.entry(chapter.edition).or_default().push(chapter);
    }
    let active: Vec<EnrolmentId> = seen.iter().map(|one| one.row.id).collect();
    let mut facts = facts_of(database, &active).await?;
    let passed = result::passed(database, &active).await?;
    let none = Passed::new();
    let mut found = HashMap::new();
    for one in seen {
        let (Some(edition), Some(active_at)) = (one.row.edition_id, one.row.active_at) else { continue };
        let facts = facts.remove(&one.row.id).unwrap_or_default();
        let chapters = chapters.get(&edition).cloned().unwrap_or_default();
        let policy = policies.get(&one.row.run_id).cloned().unwrap_or_default();
        let done = facts.iter().map(|(lesson, facts)| (*lesson, Done::from(facts))).collect();
        let passed = passed.get(&one.row.id).unwrap_or(&none);
        let standing = standing::look(&policy, &super::outline_of(&chapters), (&done, passed), (active_at, ctx.now()));
        found.insert(one.row.id, Progress { standing, chapters, facts });
    }
    Ok(found)
}

/// What is known of the lessons of enrolments, whoever asks.
pub(crate) async fn facts_of(
    database: &impl ConnectionTrait,
    ids: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, BTreeMap<LessonId, Facts>>> {
    let mut found: HashMap<EnrolmentId, BTreeMap<LessonId, Facts>> = HashMap::new();
    let lessons = lesson_progress::Entity::find().filter(lesson_progress::Column::EnrolmentId.is_in(ids.to_vec()));
    for row in lessons.all(database).await? {
        let facts = Facts {
            opened_at: row.opened_at,
            last_at: row.last_at,
            viewed_at: row.viewed_at,
            place: row.placed_at.zip(row.place),
            days: BTreeMap::new(),
            completed_at: row.completed_at,
        };
        found.entry(row.enrolment_id).or_default().insert(row.lesson_id, facts);
    }
    let days = study_day::Entity::find().filter(study_day::Column::EnrolmentId.is_in(ids.to_vec()));
    for row in days.all(database).await? {
        if let Some(facts) = found.get_mut(&row.enrolment_id).and_then(|facts| facts.get_mut(&row.lesson_id)) {
            facts.days.insert(row.day, Minutes::from_bytes(&row.minutes));
        }
    }
    Ok(found)
}
