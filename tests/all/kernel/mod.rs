//! What the kernel promises, seen from outside.

mod journal;
mod matrix;
mod migrations;
mod nodes;
mod statements;
