//! What is not well, gathered for `!` and for leaving: changes that are not on the disk, mistakes in one's own
//! settings, files that were not understood.

use super::effect::{Effect, Effects};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use crate::domain::plan::FileKey;
use crate::domain::problem::Problem;
use crate::domain::words::counted;

/// One thing that is not well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble<'a> {
    /// A change is on the screen and not on the disk.
    Unsaved {
        /// What was changed, by its name.
        name: String,
        /// Why it is not saved.
        why: String,
    },
    /// Account files went away together, and nobody has said that this is meant.
    Missing {
        /// The names of the accounts.
        names: String,
    },
    /// A mistake in config.toml, or in what this machine keeps beside the plan.
    Config(&'a str),
    /// A file of the plan.
    File(&'a Problem),
}

impl Model {
    /// All of it, the worst first.
    pub fn troubles(&self) -> Vec<Trouble<'_>> {
        let unsaved = self.saving.refused.iter();
        let unsaved =
            unsaved.map(|(key, refused)| Trouble::Unsaved { name: self.name(key), why: reason(&refused.why) });
        let names: Vec<String> = self.missing.accounts.iter().map(|id| self.name_of(id)).collect();
        let missing = (!names.is_empty()).then(|| Trouble::Missing { names: names.join(", ") });
        let config = self.complaints.iter().chain(&self.past_damaged).map(|complaint| Trouble::Config(complaint));
        let around = self.problems_around().map(Trouble::File);
        let accounts = self.plan.accounts.values().flat_map(|entry| &entry.problems).map(Trouble::File);
        unsaved.chain(missing).chain(config).chain(around).chain(accounts).collect()
    }

    /// What is wrong with files that are no account's. Of contacts.toml what was found when somebody asked for it.
    pub fn problems_around(&self) -> impl Iterator<Item = &Problem> {
        self.plan.problems.iter().chain(self.book.iter().flat_map(|book| &book.problems))
    }

    fn name(&self, key: &FileKey) -> String {
        match key {
            FileKey::Account(id) => self.name_of(id),
            FileKey::Playbook(id) => {
                self.plan.playbook(id).map_or_else(|| id.clone(), |playbook| playbook.name.clone())
            }
            FileKey::Settings => "The plan".to_owned(),
            FileKey::Contacts => "Contacts".to_owned(),
        }
    }

    /// What would be lost by leaving now, in words, and why it is not saved; nothing when all is safe.
    pub fn unsaved(&self) -> Option<(String, Option<String>)> {
        let troubles = self.troubles();
        let mut refused = troubles.iter().filter_map(|trouble| match trouble {
            Trouble::Unsaved { name, why } => Some((name, why)),
            _ => None,
        });
        if let Some((name, why)) = refused.next() {
            let what = match refused.count() {
                0 => format!("{name} is not saved"),
                more => format!("{name} and {more} more are not saved"),
            };
            return Some((what, Some(why.clone())));
        }
        let texts = self.typed().len();
        let told = || format!("{} typed and not saved", counted(texts, "text is", "texts are"));
        (texts > 0).then(|| (told(), None))
    }
}

/// The reason alone: what is meant is named beside it, and the number of an error helps nobody.
fn reason(why: &str) -> String {
    let why = why.split_once(".toml").map_or(why, |(_, rest)| rest.trim_start_matches([':', ' ']));
    let why = why.split_once(" (os error").map_or(why, |(why, _)| why);
    why.strip_prefix("was ").unwrap_or(why).to_owned()
}

/// `!`: list it; among them, open the file at its line.
pub(super) fn show(model: &mut Model, _: &Ctx) -> Effects {
    if let Some(Overlay::Problems(at)) = model.overlays.last() {
        let (file, line) = match model.troubles().get(*at) {
            Some(Trouble::File(problem)) => (problem.file.clone(), problem.line.max(1)),
            Some(Trouble::Missing { .. }) => {
                model.close();
                model.missing.is_to_be_asked = true;
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        return model.edit_path(file, line);
    }
    // Of the contacts nobody may have asked before. What is known is shown at once, and they come to it.
    if model.troubles().is_empty() {
        model.waiting.troubles = true;
    } else {
        tell(model);
    }
    vec![Effect::ReadContacts]
}

/// List it, or say that there is nothing.
pub(super) fn tell(model: &mut Model) {
    if model.troubles().is_empty() {
        model.say("All files are well, and everything is saved.");
    } else {
        model.overlays.push(Overlay::Problems(0));
    }
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn a_reason_names_neither_the_file_nor_a_number() {
        let cases = [
            ("accounts/primo.toml was changed by somebody else", "changed by somebody else"),
            ("/home/ana/plan/accounts/primo.toml: No space left on device (os error 28)", "No space left on device"),
            ("the lock is held", "the lock is held"),
        ];
        for (why, want) in cases {
            assert_eq!(reason(why), want);
        }
    }
}
