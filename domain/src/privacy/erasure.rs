//! Being forgotten: asked for by the person with the password, or ordered for somebody who never had an account; done by a job.

use futures::FutureExt;
use nabta_entities::ids::PersonId;
use nabta_entities::values::Locale;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::PrivacyEntry;
use crate::kernel::access::Centre;
use crate::kernel::jobs::{Failure, Handler, Job, Run};
use crate::kernel::{Ctx, Error, Refusal, Result, TypedId};
use crate::people::actions::codes::HAS_ACCOUNT;
use crate::people::actions::{ERASURE_MAKE, ERASURE_ORDER, ERASURE_REQUEST};
use crate::people::person::queries;
use crate::people::{erasure, new_password};
use crate::platform::file;
use crate::platform::mail::{self, NewMail, Template};

/// Forgets one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Erase {
    person: PersonId,
    locale: Locale,
}

impl Job for Erase {
    const KIND: &'static str = "privacy.erase";

    fn effect(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.person.wire()))
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
    work.enqueue(&permit, &Erase { person: owner.person, locale: owner.locale }).await?;
    work.commit(permit, PrivacyEntry::ErasureRequested { person: owner.person, account: owner.id }).await
}

/// Has somebody forgotten who has no account, and asked for it otherwise.
pub async fn order(ctx: &Ctx, id: PersonId) -> Result<()> {
    let target = queries::read(ctx, id).await?;
    let work = ctx.begin().await?;
    let permit = work.authorize(ERASURE_ORDER, &target)?;
    if erasure::account_of(&work.read(), id).await?.is_some() {
        return Err(Refusal::at(HAS_ACCOUNT, "person").into());
    }
    work.enqueue(&permit, &Erase { person: id, locale: ctx.locale }).await?;
    work.commit(permit, PrivacyEntry::ErasureOrdered { person: id }).await
}

async fn erase(run: Run) -> Result<(), Failure> {
    let job: Erase = run.payload()?;
    let ctx = &run.ctx;
    let account = erasure::account_of(ctx.database().reader(), job.person).await?;
    let owner = match account {
        Some(account) => erasure::address_of(ctx, account).await?,
        None => None,
    };
    let work = ctx.begin().await?;
    // Begun twice, it is done once.
    if erasure::is_erased(&work.read(), job.person).await? {
        return Ok(());
    }
    let permit = work.authorize(ERASURE_MAKE, &Centre)?;
    let persons = erasure::entries_of(&work.read(), job.person).await?;
    let email = owner.map(|owner| owner.email).unwrap_or_default();
    if let Some(account) = account {
        file::erase(&work, &permit, account).await?;
    }
    mail::erase(&work, &permit, &persons).await?;
    erasure::erase(&work, &permit, &persons, account, &email).await?;
    if !email.is_empty() {
        // Sealed under the operator's secret, and gone when it was taken.
        let letter = NewMail { template: Template::Erased, to: email, locale: job.locale, person: None, values: Vec::new() };
        mail::write(&work, &permit, letter).await?;
    }
    work.commit(permit, PrivacyEntry::Erased { person: job.person }).await.map_err(|error: Error| error.into())
}
