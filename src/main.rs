//! The program: parse the arguments, install the panic hook, say the exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    if inroad::cli::has_answered() {
        return ExitCode::SUCCESS;
    }
    // Before the terminal is taken, so that a panic is told after it was given back.
    if let Err(error) = color_eyre::install() {
        _ = writeln!(io::stderr(), "inroad: {error}");
    }
    ExitCode::from(inroad::cli::main(inroad::cli::args()))
}
