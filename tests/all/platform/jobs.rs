//! Work that is done after its cause: once, by whichever worker, in spite of failures and of workers that die.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::TimeDelta;
use futures::FutureExt;
use nabta_domain::kernel::access::{Centre as Subject, SubjectRef};
use nabta_domain::kernel::jobs::schedule::{self, Schedule};
use nabta_domain::kernel::jobs::{Failure, Handler, Job, NewJob, Run, TRIES, delay, queue, worker};
use nabta_domain::kernel::journal::Entry;
use nabta_domain::kernel::{Action, Ctx};
use nabta_domain::platform::actions::GOVERNORATE_DEFINE;
use nabta_testkit::{Centre, everywhere, json};
use serde::{Deserialize, Serialize};

/// An effect that counts how often it was done, by a name of the test's own.
#[derive(Serialize, Deserialize)]
struct Count {
    name: String,
    fails: bool,
}

impl Job for Count {
    const KIND: &'static str = "test.count";
    fn effect(&self) -> Option<String> {
        Some(format!("test.count:{}", self.name))
    }
}

static DONE: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

const HANDLER: Handler = Handler { kind: Count::KIND, run: |run| count(run).boxed() };

async fn count(run: Run) -> Result<(), Failure> {
    let job: Count = run.payload()?;
    tokio::task::yield_now().await;
    *DONE.lock().unwrap().entry(job.name.clone()).or_default() += 1;
    match (job.fails, job.name.contains("panics")) {
        // As a defect does, without the seconds that the report of one takes on a busy machine.
        (true, true) => std::panic::resume_unwind(Box::new("a defect of the handler")),
        (true, false) => Err(Failure::Later("NOT_YET".into())),
        (false, _) => Ok(()),
    }
}

fn done(name: &str) -> u32 {
    DONE.lock().unwrap().get(name).copied().unwrap_or(0)
}

struct Caused;

impl Entry for Caused {
    fn action(&self) -> Action {
        GOVERNORATE_DEFINE
    }
    fn subjects(&self) -> Vec<SubjectRef> {
        vec![SubjectRef::CENTRE]
    }
}

/// Enters jobs, each with an effect of its own.
async fn enter(ctx: &Ctx, names: &[String], fails: bool) {
    let work = ctx.begin().await.ok().unwrap();
    let permit = work.authorize(GOVERNORATE_DEFINE, &Subject).ok().unwrap();
    for name in names {
        assert!(work.enqueue(&permit, &Count { name: name.clone(), fails }).await.is_ok());
    }
    assert!(work.commit(permit, Caused).await.is_ok());
}

/// A name that no other test has, nor the same test on the other database.
fn name(centre: &Centre, word: &str) -> String {
    format!("{word}-{:?}", centre.kind)
}

async fn jobs(centre: &Centre) -> i64 {
    centre.number("SELECT count(*) AS number FROM job").await
}

const JOBS: &str =
    "query($state: JobState) { jobs(state: $state) { totalCount nodes { id kind state tries problem version dueAt } } }";

everywhere! {
    async fn a_job_comes_with_its_cause_and_never_alone(centre: Centre) {
        let (ctx, name) = (centre.instance.operator(), name(&centre, "cause"));
        let work = ctx.begin().await.ok().unwrap();
        let permit = work.authorize(GOVERNORATE_DEFINE, &Subject).ok().unwrap();
        assert!(work.enqueue(&permit, &Count { name: name.clone(), fails: false }).await.is_ok());
        drop(work);
        assert_eq!(jobs(&centre).await, 0, "what was not committed caused nothing");
        enter(&ctx, &[name.clone(), name.clone()], false).await;
        enter(&ctx, std::slice::from_ref(&name), false).await;
        assert_eq!(jobs(&centre).await, 1, "one effect is one job, however often it is entered");
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(1));
        assert_eq!(done(&name), 1);
        enter(&ctx, std::slice::from_ref(&name), false).await;
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0), "also after it was done");
    }

    async fn an_effect_that_failed_or_was_given_up_can_be_wanted_again(centre: Centre) {
        let (ctx, name) = (centre.instance.operator(), name(&centre, "again"));
        enter(&ctx, std::slice::from_ref(&name), false).await;
        for state in ["failed", "cancelled"] {
            centre.tamper(&format!("UPDATE job SET state = '{state}', tries = 10, problem = 'X', ended_at = due_at")).await.unwrap();
            assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0));
            let before = done(&name);
            enter(&ctx, std::slice::from_ref(&name), false).await;
            assert_eq!(centre.number("SELECT count(*) AS number FROM job WHERE state = 'waiting' AND tries = 0 AND problem IS NULL AND ended_at IS NULL").await, 1);
            assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(1));
            assert_eq!(done(&name), before + 1);
        }
        enter(&ctx, std::slice::from_ref(&name), false).await;
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0), "what was done stays done");
    }

    async fn four_workers_at_once_do_each_job_once(centre: Centre) {
        let ctx = centre.instance.operator();
        let names: Vec<String> = (0..60).map(|number| name(&centre, &format!("share-{number}"))).collect();
        enter(&ctx, &names, false).await;
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let services = centre.instance.services.clone();
                tokio::spawn(async move { worker::drain(&services, &[HANDLER]).await.ok().unwrap() })
            })
            .collect();
        let mut together = 0;
        for one in workers {
            together += one.await.unwrap();
        }
        assert_eq!(together, 60);
        assert!(names.iter().all(|name| done(name) == 1));
        assert_eq!(centre.number("SELECT count(*) AS number FROM job WHERE state = 'done'").await, 60);
    }

    async fn a_job_that_takes_its_workers_with_it_is_set_aside(centre: Centre) {
        let (ctx, name) = (centre.instance.operator(), name(&centre, "deadly"));
        enter(&ctx, std::slice::from_ref(&name), false).await;
        for tries in 1..=TRIES {
            let claim = queue::claim(&ctx, &[Count::KIND]).await.ok().unwrap().expect("it is tried again");
            assert_eq!(claim.job.tries, tries);
            centre.clock.advance(TimeDelta::minutes(1));
        }
        assert!(queue::claim(&ctx, &[Count::KIND]).await.ok().unwrap().is_none(), "it kills no more");
        let failed = centre.person("leila").await.ask(JOBS, json!({ "state": "FAILED" })).await.checked();
        assert_eq!(failed.at("jobs.nodes.0.problem"), &json!("WORKER_LOST"));
        assert_eq!(done(&name), 0);
    }

    async fn what_a_dead_worker_held_comes_back(centre: Centre) {
        let (ctx, name) = (centre.instance.operator(), name(&centre, "lease"));
        enter(&ctx, std::slice::from_ref(&name), false).await;
        let dead = queue::claim(&ctx, &[Count::KIND]).await.ok().unwrap().unwrap();
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0), "it is somebody's");
        centre.clock.advance(TimeDelta::seconds(40));
        assert_eq!(queue::renew(&ctx, dead.job.id, dead.lease).await.ok(), Some(true), "who says that they live keeps it");
        centre.clock.advance(TimeDelta::seconds(40));
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0));
        centre.clock.advance(TimeDelta::seconds(20));
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(1), "in a minute at the latest");
        assert_eq!(queue::settle(&ctx, &dead.job, dead.lease, Ok(())).await.ok(), Some(false), "who comes back too late decides nothing");
        assert_eq!(done(&name), 1);
    }

    async fn what_fails_is_tried_again_and_then_set_aside_where_an_operator_sees_it(centre: Centre) {
        let (ctx, leila) = (centre.instance.operator(), centre.person("leila").await);
        let names = [name(&centre, "fails"), name(&centre, "panics")];
        enter(&ctx, &names, true).await;
        for tries in 1..TRIES {
            assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(2));
            // The clock of a test runs as well: no shorter than a slow machine is slow.
            centre.clock.advance(delay(tries) / 2);
            assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0), "not before its time");
            centre.clock.advance(delay(tries) / 2);
        }
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(2));
        centre.clock.advance(TimeDelta::days(2));
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0), "ten times and no more");
        let leila = { drop(leila); centre.person("leila").await };
        let failed = leila.ask(JOBS, json!({ "state": "FAILED" })).await.checked();
        assert_eq!((failed.number("jobs.totalCount"), failed.number("jobs.nodes.0.tries")), (2, 10));
        let mut problems = [failed.text("jobs.nodes.0.problem"), failed.text("jobs.nodes.1.problem")];
        problems.sort();
        assert_eq!(problems, ["NOT_YET", "PANIC"]);

        let retry = "mutation($input: JobInput!) { jobRetry(input: $input) { job { state tries version } userErrors { code message } } }";
        let input = |version: i64| json!({ "input": { "job": failed.text("jobs.nodes.0.id"), "version": version } });
        let before = centre.fingerprint().await;
        leila.ask(retry, input(2)).await.refused_with("CONFLICT");
        for stranger in ["sami", "amina", "hedi"] {
            centre.person(stranger).await.ask(retry, input(1)).await.refused_with("NOT_FOUND");
        }
        assert_eq!(centre.number("SELECT count(*) AS number FROM job WHERE state = 'failed'").await, 2);
        let again = leila.ask(retry, input(1)).await.checked();
        assert_eq!(again.at("jobRetry.job"), &json!({ "state": "WAITING", "tries": 0, "version": 2 }));
        leila.ask(retry, input(2)).await.refused_with("WRONG_STATE");
        assert!(centre.fingerprint().await["journal_entry"] > before["journal_entry"]);
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(1));
    }

    async fn a_job_is_known_to_who_looks_after_the_platform(centre: Centre) {
        let (ctx, leila) = (centre.instance.operator(), centre.person("leila").await);
        enter(&ctx, &[name(&centre, "seen")], false).await;
        for stranger in ["sami", "amina", "giulia", "amel"] {
            let stranger = centre.person(stranger).await;
            stranger.ask(JOBS, json!({})).await.refused_with("FORBIDDEN");
        }
        centre.visitor().ask(JOBS, json!({})).await.refused_with("UNAUTHENTICATED");
        let seen = leila.ask(JOBS, json!({})).await.checked();
        let (id, version) = (seen.text("jobs.nodes.0.id"), seen.number("jobs.nodes.0.version"));
        let node = "query($id: ID!) { node(id: $id) { id } }";
        centre.person("sami").await.ask(node, json!({ "id": id })).await.refused_with("NOT_FOUND");
        leila.ask(node, json!({ "id": id })).await.ok();
        let cancel = "mutation($input: JobInput!) { jobCancel(input: $input) { job { state } userErrors { code } } }";
        let cancelled = leila.ask(cancel, json!({ "input": { "job": id, "version": version } })).await.checked();
        assert_eq!(cancelled.text("jobCancel.job.state"), "CANCELLED");
        assert_eq!(worker::drain(&centre.instance.services, &[HANDLER]).await.ok(), Some(0), "nobody wants it any more");
    }

    async fn what_comes_round_is_entered_once_each_time(centre: Centre) {
        const NIGHTLY: Schedule = Schedule {
            name: "test.nightly",
            pattern: "30 2 * * *",
            job: |at| NewJob::of(&Count { name: at.to_rfc3339(), fails: false }),
        };
        let ctx = centre.instance.operator();
        let enter = async || schedule::enter_due(&ctx, &[NIGHTLY]).await.ok().unwrap();
        assert_eq!(enter().await, 0, "planned, not due");
        centre.clock.advance(TimeDelta::days(1));
        let at_once: Vec<_> = (0..4)
            .map(|_| { let ctx = ctx.clone(); tokio::spawn(async move { schedule::enter_due(&ctx, &[NIGHTLY]).await.unwrap_or(0) }) })
            .collect();
        let mut together = 0;
        for one in at_once {
            together += one.await.unwrap();
        }
        assert_eq!((together, jobs(&centre).await), (1, 1), "four instances enter it once");
        assert_eq!(enter().await, 0);
        centre.clock.advance(TimeDelta::days(5));
        assert_eq!((enter().await, enter().await), (1, 0), "nights that were missed are made good once");
        let other = Schedule { pattern: "45 2 * * *", ..NIGHTLY };
        assert_eq!(schedule::enter_due(&ctx, &[other]).await.ok(), Some(0), "another pattern is reckoned anew");
    }

    async fn what_has_served_its_time_is_removed_at_night(centre: Centre) {
        let ctx = centre.instance.operator();
        enter(&ctx, &[name(&centre, "old")], false).await;
        worker::drain(&centre.instance.services, &[HANDLER]).await.ok().unwrap();
        assert!(centre.number("SELECT count(*) AS number FROM idempotency_key").await > 0);
        schedule::enter_due(&ctx, &[nabta_domain::tidy::SCHEDULE]).await.ok().unwrap();
        centre.clock.advance(TimeDelta::days(20));
        schedule::enter_due(&ctx, &[nabta_domain::tidy::SCHEDULE]).await.ok().unwrap();
        assert_eq!(centre.work().await, 1);
        assert_eq!(jobs(&centre).await, 2, "what is younger stays");
        centre.clock.advance(TimeDelta::days(20));
        schedule::enter_due(&ctx, &[nabta_domain::tidy::SCHEDULE]).await.ok().unwrap();
        assert_eq!(centre.work().await, 1);
        let left = centre.number("SELECT count(*) AS number FROM job WHERE kind = 'test.count'").await;
        assert_eq!((left, centre.number("SELECT count(*) AS number FROM idempotency_key").await), (0, 0));
        let verify = nabta_domain::kernel::journal::verify::verify(&ctx).await.ok().unwrap();
        assert_eq!(verify.faults, Vec::<String>::new(), "and the journal holds");
    }
}
