//! How what went wrong looks on the wire: a code for programs, a message in the reader's language, and nothing of the program.

use async_graphql::{Context, ErrorExtensions, SimpleObject};
use nabta_domain::kernel::{Ctx, Error, Locale, Refusal, Result};

use crate::messages;

/// Something in the input that the caller can repair.
#[derive(SimpleObject, Clone, Debug)]
pub struct UserError {
    /// For programs.
    pub code: String,
    /// Where in the input; empty for the input as a whole.
    pub path: Vec<String>,
    /// For people, in the caller's language.
    pub message: String,
}

/// Who asks, and the services.
pub(crate) fn domain<'a>(ctx: &Context<'a>) -> &'a Ctx {
    ctx.data_unchecked::<Ctx>()
}

/// The refusals of a mutation, or the error that isn't one.
pub(crate) fn user_errors(ctx: &Ctx, error: Error) -> async_graphql::Result<Vec<UserError>> {
    match error {
        Error::Refused(refusals) => Ok(user_errors_of(ctx.locale, &refusals)),
        Error::Conflict => Ok(vec![user_error(ctx.locale, &Refusal::new("CONFLICT"))]),
        other => Err(wire(ctx, other)),
    }
}

/// Refusals as the caller reads them.
#[must_use]
pub fn user_errors_of(locale: Locale, refusals: &[Refusal]) -> Vec<UserError> {
    refusals.iter().map(|refusal| user_error(locale, refusal)).collect()
}

fn user_error(locale: Locale, refusal: &Refusal) -> UserError {
    UserError {
        code: refusal.code.to_owned(),
        path: refusal.path.clone(),
        message: messages::message(locale, refusal.code, &refusal.values),
    }
}

/// An error of a question.
pub(crate) fn wire(ctx: &Ctx, error: Error) -> async_graphql::Error {
    let (code, message, reason) = match &error {
        Error::Refused(refusals) => {
            let first = refusals.first();
            let message = first.map_or_else(String::new, |refusal| messages::message(ctx.locale, refusal.code, &refusal.values));
            ("BAD_INPUT", message, first.map(|refusal| (refusal.code, refusal.path.join("."))))
        }
        Error::Internal(report) => {
            tracing::error!(request = %ctx.request, %report, "internal error");
            ("INTERNAL", messages::message(ctx.locale, "INTERNAL", &[]), None)
        }
        other => (other.code(), messages::message(ctx.locale, other.code(), &[]), None),
    };
    let wait = if let Error::RateLimited { seconds } = &error { Some(*seconds) } else { None };
    async_graphql::Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        extensions.set("requestId", ctx.request.to_string());
        if let Some(seconds) = wait {
            extensions.set("retryAfterSeconds", seconds);
        }
        if let Some((reason, path)) = reason {
            extensions.set("reason", reason);
            extensions.set("argument", path);
        }
    })
}

/// The answer to a question.
pub(crate) trait Answer<T> {
    /// The answer, or the error as it looks on the wire.
    fn answer(self, ctx: &Context<'_>) -> async_graphql::Result<T>;
}

impl<T> Answer<T> for Result<T> {
    fn answer(self, ctx: &Context<'_>) -> async_graphql::Result<T> {
        self.map_err(|error| wire(domain(ctx), error))
    }
}

/// Declares the payloads of mutations: the object, and what the caller can repair.
macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $field:ident: $object:ty, from $answer:ty })*) => {
        $(
            $(#[$doc])*
            #[derive(async_graphql::SimpleObject)]
            pub struct $name {
                /// The object as it stands now; on `CONFLICT` as somebody else left it.
                pub $field: Option<$object>,
                /// What the caller can repair; nothing was changed if there is any.
                pub user_errors: Vec<crate::errors::UserError>,
            }

            impl $name {
                /// From what the use case answered.
                #[allow(clippy::redundant_closure_call)]
                pub(crate) fn from_outcome(
                    ctx: &async_graphql::Context<'_>,
                    outcome: nabta_domain::kernel::Result<$answer>,
                ) -> async_graphql::Result<Self> {
                    match outcome {
                        Ok(answer) => Ok(Self { $field: Some(answer.into()), user_errors: Vec::new() }),
                        Err(error) => Ok(Self { $field: None, user_errors: crate::errors::user_errors(crate::errors::domain(ctx), error)? }),
                    }
                }

                /// Shows the object as somebody else left it, where that is why nothing was done.
                #[allow(dead_code)]
                pub(crate) async fn or_current(
                    mut self,
                    current: impl Future<Output = nabta_domain::kernel::Result<$answer>>,
                ) -> Self {
                    if self.user_errors.iter().any(|error| error.code == "CONFLICT") {
                        self.$field = current.await.ok().map(Into::into);
                    }
                    self
                }
            }
        )*
    };
}
pub(crate) use payloads;
