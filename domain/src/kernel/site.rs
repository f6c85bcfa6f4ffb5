//! Where people reach the platform: what links in letters lead to.

use nabta_entities::values::Locale;

/// The address under which people reach the platform.
#[derive(Clone, Debug)]
pub struct Site(String);

impl Site {
    /// From `https://nabta.example`.
    #[must_use]
    pub fn new(address: &str) -> Self {
        Self(address.trim_end_matches('/').to_owned())
    }

    /// Its name without scheme and port.
    #[must_use]
    pub fn host(&self) -> &str {
        let name = self.0.split_once("://").map_or(self.0.as_str(), |(_, name)| name);
        // `[::1]:8080` has colons of its own.
        let end = if name.starts_with('[') { name.find(']').map(|at| at + 1) } else { name.find(':') };
        end.map_or(name, |end| &name[..end])
    }

    /// What the service itself answers under a path that begins with `/`.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// A page in a language. A secret goes behind `#`, where no server and no log sees it.
    #[must_use]
    pub fn link(&self, locale: Locale, page: &str, secret: Option<&str>) -> String {
        let secret = secret.map(|secret| format!("#{secret}")).unwrap_or_default();
        format!("{}/{}/{page}{secret}", self.0, locale.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_page_in_the_readers_language() {
        let site = Site::new("https://nabta.example:8443/");
        assert_eq!((site.host(), Site::new("http://[::1]:8080").host()), ("nabta.example", "[::1]"));
        assert_eq!(site.address("/guides/x.pdf"), "https://nabta.example:8443/guides/x.pdf");
        assert_eq!(site.link(Locale::Ar, "confirm", Some("abc")), "https://nabta.example:8443/ar/confirm#abc");
    }
}
