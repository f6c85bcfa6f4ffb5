//! Who is told what about taking part: the person, when somebody else decides; who looks after the run, when somebody asks.

use nabta_entities::ids::PersonId;
use nabta_entities::learning::enrolment::{EnrolmentWay, Model};
use nabta_entities::people::role_grant::Role;

use super::super::run::{Run, titles};
use super::expiry;
use super::states::Act;
use crate::kernel::Result;
use crate::kernel::access::{Scope, Subject};
use crate::kernel::clock::date_in_tunis;
use crate::kernel::work::{Permit, Work};
use crate::people::account;
use crate::people::notice::{NewNotice, Said, tell};
use crate::platform::mail::Template;

/// Tells people something about a run, in which its course is named; whoever does it knows.
pub(in super::super) async fn to_persons(
    work: &Work,
    permit: &Permit,
    (run, persons): (&Run, &[PersonId]),
    (template, mut values): (Template, Vec<(&'static str, Said)>),
) -> Result<()> {
    let by = work.ctx().person().ok();
    let others: Vec<PersonId> = persons.iter().filter(|person| Some(**person) != by).copied().collect();
    if others.is_empty() {
        return Ok(());
    }
    let owners = account::load_of_persons(work.ctx(), &work.read(), &others).await?;
    values.push(("course", Said::Named(titles(&work.read(), run).await?)));
    tell(work, permit, &owners, NewNotice::new(template, values, "learning")).await
}

/// Tells that people came in; or asked, where others decide.
pub(super) async fn came(work: &Work, permit: &Permit, run: &Run, way: EnrolmentWay, persons: &[PersonId]) -> Result<()> {
    let is_asking = run.row.admission == super::super::Admission::Request;
    if is_asking && matches!(way, EnrolmentWay::Oneself | EnrolmentWay::Organisation) {
        let scopes: Vec<Scope> = run.scopes().into_iter().chain([Scope::CENTRE]).collect();
        let officers = account::holding(work.ctx(), &work.read(), Role::TrainingOfficer, &scopes).await?;
        let values = vec![("course", Said::Named(titles(&work.read(), run).await?))];
        let page = format!("runs/{}", run.row.code);
        return tell(work, permit, &officers, NewNotice::new(Template::EnrolmentAsked, values, page)).await;
    }
    let values = vec![("way", Said::Text(way.name()))];
    to_persons(work, permit, (run, persons), (Template::Enrolled, values)).await
}

/// Tells what somebody else decided about an enrolment.
pub(super) async fn decided(work: &Work, permit: &Permit, run: &Run, row: &Model, act: Act) -> Result<()> {
    if !matches!(act, Act::Accept | Act::Refuse | Act::Remove | Act::Extend | Act::Complete | Act::Expire) {
        return Ok(());
    }
    let note = row.note.clone().unwrap_or_default();
    let values = vec![("what", Said::Text(act.name())), ("note", Said::Text(note))];
    to_persons(work, permit, (run, &[row.person_id]), (Template::EnrolmentDecided, values)).await
}

/// Tells that the time to study ends soon.
pub(super) async fn ends(work: &Work, permit: &Permit, run: &Run, row: &Model) -> Result<()> {
    let Some(until) = expiry::until(&run.row, row) else { return Ok(()) };
    // The last day on which there is time: midnight belongs to the day before.
    let day = date_in_tunis(until - chrono::TimeDelta::milliseconds(1)).format("%d/%m/%Y").to_string();
    to_persons(work, permit, (run, &[row.person_id]), (Template::EnrolmentEnds, vec![("day", Said::Text(day))])).await
}

/// Tells people that the run in which they were to take part does not take place.
pub(super) async fn cancelled(work: &Work, permit: &Permit, run: &Run, persons: &[PersonId], note: &str) -> Result<()> {
    let values = vec![("note", Said::Text(note.to_owned()))];
    to_persons(work, permit, (run, persons), (Template::RunCancelled, values)).await
}
