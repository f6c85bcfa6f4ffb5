//! GraphQL over HTTP. async-graphql's own actix extractor runs mutations sent by GET and reads any content type as JSON; this
//! handler takes POST with `application/json` alone, and GET for stored queries alone. Lists of requests are refused.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Request, Response, ServerError, Variables};
use moka::sync::Cache;
use nabta_domain::kernel::meter::{Meter, TRACED};
use nabta_domain::kernel::{Actor, Ctx, Error, Locale};
use nabta_graphql::people::{Cookies, DEVICE_COOKIE, REFRESH_COOKIE};
use nabta_graphql::{limits, messages, operation};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tracing::Instrument;
use tracing::field::Empty;

use super::{Shared, maintenance, session};
use crate::metrics::Answered;

/// Texts of queries by their digest. A cache: a client whose query was forgotten is told so and sends it again.
pub(super) type PersistedQueries = Cache<String, String>;

/// How many requests are worked on at once; the others wait their turn. A request takes some hundreds of kilobytes while it is worked
/// on, and beyond the connections to the database more of them at once do not answer sooner.
const AT_ONCE: usize = 64;

/// The turns of requests.
pub(super) fn turns() -> Semaphore {
    Semaphore::new(AT_ONCE)
}

/// At most 16 MB of texts.
pub(super) fn persisted_queries() -> PersistedQueries {
    Cache::builder()
        .weigher(|_, text: &String| u32::try_from(text.len()).unwrap_or(u32::MAX))
        .max_capacity(16 * 1024 * 1024)
        .build()
}

/// A request as it is sent.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Sent {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Value>,
    extensions: Option<Value>,
}

impl Sent {
    fn digest(&self) -> Option<String> {
        self.extensions.as_ref()?.get("persistedQuery")?.get("sha256Hash")?.as_str().map(str::to_lowercase)
    }
}

/// An answer that isn't one of the schema: the request itself was wrong.
pub(super) fn refusal(request: &HttpRequest, status: StatusCode, code: &'static str) -> HttpResponse {
    told(status, session::asked_locale(request).unwrap_or(Locale::Fr), code, session::id(request))
}

/// What is noted of a request while it is worked on.
struct Noted {
    /// What it asks for, as the schema calls it.
    field: &'static str,
    /// The codes of its errors.
    codes: Vec<String>,
}

impl Default for Noted {
    fn default() -> Self {
        Self { field: operation::UNKNOWN, codes: Vec::new() }
    }
}

/// The code of an answer that isn't one of the schema.
pub(super) struct Code(pub &'static str);

fn code_of(error: &ServerError) -> Option<String> {
    match error.extensions.as_ref()?.get("code")? {
        async_graphql::Value::String(code) => Some(code.clone()),
        _ => None,
    }
}

fn told(status: StatusCode, locale: Locale, code: &'static str, request: uuid::Uuid) -> HttpResponse {
    let message = messages::message(locale, code, &[]);
    let mut response = HttpResponse::build(status)
        .json(json!({ "errors": [{ "message": message, "extensions": { "code": code, "requestId": request } }] }));
    response.extensions_mut().insert(Code(code));
    response
}

/// Anything but GET and POST.
pub(super) async fn method_not_allowed(request: HttpRequest) -> HttpResponse {
    only(&request, "GET, POST")
}

/// Anything but GET.
pub(super) async fn get_alone(request: HttpRequest) -> HttpResponse {
    only(&request, "GET")
}

/// The answer to a method that an address does not take.
pub(super) fn only(request: &HttpRequest, methods: &'static str) -> HttpResponse {
    let mut response = refusal(request, StatusCode::METHOD_NOT_ALLOWED, "BAD_INPUT");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

/// A question or an act.
pub(super) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> HttpResponse {
    if !is_sent_as(&request, "application/json") {
        return refusal(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_INPUT");
    }
    let Ok(body) = body else { return refusal(&request, StatusCode::PAYLOAD_TOO_LARGE, "TOO_COMPLEX") };
    let Ok(sent) = serde_json::from_slice::<Sent>(&body) else { return refusal(&request, StatusCode::BAD_REQUEST, "BAD_INPUT") };
    answer(&shared, &request, sent, false).await
}

/// Whether a body is said to be of this type.
pub(super) fn is_sent_as(request: &HttpRequest, kind: &str) -> bool {
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind)
}

/// A stored query; the answer can be kept by caches and asked for again by its digest.
pub(super) async fn get(shared: web::Data<Shared>, request: HttpRequest) -> HttpResponse {
    let mut sent = Sent::default();
    for (key, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        match key.as_ref() {
            "operationName" => sent.operation_name = Some(value.into_owned()),
            "variables" => sent.variables = serde_json::from_str(&value).ok(),
            "extensions" => sent.extensions = serde_json::from_str(&value).ok(),
            // Texts of queries come by POST: an address ends up in logs and histories.
            _ => return method_not_allowed(request).await,
        }
    }
    if sent.digest().is_none() { method_not_allowed(request).await } else { answer(&shared, &request, sent, true).await }
}

async fn answer(shared: &Shared, request: &HttpRequest, sent: Sent, by_get: bool) -> HttpResponse {
    let began = Instant::now();
    let (mut noted, meter) = (Noted::default(), Arc::new(Meter::default()));
    let visitor = session::visitor(shared, request);
    let (id, locale) = (visitor.request, visitor.locale);
    // A name by the grammar of GraphQL: what else a client sends there (an address, a number) stays out of the logs.
    let is_name = |name: &String| name.len() <= 60 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let operation = sent.operation_name.clone().filter(is_name);
    let limit = Duration::from_secs(shared.instance.config.http.timeout_seconds);
    let in_turn = async {
        let _turn = shared.turns.acquire().await;
        run(shared, request, visitor, sent, by_get, &mut noted).await
    };
    // What is told of a request to others: what it asked for and how it went, never for whom.
    let span = tracing::info_span!(
        target: TRACED,
        "graphql",
        otel.kind = "server",
        request = %id,
        operation = Empty,
        status = Empty,
        codes = Empty,
        sql.statements = Empty,
        sql.milliseconds = Empty,
    );
    let answered = tokio::time::timeout(limit, meter.count(in_turn)).instrument(span.clone()).await;
    let response = answered.unwrap_or_else(|_| told(StatusCode::SERVICE_UNAVAILABLE, locale, "UNAVAILABLE", id));
    let code = response.extensions().get::<Code>().map(|code| code.0.to_owned());
    noted.codes.extend(code);
    span.record("operation", noted.field).record("status", response.status().as_u16()).record("codes", noted.codes.join(" "));
    span.record("sql.statements", meter.statements());
    span.record("sql.milliseconds", u64::try_from(meter.time().as_millis()).unwrap_or(u64::MAX));
    if let Some(metrics) = &shared.metrics {
        let (operation, status) = (noted.field, response.status().as_u16());
        metrics.answered(&Answered { operation, status, codes: &noted.codes, took: began.elapsed(), meter: &meter });
    }
    tracing::info!(request = %id, operation, status = response.status().as_u16(), milliseconds = began.elapsed().as_millis(), "graphql");
    response
}

async fn run(shared: &Shared, request: &HttpRequest, visitor: Ctx, sent: Sent, by_get: bool, noted: &mut Noted) -> HttpResponse {
    let said = |status, code| told(status, visitor.locale, code, visitor.request);
    let text = match text_of(shared, &sent) {
        Ok(text) => text,
        Err(code) => return said(StatusCode::BAD_REQUEST, code),
    };
    if !limits::is_parsable(&text) {
        return said(StatusCode::BAD_REQUEST, "TOO_COMPLEX");
    }
    let Ok(document) = async_graphql::parser::parse_query(&text) else { return said(StatusCode::BAD_REQUEST, "BAD_INPUT") };
    if !limits::keeps(&document) {
        return said(StatusCode::BAD_REQUEST, "TOO_COMPLEX");
    }
    noted.field = operation::label(&document, sent.operation_name.as_deref());
    let is_writing = has_mutation(&document);
    if by_get && is_writing {
        return method_not_allowed(request.clone()).await;
    }
    let ctx = match session::actor(&visitor, request).await {
        Ok(ctx) => ctx,
        Err(Error::Unavailable) => return said(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
        Err(Error::Internal(report)) => {
            tracing::error!(request = %visitor.request, %report, "authentication");
            return said(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL");
        }
        Err(Error::Forbidden) => return said(StatusCode::FORBIDDEN, "FORBIDDEN"),
        Err(_) => return said(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
    };
    if is_writing && let Err(error) = ctx.must_be_oneself() {
        return said(StatusCode::FORBIDDEN, error.code());
    }
    if is_writing {
        match maintenance::refusal(&ctx).await {
            Ok(None) => {}
            Ok(Some(refused)) => return refused,
            Err(_) => return said(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
        }
    }
    let is_visitor = matches!(ctx.actor, Actor::Nobody);
    // Whoever is signed in, or writes, reads what was written.
    let ctx = if is_visitor && !is_writing { ctx.content_with_copy() } else { ctx };
    let mut graphql = Request::new(text).variables(Variables::from_json(sent.variables.unwrap_or_default()));
    graphql.operation_name = sent.operation_name;
    graphql.set_parsed_query(document);
    let cookie = |name| request.cookie(name).map(|cookie| cookie.value().to_owned());
    let cookies = Cookies { refresh: cookie(REFRESH_COOKIE), device: cookie(DEVICE_COOKIE) };
    let (reads, number) = (ctx.locale, ctx.request);
    let mut response = nabta_graphql::execute(&shared.schema, nabta_graphql::request(graphql, ctx, cookies)).await;
    code_errors(&mut response, reads, number);
    noted.codes = response.errors.iter().filter_map(code_of).collect();
    written(request, &response, by_get && is_visitor)
}

fn has_mutation(document: &ExecutableDocument) -> bool {
    document.operations.iter().any(|(_, operation)| operation.node.ty != OperationType::Query)
}

fn text_of(shared: &Shared, sent: &Sent) -> Result<String, &'static str> {
    match (&sent.query, sent.digest()) {
        (Some(text), None) => Ok(text.clone()),
        (Some(text), Some(digest)) => {
            if hex::encode(Sha256::digest(text.as_bytes())) != digest {
                return Err("BAD_INPUT");
            }
            shared.persisted.insert(digest, text.clone());
            Ok(text.clone())
        }
        (None, Some(digest)) => shared.persisted.get(&digest).ok_or("PERSISTED_QUERY_NOT_FOUND"),
        (None, None) => Err("BAD_INPUT"),
    }
}

/// Gives a code to the errors that the schema itself makes. What they say is about the schema, which is public, unless it isn't
/// known: then nothing is said.
pub(super) fn code_errors(response: &mut Response, locale: Locale, request: uuid::Uuid) {
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_with(Default::default);
        if extensions.get("code").is_none() {
            let too_complex = error.message.contains("too complex")
                || error.message.contains("too deep")
                || error.message.contains("directives");
            let code = if too_complex { "TOO_COMPLEX" } else { "BAD_INPUT" };
            extensions.set("code", code);
            extensions.set("requestId", request.to_string());
            if too_complex {
                error.message = messages::message(locale, code, &[]);
            }
        }
    }
}

/// The answer as bytes. What everybody may read carries an ETag, and an answer that the client has already is not sent again.
fn written(request: &HttpRequest, response: &Response, cacheable: bool) -> HttpResponse {
    let body = serde_json::to_vec(response).unwrap_or_default();
    let mut answer = HttpResponse::Ok();
    for (name, value) in &response.http_headers {
        answer.append_header((name.as_str(), value.as_bytes()));
    }
    if cacheable && response.is_ok() {
        let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
        answer.insert_header((header::ETAG, tag.clone()));
        answer.insert_header((header::CACHE_CONTROL, "public, max-age=0, must-revalidate"));
        answer.insert_header((header::VARY, "accept-language, authorization"));
        if super::knows(request, &tag) {
            return answer.status(StatusCode::NOT_MODIFIED).finish();
        }
    }
    answer.content_type("application/json").body(body)
}
