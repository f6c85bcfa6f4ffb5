//! Formulas: LaTeX to MathML.

use std::thread;

use pulldown_latex::{Parser, RenderConfig, Storage, config::DisplayMode, mathml::write_mathml};

/// Longest formula, in bytes. A page of aligned equations has about a thousand.
const MAX_LENGTH: usize = 4_000;
/// Deepest nesting of elements in the MathML; browsers draw nothing useful beyond thirty.
const MAX_DEPTH: usize = 100;
/// Stack for one formula. The parser calls itself for every command that is the argument of another (`\sqrt\sqrt\sqrt…`) with up
/// to 20 KB a call in a debug build: the longest formula needs 40 MB, and an exhausted stack would end the whole server. Only the
/// pages that are used are taken from memory.
const STACK: usize = 64 * 1024 * 1024;
/// Macros can grow a short formula into megabytes, and a formula has no use for its own.
const MACROS: [&str; 6] = ["\\def", "\\let", "\\futurelet", "\\newcommand", "\\renewcommand", "\\providecommand"];

/// The MathML of a formula with its LaTeX as annotation, or `None` if it cannot be understood. Not sanitised yet.
pub(super) fn mathml(latex: &str, display_mode: DisplayMode) -> Option<String> {
    let latex = latex.trim();
    if latex.is_empty() || latex.len() > MAX_LENGTH || MACROS.iter().any(|name| latex.contains(name)) {
        return None;
    }
    // A thread of its own, for its stack; and because the parser is young and asserts some of its invariants: an odd formula must
    // cost the author a formula, not the request.
    thread::scope(|scope| {
        let work = thread::Builder::new()
            .name("formula".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || convert(latex, display_mode));
        work.ok()?.join().ok().flatten()
    })
}

fn convert(latex: &str, display_mode: DisplayMode) -> Option<String> {
    let storage = Storage::new();
    // Parsed to the end first: the renderer would write a mistake into the page and go on.
    let events = Parser::new(latex, &storage).collect::<Result<Vec<_>, _>>().ok()?;
    // The crate writes the annotation as it is.
    let annotation = ammonia::clean_text(latex);
    let config = RenderConfig { display_mode, annotation: Some(&annotation), ..RenderConfig::default() };
    let mut mathml = Vec::new();
    write_mathml(&mut mathml, events.into_iter().map(Ok::<_, std::fmt::Error>), config).ok()?;
    let mathml = String::from_utf8(mathml).ok()?;
    if depth(&mathml) > MAX_DEPTH {
        return None;
    }
    // Formulas run from left to right in Arabic too (Tunisian schoolbooks write them so).
    Some(format!("<math dir=\"ltr\"{}", mathml.strip_prefix("<math")?))
}

/// How many elements lie within each other at most.
fn depth(mathml: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for tag in mathml.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !inside.ends_with('/') {
            depth += 1;
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_the_lessons_become_mathml() {
        for latex in [
            r"EH = \frac{F}{60}",
            r"180\,000 / 60 = 3\,000",
            r"N = A \times D \times S",
            r"a < b",
            r"\text{أ} + \sum_{i=1}^{n} x_i",
            r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        ] {
            let mathml = mathml(latex, DisplayMode::Block).unwrap();
            assert!(mathml.starts_with("<math dir=\"ltr\" display=\"block\">"), "{mathml}");
            assert!(mathml.contains("<annotation encoding=\"application/x-tex\">"));
        }
    }

    #[test]
    fn commands_within_commands_do_not_exhaust_the_stack() {
        let small = thread::Builder::new().stack_size(512 * 1024).spawn(|| {
            for unit in
                [r"\sqrt", r"\frac1", r"\not", r"\hat", r"\mathbf", r"\sqrt[1]", "a^", "{", r"\left(", r"\text", r"\=", r"\bar"]
            {
                let _ = mathml(&(unit.repeat(MAX_LENGTH / unit.len() - 1) + "x"), DisplayMode::Inline);
            }
        });
        small.unwrap().join().unwrap();
    }

    #[test]
    fn mistakes_macros_and_bombs_are_refused() {
        let bomb = "{".repeat(1_000) + &"}".repeat(1_000);
        let lefts = r"\left(".repeat(300) + &r"\right)".repeat(300);
        for latex in
            ["", "  ", r"\nosuchcommand", "{", "a_b_c", r"\def\a{\a\a}\a", r"\let\a=b", &"x".repeat(4_001), &bomb, &lefts]
        {
            assert_eq!(mathml(latex, DisplayMode::Inline), None, "{latex:.20}");
        }
    }
}
