//! Telling people what happened, in the transaction in which it happens.

use std::collections::BTreeMap;

use nabta_entities::ids::{AccountId, NoticeId};
use nabta_entities::people::notice::ActiveModel;
use nabta_entities::people::notice_preference::NoticeDelivery;
use nabta_entities::values::{Locale, LocalizedText};
use sea_orm::Set;
use serde::{Deserialize, Serialize};

use super::{Kept, leaving, place, preference};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Ctx, Error, Result};
use crate::people::account::Account;
use crate::platform::mail::{self, NewMail, Template};

/// Something that a notice mentions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Said {
    /// The same in every language.
    Text(String),
    /// A name that each language may have its own way of writing.
    Named(LocalizedText),
}

impl Said {
    pub(super) fn say(&self, locale: Locale) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Named(names) => names.resolve(locale).map_or_else(String::new, |(_, name)| name.to_owned()),
        }
    }
}

/// What is to be told.
pub(crate) struct NewNotice {
    /// What it says: a template with a topic.
    pub(crate) template: Template,
    /// What that mentions.
    pub(crate) values: Vec<(&'static str, Said)>,
    /// The page to which it leads.
    pub(crate) page: String,
    /// Whether a letter would be in vain.
    pub(crate) is_without_letter: bool,
}

impl NewNotice {
    /// What is told in the pages and by mail, as each prefers.
    pub(crate) fn new(template: Template, values: Vec<(&'static str, Said)>, page: impl Into<String>) -> Self {
        Self { template, values, page: page.into(), is_without_letter: false }
    }
}

/// Tells people something; those who may not sign in any more are passed over. The caller commits.
pub(crate) async fn tell(work: &Work, permit: &Permit, owners: &[Account], new: NewNotice) -> Result<()> {
    let ctx = work.ctx();
    let topic = new.template.topic().ok_or_else(|| Error::internal("a letter that is no notice"))?;
    let values = new.values.into_iter().map(|(name, said)| (name.to_owned(), said)).collect();
    let kept = Kept { values, page: new.page };
    let ids: Vec<AccountId> = owners.iter().map(|owner| owner.id).collect();
    let chosen = preference::chosen(&work.read(), &ids, Some(topic)).await?;
    let mut rows = Vec::new();
    for owner in owners.iter().filter(|owner| owner.is_active) {
        let delivery = if new.is_without_letter { NoticeDelivery::Pages } else { preference::delivery(&chosen, owner.id, topic) };
        let id: NoticeId = ctx.new_id();
        rows.push(ActiveModel {
            id: Set(id),
            account_id: Set(owner.id),
            template: Set(new.template.name().to_owned()),
            topic: Set(topic),
            sealed: Set(ctx.seal(place(id), &kept)?),
            awaits_digest: Set(delivery == NoticeDelivery::Digest),
            created_at: Set(ctx.now()),
            read_at: Set(None),
        });
        if delivery == NoticeDelivery::Mail {
            let unsubscribe = if preference::is_fixed(topic) { None } else { Some(leaving::link(ctx, owner.id, Some(topic))?) };
            let letter = letter(ctx, owner, new.template, (kept.values(owner.locale), &kept.page), unsubscribe);
            mail::write(work, permit, letter).await?;
        }
    }
    work.insert_all(permit, rows).await
}

/// A letter to the owner of an account, who is greeted by name and led to a page.
pub(super) fn letter(
    ctx: &Ctx,
    owner: &Account,
    template: Template,
    (mut values, page): (BTreeMap<String, String>, &str),
    unsubscribe: Option<String>,
) -> NewMail {
    values.insert("name".into(), Said::Named(owner.names.clone()).say(owner.locale));
    values.insert("link".into(), ctx.services.site.link(owner.locale, page, None));
    NewMail { template, to: owner.email.clone(), locale: owner.locale, person: Some(owner.person), values, unsubscribe }
}
