//! Writing questions; the caller has asked, checked and commits.

use nabta_entities::ids::{CourseId, QuestionId};
use nabta_entities::learning::question::{ActiveModel, Model, QuestionKind};
use nabta_entities::learning::question_body::{Answers, QuestionBody};
use nabta_entities::learning::{question_law, question_lesson, question_tag, question_version};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::{Checked, Facets, Question, QuestionVersion, queries};
use crate::kernel::work::{Permit, Work};
use crate::kernel::{Error, Result};

/// How a question is answered.
pub(in super::super) const fn kind(body: &QuestionBody) -> QuestionKind {
    match body.answers {
        Answers::Single { .. } => QuestionKind::Single,
        Answers::Several { .. } => QuestionKind::Several,
        Answers::TrueFalse { .. } => QuestionKind::TrueFalse,
        Answers::Numeric { .. } => QuestionKind::Numeric,
        Answers::ShortText { .. } => QuestionKind::ShortText,
        Answers::Matching { .. } => QuestionKind::Matching,
        Answers::Ordering { .. } => QuestionKind::Ordering,
        Answers::Gaps { .. } => QuestionKind::Gaps,
        Answers::Essay { .. } => QuestionKind::Essay,
    }
}

/// Rows of questions, to be written with few statements.
#[derive(Default)]
pub(super) struct Rows {
    questions: Vec<ActiveModel>,
    versions: Vec<question_version::ActiveModel>,
    tags: Vec<question_tag::ActiveModel>,
    lessons: Vec<question_lesson::ActiveModel>,
    laws: Vec<question_law::ActiveModel>,
}

impl Rows {
    /// Adds a question that is new.
    pub(super) fn question(&mut self, work: &Work, course: CourseId, code: &str, checked: &Checked) -> QuestionId {
        let id = work.ctx().new_id();
        self.questions.push(ActiveModel {
            id: Set(id),
            course_id: Set(course),
            code: Set(code.to_owned()),
            number: Set(1),
            is_retired: Set(false),
            created_at: Set(work.ctx().now()),
            version: Set(1),
            ..said(checked)
        });
        self.version(work, id, 1, checked);
        self.facets(id, &checked.details.facets);
        id
    }

    /// Adds a version of a question.
    pub(super) fn version(&mut self, work: &Work, question: QuestionId, number: i32, checked: &Checked) {
        self.versions.push(question_version::ActiveModel {
            id: Set(work.ctx().new_id()),
            question_id: Set(question),
            number: Set(number),
            points: Set(checked.details.points),
            body: Set(checked.details.body.clone()),
            pictures: Set(checked.pictures.clone()),
            created_at: Set(work.ctx().now()),
        });
    }

    /// Adds under what a question is found.
    pub(super) fn facets(&mut self, id: QuestionId, facets: &Facets) {
        let tags = facets.tags.iter().map(|tag| question_tag::ActiveModel { question_id: Set(id), tag: Set(tag.clone()) });
        let lessons =
            facets.lessons.iter().map(|lesson| question_lesson::ActiveModel { question_id: Set(id), lesson_id: Set(*lesson) });
        let laws = facets.laws.iter().map(|law| question_law::ActiveModel { question_id: Set(id), legal_text_id: Set(*law) });
        self.tags.extend(tags);
        self.lessons.extend(lessons);
        self.laws.extend(laws);
    }

    /// Writes them.
    pub(super) async fn write(self, work: &Work, permit: &Permit) -> Result<()> {
        work.insert_all(permit, self.questions).await?;
        work.insert_all(permit, self.versions).await?;
        work.insert_all(permit, self.tags).await?;
        work.insert_all(permit, self.lessons).await?;
        work.insert_all(permit, self.laws).await
    }
}

fn said(checked: &Checked) -> ActiveModel {
    let facets = &checked.details.facets;
    ActiveModel {
        category: Set(facets.category.clone()),
        difficulty: Set(facets.difficulty),
        kind: Set(kind(&checked.details.body)),
        points: Set(checked.details.points),
        ..Default::default()
    }
}

/// Writes a question that is new.
pub(super) async fn insert(work: &Work, permit: &Permit, course: CourseId, code: &str, checked: &Checked) -> Result<QuestionId> {
    let mut rows = Rows::default();
    let id = rows.question(work, course, code, checked);
    rows.write(work, permit).await?;
    Ok(id)
}

/// Writes what is said about a question anew; the number of its newest version.
pub(super) async fn update(work: &Work, permit: &Permit, question: &Question, checked: &Checked) -> Result<i32> {
    let newest = queries::newest_of(&work.read(), &[question.row.id]).await?.pop();
    let newest = newest.ok_or_else(|| Error::internal("a question without a version"))?;
    change(work, permit, question, &newest, checked).await
}

/// Whether this asks or counts something else than a version does.
pub(super) fn is_new(newest: &QuestionVersion, checked: &Checked) -> bool {
    newest.body != checked.details.body || newest.points != checked.details.points || newest.pictures != checked.pictures
}

/// Writes what is said about a question anew, where its newest version is known.
pub(super) async fn change(
    work: &Work,
    permit: &Permit,
    question: &Question,
    newest: &QuestionVersion,
    checked: &Checked,
) -> Result<i32> {
    let id = question.row.id;
    let is_new = is_new(newest, checked);
    let number = question.row.number + i32::from(is_new);
    let row = ActiveModel { id: Set(id), number: Set(number), version: Set(question.row.version + 1), ..said(checked) };
    work.update(permit, row).await?;
    let mut rows = Rows::default();
    if is_new {
        rows.version(work, id, number, checked);
    }
    if facets(question) != checked.details.facets {
        remove_facets(work, permit, id).await?;
        rows.facets(id, &checked.details.facets);
    }
    rows.write(work, permit).await?;
    Ok(number)
}

/// Under what a question is found now.
pub(super) fn facets(question: &Question) -> Facets {
    Facets {
        category: question.row.category.clone(),
        difficulty: question.row.difficulty,
        tags: question.tags.clone(),
        lessons: question.lessons.clone(),
        laws: question.laws.clone(),
    }
}

async fn remove_facets(work: &Work, permit: &Permit, id: QuestionId) -> Result<()> {
    let tags = question_tag::Entity::delete_many().filter(question_tag::Column::QuestionId.eq(id)).into_query();
    let lessons = question_lesson::Entity::delete_many().filter(question_lesson::Column::QuestionId.eq(id)).into_query();
    let laws = question_law::Entity::delete_many().filter(question_law::Column::QuestionId.eq(id)).into_query();
    for statement in [tags, lessons, laws] {
        work.execute(permit, &statement).await?;
    }
    Ok(())
}

/// Takes a question out of use, or brings it back.
pub(super) async fn retire(work: &Work, permit: &Permit, row: &Model, is_retired: bool) -> Result<()> {
    let row = ActiveModel { id: Set(row.id), is_retired: Set(is_retired), version: Set(row.version + 1), ..Default::default() };
    work.update(permit, row).await.map(drop)
}
