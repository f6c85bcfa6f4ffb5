//! P1: a page of the catalogue through GraphQL and HTTP ÷ the same bytes made by one SQL statement behind the same server.

use std::path::PathBuf;

use actix_web::{HttpResponse, web};
use nabta_api::config::Config;
use nabta_api::http::{self, Shared};
use nabta_api::instance::Instance;
use nabta_api::workers::Workers;
use nabta_testkit::Kind;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::client::Sent;
use crate::inside::Inside;
use crate::pairs::{Summary, compare};
use crate::process::{Cores, Home};
use crate::report::Line;
use crate::stores::{KINDS, Name, Store, Stores};
use crate::upload;

/// A card: what a visitor sees of a course in a list.
pub const CARD: &str = "slug code title { text } summary { text } level modality theme { title { text } } author { name { text } } chapterCount offers { dates { startsOn } }";
/// Where the reference answers.
const REFERENCE: &str = "/bench/reference";
const COURSES: u64 = 10_000;
const PAIRS: usize = 40;
const RUNS: usize = 12;

/// The question of a page.
pub fn question() -> String {
    format!("{{ courses(first: 24) {{ nodes {{ {CARD} }} }} }}")
}

/// An object with these fields. PostgreSQL's `json_build_object` puts spaces around colons, `row_to_json` doesn't: the bytes must be
/// the same.
fn object(kind: Kind, fields: &[(&str, String)]) -> String {
    let written = |(name, value): &(&str, String)| match kind {
        Kind::Sqlite => format!("'{name}', {value}"),
        Kind::Postgres => format!("{value} AS \"{name}\""),
    };
    let fields = fields.iter().map(written).collect::<Vec<_>>().join(", ");
    match kind {
        Kind::Sqlite => format!("json_object({fields})"),
        Kind::Postgres => format!("row_to_json((SELECT t FROM (SELECT {fields}) AS t))"),
    }
}

/// A list of all rows.
fn list(kind: Kind, row: &str, order: &str) -> String {
    match kind {
        Kind::Sqlite => format!("json('[' || coalesce(group_concat({row}, ',' ORDER BY {order}), '') || ']')"),
        Kind::Postgres => format!("('[' || coalesce(string_agg({row}::text, ',' ORDER BY {order}), '') || ']')::json"),
    }
}

/// The same bytes by one statement.
fn statement(kind: Kind) -> String {
    let text = |column: &str| object(kind, &[("text", format!("{column} ->> 'fr'"))]);
    let date = object(kind, &[("startsOn", "d.starts_on".into())]);
    let dates = format!("(SELECT {} FROM guide_date d WHERE d.offer_id = o.id)", list(kind, &date, "d.starts_on, d.id"));
    let offers = format!(
        "(SELECT {} FROM guide_offer o JOIN guide g ON g.id = o.guide_id WHERE o.course_id = c.id AND g.state = 'published')",
        list(kind, &object(kind, &[("dates", dates)]), "o.guide_id DESC")
    );
    let card = object(
        kind,
        &[
            ("slug", "c.slug".into()),
            ("code", "c.code".into()),
            ("title", text("c.titles")),
            ("summary", text("c.summaries")),
            ("level", "upper(c.level)".into()),
            ("modality", "upper(c.modality)".into()),
            ("theme", object(kind, &[("title", text("th.titles"))])),
            ("author", object(kind, &[("name", text("a.names"))])),
            ("chapterCount", "(SELECT count(*) FROM edition_chapter e WHERE e.edition_id = c.published_edition_id)".into()),
            ("offers", offers),
        ],
    );
    let as_text = if kind == Kind::Postgres { "::text" } else { "" };
    format!(
        "SELECT '{{\"data\":{{\"courses\":{{\"nodes\":' || {}{as_text} || '}}}}}}' AS body FROM \
         (SELECT * FROM course WHERE published_at IS NOT NULL ORDER BY code, id LIMIT 24) AS c JOIN theme th ON th.id = c.theme_id JOIN person a ON a.id = c.author_id",
        list(kind, &card, "c.code, c.id")
    )
}

async fn reference(shared: web::Data<Shared>, statement: web::Data<String>, _body: web::Bytes) -> HttpResponse {
    let database = shared.instance.services.database.reader();
    let statement = Statement::from_sql_and_values(database.get_database_backend(), statement.as_str(), []);
    let row = database.query_one_raw(statement).await.expect("the statement is right").expect("there is a row");
    let body: String = row.try_get("", "body").expect("it has a body");
    HttpResponse::Ok().content_type("application/json").body(body)
}

/// Serves the service with the reference beside it; a process of its own.
pub async fn serve(data_dir: PathBuf) {
    let config = Config::load().expect("the settings are right");
    assert_eq!(config.data_dir, data_dir);
    let _traces = nabta_api::logging::begin(&config.log, &config.telemetry);
    let kind = if config.database_url().starts_with("sqlite") { Kind::Sqlite } else { Kind::Postgres };
    let instance = Instance::open(config).await.expect("the database opens");
    let statement = web::Data::new(statement(kind));
    // As `nabta serve`: what goes on beside the requests where the settings say so, such as filling the search index.
    let _beside = Workers::begin(&instance, instance.config.workers.jobs, true);
    let bound = http::bind_with(instance, move |config| {
        config.app_data(statement.clone()).route(REFERENCE, web::post().to(reference));
        config.route(upload::REFERENCE, web::put().to(upload::reference));
    });
    bound.await.expect("the port is free").server.await.expect("it serves");
}

async fn measure(store: &Store) -> Vec<Line> {
    let home = Home::new(Some(&store.url));
    let own = std::env::current_exe().expect("this program has a place");
    let folder = home.folder().display().to_string();
    let (process, ..) = home.start(&own, &["reference-server", "--data-dir", &folder], Cores::One).await;
    let page = Sent::question(&question(), &json!({}));
    let bare = page.to(REFERENCE);
    // One connection for both: another one could be served by another thread.
    let client = tokio::sync::Mutex::new(process.client().await);
    let leg = async |sent: &Sent| client.lock().await.repeated(sent, RUNS).await;
    let get = async |sent: &Sent| client.lock().await.send(sent).await.expect("an answer").body;
    let (ours, theirs) = (get(&page).await, get(&bare).await);
    assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs), "the reference gives the same bytes");
    let compared = compare(PAIRS, Summary::Median, async || leg(&page).await, async || leg(&bare).await).await;
    let ratio = compared.ratio(Summary::Median).median;
    let (page_time, bare_time) = compared.times(Summary::Median);
    let name = Name(store.kind);
    let what = format!("page of 24 cards ({} bytes), GraphQL ÷ one SQL statement, both by HTTP", ours.len());
    process.kill().await;
    let inside = Inside::open(&store.url, home.folder()).await;
    let statements = inside.statements(&inside.visitor(), &question()).await;
    vec![
        Line::ratio("P1", what, &name, &compared, Summary::Median).goal("≤ 2 (first ≤ 4)", ratio <= 2.0),
        Line::new("P1", "the same in time, median", &name, format!("{page_time:.2} ms ÷ {bare_time:.2} ms")),
        Line::new("P1", "SQL statements of the page", &name, format!("{statements} ÷ 1"))
            .goal("1 + relations = 6", statements <= 6),
    ]
}

/// Measures it on both databases.
pub async fn run(stores: &mut Stores) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        let store = stores.with(kind, COURSES).await;
        lines.extend(measure(&store).await);
    }
    lines
}
