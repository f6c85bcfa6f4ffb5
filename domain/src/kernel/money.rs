//! Money as whole minor units: neither database nor program ever rounds it.

use serde::{Deserialize, Serialize};

use super::error::{Refusal, codes};

/// An amount in a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Whole minor units: millimes of a dinar, cents of a euro.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// Currencies that the centre's programmes use, with the digits of their minor unit (ISO 4217).
const CURRENCIES: &[(&str, u32)] = &[("TND", 3), ("EUR", 2), ("USD", 2)];

impl Money {
    /// Reads `"120.500"`, with at most as many decimals as the currency has.
    pub fn parse(amount: &str, currency: &str, path: &str) -> Result<Self, Refusal> {
        let bad = || Refusal::at(codes::BAD_FORMAT, path).with("value", amount);
        let (_, digits) = CURRENCIES.iter().find(|(code, _)| *code == currency).ok_or_else(bad)?;
        let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
        let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let width = usize::try_from(*digits).unwrap_or(0);
        if whole.is_empty() || whole.len() > 12 || decimals.len() > width || !only_digits(whole) || !only_digits(decimals) {
            return Err(bad());
        }
        let minor = format!("{whole}{decimals:0<width$}").parse().map_err(|_| bad())?;
        Ok(Self { minor, currency: currency.to_owned() })
    }

    /// From the two columns in which a table keeps it.
    #[must_use]
    pub fn from_columns(minor: Option<i64>, currency: Option<String>) -> Option<Self> {
        Some(Self { minor: minor?, currency: currency? })
    }

    /// The amount with all its decimals, `"120.500"`.
    #[must_use]
    pub fn amount(&self) -> String {
        let digits = CURRENCIES.iter().find(|(code, _)| *code == self.currency).map_or(2, |(_, digits)| *digits);
        let unit = 10_u64.pow(digits);
        let (sign, absolute) = (if self.minor < 0 { "-" } else { "" }, self.minor.unsigned_abs());
        format!("{sign}{}.{:0width$}", absolute / unit, absolute % unit, width = usize::try_from(digits).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_amount_survives_writing_and_reading(minor in 0_i64..1_000_000_000_000, currency in prop::sample::select(vec!["TND", "EUR", "USD"])) {
            let money = Money { minor, currency: currency.to_owned() };
            prop_assert_eq!(Money::parse(&money.amount(), currency, "fee"), Ok(money));
        }

        #[test]
        fn no_text_makes_it_panic(amount in ".*", currency in ".{0,4}") {
            let _ = Money::parse(&amount, &currency, "fee");
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for amount in ["", "-1", "1,5", "1.5555", "1e3", " 1", "١٢", "9999999999999999", "1.", ".5"] {
            let parsed = Money::parse(amount, "TND", "fee");
            assert_eq!(parsed.is_ok(), amount == "1.", "{amount:?}");
        }
        assert!(Money::parse("1", "XYZ", "fee").is_err());
    }
}
