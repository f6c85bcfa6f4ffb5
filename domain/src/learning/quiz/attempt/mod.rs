//! Attempts at quizzes.

mod asked;
mod begin;
pub(in super::super) mod expiry;
mod finish;
mod queries;
mod save;
mod shown;
mod submit;
mod turn;

use nabta_entities::ids::{PersonId, QuizAttemptId};
use nabta_entities::learning::quiz_attempt::Model;
use sea_orm::ConnectionTrait;

use super::super::actions::ATTEMPT_READ;
use super::super::enrolment::{self, Enrolment};
use super::super::run::Run;
use super::rules::Visible;
use super::standing::Standing;
use super::{AttemptState, Quiz};
use crate::kernel::access::{Action, Scope, Subject, SubjectRef};
use crate::kernel::work::{Held, Work};
use crate::kernel::{Error, Result};

pub use asked::Asked;
pub use begin::begin;
pub(crate) use queries::of_persons;
pub use queries::{by_ids, of_standing, read};
pub use save::{Saved, Saving, save};
pub use shown::{ShownQuestion, Verdict, questions};
pub use submit::submit;
pub use turn::turn;

/// An attempt, and what may be seen of it.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Its row.
    pub row: Model,
    /// At which quiz.
    pub quiz: Quiz,
    /// As who takes part.
    pub enrolment: Enrolment,
    /// Where it stands now, also where nobody looked after it yet.
    pub state: AttemptState,
    /// What the actor may see of it.
    pub visible: Visible,
}

impl Attempt {
    /// The page on which a place stands.
    #[must_use]
    pub fn page_of(&self, place: i32) -> i32 {
        page_of(&self.quiz, place)
    }
}

/// The page of a quiz on which a place stands.
fn page_of(quiz: &Quiz, place: i32) -> i32 {
    quiz.0.plan.page_size.map_or(0, |size| place / size.max(1))
}

impl Subject for Attempt {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.row.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        self.enrolment.scopes()
    }
    fn oneself(&self) -> Option<PersonId> {
        self.enrolment.oneself()
    }
    fn reading(&self) -> Action {
        ATTEMPT_READ
    }
}

/// An attempt that is held, with what it belongs to.
struct HeldAttempt {
    row: Model,
    quiz: Quiz,
    run: Run,
    enrolment: Enrolment,
}

/// The attempt, held until the transaction ends; many people of one quiz do this at once. Authorise afterwards.
async fn hold_alone(work: &Work, id: QuizAttemptId) -> Result<HeldAttempt> {
    let row = queries::find(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let enrolment = enrolment::queries::of_all(&work.read(), &[row.enrolment_id]).await?.pop().ok_or(Error::NotFound)?;
    with(&work.read(), row, enrolment).await
}

/// The enrolment and then the attempt, held: for what changes both. Authorise afterwards.
async fn hold_both(work: &Work, id: QuizAttemptId) -> Result<HeldAttempt> {
    let found = queries::find(id).one(&work.read()).await?.ok_or(Error::NotFound)?;
    let (_, enrolment) = enrolment::hold_alone(work, found.enrolment_id).await?;
    let row = queries::find(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    with(&work.read(), row, enrolment).await
}

async fn with(database: &impl ConnectionTrait, row: Model, enrolment: Enrolment) -> Result<HeldAttempt> {
    let run = super::super::run::queries::load(database, &[enrolment.row.run_id]).await?.pop().ok_or(Error::NotFound)?;
    let quiz = super::queries::load(database, &[row.quiz_id]).await?.pop().ok_or(Error::NotFound)?;
    Ok(HeldAttempt { row, quiz, run, enrolment })
}

/// The attempts of a standing, as the actor may see them.
fn attempts_of(standing: &Standing, enrolment: &Enrolment, (states, visible): (Vec<AttemptState>, Visible)) -> Vec<Attempt> {
    let rows = standing.attempts.iter().cloned().zip(states);
    let attempt = |(row, state)| Attempt { row, quiz: standing.quiz.clone(), enrolment: enrolment.clone(), state, visible };
    rows.map(attempt).collect()
}
