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
    let title = ("course", Said::Named(course.titles.clone()));
    let page = format!("courses/{}", course.slug);
    let (template, values, owners) = match act {
        Act::Submit => {
            let who = person::queries::names_of(&work.read(), &[by]).await?.pop().map(|(_, names)| names).unwrap_or_default();
            let values = vec![title, ("who", Said::Named(who))];
            (Template::ReviewAsked, values, approving(work, course).await?)
        }
        Act::Return | Act::Approve | Act::Publish => {
            let what = match act {
                Act::Return => "returned",
                Act::Approve => "approved",
                _ => "published",
            };
            let note = ("note", Said::Text(note.unwrap_or_default().to_owned()));
            let sender: Vec<PersonId> = edition.submitted_by.into_iter().collect();
            let owners = account::of_persons_known(work.ctx(), &work.read(), &sender).await?;
            (Template::ReviewDecided, vec![title, ("what", Said::Text(what.into())), note], owners)
        }
        Act::Withdraw => return Ok(()),
    };
    let owners: Vec<Account> = owners.into_iter().filter(|owner| owner.person != by).collect();
    tell(work, permit, &owners, NewNotice::new(template, values, page)).await
}

/// Whose daily work it is to approve; administrators may, and are not asked each time.
async fn approving(work: &Work, course: &Course) -> Result<Vec<Account>> {
    let scopes: Vec<Scope> = course.scopes().into_iter().chain([Scope::CENTRE]).collect();
    account::holding(work.ctx(), &work.read(), Role::TrainingOfficer, &scopes).await
}
