//! Traces: what a collector is told of requests and jobs, and what it is not told.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use nabta_testkit::{Centre, Person, everywhere, json};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

use super::logs::somebody_comes_and_goes;
use crate::process::Process;

const INVITE: &str =
    "mutation { invitationSend(input: { email: \"guest@example.tn\", locale: AR, role: COACH }) { userErrors { code } } }";

type Received = Arc<Mutex<Vec<ExportTraceServiceRequest>>>;

/// A collector: where it listens, and what it was told.
fn collector() -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, received) = (listener.local_addr().unwrap(), Received::default());
    let told = web::Data::new(received.clone());
    let take = |told: web::Data<Received>, body: web::Bytes| async move {
        told.lock().unwrap().push(ExportTraceServiceRequest::decode(body).unwrap());
        let answer = ExportTraceServiceResponse::default().encode_to_vec();
        HttpResponse::Ok().content_type("application/x-protobuf").body(answer)
    };
    let server = HttpServer::new(move || App::new().app_data(told.clone()).route("/v1/traces", web::post().to(take)));
    tokio::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    (format!("http://{address}"), received)
}

fn text(span: &Span, key: &str) -> Option<String> {
    let attribute = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text.clone()),
        Value::IntValue(number) => Some(number.to_string()),
        _ => None,
    }
}

async fn serve(centre: &Centre, endpoint: &str) -> Process {
    let mut process = Process::new(centre.folder(), Some(&centre.database_url))
        .with("NABTA_LOG__FILTER", "trace")
        .with("NABTA_TELEMETRY__OTLP_ENDPOINT", endpoint);
    process.start().await;
    process
}

everywhere! {
    async fn a_collector_is_told_what_was_asked_for_and_how_it_went_and_never_for_whom(centre: Centre) {
        let (endpoint, received) = collector();
        let mut process = serve(&centre, &endpoint).await;
        let address = process.address();
        let mut secrets = somebody_comes_and_goes(&address).await;
        let mut leila = Person::visitor(&address);
        leila.sign_in("leila@nabta.example", "nabta-demo-2020").await.ok();
        let invited = leila.ask(INVITE, json!({})).await;
        let number = invited.header("x-request-id").unwrap().to_owned();
        invited.ok();
        tokio::time::sleep(Duration::from_secs(2)).await;
        process.terminate().await;

        let received = received.lock().unwrap();
        let resources: Vec<_> = received.iter().flat_map(|request| &request.resource_spans).collect();
        assert!(format!("{:?}", resources[0].resource).contains("nabta"), "{resources:?}");
        let spans: Vec<&Span> = resources.iter().flat_map(|resource| &resource.scope_spans).flat_map(|scope| &scope.spans).collect();
        let of = |name: &str, key: &str, value: &str| spans.iter().filter(|span| span.name == name && text(span, key).as_deref() == Some(value)).collect::<Vec<_>>();
        assert_eq!(of("graphql", "operation", "signIn").len(), 4);
        assert_eq!(of("graphql", "codes", "NOT_FOUND").len(), 1);
        assert_eq!(of("graphql", "status", "401").len(), 1);
        let invitation = of("graphql", "operation", "invitationSend");
        assert_eq!(text(invitation[0], "request").as_deref(), Some(number.as_str()), "it is found again in logs and journal");
        assert!(text(invitation[0], "sql.statements").unwrap().parse::<u32>().unwrap() > 1);
        assert!(invitation[0].end_time_unix_nano > invitation[0].start_time_unix_nano);
        assert_eq!(of("job", "kind", "mail.send").len(), 1, "{spans:?}");
        let names: std::collections::BTreeSet<_> = spans.iter().map(|span| span.name.as_str()).collect();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["graphql", "job"], "what else is noted at log level trace stays here");
        secrets.extend(["guest@", "leila", "Mine"].map(str::to_owned));
        let all = format!("{received:?}");
        let leaked: Vec<_> = secrets.iter().filter(|secret| all.contains(secret.as_str())).collect();
        assert!(leaked.is_empty(), "{leaked:?}");
    }

    async fn a_collector_that_is_away_holds_nobody_up(centre: Centre) {
        let mut process = serve(&centre, "http://127.0.0.1:1").await;
        let address = process.address();
        let began = std::time::Instant::now();
        for _ in 0..20 {
            Person::visitor(&address).ask("{ themes { nodes { code } } }", json!({})).await.ok();
        }
        assert!(began.elapsed().as_secs() < 10);
        process.terminate().await;
    }
}
