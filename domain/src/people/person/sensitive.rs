//! What only some may read of a person: sealed at rest, and each reading of somebody else's is in the journal.

use std::collections::BTreeSet;

use nabta_entities::ids::PersonId;
use nabta_entities::people::person_file;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::super::contact::{self, Identity};
use super::super::entries::PeopleEntry;
use super::super::{actions, address, key};
use super::{Person, queries};
use crate::kernel::access::Centre;
use crate::kernel::vault::{PersonKey, Place};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Refusal, Result};

/// A field that only some may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SensitiveField {
    /// The telephone number.
    Phone,
    /// The address for letters.
    Email,
    /// The number of the identity document.
    Identity,
    /// What they need to take part.
    AccessNeeds,
}

impl SensitiveField {
    /// Its name, as inputs and the journal have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Identity => "identity",
            Self::AccessNeeds => "accessNeeds",
        }
    }

    /// Its place in the table, and whose digests these are.
    pub(in crate::people) const fn column(self) -> &'static str {
        match self {
            Self::Phone => "person_file.phone",
            Self::Email => "person_file.email",
            Self::Identity => "person_file.identity",
            Self::AccessNeeds => "person_file.access_needs",
        }
    }

    const fn place(self, person: PersonId) -> Place {
        Place { column: self.column(), row: person.0 }
    }

    pub(in crate::people) fn sealed(self, file: &person_file::Model) -> Option<&[u8]> {
        match self {
            Self::Phone => file.phone_sealed.as_deref(),
            Self::Email => file.email_sealed.as_deref(),
            Self::Identity => file.identity_sealed.as_deref(),
            Self::AccessNeeds => file.access_needs_sealed.as_deref(),
        }
    }

    pub(in crate::people) fn open(self, key: &PersonKey, person: PersonId, sealed: &[u8]) -> Result<String> {
        key.open(self.place(person), sealed)
    }

    /// By which it is found.
    pub(in crate::people) fn digest(self, file: &person_file::Model) -> Option<&str> {
        match self {
            Self::Phone => file.phone_digest.as_deref(),
            Self::Email => file.email_digest.as_deref(),
            Self::Identity => file.identity_digest.as_deref(),
            Self::AccessNeeds => None,
        }
    }

    /// Puts a value into a row: sealed, and as the digest by which it is found.
    pub(super) fn set(
        self,
        ctx: &Ctx,
        key: &PersonKey,
        row: &mut person_file::ActiveModel,
        person: PersonId,
        value: Option<&str>,
    ) {
        let sealed = Set(value.map(|value| key.seal(ctx.services.entropy.as_ref(), self.place(person), value)));
        let digest: ActiveValue<Option<String>> = Set(value.map(|value| ctx.services.keyring.digest(self.column(), value)));
        match self {
            Self::Phone => (row.phone_sealed, row.phone_digest) = (sealed, digest),
            Self::Email => (row.email_sealed, row.email_digest) = (sealed, digest),
            Self::Identity => (row.identity_sealed, row.identity_digest) = (sealed, digest),
            // Nobody looks for people by what they need.
            Self::AccessNeeds => row.access_needs_sealed = sealed,
        }
    }
}

/// Kind and number in one: a passport isn't a card that has the same number.
pub(super) fn identity_word(identity: &Identity) -> String {
    format!("{}:{}", identity.kind.name(), identity.number)
}

/// What these fields of these persons hold, for those who need to know. Fields that are empty are not in the answer.
pub async fn read(ctx: &Ctx, wanted: &[(PersonId, SensitiveField)]) -> Result<Vec<((PersonId, SensitiveField), String)>> {
    ctx.must_be_oneself()?;
    let ids: Vec<PersonId> = wanted.iter().map(|(person, _)| *person).collect::<BTreeSet<_>>().into_iter().collect();
    let persons = queries::by_ids(ctx, &ids).await?;
    for person in &persons {
        authorize(ctx, actions::PERSON_SENSITIVE_READ, person)?;
    }
    let database = ctx.database().reader();
    let keys = key::keys(ctx, database, &ids).await?;
    let files = person_file::Entity::find().filter(person_file::Column::PersonId.is_in(ids)).all(database).await?;
    let mut found = Vec::new();
    for (person, field) in wanted {
        // What the law asks for before the centre may keep this is not there (any more): then nobody is shown it but whom it is about.
        let is_off = *field == SensitiveField::AccessNeeds && ctx.services.privacy.access_needs_authorisation.is_none();
        if is_off && ctx.actor.person() != Some(*person) {
            continue;
        }
        let sealed = files.iter().find(|file| file.person_id == *person).and_then(|file| field.sealed(file));
        let is_seen = persons.iter().any(|seen| seen.id == *person);
        if let (true, Some(key), Some(sealed)) = (is_seen, keys.get(person), sealed) {
            let value = field.open(key, *person, sealed)?;
            let value = if *field == SensitiveField::Identity { number(&value) } else { value };
            found.push(((*person, *field), value));
        }
    }
    journal(ctx, &persons, &found).await?;
    Ok(found)
}

pub(super) fn number(word: &str) -> String {
    word.split_once(':').map_or(word, |(_, number)| number).to_owned()
}

/// Says in the journal who read what of others, before it is given out.
async fn journal(ctx: &Ctx, persons: &[Person], found: &[((PersonId, SensitiveField), String)]) -> Result<()> {
    let acting = ctx.actor.person();
    let of_others = found.iter().map(|(key, _)| *key).filter(|(person, _)| Some(*person) != acting);
    let (read, fields): (BTreeSet<PersonId>, BTreeSet<&'static str>) =
        of_others.map(|(person, field)| (person, field.name())).unzip();
    let Some(first) = persons.iter().find(|person| read.contains(&person.id)) else { return Ok(()) };
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::PERSON_SENSITIVE_READ, first)?;
    let entry = PeopleEntry::PersonSensitiveRead { persons: read.into_iter().collect(), fields: fields.into_iter().collect() };
    work.commit(permit, entry).await
}

/// By which somebody is looked for.
#[derive(Clone, Debug)]
pub enum Contact {
    /// A telephone number.
    Phone(String),
    /// An address.
    Email(String),
    /// An identity document.
    Identity(Identity),
}

impl Contact {
    /// The field and the word that it has there.
    pub(super) fn word(&self) -> Result<(SensitiveField, String), Refusal> {
        Ok(match self {
            Self::Phone(number) => (SensitiveField::Phone, contact::phone(number, "phone")?),
            Self::Email(email) => (SensitiveField::Email, address::normalise(email, "email")?),
            Self::Identity(identity) => (SensitiveField::Identity, identity_word(&contact::identity(identity, "identity")?)),
        })
    }
}

/// Who has this on file, for those who need to know. What is found is in the journal as if it had been read: whoever asks knows it now.
pub async fn find(ctx: &Ctx, contact: &Contact) -> Result<Vec<Person>> {
    authorize(ctx, actions::PERSON_SENSITIVE_READ, &Centre)?;
    let (field, word) = contact.word()?;
    let ids = queries::with_digests(ctx, ctx.database().reader(), field, &word).await?;
    let persons = queries::by_ids(ctx, &ids).await?;
    let found: Vec<_> = persons.iter().map(|person| ((person.id, field), String::new())).collect();
    journal(ctx, &persons, &found).await?;
    Ok(persons)
}
