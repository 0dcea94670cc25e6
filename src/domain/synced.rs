//! What came of a sync, for the screen, the command line and scripts to tell.

use std::path::Path;

use super::account::Account;

/// One sync that went to its end, or as far as the line reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synced {
    /// What went to the others, an account or file each, in words.
    pub sent: Vec<String>,
    /// What came from them, an account or file each, in words.
    pub came: Vec<String>,
    /// What has to be known beside it: an account that was archived on one side and edited on the other.
    pub told: Vec<String>,
    /// How many things both had changed; what is here stands, and theirs waits for a choice.
    pub conflicts: usize,
    /// What others had decided against what is here, which waits for a choice; a sentence each.
    pub overruled: Vec<String>,
    /// Commits that the others don't have yet.
    pub ahead: usize,
    /// Commits of theirs that are known and not taken in.
    pub behind: usize,
    /// Why the others could not be reached.
    pub offline: Option<String>,
}

impl Synced {
    /// How many things have come to wait for a choice.
    pub fn waiting(&self) -> usize {
        self.conflicts + self.overruled.len()
    }

    /// How far this side and the others' are apart: `2 ahead, 1 behind`; nothing if they are not.
    pub fn apart(&self) -> String {
        let counted = [(self.ahead, "ahead"), (self.behind, "behind")];
        let parts = counted.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        parts.collect::<Vec<_>>().join(", ")
    }

    /// All of it in a sentence or two.
    pub fn in_words(&self) -> String {
        let mut sentences = Vec::new();
        if let Some(why) = &self.offline {
            let apart = Some(self.apart()).filter(|apart| !apart.is_empty());
            sentences.push(format!("Offline{}: {why}", apart.map(|apart| format!(", {apart}")).unwrap_or_default()));
        }
        let listed = |what: &str, items: &[String]| format!("{what}: {}.", shortened(items));
        if !self.sent.is_empty() {
            sentences.push(listed("Sent", &self.sent));
        }
        if !self.came.is_empty() {
            sentences.push(listed("Came", &self.came));
        }
        if sentences.is_empty() {
            sentences.push("Nothing new on either side.".to_owned());
        }
        sentences.extend(self.told.iter().cloned());
        sentences.join(" ")
    }
}

/// Somebody else has let go of an account that this side went on with.
pub fn stays(name: &str, is_archived: bool) -> String {
    format!("{name} was {} elsewhere and edited here: it stays in the plan.", let_go(is_archived))
}

/// This side has let go of an account that somebody else went on with.
pub fn is_back(name: &str, is_archived: bool) -> String {
    format!("{name} was {} here and edited elsewhere: it is back in the plan.", let_go(is_archived))
}

/// Both sides have added an account of that name, and mean two companies; the one from here is in that file now.
pub fn two_companies(name: &str, theirs: &str, ours: &Path) -> String {
    let id = ours.file_stem().unwrap_or_default().to_string_lossy();
    let file = ours.display();
    format!(
        "{name} was added on both sides, as two companies: the one from here has its own file now, {file}. If they are one, \
         `inroad merge {id} into {theirs}` makes one of them."
    )
}

/// They have let go of an account and added another of its name; the one from here, which was edited, is in that file now.
pub fn another_there(name: &str, ours: &Path) -> String {
    let file = ours.display();
    format!(
        "{name} was taken out elsewhere, and another company was added in its place: the one from here is in {file} now."
    )
}

/// The other way round: the new one, from here, is in that file now.
pub fn another_here(name: &str, ours: &Path) -> String {
    let file = ours.display();
    format!("{name} took the place of another company, which was edited elsewhere: the new one is in {file} now.")
}

/// Both sides have added somebody of that name to an account, and mean two people; the one from here has another id now.
pub fn two_people(name: &str, account: &Account, theirs: &str, ours: &str) -> String {
    let Account { id, name: place, .. } = account;
    format!(
        "{name} was added at {place} on both sides, as two people: the one from here is {ours} now. If they are one, \
         `inroad merge {id} {ours} into {theirs}` makes one of them."
    )
}

/// The same of the contacts.
pub fn two_contacts(name: &str, ours: &str) -> String {
    format!("{name} was added to the contacts on both sides, as two people: the one from here is {ours} now.")
}

/// An account of that id lies in the plan, and one in the archive.
pub fn in_both(id: &str) -> String {
    format!(
        "accounts/{id}.toml and accounts/archive/{id}.toml are both there. If the archived one is to go, delete its file; \
         otherwise `inroad restore {id}` brings it in under an id of its own, and if they are one, `inroad merge` makes one \
         of them."
    )
}

fn let_go(is_archived: bool) -> &'static str {
    if is_archived { "archived" } else { "deleted" }
}

/// The first few, and how many more there are.
fn shortened(items: &[String]) -> String {
    const MOST: usize = 3;
    let more = items.len().saturating_sub(MOST);
    let shown = items.iter().take(MOST).map(|item| item.trim_end_matches('.')).collect::<Vec<_>>().join("; ");
    if more == 0 { shown } else { format!("{shown}; and {more} more") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_went_what_came_and_how_far_apart_the_sides_are() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(Synced::default().in_words(), "Nothing new on either side.");
        let synced = Synced {
            sent: texts(&["Primo: touch 2 done"]),
            came: texts(&["a", "b", "c", "d", "e"]),
            ..Synced::default()
        };
        assert_eq!(synced.in_words(), "Sent: Primo: touch 2 done. Came: a; b; c; and 2 more.");
        let offline = Synced { ahead: 3, behind: 1, offline: Some("no such host".into()), ..Synced::default() };
        assert_eq!(offline.in_words(), "Offline, 3 ahead, 1 behind: no such host");
    }
}
