//! The binary `nabta`: everything is in the library.

fn main() -> std::process::ExitCode {
    nabta_api::commands::run()
}
