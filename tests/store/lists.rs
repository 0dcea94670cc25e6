//! Items that come, go and change places take their own comments and unknown keys along, and nothing else.

use inroad::domain::account::{Account, Candidate, LogEntry, NextStep};
use inroad::domain::meeting::Meeting;
use inroad::domain::people::Person;
use inroad::domain::research::Finding;
use inroad::domain::sequence::Sequence;
use inroad::domain::touch::Touch;

use crate::disk::{changed, read};

/// The lists of an account, each with what is done to it.
struct List {
    header: &'static str,
    remove: fn(&mut Account, usize),
    swap: fn(&mut Account, usize, usize),
    add: fn(&mut Account, usize, &str),
}

macro_rules! list {
    ($header:literal, $kind:ty, |$account:ident| $list:expr) => {
        List {
            header: $header,
            remove: |$account, at| _ = $list.remove(at),
            swap: |$account, a, b| $list.swap(a, b),
            add: |$account, at, id| $list.insert(at, <$kind>::from(Named(id))),
        }
    };
}

/// An id that becomes an otherwise empty item.
struct Named<'t>(&'t str);

macro_rules! named {
    ($($kind:ident),+) => {
        $(impl From<Named<'_>> for $kind {
            fn from(named: Named) -> Self {
                Self { id: named.0.to_owned(), ..Self::default() }
            }
        })+
    };
}

named!(Candidate, Person, Finding, Sequence, Touch, Meeting, NextStep, LogEntry);

const LISTS: [List; 8] = [
    list!("entry_point.candidates", Candidate, |account| account.entry_point.candidates),
    list!("people", Person, |account| account.people),
    list!("research", Finding, |account| account.research),
    list!("sequences", Sequence, |account| account.sequences),
    list!("sequences.touches", Touch, |account| account.sequences[0].touches),
    list!("meetings", Meeting, |account| account.meetings),
    list!("next_steps", NextStep, |account| account.next_steps),
    list!("log", LogEntry, |account| account.log),
];

/// Four items, each with a comment above, beside and inside, a key of its owner's, and a table below. Before and behind
/// them stand others.
fn text(list: &List) -> String {
    let before = match list.header {
        "sequences.touches" => "# the only one\n[[sequences]]\nid = \"s1\"\n\n",
        _ => "",
    };
    let items: String = ["aaaa", "bbbb", "cccc", "dddd"].iter().map(|id| item(list.header, id)).collect();
    let behind = "# about the boats\n[[boats]]\nname = \"Ada\"\n\n# the end\n";
    format!("# head\nname = \"Primo\"\n# low\nwhy = \"First\"\n\n{before}{items}{behind}")
}

fn item(header: &str, id: &str) -> String {
    format!(
        "# above {id}\n[[{header}]] # beside {id}\nid = \"{id}\"\n# inside {id}\nown_{id} = 1 # of {id}\n\n[{header}.extra_{id}]\nx = 1\n\n"
    )
}

/// The text with the items of that list in this order.
fn in_order(list: &List, ids: &[&str]) -> String {
    let text = text(list);
    let all: String = ["aaaa", "bbbb", "cccc", "dddd"].iter().map(|id| item(list.header, id)).collect();
    text.replace(&all, &ids.iter().map(|id| item(list.header, id)).collect::<String>())
}

#[test]
fn an_item_that_goes_takes_only_its_own_along() {
    for list in &LISTS {
        for (at, left) in
            [["bbbb", "cccc", "dddd"], ["aaaa", "cccc", "dddd"], ["aaaa", "bbbb", "dddd"], ["aaaa", "bbbb", "cccc"]]
                .iter()
                .enumerate()
        {
            let after = changed(&text(list), |account| (list.remove)(account, at));
            assert_eq!(after, in_order(list, left), "{} without {at}", list.header);
        }
    }
}

#[test]
fn items_that_change_places_take_all_of_theirs_along() {
    for list in &LISTS {
        for (a, b, order) in [
            (0, 1, ["bbbb", "aaaa", "cccc", "dddd"]),
            (1, 2, ["aaaa", "cccc", "bbbb", "dddd"]),
            (0, 3, ["dddd", "bbbb", "cccc", "aaaa"]),
        ] {
            let after = changed(&text(list), |account| (list.swap)(account, a, b));
            assert_eq!(after, in_order(list, &order), "{} {a} and {b}", list.header);
        }
    }
}

#[test]
fn an_item_that_comes_disturbs_nobody() {
    for list in &LISTS {
        for at in 0..=4 {
            let after = changed(&text(list), |account| (list.add)(account, at, "new1"));
            let mut lines = after.lines();
            for line in text(list).lines() {
                assert!(lines.any(|each| each == line), "{} at {at}: {line:?} is not there:\n{after}", list.header);
            }
        }
    }
}

#[test]
fn the_first_of_a_list_makes_it_and_the_last_takes_it_away() {
    let bare = "# head\nname = \"Primo\"\n[[sequences]]\nid = \"s1\"\n";
    for list in &LISTS {
        let with = changed(bare, |account| (list.add)(account, 0, "new1"));
        let mut lines = with.lines();
        assert!(bare.lines().all(|line| lines.any(|each| each == line)), "{}: {with}", list.header);
        assert!(with.contains(&format!("\n[[{}]]\nid = \"new1\"\n", list.header)), "{with}");
        let without = changed(&with, |account| (list.remove)(account, 0));
        assert!(!without.contains("new1"), "{without}");
    }
}

#[test]
fn a_comment_right_under_an_item_is_that_items() {
    let text = "\
[[meetings]]
id = \"aaaa\"
# result = \"advance\"

[[meetings]]
id = \"bbbb\"
# done = 2026-12-03

# The steps
[[next_steps]]
id = \"cccc\"
";
    let without_b =
        "[[meetings]]\nid = \"aaaa\"\n# result = \"advance\"\n\n# The steps\n[[next_steps]]\nid = \"cccc\"\n";
    assert_eq!(changed(text, |account| _ = account.meetings.remove(1)), without_b);
    let without_steps = text.replace("# The steps\n[[next_steps]]\nid = \"cccc\"\n", "");
    assert_eq!(changed(text, |account| account.next_steps.clear()).trim_end(), without_steps.trim_end());
    let turned = changed(text, |account| account.meetings.swap(0, 1));
    assert_eq!(turned.find("# done").map(|at| at < turned.find("# result").unwrap()), Some(true), "{turned}");
    let grown = changed(text, |account| account.meetings[0].advance = "A date".into());
    assert!(grown.contains("# result = \"advance\"\n"), "{grown}");
}

#[test]
fn items_among_those_of_other_lists_keep_their_neighbours() {
    let text = "\
[[people]]
id = \"dana\"

[[log]] # one
id = \"m1\"

[[people]] # boss
id = \"lee\"

[[log]]
id = \"m2\"
";
    let after = changed(text, |account| account.people.swap(0, 1));
    let want = "\
[[people]] # boss
id = \"lee\"

[[log]] # one
id = \"m1\"

[[people]]
id = \"dana\"

[[log]]
id = \"m2\"
";
    let lines = |text: &str| text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&after), lines(want));
    let after = changed(text, |account| _ = account.log.remove(0));
    assert_eq!(after, text.replace("[[log]] # one\nid = \"m1\"\n\n", ""));
    let after = changed(text, |account| account.people.push(Person { id: "kim".into(), ..Person::default() }));
    assert_eq!(read(&after).people.len(), 3);
}

#[test]
fn an_item_without_an_id_is_known_by_what_it_says_and_then_by_where_it_stands() {
    let text = "[[log]]\ntext = \"first\" # a\n[[log]]\ntext = \"second\" # b\n[[log]]\ntext = \"third\" # c\n";
    let after = changed(text, |account| _ = account.log.remove(1));
    assert_eq!(after, "[[log]]\ntext = \"first\" # a\n[[log]]\ntext = \"third\" # c\n");
    let after = changed(text, |account| {
        account.log[1] = LogEntry { id: "m1".into(), text: "2nd".into(), ..LogEntry::default() }
    });
    assert!(after.contains("text = \"2nd\" # b") && after.contains("id = \"m1\""), "{after}");
}

#[test]
fn what_was_not_understood_of_a_list_stays_in_it() {
    let text = "people = [1, { id = \"dana\" }, \"who?\", { id = \"lee\" }]\n";
    let old = inroad::store::read::read::<Account>(text).value;
    let mut new = old.clone();
    new.people.remove(1);
    let after = inroad::store::patch::patch(text, Some(&old), &new).unwrap();
    assert!(after.contains('1') && after.contains("\"who?\"") && !after.contains("lee"), "{after}");
    assert_eq!(inroad::store::read::read::<Account>(&after).value, new);
}

#[test]
fn the_first_item_of_an_empty_list_keeps_the_comments_around_it() {
    let add = |account: &mut Account| account.people.push(Person { id: "d".into(), ..Person::default() });
    let after = changed("name = \"Primo\"\n# above\npeople = [ # inside\n] # beside\nwhy = \"x\"\n", add);
    assert!(["# above\npeople", "# inside\n", "# beside\n"].iter().all(|comment| after.contains(comment)), "{after}");
    let after = changed("name = \"Primo\"\n# above\npeople = []\nwhy = \"x\"\n", add);
    assert_eq!(after, "name = \"Primo\"\n# above\nwhy = \"x\"\n\n[[people]]\nid = \"d\"\n");
}
