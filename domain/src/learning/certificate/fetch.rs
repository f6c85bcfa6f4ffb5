//! What a certificate is fetched as, at addresses that are signed for those who may read it.

use nabta_entities::ids::{CertificateId, TypedId};
use nabta_entities::learning::certificate::CertificateState;

use super::{Certificate, badge, print, queries};
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::signed_address::{self, Signature};
use crate::kernel::{Ctx, Error, Refusal, Result};

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// To be read and printed.
    Pdf,
    /// As an Open Badge, for programs.
    Badge,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Badge];

    /// As names of files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Badge => "jwt",
        }
    }

    /// As HTTP names it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Badge => "application/vc+jwt",
        }
    }
}

/// A path of the service at which a certificate that the actor read can be fetched for a quarter of an hour; nothing for one that was ended.
#[must_use]
pub fn path(ctx: &Ctx, certificate: &Certificate, form: Form) -> Option<String> {
    let is_good = certificate.row.state == CertificateState::Valid;
    is_good.then(|| signed_address::sign(ctx, &unsigned(certificate.row.id, form)))
}

fn unsigned(id: CertificateId, form: Form) -> String {
    format!("/certificates/{}.{}", id.wire(), form.extension())
}

/// Its bytes, for who has an address that was signed and whose time isn't over.
pub async fn fetch(ctx: &Ctx, id: CertificateId, form: Form, signature: &Signature) -> Result<Vec<u8>> {
    signature.check(ctx, &unsigned(id, form))?;
    let database = ctx.database().reader();
    let certificate = queries::load(database, &[id]).await?.pop().ok_or(Error::NotFound)?;
    if certificate.row.state != CertificateState::Valid {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", certificate.row.state)).into());
    }
    let facts = queries::facts(ctx, std::slice::from_ref(&certificate)).await?.remove(&id).ok_or(Error::NotFound)?;
    match form {
        Form::Pdf => print::print(ctx, &certificate, &facts).await,
        Form::Badge => Ok(badge::credential(ctx, &certificate, &facts)?.into_bytes()),
    }
}
