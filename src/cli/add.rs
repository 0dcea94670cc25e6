//! `inroad add`: an account, or a person or finding in one line.

use super::did::Did;
use super::{Desk, Failure, Open, attach, complete, out};
use crate::app::outline;
use crate::domain::account::Account;
use crate::domain::archived;
use crate::domain::brief;
use crate::domain::contacts::{self, Attached, Contact, Contacts};
use crate::domain::fields::{self, Place};
use crate::domain::id;
use crate::domain::line::Addable;
use crate::domain::meeting::Meeting;
use crate::domain::near;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::Change;
use crate::domain::words::counted;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad add Primo --tier 1 --unit Marketing --function \"Demand generation\"
  inroad add Globex --with-contacts           takes over whom you know there
  inroad add primo person \"Dana Cole, VP Marketing, economic, dana@primo.example\"
  inroad add primo research \"challenge: Cost per lead up 40 % (Q3 call, p. 4)\"
  inroad add primo question \"problem: What happens to leads that nobody can tie to a product? (#1)\"")]
pub(super) struct Args {
    /// The new account's name; or an account, what to add to it, and the line.
    #[arg(required = true, num_args = 1..=3, value_names = ["NAME", "person|research|…", "LINE"], add = complete::adding())]
    words: Vec<String>,
    /// primo.example
    #[arg(long)]
    website: Option<String>,
    /// The trade it is in.
    #[arg(long)]
    industry: Option<String>,
    /// 1 best, 2, 3
    #[arg(long)]
    tier: Option<String>,
    /// What it could be worth.
    #[arg(long)]
    value: Option<String>,
    /// Why this account.
    #[arg(long)]
    why: Option<String>,
    /// The business unit to go after first.
    #[arg(long)]
    unit: Option<String>,
    /// The function in it.
    #[arg(long)]
    function: Option<String>,
    /// Take over the contacts who work there.
    #[arg(long)]
    with_contacts: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    match args.words.as_slice() {
        [name] => account(desk, args, name),
        [account, what, line] => item(desk, account, what, line),
        _ => Err(Failure::usage("say what to add in one line: inroad add primo person \"Dana Cole, VP Marketing\"")),
    }
}

fn account(desk: &Desk, args: &Args, name: &str) -> Result<(), Failure> {
    let mut open = desk.open()?;
    if name.trim().is_empty() {
        return Err(Failure::usage("an account needs a name"));
    }
    fields::fits(name)?;
    let archive = open.folder.archived();
    let in_archive = |id: &str| archive.iter().any(|entry| entry.account.id.as_ref() == id);
    let taken = |id: &str| open.plan.accounts.contains_key(id) || in_archive(id);
    let mut account = Account::new(&id::slug(name, taken), name, open.world().today);
    account.owner = open.me();
    let given = [
        ("website", &args.website),
        ("industry", &args.industry),
        ("tier", &args.tier),
        ("value", &args.value),
        ("why", &args.why),
        ("entry_point.unit", &args.unit),
        ("entry_point.function", &args.function),
    ];
    let before = account.clone();
    for (key, text) in given {
        if let Some(text) = text {
            fields::set(&mut account, Place::Account, key, text, &open.context(&before))?;
        }
    }
    let id = account.id.clone();
    if let Some(twin) = open.plan.all().find(|twin| twin.name.eq_ignore_ascii_case(name)) {
        let told = format!("there is a {} already ({})", twin.name, twin.id);
        if args.with_contacts {
            // Whom one knows there is meant to come to it, and not to a second of its name.
            let way = format!("`inroad attach --all {}` takes over whom you know there", twin.id);
            return Err(Failure::usage(format!("{told}; {way}")));
        }
        out::note(&format!("{told}; this one is {id}"));
    }
    if let Some(old) = archived::of_company(archive.iter().map(|entry| entry.account.as_ref()), name, &account.website)
    {
        out::note(&format!("{}. This one is new: {id}", archived::told(&old.name, &old.id)));
    }
    let (aside, taken_over) = contacts_there(&mut open, &mut account, args.with_contacts)?;
    let label = format!("{name} added");
    loop {
        let id = account.id.clone();
        let after = Some(Value::Account(account.clone().into()));
        let new = Change { key: FileKey::Account(id.clone()), before: None, after };
        match open.save_all(label.clone(), std::iter::once(new).chain(aside.clone()).collect()) {
            Ok(()) => {
                let did = Did::new(&before, &account, label);
                let people = || taken_over.iter().map(attach::in_json).collect::<Vec<_>>();
                let did = if args.with_contacts { did.with("people", people()) } else { did };
                return did.tell(desk, &open, &[&id]);
            }
            // Another run has just taken the name.
            Err(failure) if failure.is_taken => {
                open.plan.accounts.entry(id).or_default();
                account.id = id::slug(name, |id| open.plan.accounts.contains_key(id)).into();
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// Whom we know at a new account: taken over with it, or told. Says what that changes of the contacts, and who has come.
fn contacts_there(
    open: &mut Open,
    account: &mut Account,
    take_over: bool,
) -> Result<(Option<Change>, Vec<Attached>), Failure> {
    let book = open.folder.contacts();
    out::problems(&book.problems);
    let known: Vec<&Contact> = book.contacts.known_at(account, &open.plan.each());
    if known.is_empty() {
        return Ok((None, Vec::new()));
    }
    if !take_over {
        out::note(&attach::offered(account, &known));
        return Ok((None, Vec::new()));
    }
    let told = format!("you know {} at {}", counted(known.len(), "person", "people"), account.name);
    if let Some(why) = &book.read_only {
        return Err(Failure::failed(format!("contacts.toml can't be changed: {why}")));
    }
    let ids: Vec<String> = known.iter().map(|contact| contact.person.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut after = Contacts::clone(&book.contacts);
    let attached = contacts::attach(&mut after, account, &ids)?;
    out::note(&format!("{told}; taken over"));
    for told in attached.iter().filter_map(|each| each.told(&account.id)) {
        out::note(&told);
    }
    let (before, after) = (Value::Contacts(book.contacts.clone()), Value::Contacts(after.into()));
    Ok((Some(Change { key: FileKey::Contacts, before: Some(before), after: Some(after) }), attached))
}

fn item(desk: &Desk, named: &str, what: &str, line: &str) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(named)?;
    // What is asked belongs to the meeting that comes next.
    let meeting = |open: &Open| {
        let none = || Failure::failed("no meeting is booked or planned there; add one first");
        brief::next(&before, open.world().today).ok_or_else(none)
    };
    let addable = match what {
        "person" => Addable::Person,
        "research" | "finding" => Addable::Finding,
        "candidate" => Addable::Candidate,
        "meeting" => Addable::Meeting,
        "question" => Addable::Question(meeting(&open)?),
        "objection" => Addable::Objection(meeting(&open)?),
        "next" | "next-step" => Addable::NextStep,
        "opportunity" => Addable::Opportunity,
        "log" | "note" => Addable::Log,
        other => {
            let meant = near::meant(other, Addable::WORDS);
            let kinds = Addable::WORDS.join(", ");
            return Err(Failure::usage(format!("“{other}” can't be added{meant}; there is {kinds}")));
        }
    };
    let label = format!("{what} added");
    let (place, account) = open.edit(&before.id, &label, |account, context| addable.add(account, line, context))?;
    let ids = fields::ids_of(&account);
    // What has no id is named by where it stands.
    let part = fields::part_name(&account, place).unwrap_or_default();
    let own = ids.iter().find(|(_, each, _)| *each == place).map_or(part.as_str(), |(_, _, id)| id);
    let mut did = Did::new(&before, &account, label).say_beside();
    if let (Place::Meeting(at), Some(was)) = (place, before.meetings.iter().find(|meeting| meeting.id == own)) {
        did = did.say(planned(was, account.meetings.get(at)));
    }
    if let Place::NextStep(at) = place
        && account.next_steps.get(at).is_some_and(|step| step.by.is_none())
    {
        did = did
            .say(format!("it has no day yet, and comes up nowhere: inroad set {} next_steps.{own}.by DATE", before.id));
    }
    if let Some(twin) = addable.twin(&account, place) {
        did = did.say(format!("{twin}; this one is another"));
    }
    let title = outline::title(&account, place);
    did.with("id", own).with("title", title.as_str()).tell(desk, &open, &[own, &title])
}

/// What is said of a meeting that was planned already and is booked now: what the line put in the place of what was planned.
fn planned(was: &Meeting, is: Option<&Meeting>) -> String {
    let mut told = vec!["it is the meeting that was planned".to_owned()];
    if is.is_some_and(|is| is.objective != was.objective) && !was.objective.is_empty() {
        told.push(format!("its objective was “{}”", was.objective));
    }
    let is_gone = |who: &&String| is.is_some_and(|is| !is.with.contains(who));
    let gone: Vec<&str> = was.with.iter().filter(is_gone).map(String::as_str).collect();
    if !gone.is_empty() {
        told.push(format!("{} was to be there too", gone.join(", ")));
    }
    told.join("; ")
}
