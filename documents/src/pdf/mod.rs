//! PDF by Typst: a template, its data as JSON, its images. Archival (PDF/A-2a) and accessible (PDF/UA-1), and the same bytes each time.

mod fonts;
mod image;
mod printable;
mod world;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use world::Sheet;

pub(crate) use self::image::Placed;
pub use self::image::{Image, ImageError, MOST_BYTES, MOST_POINTS};
use crate::language::Language;
use crate::words;

/// A document could not be set or does not keep to the standards: a fault of a template, not of who asked. For logs only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError(pub String);

/// The templates that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Template {
    /// The training guide.
    Guide,
    /// What is kept about somebody.
    Record,
    /// A certificate.
    Certificate,
}

impl Template {
    const fn path(self) -> &'static str {
        match self {
            Self::Guide => "/guide.typ",
            Self::Record => "/record.typ",
            Self::Certificate => "/certificate.typ",
        }
    }
}

/// All that decides what a document looks like beside its data: templates, words, fonts. For telling documents apart.
pub fn sources() -> impl Iterator<Item = &'static [u8]> {
    let words = Language::ALL.into_iter().map(|language| words::source(language).as_bytes());
    world::FILES
        .iter()
        .map(|(_, text)| text.as_bytes())
        .chain(words)
        .chain(fonts::FILES)
        .chain([env!("CARGO_PKG_VERSION").as_bytes()])
}

/// How many renderings what was computed in one is kept for the next ones.
const KEPT: usize = 2;

/// Sets a document. Data reach the template as JSON, so that nothing in them is ever read as markup; what can't be shown is replaced
/// ([`printable`]). `made_at` is what the file says about its own age: the clock isn't asked.
pub(crate) fn render(
    template: Template,
    data: &impl Serialize,
    images: &[Placed],
    made_at: DateTime<Utc>,
) -> Result<Vec<u8>, PdfError> {
    let mut data = serde_json::to_value(data).map_err(|error| PdfError(error.to_string()))?;
    printable::clean(&mut data);
    let sheet = Sheet::new(template, data.to_string().into_bytes(), images)
        .ok_or_else(|| PdfError(format!("{} is not embedded", template.path())))?;
    let pdf = typst::compile::<PagedDocument>(&sheet).output.and_then(|document| typst_pdf::pdf(&document, &options(made_at)));
    typst::comemo::evict(KEPT);
    pdf.map_err(|faults| PdfError(faults.iter().map(said).collect::<Vec<_>>().join("; ")))
}

/// How many pages a document has, for tests.
#[cfg(test)]
pub(crate) fn pages(template: Template, data: &impl Serialize, images: &[Placed]) -> usize {
    let data = serde_json::to_vec(data).unwrap();
    let sheet = Sheet::new(template, data, images).unwrap();
    typst::compile::<PagedDocument>(&sheet).output.unwrap().pages().len()
}

fn said(fault: &SourceDiagnostic) -> String {
    fault.message.to_string()
}

fn options(made_at: DateTime<Utc>) -> PdfOptions {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let (date, time) = (made_at.date_naive(), made_at.time());
    let datetime = Datetime::from_ymd_hms(
        date.year(),
        part(date.month()),
        part(date.day()),
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
    );
    PdfOptions {
        creator: Smart::Custom(Some("Nabta".to_owned())),
        timestamp: datetime.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap_or_default(),
        ..PdfOptions::default()
    }
}
