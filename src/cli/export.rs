//! `inroad export`: the plan for other programs. The formats stand in one table; each is made by a pure function of
//! `exchange::export`, and written here: to stdout, or whole into a file.

mod lacking;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use clap::builder::PossibleValuesParser;

use super::list::{self, What};
use super::{Desk, Failure, Open, complete, out};
use crate::domain::account::Account;
use crate::domain::contacts::Book;
use crate::domain::dates::{self, Reading};
use crate::domain::fields::Invalid;
use crate::domain::filter::Filter;
use crate::domain::near;
use crate::domain::plan::Plan;
use crate::domain::report::{Report, Scope};
use crate::domain::words::{Vocabulary as _, few};
use crate::exchange::export::activities::{self, Made, System};
use crate::exchange::export::had::Had;
use crate::exchange::export::{Selection, csv, ics, json, vcf};
use crate::exchange::report;
use crate::store::exports::{Exports, NotWritten, Over};
use crate::store::{places, refusal};
use lacking::Lacking;

/// A format, by its name on the command line.
struct Format {
    name: &'static str,
    make: fn(&Asked) -> Result<String, Failure>,
}

/// Every format. `make` gives the whole text.
const FORMATS: &[Format] = &[
    Format { name: "csv", make: tables },
    Format { name: "json", make: |asked| out::json_text(&json::Document::new(&asked.selection, asked.files)) },
    Format { name: "ics", make: |asked| Ok(ics::calendar(&asked.selection, asked.filter, asked.ics)) },
    Format { name: "vcf", make: |asked| Ok(cards(asked)) },
    Format { name: "md", make: |asked| Ok(report::markdown(&told(asked))) },
    Format { name: "html", make: |asked| Ok(report::html(&told(asked))) },
];

/// What there is as a table, for a word that is nearly one.
const TABLES: [&str; 4] = ["accounts", "people", "touches", "contacts"];

/// What is to be exported, and how.
struct Asked<'a> {
    selection: Selection<'a>,
    filter: &'a Filter,
    /// Which table, or of whom.
    what: What,
    /// No filter was said.
    is_whole: bool,
    ics: ics::Options,
    /// What the files themselves say.
    files: json::Files<'a>,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad export csv people tier:1 --out people.csv
  inroad export csv touches due:week --excel --out week.csv
  inroad export ics --alarm 15 --out inroad.ics
  inroad export vcf stage:engaged --out people.vcf
  inroad export csv contacts --out contacts.csv
  inroad export json | jq '.accounts[].next_touch'
  inroad export csv --as salesforce-tasks --since last --out tasks-1124.csv
  inroad export html primo --out primo.html
  inroad export html --out plan.html
  inroad export md tier:1")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Args {
    /// The format.
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// For csv accounts, people, touches or contacts; contacts for vcf and json too. And the filter, as of `inroad list`.
    #[arg(value_name = "WHAT|FILTER", add = complete::exported())]
    words: Vec<String>,
    /// With csv: what was done and what came back, for that system, by the ids that it gave accounts and people.
    #[arg(long = "as", value_name = "SYSTEM", value_parser = PossibleValuesParser::new(System::WORDS))]
    system: Option<String>,
    /// Only what was done since that day, or `last`: what no file for that system has had yet from this machine, into a
    /// file that is new.
    #[arg(long, value_name = "DATE|last", requires = "system")]
    since: Option<String>,
    /// Write this file, whole or not at all; `-` is stdout. One that holds what the last export put there is replaced.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file whatever it holds.
    #[arg(long, requires = "out")]
    force: bool,
    /// With csv: begin with the mark by which Excel knows UTF-8.
    #[arg(long)]
    excel: bool,
    /// With csv: semicolons between the fields, as an Excel wants them where a comma stands in numbers.
    #[arg(long)]
    semicolons: bool,
    /// With ics: touches and next steps as events of a day, for calendars that show no to-dos.
    #[arg(long)]
    events: bool,
    /// With ics: an alarm so many minutes before each meeting.
    #[arg(long, value_name = "MINUTES", value_parser = minutes)]
    alarm: Option<u32>,
}

/// At most four weeks.
fn minutes(text: &str) -> Result<u32, String> {
    let minutes = text.parse().ok().filter(|minutes| *minutes <= 40_320);
    minutes.ok_or_else(|| "the minutes before a meeting are a whole number from 0 to 40320, like 15".to_owned())
}

impl Args {
    /// Options that belong to one format are refused with another.
    fn fit_together(&self) -> Result<(), Failure> {
        let options = [
            (self.system.is_some(), "--as", "csv"),
            (self.excel, "--excel", "csv"),
            (self.semicolons, "--semicolons", "csv"),
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

    /// The file to be written, if it is to be one.
    fn file(&self) -> Option<&Path> {
        self.out.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Whether the first word can be that table rather than a filter.
    fn can_be(&self, what: What) -> bool {
        match self.format.as_str() {
            "csv" => self.system.is_none(),
            "json" | "vcf" => what == What::Contacts,
            _ => false,
        }
    }

    /// Nothing is exported, and perhaps a word was meant otherwise.
    fn nothing_fits(&self, words: &[String], first: Option<What>) -> Failure {
        let [word, others @ ..] = words else { return Failure::failed("no account fits; nothing was written") };
        let near = near::nearest(word, TABLES).filter(|_| first.is_none());
        match near {
            Some(_) if self.system.is_some() => {
                Failure::usage(format!("with --as there is one table; leave “{word}” away"))
            }
            Some(table) if self.can_be_named(table) => {
                let format = &self.format;
                Failure::usage(format!("no account has “{word}”; did you mean inroad export {format} {table}?"))
            }
            Some(table) if table == word => Failure::usage(format!(
                "{} has no table of {table}: csv has {}, vcf and json have contacts",
                self.format,
                TABLES.join(", ")
            )),
            _ if others.is_empty() => Failure::failed(format!("no account has “{word}”; nothing was written")),
            _ => Failure::failed(format!("no account fits “{}”; nothing was written", words.join(" "))),
        }
    }

    fn can_be_named(&self, table: &str) -> bool {
        What::from_str(table, true).is_ok_and(|what| self.can_be(what))
    }

    /// The text with the mark before it, where that is wanted.
    fn begun(&self, text: String) -> String {
        let text = if self.semicolons { csv::with_semicolons(&text) } else { text };
        if self.excel { format!("\u{feff}{text}") } else { text }
    }
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if desk.json && args.format != "json" {
        return Err(Failure::usage(format!("{} is no JSON; say “inroad export json”", args.format)));
    }
    args.fit_together()?;
    let mut open = desk.open()?;
    let (first, rest) = What::among(&args.words, |what| args.can_be(what));
    let rest = rest.as_slice();
    // They are read when they are asked for, since there may be many.
    let has_contacts = first == Some(What::Contacts) || (args.format == "json" && rest.is_empty());
    let book = if has_contacts { open.read_contacts() } else { Book::default() };
    out::problems(&book.problems);
    let open = open;
    let (filter, accounts) = match (first, named(&open.plan, rest)) {
        (Some(What::Contacts), _) => (Filter::default(), Vec::new()),
        (_, Some(accounts)) => (Filter::default(), accounts),
        (_, None) => {
            let filter = list::meant(&open, rest)?;
            // Where each entry is judged by itself, all accounts have some.
            let is_of_work = first == Some(What::Touches) || args.format == "ics";
            let all = Filter::default();
            let accounts = list::chosen(&open, if is_of_work { &all } else { &filter });
            (filter, accounts)
        }
    };
    let is_of_contacts = first == Some(What::Contacts);
    let mut lacking = Lacking::of(&open, &book, is_of_contacts, rest);
    if args.format == "json" && rest.is_empty() {
        lacking.heed_playbooks(&open.plan);
    }
    let contacts = if has_contacts { list::among(&book.contacts, rest) } else { Vec::new() };
    open.tell_flawed_accounts();
    if accounts.is_empty() && contacts.is_empty() && !rest.is_empty() {
        if first == Some(What::Contacts) {
            return Err(Failure::failed(format!("no contact has “{}”; nothing was written", rest.join(" "))));
        }
        return Err(args.nothing_fits(rest, first));
    }
    let selection = Selection { plan: &open.plan, accounts, contacts, sender: open.sender(), now: open.clock.now() };
    let asked = Asked {
        selection,
        filter: &filter,
        what: first.unwrap_or(What::Accounts),
        is_whole: args.words.is_empty(),
        ics: ics::Options { events: args.events, alarm: args.alarm },
        files: &|key| open.folder.raw(key),
    };
    if let Ok(Some(system)) = args.system.as_deref().map(System::parse).transpose() {
        for_a_system(&open, &asked.selection, system, args, &lacking)?;
        return lacking.told();
    }
    let Some(format) = FORMATS.iter().find(|format| format.name == args.format) else {
        return Err(Failure::usage(format!("there is no format {}", args.format)));
    };
    let text = (format.make)(&asked)?;
    // Headings alone, or no card: the words fit accounts that have nothing of it.
    let is_empty = match format.name {
        "csv" | "vcf" => text.lines().nth(1).is_none(),
        "ics" => !text.contains("\nBEGIN:"),
        _ => false,
    };
    if !rest.is_empty() && is_empty {
        return Err(args.nothing_fits(rest, first));
    }
    match args.file() {
        None => out::document(&args.begun(text))?,
        Some(path) => {
            lacking.may_replace(path, args)?;
            let mut exports = Exports::read(open.folder.state()).map_err(Failure::failed)?;
            let over = if args.force { Over::Anything } else { Over::Ours };
            write(&open, &mut exports, path, &args.begun(text), over)?;
            remember(&open, &exports)?;
        }
    }
    lacking.told()
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

/// What is told of the plan, or of the accounts that were asked for.
fn told(asked: &Asked) -> Report {
    let Selection { plan, accounts, sender, now, .. } = &asked.selection;
    let ids: Vec<_> = accounts.iter().map(|account| account.id.clone()).collect();
    let scope = if asked.is_whole { Scope::Plan } else { Scope::Accounts(&ids) };
    Report::of(plan, scope, now.date_naive(), *sender)
}

fn tables(asked: &Asked) -> Result<String, Failure> {
    match asked.what {
        What::Accounts => Ok(csv::accounts(&asked.selection)),
        What::People => Ok(csv::people(&asked.selection)),
        What::Touches => Ok(csv::touches(&asked.selection, asked.filter)),
        What::Contacts => Ok(csv::contacts(&asked.selection)),
        What::Goals | What::Playbooks => {
            Err(Failure::usage("as CSV there are accounts, people, touches and contacts; `inroad export json` has all"))
        }
    }
}

fn cards(asked: &Asked) -> String {
    if asked.what == What::Contacts { vcf::contacts(&asked.selection) } else { vcf::people(&asked.selection) }
}

/// What was done, for a CRM. What is written with `--out` counts as handed over; having looked at it does not, since a
/// screen or a pipe is no place from which a CRM has got anything yet.
fn for_a_system(
    open: &Open,
    selection: &Selection,
    system: System,
    args: &Args,
    lacking: &Lacking,
) -> Result<(), Failure> {
    let mut exports = Exports::read(open.folder.state()).map_err(Failure::failed)?;
    let known = exports.given.get(system.word());
    let is_last = args.since.as_deref() == Some("last");
    let from = args.since.as_deref().filter(|_| !is_last).map(|text| past_day(open, text)).transpose()?;
    let had = known.map(|given| Had::of(&given.names, &given.days, selection.plan)).unwrap_or_default();
    if is_last && known.is_none() {
        out::note(&format!("{} has had nothing from this machine yet: this is everything done so far", system.word()));
    }
    // What lies before the day that is asked for is not meant, now or later; what is written down late is. What they have had
    // is noted as it is called now.
    let mut noted = BTreeMap::new();
    let wanted = |name: &str, on| {
        let (is_before, is_known) = (from.is_some_and(|from| on < from), had.has(name, on));
        if is_before || is_known {
            noted.insert(name.to_owned(), on);
        }
        !(is_before || is_last && is_known)
    };
    let Made { text, names, without } = activities::table(selection, system, wanted);
    tell_of(names.len(), &without, system);
    let Some(path) = args.file() else {
        if is_last && !names.is_empty() {
            out::note("a look does not count as handed over; what --out writes does");
        }
        return out::document(&args.begun(text));
    };
    if names.is_empty() {
        return Ok(());
    }
    lacking.may_replace(path, args)?;
    let given = exports.given.entry(system.word().to_owned()).or_default();
    given.add(names);
    given.add(noted);
    let over = match (args.force, is_last) {
        (true, _) => Over::Anything,
        // What is in it would come with no later export.
        (false, true) => Over::Nothing,
        (false, false) => Over::Ours,
    };
    write(open, &mut exports, path, &args.begun(text), over)?;
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
        let accounts = few(&without.keys().collect::<Vec<_>>(), 5);
        let key = system.key();
        out::note(&format!(
            "{left} of {} left out, as neither account nor person has an id in {key}: {accounts}; \
             `inroad set ACCOUNT ids {key}=…` says it",
            left + count
        ));
    }
    if count == 0 {
        out::note(if left == 0 { "nothing new was done" } else { "nothing new was done that it could take" });
    }
}

fn write(open: &Open, exports: &mut Exports, path: &Path, text: &str, over: Over) -> Result<(), Failure> {
    let told = places::told(path);
    if open.folder.is_own(path) {
        let message = format!("{told} is a file of the plan itself; nothing was written. Say another file");
        return Err(Failure::failed(message));
    }
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
        Err(NotWritten::NoFolder) => {
            Err(Failure::failed(format!("there is no folder {}; nothing was written", folder_of(path))))
        }
        Err(NotWritten::Closed) => Err(Failure::failed(format!(
            "the folder {} may not be written to; nothing was written. Say a file elsewhere",
            folder_of(path)
        ))),
        Err(NotWritten::Io(error)) => {
            Err(Failure::failed(format!("{told}: {}; nothing was written", refusal::reason(&error))))
        }
    }
}

fn folder_of(path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    places::told(folder.unwrap_or(Path::new(".")))
}
