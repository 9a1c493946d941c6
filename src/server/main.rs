//! The `qadam-server` binary: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    qadam_server::commands::main()
}
