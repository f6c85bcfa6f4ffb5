//! Banks of questions as files, in and out: GIFT and Moodle's XML.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_documents::archive::{self, ArchiveError};
use nabta_domain::catalogue::{CourseId, course};
use nabta_domain::kernel::error::codes::{BAD_FORMAT, REQUIRED};
use nabta_domain::kernel::{Ctx, Error, Locale, Refusal, Result, TypedId};
use nabta_domain::learning::question::{self, Format, Report, Source};
use nabta_graphql::errors::user_errors_of;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Shared, courses, graphql, maintenance, session};

/// The most remarks that are told: who has more begins with these.
const MOST_REMARKS: usize = 1_000;

/// What may be asked of a bank.
#[derive(Deserialize)]
pub(super) struct Asked {
    format: Option<String>,
    locale: Option<String>,
    trial: Option<bool>,
}

impl Asked {
    fn locale(&self) -> Result<Locale, Refusal> {
        let code = self.locale.as_deref().ok_or_else(|| Refusal::at(REQUIRED, "locale"))?;
        Locale::from_code(code).ok_or_else(|| Refusal::at(BAD_FORMAT, "locale").with("value", code))
    }

    fn format(&self) -> Result<Format, Refusal> {
        let name = self.format.as_deref().ok_or_else(|| Refusal::at(REQUIRED, "format"))?;
        Format::named(name).ok_or_else(|| Refusal::at(BAD_FORMAT, "format").with("value", name))
    }
}

/// `GET /courses/{id}/questions?format=gift&locale=fr`: the questions in use that are asked in a language, for those who may read the bank.
pub(super) async fn export(
    shared: web::Data<Shared>,
    request: HttpRequest,
    id: web::Path<String>,
    asked: web::Query<Asked>,
) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let id = CourseId::parse(&id).ok_or(Error::NotFound)?;
        let (format, locale) = (asked.format()?, asked.locale()?);
        let written = question::export(&ctx, id, format, locale).await?;
        let course = course::queries::read(&ctx, id).await?;
        let name = format!("attachment; filename=\"{}.{}.{}\"", course.slug, locale.code(), format.extension());
        Ok(HttpResponse::Ok()
            .content_type(format!("{}; charset=utf-8", format.media_type()))
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .insert_header((header::CONTENT_DISPOSITION, name))
            .body(written))
    })
    .await
}

/// How the files came.
enum Sent {
    /// One file.
    Alone(Format),
    /// Several in a zip archive, named by language and format: `01-sources.ar.gift`.
    Together,
}

impl Sent {
    fn of(request: &HttpRequest) -> Option<Self> {
        let is = |kind| graphql::is_sent_as(request, kind);
        if is("application/zip") {
            return Some(Self::Together);
        }
        let alone = if is("text/plain") {
            Format::Gift
        } else if is("application/xml") || is("text/xml") {
            Format::MoodleXml
        } else {
            return None;
        };
        Some(Self::Alone(alone))
    }
}

/// `POST /courses/{id}/questions`: files of questions into the bank of a course: all of it or nothing.
pub(super) async fn import(
    shared: web::Data<Shared>,
    request: HttpRequest,
    id: web::Path<String>,
    asked: web::Query<Asked>,
    body: web::Payload,
) -> HttpResponse {
    let Some(sent) = Sent::of(&request) else {
        return graphql::refusal(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_INPUT");
    };
    session::respond(&shared, &request, async |ctx: Ctx| {
        let id = CourseId::parse(&id).ok_or(Error::NotFound)?;
        // Before anything is taken in: who may read nothing into the bank makes the service do no work.
        question::may_import(&ctx, id).await?;
        if let Some(refused) = maintenance::refusal(&ctx).await? {
            return Ok(refused);
        }
        let _turn = shared.archives.acquire().await;
        let Ok(Ok(body)) = body.to_bytes_limited(courses::LARGEST).await else {
            return Ok(graphql::refusal(&request, StatusCode::PAYLOAD_TOO_LARGE, "TOO_COMPLEX"));
        };
        let sources = match sent {
            Sent::Alone(format) => {
                let (locale, name) = (asked.locale()?, format!("questions.{}", format.extension()));
                vec![Source { name, locale, format, bytes: body.to_vec() }]
            }
            Sent::Together => courses::blocking(move || unpack(&body)).await?,
        };
        let report = question::import(&ctx, id, sources, asked.trial.unwrap_or(false)).await?;
        let status = if report.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        Ok(HttpResponse::build(status).json(told(ctx.locale, &report)))
    })
    .await
}

fn unpack(zip: &[u8]) -> Result<Vec<Source>> {
    let refused = |why: ArchiveError| {
        let file = why.file().unwrap_or("zip").to_owned();
        question::archive_refused(&file, why.name())
    };
    let files = archive::unpack(zip).map_err(refused)?;
    Ok(files.into_iter().map(|(name, bytes)| Source::named(name, bytes)).collect::<Result<_, _>>()?)
}

fn told(locale: Locale, report: &Report) -> Value {
    let outcome = match (report.is_refused(), report.is_kept) {
        (true, _) => "REFUSED",
        (false, true) => "KEPT",
        (false, false) => "TRIED",
    };
    let remark = |found: &question::Found| {
        let told = user_errors_of(locale, std::slice::from_ref(&found.refusal)).pop();
        json!({
            "file": report.sources.get(found.place.source),
            "line": found.place.line,
            "question": found.question,
            "isError": found.is_error,
            "code": found.refusal.code,
            "path": found.refusal.path,
            "message": told.map(|told| told.message),
        })
    };
    json!({
        "outcome": outcome,
        "created": report.created,
        "revised": report.revised,
        "unchanged": report.unchanged,
        "remarkCount": report.found.len(),
        "remarks": report.found.iter().take(MOST_REMARKS).map(remark).collect::<Vec<_>>(),
    })
}
