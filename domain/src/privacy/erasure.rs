//! Being forgotten: asked for by the person with the password, or ordered for somebody who never had an account; done by a job.

use futures::FutureExt;
use nabta_entities::ids::{AccountId, PersonId};
use nabta_entities::values::Locale;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::PrivacyEntry;
use crate::kernel::access::Centre;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::work::Work;
use crate::kernel::{Ctx, Refusal, Result, TypedId};
use crate::learning::enrolment;
use crate::people::actions::codes::HAS_ACCOUNT;
use crate::people::actions::{ERASURE_MAKE, ERASURE_ORDER, ERASURE_REQUEST};
use crate::people::person::queries;
use crate::people::{erasure, new_password, notice};
use crate::platform::calendar::feed;
use crate::platform::file;
use crate::platform::mail::{self, NewMail, Template};

/// Forgets one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Erase {
    person: PersonId,
    /// Whose wish it is; nobody's where it was ordered for somebody without an account.
    account: Option<AccountId>,
    locale: Locale,
}

impl Job for Erase {
    const KIND: &'static str = "privacy.erase";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.account.map_or_else(|| self.person.wire(), TypedId::wire)))
    }
}

/// Forgets persons.
pub const HANDLER: Handler = Handler { kind: Erase::KIND, run: |run| erase(run).boxed() };

/// Has whoever is signed in, and knows the password, forgotten: from this moment on nobody signs in as them.
pub async fn request(ctx: &Ctx, password: SecretString) -> Result<()> {
    let owner = new_password::prove(ctx, password, "password").await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(ERASURE_REQUEST, &owner)?;
    erasure::shut(&work, &permit, owner.id).await?;
    work.enqueue(&permit, &Erase { person: owner.person, account: Some(owner.id), locale: owner.locale }).await?;
    work.commit(permit, PrivacyEntry::ErasureRequested { person: owner.person, account: owner.id }).await
}

/// Has somebody forgotten who has no account, and asked for it otherwise.
pub async fn order(ctx: &Ctx, id: PersonId) -> Result<()> {
    let target = queries::read(ctx, id).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(ERASURE_ORDER, &target)?;
    let entries = erasure::hold(&work, id).await?;
    if erasure::account_of(&work.read(), &entries).await?.is_some() {
        return Err(Refusal::at(HAS_ACCOUNT, "person").into());
    }
    work.enqueue(&permit, &Erase { person: id, account: None, locale: ctx.locale }).await?;
    work.commit(permit, PrivacyEntry::ErasureOrdered { person: id }).await
}

async fn erase(run: Run) -> Result<(), Failure> {
    let job: Erase = run.payload()?;
    let work = run.ctx.begin().await?;
    let entries = erasure::hold(&work, job.person).await?;
    // Begun twice, it is done once.
    if erasure::is_erased(&work.read(), job.person).await? {
        return Ok(());
    }
    // Ordered for somebody who got an account meanwhile: now it is theirs to ask.
    if erasure::account_of(&work.read(), &entries).await? != job.account {
        return Err(Failure::Never(HAS_ACCOUNT.into()));
    }
    Ok(forget(work, &job, &entries).await?)
}

async fn forget(work: Work, job: &Erase, entries: &[PersonId]) -> Result<()> {
    let permit = work.authorize(ERASURE_MAKE, &Centre)?;
    mail::erase(&work, &permit, entries).await?;
    enrolment::erase(&work, &permit, entries).await?;
    if let Some(account) = job.account {
        let email = erasure::address_of(&work, account).await?;
        file::erase(&work, &permit, account).await?;
        feed::erase(&work, &permit, account).await?;
        notice::erase(&work, &permit, account).await?;
        erasure::erase(&work, &permit, entries, Some((account, &email))).await?;
        // Sealed under the operator's secret, and gone when it was taken.
        let letter = NewMail {
            template: Template::Erased,
            to: email,
            locale: job.locale,
            person: None,
            values: mail::values([]),
            unsubscribe: None,
        };
        mail::write(&work, &permit, letter).await?;
    } else {
        erasure::erase(&work, &permit, entries, None).await?;
    }
    work.commit(permit, PrivacyEntry::Erased { person: job.person }).await
}
