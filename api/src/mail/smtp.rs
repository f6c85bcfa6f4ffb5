//! Letters over SMTP.

use std::time::Duration;

use anyhow::{Context, bail};
use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use nabta_domain::kernel::post::{Carrier, Letter, NotTaken};
use secrecy::ExposeSecret;

use crate::config::{MailConfig, Security};

/// Hands letters to a mail server.
pub(super) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    limit: Duration,
}

impl Smtp {
    pub(super) fn new(config: &MailConfig, from: Mailbox) -> anyhow::Result<Self> {
        let limit = Duration::from_secs(config.timeout_seconds);
        let mut parameters = TlsParameters::builder(config.host.clone());
        if let Some(path) = &config.authority {
            let pem = std::fs::read(path).with_context(|| format!("mail.authority: reading {}", path.display()))?;
            parameters = parameters.add_root_certificate(Certificate::from_pem(&pem).context("mail.authority: no certificate")?);
        }
        let tls = match config.security {
            Security::Tls => Tls::Wrapper(parameters.build()?),
            // Never without: a server that offers no TLS gets no letter.
            Security::Starttls => Tls::Required(parameters.build()?),
            Security::None => Tls::None,
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host).port(config.port).tls(tls).timeout(Some(limit));
        match (&config.user, &config.password) {
            (Some(user), Some(password)) => {
                builder = builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
            }
            (None, None) => {}
            _ => bail!("mail.user, mail.password: one without the other"),
        }
        Ok(Self { transport: builder.build(), from, limit })
    }
}

#[async_trait]
impl Carrier for Smtp {
    async fn carry(&self, letter: &Letter) -> Result<(), NotTaken> {
        let message = super::message(letter, &self.from)?;
        // The time limit of the transport is for each step of the conversation.
        let sent = tokio::time::timeout(self.limit * 2, self.transport.send(message)).await;
        match sent {
            Err(_) => Err(NotTaken::Later("TIMEOUT".into())),
            Ok(Ok(_)) => Ok(()),
            // The text of the server's answer may hold the address: its code says enough.
            Ok(Err(error)) => {
                let code = error.status().map_or_else(|| "CONNECTION".to_owned(), |status| format!("SMTP {status}"));
                Err(if error.is_permanent() { NotTaken::Never(code) } else { NotTaken::Later(code) })
            }
        }
    }
}
