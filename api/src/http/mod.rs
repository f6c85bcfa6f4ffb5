//! HTTP: GraphQL, courses and questions as files, figures, guides on paper, calendars, keys, health. Every answer carries security headers and the request's id.

mod badges;
mod calendar;
mod certificates;
mod courses;
mod exports;
mod figures;
mod graphql;
mod guides;
mod health;
mod letters;
mod maintenance;
pub mod metrics;
mod pictures;
mod playground;
mod questions;
mod security;
mod session;
mod store;
mod subscriptions;
mod unsubscribe;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpRequest, HttpServer, web};
use anyhow::Context;
use nabta_graphql::Schema;
use nabta_graphql::schema::Options;
use tokio_util::sync::CancellationToken;

use crate::instance::{Instance, told};
use crate::metrics::Metrics;

/// What handlers share.
pub struct Shared {
    /// The instance.
    pub instance: Instance,
    /// The schema.
    pub schema: Schema,
    /// Cancelled at the signal to stop: the instance still serves, and says that it isn't ready.
    draining: CancellationToken,
    /// Queries that clients have sent once and name by their digest afterwards.
    persisted: graphql::PersistedQueries,
    /// How many more requests may be worked on now.
    turns: tokio::sync::Semaphore,
    /// How many more archives may be unpacked now.
    archives: tokio::sync::Semaphore,
    /// Who has how many sockets.
    sockets: subscriptions::Sockets,
    /// What is counted, where somebody asks for it.
    metrics: Option<Arc<Metrics>>,
}

/// Whether the client says that it has the answer with this tag already.
fn knows(request: &HttpRequest, tag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)
}

/// A server that has been bound but doesn't serve before it is awaited.
pub struct Bound {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it tells what it counts, if it does.
    pub metrics: Option<SocketAddr>,
    /// Stops it.
    pub handle: ServerHandle,
    draining: CancellationToken,
    /// Serves until it is stopped.
    pub server: Server,
}

impl Bound {
    /// Serves until the process is told to stop (SIGTERM or Ctrl-C): then it says that it isn't ready, goes on for a little while,
    /// takes no more, and lets what has begun finish.
    pub async fn serve(self, drain: Duration) -> std::io::Result<()> {
        let (handle, draining) = (self.handle, self.draining);
        tokio::spawn(async move {
            told_to_stop().await;
            draining.cancel();
            tokio::time::sleep(drain).await;
            handle.stop(true).await;
        });
        self.server.await
    }
}

/// Waits until the process is told to stop (SIGTERM or Ctrl-C).
pub(crate) async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Binds a server for an instance.
pub async fn bind(instance: Instance) -> anyhow::Result<Bound> {
    bind_with(instance, |_| {}).await
}

/// Binds a server that has routes of the caller's beside the service's own, behind the same middleware: what benchmarks compare with.
pub async fn bind_with(
    instance: Instance,
    routes: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
) -> anyhow::Result<Bound> {
    let config = Arc::clone(&instance.config);
    let listener = TcpListener::bind(&config.http.listen)
        .with_context(|| format!("http.listen: {} is taken or not ours", config.http.listen))?;
    let address = listener.local_addr()?;
    let schema = nabta_graphql::build(Options {
        introspection: config.introspection(),
        secure_cookies: config.http.public_address.starts_with("https:"),
        index: instance.index().await.map_err(told)?,
    });
    let draining = CancellationToken::new();
    let (metrics_address, metrics) = metrics::begin(&instance)?.unzip();
    let shared = web::Data::new(Shared {
        instance,
        schema,
        persisted: graphql::persisted_queries(),
        turns: graphql::turns(),
        archives: courses::turns(),
        metrics,
        draining: draining.clone(),
        sockets: subscriptions::Sockets::new(),
    });
    let (limit, timeout) = (config.http.body_limit, Duration::from_secs(config.http.timeout_seconds));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .app_data(web::PayloadConfig::new(limit))
            .wrap(from_fn(security::headers))
            .wrap(Compress::default())
            .service(
                web::resource("/graphql")
                    .wrap(from_fn(security::origin))
                    .route(web::post().to(graphql::post))
                    .route(web::get().to(graphql::get))
                    .route(web::method(actix_web::http::Method::OPTIONS).to(security::preflight))
                    .default_service(web::to(graphql::method_not_allowed)),
            )
            .service(
                web::resource("/graphql/subscriptions")
                    .wrap(from_fn(security::origin))
                    .route(web::get().to(subscriptions::open))
                    .default_service(web::to(graphql::get_alone)),
            )
            .service(
                web::resource("/courses/archive")
                    .wrap(from_fn(security::origin))
                    .route(web::post().to(courses::import))
                    .route(web::method(actix_web::http::Method::OPTIONS).to(security::preflight)),
            )
            .service(
                web::resource("/courses/{id}/archive")
                    .wrap(from_fn(security::origin))
                    .route(web::get().to(courses::export))
                    .route(web::method(actix_web::http::Method::OPTIONS).to(security::preflight)),
            )
            .service(
                web::resource("/courses/{id}/questions")
                    .wrap(from_fn(security::origin))
                    .route(web::get().to(questions::export))
                    .route(web::post().to(questions::import))
                    .route(web::method(actix_web::http::Method::OPTIONS).to(security::preflight)),
            )
            .service(
                web::resource("/store/{key:.*}")
                    .wrap(from_fn(security::origin))
                    .route(web::put().to(store::put))
                    .route(web::get().to(store::get))
                    .route(web::method(actix_web::http::Method::OPTIONS).to(security::preflight)),
            )
            .service(
                web::resource("/calendar/{name}")
                    .route(web::get().to(calendar::read))
                    .default_service(web::to(graphql::get_alone)),
            )
            .service(
                web::resource("/unsubscribe/{address}")
                    .route(web::get().to(unsubscribe::ask))
                    .route(web::post().to(unsubscribe::leave))
                    .default_service(web::to(unsubscribe::method_not_allowed)),
            )
            .route("/c/{code}", web::get().to(certificates::page))
            .route("/certificates/{name}", web::get().to(certificates::file))
            .route("/badges/issuer", web::get().to(badges::issuer))
            .route("/badges/achievements/{template}", web::get().to(badges::achievement))
            .route("/badges/keys/{id}", web::get().to(badges::key))
            .route("/badges/status/{year}", web::get().to(badges::status))
            .route("/.well-known/certificate-keys.json", web::get().to(certificates::keys))
            .route("/exports/{name}", web::get().to(exports::read))
            .route("/figures/{name}", web::get().to(figures::read))
            .route("/guides/{name}", web::get().to(guides::print))
            .route("/pictures/{name}", web::get().to(pictures::read))
            .route("/.well-known/jwks.json", web::get().to(health::jwks))
            .route("/health/live", web::get().to(health::live))
            .route("/health/ready", web::get().to(health::ready))
            .route("/mail", web::get().to(letters::page))
            .route("/playground", web::get().to(playground::page))
            .route("/playground/{name}", web::get().to(playground::script))
            .configure(routes.clone())
    })
    .workers(config.http.threads)
    .client_request_timeout(timeout)
    .disable_signals()
    .shutdown_timeout(config.http.shutdown_seconds)
    .listen(listener)?
    .run();
    Ok(Bound { address, metrics: metrics_address, handle: server.handle(), draining, server })
}
