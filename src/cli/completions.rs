//! `inroad completions`: a few lines for the shell, which from then on asks the program itself at every Tab.

use clap::CommandFactory as _;

use super::{Desk, Failure, complete, out};

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad completions fish > ~/.config/fish/completions/inroad.fish
  source <(inroad completions bash)              in ~/.bashrc
  source <(inroad completions zsh)               in ~/.zshrc, after compinit

Tab then completes subcommands, options, and what is in the plan: accounts, touches, people, contacts, \
playbooks, fields, steps.")]
pub(super) struct Args {
    /// Which shell.
    shell: Shell,
}

pub(super) fn run(_: &Desk, args: &Args) -> Result<(), Failure> {
    let name = match args.shell {
        Shell::Bash => "bash",
        Shell::Zsh => "zsh",
        Shell::Fish => "fish",
    };
    let shell = complete::SHELLS.completer(name).ok_or_else(|| Failure::failed(format!("{name} is not known")))?;
    let command = super::Args::command();
    let program = command.get_name();
    let mut script = Vec::new();
    shell.write_registration(complete::VARIABLE, program, program, &called(program), &mut script)?;
    String::from_utf8_lossy(&script).lines().try_for_each(out::line)
}

/// The program as it is to be called: by its name, or where it lies if it was called so.
fn called(program: &str) -> String {
    let by = std::env::args_os().next().map(std::path::PathBuf::from).unwrap_or_default();
    if by.components().count() < 2 {
        return program.to_owned();
    }
    std::path::absolute(&by).unwrap_or(by).to_string_lossy().into_owned()
}
