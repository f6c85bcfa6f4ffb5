//! A file's questions as trees, one after the other.
//!
//! No document type is read, and no entity but the five of XML and numbers: there is nothing to expand.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::super::RemarkKind;

/// How deeply elements may be nested.
const DEEPEST: usize = 32;
/// The most attributes of an element; others are overlooked.
const ATTRIBUTES: usize = 16;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    /// Where it begins, from 1.
    pub(super) line: usize,
    attributes: Vec<(String, String)>,
    /// The text in it, without that of its elements.
    text: String,
    children: Vec<Self>,
    /// The comments in it.
    pub(super) comments: Vec<String>,
}

impl Node {
    /// An attribute's value, or nothing.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The elements of a name in it.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element of a name in it.
    pub(super) fn first(&self, name: &str) -> Option<&Self> {
        self.all(name).next()
    }

    /// What it says: its `<text>`, else the text in it.
    pub(super) fn says(&self) -> &str {
        self.first("text").map_or(&self.text, |text| &text.text).trim()
    }

    /// What the first element of a name in it says, or nothing.
    pub(super) fn value(&self, name: &str) -> &str {
        self.first(name).map_or("", Self::says)
    }
}

/// Why a file is not read any further, and where.
pub(super) type Stop = (usize, RemarkKind, String);

/// The questions of a file.
pub(super) struct Questions<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// How much has been counted, and the line there.
    counted: (usize, usize),
    /// The elements that are open, with `<quiz>` first.
    open: Vec<Node>,
    has_root: bool,
    is_over: bool,
}

impl<'a> Questions<'a> {
    /// Begins to read a file.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, reader: Reader::from_str(text), counted: (0, 1), open: Vec::new(), has_root: false, is_over: false }
    }

    fn line(&mut self, at: u64) -> usize {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.as_bytes().get(self.counted.0..at).unwrap_or_default();
        self.counted = (at.max(self.counted.0), self.counted.1 + passed.iter().filter(|byte| **byte == b'\n').count());
        self.counted.1
    }

    /// The next question, if there is one.
    fn step(&mut self) -> Result<Option<Node>, Stop> {
        loop {
            let line = self.line(self.reader.buffer_position());
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let line = self.line(self.reader.error_position());
                    return Err((line, RemarkKind::NotXml, error.to_string()));
                }
            };
            match event {
                Event::Start(start) => self.begin(&start, line)?,
                Event::Empty(start) => {
                    self.begin(&start, line)?;
                    if let Some(question) = self.end() {
                        return Ok(Some(question));
                    }
                }
                Event::End(_) => {
                    if let Some(question) = self.end() {
                        return Ok(Some(question));
                    }
                }
                Event::Text(text) => self.say(&text.xml10_content(), line)?,
                Event::CData(text) => self.say(&text.xml10_content(), line)?,
                Event::GeneralRef(reference) => {
                    let character = resolve(&reference).ok_or((line, RemarkKind::EntityRefused, format!("&{};", &*reference)))?;
                    self.say(character.encode_utf8(&mut [0; 4]), line)?;
                }
                Event::Comment(comment) => {
                    if let Some(node) = self.open.last_mut() {
                        node.comments.push(comment.trim().to_owned());
                    }
                }
                Event::DocType(_) => return Err((line, RemarkKind::DoctypeRefused, "<!DOCTYPE>".to_owned())),
                Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => {
                    let unclosed = self.open.pop().map(|node| format!("<{}>", node.name));
                    return match unclosed.or_else(|| (!self.has_root).then(|| "<quiz>".to_owned())) {
                        Some(missing) => Err((line, RemarkKind::NotXml, missing)),
                        None => Ok(None),
                    };
                }
            }
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>, line: usize) -> Result<(), Stop> {
        let name = start.name().as_ref().to_owned();
        let is_root = self.open.is_empty();
        if is_root && (self.has_root || name != "quiz") {
            return Err((line, RemarkKind::NotXml, format!("<{name}>")));
        }
        self.has_root = true;
        if self.open.len() >= DEEPEST {
            return Err((line, RemarkKind::TooDeep, format!("<{name}>")));
        }
        let mut node = Node { name, line, ..Node::default() };
        for attribute in start.attributes().with_checks(false).take(ATTRIBUTES) {
            let attribute = attribute.map_err(|error| (line, RemarkKind::NotXml, error.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| (line, RemarkKind::EntityRefused, error.to_string()))?;
            node.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        self.open.push(node);
        Ok(())
    }

    /// Closes the innermost element; it is given back if it is a question.
    fn end(&mut self) -> Option<Node> {
        let node = self.open.pop()?;
        match self.open.as_mut_slice() {
            [] => None,
            [_] => (node.name == "question").then_some(node),
            [.., parent] => {
                parent.children.push(node);
                None
            }
        }
    }

    fn say(&mut self, text: &str, line: usize) -> Result<(), Stop> {
        match self.open.as_mut_slice() {
            [] if !text.trim().is_empty() => Err((line, RemarkKind::NotXml, text.trim().to_owned())),
            // What stands between questions is of no use.
            [] | [_] => Ok(()),
            [.., node] => {
                node.text.push_str(text);
                Ok(())
            }
        }
    }
}

impl Iterator for Questions<'_> {
    type Item = Result<Node, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let step = self.step().transpose();
        self.is_over = !matches!(step, Some(Ok(_)));
        step
    }
}

/// The character that is referred to, if it is one of XML's own or given by its number.
fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}
