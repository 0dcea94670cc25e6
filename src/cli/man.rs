//! `inroad man`: the manual, one page with all subcommands, made of what the arguments say of themselves.

use std::io::Write as _;

use clap::{Arg, Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::{Desk, Failure, out};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad man | man -l -
  inroad man > ~/.local/share/man/man1/inroad.1")]
pub(super) struct Args {}

pub(super) fn run(_: &Desk, _: &Args) -> Result<(), Failure> {
    page()?.lines().try_for_each(out::line)
}

/// The page, for `man`.
///
/// # Errors
///
/// It can't be put together.
pub fn page() -> std::io::Result<String> {
    let mut command = super::Args::command();
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone()).manual("inroad");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    synopsis(&mut roff, &mut command);
    prose(&mut roff, ABOUT);
    roff.control("SH", ["EXAMPLES"]);
    examples(&mut roff, &command);
    roff.control("SH", ["OPTIONS"]);
    roff.text([roman("These are understood everywhere.")]);
    options(&mut roff, &command, |arg| !arg.is_positional());
    roff.control("SH", ["COMMANDS"]);
    let shown = command.get_subcommands_mut().filter(|sub| !sub.is_hide_set());
    shown.for_each(|sub| one(&mut roff, sub));
    prose(&mut roff, AFTER);
    roff.to_writer(&mut page)?;
    page.flush()?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// What the arguments can't say. A line in capitals begins a section, an empty one a paragraph; what stands before a tab
/// is explained behind it.
const ABOUT: &str = "DESCRIPTION
inroad plans the way into target accounts: why, the entry point, the people who decide, what is known, and the eight to
ten touches that earn a meeting. Without a command it shows the screen, where ? lists every key. Every command works on
the same plan by the same rules, and leaves a step that can be taken back.

Data goes to the standard output, messages to the standard error. Lists are tables on a terminal, tab-separated in a pipe,
and JSON with --json.";

const AFTER: &str = "EXIT STATUS
0\tIt is done.
1\tIt could not be done.
2\tIt was asked wrongly.
3\tSomething was found (check, doctor, conflicts), or is missing in an export since it can't be read.
4\tSomebody else is writing, or has changed the same: what they wrote stands, and yours is kept to choose from. After a
sync: something has come to wait for a choice.
129, 130, 143\tIt was ended by a hang-up, Ctrl-C or SIGTERM.
ENVIRONMENT
INROAD_PLAN\tThe plan's folder.
INROAD_TODAY\tWhat to take for now.
INROAD_PLAIN\tSet to 1, the same as --plain.
NO_COLOR\tNo colours.
CLICOLOR_FORCE\tColours although NO_COLOR is set.
VISUAL, EDITOR\tThe editor.
XDG_DATA_HOME, XDG_STATE_HOME, XDG_CONFIG_HOME\tWhere things lie.
FILES
~/.local/share/inroad/plan\tThe plan where none is named: plan.toml, accounts/*.toml, accounts/archive/*.toml,
contacts.toml, playbooks/*.toml.
~/.config/inroad/config.toml\tWhat is yours alone: who you are, keys, colours.
~/.local/state/inroad\tWhat this machine keeps beside plans: undo, what was typed and not saved, conflicts that wait,
and what was exported last.";

fn prose(roff: &mut Roff, text: &str) {
    for line in text.split('\n') {
        let is_heading = !line.is_empty() && line.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
        match line.split_once('\t') {
            Some((name, meaning)) => {
                roff.control("TP", []);
                roff.text([bold(name)]);
                roff.text([roman(meaning)]);
            }
            None if is_heading => _ = roff.control("SH", [line]),
            None if line.is_empty() => _ = roff.control("PP", []),
            None => _ = roff.text([roman(line)]),
        }
    }
}

/// One command with its own, if it has some.
fn one(roff: &mut Roff, command: &mut Command) {
    if command.has_subcommands() {
        return command.get_subcommands_mut().for_each(|sub| one(roff, sub));
    }
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    roff.control("SS", [name.as_str()]);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    roff.text([roman(format!("{about}."))]);
    roff.control("PP", []);
    synopsis(roff, command);
    examples(roff, command);
    options(roff, command, |arg| !arg.is_global_set());
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    as_it_is(roff, after.lines());
}

fn synopsis(roff: &mut Roff, command: &mut Command) {
    let usage = command.render_usage().to_string();
    roff.text([bold(usage.trim().trim_start_matches("Usage: "))]);
}

/// What stands before the help, set as it is.
fn examples(roff: &mut Roff, command: &Command) {
    let text = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    as_it_is(roff, text.lines().filter(|line| *line != "Examples:"));
}

fn as_it_is<'l>(roff: &mut Roff, lines: impl Iterator<Item = &'l str>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    roff.control("PP", []);
    roff.control("nf", []);
    for line in lines {
        if line.is_empty() {
            roff.control("fi", []);
            roff.control("PP", []);
        } else {
            roff.text([roman(line.to_owned())]);
        }
    }
    roff.control("fi", []);
}

fn options(roff: &mut Roff, command: &Command, wanted: fn(&Arg) -> bool) {
    let known = |arg: &&Arg| !arg.is_hide_set() && wanted(arg) && !matches!(arg.get_id().as_str(), "help" | "version");
    for arg in command.get_arguments().filter(known) {
        roff.control("TP", []);
        roff.text(header(arg));
        let help = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string).unwrap_or_default();
        let env = arg.get_env().map(|name| format!(" Also by {}.", name.to_string_lossy())).unwrap_or_default();
        let words: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let takes = arg.get_action().takes_values();
        let words = if takes && !words.is_empty() { format!(" One of {}.", words.join(", ")) } else { String::new() };
        let given = arg.get_default_values().iter().map(|value| value.to_string_lossy());
        let given = given.filter(|value| takes && !value.is_empty());
        let given: Vec<String> = given.map(|value| format!(" Without it {value}.")).collect();
        let given = given.concat();
        let stop = if help.ends_with(['.', '?']) || help.is_empty() { "" } else { "." };
        roff.text([roman(format!("{help}{stop}{words}{given}{env}").trim().to_owned())]);
    }
}

fn header(arg: &Arg) -> Vec<Inline> {
    let values =
        arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    if arg.is_positional() {
        return vec![italic(if values.is_empty() { arg.get_id().to_string() } else { values })];
    }
    let short = arg.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let mut header = vec![bold(format!("{short}--{}", arg.get_long().unwrap_or_default()))];
    if arg.get_action().takes_values() {
        header.extend([roman(" "), italic(values)]);
    }
    header
}
