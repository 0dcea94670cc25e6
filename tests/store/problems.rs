//! One thing that can't be understood hides nothing else, is told in plain words at its place, and stays as it is
//! written until somebody mends it.

use inroad::domain::stage::Stage;
use inroad::store::SaveError;

use crate::disk::{Disk, PLAN, PRIMO, changed, complete};

/// A line of the example, what stands in its place, the problem, and the column after its line.
const MISTAKES: [(&str, &str, &str, usize); 9] = [
    ("tier = 1  ", "tier = \"one\"  ", "tier: expected a whole number, found “one”; left as it is", 8),
    ("value = 120000", "value = \"lots\"", "value: expected a whole number, found “lots”; left as it is", 9),
    ("stage = \"in-sequence\"", "stage = \"wooing\"", "stage: “wooing” is none of target, researching", 9),
    ("influence = \"economic\"", "influence = \"huge\"", "influence: “huge” is none of economic, user", 13),
    ("do_not_contact = false", "do_not_contact = \"no\"", "do_not_contact: expected true or false, found “no”", 18),
    ("tags = [\"midwest\"]", "tags = \"midwest\"", "tags: expected a list, found “midwest”", 8),
    (
        "on = 2026-11-18",
        "on = \"a while ago\"",
        "on: expected a date such as 2026-12-03, without quotes, found “a while ago”",
        6,
    ),
    ("day = 0  ", "day = -1  ", "day: ", 7),
    ("kind = \"answer\"  ", "kind = 7  ", "kind: ", 8),
];

fn line_of(text: &str, part: &str) -> usize {
    text[..text.find(part).unwrap()].matches('\n').count() + 1
}

#[test]
fn one_bad_field_loses_nothing_else_and_stays_as_it_is_written() {
    for (right, wrong, message, column) in MISTAKES {
        assert_eq!(PRIMO.matches(right).count(), 1, "{right}");
        let text = complete().replace(right, wrong);
        let mut disk = Disk::with(&text);
        let place = format!("accounts/primo.toml:{}:{column}: {message}", line_of(&text, wrong));
        let [problem] = disk.entry().problems.as_slice() else { panic!("{wrong}: {:?}", disk.entry().problems) };
        assert!(problem.to_string().starts_with(&place), "{problem} is not {place}");
        assert_eq!(disk.entry().read_only, None, "{wrong}");
        let account = disk.account();
        assert_eq!((account.name.as_str(), account.people.len(), account.log.len()), ("Primo", 2, 1), "{wrong}");
        assert_eq!((account.sequences[0].touches.len(), account.people[0].title.as_str()), (2, "VP Marketing"));
        // Other fields of the same items, and their neighbours.
        let after = disk.edit(|account| {
            account.why = "Because.".into();
            account.people[0].title = "CMO".into();
            account.research[0].source = "Q4 call".into();
            account.sequences[0].touches[0].subject = "Leads".into();
            account.log[0].text = "“Call me.”".into();
            account.people.swap(0, 1);
        });
        assert!(after.contains(wrong), "{wrong}: {after}");
        let again = Disk::with(&after);
        assert_eq!(again.entry().problems.len(), 1, "{wrong}: {:?}", again.entry().problems);
        assert_eq!(
            (again.account().people[1].title.as_str(), again.account().log[0].text.as_str()),
            ("CMO", "“Call me.”")
        );
    }
}

#[test]
fn all_at_once_are_all_told_in_the_order_of_the_file() {
    let text = MISTAKES.iter().fold(complete(), |text, (right, wrong, ..)| text.replace(right, wrong));
    let disk = Disk::with(&text);
    let lines: Vec<usize> = disk.entry().problems.iter().map(|problem| problem.line).collect();
    assert!(lines.len() == MISTAKES.len() && lines.is_sorted(), "{:?}", disk.entry().problems);
    assert_eq!(disk.account().offer.proof, "Case: Nordic Springs");
}

#[test]
fn what_is_set_anew_takes_the_place_of_what_could_not_be_read() {
    let mut disk = Disk::with(&PRIMO.replace("stage = \"in-sequence\"", "stage = \"wooing\""));
    let after = disk.edit(|account| account.stage = Stage::Engaged);
    assert_eq!(after, PRIMO.replace("stage = \"in-sequence\"", "stage = \"engaged\""));
}

#[test]
fn what_can_not_be_written_back_safely_is_shown_and_left_alone() {
    let cases = [
        ("revisit = 2027-05-03", "revisit = 2027-02-30", "revisit", "not TOML"),
        ("tier = 1", "tier = = 1", "tier", "not TOML"),
        ("tags = [\"midwest\"]", "<<<<<<< HEAD", "<<<<<<<", "a conflict that git left here"),
        ("format = 1", "format = 999", "format", "a newer inroad reads it"),
    ];
    for (right, wrong, at, message) in cases {
        let text = complete().replacen(right, wrong, 1);
        let mut disk = Disk::with(&text);
        let problem = disk.entry().problems[0].to_string();
        assert!(problem.starts_with(&format!("accounts/primo.toml:{}:", line_of(&text, at))), "{problem}");
        assert!(problem.contains(message), "{problem}");
        assert_eq!(disk.account().name, "Primo", "{wrong}");
        // After the marks of a conflict nobody knows what was meant.
        assert!(wrong.starts_with('<') || disk.account().people.len() == 2, "{wrong}: the rest is there");
        let mut account = disk.account();
        account.why = "Because.".into();
        let refused = disk.save(&account).unwrap_err();
        assert!(
            matches!(&refused, SaveError::ReadOnly(_, why) if Some(why) == disk.entry().read_only.as_ref()),
            "{refused}"
        );
        assert_eq!(disk.text(), text, "{wrong}");
    }
}

#[test]
fn two_of_one_id_are_told_and_both_are_there() {
    let twin = "\n[[next_steps]]\nid = \"n8r2\"\nwhat = \"Call Lee\"\n";
    let text = format!("{}{twin}", complete());
    let mut disk = Disk::with(&text);
    let line = text.lines().count() - 1;
    let want = format!("accounts/primo.toml:{line}:6: two of next_steps have the id “n8r2”; give one of them another");
    assert_eq!(disk.entry().problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [want]);
    assert_eq!(disk.account().next_steps.len(), 2);
    let after = disk.edit(|account| account.why = "Because.".into());
    assert!(after.ends_with(twin), "{after}");
}

#[test]
fn of_two_of_one_id_the_right_one_goes() {
    let step = |what: &str| format!("[[next_steps]]\nid = \"n8r2\"\nwhat = \"{what}\" # {what}\nown = \"{what}\"\n");
    let text = ["a", "b", "c"].map(step).concat();
    for (at, left) in [["b", "c"], ["a", "c"], ["a", "b"]].into_iter().enumerate() {
        let after = changed(&text, |account| _ = account.next_steps.remove(at));
        assert_eq!(after, left.map(step).concat(), "without {at}");
    }
    let after = changed(&text, |account| account.next_steps.swap(0, 2));
    assert_eq!(after, ["c", "b", "a"].map(step).concat());
}

#[test]
fn names_of_nobody_are_told_where_they_stand() {
    let text = complete()
        .replace("person = \"lee-ray\"", "person = \"kim\"")
        .replace("with = [\"dana-cole\"]", "with = [\"jo\"]");
    let told: Vec<String> = Disk::with(&text).entry().problems.iter().map(ToString::to_string).collect();
    let place = |part: &str, id: &str, column: usize| {
        format!(
            "accounts/primo.toml:{}:{column}: “{id}” is nobody here; add that person, or name another",
            line_of(&text, part)
        )
    };
    assert_eq!(told, [place("person = \"kim\"", "kim", 10), place("with = [\"jo\"]", "jo", 9)]);
}

#[test]
fn a_bad_file_hides_no_other() {
    let files = [
        ("plan.toml", PLAN),
        ("accounts/primo.toml", PRIMO),
        ("accounts/bad.toml", "name = \"Bad\"\nno toml\n"),
        ("accounts/empty.toml", ""),
        ("accounts/.hidden.toml", "no toml"),
        ("accounts/primo.sync-conflict-20261124-101010-ABCDEFG.toml", "name = \"Primo\"\n"),
        ("accounts/notes.txt", "no toml"),
        ("playbooks/mine.toml", "name = 1\n[[touches]]\nchannel = \"pigeon\"\n"),
    ];
    let disk = Disk::of(&files);
    let ids: Vec<&str> = disk.plan.accounts.keys().map(AsRef::as_ref).collect();
    assert_eq!(ids, ["bad", "empty", "primo"]);
    assert_eq!(
        (disk.plan.accounts["bad"].account.name.as_str(), disk.plan.accounts["empty"].account.name.as_str()),
        ("Bad", "empty")
    );
    let told = disk.problems();
    assert!(told.iter().any(|problem| problem.starts_with("accounts/bad.toml:2:")), "{told:?}");
    assert!(told.iter().any(|problem| problem.starts_with("playbooks/mine.toml:3:11: channel: “pigeon”")), "{told:?}");
    assert_eq!(disk.plan.playbook("mine").map(|playbook| playbook.touches.len()), Some(1));
}

#[test]
fn text_that_is_no_unicode_is_a_problem_at_its_line() {
    let disk = Disk::with(PRIMO);
    std::fs::write(disk.path("accounts/latin.toml"), b"name = \"Latin\"\nwhy = \"caf\xe9\"\n").unwrap();
    let mut disk = disk;
    disk.plan = disk.folder.load();
    let entry = &disk.plan.accounts["latin"];
    assert_eq!(entry.problems[0].to_string(), "accounts/latin.toml:2:11: this is not UTF-8 text; save it as UTF-8");
    assert!(entry.read_only.is_some());
}

#[test]
fn a_value_that_can_be_read_and_still_can_not_be_is_told_at_its_place() {
    for (right, wrong, message) in [
        ("tier = 1 ", "tier = 9 ", "a tier is 1, 2 or 3, not 9"),
        ("pain = 1", "pain = 8", "pain goes from 0 to 3, not 8"),
        ("candidate = \"k3f8\"", "candidate = \"zzzz\"", "“zzzz” is none of the entry points weighed here"),
        ("dana@primo.example", "dana at primo", "“dana at primo” is no e-mail address"),
        ("America/New_York", "Prague", "did you mean Europe/Prague?"),
        ("{{ person.first_name }}", "{{ bad", "this draft can't be filled in"),
    ] {
        let text = complete().replacen(right, wrong, 1);
        let disk = Disk::with(&text);
        let [problem] = disk.entry().problems.as_slice() else { panic!("{wrong}: {:?}", disk.entry().problems) };
        let line = if wrong.contains("bad") { "message =" } else { wrong };
        assert_eq!(problem.line, line_of(&text, line), "{problem}");
        assert!(problem.message.contains(message), "{problem}");
        assert_eq!(disk.entry().read_only, None);
    }
}
