//! Certificates: the page on which everybody checks one by its code, the file for who has a signed address, the public keys.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_documents::words;
use nabta_domain::kernel::printing::language;
use nabta_domain::kernel::signed_address::Signature;
use nabta_domain::kernel::{Ctx, Direction, Error, Locale, LocalizedText, Result, TypedId};
use nabta_domain::learning::certificate::batch;
use nabta_domain::learning::certificate::check::{Checked, Standing, check};
use nabta_domain::learning::certificate::fetch::{self, Form};
use nabta_domain::learning::certificate::seal;
use nabta_domain::learning::{CertificateBatchId, CertificateId};
use nabta_domain::platform::mail::{checking, escape_html};
use serde::Deserialize;

use super::{Shared, session};

/// It runs nothing, loads nothing and sends nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const STYLE: &str = "body{font:18px/1.7 sans-serif;max-width:34rem;margin:8vh auto;padding:0 1.25rem;color:#1d2b26;background:#f7f9f7}\
    main{background:#fff;border-top:6px solid #0f5c4a;padding:1rem 1.5rem 1.5rem}h1{font-size:1.3rem}\
    .how{font-weight:bold;padding:.5rem .75rem;background:#e8f2ee}.how.bad{background:#fbeaea}\
    dt{color:#55625c;margin-top:.6rem}dd{margin:0;font-weight:bold}ul{margin:0;padding-inline-start:1.2rem}a{color:#0f5c4a}";

#[derive(Deserialize)]
pub(super) struct Asked {
    /// In which language.
    lang: Option<String>,
}

/// `GET /c/{code}`: how a certificate stands.
pub(super) async fn page(
    shared: web::Data<Shared>,
    request: HttpRequest,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let locale = asked.lang.as_deref().and_then(Locale::from_code).unwrap_or(ctx.locale);
        match check(&ctx, &code).await {
            Ok(found) => answer(locale, StatusCode::OK, &shown(&ctx, locale, &found)?),
            Err(Error::NotFound) => answer(locale, StatusCode::NOT_FOUND, &how(locale, "unknown", true)?),
            Err(Error::RateLimited { seconds }) => {
                let mut answer = answer(locale, StatusCode::TOO_MANY_REQUESTS, &how(locale, "slow", true)?)?;
                answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
                Ok(answer)
            }
            Err(error) => Err(error),
        }
    })
    .await
}

fn how(locale: Locale, attribute: &str, is_bad: bool) -> Result<String> {
    let class = if is_bad { "how bad" } else { "how" };
    Ok(format!("<p class=\"{class}\">{}</p>", escape_html(&checking(locale, attribute)?)))
}

/// A text in a language, marked where it is another one than the page's.
fn text(texts: &LocalizedText, locale: Locale) -> String {
    let Some((written, text)) = texts.resolve(locale) else { return String::new() };
    let direction = if written.direction() == Direction::Rtl { "rtl" } else { "ltr" };
    format!("<bdi lang=\"{}\" dir=\"{direction}\">{}</bdi>", written.code(), escape_html(text))
}

fn shown(ctx: &Ctx, locale: Locale, found: &Checked) -> Result<String> {
    let (name, is_bad) = match found.standing {
        Standing::Valid => ("valid", false),
        Standing::Expired => ("expired", true),
        Standing::Revoked => ("revoked", true),
        Standing::Replaced => ("replaced", true),
    };
    let row = |attribute: &str, value: String| -> Result<String> {
        Ok(format!("<dt>{}</dt><dd>{value}</dd>", escape_html(&checking(locale, attribute)?)))
    };
    let day = |day| escape_html(&words::day(language(locale), day));
    let mut body = how(locale, name, is_bad)?;
    if let Some(code) = &found.replacement {
        let address = ctx.services.site.address(&format!("/c/{code}?lang={}", locale.code()));
        body += &format!("<p><a href=\"{}\">{}</a></p>", escape_html(&address), escape_html(&checking(locale, "next")?));
    }
    body += &format!("<h2>{}</h2><dl>", text(&found.titles, locale));
    let holder = if found.names.is_empty() { escape_html(&checking(locale, "forgotten")?) } else { text(&found.names, locale) };
    body += &row("name", holder)?;
    let courses: String = found.courses.iter().map(|course| format!("<li>{}</li>", text(course, locale))).collect();
    body += &row("courses", format!("<ul>{courses}</ul>"))?;
    body += &row("issued", day(found.issued_on))?;
    if let Some(last) = found.expires_on {
        body += &row("expires", day(last))?;
    }
    body += &row("number", format!("<bdi dir=\"ltr\">{}</bdi>", escape_html(&found.number)))?;
    Ok(body + "</dl>")
}

fn answer(locale: Locale, status: StatusCode, body: &str) -> Result<HttpResponse> {
    let title = escape_html(&checking(locale, "title")?);
    let direction = if locale == Locale::Ar { "rtl" } else { "ltr" };
    let languages: Vec<String> = [("ar", "العربية"), ("fr", "français"), ("en", "English")]
        .iter()
        .filter(|(code, _)| *code != locale.code())
        .map(|(code, name)| format!("<a href=\"?lang={code}\" lang=\"{code}\">{name}</a>"))
        .collect();
    let body = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{body}</main><p>{}</p></body></html>\n",
        locale.code(),
        languages.join(" · ")
    );
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .body(body))
}

/// `GET /certificates/{id}.{pdf,jwt,zip}`: a certificate, or many that were issued together, at a signed address.
pub(super) async fn file(
    shared: web::Data<Shared>,
    request: HttpRequest,
    name: web::Path<String>,
    signature: web::Query<Signature>,
) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let (id, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
        if let (Some(id), "zip") = (CertificateBatchId::parse(id), extension) {
            return saved(
                "application/zip",
                "attachment; filename=\"certificates.zip\"",
                batch::fetch(&ctx, id, &signature).await?,
            );
        }
        let id = CertificateId::parse(id).ok_or(Error::NotFound)?;
        let form = Form::ALL.into_iter().find(|form| form.extension() == extension).ok_or(Error::NotFound)?;
        let bytes = fetch::fetch(&ctx, id, form, &signature).await?;
        saved(form.media_type(), &format!("inline; filename=\"certificate.{extension}\""), bytes)
    })
    .await
}

fn saved(kind: &'static str, disposition: &str, bytes: Vec<u8>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes))
}

/// `GET /.well-known/certificate-keys.json`: the public keys of certificates, also of those that sign no longer (RFC 8037).
pub(super) async fn keys(shared: web::Data<Shared>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .json(seal::jwks(&shared.instance.services.keyring))
}
