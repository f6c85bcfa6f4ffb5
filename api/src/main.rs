//! The binary `nabta`: everything is in the library.

// As in the library.
#![recursion_limit = "512"]

fn main() -> std::process::ExitCode {
    nabta_api::commands::run()
}
