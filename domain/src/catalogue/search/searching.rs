//! From a question to a page of hits.

use std::cmp::Reverse;

use tantivy::{
    DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term,
    schema::{Field, IndexRecordOption, Value},
};
use uuid::Uuid;

use super::{
    Hit, Hits, Query, SearchError,
    expansion::{self, expand},
    highlight::Highlighter,
    ranking::{Group, groups},
    schema::{Fields, key, place},
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
    let mut groups = groups(searcher, fields, &wanted, &filters(fields, query))?;
    let total = groups.len();
    best_first(&mut groups);

    let preferred = query.locale.and_then(|locale| usize::try_from(place(locale)).ok());
    let start = match &query.after {
        None => 0,
        Some(after) => position(searcher, fields, &groups, after)?.map_or(groups.len(), |at| at + 1),
    };
    let end = start.saturating_add(query.limit).min(groups.len());
    let mut highlighter = Highlighter::new(expansion::terms(&wanted), wanted.len());
    let hits = groups[start..end]
        .iter()
        .map(|group| hit(searcher, fields, group, preferred, &mut highlighter))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Hits { hits: hits.into_iter().flatten().collect(), total, has_more: end < groups.len() })
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

/// The first [`MAX_HITS`] in order. Ranks end with the identifier, so that no two are equal.
fn best_first(groups: &mut Vec<Group>) {
    if groups.len() > MAX_HITS {
        groups.select_nth_unstable_by_key(MAX_HITS, |group| Reverse(group.rank));
        groups.truncate(MAX_HITS);
    }
    groups.sort_unstable_by_key(|group| Reverse(group.rank));
}

/// Where the hit with an identifier stands.
fn position(searcher: &Searcher, fields: &Fields, groups: &[Group], id: &str) -> Result<Option<usize>, SearchError> {
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
    Ok(groups.iter().position(|group| group.documents.iter().flatten().any(|(_, address)| addresses.contains(address))))
}

/// A hit as the visitor sees it, or `None` if its document cannot be read as one (an index of ours has none such).
fn hit(
    searcher: &Searcher,
    fields: &Fields,
    group: &Group,
    preferred: Option<usize>,
    highlighter: &mut Highlighter<'_>,
) -> Result<Option<Hit>, SearchError> {
    let Some(address) = group.shown(preferred) else { return Ok(None) };
    let document: TantivyDocument = searcher.doc(address)?;
    let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
    let languages = group.documents.iter().zip(Locale::ALL);
    let shown = languages.filter_map(|(document, locale)| document.filter(|(_, other)| *other == address).map(|_| locale)).next();
    let (Some(locale), Ok(course)) = (shown, Uuid::try_parse(text(fields.course))) else { return Ok(None) };
    Ok(Some(Hit {
        id: text(fields.id).to_owned(),
        course,
        lesson: Uuid::try_parse(text(fields.lesson)).ok(),
        locale,
        score: group.rank.score(),
        title: highlighter.whole(text(fields.written_title), locale),
        snippet: highlighter.snippet(text(fields.written_text), locale),
    }))
}
