//! What programs ask for that check an Open Badge: who issued it, for what, by which key, and which count no longer. Pages of any origin may
//! ask.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::kernel::{Error, Result, TypedId};
use nabta_domain::learning::CertificateTemplateId;
use nabta_domain::learning::certificate::{badge, seal};
use serde_json::Value;

use super::{Shared, session};

/// How long an answer may be kept.
const FRESH: &str = "public, max-age=300";

fn answer(kind: &str, body: String) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .content_type(kind.to_owned())
        .insert_header((header::CACHE_CONTROL, FRESH))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(body))
}

fn linked(data: &Value) -> Result<HttpResponse> {
    answer("application/ld+json", data.to_string())
}

/// `GET /badges/issuer`: the centre.
pub(super) async fn issuer(shared: web::Data<Shared>, request: HttpRequest) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| linked(&badge::issuer(&ctx))).await
}

/// `GET /badges/achievements/{template}`: what certificates are issued for.
pub(super) async fn achievement(shared: web::Data<Shared>, request: HttpRequest, id: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let id = CertificateTemplateId::parse(&id).ok_or(Error::NotFound)?;
        linked(&badge::achievement(&ctx, id).await?)
    })
    .await
}

/// `GET /badges/keys/{id}`: the public key that signed.
pub(super) async fn key(shared: web::Data<Shared>, request: HttpRequest, id: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let key = seal::jwk(&ctx.services.keyring, &id).ok_or(Error::NotFound)?;
        answer("application/jwk+json", key.to_string())
    })
    .await
}

/// `GET /badges/status/{year}`: which certificates of a year count no longer.
pub(super) async fn status(shared: web::Data<Shared>, request: HttpRequest, year: web::Path<i32>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| answer("application/vc+jwt", badge::status_list(&ctx, *year).await?)).await
}
