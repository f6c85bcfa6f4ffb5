//! Entering persons, changing what is known of them, and being known as one of them.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use chrono::NaiveDate;
use nabta_domain::people::person::sensitive::Contact;
use nabta_domain::people::person::{self, PersonChange, claim, queries};
use nabta_domain::people::{self, PersonId};

use super::person::{Degree, Gender, IdentityInput, Person, Situation};
use super::registration::DonePayload;
use crate::errors::{domain, payloads};
use crate::ids;
use crate::values::LocalizedTextInput;

/// One education.
#[derive(InputObject)]
pub struct EducationInput {
    /// What it ended with.
    degree: Degree,
    /// In which field.
    field: Option<String>,
    /// In which year.
    year: Option<i32>,
    /// At which institution.
    institution: Option<String>,
}

impl From<EducationInput> for people::Education {
    fn from(input: EducationInput) -> Self {
        let EducationInput { degree, field, year, institution } = input;
        Self { degree: degree.into(), field, year, institution }
    }
}

/// A new person.
#[derive(InputObject)]
pub struct PersonCreateInput {
    /// The names, in Arabic and in Latin letters.
    names: LocalizedTextInput,
    /// The day of birth.
    birth_date: Option<NaiveDate>,
    /// As the identity card says it.
    gender: Option<Gender>,
    /// Code of the governorate where they live.
    governorate: Option<String>,
    /// The delegation within it.
    delegation: Option<String>,
    /// What they do at present.
    situation: Option<Situation>,
    /// The educations, newest first.
    education: Option<Vec<EducationInput>>,
    /// The telephone number.
    #[graphql(secret)]
    phone: Option<String>,
    /// The address for letters.
    #[graphql(secret)]
    email: Option<String>,
    /// The identity document.
    #[graphql(secret)]
    identity: Option<IdentityInput>,
    /// What they need to take part; only where the operator has configured the authorisation that the law asks for.
    #[graphql(secret)]
    access_needs: Option<String>,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// A change of what is known of a person: what isn't given stays as it is, what is given as `null` is taken away.
#[derive(InputObject)]
pub struct PersonUpdateInput {
    /// Which person.
    person: ID,
    /// The names, in Arabic and in Latin letters.
    names: Option<LocalizedTextInput>,
    /// The day of birth.
    birth_date: MaybeUndefined<NaiveDate>,
    /// As the identity card says it.
    gender: MaybeUndefined<Gender>,
    /// Code of the governorate where they live.
    governorate: MaybeUndefined<String>,
    /// The delegation within it.
    delegation: MaybeUndefined<String>,
    /// What they do at present.
    situation: MaybeUndefined<Situation>,
    /// All educations, newest first.
    education: Option<Vec<EducationInput>>,
    /// The telephone number.
    #[graphql(secret)]
    phone: MaybeUndefined<String>,
    /// The address for letters.
    #[graphql(secret)]
    email: MaybeUndefined<String>,
    /// The identity document.
    #[graphql(secret)]
    identity: MaybeUndefined<IdentityInput>,
    /// What they need to take part; only where the operator has configured the authorisation that the law asks for.
    #[graphql(secret)]
    access_needs: MaybeUndefined<String>,
    /// The version that was read.
    version: i32,
}

/// To which telephone or address a code is sent, if it is on file.
#[derive(InputObject)]
pub struct PersonClaimRequestInput {
    /// Where to.
    #[graphql(secret)]
    to: ReachInput,
}

/// By which somebody is reached: one of them.
#[derive(async_graphql::OneofObject)]
pub enum ReachInput {
    /// The telephone number.
    Phone(String),
    /// The address for letters.
    Email(String),
}

impl From<ReachInput> for Contact {
    fn from(input: ReachInput) -> Self {
        match input {
            ReachInput::Phone(number) => Self::Phone(number),
            ReachInput::Email(email) => Self::Email(email),
        }
    }
}

/// The code that came.
#[derive(InputObject)]
pub struct PersonClaimConfirmInput {
    /// The eight digits.
    #[graphql(secret)]
    code: String,
}

/// Two entries that are one person.
#[derive(InputObject)]
pub struct PersonClaimGrantInput {
    /// The entry that has the account.
    claimant: ID,
    /// The entry that the account is led to.
    person: ID,
}

payloads! {
    /// What came of an act on a person.
    PersonPayload { person: Person, from person::Person }
}

/// Acts on persons.
#[derive(Default)]
pub struct PersonMutation;

#[Object]
impl PersonMutation {
    /// Enters a person. Refused with `PERSON_KNOWN` if the identity document is on file for somebody.
    #[doc = nabta_domain::people_permission!(PERSON_CREATE)]
    async fn person_create(&self, ctx: &Context<'_>, input: PersonCreateInput) -> Result<PersonPayload> {
        let new = PersonChange {
            names: Some(input.names.into()),
            birth_date: input.birth_date.map(Some),
            gender: input.gender.map(|gender| Some(gender.into())),
            governorate: input.governorate.map(Some),
            delegation: input.delegation.map(Some),
            situation: input.situation.map(|situation| Some(situation.into())),
            education: input.education.map(|all| all.into_iter().map(Into::into).collect()),
            phone: input.phone.map(Some),
            email: input.email.map(Some),
            identity: input.identity.map(|identity| Some(identity.into())),
            access_needs: input.access_needs.map(Some),
        };
        PersonPayload::from_outcome(ctx, person::create(domain(ctx), new, input.idempotency_key.as_deref()).await)
    }

    /// Changes what is known of a person.
    #[doc = nabta_domain::people_permission!(PERSON_UPDATE)]
    async fn person_update(&self, ctx: &Context<'_>, input: PersonUpdateInput) -> Result<PersonPayload> {
        let id: PersonId = ids::parse(ctx, &input.person)?;
        let change = PersonChange {
            names: input.names.map(Into::into),
            birth_date: given(input.birth_date),
            gender: given(input.gender).map(|gender| gender.map(Into::into)),
            governorate: given(input.governorate),
            delegation: given(input.delegation),
            situation: given(input.situation).map(|situation| situation.map(Into::into)),
            education: input.education.map(|all| all.into_iter().map(Into::into).collect()),
            phone: given(input.phone),
            email: given(input.email),
            identity: given(input.identity).map(|identity| identity.map(Into::into)),
            access_needs: given(input.access_needs),
        };
        let updated = person::update(domain(ctx), id, change, input.version).await;
        Ok(PersonPayload::from_outcome(ctx, updated)?.or_current(queries::read(domain(ctx), id)).await)
    }

    /// Wishes to be known as a person who is on file. A code goes to the telephone or address if exactly one person without an account has
    /// it on file; the answer is the same if nobody has.
    #[doc = nabta_domain::people_permission!(PERSON_CLAIM)]
    async fn person_claim_request(&self, ctx: &Context<'_>, input: PersonClaimRequestInput) -> Result<DonePayload> {
        DonePayload::from_outcome(ctx, claim::request(domain(ctx), &input.to.into()).await)
    }

    /// Leads one's own account to the person whose telephone or address the code went to.
    #[doc = nabta_domain::people_permission!(PERSON_CLAIM)]
    async fn person_claim_confirm(&self, ctx: &Context<'_>, input: PersonClaimConfirmInput) -> Result<PersonPayload> {
        PersonPayload::from_outcome(ctx, claim::confirm(domain(ctx), &input.code).await)
    }

    /// Leads the account of one entry to another one: for who knows that both are one person. A letter tells whose account it is.
    #[doc = nabta_domain::people_permission!(PERSON_CLAIM_GRANT)]
    async fn person_claim_grant(&self, ctx: &Context<'_>, input: PersonClaimGrantInput) -> Result<PersonPayload> {
        let (claimant, claimed): (PersonId, PersonId) = (ids::parse(ctx, &input.claimant)?, ids::parse(ctx, &input.person)?);
        PersonPayload::from_outcome(ctx, claim::grant(domain(ctx), claimant, claimed).await)
    }
}

fn given<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}
