//! Signing in and out, accounts and roles.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::{Actor, Ctx, Error, Result as DomainResult};
use nabta_domain::people::account::{self, NewAccount};
use nabta_domain::people::member;
use nabta_domain::people::organisation::{self, OrganisationDetails};
use nabta_domain::people::sign_in::{self, Tokens};
use nabta_domain::people::{self, AccountId, OrganisationId, OrganisationMemberId, PersonId, RoleGrantId, role};
use nabta_domain::scopes::{self, Place};

use super::types::{Account, MemberRole, Organisation, OrganisationKind, OrganisationMember, Role};
use super::{Cookies, DEVICE_COOKIE, REFRESH_COOKIE};
use crate::errors::{UserError, domain, payloads, user_errors};
use crate::ids;
use crate::schema::SecureCookies;
use crate::values::{Locale, LocalizedTextInput};

/// Address and password.
#[derive(InputObject)]
pub struct SignInInput {
    /// The address of the account.
    email: String,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// A code of the second factor, where there is one: six digits of the app, or a recovery code.
    #[graphql(secret)]
    code: Option<String>,
}

/// What came of signing in. The refresh token comes in a cookie that scripts can't read.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// Goes with each request, as `Authorization: Bearer …`.
    access_token: Option<String>,
    /// When it ends.
    expires_at: Option<DateTime<Utc>>,
    /// Who is signed in now.
    account: Option<Account>,
    /// What the caller can repair.
    user_errors: Vec<UserError>,
}

/// What came of signing out.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// What the caller can repair.
    user_errors: Vec<UserError>,
}

/// A new account and its person.
#[derive(InputObject)]
pub struct AccountCreateInput {
    /// The person's name.
    names: LocalizedTextInput,
    /// The address to sign in with.
    email: String,
    /// The first password.
    #[graphql(secret)]
    password: String,
    /// The language to speak to them.
    locale: Locale,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// An account.
#[derive(InputObject)]
pub struct AccountDisableInput {
    /// Which account.
    account: ID,
}

/// A disabled account.
#[derive(InputObject)]
pub struct AccountEnableInput {
    /// Which account.
    account: ID,
}

/// A role in a scope.
#[derive(InputObject)]
pub struct RoleGrantInput {
    /// To whom.
    account: ID,
    /// Which role.
    role: Role,
    /// Where: the id of a programme or a course; nothing for the centre as a whole.
    scope: Option<ID>,
}

/// A role that is held.
#[derive(InputObject)]
pub struct RoleEndInput {
    /// Which one.
    grant: ID,
}

/// An organisation.
#[derive(InputObject)]
pub struct OrganisationDefineInput {
    /// Short name.
    code: String,
    /// What kind of organisation.
    kind: OrganisationKind,
    /// Its names.
    names: LocalizedTextInput,
    /// Code of the governorate of its seat.
    governorate: Option<String>,
    /// Its number in the national register.
    register_number: Option<String>,
    /// Street and town.
    address: Option<String>,
    /// Its telephone number.
    phone: Option<String>,
    /// Its address for mail.
    email: Option<String>,
    /// Its site.
    website: Option<String>,
}

/// A change of what is said about an organisation.
#[derive(InputObject)]
pub struct OrganisationUpdateInput {
    /// Which organisation.
    organisation: ID,
    /// What kind of organisation.
    kind: OrganisationKind,
    /// Its names.
    names: LocalizedTextInput,
    /// Code of the governorate of its seat.
    governorate: Option<String>,
    /// Its number in the national register.
    register_number: Option<String>,
    /// Street and town.
    address: Option<String>,
    /// Its telephone number.
    phone: Option<String>,
    /// Its address for mail.
    email: Option<String>,
    /// Its site.
    website: Option<String>,
    /// The version that was read.
    version: i32,
}

/// Somebody who belongs to an organisation.
#[derive(InputObject)]
pub struct OrganisationMemberAddInput {
    /// To which organisation.
    organisation: ID,
    /// Who.
    person: ID,
    /// As what.
    role: MemberRole,
    /// What they are called there.
    title: Option<String>,
}

/// Somebody who belongs to an organisation no more.
#[derive(InputObject)]
pub struct OrganisationMemberEndInput {
    /// Which membership.
    member: ID,
}

payloads! {
    /// What came of an act on somebody who belongs to an organisation.
    OrganisationMemberPayload { member: OrganisationMember, from member::Member }
    /// What came of opening an account.
    AccountCreatePayload { account: Account, from account::Account }
    /// What came of disabling an account.
    AccountDisablePayload { account: Account, from account::Account }
    /// What came of enabling an account again.
    AccountEnablePayload { account: Account, from account::Account }
    /// What came of giving a role.
    RoleGrantPayload { account: Account, from account::Account }
    /// What came of taking a role away.
    RoleEndPayload { account: Account, from account::Account }
    /// What came of an act on an organisation.
    OrganisationPayload { organisation: Organisation, from organisation::Organisation }
}

/// Acts on people.
#[derive(Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Signs in with address and password.
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> Result<SignInPayload> {
        let device = ctx.data_unchecked::<Cookies>().device.as_deref();
        signed_in(ctx, sign_in::begin(domain(ctx), &input.email, input.password.into(), input.code.as_deref(), device).await)
            .await
    }

    /// Gives a new access token, by the refresh token in the cookie, and renews the cookie.
    async fn sign_in_refresh(&self, ctx: &Context<'_>) -> Result<SignInPayload> {
        let outcome = match &ctx.data_unchecked::<Cookies>().refresh {
            Some(token) => sign_in::refresh(domain(ctx), token).await,
            None => Err(Error::Unauthenticated),
        };
        signed_in(ctx, outcome).await
    }

    /// Signs out on this device.
    #[doc = nabta_domain::people_permission!(SIGN_OUT)]
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        signed_out(ctx, sign_in::end_here(domain(ctx)).await)
    }

    /// Signs out on all devices.
    #[doc = nabta_domain::people_permission!(SIGN_OUT)]
    async fn sign_out_everywhere(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        signed_out(ctx, sign_in::end_everywhere(domain(ctx)).await)
    }

    /// Opens an account for a new person.
    #[doc = nabta_domain::people_permission!(ACCOUNT_CREATE)]
    async fn account_create(&self, ctx: &Context<'_>, input: AccountCreateInput) -> Result<AccountCreatePayload> {
        let new = NewAccount {
            names: input.names.into(),
            email: input.email,
            password: input.password.into(),
            locale: input.locale.into(),
        };
        AccountCreatePayload::from_outcome(ctx, account_create(domain(ctx), new, input.idempotency_key.as_deref()).await)
    }

    /// Stops an account from signing in, and signs it out everywhere. Refused with `WRONG_STATE` if it is disabled already.
    #[doc = nabta_domain::people_permission!(ACCOUNT_DISABLE)]
    async fn account_disable(&self, ctx: &Context<'_>, input: AccountDisableInput) -> Result<AccountDisablePayload> {
        let account: AccountId = ids::parse(ctx, &input.account)?;
        AccountDisablePayload::from_outcome(ctx, account::disable(domain(ctx), account).await)
    }

    /// Lets a disabled account sign in again; what it was signed in with stays ended. Refused with `WRONG_STATE` if it isn't disabled.
    #[doc = nabta_domain::people_permission!(ACCOUNT_ENABLE)]
    async fn account_enable(&self, ctx: &Context<'_>, input: AccountEnableInput) -> Result<AccountEnablePayload> {
        let account: AccountId = ids::parse(ctx, &input.account)?;
        AccountEnablePayload::from_outcome(ctx, account::enable(domain(ctx), account).await)
    }

    /// Gives a role in a scope.
    #[doc = nabta_domain::people_permission!(ROLE_GRANT)]
    async fn role_grant(&self, ctx: &Context<'_>, input: RoleGrantInput) -> Result<RoleGrantPayload> {
        let account: AccountId = ids::parse(ctx, &input.account)?;
        let place = place(ctx, input.scope.as_ref())?;
        RoleGrantPayload::from_outcome(ctx, role_grant(domain(ctx), account, input.role.into(), place).await)
    }

    /// Takes a role away; true at its holder's next request.
    #[doc = nabta_domain::people_permission!(ROLE_END)]
    async fn role_end(&self, ctx: &Context<'_>, input: RoleEndInput) -> Result<RoleEndPayload> {
        let grant: RoleGrantId = ids::parse(ctx, &input.grant)?;
        RoleEndPayload::from_outcome(ctx, role::end(domain(ctx), grant).await)
    }

    /// Enters an organisation, or answers the one that has this code already and says the same.
    #[doc = nabta_domain::people_permission!(ORGANISATION_DEFINE)]
    async fn organisation_define(&self, ctx: &Context<'_>, input: OrganisationDefineInput) -> Result<OrganisationPayload> {
        let details = OrganisationDetails {
            kind: input.kind.into(),
            names: input.names.into(),
            governorate: input.governorate,
            register_number: input.register_number,
            address: input.address,
            phone: input.phone,
            email: input.email,
            website: input.website,
        };
        OrganisationPayload::from_outcome(ctx, organisation_define(domain(ctx), &input.code, details).await)
    }

    /// Changes what is said about an organisation.
    #[doc = nabta_domain::people_permission!(ORGANISATION_DEFINE)]
    async fn organisation_update(&self, ctx: &Context<'_>, input: OrganisationUpdateInput) -> Result<OrganisationPayload> {
        let id: OrganisationId = ids::parse(ctx, &input.organisation)?;
        let details = OrganisationDetails {
            kind: input.kind.into(),
            names: input.names.into(),
            governorate: input.governorate,
            register_number: input.register_number,
            address: input.address,
            phone: input.phone,
            email: input.email,
            website: input.website,
        };
        let updated = organisation::update(domain(ctx), id, details, input.version).await;
        Ok(OrganisationPayload::from_outcome(ctx, updated)?.or_current(organisation::read(domain(ctx), id)).await)
    }

    /// Says that somebody belongs to an organisation.
    #[doc = nabta_domain::people_permission!(ORGANISATION_DEFINE)]
    async fn organisation_member_add(
        &self,
        ctx: &Context<'_>,
        input: OrganisationMemberAddInput,
    ) -> Result<OrganisationMemberPayload> {
        let organisation: OrganisationId = ids::parse(ctx, &input.organisation)?;
        let person: PersonId = ids::parse(ctx, &input.person)?;
        let added = member::add(domain(ctx), organisation, person, input.role.into(), input.title.as_deref()).await;
        OrganisationMemberPayload::from_outcome(ctx, added)
    }

    /// Says that somebody belongs to an organisation no more.
    #[doc = nabta_domain::people_permission!(ORGANISATION_DEFINE)]
    async fn organisation_member_end(
        &self,
        ctx: &Context<'_>,
        input: OrganisationMemberEndInput,
    ) -> Result<OrganisationMemberPayload> {
        let member: OrganisationMemberId = ids::parse(ctx, &input.member)?;
        OrganisationMemberPayload::from_outcome(ctx, member::end(domain(ctx), member).await)
    }
}

async fn account_create(ctx: &Ctx, new: NewAccount, key: Option<&str>) -> DomainResult<account::Account> {
    let id = account::create(ctx, new, key).await?;
    account::read(ctx, id).await
}

async fn organisation_define(ctx: &Ctx, code: &str, details: OrganisationDetails) -> DomainResult<organisation::Organisation> {
    let id = organisation::define(ctx, code, details).await?;
    organisation::read(ctx, id).await
}

pub(super) fn place(ctx: &Context<'_>, id: Option<&ID>) -> Result<Place> {
    id.map_or(Ok(Place::Centre), |id| Place::parse(id).ok_or_else(|| ids::invalid(ctx)))
}

async fn role_grant(ctx: &Ctx, account: AccountId, role: people::Role, place: Place) -> DomainResult<account::Account> {
    let scope = scopes::find(ctx, place).await?;
    role::grant(ctx, account, role, scope).await
}

pub(super) async fn signed_in(ctx: &Context<'_>, outcome: DomainResult<Tokens>) -> Result<SignInPayload> {
    match outcome {
        Ok(tokens) => {
            set_cookie(ctx, REFRESH_COOKIE, &tokens.refresh, (tokens.refresh_expires_at - domain(ctx).now()).num_seconds());
            if let Some(device) = &tokens.device {
                set_cookie(ctx, DEVICE_COOKIE, device, DEVICE_SECONDS);
            }
            // Whoever has just signed in may read themselves, although the request came from nobody.
            let (id, actor) = (tokens.account.id, Actor::Account(tokens.account));
            let account = account::read(&domain(ctx).acting_as(actor), id).await;
            Ok(SignInPayload {
                access_token: Some(tokens.access),
                expires_at: Some(tokens.access_expires_at),
                account: account.ok().map(Into::into),
                user_errors: Vec::new(),
            })
        }
        Err(error) => {
            let user_errors = user_errors(domain(ctx), error)?;
            Ok(SignInPayload { access_token: None, expires_at: None, account: None, user_errors })
        }
    }
}

fn signed_out(ctx: &Context<'_>, outcome: DomainResult<()>) -> Result<SignOutPayload> {
    match outcome {
        Ok(()) => {
            set_cookie(ctx, REFRESH_COOKIE, "", 0);
            Ok(SignOutPayload { user_errors: Vec::new() })
        }
        Err(error) => Ok(SignOutPayload { user_errors: user_errors(domain(ctx), error)? }),
    }
}

/// How long a browser is known: a year.
const DEVICE_SECONDS: i64 = 365 * 24 * 3_600;

fn set_cookie(ctx: &Context<'_>, name: &str, token: &str, seconds: i64) {
    let secure = if ctx.data_unchecked::<SecureCookies>().0 { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; Path=/graphql; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    ctx.append_http_header("set-cookie", cookie);
}
