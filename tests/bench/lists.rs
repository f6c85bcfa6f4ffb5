//! P2: the SQL statements of each list at 1, 10 and 100 rows. Counted, not timed; `make test` holds the same.

use nabta_testkit::Kind;

use crate::inside::Inside;
use crate::report::Line;
use crate::stores::{Name, Stores};

/// Each list with what is asked of its rows, and how many relations that is.
const LISTS: [(&str, &str, &str); 12] = [
    ("courses", "", crate::page::CARD),
    (
        "courses",
        "",
        "code title { text } chapters { title { text } lessons { title { text } text { words blocks { __typename } } } }",
    ),
    ("search", "text: \"étude\", ", "title { text } course { slug theme { code } }"),
    ("themes", "", "code title { text }"),
    ("programmes", "", "code title { text }"),
    ("guides", "", "code title { text }"),
    ("legalTexts", "", "code title { text } relations { kind to { code } }"),
    ("glossaryTerms", "", "code term { text }"),
    ("editionsWaiting", "", "number state course { title { text } }"),
    ("organisations", "", "code name { text } governorate { code }"),
    ("venues", "", "name { text } capacity governorate { code }"),
    ("contentReviews", "", "reason legalText { code } lesson { title { text } course { code } }"),
];
/// Names of localised texts and the like, which are no relations.
const VALUES: [&str; 8] = ["title", "summary", "term", "blocks", "nodes", "name", "definition", "place"];

fn relations(row: &str) -> u64 {
    let words: Vec<&str> = row.split_whitespace().collect();
    let is_relation = |pair: &&[&str]| pair[1] == "{" && !VALUES.contains(&pair[0]);
    let fields = words.windows(2).filter(is_relation).count() as u64;
    // A count that is loaded like a relation; a text's blocks are a table of their own.
    fields + u64::from(words.contains(&"chapterCount")) + u64::from(words.contains(&"blocks"))
}

/// Counts.
pub async fn run(stores: &mut Stores) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        lines.extend(count(stores, kind).await);
    }
    lines
}

async fn count(stores: &mut Stores, kind: Kind) -> Vec<Line> {
    let store = stores.with(kind, 10_000).await;
    let folder = tempfile::tempdir().expect("there is room for files");
    let inside = Inside::open(&store.url, folder.path()).await;
    assert!(inside.instance.refresh_index().await.is_ok(), "the index is filled");
    let officer = inside.officer();
    let mut lines = Vec::new();
    for (list, argument, row) in LISTS {
        let mut counts = Vec::new();
        for size in [1, 10, 100] {
            counts.push(
                inside.statements(&officer, &format!("{{ {list}({argument}first: {size}) {{ nodes {{ {row} }} }} }}")).await,
            );
        }
        let (relations, most) = (relations(row), counts[2]);
        let line = Line::new(
            "P2",
            format!("`{list}` with {relations} relations: SQL statements at 1, 10, 100 rows"),
            Name(store.kind),
            format!("{counts:?}"),
        );
        lines.push(line.goal("no more at 100 than at 10; 1 + relations", counts[1] >= most && most <= 1 + relations));
    }
    lines
}
