//! The Markdown as it is read, and the commands that write both.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use inroad::exchange::report::markdown;

use super::plans::{demo_plan, odd_plan, one, whole};

#[test]
fn an_account_reads_well_as_markdown() {
    insta::assert_snapshot!("primo", markdown(&one(&demo_plan(), "primo")));
}

#[test]
fn a_plan_as_markdown_begins_with_all_accounts_and_says_what_is_missing() {
    let plan = demo_plan();
    let written = markdown(&whole(&plan));
    let headings: Vec<&str> = written.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings[..3], ["## Accounts at a glance", "## Goals", "## What the touches have brought"]);
    assert_eq!(headings.len(), 3 + plan.accounts.len());
    assert!(markdown(&one(&odd_plan(), "empty")).contains("Where to go in is not decided."));
}

/// A home with the demo plan, whose owner has a why of their own.
fn home() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let plan = home.path().join("plan");
    let config = home.path().join("config.toml");
    std::fs::write(&config, "why = \"To be rid of Monday mornings.\"\nme = \"sam\"\n").unwrap();
    let run = inroad(home.path()).args(["demo", "--no-open"]).arg(&plan).output().unwrap();
    assert!(run.status.success());
    (home, plan)
}

fn inroad(home: &Path) -> Command {
    let mut program = Command::cargo_bin("inroad").unwrap();
    program.env_clear().env("HOME", home).env("XDG_STATE_HOME", home.join("state")).env("INROAD_TODAY", "2026-11-23");
    program.arg("--config").arg(home.join("config.toml")).arg("--plan").arg(home.join("plan"));
    program
}

fn export(home: &Path, words: &[&str]) -> (i32, String, String) {
    let run = inroad(home).arg("export").args(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (run.status.code().unwrap(), text(&run.stdout), text(&run.stderr))
}

#[test]
fn the_plans_why_is_told_and_the_private_one_never() {
    let (home, _) = home();
    for format in ["html", "md"] {
        let (code, out, err) = export(home.path(), &[format]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains("Rosa") && !out.contains("Monday mornings"), "{format}");
        assert!(!out.contains("dana@primo.example") && !out.contains("555 0100"), "{format}");
    }
}

#[test]
fn a_whole_name_means_that_account_and_a_filter_those_that_pass() {
    let (home, _) = home();
    let title = |words: &[&str]| export(home.path(), words).1.lines().next().unwrap_or_default().to_owned();
    assert_eq!(title(&["md", "primo"]), "# Primo");
    assert_eq!(title(&["md", "corvane-freight"]), "# Corvane Freight");
    assert_eq!(title(&["md", "Halyard Credit Union"]), "# Halyard Credit Union");
    assert_eq!(title(&["md", "tier:1"]), "# 4 accounts");
    assert_eq!(title(&["md"]), "# Account plan");
    let (code, _, err) = export(home.path(), &["md", "nobody"]);
    assert_eq!((code, err.as_str()), (1, "inroad: no account has “nobody”; nothing was written\n"));
}

#[test]
fn a_page_is_written_into_a_file_and_the_same_plan_gives_the_same_page() {
    let (home, _) = home();
    let file = home.path().join("primo.html");
    let (code, out, _) = export(home.path(), &["html", "primo", "--out", file.to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (0, ""));
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("<!doctype html>\n<html lang=\"en\">") && written.ends_with("</html>\n"));
    assert_eq!(written, export(home.path(), &["html", "primo"]).1);
}
