//! The folder of files over HTTP, where there is no object store: parts are put and files given out at signed addresses, and nothing else.

use actix_files::NamedFile;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use futures::{StreamExt, TryStreamExt};
use nabta_domain::kernel::store::{Put, Store, StoreError};

use super::{Shared, graphql};
use crate::config::StoreKind;
use crate::files::{Address, Folder};

/// Whatever it is, it runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The folder, if the address was signed for this.
fn allowed(shared: &Shared, request: &HttpRequest, key: &str, method: &str) -> Option<(Folder, Address)> {
    let instance = &shared.instance;
    if instance.config.files.kind != StoreKind::Folder {
        return None;
    }
    let address: Address = serde_urlencoded::from_str(request.query_string()).ok()?;
    let folder = Folder::of(&instance.config, &instance.services.keyring);
    folder.allows(key, method, &address, instance.services.clock.now()).then_some((folder, address))
}

/// Takes a part: exactly so many bytes of exactly this type.
pub(super) async fn put(
    shared: web::Data<Shared>,
    request: HttpRequest,
    key: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    let refused = |status| graphql::refusal(&request, status, "FORBIDDEN");
    let Some((folder, address)) = allowed(&shared, &request, &key, "PUT") else { return refused(StatusCode::FORBIDDEN) };
    let header = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let length = header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length != address.size || header(header::CONTENT_TYPE) != Some(address.media_type.as_str()) {
        return refused(StatusCode::FORBIDDEN);
    }
    // A stream of this request only: it is read to its end here, on this thread.
    let (sender, receiver) = futures::channel::mpsc::channel(4);
    let pump = payload.map_err(|_| StoreError::Away("CUT".into())).map(Ok).forward(sender);
    let put = Put { key: &key, size: address.size.unwrap_or(0), media_type: &address.media_type };
    let (_, written) = futures::join!(pump, folder.write(put, receiver.boxed()));
    match written {
        Ok(()) => HttpResponse::Ok().finish(),
        Err(_) => graphql::refusal(&request, StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
    }
}

/// Gives a file out, or the range of it that is asked for.
pub(super) async fn get(shared: web::Data<Shared>, request: HttpRequest, key: web::Path<String>) -> HttpResponse {
    let refused = |status, code| graphql::refusal(&request, status, code);
    let Some((folder, address)) = allowed(&shared, &request, &key, "GET") else {
        return refused(StatusCode::FORBIDDEN, "FORBIDDEN");
    };
    let missing = || refused(StatusCode::NOT_FOUND, "NOT_FOUND");
    let Some(path) = folder.path(&key) else { return missing() };
    let Ok(file) = NamedFile::open_async(path).await else { return missing() };
    let mut answer = file.disable_content_disposition().into_response(&request).map_into_boxed_body();
    let headers = answer.headers_mut();
    let mut say = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    say(header::CONTENT_TYPE, &address.media_type);
    say(header::CONTENT_DISPOSITION, address.disposition.as_deref().unwrap_or("attachment"));
    say(header::CONTENT_SECURITY_POLICY, POLICY);
    // The content of a digest never changes; who it is for is in the address.
    say(header::CACHE_CONTROL, "private, max-age=3600, immutable");
    say(header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    // What is packed again cannot be asked for in ranges.
    say(header::CONTENT_ENCODING, "identity");
    answer
}
