//! Values that can be read and still can't be: a tier 9, an address without an @, a template that never ends. Each is
//! told with its key path; what does the asking is the same that refuses it when it is typed.

use super::account::Account;
use super::answer::Answer;
use super::draft;
use super::fields::{self, Invalid};
use super::link::{self, Link};
use super::playbook::Playbook;
use super::readiness;
use super::settings::Settings;
use super::touch::Channel;
use super::words::Vocabulary;

/// Key paths with what is wrong there.
pub type Complaints = Vec<(String, String)>;

/// What can't be in an account.
pub fn account(account: &Account) -> Complaints {
    let mut complaints = Complaints::new();
    let mut add = |path: String, message: String| complaints.push((path, message));
    if let Some(tier) = account.tier.filter(|tier| !(1..=3).contains(tier)) {
        add("tier".into(), format!("a tier is 1, 2 or 3, not {tier}"));
    }
    let point = &account.entry_point;
    if let Some(chosen) = point.candidate.as_ref().filter(|id| !point.candidates.iter().any(|each| each.id == **id)) {
        let message = format!("“{chosen}” is none of the entry points weighed here; weigh it, or choose another");
        add("entry_point.candidate".into(), message);
    }
    for (i, candidate) in point.candidates.iter().enumerate() {
        let weights = [("pain", candidate.pain), ("access", candidate.access), ("timing", candidate.timing)];
        for (key, weight) in weights.into_iter().filter_map(|(key, weight)| Some((key, weight.filter(|w| *w > 3)?))) {
            add(format!("entry_point.candidates.{i}.{key}"), format!("{key} goes from 0 to 3, not {weight}"));
        }
    }
    for (i, person) in account.people.iter().enumerate() {
        for (j, email) in person.emails.iter().enumerate() {
            if let Err(why) = fields::email(&email.value) {
                add(format!("people.{i}.emails.{j}"), why.0);
            }
        }
        if let Err(why) = fields::zone(&person.timezone) {
            add(format!("people.{i}.timezone"), why.0);
        }
        if let Some(why) = leads_nowhere(&person.linkedin) {
            add(format!("people.{i}.linkedin"), why);
        }
    }
    if let Some(why) = leads_nowhere(&account.website) {
        add("website".into(), why);
    }
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (j, touch) in sequence.touches.iter().enumerate() {
            for (key, text) in [("subject", &touch.subject), ("message", &touch.message)] {
                if let Some(why) = draft::broken(text) {
                    add(format!("sequences.{i}.touches.{j}.{key}"), why);
                }
            }
        }
    }
    for (i, id) in account.readiness.not_applicable.iter().enumerate() {
        complaints.extend(readiness::unknown_waiver(id).map(|why| (format!("readiness.not_applicable.{i}"), why)));
    }
    complaints
}

/// Why what stands in a field for an address is no link here, nor in what is exported.
fn leads_nowhere(text: &str) -> Option<String> {
    // Most lead somewhere.
    let Invalid(why) = Link::web(text).err()?;
    (!text.trim().is_empty() && link::followed(text).is_empty()).then_some(why)
}

/// What can't be in plan.toml.
pub fn settings(settings: &Settings) -> Complaints {
    let mut complaints = Complaints::new();
    if let Err(why) = fields::currency(&settings.currency) {
        complaints.push(("currency".into(), why.0));
    }
    for (i, name) in settings.calendar.holiday_files.iter().enumerate() {
        if let Err(why) = fields::holiday_file(name) {
            complaints.push((format!("calendar.holiday_files.{i}"), why.0));
        }
    }
    for (i, member) in settings.members.iter().enumerate() {
        if let Err(why) = fields::zone(&member.timezone) {
            complaints.push((format!("members.{i}.timezone"), why.0));
        }
    }
    for (i, goal) in settings.goals.iter().enumerate() {
        let unknown = goal.owner.as_deref().filter(|owner| settings.member(owner).is_none());
        if let Some(owner) = unknown.filter(|_| !settings.members.is_empty()) {
            let members: Vec<&str> = settings.members.iter().map(|member| member.id.as_str()).collect();
            let message = format!(
                "“{owner}” is no member of this plan, so nothing counts for it; members are {}",
                members.join(", ")
            );
            complaints.push((format!("goals.{i}.owner"), message));
        }
    }
    for word in settings.answers.keys() {
        complaints.extend(unknown::<Answer>(word).map(|why| (format!("answers.{word}"), why)));
    }
    for (word, results) in &settings.results {
        complaints.extend(unknown::<Channel>(word).map(|why| (format!("results.{word}"), why)));
        let channel = Channel::ALL.iter().find(|channel| channel.word() == word);
        let can = channel.map_or(&[][..], |channel| channel.outcomes());
        for (i, result) in results.iter().enumerate().filter(|(_, result)| channel.is_some() && !can.contains(result)) {
            let can: Vec<&str> = can.iter().map(|result| result.word()).collect();
            let message = format!("“{}” is no result of {word}; it has {}", result.word(), can.join(", "));
            complaints.push((format!("results.{word}.{i}"), message));
        }
    }
    for (i, id) in settings.readiness.off.iter().enumerate() {
        complaints.extend(readiness::unknown(id).map(|why| (format!("readiness.off.{i}"), why)));
    }
    complaints
}

/// Files spell words in full.
fn unknown<V: Vocabulary>(word: &str) -> Option<String> {
    (!V::WORDS.contains(&word)).then(|| format!("“{word}” is none of {}", V::WORDS.join(", ")))
}

/// What can't be in a playbook.
pub fn playbook(playbook: &Playbook) -> Complaints {
    let texts = playbook.touches.iter().enumerate().flat_map(|(i, touch)| {
        [("subject", &touch.subject), ("message", &touch.message)].map(|(key, text)| (i, key, text))
    });
    texts.filter_map(|(i, key, text)| Some((format!("touches.{i}.{key}"), draft::broken(text)?))).collect()
}
