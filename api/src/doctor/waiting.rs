//! What waits too long and what was set aside.

use chrono::{DateTime, TimeDelta, Utc};
use nabta_domain::kernel::maintenance;
use nabta_domain::platform::backlog::{self, Backlog, JobState, MailState};

use super::Finding;
use crate::instance::{Instance, told};

/// A job that has been due for longer waits for a worker that is not there.
const JOBS: TimeDelta = TimeDelta::minutes(10);
/// A letter that was written longer ago is not being carried.
const LETTERS: TimeDelta = TimeDelta::hours(1);
/// An entry that was written longer ago should have been sealed.
const SEALER: TimeDelta = TimeDelta::minutes(1);

pub(super) async fn examine(instance: &Instance) -> Vec<Finding> {
    let ctx = instance.operator();
    let now = ctx.now();
    let mut findings = match backlog::look(&ctx).await {
        Err(error) => {
            vec![Finding::broken("jobs", format!("they cannot be asked for: {:#}", told(error)), "look at the database")]
        }
        Ok(backlog) => vec![jobs(&backlog, now), letters(&backlog, now), sealer(&backlog, now)],
    };
    if let Ok(Some(notice)) = maintenance::notice(&ctx).await {
        let what = format!("everybody only reads since {}", notice.since.format("%Y-%m-%d %H:%M UTC"));
        findings.push(Finding::warning("maintenance", what, "when you are done: nabta maintenance off"));
    }
    findings
}

fn is_older(since: Option<DateTime<Utc>>, now: DateTime<Utc>, than: TimeDelta) -> bool {
    since.is_some_and(|since| now - since > than)
}

fn jobs(backlog: &Backlog, now: DateTime<Utc>) -> Finding {
    let late = backlog.jobs.iter().filter(|jobs| jobs.state == JobState::Waiting && is_older(jobs.oldest, now, JOBS));
    let late: Vec<&str> = late.map(|jobs| jobs.kind.as_str()).collect();
    if !late.is_empty() {
        let what = format!("some have waited for longer than {} minutes: {}", JOBS.num_minutes(), late.join(", "));
        return Finding::warning("jobs", what, "start `nabta serve` with workers.jobs above 0, or `nabta work`");
    }
    let failed = backlog.jobs.iter().filter(|jobs| jobs.state == JobState::Failed);
    let failed: Vec<String> = failed.map(|jobs| format!("{} × {}", jobs.number, jobs.kind)).collect();
    if !failed.is_empty() {
        let remedy = "see why (`jobs(state: FAILED)` in GraphQL, as an administrator), mend it, then `jobRetry`";
        return Finding::warning("jobs", format!("set aside after their last try: {}", failed.join(", ")), remedy);
    }
    Finding::ok("jobs", "none waits too long, none was set aside")
}

fn letters(backlog: &Backlog, now: DateTime<Utc>) -> Finding {
    if is_older(backlog.oldest_letter, now, LETTERS) {
        let remedy = "see the line `mail` above, and that workers run";
        return Finding::warning("letters", "some have waited for longer than an hour", remedy);
    }
    match backlog.letters.get(&MailState::Refused) {
        Some(refused) if *refused > 0 => {
            let remedy = "see which and why (`mails(state: REFUSED)` in GraphQL, as an administrator)";
            Finding::warning("letters", format!("{refused} were refused in the last 30 days"), remedy)
        }
        _ => Finding::ok("letters", "none waits too long, none was refused"),
    }
}

fn sealer(backlog: &Backlog, now: DateTime<Utc>) -> Finding {
    let unsealed = &backlog.unsealed;
    if is_older(unsealed.oldest, now, SEALER) {
        let what = format!("{} entries of the journal wait to be sealed", unsealed.number);
        return Finding::warning(
            "journal",
            what,
            "start an instance with workers.tick_milliseconds above 0, or run `nabta journal verify`",
        );
    }
    Finding::ok("journal", "sealed")
}
