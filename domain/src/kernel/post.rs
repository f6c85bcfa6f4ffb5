//! Letters to people, and who carries them.

use async_trait::async_trait;
use nabta_entities::values::Locale;

/// A letter, ready to be carried.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Names it to the mail servers of the world; the same each time that it is tried, so that a second copy is known as one.
    pub message_id: String,
    /// To whom.
    pub to: String,
    /// The language that it is in.
    pub locale: Locale,
    /// What stands over it.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Where one asks for no more letters of this kind, for those that nobody needs (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// A text message to a telephone, ready to be carried.
#[derive(Clone, Debug)]
pub struct TextMessage {
    /// Names it; the same each time that it is tried.
    pub id: String,
    /// The telephone number (E.164).
    pub to: String,
    /// The language that it is in.
    pub locale: Locale,
    /// What it says.
    pub text: String,
}

/// Carries text messages.
#[async_trait]
pub trait Texts: Send + Sync {
    /// Hands a message over.
    async fn carry(&self, message: &TextMessage) -> Result<(), NotTaken>;
}

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It may be taken later. A word on why.
    Later(String),
    /// It never will: the address is refused. A word on why.
    Never(String),
}

/// Carries letters: over SMTP, or into a folder.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Hands a letter over.
    async fn carry(&self, letter: &Letter) -> Result<(), NotTaken>;
}
