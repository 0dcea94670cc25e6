//! `inroad list`: accounts, people, touches, goals, playbooks, contacts.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, find, out};
use crate::domain::account::Account;
use crate::domain::agenda;
use crate::domain::contacts::Contact;
use crate::domain::filter::{DueState, Filter, words_of};
use crate::domain::goals::{Ledger, Practice, Standing};
use crate::domain::import::keys;
use crate::domain::schedule;
use crate::domain::settings::{Goal, GoalKind};
use crate::domain::words::Vocabulary;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    Accounts,
    People,
    Touches,
    Goals,
    Playbooks,
    Contacts,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad list
  inroad list people tier:1
  inroad list 'ready:<80' missing:economic
  inroad list touches due:overdue --json
  inroad list contacts primo")]
pub(super) struct Args {
    /// accounts, people, touches, goals, playbooks or contacts; then the filter, as after `/`.
    #[arg(value_name = "WHAT|FILTER")]
    words: Vec<String>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let first = args.words.first().and_then(|word| <What as clap::ValueEnum>::from_str(word, true).ok());
    let rest = if first.is_some() { &args.words[1..] } else { &args.words[..] };
    if first == Some(What::Contacts) {
        return contacts(desk, &mut open, rest);
    }
    let filter = Filter::parse(&rest.join(" ")).by(open.me().as_deref());
    for unknown in filter.unknown() {
        out::note(&unknown);
    }
    let passes = |account: &&Account| {
        let words = words_of(account);
        let has = |word: &str| words.contains(word);
        filter.matches(account, has, || due(&open, account), || Cow::Owned(open.readiness(account)))
    };
    let accounts: Vec<&Account> = open.plan.all().map(AsRef::as_ref).filter(passes).collect();
    let (key, headings, rows): (_, &[&str], Vec<(Vec<String>, Json)>) = match first.unwrap_or(What::Accounts) {
        What::Accounts => (
            "accounts",
            &["id", "name", "stage", "tier", "next", "entry point", "ready"],
            accounts.iter().map(|account| of_account(&open, account)).collect(),
        ),
        What::People => (
            "people",
            &["account", "id", "name", "title", "influence", "support", "email"],
            accounts.iter().flat_map(|account| of_people(account)).collect(),
        ),
        What::Touches => (
            "touches",
            &["account", "touch", "channel", "person", "purpose", "status", "due"],
            accounts.iter().flat_map(|account| of_touches(&open, account, &filter)).collect(),
        ),
        What::Goals => ("goals", &["id", "kind", "title", "target", "metric", "why"], of_goals(&open)),
        What::Contacts | What::Playbooks => {
            ("playbooks", &["id", "name", "touches", "days", "use when"], of_playbooks(&open))
        }
    };
    // One word that is nearly the name of a list was hardly meant as a filter.
    if let ([word], None, true) = (args.words.as_slice(), first, accounts.is_empty())
        && let Some(list) = find::near(word, ["accounts", "people", "touches", "goals", "playbooks", "contacts"])
    {
        out::note(&format!("no account has “{word}”; did you mean inroad list {list}?"));
    }
    let (cells, items): (Vec<Vec<String>>, Vec<Json>) = rows.into_iter().unzip();
    if desk.json {
        return out::json_list(key, items, &open.plan);
    }
    for problem in open.plan.all_problems() {
        out::note(&problem.to_string());
    }
    out::table(headings, &cells)
}

/// People on no account whose name, title, company, source or id has all the words.
fn contacts(desk: &Desk, open: &mut Open, words: &[String]) -> Result<(), Failure> {
    let book = open.folder.contacts();
    open.plan.problems.extend(book.problems);
    let words: Vec<String> = words.iter().map(|word| keys::fold(word)).collect();
    let has = |contact: &&Contact| {
        let Contact { person, company, website, source, .. } = contact;
        let of = [&person.id, &person.name, &person.title, company, website, source].map(|text| keys::fold(text));
        words.iter().all(|word| of.iter().any(|text| text.contains(word)))
    };
    let found: Vec<&Contact> = book.contacts.people.iter().filter(has).collect();
    if desk.json {
        return out::json_list("contacts", found.into_iter().map(of_contact).collect(), &open.plan);
    }
    for problem in open.plan.all_problems() {
        out::note(&problem.to_string());
    }
    let row = |contact: &Contact| {
        let Contact { person, company, source, .. } = contact;
        let email = person.email().unwrap_or_default().to_owned();
        vec![person.id.clone(), person.name.clone(), person.title.clone(), company.clone(), email, source.clone()]
    };
    let rows: Vec<Vec<String>> = found.into_iter().map(row).collect();
    out::table(&["id", "name", "title", "company", "email", "source"], &rows)
}

fn of_contact(contact: &Contact) -> Json {
    let Contact { person, company, website, source, imported } = contact;
    json!({
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "department": person.department,
        "company": company,
        "website": website,
        "email": person.email(),
        "phone": person.phone(),
        "linkedin": person.linkedin,
        "connected_on": person.connected_on,
        "do_not_contact": person.do_not_contact,
        "source": source,
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
        "next_touch": next.map(|(at, day)| super::show::touch_ref(account, at, day)),
        "readiness": ready,
        "overdue": next.is_some_and(|(_, day)| day < open.world().today),
    });
    (row, json)
}

fn of_people(account: &Account) -> Vec<(Vec<String>, Json)> {
    let one = |person: &crate::domain::people::Person| {
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
    account.people.iter().map(one).collect()
}

fn of_touches(open: &Open, account: &Account, filter: &Filter) -> Vec<(Vec<String>, Json)> {
    let world = open.world();
    let mut rows = Vec::new();
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (j, (touch, due)) in sequence.touches.iter().zip(schedule::schedule(account, sequence, &world)).enumerate()
        {
            let day = due.day();
            let state = DueState::on(day, world.today, world.calendar);
            if !filter.passes_due(state) {
                continue;
            }
            let row = vec![
                account.id.to_string(),
                format!("{}:{}", i + 1, j + 1),
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
                "overdue": state.overdue,
            });
            rows.push((row, json));
        }
    }
    rows
}

fn of_goals(open: &Open) -> Vec<(Vec<String>, Json)> {
    let world = open.world();
    let sums = Ledger::of(open.plan.all().map(AsRef::as_ref), &world).sums();
    let one = |(at, goal): (usize, &Goal)| {
        let metric = goal.metric.map(Vocabulary::word);
        let row = vec![
            goal.id.clone(),
            goal.kind.word().to_owned(),
            goal.title.clone(),
            text(goal.target),
            text(metric),
            goal.why.clone(),
        ];
        let json = json!({
            "id": goal.id,
            "kind": goal.kind.word(),
            "title": goal.title,
            "why": goal.why,
            "metric": metric,
            "target": goal.target,
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
    open.plan.settings.goals.iter().enumerate().map(one).collect()
}

fn of_standing(stands: &Standing) -> Json {
    json!({
        "done": stands.done,
        "expected": stands.expected(),
        "on_pace": stands.is_on_pace(),
        "open_touches": stands.open,
        "forecast": stands.forecast(),
        "working_days_left": stands.pace.map(|pace| pace.left),
        "touches_a_day": stands.touches_a_day(),
        "assumed": stands.chain.is_assumed(),
    })
}

fn of_practice(practice: &Practice) -> Json {
    let before: Vec<u64> = practice.periods.iter().skip(1).map(|(_, count)| *count).collect();
    json!({ "done": practice.now(), "before": before })
}

fn of_playbooks(open: &Open) -> Vec<(Vec<String>, Json)> {
    let one = |playbook: &std::sync::Arc<crate::domain::playbook::Playbook>| {
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
    open.plan.playbooks.iter().map(one).collect()
}
