//! What an export must not be to be taken in again, and what of it comes back.
#![allow(clippy::unwrap_used, reason = "a test that can't go on shall say where")]

use super::read;

fn refused(json: &str) -> String {
    read(json.as_bytes()).unwrap_err().to_string()
}

#[test]
fn what_is_no_plan_is_refused_with_its_place() {
    let of =
        |account: &str| format!(r#"{{"format":1,"settings":{{"format":1}},"playbooks":[],"accounts":[{account}]}}"#);
    let cases = [
        ("{\n  \"format\": 1,\n", "3:1: this is not JSON"),
        ("{\"format\": 1}", "1: this JSON is no plan: it has no “settings”"),
        ("{\n \"format\": 1, \"settings\": {},\n \"accounts\": \"x\"}", "3:14: accounts: no plan says this here"),
        ("{\n  \"format\": 2}", "2:13: format: a newer inroad wrote it (format 2)"),
        (&of(r#"{"id":"../primo"}"#), "accounts.../primo: its id can't be the name of a file"),
        (&of(r#"{"name":"Primo"}"#), "accounts.0: its id"),
        (&of(r#"{"id":"primo","format":9}"#), "accounts.primo: a newer inroad wrote it"),
        (&of(r#"{"id":"primo","colour":"red"}"#), "accounts.primo.colour: nobody has described this"),
        (&of(r#"{"id":"primo","close_by":"soon"}"#), "accounts.primo.close_by: “soon” is no day"),
        (&of(r#"{"id":"primo","people":[{"id":"d","influence":"king"}]}"#), "accounts.primo.people.0.influence: "),
        (&of(r#"{"id":"primo","unknown":{"mine":null}}"#), "accounts.primo.unknown.mine: there is no such value"),
        (&of(r#"{"id":"primo","unknown":{"mine":{"toml":"2026-99"}}}"#), "there is no such value"),
        (&of("7"), "accounts.0: this is no object"),
        (&of(r#"{"id":"primo","tier":9}"#), "accounts.primo.tier: a tier is 1, 2 or 3, not 9"),
        (&of(r#"{"id":"primo","people":[{"id":"d"},{"id":"d"}]}"#), "accounts.primo.people.1.id: two of people have"),
        (
            &of(r#"{"id":"primo","next_steps":[{"id":"n","person":"x"}]}"#),
            "accounts.primo.next_steps.0.person: “x” is nobody",
        ),
        (&of(r#"{"id":"primo","name":""}"#), "accounts.primo.name: this is empty"),
        (&of(r#"{"id":"primo","name":null}"#), "accounts.primo.name: null is no value of it"),
        (&of(r#"{"id":"primo","research":[{"id":"r","text":null}]}"#), "accounts.primo.research.0.text: null is no"),
        ("{\n  \"format\": 0}", "2:13: format: no inroad has ever written this"),
        (&of(r#"{"id":"primo","people":[{"id":"d","name":""}]}"#), "accounts.primo.people.0.name: this is empty"),
        (&of(r#"{"id":"con","name":"Con"}"#), "accounts.con: some systems keep the name “con” to themselves"),
        (&of(r#"{"id":"primo"},{"id":"primo"}"#), "accounts.primo: another of the accounts has this id"),
    ];
    for (json, want) in cases {
        let told = refused(json);
        assert!(told.contains(want), "{json}\n{told}\n{want}");
    }
}

#[test]
fn what_is_computed_is_left_out_and_what_is_not_known_comes_back() {
    let json = r#"{"format":1,"settings":{"format":1},"playbooks":[],"accounts":[{
        "id":"primo","name":"Primo","readiness":{"percent":40,"missing":[]},"next_touch":null,
        "ids":{"unknown":"7"},"entry_point":{"unknown":{"seen":{"toml":"2026-11-24"}}},
        "sequences":[{"id":"s","touches":[{"id":"t","day":0,"set_due":"2026-11-28","due":"2026-11-30","overdue":false,"n":1,
                      "unknown":{"n":5}}]}],
        "tags":["a"],"unknown":{"tags":["a",7],"rate":0.5}}]}"#;
    let backup = read(json.as_bytes()).unwrap();
    let text = super::file(&backup.accounts[0].tree).unwrap();
    for line in ["name = \"Primo\"", "unknown = \"7\"", "seen = 2026-11-24", "due = 2026-11-28", "n = 5", "rate = 0.5"]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("tags = [\"a\", 7]"), "{text}");
    for word in ["percent", "next_touch", "overdue", "id = \"primo\"", "2026-11-30"] {
        assert!(!text.contains(word), "{word}\n{text}");
    }
}

#[test]
fn what_was_wrong_when_it_was_exported_comes_as_it_was() {
    let json = r#"{"format":1,"settings":{"format":1},"playbooks":[],"accounts":[{"id":"primo","name":"Primo","tier":9}],
        "problems":[{"file":"accounts/primo.toml","line":2,"column":8,"message":"a tier is 1, 2 or 3, not 9"}]}"#;
    let backup = read(json.as_bytes()).unwrap();
    assert_eq!((backup.problems, backup.accounts[0].tree["tier"].as_integer()), (1, Some(9)));
    // A file may say a name that is a space.
    assert_eq!(read(json.replace("Primo", " ").as_bytes()).unwrap().accounts[0].name, " ");
    // Of another account it is nobody's.
    assert!(refused(&json.replace("accounts/primo", "accounts/globex")).contains("accounts.primo.tier"));
}
