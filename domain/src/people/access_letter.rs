//! The letter that tells somebody that another way into their account was opened or closed: if it wasn't them, they learn of it.

use super::account::Account;
use super::registration::name;
use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};
use crate::platform::mail::{self, NewMail, Template};

/// Writes it; `what` is one of the words that the letter knows. The caller commits.
pub(super) async fn write(work: &Work, permit: &Permit, owner: &Account, what: &'static str) -> Result<()> {
    let letter = NewMail {
        template: Template::AccessChanged,
        to: owner.email.clone(),
        locale: owner.locale,
        person: Some(owner.person),
        values: vec![
            ("name", name(&owner.names, owner.locale)),
            ("what", what.to_owned()),
            ("link", work.ctx().services.site.link(owner.locale, "account/security", None)),
        ],
    };
    mail::write(work, permit, letter).await
}
