//! Taking a backup.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use nabta_domain::kernel::aside;
use nabta_domain::kernel::database::copy::{Contents, contents_of_file};

use super::manifest::look;
use super::{Kind, Manifest, files, objects, postgres};
use crate::config::StoreKind;
use crate::instance::{Instance, make_private, told};

/// Writes a backup into a folder, which is made, while others go on reading and writing. The database first: a file is there before
/// the row that names it, so what the copied rows name is among the files that are copied after them.
pub async fn take(instance: &Instance, to: &Path) -> anyhow::Result<Manifest> {
    refuse_place(instance, to)?;
    let partial = beside(to);
    let _ = fs::remove_dir_all(&partial);
    // Addresses are sealed in it, but names, marks and texts are not: it is nobody's but the operator's.
    make_private(&partial)?;
    let taken = fill(instance, &partial).await;
    if taken.is_err() {
        let _ = fs::remove_dir_all(&partial);
        return taken;
    }
    let _ = fs::remove_dir(to);
    fs::rename(&partial, to).with_context(|| format!("making {}", to.display()))?;
    taken
}

/// Under another name until it is whole: a backup that was cut off is never taken for one.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    to.with_file_name(name)
}

fn refuse_place(instance: &Instance, to: &Path) -> anyhow::Result<()> {
    if fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some()) || to.is_file() {
        bail!("{} is there already: choose a folder that is not", to.display());
    }
    let above = to.ancestors().skip(1).find(|folder| folder.exists() || folder.as_os_str().is_empty());
    let above = above.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let data = instance.config.data_dir.canonicalize()?;
    if above.canonicalize()?.starts_with(&data) {
        bail!("{} lies in the data folder: the next backup would hold this one", to.display());
    }
    Ok(())
}

async fn fill(instance: &Instance, folder: &Path) -> anyhow::Result<Manifest> {
    let (config, now) = (&instance.config, instance.services.clock.now());
    let kind = Kind::of(&config.database_url());
    let database = copy_database(instance, kind, &folder.join(kind.file())).await?;
    let (to, config) = (folder.to_owned(), config.clone());
    let kept = aside(move || -> anyhow::Result<_> {
        let file = to.join(kind.file());
        fs::File::open(&file)?.sync_all()?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
        let mut kept = vec![look(&to, kind.file())?];
        kept.extend(files::keep(&to, files::of_data_folder(&config)?)?);
        Ok(kept)
    });
    let mut kept = kept.await.map_err(told)??;
    if instance.config.files.kind == StoreKind::S3 {
        kept.extend(objects::keep(folder, instance.services.files.store.as_ref()).await?);
    }
    let manifest = Manifest::new(now, kind, database, kept);
    manifest.write(folder)?;
    Ok(manifest)
}

async fn copy_database(instance: &Instance, kind: Kind, file: &Path) -> anyhow::Result<Contents> {
    let database = &instance.services.database;
    match kind {
        Kind::Sqlite => {
            database.copy_into(file).await.map_err(told)?;
            contents_of_file(file).await.map_err(told)
        }
        Kind::Postgres => {
            // What is counted and what is dumped is the same moment.
            let moment = database.moment().await.map_err(told)?;
            let contents = moment.contents().await.map_err(told)?;
            postgres::dump(&instance.config.database_url(), &moment.name, file).await?;
            Ok(contents)
        }
    }
}
