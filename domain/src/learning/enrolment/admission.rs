//! Whether somebody may come in: pure rules about the run and the day, and the counting of seats.

use chrono::{DateTime, Utc};
use nabta_entities::ids::RunId;
use nabta_entities::learning::course_run::{Admission, Column, Entity, Model, RunState};
use nabta_entities::learning::enrolment::{EnrolmentState, EnrolmentWay};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait};

use super::super::actions::codes::{BY_INVITATION, FULL, NO_LONGER_OPEN, NOT_YET_OPEN};
use super::super::run::Run;
use crate::kernel::clock::written_in_tunis;
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Error, Refusal, Result};

/// Where somebody stands who comes now by this way, or why nobody can.
pub(super) fn admit(run: &Model, way: EnrolmentWay, now: DateTime<Utc>) -> Result<EnrolmentState, Refusal> {
    let is_by_officer = matches!(way, EnrolmentWay::Officer | EnrolmentWay::Invitation);
    match run.state {
        RunState::Draft | RunState::Cancelled => {
            return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", run.state)));
        }
        RunState::Closed if !is_by_officer => return Err(Refusal::new(NO_LONGER_OPEN)),
        RunState::Open | RunState::Closed => {}
    }
    match way {
        EnrolmentWay::Officer => return Ok(EnrolmentState::Active),
        EnrolmentWay::Invitation => return Ok(EnrolmentState::Invited),
        EnrolmentWay::Oneself | EnrolmentWay::Organisation => {}
    }
    if let Some(at) = run.opens_at.filter(|at| *at > now) {
        return Err(Refusal::new(NOT_YET_OPEN).with("at", written_in_tunis(at)));
    }
    if run.closes_at.is_some_and(|at| at <= now) {
        return Err(Refusal::new(NO_LONGER_OPEN));
    }
    match run.admission {
        Admission::Open => Ok(EnrolmentState::Active),
        Admission::Request => Ok(EnrolmentState::Requested),
        Admission::Invitation => Err(Refusal::new(BY_INVITATION)),
    }
}

/// Takes so many seats of a run, or none. The database holds it: of all who come at once no more get in than there are seats.
pub(super) async fn take_seats(work: &Work, permit: &Permit, run: &Run, number: i32) -> Result<()> {
    let taken = || Expr::col((Entity, Column::Taken)).add(number);
    let fits = Condition::any().add(Column::Seats.is_null()).add(taken().lte(Expr::col((Entity, Column::Seats))));
    let take = Entity::update_many().col_expr(Column::Taken, Expr::col(Column::Taken).add(number));
    let take = take.filter(Column::Id.eq(run.row.id)).filter(fits);
    if work.execute(permit, &take.into_query()).await? == 1 {
        return Ok(());
    }
    let left = run.row.seats.map_or(0, |seats| seats - run.row.taken);
    Err(Refusal::new(FULL).with("left", left).into())
}

/// Gives so many seats back.
pub(super) async fn free_seats(work: &Work, permit: &Permit, run: RunId, number: i32) -> Result<()> {
    let free = Entity::update_many().col_expr(Column::Taken, Expr::col(Column::Taken).sub(number)).filter(Column::Id.eq(run));
    let met = work.execute(permit, &free.into_query()).await?;
    if met == 1 { Ok(()) } else { Err(Error::internal("a run that is held is not there")) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use nabta_entities::ids::{CourseId, TypedId};
    use uuid::Uuid;

    use super::*;

    fn run(state: RunState, admission: Admission) -> Model {
        let at = DateTime::parse_from_rfc3339("2020-11-23T08:00:00Z").unwrap().to_utc();
        Model {
            id: RunId::from_uuid(Uuid::nil()),
            course_id: CourseId::from_uuid(Uuid::nil()),
            edition_id: None,
            code: "R".into(),
            titles: None,
            admission,
            state,
            seats: None,
            taken: 0,
            opens_at: Some(at),
            closes_at: Some(at + TimeDelta::days(1)),
            starts_on: None,
            ends_on: None,
            locations: None,
            access_days: None,
            audience: Default::default(),
            policy: None,
            note: None,
            created_at: at,
            version: 1,
        }
    }

    #[test]
    fn the_window_holds_its_first_instant_and_not_its_last() {
        let run = run(RunState::Open, Admission::Open);
        let (from, until) = (run.opens_at.unwrap(), run.closes_at.unwrap());
        let at = |now| admit(&run, EnrolmentWay::Oneself, now).map_err(|refusal| refusal.code);
        assert_eq!(at(from - TimeDelta::milliseconds(1)), Err(NOT_YET_OPEN));
        assert_eq!(at(from), Ok(EnrolmentState::Active));
        assert_eq!(at(until - TimeDelta::milliseconds(1)), Ok(EnrolmentState::Active));
        assert_eq!(at(until), Err(NO_LONGER_OPEN));
    }

    #[test]
    fn who_comes_by_themselves_is_never_let_in_where_others_decide() {
        let now = run(RunState::Open, Admission::Open).opens_at.unwrap();
        for state in [RunState::Draft, RunState::Open, RunState::Closed, RunState::Cancelled] {
            for way in [EnrolmentWay::Oneself, EnrolmentWay::Organisation] {
                for admission in [Admission::Request, Admission::Invitation] {
                    assert_ne!(admit(&run(state, admission), way, now), Ok(EnrolmentState::Active));
                }
            }
        }
    }

    #[test]
    fn nobody_comes_into_what_is_prepared_or_cancelled() {
        let now = run(RunState::Open, Admission::Open).opens_at.unwrap();
        for way in [EnrolmentWay::Oneself, EnrolmentWay::Organisation, EnrolmentWay::Officer, EnrolmentWay::Invitation] {
            for state in [RunState::Draft, RunState::Cancelled] {
                assert_eq!(admit(&run(state, Admission::Open), way, now).unwrap_err().code, WRONG_STATE);
            }
        }
    }
}
