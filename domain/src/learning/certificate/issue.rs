//! Issuing certificates, by themselves as soon as one is earned. Never two for one thing.

use chrono::{Datelike, Months, NaiveDate};
use futures::FutureExt;
use nabta_entities::ids::{CertificateId, EditionId, EnrolmentId, LegalTextId, PersonId, TypedId};
use nabta_entities::learning::certificate::{ActiveModel, CertificateState, Column, Entity};
use nabta_entities::learning::enrolment::{self, EnrolmentState};
use nabta_entities::learning::{certificate_course, certificate_law, certificate_series};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};

use super::super::actions::CERTIFICATE_GRANT;
use super::super::entries::LearningEntry;
use super::facts::{CourseFact, Facts};
use super::template::{self, Template};
use super::{code, earned, number};
use crate::catalogue::{course, edition, law};
use crate::kernel::access::Subject;
use crate::kernel::clock::date_in_tunis;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::work::{Held, Permit, Turn, Work};
use crate::kernel::{Ctx, Error, Result};
use crate::people::notice::{NewNotice, Said, tell};
use crate::people::person::queries::names_of;
use crate::people::{account, key};
use crate::platform::mail::Template as Letter;

/// Looks whether a completed enrolment earned a certificate.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Consider {
    enrolment: EnrolmentId,
}

impl Job for Consider {
    const KIND: &'static str = "certificate.consider";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.enrolment.wire()))
    }
}

pub(super) const CONSIDER: Handler = Handler { kind: Consider::KIND, run: |run| look(run).boxed() };

/// Has it looked whether a certificate is earned, once an enrolment is completed.
pub async fn consider(work: &Work, permit: &Permit, enrolment: EnrolmentId) -> Result<()> {
    work.enqueue(permit, &Consider { enrolment }).await
}

async fn look(job: Run) -> Result<(), Failure> {
    let asked: Consider = job.payload()?;
    let database = job.ctx.database().reader();
    let found = enrolment::Entity::find_by_id(asked.enrolment).one(database).await.map_err(Error::from)?;
    let Some(found) = found.filter(|row| row.state == EnrolmentState::Completed) else { return Ok(()) };
    for template in template::automatic(database, found.course_id).await? {
        grant(&job.ctx, &template, found.person_id).await?;
    }
    Ok(())
}

/// The good certificate of somebody who earned it, which is issued now if there is none; nothing where it is not earned.
pub(super) async fn grant(ctx: &Ctx, template: &Template, person: PersonId) -> Result<Option<CertificateId>> {
    let work = ctx.begin().await?;
    let permit = work.authorize(CERTIFICATE_GRANT, template)?;
    work.in_turn(Turn::CertificateNumber).await?;
    let good = Entity::find()
        .filter(Column::TemplateId.eq(template.row.id))
        .filter(Column::PersonId.eq(person))
        .filter(Column::State.eq(CertificateState::Valid));
    if let Some(good) = good.one(&work.read()).await? {
        return Ok(Some(good.id));
    }
    let Some(id) = write(&work, &permit, template, person).await? else { return Ok(None) };
    let scopes = template.scopes();
    let template = template.row.id;
    work.commit(permit, LearningEntry::CertificateIssued { certificate: id, template, person, scopes }).await?;
    Ok(Some(id))
}

/// Writes a certificate and tells whose it is; nothing where it is not earned, or by somebody who was forgotten. The turn is held.
pub(super) async fn write(work: &Work, permit: &Permit, template: &Template, person: PersonId) -> Result<Option<CertificateId>> {
    let ctx = work.ctx();
    let Some(enrolments) = earned::by(&work.read(), template, &[person]).await?.remove(&person) else { return Ok(None) };
    let key = match key::of(ctx, &work.read(), person).await {
        Ok(key) => key,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let id: CertificateId = ctx.new_id();
    let day = date_in_tunis(ctx.now());
    let serial = next_serial(work, permit, day.year()).await?;
    let editions: Vec<EditionId> = enrolments.iter().filter_map(|row| row.edition_id).collect();
    let laws = law::cited_by(&work.read(), &editions).await?;
    let facts = facts(work, template, person, (&enrolments, &laws)).await?;
    let row = ActiveModel {
        id: Set(id),
        template_id: Set(template.row.id),
        person_id: Set(person),
        year: Set(day.year()),
        serial: Set(serial),
        code_digest: Set(code::digest(&facts.code)),
        sealed: Set(facts.seal(ctx, &key, id)?),
        state: Set(CertificateState::Valid),
        reason: Set(None),
        replaced_by: Set(None),
        issued_on: Set(day),
        expires_on: Set(expires_on(day, template.row.plan.months)),
        created_at: Set(ctx.now()),
        ended_at: Set(None),
        version: Set(1),
    };
    work.insert(permit, row).await?;
    let courses = enrolments.iter().map(|row| certificate_course::ActiveModel {
        certificate_id: Set(id),
        course_id: Set(row.course_id),
        enrolment_id: Set(row.id),
        edition_id: Set(row.edition_id),
    });
    work.insert_all(permit, courses.collect()).await?;
    let rests = laws.iter().map(|law| certificate_law::ActiveModel { certificate_id: Set(id), legal_text_id: Set(*law) });
    work.insert_all(permit, rests.collect()).await?;
    let values = vec![("title", Said::Named(facts.titles)), ("number", Said::Text(number(day.year(), serial)))];
    let owners = account::load_of_persons(ctx, &work.read(), &[person]).await?;
    tell(work, permit, &owners, NewNotice::new(Letter::CertificateIssued, values, "certificates")).await?;
    Ok(Some(id))
}

/// The last day on which one is good that is issued on a day.
fn expires_on(day: NaiveDate, months: Option<i32>) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(u32::try_from(months?).ok()?))?.pred_opt()
}

/// The next number of a year. Who takes it back takes the number back: there are no gaps.
async fn next_serial(work: &Work, permit: &Permit, year: i32) -> Result<i32> {
    use certificate_series::{ActiveModel, Entity};
    match Entity::find_by_id(year).held().one(&work.read()).await? {
        Some(row) => {
            work.update(permit, ActiveModel { year: Set(year), last: Set(row.last + 1) }).await?;
            Ok(row.last + 1)
        }
        None => {
            work.insert(permit, ActiveModel { year: Set(year), last: Set(1) }).await?;
            Ok(1)
        }
    }
}

async fn facts(
    work: &Work,
    template: &Template,
    person: PersonId,
    (enrolments, laws): (&[enrolment::Model], &[LegalTextId]),
) -> Result<Facts> {
    let database = work.read();
    let names = names_of(&database, &[person]).await?.pop().map(|(_, names)| names).ok_or(Error::NotFound)?;
    let codes = course::queries::codes(&database, &template.courses).await?;
    let titles = course::queries::titles(&database, &template.courses).await?;
    let editions: Vec<EditionId> = enrolments.iter().filter_map(|row| row.edition_id).collect();
    let numbers = edition::queries::numbers(&database, &editions).await?;
    let laws = law::codes_of(&database, laws).await?;
    let course = |row: &enrolment::Model| CourseFact {
        code: codes.iter().find(|(id, _)| *id == row.course_id).map(|(_, code)| code.clone()).unwrap_or_default(),
        titles: titles.iter().find(|(id, _)| *id == row.course_id).map(|(_, titles)| titles.clone()).unwrap_or_default(),
        edition: row.edition_id,
        edition_number: numbers.iter().find(|(id, _)| Some(*id) == row.edition_id).map(|(_, number)| *number),
    };
    Ok(Facts {
        names,
        titles: template.row.titles.clone(),
        plan: template.row.plan.clone(),
        courses: enrolments.iter().map(course).collect(),
        laws,
        from: enrolments.iter().filter_map(|row| row.active_at).min().map(date_in_tunis),
        until: enrolments.iter().filter_map(|row| row.ended_at).max().map(date_in_tunis),
        code: code::new(work.ctx()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_good_until_the_day_before() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(expires_on(day(2026, 12, 1), Some(36)), Some(day(2029, 11, 30)));
        assert_eq!(expires_on(day(2024, 2, 29), Some(12)), Some(day(2025, 2, 27)));
        assert_eq!(expires_on(day(2026, 12, 1), None), None);
    }
}
