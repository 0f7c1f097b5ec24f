//! `kunci`: the server and its tools. See `kunci help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kunci_server::cli::main()
}
