//! How a document is filed.

use tantivy::{
    TantivyDocument,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};
use uuid::Uuid;

use super::{
    Document,
    analysis::{Analyser, words},
};
use crate::kernel::Locale;

/// Raise it when this file, the folding or a stemmer changes what is filed: indexes of another version are built anew.
pub(super) const VERSION: u32 = 1;

/// The fast columns that ranking reads.
pub(super) mod column {
    /// First half of the identifier of the lesson, or of the course if it is none.
    pub(in super::super) const KEY_HIGH: &str = "key_high";
    /// Second half.
    pub(in super::super) const KEY_LOW: &str = "key_low";
    /// 1 for a lesson.
    pub(in super::super) const IS_LESSON: &str = "is_lesson";
    /// Place of the language in [`crate::kernel::Locale::ALL`].
    pub(in super::super) const LOCALE: &str = "locale";
    /// How many words of the title are filed.
    pub(in super::super) const TITLE_WORDS: &str = "title_words";
}

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// Words and stems of the title.
    pub(super) title: Field,
    /// Words and stems of the text.
    pub(super) text: Field,
    /// The title as written.
    pub(super) written_title: Field,
    /// The text as written.
    pub(super) written_text: Field,
    /// Identifier of the document.
    pub(super) id: Field,
    /// Identifier of the course.
    pub(super) course: Field,
    /// Identifier of the lesson.
    pub(super) lesson: Field,
    /// Filter.
    pub(super) theme: Field,
    /// Filter, several values.
    pub(super) language: Field,
    /// Filter.
    pub(super) modality: Field,
    /// Filter.
    pub(super) level: Field,
    key_high: Field,
    key_low: Field,
    is_lesson: Field,
    locale: Field,
    title_words: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    // Filed by our own analysis, with frequencies and without positions: there are no phrases to look for.
    let filed =
        TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false).set_index_option(IndexRecordOption::WithFreqs);
    let filed = TextOptions::default().set_indexing_options(filed);
    let written = TextOptions::default().set_stored();
    let fields = Fields {
        title: schema.add_text_field("title", filed.clone()),
        text: schema.add_text_field("text", filed),
        written_title: schema.add_text_field("written_title", written.clone()),
        written_text: schema.add_text_field("written_text", written),
        id: schema.add_text_field("id", STRING | STORED),
        course: schema.add_text_field("course", STRING | STORED),
        lesson: schema.add_text_field("lesson", STRING | STORED),
        theme: schema.add_text_field("theme", STRING),
        language: schema.add_text_field("language", STRING),
        modality: schema.add_text_field("modality", STRING),
        level: schema.add_text_field("level", STRING),
        key_high: schema.add_u64_field(column::KEY_HIGH, FAST),
        key_low: schema.add_u64_field(column::KEY_LOW, FAST),
        is_lesson: schema.add_u64_field(column::IS_LESSON, FAST),
        locale: schema.add_u64_field(column::LOCALE, FAST | INDEXED),
        title_words: schema.add_u64_field(column::TITLE_WORDS, FAST),
    };
    (schema.build(), fields)
}

impl Fields {
    /// A document as the index takes it.
    pub(super) fn file(&self, document: Document, analyser: &mut Analyser) -> TantivyDocument {
        let mut filed = TantivyDocument::new();
        let (high, low) = document.lesson.unwrap_or(document.course).as_u64_pair();
        filed.add_u64(self.key_high, high);
        filed.add_u64(self.key_low, low);
        filed.add_u64(self.is_lesson, u64::from(document.lesson.is_some()));
        filed.add_u64(self.locale, place(document.locale));
        filed.add_text(self.id, document.id);
        filed.add_text(self.course, key(document.course));
        if let Some(lesson) = document.lesson {
            filed.add_text(self.lesson, key(lesson));
        }
        if let Some(theme) = document.theme {
            filed.add_text(self.theme, key(theme));
        }
        for language in document.languages {
            filed.add_text(self.language, language.code());
        }
        filed.add_text(self.modality, document.modality);
        filed.add_text(self.level, document.level);
        let (title, title_words) = tokens(&document.title, document.locale, analyser);
        filed.add_u64(self.title_words, title_words);
        filed.add_pre_tokenized_text(self.title, title);
        filed.add_pre_tokenized_text(self.text, tokens(&document.text, document.locale, analyser).0);
        filed.add_text(self.written_title, document.title);
        filed.add_text(self.written_text, document.text);
        filed
    }
}

/// An identifier as a term.
pub(super) fn key(id: Uuid) -> String {
    id.simple().to_string()
}

/// The place of a language in [`Locale::ALL`].
pub(super) fn place(locale: Locale) -> u64 {
    Locale::ALL.iter().zip(0..).find_map(|(other, place)| (*other == locale).then_some(place)).unwrap_or_default()
}

/// The stem of each word, and the word itself where it differs (spelling mistakes are looked for in both), with the number of words.
fn tokens(text: &str, locale: Locale, analyser: &mut Analyser) -> (PreTokenizedString, u64) {
    let mut tokens = Vec::new();
    let mut count = 0;
    for (_, word) in words(text) {
        let Some(forms) = analyser.document_forms(word, locale) else { continue };
        count += 1;
        let is_stem = forms.stems.contains(&forms.word);
        let word = (!is_stem).then_some(&forms.word);
        tokens.extend(forms.stems.iter().chain(word).map(|text| Token { text: text.clone(), position: 0, ..Token::default() }));
    }
    (PreTokenizedString { text: String::new(), tokens }, count)
}
