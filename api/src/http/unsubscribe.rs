//! Ending letters of a kind: the address that such letters name. Mail programs post to it (RFC 8058); who follows it sees a page with one
//! button, because programs that look for malware follow addresses as well, and must end nothing.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::kernel::{Ctx, Error, Locale, Result};
use nabta_domain::people::notice;
use nabta_domain::platform::mail::{escape_html, leaving};

use super::{Shared, graphql, maintenance, session};

/// It runs nothing and loads nothing; the one form leads back here.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const STYLE: &str = "body{font:18px/1.7 sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;color:#1d2b26;background:#f7f9f7}\
    main{background:#fff;border-top:6px solid #0f5c4a;padding:1rem 1.5rem 1.5rem}h1{font-size:1.3rem}\
    button{font:inherit;min-height:48px;padding:.4rem 1.25rem;border:0;background:#0f5c4a;color:#fff;cursor:pointer}\
    button:focus-visible{outline:3px solid #f2b134;outline-offset:2px}";

/// Anything but GET and POST.
pub(super) async fn method_not_allowed(request: HttpRequest) -> HttpResponse {
    graphql::only(&request, "GET, POST")
}

/// `GET /unsubscribe/{address}`: the page that asks.
pub(super) async fn ask(shared: web::Data<Shared>, request: HttpRequest, address: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| answer(&ctx, notice::locale_of(&ctx, &address).await, "text", true)).await
}

/// `POST /unsubscribe/{address}`: from a mail program, or from the page.
pub(super) async fn leave(shared: web::Data<Shared>, request: HttpRequest, address: web::Path<String>) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        // Mail programs try again.
        if let Some(refused) = maintenance::refusal(&ctx).await? {
            return Ok(refused);
        }
        answer(&ctx, notice::leave(&ctx, &address).await, "done", false)
    })
    .await
}

/// A page in the language of whose letters they are; of an address that leads nowhere, in that of who asks.
fn answer(ctx: &Ctx, found: Result<Locale>, text: &str, asks: bool) -> Result<HttpResponse> {
    match found {
        Ok(locale) => page(locale, StatusCode::OK, text, asks),
        Err(Error::NotFound) => page(ctx.locale, StatusCode::NOT_FOUND, "refused", false),
        Err(error) => Err(error),
    }
}

fn page(locale: Locale, status: StatusCode, text: &str, asks: bool) -> Result<HttpResponse> {
    let (title, text) = (escape_html(&leaving(locale, "title")?), escape_html(&leaving(locale, text)?));
    let button = match asks {
        true => format!("<form method=\"post\"><button>{}</button></form>", escape_html(&leaving(locale, "button")?)),
        false => String::new(),
    };
    let direction = if locale == Locale::Ar { "rtl" } else { "ltr" };
    let body = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{text}</p>{button}</main></body></html>\n",
        locale.code()
    );
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(body))
}
