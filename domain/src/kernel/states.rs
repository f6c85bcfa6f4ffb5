//! Where a thing can stand, and which acts lead where: a table of edges for each aggregate, and one way to read it.

use super::error::{Refusal, codes};

/// An act that leads from one state to another.
pub type Edge<State, Act> = (State, Act, State);

/// Where an act leads from a state, or the refusal `WRONG_STATE`.
pub fn next<State, Act>(edges: &[Edge<State, Act>], from: State, act: Act) -> Result<State, Refusal>
where
    State: Copy + PartialEq + std::fmt::Debug,
    Act: Copy + PartialEq,
{
    edges
        .iter()
        .find(|(state, edge, _)| *state == from && *edge == act)
        .map(|(_, _, to)| *to)
        .ok_or_else(|| Refusal::new(codes::WRONG_STATE).with("state", format!("{from:?}")))
}
