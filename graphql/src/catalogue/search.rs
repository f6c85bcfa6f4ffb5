//! Search over what is published.

use std::sync::Arc;

use async_graphql::ID;
use async_graphql::connection::{Connection, Edge};
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use nabta_domain::catalogue::search::{Hit, Index, Query, Segment};
use nabta_domain::catalogue::{CourseId, LessonId, ThemeId};
use nabta_domain::kernel::page::{self, Cursor, DEFAULT, Key, MOST};
use nabta_domain::kernel::{Error, Refusal};

use super::content::Lesson;
use super::course::{Course, Level, Modality};
use crate::connection::{List, Total, WireCursor};
use crate::errors::{Answer, domain};
use crate::ids;
use crate::loaders::{CourseById, PublishedLessonById, load};
use crate::values::{Direction, Locale};

/// Which of what is found.
#[derive(InputObject, Default)]
pub struct SearchFilter {
    /// Of this theme.
    theme: Option<ID>,
    /// Given in this language.
    language: Option<Locale>,
    /// Given this way.
    modality: Option<Modality>,
    /// Of this level.
    level: Option<Level>,
}

/// A piece of a text, with whether it is what was searched for.
#[derive(SimpleObject)]
pub struct Highlight {
    /// The piece.
    text: String,
    /// Whether it is what was searched for.
    is_match: bool,
}

/// A course or lesson that was found.
pub struct SearchHit(Hit);

#[Object]
impl SearchHit {
    /// The course, or the lesson's course.
    async fn course(&self, ctx: &Context<'_>) -> Result<Option<Course>> {
        Ok(load(ctx, CourseById(CourseId(self.0.course))).await?.map(Course))
    }

    /// The lesson; nothing where it is the course itself that was found.
    async fn lesson(&self, ctx: &Context<'_>) -> Result<Option<Lesson>> {
        let Some(id) = self.0.lesson else { return Ok(None) };
        Ok(load(ctx, PublishedLessonById(LessonId(id))).await?.map(Lesson))
    }

    /// The language in which it was found.
    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    /// The way that language runs.
    async fn direction(&self) -> Direction {
        self.0.locale.direction().into()
    }

    /// Its title, in pieces.
    async fn title(&self) -> Vec<Highlight> {
        pieces(&self.0.title)
    }

    /// Words around what was found, in pieces.
    async fn snippet(&self) -> Vec<Highlight> {
        pieces(&self.0.snippet)
    }
}

fn pieces(segments: &[Segment]) -> Vec<Highlight> {
    segments.iter().map(|segment| Highlight { text: segment.text.clone(), is_match: segment.is_match }).collect()
}

/// What is searched for.
pub(super) struct Search {
    pub(super) text: String,
    pub(super) filter: SearchFilter,
    pub(super) locale: Option<Locale>,
    pub(super) first: Option<i32>,
    pub(super) after: Option<String>,
}

pub(super) async fn search(ctx: &Context<'_>, search: Search) -> Result<List<SearchHit>> {
    let limit = usize::try_from(size(search.first).answer(ctx)?).unwrap_or(20);
    let theme = search.filter.theme.as_ref().map(|theme| ids::parse::<ThemeId>(ctx, theme)).transpose()?;
    let name = |name: &str| Some(name.to_owned());
    let query = Query {
        text: search.text,
        locale: Some(search.locale.map_or(domain(ctx).locale, Into::into)),
        theme: theme.map(|theme| theme.0),
        language: search.filter.language.map(Into::into),
        modality: search.filter.modality.and_then(|modality| name(&nabta_domain::catalogue::Modality::from(modality).name())),
        level: search.filter.level.and_then(|level| name(&nabta_domain::catalogue::Level::from(level).name())),
        after: search.after.as_deref().map(place).transpose().answer(ctx)?,
        limit,
    };
    let index = Arc::clone(ctx.data_unchecked::<Arc<Index>>());
    // The index is read from disk: not on the thread that serves others meanwhile.
    let found = tokio::task::spawn_blocking(move || index.search(&query)).await;
    let hits = found.map_err(|_| Error::Unavailable).and_then(|hits| hits.map_err(Error::from)).answer(ctx)?;
    let total = Total(page::Total::known(hits.total as u64));
    let mut connection = Connection::with_additional_fields(query_began_after(&search.after), hits.has_more, total);
    connection.edges.extend(hits.hits.into_iter().map(|hit| Edge::new(WireCursor::of(&cursor(&hit)), SearchHit(hit))));
    Ok(connection)
}

const fn query_began_after(after: &Option<String>) -> bool {
    after.is_some()
}

fn size(first: Option<i32>) -> nabta_domain::kernel::Result<u64> {
    let Some(first) = first else { return Ok(DEFAULT) };
    let fits = u64::try_from(first).ok().filter(|size| (1..=MOST).contains(size));
    fits.ok_or_else(|| Refusal::at("OUT_OF_RANGE", "first").with("least", 1).with("most", MOST).into())
}

/// A hit's place: what it is, in which the index finds it again.
fn cursor(hit: &Hit) -> Cursor {
    Cursor(vec![Key::Text(hit.id.clone())])
}

fn place(after: &str) -> nabta_domain::kernel::Result<String> {
    match Cursor::decode(after).map(|cursor| cursor.0) {
        Some(keys) => match keys.as_slice() {
            [Key::Text(id)] => Ok(id.clone()),
            _ => Err(Refusal::at("BAD_FORMAT", "after").into()),
        },
        None => Err(Refusal::at("BAD_FORMAT", "after").into()),
    }
}
