//! Taking in what devices tell of visits. What is wrong with one of them is told, and the others are taken.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::ids::{ChapterId, EnrolmentId, LessonId};
use nabta_entities::learning::enrolment::{ActiveModel, EnrolmentState, Model};
use nabta_entities::learning::{lesson_progress, study_day};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, QueryTrait, Set};

use super::super::actions::ENROLMENT_STUDY;
use super::super::actions::codes::{CLOCK_WRONG, NOT_YET_OPEN};
use super::super::enrolment::{self, Act, Enrolment, Step, until};
use super::super::entries::LearningEntry;
use super::super::quiz::result;
use super::super::run::Run;
use super::facts::{Facts, Passed, Visit};
use super::minutes::{Minutes, OF_A_DAY};
use super::standing::{self, Done, opens_at, rule};
use crate::catalogue::outline::{self, Chapter};
use crate::kernel::access::Subject;
use crate::kernel::clock::written_in_tunis;
use crate::kernel::error::codes::{OUT_OF_RANGE, REQUIRED, UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Refusal, Result, text};

/// The most visits of one request.
const MOST: usize = 1_000;
/// The longest word of a client for a place in a lesson.
const PLACE_LENGTH: usize = 200;
/// So far may a device's clock be off.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// What became of visits.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The enrolment as it stands now.
    pub enrolment: Enrolment,
    /// What was not taken, and why: the places in the list are in the paths.
    pub refused: Vec<Refusal>,
    /// What the centre's clock says, for a device whose own is wrong.
    pub now: DateTime<Utc>,
}

/// Takes visits in, in any order, also those that were told before.
pub async fn record(ctx: &Ctx, id: EnrolmentId, visits: Vec<Visit>) -> Result<Recorded> {
    let work = ctx.begin().await?;
    let (run, enrolment) = enrolment::hold_alone(&work, id).await?;
    let permit = work.authorize(ENROLMENT_STUDY, &enrolment)?;
    match visits.len() {
        0 => return Err(Refusal::at(REQUIRED, "visits").into()),
        1..=MOST => {}
        _ => return Err(Refusal::at(OUT_OF_RANGE, "visits").with("least", 1).with("most", MOST).into()),
    }
    let row = &enrolment.row;
    let studies = matches!(row.state, EnrolmentState::Active | EnrolmentState::Completed | EnrolmentState::Expired);
    let (Some(active_at), Some(edition), true) = (row.active_at, row.edition_id, studies) else {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", row.state)).into());
    };
    let chapters = outline::of_editions(&work.read(), &[edition]).await?;
    let before = super::queries::facts_of(&work.read(), &[id]).await?.remove(&id).unwrap_or_default();
    let check = Check { run: &run, row, active_at, chapters: &chapters, known: &before, now: ctx.now() };
    let (mut after, mut refused) = (before.clone(), Vec::new());
    for (index, visit) in visits.into_iter().enumerate() {
        match check.checked(visit) {
            Ok(visit) => {
                let news = Facts::of(&visit);
                after.entry(visit.lesson).and_modify(|facts| facts.merge(&news)).or_insert(news);
            }
            Err(refusal) => refused.push(at(index, refusal)),
        }
    }
    let passed = result::passed(&work.read(), &[id]).await?.remove(&id).unwrap_or_default();
    let has_completed = settle(&run, (row, active_at), &chapters, (&mut after, &passed), ctx.now());
    if after == before && !has_completed {
        drop(work);
    } else {
        write(&work, &permit, id, (&before, &after)).await?;
        if has_completed {
            enrolment::step(&work, &permit, (&run, row), Step::new(Act::Complete), ActiveModel::default()).await?;
        }
        let is_new = |lesson: &&LessonId| before.get(lesson).is_none_or(|facts| facts.completed_at.is_none());
        let completed = after.iter().filter(|(_, facts)| facts.completed_at.is_some()).map(|(lesson, _)| lesson).filter(is_new);
        let completed = completed.copied().collect();
        let (person, scopes) = (row.person_id, enrolment.scopes());
        let entry = LearningEntry::Studied { enrolment: id, run: row.run_id, person, scopes, completed, has_completed };
        work.commit(permit, entry).await?;
    }
    Ok(Recorded { enrolment: enrolment::changed(ctx, id).await?, refused, now: ctx.now() })
}

/// Notes which lessons are done by what is known now; whether that completes the run.
pub(super) fn settle(
    run: &Run,
    (row, active_at): (&Model, DateTime<Utc>),
    chapters: &[Chapter],
    (facts, passed): (&mut BTreeMap<LessonId, Facts>, &Passed),
    now: DateTime<Utc>,
) -> bool {
    let policy = run.row.policy.clone().unwrap_or_default();
    facts.iter_mut().for_each(|(lesson, facts)| facts.settle(rule(&policy, *lesson), passed));
    let can_complete = matches!(row.state, EnrolmentState::Active | EnrolmentState::Expired) && !policy.is_by_hand;
    can_complete && {
        let done = facts.iter().map(|(lesson, facts)| (*lesson, Done::from(facts))).collect();
        standing::look(&policy, &super::outline_of(chapters), (&done, passed), (active_at, now)).is_fulfilled
    }
}

fn at(index: usize, refusal: Refusal) -> Refusal {
    let path = ["visits".to_owned(), index.to_string()].into_iter().chain(refusal.path).collect();
    Refusal { path, ..refusal }
}

/// What a visit is held against.
struct Check<'a> {
    run: &'a Run,
    row: &'a Model,
    active_at: DateTime<Utc>,
    chapters: &'a [Chapter],
    known: &'a BTreeMap<LessonId, Facts>,
    now: DateTime<Utc>,
}

impl Check<'_> {
    fn checked(&self, visit: Visit) -> Result<Visit, Refusal> {
        let chapter = self.chapter(visit.lesson);
        if chapter.is_none() && !self.known.contains_key(&visit.lesson) {
            return Err(Refusal::at(UNKNOWN_REFERENCE, "lesson").with("value", "lesson"));
        }
        let most = i32::try_from(OF_A_DAY - 1).unwrap_or(i32::MAX);
        if visit.minutes.len() > OF_A_DAY || visit.minutes.iter().any(|minute| !(0..=most).contains(minute)) {
            return Err(Refusal::at(OUT_OF_RANGE, "minutes").with("least", 0).with("most", most));
        }
        if visit.viewed_at.is_some_and(|at| at < visit.opened_at) {
            let least = written_in_tunis(visit.opened_at);
            return Err(Refusal::at(OUT_OF_RANGE, "viewedAt").with("least", least).with("most", ""));
        }
        let last = until(&self.run.row, self.row).map_or(self.now, |until| until.min(self.now));
        if visit.opened_at < self.active_at - CLOCK_TOLERANCE || visit.last_at() > last + CLOCK_TOLERANCE {
            return Err(Refusal::at(CLOCK_WRONG, "openedAt").with("now", written_in_tunis(self.now)));
        }
        let policy = self.run.row.policy.clone().unwrap_or_default();
        let opens = chapter.and_then(|chapter| opens_at(&policy, chapter, self.active_at));
        if let Some(opens) = opens.filter(|opens| visit.opened_at < *opens - CLOCK_TOLERANCE) {
            return Err(Refusal::at(NOT_YET_OPEN, "openedAt").with("at", written_in_tunis(opens)));
        }
        let place = visit.place.as_ref().map(|place| text::line(place, "place", PLACE_LENGTH)).transpose()?;
        // Kept as it is told, also where the device's clock is a little ahead: cut to now, it would not be the same told again.
        Ok(Visit { place, ..visit })
    }

    fn chapter(&self, lesson: LessonId) -> Option<ChapterId> {
        self.chapters.iter().find(|chapter| chapter.lessons.iter().any(|one| one.id == lesson)).map(|chapter| chapter.id)
    }
}

/// Writes what is new, with one statement for lessons and one for days.
pub(super) async fn write(
    work: &Work,
    permit: &Permit,
    id: EnrolmentId,
    (before, after): (&BTreeMap<LessonId, Facts>, &BTreeMap<LessonId, Facts>),
) -> Result<()> {
    use lesson_progress::Column::{CompletedAt, EnrolmentId, LastAt, LessonId, OpenedAt, Place, PlacedAt, ViewedAt};
    let changed: Vec<_> = after.iter().filter(|(lesson, facts)| before.get(lesson) != Some(facts)).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let rows = changed.iter().map(|(lesson, facts)| lesson_progress::ActiveModel {
        enrolment_id: Set(id),
        lesson_id: Set(**lesson),
        opened_at: Set(facts.opened_at),
        last_at: Set(facts.last_at),
        viewed_at: Set(facts.viewed_at),
        completed_at: Set(facts.completed_at),
        place: Set(facts.place.as_ref().map(|(_, place)| place.clone())),
        placed_at: Set(facts.place.as_ref().map(|(at, _)| *at)),
    });
    let newer = OnConflict::columns([EnrolmentId, LessonId])
        .update_columns([OpenedAt, LastAt, ViewedAt, CompletedAt, Place, PlacedAt])
        .to_owned();
    work.execute(permit, &lesson_progress::Entity::insert_many(rows).on_conflict(newer).into_query()).await?;
    let empty = Minutes::default();
    let days = changed.iter().flat_map(|(lesson, facts)| facts.days.iter().map(move |(day, minutes)| (*lesson, day, minutes)));
    let is_new = |(lesson, day, minutes): &(&nabta_entities::ids::LessonId, &chrono::NaiveDate, &Minutes)| {
        let known = before.get(lesson).and_then(|facts| facts.days.get(day)).unwrap_or(&empty);
        known != *minutes
    };
    let rows: Vec<study_day::ActiveModel> = days
        .filter(is_new)
        .map(|(lesson, day, minutes)| study_day::ActiveModel {
            enrolment_id: Set(id),
            lesson_id: Set(*lesson),
            day: Set(*day),
            minutes: Set(minutes.bytes()),
        })
        .collect();
    for some in rows.chunks(500) {
        use study_day::Column::{Day, EnrolmentId, LessonId, Minutes};
        let newer = OnConflict::columns([EnrolmentId, LessonId, Day]).update_column(Minutes).to_owned();
        let insert = study_day::Entity::insert_many(some.iter().cloned()).on_conflict(newer);
        work.execute(permit, &insert.into_query()).await?;
    }
    Ok(())
}
