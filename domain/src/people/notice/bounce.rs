//! Letters that came back although a mail server had taken them: whoever they were for is told in the pages, where they can still be reached.

use super::{NewNotice, tell};
use crate::kernel::access::Centre;
use crate::kernel::{Ctx, Result};
use crate::people::account;
use crate::people::actions::MAIL_BOUNCE;
use crate::people::entries::PeopleEntry;
use crate::platform::mail::{self, Template};

/// What a mail server says of a letter that came back.
#[derive(Clone, Debug)]
pub struct Bounce {
    /// The letter, as the mail servers of the world know it.
    pub message_id: String,
    /// Why, as a status of RFC 3463: `5.1.1`.
    pub status: String,
}

/// Notes that a letter came back; whether it is one of ours of which this was not known.
pub async fn note(ctx: &Ctx, bounce: &Bounce) -> Result<bool> {
    let work = ctx.begin().await?;
    let permit = work.authorize(MAIL_BOUNCE, &Centre)?;
    let problem = format!("BOUNCED {}", bounce.status);
    let Some(returned) = mail::bounced(&work, &permit, &bounce.message_id, &problem).await? else { return Ok(false) };
    if let Some(person) = returned.person {
        let owners = account::load_of_persons(ctx, &work.read(), &[person]).await?;
        let notice = NewNotice::new(Template::MailBounced, Vec::new(), "account/security");
        tell(&work, &permit, &owners, NewNotice { is_without_letter: true, ..notice }).await?;
    }
    work.commit(permit, PeopleEntry::MailBounced { mail: returned.id, status: bounce.status.clone() }).await?;
    Ok(true)
}
