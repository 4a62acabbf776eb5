//! The command line for whoever runs a bot; what it does is in the library's module `cli`.

fn main() -> std::process::ExitCode {
    botrs_secure::cli::main()
}
