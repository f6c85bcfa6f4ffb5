//! From a question to a page of hits.

use tantivy::{
    DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term,
    schema::{Field, IndexRecordOption, Value},
};
use uuid::Uuid;

use super::{
    Hit, Hits, Query, SearchError,
    expansion::{self, expand},
    highlight::Highlighter,
    ranking::{Found, matches},
    schema::{Fields, key},
};
use crate::kernel::Locale;

/// Hits that can be paged through. Nobody reads further, and it bounds the work of a deep page.
pub const MAX_HITS: usize = 500;

/// Answers a question over one state of the index.
pub(super) fn search(searcher: &Searcher, fields: &Fields, query: &Query) -> Result<Hits, SearchError> {
    let wanted = expand(searcher, fields, &query.text)?;
    if wanted.is_empty() {
        return Ok(Hits::default());
    }
    let matches = matches(searcher, fields, &wanted, &filters(fields, query))?;
    let total = matches.total();
    let groups = matches.best(MAX_HITS);

    let start = match &query.after {
        None => 0,
        Some(after) => position(searcher, fields, &groups, after)?.map_or(groups.len(), |at| at + 1),
    };
    let end = start.saturating_add(query.limit).min(groups.len());
    let mut highlighter = Highlighter::new(expansion::terms(&wanted), wanted.len());
    let mut hits = Vec::with_capacity(end - start);
    for group in &groups[start..end] {
        hits.extend(hit(searcher, fields, group, query.locale, &mut highlighter)?);
    }
    Ok(Hits { hits, total, has_more: end < groups.len() })
}

fn filters(fields: &Fields, query: &Query) -> Vec<(Field, String)> {
    [
        (fields.theme, query.theme.map(key)),
        (fields.language, query.language.map(|language| language.code().to_owned())),
        (fields.modality, query.modality.clone()),
        (fields.level, query.level.clone()),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field, value?)))
    .collect()
}

/// Where the hit with an identifier stands.
fn position(searcher: &Searcher, fields: &Fields, groups: &[Vec<Found>], id: &str) -> Result<Option<usize>, SearchError> {
    let mut addresses = Vec::new();
    for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
        let term = Term::from_field_text(fields.id, id);
        let found = segment.inverted_index(fields.id)?.read_postings(&term, IndexRecordOption::Basic)?;
        let Some(mut postings) = found else { continue };
        while postings.doc() != TERMINATED {
            addresses.push(DocAddress::new(ordinal, postings.doc()));
            postings.advance();
        }
    }
    Ok(groups.iter().position(|group| group.iter().any(|found| addresses.contains(&found.address))))
}

/// A hit as the visitor sees it: in their language if it matches, else in the one that matches best, the first of equals. `None` if
/// the document cannot be read as one (an index of ours has none such).
fn hit(
    searcher: &Searcher,
    fields: &Fields,
    group: &[Found],
    preferred: Option<Locale>,
    highlighter: &mut Highlighter<'_>,
) -> Result<Option<Hit>, SearchError> {
    let Some(best) = group.iter().copied().reduce(|best, other| if other.rank > best.rank { other } else { best }) else {
        return Ok(None);
    };
    let language = |found: &Found| Locale::ALL.get(usize::from(found.locale)).copied();
    let shown = group.iter().find(|found| preferred.is_some() && language(found) == preferred).unwrap_or(&best);
    let document: TantivyDocument = searcher.doc(shown.address)?;
    let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
    let (Some(locale), Ok(course)) = (language(shown), Uuid::try_parse(text(fields.course))) else { return Ok(None) };
    Ok(Some(Hit {
        id: text(fields.id).to_owned(),
        course,
        lesson: Uuid::try_parse(text(fields.lesson)).ok(),
        locale,
        score: best.rank.score(),
        title: highlighter.whole(text(fields.written_title), locale),
        snippet: highlighter.snippet(text(fields.written_text), locale),
    }))
}
