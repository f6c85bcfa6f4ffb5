//! What tells somebody that another way into their account was opened or closed: if it wasn't them, they learn of it.

use super::account::Account;
use super::notice::{self, NewNotice, Said};
use crate::kernel::Result;
use crate::kernel::work::{Permit, Work};
use crate::platform::mail::Template;

/// Tells it; `what` is one of the words that the letter knows. The caller commits.
pub(super) async fn tell(work: &Work, permit: &Permit, owner: &Account, what: &'static str) -> Result<()> {
    let values = vec![("what", Said::Text(what.to_owned()))];
    let notice = NewNotice::new(Template::AccessChanged, values, "account/security");
    notice::tell(work, permit, std::slice::from_ref(owner), notice).await
}
