//! Text messages to telephones. Until a provider is configured, they go where whoever sits before the machine can read them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use nabta_domain::kernel::post::{NotTaken, TextMessage, Texts};
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// A message as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptText {
    /// To which number.
    pub to: String,
    /// In which language.
    pub locale: String,
    /// What it says.
    pub text: String,
}

/// The carrier that the configuration asks for: a log in the data folder on somebody's desk, and none in production, where a message
/// that nobody carries is shown among the letters as refused.
#[must_use]
pub fn carrier(config: &Config) -> Arc<dyn Texts> {
    if config.is_production() { Arc::new(NoProvider) } else { Arc::new(Log { folder: config.data_dir.join("sms") }) }
}

struct Log {
    folder: PathBuf,
}

#[async_trait]
impl Texts for Log {
    async fn carry(&self, message: &TextMessage) -> Result<(), NotTaken> {
        let kept = KeptText { to: message.to.clone(), locale: message.locale.code().to_owned(), text: message.text.clone() };
        let json = serde_json::to_vec_pretty(&kept).unwrap_or_default();
        let write = async {
            tokio::fs::create_dir_all(&self.folder).await?;
            tokio::fs::write(self.folder.join(format!("{}.json", message.id)), json).await
        };
        write.await.map_err(|_: std::io::Error| NotTaken::Later("FOLDER".into()))
    }
}

struct NoProvider;

#[async_trait]
impl Texts for NoProvider {
    async fn carry(&self, _: &TextMessage) -> Result<(), NotTaken> {
        Err(NotTaken::Never("NO_PROVIDER".into()))
    }
}

/// The messages in a data folder, newest first.
#[must_use]
pub fn kept_texts(data_dir: &Path) -> Vec<KeptText> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(data_dir.join("sms"))
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    paths.sort_unstable_by(|one, other| other.cmp(one));
    paths.into_iter().filter_map(|path| serde_json::from_slice(&std::fs::read(path).ok()?).ok()).collect()
}
