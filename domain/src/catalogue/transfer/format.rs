//! The folder of a course: `course.toml` with everything about the course and its outline, one Markdown file for each lesson and
//! language, and figures. It is the demo's own format.

use std::collections::BTreeMap;

use nabta_documents::archive::Files;
use nabta_entities::catalogue::course::{Level, Modality};
use nabta_entities::values::{Locale, LocalizedText};
use serde::{Deserialize, Serialize};

use super::super::actions::codes::IMPORT_REFUSED;
use super::super::text;
use crate::kernel::Refusal;
use crate::kernel::text::normal;

/// The version of the format.
const FORMAT: u32 = 1;

/// `course.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseFile {
    /// Version of the format: 1.
    pub format: u32,
    /// The centre's own code.
    pub code: String,
    /// Its name in addresses.
    pub slug: String,
    /// Code of its theme.
    pub theme: String,
    /// How it is given.
    pub modality: Modality,
    /// How hard it is.
    pub level: Level,
    /// The languages in which it is given.
    pub languages: Vec<Locale>,
    /// The language in which its text is first written.
    pub source_language: Locale,
    /// The whole duration in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<i32>,
    /// The whole duration in half-days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_days: Option<i32>,
    /// True for a free course.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub free: bool,
    /// The fee, `"120.000"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<String>,
    /// The fee's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Codes of the programmes that it is labelled with.
    #[serde(default)]
    pub programmes: Vec<String>,
    /// Codes of the courses that come before.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Its titles.
    pub titles: LocalizedText,
    /// What it is.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub summaries: LocalizedText,
    /// What one can do afterwards.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub objectives: LocalizedText,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub audiences: LocalizedText,
    /// What one must know before.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub prerequisites: LocalizedText,
    /// What one learns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<LocalizedText>,
    /// Its chapters, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chapters: Vec<ChapterFile>,
}

/// A chapter in `course.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChapterFile {
    /// Its folder's name.
    pub slug: String,
    /// Its titles.
    pub titles: LocalizedText,
    /// Its lessons, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<LessonFile>,
}

/// A lesson in `course.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonFile {
    /// Its file name without language and ending.
    pub slug: String,
    /// Its titles.
    pub titles: LocalizedText,
}

/// Where a text belongs: `01-why/02-since-when`, in a language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LessonPlace {
    /// Chapter and lesson, with `/` between.
    pub lesson: String,
    /// The language.
    pub locale: Locale,
}

/// A lesson's text in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// One or two sentences.
    pub summary: Option<String>,
    /// For a translation: digest of the source text that it follows.
    pub source_digest: Option<String>,
    /// The Markdown.
    pub body: String,
}

/// A course as its folder holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseFolder {
    /// `course.toml`.
    pub course: CourseFile,
    /// The texts.
    pub texts: BTreeMap<LessonPlace, TextFile>,
    /// The figures, by file name.
    pub figures: BTreeMap<String, Vec<u8>>,
}

fn refused(file: &str, reason: impl std::fmt::Display) -> Refusal {
    Refusal::at(IMPORT_REFUSED, "archive").with("file", file).with("reason", reason)
}

impl CourseFolder {
    /// Reads a folder's files. Every file must have its place: one that belongs nowhere is a mistake, not something to pass over.
    pub fn read(files: &Files) -> Result<Self, Refusal> {
        let manifest = files.get("course.toml").ok_or_else(|| refused("course.toml", "missing"))?;
        let manifest = std::str::from_utf8(manifest).map_err(|_| refused("course.toml", "UTF-8"))?;
        let mut course: CourseFile = toml::from_str(manifest).map_err(|error| {
            let line = error.span().map_or(1, |span| manifest[..span.start.min(manifest.len())].matches('\n').count() + 1);
            refused("course.toml", format!("{}:{line}", error.message()))
        })?;
        if course.format != FORMAT {
            return Err(refused("course.toml", format!("format {}", course.format)));
        }
        course.trim();
        let mut folder = Self { course, texts: BTreeMap::new(), figures: BTreeMap::new() };
        for (path, bytes) in files.iter().filter(|(path, _)| *path != "course.toml") {
            if let Some(name) = path.strip_prefix("figures/") {
                folder.figures.insert(name.to_owned(), bytes.clone());
            } else {
                let place = folder.place(path)?;
                let written = std::str::from_utf8(bytes).map_err(|_| refused(path, "UTF-8"))?;
                folder.texts.insert(place.clone(), TextFile::read(path, written, place.locale, folder.course.source_language)?);
            }
        }
        Ok(folder)
    }

    fn place(&self, path: &str) -> Result<LessonPlace, Refusal> {
        let stem = path.strip_suffix(".md").ok_or_else(|| refused(path, "?"))?;
        let (lesson, locale) = stem.rsplit_once('.').ok_or_else(|| refused(path, "?.fr.md"))?;
        let locale = Locale::from_code(locale).ok_or_else(|| refused(path, "ar, fr, en"))?;
        let known = self.course.chapters.iter().any(|chapter| {
            lesson
                .strip_prefix(&chapter.slug)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|own| chapter.lessons.iter().any(|lesson| lesson.slug == own))
        });
        if known { Ok(LessonPlace { lesson: lesson.to_owned(), locale }) } else { Err(refused(path, "course.toml")) }
    }

    /// The folder's files.
    pub fn write(&self) -> Files {
        let mut files = Files::new();
        files.insert("course.toml".into(), toml::to_string_pretty(&self.course).unwrap_or_default().into_bytes());
        for (place, text) in &self.texts {
            let path = format!("{}.{}.md", place.lesson, place.locale.code());
            files.insert(path, text.write(place.locale, self.course.source_language).into_bytes());
        }
        for (name, svg) in &self.figures {
            files.insert(format!("figures/{name}"), svg.clone());
        }
        files
    }
}

impl CourseFile {
    /// Texts in the form in which they are kept.
    fn trim(&mut self) {
        let trim = |text: &mut LocalizedText| *text = std::mem::take(text).map(|text| normal(&text));
        for text in [&mut self.titles, &mut self.summaries, &mut self.objectives, &mut self.audiences, &mut self.prerequisites] {
            trim(text);
        }
        self.skills.iter_mut().for_each(trim);
        for chapter in &mut self.chapters {
            trim(&mut chapter.titles);
            chapter.lessons.iter_mut().for_each(|lesson| trim(&mut lesson.titles));
        }
        self.languages.sort_unstable();
        self.languages.dedup();
        self.programmes.sort_unstable();
        self.requires.sort_unstable();
    }
}

impl TextFile {
    fn read(path: &str, written: &str, locale: Locale, source: Locale) -> Result<Self, Refusal> {
        let written = written.replace("\r\n", "\n");
        let rest = written.strip_prefix("---\n").ok_or_else(|| refused(path, "---"))?;
        let (front, body) = rest.split_once("\n---\n").ok_or_else(|| refused(path, "---"))?;
        let mut values: BTreeMap<&str, &str> = BTreeMap::new();
        for line in front.lines().filter(|line| !line.trim().is_empty()) {
            let (key, value) = line.split_once(':').ok_or_else(|| refused(path, line))?;
            if !["language", "translates", "source_digest", "summary"].contains(&key)
                || values.insert(key, value.trim()).is_some()
            {
                return Err(refused(path, key));
            }
        }
        if values.get("language") != Some(&locale.code()) {
            return Err(refused(path, "language"));
        }
        let translates = values.get("translates").copied();
        if translates.is_some() != (locale != source) || translates.is_some_and(|code| code != source.code()) {
            return Err(refused(path, "translates"));
        }
        let digest = values.get("source_digest").copied().filter(|_| translates.is_some());
        if digest.is_some_and(|digest| digest.len() != 32 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            return Err(refused(path, "source_digest"));
        }
        Ok(Self {
            summary: values.get("summary").filter(|summary| !summary.is_empty()).map(|summary| normal(summary)),
            source_digest: digest.map(str::to_owned),
            body: text::normalise_body(body),
        })
    }

    fn write(&self, locale: Locale, source: Locale) -> String {
        let mut front = format!("language: {}\n", locale.code());
        if locale != source {
            front += &format!("translates: {}\n", source.code());
        }
        if let Some(digest) = &self.source_digest {
            front += &format!("source_digest: {digest}\n");
        }
        if let Some(summary) = &self.summary {
            front += &format!("summary: {summary}\n");
        }
        format!("---\n{front}---\n\n{}\n", self.body)
    }
}
