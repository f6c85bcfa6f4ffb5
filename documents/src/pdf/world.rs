//! What a template can see: the templates, its data, the fonts, some images. No files, no packages, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::{BOOK, FONTS};
use super::{Placed, Template};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The templates by their path.
pub(super) const FILES: [(&str, &str); 4] = [
    ("/page.typ", include_str!("../../templates/page.typ")),
    ("/guide.typ", include_str!("../../templates/guide.typ")),
    ("/record.typ", include_str!("../../templates/record.typ")),
    ("/certificate.typ", include_str!("../../templates/certificate.typ")),
];

/// The same, parsed once.
static TEMPLATES: LazyLock<Vec<Source>> =
    LazyLock::new(|| FILES.iter().filter_map(|(path, text)| Some(Source::new(file(path)?, (*text).to_owned()))).collect());

/// Where a template finds its data.
const DATA: &str = "/data.json";

/// One document as Typst sees it.
pub(super) struct Sheet {
    main: FileId,
    data: Bytes,
    images: Vec<Placed>,
}

impl Sheet {
    pub(super) fn new(template: Template, data: Vec<u8>, images: &[Placed]) -> Option<Self> {
        let main = TEMPLATES.iter().map(Source::id).find(|id| path(*id) == Some(template.path()))?;
        Some(Self { main, data: Bytes::new(data), images: images.to_vec() })
    }
}

/// A file of the project: names are few and fixed, as Typst keeps each for ever.
fn file(path: &str) -> Option<FileId> {
    VirtualPath::new(path).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The path of a file of the project; nothing for one of a package.
fn path(id: FileId) -> Option<&'static str> {
    let rooted = id.get();
    (*rooted.root() == VirtualRoot::Project).then(|| rooted.vpath().get_with_slash())
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        TEMPLATES.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = path(id).ok_or(FileError::AccessDenied)?;
        if path == DATA {
            return Ok(self.data.clone());
        }
        let image = self.images.iter().find(|image| image.path == path);
        image.map(|image| image.bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
