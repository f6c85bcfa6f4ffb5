//! Consents: to a purpose, in words that never change, given and taken back. A third party gets named data by a consent only (law
//! 2004-63, article 47).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use nabta_entities::ids::{ConsentId, ConsentWordingId, PersonId};
use nabta_entities::people::consent::{ActiveModel, Column, Entity, Model};
use nabta_entities::people::consent_wording as wording;
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};

use super::actions::codes::WORDING_CHANGED;
use super::actions::{CONSENT_DEFINE, CONSENT_GIVE, CONSENT_READ};
use super::entries::PeopleEntry;
use super::person::{Person, queries};
use crate::kernel::access::Centre;
use crate::kernel::error::codes::{UNKNOWN_REFERENCE, WRONG_STATE};
use crate::kernel::work::{Held, Turn, authorize};
use crate::kernel::{Ctx, Error, Refusal, Result, text};

pub use wording::Model as Wording;

/// A consent, with its words.
#[derive(Clone, Debug)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Who agreed.
    pub person: PersonId,
    /// In which words.
    pub wording: Wording,
    /// The language in which they read the words.
    pub locale: Locale,
    /// Whether they signed a paper, which an officer has.
    pub is_on_paper: bool,
    /// When.
    pub given_at: DateTime<Utc>,
    /// When they took it back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Writes the words of a consent; newer words for a purpose that has some. The same words again change nothing.
pub async fn define(ctx: &Ctx, purpose: &str, texts: &LocalizedText, to_third_party: bool) -> Result<Wording> {
    let work = ctx.begin().await?;
    let permit = work.authorize(CONSENT_DEFINE, &Centre)?;
    let purpose = text::code(purpose, "purpose")?;
    let texts = text::localized(texts, "texts", text::DESCRIPTION_LENGTH)?;
    work.in_turn(Turn::ConsentWording).await?;
    let stands = newest(&work.read(), &purpose).await?;
    if let Some(stands) = &stands
        && stands.texts == texts
        && stands.to_third_party == to_third_party
    {
        return Ok(stands.clone());
    }
    let number = stands.map_or(1, |stands| stands.number + 1);
    let id: ConsentWordingId = ctx.new_id();
    let row = wording::ActiveModel {
        id: Set(id),
        purpose: Set(purpose.clone()),
        number: Set(number),
        texts: Set(texts),
        to_third_party: Set(to_third_party),
        created_at: Set(ctx.now()),
    };
    let row = work.insert(&permit, row).await?;
    work.commit(permit, PeopleEntry::ConsentWorded { wording: id, purpose, number }).await?;
    Ok(row)
}

async fn newest(database: &impl ConnectionTrait, purpose: &str) -> Result<Option<Wording>> {
    let of_purpose = wording::Entity::find().filter(wording::Column::Purpose.eq(purpose));
    Ok(of_purpose.order_by_desc(wording::Column::Number).one(database).await?)
}

/// The words that stand today, one for each purpose.
pub async fn wordings(ctx: &Ctx) -> Result<Vec<Wording>> {
    let all = wording::Entity::find().order_by_asc(wording::Column::Purpose).order_by_desc(wording::Column::Number);
    let mut all = all.all(ctx.database().reader()).await?;
    all.dedup_by(|other, newest| other.purpose == newest.purpose);
    Ok(all)
}

/// The words with these ids.
pub async fn wordings_by_ids(ctx: &Ctx, ids: &[ConsentWordingId]) -> Result<Vec<Wording>> {
    Ok(wording::Entity::find().filter(wording::Column::Id.is_in(ids.to_vec())).all(ctx.database().reader()).await?)
}

/// What somebody agrees to.
#[derive(Clone, Debug)]
pub struct Given {
    /// Who.
    pub person: PersonId,
    /// To the words that they read.
    pub wording: ConsentWordingId,
    /// In which language.
    pub locale: Locale,
}

/// Notes that somebody agrees: they themselves, or an officer who has their signature on paper.
pub async fn give(ctx: &Ctx, given: Given) -> Result<Consent> {
    let work = ctx.begin().await?;
    let person = queries::load(&work.read(), &[given.person]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(CONSENT_GIVE, &person)?;
    // Who presses twice, or at once with an officer, agrees once.
    queries::hold(&work.read(), &[given.person]).await?;
    let unknown = || Refusal::at(UNKNOWN_REFERENCE, "wording").with("value", "wording");
    let words = wording::Entity::find_by_id(given.wording).one(&work.read()).await?.ok_or_else(unknown)?;
    if newest(&work.read(), &words.purpose).await?.is_some_and(|newest| newest.id != words.id) {
        return Err(Refusal::at(WORDING_CHANGED, "wording").into());
    }
    if words.texts.get(given.locale).is_none() {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "locale").with("value", given.locale.code()).into());
    }
    let stands = Entity::find()
        .filter(Column::PersonId.eq(given.person))
        .filter(Column::Purpose.eq(&words.purpose))
        .filter(Column::WithdrawnAt.is_null())
        .one(&work.read())
        .await?;
    if let Some(stands) = stands {
        if stands.wording_id == words.id {
            return Ok(joined(stands, words));
        }
        // Newer words take the place of the older ones.
        let older = Entity::update_many()
            .set(ActiveModel { withdrawn_at: Set(Some(ctx.now())), ..Default::default() })
            .filter(Column::Id.eq(stands.id))
            .into_query();
        work.execute(&permit, &older).await?;
    }
    let is_on_paper = ctx.actor.person() != Some(given.person);
    let row = ActiveModel {
        id: Set(ctx.new_id()),
        person_id: Set(given.person),
        wording_id: Set(words.id),
        purpose: Set(words.purpose.clone()),
        locale: Set(given.locale),
        is_on_paper: Set(is_on_paper),
        given_at: Set(ctx.now()),
        withdrawn_at: Set(None),
    };
    let row = work.insert(&permit, row).await?;
    let entry = PeopleEntry::ConsentGiven {
        consent: row.id,
        person: given.person,
        purpose: words.purpose.clone(),
        number: words.number,
        locale: given.locale,
        is_on_paper,
    };
    work.commit(permit, entry).await?;
    Ok(joined(row, words))
}

fn joined(row: Model, wording: Wording) -> Consent {
    Consent {
        id: row.id,
        person: row.person_id,
        wording,
        locale: row.locale,
        is_on_paper: row.is_on_paper,
        given_at: row.given_at,
        withdrawn_at: row.withdrawn_at,
    }
}

/// Takes a consent back.
pub async fn withdraw(ctx: &Ctx, id: ConsentId) -> Result<Consent> {
    let work = ctx.begin().await?;
    let row = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let person = queries::load(&work.read(), &[row.person_id]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(CONSENT_GIVE, &person)?;
    if row.withdrawn_at.is_some() {
        return Err(Refusal::new(WRONG_STATE).with("state", "Withdrawn").into());
    }
    let words = wording::Entity::find_by_id(row.wording_id).one(&work.read()).await?.ok_or(Error::NotFound)?;
    let change = ActiveModel { id: Set(id), withdrawn_at: Set(Some(ctx.now())), ..Default::default() };
    let row = work.update(&permit, change).await?;
    let entry = PeopleEntry::ConsentWithdrawn { consent: id, person: row.person_id, purpose: row.purpose.clone() };
    work.commit(permit, entry).await?;
    Ok(joined(row, words))
}

/// What these persons agreed to, newest first, for those who may know it.
pub async fn of(ctx: &Ctx, persons: &[PersonId]) -> Result<Vec<Consent>> {
    let seen = queries::load(ctx.database().reader(), persons).await?;
    let may = |person: &&Person| authorize(ctx, CONSENT_READ, *person).is_ok();
    let seen: Vec<PersonId> = seen.iter().filter(may).map(|person| person.id).collect();
    let rows = Entity::find().filter(Column::PersonId.is_in(seen)).order_by_desc(Column::Id);
    let rows = rows.all(ctx.database().reader()).await?;
    let ids: Vec<ConsentWordingId> = rows.iter().map(|row| row.wording_id).collect();
    let words: HashMap<_, _> = wordings_by_ids(ctx, &ids).await?.into_iter().map(|words| (words.id, words)).collect();
    Ok(rows.into_iter().filter_map(|row| Some(joined(row.clone(), words.get(&row.wording_id)?.clone()))).collect())
}

/// Those of these persons who agree today that a third party gets named data for a purpose: nobody else's may leave the centre.
pub async fn agreed(ctx: &Ctx, purpose: &str, persons: &[PersonId]) -> Result<Vec<PersonId>> {
    let rows = Entity::find()
        .filter(Column::PersonId.is_in(persons.to_vec()))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::WithdrawnAt.is_null());
    Ok(rows.all(ctx.database().reader()).await?.into_iter().map(|row| row.person_id).collect())
}
