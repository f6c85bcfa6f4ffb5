//! All that is kept about somebody, given out at a signed address, to be saved.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use nabta_domain::kernel::signed_address::Signature;
use nabta_domain::kernel::{Error, TypedId};
use nabta_domain::people::DataExportId;
use nabta_domain::privacy::export::{self, Form};

use super::{Shared, session};

/// The export with this id, in the form that its name ends with.
pub(super) async fn read(
    shared: web::Data<Shared>,
    request: HttpRequest,
    name: web::Path<String>,
    signature: web::Query<Signature>,
) -> HttpResponse {
    session::respond(&shared, &request, async |ctx| {
        let (id, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
        let id = DataExportId::parse(id).ok_or(Error::NotFound)?;
        let form = [Form::Json, Form::Pdf].into_iter().find(|form| form.extension() == extension).ok_or(Error::NotFound)?;
        let bytes = export::fetch(&ctx, id, form, &signature).await?;
        let disposition = format!("attachment; filename=\"nabta-{}.{extension}\"", ctx.today());
        Ok(HttpResponse::Ok()
            .content_type(form.media_type())
            .insert_header((header::CONTENT_DISPOSITION, disposition))
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .body(bytes))
    })
    .await
}
