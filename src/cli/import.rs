//! `inroad import`: files from elsewhere, looked at first, then taken in as one step.

mod left;
mod restored;
mod told;
mod unknown;

use std::collections::HashSet;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::attended::BY_SIGNAL;
use super::{Desk, Failure, out};
use crate::domain::account::Account;
use crate::domain::import::{self, Company, Field, Preview, Was, field, keys};
use crate::domain::near;
use crate::domain::words::Vocabulary as _;
use crate::exchange::import::{self as files, From, MOST_BYTES, Refused, Request, Sheet};
use crate::store::refusal;
use crate::ui::text::shown;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad import Connections.csv --dry-run    look first: what is new, what differs
  inroad import Connections.csv --accounts Primo,Globex
                                             these two become accounts
  inroad import hubspot-companies.csv --accounts all
  inroad import people.vcf
  inroad import plan.json                    what `inroad export json` wrote
  inroad import list.csv --map Firma=company --map Mail=email
  inroad import list.csv --map 1=company     without a header, by number

Whose company becomes no account goes to the contacts.", after_help = fields())]
pub(super) struct Args {
    /// The files; - is what comes in. LinkedIn, HubSpot, Salesforce, Apollo, address books (vCard) and plans
    /// (JSON) are known by what they say.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Take it for this, whatever it looks like.
    #[arg(long = "as", value_name = "SERVICE", value_parser = PossibleValuesParser::new(From::WORDS).try_map(|word| From::parse(&word)))]
    from: Option<From>,
    /// Which companies become accounts; nobody asks for the others, so their people are kept as contacts.
    #[arg(long, value_name = "all|NAME,…")]
    accounts: Vec<String>,
    /// What a column is, by its name in the header, without one by its number; Firma=- leaves it out.
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// Show what would come of it, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

fn fields() -> String {
    format!("Fields for --map:\n{}", field::told())
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if restored::is_meant(args)? {
        return restored::run(desk, args);
    }
    let (mut map, mut without) = (Vec::new(), Vec::new());
    let mut pairs: Vec<(String, Option<Field>)> = Vec::new();
    for pair in &args.map {
        let (column, field) = mapping(pair)?;
        if let Some((_, other)) = pairs.iter().find(|(known, other)| *known == column && *other != field) {
            let [one, other] = [other, &field].map(|field| field.map_or("not used", |field| field.word()));
            return Err(Failure::usage(format!("“{column}” can't be both {one} and {other}; say one of them")));
        }
        pairs.push((column, field));
    }
    for (column, field) in pairs {
        match field {
            Some(field) => map.push((column, field)),
            None => without.push(column),
        }
    }
    let stop = Stop::heard();
    let mut open = desk.open()?;
    // Before the rows: the text of them all and fifty thousand rows are not there at once.
    let book = open.folder.contacts();
    let mut sheets = Vec::new();
    let mut said = Said { map, without, are_several: args.files.len() > 1, missed: Vec::new() };
    for (n, path) in args.files.iter().enumerate() {
        let has_members = !open.plan.settings.members.is_empty();
        let request = Request { file: n, name: name_of(path), from: args.from, has_members, ..Request::default() };
        let sheet = said.sheet(path, request, &stop).map_err(|refused| match refused {
            Refused::Cancelled => stop.failure(),
            refused => failure(refused, path, args),
        });
        sheets.push(sheet?);
    }
    said.is_met(args)?;
    let (mut rows, mut skipped, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    for sheet in &mut sheets {
        let mut of_it = std::mem::take(&mut sheet.rows);
        if rows.is_empty() {
            rows = of_it;
        } else {
            rows.append(&mut of_it);
        }
        skipped.append(&mut sheet.skipped);
        remarks.append(&mut sheet.remarks);
    }
    let archive = open.folder.archived();
    let archive: Vec<&Account> = archive.iter().map(|entry| entry.account.as_ref()).collect();
    let mut preview = import::preview(rows, skipped, &open.plan, &book.contacts, &archive);
    preview.remarks.extend(remarks);
    let chosen = Chosen::of(&args.accounts, &preview)?;
    if chosen.finds_none(&preview) {
        out::note("--accounts all: no row says where anybody works, so nothing becomes an account");
    }
    let told = told::Told { sheets: &sheets, files: &args.files, plan: &open.plan };
    // Who stands in what can't be read would look new.
    book.problems.iter().for_each(|problem| out::note(&problem.to_string()));
    if args.dry_run {
        told.preview(desk.json, &preview, &chosen)?;
        if !desk.json && preview.companies.iter().any(|company| chosen.holds(company)) {
            let is_chosen = |company: &Company| chosen.holds(company);
            let owner = open.me();
            match import::apply(preview, is_chosen, &open.plan, &book, open.world().today, owner.as_deref()) {
                Ok(applied) => {
                    for offer in told::offered(&applied, &book.contacts, &open.plan) {
                        out::note(&offer);
                    }
                }
                Err(why) => out::note(&format!("as it stands this would be refused: {why}")),
            }
        }
        return Ok(());
    }
    told.left_out(&preview, &chosen);
    told::stays(&preview, &chosen);
    let before = desk.json.then(|| told.json(&preview, &chosen));
    let summary = told::Summary::of(&preview, &chosen);
    let owner = open.me();
    let is_chosen = |company: &Company| chosen.holds(company);
    let mut applied = import::apply(preview, is_chosen, &open.plan, &book, open.world().today, owner.as_deref())
        .map_err(Failure::failed)?;
    // Before they are saved, since the changes are used up then.
    let offers = told::offered(&applied, &book.contacts, &open.plan);
    drop(book);
    if stop.is_asked.load(Ordering::Relaxed) {
        return Err(stop.failure());
    }
    let label = format!("Imported {}", told.names());
    open.save_all(label, std::mem::take(&mut applied.changes))?;
    for offer in &offers {
        out::note(offer);
    }
    told::done(before, &summary, &applied)
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") {
        "stdin".to_owned()
    } else {
        path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// `Firma=company`; a column's own name may hold an equals sign. Nothing, or `-`, is a column that is not used.
fn mapping(pair: &str) -> Result<(String, Option<Field>), Failure> {
    let says_nothing = || Failure::usage(format!("“{pair}” says no column and field; it reads like Firma=company"));
    let (column, word) = pair.rsplit_once('=').ok_or_else(says_nothing)?;
    let (column, word) = (column.trim(), word.trim());
    if column.is_empty() {
        return Err(says_nothing());
    }
    if matches!(word, "" | "-") {
        return Ok((column.to_owned(), None));
    }
    let field = Field::parse(word).map_err(|_| {
        if word == unknown::OPEN {
            let fields = Field::WORDS.join(", ");
            return Failure::usage(format!(
                "{word} stands for what “{column}” is: put one of {fields} there, or - to leave it out"
            ));
        }
        let meant = near::meant(&word.to_lowercase(), Field::WORDS.iter().copied());
        let stop = if meant.is_empty() { "." } else { "" };
        Failure::usage(format!("there is no field “{word}”{meant}{stop} There are {}", Field::WORDS.join(", ")))
    })?;
    Ok((column.to_owned(), Some(field)))
}

/// What was said of columns. Of several files each takes what it has a column for; what none has is a mistake.
struct Said {
    map: Vec<(String, Field)>,
    without: Vec<String>,
    /// There is more than one file.
    are_several: bool,
    /// What each file has no column for.
    missed: Vec<Vec<Refused>>,
}

impl Said {
    fn sheet(&mut self, path: &Path, request: Request, stop: &Stop) -> Result<Sheet, Refused> {
        let bytes = bytes(path, stop)?;
        let mut request = Request { map: self.map.clone(), without: self.without.clone(), ..request };
        let mut missed = Vec::new();
        loop {
            match sheet(&bytes, &request, &stop.is_asked) {
                Err(Refused::NoColumn { asked, columns }) if self.are_several => {
                    request.map.retain(|(column, _)| *column != asked);
                    request.without.retain(|column| *column != asked);
                    missed.push(Refused::NoColumn { asked, columns });
                }
                read => {
                    self.missed.push(missed);
                    return read;
                }
            }
        }
    }

    /// Whether some file has each column.
    fn is_met(&self, args: &Args) -> Result<(), Failure> {
        let asked = |refused: &Refused| match refused {
            Refused::NoColumn { asked, .. } => asked.clone(),
            _ => String::new(),
        };
        let [first, others @ ..] = self.missed.as_slice() else { return Ok(()) };
        let is_missed = |of: &[Refused], what: &str| of.iter().any(|refused| asked(refused) == what);
        let nowhere = first.iter().find(|refused| others.iter().all(|of| is_missed(of, &asked(refused))));
        let Some((refused, path)) = nowhere.zip(args.files.first()) else { return Ok(()) };
        Err(failure(refused.clone(), path, args))
    }
}

/// One file's rows.
fn sheet(bytes: &[u8], request: &Request, stop: &AtomicBool) -> Result<Sheet, Refused> {
    let is_shown = io::stderr().is_terminal();
    let mut has_shown = false;
    let sheet = files::read(bytes, request, &mut |rows| {
        if is_shown && rows >= 5_000 {
            has_shown = true;
            _ = write!(io::stderr(), "\r{}: {rows} rows", shown(&request.name));
        }
        !stop.load(Ordering::Relaxed)
    });
    if has_shown {
        _ = write!(io::stderr(), "\r\x1b[K");
    }
    sheet
}

fn bytes(path: &Path, stop: &Stop) -> Result<Vec<u8>, Refused> {
    let whole = |why: String| Refused::Broken { line: 0, column: 0, why };
    let told = |error: io::Error| whole(refusal::reason(&error));
    let mut bytes = Vec::new();
    // One byte more than may be says that it is too large.
    if path == Path::new("-") {
        stop.is_waiting.store(true, Ordering::Relaxed);
        let read = io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes);
        stop.is_waiting.store(false, Ordering::Relaxed);
        return read.map(|_| bytes).map_err(told);
    }
    if !std::fs::metadata(path).map_err(told)?.is_file() {
        return Err(whole("it is no file".into()));
    }
    std::fs::File::open(path).map_err(told)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(told)?;
    Ok(bytes)
}

/// Until it is saved, Ctrl-C and SIGTERM leave everything as it was, and that is said; while it is saved, they wait. The second
/// one ends the program at once.
struct Stop {
    is_asked: Arc<AtomicBool>,
    /// Somebody else has to write before we go on: then the first one ends the program already.
    is_waiting: Arc<AtomicBool>,
    /// Which of them it was.
    by: Arc<AtomicUsize>,
}

impl Stop {
    fn heard() -> Self {
        let stop = Self { is_asked: Arc::default(), is_waiting: Arc::default(), by: Arc::default() };
        for each in [SIGINT, SIGTERM] {
            // Where a signal can't be heard it ends the program, which loses nothing either.
            _ = flag::register_conditional_default(each, Arc::clone(&stop.is_waiting))
                .and_then(|_| flag::register_conditional_default(each, Arc::clone(&stop.is_asked)))
                .and_then(|_| flag::register_usize(each, Arc::clone(&stop.by), each.unsigned_abs() as usize))
                .and_then(|_| flag::register(each, Arc::clone(&stop.is_asked)));
        }
        stop
    }

    fn failure(&self) -> Failure {
        cancelled(self.by.load(Ordering::Relaxed))
    }
}

fn cancelled(signal: usize) -> Failure {
    Failure { code: (BY_SIGNAL + signal) as u8, ..Failure::failed(Refused::Cancelled) }
}

/// Why a file gives nothing, and what to type.
fn failure(refused: Refused, path: &Path, args: &Args) -> Failure {
    let file = path.display();
    match refused {
        Refused::Cancelled => cancelled(SIGINT.unsigned_abs() as usize),
        Refused::Broken { line: 0, .. } => Failure::failed(format!("{file}: {refused}; nothing was changed")),
        Refused::Broken { .. } => Failure::failed(format!("{file}:{refused}; nothing was changed")),
        Refused::NoColumn { .. } | Refused::Asked(_) => Failure::usage(format!("{file}: {refused}")),
        Refused::Unmapped { columns, is_headed, lacks } => unknown::failure(&columns, (is_headed, lacks), path, args),
    }
}

/// Which one was meant: the one that begins so, else the one that was nearly typed, be it without what follows its first
/// word.
fn nobody(word: &str, preview: &Preview) -> Failure {
    let names = || preview.companies.iter().map(|company| company.name.as_str()).filter(|name| !name.is_empty());
    let typed = keys::company(word);
    let begins = || names().find(|name| !typed.is_empty() && keys::company(name).starts_with(&typed));
    let nearly = || {
        let folded: Vec<(String, &str)> = names().map(|name| (keys::company(name), name)).collect();
        let near = near::nearest(&typed, folded.iter().map(|(folded, _)| folded.as_str()))?;
        folded.iter().find(|(folded, _)| folded == near).map(|(_, name)| *name)
    };
    let meant = begins().or_else(nearly).map_or_else(String::new, |name| format!("; did you mean {name}?"));
    Failure::usage(format!("no company “{word}” is in it{meant}"))
}

/// Which companies become accounts.
pub(super) struct Chosen {
    all: bool,
    /// Our own tables and cards say which companies were accounts: these are all then, but for what others name.
    are_told: bool,
    names: HashSet<String>,
}

impl Chosen {
    fn of(words: &[String], preview: &Preview) -> Result<Self, Failure> {
        let are_told = preview.companies.iter().any(|company| company.was == Was::Account);
        let mut chosen = Self { all: false, are_told, names: HashSet::new() };
        for words in words {
            let parts: Vec<&str> = words.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
            let mut rest = parts.as_slice();
            if rest.is_empty() {
                return Err(Failure::usage("--accounts names no company; say which become accounts, or all"));
            }
            while let [first, ..] = rest {
                // A name may hold a comma itself: the longest that is one.
                let taken = (1..=rest.len()).rev().find(|n| chosen.take(&rest[..*n].join(", "), preview));
                let Some(taken) = taken else { return Err(nobody(first, preview)) };
                rest = &rest[taken..];
            }
        }
        Ok(chosen)
    }

    fn take(&mut self, word: &str, preview: &Preview) -> bool {
        if word.eq_ignore_ascii_case("all") {
            self.all = true;
            return true;
        }
        let (name, host) = (keys::company(word), keys::host(word));
        let is_there = |company: &Company| !host.is_empty() && keys::host(&company.told.website) == host;
        let is_called_so = |company: &Company| keys::fold(&company.name) == keys::fold(word);
        let is_alike = |company: &Company| keys::company(&company.name) == name;
        // As it is written goes before the same without its legal form.
        let ways: [&dyn Fn(&Company) -> bool; 3] = [&is_called_so, &is_there, &is_alike];
        let found = |is_it: &dyn Fn(&Company) -> bool| -> Vec<String> {
            preview.companies.iter().filter(|company| is_it(company)).map(|company| company.name.clone()).collect()
        };
        let found = ways.into_iter().map(found).find(|found| !found.is_empty()).unwrap_or_default();
        // What can't be read now is no reason not to do the rest; that it waits is told.
        let is_found = !found.is_empty() || preview.waiting.iter().any(|waits| keys::company(waits) == name);
        self.names.extend(found);
        is_found
    }

    /// All were asked for, and there is none.
    fn finds_none(&self, preview: &Preview) -> bool {
        let has_people = preview.people().next().is_some();
        self.all && has_people && preview.companies.iter().all(|company| company.name.is_empty())
    }

    /// Whether this one does.
    pub(super) fn holds(&self, company: &Company) -> bool {
        let is_of_all = !self.are_told || company.was != Was::NoAccount;
        (self.all && is_of_all) || self.names.contains(&company.name)
    }
}
