//! The section `[centre]`: who documents come from.

use std::path::{Path, PathBuf};

use nabta_documents::language::Language;
use nabta_documents::letterhead::Letterhead;
use nabta_documents::pdf::{self, Image, ImageError};
use nabta_domain::kernel::text;
use serde::Deserialize;

use super::{Config, Problem};

/// The centre, as its documents show it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CentreConfig {
    /// Its names; with none at all, the demo's centre.
    pub names: Written<String>,
    /// The lines of its address.
    pub address: Written<Vec<String>>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Website; the address of the platform where none is said.
    pub website: Option<String>,
    /// A file with its logo: PNG, JPEG or SVG.
    pub logo: Option<PathBuf>,
}

/// Something in one to three languages.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, bound = "T: Deserialize<'de>")]
pub struct Written<T> {
    /// In Arabic.
    pub ar: Option<T>,
    /// In French.
    pub fr: Option<T>,
    /// In English.
    pub en: Option<T>,
}

impl<T> Written<T> {
    fn iter(&self) -> impl Iterator<Item = (Language, &T)> {
        let all = [(Language::Ar, &self.ar), (Language::Fr, &self.fr), (Language::En, &self.en)];
        all.into_iter().filter_map(|(language, written)| Some((language, written.as_ref()?)))
    }
}

/// The centre of the demo.
const DEMO: [(Language, &str); 3] = [
    (Language::Ar, "مركز تونس الدولي لتكنولوجيا البيئة"),
    (Language::Fr, "Centre international des technologies de l'environnement de Tunis"),
    (Language::En, "Tunis International Centre for Environmental Technologies"),
];

/// The letterhead of all documents.
pub fn letterhead(config: &Config) -> Result<Letterhead, Problem> {
    let centre = &config.centre;
    let mut names: Vec<(Language, String)> = centre.names.iter().map(|(language, name)| (language, name.clone())).collect();
    if names.is_empty() {
        names = DEMO.map(|(language, name)| (language, name.to_owned())).into();
    }
    Ok(Letterhead {
        names,
        addresses: centre.address.iter().map(|(language, lines)| (language, lines.clone())).collect(),
        phone: centre.phone.clone(),
        email: centre.email.clone(),
        website: centre.website.clone().or_else(|| Some(config.http.public_address.trim_end_matches('/').to_owned())),
        logo: centre.logo.as_deref().map(read_logo).transpose()?,
    })
}

fn read_logo(path: &Path) -> Result<Image, Problem> {
    let shown = path.display();
    let problem = |what: String, remedy| Problem { key: "centre.logo", what, remedy };
    let missing = |_| problem(format!("{shown} cannot be read"), "write the path of a file that this user may read");
    let size = std::fs::metadata(path).map_err(missing)?.len();
    let too_large = || {
        let what = format!("{shown} has more than {} bytes or {} points to a side", pdf::MOST_BYTES, pdf::MOST_POINTS);
        problem(what, "save it smaller; a logo in SVG or of 1000 points prints well")
    };
    // Before it is read: the path may be that of anything.
    if size > pdf::MOST_BYTES as u64 {
        return Err(too_large());
    }
    Image::read(std::fs::read(path).map_err(missing)?).map_err(|error| match error {
        ImageError::TooLarge => too_large(),
        ImageError::NotAnImage => problem(format!("{shown} is no image, or damaged"), "save it as PNG, JPEG or SVG"),
    })
}

/// What is wrong in the section.
pub(super) fn check(config: &Config) -> Vec<Problem> {
    let centre = &config.centre;
    let mut problems = Vec::new();
    let mut lines = |key, what: Vec<&String>, remedy| {
        if let Some(bad) = what.into_iter().find(|line| text::line(line, "", text::TITLE_LENGTH).is_err()) {
            let shown: String = bad.chars().take(40).collect();
            problems.push(Problem { key, what: format!("{shown:?} is empty, too long or no line of text"), remedy });
        }
    };
    let remedy = "write one line of at most 200 characters";
    lines("centre.names", centre.names.iter().map(|(_, name)| name).collect(), remedy);
    lines(
        "centre.address",
        centre.address.iter().flat_map(|(_, lines)| lines).collect(),
        "write a list of lines, each of at most 200 characters",
    );
    lines("centre.phone", centre.phone.iter().collect(), "write for instance +216 70 000 000");
    lines("centre.website", centre.website.iter().collect(), "write for instance www.nabta.example");
    if let Some(email) = centre.email.as_ref().filter(|email| email.parse::<lettre::Address>().is_err()) {
        problems.push(Problem {
            key: "centre.email",
            what: format!("{email:?} is no address"),
            remedy: "write for instance contact@nabta.example",
        });
    }
    problems.extend(centre.logo.as_deref().and_then(|path| read_logo(path).err()));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(toml: &str) -> Config {
        Config::from_toml(toml).unwrap()
    }

    fn problems(toml: &str) -> Vec<&'static str> {
        super::super::check(&config(toml)).into_iter().map(|problem| problem.key).collect()
    }

    #[test]
    fn a_centre_is_named_as_it_names_itself() {
        let demo = letterhead(&config("")).unwrap();
        assert_eq!((demo.names.len(), demo.logo, demo.website.as_deref()), (3, None, Some("http://localhost:8080")));
        let own = letterhead(&config(
            "centre.names.fr = 'Centre d’essai'\ncentre.address.fr = ['1, rue de l’Essai', 'Tunis']\ncentre.website = 'essai.example'",
        ));
        let own = own.unwrap();
        assert_eq!(own.names, [(Language::Fr, "Centre d’essai".to_owned())], "nothing of the demo's stays");
        assert_eq!((own.addresses[0].1.len(), own.website.as_deref()), (2, Some("essai.example")));
    }

    #[test]
    fn each_mistake_is_named_by_its_key() {
        assert_eq!(problems("centre.names.fr = ''"), ["centre.names"]);
        assert_eq!(problems("centre.address.ar = ['a\\nb']".replace('\'', "\"").as_str()), ["centre.address"]);
        assert_eq!(problems(&format!("centre.phone = '{}'", "0".repeat(201))), ["centre.phone"]);
        assert_eq!(problems("centre.email = 'nobody'"), ["centre.email"]);
        assert_eq!(problems("centre.website = ' '"), ["centre.website"]);
        assert!(Config::from_toml("centre.names.de = 'Zentrum'").is_err());
        assert_eq!(problems("centre.logo = 'no/such/file.png'"), ["centre.logo"]);
    }

    #[test]
    fn a_logo_is_what_its_bytes_say() {
        let folder = tempfile::tempdir().unwrap();
        let said = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let found = super::super::check(&config(&format!("centre.logo = '{}'", path.display())));
            found.into_iter().map(|problem| format!("{}: {}", problem.key, problem.what)).next()
        };
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h10v10z"/></svg>"#;
        assert_eq!(said("logo.svg", svg), None);
        assert!(said("text.png", b"not an image").unwrap().contains("no image"));
        assert!(said("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap().contains("no image"));
        assert!(said("great.svg", &vec![b' '; pdf::MOST_BYTES + 1]).unwrap().contains("more than"));
        assert_eq!(problems(&format!("centre.logo = '{}'", folder.path().display())), ["centre.logo"], "a folder");
    }
}
