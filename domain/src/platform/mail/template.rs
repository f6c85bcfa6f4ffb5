//! What letters say: one Fluent file a language, each letter with a subject, a text and sometimes a link to press.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use nabta_entities::people::notice::NoticeTopic;
use nabta_entities::values::{Direction, Locale};

use crate::kernel::{Error, Result};

type Bundle = FluentBundle<FluentResource>;

/// The letters that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Somebody wants an account: the address is to be confirmed.
    RegistrationConfirm,
    /// Somebody wants an account with an address that has one.
    RegistrationKnown,
    /// Somebody forgot the password.
    PasswordReset,
    /// A password was changed.
    PasswordChanged,
    /// Another way into an account was opened or closed.
    AccessChanged,
    /// An administrator sees pages as they do.
    LookedAt,
    /// Somebody is invited to a role.
    Invitation,
    /// Somebody wants to be known as a person who is on file.
    PersonClaim,
    /// An officer led an account to a person who is on file.
    PersonClaimed,
    /// All that is kept about somebody can be fetched.
    ExportReady,
    /// Somebody was forgotten.
    Erased,
    /// Letters to them come back.
    MailBounced,
    /// Content waits for their approval.
    ReviewAsked,
    /// What they sent for approval was approved, published, or comes back.
    ReviewDecided,
    /// Somebody else entered them in a run of a course, or invites them.
    Enrolled,
    /// Somebody asks to take part in a run that they look after.
    EnrolmentAsked,
    /// What became of their taking part.
    EnrolmentDecided,
    /// Their time to study ends soon.
    EnrolmentEnds,
    /// A run in which they take part does not take place.
    RunCancelled,
    /// What they wrote in a quiz was graded.
    QuizGraded,
    /// Answers of theirs were marked anew.
    QuizRegraded,
    /// They have a certificate.
    CertificateIssued,
    /// A certificate of theirs was taken back, or another one stands for it.
    CertificateEnded,
    /// A legal text changed on which a certificate of theirs rests.
    CertificateLawChanged,
    /// What they were told since yesterday.
    Digest,
}

impl Template {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::RegistrationConfirm,
        Self::RegistrationKnown,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::AccessChanged,
        Self::LookedAt,
        Self::Invitation,
        Self::PersonClaim,
        Self::PersonClaimed,
        Self::ExportReady,
        Self::Erased,
        Self::MailBounced,
        Self::ReviewAsked,
        Self::ReviewDecided,
        Self::Enrolled,
        Self::EnrolmentAsked,
        Self::EnrolmentDecided,
        Self::EnrolmentEnds,
        Self::RunCancelled,
        Self::QuizGraded,
        Self::QuizRegraded,
        Self::CertificateIssued,
        Self::CertificateEnded,
        Self::CertificateLawChanged,
        Self::Digest,
    ];

    /// Its name in the files and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RegistrationConfirm => "registration-confirm",
            Self::RegistrationKnown => "registration-known",
            Self::PasswordReset => "password-reset",
            Self::PasswordChanged => "password-changed",
            Self::AccessChanged => "access-changed",
            Self::LookedAt => "looked-at",
            Self::Invitation => "invitation",
            Self::PersonClaim => "person-claim",
            Self::PersonClaimed => "person-claimed",
            Self::ExportReady => "export-ready",
            Self::Erased => "erased",
            Self::MailBounced => "mail-bounced",
            Self::ReviewAsked => "review-asked",
            Self::ReviewDecided => "review-decided",
            Self::Enrolled => "enrolled",
            Self::EnrolmentAsked => "enrolment-asked",
            Self::EnrolmentDecided => "enrolment-decided",
            Self::EnrolmentEnds => "enrolment-ends",
            Self::RunCancelled => "run-cancelled",
            Self::QuizGraded => "quiz-graded",
            Self::QuizRegraded => "quiz-regraded",
            Self::CertificateIssued => "certificate-issued",
            Self::CertificateEnded => "certificate-ended",
            Self::CertificateLawChanged => "certificate-law-changed",
            Self::Digest => "digest",
        }
    }

    /// What it is about, for those of which the pages tell as well.
    #[must_use]
    pub const fn topic(self) -> Option<NoticeTopic> {
        match self {
            Self::PasswordChanged | Self::AccessChanged | Self::LookedAt | Self::MailBounced => Some(NoticeTopic::Security),
            Self::PersonClaimed | Self::ExportReady => Some(NoticeTopic::OwnData),
            Self::ReviewAsked | Self::ReviewDecided => Some(NoticeTopic::Content),
            Self::Enrolled
            | Self::EnrolmentAsked
            | Self::EnrolmentDecided
            | Self::EnrolmentEnds
            | Self::RunCancelled
            | Self::QuizGraded
            | Self::QuizRegraded
            | Self::CertificateIssued
            | Self::CertificateEnded
            | Self::CertificateLawChanged => Some(NoticeTopic::Learning),
            Self::RegistrationConfirm
            | Self::RegistrationKnown
            | Self::PasswordReset
            | Self::Invitation
            | Self::PersonClaim
            | Self::Erased
            | Self::Digest => None,
        }
    }

    /// The template with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }

    /// What it says as a text message: one line, for those letters that have one.
    pub fn render_text(self, locale: Locale, values: &BTreeMap<String, String>) -> Result<String> {
        let missing = || Error::internal(format!("{} has no text message in {}", self.name(), locale.code()));
        say(locale, self.name(), "text", &args(values)).ok_or_else(missing)
    }

    /// What it says in the pages: its title, and its text without greeting.
    pub fn render_notice(self, locale: Locale, values: &BTreeMap<String, String>) -> Result<(String, String)> {
        let args = args(values);
        let said = |attribute: &str| say(locale, self.name(), attribute, &args).ok_or_else(|| self.missing(locale));
        Ok((said("subject")?.replace(['\r', '\n'], " "), said("body")?))
    }

    /// Subject, text and HTML. A value named `name` is who is greeted, one named `link` where the letter's button leads. Whoever does not
    /// want such letters goes to `unsubscribe`.
    pub fn render(
        self,
        locale: Locale,
        values: &BTreeMap<String, String>,
        unsubscribe: Option<&str>,
    ) -> Result<(String, String, String)> {
        let args = args(values);
        let say = |message: &str, attribute: &str| say(locale, message, attribute, &args);
        let missing = || self.missing(locale);
        let (subject, body) = self.render_notice(locale, values)?;
        let greeting = say("greeting", if values.contains_key("name") { "named" } else { "plain" }).ok_or_else(missing)?;
        let button = say(self.name(), "button").zip(values.get("link").cloned());
        let foot = say("foot", "body").ok_or_else(missing)?;
        let leave = match unsubscribe {
            Some(link) => Some((say("foot", "unsubscribe").ok_or_else(missing)?, link.to_owned())),
            None => None,
        };
        let letter = Letter { body: format!("{greeting}\n\n{body}"), subject, button, foot, leave };
        let (text, html) = (letter.text(locale), letter.html(locale));
        Ok((letter.subject, text, html))
    }

    fn missing(self, locale: Locale) -> Error {
        Error::internal(format!("the letter {} has no text in {}", self.name(), locale.code()))
    }
}

/// What the page says that ends letters of a kind: one of its texts.
pub fn leaving(locale: Locale, attribute: &str) -> Result<String> {
    page(locale, "leaving", attribute)
}

/// What the page says on which certificates are checked: one of its texts.
pub fn checking(locale: Locale, attribute: &str) -> Result<String> {
    page(locale, "certificate-page", attribute)
}

fn page(locale: Locale, name: &str, attribute: &str) -> Result<String> {
    let missing = || Error::internal(format!("the page {name} has no {attribute} in {}", locale.code()));
    say(locale, name, attribute, &FluentArgs::new()).ok_or_else(missing)
}

fn args(values: &BTreeMap<String, String>) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(name.clone(), value.clone());
    }
    args
}

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| {
    [
        bundle(Locale::Ar, include_str!("../../../mails/ar.ftl")),
        bundle(Locale::Fr, include_str!("../../../mails/fr.ftl")),
        bundle(Locale::En, include_str!("../../../mails/en.ftl")),
    ]
});

fn bundle(locale: Locale, source: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![locale.code().parse().unwrap_or_default()]);
    // The marks would be shown as boxes by old mail programs; a letter's direction is set for the whole.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let _ = bundle.add_resource(resource);
    bundle
}

fn say(locale: Locale, message: &str, attribute: &str, args: &FluentArgs<'_>) -> Option<String> {
    let [arabic, french, english] = &*BUNDLES;
    let bundle = match locale {
        Locale::Ar => arabic,
        Locale::Fr => french,
        Locale::En => english,
    };
    let pattern = bundle.get_message(message)?.get_attribute(attribute)?.value();
    Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

/// A letter in one language: what is written, before it is laid out.
struct Letter {
    subject: String,
    body: String,
    button: Option<(String, String)>,
    foot: String,
    leave: Option<(String, String)>,
}

impl Letter {
    fn text(&self, locale: Locale) -> String {
        // French sets a space before the colon, at which no line breaks.
        let colon = if locale == Locale::Fr { "\u{a0}:" } else { ":" };
        let lead = |link: &Option<(String, String)>| match link {
            Some((words, link)) => format!("{words}{colon}\n{link}\n"),
            None => String::new(),
        };
        let button = lead(&self.button);
        let apart = if button.is_empty() { "" } else { "\n" };
        format!("{}\n\n{button}{apart}-- \n{}\n{}", self.body, self.foot, lead(&self.leave))
    }

    fn html(&self, locale: Locale) -> String {
        let direction = if locale.direction() == Direction::Rtl { "rtl" } else { "ltr" };
        let mut html = format!(
            "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\n\
             <body style=\"margin:0;background:#f7f9f7;font-family:sans-serif;font-size:16px;line-height:1.7;color:#1d2b26\">\n\
             <div dir=\"{direction}\" style=\"max-width:34rem;margin:0 auto;padding:24px;background:#ffffff;border-top:6px solid #0f5c4a\">\n",
            locale.code(),
            escape_html(&self.subject)
        );
        for paragraph in self.body.split("\n\n") {
            let _ = writeln!(html, "<p>{}</p>", escape_html(paragraph).replace('\n', "<br>"));
        }
        if let Some((words, link)) = &self.button {
            let (words, link) = (escape_html(words), escape_html(link));
            let _ = writeln!(
                html,
                "<p><a href=\"{link}\" style=\"display:inline-block;padding:12px 20px;background:#0f5c4a;color:#ffffff;text-decoration:none\">{words}</a></p>\n\
                 <p dir=\"ltr\" style=\"font-size:13px;color:#55625c;word-break:break-all\">{link}</p>"
            );
        }
        let leave = match &self.leave {
            Some((words, link)) => {
                format!("<br><a href=\"{}\" style=\"color:#0f5c4a\">{}</a>", escape_html(link), escape_html(words))
            }
            None => String::new(),
        };
        let _ = write!(
            html,
            "<p style=\"font-size:13px;color:#55625c\">{}{leave}</p>\n</div></body></html>\n",
            escape_html(&self.foot)
        );
        html
    }
}

/// A text with what HTML would read as markup written as characters.
pub fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_written_in_every_language_and_shows_no_name_of_the_program() {
        // Whatever a letter mentions: a value that is missing would be shown as its name in braces.
        let mut values: BTreeMap<String, String> = include_str!("../../../mails/en.ftl")
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|sign: char| !sign.is_ascii_lowercase()).next().unwrap_or_default().to_owned())
            .map(|name| (name, "Amel <b>".to_owned()))
            .collect();
        values.insert("link".to_owned(), "https://nabta.example/x?a=1&b=2".to_owned());
        for template in Template::ALL {
            let mut said = Vec::new();
            for locale in Locale::ALL {
                let leave = template.topic().map(|_| "https://nabta.example/unsubscribe/x");
                let (subject, text, html) = template.render(locale, &values, leave).ok().unwrap();
                assert!(subject.len() > 5 && text.len() > 60, "{template:?} {}", locale.code());
                assert!(!text.contains('{') && !text.contains('$'), "{text}");
                assert!(html.contains(if locale == Locale::Ar { "dir=\"rtl\"" } else { "dir=\"ltr\"" }));
                let colon = text.lines().find(|line| line.ends_with(':')).is_some_and(|line| line.ends_with("\u{a0}:"));
                let has_button = text.contains(&values["link"]);
                assert_eq!(colon, has_button && locale == Locale::Fr, "{text}");
                assert!(!html.contains("<b>"), "what people write is text: {html}");
                said.push(subject);
            }
            said.dedup();
            assert_eq!(said.len(), 3, "{template:?}");
            assert_eq!(Template::from_name(template.name()), Some(template));
        }
    }
}
