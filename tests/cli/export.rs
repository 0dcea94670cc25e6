//! The plan for other programs: which formats, what is in them, and how a file is written.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use crate::desk::Desk;

const PRIMO: &str = "name = \"Primo\"\nstage = \"in-sequence\"\ntier = 1\nwebsite = \"primo.example\"\nids = { salesforce = \"001AA\", hubspot = \"9001\" }\n\
    [[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\ntitle = \"=VP, Marketing\"\n\
    emails = [{ value = \"old@primo.example\", bad = 2026-11-01 }, { value = \"dana@primo.example\" }]\n\
    phones = [{ value = \"+1 312 555 0100\" }, { value = \"+1 312 555 0111\", kind = \"mobile\" }]\n\
    ids = { salesforce = \"003AA\" }\n\
    [[sequences]]\nid = \"s001\"\nstart = 2026-11-16\n\
    [[sequences.touches]]\nid = \"t001\"\nchannel = \"email\"\nperson = \"dana-cole\"\npurpose = \"curiosity\"\nsubject = \"40 %?\"\n\
    message = \"Hi {{ person.first_name }}\"\nstatus = \"done\"\nclosed = 2026-11-17T09:12:00-06:00\nresult = \"sent\"\nlearned = \"Short works.\"\n\
    [[sequences.touches]]\nid = \"t002\"\nchannel = \"call\"\nperson = \"dana-cole\"\nday = 4\npurpose = \"curiosity\"\n\
    [[log]]\nid = \"l001\"\nat = 2026-11-20\nkind = \"answer\"\nperson = \"dana-cole\"\noutcome = \"replied\"\ntext = \"How?\"\n\
    [[log]]\nid = \"l002\"\nat = 2026-11-20\nkind = \"note\"\ntext = \"Mine.\"\n";

const GLOBEX: &str = "name = \"Globex\"\nstage = \"in-sequence\"\n[[sequences]]\nid = \"s001\"\nstart = 2026-11-16\n\
    [[sequences.touches]]\nid = \"t001\"\nchannel = \"letter\"\nstatus = \"done\"\nclosed = 2026-11-18\nresult = \"done\"\n";

fn desk() -> Desk {
    Desk::with(&[("primo", PRIMO), ("globex", GLOBEX)])
}

#[test]
fn tables_have_the_words_of_the_files_as_headings_and_no_formulas() {
    let desk = desk();
    let people = desk.does(&["export", "csv", "people"]);
    assert_eq!(
        people,
        "name,given_name,family_name,title,department,company,website,email,other_emails,phone,mobile,switchboard,\
         other_phones,other_mobiles,linkedin,connected_on,timezone,influence,support,do_not_contact,notes,salesforce_contact,hubspot_contact,belongs_to,id\r\n\
         Dana Cole,Dana,Cole,\"'=VP, Marketing\",,Primo,primo.example,dana@primo.example,,'+1 312 555 0100,'+1 312 555 0111,,,\
         ,,,,unknown,unknown,,,003AA,,primo,dana-cole\r\n"
    );
    let accounts = desk.does(&["export", "csv"]);
    assert!(accounts.starts_with("company,website,industry,tier,stage,"), "{accounts}");
    assert_eq!(accounts, desk.does(&["export", "csv", "accounts"]), "accounts are the usual table");
    assert!(accounts.contains("\r\nPrimo,primo.example,,1,in-sequence,"), "{accounts}");
    assert_eq!(desk.does(&["export", "csv", "tier:1"]).lines().count(), 2, "words that are no table are the filter");
    let touches = desk.does(&["export", "csv", "touches", "primo"]);
    assert!(
        touches.contains("Primo,1:1,email,Dana Cole,curiosity,done,,,2026-11-17T09:12:00-06:00,sent,40 %?,Hi Dana,")
    );
    assert!(
        touches.contains("Primo,1:2,call,Dana Cole,curiosity,planned,2026-11-23,,,,,,,,primo,dana-cole,t002\r\n"),
        "{touches}"
    );
    assert_eq!(desk.does(&["export", "csv", "touches", "due:today"]).lines().count(), 2);
    let marked = desk.does(&["export", "csv", "--excel"]);
    assert_eq!(marked.strip_prefix('\u{feff}'), Some(accounts.as_str()));
}

#[test]
fn a_filter_is_the_one_of_list() {
    let desk = Desk::demo();
    for filter in ["tier:1", "due:overdue", "ready:<80", "!tag:midwest stage:engaged"] {
        let words: Vec<&str> = filter.split(' ').collect();
        let listed = desk.args(&[&["list", "accounts"], &words[..], &["--json"]].concat()).json();
        let listed: Vec<&str> =
            listed["accounts"].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap()).collect();
        let exported = desk.args(&[&["export", "json"], &words[..]].concat()).json();
        let ids: Vec<&str> =
            exported["accounts"].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap()).collect();
        assert_eq!(ids, listed, "{filter}");
        assert!(!ids.is_empty(), "{filter}");
    }
}

#[test]
fn what_can_not_be_meant_or_finds_nothing_writes_nothing() {
    let desk = Desk::demo();
    let path = desk.home().join("people.csv");
    let file = path.to_str().unwrap();
    desk.does(&["export", "csv", "people", "--out", file]);
    let before = fs::read_to_string(&path).unwrap();
    let cases: [(&[&str], i32, &str); 13] = [
        (&["csv", "peple"], 2, "did you mean inroad export csv people?"),
        (&["csv", "peple", "tier:1"], 2, "did you mean inroad export csv people?"),
        (&["csv", "people", "bogus:1"], 2, "bogus: is no filter; there is tag:, stage:"),
        (&["html", "teir:1"], 2, "did you mean tier:1?"),
        (&["md", "tier:9"], 2, "“9” is no tier"),
        (&["json", "stage:foo"], 2, "no stage begins with “foo”"),
        (&["vcf", "due:never"], 2, "due:never says nothing"),
        (&["ics", "ready:<abc"], 2, "ready:<abc says nothing"),
        (&["csv", "missing:hope"], 2, "`inroad check --rules` lists"),
        (&["csv", "--as", "salesforce-tasks", "people"], 2, "leave “people” away"),
        (&["html", "nobodyhere"], 1, "no account has “nobodyhere”; nothing was written"),
        (&["vcf", "nobody", "here"], 1, "no account fits “nobody here”; nothing was written"),
        (&["csv", "touches", "cascara", "due:overdue"], 1, "; nothing was written"),
    ];
    for (words, code, told) in cases {
        desk.refuses(&[&["export"], words].concat(), code, told);
        desk.refuses(&[&["export"], words, &["--out", file, "--force"]].concat(), code, told);
        assert_eq!(fs::read_to_string(&path).unwrap(), before, "{words:?}");
    }
    assert_eq!(Desk::empty().does(&["export", "csv"]).lines().count(), 1, "an empty plan is one all the same");
    // A word with a colon that stands somewhere is no slip.
    let tagged = Desk::with(&[("primo", "name = \"Primo\"\ntags = [\"source:fair\"]\n")]);
    assert_eq!(tagged.does(&["export", "csv", "source:fair"]).lines().count(), 2);
    tagged.refuses(&["export", "csv", "sauce:fair"], 2, "sauce: is no filter");
}

#[test]
fn a_table_is_named_anywhere_among_the_words() {
    let desk = desk();
    let people = desk.does(&["export", "csv", "people", "tier:1"]);
    assert_eq!(desk.does(&["export", "csv", "tier:1", "people"]), people);
    let touches = desk.run("list touches primo").out;
    assert_eq!((desk.run("list primo touches").out, touches.lines().count()), (touches, 2));
    // The first is the table; another is a word like any.
    assert_eq!(desk.run("list people touches").out, "");
}

#[test]
fn an_address_that_is_not_to_be_followed_is_no_link_anywhere_and_is_told() {
    let bad = PRIMO
        .replace("website = \"primo.example\"", "website = \"data:text/html,x\"")
        .replace("name = \"Dana Cole\"", "name = \"Dana Cole\"\nlinkedin = \"JavaScript:alert(1)\"");
    let desk = Desk::with(&[
        ("primo", &bad),
        ("globex", &GLOBEX.replace("stage", "website = \"globex.example:8080\"\nstage")),
    ]);
    let cards = desk.does(&["export", "vcf"]);
    assert!(cards.contains("FN:Dana Cole") && !cards.contains("URL"), "{cards}");
    for words in [&["csv"][..], &["csv", "people"], &["vcf"]] {
        let out = desk.does(&[&["export"], words].concat()).to_lowercase();
        assert!(!out.contains("javascript:") && !out.contains("data:"), "{words:?}\n{out}");
    }
    assert!(desk.does(&["export", "csv"]).contains("globex.example:8080"));
    let page = desk.does(&["export", "html"]).to_lowercase();
    assert!(!page.contains("href=\"javascript:") && !page.contains("href=\"data:"), "text at the most");
    let told = desk.args(&["list"]);
    for problem in ["primo.toml:4:11: data: is not opened; only", "primo.toml:9:12: JavaScript: is not opened; only"] {
        assert!(told.err.contains(problem), "{problem}\n{}", told.err);
    }
    // The files themselves, and so their copy as JSON, keep what they say.
    assert!(desk.does(&["export", "json"]).contains("JavaScript:alert(1)"));
}

#[test]
fn a_crm_gets_no_mark_of_a_spreadsheet_and_a_spreadsheet_no_formula() {
    let desk = Desk::with(&[("primo", &PRIMO.replace("text = \"How?\"", "text = \"@here: =1+1?\""))]);
    for system in ["salesforce-tasks", "hubspot-activities"] {
        let tasks = desk.does(&["export", "csv", "--as", system]);
        assert!(tasks.contains(",Text: @here: =1+1?") && !tasks.contains("'@"), "{tasks}");
    }
}

#[test]
fn a_calendar_has_a_name_for_whoever_subscribes_to_it() {
    let calendar = desk().does(&["export", "ics"]);
    assert!(calendar.contains("\r\nNAME:inroad\r\nX-WR-CALNAME:inroad\r\n"), "{calendar}");
}

#[test]
fn several_names_add_up() {
    let desk = Desk::demo();
    let names = |words: &[&str]| -> Vec<String> {
        let told = desk.args(&[&["export", "json"], words].concat()).json();
        told["accounts"].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&["primo", "Nordahl Windows"]), ["nordahl-windows", "primo"]);
    assert_eq!(names(&["nordahl-windows", "primo", "primo"]), ["nordahl-windows", "primo"]);
    assert!(!names(&["tier:1", "primo"]).contains(&"nordahl-windows".to_owned()), "a filter narrows");
    let page = desk.does(&["export", "md", "primo", "nordahl-windows"]);
    assert!(page.contains("Primo") && page.contains("Nordahl Windows") && !page.contains("Solvanta Energy"), "{page}");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let desk = desk();
    for (args, words) in [
        (&["export"][..], "<FORMAT>"),
        (&["export", "xls"], "[possible values: csv, json, ics, vcf"),
        (&["export", "jsn"], "a similar value exists: 'json'"),
        (&["export", "csv", "goals"], "as CSV there are accounts, people, touches and contacts"),
        (&["export", "vcf", "--excel"], "--excel goes with csv, not with vcf"),
        (&["export", "csv", "--events"], "--events goes with ics, not with csv"),
        (&["export", "json", "--alarm", "5"], "--alarm goes with ics, not with json"),
        (
            &["export", "ics", "--alarm", "soon"],
            "the minutes before a meeting are a whole number from 0 to 40320, like 15",
        ),
        (&["export", "ics", "--as", "salesforce-tasks"], "--as goes with csv, not with ics"),
        (&["export", "csv", "--as", "pipedrive"], "[possible values: salesforce-tasks, hubspot-activities]"),
        (&["export", "csv", "--since", "mon"], "--as <SYSTEM>"),
        (&["export", "csv", "--as", "salesforce-tasks", "--since", "someday"], "“someday” is no date"),
        (&["export", "csv", "--force"], "--out <FILE>"),
        (&["export", "csv", "--json"], "say “inroad export json”"),
    ] {
        desk.refuses(args, 2, words);
    }
    assert_eq!(desk.run("export json --json").json()["format"], 1);
}

#[test]
fn a_file_is_written_for_its_owner_alone_and_only_over_what_an_export_wrote() {
    let desk = desk();
    let before = desk.tree();
    let path = desk.home().join("people.vcf");
    let file = path.to_str().unwrap();
    let export = |more: &[&str]| desk.args(&[&["export", "vcf", "--out", file], more].concat());
    let first = export(&[]);
    assert_eq!((first.code, first.out.as_str(), first.err.as_str()), (0, "", ""));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, desk.does(&["export", "vcf"]), "the same as on stdout");
    assert_eq!(export(&[]).code, 0, "again, over its own");
    fs::write(&path, "my own cards").unwrap();
    let refused = export(&[]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("people.vcf holds something that no export wrote there; nothing was written"),
        "{}",
        refused.err
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "my own cards");
    assert_eq!(export(&["--force"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let nowhere = desk.home().join("none/people.vcf");
    let refused = desk.args(&["export", "vcf", "--out", nowhere.to_str().unwrap()]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("there is no folder ") && refused.err.ends_with("/none; nothing was written\n"),
        "{}",
        refused.err
    );
    // Its permissions stay what somebody made of them.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(export(&["--force"]).code, 0);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    desk.refuses(
        &["export", "vcf", "--out", desk.home().to_str().unwrap(), "--force"],
        1,
        "this is a folder, not a file",
    );
    let left: Vec<String> =
        fs::read_dir(desk.home()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.contains("tmp")), "nothing half done: {left:?}");
    assert_eq!(desk.tree(), before, "the plan itself is as it was");
}

#[test]
fn what_was_done_goes_to_a_crm_by_its_ids() {
    let desk = desk();
    let told = desk.args(&["export", "csv", "--as", "salesforce-tasks"]);
    assert_eq!(
        told.out,
        "Subject,ActivityDate,Status,Priority,TaskSubtype,WhoId,WhatId,Description\r\n\
         Email to Dana Cole: 40 %?,2026-11-17,Completed,Normal,Email,003AA,001AA,\"Hi Dana\nResult: sent\nLearned: Short works.\"\r\n\
         Answer from Dana Cole: replied,2026-11-20,Completed,Normal,Task,003AA,001AA,How?\r\n"
    );
    assert_eq!(
        told.err,
        "inroad: 1 of 3 left out, as neither account nor person has an id in salesforce: Globex; \
         `inroad set ACCOUNT ids salesforce=…` says it\n"
    );
    let hubspot = desk.does(&["export", "csv", "--as", "hubspot-activities", "--since", "18 nov"]);
    assert_eq!(
        hubspot,
        "hs_task_subject,hs_timestamp,hs_task_status,hs_task_type,hs_task_body,Contact Record ID,Company Record ID\r\n\
         Answer from Dana Cole: replied,2026-11-20,COMPLETED,TODO,How?,,9001\r\n"
    );
    let person = desk.args(&["set", "primo", "people.dana-cole.ids", "hubspot=101"]);
    assert_eq!(person.code, 0, "{}", person.err);
    let again = desk.does(&["export", "csv", "--as", "hubspot-activities", "--since", "18 nov"]);
    assert!(again.ends_with("How?,101,9001\r\n"), "{again}");
}

#[test]
fn a_text_with_gaps_was_never_sent() {
    let gaps = PRIMO
        .replace("Hi {{ person.first_name }}", "I noted: {{ research.trigger }}")
        .replace("40 %?", "{{ research.trigger }}");
    let told = Desk::with(&[("primo", &gaps)]).does(&["export", "csv", "--as", "salesforce-tasks"]);
    assert!(!told.contains("noted") && !told.contains('‹'), "{told}");
    assert!(told.contains("Email to Dana Cole: sent,2026-11-17,"), "{told}");
}

/// What is written into a file of that name for Salesforce, or nothing if there is none.
fn delivered(desk: &Desk, since: &str, name: &str) -> (Option<String>, String) {
    let path = desk.home().join(name);
    let export = ["export", "csv", "--as", "salesforce-tasks", "--since", since, "--out", path.to_str().unwrap()];
    let told = desk.args(&export);
    assert_eq!((told.code, told.out.as_str()), (0, ""), "{}", told.err);
    (fs::read_to_string(path).ok(), told.err)
}

#[test]
fn no_export_takes_the_place_of_a_file_of_the_plan() {
    let desk = desk();
    let before = desk.tree();
    for name in ["plan.toml", "accounts/primo.toml"] {
        let file = desk.path(name).display().to_string();
        desk.refuses(&["export", "csv", "--out", &file, "--force"], 1, "is a file of the plan itself");
    }
    assert_eq!(desk.tree(), before);
}

#[test]
fn since_last_is_what_that_system_has_not_had() {
    let desk = desk();
    let before = desk.tree();
    assert_eq!(delivered(&desk, "18 nov", "a.csv").0.unwrap().lines().count(), 2);
    let (none, told) = delivered(&desk, "last", "b.csv");
    assert!(none.is_none() && told.contains("nothing new was done that it could take"), "{told}");
    assert_eq!(desk.tree(), before, "what is remembered is no part of the plan");
    // Done two days ago and written down today: it was not there, so it is new. What lies before the day first asked for is not.
    desk.does(&["done", "primo", "2", "--result", "connected", "--on", "2026-11-21"]);
    let call = delivered(&desk, "last", "c.csv").0.unwrap();
    assert!(call.contains("Call to Dana Cole: connected,2026-11-21,") && call.lines().count() == 2, "{call}");
    // So is what lies before that day and was written down later.
    desk.does(&["answer", "primo", "replied", "--person", "dana-cole", "--on", "2026-11-05", "--text", "Late"]);
    assert!(delivered(&desk, "last", "late.csv").0.unwrap().contains("Late"));
    // What had no id comes when it has one.
    desk.does(&["set", "globex", "ids", "salesforce=001BB"]);
    assert!(delivered(&desk, "last", "d.csv").0.unwrap().contains("Letter: done,2026-11-18,"), "the letter");
    assert_eq!(delivered(&desk, "last", "e.csv"), (None, "inroad: nothing new was done\n".to_owned()));
    let whole = desk.does(&["export", "csv", "--as", "salesforce-tasks"]);
    assert_eq!(whole.lines().filter(|line| line.contains("Completed")).count(), 5);
    // A file that can't be written has been handed to nobody.
    desk.does(&["answer", "primo", "replied", "--person", "dana-cole", "--text", "Yes"]);
    let folder = desk.home().to_str().unwrap();
    let failed = desk.args(&["export", "csv", "--as", "salesforce-tasks", "--since", "last", "--out", folder]);
    assert_eq!(failed.code, 1);
    assert!(delivered(&desk, "last", "f.csv").0.unwrap().contains("replied"), "it comes with the next");
}

#[test]
fn what_a_system_has_had_it_gets_from_no_other_account() {
    let desk = desk();
    desk.does(&["set", "globex", "ids", "salesforce=001BB"]);
    assert_eq!(delivered(&desk, "last", "a.csv").0.unwrap().matches("Completed").count(), 3);
    // Both have a touch t001, so that the one of Globex gets another id.
    desk.does(&["merge", "globex", "into", "primo"]);
    assert_eq!(delivered(&desk, "last", "b.csv"), (None, "inroad: nothing new was done\n".to_owned()));
    desk.does(&["answer", "primo", "replied", "--person", "dana-cole", "--text", "Yes"]);
    let new = delivered(&desk, "last", "c.csv").0.unwrap();
    assert!(new.contains("replied") && new.matches("Completed").count() == 1, "{new}");
    // Taken apart again, nothing of it is new either.
    let history = desk.does(&["history"]);
    let merged = history.lines().find(|line| line.contains("Globex merged")).unwrap().split('\t').next().unwrap();
    let answered = history.lines().next().unwrap().split('\t').next().unwrap();
    desk.does(&["undo", answered]);
    desk.does(&["undo", merged]);
    assert_eq!(delivered(&desk, "last", "d.csv"), (None, "inroad: nothing new was done\n".to_owned()));
}

#[test]
fn the_first_time_since_last_is_everything_done_so_far() {
    let desk = desk();
    desk.does(&["set", "globex", "ids", "salesforce=001BB"]);
    let (text, told) = delivered(&desk, "last", "first.csv");
    assert_eq!(text.unwrap().lines().filter(|line| line.contains("Completed")).count(), 3);
    assert!(
        told.contains("salesforce-tasks has had nothing from this machine yet: this is everything done so far"),
        "{told}"
    );
    assert_eq!(delivered(&desk, "last", "second.csv"), (None, "inroad: nothing new was done\n".to_owned()));
}

#[test]
fn nothing_that_was_not_delivered_is_lost() {
    let desk = desk();
    desk.does(&["set", "globex", "ids", "salesforce=001BB"]);
    delivered(&desk, "last", "crm.csv");
    let path = desk.home().join("crm.csv");
    let crm = ["export", "csv", "--as", "salesforce-tasks", "--since", "last", "--out", path.to_str().unwrap()];
    let first = fs::read_to_string(&path).unwrap();
    // With nothing new the file stays, and that is no failure.
    let nothing = desk.args(&crm);
    assert_eq!((nothing.code, nothing.err.as_str()), (0, "inroad: nothing new was done\n"));
    desk.does(&["done", "primo", "2", "--result", "connected"]);
    desk.refuses(
        &crm,
        1,
        "crm.csv is there already, and what it holds comes with no later export; nothing was written.",
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), first);
    // To have looked is not to have had it.
    for _ in 0..2 {
        let look = desk.args(&crm[..6]);
        assert!(
            look.out.contains("connected") && look.err.contains("a look does not count"),
            "{}{}",
            look.out,
            look.err
        );
    }
    assert_eq!(desk.args(&[&crm[..], &["--force"]].concat()).code, 0, "once the CRM has it");
    let second = fs::read_to_string(&path).unwrap();
    assert!(second.contains("connected") && second.lines().count() == 2, "{second}");
}

#[test]
fn what_is_private_or_ours_alone_stays_here() {
    let desk = desk();
    fs::create_dir_all(desk.home().join("config/inroad")).unwrap();
    fs::write(desk.home().join("config/inroad/config.toml"), "why = \"Fridays with the twins\"\n").unwrap();
    fs::write(desk.path("accounts/primo.toml"), PRIMO.replace("title =", "notes = \"Sceptical of us\"\ntitle ="))
        .unwrap();
    for words in [&["csv"][..], &["csv", "people"], &["csv", "touches"], &["json"], &["ics"], &["vcf"]] {
        let out = desk.does(&[&["export"], words].concat());
        assert!(!out.contains("twins"), "{words:?}");
        // A table of people is for whoever keeps the plan elsewhere; an address book is shown to others.
        let is_whole = words == ["json"] || words == ["csv", "people"];
        assert_eq!(out.contains("Sceptical"), is_whole, "{words:?}");
    }
}

#[test]
fn a_plan_that_is_not_understood_in_parts_is_exported_and_says_so() {
    let desk = Desk::with(&[("lots", "name = \"Lots\"\nvalue = \"lots\"\n"), ("broken", "name = \"Bro\nken")]);
    let told = desk.args(&["export", "csv"]);
    assert_eq!(told.code, 3, "one of them is missing");
    assert!(
        told.err.contains("accounts/lots.toml:2:9:") && told.err.contains("accounts/broken.toml:1:"),
        "{}",
        told.err
    );
    assert!(told.out.contains("\r\nLots,"), "{}", told.out);
}

#[test]
fn output_that_can_not_be_written_is_a_failure_and_a_reader_who_goes_away_is_none() {
    let desk = Desk::demo();
    let run = |stdout: Stdio| {
        Command::new(env!("CARGO_BIN_EXE_inroad"))
            .env("INROAD_PLAN", desk.path(""))
            .env("XDG_STATE_HOME", desk.home().join("state"))
            .env("XDG_CONFIG_HOME", desk.home())
            .args(["export", "json"])
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let ended = run(full.into()).wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(1));
    }
    let mut child = run(Stdio::piped());
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}

const KNOWN: &str = "format = 1\n\n[[people]]\nid = \"asa-oberg\"\nname = \"Åsa Öberg\"\ntitle = \"Head of IT\"\ndepartment = \"IT\"\n\
    influence = \"technical\"\nsupport = \"supporter\"\nemails = [{ value = \"asa@nordahl.example\" }, { value = \"a@b.example\" }]\n\
    phones = [{ value = \"+46 8 555 01 00\", kind = \"mobile\" }]\nlinkedin = \"https://www.linkedin.com/in/asa\"\n\
    connected_on = 2026-06-15\ntimezone = \"Europe/Stockholm\"\ndo_not_contact = true\nids = { hubspot = \"77\", salesforce = \"003\" }\n\
    notes = \"Met at the fair.\\nCalls back.\"\ncompany = \"Nordahl, Inc.\"\nwebsite = \"nordahl.example\"\nindustry = \"windows\"\n\
    source = \"the fair\"\nimported = 2026-11-01\n\n[[people]]\nid = \"bo-ek\"\nname = \"Bo Ek\"\ncompany = \"Umbrella\"\nsource = \"LinkedIn\"\n\
    imported = 2026-11-01\n";

#[test]
fn contacts_go_out_by_the_words_of_list_contacts_and_come_back_as_contacts() {
    let desk = Desk::demo();
    fs::write(desk.path("contacts.toml"), KNOWN).unwrap();
    let file = |name: &str| desk.home().join(name).display().to_string();
    desk.does(&["export", "csv", "contacts", "--out", &file("contacts.csv")]);
    desk.does(&["export", "vcf", "contacts", "--out", &file("contacts.vcf")]);
    let of_file = |desk: &Desk| desk.run("export json contacts").json()["contacts"].as_array().unwrap().clone();
    let mut known = of_file(&desk);
    assert_eq!(known.len(), 2);
    for contact in &mut known {
        contact["imported"] = "2026-11-23".into();
    }
    let other = Desk::empty();
    other.does(&["import", &file("contacts.csv")]);
    assert_eq!(of_file(&other), known, "all but the day on which they came");
    assert_eq!(other.does(&["import", &file("contacts.csv")]), "nothing new: 2 known already\n");
    // A card says nothing of what is ours.
    let other = Desk::empty();
    other.does(&["import", &file("contacts.vcf")]);
    let ours = ["influence", "support", "notes", "ids"];
    for contact in &mut known {
        contact.as_object_mut().unwrap().retain(|key, _| !ours.contains(&key.as_str()));
    }
    assert_eq!(of_file(&other), known);
    // Only whom the words mean, and nobody of an account.
    let some = desk.does(&["export", "csv", "contacts", "umbrella"]);
    assert_eq!((some.lines().count(), some.contains("Bo Ek,Bo,Ek")), (2, true), "{some}");
    let some = desk.run("export json contacts nordahl").json();
    assert_eq!((some["contacts"].as_array().unwrap().len(), some["accounts"].as_array().unwrap().len()), (1, 0));
    assert_eq!(desk.run("export json").json()["contacts"].as_array().unwrap().len(), 2, "all is all");
    assert_eq!(desk.run("export json tier:1").json()["contacts"].as_array().unwrap().len(), 0);
    desk.refuses(&["export", "csv", "contacts", "nobody"], 1, "no contact has “nobody”; nothing was written");
    for format in ["html", "md", "ics"] {
        desk.refuses(&["export", format, "contacts"], 2, "has no table of contacts");
    }
    desk.refuses(&["export", "csv", "contacts", "--as", "salesforce-tasks"], 2, "leave “contacts” away");
    desk.refuses(&["export", "vcf", "contcats"], 2, "did you mean inroad export vcf contacts?");
}

#[test]
fn entries_of_a_calendar_and_rows_of_touches_pass_by_themselves() {
    let desk = Desk::demo();
    for filter in ["due:week", "call due:week", "owner:sam", "stage:engaged linkedin-message", "!email tier:1"] {
        let words: Vec<&str> = filter.split(' ').collect();
        let listed = desk.args(&[&["list", "touches"], &words[..], &["--json"]].concat()).json();
        let listed = listed["touches"].as_array().unwrap();
        let rows = desk.does(&[&["export", "csv", "touches"], &words[..]].concat());
        let ids: Vec<&str> = listed.iter().map(|touch| touch["id"].as_str().unwrap()).collect();
        let mut reader = csv::Reader::from_reader(rows.as_bytes());
        let exported: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(exported.iter().map(|row| row.get(row.len() - 1).unwrap()).collect::<Vec<_>>(), ids, "{filter}");
        let calendar = desk.does(&[&["export", "ics"], &words[..]].concat());
        let due: Vec<&&str> =
            ids.iter().zip(listed).filter(|(_, each)| !each["due"].is_null()).map(|(id, _)| id).collect();
        assert_eq!(calendar.matches("UID:touch-").count(), due.len(), "{filter}");
        assert!(due.iter().all(|id| calendar.contains(&format!("UID:touch-{id}."))) && !due.is_empty(), "{filter}");
    }
    // This week's meetings and next steps are in it, those of later weeks are not.
    let all = desk.does(&["export", "ics"]).matches("BEGIN:V").count();
    assert!(desk.does(&["export", "ics", "due:week"]).matches("BEGIN:V").count() < all / 2);
    desk.refuses(&["export", "ics", "due:today", "cascara"], 1, "nothing was written");
}

#[test]
fn a_table_has_semicolons_where_they_are_wanted_and_a_dash_is_stdout() {
    let desk = desk();
    let with = desk.does(&["export", "csv", "people", "--semicolons", "--excel", "--out", "-"]);
    assert!(with.starts_with("\u{feff}name;given_name;"), "{with}");
    assert!(with.contains("\r\nDana Cole;Dana;Cole;'=VP, Marketing;;Primo;"), "{with}");
    assert!(!desk.home().join("-").exists() && !std::path::Path::new("-").exists());
    let cells = |text: &str, delimiter: u8| -> Vec<csv::StringRecord> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        reader.records().map(Result::unwrap).collect()
    };
    let plain = desk.does(&["export", "csv", "touches"]);
    let other = desk.does(&["export", "csv", "touches", "--semicolons"]);
    assert_eq!(cells(&plain, b','), cells(&other, b';'));
    desk.refuses(&["export", "vcf", "--semicolons"], 2, "--semicolons goes with csv, not with vcf");
}
