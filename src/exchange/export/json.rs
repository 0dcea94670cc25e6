//! The plan as JSON: what the files say, word by word, with what is computed from it beside. `assets/export.schema.json`
//! describes it; what is `readOnly` there is computed, and without it a value says what its file says. `restore` reads it.
//!
//! The same account is what `inroad show --json` prints. Dates are ISO 8601 texts.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use toml::Table as Tree;

use super::{Selection, told};
use crate::domain::account::Account;
use crate::domain::plan::{FileKey, Plan};
use crate::domain::playbook::Playbook;
use crate::domain::problem::Problem;
use crate::domain::readiness::{Gap, Readiness};
use crate::domain::schedule::{self, World};
use crate::domain::sequence::TouchAt;
use crate::domain::settings::Member;
use crate::domain::touch::Touch;
use crate::exchange::shape::Shape;
use crate::store::{patch, playbooks};

/// The version of the shape. Another one where a key goes or means something else; a new key is none.
pub const FORMAT: u32 = 1;

/// Reads what a file of the plan says, understood or not; nothing where it can't be read. It is asked file by file while they
/// are written down.
pub type Files<'a> = &'a dyn Fn(&FileKey) -> Option<Tree>;

/// The settings, the accounts and contacts that were chosen, and the owner's own playbooks. Each account is made when it is
/// written, so that a plan of thousands is never held twice.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    selection: &'a Selection<'a>,
    files: Files<'a>,
}

impl<'a> Document<'a> {
    /// Of what was chosen, with what only the files know.
    pub fn new(selection: &'a Selection<'a>, files: Files<'a>) -> Self {
        Self { selection, files }
    }

    fn raw(&self, key: &FileKey) -> Tree {
        (self.files)(key).unwrap_or_default()
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plan = self.selection.plan;
        let built_in: Vec<Playbook> = playbooks::built_in().collect();
        let own = plan.playbooks.iter().filter(|playbook| !built_in.contains(playbook));
        let playbook = |playbook: &Arc<Playbook>| {
            as_in_file(playbook.as_ref(), &self.raw(&FileKey::Playbook(playbook.id.clone())), "playbook")
        };
        let own: Result<Vec<Json>, String> = own.map(playbook).collect();
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("format", &FORMAT)?;
        document.serialize_entry("exported_at", &self.selection.now.to_rfc3339())?;
        let settings = as_in_file(plan.settings.as_ref(), &self.raw(&FileKey::Settings), "settings");
        document.serialize_entry("settings", &settings.map_err(S::Error::custom)?)?;
        document.serialize_entry("accounts", &Accounts(self))?;
        document.serialize_entry("contacts", &People(self))?;
        document.serialize_entry("playbooks", &own.map_err(S::Error::custom)?)?;
        document.serialize_entry("problems", &problems(plan))?;
        document.end()
    }
}

struct Accounts<'a>(&'a Document<'a>);

impl Serialize for Accounts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(document) = self;
        let Selection { accounts: chosen, sender, .. } = document.selection;
        let world = document.selection.world();
        let mut accounts = serializer.serialize_seq(Some(chosen.len()))?;
        for each in chosen {
            let raw = document.raw(&FileKey::Account(each.id.clone()));
            accounts.serialize_element(&account(each, &raw, &world, *sender).map_err(S::Error::custom)?)?;
        }
        accounts.end()
    }
}

struct People<'a>(&'a Document<'a>);

impl Serialize for People<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(document) = self;
        let chosen = &document.selection.contacts;
        // The file may be large, and nobody has asked for it.
        let raw = if chosen.is_empty() { Tree::new() } else { document.raw(&FileKey::Contacts) };
        let raw = raw.get("people").and_then(toml::Value::as_array).into_iter().flatten();
        let raw: HashMap<&str, &Tree> =
            raw.filter_map(|each| Some((each.get("id")?.as_str()?, each.as_table()?))).collect();
        let (shape, nothing) = (Shape::of("contact"), Tree::new());
        let mut people = serializer.serialize_seq(Some(chosen.len()))?;
        for contact in chosen {
            let mut understood = patch::tree(contact.person.as_ref()).map_err(S::Error::custom)?;
            understood.extend(patch::tree(&contact.beside()).map_err(S::Error::custom)?);
            let raw = raw.get(contact.person.id.as_str()).copied().unwrap_or(&nothing);
            people.serialize_element(&told::file(&understood, raw, shape))?;
        }
        people.end()
    }
}

/// The account as in its file, with what follows from it: its id, how ready it is, its next touch, and of each touch its
/// number and when it is due. A date that was set by hand, which the file calls `due`, is `set_due`. What its file says
/// beside what is understood comes from `raw`.
///
/// # Errors
///
/// Why it can't be written as TOML either.
pub fn account(account: &Account, raw: &Tree, world: &World, sender: Option<&Member>) -> Result<Json, String> {
    let mut json = as_in_file(account, raw, "account")?;
    json["id"] = json!(account.id.as_ref());
    // Beside what the file says of it: what was waved off.
    let readiness = Readiness::of(account, world, sender);
    let missing: Vec<Json> = readiness.gaps.iter().map(|gap| finding(account, gap, sender)).collect();
    json["readiness"]["percent"] = json!(readiness.percent);
    json["readiness"]["missing"] = json!(missing);
    json["next_touch"] = json!(schedule::next_touch(account, world).map(|(at, day)| touch_ref(account, at, day)));
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (j, due) in schedule::schedule(account, sequence, world).into_iter().enumerate() {
            let touch = &mut json["sequences"][i]["touches"][j];
            touch["n"] = json!(j + 1);
            touch["due"] = json!(due.day());
            touch["overdue"] = json!(due.day().is_some_and(|day| day < world.today));
        }
    }
    Ok(json)
}

/// What is missing, as every JSON of it has it.
pub fn finding(account: &Account, gap: &Gap, sender: Option<&Member>) -> Json {
    json!({
        "account": account.id.as_ref(),
        "rule": gap.rule.id,
        "weight": gap.rule.weight,
        "message": gap.sentence(account, sender),
        "field": gap.fill.key(account),
    })
}

/// A touch as it is referred to.
pub fn touch_ref(account: &Account, at: TouchAt, due: NaiveDate) -> Json {
    let touch = account.touch(at);
    json!({
        "sequence": account.sequences.get(at.sequence).map(|sequence| sequence.id.as_str()),
        "id": touch.map(|touch| touch.id.as_str()),
        "n": at.touch + 1,
        "channel": touch.map(Touch::channel_word),
        "person": touch.and_then(|touch| touch.person.as_deref()),
        "due": due,
    })
}

/// What is wrong with files.
pub fn problems(plan: &Plan) -> Json {
    problems_of(plan.all_problems())
}

/// The same of those that are given.
pub fn problems_of<'a>(problems: impl Iterator<Item = &'a Problem>) -> Json {
    let each = |problem: &Problem| {
        json!({
            "file": problem.file.display().to_string(),
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
        })
    };
    problems.map(each).collect()
}

/// What the file of a value says: what was understood of it, and the rest.
fn as_in_file<T: Serialize>(value: &T, raw: &Tree, shape: &str) -> Result<Json, String> {
    Ok(told::file(&patch::tree(value)?, raw, Shape::of(shape)))
}
