//! Points and percents, as people write them.

use nabta_domain::kernel::Refusal;
use nabta_domain::kernel::error::codes::OUT_OF_RANGE;
use nabta_domain::learning::question::body::Credit;

/// Millionths in a percent.
const MILLIONTHS: f64 = 10_000.0;

/// A share in percent.
pub(super) fn percent(credit: Credit) -> f64 {
    f64::from(credit.0) / MILLIONTHS
}

/// A share that came in percent.
pub(super) fn credit(percent: f64, path: &str) -> Result<Credit, Refusal> {
    if !(-100.0..=100.0).contains(&percent) {
        return Err(Refusal::at(OUT_OF_RANGE, path).with("least", -100).with("most", 100));
    }
    // At most a million, either way.
    #[allow(clippy::cast_possible_truncation)]
    let millionths = (percent * MILLIONTHS).round() as i32;
    Ok(Credit(millionths))
}

/// Points, from hundredths.
pub(super) fn points(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

/// Points in hundredths.
pub(super) fn hundredths(points: f64, path: &str) -> Result<i32, Refusal> {
    if !(0.0..=1_000.0).contains(&points) {
        return Err(Refusal::at(OUT_OF_RANGE, path).with("least", "0.01").with("most", 1_000));
    }
    // At most a hundred thousand.
    #[allow(clippy::cast_possible_truncation)]
    let hundredths = (points * 100.0).round() as i32;
    Ok(hundredths)
}
