//! Coming to an account and to a password by oneself.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use nabta_domain::kernel::Result as DomainResult;
use nabta_domain::people::account::NewAccount;
use nabta_domain::people::{new_password, registration};

use crate::errors::{UserError, domain, user_errors};
use crate::values::{Locale, LocalizedTextInput};

/// A wish for an account.
#[derive(InputObject)]
pub struct RegistrationRequestInput {
    /// One's name, in Arabic letters (`ar`) and in Latin ones (`fr` or `en`).
    names: LocalizedTextInput,
    /// The address to sign in with.
    email: String,
    /// The password, of twelve characters or more.
    #[graphql(secret)]
    password: String,
    /// The language to be spoken to.
    locale: Locale,
}

/// The secret of a letter.
#[derive(InputObject)]
pub struct RegistrationConfirmInput {
    /// What stands behind `#` in the letter's link.
    #[graphql(secret)]
    secret: String,
}

/// A wish for a new password.
#[derive(InputObject)]
pub struct PasswordResetRequestInput {
    /// The address of the account.
    email: String,
}

/// A new password, by the secret of a letter.
#[derive(InputObject)]
pub struct PasswordResetInput {
    /// What stands behind `#` in the letter's link.
    #[graphql(secret)]
    secret: String,
    /// The new password.
    #[graphql(secret)]
    password: String,
}

/// A new password, by the old one.
#[derive(InputObject)]
pub struct PasswordChangeInput {
    /// The password until now.
    #[graphql(secret)]
    current: String,
    /// The new password.
    #[graphql(secret)]
    password: String,
}

/// What came of an act that gives nothing to see.
#[derive(SimpleObject)]
pub struct DonePayload {
    /// What the caller can repair; nothing was done if there is any.
    user_errors: Vec<UserError>,
}

impl DonePayload {
    pub(super) fn from_outcome<T>(ctx: &Context<'_>, outcome: DomainResult<T>) -> Result<Self> {
        let user_errors = match outcome {
            Ok(_) => Vec::new(),
            Err(error) => user_errors(domain(ctx), error)?,
        };
        Ok(Self { user_errors })
    }
}

/// Acts by which people come to an account and to a password.
#[derive(Default)]
pub struct RegistrationMutation;

#[Object]
impl RegistrationMutation {
    /// Wishes for an account. A letter goes to the address, with a link that opens it; the answer is the same whether or not the address
    /// has an account.
    #[doc = nabta_domain::people_permission!(REGISTRATION_REQUEST)]
    async fn registration_request(&self, ctx: &Context<'_>, input: RegistrationRequestInput) -> Result<DonePayload> {
        let new = NewAccount {
            names: input.names.into(),
            email: input.email,
            password: input.password.into(),
            locale: input.locale.into(),
        };
        DonePayload::from_outcome(ctx, registration::request(domain(ctx), new).await)
    }

    /// Opens the account by the letter's secret.
    #[doc = nabta_domain::people_permission!(REGISTRATION_CONFIRM)]
    async fn registration_confirm(&self, ctx: &Context<'_>, input: RegistrationConfirmInput) -> Result<DonePayload> {
        DonePayload::from_outcome(ctx, registration::confirm(domain(ctx), &input.secret).await)
    }

    /// Wishes for a new password. A letter goes to the address if it has an account; the answer is the same if it has none.
    #[doc = nabta_domain::people_permission!(PASSWORD_RESET)]
    async fn password_reset_request(&self, ctx: &Context<'_>, input: PasswordResetRequestInput) -> Result<DonePayload> {
        DonePayload::from_outcome(ctx, new_password::request(domain(ctx), &input.email).await)
    }

    /// Sets a new password by the letter's secret, and signs out on all devices.
    #[doc = nabta_domain::people_permission!(PASSWORD_RESET)]
    async fn password_reset(&self, ctx: &Context<'_>, input: PasswordResetInput) -> Result<DonePayload> {
        DonePayload::from_outcome(ctx, new_password::reset(domain(ctx), &input.secret, input.password.into()).await)
    }

    /// Sets a new password by the old one, and signs out on all other devices.
    #[doc = nabta_domain::people_permission!(PASSWORD_CHANGE)]
    async fn password_change(&self, ctx: &Context<'_>, input: PasswordChangeInput) -> Result<DonePayload> {
        let changed = new_password::change(domain(ctx), input.current.into(), input.password.into()).await;
        DonePayload::from_outcome(ctx, changed)
    }
}
