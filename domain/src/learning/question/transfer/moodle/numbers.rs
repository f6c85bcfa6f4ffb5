//! The answers of a number, and its units.

use nabta_entities::learning::question_body::{AcceptedNumber, Answers, OtherUnit, Unit};
use rust_decimal::Decimal;

use super::super::{RemarkKind, amount};
use super::question::Reader;
use super::tree::Node;

impl Reader<'_> {
    pub(super) fn numeric(&mut self, node: &Node) -> Option<Answers> {
        let mut accepted = Vec::new();
        for answer in node.all("answer") {
            let value = match answer.says() {
                "" | "*" => None,
                written => Some(self.number(answer, written)?),
            };
            let tolerance = match answer.value("tolerance") {
                "" => Decimal::ZERO,
                written => self.number(answer, written)?,
            };
            let (credit, feedback) = (self.credit(answer), self.said(answer.first("feedback")));
            accepted.push(AcceptedNumber { value, tolerance, credit, feedback });
        }
        if accepted.iter().all(|number| number.value.is_none()) {
            accepted.clear();
        }
        let accepted = self.enough(accepted, 1, "numeric")?;
        Some(Answers::Numeric { accepted, unit: self.unit(node)? })
    }

    /// A number; nothing if it is none, which is noted.
    fn number(&mut self, node: &Node, written: &str) -> Option<Decimal> {
        let number = amount::number(written);
        if number.is_none() {
            self.notes.add(node.line, RemarkKind::NumberWrong, written);
        }
        number
    }

    /// The units, if there are any; nothing at all if one of them is wrong.
    #[expect(clippy::option_option, reason = "wrong is not the same as none")]
    fn unit(&mut self, node: &Node) -> Option<Option<Unit>> {
        let mut units = Vec::new();
        for unit in node.first("units").into_iter().flat_map(|units| units.all("unit")) {
            let symbol = unit.value("unit_name").to_owned();
            let per_unit = match unit.value("multiplier") {
                "" => Decimal::ONE,
                written => self.number(unit, written)?,
            };
            if !symbol.is_empty() {
                units.push(OtherUnit { symbol, per_unit });
            }
        }
        if units.is_empty() {
            return Some(None);
        }
        // The numbers are written in the unit of which one is one.
        let Some(first) = units.iter().position(|unit| unit.per_unit == Decimal::ONE) else {
            self.notes.add(node.line, RemarkKind::SettingLost, "units");
            return Some(None);
        };
        let symbol = units.remove(first).symbol;
        let is_required = !matches!(node.value("unitgradingtype"), "" | "0");
        Some(Some(Unit { symbol, others: units, is_required }))
    }
}
