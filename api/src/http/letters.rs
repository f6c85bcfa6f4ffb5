//! The letters of somebody's desk: in development they go into a folder, and this page shows them.

use std::fmt::Write;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::platform::mail::escape_html;

use super::{Shared, graphql};
use crate::mail::{Kept, kept};

/// So many letters, the newest.
const MOST: usize = 50;
/// It runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const HEAD: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
    <title>Letters</title><style>body{font:16px/1.6 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1d2b26;background:#f7f9f7}\
    article{background:#fff;border-top:4px solid #0f5c4a;padding:.5rem 1.25rem;margin:1.5rem 0}h2{font-size:1.1rem;margin:.4rem 0}\
    p{white-space:pre-wrap;overflow-wrap:anywhere}small{color:#55625c}a{color:#0f5c4a}</style></head><body><h1>Letters</h1>";

/// The page; nowhere but on a desk.
pub(super) async fn page(shared: web::Data<Shared>, request: HttpRequest) -> HttpResponse {
    let config = &shared.instance.config;
    if !config.shows_letters() {
        return graphql::refusal(&request, StatusCode::NOT_FOUND, "NOT_FOUND");
    }
    let folder = config.data_dir.clone();
    let letters = web::block(move || kept(&folder).take(MOST).collect::<Vec<_>>()).await.unwrap_or_default();
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(html(&letters))
}

fn html(letters: &[Kept]) -> String {
    let mut page = HEAD.to_owned();
    if letters.is_empty() {
        page.push_str("<p>No letter was written yet.</p>");
    }
    for letter in letters {
        let text: Vec<String> = letter.text.lines().map(line).collect();
        let _ = write!(
            page,
            "<article dir=\"auto\"><h2>{}</h2><small dir=\"ltr\">{}</small><p>{}</p></article>",
            escape_html(&letter.subject),
            escape_html(&letter.to),
            text.join("\n")
        );
    }
    page.push_str("</body></html>\n");
    page
}

/// A line of a letter; one that is a link can be followed.
fn line(line: &str) -> String {
    let text = escape_html(line);
    if line.starts_with("http://") || line.starts_with("https://") {
        format!("<a dir=\"ltr\" href=\"{text}\">{text}</a>")
    } else {
        text
    }
}
