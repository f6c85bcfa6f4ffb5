//! Pictures that come with texts, and the names by which these show them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::RemarkKind;
use super::super::figures::{self, sanitised};
use super::super::notes::Notes;
use super::tree::Node;

/// The biggest picture, in bytes.
const BIGGEST: usize = 5 * 1024 * 1024;
/// The most that all pictures may be, in bytes.
const ALL: usize = 50 * 1024 * 1024;
/// How names of pictures end.
const ENDINGS: [&str; 5] = ["png", "jpg", "jpeg", "webp", "svg"];

/// All pictures of a file.
#[derive(Default)]
pub(super) struct Pictures {
    /// The pictures by their names here.
    pub(super) found: BTreeMap<String, Vec<u8>>,
    /// The names here, by the name wished for and a digest.
    known: BTreeMap<(String, u64), String>,
    /// How often a name was wished for.
    wished: BTreeMap<String, usize>,
    size: usize,
}

impl Pictures {
    /// A text with its pictures under their names here.
    pub(super) fn show(&mut self, holder: &Node, text: &str, is_html: bool, notes: &mut Notes) -> String {
        let mut names = BTreeMap::new();
        for file in holder.all("file") {
            let path = format!("{}{}", file.attribute("path"), file.attribute("name"));
            match self.take(file) {
                Some(name) => drop(names.insert(path.trim_start_matches('/').to_owned(), name)),
                None => notes.add(file.line, RemarkKind::PictureRefused, file.attribute("name")),
            }
        }
        figures::moved(text, is_html, |path| {
            names.get(path).cloned().unwrap_or_else(|| {
                // A file that was refused has been told already.
                if holder.all("file").all(|file| file.attribute("name") != path) {
                    notes.add(holder.line, RemarkKind::PictureMissing, path);
                }
                sanitised(path)
            })
        })
    }

    /// Takes a picture in; its name here, or nothing if it cannot be taken.
    fn take(&mut self, file: &Node) -> Option<String> {
        let wish = sanitised(file.attribute("name"));
        let (stem, ending) = wish.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
        if !ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) || !matches!(file.attribute("encoding"), "base64" | "") {
            return None;
        }
        let written = file.says();
        // Four signs are three bytes; line ends are not worth counting.
        if written.len() / 4 * 3 > BIGGEST + BIGGEST / 16 {
            return None;
        }
        let written: String = written.split_ascii_whitespace().collect();
        let content = STANDARD.decode(written).ok().filter(|content| !content.is_empty() && content.len() <= BIGGEST)?;
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let key = (wish.clone(), hasher.finish());
        if let Some(name) = self.known.get(&key).filter(|name| self.found.get(*name) == Some(&content)) {
            return Some(name.clone());
        }
        self.size = self.size.saturating_add(content.len());
        if self.size > ALL {
            return None;
        }
        let mut name = wish.clone();
        let number = self.wished.entry(wish.clone()).or_default();
        while self.found.contains_key(&name) {
            *number += 1;
            name = format!("{stem}-{}.{ending}", *number + 1);
        }
        self.found.insert(name.clone(), content);
        self.known.insert(key, name.clone());
        Some(name)
    }
}
