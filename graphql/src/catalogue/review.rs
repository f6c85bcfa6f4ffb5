//! Lessons to look at again because a legal text changed.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use nabta_domain::catalogue::{ContentReviewId, review};

use super::content::Lesson;
use super::law::LegalText;
use crate::errors::{domain, payloads};
use crate::ids;
use crate::loaders::{LegalTextById, PublishedLessonById, load};

/// A lesson to look at again, because a legal text that it cites changed.
pub struct ContentReview(review::ContentReview);

impl From<review::ContentReview> for ContentReview {
    fn from(review: review::ContentReview) -> Self {
        Self(review)
    }
}

#[Object]
impl ContentReview {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// What changed.
    async fn legal_text(&self, ctx: &Context<'_>) -> Result<Option<LegalText>> {
        Ok(load(ctx, LegalTextById(self.0.legal_text_id)).await?.map(LegalText))
    }

    /// The lesson that rests on it.
    async fn lesson_id(&self) -> ID {
        ids::id(self.0.lesson_id)
    }

    /// The lesson as visitors read it; nothing while it is only being written.
    async fn lesson(&self, ctx: &Context<'_>) -> Result<Option<Lesson>> {
        Ok(load(ctx, PublishedLessonById(self.0.lesson_id)).await?.map(Lesson))
    }

    /// How it changed.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Since when.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// When somebody had looked.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.0.closed_at
    }

    /// What they found.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Grows with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// What somebody found who looked at a lesson again.
#[derive(InputObject)]
pub struct ContentReviewCloseInput {
    /// Which review.
    review: ID,
    /// What they found.
    note: String,
    /// The version that was read.
    version: i32,
}

payloads! {
    /// What came of closing a review.
    ContentReviewClosePayload { review: ContentReview, from review::ContentReview }
}

/// Acts on reviews.
#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Says that somebody looked at a lesson again, and what they found.
    #[doc = nabta_domain::catalogue_permission!(REVIEW_CLOSE)]
    async fn content_review_close(&self, ctx: &Context<'_>, input: ContentReviewCloseInput) -> Result<ContentReviewClosePayload> {
        let id: ContentReviewId = ids::parse(ctx, &input.review)?;
        let closed = review::close(domain(ctx), id, &input.note, input.version).await;
        Ok(ContentReviewClosePayload::from_outcome(ctx, closed)?.or_current(review::read(domain(ctx), id)).await)
    }
}
