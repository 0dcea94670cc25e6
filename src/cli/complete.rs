//! What the shell offers when Tab is pressed: accounts, touches, people, playbooks and fields of the plan that the line is
//! about. It reads only the files it needs, writes nothing, not even a journal, and never says a word: a line that is
//! being typed is no place for a complaint. What is no plain word is not offered, since the shell would read it as more.

mod bash;
mod fish;
mod line;
mod zsh;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::CompleteEnv;
use clap_complete::engine::{
    self, ArgValueCandidates, ArgValueCompleter, CompletionCandidate as Candidate, ValueCompleter,
};
use clap_complete::env::Shells;

use crate::domain::account::Account;
use crate::domain::answer::Answer;
use crate::domain::conflict::Conflict;
use crate::domain::fields::{self, Kind, Place};
use crate::domain::line::Addable;
use crate::domain::meeting::MeetingResult;
use crate::domain::people::Person;
use crate::domain::readiness::RULES;
use crate::domain::sequence::TouchAt;
use crate::domain::stage::Stage;
use crate::domain::touch::{Outcome, Touch};
use crate::domain::words::Vocabulary;
use crate::store::places;
use crate::ui::text::shown;

use line::Line;

/// The variable by which the shell's script asks.
pub(super) const VARIABLE: &str = "INROAD_COMPLETE";

/// The shells that are known.
pub(super) const SHELLS: Shells<'static> = Shells(&[&bash::Bash, &zsh::Zsh, &fish::Fish]);

/// Whether the shell has asked, and was answered; then there is nothing else to do.
pub fn has_answered() -> bool {
    std::env::var_os(VARIABLE).is_some() && {
        let here = std::env::current_dir().ok();
        let complete = CompleteEnv::with_factory(super::Args::command).var(VARIABLE).shells(SHELLS);
        complete.try_complete(std::env::args_os(), here.as_deref()).unwrap_or(true)
    }
}

/// What is offered for the last of these words. Options, which stand behind every word, only where one is begun or there is
/// nothing else.
///
/// # Errors
///
/// What clap says.
fn offered(
    command: &mut clap::Command,
    words: Vec<OsString>,
    current_dir: Option<&Path>,
) -> Result<Vec<Candidate>, io::Error> {
    let mut words = words;
    // `inroad help import` is no subcommand, and is typed like one.
    let asks_for_help = words.len() > 2 && words[1] == "help";
    if asks_for_help {
        words.remove(1);
    }
    let at = words.len().saturating_sub(1);
    let begun = words.get(1).filter(|_| at == 1 && !asks_for_help).map(|word| word.to_string_lossy().into_owned());
    let mut all = engine::complete(command, words, at, current_dir)?;
    if begun.is_some_and(|begun| "help".starts_with(&begun)) {
        all.push(Candidate::new("help").help(Some("Say how a subcommand is used".into())));
    }
    let is_option = |each: &Candidate| each.get_value().to_string_lossy().starts_with('-');
    let is_begun = all.iter().all(is_option);
    all.retain(|each| is_begun || !is_option(each));
    Ok(all)
}

/// What is offered for an argument, from the line so far; of that what begins as it is typed.
struct Offer {
    what: fn(&Line) -> Vec<Candidate>,
    /// What is offered may be begun to be typed by its name.
    by_name: bool,
}

impl ValueCompleter for Offer {
    fn complete(&self, current: &OsStr) -> Vec<Candidate> {
        let Some(current) = current.to_str() else { return Vec::new() };
        let current = current.to_lowercase();
        // By its name an account is offered too, although it is its id that is written then.
        let is_meant = |each: &Candidate| {
            let name = each.get_help().map(|help| help.to_string().to_lowercase()).filter(|_| self.by_name);
            let value = each.get_value().to_str().map(str::to_lowercase);
            [value, name].into_iter().flatten().any(|text| text.starts_with(&current))
        };
        (self.what)(&Line::here()).into_iter().filter(is_meant).collect()
    }
}

fn offer(offer: fn(&Line) -> Vec<Candidate>) -> ArgValueCompleter {
    ArgValueCompleter::new(Offer { what: offer, by_name: false })
}

fn offer_by_name(offer: fn(&Line) -> Vec<Candidate>) -> ArgValueCompleter {
    ArgValueCompleter::new(Offer { what: offer, by_name: true })
}

fn of_words<V: Vocabulary>() -> ArgValueCandidates {
    ArgValueCandidates::new(|| V::WORDS.iter().map(|word| Candidate::new(*word)).collect())
}

/// The accounts of the plan.
pub(super) fn accounts() -> ArgValueCompleter {
    offer_by_name(Line::accounts)
}

/// The accounts of the archive.
pub(super) fn archived() -> ArgValueCompleter {
    offer_by_name(|line| {
        let entries = line.folder().map(|folder| folder.archived()).unwrap_or_default();
        entries.iter().filter_map(|entry| word(entry.account.id.to_string(), &entry.account.name)).collect()
    })
}

/// Contacts, and the account that they come onto.
pub(super) fn attaching() -> ArgValueCompleter {
    offer_by_name(|line| {
        let all = line.words.iter().any(|word| word == "--all");
        let contacts = if all { Vec::new() } else { line.contacts() };
        contacts.into_iter().chain(line.accounts()).collect()
    })
}

/// The steps that can be taken back, the last one first.
pub(super) fn steps_done() -> ArgValueCompleter {
    offer(|line| line.steps(false))
}

/// The steps that can be done again, the last one first.
pub(super) fn steps_undone() -> ArgValueCompleter {
    offer(|line| line.steps(true))
}

/// What both sides changed, by its number.
pub(super) fn conflicts() -> ArgValueCompleter {
    offer(|line| {
        let Some((mut folder, states)) = line.folder().zip(places::state_folder()) else { return Vec::new() };
        folder.know_state(&states);
        let what = |conflict: &Conflict| format!("{} {}", conflict.file.display(), conflict.path);
        let all = folder.conflicts();
        all.iter().enumerate().filter_map(|(i, each)| word((i + 1).to_string(), what(each).trim())).collect()
    })
}

/// Weeks by a word.
pub(super) fn weeks() -> ArgValueCandidates {
    ArgValueCandidates::new(|| ["last", "this"].map(Candidate::new).into())
}

/// The touches of the account that was named before.
pub(super) fn touches() -> ArgValueCompleter {
    offer(|line| line.of_account(|account| touches_of(account, &line.typed(), |_| true)))
}

/// Of these such as can still be done, skipped or postponed.
pub(super) fn open_touches() -> ArgValueCompleter {
    offer(|line| line.of_account(|account| touches_of(account, &line.typed(), Touch::is_open)))
}

/// The people of that account.
pub(super) fn people() -> ArgValueCompleter {
    offer(|line| line.of_account(|account| account.people.iter().filter_map(|each| person(each, "")).collect()))
}

/// An account; after it, its people too.
pub(super) fn accounts_and_people() -> ArgValueCompleter {
    offer(|line| {
        let of = |account: &Account| account.people.iter().filter_map(|each| person(each, "")).collect();
        let people: Vec<Candidate> = line.of_account(of);
        people.into_iter().chain(line.accounts()).collect()
    })
}

/// An account, its people, and what stands between the one that goes and the one that stays.
pub(super) fn merging() -> ArgValueCompleter {
    offer(|line| {
        let before = line.words.split_last().map_or(&[] as &[String], |(_, before)| before);
        let may_be_said = before.len() > 1 && !before.iter().any(|word| word == "into");
        let of = |account: &Account| account.people.iter().filter_map(|each| person(each, "")).collect();
        let people: Vec<Candidate> = line.of_account(of);
        may_be_said.then(|| Candidate::new("into")).into_iter().chain(people).chain(line.accounts()).collect()
    })
}

/// The people of that account by the roles of the playbook: `first=dana-cole`.
pub(super) fn roles() -> ArgValueCompleter {
    offer(|line| {
        let plan = line.around().unwrap_or_default();
        let named = line.value_of("--playbook").unwrap_or_else(|| "account-entry-10".to_owned());
        let roles = plan.playbook(&named).map(|playbook| playbook.roles.clone()).unwrap_or_default();
        line.of_account(|account| {
            let fills = |role: &String| {
                let before = format!("{role}=");
                account.people.iter().filter_map(move |each| person(each, &before)).collect::<Vec<_>>()
            };
            roles.iter().flat_map(fills).collect()
        })
    })
}

/// The meetings of that account, by their numbers.
pub(super) fn meetings() -> ArgValueCompleter {
    offer(|line| {
        line.of_account(|account| {
            let meetings = account.meetings.iter().enumerate();
            meetings.filter_map(|(i, meeting)| word((i + 1).to_string(), &meeting.objective)).collect()
        })
    })
}

/// The sequences of that account, by their numbers.
pub(super) fn sequences() -> ArgValueCompleter {
    offer(|line| {
        line.of_account(|account| {
            let running = account.sequences.iter().enumerate().filter(|(_, sequence)| sequence.ended.is_none());
            running.filter_map(|(i, sequence)| word((i + 1).to_string(), &sequence.playbook)).collect()
        })
    })
}

/// The playbooks of the plan, and the built-in ones.
pub(super) fn playbooks() -> ArgValueCompleter {
    offer(|line| {
        let plan = line.around().unwrap_or_default();
        plan.playbooks.iter().filter_map(|playbook| word(playbook.id.clone(), &playbook.name)).collect()
    })
}

/// The fields of that account and of its items.
pub(super) fn keys() -> ArgValueCompleter {
    offer(|line| line.of_account(keys_of))
}

/// What the field that was named before can say, where that is one of a few words.
pub(super) fn values() -> ArgValueCompleter {
    offer(|line| {
        line.of_account(|account| {
            let field = line.words.iter().find_map(|word| {
                let (place, key) = fields::locate(account, word).ok()?;
                fields::specs(account, place).into_iter().find(|spec| spec.key == key)
            });
            let Some(field) = field else { return Vec::new() };
            match field.key {
                "owner" => return members(line),
                "goals" => return goals(line),
                _ => {}
            }
            match field.kind {
                Kind::Choice(words) => words.iter().map(|each| Candidate::new(*each)).collect(),
                Kind::Flag => ["yes", "no"].map(Candidate::new).into(),
                Kind::Date => day_words(),
                Kind::Person => account.people.iter().filter_map(|each| person(each, "")).collect(),
                _ => Vec::new(),
            }
        })
    })
}

/// Who works from the plan.
fn members(line: &Line) -> Vec<Candidate> {
    let plan = line.around().unwrap_or_default();
    plan.settings.members.iter().filter_map(|member| word(member.id.clone(), &member.name)).collect()
}

/// What the plan is for.
fn goals(line: &Line) -> Vec<Candidate> {
    let plan = line.around().unwrap_or_default();
    plan.settings.goals.iter().filter_map(|goal| word(goal.id.clone(), &goal.title)).collect()
}

/// An account, then what is added to it.
pub(super) fn adding() -> ArgValueCompleter {
    offer(|line| {
        let before = line.words.split_last().map_or(&[] as &[String], |(_, before)| before);
        if before.iter().any(|word| Addable::WORDS.contains(&word.as_str())) {
            return Vec::new();
        }
        let kinds: Vec<Candidate> = line.of_account(|_| Addable::WORDS.map(Candidate::new).into());
        if kinds.is_empty() { line.accounts() } else { kinds }
    })
}

/// A list, and the words that narrow it.
pub(super) fn lists() -> ArgValueCompleter {
    offer(|line| {
        let lists = ["accounts", "people", "touches", "goals", "playbooks", "contacts"];
        lists.into_iter().filter(|_| line.words.len() == 2).map(Candidate::new).chain(filters()).collect()
    })
}

/// Behind a format: for csv a table; then accounts, and the words that narrow.
pub(super) fn exported() -> ArgValueCompleter {
    offer(|line| {
        let has_tables = matches!(line.words.as_slice(), [_, format, _] if format == "csv");
        let tables =
            ["accounts", "people", "touches", "contacts"].into_iter().filter(|_| has_tables).map(Candidate::new);
        tables.chain(line.accounts()).chain(filters()).collect()
    })
}

/// The words that narrow what is listed.
fn filters() -> impl Iterator<Item = Candidate> {
    let stages = Stage::WORDS.iter().map(|stage| format!("stage:{stage}"));
    let rules = RULES.iter().map(|rule| format!("missing:{}", rule.id));
    // A `<` is more than a letter to every shell.
    let rest = ["due:overdue", "due:today", "due:week", "tier:1", "tier:2", "tier:3", "owner:me", "ready:80"];
    rest.map(str::to_owned).into_iter().chain(stages).chain(rules).map(Candidate::new)
}

/// Date words.
pub(super) fn days() -> ArgValueCandidates {
    ArgValueCandidates::new(day_words)
}

fn day_words() -> Vec<Candidate> {
    ["today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "+1bd", "+5bd", "+1w", "eow", "eom"]
        .map(Candidate::new)
        .into()
}

/// Answers.
pub(super) fn answers() -> ArgValueCandidates {
    of_words::<Answer>()
}

/// Results of a touch.
pub(super) fn outcomes() -> ArgValueCandidates {
    of_words::<Outcome>()
}

/// Results of a meeting.
pub(super) fn results() -> ArgValueCandidates {
    of_words::<MeetingResult>()
}

/// The touches, each by the first of its names that begins as what is typed does: its number in the only sequence that
/// runs, else also the sequence's number or id before it, `2:3`, or its id.
fn touches_of(account: &Account, typed: &str, wanted: impl Fn(&Touch) -> bool) -> Vec<Candidate> {
    let running: Vec<usize> = (0..account.sequences.len()).filter(|i| account.sequences[*i].ended.is_none()).collect();
    let told = |touch: &Touch| {
        let name = account.person_of(touch.person.as_deref()).map_or("", |person| person.name.as_str());
        format!("{} {name}, {}", touch.channel_word(), touch.status.word())
    };
    let one = |(at, touch): (TouchAt, &Touch)| {
        let number = at.touch + 1;
        let (own, within) = match running.as_slice() {
            [only] => ((at.sequence == *only).then(|| number.to_string()), typed.contains(':') || touch.id.is_empty()),
            _ => (None, true),
        };
        let id = account.sequences.get(at.sequence).map(|sequence| sequence.id.as_str()).filter(|id| !id.is_empty());
        let by_sequence = [Some((at.sequence + 1).to_string()), id.map(str::to_owned)].into_iter().flatten();
        let by_sequence = by_sequence.filter(|_| within).map(|sequence| format!("{sequence}:{number}"));
        let mut names = own.into_iter().chain(by_sequence).chain([touch.id.clone()]).filter(|name| !name.is_empty());
        word(names.find(|name| name.to_lowercase().starts_with(typed))?, &told(touch))
    };
    account.touches().filter(|(_, touch)| wanted(touch)).filter_map(one).collect()
}

fn keys_of(account: &Account) -> Vec<Candidate> {
    let own =
        fields::specs(account, Place::Account).into_iter().filter_map(|spec| word(spec.key.to_owned(), spec.label));
    let items =
        fields::ids_of(account).into_iter().filter(|(_, _, id)| !id.is_empty()).flat_map(|(list, place, id)| {
            let specs = fields::specs(account, place).into_iter();
            specs.filter_map(|spec| word(format!("{list}.{id}.{}", spec.key), spec.label)).collect::<Vec<_>>()
        });
    own.chain(items).collect()
}

fn person(person: &Person, before: &str) -> Option<Candidate> {
    let title = if person.title.is_empty() { String::new() } else { format!(", {}", person.title) };
    word(format!("{before}{}", person.id), &format!("{}{title}", person.name))
}

/// A candidate, if it is one word to every shell.
fn word(value: String, help: &str) -> Option<Candidate> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=' | ':');
    let help = help.lines().next().map(|line| shown(line).into_owned()).filter(|line| !line.is_empty());
    let is_word = !value.is_empty() && !value.starts_with('-') && value.chars().all(plain);
    is_word.then(|| Candidate::new(value).help(help.map(Into::into)))
}
