//! What can be given as an answer to a question.

use nabta_entities::learning::question_body::{Answers, QuestionBody};
use nabta_entities::learning::response::Response;

use super::super::actions::codes::ANSWER_WRONG;
use super::arrange::targets;
use crate::kernel::error::codes::{FORBIDDEN_CHARACTER, TOO_LONG};
use crate::kernel::{Refusal, text};

/// The longest word, number or gap, in characters.
const LINE: usize = 500;
/// The longest essay, in characters.
const ESSAY: usize = 50_000;

/// Refuses what is no answer to this question. It says nothing of whether the answer is right.
pub fn check(body: &QuestionBody, response: &Response) -> Result<(), Refusal> {
    let fits = match (&body.answers, response) {
        (Answers::Single { choices, .. }, Response::Choices(taken)) => taken.len() <= 1 && are_places(taken, choices.len()),
        (Answers::Several { choices, .. }, Response::Choices(taken)) => are_places(taken, choices.len()),
        (Answers::TrueFalse { .. }, Response::Truth(_)) => true,
        (Answers::Numeric { .. } | Answers::ShortText { .. }, Response::Text(said)) => return clean(said, LINE),
        (Answers::Essay { .. }, Response::Text(said)) => return clean(said, ESSAY),
        (Answers::Matching { pairs, .. }, Response::Matches(matched)) => {
            let most = targets(&body.answers).len();
            matched.len() == pairs.len() && matched.iter().flatten().all(|target| *target < most)
        }
        (Answers::Ordering { items, .. }, Response::Order(order)) => order.len() == items.len() && are_places(order, items.len()),
        (Answers::Gaps { gaps }, Response::Gaps(filled)) => {
            filled.iter().flatten().try_for_each(|said| clean(said, LINE))?;
            filled.len() == gaps.len()
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(Refusal::at(ANSWER_WRONG, "answer")) }
}

/// Whether these are places below `count`, each at most once.
fn are_places(places: &[usize], count: usize) -> bool {
    let mut taken = vec![false; count];
    places.iter().all(|place| taken.get_mut(*place).is_some_and(|taken| !std::mem::replace(taken, true)))
}

fn clean(said: &str, longest: usize) -> Result<(), Refusal> {
    let length = said.chars().count();
    if length > longest {
        return Err(Refusal::at(TOO_LONG, "answer").with("length", length).with("longest", longest));
    }
    if said.chars().any(|c| text::is_forbidden(c) && c != '\r') {
        return Err(Refusal::at(FORBIDDEN_CHARACTER, "answer"));
    }
    Ok(())
}
