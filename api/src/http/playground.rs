//! A playground for developers: GraphiQL, from scripts that the Makefile installs beside the build. It loads nothing from elsewhere.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::{Shared, graphql};

const POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'";

/// The scripts, by the name under which the page asks for them, and where they lie in the folder.
const SCRIPTS: [(&str, &str, &str); 4] = [
    ("react.js", "react/umd/react.production.min.js", "text/javascript"),
    ("react-dom.js", "react-dom/umd/react-dom.production.min.js", "text/javascript"),
    ("graphiql.js", "graphiql/graphiql.min.js", "text/javascript"),
    ("graphiql.css", "graphiql/graphiql.min.css", "text/css"),
];

const PAGE: &str = include_str!("playground.html");
const START: &str = include_str!("playground.js");

/// The page.
pub(super) async fn page(shared: web::Data<Shared>, request: HttpRequest) -> HttpResponse {
    if !shared.instance.config.playground() {
        return graphql::refusal(&request, StatusCode::NOT_FOUND, "NOT_FOUND");
    }
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(PAGE)
}

/// Its scripts.
pub(super) async fn script(shared: web::Data<Shared>, request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let config = &shared.instance.config;
    let missing = || graphql::refusal(&request, StatusCode::NOT_FOUND, "NOT_FOUND");
    if !config.playground() {
        return missing();
    }
    if name.as_str() == "start.js" {
        return HttpResponse::Ok().content_type("text/javascript; charset=utf-8").body(START);
    }
    let Some((_, path, kind)) = SCRIPTS.iter().find(|(known, _, _)| *known == name.as_str()) else { return missing() };
    let Some(folder) = &config.http.playground_dir else { return missing() };
    match tokio::fs::read(folder.join("node_modules").join(path)).await {
        Ok(bytes) => HttpResponse::Ok().content_type(*kind).body(bytes),
        Err(_) => missing(),
    }
}
