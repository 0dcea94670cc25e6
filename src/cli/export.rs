//! `inroad export`: the plan for other programs. The formats stand in one table; each is made by a pure function of
//! `exchange::export`, and written here: to stdout, or whole into a file.

use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use clap::builder::PossibleValuesParser;

use super::list::{self, What};
use super::{Desk, Failure, find, out};
use crate::domain::filter::{DueState, Filter};
use crate::domain::account::Account;
use crate::domain::plan::Plan;
use crate::domain::report::{Report, Scope};
use crate::exchange::export::{Selection, csv};
use crate::exchange::report;
use crate::store::exports::{Exports, NotWritten};
use crate::store::places;

/// A format, by its name on the command line.
struct Format {
    name: &'static str,
    make: fn(&Asked) -> Result<String, Failure>,
}

/// Every format. `make` gives the whole text.
const FORMATS: &[Format] = &[
    Format { name: "csv", make: tables },
    Format { name: "md", make: markdown },
    Format { name: "html", make: html },
];

/// What is to be exported, and how.
struct Asked<'a> {
    selection: Selection<'a>,
    filter: &'a Filter,
    /// For tables: which one.
    what: What,
    /// No filter was said.
    is_whole: bool,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad export csv people tier:1 --out people.csv
  inroad export html primo --out primo.html
  inroad export html --out plan.html
  inroad export md tier:1")]
pub(super) struct Args {
    /// The format.
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// For csv: accounts, people or touches. Then the filter, as after `/`.
    #[arg(value_name = "WHAT|FILTER")]
    words: Vec<String>,
    /// Write this file, whole or not at all. One that holds what the last export put there is replaced.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file whatever it holds.
    #[arg(long, requires = "out")]
    force: bool,
    /// Begin CSV with the mark by which Excel knows UTF-8.
    #[arg(long)]
    excel: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if desk.json && args.format != "json" {
        return Err(Failure::usage(format!("{} is no JSON; say “inroad export json”", args.format)));
    }
    if args.excel && args.format != "csv" {
        return Err(Failure::usage(format!("--excel goes with csv, not with {}", args.format)));
    }
    let open = desk.open()?;
    let is_table = args.format == "csv";
    let first = args.words.first().filter(|_| is_table).and_then(|word| What::from_str(word, true).ok());
    let rest = if first.is_some() { &args.words[1..] } else { &args.words[..] };
    let filter = Filter::parse(&rest.join(" ")).by(open.me().as_deref());
    for unknown in filter.unknown() {
        out::note(&unknown);
    }
    let selection = Selection {
        plan: &open.plan,
        accounts: named(&open.plan, rest).unwrap_or_else(|| list::chosen(&open, &filter)),
        sender: open.sender(),
        now: open.clock.now(),
    };
    if selection.accounts.is_empty() && !rest.is_empty() {
        out::note(&nothing_fits(rest, is_table));
    }
    let asked = Asked { selection, filter: &filter, what: first.unwrap_or(What::Accounts), is_whole: rest.is_empty() };
    let Some(format) = FORMATS.iter().find(|format| format.name == args.format) else { return Ok(()) };
    let mark = if args.excel { "\u{feff}" } else { "" };
    let text = format!("{mark}{}", (format.make)(&asked)?);
    for problem in open.plan.all_problems() {
        out::note(&problem.to_string());
    }
    let mut exports = Exports::read(open.folder.state());
    match &args.out {
        None => out::document(&text)?,
        Some(path) => {
            write(&mut exports, path, &text, args.force)?;
            if let Some(state) = open.folder.state() {
                exports.write(state)?;
            }
        }
    }
    Ok(())
}

/// One word that is an account's id or its whole name means that account, and no other that has the word in it.
fn named<'a>(plan: &'a Plan, words: &[String]) -> Option<Vec<&'a Account>> {
    let [word] = words else { return None };
    let lower = word.to_lowercase();
    let mut by_name = plan.all().filter(|account| account.name.to_lowercase() == lower);
    let found = match (plan.account(word), by_name.next(), by_name.next()) {
        (Some(account), ..) | (None, Some(account), None) => account,
        _ => return None,
    };
    Some(vec![found])
}

/// Nothing is exported, and perhaps a word was meant otherwise.
fn nothing_fits(words: &[String], is_table: bool) -> String {
    let near = |word: &str| find::near(word, ["accounts", "people", "touches"]);
    match words {
        [word] if is_table => match near(word) {
            Some(table) => format!("no account has “{word}”; did you mean inroad export csv {table}?"),
            None => format!("no account has “{word}”"),
        },
        words => format!("no account fits “{}”", words.join(" ")),
    }
}

fn write(exports: &mut Exports, path: &Path, text: &str, anyway: bool) -> Result<(), Failure> {
    let told = places::told(path);
    match exports.put(path, text.as_bytes(), anyway) {
        Ok(None) => Ok(()),
        Ok(Some(doubt)) => {
            out::note(&format!("{told} is written, but {doubt}"));
            Ok(())
        }
        Err(NotWritten::Foreign) => Err(Failure::failed(format!(
            "{told} holds something that no export wrote there; nothing was written. Say another file, or --force"
        ))),
        Err(NotWritten::Changed) => Err(Failure {
            code: 4,
            ..Failure::failed(format!("{told} has just been changed by somebody else; nothing was written"))
        }),
        Err(NotWritten::Io(error)) => Err(Failure::failed(format!("{told}: {error}"))),
    }
}

fn markdown(asked: &Asked) -> Result<String, Failure> {
    Ok(report::markdown(&told(asked)))
}

fn html(asked: &Asked) -> Result<String, Failure> {
    Ok(report::html(&told(asked)))
}

/// What is told of the plan, or of the accounts that were asked for.
fn told(asked: &Asked) -> Report {
    let Selection { plan, accounts, sender, now } = &asked.selection;
    let ids: Vec<_> = accounts.iter().map(|account| account.id.clone()).collect();
    let scope = if asked.is_whole { Scope::Plan } else { Scope::Accounts(&ids) };
    Report::of(plan, scope, now.date_naive(), *sender)
}

fn tables(asked: &Asked) -> Result<String, Failure> {
    let world = asked.selection.world();
    match asked.what {
        What::Accounts => Ok(csv::accounts(&asked.selection)),
        What::People => Ok(csv::people(&asked.selection)),
        What::Touches => {
            let passes = |day| asked.filter.passes_due(DueState::on(day, world.today, world.calendar));
            Ok(csv::touches(&asked.selection, passes))
        }
        What::Goals | What::Playbooks => Err(Failure::usage("as CSV there are accounts, people and touches")),
    }
}
