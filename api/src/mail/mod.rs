//! Who carries letters: an SMTP server, or on somebody's desk a folder.

mod folder;
pub mod report;
mod smtp;

use std::sync::Arc;

use anyhow::Context;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use nabta_domain::kernel::post::{Carrier, Letter, NotTaken};

use crate::config::{Config, MailKind, Security};

pub use folder::{Kept, kept};

/// The carrier that the configuration asks for.
pub fn carrier(config: &Config) -> anyhow::Result<Arc<dyn Carrier>> {
    let from: Mailbox = config.mail.from.parse().context("mail.from: no address")?;
    Ok(match config.mail.kind {
        MailKind::Folder => Arc::new(folder::Folder::new(config.data_dir.join("mail"), from)),
        MailKind::Smtp => Arc::new(smtp::Smtp::new(&config.mail, from)?),
    })
}

/// Whether letters would be taken now; none is sent. What was found, or what is wrong and what to do.
pub async fn reach(config: &Config) -> Result<String, (String, String)> {
    match config.mail.kind {
        MailKind::Folder => Ok(format!("letters stay in {}", config.data_dir.join("mail").display())),
        MailKind::Smtp => {
            let from = config.mail.from.parse().map_err(|_| ("mail.from is no address".to_owned(), "correct it".to_owned()))?;
            let smtp = smtp::Smtp::new(&config.mail, from).map_err(|error| (format!("{error:#}"), "correct that".to_owned()))?;
            smtp.reach().await.map_err(|(what, remedy)| (what, remedy.to_owned()))?;
            let secured = match config.mail.security {
                Security::Starttls => "STARTTLS",
                Security::Tls => "TLS",
                Security::None => "without TLS",
            };
            let signed_in = if config.mail.user.is_some() { ", signed in" } else { "" };
            Ok(format!("{}:{} answers ({secured}{signed_in})", config.mail.host, config.mail.port))
        }
    }
}

/// The letter as bytes for a mail server: text and HTML, either of which a reader may choose.
fn message(letter: &Letter, from: &Mailbox) -> Result<Message, NotTaken> {
    // An address that was taken once and isn't one for a mail server: no try will change that.
    let never = |what: &str| NotTaken::Never(what.to_owned());
    let to: Address = letter.to.parse().map_err(|_| never("ADDRESS"))?;
    let part = |kind: ContentType, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    let mut message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .message_id(Some(letter.message_id.clone()))
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
                .singlepart(part(ContentType::TEXT_HTML, &letter.html)),
        )
        .map_err(|_| never("MESSAGE"))?;
    let mut add = |name: &'static str, value: String| {
        message.headers_mut().insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    };
    // Nobody's holidays are told to a program (RFC 3834).
    add("Auto-Submitted", "auto-generated".to_owned());
    if let Some(link) = &letter.unsubscribe {
        // Mail programs show a button, and press it without asking for a page (RFC 8058).
        add("List-Unsubscribe", format!("<{link}>"));
        add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());
    }
    Ok(message)
}
