//! Who a document comes from: the centre's names, where it is found, its logo.

use serde::Serialize;

use crate::language::{Language, Text};
use crate::pdf::{Image, Placed};

/// The centre, as its documents show it. What is empty is left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Letterhead {
    /// Its names.
    pub names: Vec<(Language, String)>,
    /// The lines of its address.
    pub addresses: Vec<(Language, Vec<String>)>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// Logo.
    pub logo: Option<Image>,
}

/// The letterhead for readers of one language.
#[derive(Serialize)]
pub(crate) struct Fitted<'a> {
    name: Text,
    /// The names in the other languages, for a cover.
    others: Vec<Text>,
    address: Vec<Text>,
    phone: Option<&'a str>,
    email: Option<&'a str>,
    website: Option<&'a str>,
    logo: Option<&'static str>,
    /// Whether it says where the centre is found.
    reachable: bool,
}

impl Letterhead {
    /// The images that a page under it shows.
    pub(crate) fn images(&self) -> Vec<Placed> {
        self.logo.iter().map(Image::placed).collect()
    }

    pub(crate) fn fitted(&self, language: Language) -> Fitted<'_> {
        let name =
            chosen(&self.names, language).map_or_else(|| Text::new("", language), |(language, name)| Text::new(name, language));
        let others = self.names.iter().filter(|(language, _)| *language != name.language);
        let address = chosen(&self.addresses, language);
        let address = address.into_iter().flat_map(|(language, lines)| lines.iter().map(move |line| Text::new(line, language)));
        Fitted {
            others: others.map(|(language, name)| Text::new(name, *language)).collect(),
            name,
            address: address.collect(),
            phone: self.phone.as_deref(),
            email: self.email.as_deref(),
            website: self.website.as_deref(),
            reachable: self.phone.is_some() || self.email.is_some() || self.website.is_some() || !self.addresses.is_empty(),
            logo: self.logo.as_ref().map(Image::path),
        }
    }
}

/// What is written in a language, else in French, else in any.
fn chosen<T>(written: &[(Language, T)], language: Language) -> Option<(Language, &T)> {
    let of = |language| written.iter().find(|(written, _)| *written == language);
    of(language).or_else(|| of(Language::Fr)).or_else(|| written.first()).map(|(language, text)| (*language, text))
}
