//! Checking a certificate by its code: name, courses, day, and how it stands; nothing more, and no faster than somebody types.

use chrono::{NaiveDate, TimeDelta};
use nabta_entities::learning::certificate::{CertificateState, Column, Entity, Model};
use nabta_entities::values::LocalizedText;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Facts, code, number};
use crate::kernel::clock::date_in_tunis;
use crate::kernel::limit::Limit;
use crate::kernel::{Ctx, Error, Result};
use crate::people::key;

/// Codes that lead nowhere, for one address of the network.
const WRONG: Limit = Limit { name: "certificate.origin", most: 30, within: TimeDelta::minutes(1) };

/// How a certificate stands for who looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is good.
    Valid,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
    /// Another one stands for it.
    Replaced,
}

/// What everybody may know of a certificate whose code they have.
#[derive(Clone, Debug)]
pub struct Checked {
    /// How it stands.
    pub standing: Standing,
    /// Its number.
    pub number: String,
    /// Whose it is; nothing where that person was forgotten.
    pub names: LocalizedText,
    /// What it is called.
    pub titles: LocalizedText,
    /// For which courses.
    pub courses: Vec<LocalizedText>,
    /// The day on which it was issued.
    pub issued_on: NaiveDate,
    /// The last day on which it is good.
    pub expires_on: Option<NaiveDate>,
    /// The code of the one that stands for it.
    pub replacement: Option<String>,
}

/// Checks a code, as somebody typed or scanned it. One that is none and one that leads nowhere give the same answer.
pub async fn check(ctx: &Ctx, given: &str) -> Result<Checked> {
    // Counted before it is looked up: guesses at the same moment do not all come before each other.
    let attempt = WRONG.take(ctx, ctx.origin.as_deref().unwrap_or_default()).await?;
    let found = match code::read(given) {
        Some(code) => Entity::find().filter(Column::CodeDigest.eq(code::digest(&code))).one(ctx.database().reader()).await?,
        None => None,
    };
    let row = found.ok_or(Error::NotFound)?;
    attempt.forgive(ctx).await?;
    let facts = open(ctx, &row).await?;
    let next = match row.replaced_by {
        Some(next) => Entity::find_by_id(next).one(ctx.database().reader()).await?,
        None => None,
    };
    let replacement = match next {
        Some(next) => open(ctx, &next).await?.map(|facts| facts.code),
        None => None,
    };
    let (names, titles, courses) = facts.map_or_else(Default::default, |facts| {
        (facts.names, facts.titles, facts.courses.into_iter().map(|course| course.titles).collect())
    });
    Ok(Checked {
        standing: standing(&row, date_in_tunis(ctx.now())),
        number: number(row.year, row.serial),
        names,
        titles,
        courses,
        issued_on: row.issued_on,
        expires_on: row.expires_on,
        replacement,
    })
}

/// How a certificate stands on a day.
#[must_use]
pub fn standing(row: &Model, today: NaiveDate) -> Standing {
    match row.state {
        CertificateState::Revoked => Standing::Revoked,
        CertificateState::Replaced => Standing::Replaced,
        CertificateState::Valid if row.expires_on.is_some_and(|last| last < today) => Standing::Expired,
        CertificateState::Valid => Standing::Valid,
    }
}

async fn open(ctx: &Ctx, row: &Model) -> Result<Option<Facts>> {
    match key::of(ctx, ctx.database().reader(), row.person_id).await {
        Ok(key) => Facts::open(&key, row.id, &row.sealed).map(Some),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
