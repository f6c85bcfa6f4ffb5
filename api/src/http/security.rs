//! Headers on every answer, and who may call from where.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use nabta_domain::kernel::entropy::new_uuid;
use uuid::Uuid;

use super::session::RequestId;
use super::{Shared, graphql};

/// Nothing may be embedded, sniffed or run; the playground asks for a little more (see there).
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Numbers the request, and adds to its answer the number and the security headers, unless a handler has said something more special.
pub(super) async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = request.app_data::<web::Data<Shared>>().map_or(Uuid::nil(), |shared| {
        let services = &shared.instance.services;
        new_uuid(services.entropy.as_ref(), services.clock.now())
    });
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(header::CONTENT_SECURITY_POLICY, POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::X_FRAME_OPTIONS, "DENY");
    add(header::REFERRER_POLICY, "no-referrer");
    add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    add(header::CACHE_CONTROL, "no-store");
    Ok(response)
}

/// Whether a page from this origin may call.
fn is_allowed(shared: &Shared, request: &HttpRequest, origin: &str) -> bool {
    let config = &shared.instance.config.http;
    let own = config.public_address.trim_end_matches('/');
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    // On somebody's desk the port is often another one: the page that the service itself served may call it.
    let same = !shared.instance.config.is_production() && origin == format!("http://{host}");
    origin == own || same || config.allowed_origins.iter().any(|allowed| allowed == origin)
}

/// Refuses pages from origins that are not on the list, and tells the others that they may.
pub(super) async fn origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let origin = request.headers().get(header::ORIGIN).map(|value| value.to_str().unwrap_or("?").to_owned());
    let Some(origin) = origin else { return Ok(next.call(request).await?.map_into_boxed_body()) };
    let shared = request.app_data::<web::Data<Shared>>().cloned();
    if !shared.is_some_and(|shared| is_allowed(&shared, request.request(), &origin)) {
        let refused = graphql::refusal(request.request(), actix_web::http::StatusCode::FORBIDDEN, "FORBIDDEN");
        return Ok(request.into_response(refused));
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&origin) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.append(header::VARY, HeaderValue::from_static("origin"));
    }
    Ok(response)
}

/// Tells a page what it may send; whether it may at all was decided before.
pub(super) async fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, accept-language, nabta-look"))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "3600"))
        .finish()
}
