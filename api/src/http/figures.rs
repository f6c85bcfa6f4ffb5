//! Figures: sanitised SVG, named by their digest, so that a cache may keep them for ever.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::catalogue::figure;

use super::{Shared, graphql};

/// A drawing can style itself and nothing else: it runs no script even if it is opened on its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// The figure with this digest.
pub(super) async fn read(shared: web::Data<Shared>, request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let missing = || graphql::refusal(&request, StatusCode::NOT_FOUND, "NOT_FOUND");
    let Some(digest) = name.strip_suffix(".svg") else { return missing() };
    let tag = format!("\"{digest}\"");
    if super::knows(&request, &tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    match figure::read(&shared.instance.operator(), digest).await {
        Ok(svg) => HttpResponse::Ok()
            .content_type("image/svg+xml")
            .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .insert_header((header::ETAG, tag))
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header(("cross-origin-resource-policy", "cross-origin"))
            .body(svg),
        Err(nabta_domain::kernel::Error::Unavailable) => {
            graphql::refusal(&request, StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE")
        }
        Err(_) => missing(),
    }
}
