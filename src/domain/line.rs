//! Adding an item in one line: `Dana Cole, VP Marketing, economic, dana@primo.example`.
//!
//! People skip what costs more than a line. The order of the parts hardly matters: each is recognised by its shape,
//! and what no shape fits is the next free text of the item.

mod finding;
mod meeting;
mod next_step;

use super::account::{Account, Candidate, LogEntry, LogKind, NextStep, Opportunity};
use super::dates;
use super::fields::{self, Context, Invalid, Place};
use super::id;
use super::meeting::{Meeting, PartAt};
use super::people::{Email, Influence, Person, Phone, PhoneKind, Support};
use super::research::Finding;
use super::sequence::TouchAt;
use super::touch::{Channel, Purpose, Touch};
use super::words::Vocabulary as _;
use super::work;

pub use next_step::{advance, dated, read as next_step};

/// What can be added in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Addable {
    /// A decision maker.
    Person,
    /// A finding.
    Finding,
    /// A weighed entry point.
    Candidate,
    /// A touch, after the one at that place (or first in an empty sequence).
    Touch(TouchAt),
    /// A meeting.
    Meeting,
    /// A question of the plan of a meeting.
    Question(usize),
    /// An objection of the plan of a meeting, with its answer.
    Objection(usize),
    /// A next step.
    NextStep,
    /// An opportunity.
    Opportunity,
    /// A note of what happened.
    Log,
}

impl Addable {
    /// What can be added to an account, as one says it; a touch is added on the screen, where it stands among others.
    pub const WORDS: [&str; 9] =
        ["person", "research", "candidate", "meeting", "question", "objection", "next-step", "opportunity", "log"];

    /// What is asked for.
    pub fn title(self) -> &'static str {
        match self {
            Self::Person => "Decision maker",
            Self::Finding => "Finding",
            Self::Candidate => "Entry point to weigh",
            Self::Touch(_) => "Touch",
            Self::Meeting => "Meeting",
            Self::Question(_) => "Question to ask",
            Self::Objection(_) => "What they may say against it",
            Self::NextStep => "Next step",
            Self::Opportunity => "Opportunity",
            Self::Log => "What happened",
        }
    }

    /// An example of the line.
    pub fn example(self) -> &'static str {
        match self {
            Self::Person => "Dana Cole, VP Marketing, economic, dana@primo.example",
            Self::Finding => "challenge: Cost per lead up 40 % since the retail push (Q3 call, p. 4)",
            Self::Candidate => "Marketing > Demand generation, pain 3, access 2, timing 3",
            Self::Touch(_) => "email, day 6, credibility, Dana: How Nordic Springs did it",
            Self::Meeting => "thu 10:00, Dana, 30 min, Zoom: agree a pilot scope",
            Self::Question(_) => "problem: What happens to leads that nobody can tie to a product? (#2)",
            Self::Objection(_) => "We have an agency. => Keep it; it places the money.",
            Self::NextStep => "Send the pilot outline by fri",
            Self::Opportunity => "Demand-gen pilot, Marketing, 60k, 31 mar",
            Self::Log => "Met Dana at the trade fair; she asked how we count leads",
        }
    }

    /// What the line leaves out and could say too, so that nobody has to guess how.
    pub fn wants(self, account: &Account, place: Place) -> Option<&'static str> {
        match place {
            Place::Finding(at) if account.research.get(at)?.source.is_empty() => {
                Some("from where, and when? In brackets at the end: (Q3 call, 14 sep)")
            }
            Place::Meeting(at) => match account.meetings.get(at)? {
                meeting if meeting.at.is_none() => Some("no time in it, so it is the one to aim at"),
                meeting if meeting.with.is_empty() => Some("with nobody named yet"),
                _ => None,
            },
            Place::Person(at) if account.people.get(at)?.influence == Influence::Unknown => {
                Some("what can they decide? economic, user, technical, coach, gatekeeper")
            }
            _ => None,
        }
    }

    /// What there is already that the new item could be: two people of one name are told apart by nobody.
    pub fn twin(self, account: &Account, place: Place) -> Option<String> {
        let Place::Person(at) = place else { return None };
        let new = account.people.get(at)?;
        let mut others = account.people.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, person)| person);
        let twin = others.find(|other| other.name.eq_ignore_ascii_case(&new.name))?;
        Some(format!("There is a {} already", twin.name))
    }

    /// Read the line and add the item to the account. Says where it came to stand.
    pub fn add(self, account: &mut Account, line: &str, context: &Context) -> Result<Place, Invalid> {
        let line = line.trim();
        if line.is_empty() {
            return Err(Invalid(format!("write a line such as: {}", self.example())));
        }
        fields::fits(line)?;
        let salt = format!("{line}{}", context.now.timestamp_micros());
        let fresh = account.fresh_id(&salt);
        match self {
            Self::Person => {
                let mut person = person(line)?;
                person.id = id::slug(&person.name, |id| account.person(id).is_some());
                account.people.push(person);
                Ok(Place::Person(account.people.len() - 1))
            }
            Self::Finding => {
                account.research.push(Finding { id: fresh, ..finding::read(line, context)? });
                Ok(Place::Finding(account.research.len() - 1))
            }
            Self::Candidate => {
                let candidate = Candidate { id: fresh, ..candidate(line)? };
                account.entry_point.candidates.push(candidate);
                Ok(Place::Candidate(account.entry_point.candidates.len() - 1))
            }
            Self::Touch(at) => {
                let touch = Touch { id: fresh, ..touch(line, context)? };
                insert_touch(account, at, touch)
            }
            Self::Meeting => {
                let meeting = meeting::read(line, context)?;
                // One that is booked is what the sequence was for, whoever says so.
                if meeting.at.is_some_and(|at| at.day() >= context.today()) {
                    let (at, ..) = work::meet(account, meeting, context.settings, context.now);
                    return Ok(Place::Meeting(at));
                }
                account.meetings.push(Meeting { id: fresh, ..meeting });
                Ok(Place::Meeting(account.meetings.len() - 1))
            }
            Self::Question(i) => {
                let question = fields::question(line, context)?;
                let meeting = account.meetings.get_mut(i).ok_or_else(no_meeting)?;
                // Behind the last of its kind: the kinds are asked one after another.
                let behind = meeting.questions.iter().rposition(|each| each.kind <= question.kind);
                let part = behind.map_or(0, |at| at + 1);
                meeting.questions.insert(part, question);
                Ok(Place::Question(PartAt { meeting: i, part }))
            }
            Self::Objection(i) => {
                let meeting = account.meetings.get_mut(i).ok_or_else(no_meeting)?;
                meeting.objections.push(fields::objection(line));
                Ok(Place::Objection(PartAt { meeting: i, part: meeting.objections.len() - 1 }))
            }
            Self::NextStep => {
                account.next_steps.push(NextStep { id: fresh, ..next_step::read(line, context)? });
                Ok(Place::NextStep(account.next_steps.len() - 1))
            }
            Self::Opportunity => {
                account.opportunities.push(Opportunity { id: fresh, ..opportunity(line, context)? });
                Ok(Place::Opportunity(account.opportunities.len() - 1))
            }
            Self::Log => {
                let entry = LogEntry {
                    id: fresh,
                    at: Some(context.now.into()),
                    kind: LogKind::Note,
                    text: line.to_owned(),
                    ..LogEntry::default()
                };
                account.log.push(entry);
                Ok(Place::Log(account.log.len() - 1))
            }
        }
    }
}

fn no_meeting() -> Invalid {
    Invalid("there is no such meeting any more".into())
}

/// Somebody of the account, or somebody who is new to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The id of who is here already.
    Known(String),
    /// Whoever the line says.
    New(Box<Person>),
}

impl Whose {
    /// `Dana`, or `Ana Diaz, Head of Demand Generation` where nobody has a name like that.
    pub fn read(line: &str, context: &Context) -> Result<Self, Invalid> {
        let name = line.split(',').next().unwrap_or("").trim();
        if !name.is_empty() && fields::nobody(name, context) {
            return person(line.trim()).map(|person| Self::New(Box::new(person)));
        }
        let known = fields::person(name, context)?;
        known.map(Self::Known).ok_or_else(|| Invalid("name the person first: Dana Cole, VP Marketing".into()))
    }
}

/// What stands between commas. One within a number (`60,000`, `1,2m`) is none of them.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let bytes = line.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let cuts = line.match_indices(',').map(|(at, _)| at);
    let cuts = cuts.filter(move |at| !(digit(at.checked_sub(1)) && digit(at.checked_add(1))));
    let mut from = 0;
    let pieces = cuts.chain([line.len()]).map(move |to| &line[std::mem::replace(&mut from, to + 1).min(to)..to]);
    pieces.map(str::trim).filter(|part| !part.is_empty())
}

/// What mail programs and address books give: `Dana Cole <dana@primo.example>`, `"Cole, Dana" <dana@…>`. Says the line
/// without it, and the address.
fn without_address(line: &str) -> (String, Option<String>) {
    let found = line.find('<').and_then(|from| Some((from, from + line[from..].find('>')?)));
    let Some((from, to)) = found.filter(|(from, to)| line[*from..*to].contains('@')) else {
        return (line.replace('"', ""), None);
    };
    let address = line[from + 1..to].trim().trim_start_matches("mailto:").to_owned();
    let name = line[..from].trim();
    // Within quotes a comma stands between last and first name.
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).and_then(|name| name.split_once(','));
    let name = quoted.map_or_else(|| name.to_owned(), |(last, first)| format!("{} {}", first.trim(), last.trim()));
    (format!("{name}, {}", &line[to + 1..]).replace('"', ""), Some(address))
}

/// Titles in one word, which a first name could be mistaken for.
const TITLES: [&str; 24] = [
    "analyst",
    "architect",
    "buyer",
    "chair",
    "chairman",
    "chairwoman",
    "chief",
    "consultant",
    "controller",
    "director",
    "engineer",
    "founder",
    "head",
    "lead",
    "manager",
    "owner",
    "partner",
    "president",
    "principal",
    "recruiter",
    "secretary",
    "supervisor",
    "treasurer",
    "marketing",
];

/// `Novák, Jan`: two single words, the second written like a name. Everything else keeps its order.
fn last_name_first(free: &[&str]) -> Option<String> {
    let [last, first] = free else { return None };
    let single = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    let mut letters = first.chars();
    let named = letters.next().is_some_and(char::is_uppercase) && letters.all(|c| !c.is_uppercase());
    let is_name = single(last) && single(first) && named && first.chars().count() > 1;
    (is_name && !TITLES.contains(&first.to_lowercase().as_str())).then(|| format!("{first} {last}"))
}

fn person(line: &str) -> Result<Person, Invalid> {
    let mut person = Person::default();
    let mut free = Vec::new();
    let (line, address) = without_address(line);
    if let Some(address) = address {
        person.emails.push(Email { value: fields::email(&address)?, bad: None });
    }
    for part in parts(&line) {
        // A whole word only: "Tech Lead" is a title, "technical" an influence.
        let word = part.to_lowercase();
        if part.contains('@') && !part.contains(' ') {
            person.emails.push(Email { value: fields::email(part)?, bad: None });
        } else if part.contains("linkedin.com/") {
            part.clone_into(&mut person.linkedin);
        } else if part.chars().filter(char::is_ascii_digit).count() >= 6 && !part.chars().any(char::is_alphabetic) {
            person.phones.push(Phone { value: part.to_owned(), kind: PhoneKind::Direct, bad: None });
        } else if let Some(i) = Influence::WORDS.iter().position(|each| *each == word) {
            person.influence = Influence::ALL[i];
        } else if let Some(i) = Support::WORDS.iter().position(|each| *each == word) {
            person.support = Support::ALL[i];
        } else {
            free.push(part);
        }
    }
    if let Some(name) = last_name_first(&free) {
        person.name = name;
        return Ok(person);
    }
    let mut free = free.into_iter();
    let name = free.next().ok_or_else(|| Invalid("the line needs a name".into()))?;
    name.clone_into(&mut person.name);
    person.title = free.next().unwrap_or("").to_owned();
    person.department = free.collect::<Vec<_>>().join(", ");
    Ok(person)
}

fn candidate(line: &str) -> Result<Candidate, Invalid> {
    let mut candidate = Candidate::default();
    let mut bare = Vec::new();
    for part in parts(line) {
        let (word, number) = part.rsplit_once(' ').unwrap_or((part, ""));
        let weight = number.parse::<u8>().ok();
        match (word.trim().to_lowercase().as_str(), weight) {
            ("pain" | "access" | "timing", Some(weight)) if weight > 3 => {
                return Err(Invalid("a weight goes from 0 to 3".into()));
            }
            ("pain", Some(weight)) => candidate.pain = Some(weight),
            ("access", Some(weight)) => candidate.access = Some(weight),
            ("timing", Some(weight)) => candidate.timing = Some(weight),
            _ => bare.push(part),
        }
    }
    let name = bare.join(", ");
    let (unit, function) = name.split_once(['>', '›']).unwrap_or((&name, ""));
    candidate.unit = unit.trim().to_owned();
    candidate.function = function.trim().to_owned();
    if candidate.unit.is_empty() {
        return Err(Invalid("name the business unit first: Marketing > Demand generation".into()));
    }
    Ok(candidate)
}

fn touch(line: &str, context: &Context) -> Result<Touch, Invalid> {
    let (head, subject) = line.split_once(':').unwrap_or((line, ""));
    let mut touch = Touch { subject: subject.trim().to_owned(), ..Touch::default() };
    let mut channel = None;
    let mut day = None;
    for part in parts(head) {
        if let Some(number) = part.to_lowercase().strip_prefix("day") {
            let number = number.trim();
            day = Some(number.parse().map_err(|_| Invalid(format!("“{number}” is no day; it reads like day 6")))?);
        } else if let (None, Ok(found)) = (channel, Channel::parse(part)) {
            channel = Some(found);
        } else if let Ok(purpose) = Purpose::parse(part) {
            touch.purpose = purpose;
        } else {
            touch.person = fields::person(part, context)?;
        }
    }
    touch.channel = channel.ok_or_else(|| Invalid(format!("name the channel first: {}", Channel::WORDS.join(", "))))?;
    // Without a day it follows its neighbour; `insert_touch` fits it in.
    touch.day = day.unwrap_or(u32::MAX);
    Ok(touch)
}

/// Put a touch behind another; without a day of its own it takes the day of the one before, and days never run
/// backwards.
fn insert_touch(account: &mut Account, at: TouchAt, mut touch: Touch) -> Result<Place, Invalid> {
    let gone = || Invalid("there is no such sequence any more".into());
    let sequence = account.sequences.get_mut(at.sequence).ok_or_else(gone)?;
    let position = if touch.day == u32::MAX {
        (at.touch + 1).min(sequence.touches.len())
    } else {
        sequence.touches.iter().position(|each| each.day > touch.day).unwrap_or(sequence.touches.len())
    };
    // Nothing new may stand before what was closed.
    let closed = sequence.touches.iter().rposition(|each| !each.is_open()).map_or(0, |last| last + 1);
    let position = position.max(closed.min(sequence.touches.len()));
    let before = position.checked_sub(1).and_then(|i| sequence.touches.get(i));
    let day = before.map_or(0, |each| each.day);
    touch.day = if touch.day == u32::MAX { day } else { touch.day.max(day) };
    if touch.person.is_none() {
        touch.person = before.and_then(|each| each.person.clone());
    }
    sequence.touches.insert(position, touch);
    Ok(Place::Touch(TouchAt { sequence: at.sequence, touch: position }))
}

fn opportunity(line: &str, context: &Context) -> Result<Opportunity, Invalid> {
    let mut all = parts(line);
    let name = all.next().ok_or_else(|| Invalid("the line needs a name".into()))?;
    let mut deal = Opportunity { name: name.to_owned(), on: Some(context.today()), ..Opportunity::default() };
    for part in all {
        if let (None, Ok(value)) = (deal.value, fields::money(part, &context.settings.currency)) {
            deal.value = value;
        } else if let (None, Ok(day)) = (deal.close_by, dates::parse(part, &context.reading(None))) {
            deal.close_by = Some(day);
        } else if dates::means_a_day(part) {
            dates::parse(part, &context.reading(None))?;
        } else if part.starts_with(|c: char| c.is_ascii_digit() || "$€£¥₹".contains(c)) && deal.value.is_none() {
            fields::money(part, &context.settings.currency)?;
        } else {
            part.clone_into(&mut deal.unit);
        }
    }
    Ok(deal)
}

#[cfg(test)]
mod tests;
