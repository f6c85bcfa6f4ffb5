//! In which order things are shown to somebody: shuffled by a seed that is kept, so that an attempt can be shown again exactly.

use nabta_entities::ids::QuestionVersionId;
use nabta_entities::learning::question_body::{Answers, Filling, QuestionBody};
use nabta_entities::learning::response::Response;
use nabta_entities::values::LocalizedText;
use sha2::{Digest, Sha256};

/// What an attempt's orders come from. Who knows it knows them all: it never leaves the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub [u8; 16]);

impl Seed {
    /// The places `0..count`, shuffled for one purpose: sorted by the digest of the seed, the purpose and the place. It is the same in
    /// every version of the service, which a generator of random numbers does not promise.
    #[must_use]
    pub fn order(&self, purpose: &str, count: usize) -> Vec<usize> {
        let key = |place: usize| {
            // As wide on every machine.
            let place = (place as u64).to_be_bytes();
            Sha256::new().chain_update(self.0).chain_update(purpose).chain_update([0]).chain_update(place).finalize()
        };
        let mut places: Vec<usize> = (0..count).collect();
        places.sort_by_cached_key(|place| key(*place));
        places
    }
}

/// In which order the parts of one question are shown. Each list says which written part stands in each place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Choices, premises or items.
    pub parts: Vec<usize>,
    /// Targets, by their place in [`targets`].
    pub targets: Vec<usize>,
    /// For each gap its choices; empty for one that is written into.
    pub gaps: Vec<Vec<usize>>,
}

/// What premises are matched with: each text once.
#[must_use]
pub fn targets(answers: &Answers) -> Vec<&LocalizedText> {
    let mut found: Vec<&LocalizedText> = Vec::new();
    if let Answers::Matching { pairs, lures, .. } = answers {
        for target in pairs.iter().map(|pair| &pair.target).chain(lures) {
            if !found.contains(&target) {
                found.push(target);
            }
        }
    }
    found
}

impl Arrangement {
    /// How a question is arranged for an attempt.
    #[must_use]
    pub fn of(body: &QuestionBody, version: QuestionVersionId, seed: &Seed) -> Self {
        let order = |what: &str, count: usize| seed.order(&format!("{}/{what}", version.0), count);
        let written = |count: usize| (0..count).collect();
        let mut arrangement = Self::default();
        match &body.answers {
            Answers::Single { choices, is_in_order } | Answers::Several { choices, is_in_order } => {
                arrangement.parts = if *is_in_order { written(choices.len()) } else { order("choices", choices.len()) };
            }
            Answers::Matching { pairs, is_in_order, .. } => {
                arrangement.parts = if *is_in_order { written(pairs.len()) } else { order("premises", pairs.len()) };
                arrangement.targets = order("targets", targets(&body.answers).len());
            }
            Answers::Ordering { items, .. } => arrangement.parts = order("items", items.len()),
            Answers::Gaps { gaps } => {
                let of_gap = |(place, filling): (usize, &Filling)| match filling {
                    Filling::Choice { choices } => order(&format!("gap/{place}"), choices.len()),
                    Filling::Text { .. } | Filling::Number { .. } => Vec::new(),
                };
                arrangement.gaps = gaps.iter().map(|gap| &gap.filling).enumerate().map(of_gap).collect();
            }
            Answers::TrueFalse { .. } | Answers::Numeric { .. } | Answers::ShortText { .. } | Answers::Essay { .. } => {}
        }
        arrangement
    }

    /// An answer that names places as shown, with the places as written. It fits the question ([`super::answer::check`]).
    #[must_use]
    pub fn written(&self, response: &Response) -> Response {
        let part = |place: &usize| self.parts.get(*place).copied().unwrap_or(usize::MAX);
        match response {
            Response::Choices(places) => Response::Choices(places.iter().map(part).collect()),
            Response::Order(places) => Response::Order(places.iter().map(part).collect()),
            Response::Matches(targets) => {
                let mut written = vec![None; targets.len()];
                for (place, target) in targets.iter().enumerate() {
                    if let Some(premise) = self.parts.get(place).and_then(|premise| written.get_mut(*premise)) {
                        *premise = target.and_then(|target| self.targets.get(target).copied());
                    }
                }
                Response::Matches(written)
            }
            Response::Truth(_) | Response::Text(_) | Response::Gaps(_) => response.clone(),
        }
    }

    /// An answer that names places as written, with the places as shown: the other way round.
    #[must_use]
    pub fn shown(&self, response: &Response) -> Response {
        let place = |order: &[usize], part: usize| order.iter().position(|written| *written == part).unwrap_or(usize::MAX);
        match response {
            Response::Choices(parts) => Response::Choices(parts.iter().map(|part| place(&self.parts, *part)).collect()),
            Response::Order(parts) => Response::Order(parts.iter().map(|part| place(&self.parts, *part)).collect()),
            Response::Matches(targets) => {
                let target = |premise: &usize| targets.get(*premise).copied().flatten();
                let shown = self.parts.iter().map(|premise| target(premise).map(|target| place(&self.targets, target)));
                Response::Matches(shown.collect())
            }
            Response::Truth(_) | Response::Text(_) | Response::Gaps(_) => response.clone(),
        }
    }

    /// What belongs to each part of an answer, in the order of the answer as it was given.
    #[must_use]
    pub fn parts_shown<T: Copy>(&self, response: Option<&Response>, of_parts: Vec<T>) -> Vec<T> {
        match response {
            // Premises were put back into the order in which they are written.
            Some(Response::Matches(_)) => self.parts.iter().filter_map(|premise| of_parts.get(*premise).copied()).collect(),
            _ => of_parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_a_shuffle_that_stays_the_same() {
        let seed = Seed([7; 16]);
        let order = seed.order("choices", 12);
        assert_eq!(order, seed.order("choices", 12));
        assert_ne!(order, seed.order("targets", 12));
        assert_ne!(order, Seed([8; 16]).order("choices", 12));
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..12).collect::<Vec<_>>());
        // Attempts that are kept were shown in these orders: never to be changed.
        assert_eq!(Seed([1; 16]).order("kept", 6), KEPT);
    }

    #[test]
    fn an_answer_as_shown_and_as_written_are_the_same_answer() {
        let arrangement = Arrangement { parts: vec![2, 0, 1], targets: vec![1, 2, 0], gaps: Vec::new() };
        for response in [
            Response::Choices(vec![2, 1]),
            Response::Order(vec![1, 2, 0]),
            Response::Matches(vec![Some(2), None, Some(0)]),
            Response::Truth(true),
        ] {
            assert_eq!(arrangement.shown(&arrangement.written(&response)), response);
            assert_eq!(arrangement.written(&arrangement.shown(&response)), response);
        }
        assert_eq!(arrangement.parts_shown(Some(&Response::Matches(Vec::new())), vec![10, 11, 12]), [12, 10, 11]);
    }

    const KEPT: [usize; 6] = [4, 2, 3, 0, 5, 1];

    #[test]
    fn every_place_is_as_likely() {
        let mut first = [0u32; 4];
        for seed in 0..4_000u32 {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&seed.to_be_bytes());
            first[Seed(bytes).order("choices", 4)[0]] += 1;
        }
        assert!(first.iter().all(|times| (900..1_100).contains(times)), "{first:?}");
    }
}
