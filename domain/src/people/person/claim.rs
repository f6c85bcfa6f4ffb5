//! Being known as a person who is on file: by a code to the telephone or address that is on file, or by an officer who knows both. Nobody
//! gets somebody's file by typing a name or a number.
//!
//! Who opens an account gets an entry of their own as a person. A claim leads the account to the entry that an officer made; the account's
//! own entry then stands for that one, for whoever looks for it later.

use chrono::TimeDelta;
use futures::FutureExt;
use nabta_entities::ids::{AccountId, PersonClaimId, PersonId};
use nabta_entities::people::person::PersonState;
use nabta_entities::people::person_claim::{ActiveModel, Column, Entity, Model};
use nabta_entities::people::role_grant::Role;
use nabta_entities::people::{account, person, person_merger};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};
use serde::{Deserialize, Serialize};

use super::super::account::{self as accounts, Account};
use super::super::actions::codes::{ALREADY_CLAIMED, CODE_REFUSED, HAS_ROLE};
use super::super::entries::PeopleEntry;
use super::super::notice::{self, NewNotice};
use super::super::{actions, address, key, new_password};
use super::absorb::absorb;
use super::sensitive::{Contact, SensitiveField};
use super::{Person, queries};
use crate::kernel::access::Centre;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::limit::Limit;
use crate::kernel::retention::Rule;
use crate::kernel::vault::Place;
use crate::kernel::work::{Held, Permit, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, TypedId};
use crate::platform::mail::{self, NewMail, Template};
use crate::retention_rule;

/// How long a code is good. The message says so.
const LIFETIME: TimeDelta = TimeDelta::minutes(30);
/// Codes for one account.
const BY_ACCOUNT: Limit = Limit { name: "claim.account", most: 5, within: TimeDelta::hours(1) };
/// Codes to one telephone or address.
const BY_CONTACT: Limit = Limit { name: "claim.contact", most: 5, within: TimeDelta::hours(1) };
/// How many digits a code has.
const DIGITS: u32 = 8;

/// Answers one wish by a code, if there is such a person.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answer {
    claim: PersonClaimId,
}

impl Job for Answer {
    const KIND: &'static str = "people.claim";
}

/// Answers wishes to be known as somebody.
pub const HANDLER: Handler = Handler { kind: Answer::KIND, run: |run| answer(run).boxed() };

/// What is kept of a wish, sealed.
#[derive(Serialize, Deserialize)]
struct Wish {
    is_phone: bool,
    word: String,
}

const fn place(id: PersonClaimId) -> Place {
    Place { column: "person_claim.sealed", row: id.0 }
}

/// Takes the wish of whoever is signed in. The answer is the same whether or not anybody has this telephone or address on file.
pub async fn request(ctx: &Ctx, contact: &Contact) -> Result<()> {
    let acting = ctx.account()?.id;
    let (field, word) = contact.word()?;
    BY_ACCOUNT.take(ctx, &acting.wire()).await?;
    BY_CONTACT.take(ctx, &word).await?;
    let id: PersonClaimId = ctx.new_id();
    let wish = Wish { is_phone: field == SensitiveField::Phone, word };
    let work = ctx.begin().await?;
    let own = accounts::load(ctx, &work.read(), acting).await?;
    let permit = work.authorize(actions::PERSON_CLAIM, &own)?;
    let row = ActiveModel {
        id: Set(id),
        account_id: Set(acting),
        sealed: Set(Some(ctx.seal(place(id), &wish)?)),
        person_id: Set(None),
        code_digest: Set(None),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + LIFETIME),
        used_at: Set(None),
    };
    work.insert(&permit, row).await?;
    work.enqueue(&permit, &Answer { claim: id }).await?;
    work.commit(permit, PeopleEntry::PersonClaimRequested { claim: id, account: acting }).await
}

async fn answer(run: Run) -> Result<(), Failure> {
    let job: Answer = run.payload()?;
    Ok(write_code(&run.ctx, job.claim).await?)
}

async fn write_code(ctx: &Ctx, id: PersonClaimId) -> Result<()> {
    let work = ctx.begin().await?;
    let Some(row) = Entity::find_by_id(id).held().one(&work.read()).await? else { return Ok(()) };
    let Some(sealed) = &row.sealed else { return Ok(()) };
    let permit = work.authorize(actions::PERSON_CLAIM_ANSWER, &Centre)?;
    let wish: Wish = ctx.open(place(id), sealed)?;
    let field = if wish.is_phone { SensitiveField::Phone } else { SensitiveField::Email };
    let mut change = ActiveModel { sealed: Set(None), ..Default::default() };
    // Of two who share a telephone nobody can say which of them asks: that is for an officer.
    if let [person] = free(ctx, &work, field, &wish.word).await?[..] {
        let owner = accounts::load(ctx, &work.read(), row.account_id).await?;
        let code = new_code(ctx);
        change.person_id = Set(Some(person));
        change.code_digest = Set(Some(digest(ctx, row.account_id, &code)));
        let letter = NewMail {
            template: Template::PersonClaim,
            to: wish.word,
            locale: owner.locale,
            person: Some(person),
            values: mail::values([("code", code)]),
            unsubscribe: None,
        };
        if wish.is_phone { mail::write_text(&work, &permit, letter).await? } else { mail::write(&work, &permit, letter).await? }
    }
    work.execute(&permit, &Entity::update_many().set(change).filter(Column::Id.eq(id)).into_query()).await?;
    work.commit(permit, PeopleEntry::PersonClaimAnswered { claim: id }).await
}

/// Who has this on file and no account.
async fn free(ctx: &Ctx, work: &Work, field: SensitiveField, word: &str) -> Result<Vec<PersonId>> {
    let found = queries::with_digests(ctx, &work.read(), field, word).await?;
    let taken = account::Entity::find().filter(account::Column::PersonId.is_in(found.clone())).all(&work.read()).await?;
    Ok(found.into_iter().filter(|person| !taken.iter().any(|account| account.person_id == *person)).collect())
}

fn new_code(ctx: &Ctx) -> String {
    let mut bytes = [0; 8];
    ctx.services.entropy.fill(&mut bytes);
    // Of 2^64 values the remainder favours none by more than one in 10^11.
    let code = u64::from_be_bytes(bytes) % 10_u64.pow(DIGITS);
    format!("{code:08}")
}

fn digest(ctx: &Ctx, account: AccountId, code: &str) -> String {
    ctx.services.keyring.digest("person_claim.code", &format!("{}:{code}", account.wire()))
}

/// Leads the account of whoever is signed in to the person whose telephone or address the code went to.
pub async fn confirm(ctx: &Ctx, code: &str) -> Result<Person> {
    let acting = ctx.account()?.id;
    let attempt = new_password::BY_ACCOUNT.take(ctx, &acting.wire()).await?;
    let refused = || Error::from(Refusal::at(CODE_REFUSED, "code"));
    let code: String = super::super::second_factor::plain(code);
    let digests: Vec<String> = ctx.services.keyring.digests("person_claim.code", &format!("{}:{code}", acting.wire()));
    let work = ctx.begin().await?;
    let open = Entity::find()
        .filter(Column::AccountId.eq(acting))
        .filter(Column::CodeDigest.is_in(digests))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(ctx.now()));
    let row: Model = open.held().one(&work.read()).await?.ok_or_else(refused)?;
    let claimed = row.person_id.ok_or_else(refused)?;
    let own = accounts::load(ctx, &work.read(), acting).await?;
    let permit = work.authorize(actions::PERSON_CLAIM, &own)?;
    let fields = lead(&work, &permit, &own, claimed).await?;
    let use_up = Entity::update_many()
        .set(ActiveModel { used_at: Set(Some(ctx.now())), ..Default::default() })
        .filter(Column::Id.eq(row.id))
        .into_query();
    work.execute(&permit, &use_up).await?;
    work.commit(permit, PeopleEntry::PersonClaimed { person: claimed, former: own.person, account: acting, fields }).await?;
    attempt.forgive(ctx).await?;
    // The request still acts as the former entry.
    queries::load(ctx.database().reader(), &[claimed]).await?.pop().ok_or(Error::NotFound)
}

/// Leads the account of one entry to another one, by an officer who knows that both are one person.
pub async fn grant(ctx: &Ctx, claimant: PersonId, claimed: PersonId) -> Result<Person> {
    let work = ctx.begin().await?;
    let target = queries::load(&work.read(), &[claimed]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(actions::PERSON_CLAIM_GRANT, &target)?;
    let row = account::Entity::find().filter(account::Column::PersonId.eq(claimant)).one(&work.read()).await?;
    let Some(row) = row else {
        // Somebody else pressed the button a moment ago, or it was pressed twice.
        let is_done = claimant != claimed && queries::entries_of(&work.read(), claimed).await?.contains(&claimant);
        let unknown = || Refusal::at(UNKNOWN_REFERENCE, "claimant").with("value", claimant.wire());
        return Err(if is_done { Refusal::at(ALREADY_CLAIMED, "person") } else { unknown() }.into());
    };
    let own = accounts::load(ctx, &work.read(), row.id).await?;
    let fields = lead(&work, &permit, &own, claimed).await?;
    // The letter is to the entry to which the account now leads.
    let owner = Account { person: claimed, ..own.clone() };
    notice::tell(&work, &permit, &[owner], NewNotice::new(Template::PersonClaimed, Vec::new(), "profile")).await?;
    work.commit(permit, PeopleEntry::PersonClaimGranted { person: claimed, former: own.person, account: own.id, fields }).await?;
    queries::read(ctx, claimed).await
}

/// What was known under one entry is to follow its person to another one; what later contexts know, they lead there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Absorbed {
    /// The entry that stands for nobody any more.
    pub(crate) former: PersonId,
    /// The one that stands for its person.
    pub(crate) person: PersonId,
}

impl Job for Absorbed {
    const KIND: &'static str = "person.absorbed";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.former.wire()))
    }
}

/// Leads an account to another entry; which fields that filled there. The caller commits. The database holds that no person has two accounts.
async fn lead(work: &Work, permit: &Permit, own: &Account, claimed: PersonId) -> Result<Vec<&'static str>> {
    let ctx = work.ctx();
    // Who works at the centre is known by the entry under which they write and approve: by another one they could approve their own.
    if own.roles.iter().any(|held| held.role != Role::Learner) {
        return Err(Refusal::new(HAS_ROLE).into());
    }
    let held = queries::hold(&work.read(), &[own.person, claimed]).await?;
    let taken = account::Entity::find().filter(account::Column::PersonId.eq(claimed)).one(&work.read()).await?;
    if taken.is_some() || own.person == claimed {
        return Err(Refusal::at(ALREADY_CLAIMED, "person").into());
    }
    let target = held.iter().find(|person| person.id == claimed && person.state == PersonState::Known);
    let target = target.ok_or(Error::NotFound)?;
    // The account's address is sealed under its person's key.
    let key = key::of(ctx, &work.read(), claimed).await?;
    let lead = account::ActiveModel {
        person_id: Set(claimed),
        email_sealed: Set(Some(address::seal(ctx, &key, own.id, &own.email))),
        ..Default::default()
    };
    let lead = account::Entity::update_many()
        .set(lead)
        .filter(account::Column::Id.eq(own.id))
        .filter(account::Column::PersonId.eq(own.person))
        .into_query();
    if work.execute(permit, &lead).await? == 0 {
        return Err(Error::Conflict);
    }
    let merged = person::Entity::update_many()
        .set(person::ActiveModel { state: Set(PersonState::Merged), ..Default::default() })
        .filter(person::Column::Id.eq(own.person))
        .into_query();
    work.execute(permit, &merged).await?;
    let row = person_merger::ActiveModel { former_id: Set(own.person), person_id: Set(claimed), at: Set(ctx.now()) };
    work.insert_all(permit, vec![row]).await?;
    work.enqueue(permit, &Absorbed { former: own.person, person: claimed }).await?;
    absorb(work, permit, own.person, target).await
}

/// Whoever asks what became of a wish does so within days.
pub(in crate::people) const RETENTION: Rule =
    retention_rule!("people.claim", 7, Trace, Entity, |before| Column::ExpiresAt.lt(before));
