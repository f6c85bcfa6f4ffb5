//! What is said to people, in their language: one Fluent file a language, keyed by the codes of errors.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use nabta_domain::kernel::Locale;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| {
    [
        bundle(Locale::Ar, include_str!("../messages/ar.ftl")),
        bundle(Locale::Fr, include_str!("../messages/fr.ftl")),
        bundle(Locale::En, include_str!("../messages/en.ftl")),
    ]
});

fn bundle(locale: Locale, source: &str) -> Bundle {
    let language = locale.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks would be refused by our own rule on texts, and messages are plain sentences.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let _ = bundle.add_resource(resource);
    bundle
}

/// The message of a code, or the code itself where nobody wrote one, which a test forbids.
#[must_use]
pub fn message(locale: Locale, code: &str, values: &[(&'static str, String)]) -> String {
    let [arabic, french, english] = &*BUNDLES;
    let bundle = match locale {
        Locale::Ar => arabic,
        Locale::Fr => french,
        Locale::En => english,
    };
    let Some(pattern) = bundle.get_message(code).and_then(|message| message.value()) else { return code.to_owned() };
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_shows_a_name_of_the_program() {
        let values = |key: &'static str, value: &str| {
            vec![(key, value.to_owned()), ("line", "7".to_owned()), ("detail", "x".to_owned()), ("file", "y".to_owned())]
        };
        for (code, key, names) in [
            ("TEXT_REFUSED", "kind", &["BadFigure", "RawHtml", "UnclosedDirective", "TooDeep"][..]),
            (
                "WRONG_STATE",
                "state",
                &[
                    "Draft",
                    "InReview",
                    "Approved",
                    "Published",
                    "Withdrawn",
                    "Archived",
                    "On",
                    "Waiting",
                    "Running",
                    "Done",
                    "Failed",
                    "Cancelled",
                    "Open",
                    "Received",
                    "Stored",
                    "Refused",
                    "Expired",
                    "Active",
                    "Disabled",
                ],
            ),
            ("FIGURE_REFUSED", "reason", &["TooLarge", "NotSvg", "Entities", "OutsideReference"]),
            ("IMPORT_REFUSED", "reason", &["Damaged", "UnsafeName", "NotAFile", "Encrypted", "TooLarge"]),
        ] {
            for (name, locale) in names.iter().flat_map(|name| Locale::ALL.map(|locale| (name, locale))) {
                let message = message(locale, code, &values(key, name));
                assert!(!message.contains(name) && !message.contains('$'), "{message}");
            }
        }
    }

    #[test]
    fn every_code_has_a_message_in_every_language() {
        let wire = [
            "UNAUTHENTICATED",
            "FORBIDDEN",
            "NOT_FOUND",
            "INVALID_ID",
            "BAD_INPUT",
            "RATE_LIMITED",
            "TOO_COMPLEX",
            "UNAVAILABLE",
            "MAINTENANCE",
            "INTERNAL",
            "LOOKING_ONLY",
            "PERSISTED_QUERY_NOT_FOUND",
        ];
        let domain = nabta_domain::refusal_codes();
        for code in wire.iter().chain(&domain) {
            for locale in Locale::ALL {
                let message = message(locale, code, &[]);
                assert!(message != **code && message.len() > 10, "{code} in {}", locale.code());
            }
        }
    }
}
