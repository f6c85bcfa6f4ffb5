//! What the kernel promises, seen from outside.

mod crowd;
mod failures;
mod identifiers;
mod journal;
mod known;
mod matrix;
mod migrations;
mod nodes;
mod statements;
mod work;
