//! How an order that is not quite right counts, by the names of Moodle's `ordering`.

use nabta_entities::learning::question_body::OrderGrading;

/// How an order counts by the plugin's name for it, and whether it is quite the same.
pub(super) fn grading(name: &str) -> Option<(OrderGrading, bool)> {
    Some(match name {
        "ALL_OR_NOTHING" => (OrderGrading::Whole, true),
        "ABSOLUTE_POSITION" | "ABSOLUTE" | "ABS" => (OrderGrading::Places, true),
        "RELATIVE_NEXT_EXCLUDE_LAST" => (OrderGrading::Neighbours, true),
        "RELATIVE_NEXT_INCLUDE_LAST"
        | "RELATIVE_ONE_PREVIOUS_AND_NEXT"
        | "RELATIVE_ALL_PREVIOUS_AND_NEXT"
        | "RELATIVE"
        | "REL"
        | "LONGEST_ORDERED_SUBSET"
        | "LONGEST_CONTIGUOUS_SUBSET" => (OrderGrading::Neighbours, false),
        _ => return None,
    })
}

/// The plugin's name for how an order counts.
pub(super) const fn name(grading: OrderGrading) -> &'static str {
    match grading {
        OrderGrading::Whole => "ALL_OR_NOTHING",
        OrderGrading::Places => "ABSOLUTE_POSITION",
        OrderGrading::Neighbours => "RELATIVE_NEXT_EXCLUDE_LAST",
    }
}
