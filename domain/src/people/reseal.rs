//! Sealing anew what this context keeps under the operator's secret, and the digests by which its fields are found.

use nabta_entities::ids::{
    AccountId, InvitationId, NoticeId, PasskeyChallengeId, PasswordResetId, PersonClaimId, PersonId, ProviderTicketId,
    RegistrationId,
};
use nabta_entities::people::{
    account, invitation, notice, passkey_challenge, password_reset, person_claim, person_file, person_key, provider_ticket,
    registration, second_factor,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::person::sensitive::SensitiveField;
use super::{address, key};
use crate::kernel::reseal::{BATCH, Resealed};
use crate::kernel::work::TechnicalWrite;
use crate::kernel::{Ctx, Result};
use crate::reseal_table;

/// Seals all of it anew.
pub(crate) async fn all(ctx: &Ctx) -> Result<Resealed> {
    let mut fields = 0;
    fields += reseal_table!(ctx, person_key, person_id: PersonId, PersonId, "person_key.sealed", |row| Some(row.sealed.clone()));
    fields += reseal_table!(ctx, second_factor, account_id: AccountId, AccountId, "second_factor.sealed", |row| Some(row.sealed.clone()));
    fields += reseal_table!(ctx, registration, id: RegistrationId, Id, "registration.sealed", |row| Some(row.sealed.clone()));
    fields += reseal_table!(ctx, password_reset, id: PasswordResetId, Id, "password_reset.sealed", |row| row.sealed.clone());
    fields += reseal_table!(ctx, invitation, id: InvitationId, Id, "invitation.sealed", |row| Some(row.sealed.clone()));
    fields += reseal_table!(ctx, person_claim, id: PersonClaimId, Id, "person_claim.sealed", |row| row.sealed.clone());
    fields += reseal_table!(ctx, passkey_challenge, id: PasskeyChallengeId, Id, "passkey_challenge.sealed", |row| Some(row.sealed.clone()));
    fields +=
        reseal_table!(ctx, provider_ticket, id: ProviderTicketId, Id, "provider_ticket.sealed", |row| Some(row.sealed.clone()));
    fields += reseal_table!(ctx, notice, id: NoticeId, Id, "notice.sealed", |row| Some(row.sealed.clone()));
    let digests = accounts(ctx).await? + files(ctx).await?;
    Ok(Resealed { fields, digests })
}

async fn accounts(ctx: &Ctx) -> Result<u64> {
    let (mut count, mut after) = (0, None::<AccountId>);
    loop {
        let mut select = account::Entity::find().order_by_asc(account::Column::Id).limit(BATCH);
        if let Some(after) = after {
            select = select.filter(account::Column::Id.gt(after));
        }
        let rows = select.all(ctx.database().reader()).await?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = Some(last.id);
        let persons: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
        let keys = key::keys(ctx, ctx.database().reader(), &persons).await?;
        for row in rows {
            let email = address::open(keys.get(&row.person_id), &row)?;
            // Who was forgotten has none.
            if email.is_empty() || row.email_digest == address::digest(ctx, &email) {
                continue;
            }
            // Whoever changed it meanwhile wrote the newest; whoever was forgotten has none.
            let work = ctx.begin_technical(TechnicalWrite::Reseal).await?;
            let newer = account::ActiveModel { email_digest: Set(address::digest(ctx, &email)), ..Default::default() };
            let newer = account::Entity::update_many().set(newer).filter(account::Column::Id.eq(row.id));
            let met = newer.filter(account::Column::EmailDigest.eq(row.email_digest)).exec(work.transaction()).await?;
            work.commit().await?;
            count += met.rows_affected;
        }
    }
}

/// The fields by which people are found, and where their digests stand.
const FOUND: [(SensitiveField, person_file::Column); 3] = [
    (SensitiveField::Phone, person_file::Column::PhoneDigest),
    (SensitiveField::Email, person_file::Column::EmailDigest),
    (SensitiveField::Identity, person_file::Column::IdentityDigest),
];

async fn files(ctx: &Ctx) -> Result<u64> {
    let (mut count, mut after) = (0, None::<PersonId>);
    loop {
        let mut select = person_file::Entity::find().order_by_asc(person_file::Column::PersonId).limit(BATCH);
        if let Some(after) = after {
            select = select.filter(person_file::Column::PersonId.gt(after));
        }
        let rows = select.all(ctx.database().reader()).await?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = Some(last.person_id);
        let persons: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
        let keys = key::keys(ctx, ctx.database().reader(), &persons).await?;
        for row in rows {
            let Some(key) = keys.get(&row.person_id) else { continue };
            for (field, column) in FOUND {
                let (Some(sealed), Some(old)) = (field.sealed(&row), field.digest(&row)) else { continue };
                let digest = ctx.services.keyring.digest(field.column(), &field.open(key, row.person_id, sealed)?);
                if old == digest {
                    continue;
                }
                let work = ctx.begin_technical(TechnicalWrite::Reseal).await?;
                let newer = person_file::Entity::update_many().col_expr(column, Expr::value(digest));
                let newer = newer.filter(person_file::Column::PersonId.eq(row.person_id)).filter(column.eq(old));
                count += newer.exec(work.transaction()).await?.rows_affected;
                work.commit().await?;
            }
        }
    }
}
