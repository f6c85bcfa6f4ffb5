//! Generated files that are committed: each test fails when its file is stale. `make schema` writes them anew.

use std::fmt::Write;

use nabta_domain::kernel::Relation;
use nabta_domain::kernel::access::allows;
use nabta_testkit::repository;

/// Compares a committed file with what it should be, or writes it where `UPDATE=1` asks for it.
fn compare(path: &str, fresh: &str) {
    let file = repository().join(path);
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        std::fs::write(&file, fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == fresh, "{path} is stale: run `make schema`, look at the difference, commit it");
}

#[test]
fn committed_schema_is_fresh() {
    compare("graphql/schema.graphql", &nabta_graphql::schema::sdl());
}

#[test]
fn committed_permissions_are_fresh() {
    let actions = nabta_domain::actions();
    let mut table = String::from(
        "# Who may do what: relation of the actor to the subject × action. Written by `make schema`; the source is `actions.rs` of each context.\n\n",
    );
    for action in &actions {
        let holders: Vec<String> =
            Relation::ALL.iter().filter(|relation| allows(**relation, *action)).map(|relation| format!("{relation:?}")).collect();
        writeln!(table, "{:<28} {}", action.name, holders.join(" ")).unwrap();
    }
    let mut names: Vec<&str> = actions.iter().map(|action| action.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), actions.len(), "two actions have one name");
    compare("docs/permissions.txt", &table);
}

/// The tables and what points where, read from a database that all steps made.
#[tokio::test]
async fn committed_diagram_is_fresh() {
    use nabta_migration::{Migrator, MigratorTrait};
    use sea_orm::{ConnectionTrait, Statement};
    let folder = tempfile::tempdir().unwrap();
    let database =
        sea_orm::Database::connect(format!("sqlite://{}?mode=rwc", folder.path().join("x.db").display())).await.unwrap();
    Migrator::up(&database, None).await.unwrap();
    let ask =
        async |sql: String| database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await.unwrap();
    let tables = ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations' ORDER BY name".into()).await;
    let mut diagram = String::from(
        "# The database\n\nWritten by `make schema` from a database that all steps made.\n\n```mermaid\nerDiagram\n",
    );
    let mut arrows = String::new();
    for table in tables {
        let name: String = table.try_get("", "name").unwrap();
        writeln!(diagram, "    {name} {{").unwrap();
        for column in ask(format!("PRAGMA table_info({name})")).await {
            let kind: String = column.try_get("", "type").unwrap();
            let (column_name, key): (String, i32) = (column.try_get("", "name").unwrap(), column.try_get("", "pk").unwrap());
            let kind = kind.split('(').next().unwrap().to_lowercase().replace(' ', "_");
            writeln!(diagram, "        {kind} {column_name}{}", if key > 0 { " PK" } else { "" }).unwrap();
        }
        diagram.push_str("    }\n");
        for reference in ask(format!("PRAGMA foreign_key_list({name})")).await {
            let (to, from): (String, String) = (reference.try_get("", "table").unwrap(), reference.try_get("", "from").unwrap());
            writeln!(arrows, "    {to} ||--o{{ {name} : {from}").unwrap();
        }
    }
    compare("docs/database.md", &format!("{diagram}{arrows}```\n"));
}
