//! What the centre does: rules, states, use cases and questions, one folder a context.
//!
//! A context may use another through its public face, and only one that stands before it in this list.

pub mod agenda;
pub mod catalogue;
pub mod following;
pub mod kernel;
pub mod learning;
pub mod people;
pub mod platform;
pub mod privacy;
pub mod programmes;
pub mod scopes;
pub mod tidy;
pub mod training;

use kernel::Action;
use kernel::jobs::Handler;
use kernel::jobs::schedule::Schedule;

/// All actions of all contexts: the rows of the table of permissions.
#[must_use]
pub fn actions() -> Vec<Action> {
    [
        platform::actions::ALL,
        people::actions::ALL,
        programmes::actions::ALL,
        catalogue::actions::ALL,
        training::actions::ALL,
        learning::actions::ALL,
    ]
    .concat()
}

/// What does the jobs of all contexts.
#[must_use]
pub fn handlers() -> Vec<Handler> {
    [&[tidy::HANDLER], platform::HANDLERS, people::HANDLERS, privacy::HANDLERS, learning::HANDLERS].concat()
}

/// The work of all contexts that comes round.
#[must_use]
pub fn schedules() -> Vec<Schedule> {
    [&[tidy::SCHEDULE], platform::SCHEDULES, people::SCHEDULES, learning::SCHEDULES].concat()
}

/// Seals under the newest secret, in all contexts, what older ones sealed.
pub async fn reseal(ctx: &kernel::Ctx) -> kernel::Result<kernel::reseal::Resealed> {
    let mut done = people::reseal::all(ctx).await?;
    done.fields += platform::mail::reseal(ctx).await?;
    Ok(done)
}

/// The codes of all refusals, each of which has a message in every language.
#[must_use]
pub fn refusal_codes() -> Vec<&'static str> {
    [
        kernel::error::codes::ALL,
        platform::actions::codes::ALL,
        people::actions::codes::ALL,
        catalogue::actions::codes::ALL,
        learning::actions::codes::ALL,
    ]
    .concat()
}
