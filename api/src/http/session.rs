//! Who sends a request, in which language they read, and how an address other than GraphQL answers them.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use nabta_domain::kernel::TypedId;
use nabta_domain::kernel::{Actor, Ctx, Error, Locale, Result};
use nabta_domain::people::{LookId, authenticate, look};
use nabta_graphql::errors::{UserError, user_errors_of};
use nabta_graphql::messages;
use serde_json::json;
use uuid::Uuid;

use super::Shared;

/// The number of a request, which every answer to it carries.
#[derive(Clone, Copy)]
pub(super) struct RequestId(pub Uuid);

/// The request's number.
pub(super) fn id(request: &HttpRequest) -> Uuid {
    request.extensions().get::<RequestId>().map_or(Uuid::nil(), |id| id.0)
}

/// Which of the three languages is asked for first.
pub(super) fn asked_locale(request: &HttpRequest) -> Option<Locale> {
    let header = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    header.split(',').find_map(|part| Locale::from_code(part.trim().get(..2)?.to_lowercase().as_str()))
}

/// The address of the network that a request came from. Proxies of the operator's own say it in `X-Forwarded-For`, the last of them
/// last; what stands before was written by whoever sent it.
fn origin(proxies: usize, request: &HttpRequest) -> Option<String> {
    let peer = request.peer_addr().map(|peer| peer.ip().to_string());
    if proxies == 0 {
        return peer;
    }
    let said = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = said.flat_map(|value| value.split(',')).map(str::trim).collect();
    hops.len().checked_sub(proxies).and_then(|at| hops.get(at)).map(|hop| (*hop).to_owned()).or(peer)
}

/// A request before it is known whose it is.
pub(super) fn visitor(shared: &Shared, request: &HttpRequest) -> Ctx {
    let locale = asked_locale(request).unwrap_or(Locale::Fr);
    let origin = origin(shared.instance.config.http.proxies, request);
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let agent = agent.map(|agent| agent.chars().take(200).collect());
    Ctx { request: id(request), origin, agent, ..Ctx::new(shared.instance.services.clone(), Actor::Nobody, locale) }
}

/// Under which look a request comes, from an administrator who sees pages as somebody else sees them.
const LOOK: &str = "nabta-look";

/// The request with the rights of who sends it: nobody's without a token.
pub(super) async fn actor(visitor: &Ctx, request: &HttpRequest) -> Result<Ctx> {
    let Some(header) = request.headers().get(header::AUTHORIZATION) else { return Ok(visitor.clone()) };
    let token = header.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).ok_or(Error::Unauthenticated)?;
    let (actor, theirs) = authenticate::actor(visitor, token).await?;
    let (actor, theirs) = match request.headers().get(LOOK) {
        None => (actor, theirs),
        Some(look) => {
            let look = look.to_str().ok().and_then(LookId::parse).ok_or(Error::Forbidden)?;
            look::through(&visitor.acting_as(actor), look).await?
        }
    };
    Ok(Ctx { actor, locale: asked_locale(request).unwrap_or(theirs), ..visitor.clone() })
}

/// Answers a request that is not GraphQL, with the same codes and messages as GraphQL has.
pub(super) async fn respond(
    shared: &Shared,
    request: &HttpRequest,
    handle: impl AsyncFnOnce(Ctx) -> Result<HttpResponse>,
) -> HttpResponse {
    let visitor = visitor(shared, request);
    let limit = Duration::from_secs(shared.instance.config.http.timeout_seconds);
    let work = async { handle(actor(&visitor, request).await?).await };
    let outcome = tokio::time::timeout(limit, work).await.unwrap_or(Err(Error::Unavailable));
    outcome.unwrap_or_else(|error| refused(&visitor, error))
}

/// An error as the answer of an address.
fn refused(ctx: &Ctx, error: Error) -> HttpResponse {
    let status = match &error {
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden | Error::Looking => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Conflict => StatusCode::CONFLICT,
        Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(report) => {
            tracing::error!(request = %ctx.request, %report, "internal error");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let errors = match error {
        Error::Refused(refusals) => user_errors_of(ctx.locale, &refusals),
        other => {
            let code = other.code();
            vec![UserError { code: code.to_owned(), path: Vec::new(), message: messages::message(ctx.locale, code, &[]) }]
        }
    };
    let told = |error: &UserError| json!({ "message": error.message, "extensions": { "code": error.code, "path": error.path, "requestId": ctx.request } });
    HttpResponse::build(status).json(json!({ "errors": errors.iter().map(told).collect::<Vec<_>>() }))
}
