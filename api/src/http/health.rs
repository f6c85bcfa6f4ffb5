//! Whether the instance lives and is fit to serve, and its public keys.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use nabta_domain::kernel::maintenance;
use nabta_domain::people::token;
use nabta_domain::platform::readiness;
use serde_json::json;

use super::Shared;

/// The process answers.
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "live": true }))
}

/// The database answers, the clocks agree, and search finds what is published.
pub(super) async fn ready(shared: web::Data<Shared>) -> HttpResponse {
    let found = readiness::look(&shared.instance.operator()).await;
    let draining = shared.draining.is_cancelled();
    let search = shared.instance.is_search_ready();
    // Reading goes on: an instance that everybody only reads from is sent requests like any other.
    let maintenance = maintenance::notice(&shared.instance.operator()).await.is_ok_and(|notice| notice.is_some());
    let is_ready = found.is_ready() && search && !draining;
    let mut answer = if is_ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    answer.json(json!({ "ready": is_ready, "draining": draining, "database": found.database, "search": search, "maintenance": maintenance, "clockOffsetMilliseconds": found.clock_offset }))
}

/// The keys by which others check our tokens.
pub(super) async fn jwks(shared: web::Data<Shared>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .json(token::jwks(&shared.instance.services.keyring))
}
