//! The arguments as they are typed; and what a mistake says can be typed, which is the same wherever it is made.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Command, CommandFactory as _, FromArgMatches as _};

use super::Args;

/// The arguments. A mistake is told, and ends the program.
pub fn args() -> Args {
    let words = asking_for_help(std::env::args_os());
    let command = without_empty(Args::command()).color(colours(&words));
    let parsed = command.try_get_matches_from(words).and_then(|matches| Args::from_arg_matches(&matches));
    parsed.unwrap_or_else(|error| as_typed(error).exit())
}

/// The colours of what is said before the words are understood, by what they say of colours.
fn colours(words: &[OsString]) -> clap::ColorChoice {
    let words = || words.iter().filter_map(|word| word.to_str());
    let behind = words().zip(words().skip(1)).filter(|(word, _)| *word == "--color").map(|(_, choice)| choice);
    let within = words().filter_map(|word| word.strip_prefix("--color="));
    match behind.chain(within).last() {
        Some("never") => clap::ColorChoice::Never,
        Some("always") => clap::ColorChoice::Always,
        _ => clap::ColorChoice::Auto,
    }
}

/// A variable that is set and empty says nothing, as everywhere: clap would take it for a value.
fn without_empty(command: Command) -> Command {
    command.mut_args(|arg| {
        let is_empty = arg.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
        if is_empty { arg.env(None::<&'static str>) } else { arg }
    })
}

/// `inroad help import` is `inroad import --help`, whatever options stand before it. A subcommand of its own would stand in
/// every list of them.
fn asking_for_help(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.collect();
    let at = behind_options(&words);
    let asks = words.get(at).is_some_and(|word| word == "help");
    while words.get(at).is_some_and(|word| word == "help") {
        words.remove(at);
    }
    words.extend(asks.then(|| "--help".into()));
    words
}

/// Where the first word stands that is no option and no value of one.
fn behind_options(words: &[OsString]) -> usize {
    let command = Args::command();
    let has_value = |option: &str| {
        let arg = command.get_arguments().find(|arg| arg.get_long() == option.strip_prefix("--"));
        arg.is_some_and(|arg| arg.get_action().takes_values())
    };
    let mut at = 1;
    while let Some(option) = words.get(at).and_then(|word| word.to_str()).filter(|word| word.starts_with('-')) {
        at += if has_value(option) { 2 } else { 1 };
    }
    at
}

/// clap names every argument that is set, as if it had to be, be it only by the environment: the command's own line instead.
fn as_typed(mut error: clap::Error) -> clap::Error {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else { return error };
    let told = usage.to_string();
    let mut command = Args::command();
    command.build();
    let mut here = &mut command;
    // `Usage: inroad import …`
    for word in told.split_whitespace().skip(2) {
        if here.find_subcommand(word).is_none() {
            break;
        }
        let Some(below) = here.find_subcommand_mut(word) else { return error };
        here = below;
    }
    error.insert(ContextKind::Usage, ContextValue::StyledStr(here.render_usage()));
    error
}
