//! Files of questions into the bank of a course: all of them or nothing, and a report line by line.

mod draft;
mod report;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nabta_entities::ids::{CourseId, LegalTextId, LessonId};
use nabta_entities::learning::question_body::{Pictures, QuestionBody};
use nabta_entities::learning::question_version::Model as QuestionVersion;
use sea_orm::ConnectionTrait;

use self::draft::{Draft, Drafts, Taken};
pub use self::report::{Found, Report};
use super::super::actions::QUESTION_IMPORT;
use super::super::actions::codes::TRANSLATION_DIFFERS;
use super::super::entries::LearningEntry;
use super::format::Format;
use super::merge::merge;
use super::transfer::RemarkKind;
use super::write::{self, Rows};
use super::{Bank, Checked, Facets, Question, QuestionDetails, check, checked_facets, picture, queries};
use crate::catalogue::actions::codes::IMPORT_REFUSED;
use crate::catalogue::{course, law, outline};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Error, Locale, Refusal, Result, aside};

/// What a question is worth where its file does not say so, in hundredths of a point.
const POINTS: i32 = 100;

/// A file of questions.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, for the report.
    pub name: String,
    /// The language in which it is written.
    pub locale: Locale,
    /// How it is written.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Source {
    /// A file that its name tells about: `01-sources.ar.gift` is GIFT in Arabic, `bank.fr.xml` Moodle's XML in French.
    pub fn named(name: String, bytes: Vec<u8>) -> Result<Self, Refusal> {
        let told = name.rsplit_once('.').and_then(|(rest, extension)| {
            let (_, locale) = rest.rsplit_once('.')?;
            Some((Locale::from_code(locale)?, Format::named(extension)?))
        });
        match told {
            Some((locale, format)) => Ok(Self { name, locale, format, bytes }),
            None => Err(Found::told(RemarkKind::FileName, &name)),
        }
    }
}

/// That an archive of files cannot be read.
#[must_use]
pub fn archive_refused(file: &str, reason: &str) -> Refusal {
    Refusal::at(IMPORT_REFUSED, "archive").with("file", file).with("reason", reason)
}

/// Refuses who may read nothing into this bank: a file of theirs is not even looked at.
pub async fn may_import(ctx: &Ctx, course: CourseId) -> Result<()> {
    authorize(ctx, QUESTION_IMPORT, &Bank(course))?;
    course::queries::load(ctx.database().reader(), course).await.map(drop)
}

/// Reads files into the bank of a course. Questions with the same code in several files are one question in several languages; one that
/// the bank has already is changed, and keeps the languages in which it is not written here. Where anything is wrong nothing is changed,
/// and nothing either where it is a trial.
pub async fn import(ctx: &Ctx, course: CourseId, sources: Vec<Source>, is_trial: bool) -> Result<Report> {
    may_import(ctx, course).await?;
    let shown = picture::addresses(ctx.database().reader(), course).await?;
    let Taken { drafts, pictures, mut report } = aside(move || draft::take(sources, &shown)).await?;
    // Checking many takes seconds: nobody else's writes wait for it.
    let bank = Known::of(ctx.database().reader(), course, &drafts, &pictures).await?;
    let was = bank.versions();
    let (ready, found) = aside(move || bank.compare(drafts)).await?;
    report.found.extend(found);
    report.sort();
    report.count(&ready);
    if is_trial || report.is_refused() {
        return Ok(report);
    }
    report.is_kept = true;
    if report.created + report.revised == 0 {
        return Ok(report);
    }
    let work = ctx.begin().await?;
    course::queries::lock(&work.read(), course).await?;
    let permit = work.authorize(QUESTION_IMPORT, &Bank(course))?;
    let is = queries::versions_by_code(&work.read(), course).await?;
    if ready.iter().any(|ready| is.get(&ready.code) != was.get(&ready.code)) {
        return Err(Error::Conflict);
    }
    picture::store(&work, &permit, course, pictures).await?;
    let mut rows = Rows::default();
    let mut changed = Vec::new();
    for ready in ready {
        match &ready.held {
            None => {
                rows.question(&work, course, &ready.code, &ready.checked);
            }
            Some(_) if ready.is_same() => {}
            Some(_) => changed.push(ready),
        }
    }
    rows.write(&work, &permit).await?;
    for Ready { held, checked, .. } in changed {
        if let Some((question, newest)) = held {
            write::change(&work, &permit, &question, &newest, &checked).await?;
        }
    }
    let Report { created, revised, unchanged, .. } = report;
    work.commit(permit, LearningEntry::QuestionsRead { course, created, revised, unchanged }).await?;
    Ok(report)
}

/// A question that may be written.
struct Ready {
    code: String,
    checked: Checked,
    held: Option<(Question, QuestionVersion)>,
}

impl Ready {
    fn is_same(&self) -> bool {
        self.held.as_ref().is_some_and(|(question, newest)| {
            write::facets(question) == self.checked.details.facets && !write::is_new(newest, &self.checked)
        })
    }
}

/// What the bank and the catalogue know.
struct Known {
    held: HashMap<String, (Question, QuestionVersion)>,
    lessons: BTreeMap<String, LessonId>,
    laws: BTreeMap<String, LegalTextId>,
    addresses: BTreeMap<String, String>,
}

impl Known {
    async fn of(database: &impl ConnectionTrait, course: CourseId, drafts: &Drafts, pictures: &[picture::Drawn]) -> Result<Self> {
        let mut questions = queries::of_course(database, course).await?;
        questions.retain(|code, _| drafts.has(code));
        let ids: Vec<_> = questions.values().map(|question| question.row.id).collect();
        let mut newest: HashMap<_, _> = HashMap::new();
        for version in queries::newest_of(database, &ids).await? {
            newest.insert(version.question_id, version);
        }
        let pair = |(code, question): (String, Question)| {
            let version = newest.remove(&question.row.id)?;
            Some((code, (question, version)))
        };
        let codes: BTreeSet<String> = drafts.iter().flat_map(|draft| draft.laws.iter().cloned()).collect();
        let mut addresses = picture::addresses(database, course).await?;
        addresses.extend(pictures.iter().map(picture::Drawn::address));
        Ok(Self {
            held: questions.into_iter().filter_map(pair).collect(),
            lessons: outline::lessons_by_slug(database, course).await?,
            laws: law::ids_by_code(database, &codes.into_iter().collect::<Vec<_>>()).await?,
            addresses,
        })
    }

    /// How often each question was changed.
    fn versions(&self) -> BTreeMap<String, i32> {
        self.held.iter().map(|(code, (question, _))| (code.clone(), question.row.version)).collect()
    }

    /// What is to be written, and what is wrong.
    fn compare(mut self, drafts: Drafts) -> (Vec<Ready>, Vec<Found>) {
        let (mut ready, mut found) = (Vec::new(), Vec::new());
        for draft in drafts {
            let held = self.held.remove(&draft.code);
            match self.ready(&draft, held) {
                Ok(one) => ready.push(one),
                Err(refusal) => found.push(Found::refused(draft.place, Some(draft.code), refusal)),
            }
        }
        (ready, found)
    }

    fn ready(&self, draft: &Draft, held: Option<(Question, QuestionVersion)>) -> Result<Ready, Refusal> {
        let body = match &held {
            Some((_, newest)) => together(&newest.body, &draft.body)?,
            None => draft.body.clone(),
        };
        let facets = checked_facets(self.facets(draft, held.as_ref().map(|(question, _)| question))?)?;
        let shown = check::check(&body)?;
        // A picture that was here before stays what it was, unless the file brings another.
        let pictures = picture::shown(&shown, &self.addresses)
            .map_err(|name| Found::told(RemarkKind::UnknownPicture, &name))
            .map(|pictures| self.kept(pictures, held.as_ref().map(|(_, newest)| newest), draft))?;
        let points = draft.points.or_else(|| held.as_ref().map(|(question, _)| question.row.points)).unwrap_or(POINTS);
        let details = QuestionDetails { facets, points: super::checked_points(points)?, body };
        Ok(Ready { code: draft.code.clone(), checked: Checked { details, pictures }, held })
    }

    fn facets(&self, draft: &Draft, held: Option<&Question>) -> Result<Facets, Refusal> {
        let (mut tags, mut lessons, mut laws) = (Vec::new(), Vec::new(), Vec::new());
        let chapter = draft.category.rsplit('/').next().unwrap_or_default();
        for tag in &draft.tags {
            // A tag that is a lesson's own name, in the chapter that the category names, is that lesson.
            match self.lessons.get(tag).or_else(|| self.lessons.get(&format!("{chapter}/{tag}"))) {
                Some(lesson) => lessons.push(*lesson),
                None => tags.push(tag.clone()),
            }
        }
        for code in &draft.laws {
            laws.push(*self.laws.get(code).ok_or_else(|| Found::told(RemarkKind::UnknownLaw, code))?);
        }
        let difficulty = draft.difficulty.or_else(|| held.and_then(|question| question.row.difficulty));
        Ok(Facets { category: draft.category.clone(), difficulty, tags, lessons, laws })
    }

    fn kept(&self, shown: Pictures, newest: Option<&QuestionVersion>, draft: &Draft) -> Pictures {
        let Some(newest) = newest.filter(|_| !draft.brings_pictures) else { return shown };
        let of = |(name, address): (String, String)| {
            let kept = newest.pictures.0.get(&name).cloned().unwrap_or(address);
            (name, kept)
        };
        Pictures(shown.0.into_iter().map(of).collect())
    }
}

/// A question of the bank with what a file says of it.
fn together(held: &QuestionBody, written: &QuestionBody) -> Result<QuestionBody, Refusal> {
    let stays = held.text.locales().find(|locale| written.text.get(*locale).is_none());
    match (merge(held, written), stays) {
        (Some(body), _) => Ok(body),
        // Nothing is left of what was built otherwise.
        (None, None) => Ok(written.clone()),
        (None, Some(locale)) => Err(Refusal::at(TRANSLATION_DIFFERS, "body").with("locale", locale.code())),
    }
}
