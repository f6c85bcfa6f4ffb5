//! Anything that is stored, by its id. What the actor may not read looks like what isn't there.

use async_graphql::{Context, ID, Interface, Object, Result};
use nabta_domain::catalogue::{course, edition, glossary, guide, law, lesson, outline, review, theme};
use nabta_domain::kernel::{Error, Result as DomainResult, TypedId};
use nabta_domain::people::{account, organisation};
use nabta_domain::programmes::programme;
use nabta_domain::training::venue;

use crate::catalogue::{ContentReview, Course, Edition, GlossaryTerm, Guide, LegalText, Lesson, LessonRevision, Theme};
use crate::errors::{domain, wire};
use crate::ids;
use crate::people::{Account, Organisation};
use crate::programmes::Programme;
use crate::training::Venue;

/// Anything that is stored.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id."))]
pub enum Node {
    /// An account.
    Account(Account),
    /// A review.
    ContentReview(ContentReview),
    /// A course.
    Course(Course),
    /// An edition.
    Edition(Edition),
    /// A term.
    GlossaryTerm(GlossaryTerm),
    /// A guide.
    Guide(Guide),
    /// A legal text.
    LegalText(LegalText),
    /// A lesson.
    Lesson(Lesson),
    /// A revision.
    LessonRevision(LessonRevision),
    /// An organisation.
    Organisation(Organisation),
    /// A programme.
    Programme(Programme),
    /// A theme.
    Theme(Theme),
    /// A venue.
    Venue(Venue),
}

/// Questions about anything.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything that is stored, by its id, if the actor may read it.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        find(ctx, &id).await.map(Some)
    }

    /// Several of them, at most 100, in the order of the ids; nothing in the place of one that isn't there.
    #[graphql(complexity = "ids.len() * child_complexity")]
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > 100 {
            let refusal = nabta_domain::kernel::Refusal::at("OUT_OF_RANGE", "ids").with("least", 0).with("most", 100);
            return Err(wire(domain(ctx), refusal.into()));
        }
        let mut found = Vec::with_capacity(ids.len());
        for id in &ids {
            found.push(find(ctx, id).await.ok());
        }
        Ok(found)
    }
}

/// Tries one kind: nothing if the id is of another kind.
async fn of_kind<I, T, F>(id: &ID, read: impl FnOnce(I) -> F, wrap: impl FnOnce(T) -> Node) -> Option<DomainResult<Node>>
where
    I: TypedId,
    F: Future<Output = DomainResult<T>>,
{
    let id = I::parse(id.as_str())?;
    Some(read(id).await.map(wrap))
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Node> {
    let asked = domain(ctx);
    macro_rules! first_of {
        ($($try:expr),* $(,)?) => {
            $(
                if let Some(found) = $try {
                    // What may not be read looks like what isn't there, whoever asks.
                    return found.map_err(|error| match error {
                        Error::Forbidden | Error::Unauthenticated => wire(asked, Error::NotFound),
                        other => wire(asked, other),
                    });
                }
            )*
        };
    }
    first_of! {
        of_kind(id, |id| course::queries::read(asked, id), |course| Node::Course(course.into())).await,
        of_kind(id, |id| outline::published_lesson(asked, id), |lesson| Node::Lesson(lesson.into())).await,
        of_kind(id, |id| lesson::queries::revision(asked, id), |revision| Node::LessonRevision(revision.into())).await,
        of_kind(id, |id| edition::queries::read(asked, id), |edition| Node::Edition(edition.into())).await,
        of_kind(id, |id| guide::read(asked, id), |guide| Node::Guide(guide.into())).await,
        of_kind(id, |id| review::read(asked, id), |review| Node::ContentReview(review.into())).await,
        of_kind(id, |id| account::read(asked, id), |account| Node::Account(account.into())).await,
        of_kind(id, |id| organisation::read(asked, id), |organisation| Node::Organisation(organisation.into())).await,
        of_kind(id, |id| async move { theme::by_ids(asked, &[id]).await?.pop().ok_or(Error::NotFound) }, |theme| Node::Theme(theme.into())).await,
    }
    first_of! {
        of_kind(id, |id| async move { law::by_ids(asked, &[id]).await?.pop().ok_or(Error::NotFound) }, |text| Node::LegalText(text.into())).await,
        of_kind(id, |id| async move { glossary::by_ids(asked, &[id]).await?.pop().ok_or(Error::NotFound) }, |term| Node::GlossaryTerm(term.into())).await,
        of_kind(id, |id| async move { programme::by_ids(asked, &[id]).await?.pop().ok_or(Error::NotFound) }, |programme| Node::Programme(programme.into())).await,
        of_kind(id, |id| venue::read(asked, id), |venue| Node::Venue(venue.into())).await,
    }
    Err(ids::invalid(ctx))
}
