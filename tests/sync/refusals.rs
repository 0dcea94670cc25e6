//! What sync refuses, and what never runs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::desk::Desk;
use crate::team::{Team, edit, git, has_git, inroad, member, sync};

const PRIMO: &str = "name = \"Primo\"\nstage = \"target\"\n";

/// A program that leaves a trace when it runs.
fn trap(home: &Path, name: &str) -> (PathBuf, PathBuf) {
    let (path, trace) = (home.join(name), home.join(format!("{name}-ran")));
    fs::write(&path, format!("#!/bin/sh\ntouch '{}'\ncat\n", trace.display())).unwrap();
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    (path, trace)
}

#[test]
fn a_repository_that_would_run_something_is_not_touched_until_it_is_trusted() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let (path, trace) = trap(team.home(), "monitor");
    let settings = [
        ("core.fsmonitor", path.display().to_string()),
        ("core.hooksPath", team.home().display().to_string()),
        ("core.sshCommand", path.display().to_string()),
        ("filter.x.clean", path.display().to_string()),
        ("diff.x.textconv", path.display().to_string()),
        ("merge.x.driver", path.display().to_string()),
        ("gpg.program", path.display().to_string()),
    ];
    for (key, value) in &settings {
        let config = team.one.path(".git/config");
        let before = fs::read_to_string(&config).unwrap();
        git(&team.one, &["config", "--file", &config.display().to_string(), key, value]);
        fs::write(team.one.path(".git/info/attributes"), "*.toml filter=x diff=x\n").unwrap();
        edit(&team.one, "accounts/primo.toml", "Primo", "Primo Inc");
        let said = sync(&team.one, 1);
        assert!(said.err.contains(&key.to_lowercase()) && said.err.contains("inroad trust"), "{key}: {}", said.err);
        // Looking at the plan runs nothing either.
        for (words, code) in [("list", 0), ("doctor", 3), ("today", 0)] {
            assert_eq!(inroad(&team.one, &[words]).code, code, "{words}");
        }
        assert!(!trace.exists(), "{key} was run");
        fs::write(config, before).unwrap();
        edit(&team.one, "accounts/primo.toml", "Primo Inc", "Primo");
    }
    // Trusted, it counts; and only as it was seen.
    git(&team.one, &["config", "filter.x.clean", &path.display().to_string()]);
    edit(&team.one, "accounts/primo.toml", "Primo", "Primo Inc");
    let said = inroad(&team.one, &["trust", &team.one.path("").display().to_string()]);
    assert!(said.out.contains("trusted  filter.x.clean="), "{}{}", said.out, said.err);
    sync(&team.one, 0);
    assert!(trace.exists(), "what is trusted runs");
    git(&team.one, &["config", "filter.x.clean", "something-else"]);
    let said = sync(&team.one, 1);
    assert!(said.err.contains("filter.x.clean=something-else"), "{}", said.err);
}

#[test]
fn what_leads_to_other_settings_is_not_trusted_at_all() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let other = team.home().join("more");
    fs::write(&other, "").unwrap();
    git(&team.one, &["config", "include.path", &other.display().to_string()]);
    assert!(sync(&team.one, 1).err.contains("take in another file"));
    let said = inroad(&team.one, &["trust", &team.one.path("").display().to_string()]);
    assert!(said.code == 1 && said.err.contains("may say something else tomorrow"), "{}", said.err);
}

#[test]
fn a_hook_never_runs() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let (path, trace) = trap(team.home(), "hook");
    let hooks = team.one.path(".git/hooks");
    fs::create_dir_all(&hooks).unwrap();
    for name in ["pre-commit", "post-commit", "post-index-change", "reference-transaction", "pre-push", "commit-msg"] {
        fs::copy(&path, hooks.join(name)).unwrap();
    }
    edit(&team.one, "accounts/primo.toml", "Primo", "Primo Inc");
    edit(&team.other, "accounts/primo.toml", "target", "engaged");
    for desk in [&team.one, &team.other, &team.one] {
        sync(desk, 0);
    }
    assert!(!trace.exists());
    fs::remove_dir_all(&hooks).unwrap();
    team.agree();
}

#[test]
fn a_clone_of_a_repository_on_this_machine_asks_once() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    // Its hooks would run here.
    let config = fs::read_to_string(team.other.path(".git/config")).unwrap();
    let third = member("cy", Desk::empty());
    git(&third, &["init", "--quiet", "-b", "main"]);
    fs::write(third.path(".git/config"), config).unwrap();
    let said = sync(&third, 1);
    assert!(said.err.contains("remote.origin.url=/"), "{}", said.err);
    assert_eq!(inroad(&third, &["trust", &third.path("").display().to_string()]).code, 0);
    sync(&third, 0);
    assert!(third.path("accounts/primo.toml").exists());
}

#[test]
fn a_folder_in_the_place_of_a_file_is_not_sent_as_its_end() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    fs::remove_file(team.one.path("accounts/primo.toml")).unwrap();
    fs::create_dir(team.one.path("accounts/primo.toml")).unwrap();
    let said = sync(&team.one, 1);
    assert!(said.err.contains("accounts/primo.toml is a folder, and was a file"), "{}", said.err);
    sync(&team.other, 0);
    assert!(team.other.path("accounts/primo.toml").is_file());
}

#[test]
fn a_link_in_the_repository_is_not_taken() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    std::os::unix::fs::symlink("/etc", team.one.path("accounts/archive")).unwrap();
    git(&team.one, &["add", "--all"]);
    git(&team.one, &["commit", "--quiet", "-m", "a link"]);
    git(&team.one, &["push", "--quiet"]);
    let said = sync(&team.other, 1);
    assert!(said.err.contains("accounts/archive is a symbolic link"), "{}", said.err);
    assert!(!team.other.path("accounts/archive").exists());
}

#[test]
fn a_plan_within_a_bigger_repository_is_left_to_git() {
    if !has_git() {
        return;
    }
    let desk = member("ann", Desk::with(&[("primo", PRIMO)]));
    let made = std::process::Command::new("git").args(["init", "--quiet"]).arg(desk.home()).status().unwrap();
    assert!(made.success());
    for words in [&["sync"][..], &["sync", "--remote", "/x.git"]] {
        let said = inroad(&desk, words);
        assert!(said.code == 1 && said.err.contains("a part of the git repository in"), "{}", said.err);
    }
}

#[test]
fn what_is_under_way_is_finished_first() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let rebase = team.one.path(".git/rebase-merge");
    fs::create_dir(&rebase).unwrap();
    let said = sync(&team.one, 1).err;
    assert!(said.contains("a rebase is under way") && said.contains("`git rebase --abort`"), "{said}");
    fs::remove_dir(&rebase).unwrap();
    git(&team.one, &["switch", "--quiet", "--detach"]);
    assert!(sync(&team.one, 1).err.contains("git switch"));
    git(&team.one, &["switch", "--quiet", "main"]);
    sync(&team.one, 0);
}

#[test]
fn without_git_or_without_an_address_it_says_what_is_needed() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.refuses(&["sync"], 1, "there is no git here");
    if !has_git() {
        return;
    }
    let said = inroad(&desk, &["sync"]);
    assert!(said.code == 1 && said.err.contains("inroad sync --remote URL"), "{}", said.err);
    assert!(!desk.path(".git").exists());
    let said = inroad(&desk, &["sync", "--remote=--upload-pack=x"]);
    assert!(said.code == 1 && said.err.contains("no address"), "{}", said.err);
    git(&desk, &["init", "--quiet"]);
    let said = inroad(&desk, &["sync"]);
    assert!(said.code == 1 && said.err.contains("goes nowhere yet"), "{}", said.err);
}

#[test]
fn who_has_no_name_is_asked_for_it_before_anything_is_written() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let nobody = "[user]\n\tuseConfigOnly = true\n";
    let third = Desk::with(&[("globex", PRIMO)]);
    fs::write(third.home().join(".gitconfig"), nobody).unwrap();
    let before = third.tree();
    let said = inroad(&third, &["sync", "--remote", &team.shared()]);
    assert!(said.code == 1 && said.err.contains("git config --global user.name"), "{}", said.err);
    assert_eq!(third.tree(), before);
    // Nor in a repository that is there.
    fs::write(team.one.home().join(".gitconfig"), nobody).unwrap();
    edit(&team.one, "accounts/primo.toml", "target", "engaged");
    let before = git(&team.one, &["rev-parse", "HEAD"]);
    assert!(sync(&team.one, 1).err.contains("git config --global user.name"));
    assert_eq!(git(&team.one, &["rev-parse", "HEAD"]), before);
    // Who only gets what others do needs none.
    edit(&team.one, "accounts/primo.toml", "engaged", "target");
    edit(&team.other, "accounts/primo.toml", "target", "researching");
    sync(&team.other, 0);
    assert_eq!(sync(&team.one, 0).out, "came  Primo: stage researching\n");
}

#[test]
fn what_git_says_is_told_with_what_to_do() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let lock = team.one.path(".git/index.lock");
    fs::write(&lock, "").unwrap();
    edit(&team.one, "accounts/primo.toml", "target", "engaged");
    let said = sync(&team.one, 1);
    assert!(
        said.err.contains("delete the lock file that it names") && said.err.contains("/.git/index.lock"),
        "{}",
        said.err
    );
    fs::remove_file(&lock).unwrap();
    sync(&team.one, 0);
    fs::rename(team.shared_path(), team.home().join("away")).unwrap();
    let said = sync(&team.one, 1);
    assert!(said.err.contains("can't be reached: there is no repository at that address"), "{}", said.err);
}

#[test]
fn a_shallow_clone_that_lacks_the_beginning_is_told_how_to_get_it() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, "accounts/primo.toml", "target", "engaged");
    sync(&team.one, 0);
    let third = member("cy", Desk::bare());
    let (from, to) = (format!("file://{}", team.shared()), third.path("").display().to_string());
    git(&team.one, &["clone", "--quiet", "--depth", "1", &from, &to]);
    // Somebody has taken back what the clone begins with.
    git(&team.one, &["reset", "--quiet", "--hard", "HEAD~1"]);
    edit(&team.one, "accounts/primo.toml", "target", "lost");
    git(&team.one, &["commit", "--quiet", "--all", "-m", "otherwise"]);
    git(&team.one, &["push", "--quiet", "--force"]);
    edit(&third, "accounts/primo.toml", "\"Primo\"", "\"Primo Inc\"");
    let said = inroad(&third, &["sync", "--remote", &from]);
    assert!(said.code == 1 && said.err.contains("git fetch --unshallow"), "{}{}", said.out, said.err);
}

#[test]
fn many_files_gone_at_once_are_not_sent() {
    let accounts = ["a", "b", "c", "d"].map(|name| (name, PRIMO));
    let Some(team) = Team::with(&accounts) else { return };
    for name in ["b", "c"] {
        fs::remove_file(team.one.path(&format!("accounts/{name}.toml"))).unwrap();
    }
    let said = sync(&team.one, 1);
    assert!(said.err.contains("2 of 4 account files are gone at once"), "{}", said.err);
    // What is staged nobody has said to mean yet.
    git(&team.one, &["add", "--all"]);
    assert!(sync(&team.one, 1).err.contains("2 of 4 account files are gone at once"));
    git(&team.one, &["restore", "--staged", "--worktree", "accounts"]);
    sync(&team.one, 0);
    git(&team.one, &["rm", "--quiet", "accounts/b.toml", "accounts/c.toml"]);
    sync(&team.one, 1);
    git(&team.one, &["commit", "--quiet", "-a", "-m", "meant"]);
    team.sync([0, 0, 0]);
    assert!(!team.other.path("accounts/b.toml").exists());
}

#[test]
fn what_is_empty_or_no_plan_any_more_is_not_sent() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    team.sync([0, 0, 0]);
    for name in ["accounts/primo.toml", "plan.toml"] {
        let text = team.one.file(name);
        fs::write(team.one.path(name), "").unwrap();
        let said = sync(&team.one, 1);
        assert!(said.err.contains(&format!("{name}:1:1: it is empty")), "{}", said.err);
        fs::write(team.one.path(name), text).unwrap();
        sync(&team.one, 0);
    }
    fs::remove_file(team.one.path("plan.toml")).unwrap();
    assert_eq!(inroad(&team.one, &["sync"]).code, 1);
    git(&team.one, &["checkout", "--quiet", "HEAD", "--", "plan.toml"]);
    team.sync([0, 0, 0]);
}

#[test]
fn what_an_undo_takes_away_is_sent_however_much_it_is() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    team.sync([0, 0, 0]);
    let list = team.one.home().join("list.csv");
    fs::write(&list, "First Name,Last Name,Company\nAnn,Lee,Acme\nBob,Ray,Globex\nCy,Fox,Initech\n").unwrap();
    let file = list.display().to_string();
    assert_eq!(inroad(&team.one, &["import", &file, "--accounts", "all"]).code, 0);
    team.sync([0, 0, 0]);
    assert!(team.other.path("accounts/globex.toml").exists());
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    team.sync([0, 0, 0]);
    assert!(!team.other.path("accounts/globex.toml").exists());
    // And so on the other side, of what came.
    assert_eq!(inroad(&team.one, &["redo"]).code, 0);
    team.sync([0, 0, 0]);
    assert_eq!(inroad(&team.other, &["undo"]).code, 0);
    sync(&team.other, 0);
    sync(&team.one, 0);
    assert!(!team.one.path("accounts/globex.toml").exists());
}

#[test]
fn what_this_machine_keeps_is_never_in_the_repository() {
    if !has_git() {
        return;
    }
    let desk = member("ann", Desk::with(&[("primo", PRIMO)]));
    let mut program = desk.program();
    program.env("PATH", std::env::var_os("PATH").unwrap()).env("XDG_STATE_HOME", desk.path("state"));
    let said = crate::desk::Outcome::of(program.args(["sync", "--remote", "/nowhere.git"]));
    assert!(said.code == 1 && said.err.contains("lies in the plan"), "{}", said.err);
}

#[test]
fn a_plan_toml_that_others_deleted_stays_and_goes_back_to_them() {
    let Some(team) = Team::with(&[]) else { return };
    let known = team.other.file("plan.toml");
    for is_ahead in [false, true] {
        git(&team.one, &["rm", "--quiet", "plan.toml"]);
        git(&team.one, &["commit", "--quiet", "-m", "by hand"]);
        git(&team.one, &["push", "--quiet"]);
        if is_ahead {
            assert_eq!(inroad(&team.other, &["add", "Acme"]).code, 0);
        }
        let said = sync(&team.other, 0).err;
        assert!(said.contains("plan.toml was deleted elsewhere; it stays here"), "{said}");
        assert_eq!(team.other.file("plan.toml"), known);
        sync(&team.other, 0);
        git(&team.one, &["pull", "--quiet", "--no-rebase", "--no-edit"]);
        team.agree();
    }
}

#[test]
fn contacts_that_are_gone_are_not_taken_from_everybody() {
    let Some(team) = Team::with(&[]) else { return };
    let list = team.one.home().join("list.csv");
    fs::write(&list, "Name,Company\nAnn Lee,Acme\n").unwrap();
    assert_eq!(inroad(&team.one, &["import", &list.display().to_string()]).code, 0);
    sync(&team.one, 0);
    fs::remove_file(team.one.path("contacts.toml")).unwrap();
    let said = sync(&team.one, 1).err;
    assert!(said.contains("contacts.toml is gone; nothing was sent") && said.contains("git restore"), "{said}");
    git(&team.one, &["restore", "--staged", "--worktree", "contacts.toml"]);
    sync(&team.one, 0);
    // Nor where somebody has come since.
    fs::write(&list, "Name,Company\nBo Day,Beta\nCy Fox,Beta\n").unwrap();
    assert_eq!(inroad(&team.one, &["import", &list.display().to_string()]).code, 0);
    sync(&team.one, 0);
    let all = team.one.file("contacts.toml");
    fs::write(team.one.path("contacts.toml"), "# mine\n").unwrap();
    fs::write(&list, "Name,Company\nDi Roe,Gamma\n").unwrap();
    assert_eq!(inroad(&team.one, &["import", &list.display().to_string()]).code, 0);
    let said = sync(&team.one, 1).err;
    assert!(said.contains("3 of 3 contacts are gone at once; nothing was sent"), "{said}");
    fs::write(team.one.path("contacts.toml"), all).unwrap();
    // What steps take away is meant.
    assert_eq!(inroad(&team.one, &["add", "Beta", "--with-contacts"]).code, 0);
    team.sync([0, 0, 0]);
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    team.sync([0, 0, 0]);
    assert!(team.other.file("contacts.toml").contains("Cy Fox"));
}
