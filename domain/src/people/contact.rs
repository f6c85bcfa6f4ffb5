//! Telephone numbers and numbers of identity documents, in the one form in which they are kept and compared.

use nabta_entities::people::person_file::IdentityKind;
use serde::Serialize;

use crate::kernel::error::codes::{BAD_FORMAT, TOO_LONG};
use crate::kernel::{Refusal, fold};

/// A document that says who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Which document.
    pub kind: IdentityKind,
    /// Its number.
    pub number: String,
}

/// A telephone number as E.164 has it. Eight digits are a Tunisian number; `00` before a country's code is `+`; Arabic digits are digits.
pub(super) fn phone(written: &str, path: &str) -> Result<String, Refusal> {
    let refused = || Refusal::at(BAD_FORMAT, path).with("value", "");
    let plain = plain(written, path)?;
    let number = match plain.strip_prefix('+').or_else(|| plain.strip_prefix("00")) {
        Some(international) => international.to_owned(),
        None if plain.len() == 8 => format!("216{plain}"),
        None => return Err(refused()),
    };
    let is_tunisian = number.starts_with("216");
    let fits = number.bytes().all(|byte| byte.is_ascii_digit())
        && (8..=15).contains(&number.len())
        && !number.starts_with('0')
        && (!is_tunisian || (number.len() == 11 && !number[3..].starts_with(['0', '1'])));
    if fits { Ok(format!("+{number}")) } else { Err(refused()) }
}

/// A document's number: eight digits for the national card, letters and digits for a passport. A national card that lost the zeros
/// before its number, as spreadsheets do, gets them back.
pub(super) fn identity(identity: &Identity, path: &str) -> Result<Identity, Refusal> {
    let path = &format!("{path}.number");
    let plain = plain(&identity.number, path)?.to_ascii_uppercase();
    let (number, fits) = match identity.kind {
        IdentityKind::NationalCard => {
            let fits = (7..=8).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_digit());
            (format!("{plain:0>8}"), fits)
        }
        IdentityKind::Passport => {
            let fits = (5..=20).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (plain, fits)
        }
    };
    if fits { Ok(Identity { kind: identity.kind, number }) } else { Err(Refusal::at(BAD_FORMAT, path).with("value", "")) }
}

/// Without what people put between digits, and with Latin digits.
fn plain(written: &str, path: &str) -> Result<String, Refusal> {
    let length = written.chars().count();
    if length > 60 {
        return Err(Refusal::at(TOO_LONG, path).with("length", length).with("longest", 60));
    }
    // Marks of direction stand in numbers that were copied from a right-to-left text.
    let is_between = |character: &char| {
        character.is_whitespace() || "-./()".contains(*character) || matches!(character, '\u{200E}' | '\u{200F}')
    };
    Ok(written.chars().filter(|character| !is_between(character)).map(fold::latin_digit).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for written in ["98 123 456", "+216 98 123 456", "0021698123456", "98.123.456", "٩٨١٢٣٤٥٦", "\u{200E}+216-98-123-456"]
        {
            assert_eq!(phone(written, "phone").as_deref(), Ok("+21698123456"), "{written}");
        }
        assert_eq!(phone("+33 6 12 34 56 78", "phone").as_deref(), Ok("+33612345678"));
        for wrong in ["", "9812345", "+216 9812345", "+216 08123456", "call me", "+98\u{0}123456", "++21698123456", "0098"] {
            assert_eq!(phone(wrong, "phone").unwrap_err().code, BAD_FORMAT, "{wrong}");
        }
        assert_eq!(phone(&"1".repeat(10_000), "phone").unwrap_err().code, TOO_LONG);
    }

    #[test]
    fn a_card_gets_its_zeros_back() {
        let card = |number: &str| {
            let identity_given = Identity { kind: IdentityKind::NationalCard, number: number.into() };
            identity(&identity_given, "identity").map(|identity| identity.number)
        };
        assert_eq!(card("01234567").as_deref(), Ok("01234567"));
        assert_eq!(card("1234567").as_deref(), Ok("01234567"));
        assert_eq!(card("٠١٢٣٤٥٦٧").as_deref(), Ok("01234567"));
        for wrong in ["", "123", "123456789", "A1234567", "=1234567"] {
            assert!(card(wrong).is_err(), "{wrong}");
        }
        let passport = Identity { kind: IdentityKind::Passport, number: " z 123456 ".into() };
        assert_eq!(identity(&passport, "identity").map(|identity| identity.number).as_deref(), Ok("Z123456"));
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_accepted_again_and_stays(written in "(\\+|00)?[0-9 .-]{6,18}|\\PC{0,30}") {
            if let Ok(number) = phone(&written, "phone") {
                prop_assert_eq!(phone(&number, "phone"), Ok(number.clone()));
                prop_assert!(number[1..].bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
