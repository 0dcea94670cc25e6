//! The program: parse arguments, install the panic hook, exit code.

fn main() {}
