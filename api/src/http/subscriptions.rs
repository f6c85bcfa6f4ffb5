//! Subscriptions over a WebSocket, as `graphql-transport-ws` has it: for pages that move by themselves. Questions and acts go by HTTP alone,
//! where they are limited.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use actix_ws::{AggregatedMessage, CloseCode, CloseReason, Session};
use async_graphql::http::{WebSocket, WebSocketProtocols, WsMessage};
use async_graphql::parser::types::OperationType;
use async_graphql::{Data, Executor, Request, Response, ServerError};
use futures::stream::{self, BoxStream, Stream, StreamExt};
use nabta_domain::kernel::{Ctx, Locale, TypedId};
use nabta_domain::people::AccountId;
use nabta_graphql::people::Cookies;
use nabta_graphql::{Schema, limits, messages};
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, interval, sleep, timeout};

use super::{Shared, graphql, session};

/// The one way of speaking; the older `graphql-ws` has no close codes.
const PROTOCOL: &str = "graphql-transport-ws";
/// How many sockets an instance holds.
const SOCKETS: usize = 500;
/// How many of them one account has: its tabs.
const OF_ACCOUNT: usize = 10;
/// What one socket follows at once.
const AT_ONCE: usize = 10;
/// The longest message, in bytes: a question and its variables.
const LONGEST: usize = 16 * 1_024;
/// How long until a socket says whose it is.
const INTRODUCTION: Duration = Duration::from_secs(10);
/// How often it is asked whether anybody is there.
const BEAT: Duration = Duration::from_secs(20);
/// How long one does not answer who is there no more.
const SILENCE: Duration = Duration::from_secs(50);
/// How long a socket lasts at the most; a page opens it again, at whichever instance.
const LIFETIME: Duration = Duration::from_secs(3_600);
/// How long a message waits for a reader.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who has how many sockets.
pub(super) struct Sockets {
    free: Arc<Semaphore>,
    of_accounts: Mutex<HashMap<AccountId, usize>>,
}

impl Sockets {
    pub(super) fn new() -> Self {
        Self { free: Arc::new(Semaphore::new(SOCKETS)), of_accounts: Mutex::default() }
    }

    /// How many are open.
    fn open(&self) -> usize {
        SOCKETS - self.free.available_permits()
    }

    fn take(shared: &web::Data<Shared>, account: AccountId) -> Option<Seat> {
        let mut of_accounts = shared.sockets.of_accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = of_accounts.entry(account).or_default();
        if *count >= OF_ACCOUNT {
            return None;
        }
        *count += 1;
        Some(Seat { shared: shared.clone(), account })
    }
}

/// One socket of an account, until it is dropped.
struct Seat {
    shared: web::Data<Shared>,
    account: AccountId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut of_accounts = self.shared.sockets.of_accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = of_accounts.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                of_accounts.remove(&self.account);
            }
        }
    }
}

/// `GET /graphql/subscriptions`, from a page that opens a socket.
pub(super) async fn open(shared: web::Data<Shared>, request: HttpRequest, body: web::Payload) -> HttpResponse {
    let protocols = request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL).filter_map(|value| value.to_str().ok());
    if !protocols.flat_map(|value| value.split(',')).any(|protocol| protocol.trim() == PROTOCOL) {
        return graphql::refusal(&request, StatusCode::BAD_REQUEST, "BAD_INPUT");
    }
    let free = Arc::clone(&shared.sockets.free).try_acquire_owned();
    let Ok(permit) = free.map_err(drop).and_then(|permit| if shared.draining.is_cancelled() { Err(()) } else { Ok(permit) })
    else {
        return graphql::refusal(&request, StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE");
    };
    let Ok((mut response, session, stream)) = actix_ws::handle(&request, body) else {
        return graphql::refusal(&request, StatusCode::BAD_REQUEST, "BAD_INPUT");
    };
    response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
    let visitor = session::visitor(&shared, &request);
    let messages = stream.max_frame_size(LONGEST).aggregate_continuations().max_continuation_size(LONGEST);
    actix_web::rt::spawn(async move {
        count(&shared);
        speak(shared.clone(), visitor, session, messages).await;
        drop(permit);
        count(&shared);
    });
    response
}

fn count(shared: &Shared) {
    if let Some(metrics) = &shared.metrics {
        metrics.sockets(shared.sockets.open());
    }
}

/// Speaks until either side has enough.
async fn speak(
    shared: web::Data<Shared>,
    visitor: Ctx,
    mut session: Session,
    mut messages: impl Stream<Item = Result<AggregatedMessage, actix_ws::ProtocolError>> + Unpin,
) {
    let known = Arc::new(OnceLock::new());
    let (hear, heard) = mpsc::channel::<String>(AT_ONCE);
    let executor = Asked {
        schema: shared.schema.clone(),
        known: Arc::clone(&known),
        turns: Arc::new(Semaphore::new(AT_ONCE)),
        locale: visitor.locale,
    };
    let heard = stream::unfold(heard, |mut heard| async move { Some((heard.recv().await?, heard)) });
    let introduce = {
        let (shared, known) = (shared.clone(), Arc::clone(&known));
        move |payload| introduce(shared, visitor, payload, known)
    };
    let mut answers = Box::pin(WebSocket::new(executor, heard, WebSocketProtocols::GraphQLWS).on_connection_init(introduce));
    let (mut beat, mut last) = (interval(BEAT), Instant::now());
    let (introduction, lifetime) = (sleep(INTRODUCTION), sleep(LIFETIME));
    tokio::pin!(introduction, lifetime);
    let reason = loop {
        tokio::select! {
            () = shared.draining.cancelled() => break closed(CloseCode::Away, "The service restarts."),
            () = &mut lifetime => break closed(CloseCode::Away, "Open it again."),
            () = &mut introduction, if known.get().is_none() => break closed(CloseCode::Other(4_408), "Connection initialisation timeout"),
            _ = beat.tick() => {
                if last.elapsed() > SILENCE || session.ping(b"").await.is_err() {
                    break None;
                }
            }
            answer = answers.next() => match answer {
                Some(WsMessage::Text(text)) => {
                    // Who reads nothing is not waited for.
                    if !matches!(timeout(PATIENCE, session.text(text)).await, Ok(Ok(()))) {
                        break None;
                    }
                }
                Some(WsMessage::Close(code, reason)) => break closed(CloseCode::from(code), &reason),
                None => break None,
            },
            message = messages.next() => match message {
                Some(Ok(AggregatedMessage::Text(text))) => {
                    last = Instant::now();
                    // Who asks faster than it is answered waits no longer than others for an answer.
                    if hear.try_send(text.to_string()).is_err() {
                        break closed(CloseCode::Policy, "Too many messages.");
                    }
                }
                Some(Ok(AggregatedMessage::Ping(bytes))) => {
                    last = Instant::now();
                    if session.pong(&bytes).await.is_err() {
                        break None;
                    }
                }
                Some(Ok(AggregatedMessage::Pong(_))) => last = Instant::now(),
                Some(Ok(AggregatedMessage::Binary(_))) => break closed(CloseCode::Unsupported, "Text alone."),
                Some(Ok(AggregatedMessage::Close(reason))) => break reason,
                Some(Err(_)) => break closed(CloseCode::Size, "A message is too long, or damaged."),
                None => break None,
            },
        }
    };
    let _ = timeout(PATIENCE, session.close(reason)).await;
}

fn closed(code: CloseCode, reason: &str) -> Option<CloseReason> {
    // A frame that controls has 125 bytes, two of them for the code.
    Some(CloseReason { code, description: Some(reason.chars().filter(char::is_ascii).take(120).collect()) })
}

/// Says whose a socket is, by the token that a request would have in its head; a browser can give a socket none.
async fn introduce(
    shared: web::Data<Shared>,
    visitor: Ctx,
    payload: Value,
    known: Arc<OnceLock<Ctx>>,
) -> async_graphql::Result<Data> {
    let refused = || async_graphql::Error::new("Forbidden");
    let token = payload.get("authorization").and_then(Value::as_str).and_then(|said| said.strip_prefix("Bearer "));
    let (actor, theirs) =
        nabta_domain::people::authenticate::actor(&visitor, token.ok_or_else(refused)?).await.map_err(|_| refused())?;
    let asked = payload.get("language").and_then(Value::as_str).and_then(Locale::from_code);
    let ctx = Ctx { actor, locale: asked.unwrap_or(theirs), ..visitor };
    let account = ctx.account().map_err(|_| refused())?.id;
    let seat = Sockets::take(&shared, account).ok_or_else(|| async_graphql::Error::new("Too many sockets"))?;
    tracing::debug!(request = %ctx.request, account = %account.wire(), "a socket was opened");
    let _ = known.set(ctx);
    let mut data = Data::default();
    // It goes with the socket.
    data.insert(seat);
    Ok(data)
}

/// What a socket may ask for.
#[derive(Clone)]
struct Asked {
    schema: Schema,
    known: Arc<OnceLock<Ctx>>,
    turns: Arc<Semaphore>,
    locale: Locale,
}

impl Asked {
    fn refusal(&self, code: &'static str) -> Response {
        let locale = self.known.get().map_or(self.locale, |ctx| ctx.locale);
        let mut error = ServerError::new(messages::message(locale, code, &[]), None);
        error.extensions.get_or_insert_default().set("code", code);
        Response::from_errors(vec![error])
    }

    /// The request with who asks, if it is a subscription within the limits.
    fn checked(&self, mut request: Request) -> Result<Request, &'static str> {
        let ctx = self.known.get().ok_or("UNAUTHENTICATED")?;
        if !limits::is_parsable(&request.query) {
            return Err("TOO_COMPLEX");
        }
        let name = request.operation_name.clone();
        let document = request.parsed_query().map_err(|_| "BAD_INPUT")?;
        if !limits::keeps(document) {
            return Err("TOO_COMPLEX");
        }
        let mut operations = document.operations.iter();
        let asked = operations.find(|(found, _)| name.is_none() || found.map(|found| found.as_str()) == name.as_deref());
        if asked.is_none_or(|(_, operation)| operation.node.ty != OperationType::Subscription) {
            return Err("BAD_INPUT");
        }
        Ok(nabta_graphql::request(request, ctx.clone(), Cookies::default()))
    }
}

impl Executor for Asked {
    async fn execute(&self, _request: Request) -> Response {
        self.refusal("BAD_INPUT")
    }

    fn execute_stream(&self, request: Request, data: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        let refused = |code| stream::once(std::future::ready(self.refusal(code))).boxed();
        let request = match self.checked(request) {
            Ok(request) => request,
            Err(code) => return refused(code),
        };
        let Ok(turn) = Arc::clone(&self.turns).try_acquire_owned() else { return refused("RATE_LIMITED") };
        let (locale, number) = self.known.get().map_or((self.locale, uuid::Uuid::nil()), |ctx| (ctx.locale, ctx.request));
        let answers = self.schema.execute_stream_with_session_data(request, data.unwrap_or_default());
        answers
            .map(move |mut response| {
                let _turn = &turn;
                graphql::code_errors(&mut response, locale, number);
                response
            })
            .boxed()
    }
}
