//! A guide on paper: what it offers, with what the courses' own pages say, as far as whoever asks may see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveTime;
use nabta_documents::guide::{self as paper, Date, Duration, Fee};
use nabta_documents::language::Text;
use nabta_entities::ids::{CourseId, PersonId, ProgrammeId, ThemeId};

use super::super::course::queries as courses;
use super::super::course::{Course, CourseDescription};
use super::super::{Level, Modality, theme};
use super::{Guide, GuideDate, GuideOffer, GuideState, by_code, dates, offers};
use crate::kernel::printing::{language, text};
use crate::kernel::{Ctx, Error, Locale, LocalizedText, Money, Result, text as texts};
use crate::people::person;
use crate::programmes::programme;

/// Where the service answers with a guide on paper.
#[must_use]
pub fn document_path(code: &str, locale: Locale) -> String {
    format!("/guides/{code}.pdf?locale={}", locale.code())
}

/// A guide that can be printed for somebody who may read it.
pub struct Printable {
    /// What tells it from every other document, and from itself before it changed.
    pub digest: String,
    /// Whether everybody may read it.
    pub is_public: bool,
    guide: paper::Guide,
}

impl Printable {
    /// The PDF.
    pub async fn print(self, ctx: &Ctx) -> Result<Arc<Vec<u8>>> {
        let guide = self.guide;
        ctx.services.printing.print(&self.digest, move |letterhead| guide.print(letterhead)).await
    }
}

/// The guide with this code in a language, if the actor may see it. Of what it offers, courses that the actor may not see are left out.
pub async fn printable(ctx: &Ctx, code: &str, locale: Locale) -> Result<Printable> {
    let code = texts::code(code, "code").map_err(|_| Error::NotFound)?;
    let guide = by_code(ctx, &code).await?.ok_or(Error::NotFound)?;
    let is_public = guide.state != GuideState::Draft;
    let guide = gathered(ctx, guide).await?.on_paper(locale);
    Ok(Printable { digest: ctx.services.printing.digest(&guide), is_public, guide })
}

/// A guide with all that it is printed from.
struct Gathered {
    guide: Guide,
    offers: Vec<GuideOffer>,
    dates: Vec<GuideDate>,
    courses: BTreeMap<CourseId, Course>,
    descriptions: BTreeMap<CourseId, CourseDescription>,
    themes: Vec<theme::Theme>,
    programmes: BTreeMap<ProgrammeId, LocalizedText>,
    labels: Vec<(CourseId, ProgrammeId)>,
    requirements: Vec<(CourseId, CourseId)>,
    authors: BTreeMap<PersonId, LocalizedText>,
}

/// One statement for each kind of thing, however much the guide offers.
async fn gathered(ctx: &Ctx, guide: Guide) -> Result<Gathered> {
    let offers = offers(ctx, &[guide.id]).await?;
    let dates = dates(ctx, &offers.iter().map(|offer| offer.id).collect::<Vec<_>>()).await?;
    let offered: Vec<CourseId> = offers.iter().map(|offer| offer.course_id).collect();
    let seen = courses::by_ids(ctx, &offered).await?;
    let ids: Vec<CourseId> = seen.iter().map(|course| course.id).collect();
    let mut themes = theme::by_ids(ctx, &seen.iter().map(|course| course.theme_id).collect::<Vec<_>>()).await?;
    themes.sort_by(|one, other| (one.position, &one.code).cmp(&(other.position, &other.code)));
    let mut labels = courses::programmes(ctx, &ids).await?;
    // The same guide is the same document whichever way a database lists them.
    labels.sort();
    let programmes = programme::by_ids(ctx, &labels.iter().map(|(_, programme)| *programme).collect::<Vec<_>>()).await?;
    let mut requirements = courses::requirements(ctx, &ids).await?;
    requirements.sort();
    // Courses to follow before may stand in no guide.
    let before = courses::by_ids(ctx, &requirements.iter().map(|(_, before)| *before).collect::<Vec<_>>()).await?;
    let descriptions = courses::descriptions(ctx, &ids).await?;
    let authors = person::names(ctx, &seen.iter().map(|course| course.author_id).collect::<Vec<_>>()).await?;
    Ok(Gathered {
        guide,
        offers,
        dates,
        courses: seen.into_iter().chain(before).map(|course| (course.id, course)).collect(),
        descriptions: descriptions.into_iter().map(|description| (description.id, description)).collect(),
        themes,
        programmes: programmes.into_iter().map(|programme| (programme.id, programme.titles)).collect(),
        labels,
        requirements,
        authors: authors.into_iter().map(|name| (name.id, name.names)).collect(),
    })
}

impl Gathered {
    fn on_paper(&self, locale: Locale) -> paper::Guide {
        let shown = |written: &LocalizedText| text(written, locale).unwrap_or_else(|| Text::new("", language(locale)));
        let theme = |theme: &theme::Theme| paper::Theme {
            title: shown(&theme.titles),
            summary: theme.summaries.as_ref().and_then(|summary| text(summary, locale)),
            courses: self.courses_of(theme.id, locale),
        };
        let guide = &self.guide;
        paper::Guide {
            language: language(locale),
            title: shown(&guide.titles),
            starts_on: guide.starts_on,
            ends_on: guide.ends_on,
            is_draft: guide.state == GuideState::Draft,
            made_at: guide.published_at.unwrap_or_else(|| guide.starts_on.and_time(NaiveTime::MIN).and_utc()),
            themes: self.themes.iter().map(theme).filter(|theme| !theme.courses.is_empty()).collect(),
        }
    }

    fn courses_of(&self, theme: ThemeId, locale: Locale) -> Vec<paper::Course> {
        let of_theme = |offer: &&GuideOffer| self.courses.get(&offer.course_id).is_some_and(|course| course.theme_id == theme);
        self.offers.iter().filter(of_theme).filter_map(|offer| self.course(offer, locale)).collect()
    }

    fn course(&self, offer: &GuideOffer, locale: Locale) -> Option<paper::Course> {
        let course = self.courses.get(&offer.course_id)?;
        let described = self.descriptions.get(&course.id)?;
        let shown = |written: &Option<LocalizedText>| written.as_ref().and_then(|written| text(written, locale));
        let of_course = |(of, other): &(CourseId, CourseId)| (*of == course.id).then(|| self.courses.get(other)).flatten();
        let labels = self.labels.iter().filter(|(of, _)| *of == course.id).filter_map(|(_, label)| self.programmes.get(label));
        let dates = self.dates.iter().filter(|date| date.offer_id == offer.id);
        Some(paper::Course {
            code: course.code.clone(),
            title: text(&course.titles, locale)?,
            summary: shown(&course.summaries),
            audience: shown(&described.audiences),
            prerequisites: shown(&described.prerequisites),
            requires: self.requirements.iter().filter_map(of_course).filter_map(|before| text(&before.titles, locale)).collect(),
            objectives: shown(&described.objectives),
            skills: described.skills.0.iter().filter_map(|skill| text(skill, locale)).collect(),
            duration: course.half_days.map(Duration::HalfDays).or(course.duration_minutes.map(Duration::Minutes)),
            modality: modality(course.modality),
            level: level(course.level),
            languages: course.languages.0.iter().map(|locale| language(*locale)).collect(),
            fee: Money::from_columns(offer.fee_minor, offer.fee_currency.clone()).map(fee),
            programmes: labels.filter_map(|titles| text(titles, locale)).collect(),
            responsible: self.authors.get(&course.author_id).and_then(|names| text(names, locale)),
            dates: dates
                .map(|date| Date { starts_on: date.starts_on, ends_on: date.ends_on, place: shown(&date.places) })
                .collect(),
        })
    }
}

fn fee(money: Money) -> Fee {
    if money.minor == 0 { Fee::Free } else { Fee::Amount(money.amount(), money.currency) }
}

const fn modality(modality: Modality) -> paper::Modality {
    match modality {
        Modality::InPerson => paper::Modality::InPerson,
        Modality::Remote => paper::Modality::Remote,
        Modality::Blended => paper::Modality::Blended,
        Modality::SelfPaced => paper::Modality::SelfPaced,
    }
}

const fn level(level: Level) -> paper::Level {
    match level {
        Level::Beginner => paper::Level::Beginner,
        Level::Intermediate => paper::Level::Intermediate,
        Level::Advanced => paper::Level::Advanced,
    }
}
