//! Who is told when an edition moves: those who approve, that something waits for them; who sent it, what became of it.

use nabta_entities::catalogue::edition::Model as Edition;
use nabta_entities::ids::PersonId;
use nabta_entities::people::role_grant::Role;

use super::Act;
use crate::catalogue::course::Course;
use crate::kernel::Result;
use crate::kernel::access::{Scope, Subject};
use crate::kernel::work::{Permit, Work};
use crate::people::account::{self, Account};
use crate::people::notice::{NewNotice, Said, tell};
use crate::people::person;
use crate::platform::mail::Template;

/// Tells it; the caller commits. Whoever did it knows.
pub(super) async fn moved(
    work: &Work,
    permit: &Permit,
    (course, edition): (&Course, &Edition),
    (act, by): (Act, PersonId),
    note: Option<&str>,
) -> Result<()> {
    let what = match act {
        Act::Submit => return asked(work, permit, course, by).await,
        Act::Return => "returned",
        Act::Approve => "approved",
        Act::Publish => "published",
        Act::Withdraw => return Ok(()),
    };
    let sender: Vec<PersonId> = edition.submitted_by.into_iter().filter(|sender| *sender != by).collect();
    let owners = account::load_of_persons(work.ctx(), &work.read(), &sender).await?;
    let note = note.unwrap_or_default().to_owned();
    let values = vec![("what", Said::Text(what.to_owned())), ("note", Said::Text(note))];
    about(work, permit, course, &owners, Template::ReviewDecided, values).await
}

async fn asked(work: &Work, permit: &Permit, course: &Course, by: PersonId) -> Result<()> {
    let who = person::queries::names_of(&work.read(), &[by]).await?.pop().map(|(_, names)| names).unwrap_or_default();
    let approving = approving(work, course).await?.into_iter().filter(|owner| owner.person != by).collect::<Vec<_>>();
    about(work, permit, course, &approving, Template::ReviewAsked, vec![("who", Said::Named(who))]).await
}

async fn about(
    work: &Work,
    permit: &Permit,
    course: &Course,
    owners: &[Account],
    template: Template,
    mut values: Vec<(&'static str, Said)>,
) -> Result<()> {
    values.push(("course", Said::Named(course.titles.clone())));
    tell(work, permit, owners, NewNotice::new(template, values, format!("courses/{}", course.slug))).await
}

/// Whose daily work it is to approve; administrators may, and are not asked each time.
async fn approving(work: &Work, course: &Course) -> Result<Vec<Account>> {
    let scopes: Vec<Scope> = course.scopes().into_iter().chain([Scope::CENTRE]).collect();
    account::holding(work.ctx(), &work.read(), Role::TrainingOfficer, &scopes).await
}
