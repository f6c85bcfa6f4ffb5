//! The rules of quizzes, tried.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_entities::ids::TypedId;
use nabta_entities::ids::{EnrolmentId, QuizAttemptId, QuizExceptionId, QuizId};
use nabta_entities::learning::question_body::Credit;
use nabta_entities::learning::quiz_attempt::{AttemptState, Model as Attempt};
use nabta_entities::learning::quiz_exception::Model as Exception;
use nabta_entities::learning::quiz_plan::{AtEnd, QuizPlan, Review, Scoring, When};
use proptest::prelude::*;
use uuid::Uuid;

use super::rules::*;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-12-01T08:00:00Z").unwrap().to_utc() + TimeDelta::minutes(minutes)
}

fn attempt(state: AttemptState, started: i64, ended: Option<i64>) -> Attempt {
    Attempt {
        id: QuizAttemptId::from_uuid(Uuid::nil()),
        quiz_id: QuizId::from_uuid(Uuid::nil()),
        enrolment_id: EnrolmentId::from_uuid(Uuid::nil()),
        number: 1,
        state,
        seed: vec![0; 16],
        page: 0,
        started_at: at(started),
        due_at: None,
        ended_at: ended.map(at),
        points: None,
        most: 100,
        version: 1,
    }
}

fn exception(minutes: Option<i32>, attempts: Option<i32>, closes_at: Option<i64>) -> Exception {
    Exception {
        id: QuizExceptionId::from_uuid(Uuid::nil()),
        quiz_id: QuizId::from_uuid(Uuid::nil()),
        run_id: None,
        enrolment_id: None,
        minutes,
        attempts,
        opens_at: None,
        closes_at: closes_at.map(at),
        reason: "r".into(),
        created_at: at(0),
    }
}

#[test]
fn ones_own_exception_goes_before_that_of_the_run_and_both_before_the_quiz() {
    let plan = QuizPlan { minutes: Some(20), attempts: Some(1), closes_at: Some(at(100)), wait_minutes: 5, ..Default::default() };
    let of_run = exception(Some(30), Some(2), None);
    let own = exception(Some(45), None, Some(200));
    let limits = Limits::of(&plan, Some(&of_run), Some(&own));
    assert_eq!((limits.minutes, limits.attempts, limits.closes_at), (Some(45), Some(2), Some(at(200))));
    assert_eq!(Limits::of(&plan, None, None).minutes, Some(20));
}

#[test]
fn an_attempt_is_due_at_the_earliest_of_all_ends() {
    let limits = Limits { minutes: Some(20), closes_at: Some(at(60)), ..Default::default() };
    assert_eq!(limits.due(at(0), None), Some(at(20)));
    assert_eq!(limits.due(at(50), None), Some(at(60)));
    assert_eq!(limits.due(at(50), Some(at(55))), Some(at(55)));
    assert_eq!(Limits::default().due(at(0), None), None);
}

#[test]
fn an_attempt_begins_within_the_window_after_the_wait_and_while_one_is_left() {
    let limits =
        Limits { opens_at: Some(at(10)), closes_at: Some(at(100)), attempts: Some(2), wait_minutes: 30, ..Default::default() };
    let code = |attempts: &[Attempt], now| limits.may_begin(attempts, now).err().map(|refusal| refusal.code);
    let first = attempt(AttemptState::Graded, 10, Some(20));
    assert_eq!(code(&[], at(9)), Some("QUIZ_NOT_YET_OPEN"));
    assert_eq!(code(&[], at(10)), None);
    assert_eq!(code(&[], at(100)), Some("QUIZ_NO_LONGER_OPEN"));
    assert_eq!(code(std::slice::from_ref(&first), at(49)), Some("WAIT"));
    assert_eq!(code(std::slice::from_ref(&first), at(50)), None);
    assert_eq!(code(&[first.clone(), first], at(99)), Some("NO_ATTEMPT_LEFT"));
}

#[test]
fn what_becomes_of_time_that_is_over_is_the_quizs_to_say() {
    let due = Some(at(20));
    assert_eq!(clock(AtEnd::Submit, due, at(20)), Clock::Running, "an answer may be on its way");
    assert_eq!(clock(AtEnd::Submit, due, at(21)), Clock::Submit(at(20)));
    assert_eq!(clock(AtEnd::Abandon, due, at(21)), Clock::Abandon(at(20)));
    assert_eq!(clock(AtEnd::Grace { minutes: 5 }, due, at(21)), Clock::Overdue);
    assert_eq!(clock(AtEnd::Grace { minutes: 5 }, due, at(26)), Clock::Abandon(at(25)));
    assert_eq!(clock(AtEnd::Abandon, None, at(9_999)), Clock::Running);
}

#[test]
fn the_attempt_counts_that_the_quiz_says() {
    let shares = [Credit(300_000), Credit(900_000), Credit(600_001)];
    assert_eq!(overall(Scoring::Best, &shares), Some(Credit(900_000)));
    assert_eq!(overall(Scoring::Last, &shares), Some(Credit(600_001)));
    assert_eq!(overall(Scoring::First, &shares), Some(Credit(300_000)));
    assert_eq!(overall(Scoring::Mean, &shares), Some(Credit(600_000)));
    assert!([Scoring::Best, Scoring::Last, Scoring::First, Scoring::Mean].iter().all(|scoring| overall(*scoring, &[]).is_none()));
}

#[test]
fn a_wrong_answer_costs_and_none_does_not() {
    let third = Credit(333_333);
    assert_eq!(penalised(Credit::NONE, third, true), Credit(-333_333));
    assert_eq!(penalised(Credit(-500_000), third, true), Credit(-500_000));
    assert_eq!(penalised(Credit::NONE, third, false), Credit::NONE);
    assert_eq!(penalised(Credit(1), third, true), Credit(1));
    assert_eq!(earned(100, Credit(333_333)), 33);
    assert_eq!(share(-5, 100), Credit::NONE);
}

#[test]
fn nothing_is_seen_while_an_attempt_is_under_way_and_then_what_the_review_says() {
    let review = Review { score: When::Submitted, marks: When::Exhausted, feedback: When::Closed, answers: When::Never };
    let limits = Limits { attempts: Some(2), closes_at: Some(at(100)), ..Default::default() };
    let seen = |attempts: &[AttemptState], now| visible(&review, &limits, attempts, now);
    let done = AttemptState::Graded;
    assert_eq!(seen(&[done, AttemptState::InProgress], at(0)), Visible::NONE);
    assert_eq!(seen(&[done, AttemptState::Overdue], at(0)), Visible::NONE);
    assert_eq!(seen(&[done], at(0)), Visible { score: true, ..Visible::NONE });
    assert_eq!(seen(&[done, done], at(0)), Visible { score: true, marks: true, ..Visible::NONE });
    assert_eq!(seen(&[done], at(100)), Visible { score: true, marks: true, feedback: true, answers: false });
}

proptest! {
    #[test]
    fn no_answer_earns_more_than_the_question_and_the_whole_is_the_whole(points in 1..100_000_i32, credit in -1_000_000..=1_000_000_i32) {
        let got = earned(points, Credit(credit));
        prop_assert!((-points..=points).contains(&got));
        prop_assert_eq!(earned(points, Credit::WHOLE), points);
        prop_assert!((0..=1_000_000).contains(&share(got, points).0));
    }

    #[test]
    fn an_attempt_that_is_over_stays_over(due in 0..500_i64, grace in 0..60_i32, now in 0..1_000_i64, later in 0..1_000_i64) {
        for at_end in [AtEnd::Submit, AtEnd::Abandon, AtEnd::Grace { minutes: grace }] {
            let (first, then) = (clock(at_end, Some(at(due)), at(now)), clock(at_end, Some(at(due)), at(now + later)));
            if matches!(first, Clock::Submit(_) | Clock::Abandon(_)) {
                prop_assert_eq!(first, then);
            }
            prop_assert!(looked_after_at(at_end, at(due)).iter().any(|at| !matches!(clock(at_end, Some(super::rules_tests::at(due)), *at), Clock::Running)));
        }
    }
}
