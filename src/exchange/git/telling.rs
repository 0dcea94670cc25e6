//! How changes are told, in a line and in a commit's message: what tells the most first. Pure; what the words are stands
//! elsewhere.

use crate::domain::words::counted;

/// The most that the first line of a commit holds.
const LINE: usize = 72;

/// The most that is told of one file in a line.
const MOST: usize = 4;

/// What changed of one account or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// The account's name, or what the file is called.
    subject: String,
    /// The most telling first.
    changes: Vec<Said>,
}

/// One change in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    weight: Weight,
    /// As a person says it.
    pub words: String,
}

/// How much a change tells, the most first: what was done and heard before what was written down about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Done, skipped.
    Touch,
    /// A note, an answer.
    Note,
    /// A meeting.
    Meeting,
    /// Another stage.
    Stage,
    /// What is to be done next.
    Plan,
    /// Touches that wait for something else.
    Held,
    /// New, archived, gone.
    File,
    /// Anything else that is said.
    Field,
    /// Comments and spaces.
    Nothing,
}

impl Weight {
    /// It says this.
    pub(super) fn says(self, words: impl Into<String>) -> Said {
        Said { weight: self, words: words.into() }
    }
}

impl Said {
    /// Of a touch that waits for something else.
    pub(super) fn is_of_held(&self) -> bool {
        self.weight == Weight::Held
    }
}

impl Told {
    /// Of that account or file these changes, each told once.
    pub(super) fn of(subject: &str, changes: impl IntoIterator<Item = Said>) -> Self {
        let mut all: Vec<Said> = Vec::new();
        for change in changes {
            let words = plain(&change.words);
            if !all.iter().any(|each| each.words == words) {
                all.push(Said { words, ..change });
            }
        }
        if all.is_empty() {
            // Nothing but comments and spaces has no field.
            all.push(Weight::Nothing.says("written otherwise"));
        }
        all.sort_by_key(|change| change.weight);
        Self { subject: plain(subject), changes: all }
    }

    /// Whom or what it is about.
    pub(super) fn subject(&self) -> &str {
        &self.subject
    }

    /// It is called otherwise, among others that are told.
    pub(super) fn call(&mut self, subject: &str) {
        self.subject = plain(subject);
    }

    /// `Primo: touch 2 done, note`; of more than so many changes how many more there are.
    fn line(&self, most: usize) -> String {
        let words = |changes: &[Said]| changes.iter().map(|each| each.words.as_str()).collect::<Vec<_>>().join(", ");
        let told = match self.changes.len() {
            count if count > most => {
                let shown = most.saturating_sub(1).max(1);
                let more = counted(count - shown, "more change", "more changes");
                format!("{} and {more}", words(&self.changes[..shown]))
            }
            _ => words(&self.changes),
        };
        format!("{}: {told}", self.subject)
    }

    /// What tells the most of it, and nothing else.
    fn first(&self) -> String {
        let first = self.changes.first().map_or("", |change| change.words.as_str());
        format!("{}: {first}", self.subject)
    }
}

/// A line for each account or file: `Primo: touch 2 done, note`.
pub(super) fn lines(told: &[Told]) -> Vec<String> {
    told.iter().map(|each| each.line(MOST)).collect()
}

/// A commit's message: all of it in the first line, or of what tells the most as much as that line holds, and each change
/// in a line of its own below.
pub(super) fn message(told: &[Told], before: &str) -> String {
    let fits = |line: &String| line.chars().count() <= LINE;
    let all =
        |most: usize| format!("{before}{}", told.iter().map(|each| each.line(most)).collect::<Vec<_>>().join("; "));
    let whole = all(usize::MAX);
    if fits(&whole) {
        return whole;
    }
    let subject = (2..=MOST).rev().map(all).find(fits).unwrap_or_else(|| first_of(told, before));
    let each =
        told.iter().flat_map(|told| told.changes.iter().map(|change| format!("{}: {}", told.subject, change.words)));
    format!("{subject}\n\n{}", each.collect::<Vec<_>>().join("\n"))
}

/// Of as many as the line holds what tells the most, and how many more there are.
fn first_of(told: &[Told], before: &str) -> String {
    let mut order: Vec<&Told> = told.iter().collect();
    order.sort_by_key(|told| told.changes.first().map(|change| change.weight));
    let line = |count: usize| {
        let firsts = order.iter().take(count).map(|told| told.first()).collect::<Vec<_>>().join("; ");
        let more = told.len() - count;
        format!("{before}{firsts}{}", if more == 0 { String::new() } else { format!("; and {more} more") })
    };
    let fits = |line: &String| line.chars().count() <= LINE;
    (1..=told.len()).rev().map(line).find(fits).unwrap_or_else(|| {
        // One name alone may be longer than the line.
        let one = line(told.len().min(1));
        if fits(&one) { one } else { one.chars().take(LINE - 1).chain(['…']).collect() }
    })
}

/// In one line, whatever a name holds.
fn plain(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_all_in_a_line_or_what_tells_the_most() {
        let some = |count: usize| {
            let one = |n: usize| Told::of(&format!("Account {n}"), [Weight::Touch.says("touch 2 done")]);
            (0..count).map(one).collect::<Vec<_>>()
        };
        assert_eq!(message(&some(2), ""), "Account 0: touch 2 done; Account 1: touch 2 done");
        let mut told = some(30);
        told.insert(0, Told::of("Zephyr", [Weight::Field.says("tier")]));
        let long = message(&told, "Merge: ");
        let (subject, body) = long.split_once("\n\n").unwrap();
        assert_eq!(subject, "Merge: Account 0: touch 2 done; Account 1: touch 2 done; and 29 more");
        assert!(subject.len() <= LINE && body.lines().count() == 31);
        let endless = [Told::of(&"Name ".repeat(40), [Weight::Touch.says("touch 2 done"), Weight::Note.says("note")])];
        let subject = message(&endless, "").lines().next().unwrap().to_owned();
        assert!(subject.chars().count() == LINE && subject.ends_with('…'), "{subject}");
        assert_eq!(plain("Primo\n\u{1b}[31m  x"), "Primo [31m x");
    }
}
