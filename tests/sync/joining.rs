//! How somebody comes to a shared plan: whatever the repository's HEAD says, with a slip in the address, with a plan of
//! their own.

use std::fs;
use std::process::Command;

use crate::desk::Desk;
use crate::team::{Team, git, has_git, inroad, member, sync};

const PRIMO: &str = "name = \"Primo\"\nstage = \"target\"\n";
const PATH: &str = "accounts/primo.toml";

fn bare(home: &tempfile::TempDir, head: &str) -> String {
    let shared = home.path().join("team.git");
    let made = Command::new("git").args(["init", "--quiet", "--bare", "-b", head]).arg(&shared).status().unwrap();
    assert!(made.success());
    shared.display().to_string()
}

/// Somebody who has cloned it and trusts it.
fn cloned(shared: &str) -> Desk {
    let desk = member("bob", Desk::bare());
    let mut clone = Command::new("git");
    clone.args(["clone", "--quiet", shared]).arg(desk.path("")).env("HOME", desk.home());
    assert!(clone.status().unwrap().success());
    assert_eq!(inroad(&desk, &["trust", &desk.path("").display().to_string()]).code, 0);
    desk
}

#[test]
fn an_empty_repository_gets_the_branch_that_its_head_names() {
    if !has_git() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let shared = bare(&home, "master");
    let one = member("ann", Desk::with(&[("primo", PRIMO)]));
    let said = inroad(&one, &["sync", "--remote", &shared]);
    assert_eq!(said.code, 0, "{}", said.err);
    let other = cloned(&shared);
    assert_eq!(other.file(PATH), PRIMO);
    assert_eq!(inroad(&other, &["log", "primo", "Met"]).code, 0);
    sync(&other, 0);
    sync(&one, 0);
    assert!(one.file(PATH).contains("Met"));
}

#[test]
fn a_clone_without_files_is_told_the_way_to_them() {
    if !has_git() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let shared = bare(&home, "main");
    let one = member("ann", Desk::with(&[("primo", PRIMO)]));
    assert_eq!(inroad(&one, &["sync", "--remote", &shared]).code, 0);
    git(&one, &["--git-dir", &shared, "symbolic-ref", "HEAD", "refs/heads/master"]);
    let other = cloned(&shared);
    assert!(!other.path(PATH).exists());
    let way = format!("`git -C {} switch main`", other.path("").display());
    for words in [&["sync"][..], &["init"]] {
        let said = inroad(&other, words);
        assert!(said.code == 1 && said.err.contains(&way), "{words:?}: {}", said.err);
    }
    git(&other, &["switch", "--quiet", "main"]);
    sync(&other, 0);
    assert_eq!(other.file(PATH), PRIMO);
    // Who names the address finds the only branch there is.
    let third = member("cy", Desk::empty());
    let said = inroad(&third, &["sync", "--remote", &shared]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(third.file(PATH), PRIMO);
}

#[test]
fn a_plan_may_begin_in_a_clone_of_nothing() {
    if !has_git() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let shared = bare(&home, "master");
    let one = cloned(&shared);
    assert_eq!(inroad(&one, &["init"]).code, 0);
    assert_eq!(inroad(&one, &["add", "Primo"]).code, 0);
    sync(&one, 0);
    assert!(cloned(&shared).path(PATH).exists());
}

#[test]
fn an_address_that_does_not_answer_is_not_kept() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let nowhere = team.home().join("taem.git").display().to_string();
    let said = inroad(&team.one, &["sync", "--remote", &nowhere]);
    assert_eq!(said.code, 1, "{}", said.out);
    let want = format!("The address {nowhere} was not kept: it was {} and stays so", team.shared());
    assert!(said.err.contains(&want) && said.err.contains("can't be reached"), "{}", said.err);
    assert_eq!(sync(&team.one, 0).out, "nothing new on either side\n");
    // Nor the first one.
    let third = member("cy", Desk::with(&[("globex", PRIMO)]));
    let said = inroad(&third, &["sync", "--remote", &nowhere]);
    assert!(said.code == 1 && said.err.contains("was not kept"), "{}", said.err);
    assert!(sync(&third, 1).err.contains("goes nowhere yet"));
}

#[test]
fn an_address_that_was_not_kept_leaves_no_remote() {
    if !has_git() {
        return;
    }
    let desk = member("ann", Desk::with(&[]));
    git(&desk, &["init", "--quiet"]);
    let said = inroad(&desk, &["sync", "--remote", "/nowhere/team.git"]);
    assert!(said.code == 1 && said.err.contains("was not kept"), "{}", said.err);
    assert_eq!(git(&desk, &["remote"]), "");
}

#[test]
fn what_is_trusted_and_cant_be_read_is_asked_for_again() {
    let Some(team) = Team::with(&[]) else { return };
    let trusted = team.one.home().join("state/inroad/trusted.json");
    assert!(trusted.exists());
    fs::write(&trusted, "garbage").unwrap();
    let said = inroad(&team.one, &["sync"]);
    assert!(said.code == 1 && said.err.contains("`inroad trust"), "{}", said.err);
    assert_eq!(inroad(&team.one, &["trust", &team.one.path("").display().to_string()]).code, 0);
    sync(&team.one, 0);
}

#[test]
fn two_plans_that_were_never_one_are_put_together_only_on_purpose() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let third = member("cy", Desk::with(&[("globex", "name = \"Globex\"\n")]));
    let before = third.tree();
    let said = inroad(&third, &["sync", "--remote", &team.shared()]);
    assert_eq!(said.code, 1, "{}", said.out);
    let way = format!("`inroad sync --remote {} --join`", team.shared());
    assert!(said.err.contains("have no history in common") && said.err.contains(&way), "{}", said.err);
    assert!(said.err.contains("was not kept"), "{}", said.err);
    let mut after = third.tree();
    after.retain(|(path, _)| {
        !path.starts_with(".git") && !path.starts_with(".gitignore") && !path.starts_with(".gitattributes")
    });
    assert_eq!(after, before);
    assert_eq!(sync(&team.one, 0).out, "nothing new on either side\n");
    let said = inroad(&third, &["sync", "--remote", &team.shared(), "--join"]);
    assert_eq!(said.code, 0, "{}", said.err);
    sync(&team.one, 0);
    assert!(team.one.path("accounts/globex.toml").exists() && third.path(PATH).exists());
    sync(&third, 0);
}

#[test]
fn who_was_there_is_told_what_somebody_replaced_who_joined_with_a_plan_of_their_own() {
    let Some(team) = Team::with(&[("primo", "format = 1\nname = \"Primo\"\nstage = \"engaged\"\nwhy = \"Ours\"\n")])
    else {
        return;
    };
    let third =
        member("cy", Desk::with(&[("primo", "format = 1\nname = \"Primo\"\nstage = \"target\"\nwhy = \"Theirs\"\n")]));
    let joined = inroad(&third, &["sync", "--remote", &team.shared(), "--join"]);
    assert_eq!(joined.code, 4, "{}", joined.err);
    let said = sync(&team.one, 4);
    let told = "Primo: why: both sides changed it; “Theirs” stands now, “Ours” is kept.";
    assert!(said.err.contains(told), "{}", said.err);
    // That it is a target is what any account says to begin with; that it is more than that somebody has decided.
    assert!(team.one.file(PATH).contains("\"engaged\""), "{}", team.one.file(PATH));
    assert!(inroad(&team.one, &["conflicts"]).out.contains("\tPrimo\twhy\tTheirs\tOurs\t"));
}

#[test]
fn a_repository_of_something_else_gets_no_plan_whatever_is_asked() {
    if !has_git() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let shared = bare(&home, "main");
    let code = cloned(&shared);
    fs::write(code.path("README.md"), "# Code\n").unwrap();
    git(&code, &["add", "README.md"]);
    git(&code, &["commit", "--quiet", "-m", "a host's first file"]);
    fs::write(code.path("Makefile"), "all:\n").unwrap();
    fs::create_dir(code.path("src")).unwrap();
    fs::write(code.path("src/main.c"), "int main;\n").unwrap();
    git(&code, &["add", "Makefile", "src"]);
    git(&code, &["commit", "--quiet", "-m", "code"]);
    git(&code, &["push", "--quiet", "origin", "HEAD:main"]);
    let heads = git(&code, &["ls-remote", "origin"]);
    let desk = member("cy", Desk::with(&[("primo", PRIMO)]));
    for words in [&["sync", "--remote", &shared][..], &["sync", "--remote", &shared, "--join"]] {
        let said = inroad(&desk, words);
        assert_eq!(said.code, 1, "{}", said.out);
        assert!(said.err.contains("something else than a plan (Makefile and 1 more"), "{}", said.err);
        assert!(said.err.contains("an empty one") && said.err.contains("was not kept"), "{}", said.err);
    }
    assert!(!desk.path("Makefile").exists() && !desk.path("README.md").exists());
    // Nor from a plan that was put into it.
    fs::create_dir(code.path("accounts")).unwrap();
    fs::write(code.path("accounts/primo.toml"), PRIMO).unwrap();
    fs::write(code.path("plan.toml"), "format = 1\n").unwrap();
    assert!(sync(&code, 1).err.contains("something else than a plan"));
    assert_eq!(git(&code, &["ls-remote", "origin"]), heads);
    // One that was just made, with a host's first file, is as good as empty.
    git(&code, &["push", "--quiet", "--force", "origin", &format!("{}:main", first(&code))]);
    let said = inroad(&desk, &["sync", "--remote", &shared]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(desk.path("README.md").exists());
    sync(&desk, 0);
}

/// The commit that all began with.
fn first(desk: &Desk) -> String {
    git(desk, &["rev-list", "--max-parents=0", "HEAD"]).trim().to_owned()
}
