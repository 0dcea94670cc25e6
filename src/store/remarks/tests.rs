//! Comments of both sides, by example and wherever somebody may have put one.

use proptest::prelude::*;

use super::bring;
use crate::store::merge::{Merged, merge};
use crate::store::{patch, text};

/// The disk's text after theirs was merged into it.
fn merged(base: &str, theirs: &str, disk: &str) -> String {
    let [base_tree, their_tree, tree] = [base, theirs, disk].map(|text| text::tree(text).unwrap());
    let Merged { tree: wanted, .. } = merge(&base_tree, &their_tree, &tree);
    let text = patch::between(disk, &tree, &wanted).unwrap();
    let brought = bring(&text, base, theirs).unwrap_or(text);
    assert_eq!(text::tree(&brought).unwrap(), wanted, "values stay as they are:\n{brought}");
    brought
}

#[test]
fn what_comes_brings_its_comments() {
    let log = |id: &str| format!("[[log]]\nid = \"{id}\"\ntext = \"{id}\"\n");
    let base = format!("name = \"A\"\ntier = 1\n\n{}", log("l0"));
    let ours = format!("{base}\n# ours\n{}# under ours\n", log("l2"));
    for (what, theirs, want) in [
        (
            "before an item",
            format!("{base}\n# ask Kim\n{}", log("l1")),
            "\n\n# ask Kim\n[[log]]\nid = \"l1\"\ntext = \"l1\"\n",
        ),
        (
            "inside and beside",
            format!("{base}\n[[log]] # new\nid = \"l1\"  # by phone\n# then\ntext = \"l1\" # so\n"),
            "\n[[log]] # new\nid = \"l1\"  # by phone\n# then\ntext = \"l1\" # so\n",
        ),
        ("under the last item", format!("{base}\n{}# under it\n\n", log("l1")), "text = \"l1\"\n# under it\n"),
        ("at the end of the file", format!("{base}\n{}# at the end\n", log("l1")), "text = \"l1\"\n# at the end\n"),
        (
            "at a key",
            base.replace("tier = 1", "# own line\nmine = 1 # my own\ntier = 2 # two"),
            "name = \"A\"\ntier = 2 # two\n# own line\nmine = 1 # my own\n",
        ),
        (
            "without a change beside them",
            base.replace("tier = 1", "# why\ntier = 1 # one").replace("[[log]]", "# first\n[[log]]"),
            "# why\ntier = 1 # one\n\n# first\n[[log]]\nid = \"l0\"\n",
        ),
        (
            "in a list",
            base.replace("tier = 1", "tier = 1\ntags = [\n  # the best\n  \"x\", # y\n]"),
            "tags = [\n  # the best\n  \"x\", # y\n]\n",
        ),
        ("behind all", format!("{base}\n# for all\n"), "\n# for all\n"),
    ] {
        let text = merged(&base, &theirs, &ours);
        assert!(text.contains(want), "{what}:\n{text}");
        for own in ["\n# ours\n[[log]]\nid = \"l2\"\n", "text = \"l2\"\n# under ours\n"] {
            assert!(text.contains(own), "{what} leaves ours:\n{text}");
        }
        assert_eq!(merged(&base, &theirs, &text), text, "{what}: once more changes nothing");
    }
}

#[test]
fn a_comment_that_was_taken_out_here_does_not_come_back() {
    let base = "# old\nname = \"A\" # beside\ntier = 1\n";
    let text = merged(base, &base.replace("tier = 1", "tier = 2 # new"), "name = \"A\"\ntier = 1\n");
    assert_eq!(text, "name = \"A\"\ntier = 2 # new\n");
}

#[test]
fn of_two_comments_at_one_place_both_stay() {
    let base = "name = \"A\"\n";
    let text = merged(base, "# theirs\nname = \"A\" # t\n", "# ours\nname = \"A\" # o\n");
    assert_eq!(text, "# ours\n# theirs\n# t\nname = \"A\" # o\n");
}

const BASE: &str = "name = \"A\"\ntier = 1\n\n[entry_point]\nrole = \"x\"\n\n[[people]]\nid = \"p0\"\nname = \"P\"\n\n\
                    [[sequences]]\nid = \"s0\"\n\n[[sequences.touches]]\nid = \"t0\"\n\n[[log]]\nid = \"l0\"\ntext = \"L\"\n";

/// Comments above, beside and under some lines, and items and keys of one's own.
fn written(side: &str, marks: &[usize], adds: [bool; 4]) -> (String, Vec<String>) {
    let mut text = BASE.to_owned();
    let item = |list: &str, id: &str| format!("\n[[{list}]]\nid = \"{side}{id}\"\nname = \"{side}\"\n");
    if adds[0] {
        text = text.replace("\n[[sequences]]", &format!("{}\n[[sequences]]", item("people", "p")));
    }
    if adds[1] {
        text = text.replace("\n[[log]]", &format!("{}\n[[log]]", item("sequences.touches", "t")));
    }
    if adds[2] {
        text.push_str(&item("log", "l"));
    }
    if adds[3] {
        text = text.replace("tier = 1", &format!("tier = 1\n{side}_own = 3"));
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut comments = Vec::new();
    for (n, mark) in marks.iter().enumerate() {
        let (at, comment) = (mark / 3 % lines.len(), format!("# {side}-{n}-"));
        match mark % 3 {
            0 => lines.insert(at, comment.clone()),
            1 if !lines[at].is_empty() => lines[at] = format!("{} {comment}", lines[at]),
            _ => lines.insert(at + 1, comment.clone()),
        }
        comments.push(comment);
    }
    (lines.join("\n") + "\n", comments)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn wherever_a_comment_stands_it_stays(
        ours in prop::collection::vec(0_usize..120, 0..5), our_adds in prop::array::uniform4(any::<bool>()),
        theirs in prop::collection::vec(0_usize..120, 0..5), their_adds in prop::array::uniform4(any::<bool>()),
    ) {
        let (disk, our_comments) = written("o", &ours, our_adds);
        let (theirs, their_comments) = written("t", &theirs, their_adds);
        let text = merged(BASE, &theirs, &disk);
        for comment in our_comments.iter().chain(&their_comments) {
            prop_assert_eq!(text.matches(comment.as_str()).count(), 1, "{}\n{}", comment, text);
        }
        prop_assert_eq!(&merged(BASE, &theirs, &text), &text, "once more changes nothing");
    }
}
