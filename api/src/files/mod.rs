//! Where files lie: a folder, or an object store; and what looks for malware.

mod clamd;
mod folder;
mod object_store;

use std::sync::Arc;

use chrono::TimeDelta;
use nabta_domain::kernel::context::Files;
use nabta_domain::kernel::keyring::Keyring;
use nabta_domain::kernel::store::{Scanner, Store};

use crate::config::{Config, StoreKind};

pub use folder::{Address, Folder};

/// What the configuration asks for.
pub fn open(config: &Config, keyring: &Arc<Keyring>) -> anyhow::Result<Files> {
    let files = &config.files;
    let store: Arc<dyn Store> = match files.kind {
        StoreKind::Folder => Arc::new(Folder::of(config, keyring)),
        StoreKind::S3 => Arc::new(object_store::ObjectStore::new(files)?),
    };
    let scanner = files.clamd.as_deref().map(|address| Arc::new(clamd::Clamd::new(address)) as Arc<dyn Scanner>);
    Ok(Files {
        store,
        scanner,
        most_media: files.most_media_megabytes * 1024 * 1024,
        quota: files.quota_megabytes * 1024 * 1024,
        upload_time: TimeDelta::hours(files.upload_hours),
        address_time: TimeDelta::minutes(files.address_minutes),
    })
}
