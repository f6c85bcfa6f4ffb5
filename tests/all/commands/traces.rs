//! Traces: what a collector is told of requests and jobs, and what it is not told.

use std::net::TcpListener;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use nabta_testkit::{Centre, Person, everywhere, json};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use tokio::process::Command;

use super::logs::{in_folder, somebody_comes_and_goes};

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

async fn serve(centre: &Centre, endpoint: &str) -> (tokio::process::Child, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = in_folder(centre);
    command
        .arg("serve")
        .env("NABTA_DATA_DIR", centre.folder())
        .env("DATABASE_URL", &centre.database_url)
        .env("NABTA_HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .env("NABTA_LOG__FILTER", "trace")
        .env("NABTA_TELEMETRY__OTLP_ENDPOINT", endpoint)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let (child, address) = (command.spawn().unwrap(), format!("http://127.0.0.1:{port}"));
    for _ in 0..400 {
        if Person::visitor(&address).get("/health/ready", &[]).await.status == 200 {
            return (child, address);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the service is not ready");
}

async fn stopped(mut child: tokio::process::Child) {
    let id = child.id().unwrap().to_string();
    Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(30), child.wait()).await.expect("it does not stop");
    assert!(ended.unwrap().success());
}

everywhere! {
    async fn a_collector_is_told_what_was_asked_for_and_how_it_went_and_never_for_whom(centre: Centre) {
        let (endpoint, received) = collector();
        let (child, address) = serve(&centre, &endpoint).await;
        let mut secrets = somebody_comes_and_goes(&address).await;
        let mut leila = Person::visitor(&address);
        leila.sign_in("leila@nabta.example", "nabta-demo-2020").await.ok();
        let invited = leila.ask(INVITE, json!({})).await;
        let number = invited.header("x-request-id").unwrap().to_owned();
        invited.ok();
        tokio::time::sleep(Duration::from_secs(2)).await;
        stopped(child).await;

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
        let (child, address) = serve(&centre, "http://127.0.0.1:1").await;
        let began = std::time::Instant::now();
        for _ in 0..20 {
            Person::visitor(&address).ask("{ themes { nodes { code } } }", json!({})).await.ok();
        }
        assert!(began.elapsed().as_secs() < 10);
        stopped(child).await;
    }
}
