//! Taking a certificate back, or having another one stand for it.

use nabta_entities::ids::CertificateId;
use nabta_entities::learning::certificate::{ActiveModel, CertificateState, Entity};
use sea_orm::{EntityTrait, Set};

use super::super::actions::CERTIFICATE_REVOKE;
use super::super::actions::codes::NOT_EARNED;
use super::super::entries::LearningEntry;
use super::{Certificate, facts, issue, queries, template};
use crate::kernel::access::Subject;
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::work::{Held, Permit, Turn, Work};
use crate::kernel::{Ctx, Error, Refusal, Result, text};
use crate::people::account;
use crate::people::notice::{NewNotice, Said, tell};
use crate::platform::mail::Template as Letter;

/// Takes a certificate back, and says why; whose it is is told.
pub async fn revoke(ctx: &Ctx, id: CertificateId, version: i32, reason: &str) -> Result<Certificate> {
    let work = ctx.begin().await?;
    let (certificate, permit, reason) = good(&work, id, version, reason).await?;
    end(&work, &permit, &certificate, (CertificateState::Revoked, None, &reason)).await?;
    let (template, person, scopes) = (certificate.row.template_id, certificate.row.person_id, certificate.scopes());
    let entry = LearningEntry::CertificateEnded { certificate: id, template, person, scopes, replaced_by: None };
    work.commit(permit, entry).await?;
    queries::read(ctx, id).await
}

/// Issues a certificate anew, with the name, the titles and the texts of today, and has it stand for the former one; whose it is is told.
/// The new one.
pub async fn correct(ctx: &Ctx, id: CertificateId, version: i32, reason: &str) -> Result<Certificate> {
    let work = ctx.begin().await?;
    // The turn comes before the row, as wherever certificates are written.
    work.in_turn(Turn::CertificateNumber).await?;
    let (certificate, permit, reason) = good(&work, id, version, reason).await?;
    let found = template::load(&work.read(), &[certificate.row.template_id]).await?.pop();
    let template = found.ok_or_else(|| Error::internal("a certificate without its template"))?;
    // First it makes room: nobody has two good ones.
    let room =
        ActiveModel { id: Set(id), state: Set(CertificateState::Revoked), ended_at: Set(Some(ctx.now())), ..Default::default() };
    work.update(&permit, room).await?;
    let new = issue::write(&work, &permit, &template, certificate.row.person_id).await?;
    let new = new.ok_or_else(|| Refusal::new(NOT_EARNED))?;
    end(&work, &permit, &certificate, (CertificateState::Replaced, Some(new), &reason)).await?;
    let (template, person, scopes) = (certificate.row.template_id, certificate.row.person_id, certificate.scopes());
    let entry = LearningEntry::CertificateEnded { certificate: id, template, person, scopes, replaced_by: Some(new) };
    work.commit(permit, entry).await?;
    queries::read(ctx, new).await
}

/// A good certificate, held, for who may take it back.
async fn good(work: &Work, id: CertificateId, version: i32, reason: &str) -> Result<(Certificate, Permit, String)> {
    let row = Entity::find_by_id(id).held().one(&work.read()).await?.ok_or(Error::NotFound)?;
    let certificate = queries::whole(&work.read(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    let permit = work.authorize(CERTIFICATE_REVOKE, &certificate)?;
    if certificate.row.state != CertificateState::Valid {
        return Err(Refusal::new(WRONG_STATE).with("state", format!("{:?}", certificate.row.state)).into());
    }
    if certificate.row.version != version {
        return Err(Error::Conflict);
    }
    let reason = text::paragraph(reason, "reason", text::DESCRIPTION_LENGTH)?;
    Ok((certificate, permit, reason))
}

async fn end(
    work: &Work,
    permit: &Permit,
    certificate: &Certificate,
    (state, replaced_by, reason): (CertificateState, Option<CertificateId>, &str),
) -> Result<()> {
    let ctx = work.ctx();
    let row = &certificate.row;
    let set = ActiveModel {
        id: Set(row.id),
        state: Set(state),
        reason: Set(Some(reason.to_owned())),
        replaced_by: Set(replaced_by),
        ended_at: Set(Some(ctx.now())),
        version: Set(row.version + 1),
        ..Default::default()
    };
    work.update(permit, set).await?;
    let key = crate::people::key::of(ctx, &work.read(), row.person_id).await;
    let Ok(facts) = key.and_then(|key| facts::Facts::open(&key, row.id, &row.sealed)) else { return Ok(()) };
    let values = vec![
        ("what", Said::Text(state.name())),
        ("title", Said::Named(facts.titles)),
        ("number", Said::Text(certificate.number())),
        ("reason", Said::Text(reason.to_owned())),
    ];
    let owners = account::load_of_persons(ctx, &work.read(), &[row.person_id]).await?;
    tell(work, permit, &owners, NewNotice::new(Letter::CertificateEnded, values, "certificates")).await
}
