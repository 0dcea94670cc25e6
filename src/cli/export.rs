//! `inroad export`: the plan for other programs. The formats stand in one table; each is made by a pure function of
//! `exchange::export`, and written here: to stdout, or whole into a file.

use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use clap::builder::PossibleValuesParser;

use super::list::{self, What};
use super::{Desk, Failure, Open, complete, out};
use crate::domain::account::Account;
use crate::domain::dates::{self, Reading};
use crate::domain::fields::Invalid;
use crate::domain::filter::{DueState, Filter};
use crate::domain::near;
use crate::domain::plan::Plan;
use crate::domain::report::{Report, Scope};
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::activities::{self, Made, System};
use crate::exchange::export::{Selection, csv, ics, json, vcf};
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
    Format { name: "json", make: |asked| out::json_text(&json::Document(&asked.selection)) },
    Format { name: "ics", make: |asked| Ok(ics::calendar(&asked.selection, asked.ics)) },
    Format { name: "vcf", make: |asked| Ok(vcf::people(&asked.selection)) },
    Format { name: "md", make: |asked| Ok(report::markdown(&told(asked))) },
    Format { name: "html", make: |asked| Ok(report::html(&told(asked))) },
];

/// What is to be exported, and how.
struct Asked<'a> {
    selection: Selection<'a>,
    filter: &'a Filter,
    /// For tables: which one.
    what: What,
    /// No filter was said.
    is_whole: bool,
    ics: ics::Options,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad export csv people tier:1 --out people.csv
  inroad export csv touches due:week --excel --out week.csv
  inroad export ics --alarm 15 --out inroad.ics
  inroad export vcf stage:engaged --out people.vcf
  inroad export json | jq '.accounts[].next_touch'
  inroad export csv --as salesforce-tasks --since last --out tasks.csv
  inroad export html primo --out primo.html
  inroad export html --out plan.html
  inroad export md tier:1")]
pub(super) struct Args {
    /// The format.
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// For csv first accounts, people or touches. Then the filter, as after `/`.
    #[arg(value_name = "WHAT|FILTER", add = complete::lists())]
    words: Vec<String>,
    /// With csv: what was done and what came back, for that system, by the ids that it gave accounts and people.
    #[arg(long = "as", value_name = "SYSTEM", value_parser = PossibleValuesParser::new(System::WORDS))]
    system: Option<String>,
    /// Only what was done since that day, or `last`: what no export for that system on this machine has had yet.
    #[arg(long, value_name = "DATE|last", requires = "system")]
    since: Option<String>,
    /// Write this file, whole or not at all. One that holds what the last export put there is replaced.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file whatever it holds.
    #[arg(long, requires = "out")]
    force: bool,
    /// With csv: begin with the mark by which Excel knows UTF-8.
    #[arg(long)]
    excel: bool,
    /// With ics: touches and next steps as events of a day, for calendars that show no to-dos.
    #[arg(long)]
    events: bool,
    /// With ics: an alarm so many minutes before each meeting.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(0..=40_320))]
    alarm: Option<u32>,
}

impl Args {
    /// Options that belong to one format are refused with another.
    fn fit_together(&self) -> Result<(), Failure> {
        let options = [
            (self.system.is_some(), "--as", "csv"),
            (self.excel, "--excel", "csv"),
            (self.events, "--events", "ics"),
            (self.alarm.is_some(), "--alarm", "ics"),
        ];
        match options.iter().find(|(given, _, format)| *given && self.format != *format) {
            Some((_, option, format)) => {
                Err(Failure::usage(format!("{option} goes with {format}, not with {}", self.format)))
            }
            None => Ok(()),
        }
    }
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if desk.json && args.format != "json" {
        return Err(Failure::usage(format!("{} is no JSON; say “inroad export json”", args.format)));
    }
    args.fit_together()?;
    let open = desk.open()?;
    let has_tables = args.format == "csv" && args.system.is_none();
    let first = args.words.first().filter(|_| has_tables).and_then(|word| What::from_str(word, true).ok());
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
        out::note(&nothing_fits(rest, has_tables && first.is_none()));
    }
    let ics = ics::Options { events: args.events, alarm: args.alarm };
    let asked =
        Asked { selection, filter: &filter, what: first.unwrap_or(What::Accounts), ics, is_whole: rest.is_empty() };
    let mut exports = Exports::read(open.folder.state());
    let text = match args.system.as_deref().map(System::parse).transpose() {
        Ok(Some(system)) => for_a_system(&open, &asked.selection, system, args.since.as_deref(), &mut exports)?,
        _ => match FORMATS.iter().find(|format| format.name == args.format) {
            Some(format) => (format.make)(&asked)?,
            None => return Err(Failure::usage(format!("there is no format {}", args.format))),
        },
    };
    for problem in open.plan.all_problems() {
        out::note(&problem.to_string());
    }
    let text = if args.excel { format!("\u{feff}{text}") } else { text };
    match &args.out {
        None => out::document(&text)?,
        Some(path) => write(&mut exports, path, &text, args.force)?,
    }
    if let Some(state) = open.folder.state().filter(|_| args.out.is_some() || args.system.is_some()) {
        exports.write(state)?;
    }
    Ok(())
}

/// One word that is an account's id or its whole name means that account, and no other that has the word in it.
fn named<'a>(plan: &'a Plan, words: &[String]) -> Option<Vec<&'a Account>> {
    let [word] = words else { return None };
    let lower = word.to_lowercase();
    let mut by_name = plan.all().filter(|account| account.name.to_lowercase() == lower);
    let of_that_name = by_name.next().filter(|_| by_name.next().is_none());
    plan.account(word).or(of_that_name).map(|account| vec![account.as_ref()])
}

/// Nothing is exported, and perhaps a word was meant otherwise.
fn nothing_fits(words: &[String], could_be_a_table: bool) -> String {
    let near = |word: &str| near::nearest(word, ["accounts", "people", "touches"]).filter(|_| could_be_a_table);
    match words {
        [word] => match near(word) {
            Some(table) => format!("no account has “{word}”; did you mean inroad export csv {table}?"),
            None => format!("no account has “{word}”"),
        },
        words => format!("no account fits “{}”", words.join(" ")),
    }
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
        What::Goals | What::Playbooks | What::Contacts => {
            Err(Failure::usage("as CSV there are accounts, people and touches"))
        }
    }
}

/// What was done, for a CRM; and it is remembered what it has got.
fn for_a_system(
    open: &Open,
    selection: &Selection,
    system: System,
    since: Option<&str>,
    exports: &mut Exports,
) -> Result<String, Failure> {
    let known = exports.given.get(system.word());
    let (from, names) = match since {
        Some("last") => {
            let given = known.ok_or_else(|| {
                let message = "has had nothing from this machine yet; say --since with a day the first time";
                Failure::failed(format!("{system} {message}"))
            })?;
            (given.from, given.names.clone())
        }
        Some(text) => (Some(past_day(open, text)?), std::collections::BTreeSet::new()),
        None => (None, std::collections::BTreeSet::new()),
    };
    let wanted = |name: &str, on| from.is_none_or(|from| from <= on) && !names.contains(name);
    let made = activities::table(selection, system, wanted);
    tell_of(&made, system);
    let earliest = known.map_or(from, |given| given.from.min(from));
    let given = exports.given.entry(system.word().to_owned()).or_default();
    given.from = earliest;
    given.names.extend(made.names);
    Ok(made.text)
}

fn past_day(open: &Open, text: &str) -> Result<chrono::NaiveDate, Failure> {
    let world = open.world();
    let reading = Reading { today: world.today, calendar: world.calendar, current: None };
    Ok(dates::parse_past(text, &reading).map_err(|error| Invalid(error.to_string()))?)
}

/// How much is in it, and what is not.
fn tell_of(made: &Made, system: System) {
    let left: usize = made.without.values().sum();
    if left > 0 {
        let accounts = made.without.keys().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = made.without.len().saturating_sub(5);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let key = system.key();
        out::note(&format!(
            "{left} of {} left out, as neither account nor person has an id in {key}: {accounts}{more}; \
             `inroad set ACCOUNT ids {key}=…` says it",
            left + made.names.len()
        ));
    }
    if made.names.is_empty() && left == 0 {
        out::note("nothing new was done");
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
        Err(NotWritten::Changed) => {
            let message = format!("{told} has just been changed by somebody else; nothing was written");
            Err(Failure { code: 4, ..Failure::failed(message) })
        }
        Err(NotWritten::Io(error)) => Err(Failure::failed(format!("{told}: {error}"))),
    }
}
