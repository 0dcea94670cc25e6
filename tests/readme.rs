//! The README's tables are what the code says. `INROAD_README=write cargo test --test readme` writes them anew.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fmt::Write as _;
use std::path::Path;

use clap::CommandFactory as _;
use inroad::app::command::{self, Scope};
use inroad::app::keymap::{Bindings, Keymap};
use inroad::domain::goals;
use inroad::store::playbooks;

fn section(name: &str, want: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let from = readme.find(&open).unwrap() + open.len();
    let to = readme.find(&close).unwrap();
    if std::env::var_os("INROAD_README").is_some() {
        std::fs::write(&path, format!("{}{want}{}", &readme[..from], &readme[to..])).unwrap();
        return;
    }
    assert_eq!(&readme[from..to], want, "INROAD_README=write cargo test --test readme writes it anew");
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn keys() -> String {
    let (map, _) = Keymap::new(&Bindings::new());
    let mut table = String::from("\n| where | keys | what | id |\n| --- | --- | --- | --- |\n");
    for scope in Scope::ALL {
        for command in command::all().filter(|command| command.scope == scope) {
            let keys: Vec<String> = map.keys(command.id).iter().map(|key| format!("`{}`", cell(key))).collect();
            let keys = if keys.is_empty() { format!("`:` {}", command.label) } else { keys.join(" ") };
            writeln!(table, "| {} | {keys} | {} | `{}` |", scope.title(), cell(command.help), command.id).unwrap();
        }
    }
    table + "\n"
}

fn commands() -> String {
    let mut table = String::from("\n| command | what it does |\n| --- | --- |\n");
    let mut program = inroad::cli::Args::command();
    program.build();
    let shown = program.get_subcommands_mut().filter(|sub| !sub.is_hide_set());
    shown.for_each(|sub| rows(sub, &mut table));
    table + "\n"
}

/// One that has subcommands of its own does nothing itself.
fn rows(command: &mut clap::Command, table: &mut String) {
    if command.has_subcommands() {
        return command.get_subcommands_mut().for_each(|sub| rows(sub, table));
    }
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = command.render_usage().to_string().replace("Usage: ", "").replace("[OPTIONS] ", "");
    writeln!(table, "| `{}` | {about}. |", cell(usage.trim().trim_end_matches(" [OPTIONS]"))).unwrap();
}

fn built_in() -> String {
    let line = |playbook: inroad::domain::playbook::Playbook| {
        let days = playbook.touches.last().map_or(0, |touch| touch.day);
        let (id, count, when) = (&playbook.id, playbook.touches.len(), &playbook.use_when);
        format!("| **{}**, {count} touches over {days} working days (`{id}`) | {when} |\n", playbook.name)
    };
    playbooks::built_in().map(line).collect()
}

fn rules() -> String {
    let line = |rule: &inroad::domain::readiness::Rule| {
        let asked = rule.sentence.replace("{}", "…");
        format!("| `{}` | {} | {} | {} |\n", rule.id, rule.weight, cell(&asked), cell(rule.source))
    };
    inroad::domain::readiness::RULES.iter().map(line).collect()
}

fn assumed() -> String {
    let line = |each: &goals::Assumption| {
        let (link, reason) = (each.link.label(), each.reason);
        format!("| {link} | {} in {} | {reason} |\n", each.hits, each.of)
    };
    goals::DEFAULTS.iter().map(line).collect()
}

// One test: they write the same file.
#[test]
fn the_readme_says_what_the_program_does() {
    section("playbooks", &built_in());
    section("assumed", &assumed());
    section("keys", &keys());
    section("rules", &rules());
    section("commands", &commands());
}

#[test]
fn what_it_says_of_readiness_is_what_the_demo_plan_shows() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let from = readme.find("## Ready?").unwrap();
    let block = readme[from..].split("```").nth(1).unwrap();
    let mut story = common::Story::demo().size(110, 60).keys("<Enter>");
    let screen = story.screen();
    for part in block.lines().flat_map(|line| line.trim().split("   ")).map(str::trim).filter(|part| !part.is_empty()) {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
}

#[test]
fn its_settings_are_settings() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let from = readme.find("```toml\nme = ").unwrap() + "```toml\n".len();
    let text = &readme[from..from + readme[from..].find("```").unwrap()];
    let (config, found) = inroad::store::config::parse(text);
    assert_eq!(found, []);
    let (_, mistakes) = Keymap::new(&config.keys);
    assert_eq!(mistakes, []);
}

#[test]
fn its_links_and_mail_commands_are_what_config_toml_takes() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let blocks: Vec<&str> = readme.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let links = blocks.iter().find(|block| block.starts_with("[[links]]")).unwrap();
    let (config, found) = inroad::store::config::parse(links);
    assert_eq!((config.links.len(), found), (1, Vec::new()));
    let commands: Vec<&str> = readme.lines().filter(|line| line.starts_with("compose = ")).collect();
    assert!(commands.len() >= 3);
    for line in commands {
        assert_eq!(inroad::store::config::parse(line).1, [], "{line}");
    }
}
