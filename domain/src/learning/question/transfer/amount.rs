//! Numbers in files: percentages, points, accepted numbers.

use nabta_entities::learning::question_body::Credit;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The longest number that is read, in bytes: enough for every decimal, and for its exponent.
const LONGEST: usize = 64;

/// A number as files write it: with a point, a decimal comma, or an exponent. None if it is no number, or has too many digits.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let is_number = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b',' | b'+' | b'-' | b'e' | b'E'));
    if !is_number || text.len() > LONGEST || text.starts_with(['e', 'E']) {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text).replace(',', ".");
    if text.contains(['e', 'E']) { Decimal::from_scientific(&text).ok() } else { Decimal::from_str_exact(&text).ok() }
}

/// A number as it is written.
pub(super) fn write_number(number: Decimal) -> String {
    number.normalize().to_string()
}

/// The value and tolerance between two bounds, exactly. None if they are the wrong way round or have too many digits.
pub(super) fn between(least: Decimal, most: Decimal) -> Option<(Decimal, Decimal)> {
    let value = least.checked_add(most)?.checked_div(Decimal::TWO)?;
    let tolerance = most.checked_sub(value)?;
    let is_exact = value.checked_sub(tolerance) == Some(least) && value.checked_add(tolerance) == Some(most);
    (is_exact && !tolerance.is_sign_negative()).then_some((value.normalize(), tolerance.normalize()))
}

/// A share in percent, to the nearest millionth: `33.33333` is 333333 of them.
pub(super) fn percent(text: &str) -> Option<Credit> {
    number(text)?.checked_mul(Decimal::from(10_000))?.round().to_i32().map(Credit)
}

/// A share as percent.
pub(super) fn write_percent(credit: Credit) -> String {
    Decimal::new(i64::from(credit.0), 4).normalize().to_string()
}

/// Points, to the nearest hundredth.
pub(super) fn points(text: &str) -> Option<i32> {
    number(text)?.checked_mul(Decimal::ONE_HUNDRED)?.round().to_i32()
}

/// Hundredths as points.
pub(super) fn write_points(hundredths: i32) -> String {
    Decimal::new(i64::from(hundredths), 2).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        number(text).unwrap()
    }

    #[test]
    fn fractions_become_the_nearest_millionth() {
        for (text, millionths) in
            [("33.33333", 333_333), ("66.66667", 666_667), ("-100", -1_000_000), ("14.2857143", 142_857), ("0", 0)]
        {
            assert_eq!(percent(text), Some(Credit(millionths)), "{text}");
        }
        assert_eq!(write_percent(Credit(-333_333)), "-33.3333");
        assert_eq!(percent("much"), None);
    }

    #[test]
    fn bounds_become_a_value_and_a_tolerance_exactly() {
        assert_eq!(between(decimal("1"), decimal("5")), Some((decimal("3"), decimal("2"))));
        assert_eq!(between(decimal("3.141"), decimal("3.142")), Some((decimal("3.1415"), decimal("0.0005"))));
        assert_eq!(between(decimal("5"), decimal("1")), None);
        assert_eq!(between(Decimal::MAX, Decimal::MAX), None);
    }

    #[test]
    fn numbers_are_read_as_files_write_them() {
        assert_eq!(decimal("0,5"), decimal(".5"));
        assert_eq!(decimal("1.5e3"), decimal("+1500"));
        for text in ["", "-", "e5", "1e99999999999999999999", "1.2.3", "NaN", "0x1A", "1_000", &"9".repeat(60)] {
            let _ = number(text);
        }
        assert_eq!((number(""), number("-"), number("1.2.3"), number("NaN")), (None, None, None, None));
    }
}
