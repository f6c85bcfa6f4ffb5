//! A second factor: codes of an app (TOTP, RFC 6238), and codes on paper for who lost it.

use nabta_entities::ids::AccountId;
use nabta_entities::people::{recovery_code, second_factor};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};
use secrecy::SecretString;
use totp_rs::{Builder, Totp};

use super::actions::{self, codes};
use super::entries::PeopleEntry;
use super::{access_notice, account, new_password, secret};
use crate::kernel::error::codes::WRONG_STATE;
use crate::kernel::vault::Place;
use crate::kernel::work::{Held, TechnicalWrite};
use crate::kernel::{Ctx, Error, Refusal, Result, fold};

/// How many codes on paper.
const CODES: usize = 10;
/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
/// How the app names the platform.
const ISSUER: &str = "Nabta";

/// What an app needs, once.
#[derive(Debug)]
pub struct Offer {
    /// As a QR code carries it.
    pub address: String,
    /// As people type it.
    pub secret: String,
}

const fn place(account: AccountId) -> Place {
    Place { column: "second_factor.sealed", row: account.0 }
}

fn totp(secret: &[u8], account: &str) -> Result<Totp> {
    // An address with a colon is none, but the library minds.
    let name = account.replace(':', "");
    let built = Builder::new().with_secret(secret.to_vec()).with_account_name(name).with_issuer(Some(ISSUER)).build();
    built.map_err(|error| Error::internal(format!("totp: {error}")))
}

/// Begins a second factor for whoever is signed in and knows the password. It is asked for only after [`confirm`].
pub async fn begin(ctx: &Ctx, password: SecretString) -> Result<Offer> {
    let owner = new_password::prove(ctx, password, "password").await?;
    let mut bytes = [0_u8; 20];
    ctx.services.entropy.fill(&mut bytes);
    let totp = totp(&bytes, &owner.email)?;
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::SECOND_FACTOR_SET, &owner)?;
    // Held, so that one that is being turned on at this moment is not thrown away.
    let known = second_factor::Entity::find_by_id(owner.id).held().one(&work.read()).await?;
    if known.is_some_and(|known| known.confirmed_at.is_some()) {
        return Err(Refusal::new(WRONG_STATE).with("state", "On").into());
    }
    let drop_old = second_factor::Entity::delete_by_id(owner.id).into_query();
    work.execute(&permit, &drop_old).await?;
    let row = second_factor::ActiveModel {
        account_id: Set(owner.id),
        sealed: Set(ctx.services.keyring.seal(ctx.services.entropy.as_ref(), place(owner.id), &bytes)),
        last_step: Set(0),
        created_at: Set(ctx.now()),
        confirmed_at: Set(None),
    };
    work.insert_all(&permit, vec![row]).await?;
    work.commit(permit, PeopleEntry::SecondFactorSet { account: owner.id, step: "begun" }).await?;
    let address = totp.to_url().map_err(|error| Error::internal(format!("totp: {error}")))?;
    Ok(Offer { address, secret: totp_rs::Secret::from(bytes.to_vec()).to_base32() })
}

/// Turns the second factor on, by a code of the app; the codes on paper, shown this once.
pub async fn confirm(ctx: &Ctx, code: &str) -> Result<Vec<String>> {
    let acting = ctx.account()?.id;
    let owner = account::load(ctx, ctx.database().reader(), acting).await?;
    let attempt = new_password::BY_ACCOUNT.take(ctx, &acting.0.to_string()).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::SECOND_FACTOR_SET, &owner)?;
    let refused = || Error::from(Refusal::at(codes::SECOND_FACTOR_REFUSED, "code"));
    // Held, so that of two at once one is refused: else the codes on paper that the first one shows would be gone already.
    let row = second_factor::Entity::find_by_id(acting).held().one(&work.read()).await?.ok_or_else(refused)?;
    if row.confirmed_at.is_some() {
        return Err(Refusal::new(WRONG_STATE).with("state", "On").into());
    }
    let step = step_of(ctx, &row, code)?.ok_or_else(refused)?;
    let on = second_factor::Entity::update_many()
        .set(second_factor::ActiveModel { confirmed_at: Set(Some(ctx.now())), last_step: Set(step), ..Default::default() })
        .filter(second_factor::Column::AccountId.eq(acting))
        .into_query();
    work.execute(&permit, &on).await?;
    let old = recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(acting)).into_query();
    work.execute(&permit, &old).await?;
    let paper: Vec<String> = (0..CODES).map(|_| paper_code(ctx)).collect();
    let rows = paper.iter().map(|code| recovery_code::ActiveModel {
        account_id: Set(acting),
        digest: Set(secret::digest(&plain(code))),
        used_at: Set(None),
    });
    work.insert_all(&permit, rows.collect()).await?;
    access_notice::tell(&work, &permit, &owner, "second-factor-on").await?;
    work.commit(permit, PeopleEntry::SecondFactorSet { account: acting, step: "on" }).await?;
    attempt.forgive(ctx).await?;
    Ok(paper)
}

/// Turns the second factor off, by the password.
pub async fn end(ctx: &Ctx, password: SecretString) -> Result<()> {
    let owner = new_password::prove(ctx, password, "password").await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(actions::SECOND_FACTOR_SET, &owner)?;
    let was_on = second_factor::Entity::find_by_id(owner.id).held().one(&work.read()).await?;
    work.execute(&permit, &second_factor::Entity::delete_by_id(owner.id).into_query()).await?;
    let old = recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(owner.id)).into_query();
    work.execute(&permit, &old).await?;
    if was_on.is_some_and(|row| row.confirmed_at.is_some()) {
        access_notice::tell(&work, &permit, &owner, "second-factor-off").await?;
    }
    work.commit(permit, PeopleEntry::SecondFactorSet { account: owner.id, step: "off" }).await
}

/// Which of these accounts have one that is on.
pub async fn held(ctx: &Ctx, accounts: &[AccountId]) -> Result<Vec<AccountId>> {
    let rows = second_factor::Entity::find()
        .filter(second_factor::Column::AccountId.is_in(accounts.to_vec()))
        .filter(second_factor::Column::ConfirmedAt.is_not_null())
        .all(ctx.database().reader())
        .await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// Lets a sign-in pass: without a second factor always, with one by a code that was not taken before.
pub(super) async fn pass(ctx: &Ctx, account: AccountId, code: Option<&str>) -> Result<()> {
    let row = second_factor::Entity::find_by_id(account).one(ctx.database().reader()).await?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_some()) else { return Ok(()) };
    let code = code.map(plain).filter(|code| !code.is_empty());
    let Some(code) = code else { return Err(Refusal::at(codes::SECOND_FACTOR_NEEDED, "code").into()) };
    let work = ctx.begin_technical(TechnicalWrite::SecondFactor).await?;
    let transaction = work.transaction();
    // The conditions are in the update: the same code at the same moment passes once.
    let taken = if let Some(step) = step_of(ctx, &row, &code)? {
        let newer = second_factor::Entity::update_many()
            .set(second_factor::ActiveModel { last_step: Set(step), ..Default::default() })
            .filter(second_factor::Column::AccountId.eq(account))
            .filter(Expr::col(second_factor::Column::LastStep).lt(step));
        newer.exec(transaction).await?.rows_affected
    } else {
        let unused = recovery_code::Entity::update_many()
            .set(recovery_code::ActiveModel { used_at: Set(Some(ctx.now())), ..Default::default() })
            .filter(recovery_code::Column::AccountId.eq(account))
            .filter(recovery_code::Column::Digest.eq(secret::digest(&code)))
            .filter(recovery_code::Column::UsedAt.is_null());
        unused.exec(transaction).await?.rows_affected
    };
    work.commit().await?;
    if taken == 1 { Ok(()) } else { Err(Refusal::at(codes::SECOND_FACTOR_REFUSED, "code").into()) }
}

/// The step of a code that the app shows now, or a moment ago.
fn step_of(ctx: &Ctx, row: &second_factor::Model, code: &str) -> Result<Option<i64>> {
    let secret = ctx.services.keyring.open(place(row.account_id), &row.sealed)?;
    let code = plain(code);
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let now = u64::try_from(ctx.now().timestamp()).unwrap_or(0);
    Ok(totp(&secret, "")?.check(&code, now).and_then(|step| i64::try_from(step).ok()))
}

/// A code as it is compared: without spaces and hyphens, in small letters, Arabic digits as Latin ones.
pub(super) fn plain(code: &str) -> String {
    let said = code.chars().take(100).map(fold::latin_digit).filter(char::is_ascii_alphanumeric);
    said.map(|character| character.to_ascii_lowercase()).collect()
}

/// A code on paper: 15 letters and digits, in threes of five, 74 bits.
fn paper_code(ctx: &Ctx) -> String {
    let mut code = String::new();
    while code.replace('-', "").len() < 15 {
        let mut byte = [0_u8];
        ctx.services.entropy.fill(&mut byte);
        let letter = ALPHABET[usize::from(byte[0] % 32)];
        if letter == b'-' {
            continue;
        }
        if [5, 11].contains(&code.len()) {
            code.push('-');
        }
        code.push(char::from(letter));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_written() {
        for written in ["123456", " 123 456 ", "١٢٣٤٥٦", "۱۲۳۴۵۶", "123-456"] {
            assert_eq!(plain(written), "123456", "{written}");
        }
        assert_eq!(plain("ABCDE-fghjk-23456"), "abcdefghjk23456");
    }
}
