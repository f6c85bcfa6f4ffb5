//! A certificate as a PDF: drawn anew from what is kept, the same each time.

use nabta_documents::certificate::{Certificate as Printed, Completed, Piece as Shown, Wording};
use nabta_documents::language::Text;
use nabta_entities::values::{Locale, LocalizedText};

use super::facts::said;
use super::seal::{self, Claims};
use super::wording::{Piece, Placeholder, pieces};
use super::{Certificate, Facts, queries};
use crate::kernel::printing::{language, text};
use crate::kernel::{Ctx, Error, Result};

/// A certificate as a PDF.
pub(super) async fn print(ctx: &Ctx, certificate: &Certificate, facts: &Facts) -> Result<Vec<u8>> {
    let printed = printed(ctx, certificate, facts)?;
    let made_at = certificate.row.created_at;
    ctx.services.printing.set(move |letterhead| printed.print(letterhead, made_at)).await
}

fn printed(ctx: &Ctx, certificate: &Certificate, facts: &Facts) -> Result<Printed> {
    let address = queries::address(ctx, facts);
    let first = facts.plan.first_locale();
    let claims = Claims {
        issuer: ctx.services.site.address(""),
        number: certificate.number(),
        name: said(&facts.names, first).to_owned(),
        title: said(&facts.titles, first).to_owned(),
        issued_on: certificate.row.issued_on.to_string(),
    };
    let seal = seal::seal(&ctx.services.keyring, &claims)?;
    let wordings = facts.plan.locales.iter().map(|locale| wording(certificate, facts, *locale));
    Ok(Printed {
        wordings: wordings.collect::<Result<_>>()?,
        number: certificate.number(),
        code: facts.code.clone(),
        scanned: format!("{address}#{seal}"),
        address,
        issued_on: certificate.row.issued_on,
        expires_on: certificate.row.expires_on,
        laws: facts.laws.clone(),
    })
}

fn wording(certificate: &Certificate, facts: &Facts, locale: Locale) -> Result<Wording> {
    let shown = |texts: &LocalizedText| text(texts, locale).unwrap_or_else(|| Text::new("", language(locale)));
    let courses = || {
        let reference = |code: &str, number: Option<i32>| number.map_or(code.to_owned(), |number| format!("{code} · {number}"));
        let course = |course: &super::CourseFact| Completed {
            title: shown(&course.titles),
            reference: reference(&course.code, course.edition_number),
        };
        facts.courses.iter().map(course).collect()
    };
    let fact = |placeholder: Placeholder| match placeholder {
        Placeholder::Name => Some(Shown::Name(shown(&facts.names))),
        Placeholder::Courses => Some(Shown::Courses(courses())),
        Placeholder::Date => Some(Shown::Day(certificate.row.issued_on)),
        Placeholder::Period => facts.from.zip(facts.until).map(|(from, until)| Shown::Period(from, until)),
        Placeholder::Number => Some(Shown::Number(certificate.number())),
    };
    let body = facts.plan.body.get(locale).unwrap_or_default();
    // What was stored was checked.
    let body = pieces(body).map_err(|name| Error::internal(format!("a certificate that names {name}")))?;
    let piece = |piece: Piece| match piece {
        Piece::Words(words) => Some(Shown::Words(words)),
        Piece::Fact(placeholder) => fact(placeholder),
    };
    Ok(Wording {
        language: language(locale),
        title: shown(&facts.titles).text,
        body: body.into_iter().filter_map(piece).collect(),
        signatories: facts.plan.signatories.iter().map(|one| (shown(&one.name), shown(&one.quality))).collect(),
    })
}
