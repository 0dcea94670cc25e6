//! What the touches have brought, as scripts read it: the same figures in every shape.

use serde_json::{Value, json};

use crate::desk::Desk;

/// Twelve accounts with three touches each, half of which were answered on the second, one of them after a meeting.
fn worked() -> Desk {
    let account = |n: usize| {
        let touch = |id: usize, channel: &str| {
            format!(
                "[[sequences.touches]]\nid = \"t{id:03}\"\nchannel = \"{channel}\"\nperson = \"ann\"\nstatus = \"done\"\n\
                 closed = 2026-11-{:02}T0{id}:30:00-06:00\nresult = \"sent\"\n",
                9 + id
            )
        };
        let touches = [touch(1, "email"), touch(2, "call"), touch(3, "email")].concat();
        let owner = if n < 3 { "kim" } else { "sam" };
        let head = format!(
            "name = \"A{n}\"\nstage = \"in-sequence\"\nowner = \"{owner}\"\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n"
        );
        let log =
            "[[log]]\nat = 2026-11-20\nkind = \"answer\"\nperson = \"ann\"\ntouch = \"t002\"\noutcome = \"replied\"\n";
        let log = if n.is_multiple_of(2) { log } else { "" };
        format!("{head}[[sequences]]\nid = \"s001\"\nplaybook = \"=ten, or so\"\nstart = 2026-11-10\n{touches}{log}")
    };
    let accounts: Vec<(String, String)> = (0..12).map(|n| (format!("a{n}"), account(n))).collect();
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let desk = Desk::with(&accounts);
    let plan = desk.file("plan.toml") + "\n[[members]]\nid = \"sam\"\n[[members]]\nid = \"kim\"\n";
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    desk
}

#[test]
fn every_rate_stands_with_its_cases_and_interval() {
    let told = worked().run("insights --json").json();
    assert_eq!((&told["format"], &told["date"], &told["since"]), (&json!(1), &json!("2026-11-23"), &Value::Null));
    let second = &told["touch_number"][1];
    assert_eq!((&second["key"], &second["label"], &second["n"]), (&json!("2"), &json!("touch 2"), &json!(12)));
    let rate = &second["answers"];
    assert_eq!(
        (&rate["hits"], &rate["n"], &rate["rate"], &rate["few"]),
        (&json!(6), &json!(12), &json!(0.5), &json!(false))
    );
    let (low, high) = (rate["low"].as_f64().unwrap(), rate["high"].as_f64().unwrap());
    assert!((low - 0.2855).abs() < 0.0005 && (high - 0.7145).abs() < 0.0005, "{low} {high}");
    assert_eq!(
        told["hour"].as_array().unwrap().iter().map(|hour| hour["key"].clone()).collect::<Vec<_>>(),
        ["01", "02", "03"]
    );
    assert_eq!(told["weeks"].as_array().unwrap().len(), 26);
    assert_eq!(
        told["weeks"][23],
        json!({
            "week": "2026-W46", "monday": "2026-11-09", "touches": 36, "answers": 6, "meetings": 0, "advances": 0,
        })
    );
    assert_eq!(told["rates"]["answer"]["n"], 36);
    assert_eq!(told["value_per_client"], Value::Null);
    assert_eq!(told["playbooks"][0]["n"], 12);
    assert_eq!(told["playbook_touches"][0]["answers"]["n"], 36);
    assert_eq!(
        told["says"]["channel"],
        "Call: 6 of 12 touches drew an answer (50 %), of the others 0 of 24 (0 %); likely more than chance."
    );
    for key in ["channel", "purpose", "weekday", "funnel", "problems"] {
        assert!(told[key].is_array(), "{key}");
    }
}

#[test]
fn in_a_pipe_and_as_csv_each_rate_is_a_row() {
    let desk = worked();
    let piped = desk.run("insights").out;
    let row = piped.lines().find(|line| line.starts_with("channel\tcall\tanswers\t")).unwrap();
    assert_eq!(row, "channel\tcall\tanswers\t6\t12\t0.5000\t0.2855\t0.7145\t");
    assert!(piped.contains("touch-number\t1\tmeetings\t0\t12\t0.0000\t0.0000\t"), "{piped}");
    assert!(piped.contains("funnel\tin-sequence\tnow\t12\t12\t") && piped.contains("rates\tanswer\trate\t6\t36\t"));
    let csv = desk.run("insights --csv").out;
    assert!(csv.starts_with("table,key,measure,hits,n,rate,low,high,few\r\ntouch-number,1,answers,0,12,"), "{csv}");
    assert_eq!(csv.lines().count(), piped.lines().count() + 1);
    assert!(csv.lines().all(|line| !line.starts_with('=') && !line.contains(",=")), "no formula: {csv}");
    assert!(csv.contains("playbooks,\"'=ten, or so\",answers,6,12,"), "{csv}");
    desk.refuses(&["insights", "--csv", "--json"], 2, "say one of them");
}

#[test]
fn a_day_and_a_member_narrow_it() {
    let desk = worked();
    let since = desk.args(&["insights", "--since", "12 nov", "--json"]).json();
    assert_eq!((&since["since"], &since["rates"]["answer"]["n"]), (&json!("2026-11-12"), &json!(12)));
    desk.refuses(&["insights", "--since", "someday"], 2, "“someday” is no date");
    desk.refuses(&["insights", "--mine"], 2, "say which one you are");
    std::fs::create_dir_all(desk.home().join("config/inroad")).unwrap();
    std::fs::write(desk.home().join("config/inroad/config.toml"), "me = \"kim\"\n").unwrap();
    let mine = desk.run("insights --mine --json").json();
    assert_eq!((&mine["member"], &mine["rates"]["answer"]["n"]), (&json!("kim"), &json!(9)));
}

#[test]
fn the_tables_say_the_same_where_nothing_was_done_yet() {
    let told = Desk::empty().run("insights --json").json();
    assert_eq!((&told["touch_number"], &told["rates"]["answer"]["rate"]), (&json!([]), &Value::Null));
    assert_eq!(told["says"]["touch_number"], "No touches were done in this time.");
}
