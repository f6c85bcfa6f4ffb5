//! Letters into a folder, for somebody's desk: each as the mail server would get it, and what of it a page shows.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use lettre::message::Mailbox;
use nabta_domain::kernel::post::{Carrier, Letter, NotTaken};
use serde::{Deserialize, Serialize};

/// What a page shows of a letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// To whom.
    pub to: String,
    /// In which language.
    pub locale: String,
    /// What stands over it.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Keeps letters in a folder.
pub(super) struct Folder {
    folder: PathBuf,
    from: Mailbox,
}

impl Folder {
    pub(super) const fn new(folder: PathBuf, from: Mailbox) -> Self {
        Self { folder, from }
    }
}

#[async_trait]
impl Carrier for Folder {
    async fn carry(&self, letter: &Letter) -> Result<(), NotTaken> {
        let message = super::message(letter, &self.from)?;
        let kept = Kept {
            to: letter.to.clone(),
            locale: letter.locale.code().to_owned(),
            subject: letter.subject.clone(),
            text: letter.text.clone(),
        };
        let json = serde_json::to_vec_pretty(&kept).unwrap_or_default();
        // The id of a letter is a UUIDv7: names in order of time, and the same letter twice is one file.
        let name = letter.message_id.trim_start_matches('<').split('@').next().unwrap_or_default().to_owned();
        let write = async {
            tokio::fs::create_dir_all(&self.folder).await?;
            tokio::fs::write(self.folder.join(format!("{name}.eml")), message.formatted()).await?;
            tokio::fs::write(self.folder.join(format!("{name}.json")), json).await
        };
        write.await.map_err(|_: std::io::Error| NotTaken::Later("FOLDER".into()))
    }
}

/// The letters in a folder, newest first, each read when it is asked for.
pub fn kept(data_dir: &Path) -> impl Iterator<Item = Kept> + use<> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(data_dir.join("mail"))
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    names.sort_unstable_by(|one, other| other.cmp(one));
    names.into_iter().filter_map(|path| serde_json::from_slice(&std::fs::read(path).ok()?).ok())
}
