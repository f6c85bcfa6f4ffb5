//! Persons as they look on the wire, and questions about them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use nabta_domain::people::person::doubles::{self, Double};
use nabta_domain::people::person::history::{self, Happened};
use nabta_domain::people::person::queries::{self, PersonFilter};
use nabta_domain::people::person::sensitive::{self, Contact, SensitiveField};
use nabta_domain::people::{self, PersonId, person};

use super::consents::Consent;
use super::types::Account;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::loaders::{AccountByPerson, ConsentsByPerson, DoublesByPerson, GovernorateByCode, SensitiveByPerson, load};
use crate::platform::Governorate;
use crate::values::{self, LocalizedString, LocalizedTexts};

/// As the identity card says it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::Gender")]
pub enum Gender {
    /// A woman.
    Female,
    /// A man.
    Male,
}

/// What somebody does at present.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::Situation")]
pub enum Situation {
    /// Looks for work.
    LookingForWork,
    /// Has an employer.
    Employed,
    /// Works on their own account.
    SelfEmployed,
    /// Studies.
    Student,
    /// Founds or leads an enterprise.
    Founder,
    /// Works for an institution, association or municipality.
    InstitutionStaff,
    /// Something else.
    Other,
}

/// What a person is known by to the state.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::IdentityKind")]
pub enum IdentityKind {
    /// The national identity card (CIN): eight digits.
    NationalCard,
    /// A passport.
    Passport,
}

/// What an education ended with, by its level.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::Degree")]
pub enum Degree {
    /// None.
    None,
    /// Basic schooling.
    Basic,
    /// The baccalaureate.
    Baccalaureate,
    /// A certificate of vocational training (CAP, BTP, BTS).
    Vocational,
    /// A bachelor's degree (licence).
    Bachelor,
    /// A master's degree.
    Master,
    /// An engineer's degree.
    Engineer,
    /// A doctorate.
    Doctorate,
}

/// Why two entries may be one person.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "doubles::Reason")]
pub enum DoubleReason {
    /// The same identity document.
    Identity,
    /// A like name and the same day of birth.
    NameAndBirthDate,
    /// A like name and the same telephone number or address.
    NameAndContact,
}

/// One education.
#[derive(SimpleObject, Clone, Debug)]
pub struct Education {
    /// What it ended with.
    degree: Degree,
    /// In which field.
    field: Option<String>,
    /// In which year.
    year: Option<i32>,
    /// At which institution.
    institution: Option<String>,
}

impl From<people::Education> for Education {
    fn from(education: people::Education) -> Self {
        let people::Education { degree, field, year, institution } = education;
        Self { degree: degree.into(), field, year, institution }
    }
}

/// A person, whether or not they ever sign in.
pub struct Person(person::Person);

impl From<person::Person> for Person {
    fn from(person: person::Person) -> Self {
        Self(person)
    }
}

impl Person {
    async fn sensitive(&self, ctx: &Context<'_>, field: SensitiveField) -> Result<Option<String>> {
        load(ctx, SensitiveByPerson((self.0.id, field))).await
    }
}

#[Object]
impl Person {
    /// Their id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The name.
    async fn name(&self, ctx: &Context<'_>, locale: Option<values::Locale>) -> LocalizedString {
        values::choose(&self.0.names, locale, domain(ctx).locale)
    }

    /// The names as written, in Arabic and in Latin letters.
    async fn names(&self) -> LocalizedTexts {
        self.0.names.clone().into()
    }

    /// The day of birth.
    async fn birth_date(&self) -> Option<NaiveDate> {
        self.0.birth_date
    }

    /// As the identity card says it.
    async fn gender(&self) -> Option<Gender> {
        self.0.gender.map(Into::into)
    }

    /// The governorate where they live.
    async fn governorate(&self, ctx: &Context<'_>) -> Result<Option<Governorate>> {
        match &self.0.governorate {
            Some(code) => Ok(load(ctx, GovernorateByCode(code.clone())).await?.map(Into::into)),
            None => Ok(None),
        }
    }

    /// The delegation within it.
    async fn delegation(&self) -> Option<&str> {
        self.0.delegation.as_deref()
    }

    /// What they do at present.
    async fn situation(&self) -> Option<Situation> {
        self.0.situation.map(Into::into)
    }

    /// The educations, newest first.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn education(&self) -> Vec<Education> {
        self.0.education.iter().flat_map(|all| all.0.iter().cloned()).map(Into::into).collect()
    }

    /// The telephone number (E.164). Reading somebody else's is written in the journal.
    #[doc = nabta_domain::people_permission!(PERSON_SENSITIVE_READ)]
    async fn phone(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.sensitive(ctx, SensitiveField::Phone).await
    }

    /// The address for letters; an account may sign in with another one. Reading somebody else's is written in the journal.
    #[doc = nabta_domain::people_permission!(PERSON_SENSITIVE_READ)]
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.sensitive(ctx, SensitiveField::Email).await
    }

    /// Which document the identity stands on.
    async fn identity_kind(&self) -> Option<IdentityKind> {
        self.0.identity_kind.map(Into::into)
    }

    /// The number of that document. Reading somebody else's is written in the journal.
    #[doc = nabta_domain::people_permission!(PERSON_SENSITIVE_READ)]
    async fn identity_number(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.sensitive(ctx, SensitiveField::Identity).await
    }

    /// What they need to take part. Nothing until the operator has configured the authorisation that the law asks for. Reading somebody
    /// else's is written in the journal.
    #[doc = nabta_domain::people_permission!(PERSON_SENSITIVE_READ)]
    async fn access_needs(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.sensitive(ctx, SensitiveField::AccessNeeds).await
    }

    /// The account, for those who may know of it.
    #[doc = nabta_domain::people_permission!(ACCOUNT_READ)]
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<Account>> {
        Ok(load(ctx, AccountByPerson(self.0.id)).await?.map(Into::into))
    }

    /// What they agreed to, newest first; also what they took back.
    #[doc = nabta_domain::people_permission!(CONSENT_READ)]
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn consents(&self, ctx: &Context<'_>) -> Result<Vec<Consent>> {
        let found = load(ctx, ConsentsByPerson(self.0.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// Who may be the same person, for those who look after them: proposed, and decided by people.
    #[doc = nabta_domain::people_permission!(PERSON_READ)]
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn possible_doubles(&self, ctx: &Context<'_>) -> Result<Vec<PossibleDouble>> {
        let found = load(ctx, DoublesByPerson(self.0.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(PossibleDouble).collect())
    }

    /// When they were entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Somebody who may be the same person.
pub struct PossibleDouble(Double);

#[Object]
impl PossibleDouble {
    /// Who.
    async fn person(&self) -> Person {
        Person(self.0.person.clone())
    }

    /// Why.
    async fn reasons(&self) -> Vec<DoubleReason> {
        self.0.reasons.iter().copied().map(Into::into).collect()
    }
}

/// Something that was done about a person.
pub struct PersonEvent(Happened);

impl From<Happened> for PersonEvent {
    fn from(happened: Happened) -> Self {
        Self(happened)
    }
}

/// A field that was changed.
#[derive(SimpleObject)]
pub struct PersonFieldChange {
    /// Which field.
    field: String,
    /// What stood there, as JSON.
    before: String,
    /// What stands there since, as JSON.
    after: String,
}

#[Object]
impl PersonEvent {
    /// The journal's entry.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What was done: the name of the permission, such as `person.update`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// By whom; nothing for the operator's commands and for jobs.
    async fn by(&self, ctx: &Context<'_>, locale: Option<values::Locale>) -> Option<LocalizedString> {
        self.0.by.as_ref().map(|by| values::choose(&by.names, locale, domain(ctx).locale))
    }

    /// Which fields it was about.
    async fn fields(&self) -> &[String] {
        &self.0.fields
    }

    /// Former and new values. Of telephone, address, document and needs only that they were changed.
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn changes(&self) -> Vec<PersonFieldChange> {
        let change = |change: &history::Change| PersonFieldChange {
            field: change.field.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        };
        self.0.changes.iter().map(change).collect()
    }
}

/// Which persons.
#[derive(InputObject)]
pub struct PersonFilterInput {
    /// Beginnings of words of the name, in any script and any order.
    name: Option<String>,
    /// Code of the governorate where they live.
    governorate: Option<String>,
    /// As the identity card says it.
    gender: Option<Gender>,
    /// What they do at present.
    situation: Option<Situation>,
}

impl From<PersonFilterInput> for PersonFilter {
    fn from(input: PersonFilterInput) -> Self {
        Self {
            name: input.name,
            governorate: input.governorate,
            gender: input.gender.map(Into::into),
            situation: input.situation.map(Into::into),
        }
    }
}

/// An identity document.
#[derive(InputObject)]
pub struct IdentityInput {
    /// Which document.
    pub(super) kind: IdentityKind,
    /// Its number.
    #[graphql(secret)]
    pub(super) number: String,
}

impl From<IdentityInput> for person::Identity {
    fn from(input: IdentityInput) -> Self {
        Self { kind: input.kind.into(), number: input.number }
    }
}

/// By which somebody is looked for: one of them.
#[derive(async_graphql::OneofObject)]
pub enum ContactInput {
    /// The telephone number.
    Phone(String),
    /// The address for letters.
    Email(String),
    /// The identity document.
    Identity(IdentityInput),
}

impl From<ContactInput> for Contact {
    fn from(input: ContactInput) -> Self {
        match input {
            ContactInput::Phone(number) => Self::Phone(number),
            ContactInput::Email(email) => Self::Email(email),
            ContactInput::Identity(identity) => Self::Identity(identity.into()),
        }
    }
}

/// Questions about persons.
#[derive(Default)]
pub struct PersonQuery;

#[Object]
impl PersonQuery {
    /// The persons who are known to the centre, newest first.
    #[doc = nabta_domain::people_permission!(PERSON_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn persons(
        &self,
        ctx: &Context<'_>,
        filter: Option<PersonFilterInput>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Person>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let filter = filter.map(Into::into).unwrap_or_default();
        Ok(connection(queries::list(domain(ctx), &filter, &page).await.answer(ctx)?))
    }

    /// Who has exactly this on file. The question is written in the journal.
    #[doc = nabta_domain::people_permission!(PERSON_SENSITIVE_READ)]
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn persons_by_contact(&self, ctx: &Context<'_>, contact: ContactInput) -> Result<Vec<Person>> {
        Ok(sensitive::find(domain(ctx), &contact.into()).await.answer(ctx)?.into_iter().map(Person).collect())
    }

    /// What was changed about a person, and who read what only some may read; newest first.
    #[doc = nabta_domain::people_permission!(PERSON_HISTORY_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn person_history(
        &self,
        ctx: &Context<'_>,
        person: ID,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<PersonEvent>> {
        let person: PersonId = ids::parse(ctx, &person)?;
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(history::of(domain(ctx), person, &page).await.answer(ctx)?))
    }
}
