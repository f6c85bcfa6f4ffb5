//! Synthetic rows, many of them, written by SQL: the same for the same seed, on both databases.
//!
//! Codes and instants are spread by a multiplication modulo a prime, so that the order of a list is not the order on disk.

use nabta_api::config::Config;
use nabta_api::instance::Instance;
use nabta_migration::{Migrator, MigratorTrait};
use nabta_testkit::Kind;
use sea_orm::{ConnectOptions, ConnectionTrait, Database};

/// From which all rows are made.
pub const SEED: u64 = 20_201_123;
/// Greater than any number of rows, and prime: multiplication by the seed modulo it gives each row another number.
pub const PRIME: u64 = 10_000_019;
/// Rows of the small tables.
const FEW: u64 = 120;
/// A guide is for a year: only the last few are open.
const PUBLISHED_GUIDES: u64 = 3;
/// Only so many courses have lessons with text, and changes for the index.
const WITH_LESSONS: u64 = 2_000;
const WITH_CHANGES: u64 = 300;

/// The first eight digits of a table's ids.
#[derive(Clone, Copy)]
pub enum Table {
    Person = 1,
    Theme,
    Programme,
    Course,
    Edition,
    Chapter,
    Lesson,
    Revision,
    Guide,
    Offer,
    Date,
    LegalText,
    Term,
    Organisation,
    Review,
}

/// How one database writes what both mean.
struct Dialect(Kind);

impl Dialect {
    fn id(&self, table: Table, number: &str) -> String {
        let table = table as u32;
        match self.0 {
            Kind::Sqlite => format!("unhex(printf('%08x%024x', {table}, {number}))"),
            Kind::Postgres => format!("(lpad(to_hex({table}), 8, '0') || lpad(to_hex({number}), 24, '0'))::uuid"),
        }
    }

    fn json(&self, text: &str) -> String {
        if self.0 == Kind::Postgres { format!("({text})::jsonb") } else { format!("({text})") }
    }

    /// A text in French, Arabic and English.
    fn localized(&self, [fr, ar, en]: [&str; 3], number: &str) -> String {
        self.json(&format!(
            "'{{\"ar\":\"{ar} ' || {number} || '\",\"en\":\"{en} ' || {number} || '\",\"fr\":\"{fr} ' || {number} || '\"}}'"
        ))
    }

    fn instant(&self, seconds: &str) -> String {
        match self.0 {
            Kind::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', 1500000000 + {seconds}, 'unixepoch')"),
            Kind::Postgres => format!("to_timestamp(1500000000 + {seconds})"),
        }
    }

    fn day(&self, days: &str) -> String {
        match self.0 {
            Kind::Sqlite => format!("date('2020-01-01', '+' || ({days}) || ' days')"),
            Kind::Postgres => format!("date '2020-01-01' + ({days})::int"),
        }
    }

    fn seven_digits(&self, number: &str) -> String {
        match self.0 {
            Kind::Sqlite => format!("printf('%07d', {number})"),
            Kind::Postgres => format!("lpad(({number})::text, 7, '0')"),
        }
    }

    /// The numbers from 1 to a number, as a table with one column `i`.
    fn numbers(&self, count: u64) -> String {
        match self.0 {
            Kind::Sqlite => format!(
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) AS n"
            ),
            Kind::Postgres => format!("generate_series(1::bigint, {count}::bigint) AS n(i)"),
        }
    }

    /// One of a few texts, by a row's number.
    fn one_of(&self, texts: &[&str]) -> String {
        let mut cases = String::new();
        for (index, text) in texts.iter().enumerate() {
            cases += &format!(" WHEN {index} THEN '{text}'");
        }
        format!("CASE i % {}{cases} END", texts.len())
    }
}

/// A number for each row between 0 and [`PRIME`].
fn spread() -> String {
    format!("((i * {SEED}) % {PRIME})")
}

const COURSE: [&str; 3] =
    ["Étude d''impact et suivi de l''eau", "دراسة المؤثرات ومتابعة المياه", "Impact study and water monitoring"];
const SUMMARY: [&str; 3] = [
    "Conduire une étude d''impact, du cadrage au suivi des mesures, sur un cas de la région, groupe",
    "إنجاز دراسة المؤثرات من تحديد النطاق إلى متابعة الإجراءات على حالة من الجهة، مجموعة",
    "Carry out an impact study, from scoping to monitoring, on a case of the region, group",
];

/// All statements that fill an empty database.
fn statements(kind: Kind, courses: u64) -> Vec<String> {
    let d = Dialect(kind);
    let (i, spread) = ("i", spread());
    let id = |table| d.id(table, i);
    let person = d.id(Table::Person, "1");
    let (few, many) = (d.numbers(FEW), d.numbers(courses));
    let text = |words| d.localized(words, i);
    let label = text(["Intitulé", "عنوان", "Title"]);
    let published = d.instant(&format!("{spread} * 10"));
    let modality = d.one_of(&["in_person", "remote", "blended", "self_paced"]);
    let level = d.one_of(&["beginner", "intermediate", "advanced"]);
    let among_few = |table| d.id(table, &format!("(i % {FEW} + 1)"));
    let author = among_few(Table::Person);
    let lessons = d.numbers(WITH_LESSONS.min(courses));
    let digest = "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'";
    let blocks = d.json("'[{\"kind\":\"text\",\"html\":\"<p>Texte</p>\"}]'");
    let (place, topics) = (text(["Salle", "قاعة", "Room"]), d.json("'[]'"));
    let mut all = vec![
        format!(
            "INSERT INTO person (id, names, created_at, version) SELECT {}, {label}, {published}, 1 FROM {few}",
            id(Table::Person)
        ),
        format!(
            "INSERT INTO theme (id, code, titles, summaries, position, version) SELECT {}, 'theme-' || i, {label}, {}, i, 1 FROM {few}",
            id(Table::Theme),
            text(SUMMARY)
        ),
        format!(
            "INSERT INTO programme (id, code, titles, funder, version) SELECT {}, 'programme-' || i, {label}, 'Fonds', 1 FROM {few}",
            id(Table::Programme)
        ),
        format!(
            "INSERT INTO organisation (id, code, kind, names, created_at, version) SELECT {}, 'organisation-' || i, 'school', {label}, {published}, 1 FROM {few}",
            id(Table::Organisation)
        ),
        format!(
            "INSERT INTO course (id, code, slug, theme_id, titles, summaries, skills, duration_minutes, modality, level, \
             languages, source_language, author_id, published_edition_id, published_at, created_at, version) \
             SELECT {}, 'c-' || {}, 'course-' || i, {}, {}, {}, {}, 60 + i % 600, {modality}, {level}, {}, 'fr', {author}, {}, {published}, {published}, 1 FROM {many}",
            id(Table::Course),
            d.seven_digits(&spread),
            among_few(Table::Theme),
            text(COURSE),
            text(SUMMARY),
            d.json("'[{\"fr\":\"Cadrer une étude\"}]'"),
            d.json("'[\"fr\",\"ar\"]'"),
            id(Table::Edition),
        ),
        format!(
            "INSERT INTO course_programme (course_id, programme_id) SELECT {}, {} FROM {many} WHERE i % 4 = 0",
            id(Table::Course),
            among_few(Table::Programme)
        ),
        format!(
            "INSERT INTO course_requirement (course_id, requires_id) SELECT {}, {} FROM {many} WHERE i % 4 = 0",
            id(Table::Course),
            d.id(Table::Course, "(i - 1)")
        ),
        format!(
            "INSERT INTO guide (id, code, titles, starts_on, ends_on, state, published_at, version) SELECT {}, 'guide-' || i, {label}, {}, {}, CASE WHEN i <= {PUBLISHED_GUIDES} THEN 'published' ELSE 'archived' END, {published}, 1 FROM {few}",
            id(Table::Guide),
            d.day("i"),
            d.day("i + 300")
        ),
        format!(
            "INSERT INTO guide_offer (id, guide_id, course_id, position, fee_minor, fee_currency) SELECT {}, {}, {}, i, 250000, 'TND' FROM {many}",
            id(Table::Offer),
            d.id(Table::Guide, &format!("(i % {PUBLISHED_GUIDES} + 1)")),
            id(Table::Course)
        ),
        format!(
            "INSERT INTO guide_date (id, offer_id, starts_on, ends_on, places) SELECT {}, {}, {}, {}, {place} FROM {many}",
            id(Table::Date),
            id(Table::Offer),
            d.day("i % 360"),
            d.day("i % 360 + 4")
        ),
    ];
    for half in ["i * 2", "i * 2 + 1"] {
        let chapter = d.id(Table::Chapter, &format!("({half})"));
        all.push(format!(
            "INSERT INTO chapter (id, course_id, slug) SELECT {chapter}, {}, 'chapter-' || ({half}) FROM {many}",
            id(Table::Course)
        ));
        all.push(format!("INSERT INTO edition_chapter (edition_id, chapter_id, position, titles) SELECT {}, {chapter}, ({half}) % 2 + 1, {label} FROM {many}", id(Table::Edition)));
    }
    all.extend([
        format!("INSERT INTO lesson (id, course_id, slug) SELECT {}, {}, 'lesson-' || i FROM {lessons}", id(Table::Lesson), id(Table::Course)),
        format!("INSERT INTO lesson_revision (id, lesson_id, locale, number, body, digest, blocks, plain, words, author_id, created_at) SELECT {}, {}, 'fr', 1, 'Texte', {digest}, {blocks}, 'Texte', 1, {person}, {published} FROM {lessons}", id(Table::Revision), id(Table::Lesson)),
        format!("INSERT INTO edition_lesson (edition_id, lesson_id, chapter_id, position, titles) SELECT {}, {}, {}, 1, {label} FROM {lessons}", id(Table::Edition), id(Table::Lesson), d.id(Table::Chapter, "(i * 2)")),
        format!("INSERT INTO edition_text (edition_id, lesson_id, locale, revision_id) SELECT {}, {}, 'fr', {} FROM {lessons}", id(Table::Edition), id(Table::Lesson), id(Table::Revision)),
        // Last, so that the lists of each edition were written before it was closed.
        format!("INSERT INTO edition (id, course_id, number, state, created_at, submitted_by, approved_by, published_at, version) SELECT {}, {}, 1, 'published', {published}, {person}, {}, {published}, 1 FROM {many}", id(Table::Edition), id(Table::Course), d.id(Table::Person, "2")),
        format!("INSERT INTO catalogue_change (course_id) SELECT {} FROM {}", id(Table::Course), d.numbers(WITH_CHANGES)),
        format!("INSERT INTO legal_text (id, code, kind, number, signed_on, titles, topics, status, version) SELECT {}, 'L-' || i, 'law', '2020-' || i, {}, {label}, {topics}, 'in_force', 1 FROM {few}", id(Table::LegalText), d.day("i")),
        format!("INSERT INTO legal_relation (from_id, kind, to_id) SELECT {}, 'amends', {} FROM {few} WHERE i > 1", id(Table::LegalText), d.id(Table::LegalText, "(i - 1)")),
        format!("INSERT INTO glossary_term (id, code, terms, definitions, version) SELECT {}, 'term-' || i, {label}, {}, 1 FROM {few}", id(Table::Term), text(SUMMARY)),
        format!("INSERT INTO content_review (id, legal_text_id, lesson_id, reason, opened_at, version) SELECT {}, {}, {}, 'amended', {published}, 1 FROM {few}", id(Table::Review), id(Table::LegalText), id(Table::Lesson)),
    ]);
    all
}

/// Makes the tables and fills them.
pub async fn fill(kind: Kind, url: &str, folder: &std::path::Path, courses: u64) {
    let toml = format!("data_dir = {folder:?}\ndatabase.url = {url:?}");
    let instance = Instance::open(Config::from_toml(&toml).expect("the settings are right")).await.expect("the database opens");
    Migrator::up(instance.services.database.for_migration(), None).await.expect("the steps run");
    instance.services.database.clone().close().await.expect("the database closes");
    // Keys that lead elsewhere are not looked up, because they are right by how they are made; one connection, so that it stays so.
    let before: &[&str] = match kind {
        Kind::Sqlite => &["PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA journal_mode = WAL"],
        Kind::Postgres => &["SET session_replication_role = replica"],
    };
    // PostgreSQL gathers statistics by itself in production; SQLite never does, and so it doesn't here.
    let after: &[&str] = match kind {
        Kind::Sqlite => &["PRAGMA wal_checkpoint(TRUNCATE)"],
        Kind::Postgres => &["VACUUM ANALYZE"],
    };
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await.expect("the database answers");
    let filling = statements(kind, courses);
    for statement in before.iter().copied().chain(filling.iter().map(String::as_str)).chain(after.iter().copied()) {
        database.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    database.close().await.expect("the database closes");
}
