//! Ratios of two things measured in turn: A-B-B-A, so that what slows the machine for a while slows both.

/// How often a measurement whose control failed is tried again.
const ATTEMPTS: u32 = 4;
/// Where the control, A against itself, must lie.
const CONTROL: std::ops::RangeInclusive<f64> = 0.95..=1.05;

/// A median with its interval of 95 %.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// The median.
    pub median: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

impl Estimate {
    /// The interval comes from order statistics: how many of n values lie below the median is binomial.
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let (count, spread) = (values.len() as f64, 0.98 * (values.len() as f64).sqrt());
        let at = |rank: f64| values[(rank.max(1.0) as usize).min(values.len()) - 1];
        let median = f64::midpoint(at((count / 2.0).ceil()), at((count / 2.0).floor() + 1.0));
        Self { median, low: at((count / 2.0 - spread).floor()), high: at((count / 2.0 + 1.0 + spread).ceil()) }
    }

    /// As the table shows it.
    pub fn interval(&self, digits: usize) -> String {
        format!("{:.digits$}–{:.digits$}", self.low, self.high)
    }
}

/// The value below which a share of the values lie.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() as f64 * share).ceil() as usize).clamp(1, values.len()) - 1]
}

/// What is made of the times of one thing within a pair.
#[derive(Clone, Copy)]
pub enum Summary {
    /// The middle one.
    Median,
    /// What one in a hundred exceeds.
    P99,
}

impl Summary {
    fn of(self, times: &[f64]) -> f64 {
        quantile(&mut times.to_vec(), if matches!(self, Self::Median) { 0.5 } else { 0.99 })
    }
}

/// The times of A and of B within one pair.
struct Pair(Vec<f64>, Vec<f64>);

/// Two things that were measured in turn.
pub struct Compared {
    pairs: Vec<Pair>,
    /// A against itself.
    pub control: Estimate,
    /// Whether the last try's control was where it must be.
    pub valid: bool,
    /// How many tries were void before.
    pub voided: u32,
}

impl Compared {
    /// A ÷ B.
    pub fn ratio(&self, summary: Summary) -> Estimate {
        ratio(&self.pairs, summary)
    }

    /// The times of A and of B in all, summed up.
    pub fn times(&self, summary: Summary) -> (f64, f64) {
        let all = |of: fn(&Pair) -> &Vec<f64>| self.pairs.iter().flat_map(of).copied().collect::<Vec<f64>>();
        (summary.of(&all(|pair| &pair.0)), summary.of(&all(|pair| &pair.1)))
    }

    /// The control as the table shows it.
    pub fn control(&self) -> String {
        let tries = if self.voided > 0 { format!(", {} void before", self.voided) } else { String::new() };
        format!("{:.2}{}{tries}", self.control.median, if self.valid { "" } else { " VOID" })
    }
}

fn ratio(pairs: &[Pair], summary: Summary) -> Estimate {
    Estimate::of(pairs.iter().map(|Pair(a, b)| summary.of(a) / summary.of(b)).collect())
}

/// Measures two things in turn. A leg gives the times of a few runs. The control, A-A-A-A, is measured between the pairs; `judged` is
/// what it is judged by. When it is off, everything is measured again.
pub async fn compare(
    pairs: usize,
    judged: Summary,
    mut a: impl AsyncFnMut() -> Vec<f64>,
    mut b: impl AsyncFnMut() -> Vec<f64>,
) -> Compared {
    let mut voided = 0;
    loop {
        // Warm-up: dropped.
        for _ in 0..3 {
            let _ = (a().await, b().await);
        }
        let (mut measured, mut controls) = (Vec::new(), Vec::new());
        for _ in 0..pairs {
            let (first, second, third, fourth) = (a().await, b().await, b().await, a().await);
            measured.push(Pair([first, fourth].concat(), [second, third].concat()));
            let (first, second, third, fourth) = (a().await, a().await, a().await, a().await);
            controls.push(Pair([first, fourth].concat(), [second, third].concat()));
        }
        let control = ratio(&controls, judged);
        let valid = CONTROL.contains(&control.median);
        if valid || voided + 1 == ATTEMPTS {
            return Compared { pairs: measured, control, valid, voided };
        }
        voided += 1;
    }
}
