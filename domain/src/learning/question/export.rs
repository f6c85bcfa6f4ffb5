//! The questions of a course as files that Moodle, and this service, read.

use std::collections::{BTreeMap, HashMap};

use nabta_entities::ids::{CourseId, LegalTextId, LessonId};
use nabta_entities::learning::question_body::Pictures;

use super::super::actions::QUESTION_READ;
use super::format::Format;
use super::transfer::{Foreign, gift, moodle};
use super::{Bank, Question, merge, picture, queries};
use crate::catalogue::{course, figure, law, outline};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Locale, Result, aside};

/// Writes the questions in use that are asked in a language, by category and code. Pictures come with Moodle's XML; GIFT has no place
/// for them.
pub async fn export(ctx: &Ctx, course: CourseId, format: Format, locale: Locale) -> Result<String> {
    authorize(ctx, QUESTION_READ, &Bank(course))?;
    let database = ctx.database().reader();
    course::queries::load(database, course).await?;
    let mut questions: Vec<Question> = queries::of_course(database, course).await?.into_values().collect();
    questions.retain(|question| !question.row.is_retired);
    questions.sort_by(|one, other| (&one.row.category, &one.row.code).cmp(&(&other.row.category, &other.row.code)));
    let ids: Vec<_> = questions.iter().map(|question| question.row.id).collect();
    let newest = queries::newest_of(database, &ids).await?;
    let mut newest: HashMap<_, _> = newest.into_iter().map(|version| (version.question_id, version)).collect();
    let names = Names::of(ctx, course, &questions).await?;
    let mut shown = Pictures::default();
    let mut written = Vec::new();
    for question in questions {
        let Some(version) = newest.remove(&question.row.id) else { continue };
        if let Some(body) = merge::in_language(&version.body, locale) {
            shown.0.extend(version.pictures.0);
            written.push(names.foreign(question, body));
        }
    }
    let pictures = if format == Format::MoodleXml { contents(ctx, course, shown).await? } else { BTreeMap::new() };
    aside(move || match format {
        Format::Gift => gift::write(&written, locale),
        Format::MoodleXml => moodle::write(&written, &pictures, locale),
    })
    .await
}

/// What lessons and legal texts are called in files.
struct Names {
    lessons: HashMap<LessonId, String>,
    laws: HashMap<LegalTextId, String>,
}

impl Names {
    async fn of(ctx: &Ctx, course: CourseId, questions: &[Question]) -> Result<Self> {
        let lessons = outline::lessons_by_slug(ctx.database().reader(), course).await?;
        let mut laws: Vec<LegalTextId> = questions.iter().flat_map(|question| question.laws.iter().copied()).collect();
        laws.sort_unstable();
        laws.dedup();
        let laws = law::by_ids(ctx, &laws).await?;
        Ok(Self {
            lessons: lessons.into_iter().map(|(slug, id)| (id, slug)).collect(),
            laws: laws.into_iter().map(|law| (law.id, law.code)).collect(),
        })
    }

    fn foreign(&self, question: Question, body: super::body::QuestionBody) -> Foreign {
        let Question { row, mut tags, lessons, laws } = question;
        tags.extend(lessons.iter().filter_map(|id| self.lessons.get(id).cloned()));
        Foreign {
            line: 0,
            code: Some(row.code),
            category: row.category,
            tags,
            laws: laws.iter().filter_map(|id| self.laws.get(id).cloned()).collect(),
            difficulty: row.difficulty,
            points: Some(row.points),
            body,
        }
    }
}

/// The pictures' bytes, by name.
async fn contents(ctx: &Ctx, course: CourseId, shown: Pictures) -> Result<BTreeMap<String, Vec<u8>>> {
    let digests: BTreeMap<String, String> =
        shown.0.into_iter().filter_map(|(name, address)| Some((picture::digest(&address)?.to_owned(), name))).collect();
    let wanted = digests.keys().cloned().collect();
    let drawings = figure::with_digests(ctx.database().reader(), course, &wanted).await?;
    let mut found: BTreeMap<String, Vec<u8>> = drawings.into_iter().map(|(name, svg)| (name, svg.into_bytes())).collect();
    for (digest, content) in picture::contents(ctx.database().reader(), course, wanted).await? {
        if let Some(name) = digests.get(&digest) {
            found.insert(name.clone(), content);
        }
    }
    Ok(found)
}
