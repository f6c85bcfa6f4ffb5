//! Second factors, devices, invitations.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::kernel::Scope;
use nabta_domain::people::invitation::{self, NewInvitation, Newcomer};
use nabta_domain::people::{self, InvitationId, SignInId, second_factor, sign_in};
use nabta_domain::scopes;

use super::mutations::place;
use super::registration::DonePayload;
use super::types::Role;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, UserError, domain, payloads, user_errors};
use crate::ids;
use crate::loaders::{AddressByInvitation, load};
use crate::values::{Locale, LocalizedTextInput};

/// By what somebody showed who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "people::SignInMethod")]
pub enum SignInMethod {
    /// The address and the password, with a code where there is a second factor.
    Password,
    /// A passkey.
    Passkey,
    /// Another provider, with a code where there is a second factor.
    Provider,
}

/// One being-signed-in, on one device.
pub struct SignIn(sign_in::SignIn);

#[Object]
impl SignIn {
    /// Its id.
    async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Since when.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Until when at the latest.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// What the browser or app calls itself.
    async fn agent(&self) -> Option<&str> {
        self.0.agent.as_deref()
    }

    /// By what they showed who they are.
    async fn method(&self) -> SignInMethod {
        self.0.method.into()
    }

    /// Whether this request came under it.
    async fn is_current(&self) -> bool {
        self.0.is_current
    }
}

/// An invitation to a role.
pub struct Invitation(invitation::Invitation);

impl From<invitation::Invitation> for Invitation {
    fn from(invitation: invitation::Invitation) -> Self {
        Self(invitation)
    }
}

#[Object]
impl Invitation {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// To which address.
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        load(ctx, AddressByInvitation(self.0.id)).await
    }

    /// To which role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Where: the id of a programme or course, or nothing for the centre as a whole.
    async fn scope(&self) -> Option<ID> {
        let scope = Scope::from_columns(&self.0.scope_kind, self.0.scope_id)?;
        (scope != Scope::CENTRE).then(|| ID(scope.wire()))
    }

    /// When it was entered.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Until when it can be accepted.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was accepted.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.used_at
    }

    /// When it was taken back.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about one's own devices and about invitations.
#[derive(Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// One's own sign-ins that have not ended, newest first.
    #[doc = nabta_domain::people_permission!(SIGN_OUT)]
    #[graphql(complexity = "usual(5, child_complexity)")]
    async fn sign_ins(&self, ctx: &Context<'_>) -> Result<Vec<SignIn>> {
        Ok(sign_in::mine(domain(ctx)).await.answer(ctx)?.into_iter().map(SignIn).collect())
    }

    /// The invitations, newest first.
    #[doc = nabta_domain::people_permission!(INVITATION_SEND)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Invitation>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(invitation::list(domain(ctx), &page).await.answer(ctx)?))
    }
}

/// The password of whoever is signed in.
#[derive(InputObject)]
pub struct PasswordInput {
    /// The password.
    #[graphql(secret)]
    pub(super) password: String,
}

/// A code of the app.
#[derive(InputObject)]
pub struct SecondFactorConfirmInput {
    /// The six digits.
    #[graphql(secret)]
    code: String,
}

/// One of one's own sign-ins.
#[derive(InputObject)]
pub struct SignInEndInput {
    /// Which one.
    sign_in: ID,
}

/// An invitation.
#[derive(InputObject)]
pub struct InvitationSendInput {
    /// To which address.
    email: String,
    /// In which language the letter is.
    locale: Locale,
    /// To which role.
    role: Role,
    /// Where: the id of a programme or a course; nothing for the centre as a whole.
    scope: Option<ID>,
    /// The client's own word for this request: asked again with the same one, it is done once.
    idempotency_key: Option<String>,
}

/// An invitation, at the version that was read.
#[derive(InputObject)]
pub struct InvitationEndInput {
    /// Which one.
    invitation: ID,
    /// The version that was read.
    version: i32,
}

/// The answer to an invitation.
#[derive(InputObject)]
pub struct InvitationAcceptInput {
    /// What stands behind `#` in the letter's link.
    #[graphql(secret)]
    secret: String,
    /// One's name, where there is no account with the address yet.
    names: Option<LocalizedTextInput>,
    /// The password to sign in with, where there is no account with the address yet.
    #[graphql(secret)]
    password: Option<String>,
}

/// What an app needs to show codes, this once.
#[derive(SimpleObject)]
pub struct SecondFactorBeginPayload {
    /// As a QR code carries it (`otpauth:`).
    address: Option<String>,
    /// As people type it.
    secret: Option<String>,
    /// What the caller can repair.
    user_errors: Vec<UserError>,
}

/// The codes on paper, for who loses the app; shown this once.
#[derive(SimpleObject)]
pub struct SecondFactorConfirmPayload {
    /// Ten codes, each good once.
    recovery_codes: Vec<String>,
    /// What the caller can repair.
    user_errors: Vec<UserError>,
}

payloads! {
    /// What came of an act on an invitation.
    InvitationPayload { invitation: Invitation, from invitation::Invitation }
}

/// Acts on one's own access, and invitations.
#[derive(Default)]
pub struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Begins a second factor. It is asked for from the moment on that a code of the app confirmed it.
    #[doc = nabta_domain::people_permission!(SECOND_FACTOR_SET)]
    async fn second_factor_begin(&self, ctx: &Context<'_>, input: PasswordInput) -> Result<SecondFactorBeginPayload> {
        Ok(match second_factor::begin(domain(ctx), input.password.into()).await {
            Ok(offer) => {
                SecondFactorBeginPayload { address: Some(offer.address), secret: Some(offer.secret), user_errors: Vec::new() }
            }
            Err(error) => SecondFactorBeginPayload { address: None, secret: None, user_errors: user_errors(domain(ctx), error)? },
        })
    }

    /// Turns the second factor on, by a code of the app.
    #[doc = nabta_domain::people_permission!(SECOND_FACTOR_SET)]
    async fn second_factor_confirm(
        &self,
        ctx: &Context<'_>,
        input: SecondFactorConfirmInput,
    ) -> Result<SecondFactorConfirmPayload> {
        Ok(match second_factor::confirm(domain(ctx), &input.code).await {
            Ok(recovery_codes) => SecondFactorConfirmPayload { recovery_codes, user_errors: Vec::new() },
            Err(error) => {
                SecondFactorConfirmPayload { recovery_codes: Vec::new(), user_errors: user_errors(domain(ctx), error)? }
            }
        })
    }

    /// Turns the second factor off, by the password.
    #[doc = nabta_domain::people_permission!(SECOND_FACTOR_SET)]
    async fn second_factor_end(&self, ctx: &Context<'_>, input: PasswordInput) -> Result<DonePayload> {
        DonePayload::from_outcome(ctx, second_factor::end(domain(ctx), input.password.into()).await)
    }

    /// Ends one of one's own sign-ins: a device that was lost.
    #[doc = nabta_domain::people_permission!(SIGN_OUT)]
    async fn sign_in_end(&self, ctx: &Context<'_>, input: SignInEndInput) -> Result<DonePayload> {
        let id: SignInId = ids::parse(ctx, &input.sign_in)?;
        DonePayload::from_outcome(ctx, sign_in::end_one(domain(ctx), id).await)
    }

    /// Invites somebody to a role, by a letter.
    #[doc = nabta_domain::people_permission!(INVITATION_SEND)]
    async fn invitation_send(&self, ctx: &Context<'_>, input: InvitationSendInput) -> Result<InvitationPayload> {
        let place = place(ctx, input.scope.as_ref())?;
        let sent = match scopes::find(domain(ctx), place).await {
            Ok(scope) => {
                let (locale, role) = (input.locale.into(), input.role.into());
                let new = NewInvitation { email: input.email, locale, role, scope };
                invitation::send(domain(ctx), new, input.idempotency_key.as_deref()).await
            }
            Err(error) => Err(error),
        };
        InvitationPayload::from_outcome(ctx, sent)
    }

    /// Accepts an invitation. Who has an account with the address gets the role; who has none opens one, with name and password.
    #[doc = nabta_domain::people_permission!(INVITATION_ACCEPT)]
    async fn invitation_accept(&self, ctx: &Context<'_>, input: InvitationAcceptInput) -> Result<DonePayload> {
        let newcomer = input.names.zip(input.password);
        let newcomer = newcomer.map(|(names, password)| Newcomer { names: names.into(), password: password.into() });
        DonePayload::from_outcome(ctx, invitation::accept(domain(ctx), &input.secret, newcomer).await)
    }

    /// Takes an invitation back.
    #[doc = nabta_domain::people_permission!(INVITATION_END)]
    async fn invitation_end(&self, ctx: &Context<'_>, input: InvitationEndInput) -> Result<InvitationPayload> {
        let id: InvitationId = ids::parse(ctx, &input.invitation)?;
        let ended = invitation::end(domain(ctx), id, input.version).await;
        Ok(InvitationPayload::from_outcome(ctx, ended)?.or_current(invitation::read(domain(ctx), id)).await)
    }
}
