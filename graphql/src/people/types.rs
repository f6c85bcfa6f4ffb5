//! Accounts, roles and organisations as they look on the wire.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::Scope;
use nabta_domain::people::{self, account, member, organisation, role};

use super::person::Person;
use crate::connection::usual;
use crate::errors::domain;
use crate::ids;
use crate::loaders::{GovernorateByCode, MembersByOrganisation, NameByPerson, PersonById, SecondFactorByAccount, load};
use crate::platform::Governorate;
use crate::values::{self, Locale, LocalizedString};

/// What somebody is at the centre, within a scope.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::Role")]
pub enum Role {
    /// Follows courses.
    Learner,
    /// Writes and gives courses.
    Trainer,
    /// Plans the training and approves its content.
    TrainingOfficer,
    /// Runs a programme.
    ProgrammeOfficer,
    /// Sees a programme for its partner or funder.
    PartnerOfficer,
    /// Reviews applications.
    Reviewer,
    /// Coaches founders.
    Coach,
    /// Keeps the quality system.
    QualityOfficer,
    /// Reads what an audit needs.
    Auditor,
    /// Runs the platform.
    Administrator,
}

/// What kind of organisation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::OrganisationKind")]
pub enum OrganisationKind {
    /// The centre itself.
    Centre,
    /// An enterprise.
    Enterprise,
    /// A public institution.
    Institution,
    /// An association.
    Association,
    /// A partner of a programme.
    Partner,
    /// A funder of a programme.
    Funder,
    /// A school or university.
    School,
    /// A municipality.
    Municipality,
}

/// A role held in a scope.
pub struct RoleGrant(role::RoleGrant);

impl From<role::RoleGrant> for RoleGrant {
    fn from(grant: role::RoleGrant) -> Self {
        Self(grant)
    }
}

#[Object]
impl RoleGrant {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Which role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Where: the id of a programme or course, or nothing for the centre as a whole.
    async fn scope(&self) -> Option<ID> {
        let scope = Scope::from_columns(&self.0.scope_kind, self.0.scope_id)?;
        (scope != Scope::CENTRE).then(|| ID(scope.wire()))
    }
}

/// An account, for oneself and for administrators.
pub struct Account(account::Account);

impl From<account::Account> for Account {
    fn from(account: account::Account) -> Self {
        Self(account)
    }
}

#[Object]
impl Account {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Who it is.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Ok(load(ctx, PersonById(self.0.person)).await?.map(Into::into))
    }

    /// The person's name.
    async fn name(&self, ctx: &Context<'_>, locale: Option<values::Locale>) -> LocalizedString {
        values::choose(&self.0.names, locale, domain(ctx).locale)
    }

    /// The address that it signs in with.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// The language to speak to them.
    async fn locale(&self) -> values::Locale {
        self.0.locale.into()
    }

    /// Whether it may sign in.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// Whether a sign-in needs a code of a second factor.
    async fn has_second_factor(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(load(ctx, SecondFactorByAccount(self.0.id)).await?.is_some())
    }

    /// The roles held now.
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn roles(&self) -> Vec<RoleGrant> {
        self.0.roles.iter().cloned().map(RoleGrant).collect()
    }
}

/// An organisation that the centre works with.
pub struct Organisation(organisation::Organisation);

impl From<organisation::Organisation> for Organisation {
    fn from(organisation: organisation::Organisation) -> Self {
        Self(organisation)
    }
}

#[Object]
impl Organisation {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Short name.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What kind of organisation.
    async fn kind(&self) -> OrganisationKind {
        self.0.kind.into()
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>, locale: Option<values::Locale>) -> LocalizedString {
        values::choose(&self.0.names, locale, domain(ctx).locale)
    }

    /// Its names as written.
    async fn names(&self) -> values::LocalizedTexts {
        self.0.names.clone().into()
    }

    /// The governorate of its seat.
    async fn governorate(&self, ctx: &Context<'_>) -> Result<Option<Governorate>> {
        match &self.0.governorate {
            Some(code) => Ok(load(ctx, GovernorateByCode(code.clone())).await?.map(Into::into)),
            None => Ok(None),
        }
    }

    /// Its number in the national register of enterprises, or of associations.
    async fn register_number(&self) -> Option<&str> {
        self.0.register_number.as_deref()
    }

    /// Street and town.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// Its telephone number (E.164).
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Its address for mail.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Its site.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// Who belongs to it.
    #[doc = nabta_domain::people_permission!(MEMBER_READ)]
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<OrganisationMember>> {
        let found = load(ctx, MembersByOrganisation(self.0.id)).await?.unwrap_or_default();
        Ok(found.into_iter().map(OrganisationMember).collect())
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// As what somebody belongs to an organisation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "people::MemberRole")]
pub enum MemberRole {
    /// Leads it.
    Director,
    /// Is whom the centre turns to.
    Contact,
    /// Looks after interns there.
    Tutor,
    /// Works there.
    Staff,
    /// Founded it.
    Founder,
}

/// Somebody who belongs to an organisation.
pub struct OrganisationMember(member::Member);

impl From<member::Member> for OrganisationMember {
    fn from(member: member::Member) -> Self {
        Self(member)
    }
}

#[Object]
impl OrganisationMember {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Who, for those who look after persons.
    #[doc = nabta_domain::people_permission!(PERSON_READ)]
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Ok(load(ctx, PersonById(self.0.person_id)).await?.map(Into::into))
    }

    /// Who, by name.
    async fn name(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<Option<LocalizedString>> {
        let found = load(ctx, NameByPerson(self.0.person_id)).await?;
        Ok(found.map(|name| values::choose(&name.names, locale, domain(ctx).locale)))
    }

    /// As what.
    async fn role(&self) -> MemberRole {
        self.0.role.into()
    }

    /// What they are called there.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Since when it is known.
    async fn since(&self) -> DateTime<Utc> {
        self.0.since
    }

    /// Until when.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }
}
