//! What people are told: in the pages always, and by mail at once or gathered once a day, as each of them prefers.
//!
//! A notice is told in the transaction of its cause ([`tell`]). It keeps what it mentions, and not its words: whoever reads it does so in
//! the language of that day.

mod bounce;
mod digest;
mod leaving;
mod preference;
mod telling;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use nabta_entities::ids::{AccountId, NoticeId};
use nabta_entities::people::notice::{Column, Entity, Model};
use nabta_entities::people::notice_preference;
use nabta_entities::values::Locale;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};

use crate::kernel::error::codes::OUT_OF_RANGE;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::retention::Rule;
use crate::kernel::vault::Place;
use crate::kernel::work::{Permit, TechnicalWrite, Work};
use crate::kernel::{Ctx, Error, Refusal, Result};
use crate::platform::mail::Template;
use crate::retention_rule;

pub use bounce::{Bounce, note as note_bounce};
pub use digest::{HANDLER, SCHEDULE};
pub use leaving::{Leave, leave, locale_of};
pub use nabta_entities::people::notice::NoticeTopic;
pub use nabta_entities::people::notice_preference::NoticeDelivery;
pub use preference::{Preference, prefer, preferences};
pub(crate) use telling::{NewNotice, Said, tell};

/// How many unread ones are counted: beyond that nobody counts.
const COUNTED: u64 = 100;
/// How many are marked at once.
const AT_ONCE: usize = 100;

/// What somebody was told, in the language of who reads it.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What it is about.
    pub topic: NoticeTopic,
    /// What stands over it.
    pub title: String,
    /// What it says.
    pub text: String,
    /// The page to which it leads.
    pub link: String,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// What of a notice is nobody's business.
#[derive(Serialize, Deserialize)]
struct Kept {
    values: BTreeMap<String, Said>,
    page: String,
}

impl Kept {
    /// What it mentions, in a language.
    fn values(&self, locale: Locale) -> BTreeMap<String, String> {
        self.values.iter().map(|(name, said)| (name.clone(), said.say(locale))).collect()
    }
}

const fn place(id: NoticeId) -> Place {
    Place { column: "notice.sealed", row: id.0 }
}

fn shown(ctx: &Ctx, row: &Model, locale: Locale) -> Result<Notice> {
    let kept: Kept = ctx.open(place(row.id), &row.sealed)?;
    let template = Template::from_name(&row.template);
    let template = template.ok_or_else(|| Error::internal(format!("a notice that nobody writes: {}", row.template)))?;
    let (title, text) = template.render_notice(locale, &kept.values(locale))?;
    Ok(Notice {
        id: row.id,
        topic: row.topic,
        title,
        text,
        link: ctx.services.site.link(locale, &kept.page, None),
        created_at: row.created_at,
        read_at: row.read_at,
    })
}

/// What whoever is signed in was told, newest first: all of it, or what is unread.
pub async fn list(ctx: &Ctx, unread: bool, request: &PageRequest) -> Result<Page<Notice>> {
    let mut select = Entity::find().filter(Column::AccountId.eq(ctx.account()?.id));
    if unread {
        select = select.filter(Column::ReadAt.is_null());
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    let key = |row: &Model| vec![Key::Id(row.id.0)];
    page::read(ctx.database().reader(), select, &ordering, request, key).await?.try_map(|row| shown(ctx, &row, ctx.locale))
}

/// How many of one's own are unread, up to a hundred.
pub async fn count_unread(ctx: &Ctx) -> Result<usize> {
    // Their ids and not a count, which would go through all of them.
    let own = Entity::find().select_only().column(Column::Id).filter(Column::AccountId.eq(ctx.account()?.id));
    let own = own.filter(Column::ReadAt.is_null()).limit(COUNTED).into_tuple::<NoticeId>();
    Ok(own.all(ctx.database().reader()).await?.len())
}

/// Marks one's own as read: these, or all that came until the newest that was seen. Those of others, and what is none, are passed over.
pub async fn mark_read(ctx: &Ctx, which: Which) -> Result<()> {
    ctx.must_be_oneself()?;
    let own = Column::AccountId.eq(ctx.account()?.id).and(Column::ReadAt.is_null());
    let which = match which {
        Which::These(ids) if ids.len() > AT_ONCE => {
            return Err(Refusal::at(OUT_OF_RANGE, "notices").with("least", 0).with("most", AT_ONCE).into());
        }
        Which::These(ids) => Column::Id.is_in(ids),
        Which::Until(newest) => Column::Id.lte(newest),
        Which::All => Column::Id.is_not_null(),
    };
    let work = ctx.begin_technical(TechnicalWrite::NoticeRead).await?;
    let read = Entity::update_many().col_expr(Column::ReadAt, Expr::value(ctx.now()));
    read.filter(own).filter(which).exec(work.transaction()).await?;
    work.commit().await
}

/// Which notices.
#[derive(Clone, Debug)]
pub enum Which {
    /// These.
    These(Vec<NoticeId>),
    /// All that are not newer than this one.
    Until(NoticeId),
    /// All that there are.
    All,
}

/// What an account was told, newest first, whoever asks.
pub(crate) async fn all_of(ctx: &Ctx, account: AccountId, locale: Locale) -> Result<Vec<Notice>> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::Id);
    rows.all(ctx.database().reader()).await?.iter().map(|row| shown(ctx, row, locale)).collect()
}

/// Removes what an account was told and how it wanted to be; the caller commits.
pub(crate) async fn erase(work: &Work, permit: &Permit, account: AccountId) -> Result<()> {
    work.execute(permit, &Entity::delete_many().filter(Column::AccountId.eq(account)).into_query()).await?;
    let preferences = notice_preference::Entity::delete_many().filter(notice_preference::Column::AccountId.eq(account));
    work.execute(permit, &preferences.into_query()).await.map(drop)
}

/// What happened half a year ago is no news.
pub(in crate::people) const RETENTION: Rule =
    retention_rule!("people.notice", 180, Purpose, Entity, |before| Column::CreatedAt.lt(before));
