//! The table: printed, and written between two marker lines of `docs/benchmarks.md`.

use std::process::Command;

use nabta_testkit::repository;

use crate::pairs::{Compared, Estimate, Summary};

const BEGIN: &str = "<!-- results: written by `make bench` -->";
const END: &str = "<!-- end of results -->";
const HEAD: [&str; 2] = [
    "| # | what | on | result | 95 % | goal | | control A/A | commit |",
    "| - | --- | --- | --- | --- | --- | --- | --- | --- |",
];

/// One row of the table.
pub struct Line {
    /// The goal that it belongs to.
    pub subject: &'static str,
    what: String,
    on: String,
    result: String,
    interval: String,
    goal: String,
    verdict: &'static str,
    control: String,
    /// Whether its control was off to the end.
    pub void: bool,
}

impl Line {
    /// A measured or counted value.
    pub fn new(subject: &'static str, what: impl Into<String>, on: impl ToString, result: impl Into<String>) -> Self {
        let (what, on, result) = (what.into(), on.to_string(), result.into());
        let empty = String::new;
        Self { subject, what, on, result, interval: empty(), goal: empty(), verdict: "", control: empty(), void: false }
    }

    /// A ratio of two things measured in turn.
    pub fn ratio(subject: &'static str, what: impl Into<String>, on: impl ToString, compared: &Compared, by: Summary) -> Self {
        let ratio = compared.ratio(by);
        let mut line = Self::new(subject, what, on, format!("{:.2} ×", ratio.median)).within(&ratio, 2);
        line.control = compared.control();
        line.void = !compared.valid;
        line
    }

    /// With the interval of 95 %.
    pub fn within(mut self, estimate: &Estimate, digits: usize) -> Self {
        self.interval = estimate.interval(digits);
        self
    }

    /// With the goal, and whether the value meets it.
    pub fn goal(mut self, goal: &str, met: bool) -> Self {
        self.goal = goal.into();
        self.verdict = if met { "met" } else { "**missed**" };
        self
    }

    fn cells(&self, commit: &str) -> [String; 9] {
        [
            self.subject.into(),
            self.what.clone(),
            self.on.clone(),
            self.result.clone(),
            self.interval.clone(),
            self.goal.clone(),
            self.verdict.into(),
            self.control.clone(),
            commit.into(),
        ]
    }

    fn row(&self, commit: &str) -> String {
        format!("| {} |", self.cells(commit).join(" | "))
    }
}

/// Which state of the code was measured.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(repository()).args(arguments).output().ok();
        output.filter(|output| output.status.success()).map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--short=8", "HEAD"]) else { return "?".into() };
    // The results themselves do not make it another state.
    let changed = git(&["status", "--porcelain", "--", ".", ":!docs/benchmarks.md"]).is_none_or(|changes| !changes.is_empty());
    if changed { format!("{commit}+") } else { commit }
}

/// Prints rows with their columns aligned.
#[expect(clippy::print_stdout, reason = "a benchmark speaks on standard output")]
pub fn print(lines: &[Line]) {
    let rows: Vec<[String; 9]> = lines.iter().map(|line| line.cells("")).collect();
    let widths: Vec<usize> = (0..8).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// Replaces the rows of the subjects that were measured and keeps those of the others.
pub fn write(lines: &[Line]) -> std::io::Result<()> {
    let path = repository().join("docs/benchmarks.md");
    let page = std::fs::read_to_string(&path)?;
    let missing = || std::io::Error::other("docs/benchmarks.md has lost its marker lines");
    let (before, rest) = page.split_once(BEGIN).ok_or_else(missing)?;
    let (table, after) = rest.split_once(END).ok_or_else(missing)?;
    let subject = |row: &str| row.trim_start_matches("| ").split(' ').next().unwrap_or_default().to_owned();
    let measured = |row: &&str| lines.iter().any(|line| line.subject == subject(row));
    let mut rows: Vec<String> =
        table.lines().filter(|row| row.starts_with("| ") && !HEAD.contains(row) && !measured(row)).map(str::to_owned).collect();
    let commit = commit();
    rows.extend(lines.iter().map(|line| line.row(&commit)));
    let order = |row: &String| crate::Subject::order(&subject(row));
    rows.sort_by_key(order);
    let table = [HEAD.map(str::to_owned).to_vec(), rows].concat().join("\n");
    std::fs::write(path, format!("{before}{BEGIN}\n\n{table}\n\n{END}{after}"))
}
