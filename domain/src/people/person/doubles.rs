//! Who may be somebody else who is on file: proposed, and decided by a person.

use std::collections::HashMap;

use nabta_entities::ids::PersonId;
use nabta_entities::people::person::PersonState;
use nabta_entities::people::{person, person_file};
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::actions;
use super::{Person, queries};
use crate::kernel::access::Centre;
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Result, fold};

/// From which likeness on two names may be one, between 0 and 1.
const LIKENESS: f64 = 0.9;
/// The most candidates that are looked at for one question.
const MOST: u64 = 5_000;

/// Why two entries may be one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The same identity document.
    Identity,
    /// A like name and the same day of birth.
    NameAndBirthDate,
    /// A like name and the same telephone number or address.
    NameAndContact,
}

/// Somebody who may be the same person.
#[derive(Clone, Debug)]
pub struct Double {
    /// Who.
    pub person: Person,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Who may be the same as each of these persons, for those who look after them.
pub async fn of(ctx: &Ctx, ids: &[PersonId]) -> Result<Vec<(PersonId, Double)>> {
    authorize(ctx, actions::PERSON_READ, &Centre)?;
    let database = ctx.database().reader();
    let files = person_file::Entity::find().filter(person_file::Column::PersonId.is_in(ids.to_vec())).all(database).await?;
    let any = |column: person_file::Column, values: Vec<sea_orm::Value>| (!values.is_empty()).then(|| column.is_in(values));
    let texts =
        |value: fn(&person_file::Model) -> Option<&String>| files.iter().filter_map(value).map(|text| text.clone().into());
    let alike = Condition::any()
        .add_option(any(
            person_file::Column::BirthDate,
            files.iter().filter_map(|file| file.birth_date).map(Into::into).collect(),
        ))
        .add_option(any(person_file::Column::PhoneDigest, texts(|file| file.phone_digest.as_ref()).collect()))
        .add_option(any(person_file::Column::EmailDigest, texts(|file| file.email_digest.as_ref()).collect()))
        .add_option(any(person_file::Column::IdentityDigest, texts(|file| file.identity_digest.as_ref()).collect()));
    if alike.is_empty() {
        return Ok(Vec::new());
    }
    let candidates =
        person_file::Entity::find().filter(alike).order_by_asc(person_file::Column::PersonId).limit(MOST).all(database).await?;
    let all: Vec<PersonId> = candidates.iter().map(|file| file.person_id).chain(ids.iter().copied()).collect();
    let names = person::Entity::find()
        .filter(person::Column::Id.is_in(all.clone()))
        .filter(person::Column::State.eq(PersonState::Known))
        .all(database)
        .await?;
    let names: HashMap<PersonId, LocalizedText> = names.into_iter().map(|row| (row.id, row.names)).collect();
    let mut pairs = Vec::new();
    for file in files.iter().filter(|file| names.contains_key(&file.person_id)) {
        for other in candidates.iter().filter(|other| other.person_id != file.person_id) {
            let Some(other_names) = names.get(&other.person_id) else { continue };
            let reasons = reasons(file, other, || is_like(&names[&file.person_id], other_names));
            if !reasons.is_empty() {
                pairs.push((file.person_id, other.person_id, reasons));
            }
        }
    }
    let others: Vec<PersonId> = pairs.iter().map(|(_, other, _)| *other).collect();
    let persons: HashMap<PersonId, Person> =
        queries::by_ids(ctx, &others).await?.into_iter().map(|person| (person.id, person)).collect();
    let double = |(of, other, reasons)| Some((of, Double { person: persons.get(&other)?.clone(), reasons }));
    Ok(pairs.into_iter().filter_map(double).collect())
}

fn reasons(one: &person_file::Model, other: &person_file::Model, is_like: impl Fn() -> bool) -> Vec<Reason> {
    fn same<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.is_some() && one == other
    }
    let mut reasons = Vec::new();
    if same(one.identity_digest.as_ref(), other.identity_digest.as_ref()) {
        reasons.push(Reason::Identity);
    }
    // Families share telephones, and a year has 365 birthdays: both need a name as well.
    let by_birth = same(one.birth_date.as_ref(), other.birth_date.as_ref());
    let by_contact = same(one.phone_digest.as_ref(), other.phone_digest.as_ref())
        || same(one.email_digest.as_ref(), other.email_digest.as_ref());
    if (by_birth || by_contact) && is_like() {
        reasons.extend(by_birth.then_some(Reason::NameAndBirthDate));
        reasons.extend(by_contact.then_some(Reason::NameAndContact));
    }
    reasons
}

/// Whether two names may be one: in Arabic letters, or in Latin ones.
fn is_like(one: &LocalizedText, other: &LocalizedText) -> bool {
    let latin = |names: &LocalizedText| names.get(Locale::Fr).or(names.get(Locale::En)).map(fold::words);
    let arabic = |names: &LocalizedText| names.get(Locale::Ar).map(fold::words);
    [arabic(one).zip(arabic(other)), latin(one).zip(latin(other))]
        .into_iter()
        .flatten()
        .any(|(one, other)| likeness(&one, &other) >= LIKENESS)
}

/// How like two names are: each word of the shorter one with the word of the longer one that is most like it, in whatever order. A third
/// name that one of two lists leaves out takes nothing away.
fn likeness(one: &[String], other: &[String]) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() || (short.len() == 1 && long.len() > 1) {
        return 0.0;
    }
    let mut left: Vec<&String> = long.iter().collect();
    let mut sum = 0.0;
    for word in short {
        let best = left.iter().enumerate().map(|(at, other)| (strsim::jaro_winkler(word, other), at));
        let Some((like, at)) = best.max_by(|one, other| one.0.total_cmp(&other.0)) else { break };
        sum += like;
        left.swap_remove(at);
    }
    #[expect(clippy::cast_precision_loss, reason = "a name has a handful of words")]
    let words = short.len() as f64;
    sum / words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(one: &str, other: &str) -> bool {
        let names = |name: &str| LocalizedText { fr: Some(name.into()), ..LocalizedText::default() };
        is_like(&names(one), &names(other))
    }

    #[test]
    fn spellings_of_one_name_are_like_and_other_names_are_not() {
        for (one, other) in [
            ("Amel Bouzid", "BOUZID Amel"),
            ("Amel Bouzid", "Amal Bouzid"),
            ("Mohamed Ben Salah", "Mohammed Ben Salah"),
            ("Leïla Ben Salah", "Leila Bensalah"),
            ("Meriem Abidi", "Mariem Abidi"),
            ("Amel Bouzid", "Amel Bouzid Trabelsi"),
        ] {
            assert!(like(one, other), "{one} / {other}");
        }
        for (one, other) in [("Amel Bouzid", "Sami Trabelsi"), ("Amel Bouzid", "Amel Trabelsi"), ("Amel", "Amel Bouzid")] {
            assert!(!like(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn arabic_names_are_like_with_and_without_marks() {
        let names = |name: &str| LocalizedText { ar: Some(name.into()), ..LocalizedText::default() };
        assert!(is_like(&names("أمل بوزيد"), &names("امل بُوزيد")));
        assert!(!is_like(&names("أمل بوزيد"), &names("سامي الطرابلسي")));
    }
}
