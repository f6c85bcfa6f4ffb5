//! Courses as zip archives, in and out: the same folder of Markdown that `nabta content` reads and writes.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_documents::archive::{self, ArchiveError};
use nabta_domain::catalogue::actions::codes::IMPORT_REFUSED;
use nabta_domain::catalogue::transfer::{self, CourseFolder, Imported};
use nabta_domain::catalogue::{CourseId, course};
use nabta_domain::kernel::{Ctx, Error, Refusal, Result, TypedId};
use serde_json::json;
use tokio::sync::Semaphore;

use super::{Shared, graphql, maintenance, session};

/// The largest archive that is taken, in bytes.
pub(super) const LARGEST: usize = 20 * 1024 * 1024;

/// How many archives are unpacked at once: each may come to 200 MB.
pub(super) fn turns() -> Semaphore {
    Semaphore::new(2)
}

/// `GET /courses/{id}/archive`: the course with everything that its newest edition holds, for its authors and staff.
pub(super) async fn export(shared: web::Data<Shared>, request: HttpRequest, id: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let id = CourseId::parse(&id).ok_or(Error::NotFound)?;
        let course = course::queries::read(&ctx, id).await?;
        let folder = transfer::export(&ctx, id).await?;
        let zip = blocking(move || Ok(archive::pack(&folder.write()))).await?;
        Ok(HttpResponse::Ok()
            .content_type("application/zip")
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.zip\"", course.slug)))
            .body(zip))
    })
    .await
}

/// `POST /courses/archive`: brings a course in, into its draft: all of it or nothing.
pub(super) async fn import(shared: web::Data<Shared>, request: HttpRequest, body: web::Payload) -> HttpResponse {
    if !graphql::is_sent_as(&request, "application/zip") {
        return graphql::refusal(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_INPUT");
    }
    session::respond(&shared, &request, async |ctx: Ctx| {
        // Before anything is taken in: who may not bring a course in makes the service do no work.
        transfer::may_import(&ctx)?;
        if let Some(refused) = maintenance::refusal(&ctx).await? {
            return Ok(refused);
        }
        let _turn = shared.archives.acquire().await;
        let Ok(Ok(body)) = body.to_bytes_limited(LARGEST).await else {
            return Ok(graphql::refusal(&request, StatusCode::PAYLOAD_TOO_LARGE, "TOO_COMPLEX"));
        };
        let folder = blocking(move || read(&body)).await?;
        let imported = transfer::import(&ctx, folder).await?;
        let outcome = match imported {
            Imported::Created(_) => "CREATED",
            Imported::Changed(_) => "CHANGED",
            Imported::Unchanged(_) => "UNCHANGED",
        };
        let course = imported.course();
        Ok(HttpResponse::Ok()
            .json(json!({ "outcome": outcome, "course": { "id": course.id.wire(), "code": course.code, "slug": course.slug } })))
    })
    .await
}

fn read(zip: &[u8]) -> Result<CourseFolder> {
    let refused = |why: ArchiveError| {
        let file = why.file().unwrap_or("zip").to_owned();
        Refusal::at(IMPORT_REFUSED, "archive").with("file", file).with("reason", why.name())
    };
    let files = archive::unpack(zip).map_err(refused)?;
    Ok(CourseFolder::read(&files)?)
}

/// Packing and unpacking is not done on the thread that serves others meanwhile.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    web::block(work).await.unwrap_or(Err(Error::Unavailable))
}
