//! What files say, before it is compared with what the bank has.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use nabta_entities::learning::question::Difficulty;
use nabta_entities::learning::question_body::QuestionBody;
use sha2::{Digest, Sha256};

use super::super::super::actions::codes::TRANSLATION_DIFFERS;
use super::super::format::Format;
use super::super::merge::merge;
use super::super::picture::{self, Drawn};
use super::super::transfer::{self, Exchange, Foreign, Remark, RemarkKind};
use super::Source;
use super::report::{Found, Place, Report};
use crate::kernel::{Locale, Refusal};

/// The most questions of a file.
const MOST: usize = 10_000;

/// A question as the files tell it.
pub(super) struct Draft {
    /// Where it stands first.
    pub(super) place: Place,
    pub(super) code: String,
    pub(super) category: String,
    pub(super) tags: Vec<String>,
    pub(super) laws: Vec<String>,
    pub(super) difficulty: Option<Difficulty>,
    pub(super) points: Option<i32>,
    pub(super) body: QuestionBody,
    /// Whether its file brings the pictures that it shows.
    pub(super) brings_pictures: bool,
}

/// The questions of all files, each once, in the order in which they stand there.
#[derive(Default)]
pub(super) struct Drafts {
    drafts: Vec<Draft>,
    places: HashMap<String, usize>,
}

impl Drafts {
    pub(super) fn has(&self, code: &str) -> bool {
        self.places.contains_key(code)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter()
    }

    /// Adds a question, or what a known one says in another language.
    fn add(&mut self, draft: Draft, locale: Locale) -> Result<(), Refusal> {
        let known = match self.places.entry(draft.code.clone()) {
            Entry::Vacant(place) => {
                place.insert(self.drafts.len());
                self.drafts.push(draft);
                return Ok(());
            }
            Entry::Occupied(known) => self.drafts.get_mut(*known.get()),
        };
        let Some(known) = known else { return Ok(()) };
        if known.body.text.get(locale).is_some() {
            return Err(Found::told(RemarkKind::CodeTwice, &draft.code));
        }
        let other = known.body.text.locales().next().map_or("", Locale::code);
        known.body =
            merge(&known.body, &draft.body).ok_or_else(|| Refusal::at(TRANSLATION_DIFFERS, "body").with("locale", other))?;
        for (all, more) in [(&mut known.tags, draft.tags), (&mut known.laws, draft.laws)] {
            all.extend(more);
        }
        known.difficulty = known.difficulty.or(draft.difficulty);
        known.points = known.points.or(draft.points);
        known.brings_pictures |= draft.brings_pictures;
        Ok(())
    }
}

impl IntoIterator for Drafts {
    type Item = Draft;
    type IntoIter = std::vec::IntoIter<Draft>;

    fn into_iter(self) -> Self::IntoIter {
        self.drafts.into_iter()
    }
}

/// What files say.
pub(super) struct Taken {
    pub(super) drafts: Drafts,
    pub(super) pictures: Vec<Drawn>,
    pub(super) report: Report,
}

/// Reads files. What is `shown` under a name already, as it is, is not taken again. It takes time: call it where that holds nobody up.
pub(super) fn take(sources: Vec<Source>, shown: &BTreeMap<String, String>) -> Taken {
    let mut taken = Taken { drafts: Drafts::default(), pictures: Vec::new(), report: Report::default() };
    for source in sources {
        taken.add(source, shown);
    }
    taken
}

impl Taken {
    fn add(&mut self, source: Source, shown: &BTreeMap<String, String>) {
        let Source { name, locale, format, bytes } = source;
        let index = self.report.sources.len();
        self.report.sources.push(name);
        let exchange = match transfer::decode(&bytes) {
            Err(remark) => Exchange { remarks: vec![remark], ..Exchange::default() },
            Ok(text) => match format {
                Format::Gift => transfer::gift::read(text, locale, MOST),
                Format::MoodleXml => transfer::moodle::read(text, locale, MOST),
            },
        };
        let of = |remark: Remark| Found::remark(index, remark);
        self.report.found.extend(exchange.remarks.into_iter().map(of));
        let brings_pictures = !exchange.pictures.is_empty();
        for (name, bytes) in exchange.pictures {
            if shown.get(&name).is_some_and(|address| picture::is_at(address, &bytes)) {
                continue;
            }
            match Drawn::read(&name, &bytes) {
                Some(drawn) => self.pictures.push(drawn),
                None => {
                    let place = Place { source: index, line: 1 };
                    self.report.found.push(Found::refused(place, None, Found::told(RemarkKind::PictureRefused, &name)));
                }
            }
        }
        for foreign in exchange.questions {
            let Foreign { line, code, category, tags, laws, difficulty, points, body } = foreign;
            let place = Place { source: index, line };
            let code = code.unwrap_or_else(|| named(&body, locale));
            let draft = Draft { place, code, category, tags, laws, difficulty, points, body, brings_pictures };
            let code = draft.code.clone();
            if let Err(refusal) = self.drafts.add(draft, locale) {
                self.report.found.push(Found::refused(place, Some(code), refusal));
            }
        }
    }
}

/// A code for a question that has none: the same for the same words, so that a file that is read twice is one.
fn named(body: &QuestionBody, locale: Locale) -> String {
    let words = body.text.get(locale).unwrap_or_default();
    let digest = hex::encode(Sha256::digest(words));
    format!("q-{}", digest.get(..12).unwrap_or_default())
}
