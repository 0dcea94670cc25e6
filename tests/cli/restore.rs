//! A plan as JSON and back: what `inroad export json` writes, `inroad import` makes a plan of again.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use inroad::store::{Folder, demo};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::desk::Desk;

const PRIMO: &str = "# ask Kim first\nname = \"Primo\"\nmine = 7\nseen = 2026-11-24\nrate = 0.1\ninfinite = -inf\ntoml = \"x\"\n\
    influence = \"unknown\"\nvalue = \"lots\"\nstage = \"in-sequence\"\nempty = \"\"\n\
    deep = { toml = \"x\" }\nids = { salesforce = \"001\", unknown = \"7\" }\n\
    [entry_point]\nhunch = true\n[unknown]\nname = \"unknown\"\n\
    [[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\nshoe = 41.5\nemails = [{ value = \"d@primo.example\", checked = 2026-11-01T09:00:00 }]\n\
    [[sequences]]\nid = \"s001\"\nstart = 2026-11-16\n\
    [[sequences.touches]]\nid = \"t001\"\nday = 0\ndue = 2026-11-28\nn = 9\n";

const CONTACTS: &str = "format = 1\n\n[[people]]\nname = \"Åsa Öberg\"\ncompany = \"Nordahl\"\nsource = \"fair\"\nimported = 2026-11-01\n\
    pin = [1, 2026-11-24]\n\n[[people]]\nid = \"bo\"\nname = \"Bo\"\nnotes = \"\"\"\nTwo\nlines\"\"\"\n";

fn exported(desk: &Desk) -> Json {
    let mut all = desk.run("export json").json();
    all["exported_at"] = Json::Null;
    all
}

/// What files say is what they said; where a problem stands in a file may differ, since it is written anew.
#[track_caller]
fn is_the_same(before: &Json, after: &Json) {
    for part in ["settings", "accounts", "contacts", "playbooks"] {
        assert_eq!(before[part], after[part], "{part}");
    }
    let told = |plan: &Json| {
        let all = plan["problems"].as_array().unwrap();
        all.iter().map(|each| (each["file"].clone(), each["message"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(told(before), told(after));
}

/// What an empty plan says after it has taken in what this one exports.
fn restored(desk: &Desk) -> Desk {
    let file = desk.home().join("plan.json").display().to_string();
    desk.does(&["export", "json", "--out", &file]);
    let other = Desk::empty();
    other.does(&["import", &file]);
    other
}

fn hand_written() -> Desk {
    let desk = Desk::with(&[("primo", PRIMO), ("globex", "name = \"Globex\"\n")]);
    fs::write(desk.path("contacts.toml"), CONTACTS).unwrap();
    let playbook = "name = \"Mine\"\nroles = [\"first\"]\nhue = \"red\"\n[[touches]]\nday = 0\nchannel = \"email\"\nto = \"first\"\n";
    fs::write(desk.path("playbooks/mine.toml"), playbook).unwrap();
    fs::write(
        desk.path("plan.toml"),
        "format = 1\nwhy = \"Growth\"\nteam_song = \"la\"\n[calendar]\nholidays = [2026-12-25]\n",
    )
    .unwrap();
    desk
}

#[test]
fn what_files_say_beside_what_is_known_is_exported_and_comes_back() {
    let desk = hand_written();
    let before = exported(&desk);
    let primo = &before["accounts"][1];
    assert_eq!(primo["unknown"]["mine"], 7);
    assert_eq!(primo["unknown"]["seen"]["toml"], "2026-11-24");
    assert_eq!(primo["unknown"]["infinite"]["toml"], "-inf");
    assert_eq!(primo["unknown"]["value"], "lots", "what is no value of its field");
    assert_eq!(primo["unknown"]["empty"], "");
    assert_eq!(primo["unknown"]["deep"]["toml"], "{ toml = \"x\" }");
    assert_eq!(primo["entry_point"]["unknown"]["hunch"], true);
    assert_eq!(primo["people"][0]["unknown"]["shoe"], 41.5);
    assert_eq!(primo["people"][0]["emails"][0]["unknown"]["checked"]["toml"], "2026-11-01T09:00:00");
    assert_eq!(primo["sequences"][0]["touches"][0]["unknown"]["n"], 9, "what is computed is no key of ours in a file");
    assert_eq!(before["settings"]["unknown"]["team_song"], "la");
    assert_eq!(before["playbooks"][0]["unknown"]["hue"], "red");
    assert_eq!(before["contacts"][0]["unknown"]["pin"], serde_json::json!([1, { "toml": "2026-11-24" }]));
    assert_eq!(&desk.shows("primo"), primo, "and it is what show prints");
    let other = restored(&desk);
    is_the_same(&before, &exported(&other));
    let text = other.file("accounts/primo.toml");
    assert!(text.contains("infinite = -inf") && text.contains("due = 2026-11-28"), "{text}");
}

#[test]
fn the_demo_comes_back_and_one_undo_takes_it_away() {
    let desk = Desk::demo();
    let other = restored(&desk);
    is_the_same(&exported(&desk), &exported(&other));
    other.does(&["undo"]);
    assert_eq!(other.list("accounts"), Vec::<Json>::new());
    assert_eq!(other.file("plan.toml"), Desk::empty().file("plan.toml"), "with the comments it had");
    other.does(&["redo"]);
    is_the_same(&exported(&desk), &exported(&other));
}

#[test]
fn what_is_remarked_in_a_new_plan_stays_whatever_the_settings_leave_out() {
    let desk = Desk::with(&[("globex", "name = \"Globex\"\n")]);
    fs::write(desk.path("plan.toml"), "format = 1\n[[members]]\nid = \"sam\"\nname = \"Sam\"\n").unwrap();
    let file = desk.home().join("plan.json").display().to_string();
    desk.does(&["export", "json", "--out", &file]);
    let other = Desk::empty();
    let new = fs::read_to_string(other.path("plan.toml")).unwrap();
    fs::write(other.path("plan.toml"), new.replace("working_days", "# ours\nworking_days")).unwrap();
    other.does(&["import", &file]);
    let said = fs::read_to_string(other.path("plan.toml")).unwrap();
    for words in ["# Why all this?", "why = \"\"", "# ours\nworking_days", "id = \"sam\""] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let again = other.args(&["import", &file]);
    assert!(again.out.starts_with("nothing that is not here") && !again.err.contains("plan.toml"), "{}", again.err);
}

#[test]
fn what_is_here_already_stays_as_it_is() {
    let desk = hand_written();
    let file = desk.home().join("plan.json").display().to_string();
    desk.does(&["export", "json", "--out", &file]);
    let other = Desk::with(&[("primo", "name = \"Ours\"\n")]);
    fs::write(other.path("contacts.toml"), "# ours\n[[people]]\nid = \"bo\"\nname = \"Our Bo\"\n").unwrap();
    fs::write(other.path("plan.toml"), "format = 1\nwhy = \"Ours\"\n").unwrap();
    let before = other.tree();
    let looked = other.args(&["import", &file, "--dry-run"]);
    assert_eq!(looked.out, "1 account, 1 contact, 1 playbook would come\n");
    assert!(looked.err.contains("left as here: plan.toml, primo, 1 contact"), "{}", looked.err);
    assert_eq!(other.tree(), before);
    let done = other.args(&["import", &file, "--json"]).json();
    assert_eq!(done["restored"]["accounts"], serde_json::json!(["globex"]));
    assert_eq!(done["left"]["accounts"], serde_json::json!(["primo"]));
    assert_eq!(other.file("accounts/primo.toml"), "name = \"Ours\"\n");
    assert!(other.file("contacts.toml").starts_with("# ours\n[[people]]\nid = \"bo\"\nname = \"Our Bo\"\n"));
    assert_eq!(other.list("contacts").len(), 2);
    // Twice is once.
    let before = other.tree();
    assert_eq!(other.does(&["import", &file]), "nothing that is not here already\n");
    assert_eq!(other.tree(), before);
}

#[test]
fn what_is_no_plan_changes_nothing() {
    let desk = Desk::demo();
    let before = desk.tree();
    let path = desk.home().join("bad.json");
    let file = path.display().to_string();
    for (text, code, told) in [
        ("{\n \"format\": 1,,", 1, "bad.json:2:14: this is not JSON"),
        ("{\"people\": []}", 1, "this JSON is no plan"),
        ("{\"format\":7,\"settings\":{},\"accounts\":[],\"playbooks\":[]}", 1, "a newer inroad wrote it"),
    ] {
        fs::write(&path, text).unwrap();
        desk.refuses(&["import", &file], code, told);
        desk.refuses(&["import", &file, "--dry-run"], code, told);
    }
    desk.refuses(&["import", &file, "--accounts", "all"], 2, "--accounts has no place there");
    desk.refuses(&["import", &file, "--map", "a=name"], 2, "--map has no place there");
    desk.refuses(&["import", &file, &file], 2, "is taken in alone");
    assert_eq!(desk.tree(), before);
}

#[test]
fn what_the_doctor_would_find_is_refused_and_who_is_here_under_another_id_is_told() {
    let desk = Desk::with(&[("primo", "name = \"Primo\"\n"), ("old", "name = \"Old Harbor\"\n")]);
    desk.does(&["archive", "old"]);
    let before = desk.tree();
    let path = desk.home().join("plan.json");
    let file = path.display().to_string();
    let plan = |accounts: &str| {
        format!("{{\"format\":1,\"settings\":{{\"format\":1}},\"playbooks\":[],\"accounts\":[{accounts}]}}")
    };
    fs::write(&path, plan(r#"{"id":"a","name":"A"},{"id":"b","name":"B","tier":9}"#)).unwrap();
    desk.refuses(&["import", &file], 1, "accounts.b.tier: a tier is 1, 2 or 3, not 9; nothing was changed");
    assert_eq!(desk.tree(), before);
    fs::write(
        &path,
        plan(r#"{"id":"primo-new","name":"Primo, Inc."},{"id":"old","name":"Old Harbor"},{"id":"c","name":"C"}"#),
    )
    .unwrap();
    let dry = desk.args(&["import", &file, "--dry-run"]);
    let told = desk.args(&["import", &file]);
    assert_eq!((told.code, &told.err), (0, &dry.err));
    let want = "inroad: there is a Primo here already (primo); `inroad merge primo-new into primo` makes one of two\n\
                inroad: Old Harbor lies in the archive as well (accounts/archive/old.toml); both are kept\n";
    assert_eq!(told.err, want);
    assert!(desk.path("accounts/archive/old.toml").exists() && desk.path("accounts/old.toml").exists());
}

#[test]
fn a_pipe_will_do() {
    let desk = Desk::demo();
    let all = desk.does(&["export", "json"]);
    let other = Desk::empty();
    let output = other.program().args(["import", "-"]).write_stdin(all).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    is_the_same(&exported(&desk), &exported(&other));
}

/// A value of a key that is somebody else's.
fn foreign() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_map(|n| toml::Value::Float(n).to_string()),
        any::<bool>().prop_map(|yes| yes.to_string()),
        "\\PC{0,12}".prop_map(|text| toml::Value::String(text).to_string()),
        (1990..2090, 1..13, 1..29).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        Just("07:32:00".to_owned()),
        Just("2026-11-24T09:00:00.25-06:00".to_owned()),
    ];
    plain.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::btree_map("(toml|id|unknown|[a-z]{1,3})", inner, 0..3).prop_map(|fields| {
                let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{{ {} }}", fields.join(", "))
            }),
        ]
    })
}

/// Every header of a file gets a key of somebody else's below it, by turns.
fn scatter(path: &Path, values: &[String]) {
    let text = fs::read_to_string(path).unwrap();
    let mut turns = values.iter().cycle();
    let mut out = format!("zz0 = {}\n", turns.next().unwrap());
    let mut in_text = false;
    for line in text.lines() {
        out.push_str(line);
        out.push('\n');
        in_text ^= line.matches("\"\"\"").count() % 2 == 1;
        if line.starts_with('[') && !in_text {
            writeln!(out, "zz1 = {}", turns.next().unwrap()).unwrap();
        }
    }
    fs::write(path, out).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Any plan, with anything that somebody else wrote into its files.
    #[test]
    fn any_plan_comes_back(
        seed in any::<u64>(),
        values in prop::collection::vec(foreign(), 1..12),
        names in prop::collection::vec("\\PC{1,20}", 0..4),
    ) {
        let desk = Desk::bare();
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        drop(demo::create(&desk.path(""), day, Some((4, seed))).unwrap());
        let accounts: Vec<_> = fs::read_dir(desk.path("accounts")).unwrap().map(|entry| entry.unwrap().path()).collect();
        for path in accounts.iter().filter(|path| path.is_file()).chain([&desk.path("plan.toml")]) {
            scatter(path, &values);
        }
        let mut contacts = "format = 1\n".to_owned();
        for name in &names {
            let name = toml::Value::String(name.clone());
            writeln!(contacts, "\n[[people]]\nname = {name}\nnotes = {name}\nzz = {}", values[0]).unwrap();
        }
        fs::write(desk.path("contacts.toml"), contacts).unwrap();
        prop_assert!(Folder::open(&desk.path("")).is_ok());
        is_the_same(&exported(&desk), &exported(&restored(&desk)));
    }
}

#[test]
fn a_plan_comes_back_in_utf_16_too() {
    let text = exported(&Desk::demo()).to_string();
    for (mark, bytes) in [
        (&[0xff, 0xfe][..], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (&[0xfe, 0xff], u16::to_be_bytes),
        (&[], u16::to_le_bytes),
    ] {
        let desk = Desk::empty();
        let path = desk.home().join("plan.json");
        let wide: Vec<u8> = mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect();
        fs::write(&path, wide).unwrap();
        assert!(desk.does(&["import", path.to_str().unwrap()]).starts_with("12 accounts"));
    }
}

#[test]
fn a_value_that_can_not_be_one_is_told_with_its_line_and_column() {
    let desk = Desk::empty();
    let path = desk.home().join("plan.json");
    for (account, told) in [
        (
            "\n {\"id\": \"a\", \"close_by\": \"2026-02-31\"}",
            "plan.json:2:26: accounts.a.close_by: “2026-02-31” is no day",
        ),
        ("{\"id\": \"b\"},\n{\"id\": \"a\",\n \"tier\": 9}", "plan.json:3:10: accounts.a.tier: a tier is"),
        (
            "{\"id\": \"a\", \"people\": [{\"id\": \"x\"},\n{\"id\": \"y\", \"name\": 5}]}",
            "plan.json:2:21: accounts.a.people.1.name: ",
        ),
    ] {
        let plan = format!("{{\"format\":1,\"settings\":{{\"format\":1}},\"playbooks\":[],\"accounts\":[{account}]}}");
        fs::write(&path, plan).unwrap();
        let refused = desk.args(&["import", path.to_str().unwrap()]);
        assert_eq!(refused.code, 1);
        assert!(refused.err.contains(told), "{}", refused.err);
        assert!(!refused.err.contains("left as it is"), "{}", refused.err);
    }
}
