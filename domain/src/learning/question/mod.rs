//! Questions: the bank of each course.
//!
//! A question is the same in all languages: one structure, one score ([`marking`]), texts in each. What it asks is kept in versions that
//! never change; an attempt holds on to the version that it was asked.

pub mod answer;
pub mod arrange;
mod check;
mod export;
mod format;
mod import;
pub mod marking;
#[cfg(test)]
mod marking_tests;
pub mod markup;
mod merge;
mod numbers;
mod picture;
mod queries;
mod transfer;
mod wording;
mod write;

use nabta_entities::ids::{CourseId, LegalTextId, LessonId, QuestionId};
use nabta_entities::learning::question::Model;
use nabta_entities::learning::question_body::QuestionBody;
use serde::Serialize;

use super::actions::{QUESTION_DEFINE, QUESTION_READ};
use super::entries::LearningEntry;
use crate::catalogue::{course, law, outline};
use crate::kernel::access::{Action, CENTRE_READ, Scope, Subject, SubjectRef};
use crate::kernel::error::codes::{ALREADY_EXISTS, BAD_FORMAT, OUT_OF_RANGE, UNKNOWN_REFERENCE};
use crate::kernel::idempotency::{self, Recall};
use crate::kernel::work::Work;
use crate::kernel::{Ctx, Error, Refusal, Result, text};

pub use export::export;
pub use format::Format;
pub use import::{Found, Report, Source, archive_refused, import, may_import};
pub use nabta_entities::ids::{QuestionPictureId, QuestionVersionId};
pub use nabta_entities::learning::question::{Difficulty, QuestionKind};
pub use nabta_entities::learning::question_body as body;
pub use nabta_entities::learning::question_version::Model as QuestionVersion;
pub use nabta_entities::learning::response::Response;
pub use nabta_entities::learning::rubric;
pub use picture::{Picture, read as read_picture};
pub use queries::{QuestionFilter, by_ids, categories, list, newest, read, versions};
pub(super) use queries::{fitting, hold, in_bank, newest_of, versions_by_id, versions_of};
pub(super) use write::kind;

/// The most that a question is worth, in hundredths of a point.
pub(super) const MOST_POINTS: i32 = 100_000;
/// The longest code, tag and name of a category, in bytes.
const CODE_LENGTH: usize = 64;
/// The most tags, lessons and legal texts of a question.
const MOST_FACETS: usize = 20;
/// The longest place in the bank, in characters.
const CATEGORY_LENGTH: usize = 200;

/// A question, apart from what it asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its row.
    pub row: Model,
    /// The words under which it is found.
    pub tags: Vec<String>,
    /// The lessons that it is about.
    pub lessons: Vec<LessonId>,
    /// The legal texts that it rests on.
    pub laws: Vec<LegalTextId>,
}

impl Subject for Question {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.row.id)
    }
    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::of(self.row.course_id)]
    }
    fn reading(&self) -> Action {
        QUESTION_READ
    }
}

/// The bank of a course.
pub(super) struct Bank(pub(super) CourseId);

impl Subject for Bank {
    fn reference(&self) -> SubjectRef {
        SubjectRef::of(self.0)
    }
    fn scopes(&self) -> Vec<Scope> {
        vec![Scope::of(self.0)]
    }
    fn reading(&self) -> Action {
        CENTRE_READ
    }
}

/// Under what a question is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// Where it stands in the bank: names from the widest to the narrowest, parted by `/`.
    pub category: String,
    /// How hard it is said to be.
    pub difficulty: Option<Difficulty>,
    /// The words under which it is found.
    pub tags: Vec<String>,
    /// The lessons that it is about.
    pub lessons: Vec<LessonId>,
    /// The legal texts that it rests on.
    pub laws: Vec<LegalTextId>,
}

/// What is said about a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionDetails {
    /// Under what it is found.
    pub facets: Facets,
    /// What it is worth where nobody says otherwise, in hundredths of a point.
    pub points: i32,
    /// What it asks and what counts.
    pub body: QuestionBody,
}

/// Enters a question into the bank of a course.
pub async fn create(
    ctx: &Ctx,
    course: CourseId,
    code: &str,
    details: QuestionDetails,
    idempotency_key: Option<&str>,
) -> Result<Question> {
    let work = ctx.begin().await?;
    let permit = work.authorize(QUESTION_DEFINE, &Bank(course))?;
    let said = (course, code, &details);
    if let Recall::Done(id) = idempotency::recall::<QuestionId>(&work, QUESTION_DEFINE, idempotency_key, &said).await? {
        drop(work);
        return read(ctx, id).await;
    }
    if !course::queries::exists(&work.read(), course).await? {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "course").with("value", "course").into());
    }
    course::queries::lock(&work.read(), course).await?;
    let code = checked_code(code, "code")?;
    if queries::coded(&work.read(), course, &code).await?.is_some() {
        return Err(Refusal::at(ALREADY_EXISTS, "code").with("value", code).into());
    }
    let details = checked(&work, course, details).await?;
    let id = write::insert(&work, &permit, course, &code, &details).await?;
    idempotency::remember(&work, QUESTION_DEFINE, idempotency_key, id.0).await?;
    work.commit(permit, LearningEntry::QuestionDefined { question: id, course, number: 1, is_retired: false }).await?;
    read(ctx, id).await
}

/// Changes what is said about a question, if nobody else did since `version` was read. Where it asks or counts something else it has a
/// new version; whoever was asked the old one was asked that.
pub async fn update(ctx: &Ctx, id: QuestionId, details: QuestionDetails, version: i32) -> Result<Question> {
    let work = ctx.begin().await?;
    let question = queries::hold(&work.read(), id).await?;
    let permit = work.authorize(QUESTION_DEFINE, &question)?;
    if question.row.version != version {
        return Err(Error::Conflict);
    }
    let course = question.row.course_id;
    let details = checked(&work, course, details).await?;
    let number = write::update(&work, &permit, &question, &details).await?;
    let is_retired = question.row.is_retired;
    work.commit(permit, LearningEntry::QuestionDefined { question: id, course, number, is_retired }).await?;
    read(ctx, id).await
}

/// Takes a question out of use, or brings it back. Attempts that were asked it stay as they are.
pub async fn retire(ctx: &Ctx, id: QuestionId, version: i32, is_retired: bool) -> Result<Question> {
    let work = ctx.begin().await?;
    let question = queries::hold(&work.read(), id).await?;
    let permit = work.authorize(QUESTION_DEFINE, &question)?;
    if question.row.version != version {
        return Err(Error::Conflict);
    }
    write::retire(&work, &permit, &question.row, is_retired).await?;
    let (course, number) = (question.row.course_id, question.row.number);
    work.commit(permit, LearningEntry::QuestionDefined { question: id, course, number, is_retired }).await?;
    read(ctx, id).await
}

/// Details that may be stored, with where their pictures are read.
pub(super) struct Checked {
    pub(super) details: QuestionDetails,
    pub(super) pictures: body::Pictures,
}

/// Checks what is said about a question. Its texts are rendered where that holds nobody up.
async fn checked(work: &Work, course: CourseId, details: QuestionDetails) -> Result<Checked> {
    let points = checked_points(details.points)?;
    let facets = checked_facets(details.facets)?;
    let (_, known) = outline::ids_of_course(&work.read(), course).await?;
    if facets.lessons.iter().any(|lesson| !known.contains(lesson)) {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "lessons").with("value", "lesson").into());
    }
    if !law::exist(&work.read(), &facets.laws).await? {
        return Err(Refusal::at(UNKNOWN_REFERENCE, "laws").with("value", "legal text").into());
    }
    let body = details.body;
    let (body, shown) = crate::kernel::aside(move || check::check(&body).map(|shown| (body, shown))).await??;
    let pictures = picture::addresses(&work.read(), course).await?;
    let pictures = picture::shown(&shown, &pictures).map_err(|name| {
        let refusal = Refusal::at(UNKNOWN_REFERENCE, "body");
        refusal.with("value", name)
    })?;
    Ok(Checked { details: QuestionDetails { facets, points, body }, pictures })
}

/// What a question may be worth; people read it in points.
fn checked_points(points: i32) -> Result<i32, Refusal> {
    let fits = (1..=MOST_POINTS).contains(&points);
    if fits { Ok(points) } else { Err(Refusal::at(OUT_OF_RANGE, "points").with("least", "0.01").with("most", MOST_POINTS / 100)) }
}

/// A code: letters, digits, and `-`, `_`, `.` between them.
fn checked_code(code: &str, path: &str) -> Result<String, Refusal> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let fits = (1..=CODE_LENGTH).contains(&code.len()) && code.bytes().all(is_plain);
    if fits { Ok(code.to_owned()) } else { Err(Refusal::at(BAD_FORMAT, path).with("value", code)) }
}

fn checked_facets(facets: Facets) -> Result<Facets, Refusal> {
    let few = |count: usize, path: &str| {
        if count <= MOST_FACETS {
            Ok(())
        } else {
            Err(Refusal::at(OUT_OF_RANGE, path).with("least", 0).with("most", MOST_FACETS))
        }
    };
    few(facets.tags.len(), "tags")?;
    few(facets.lessons.len(), "lessons")?;
    few(facets.laws.len(), "laws")?;
    let category = match facets.category.trim() {
        "" => String::new(),
        category => text::line(category, "category", CATEGORY_LENGTH)?,
    };
    let names: Vec<&str> = category.split('/').map(str::trim).filter(|name| !name.is_empty()).collect();
    let mut tags: Vec<String> = facets.tags.iter().map(|tag| text::line(tag, "tags", CODE_LENGTH)).collect::<Result<_, _>>()?;
    let (mut lessons, mut laws) = (facets.lessons, facets.laws);
    tags.sort_unstable();
    tags.dedup();
    lessons.sort_unstable();
    lessons.dedup();
    laws.sort_unstable();
    laws.dedup();
    Ok(Facets { category: names.join("/"), difficulty: facets.difficulty, tags, lessons, laws })
}
