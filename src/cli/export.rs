//! `inroad export`: the plan for other programs. The formats stand in one table; each is made by a pure function of
//! `exchange::export`, and written here: to stdout, or whole into a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use clap::builder::PossibleValuesParser;

use super::list::{self, What};
use super::{Desk, Failure, Open, complete, out};
use crate::domain::account::Account;
use crate::domain::dates::{self, Reading};
use crate::domain::due::DueState;
use crate::domain::fields::Invalid;
use crate::domain::filter::Filter;
use crate::domain::near;
use crate::domain::plan::Plan;
use crate::domain::report::{Report, Scope};
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::activities::{self, Made, System};
use crate::exchange::export::{Selection, csv, ics, json, vcf};
use crate::exchange::report;
use crate::store::exports::{Exports, NotWritten, Over};
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
  inroad export csv --as salesforce-tasks --since last --out tasks-1124.csv
  inroad export html primo --out primo.html
  inroad export html --out plan.html
  inroad export md tier:1")]
pub(super) struct Args {
    /// The format.
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// For csv first accounts, people or touches. Then the filter, as after `/`.
    #[arg(value_name = "WHAT|FILTER", add = complete::exported())]
    words: Vec<String>,
    /// With csv: what was done and what came back, for that system, by the ids that it gave accounts and people.
    #[arg(long = "as", value_name = "SYSTEM", value_parser = PossibleValuesParser::new(System::WORDS))]
    system: Option<String>,
    /// Only what was done since that day, or `last`: what no file for that system has had yet from this machine, into a
    /// file that is new.
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

    /// The text with the mark before it, where that is wanted.
    fn begun(&self, text: String) -> String {
        if self.excel { format!("\u{feff}{text}") } else { text }
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
    let (filter, accounts) = match named(&open.plan, rest) {
        Some(accounts) => (Filter::default(), accounts),
        None => {
            let filter = list::meant(&open, rest)?;
            let accounts = list::chosen(&open, &filter);
            (filter, accounts)
        }
    };
    for problem in open.plan.all_problems() {
        out::note(&problem.to_string());
    }
    if accounts.is_empty() && !rest.is_empty() {
        return Err(nothing_fits(rest, args.format == "csv" && first.is_none(), args.system.is_some()));
    }
    let selection = Selection { plan: &open.plan, accounts, sender: open.sender(), now: open.clock.now() };
    let ics = ics::Options { events: args.events, alarm: args.alarm };
    let asked =
        Asked { selection, filter: &filter, what: first.unwrap_or(What::Accounts), ics, is_whole: rest.is_empty() };
    if let Ok(Some(system)) = args.system.as_deref().map(System::parse).transpose() {
        return for_a_system(&open, &asked.selection, system, args);
    }
    let Some(format) = FORMATS.iter().find(|format| format.name == args.format) else {
        return Err(Failure::usage(format!("there is no format {}", args.format)));
    };
    let text = (format.make)(&asked)?;
    // Headings alone, or no card: the words fit accounts that have nothing of it.
    if !asked.is_whole && matches!(format.name, "csv" | "vcf") && text.lines().nth(1).is_none() {
        return Err(Failure::failed(format!("nothing fits “{}”; nothing was written", rest.join(" "))));
    }
    match &args.out {
        None => out::document(&args.begun(text)),
        Some(path) => {
            let mut exports = Exports::read(open.folder.state());
            let over = if args.force { Over::Anything } else { Over::Ours };
            write(&mut exports, path, &args.begun(text), over)?;
            remember(&open, &exports)
        }
    }
}

fn remember(open: &Open, exports: &Exports) -> Result<(), Failure> {
    Ok(open.folder.state().map_or(Ok(()), |state| exports.write(state))?)
}

/// Words that are accounts' ids or whole names mean these accounts, and no other that has the words in it.
fn named<'a>(plan: &'a Plan, words: &[String]) -> Option<Vec<&'a Account>> {
    let one = |word: &String| {
        let lower = word.to_lowercase();
        let mut by_name = plan.all().filter(|account| account.name.to_lowercase() == lower);
        let of_that_name = by_name.next().filter(|_| by_name.next().is_none());
        plan.account(word).or(of_that_name).map(|account| &account.id)
    };
    let ids = words.iter().map(one).collect::<Option<BTreeSet<_>>>().filter(|ids| !ids.is_empty())?;
    Some(plan.all().filter(|account| ids.contains(&account.id)).map(AsRef::as_ref).collect())
}

/// Nothing is exported, and perhaps a word was meant otherwise.
fn nothing_fits(words: &[String], could_be_a_table: bool, is_for_a_system: bool) -> Failure {
    let near = words.first().and_then(|word| near::nearest(word, ["accounts", "people", "touches"]));
    match (words, near.filter(|_| could_be_a_table)) {
        ([word, ..], Some(_)) if is_for_a_system => {
            Failure::usage(format!("with --as there is one table; leave “{word}” away"))
        }
        ([word, ..], Some(table)) => {
            Failure::usage(format!("no account has “{word}”; did you mean inroad export csv {table}?"))
        }
        ([word], None) => Failure::failed(format!("no account has “{word}”; nothing was written")),
        (words, None) => Failure::failed(format!("no account fits “{}”; nothing was written", words.join(" "))),
        ([], Some(_)) => Failure::failed("no account fits; nothing was written"),
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

/// What was done, for a CRM. What is written with `--out` counts as handed over; having looked at it does not, since a
/// screen or a pipe is no place from which a CRM has got anything yet.
fn for_a_system(open: &Open, selection: &Selection, system: System, args: &Args) -> Result<(), Failure> {
    let mut exports = Exports::read(open.folder.state());
    let known = exports.given.get(system.word());
    let is_last = args.since.as_deref() == Some("last");
    let (from, names) = match args.since.as_deref() {
        Some("last") => known.map(|given| (given.from, given.names.clone())).unwrap_or_default(),
        Some(text) => (Some(past_day(open, text)?), BTreeSet::new()),
        None => (None, BTreeSet::new()),
    };
    if is_last && known.is_none() {
        out::note(&format!("{} has had nothing from this machine yet: this is everything done so far", system.word()));
    }
    let wanted = |name: &str, on| from.is_none_or(|from| from <= on) && !names.contains(name);
    let Made { text, names, without } = activities::table(selection, system, wanted);
    tell_of(names.len(), &without, system);
    let Some(path) = &args.out else {
        if is_last && !names.is_empty() {
            out::note("a look does not count as handed over; what --out writes does");
        }
        return out::document(&args.begun(text));
    };
    if names.is_empty() {
        return Ok(());
    }
    let earliest = known.map_or(from, |given| given.from.min(from));
    let given = exports.given.entry(system.word().to_owned()).or_default();
    given.from = earliest;
    given.names.extend(names);
    let over = match (args.force, is_last) {
        (true, _) => Over::Anything,
        // What is in it would come with no later export.
        (false, true) => Over::Nothing,
        (false, false) => Over::Ours,
    };
    write(&mut exports, path, &args.begun(text), over)?;
    remember(open, &exports)
}

fn past_day(open: &Open, text: &str) -> Result<chrono::NaiveDate, Failure> {
    let world = open.world();
    let reading = Reading { today: world.today, calendar: world.calendar, current: None };
    Ok(dates::parse_past(text, &reading).map_err(|error| Invalid(error.to_string()))?)
}

/// How much is in it, and what is not.
fn tell_of(count: usize, without: &BTreeMap<String, usize>, system: System) {
    let left: usize = without.values().sum();
    if left > 0 {
        let accounts = without.keys().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = without.len().saturating_sub(5);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let key = system.key();
        out::note(&format!(
            "{left} of {} left out, as neither account nor person has an id in {key}: {accounts}{more}; \
             `inroad set ACCOUNT ids {key}=…` says it",
            left + count
        ));
    }
    if count == 0 {
        out::note(if left == 0 { "nothing new was done" } else { "nothing new was done that it could take" });
    }
}

fn write(exports: &mut Exports, path: &Path, text: &str, over: Over) -> Result<(), Failure> {
    let told = places::told(path);
    match exports.put(path, text.as_bytes(), over) {
        Ok(None) => Ok(()),
        Ok(Some(doubt)) => {
            out::note(&format!("{told} is written, but {doubt}"));
            Ok(())
        }
        Err(NotWritten::Taken) => Err(Failure::failed(format!(
            "{told} is there already, and what it holds comes with no later export; nothing was written. Say a name that is \
             new, or --force once the CRM has it"
        ))),
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
