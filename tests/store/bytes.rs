//! What a text looks like is its owner's: nothing changes without a change, and a change leaves the rest as it was.

use inroad::domain::account::{Account, LogEntry};
use inroad::domain::people::Person;
use inroad::domain::stage::Stage;
use inroad::store::patch;
use proptest::prelude::*;

use crate::disk::{Disk, PRIMO, changed, complete, read};

/// Texts that say the same in ways a program would not choose.
fn odd_texts() -> Vec<(&'static str, String)> {
    let dotted =
        "name = \"Primo\"\nentry_point.unit = \"Marketing\"\nentry_point.function = \"Demand\"\noffer . proof = 'x'\n";
    let inline =
        "name='Primo'\npeople = [ {id = \"dana\", name = \"Dana\"},\n  { id = \"lee\", name = \"Lee\" }, # boss\n]\n";
    let interleaved = "[[people]]\nid = \"dana\"\n\n[[log]]\nid = \"m1\"\ntext = \"first\"\n\n[[people]]\nid = \"lee\"\n\n[[log]]\nid = \"m2\"\n";
    let unknown = "name = \"Primo\"\nmood = \"sunny\"\n[weather]\nwind = 3\n[[people]]\nid = \"dana\"\nshoe_size = 39\n[people.pets]\ndog = \"Rex\"\n";
    let comments = "# top\n\n\nname = \"Primo\"# close\n  # indented\n[offer]   # header\n# in it\nproof = 'x'\n# at the end\n\n# of all\n";
    let escapes = "name = \"Pr\\u0069mo\"\nvalue = 120_000\nwhy = '''\nAs it is.'''\nclose_by = 2027-03-31 00:00:00\n[ \"offer\" ]\n\"proof\" = \"\"\n";
    vec![
        ("the example", PRIMO.to_owned()),
        ("line ends of Windows", PRIMO.replace('\n', "\r\n")),
        ("both kinds of line ends", PRIMO.replacen('\n', "\r\n", 20)),
        ("a byte-order mark", format!("\u{feff}{PRIMO}")),
        ("a byte-order mark with line ends of Windows", format!("\u{feff}{}", PRIMO.replace('\n', "\r\n"))),
        ("no line end at the end", PRIMO.trim_end().to_owned()),
        ("many line ends at the end", format!("{PRIMO}\n\n\n")),
        ("tabs", PRIMO.replace(" = ", "\t=\t")),
        ("indented keys", PRIMO.replace("\nname", "\n\t name")),
        ("dotted keys", dotted.to_owned()),
        ("inline tables", inline.to_owned()),
        ("interleaved lists", interleaved.to_owned()),
        ("what is unknown", unknown.to_owned()),
        ("comments everywhere", comments.to_owned()),
        ("other spellings", escapes.to_owned()),
        ("nothing but a remark", "# yet to be said\n".to_owned()),
    ]
}

#[test]
fn a_save_without_a_change_changes_no_byte() {
    for (what, text) in odd_texts() {
        let mut disk = Disk::with(&text);
        assert_eq!(disk.entry().read_only, None, "{what}");
        let written = std::fs::metadata(disk.path("accounts/primo.toml")).unwrap().modified().unwrap();
        assert_eq!(disk.edit(|_| ()), text, "{what}");
        let now = std::fs::metadata(disk.path("accounts/primo.toml")).unwrap().modified().unwrap();
        assert_eq!(now, written, "{what}: nothing is written at all");
    }
}

#[test]
fn a_change_and_back_leaves_every_byte_in_every_kind_of_text() {
    for (what, text) in odd_texts() {
        let mut disk = Disk::with(&text);
        let before = disk.account();
        let after = disk.edit(|account| {
            account.why = "Because.".into();
            account.stage = Stage::Nurture;
            account.people.insert(0, Person { id: "kim".into(), name: "Kim".into(), ..Person::default() });
            account.log.push(LogEntry { id: "zz99".into(), text: "Met Kim".into(), ..LogEntry::default() });
        });
        assert!(after.contains("Because.") && after.contains("Met Kim"), "{what}: {after}");
        assert_eq!(Disk::with(&after).account().people.len(), before.people.len() + 1, "{what}: {after}");
        disk.undo();
        assert_eq!(disk.account(), before, "{what}");
        assert_eq!(disk.text(), text, "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    /// As levelling moves them: a day not to be done before, and nothing else.
    #[test]
    fn dates_that_are_moved_by_hand_and_taken_back_leave_every_byte(
        which in 0..64usize, days in prop::collection::vec(prop::option::of(0u64..60), 2),
    ) {
        let texts = odd_texts();
        let (what, text) = &texts[which % texts.len()];
        let mut disk = Disk::with(text);
        let before = disk.account();
        let from = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        disk.edit(|account| {
            let touches = account.sequences.iter_mut().flat_map(|sequence| &mut sequence.touches);
            for (touch, later) in touches.zip(&days) {
                touch.due = later.map(|later| from + chrono::Days::new(later)).or(touch.due);
            }
        });
        if disk.account() != before {
            disk.undo();
        }
        prop_assert_eq!(disk.account(), before, "{}", what);
        prop_assert_eq!(&disk.text(), text, "{}", what);
    }
}

#[test]
fn line_ends_and_the_mark_hold_for_new_lines_too() {
    let windows = format!("\u{feff}{}", PRIMO.replace('\n', "\r\n"));
    let after = Disk::with(&windows).edit(|account| account.next_steps[0].what = "Call\nhim".into());
    assert!(after.starts_with('\u{feff}') && after.matches('\u{feff}').count() == 1);
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert_eq!(Disk::with(&after).account().next_steps[0].what, "Call\nhim");
}

/// Each line of the text that is not about what was changed is still there, and in the same order.
fn keeps_the_rest(text: &str, change: impl FnOnce(&mut Account), about: &str) {
    let after = changed(text, change);
    let mut lines = after.lines();
    for line in text.lines().filter(|line| !line.contains(about)) {
        assert!(lines.any(|each| each == line), "{line:?} is gone or has moved:\n{after}");
    }
}

#[test]
fn keys_and_tables_that_mean_nothing_to_us_survive() {
    let text = "\
mood = \"sunny\" # today
name = \"Primo\"
stage = \"target\"
[weather]
wind = 3
[[people]]
id = \"dana\"
shoe_size = 39
name = \"Dana\"
[people.pets]
dog = \"Rex\"
[[people]]
id = \"lee\"
[[boats]]
name = \"Ada\"
";
    keeps_the_rest(text, |account| account.stage = Stage::Won, "stage");
    keeps_the_rest(text, |account| account.people[0].name = "Dana Cole".into(), "name = \"Dana\"");
    keeps_the_rest(text, |account| account.people[0].title = "VP".into(), "nothing");
    keeps_the_rest(text, |account| account.people.push(Person { id: "kim".into(), ..Person::default() }), "nothing");
    keeps_the_rest(text, |account| account.entry_point.unit = "Marketing".into(), "nothing");
}

/// Clearing all we know of a section or list must not take what we don't know along.
#[test]
fn what_is_unknown_outlives_all_that_was_known_around_it() {
    let text = "name = \"Primo\"\npeople = [1, { id = \"dana\" }]\n[offer]\nproof = \"x\"\nprice_list = \"y\"\n";
    let old = inroad::store::read::read::<Account>(text).value;
    let new = Account { name: "Primo".into(), ..Account::default() };
    let after = patch::patch(text, Some(&old), &new).unwrap();
    assert_eq!(after, "name = \"Primo\"\npeople = [1]\n[offer]\nprice_list = \"y\"\n");
    let text =
        "name = \"Primo\"\nentry_point.unit = \"Marketing\"\nentry_point.mood = \"sunny\"\n[offer]\nproof = \"x\"\n";
    let after = changed(text, |account| {
        account.entry_point.unit.clear();
        account.offer.proof.clear();
    });
    assert_eq!(after, "name = \"Primo\"\nentry_point.mood = \"sunny\"\n");
}

#[test]
fn a_comment_above_a_key_outlives_its_value() {
    let text = "name = \"Primo\"\n# asked Dana on Monday\nindustry = \"Beverages\"\nwhy = \"First\"\n[offer]\nvalue_proposition = \"y\"\n# from the web\nproof = \"x\"\n";
    keeps_the_rest(text, |account| account.industry.clear(), "industry");
    keeps_the_rest(text, |account| account.offer.proof.clear(), "proof");
    keeps_the_rest(text, |account| (account.industry, account.why) = (String::new(), String::new()), "= \"");
}

#[test]
fn dotted_keys_stay_dotted_and_inline_tables_stay_inline() {
    type Case = (&'static str, fn(&mut Account), &'static str);
    let cases: [Case; 5] = [
        (
            "entry_point.unit = \"Marketing\"\n",
            |account| account.entry_point.function = "Demand".into(),
            "entry_point.unit = \"Marketing\"\nentry_point.function = \"Demand\"\n",
        ),
        (
            "offer = { proof = \"x\" }\n",
            |account| account.offer.value_proposition = "y".into(),
            "offer = { value_proposition = \"y\", proof = \"x\" }\n",
        ),
        (
            "ids = { hubspot = \"9001\" }\n",
            |account| _ = account.ids.insert("salesforce".into(), "001".into()),
            "ids = { hubspot = \"9001\", salesforce = \"001\" }\n",
        ),
        (
            "ids = { hubspot = \"9001\", salesforce = \"001\" }\n",
            |account| _ = account.ids.remove("salesforce"),
            "ids = { hubspot = \"9001\" }\n",
        ),
        (
            "people = [\n  { id = \"dana\" }, # her\n  { id = \"lee\" }, # him\n]\n",
            |account| account.people[1].name = "Lee".into(),
            "people = [\n  { id = \"dana\" }, # her\n  { id = \"lee\", name = \"Lee\" }, # him\n]\n",
        ),
    ];
    for (text, change, want) in cases {
        assert_eq!(changed(text, change), want);
    }
}

#[test]
fn a_new_key_stands_where_the_format_has_it() {
    let after = changed(&complete(), |account| account.people[1].title = "CMO".into());
    assert!(after.contains("name = \"Lee Ray\"\ntitle = \"CMO\"\n"), "{after}");
    let after = changed("name = \"Primo\"\ntier = 1\n", |account| account.website = "primo.example".into());
    assert_eq!(after, "name = \"Primo\"\nwebsite = \"primo.example\"\ntier = 1\n");
}

#[test]
fn a_new_file_is_the_same_text_each_time_and_reads_back() {
    let account = read(PRIMO);
    let text = patch::patch("", None, &account).unwrap();
    assert_eq!(read(&text), account);
    assert_eq!(patch::patch(&text, Some(&account), &account).unwrap(), text);
    assert!(text.contains("close_by = 2027-03-31\n") && text.contains("\n[[people]]\n"), "{text}");
    assert!(!text.contains("$__"), "{text}");
}
