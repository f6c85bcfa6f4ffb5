//! While the operator has everybody only read: what writes is told so, in the reader's language, and when to ask again.

use actix_web::HttpResponse;
use actix_web::http::header;
use nabta_domain::kernel::maintenance::{self, Notice};
use nabta_domain::kernel::{Ctx, Result};
use nabta_graphql::messages;
use serde_json::json;

use super::graphql::Code;

/// The answer to what would write, if there is maintenance now.
pub(super) async fn refusal(ctx: &Ctx) -> Result<Option<HttpResponse>> {
    Ok(maintenance::notice(ctx).await?.map(|notice| told(ctx, &notice)))
}

fn told(ctx: &Ctx, notice: &Notice) -> HttpResponse {
    let written = notice.messages.as_ref().and_then(|messages| messages.get(ctx.locale));
    let message = written.map_or_else(|| messages::message(ctx.locale, "MAINTENANCE", &[]), str::to_owned);
    let extensions = json!({
        "code": "UNAVAILABLE",
        "reason": "MAINTENANCE",
        "retryAfterSeconds": notice.retry_after,
        "requestId": ctx.request,
    });
    let mut response = HttpResponse::ServiceUnavailable()
        .insert_header((header::RETRY_AFTER, notice.retry_after))
        .json(json!({ "errors": [{ "message": message, "extensions": extensions }] }));
    response.extensions_mut().insert(Code("UNAVAILABLE"));
    response
}
