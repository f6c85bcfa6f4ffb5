//! Somebody's calendar, for programs that sign in nowhere: its address is its own secret.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::agenda;

use super::{Shared, session};

/// `GET /calendar/{secret}.ics`. Whatever is not the address of a calendar gives one answer.
pub(super) async fn read(shared: web::Data<Shared>, request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        // An ending of its own is no secret either: what has none is looked for like the rest.
        let agenda = agenda::fetch(&ctx, name.strip_suffix(".ics").unwrap_or_default()).await?;
        let tag = format!("\"{}\"", agenda.digest);
        let mut answer = HttpResponse::Ok();
        answer
            // Kept by its owner's program alone, and asked for again each time.
            .insert_header((header::CACHE_CONTROL, "private, no-cache"))
            .insert_header((header::ETAG, tag.clone()))
            .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"nabta.ics\""));
        Ok(if super::knows(&request, &tag) {
            answer.status(StatusCode::NOT_MODIFIED).finish()
        } else {
            answer.content_type("text/calendar; charset=utf-8").body(agenda.text)
        })
    })
    .await
}
