//! Structured logs, without personal data: requests by id, operation, status and time; and traces, where a collector takes them.

use std::io::IsTerminal;

use nabta_domain::kernel::meter::TRACED;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::{LogConfig, TelemetryConfig};

/// Traces on their way to a collector; those that wait are sent when it is dropped.
pub struct Traces(SdkTracerProvider);

impl Drop for Traces {
    fn drop(&mut self) {
        // A collector that is away is no reason to fail.
        let _ = self.0.shutdown();
    }
}

/// Begins logging to standard error, and tracing if there is a collector. A second call changes nothing.
#[must_use]
pub fn begin(log: &LogConfig, telemetry: &TelemetryConfig) -> Option<Traces> {
    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    // What is for a collector is for it alone.
    let filter = format!("{TRACED}=off").parse().map_or_else(|_| EnvFilter::new("info"), |off| filter.add_directive(off));
    // Colours are for a terminal; in a file they are noise.
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = if log.json { lines.json().boxed() } else { lines.compact().boxed() };
    let provider = telemetry.otlp_endpoint.as_deref().and_then(provider);
    let traces = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("nabta"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(filter_fn(|metadata| metadata.is_span() && metadata.target() == TRACED))
    });
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).with(traces).try_init();
    provider.map(Traces)
}

fn provider(endpoint: &str) -> Option<SdkTracerProvider> {
    let endpoint = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
    let exporter = SpanExporter::builder().with_http().with_protocol(Protocol::HttpBinary).with_endpoint(endpoint).build();
    let resource = Resource::builder_empty()
        .with_service_name("nabta")
        .with_attribute(opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    Some(SdkTracerProvider::builder().with_batch_exporter(exporter.ok()?).with_resource(resource).build())
}
