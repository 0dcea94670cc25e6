//! The plan as JSON: what the files say, word by word, with what is computed from it beside. `assets/export.schema.json`
//! describes it; what is `readOnly` there is computed, and without it a value says what its file says.
//!
//! The same account is what `inroad show --json` prints. Dates are ISO 8601 texts.

use chrono::NaiveDate;
use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::Selection;
use crate::domain::account::Account;
use crate::domain::plan::Plan;
use crate::domain::playbook::Playbook;
use crate::domain::problem::Problem;
use crate::domain::readiness::{Gap, Readiness};
use crate::domain::schedule::{self, World};
use crate::domain::sequence::TouchAt;
use crate::domain::settings::Member;
use crate::domain::touch::Touch;
use crate::store::{patch, playbooks};

/// The version of the shape. Another one where a key goes or means something else; a new key is none.
pub const FORMAT: u32 = 1;

/// The settings, the accounts that were chosen, and the owner's own playbooks. Each account is made when it is written, so
/// that a plan of thousands is never held twice.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a>(pub &'a Selection<'a>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(selection) = self;
        let built_in: Vec<Playbook> = playbooks::built_in().collect();
        let own = selection.plan.playbooks.iter().filter(|playbook| !built_in.contains(playbook));
        let own: Result<Vec<Json>, String> = own.map(|playbook| as_in_file(playbook.as_ref())).collect();
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("format", &FORMAT)?;
        document.serialize_entry("exported_at", &selection.now.to_rfc3339())?;
        let settings = as_in_file(selection.plan.settings.as_ref());
        document.serialize_entry("settings", &settings.map_err(S::Error::custom)?)?;
        document.serialize_entry("accounts", &Accounts(selection))?;
        document.serialize_entry("playbooks", &own.map_err(S::Error::custom)?)?;
        document.serialize_entry("problems", &problems(selection.plan))?;
        document.end()
    }
}

struct Accounts<'a>(&'a Selection<'a>);

impl Serialize for Accounts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(selection) = self;
        let world = selection.world();
        let mut accounts = serializer.serialize_seq(Some(selection.accounts.len()))?;
        for each in &selection.accounts {
            let told = account(each, &world, selection.sender).map_err(S::Error::custom)?;
            accounts.serialize_element(&told)?;
        }
        accounts.end()
    }
}

/// The account as in its file, with what follows from it: its id, how ready it is, its next touch, and of each touch its
/// number and when it is due. A date that was set by hand, which the file calls `due`, is `set_due`.
///
/// # Errors
///
/// Why it can't be written as TOML either.
pub fn account(account: &Account, world: &World, sender: Option<&Member>) -> Result<Json, String> {
    let mut json = as_in_file(account)?;
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
            if let Some(by_hand) = sequence.touches.get(j).and_then(|touch| touch.due) {
                touch["set_due"] = json!(by_hand);
            }
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
    let each = |problem: &Problem| {
        json!({
            "file": problem.file.display().to_string(),
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
        })
    };
    plan.all_problems().map(each).collect()
}

/// What the file of a value says.
fn as_in_file<T: Serialize>(value: &T) -> Result<Json, String> {
    Ok(from_toml(toml::Value::Table(patch::tree(value)?)))
}

/// A TOML value as JSON; dates become ISO 8601 texts.
fn from_toml(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(yes) => json!(yes),
        toml::Value::Datetime(at) => json!(at.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}
