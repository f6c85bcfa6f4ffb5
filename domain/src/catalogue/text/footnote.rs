//! Footnotes: numbered over the whole text, shown at its end.

use std::collections::HashMap;
use std::fmt::Write;

use crate::kernel::Locale;

/// Footnotes met so far.
#[derive(Default)]
pub(super) struct Footnotes {
    /// What sets the ids of this text apart from those of another text on the same page.
    prefix: String,
    /// Names in order of first reference.
    order: Vec<String>,
    /// How often each name was referred to, and its number.
    numbers: HashMap<String, (usize, usize)>,
    /// HTML and plain text by name, in order of definition.
    notes: Vec<(String, String, String)>,
}

impl Footnotes {
    /// No footnotes yet. The prefix is made of letters and digits.
    pub(super) fn new(prefix: String) -> Self {
        Self { prefix, ..Self::default() }
    }

    /// The HTML of a reference. The author's name for the note is not shown: it could be anything.
    pub(super) fn reference(&mut self, name: &str) -> String {
        if !self.numbers.contains_key(name) {
            self.order.push(name.to_owned());
            self.numbers.insert(name.to_owned(), (self.order.len(), 0));
        }
        let (number, times) = self.numbers.get_mut(name).map_or((0, 0), |entry| {
            entry.1 += 1;
            *entry
        });
        let again = if times > 1 { format!("-{times}") } else { String::new() };
        let prefix = &self.prefix;
        format!(
            "<sup><a class=\"footnote-reference\" id=\"fnref-{prefix}-{number}{again}\" href=\"#fn-{prefix}-{number}\">{number}</a></sup>"
        )
    }

    /// Keeps the text of a note; of two notes with one name the first counts.
    pub(super) fn define(&mut self, name: String, html: String, plain: String) {
        self.notes.push((name, html, plain));
    }

    /// The notes as one piece of HTML and plain text; empty if there are none. Notes that nothing refers to come last.
    pub(super) fn finish(mut self, locale: Locale) -> (String, String) {
        let mut texts: HashMap<String, (String, String)> = HashMap::new();
        for (name, html, plain) in std::mem::take(&mut self.notes) {
            if !self.numbers.contains_key(&name) {
                self.order.push(name.clone());
                self.numbers.insert(name.clone(), (self.order.len(), 0));
            }
            texts.entry(name).or_insert((html, plain));
        }
        if texts.is_empty() {
            return (String::new(), String::new());
        }
        let (heading, back) = words(locale);
        let prefix = &self.prefix;
        let mut html = format!("<section class=\"footnotes\" aria-label=\"{heading}\"><ol>");
        let mut plain = String::new();
        for (number, name) in (1..).zip(&self.order) {
            let (text, text_plain) = texts.remove(name).unwrap_or_default();
            let referred = self.numbers.get(name).is_some_and(|(_, times)| *times > 0);
            let jump = if referred {
                format!(" <a class=\"footnote-back\" href=\"#fnref-{prefix}-{number}\" aria-label=\"{back}\">↩</a>")
            } else {
                String::new()
            };
            // On the note's last line rather than below it.
            let (start, end) = text.strip_suffix("</p>\n").map_or((text.as_str(), ""), |start| (start, "</p>"));
            // Writing to a string does not fail.
            let _ = write!(html, "<li id=\"fn-{prefix}-{number}\">{start}{jump}{end}</li>");
            plain.push_str(&text_plain);
        }
        html.push_str("</ol></section>");
        (html, plain)
    }
}

/// What a screen reader says of the list of notes and of the way back.
fn words(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::Ar => ("الهوامش", "العودة إلى النص"),
        Locale::Fr => ("Notes", "Retour au texte"),
        Locale::En => ("Footnotes", "Back to the text"),
    }
}
