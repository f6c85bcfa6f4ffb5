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
    signs_in: bool,
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
        Ok(Self { transport: builder.build(), from, limit, signs_in: config.user.is_some() })
    }
}

impl Smtp {
    /// Whether the server takes the conversation as far as the sign-in; no letter is sent. What is wrong, and what to do.
    pub(super) async fn reach(&self) -> Result<(), (String, &'static str)> {
        let error = match tokio::time::timeout(self.limit, self.transport.test_connection()).await {
            Err(_) => return Err(("the server does not answer in time".into(), "check mail.host, mail.port and the firewall")),
            Ok(Ok(true)) => return Ok(()),
            Ok(Ok(false)) => return Err(("the server ends the conversation".into(), "look into its log")),
            Ok(Err(error)) => error,
        };
        Err(match error.status() {
            Some(status) if self.signs_in => {
                (format!("the server refuses the sign-in (SMTP {status})"), "check mail.user and mail.password")
            }
            Some(status) => (format!("the server refuses the conversation (SMTP {status})"), "look into its log"),
            None if error.is_tls() => {
                let remedy = "check mail.security, the server's certificate, its name in mail.host, and mail.authority";
                ("the connection cannot be secured".into(), remedy)
            }
            None => (
                "the server cannot be reached, or offers no secured connection".into(),
                "check mail.host, mail.port, mail.security and the firewall",
            ),
        })
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
