//! What was issued under one entry of a person follows them to the entry that stands for them.

use nabta_entities::ids::PersonId;
use nabta_entities::learning::certificate::{ActiveModel, CertificateState, Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::super::actions::CERTIFICATE_GRANT;
use super::super::entries::LearningEntry;
use super::{Facts, queries};
use crate::kernel::access::Subject;
use crate::kernel::work::Held;
use crate::kernel::{Ctx, Error, Result};
use crate::people::key;

/// Leads the certificates of one entry to another, under whose key they are sealed from then on. A good one stays where it is if the other
/// has one for the same.
pub(in super::super) async fn follow(ctx: &Ctx, former: PersonId, person: PersonId) -> Result<()> {
    let rows = Entity::find().filter(Column::PersonId.eq(former)).order_by_asc(Column::Id).all(ctx.database().reader()).await?;
    for row in rows {
        let work = ctx.begin().await?;
        let Some(row) = Entity::find_by_id(row.id).held().one(&work.read()).await? else { continue };
        let certificate = queries::whole(&work.read(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
        let permit = work.authorize(CERTIFICATE_GRANT, &certificate)?;
        let row = &certificate.row;
        let same = Entity::find()
            .filter(Column::PersonId.eq(person))
            .filter(Column::TemplateId.eq(row.template_id))
            .filter(Column::State.eq(CertificateState::Valid));
        let is_double = row.state == CertificateState::Valid && same.one(&work.read()).await?.is_some();
        if row.person_id != former || is_double {
            continue;
        }
        let (old, new) = (key::of(ctx, &work.read(), former).await?, key::of(ctx, &work.read(), person).await?);
        let sealed = Facts::open(&old, row.id, &row.sealed)?.seal(ctx, &new, row.id)?;
        let set = ActiveModel {
            id: Set(row.id),
            person_id: Set(person),
            sealed: Set(sealed),
            version: Set(row.version + 1),
            ..Default::default()
        };
        work.update(&permit, set).await?;
        let (id, template, scopes) = (row.id, row.template_id, certificate.scopes());
        work.commit(permit, LearningEntry::CertificateIssued { certificate: id, template, person, scopes }).await?;
    }
    Ok(())
}
