//! Accounts, roles, organisations, being signed in.

mod access;
mod consents;
mod looks;
mod mutations;
mod notices;
mod passkeys;
mod person;
mod person_mutations;
mod providers;
mod registration;
mod types;

pub use access::{AccessMutation, AccessQuery, Invitation};
pub use consents::{ConsentMutation, ConsentQuery, ConsentWording};
pub use looks::{LookMutation, LookQuery};
pub use mutations::PeopleMutation;
pub use notices::{NoticeMutation, NoticeQuery};
pub use passkeys::{PasskeyMutation, PasskeyQuery};
pub use person::{Degree, Gender, Person, PersonQuery, Situation};
pub use person_mutations::PersonMutation;
pub use providers::{ProviderMutation, ProviderQuery};
pub use registration::RegistrationMutation;
use types::Role;
pub use types::{Account, Organisation, RoleGrant};

use async_graphql::{Context, InputObject, Object, Result};
use nabta_domain::people::accounts::{self, AccountFilter};
use nabta_domain::people::{account, member, organisation};

use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, domain};
use crate::loaders::{OrganisationById, load};

/// What came in the request's cookies.
#[derive(Default)]
pub struct Cookies {
    /// The refresh token.
    pub refresh: Option<String>,
    /// By what a browser is known that signed in before.
    pub device: Option<String>,
}

/// The name of the refresh token's cookie.
pub const REFRESH_COOKIE: &str = "nabta_refresh";
/// The name of the cookie by which a browser is known.
pub const DEVICE_COOKIE: &str = "nabta_device";

/// Which accounts.
#[derive(InputObject)]
pub struct AccountFilterInput {
    /// Beginnings of words of the person's name, in any script and any order.
    name: Option<String>,
    /// The whole address.
    email: Option<String>,
    /// A role that is held now, wherever.
    role: Option<Role>,
    /// Whether it may sign in.
    is_active: Option<bool>,
}

impl From<AccountFilterInput> for AccountFilter {
    fn from(input: AccountFilterInput) -> Self {
        Self { name: input.name, email: input.email, role: input.role.map(Into::into), is_active: input.is_active }
    }
}

/// Questions about people.
#[derive(Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// Who is signed in; nothing for a visitor.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Account>> {
        match domain(ctx).actor.account() {
            None => Ok(None),
            Some(signed_in) => Ok(Some(account::read(domain(ctx), signed_in.id).await.answer(ctx)?.into())),
        }
    }

    /// The accounts, newest first.
    #[doc = nabta_domain::people_permission!(ACCOUNT_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        filter: Option<AccountFilterInput>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Account>> {
        let page = page(first, after, last, before).answer(ctx)?;
        let filter = filter.map(Into::into).unwrap_or_default();
        Ok(connection(accounts::list(domain(ctx), &filter, &page).await.answer(ctx)?))
    }

    /// The organisations for which whoever is signed in speaks.
    #[doc = nabta_domain::people_permission!(MEMBER_READ)]
    #[graphql(complexity = "usual(2, child_complexity)")]
    async fn my_organisations(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>> {
        let spoken_for = member::spoken_for(domain(ctx)).await.answer(ctx)?;
        let found = futures::future::try_join_all(spoken_for.into_iter().map(|id| load(ctx, OrganisationById(id)))).await?;
        Ok(found.into_iter().flatten().map(Into::into).collect())
    }

    /// The organisations that the centre works with, by code.
    #[doc = nabta_domain::people_permission!(ORGANISATION_READ)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Organisation>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(organisation::list(domain(ctx), &page).await.answer(ctx)?))
    }
}
