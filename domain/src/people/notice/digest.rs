//! The letter that gathers what somebody was told since the last one, each morning; nobody gets an empty one.

use std::collections::BTreeMap;

use futures::FutureExt;
use nabta_entities::ids::{AccountId, NoticeId};
use nabta_entities::people::notice::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::{leaving, shown, telling};
use crate::kernel::access::Centre;
use crate::kernel::jobs::schedule::Schedule;
use crate::kernel::jobs::{Failure, Handler, NewJob, Run};
use crate::kernel::work::Held;
use crate::kernel::{Ctx, Result};
use crate::people::account::{self, Account};
use crate::people::actions::NOTICE_GATHER;
use crate::people::entries::PeopleEntry;
use crate::platform::mail::{self, Template};

/// So many accounts in one transaction.
const BATCH: u64 = 50;
/// So many notices are named in one letter; the page has the others.
const NAMED: usize = 20;

/// Writes the letters of one morning.
const KIND: &str = "notice.gather";

/// Each morning, before work begins.
pub const SCHEDULE: Schedule = Schedule { name: KIND, pattern: "0 7 * * *", job: |at| NewJob::at(KIND, at) };

/// Writes the letters.
pub const HANDLER: Handler = Handler { kind: KIND, run: |run| gather(run).boxed() };

async fn gather(run: Run) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let accounts = waiting(&run.ctx, after).await?;
        let Some(last) = accounts.last().copied() else { return Ok(()) };
        after = Some(last);
        write(&run.ctx, &accounts).await?;
    }
}

/// Accounts for which something waits.
async fn waiting(ctx: &Ctx, after: Option<AccountId>) -> Result<Vec<AccountId>> {
    let mut select = Entity::find().select_only().column(Column::AccountId).distinct();
    select = select.filter(Column::AwaitsDigest.eq(true)).order_by_asc(Column::AccountId).limit(BATCH);
    if let Some(after) = after {
        select = select.filter(Column::AccountId.gt(after));
    }
    Ok(select.into_tuple().all(ctx.database().reader()).await?)
}

/// Writes the letters to some accounts, and takes what they mention from what waits: both or neither.
async fn write(ctx: &Ctx, accounts: &[AccountId]) -> Result<()> {
    let work = ctx.begin().await?;
    let permit = work.authorize(NOTICE_GATHER, &Centre)?;
    let waiting = Entity::find().filter(Column::AccountId.is_in(accounts.to_vec())).filter(Column::AwaitsDigest.eq(true));
    let rows = waiting.order_by_desc(Column::Id).held().all(&work.read()).await?;
    let ids: Vec<NoticeId> = rows.iter().map(|row| row.id).collect();
    let taken = Entity::update_many().col_expr(Column::AwaitsDigest, Expr::value(false)).filter(Column::Id.is_in(ids));
    if work.execute(&permit, &taken.into_query()).await? == 0 {
        return Ok(());
    }
    let owners = account::load_all(ctx, &work.read(), accounts).await?;
    let mut letters = 0;
    for owner in owners.iter().filter(|owner| owner.is_active) {
        // What was read in the pages is no news.
        let news: Vec<&Model> = rows.iter().filter(|row| row.account_id == owner.id && row.read_at.is_none()).collect();
        if news.is_empty() {
            continue;
        }
        let values = BTreeMap::from([("items".to_owned(), items(ctx, owner, &news)?)]);
        let unsubscribe = Some(leaving::link(ctx, owner.id, None)?);
        let letter = telling::letter(ctx, owner, Template::Digest, (values, "notices"), unsubscribe);
        mail::write(&work, &permit, letter).await?;
        letters += 1;
    }
    work.commit(permit, PeopleEntry::NoticesGathered { letters }).await
}

/// What is new, a line each, newest first.
fn items(ctx: &Ctx, owner: &Account, news: &[&Model]) -> Result<String> {
    let mut lines = Vec::new();
    for row in news.iter().take(NAMED) {
        let notice = shown(ctx, row, owner.locale)?;
        let text = notice.text.split("\n\n").next().unwrap_or_default().trim();
        lines.push(format!("• {} — {text}", notice.title));
    }
    if let Some(more) = news.len().checked_sub(NAMED).filter(|more| *more > 0) {
        lines.push(format!("• +{more}"));
    }
    Ok(lines.join("\n\n"))
}
