//! JSON: every export keeps to the schema, and without what is computed it says what the files say.

use std::path::Path;

use boon::{Compiler, Schemas};
use inroad::domain::account::{Account, LogKind, OpportunityStatus};
use inroad::domain::answer::Answer;
use inroad::domain::meeting::{MeetingResult, MeetingStatus, QuestionKind};
use inroad::domain::overrides::Stops;
use inroad::domain::people::{Influence, PhoneKind, Support};
use inroad::domain::plan::Plan;
use inroad::domain::playbook::Playbook;
use inroad::domain::research::FindingKind;
use inroad::domain::sequence::GapsFrom;
use inroad::domain::settings::{Day, GoalKind, Metric, Per, Settings};
use inroad::domain::stage::Stage;
use inroad::domain::touch::{Channel, Outcome, Purpose, Status};
use inroad::domain::words::Vocabulary;
use inroad::exchange::export::json;
use inroad::store::{demo, patch, playbooks};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::desk::Desk;
use crate::selected::{all, now, read};

const SCHEMA: &str = include_str!("../../assets/export.schema.json");

fn schema() -> Json {
    serde_json::from_str(SCHEMA).unwrap()
}

/// Why it does not keep to the schema.
fn complaint(exported: &Json) -> Option<String> {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("export.schema.json", schema()).unwrap();
    let index = compiler.compile("export.schema.json", &mut schemas).unwrap();
    schemas.validate(exported, index).err().map(|error| format!("{error:#}"))
}

/// The plan of the format's example with its playbook, and the demo plan.
fn plans() -> Vec<(tempfile::TempDir, Plan)> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan");
    let home = tempfile::tempdir().unwrap();
    demo::create(&home.path().join("plan"), now().date_naive(), None).unwrap();
    let plan = read(&home.path().join("plan"));
    vec![(tempfile::tempdir().unwrap(), read(&example)), (home, plan)]
}

#[test]
fn what_is_exported_keeps_to_the_schema() {
    for (_home, plan) in plans() {
        let exported = serde_json::to_value(json::Document::new(&all(&plan), &|_| None)).unwrap();
        assert_eq!(complaint(&exported), None);
        assert_eq!(exported["accounts"].as_array().unwrap().len(), plan.accounts.len());
    }
    let desk = Desk::with(&[("lots", "name = \"Lots\"\nvalue = \"lots\"\nstage = \"soon\"\nmine = 7\n")]);
    std::fs::write(desk.path("contacts.toml"), "[[people]]\nname = \"Bo\"\nsource = \"fair\"\nmine = 2026-11-24\n")
        .unwrap();
    let exported = desk.run("export json").json();
    assert_eq!(exported["contacts"][0]["unknown"]["mine"]["toml"], "2026-11-24");
    assert_eq!(complaint(&exported), None, "what is not understood is no value, but a problem");
    assert_eq!(exported["problems"].as_array().unwrap().len(), 2, "{exported}");
}

#[test]
fn a_key_that_nobody_has_described_is_told() {
    let (_home, plan) = plans().remove(0);
    let exported = serde_json::to_value(json::Document::new(&all(&plan), &|_| None)).unwrap();
    for (place, value) in [("/accounts/0/people/0/influence", "king"), ("/accounts/0/close_by", "soon")] {
        let mut other = exported.clone();
        *other.pointer_mut(place).unwrap() = value.into();
        assert!(complaint(&other).is_some(), "{place}");
    }
    let mut other = exported.clone();
    other["accounts"][0]["colour"] = "red".into();
    assert!(complaint(&other).is_some());
}

#[test]
fn the_words_of_the_schema_are_those_of_the_files() {
    fn is<V: Vocabulary>(name: &str, seen: &mut Vec<String>) {
        let words = schema()["$defs"][name]["enum"].clone();
        assert_eq!(words, serde_json::json!(V::WORDS), "{name}");
        seen.push(name.to_owned());
    }
    let mut seen = Vec::new();
    is::<Stage>("stage", &mut seen);
    is::<Influence>("influence", &mut seen);
    is::<Support>("support", &mut seen);
    is::<PhoneKind>("phone_kind", &mut seen);
    is::<FindingKind>("finding_kind", &mut seen);
    is::<GapsFrom>("gaps_from", &mut seen);
    is::<Channel>("channel", &mut seen);
    is::<Purpose>("purpose", &mut seen);
    is::<Status>("touch_status", &mut seen);
    is::<Outcome>("touch_result", &mut seen);
    is::<MeetingStatus>("meeting_status", &mut seen);
    is::<MeetingResult>("meeting_result", &mut seen);
    is::<QuestionKind>("question_kind", &mut seen);
    is::<OpportunityStatus>("opportunity_status", &mut seen);
    is::<LogKind>("log_kind", &mut seen);
    is::<Answer>("answer", &mut seen);
    is::<Day>("weekday", &mut seen);
    is::<GoalKind>("goal_kind", &mut seen);
    is::<Metric>("metric", &mut seen);
    is::<Per>("per", &mut seen);
    is::<Stops>("stops", &mut seen);
    let schema = schema();
    let lists = schema["$defs"].as_object().unwrap().iter().filter(|(_, what)| what.get("enum").is_some());
    assert_eq!(lists.map(|(name, _)| name.clone()).collect::<Vec<_>>(), seen, "every list is looked at");
}

/// What a file would say: what is computed goes, dates become dates, as the schema tells.
fn as_file(value: &Json, schema: &Json, root: &Json) -> Option<toml::Value> {
    if schema["readOnly"] == true {
        return None;
    }
    let named = schema["$ref"].as_str().map(|name| name.trim_start_matches("#/$defs/"));
    if let (Some("day" | "moment"), Some(text)) = (named, value.as_str()) {
        return Some(toml::Value::Datetime(text.parse().unwrap()));
    }
    let schema = named.map_or(schema, |name| &root["$defs"][name]);
    Some(match value {
        Json::String(text) => toml::Value::String(text.clone()),
        Json::Bool(yes) => toml::Value::Boolean(*yes),
        Json::Number(number) => toml::Value::Integer(number.as_i64().unwrap()),
        Json::Array(items) => {
            toml::Value::Array(items.iter().filter_map(|item| as_file(item, &schema["items"], root)).collect())
        }
        Json::Object(fields) => {
            let field = |(key, value): (&String, &Json)| {
                let of_key = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
                let key = if key == "set_due" { "due" } else { key };
                Some((key.to_owned(), as_file(value, of_key, root)?))
            };
            toml::Value::Table(fields.iter().filter_map(field).collect())
        }
        Json::Null => return None,
    })
}

/// The value that a program would read which has nothing but the export and its schema.
#[track_caller]
fn back<T: DeserializeOwned + Serialize>(value: &Json, name: &str) -> T {
    let root = schema();
    let file = as_file(value, &root["$defs"][name], &root).unwrap();
    let text = toml::to_string(&file).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn without_what_is_computed_it_is_the_plan() {
    for (_home, plan) in plans() {
        let exported = serde_json::to_value(json::Document::new(&all(&plan), &|_| None)).unwrap();
        // As a reader gets it: as text.
        let exported: Json = serde_json::from_str(&exported.to_string()).unwrap();
        assert_eq!(&back::<Settings>(&exported["settings"], "settings"), plan.settings.as_ref());
        for (value, account) in exported["accounts"].as_array().unwrap().iter().zip(plan.all()) {
            let mut read: Account = back(value, "account");
            assert_eq!(value["id"], account.id.as_ref());
            read.id = account.id.clone();
            assert_eq!(&read, account.as_ref(), "{}", account.id);
            assert_eq!(
                patch::patch("", None, &read).unwrap(),
                patch::patch("", None, account.as_ref()).unwrap(),
                "{}: the same file",
                account.id
            );
        }
        let own: Vec<Playbook> =
            exported["playbooks"].as_array().unwrap().iter().map(|each| back(each, "playbook")).collect();
        let built_in: Vec<Playbook> = playbooks::built_in().collect();
        let want: Vec<Playbook> =
            plan.playbooks.iter().map(|each| Playbook::clone(each)).filter(|each| !built_in.contains(each)).collect();
        assert_eq!(own, want);
        assert!(!own.is_empty());
    }
}

#[test]
fn an_account_is_what_show_prints_and_a_date_set_by_hand_stays_beside_the_computed_one() {
    let moved = "name = \"Moved\"\nstage = \"in-sequence\"\n[[sequences]]\nid = \"s001\"\nstart = 2026-11-23\n\
                 [[sequences.touches]]\nid = \"t001\"\nday = 0\ndue = 2026-11-28\n";
    let desk = Desk::with(&[("moved", moved)]);
    let exported = desk.run("export json").json();
    assert_eq!(exported["accounts"][0], desk.shows("moved"));
    let touch = &exported["accounts"][0]["sequences"][0]["touches"][0];
    assert_eq!(
        (&touch["set_due"], &touch["due"]),
        (&"2026-11-28".into(), &"2026-11-30".into()),
        "a Saturday, and Monday"
    );
}
