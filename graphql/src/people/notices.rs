//! What one was told, and how one wants to be.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use nabta_domain::people::NoticeId;
use nabta_domain::people::notice::{self, Which};

use super::registration::DonePayload;
use crate::connection::{List, connection, cost, page, usual};
use crate::errors::{Answer, UserError, domain, user_errors};
use crate::ids;

/// What people are told about.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "notice::NoticeTopic")]
pub enum NoticeTopic {
    /// Who can get into their account: told by mail always.
    Security,
    /// What the centre keeps about them.
    OwnData,
    /// Content that waits for them, or what became of theirs.
    Content,
    /// Runs of courses in which they take part, or that they look after.
    Learning,
}

/// How somebody is told. In the pages always.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "notice::NoticeDelivery")]
pub enum NoticeDelivery {
    /// In the pages alone.
    Pages,
    /// By mail as well, each time.
    Mail,
    /// By mail as well, once a day for all that came.
    Digest,
}

/// Something that one was told, in the language of who reads it.
pub struct Notice(notice::Notice);

impl From<notice::Notice> for Notice {
    fn from(notice: notice::Notice) -> Self {
        Self(notice)
    }
}

#[Object]
impl Notice {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What it is about.
    async fn topic(&self) -> NoticeTopic {
        self.0.topic.into()
    }

    /// What stands over it.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it says; an empty line is between paragraphs.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The page to which it leads.
    async fn link(&self) -> &str {
        &self.0.link
    }

    /// When it was told.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was read.
    async fn read_at(&self) -> Option<DateTime<Utc>> {
        self.0.read_at
    }
}

/// How one is told about something.
#[derive(SimpleObject)]
pub struct NoticePreference {
    /// About what.
    topic: NoticeTopic,
    /// How.
    delivery: NoticeDelivery,
    /// Whether it cannot be chosen.
    is_fixed: bool,
}

impl From<notice::Preference> for NoticePreference {
    fn from(kept: notice::Preference) -> Self {
        Self { topic: kept.topic.into(), delivery: kept.delivery.into(), is_fixed: kept.is_fixed }
    }
}

/// Questions about what one was told.
#[derive(Default)]
pub struct NoticeQuery;

#[Object]
impl NoticeQuery {
    /// What whoever is signed in was told in the last half year, newest first: all of it, or what is unread.
    #[doc = nabta_domain::people_permission!(NOTICE_SET)]
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] unread: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<List<Notice>> {
        let page = page(first, after, last, before).answer(ctx)?;
        Ok(connection(notice::list(domain(ctx), unread, &page).await.answer(ctx)?))
    }

    /// How many of one's notices are unread; 100 for as many or more.
    #[doc = nabta_domain::people_permission!(NOTICE_SET)]
    async fn unread_notices(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = notice::count_unread(domain(ctx)).await.answer(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// How whoever is signed in is told about each topic.
    #[doc = nabta_domain::people_permission!(NOTICE_SET)]
    #[graphql(complexity = "usual(3, child_complexity)")]
    async fn notice_preferences(&self, ctx: &Context<'_>) -> Result<Vec<NoticePreference>> {
        Ok(notice::preferences(domain(ctx)).await.answer(ctx)?.into_iter().map(Into::into).collect())
    }
}

/// Notices that were read.
#[derive(InputObject)]
pub struct NoticesMarkReadInput {
    /// Which ones, at most 100.
    notices: Vec<ID>,
}

/// Notices that were read: all up to one.
#[derive(InputObject)]
pub struct NoticesMarkAllReadInput {
    /// The newest one that was seen: what came after it stays unread.
    newest: ID,
}

/// How one wants to be told about something.
#[derive(InputObject)]
pub struct NoticePreferInput {
    /// About what.
    topic: NoticeTopic,
    /// How.
    delivery: NoticeDelivery,
}

/// How one is told about each topic.
#[derive(SimpleObject)]
pub struct NoticePreferencesPayload {
    /// How one is told about each topic; nothing where it was not changed.
    preferences: Option<Vec<NoticePreference>>,
    /// What the caller can repair; nothing was done if there is any.
    user_errors: Vec<UserError>,
}

/// Acts on what one was told.
#[derive(Default)]
pub struct NoticeMutation;

#[Object]
impl NoticeMutation {
    /// Marks some of one's notices as read; those of others, and what is none, are passed over.
    #[doc = nabta_domain::people_permission!(NOTICE_SET)]
    async fn notices_mark_read(&self, ctx: &Context<'_>, input: NoticesMarkReadInput) -> Result<DonePayload> {
        let ids: Result<Vec<NoticeId>> = input.notices.iter().map(|id| ids::parse(ctx, id)).collect();
        DonePayload::from_outcome(ctx, notice::mark_read(domain(ctx), Which::These(ids?)).await)
    }

    /// Marks all of one's notices as read that are not newer than one.
    #[doc = nabta_domain::people_permission!(NOTICE_SET)]
    async fn notices_mark_all_read(&self, ctx: &Context<'_>, input: NoticesMarkAllReadInput) -> Result<DonePayload> {
        let newest: NoticeId = ids::parse(ctx, &input.newest)?;
        DonePayload::from_outcome(ctx, notice::mark_read(domain(ctx), Which::Until(newest)).await)
    }

    /// Says how one wants to be told about something. About who can get into the account one is told by mail always (`NOTICE_NEEDED`).
    #[doc = nabta_domain::people_permission!(NOTICE_SET)]
    async fn notice_prefer(&self, ctx: &Context<'_>, input: NoticePreferInput) -> Result<NoticePreferencesPayload> {
        Ok(match notice::prefer(domain(ctx), input.topic.into(), input.delivery.into()).await {
            Ok(all) => {
                let preferences = all.into_iter().map(Into::into).collect();
                NoticePreferencesPayload { preferences: Some(preferences), user_errors: Vec::new() }
            }
            Err(error) => NoticePreferencesPayload { preferences: None, user_errors: user_errors(domain(ctx), error)? },
        })
    }
}
