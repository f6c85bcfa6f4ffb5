//! Pictures of questions: drawn anew when they came, named by their digest, so that a cache may keep them for ever.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::kernel::Error;
use nabta_domain::learning::question;

use super::{Shared, figures, session};

/// The picture with this digest.
pub(super) async fn read(shared: web::Data<Shared>, request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let (digest, _) = name.split_once('.').ok_or(Error::NotFound)?;
        let tag = format!("\"{digest}\"");
        let picture = question::read_picture(&ctx, digest).await?;
        let mut answer = HttpResponse::Ok();
        answer
            .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .insert_header((header::ETAG, tag.clone()))
            .insert_header((header::CONTENT_SECURITY_POLICY, figures::POLICY))
            .insert_header(("cross-origin-resource-policy", "cross-origin"));
        Ok(if super::knows(&request, &tag) {
            answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish()
        } else {
            answer.content_type(picture.media_type).body(picture.content)
        })
    })
    .await
}
