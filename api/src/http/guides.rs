//! Training guides on paper.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::catalogue::guide;
use nabta_domain::kernel::error::codes::BAD_FORMAT;
use nabta_domain::kernel::{Error, Locale, Refusal};
use serde::Deserialize;

use super::{Shared, session};

/// What may be asked of a guide.
#[derive(Deserialize)]
pub(super) struct Asked {
    locale: Option<String>,
}

/// `GET /guides/{code}.pdf?locale=ar`: a guide as a PDF, in the reader's language where none is asked for.
pub(super) async fn print(
    shared: web::Data<Shared>,
    request: HttpRequest,
    name: web::Path<String>,
    asked: web::Query<Asked>,
) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let code = name.strip_suffix(".pdf").ok_or(Error::NotFound)?;
        let locale = match asked.locale.as_deref() {
            Some(code) => Locale::from_code(code).ok_or_else(|| Refusal::at(BAD_FORMAT, "locale").with("value", code))?,
            None => ctx.locale,
        };
        let guide = guide::printable(&ctx, code, locale).await?;
        let tag = format!("\"{}\"", guide.digest);
        let mut answer = HttpResponse::Ok();
        answer
            // It is asked each time whether it is still the same: a guide may change while it is read by few, a course at any time.
            .insert_header((header::CACHE_CONTROL, if guide.is_public { "no-cache" } else { "private, no-store" }))
            .insert_header((header::VARY, "authorization, accept-language"))
            .insert_header((header::ETAG, tag.clone()))
            // It is compressed already.
            .insert_header(ContentEncoding::Identity)
            // A code is letters, digits and hyphens.
            .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"guide-{code}-{}.pdf\"", locale.code())));
        if super::knows(&request, &tag) {
            return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
        }
        let pdf = guide.print(&ctx).await?;
        Ok(answer.content_type("application/pdf").body(pdf.to_vec()))
    })
    .await
}
