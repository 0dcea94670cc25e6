//! A sync that is killed between writing what came and telling git of it: the next one goes on from there, and what came is
//! the others' as if nothing had happened.

use std::os::unix::fs::PermissionsExt as _;

use crate::desk::{Desk, Outcome};
use crate::team::{Team, conflicts, edit, git, inroad, sync};

const PRIMO: &str = "name = \"Primo\"\nstage = \"target\"\n";
const PATH: &str = "accounts/primo.toml";

/// A sync that is killed as soon as it runs git with that word. Says how it ended.
fn killed_at(desk: &Desk, word: &str) -> Outcome {
    let folder = desk.home().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    let paths = std::env::var_os("PATH").unwrap();
    let real = std::env::split_paths(&paths).map(|folder| folder.join("git")).find(|git| git.exists()).unwrap();
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in *\" {word} \"*) kill -9 $PPID; exit 1;; esac\nexec {} \"$@\"\n",
        real.display()
    );
    std::fs::write(folder.join("git"), script).unwrap();
    std::fs::set_permissions(folder.join("git"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&paths))).unwrap();
    Outcome::of(desk.program().env("PATH", path).arg("sync"))
}

#[test]
fn what_came_is_theirs_and_what_they_make_of_it_next_is_no_choice() {
    // Nothing new here; and something of one's own.
    for (is_ahead, word) in [(false, "read-tree"), (true, "write-tree"), (true, "commit-tree")] {
        let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
        sync(&team.other, 0);
        for id in ["acme", "beta"] {
            let text = format!("name = \"{id}\"\nwebsite = \"{id}.example\"\n");
            std::fs::write(team.one.path(&format!("accounts/{id}.toml")), text).unwrap();
        }
        edit(&team.one, PATH, "target", "engaged");
        sync(&team.one, 0);
        if is_ahead {
            assert_eq!(inroad(&team.other, &["add", "Globex"]).code, 0);
        }
        assert_eq!(killed_at(&team.other, word).code, -1, "it was killed");
        assert!(team.other.file(PATH).contains("engaged"), "{word}: after the files were written");
        // They go on meanwhile.
        edit(&team.one, PATH, "engaged", "in sequence");
        edit(&team.one, "accounts/acme.toml", "acme.example", "acme.test");
        sync(&team.one, 0);
        assert_eq!(inroad(&team.other, &["log", "beta", "Met them"]).code, 0);
        sync(&team.other, 0);
        sync(&team.one, 0);
        team.agree();
        assert_eq!(conflicts(&team.one) + &conflicts(&team.other), "", "{word}");
        assert!(team.other.file(PATH).contains("in sequence") && !team.other.path("accounts/acme-2.toml").exists());
        assert!(team.one.file("accounts/beta.toml").contains("Met them"));
        assert_eq!(git(&team.other, &["status", "--porcelain"]), "");
    }
}

#[test]
fn what_was_taken_back_meanwhile_is_told_the_others() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    sync(&team.other, 0);
    edit(&team.one, PATH, "target", "engaged");
    sync(&team.one, 0);
    assert_eq!(killed_at(&team.other, "read-tree").code, -1);
    assert_eq!(inroad(&team.other, &["undo"]).code, 0);
    team.sync([0, 0, 0]);
    assert!(team.one.file(PATH).contains("target"));
}

#[test]
fn before_the_files_are_written_nothing_has_come() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    sync(&team.other, 0);
    edit(&team.one, PATH, "target", "engaged");
    sync(&team.one, 0);
    assert_eq!(killed_at(&team.other, "merge-base").code, -1);
    assert!(team.other.file(PATH).contains("target"));
    assert!(sync(&team.other, 0).out.contains("came  Primo: stage engaged"));
    team.agree();
}
