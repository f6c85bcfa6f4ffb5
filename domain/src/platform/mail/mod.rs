//! Letters to people: written in the transaction of their cause, carried by a job, at least once, with the same Message-ID each time.
//!
//! A text message to a telephone goes the same way.
//!
//! What a letter says is a template ([`template`]) in the reader's language and a few values. Address and values are sealed while the
//! letter waits, and gone when it was taken: a link that signs in must not lie in the database for years.

mod template;

use std::collections::BTreeMap;

use futures::FutureExt;
use nabta_entities::ids::{MailId, PersonId};
use nabta_entities::platform::mail::{ActiveModel, Column, Entity, MailChannel, MailState, Model};
use nabta_entities::values::Locale;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DerivePartialModel, EntityTrait, PartialModelTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};
use serde::{Deserialize, Serialize};

use super::actions::MAIL_READ;
use crate::kernel::access::Centre;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::post::{Letter, NotTaken, TextMessage};
use crate::kernel::retention::Rule;
use crate::kernel::vault::Place;
use crate::kernel::work::{Permit, TechnicalWrite, Work, authorize};
use crate::kernel::{Ctx, Error, Result, TypedId};
use crate::retention_rule;

pub use template::{Template, checking, escape_html, leaving};

/// A letter to be written.
#[derive(Debug)]
pub struct NewMail {
    /// What it says.
    pub template: Template,
    /// To which address.
    pub to: String,
    /// In which language.
    pub locale: Locale,
    /// To whom, if it is somebody whom the centre knows.
    pub person: Option<PersonId>,
    /// What the template mentions.
    pub values: BTreeMap<String, String>,
    /// Where one asks for no more letters of this kind, for those that nobody needs.
    pub unsubscribe: Option<String>,
}

/// What a template mentions.
pub fn values<const N: usize>(values: [(&str, String); N]) -> BTreeMap<String, String> {
    values.map(|(name, value)| (name.to_owned(), value)).into()
}

/// What of a letter is nobody's business.
#[derive(Serialize, Deserialize)]
struct Secret {
    to: String,
    values: BTreeMap<String, String>,
    #[serde(default)]
    unsubscribe: Option<String>,
}

/// Carries one letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Send {
    mail: MailId,
}

impl Job for Send {
    const KIND: &'static str = "mail.send";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.mail.wire()))
    }
}

/// Carries letters.
pub const HANDLER: Handler = Handler { kind: Send::KIND, run: |run| send(run).boxed() };

const fn place(id: MailId) -> Place {
    Place { column: "mail.sealed", row: id.0 }
}

/// Writes a letter, which is carried after the commit.
pub(crate) async fn write(work: &Work, permit: &Permit, new: NewMail) -> Result<()> {
    enter(work, permit, new, MailChannel::Mail).await
}

/// Writes a text message to a telephone, which is carried after the commit.
pub(crate) async fn write_text(work: &Work, permit: &Permit, new: NewMail) -> Result<()> {
    enter(work, permit, new, MailChannel::Sms).await
}

async fn enter(work: &Work, permit: &Permit, new: NewMail, channel: MailChannel) -> Result<()> {
    let ctx = work.ctx();
    let id: MailId = ctx.new_id();
    let secret = Secret { to: new.to, values: new.values, unsubscribe: new.unsubscribe };
    let row = ActiveModel {
        id: Set(id),
        template: Set(new.template.name().to_owned()),
        channel: Set(channel),
        locale: Set(new.locale),
        person_id: Set(new.person),
        sealed: Set(Some(ctx.seal(place(id), &secret)?)),
        state: Set(MailState::Waiting),
        problem: Set(None),
        created_at: Set(ctx.now()),
        ended_at: Set(None),
        bounced_at: Set(None),
    };
    work.insert(permit, row).await?;
    work.enqueue(permit, &Send { mail: id }).await
}

async fn send(run: Run) -> Result<(), Failure> {
    let job: Send = run.payload()?;
    let ctx = &run.ctx;
    let row = Entity::find_by_id(job.mail).one(ctx.database().reader()).await.map_err(Error::from)?;
    let Some(Model { sealed: Some(sealed), template, channel, locale, .. }) = row else {
        // It was taken before, and the worker died before it could say so.
        return Ok(());
    };
    let secret: Secret = ctx.open(place(job.mail), &sealed)?;
    let template = Template::from_name(&template).ok_or_else(|| Failure::Never("TEMPLATE".into()))?;
    let carried = match channel {
        MailChannel::Mail => {
            let Secret { to, values, unsubscribe } = secret;
            let (subject, text, html) = template.render(locale, &values, unsubscribe.as_deref())?;
            let message_id = message_id(ctx, job.mail);
            ctx.services.carrier.carry(&Letter { message_id, to, locale, subject, text, html, unsubscribe }).await
        }
        MailChannel::Sms => {
            let text = template.render_text(locale, &secret.values)?;
            ctx.services.texts.carry(&TextMessage { id: job.mail.0.simple().to_string(), to: secret.to, locale, text }).await
        }
    };
    match carried {
        Ok(()) => ended(ctx, job.mail, MailState::Sent, None).await?,
        Err(NotTaken::Never(problem)) => ended(ctx, job.mail, MailState::Refused, Some(problem)).await?,
        Err(NotTaken::Later(problem)) => return Err(Failure::Later(problem)),
    }
    Ok(())
}

/// How the mail servers of the world know a letter.
fn message_id(ctx: &Ctx, id: MailId) -> String {
    format!("<{}@{}>", id.0.simple(), ctx.services.site.host())
}

async fn ended(ctx: &Ctx, id: MailId, state: MailState, problem: Option<String>) -> Result<()> {
    let work = ctx.begin_technical(TechnicalWrite::MailDelivery).await?;
    let row = ActiveModel {
        state: Set(state),
        sealed: Set(None),
        problem: Set(problem.map(|problem| problem.chars().take(200).collect())),
        ended_at: Set(Some(ctx.now())),
        ..Default::default()
    };
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(work.transaction()).await?;
    work.commit().await
}

/// What became of a letter, without its address and what it says.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// What it says, by name.
    pub template: String,
    /// By which way it goes.
    pub channel: MailChannel,
    /// In which language.
    pub locale: Locale,
    /// Where it stands.
    pub state: MailState,
    /// A word on why it was refused.
    pub problem: Option<String>,
    /// When it was written.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it was taken or refused.
    pub ended_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When it was told that it came back although it had been taken.
    pub bounced_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// The letters with these ids, for those who may know of them.
pub async fn by_ids(ctx: &Ctx, ids: &[MailId]) -> Result<Vec<Mail>> {
    if authorize(ctx, MAIL_READ, &Centre).is_err() {
        return Ok(Vec::new());
    }
    Ok(Entity::find().filter(Column::Id.is_in(ids.to_vec())).into_partial_model().all(ctx.database().reader()).await?)
}

/// The letters in one state, or all, and those that came back, or did not; newest first: what was refused and what waits, without
/// addresses.
pub async fn list(ctx: &Ctx, state: Option<MailState>, bounced: Option<bool>, request: &PageRequest) -> Result<Page<Mail>> {
    authorize(ctx, MAIL_READ, &Centre)?;
    let mut select = Mail::select_cols(Entity::find().select_only());
    if let Some(bounced) = bounced {
        select = select.filter(if bounced { Column::BouncedAt.is_not_null() } else { Column::BouncedAt.is_null() });
    }
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &Mail| vec![Key::Id(row.id.0)]).await
}

/// Notes that a letter came back although it had been taken; to whom it went, the first time that this is told. The caller commits.
pub(crate) async fn bounced(work: &Work, permit: &Permit, message_id: &str, problem: &str) -> Result<Option<Returned>> {
    let ctx = work.ctx();
    let name = message_id.trim().trim_start_matches('<').split('@').next().unwrap_or_default();
    let Ok(id) = uuid::Uuid::parse_str(name).map(MailId) else { return Ok(None) };
    // What another service numbered like this is not ours.
    if self::message_id(ctx, id).trim_matches(['<', '>']) != message_id.trim().trim_matches(['<', '>']) {
        return Ok(None);
    }
    let Some(row) = Entity::find_by_id(id).one(&work.read()).await? else { return Ok(None) };
    let change = ActiveModel {
        bounced_at: Set(Some(ctx.now())),
        problem: Set(Some(problem.chars().take(200).collect())),
        ..Default::default()
    };
    let change = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(MailState::Sent))
        .filter(Column::BouncedAt.is_null());
    let met = work.execute(permit, &change.into_query()).await?;
    Ok((met == 1).then_some(Returned { id, person: row.person_id }))
}

/// A letter that came back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Returned {
    /// Which one.
    pub(crate) id: MailId,
    /// To whom it went, if it is somebody whom the centre knows.
    pub(crate) person: Option<PersonId>,
}

/// What became of a letter can be asked for a while.
pub(super) const RETENTION: Rule = retention_rule!("platform.mail", 30, Trace, Entity, |before| {
    let is_over = Expr::col(Column::EndedAt).lt(before);
    // What nobody took so long nobody waits for.
    is_over.or(Column::EndedAt.is_null().and(Expr::col(Column::CreatedAt).lt(before)))
});

/// Forgets to whom letters went, and sends none that waits; the caller commits.
pub(crate) async fn erase(work: &Work, permit: &Permit, persons: &[PersonId]) -> Result<()> {
    let refused = ActiveModel {
        state: Set(MailState::Refused),
        sealed: Set(None),
        problem: Set(Some("ERASED".into())),
        ended_at: Set(Some(work.ctx().now())),
        ..Default::default()
    };
    let waiting = Column::PersonId.is_in(persons.to_vec()).and(Column::State.eq(MailState::Waiting));
    work.execute(permit, &Entity::update_many().set(refused).filter(waiting).into_query()).await?;
    let row = ActiveModel { person_id: Set(None), ..Default::default() };
    let unnamed = Entity::update_many().set(row).filter(Column::PersonId.is_in(persons.to_vec())).into_query();
    work.execute(permit, &unnamed).await.map(drop)
}

/// What became of letters to these persons, newest first, whoever asks.
pub(crate) async fn to_persons(ctx: &Ctx, persons: &[PersonId]) -> Result<Vec<Mail>> {
    let select = Entity::find().filter(Column::PersonId.is_in(persons.to_vec())).order_by_desc(Column::Id);
    Ok(select.into_partial_model().all(ctx.database().reader()).await?)
}

/// Seals letters that wait anew, under the newest secret; how many that was.
pub(crate) async fn reseal(ctx: &Ctx) -> Result<u64> {
    use nabta_entities::platform::mail as letter;
    Ok(crate::reseal_table!(ctx, letter, id: MailId, Id, "mail.sealed", |row| row.sealed.clone()))
}
