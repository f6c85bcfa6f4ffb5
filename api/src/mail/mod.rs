//! Who carries letters: an SMTP server, or on somebody's desk a folder.

mod folder;
mod smtp;

use std::sync::Arc;

use anyhow::Context;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use nabta_domain::kernel::post::{Carrier, Letter, NotTaken};

use crate::config::{Config, MailKind};

pub use folder::{Kept, kept};

/// The carrier that the configuration asks for.
pub fn carrier(config: &Config) -> anyhow::Result<Arc<dyn Carrier>> {
    let from: Mailbox = config.mail.from.parse().context("mail.from: no address")?;
    Ok(match config.mail.kind {
        MailKind::Folder => Arc::new(folder::Folder::new(config.data_dir.join("mail"), from)),
        MailKind::Smtp => Arc::new(smtp::Smtp::new(&config.mail, from)?),
    })
}

/// The letter as bytes for a mail server: text and HTML, either of which a reader may choose.
fn message(letter: &Letter, from: &Mailbox) -> Result<Message, NotTaken> {
    // An address that was taken once and isn't one for a mail server: no try will change that.
    let never = |what: &str| NotTaken::Never(what.to_owned());
    let to: Address = letter.to.parse().map_err(|_| never("ADDRESS"))?;
    let part = |kind: ContentType, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .message_id(Some(letter.message_id.clone()))
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
                .singlepart(part(ContentType::TEXT_HTML, &letter.html)),
        )
        .map_err(|_| never("MESSAGE"))
}
