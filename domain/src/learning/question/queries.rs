//! Questions about questions.

use std::collections::{BTreeMap, HashMap};

use nabta_entities::ids::{CourseId, LegalTextId, LessonId, QuestionId, QuestionVersionId};
use nabta_entities::learning::question::{Column, Difficulty, Entity, Model, QuestionKind};
use nabta_entities::learning::question_version::{self, Model as QuestionVersion};
use nabta_entities::learning::{question_law, question_lesson, question_tag};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::actions::QUESTION_READ;
use super::{Bank, Question};
use crate::kernel::page::{self, Key, Ordering, Page, PageRequest};
use crate::kernel::work::{Held, authorize};
use crate::kernel::{Ctx, Error, Result};

/// Which questions of a course.
#[derive(Clone, Debug, Default)]
pub struct QuestionFilter {
    /// In this category or one within it.
    pub category: Option<String>,
    /// That are answered so.
    pub kind: Option<QuestionKind>,
    /// That are said to be so hard.
    pub difficulty: Option<Difficulty>,
    /// With this tag.
    pub tag: Option<String>,
    /// About this lesson.
    pub lesson: Option<LessonId>,
    /// That rest on this legal text.
    pub law: Option<LegalTextId>,
    /// Whose code begins so.
    pub code: Option<String>,
    /// Also those that are out of use.
    pub with_retired: bool,
}

/// What a filter asks for.
pub(super) fn condition(course: CourseId, filter: &QuestionFilter) -> Condition {
    let mut all = Condition::all().add(Column::CourseId.eq(course));
    if let Some(category) = &filter.category {
        let within = Expr::col(Column::Category).like(prefix(&format!("{category}/")));
        all = all.add(Condition::any().add(Column::Category.eq(category.as_str())).add(within));
    }
    if let Some(code) = &filter.code {
        all = all.add(Expr::col(Column::Code).like(prefix(code)));
    }
    if let Some(tag) = &filter.tag {
        use question_tag::{Column as Tag, Entity as Tags};
        let tagged = Query::select().column(Tag::QuestionId).from(Tags).and_where(Tag::Tag.eq(tag.as_str())).to_owned();
        all = all.add(Column::Id.in_subquery(tagged));
    }
    if let Some(lesson) = filter.lesson {
        use question_lesson::{Column as About, Entity as Lessons};
        let about = Query::select().column(About::QuestionId).from(Lessons).and_where(About::LessonId.eq(lesson)).to_owned();
        all = all.add(Column::Id.in_subquery(about));
    }
    if let Some(law) = filter.law {
        use question_law::{Column as Rests, Entity as Laws};
        let rests = Query::select().column(Rests::QuestionId).from(Laws).and_where(Rests::LegalTextId.eq(law)).to_owned();
        all = all.add(Column::Id.in_subquery(rests));
    }
    all.add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
        .add_option(filter.difficulty.map(|difficulty| Column::Difficulty.eq(difficulty)))
        .add_option((!filter.with_retired).then(|| Column::IsRetired.eq(false)))
}

/// A pattern for what begins with a text, in which `%` and `_` mean themselves.
fn prefix(text: &str) -> sea_orm::sea_query::LikeExpr {
    let escaped: String =
        text.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
    sea_orm::sea_query::LikeExpr::new(format!("{escaped}%")).escape('\\')
}

/// The questions of a course, by category and code.
pub async fn list(ctx: &Ctx, course: CourseId, filter: &QuestionFilter, request: &PageRequest) -> Result<Page<Question>> {
    authorize(ctx, QUESTION_READ, &Bank(course))?;
    let columns = vec![Expr::col(Column::Category), Expr::col(Column::Code)];
    let ordering = Ordering { columns, descending: false };
    let place = |row: &Model| vec![Key::Text(row.category.clone()), Key::Text(row.code.clone())];
    let database = ctx.database().reader();
    let page = page::read(database, Entity::find().filter(condition(course, filter)), &ordering, request, place).await?;
    let ids: Vec<QuestionId> = page.rows.iter().map(|(_, row)| row.id).collect();
    let mut facets = Found::of(database, &ids).await?;
    Ok(page.map(|row| facets.question(row)))
}

/// The categories of a course's bank, with how many questions in use stand there.
pub async fn categories(ctx: &Ctx, course: CourseId) -> Result<Vec<(String, i64)>> {
    authorize(ctx, QUESTION_READ, &Bank(course))?;
    let select = Entity::find()
        .select_only()
        .column(Column::Category)
        .column_as(Expr::col(Column::Id).count(), "questions")
        .filter(condition(course, &QuestionFilter::default()))
        .group_by(Column::Category)
        .order_by_asc(Column::Category);
    Ok(select.into_tuple().all(ctx.database().reader()).await?)
}

/// One question, for those who may read it.
pub async fn read(ctx: &Ctx, id: QuestionId) -> Result<Question> {
    by_ids(ctx, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The questions with these ids, for those who may read them.
pub async fn by_ids(ctx: &Ctx, ids: &[QuestionId]) -> Result<Vec<Question>> {
    let database = ctx.database().reader();
    let rows = Entity::find().filter(Column::Id.is_in(ids.to_vec())).all(database).await?;
    let found = whole(database, rows).await?;
    Ok(found.into_iter().filter(|question| authorize(ctx, QUESTION_READ, question).is_ok()).collect())
}

/// What these questions ask now. Whoever asks may read them.
pub async fn newest(ctx: &Ctx, ids: &[QuestionId]) -> Result<Vec<QuestionVersion>> {
    newest_of(ctx.database().reader(), ids).await
}

/// What these questions asked, from the first on. Whoever asks may read them.
pub async fn versions(ctx: &Ctx, ids: &[QuestionId]) -> Result<Vec<QuestionVersion>> {
    let of = question_version::Column::QuestionId.is_in(ids.to_vec());
    let select = question_version::Entity::find().filter(of).order_by_asc(question_version::Column::Number);
    Ok(select.all(ctx.database().reader()).await?)
}

/// The questions of a course's bank in use that fit a filter, in an order that stays; whoever asks.
pub(in super::super) async fn fitting(
    database: &impl ConnectionTrait,
    course: CourseId,
    filter: &QuestionFilter,
) -> Result<Vec<QuestionId>> {
    let select = Entity::find().select_only().column(Column::Id).filter(condition(course, filter)).order_by_asc(Column::Id);
    Ok(select.into_tuple().all(database).await?)
}

/// Those of these questions that are in use in a course's bank; whoever asks.
pub(in super::super) async fn in_bank(
    database: &impl ConnectionTrait,
    course: CourseId,
    ids: &[QuestionId],
) -> Result<Vec<QuestionId>> {
    let filter = condition(course, &QuestionFilter::default()).add(Column::Id.is_in(ids.to_vec()));
    Ok(Entity::find().select_only().column(Column::Id).filter(filter).into_tuple().all(database).await?)
}

/// All versions of a question, from the first on; whoever asks.
pub(in super::super) async fn versions_of(database: &impl ConnectionTrait, id: QuestionId) -> Result<Vec<QuestionVersion>> {
    let of = question_version::Column::QuestionId.eq(id);
    Ok(question_version::Entity::find().filter(of).order_by_asc(question_version::Column::Number).all(database).await?)
}

/// What was asked by these versions, whoever asks.
pub(in super::super) async fn versions_by_id(
    database: &impl ConnectionTrait,
    ids: &[QuestionVersionId],
) -> Result<Vec<QuestionVersion>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let of = question_version::Column::Id.is_in(ids.to_vec());
        found.extend(question_version::Entity::find().filter(of).all(database).await?);
    }
    Ok(found)
}

/// What questions ask now, whoever asks.
pub(in super::super) async fn newest_of(database: &impl ConnectionTrait, ids: &[QuestionId]) -> Result<Vec<QuestionVersion>> {
    let same = Expr::col((question_version::Entity, question_version::Column::Number)).equals((Entity, Column::Number));
    let of = Expr::col((Entity, Column::Id)).equals((question_version::Entity, question_version::Column::QuestionId));
    let on = of.and(same);
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let mut select = question_version::Entity::find().filter(question_version::Column::QuestionId.is_in(ids.to_vec()));
        sea_orm::QueryTrait::query(&mut select).join(sea_orm::sea_query::JoinType::InnerJoin, Entity, on.clone());
        found.extend(select.all(database).await?);
    }
    Ok(found)
}

/// A question by its code, whoever asks.
pub(super) async fn coded(database: &impl ConnectionTrait, course: CourseId, code: &str) -> Result<Option<Model>> {
    Ok(Entity::find().filter(Column::CourseId.eq(course)).filter(Column::Code.eq(code)).one(database).await?)
}

/// All questions of a course, by code; whoever asks.
pub(super) async fn of_course(database: &impl ConnectionTrait, course: CourseId) -> Result<HashMap<String, Question>> {
    let rows = Entity::find().filter(Column::CourseId.eq(course)).all(database).await?;
    Ok(whole(database, rows).await?.into_iter().map(|question| (question.row.code.clone(), question)).collect())
}

/// How often each question of a course was changed, by code; whoever asks.
pub(super) async fn versions_by_code(database: &impl ConnectionTrait, course: CourseId) -> Result<BTreeMap<String, i32>> {
    let select = Entity::find().select_only().columns([Column::Code, Column::Version]).filter(Column::CourseId.eq(course));
    Ok(select.into_tuple::<(String, i32)>().all(database).await?.into_iter().collect())
}

/// The question, held until the transaction ends, whoever asks: authorise afterwards.
pub(in super::super) async fn hold(database: &impl ConnectionTrait, id: QuestionId) -> Result<Question> {
    let row = Entity::find_by_id(id).held().one(database).await?.ok_or(Error::NotFound)?;
    whole(database, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// Under what questions are found.
#[derive(Default)]
struct Found {
    tags: HashMap<QuestionId, Vec<String>>,
    lessons: HashMap<QuestionId, Vec<LessonId>>,
    laws: HashMap<QuestionId, Vec<LegalTextId>>,
}

/// So many ids stand in one statement: SQLite has no more places than 32,766.
const AT_ONCE: usize = 10_000;

impl Found {
    async fn of(database: &impl ConnectionTrait, ids: &[QuestionId]) -> Result<Self> {
        let mut found = Self::default();
        for ids in ids.chunks(AT_ONCE) {
            let of = question_tag::Column::QuestionId.is_in(ids.to_vec());
            for row in question_tag::Entity::find().filter(of).order_by_asc(question_tag::Column::Tag).all(database).await? {
                found.tags.entry(row.question_id).or_default().push(row.tag);
            }
            let of = question_lesson::Column::QuestionId.is_in(ids.to_vec());
            let lessons = question_lesson::Entity::find().filter(of).order_by_asc(question_lesson::Column::LessonId);
            for row in lessons.all(database).await? {
                found.lessons.entry(row.question_id).or_default().push(row.lesson_id);
            }
            let of = question_law::Column::QuestionId.is_in(ids.to_vec());
            let laws = question_law::Entity::find().filter(of).order_by_asc(question_law::Column::LegalTextId);
            for row in laws.all(database).await? {
                found.laws.entry(row.question_id).or_default().push(row.legal_text_id);
            }
        }
        Ok(found)
    }

    fn question(&mut self, row: Model) -> Question {
        Question {
            tags: self.tags.remove(&row.id).unwrap_or_default(),
            lessons: self.lessons.remove(&row.id).unwrap_or_default(),
            laws: self.laws.remove(&row.id).unwrap_or_default(),
            row,
        }
    }
}

async fn whole(database: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Question>> {
    let ids: Vec<QuestionId> = rows.iter().map(|row| row.id).collect();
    let mut found = Found::of(database, &ids).await?;
    Ok(rows.into_iter().map(|row| found.question(row)).collect())
}
