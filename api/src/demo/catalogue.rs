//! The demo's programmes, themes, legal texts, glossary, courses and guide.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, anyhow};
use nabta_domain::catalogue::edition::Edition;
use nabta_domain::catalogue::glossary::{self, TermDetails};
use nabta_domain::catalogue::guide::{self, GuideDetails, NewOffer};
use nabta_domain::catalogue::law::{self, LegalTextDetails};
use nabta_domain::catalogue::theme::{self, ThemeDetails};
use nabta_domain::catalogue::transfer::{self, CourseFolder};
use nabta_domain::catalogue::{CourseId, EditionState, course, edition};
use nabta_domain::kernel::page::PageRequest;
use nabta_domain::kernel::{Ctx, Money};
use nabta_domain::people::Role;
use nabta_domain::programmes::programme::{self, ProgrammeDetails};

use super::people::Loaded;
use super::{files, kept};
use crate::folder::read_course;
use crate::instance::{Instance, told};

/// Loads the catalogue; how many courses were written.
pub(super) async fn load(instance: &Instance, root: &Path, people: &Loaded) -> Result<usize> {
    let operator = instance.operator();
    references(&operator, root).await?;
    let (trainer, officer) = (people.first(Role::Trainer)?, people.first(Role::TrainingOfficer)?);
    let mut folders = Vec::new();
    for path in files::course_folders(root)? {
        folders.push(read_course(&path)?);
    }
    let (mut courses, mut written) = (BTreeMap::new(), 0);
    for folder in in_order(folders)? {
        let code = folder.course.code.clone();
        let known = course::queries::by_code(trainer, &code).await.map_err(told)?;
        let course = match known {
            Some(course) if newest(trainer, course.id).await?.is_some_and(|edition| !is_half_loaded(&edition)) => course.id,
            _ => {
                let course = transfer::import(trainer, folder).await.map_err(told)?.course().id;
                publish(trainer, officer, course).await?;
                written += 1;
                course
            }
        };
        courses.insert(code, course);
    }
    guide(officer, root, &courses).await?;
    Ok(written)
}

/// Whether loading was cut off before the first edition was out.
fn is_half_loaded(edition: &Edition) -> bool {
    edition.number == 1 && edition.published_at.is_none()
}

async fn newest(trainer: &Ctx, course: CourseId) -> Result<Option<Edition>> {
    let mut found = edition::queries::history(trainer, &[course], &PageRequest::default()).await.map_err(told)?;
    Ok(found.remove(&course).and_then(|page| page.rows.into_iter().next()).map(|(_, edition)| edition))
}

/// Courses after those that they ask for.
fn in_order(mut folders: Vec<CourseFolder>) -> Result<Vec<CourseFolder>> {
    let mut ordered: Vec<CourseFolder> = Vec::with_capacity(folders.len());
    while !folders.is_empty() {
        let known = |code: &String| ordered.iter().any(|folder| folder.course.code == *code);
        let next = folders.iter().position(|folder| folder.course.requires.iter().all(known));
        let next = next.ok_or_else(|| anyhow!("demo/courses: some courses ask for each other, or for one that there is not"))?;
        let folder = folders.remove(next);
        ordered.push(folder);
    }
    Ok(ordered)
}

async fn references(ctx: &Ctx, root: &Path) -> Result<()> {
    let programmes: files::Programmes = files::read(root, "programmes.toml")?;
    for new in programmes.programme {
        let details = ProgrammeDetails { titles: new.titles, funder: new.funder, starts_on: new.starts_on, ends_on: new.ends_on };
        kept(programme::define(ctx, &new.code, details).await)?;
    }
    let themes: files::Themes = files::read(root, "themes.toml")?;
    for new in themes.theme {
        let details = ThemeDetails { titles: new.titles, summaries: new.summaries, position: new.position };
        kept(theme::define(ctx, &new.code, details).await)?;
    }
    let laws: files::LegalTexts = files::read(root, "legal-texts.toml")?;
    let mut ids = BTreeMap::new();
    for new in laws.text {
        let details = LegalTextDetails {
            kind: new.kind,
            number: new.number,
            signed_on: new.signed_on,
            titles: new.titles,
            topics: new.topics,
        };
        let id = match kept(law::define(ctx, &new.code, details, new.status).await)? {
            Some(id) => id,
            None => law::by_code(ctx, &new.code).await.map_err(told)?.id,
        };
        ids.insert(new.code, id);
    }
    for relation in laws.relation {
        let both = ids.get(&relation.from).zip(ids.get(&relation.to));
        let (from, to) =
            both.ok_or_else(|| anyhow!("demo/legal-texts.toml: {} or {} is not there", relation.from, relation.to))?;
        law::relate(ctx, *from, relation.kind, *to).await.map_err(told)?;
    }
    let terms: files::Glossary = files::read(root, "glossary.toml")?;
    for term in terms.term {
        let details = TermDetails { terms: term.terms, definitions: term.definitions };
        kept(glossary::define(ctx, &term.code, details).await)?;
    }
    Ok(())
}

/// Takes the edition in preparation through approval: the trainer sends it, the officer approves and publishes.
async fn publish(trainer: &Ctx, officer: &Ctx, course: CourseId) -> Result<()> {
    let Some(mut edition) = newest(trainer, course).await? else { return Ok(()) };
    if edition.state == EditionState::Draft {
        edition = edition::submit(trainer, edition.id, edition.version).await.map_err(told)?;
    }
    if edition.state == EditionState::InReview {
        edition = edition::approve(officer, edition.id, edition.version).await.map_err(told)?;
    }
    if edition.state == EditionState::Approved {
        edition::publish(officer, edition.id, edition.version).await.map_err(told)?;
    }
    Ok(())
}

async fn guide(officer: &Ctx, root: &Path, courses: &BTreeMap<String, CourseId>) -> Result<()> {
    let file: files::Guide = files::read(root, "guide-2020-2021.toml")?;
    if guide::by_code(officer, &file.code).await.map_err(told)?.is_some() {
        return Ok(());
    }
    let mut offers = Vec::new();
    for offer in file.offers {
        let course =
            *courses.get(&offer.course).ok_or_else(|| anyhow!("demo/guide-2020-2021.toml: {} is not there", offer.course))?;
        let currency = offer.currency.as_deref().unwrap_or("TND");
        let fee = match offer.fee.as_deref() {
            Some(amount) => Some(Money::parse(amount, currency, "fee").map_err(|refusal| told(refusal.into()))?),
            None => offer.free.then(|| Money { minor: 0, currency: currency.to_owned() }),
        };
        let dates = offer.dates.into_iter().map(|date| (date.starts_on, date.ends_on, date.places)).collect();
        offers.push(NewOffer { course, fee, dates });
    }
    let details = GuideDetails { titles: file.titles, starts_on: file.starts_on, ends_on: file.ends_on, offers };
    let made = guide::define(officer, &file.code, details, None).await.map_err(told)?;
    guide::step(officer, made.id, guide::Act::Publish, made.version).await.map_err(told)?;
    Ok(())
}
