//! How somebody wants to be told about something.

use nabta_entities::ids::AccountId;
use nabta_entities::people::notice;
use nabta_entities::people::notice::NoticeTopic;
use nabta_entities::people::notice_preference::{ActiveModel, Column, Entity, Model, NoticeDelivery};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use crate::kernel::own::Own;
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Refusal, Result};
use crate::people::account;
use crate::people::actions::NOTICE_SET;
use crate::people::actions::codes::NOTICE_NEEDED;
use crate::people::entries::PeopleEntry;

/// How somebody is told about something.
#[derive(Clone, Copy, Debug)]
pub struct Preference {
    /// About what.
    pub topic: NoticeTopic,
    /// How.
    pub delivery: NoticeDelivery,
    /// Whether it cannot be chosen.
    pub is_fixed: bool,
}

/// How people are told who chose nothing.
const fn usual(topic: NoticeTopic) -> NoticeDelivery {
    match topic {
        NoticeTopic::Security | NoticeTopic::OwnData | NoticeTopic::Learning => NoticeDelivery::Mail,
        NoticeTopic::Content => NoticeDelivery::Digest,
    }
}

/// Whether everybody is told so: who does not learn that another way into the account was opened cannot close it.
pub(super) const fn is_fixed(topic: NoticeTopic) -> bool {
    matches!(topic, NoticeTopic::Security)
}

/// What accounts chose, about one topic or all.
pub(super) async fn chosen(
    database: &impl ConnectionTrait,
    accounts: &[AccountId],
    topic: Option<NoticeTopic>,
) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(Column::AccountId.is_in(accounts.to_vec()));
    if let Some(topic) = topic {
        select = select.filter(Column::Topic.eq(topic));
    }
    Ok(select.all(database).await?)
}

/// How an account is told, by what it chose.
pub(super) fn delivery(chosen: &[Model], account: AccountId, topic: NoticeTopic) -> NoticeDelivery {
    let own = chosen.iter().find(|row| row.account_id == account && row.topic == topic).filter(|_| !is_fixed(topic));
    own.map_or_else(|| usual(topic), |row| row.delivery)
}

/// How an account is told about each topic.
async fn all(database: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Preference>> {
    let chosen = chosen(database, &[account], None).await?;
    let each = NoticeTopic::ALL.iter().copied();
    Ok(each.map(|topic| Preference { topic, delivery: delivery(&chosen, account, topic), is_fixed: is_fixed(topic) }).collect())
}

/// How whoever is signed in is told about each topic.
pub async fn preferences(ctx: &Ctx) -> Result<Vec<Preference>> {
    all(ctx.database().reader(), ctx.account()?.id).await
}

/// Says how one wants to be told about something.
pub async fn prefer(ctx: &Ctx, topic: NoticeTopic, delivery: NoticeDelivery) -> Result<Vec<Preference>> {
    let owner = Own::of(ctx, NOTICE_SET)?;
    let work = ctx.begin().await?;
    let permit = work.authorize(NOTICE_SET, &owner)?;
    account::hold(&work, owner.account).await?;
    let now = all(&work.read(), owner.account).await?;
    if now.iter().any(|known| known.topic == topic && known.delivery == delivery) {
        return Ok(now);
    }
    if is_fixed(topic) {
        return Err(Refusal::at(NOTICE_NEEDED, "delivery").into());
    }
    set(&work, &permit, owner.account, topic, delivery).await?;
    work.commit(permit, PeopleEntry::NoticePreferred { account: owner.account, topics: vec![topic], delivery }).await?;
    preferences(ctx).await
}

/// Keeps what an account chose; the caller commits. Who wants no letters gets none of what waits for the next one either.
pub(super) async fn set(
    work: &Work,
    permit: &Permit,
    account: AccountId,
    topic: NoticeTopic,
    delivery: NoticeDelivery,
) -> Result<()> {
    let row =
        ActiveModel { account_id: Set(account), topic: Set(topic), delivery: Set(delivery), changed_at: Set(work.ctx().now()) };
    let kept =
        OnConflict::columns([Column::AccountId, Column::Topic]).update_columns([Column::Delivery, Column::ChangedAt]).to_owned();
    work.execute(permit, &Entity::insert(row).on_conflict(kept).into_query()).await?;
    if delivery == NoticeDelivery::Pages {
        let waiting = notice::Entity::update_many()
            .col_expr(notice::Column::AwaitsDigest, Expr::value(false))
            .filter(notice::Column::AccountId.eq(account))
            .filter(notice::Column::Topic.eq(topic))
            .filter(notice::Column::AwaitsDigest.eq(true));
        work.execute(permit, &waiting.into_query()).await?;
    }
    Ok(())
}

/// Topics that an account hears of by letters of this kind: of one topic, or those that are gathered.
pub(super) async fn letters_of(
    database: &impl ConnectionTrait,
    account: AccountId,
    topic: Option<NoticeTopic>,
) -> Result<Vec<NoticeTopic>> {
    let all = all(database, account).await?.into_iter().filter(|one| !one.is_fixed);
    Ok(all
        .filter(|one| topic.map_or(one.delivery == NoticeDelivery::Digest, |topic| one.topic == topic))
        .filter(|one| one.delivery != NoticeDelivery::Pages)
        .map(|one| one.topic)
        .collect())
}
