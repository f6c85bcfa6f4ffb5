//! Invitations to a role in a scope, by a letter to an address. Who has an account with that address gets the role; who has none opens one.

use chrono::TimeDelta;
use futures::FutureExt;
use nabta_entities::ids::{AccountId, InvitationId, PersonId};
use nabta_entities::people::account::AccountState;
use nabta_entities::people::invitation::{ActiveModel, Column, Entity, Model};
use nabta_entities::people::role_grant::Role;
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, PartialModelTrait, QueryFilter, QuerySelect, QueryTrait, Set};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::account::{self, Opened};
use super::actions::{self, codes};
use super::entries::PeopleEntry;
use super::registration::name;
use super::{address, password, role, secret};
use crate::kernel::access::{Action, Centre, Subject, SubjectRef};
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::limit::Limit;
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::retention::Rule;
use crate::kernel::vault::Place;
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Ctx, Error, KnownScope, Refusal, Result, Scope, text};
use crate::platform::mail::{self, NewMail, Template};
use crate::retention_rule;

/// How long an invitation is good. The letter says so.
const LIFETIME: TimeDelta = TimeDelta::days(7);
/// Letters by one who invites.
const BY_ACCOUNT: Limit = Limit { name: "invitation.account", most: 200, within: TimeDelta::hours(1) };

/// An invitation as those see it who may invite: without the secret, and without the address for everybody else.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// To which role.
    pub role: Role,
    /// The kind of the scope.
    pub scope_kind: String,
    /// Which one.
    pub scope_id: uuid::Uuid,
    /// When it was entered.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// Until when it can be accepted.
    pub expires_at: chrono::DateTime<chrono::Utc>,
    /// When it was accepted.
    pub used_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When it was taken back.
    pub ended_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Grows with each change.
    pub version: i32,
}

impl Subject for Invitation {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        Scope::from_columns(&self.scope_kind, self.scope_id).into_iter().collect()
    }
    fn reading(&self) -> Action {
        actions::INVITATION_SEND
    }
}

/// An invitation to be written.
#[derive(Debug)]
pub struct NewInvitation {
    /// To which address.
    pub email: String,
    /// In which language.
    pub locale: Locale,
    /// To which role.
    pub role: Role,
    /// Where.
    pub scope: KnownScope,
}

/// Writes one letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Send {
    invitation: InvitationId,
}

impl Job for Send {
    const KIND: &'static str = "people.invitation";
}

/// Writes the letters of invitations.
pub const HANDLER: Handler = Handler { kind: Send::KIND, run: |run| letter(run).boxed() };

const fn place(id: InvitationId) -> Place {
    Place { column: "invitation.sealed", row: id.0 }
}

/// Invites somebody to a role. The answer is the same whether or not the address has an account.
pub async fn send(ctx: &Ctx, new: NewInvitation, idempotency_key: Option<&str>) -> Result<Invitation> {
    authorize(ctx, actions::INVITATION_SEND, &Centre)?;
    let email = address::normalise(&new.email, "email")?;
    let acting = ctx.account()?.id;
    BY_ACCOUNT.take(ctx, &acting.0.to_string()).await?;
    let (id, scope): (InvitationId, Scope) = (ctx.new_id(), new.scope.scope());
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::INVITATION_SEND, &Centre)?;
    let input = (address::digest(ctx, &email), new.locale, new.role, scope.wire());
    if let Recall::Done(id) = idempotency::recall(&work, actions::INVITATION_SEND, idempotency_key, &input).await? {
        // Given back first: who waits for a second connection with the first one in hand keeps out all others.
        drop(work);
        return read(ctx, id).await;
    }
    let row = ActiveModel {
        id: Set(id),
        sealed: Set(ctx.services.keyring.seal(ctx.services.entropy.as_ref(), place(id), email.as_bytes())),
        locale: Set(new.locale),
        role: Set(new.role),
        scope_kind: Set(scope.kind.to_owned()),
        scope_id: Set(scope.id),
        invited_by: Set(acting),
        secret_digest: Set(None),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + LIFETIME),
        used_at: Set(None),
        ended_at: Set(None),
        version: Set(1),
    };
    work.insert(&permit, row).await?;
    work.enqueue(&permit, &Send { invitation: id }).await?;
    idempotency::remember(&work, actions::INVITATION_SEND, idempotency_key, id.0).await?;
    work.commit(permit, PeopleEntry::InvitationSent { invitation: id, role: new.role, scope }).await?;
    read(ctx, id).await
}

async fn letter(run: Run) -> Result<(), Failure> {
    let job: Send = run.payload()?;
    Ok(write_letter(&run.ctx, job.invitation).await?)
}

async fn write_letter(ctx: &Ctx, id: InvitationId) -> Result<()> {
    let work = ctx.begin().await?;
    let Some(row) = Entity::find_by_id(id).held().one(&work.read()).await? else { return Ok(()) };
    if row.secret_digest.is_some() || row.ended_at.is_some() {
        return Ok(());
    }
    let permit = work.authorize(actions::INVITATION_ANSWER, &Centre)?;
    let (new_secret, digest) = secret::new(ctx);
    let host = account::load(ctx, &work.read(), row.invited_by).await?;
    let update = Entity::update_many()
        .set(ActiveModel { secret_digest: Set(Some(digest)), ..Default::default() })
        .filter(Column::Id.eq(id))
        .into_query();
    work.execute(&permit, &update).await?;
    let letter = NewMail {
        template: Template::Invitation,
        to: email_of(ctx, &row)?,
        locale: row.locale,
        person: None,
        values: mail::values([
            ("host", name(&host.names, row.locale)),
            ("role", row.role.name()),
            ("link", ctx.services.site.link(row.locale, "invitation", Some(&new_secret))),
        ]),
        unsubscribe: None,
    };
    mail::write(&work, &permit, letter).await?;
    work.commit(permit, PeopleEntry::InvitationAnswered { invitation: id }).await
}

/// What somebody needs to open an account with an invitation: their name and a password.
#[derive(Debug)]
pub struct Newcomer {
    /// The person's name.
    pub names: LocalizedText,
    /// The password.
    pub password: SecretString,
}

/// Accepts an invitation by the letter's secret. Who has an account with the address needs nothing else; who has none says name and
/// password. A secret that is none, was used, was taken back or is too old gives the same answer.
pub async fn accept(ctx: &Ctx, given: &str, newcomer: Option<Newcomer>) -> Result<AccountId> {
    let refused = || Error::from(Refusal::at(codes::LINK_REFUSED, "secret"));
    let digest = secret::digest(given);
    let good = |row: &Model| row.used_at.is_none() && row.ended_at.is_none() && row.expires_at > ctx.now();
    let found = Entity::find().filter(Column::SecretDigest.eq(digest)).one(ctx.database().reader()).await?;
    let row = found.filter(good).ok_or_else(refused)?;
    let email = email_of(ctx, &row)?;
    let known = address::find(ctx, ctx.database().reader(), &email).await?;
    // Who is signed in as somebody else holds a letter that was not for them.
    if ctx.actor.account().is_some_and(|acting| known.as_ref().is_none_or(|known| known.id != acting.id)) {
        return Err(Refusal::at(codes::INVITATION_OF_OTHERS, "secret").into());
    }
    let opened = match (&known, newcomer) {
        (Some(_), _) => None,
        (None, None) => return Err(Refusal::at(codes::ACCOUNT_NEEDED, "names").into()),
        (None, Some(new)) => {
            let names = text::titles(&new.names, "names")?;
            password::check(&new.password, "password", &[&email])?;
            let password_hash = password::hash(new.password, ctx.services.entropy.as_ref()).await?;
            let (person, id): (PersonId, AccountId) = (ctx.new_id(), ctx.new_id());
            let (locale, state) = (row.locale, AccountState::Active);
            Some(Opened { id, person, names, email: email.clone(), password_hash, locale, state })
        }
    };
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::INVITATION_ACCEPT, &Centre)?;
    let row = Entity::find_by_id(row.id).held().one(&work.read()).await?.filter(good).ok_or_else(refused)?;
    let account = match (known, opened) {
        (Some(known), _) if known.state == AccountState::Active => known.id,
        (None, Some(opened)) => {
            let id = opened.id;
            account::insert(&work, &permit, opened).await?;
            id
        }
        _ => return Err(refused()),
    };
    let scope = Scope::from_columns(&row.scope_kind, row.scope_id).ok_or_else(refused)?;
    role::hold(&work, &permit, account, row.role, scope).await?;
    let use_up = Entity::update_many()
        .set(ActiveModel { used_at: Set(Some(ctx.now())), version: Set(row.version + 1), ..Default::default() })
        .filter(Column::Id.eq(row.id))
        .into_query();
    work.execute(&permit, &use_up).await?;
    work.commit(permit, PeopleEntry::InvitationAccepted { invitation: row.id, account, role: row.role, scope }).await?;
    Ok(account)
}

/// Takes an invitation back.
pub async fn end(ctx: &Ctx, id: InvitationId, version: i32) -> Result<Invitation> {
    let work = ctx.begin().await?;
    let row = Entity::find_by_id(id).held().into_partial_model::<Invitation>().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let permit = work.authorize(actions::INVITATION_END, &row)?;
    if row.version != version {
        return Err(Error::Conflict);
    }
    if row.used_at.is_some() || row.ended_at.is_some() {
        let state = if row.used_at.is_some() { "Done" } else { "Cancelled" };
        return Err(Refusal::new(WRONG_STATE).with("state", state).into());
    }
    let update = Entity::update_many()
        .set(ActiveModel { ended_at: Set(Some(ctx.now())), version: Set(version + 1), ..Default::default() })
        .filter(Column::Id.eq(id))
        .into_query();
    work.execute(&permit, &update).await?;
    work.commit(permit, PeopleEntry::InvitationEnded { invitation: id }).await?;
    read(ctx, id).await
}

/// All invitations, newest first, for those who may invite.
pub async fn list(ctx: &Ctx, request: &PageRequest) -> Result<Page<Invitation>> {
    authorize(ctx, actions::INVITATION_SEND, &Centre)?;
    let select = Invitation::select_cols(Entity::find().select_only());
    let ordering = Ordering { columns: vec![Expr::col((Entity, Column::Id))], descending: true };
    page::read(ctx.database().reader(), select, &ordering, request, |row: &Invitation| vec![Key::Id(row.id.0)]).await
}

/// One invitation, for those who may invite.
pub async fn read(ctx: &Ctx, id: InvitationId) -> Result<Invitation> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The invitations with these ids, for those who may invite.
pub async fn by_ids(ctx: &Ctx, ids: &[InvitationId]) -> Result<Vec<Invitation>> {
    if authorize(ctx, actions::INVITATION_SEND, &Centre).is_err() {
        return Ok(Vec::new());
    }
    let select = Entity::find().filter(Column::Id.is_in(ids.to_vec())).into_partial_model::<Invitation>();
    Ok(select.all(ctx.database().reader()).await?)
}

/// The addresses that were invited, for those who may invite.
pub async fn addresses(ctx: &Ctx, ids: &[InvitationId]) -> Result<Vec<(InvitationId, String)>> {
    authorize(ctx, actions::INVITATION_SEND, &Centre)?;
    let rows = Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?;
    rows.iter().map(|row| Ok((row.id, email_of(ctx, row)?))).collect()
}

fn email_of(ctx: &Ctx, row: &Model) -> Result<String> {
    let email = ctx.services.keyring.open(place(row.id), &row.sealed)?;
    String::from_utf8(email).map_err(|_| Error::internal("an address that is no text"))
}

/// Whom somebody invited to what stays in the journal, without the address.
pub(super) const RETENTION: Rule =
    retention_rule!("people.invitation", 365, Trace, Entity, |before| Column::ExpiresAt.lt(before));
