//! What somebody answers, from the wire and onto it.

use async_graphql::{InputObject, OneofObject, SimpleObject};
use nabta_domain::kernel::Refusal;
use nabta_domain::kernel::error::codes::OUT_OF_RANGE;
use nabta_domain::learning::question::Response;

/// The premises, each with what was put to it.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "MatchesGivenInput")]
pub struct MatchesGiven {
    /// For each premise the place of its target as shown; nothing where none was put to it.
    targets: Vec<Option<i32>>,
}

/// The gaps, each with what fills it.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "GapsGivenInput")]
pub struct GapsGiven {
    /// For each gap what was written, or what the choice says; nothing where it was left empty.
    texts: Vec<Option<String>>,
}

/// An answer to a question. Numbers are places in the order in which things are shown, from nought.
#[derive(SimpleObject, Clone, Debug, Default)]
pub struct AnswerGiven {
    /// The choices that were taken.
    choices: Option<Vec<i32>>,
    /// True or false.
    truth: Option<bool>,
    /// A word, a number with its unit, an essay.
    text: Option<String>,
    /// For each premise the target that was put to it.
    matches: Option<MatchesGiven>,
    /// The items, in the order that was given to them.
    order: Option<Vec<i32>>,
    /// For each gap what fills it.
    gaps: Option<GapsGiven>,
}

/// An answer to a question. Numbers are places in the order in which things are shown, from nought.
#[derive(OneofObject, Clone, Debug)]
pub enum AnswerGivenInput {
    /// The choices that are taken: at most one where only one counts.
    Choices(Vec<i32>),
    /// True or false.
    Truth(bool),
    /// A word, a number with its unit, an essay.
    Text(String),
    /// For each premise the target that is put to it.
    Matches(MatchesGiven),
    /// The items, in the order that is given to them.
    Order(Vec<i32>),
    /// For each gap what fills it.
    Gaps(GapsGiven),
}

fn place(place: i32) -> Result<usize, Refusal> {
    let refusal = || Refusal::at(OUT_OF_RANGE, "answer").with("least", 0).with("most", "");
    usize::try_from(place).map_err(|_| refusal())
}

fn places(all: Vec<i32>) -> Result<Vec<usize>, Refusal> {
    all.into_iter().map(place).collect()
}

fn wired(places: Vec<usize>) -> Vec<i32> {
    places.into_iter().map(|place| i32::try_from(place).unwrap_or(i32::MAX)).collect()
}

impl AnswerGivenInput {
    pub(super) fn read(self) -> Result<Response, Refusal> {
        Ok(match self {
            Self::Choices(taken) => Response::Choices(places(taken)?),
            Self::Truth(said) => Response::Truth(said),
            Self::Text(text) => Response::Text(text),
            Self::Matches(MatchesGiven { targets }) => {
                Response::Matches(targets.into_iter().map(|target| target.map(place).transpose()).collect::<Result<_, _>>()?)
            }
            Self::Order(order) => Response::Order(places(order)?),
            Self::Gaps(GapsGiven { texts }) => Response::Gaps(texts),
        })
    }
}

impl From<Response> for AnswerGiven {
    fn from(response: Response) -> Self {
        let mut given = Self::default();
        match response {
            Response::Choices(taken) => given.choices = Some(wired(taken)),
            Response::Truth(said) => given.truth = Some(said),
            Response::Text(text) => given.text = Some(text),
            Response::Matches(targets) => {
                let target = |target: Option<usize>| target.and_then(|target| i32::try_from(target).ok());
                given.matches = Some(MatchesGiven { targets: targets.into_iter().map(target).collect() });
            }
            Response::Order(order) => given.order = Some(wired(order)),
            Response::Gaps(texts) => given.gaps = Some(GapsGiven { texts }),
        }
        given
    }
}
