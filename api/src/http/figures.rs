//! Figures: sanitised SVG, named by their digest, so that a cache may keep them for ever.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::catalogue::figure;
use nabta_domain::kernel::Error;

use super::{Shared, session};

/// A drawing can style itself and nothing else: it runs no script even if it is opened on its own.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// The figure with this digest.
pub(super) async fn read(shared: web::Data<Shared>, request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let digest = name.strip_suffix(".svg").ok_or(Error::NotFound)?;
        let tag = format!("\"{digest}\"");
        let svg = figure::read(&ctx, digest).await?;
        let mut answer = HttpResponse::Ok();
        answer
            .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .insert_header((header::ETAG, tag.clone()))
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header(("cross-origin-resource-policy", "cross-origin"));
        Ok(if super::knows(&request, &tag) {
            answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish()
        } else {
            answer.content_type("image/svg+xml").body(svg)
        })
    })
    .await
}
