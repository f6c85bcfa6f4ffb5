//! Gaps as Moodle embeds them into a text: `{2:SHORTANSWER:=mot~%50%mots#presque}`.
//!
//! `\` before `}`, `~`, `#`, `/`, `"` or `\` takes their meaning away. The kinds are `SHORTANSWER` (`SA`, `MW`; with `_C` or `C`, capitals
//! count), `NUMERICAL` (`NM`) and `MULTICHOICE` (`MC`; how it is laid out is left out).

use std::fmt::Write;

use nabta_entities::learning::question_body::{AcceptedNumber, AcceptedText, Choice, Credit, Filling, Gap};
use nabta_entities::values::Locale;
use rust_decimal::Decimal;

use super::prose::{self, Format, said};
use super::{RemarkKind, amount};

/// What fills a gap, by the name of its kind.
#[derive(Clone, Copy)]
enum Kind {
    Text { is_case_sensitive: bool },
    Number,
    Choice,
}

impl Kind {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "SHORTANSWER" | "SA" | "MW" => Some(Self::Text { is_case_sensitive: false }),
            "SHORTANSWER_C" | "SAC" | "MWC" => Some(Self::Text { is_case_sensitive: true }),
            "NUMERICAL" | "NM" => Some(Self::Number),
            "MULTICHOICE" | "MC" | "MULTICHOICE_V" | "MCV" | "MULTICHOICE_H" | "MCH" | "MULTICHOICE_S" | "MCS"
            | "MULTICHOICE_VS" | "MCVS" | "MULTICHOICE_HS" | "MCHS" => Some(Self::Choice),
            _ => None,
        }
    }
}

/// One alternative, without escapes.
struct Alternative {
    credit: Credit,
    answer: String,
    feedback: String,
}

/// Reads the gaps of texts in one language and format.
pub(super) struct Reader<'a> {
    /// The language.
    pub(super) locale: Locale,
    /// How the text is written.
    pub(super) format: Format,
    /// What is left out.
    pub(super) left: &'a mut Vec<(RemarkKind, String)>,
}

impl Reader<'_> {
    /// A text with `[[1]]`, `[[2]]`… in the place of its gaps, and these; or the beginning of a gap that cannot be read.
    pub(super) fn read(&mut self, text: &str) -> Result<(String, Vec<Gap>), (RemarkKind, String)> {
        let (mut marked, mut gaps) = (String::with_capacity(text.len()), Vec::new());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            marked.push_str(before);
            let Some((weight, name, alternatives)) = opening(after) else {
                marked.push('{');
                rest = after;
                continue;
            };
            let excerpt = || format!("{{{}", after.chars().take(60).collect::<String>());
            let kind = Kind::from_name(name).ok_or_else(|| (RemarkKind::UnsupportedKind, name.to_owned()))?;
            let wrong = || (RemarkKind::GapWrong, excerpt());
            let weight = if weight.is_empty() { 1 } else { weight.parse().map_err(|_| wrong())? };
            let end = unescaped(alternatives, &['}']).next().ok_or_else(wrong)?;
            let (alternatives, after) = alternatives.split_at_checked(end).ok_or_else(wrong)?;
            let filling = self.alternatives(alternatives).and_then(|read| self.filling(kind, read)).ok_or_else(wrong)?;
            gaps.push(Gap { weight, filling });
            // Writing to a string cannot fail.
            let _ = write!(marked, "[[{}]]", gaps.len());
            rest = after.strip_prefix('}').unwrap_or(after);
        }
        marked.push_str(rest);
        Ok((marked, gaps))
    }

    /// The alternatives between a gap's kind and its end. Some begin with `~`.
    fn alternatives(&mut self, written: &str) -> Option<Vec<Alternative>> {
        let written = written.trim_start();
        let written = written.strip_prefix('~').unwrap_or(written);
        let mut alternatives = Vec::new();
        let mut from = 0;
        for end in unescaped(written, &['~']).chain([written.len()]) {
            alternatives.push(self.alternative(written.get(from..end)?)?);
            from = end + 1;
        }
        Some(alternatives)
    }

    fn filling(&self, kind: Kind, alternatives: Vec<Alternative>) -> Option<Filling> {
        let locale = self.locale;
        match kind {
            Kind::Text { is_case_sensitive } => {
                let text = |Alternative { credit, answer, feedback }| {
                    let feedback = (!feedback.is_empty()).then_some(feedback);
                    (!answer.is_empty()).then_some(AcceptedText { locale, text: answer, credit, feedback })
                };
                let accepted = alternatives.into_iter().map(text).collect::<Option<_>>()?;
                Some(Filling::Text { accepted, is_case_sensitive })
            }
            Kind::Number => {
                let number = |Alternative { credit, answer, feedback }| {
                    let (value, tolerance) = number(&answer)?;
                    Some(AcceptedNumber { value, tolerance, credit, feedback: said(locale, feedback) })
                };
                alternatives.into_iter().map(number).collect::<Option<_>>().map(|accepted| Filling::Number { accepted })
            }
            Kind::Choice => {
                let choice = |Alternative { credit, answer, feedback }| Choice {
                    text: said(locale, answer),
                    credit,
                    feedback: said(locale, feedback),
                };
                Some(Filling::Choice { choices: alternatives.into_iter().map(choice).collect() })
            }
        }
    }

    /// An alternative as it stands between `~`.
    fn alternative(&mut self, written: &str) -> Option<Alternative> {
        let mut written = written.trim_start();
        let mut credit = Credit::NONE;
        if let Some(after) = written.strip_prefix('=') {
            (credit, written) = (Credit::WHOLE, after);
        } else if let Some((percent, after)) = written.strip_prefix('%').and_then(|after| after.split_once('%')) {
            (credit, written) = (amount::percent(percent)?, after);
        }
        // "&#233;" is a character.
        let is_reference = |at| self.format == Format::Html && at > 0 && written.as_bytes().get(at - 1) == Some(&b'&');
        let end = unescaped(written, &['#']).find(|at| !is_reference(*at)).unwrap_or(written.len());
        let (answer, feedback) = written.split_at_checked(end).unwrap_or((written, ""));
        let feedback = unescape(feedback.strip_prefix('#').unwrap_or_default());
        Some(Alternative {
            credit,
            answer: prose::plain(&unescape(answer), self.format),
            feedback: prose::markdown(&feedback, self.format, self.left),
        })
    }
}

/// A gap's weight and kind, and what follows; or nothing where there is no gap.
fn opening(text: &str) -> Option<(&str, &str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (weight, after) = text.split_at_checked(digits)?;
    let after = after.strip_prefix(':')?;
    let letters = after.bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_').count();
    // Short words between colons that are no kind are words: "{1:B:" asks for nothing.
    let is_kind = |name: &str| Kind::from_name(name).is_some() || name.len() >= 4;
    let (name, after) = after.split_at_checked(letters).filter(|(name, _)| is_kind(name))?;
    Some((weight, name, after.strip_prefix(':')?))
}

/// Where some signs stand that are not escaped.
fn unescaped<'t>(text: &'t str, signs: &'t [char]) -> impl Iterator<Item = usize> + 't {
    let mut is_escaped = false;
    text.char_indices().filter_map(move |(at, character)| {
        let found = !is_escaped && signs.contains(&character);
        is_escaped = !is_escaped && character == '\\';
        found.then_some(at)
    })
}

fn unescape(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && matches!(next, '}' | '~' | '#' | '/' | '"' | '\\'));
        said.push(escaped.unwrap_or(character));
    }
    said
}

/// A number with its tolerance; `*` is any other.
fn number(written: &str) -> Option<(Option<Decimal>, Decimal)> {
    let (value, tolerance) = written.split_once(':').unwrap_or((written, "0"));
    let value = if value.trim() == "*" { None } else { Some(amount::number(value)?) };
    Some((value, amount::number(tolerance)?))
}

/// A text with its gaps as Moodle embeds them; a mark without a gap stays.
pub(super) fn write(text: &str, gaps: &[Gap], locale: Locale) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("[[") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        written.push_str(before);
        let mark = mark(from);
        let number = mark.trim_matches(['[', ']']).parse().ok().and_then(|number: usize| number.checked_sub(1));
        match number.and_then(|number| gaps.get(number)) {
            Some(gap) => gap_text(gap, locale, &mut written),
            None => written.push_str(if mark.is_empty() { "[" } else { mark }),
        }
        rest = from.get(mark.len().max(1)..).unwrap_or_default();
    }
    written.push_str(rest);
    written
}

/// The mark of a gap at the beginning of a text, such as `[[1]]`, or nothing.
pub(super) fn mark(text: &str) -> &str {
    let digits = text.strip_prefix("[[").map_or(0, |after| after.bytes().take_while(u8::is_ascii_digit).count());
    text.get(..digits + 4).filter(|mark| digits > 0 && mark.ends_with("]]")).unwrap_or_default()
}

fn gap_text(gap: &Gap, locale: Locale, into: &mut String) {
    let name = match gap.filling {
        Filling::Text { is_case_sensitive: false, .. } => "SHORTANSWER",
        Filling::Text { is_case_sensitive: true, .. } => "SHORTANSWER_C",
        Filling::Number { .. } => "NUMERICAL",
        Filling::Choice { .. } => "MULTICHOICE",
    };
    let alternatives: Vec<String> = match &gap.filling {
        Filling::Text { accepted, .. } => {
            accepted.iter().map(|text| alternative(text.credit, &text.text, text.feedback.as_deref())).collect()
        }
        Filling::Number { accepted } => accepted.iter().map(|number| number_text(number, locale)).collect(),
        Filling::Choice { choices } => {
            let text = |choice: &Choice| choice.text.get(locale).unwrap_or_default().to_owned();
            choices.iter().map(|choice| alternative(choice.credit, &text(choice), choice.feedback.get(locale))).collect()
        }
    };
    let _ = write!(into, "{{{}:{name}:{}}}", gap.weight, alternatives.join("~"));
}

fn number_text(number: &AcceptedNumber, locale: Locale) -> String {
    let value = number.value.map_or_else(|| "*".to_owned(), amount::write_number);
    let text = format!("{value}:{}", amount::write_number(number.tolerance));
    alternative(number.credit, &text, number.feedback.get(locale))
}

fn alternative(credit: Credit, answer: &str, feedback: Option<&str>) -> String {
    let credit = if credit == Credit::WHOLE { "=".to_owned() } else { format!("%{}%", amount::write_percent(credit)) };
    let escape = |text: &str| {
        let escaped = text.replace('\\', "\\\\").replace('}', "\\}");
        escaped.replace('~', "\\~").replace('#', "\\#")
    };
    let feedback = feedback.map(|feedback| format!("#{}", escape(feedback))).unwrap_or_default();
    format!("{credit}{}{feedback}", escape(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, format: Format) -> Result<(String, Vec<Gap>), (RemarkKind, String)> {
        Reader { locale: Locale::Fr, format, left: &mut Vec::new() }.read(text)
    }

    #[test]
    fn gaps_are_read_as_moodle_embeds_them() {
        let text = "Un {1:SHORTANSWER:=mot~%50%mots#presque \\} ou \\~}, {:NM:=3.5:0.1~%25%*}, {2:MCH:~a~=b#oui} et {x} {1:a}";
        let (marked, gaps) = read(text, Format::Markdown).unwrap();
        assert_eq!(marked, "Un [[1]], [[2]], [[3]] et {x} {1:a}");
        assert_eq!(gaps.iter().map(|gap| gap.weight).collect::<Vec<_>>(), [1, 1, 2]);
        let Filling::Text { accepted, is_case_sensitive: false } = &gaps[0].filling else { panic!() };
        assert_eq!((accepted[1].credit.0, accepted[1].feedback.as_deref()), (500_000, Some("presque } ou ~")));
        let Filling::Number { accepted } = &gaps[1].filling else { panic!() };
        assert_eq!((accepted[0].value, accepted[1].value), (Some(Decimal::new(35, 1)), None));
        let Filling::Choice { choices } = &gaps[2].filling else { panic!() };
        assert_eq!((choices.len(), choices[1].credit), (2, Credit::WHOLE));
        let again = write(&marked, &gaps, Locale::Fr);
        assert_eq!(read(&again, Format::Markdown).unwrap(), (marked, gaps));
    }

    #[test]
    fn html_in_gaps_is_text() {
        let (_, gaps) = read("{1:SA:=l&#233;gal &amp; <b>s\u{fb}r</b>#<p>Oui</p>}", Format::Html).unwrap();
        let Filling::Text { accepted, .. } = &gaps[0].filling else { panic!() };
        assert_eq!((accepted[0].text.as_str(), accepted[0].feedback.as_deref()), ("légal & sûr", Some("Oui")));
    }

    #[test]
    fn what_is_no_gap_is_told() {
        assert_eq!(read("{1:REGEXP:=a}", Format::Markdown).unwrap_err().0, RemarkKind::UnsupportedKind);
        for text in ["{1:SA:=a", "{1:NM:=x}", "{99999999999:SA:=a}", "{1:SA:%x%a}", "{1:SA:}"] {
            assert_eq!(read(text, Format::Markdown).unwrap_err().0, RemarkKind::GapWrong, "{text}");
        }
    }
}
