//! Plain git merges plans by field too, once a sync has told it how.

use crate::team::{Team, conflicts, edit, git, git_anyhow, inroad, sync};

const PRIMO: &str = "name = \"Primo\"\nstage = \"target\"\ntier = 1\n";
const PATH: &str = "accounts/primo.toml";

#[test]
fn a_pull_merges_by_field_and_leaves_no_marks() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    sync(&team.other, 0);
    // Lines side by side, which git alone could not merge.
    edit(&team.one, PATH, "target", "engaged");
    edit(&team.one, PATH, "tier = 1", "tier = 2");
    sync(&team.one, 0);
    edit(&team.other, PATH, "\"Primo\"", "\"Primo Inc\"");
    edit(&team.other, PATH, "tier = 1", "tier = 3");
    git(&team.other, &["commit", "--quiet", "--all", "-m", "by hand"]);
    let said = git_anyhow(&team.other, &["pull", "--no-rebase", "--no-edit"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(team.other.file(PATH), "name = \"Primo Inc\"\nstage = \"engaged\"\ntier = 3\n");
    assert!(said.err.contains("1 thing was changed on both sides"), "{}", said.err);
    assert!(conflicts(&team.other).contains("\"ours\": \"2\""), "{}", conflicts(&team.other));
    sync(&team.other, 0);
    // What was decided in a pull over there has two sides here too.
    sync(&team.one, 4);
    assert!(conflicts(&team.one).contains("\"ours\": \"2\""), "{}", conflicts(&team.one));
    team.agree();
}

#[test]
fn what_it_cant_keep_it_does_not_merge() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    sync(&team.other, 0);
    edit(&team.one, PATH, "tier = 1", "tier = 2");
    sync(&team.one, 0);
    edit(&team.other, PATH, "tier = 1", "tier = 3");
    git(&team.other, &["commit", "--quiet", "--all", "-m", "by hand"]);
    // There is no folder to keep the other side in.
    std::fs::remove_dir_all(team.other.home().join("state")).unwrap();
    std::fs::write(team.other.home().join("state"), "").unwrap();
    let said = git_anyhow(&team.other, &["pull", "--no-rebase", "--no-edit"]);
    assert_ne!(said.code, 0);
    assert_eq!(team.other.file(PATH), PRIMO.replace("tier = 1", "tier = 3"));
    assert!(git(&team.other, &["status", "--porcelain"]).contains("UU accounts/primo.toml"));
}

#[test]
fn a_pull_keeps_the_comments_of_both() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    sync(&team.other, 0);
    edit(&team.one, PATH, "tier = 1\n", "tier = 1\n\n# ask Kim\n[[log]]\nid = \"aaaa\"   # by phone\ntext = \"A\"\n");
    sync(&team.one, 0);
    edit(&team.other, PATH, "tier = 1\n", "tier = 1\n\n# ours\n[[log]]\nid = \"bbbb\"\ntext = \"B\"\n");
    git(&team.other, &["commit", "--quiet", "--all", "-m", "by hand"]);
    git(&team.other, &["pull", "--quiet", "--no-rebase", "--no-edit"]);
    let file = team.other.file(PATH);
    for text in ["# ask Kim\n[[log]]\nid = \"aaaa\"   # by phone\n", "# ours\n[[log]]\nid = \"bbbb\"\n"] {
        assert!(file.contains(text), "{file}");
    }
}

#[test]
fn plain_git_stops_where_one_side_archived_and_the_other_edited_and_a_sync_keeps_both() {
    for rebases in ["--rebase", "--no-rebase"] {
        let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
        sync(&team.other, 0);
        assert_eq!(inroad(&team.one, &["archive", "primo"]).code, 0);
        sync(&team.one, 0);
        edit(&team.other, PATH, "target", "engaged");
        git(&team.other, &["commit", "--quiet", "--all", "-m", "by hand"]);
        let pulled = git_anyhow(&team.other, &["pull", rebases, "--no-edit"]);
        assert_ne!(pulled.code, 0, "{rebases}: git has put what was edited into the archive");
        git(&team.other, &[if rebases == "--rebase" { "rebase" } else { "merge" }, "--abort"]);
        sync(&team.other, 4);
        assert!(team.other.file(PATH).contains("engaged"));
    }
}

#[test]
fn plain_git_finds_the_program_by_its_name_and_the_doctor_sees_when_it_would_not() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let driver = |desk: &crate::desk::Desk| git(desk, &["config", "merge.inroad.driver"]);
    let here = std::path::Path::new(env!("CARGO_BIN_EXE_inroad"));
    assert!(driver(&team.one).contains(&here.display().to_string()), "{}", driver(&team.one));
    let path = format!("{}:{}", here.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut program = team.one.program();
    assert_eq!(crate::desk::Outcome::of(program.env("PATH", path).arg("sync")).code, 0);
    assert_eq!(driver(&team.one).trim(), "inroad merge-file %O %A %B %P");
    git(&team.one, &["config", "merge.inroad.driver", "/moved/inroad merge-file %O %A %B %P"]);
    let said = inroad(&team.one, &["doctor"]);
    assert!(said.code == 3 && said.out.contains("would not find the program that merges a plan"), "{}", said.out);
    sync(&team.one, 0);
    let said = inroad(&team.one, &["doctor"]);
    assert!(!said.out.contains("would not find"), "{}", said.out);
}
