//! A legal text changed: who has a certificate that rests on it is told, and that the course's present edition brings them up to date.

use futures::FutureExt;
use nabta_entities::ids::CertificateId;
use nabta_entities::learning::certificate::{CertificateState, Column, Entity};
use nabta_entities::learning::certificate_law;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::actions::CERTIFICATE_GRANT;
use super::super::entries::LearningEntry;
use super::{Certificate, Facts, queries};
use crate::catalogue::law::Changed;
use crate::kernel::access::Subject;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::{Ctx, Error, Result};
use crate::people::notice::{NewNotice, Said, tell};
use crate::people::{account, key};
use crate::platform::mail::Template as Letter;

/// So many at once are looked at.
const BATCH: u64 = 100;

/// Tells holders.
pub(super) const HANDLER: Handler = Handler { kind: Changed::KIND, run: |run| tell_holders(run).boxed() };

async fn tell_holders(job: Run) -> Result<(), Failure> {
    let changed: Changed = job.payload()?;
    let mut after: Option<CertificateId> = None;
    loop {
        let resting = Query::select()
            .column(certificate_law::Column::CertificateId)
            .from(certificate_law::Entity)
            .and_where(Expr::col(certificate_law::Column::LegalTextId).is_in(changed.texts.clone()))
            .to_owned();
        let mut select = Entity::find()
            .filter(Column::State.eq(CertificateState::Valid))
            .filter(Column::Id.in_subquery(resting))
            .order_by_asc(Column::Id)
            .limit(BATCH);
        if let Some(after) = after {
            select = select.filter(Column::Id.gt(after));
        }
        let rows = select.all(job.ctx.database().reader()).await.map_err(Error::from)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.id);
        for certificate in queries::whole(job.ctx.database().reader(), rows).await? {
            tell_holder(&job.ctx, &certificate, &changed).await?;
        }
    }
}

async fn tell_holder(ctx: &Ctx, certificate: &Certificate, changed: &Changed) -> Result<()> {
    let row = &certificate.row;
    let Ok(key) = key::of(ctx, ctx.database().reader(), row.person_id).await else { return Ok(()) };
    let facts = Facts::open(&key, row.id, &row.sealed)?;
    let work = ctx.begin().await?;
    let permit = work.authorize(CERTIFICATE_GRANT, certificate)?;
    let values = vec![
        ("title", Said::Named(facts.titles)),
        ("number", Said::Text(certificate.number())),
        ("law", Said::Text(changed.said.clone())),
    ];
    let owners = account::load_of_persons(ctx, &work.read(), &[row.person_id]).await?;
    tell(&work, &permit, &owners, NewNotice::new(Letter::CertificateLawChanged, values, "learning")).await?;
    let (certificate, template, person, scopes) = (row.id, row.template_id, row.person_id, certificate.scopes());
    work.commit(permit, LearningEntry::CertificateLawTold { certificate, template, person, scopes }).await
}
