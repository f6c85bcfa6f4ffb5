//! What an instance needs of others: where files lie, and who knows people besides.

use nabta_domain::kernel::entropy::new_uuid;
use nabta_domain::kernel::provider::{NotKnown, Provider, Question};
use nabta_domain::kernel::store::{self, Put, StoreError};

use super::Finding;
use crate::config::StoreKind;
use crate::instance::Instance;

/// What is put into the store, and has to come back.
const WORD: &[u8] = b"nabta doctor";

pub(super) async fn examine(instance: &Instance) -> Vec<Finding> {
    let mut findings = vec![files(instance).await];
    for provider in &instance.services.providers {
        findings.push(sign_in(provider.as_ref()).await);
    }
    findings
}

/// Puts something where files lie, reads it and takes it away again.
async fn files(instance: &Instance) -> Finding {
    let services = &instance.services;
    let store = services.files.store.as_ref();
    // Where uploads wait: what should be left there is tidied away.
    let key = format!("incoming/doctor-{}", new_uuid(services.entropy.as_ref(), services.clock.now()).simple());
    let there_and_back = async {
        let put = Put { key: &key, media_type: "text/plain", size: WORD.len() as u64 };
        store.write(put, store::in_one_piece(WORD.to_vec())).await?;
        // Taken away also where it does not come back.
        let back = async { store::gather(store.read(&key).await?).await }.await;
        store.remove(&key).await?;
        Ok::<_, StoreError>(back? == WORD)
    };
    let (what, remedy) = match instance.config.files.kind {
        StoreKind::Folder => ("the folder of the files", "check the owner and the disk of data_dir/files"),
        StoreKind::S3 => ("the object store", "check files.endpoint, files.bucket, files.access_key and the store's own log"),
    };
    match there_and_back.await {
        Ok(true) => Finding::ok("store", format!("{what} keeps what is put there")),
        Ok(false) => Finding::broken("store", format!("{what} gives back something else than was put there"), remedy),
        Err(error) => Finding::broken("store", format!("{what} does not do what is asked: {}", why(error)), remedy),
    }
}

fn why(error: StoreError) -> String {
    match error {
        StoreError::Missing => "what was put there is missing".into(),
        StoreError::Size => "it is of another size than was put there".into(),
        StoreError::Away(why) => why,
    }
}

/// Asks a provider of sign-ins where a browser would go.
async fn sign_in(provider: &dyn Provider) -> Finding {
    let question = Question { state: "doctor".into(), nonce: "doctor".into(), verifier: "doctor".repeat(8) };
    let name = provider.key();
    match provider.address(&question).await {
        Ok(_) => Finding::ok("providers", format!("{name} says where to sign in")),
        Err(NotKnown::Unreachable(why) | NotKnown::Refused(why)) => Finding::broken(
            "providers",
            format!("{name} does not say where to sign in: {why}"),
            "check the issuer in auth.providers, which is written exactly as it names itself, its certificate, and the network",
        ),
    }
}
