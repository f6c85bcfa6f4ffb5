//! `/metrics`, at an address of its own: what it tells is for the operator.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::Context;

use crate::instance::Instance;
use crate::metrics::Metrics;

/// How often what was counted is put into its buckets.
const SETTLE: Duration = Duration::from_secs(5);

/// Begins to answer beside everything else, if the configuration names an address; where that is, and what counts.
pub fn begin(instance: &Instance) -> anyhow::Result<Option<(SocketAddr, Arc<Metrics>)>> {
    let Some(bind) = &instance.config.http.metrics_bind else { return Ok(None) };
    let listener = TcpListener::bind(bind).with_context(|| format!("http.metrics_bind: {bind} is taken or not ours"))?;
    let address = listener.local_addr()?;
    let metrics = Arc::new(Metrics::new()?);
    let shared = web::Data::new((instance.clone(), Arc::clone(&metrics)));
    let server = HttpServer::new(move || App::new().app_data(shared.clone()).route("/metrics", web::get().to(text)))
        .workers(1)
        .disable_signals()
        .shutdown_timeout(0)
        .listen(listener)?
        .run();
    tokio::spawn(server);
    let counted = Arc::downgrade(&metrics);
    tokio::spawn(async move {
        while let Some(metrics) = counted.upgrade() {
            metrics.settle();
            drop(metrics);
            tokio::time::sleep(SETTLE).await;
        }
    });
    Ok(Some((address, metrics)))
}

async fn text(shared: web::Data<(Instance, Arc<Metrics>)>) -> HttpResponse {
    let (instance, metrics) = shared.get_ref();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(metrics.text(instance).await)
}
