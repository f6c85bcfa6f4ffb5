//! Restoring a backup.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, bail};
use nabta_domain::kernel::database::copy::{Contents, contents_of_file, is_file_used, prepare_file};
use nabta_domain::kernel::database::{Database, DatabaseOptions};
use nabta_migration::{Migrator, MigratorTrait};

use super::manifest::Kept;
use super::{FILES, Kind, Manifest, files, objects, postgres, sqlite_file};
use crate::config::Config;
use crate::instance::{make_private, told};

/// Restores a backup whose every byte was checked: the files, then the database. With `replace`, what is there gives way to it.
pub async fn restore(config: &Config, from: &Path, manifest: &Manifest, replace: bool) -> anyhow::Result<()> {
    let url = config.database_url();
    refuse_backup(manifest, Kind::of(&url))?;
    match manifest.kind {
        Kind::Sqlite => into_sqlite(config, from, manifest, replace, &sqlite_file(&url)).await?,
        Kind::Postgres => into_postgres(config, from, manifest, replace, &url).await?,
    }
    // It was made from another database.
    let _ = fs::remove_dir_all(config.data_dir.join("search"));
    Ok(())
}

fn refuse_backup(manifest: &Manifest, kind: Kind) -> anyhow::Result<()> {
    if manifest.kind != kind {
        bail!("the backup is of {}, database.url is of {}: name a database of the same kind", manifest.kind.name(), kind.name());
    }
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    if let Some(step) = manifest.database.schema.iter().find(|step| !known.contains(step)) {
        bail!(
            "the backup is of a newer schema ({step} is not known here): use Nabta {} or newer, not {}",
            manifest.program,
            env!("CARGO_PKG_VERSION")
        );
    }
    Ok(())
}

/// Says no where there is something.
fn refuse_full(there: &Contents) -> anyhow::Result<()> {
    let rows: i64 = there.tables.values().sum();
    if there.tables.is_empty() {
        return Ok(());
    }
    bail!("the database is not empty: it has {} tables with {rows} rows. Name an empty one, or say --replace", there.tables.len())
}

/// The counts of what was restored, beside those of the backup.
fn compare(manifest: &Manifest, restored: &Contents) -> anyhow::Result<()> {
    if *restored == manifest.database {
        return Ok(());
    }
    let differs = |(table, rows): (&String, &i64)| (restored.tables.get(table) != Some(rows)).then(|| table.clone());
    let tables: Vec<String> = manifest.database.tables.iter().filter_map(differs).collect();
    bail!(
        "what was restored is not what was backed up: {}",
        if tables.is_empty() { "the journal".into() } else { tables.join(", ") }
    )
}

async fn into_sqlite(config: &Config, from: &Path, manifest: &Manifest, replace: bool, file: &Path) -> anyhow::Result<()> {
    let mut is_damaged = false;
    if fs::metadata(file).is_ok_and(|found| found.len() > 0) {
        // Who is alone ends the journal of writes ahead, so that the file holds all there is.
        match is_file_used(file).await {
            Ok(true) => bail!("{} is in use: stop Nabta first", file.display()),
            Ok(false) => {}
            // What cannot even be opened gives way to the backup: for that there are backups.
            Err(_) if replace => is_damaged = true,
            Err(error) => return Err(told(error)),
        }
        if !replace {
            refuse_full(&contents_of_file(file).await.map_err(told)?)?;
        }
    }
    restore_files(config, from, manifest, replace).await?;
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".restoring");
    let new = file.with_file_name(name);
    let copied = async {
        files::write(&new, &mut File::open(from.join(manifest.kind.file()))?)?;
        compare(manifest, &prepare_file(&new).await.map_err(told)?)?;
        File::open(&new)?.sync_all()?;
        if is_damaged {
            remove_journals(file)?;
        }
        fs::rename(&new, file).with_context(|| format!("replacing {}", file.display()))?;
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    let copied: anyhow::Result<()> = copied.await;
    if copied.is_err() {
        let _ = fs::remove_file(&new);
    }
    copied
}

/// Removes the journals of a file that could not be opened: they would be taken for those of the file in its place.
fn remove_journals(file: &Path) -> std::io::Result<()> {
    for end in ["-wal", "-shm", "-journal"] {
        let mut journal = file.as_os_str().to_owned();
        journal.push(end);
        match fs::remove_file(journal) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

async fn into_postgres(config: &Config, from: &Path, manifest: &Manifest, replace: bool, url: &str) -> anyhow::Result<()> {
    let dump = from.join(manifest.kind.file());
    postgres::read(url, &dump).await?;
    let options = DatabaseOptions { url: url.to_owned(), max_connections: 1 };
    let database =
        Database::connect(&options).await.map_err(|_| anyhow::anyhow!("database.url: the database does not answer"))?;
    let tables = database.tables().await.map_err(told)?;
    if !replace && !tables.is_empty() {
        refuse_full(&Contents::of(database.reader()).await.map_err(told)?)?;
    }
    let others = database.other_users().await.map_err(told)?;
    if others > 0 {
        bail!("{others} connections of Nabta's to the database are open: stop all instances first");
    }
    restore_files(config, from, manifest, replace).await?;
    let is_full = !tables.is_empty();
    if is_full {
        database.put_aside().await.map_err(told)?;
    }
    let loaded = async {
        postgres::load(url, &dump).await?;
        compare(manifest, &Contents::of(database.reader()).await.map_err(told)?)
    };
    if let Err(error) = loaded.await {
        if is_full {
            database.bring_back().await.map_err(told)?;
        }
        return Err(error);
    }
    if is_full {
        database.drop_aside().await.map_err(told)?;
    }
    database.name_anew().await.map_err(told)?;
    Ok(database.close().await?)
}

/// Files before the rows that name them: into the data folder, and what people keep into wherever that lies here.
async fn restore_files(config: &Config, from: &Path, manifest: &Manifest, replace: bool) -> anyhow::Result<()> {
    let store = objects::elsewhere(config)?;
    let (in_store, in_folder): (Vec<&Kept>, Vec<&Kept>) =
        manifest.files.iter().partition(|kept| store.is_some() && objects::key(&kept.path).is_some());
    let prefix = format!("{FILES}/");
    let names = || in_folder.iter().filter_map(|kept| Some((*kept, kept.path.strip_prefix(&prefix)?)));
    if !replace && let Some((_, name)) = names().find(|(_, name)| config.data_dir.join(name).exists()) {
        bail!("{} is there already. Name an empty data folder, or say --replace", config.data_dir.join(name).display());
    }
    if let Some(store) = &store
        && !replace
        && let Some(key) = objects::first(store.as_ref()).await?
    {
        bail!("the object store holds {key} already. Name an empty bucket, or say --replace");
    }
    make_private(&config.data_dir)?;
    for (kept, name) in names() {
        let (_, sha256) = files::write(&config.data_dir.join(name), &mut File::open(from.join(&kept.path))?)
            .with_context(|| format!("restoring {name}"))?;
        if sha256 != kept.sha256 {
            bail!("{}: it changed while it was restored", kept.path);
        }
    }
    for kept in in_store {
        if let (Some(store), Some(key)) = (&store, objects::key(&kept.path)) {
            objects::put(store.as_ref(), from, key, kept).await?;
        }
    }
    Ok(())
}
