//! `inroad list`: accounts, people, touches, goals, playbooks, contacts.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, complete, find, out};
use crate::domain::account::Account;
use crate::domain::agenda;
use crate::domain::away;
use crate::domain::contacts::{Contact, Contacts};
use crate::domain::due::DueState;
use crate::domain::filter::{self, Filter, words_of, words_of_person};
use crate::domain::goals::{Ledger, Practice, Standing};
use crate::domain::import::keys;
use crate::domain::judge::Judge;
use crate::domain::near;
use crate::domain::people::Person;
use crate::domain::playbook::Playbook;
use crate::domain::readiness::Readiness;
use crate::domain::schedule;
use crate::domain::sequence::TouchAt;
use crate::domain::settings::{Goal, GoalKind};
use crate::domain::words::Vocabulary;
use crate::exchange::export::json as exported;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum What {
    Accounts,
    People,
    Touches,
    Goals,
    Playbooks,
    Contacts,
}

impl What {
    /// The first word that names a table, wherever it stands, if that table can be meant; and the words that are left.
    pub(super) fn among(words: &[String], can_be: impl Fn(Self) -> bool) -> (Option<Self>, Vec<String>) {
        let named = |word: &String| <Self as clap::ValueEnum>::from_str(word, true).ok().filter(|what| can_be(*what));
        let found = words.iter().enumerate().find_map(|(at, word)| Some((at, named(word)?)));
        let rest = words.iter().enumerate().filter(|(at, _)| found.is_none_or(|(named, _)| named != *at));
        (found.map(|(_, what)| what), rest.map(|(_, word)| word.clone()).collect())
    }
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad list
  inroad list people economic tier:1
  inroad list 'ready:<80' missing:economic
  inroad list touches due:overdue --json
  inroad list contacts primo")]
pub(super) struct Args {
    /// accounts, people, touches, goals, playbooks or contacts, and the filter, as after `/`.
    #[arg(value_name = "WHAT|FILTER", add = complete::lists())]
    words: Vec<String>,
    /// Only what is mine, or nobody's: the same as owner:me.
    #[arg(long)]
    mine: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let (first, rest) = What::among(&args.words, |_| true);
    if first == Some(What::Contacts) {
        if args.mine {
            return Err(Failure::usage("contacts are nobody's; leave --mine away"));
        }
        return contacts(desk, &mut open, &rest);
    }
    let mine = args.mine.then(|| "owner:me".to_owned());
    let words: Vec<String> = rest.into_iter().chain(mine).collect();
    let filter = meant(&open, &words)?;
    let all = || open.plan.all().map(AsRef::as_ref);
    let (key, headings, rows): (_, &[&str], Vec<Row>) = match first.unwrap_or(What::Accounts) {
        What::Accounts => (
            "accounts",
            &["id", "name", "stage", "tier", "next", "entry point", "ready"],
            all().filter(|account| passes(&open, &filter, account)).map(|account| of_account(&open, account)).collect(),
        ),
        What::People => (
            "people",
            &["account", "id", "name", "title", "influence", "support", "email"],
            all().flat_map(|account| of_people(&open, account, &filter)).collect(),
        ),
        What::Touches => (
            "touches",
            &["account", "touch", "channel", "person", "purpose", "status", "due"],
            all().flat_map(|account| of_touches(&open, account, &filter)).collect(),
        ),
        What::Goals => ("goals", &["id", "kind", "title", "target", "unit", "when", "why"], of_goals(&open, &filter)),
        What::Contacts | What::Playbooks => {
            ("playbooks", &["id", "name", "touches", "days", "use when"], of_playbooks(&open, &filter))
        }
    };
    // One word that is nearly the name of a list was hardly meant as a filter.
    if let ([word], None, true) = (args.words.as_slice(), first, rows.is_empty())
        && let Some(list) = near::nearest(word, ["accounts", "people", "touches", "goals", "playbooks", "contacts"])
    {
        return Err(Failure::usage(format!("no account has “{word}”; did you mean inroad list {list}?")));
    }
    let (cells, items): (Vec<Vec<String>>, Vec<Json>) = rows.into_iter().unzip();
    if desk.json {
        return out::json_list(key, items, &open.plan);
    }
    open.tell_flawed_accounts();
    out::list(headings, &cells, &nothing(key, &words))
}

/// What is said where a list is empty.
fn nothing(what: &str, words: &[String]) -> String {
    if words.is_empty() { format!("no {what} yet") } else { format!("no {what} with “{}”", words.join(" ")) }
}

/// The filter of these words. What can't be meant is refused: it would let through nothing, or everything.
pub(super) fn meant(open: &Open, words: &[String]) -> Result<Filter, Failure> {
    let filter = Filter::parse(&words.join(" ")).by(open.me().as_deref());
    if filter.asks_for_mine() && open.me().is_none() {
        away::myself(&open.plan.settings, open.config.me.as_deref())?;
    }
    let is_somewhere = |word: &str| open.plan.all().any(|account| words_of(account).contains(word));
    let strange = filter.strange().filter(|(word, _)| !is_somewhere(word)).map(|(_, told)| told);
    let told: Vec<String> = filter.unknown().into_iter().chain(strange).collect();
    if told.is_empty() { Ok(filter) } else { Err(Failure::usage(told.join("; "))) }
}

/// The accounts that a filter leaves, by id.
pub(super) fn chosen<'a>(open: &'a Open, filter: &Filter) -> Vec<&'a Account> {
    open.plan.all().map(AsRef::as_ref).filter(|account| passes(open, filter, account)).collect()
}

/// A line of a table, and the same as JSON.
type Row = (Vec<String>, Json);

fn passes(open: &Open, filter: &Filter, account: &Account) -> bool {
    let words = words_of(account);
    let has = |word: &str| words.contains(word);
    filter.matches(account, has, || due(open, account), || Cow::Owned(open.readiness(account)))
}

/// Whether something passes that belongs to no account: only by its words, and by whose it is.
fn passes_alone<'t>(filter: &Filter, owner: Option<&str>, texts: impl IntoIterator<Item = &'t str>) -> bool {
    let words = filter::lines(texts.into_iter());
    let has = |word: &str| words.contains(word);
    filter.matches_work(&Account::default(), owner, has, DueState::default, || Cow::Owned(Readiness::default()))
}

/// People on no account whose name, title, company, source or id has all the words.
pub(super) fn among<'c>(contacts: &'c Contacts, words: &[String]) -> Vec<&'c Contact> {
    let words: Vec<String> = words.iter().map(|word| keys::fold(word)).collect();
    let has = |contact: &&Contact| {
        let Contact { person, company, website, source, .. } = contact;
        let of = [&person.id, &person.name, &person.title, &**company, website, source].map(keys::fold);
        words.iter().all(|word| of.iter().any(|text| text.contains(word)))
    };
    contacts.people.iter().filter(has).collect()
}

fn contacts(desk: &Desk, open: &mut Open, words: &[String]) -> Result<(), Failure> {
    let book = open.read_contacts();
    out::problems(&book.problems);
    let found = among(&book.contacts, words);
    if desk.json {
        return out::json_list("contacts", found.into_iter().map(of_contact).collect(), &open.plan);
    }
    let row = |contact: &Contact| {
        let Contact { person, company, source, .. } = contact;
        let email = person.email().unwrap_or_default().to_owned();
        [&person.id, &person.name, &person.title, &**company, &email, source].map(str::to_owned).to_vec()
    };
    let rows: Vec<Vec<String>> = found.into_iter().map(row).collect();
    out::list(&["id", "name", "title", "company", "email", "source"], &rows, &nothing("contacts", words))
}

fn of_contact(contact: &Contact) -> Json {
    let Contact { person, company, website, industry, source, imported } = contact;
    json!({
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "department": person.department,
        "company": **company,
        "website": website,
        "industry": industry,
        "email": person.email(),
        "phone": person.phone(),
        "linkedin": person.linkedin,
        "connected_on": person.connected_on,
        "do_not_contact": person.do_not_contact,
        "source": **source,
        "imported": imported,
    })
}

fn due(open: &Open, account: &Account) -> DueState {
    // As far ahead as the longest week.
    agenda::due_state(&agenda::of_account(account, &open.world(), 7), &open.world())
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn of_account(open: &Open, account: &Account) -> (Vec<String>, Json) {
    let next = schedule::next_touch(account, &open.world());
    let unreadable = open.plan.unreadable(&account.id);
    let path = account.entry_point.path(" > ");
    let ready = open.readiness(account).percent;
    let row = vec![
        account.id.to_string(),
        account.name.clone(),
        unreadable.map_or_else(|| account.stage_word().to_owned(), |why| format!("can't be read: {why}")),
        text(account.tier),
        text(next.map(|(_, day)| day)),
        path,
        ready.map(|percent| format!("{percent}%")).unwrap_or_default(),
    ];
    let json = json!({
        "id": account.id.as_ref(),
        "name": account.name,
        "stage": unreadable.is_none().then(|| account.stage_word()),
        "tier": account.tier,
        "value": account.worth(),
        "owner": account.owner,
        "tags": account.tags,
        "entry_point": { "unit": account.entry_point.unit, "function": account.entry_point.function },
        "people": account.people.len(),
        "next_touch": next.map(|(at, day)| exported::touch_ref(account, at, day)),
        "readiness": ready,
        "overdue": next.is_some_and(|(_, day)| day < open.world().today),
    });
    (row, json)
}

fn of_people(open: &Open, account: &Account, filter: &Filter) -> Vec<Row> {
    let wanted = |person: &&Person| {
        let words = words_of_person(account, person);
        let has = |word: &str| words.contains(word);
        filter.matches(account, has, || due(open, account), || Cow::Owned(open.readiness(account)))
    };
    let one = |person: &Person| {
        let row = vec![
            account.id.to_string(),
            person.id.clone(),
            person.name.clone(),
            person.title.clone(),
            person.influence.word().to_owned(),
            person.support.word().to_owned(),
            person.email().unwrap_or_default().to_owned(),
        ];
        let json = json!({
            "account": account.id.as_ref(),
            "id": person.id,
            "name": person.name,
            "title": person.title,
            "influence": person.influence.word(),
            "support": person.support.word(),
            "email": person.email(),
            "phone": person.phone(),
            "do_not_contact": person.do_not_contact,
        });
        (row, json)
    };
    account.people.iter().filter(wanted).map(one).collect()
}

/// A touch passes as in Today: by its own words and those of its account, by its own day, by whose it is.
fn of_touches(open: &Open, account: &Account, filter: &Filter) -> Vec<Row> {
    let world = open.world();
    let judge = Judge::new(filter, account, world, open.sender());
    let mut rows = Vec::new();
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (j, (touch, due)) in sequence.touches.iter().zip(schedule::schedule(account, sequence, &world)).enumerate()
        {
            let day = due.day();
            if !judge.passes_touch(touch, day) {
                continue;
            }
            let row = vec![
                account.id.to_string(),
                find::touch_named(TouchAt { sequence: i, touch: j }),
                touch.channel_word().to_owned(),
                touch.person.clone().unwrap_or_default(),
                touch.purpose.word().to_owned(),
                touch.status.word().to_owned(),
                text(day),
            ];
            let json = json!({
                "account": account.id.as_ref(),
                "sequence": sequence.id,
                "id": touch.id,
                "n": j + 1,
                "channel": touch.channel_word(),
                "person": touch.person,
                "purpose": touch.purpose.word(),
                "status": touch.status.word(),
                "result": touch.result.map(Vocabulary::word),
                "closed": touch.closed.map(|at| at.iso()),
                "due": day,
                "overdue": day.is_some_and(|day| day < world.today),
            });
            rows.push((row, json));
        }
    }
    rows
}

fn of_goals(open: &Open, filter: &Filter) -> Vec<Row> {
    let world = open.world();
    let sums = Ledger::of(open.plan.all().map(AsRef::as_ref), &world).sums();
    let one = |(at, goal): (usize, &Goal)| {
        let metric = goal.metric.map(Vocabulary::word);
        let row = vec![
            goal.id.clone(),
            goal.kind.word().to_owned(),
            goal.title.clone(),
            text(goal.target),
            metric.map_or_else(|| goal.unit.clone(), str::to_owned),
            period(goal),
            goal.why.clone(),
        ];
        let json = json!({
            "id": goal.id,
            "kind": goal.kind.word(),
            "title": goal.title,
            "why": goal.why,
            "metric": metric,
            "target": goal.target,
            "unit": goal.unit,
            "from": goal.from,
            "to": goal.to,
            "per": goal.per.map(Vocabulary::word),
            "stands": match goal.kind {
                GoalKind::Performance => of_standing(&Standing::of(goal, at, &sums, &world)),
                GoalKind::GettingBetter => of_practice(&Practice::of(goal, at, &sums, &world)),
            },
        });
        (row, json)
    };
    let wanted = |(_, goal): &(usize, &Goal)| {
        let metric = goal.metric.map_or("", Vocabulary::word);
        let texts = [goal.id.as_str(), &goal.title, &goal.why, &goal.skill, goal.kind.word(), metric];
        passes_alone(filter, goal.owner.as_deref(), texts)
    };
    open.plan.settings.goals.iter().enumerate().filter(wanted).map(one).collect()
}

/// When a goal counts: in each week, or between two days.
fn period(goal: &Goal) -> String {
    let every = goal.per.map(|per| format!("each {}", per.word()));
    let between = match (goal.from, goal.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("to {to}")),
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
    };
    every.into_iter().chain(between).collect::<Vec<_>>().join(", ")
}

fn of_standing(stands: &Standing) -> Json {
    json!({
        "done": stands.done,
        "expected": stands.expected(),
        "on_pace": stands.is_on_pace(),
        "open_touches": stands.ahead.touches,
        "booked_meetings": stands.ahead.booked,
        "accounts_met": stands.ahead.met,
        "open_opportunities": stands.ahead.deals,
        "forecast": stands.forecast(),
        "working_days_left": stands.pace.map(|pace| pace.left),
        "touches_a_day": stands.touches_a_day(),
        "assumed": stands.is_assumed(),
    })
}

fn of_practice(practice: &Practice) -> Json {
    let before: Vec<u64> = practice.periods.iter().skip(1).map(|(_, count)| *count).collect();
    json!({ "done": practice.now(), "before": before })
}

fn of_playbooks(open: &Open, filter: &Filter) -> Vec<Row> {
    let one = |playbook: &std::sync::Arc<Playbook>| {
        let row = vec![
            playbook.id.clone(),
            playbook.name.clone(),
            playbook.touches.len().to_string(),
            playbook.days().to_string(),
            playbook.use_when.clone(),
        ];
        let json = json!({
            "id": playbook.id,
            "name": playbook.name,
            "touches": playbook.touches.len(),
            "days": playbook.days(),
            "roles": playbook.roles,
            "use_when": playbook.use_when,
        });
        (row, json)
    };
    let wanted = |playbook: &&std::sync::Arc<Playbook>| {
        let roles = playbook.roles.iter().map(String::as_str);
        passes_alone(filter, None, [playbook.id.as_str(), &playbook.name, &playbook.use_when].into_iter().chain(roles))
    };
    open.plan.playbooks.iter().filter(wanted).map(one).collect()
}
