//! Numbers as people write them: with Arabic or Latin digits, a comma or a point, blanks between thousands, and their unit.

use nabta_entities::learning::question_body::Unit;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::kernel::fold::latin_digit;

/// A number and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    /// The number.
    pub(super) value: Decimal,
    /// The unit as it was written; empty where there was none.
    pub(super) unit: String,
}

/// Reads a number and its unit; nothing where it does not begin with a number. A comma is a decimal comma, as in Tunisia.
pub(super) fn read(text: &str) -> Option<Quantity> {
    let text: String = text.nfkc().map(latin_digit).filter(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')).collect();
    let text = text.trim();
    let (mut digits, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let follows = after.chars().next();
        let is_exponent = matches!(c, 'e' | 'E')
            && digits.ends_with(|c: char| c.is_ascii_digit())
            && !digits.contains('e')
            && after.trim_start_matches(['+', '-', '\u{2212}']).starts_with(|c: char| c.is_ascii_digit());
        match c {
            '0'..='9' => digits.push(c),
            '+' | '-' | '\u{2212}' if digits.is_empty() || digits.ends_with('e') => {
                digits.push(if c == '+' { '+' } else { '-' });
            }
            '.' | ',' | '\u{66B}' if !digits.contains(['.', 'e']) => digits.push('.'),
            // Blanks part thousands only where a digit follows: after them comes the unit otherwise.
            ' ' | '\u{66C}' | '\'' if follows.is_some_and(|c| c.is_ascii_digit()) && !digits.is_empty() => {}
            'e' | 'E' if is_exponent => digits.push('e'),
            _ => break,
        }
        rest = after;
    }
    let digits = digits.trim_start_matches('+');
    let value = if digits.contains('e') { Decimal::from_scientific(digits).ok()? } else { digits.parse().ok()? };
    Some(Quantity { value, unit: rest.trim().to_owned() })
}

/// The number in the unit in which a question counts; nothing where the unit is wrong or missing.
pub(super) fn in_unit(quantity: &Quantity, unit: Option<&Unit>) -> Option<Decimal> {
    let written = quantity.unit.as_str();
    let Some(unit) = unit else { return written.is_empty().then_some(quantity.value) };
    if written.is_empty() {
        return (!unit.is_required).then_some(quantity.value);
    }
    let is = |symbol: &str| symbol.nfkc().filter(|c| !c.is_whitespace()).eq(written.chars().filter(|c| !c.is_whitespace()));
    if is(&unit.symbol) {
        return Some(quantity.value);
    }
    let other = unit.others.iter().find(|other| is(&other.symbol))?;
    quantity.value.checked_div(other.per_unit)
}

#[cfg(test)]
mod tests {
    use nabta_entities::learning::question_body::OtherUnit;
    use proptest::prelude::*;

    use super::*;

    fn value(text: &str) -> Option<String> {
        read(text).map(|quantity| format!("{}|{}", quantity.value.normalize(), quantity.unit))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |text: &str| value(text).unwrap_or_default();
        assert_eq!(read("180"), "180|");
        assert_eq!(read(" 180 kg/jour "), "180|kg/jour");
        assert_eq!(read("١٨٠٫٥"), "180.5|");
        assert_eq!(read("0,5"), "0.5|");
        assert_eq!(read(".5"), "0.5|");
        assert_eq!(read("3 000 m³"), "3000|m3");
        assert_eq!(read("3\u{202F}000"), "3000|");
        assert_eq!(read("\u{2212}4,2 °C"), "-4.2|°C");
        assert_eq!(read("1.5e3 EH"), "1500|EH");
        assert_eq!(read("2e"), "2|e");
        assert_eq!(read("+7"), "7|");
        for text in ["", "kg", "-", ".", "e5", "1.2.3.4e9999", "²", "∞"] {
            let _ = value(text);
        }
        assert_eq!((value("kg"), value("-"), value("")), (None, None, None));
    }

    #[test]
    fn other_units_are_reckoned_into_the_first() {
        let kilograms = |is_required| Unit {
            symbol: "kg".into(),
            others: vec![OtherUnit { symbol: "g".into(), per_unit: Decimal::from(1_000) }],
            is_required,
        };
        let of = |text: &str, unit: Option<&Unit>| in_unit(&read(text).unwrap(), unit).map(|value| value.normalize().to_string());
        assert_eq!(of("180000 g", Some(&kilograms(true))).as_deref(), Some("180"));
        assert_eq!(of("180", Some(&kilograms(false))).as_deref(), Some("180"));
        assert_eq!(of("180", Some(&kilograms(true))), None);
        assert_eq!(of("180 t", Some(&kilograms(false))), None);
        assert_eq!(of("180 t", None), None, "a unit where none is asked for is no number");
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_breaks_it(text in ".{0,60}") {
            let _ = read(&text);
        }
    }
}
