//! Attempts at quizzes.

mod asked;
mod begin;
pub(in super::super) mod expiry;
mod finish;
mod grade;
mod judge;
mod queries;
mod remark;
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
use crate::kernel::{Ctx, Error, Result};

pub use asked::Asked;
pub use begin::begin;
pub use grade::{Grade, GradeDetails, grade};
pub(super) use judge::seed;
pub(crate) use queries::of_persons;
pub use queries::{ToGrade, by_ids, of_standing, read, to_grade};
pub(super) use remark::remark;
pub use save::{Saved, Saving, save};
pub use shown::{Grading, ShownQuestion, Verdict, questions};
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
    /// Whether the actor grades what no rule marks.
    pub may_grade: bool,
    /// Whether it is not said whose it is: those who grade do not know until it is graded.
    pub is_withheld: bool,
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

/// How somebody looks at the attempts of a standing.
#[derive(Clone, Copy)]
struct Look {
    visible: Visible,
    may_grade: bool,
    is_own: bool,
}

/// The attempts of a standing, as they are looked at.
fn attempts_of(ctx: &Ctx, standing: &Standing, enrolment: &Enrolment, look: Look) -> Vec<Attempt> {
    let rows = standing.attempts.iter().cloned().zip(standing.states(ctx));
    let attempt = |(row, state)| Attempt {
        row,
        quiz: standing.quiz.clone(),
        enrolment: enrolment.clone(),
        state,
        visible: look.visible,
        may_grade: look.may_grade,
        is_withheld: standing.quiz.0.plan.is_blind && state == AttemptState::Submitted && !look.is_own,
    };
    rows.map(attempt).collect()
}
