//! `inroad doctor`: what is wrong with files, and what everything rests on: paths, permissions, the clock, the terminal,
//! git. It changes nothing. What somebody should do something about is a finding; the rest is for information.

mod files;
mod terminal;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _, Utc};
use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, out};
use crate::domain::problem::Problem;
use crate::domain::{astray, synced};
use crate::exchange::export::json as as_json;
use crate::exchange::git::{self, Standing};
use crate::store::state::State;
use crate::store::{self, damage, places};
use files::Found;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad doctor
  inroad doctor --json | jq '.findings'

Exit 3 if something was found. It looks, and changes nothing.")]
pub(super) struct Args {}

/// What is known, in the order in which it is told.
#[derive(Default)]
struct Report {
    lines: Vec<(&'static str, String)>,
    /// What somebody should do something about, a sentence each.
    findings: Vec<String>,
}

impl Report {
    fn line(&mut self, what: &'static str, told: impl Into<String>) {
        self.lines.push((what, told.into()));
    }

    fn find(&mut self, told: impl Into<String>) {
        self.findings.push(told.into());
    }
}

pub(super) fn run(desk: &Desk, _: &Args) -> Result<(), Failure> {
    let mut report = Report::default();
    let version = env!("CARGO_PKG_VERSION");
    let mut json = json!({ "format": 1, "version": version });
    let root = desk.folder_path()?;
    match desk.look() {
        Ok(mut open) => {
            report.line("version", format!("{version}, plan format {}", open.plan.settings.format.0));
            merge(&mut json, paths(&mut open, &mut report));
            merge(&mut json, in_files(desk, &mut open, &mut report));
            json["clock"] = clock(&open, &mut report);
            json["holidays"] = holidays(&open, &mut report);
        }
        // Whoever has no plan yet, or not there, wants to know the rest all the more.
        Err(why) => {
            report.line("version", version);
            merge(&mut json, no_plan(&root, &mut report));
            report.find(why.message);
        }
    }
    let terminal = terminal::look(&desk.personal.look);
    report.lines.extend(terminal.lines);
    json["terminal"] = terminal.json;
    json["git"] = git(&root, &mut report);
    json["findings"] = json!(report.findings);
    let count = report.findings.len();
    report.line("findings", if count == 0 { "none".to_owned() } else { count.to_string() });
    if desk.json {
        out::json(&json)?;
    } else {
        for (what, told) in &report.lines {
            out::line(&format!("{what:<9} {told}"))?;
        }
        report.findings.iter().try_for_each(|found| out::line(found))?;
    }
    match count {
        0 => Ok(()),
        1 => Err(Failure { code: 3, ..Failure::failed("1 thing was found") }),
        _ => Err(Failure { code: 3, ..Failure::failed(format!("{count} things were found")) }),
    }
}

/// The keys of one beside those of the other.
fn merge(json: &mut Json, more: Json) {
    if let (Some(json), Json::Object(more)) = (json.as_object_mut(), more) {
        json.extend(more);
    }
}

fn told(path: Option<&PathBuf>) -> String {
    path.map_or_else(|| "nowhere".to_owned(), |path| path.display().to_string())
}

/// Where things would be kept, where there is no plan.
fn no_plan(root: &Path, report: &mut Report) -> Json {
    let config = places::config_folder().map(|folder| folder.join("config.toml"));
    let (plan, config, state) = (places::told(root), told(config.as_ref()), told(places::state_folder().as_ref()));
    let is_there = if root.is_dir() { "holds none" } else { "there is no such folder" };
    report.line("plan", format!("{plan} ({is_there})"));
    report.line("config", config.clone());
    report.line("state", state.clone());
    json!({ "plan": plan, "config": config, "state": state })
}

/// Where things are kept, how much there is, and who may read it.
fn paths(open: &mut Open, report: &mut Report) -> Json {
    let plan = open.folder.root().to_owned();
    let config = places::config_folder().map(|folder| folder.join("config.toml"));
    let state = places::state_folder();
    // Whether it is there yet or not.
    let own = state.as_ref().map(|state| State::of(state, &plan).path(""));
    let in_plan = files::look(&plan);
    let in_state = own.as_deref().map(files::look).unwrap_or_default();
    report.line("plan", plan.display().to_string());
    report.line("config", told(config.as_ref()));
    report.line("state", format!("{} ({} of this plan)", told(state.as_ref()), files::told(&in_state)));
    if state.is_none() {
        report.find(
            "there is no state folder: nothing is remembered for undo in another run; set HOME or XDG_STATE_HOME",
        );
    }
    // Looking makes none, so that of a place where there is none yet it is the folder above that has to be there.
    let in_the_way = |path: &PathBuf| match path.ancestors().find(|each| each.exists()) {
        Some(there) => files::closed_for(there),
        None => Some(String::new()),
    };
    for (folder, why) in files::closed(&plan) {
        report
            .find(format!("nothing can be written into {}{why}: what you change there is not saved", folder.display()));
    }
    // That of this plan may be closed though those of others are made beside it.
    let closed = state.iter().chain(&own).find_map(|path| Some((path, in_the_way(path)?)));
    if let Some((state, why)) = &closed {
        report.find(format!("nothing can be written into {}{why}: there is no undo in another run", state.display()));
    }
    // Where nobody can get in, nothing is known of what lies there.
    let is_open = |state: &&State| std::fs::read_dir(state.path("")).is_ok();
    if let Some(state) = open.folder.state().filter(is_open) {
        for why in damage::told(state) {
            report.find(why);
        }
    }
    if !in_plan.writable.is_empty() {
        report.find(format!("others on this machine may write {}: chmod -R o-w", files::some(&in_plan.writable)));
    }
    let beside: Vec<PathBuf> = [&in_state.writable[..], &in_state.readable].concat();
    if !beside.is_empty() {
        report.find(format!("others on this machine may read {}: chmod -R go-rwx", files::some(&beside)));
    }
    report.line(
        "readable",
        match in_plan.readable.len() {
            0 => "by you alone".to_owned(),
            _ => format!(
                "by others on this machine too: {}; `chmod -R go-rwx {}` keeps it to you",
                files::some(&in_plan.readable),
                shell_words::quote(&places::told(&plan))
            ),
        },
    );
    tell_left(&in_plan, report);
    for path in &in_plan.outside {
        let path = path.display();
        report
            .find(format!("{path}: a link that leads out of the plan; it is read, but never written and never synced"));
    }
    json!({
        "plan": plan.display().to_string(),
        "config": told(config.as_ref()),
        "state": told(state.as_ref()),
        "state_files": in_state.files,
        "state_bytes": in_state.bytes,
        "plan_format": open.plan.settings.format.0,
        "readable_by_others": in_plan.readable.len(),
        "writable_by_others": in_plan.writable.len(),
        "leading_out": in_plan.outside.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        "left": in_plan.left.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
    })
}

fn tell_left(found: &Found, report: &mut Report) {
    for path in &found.left {
        report.find(format!("{}: left by an editor or a run that was ended; it is not loaded", path.display()));
    }
}

/// What the files say that they should not, and what waits.
fn in_files(desk: &Desk, open: &mut Open, report: &mut Report) -> Json {
    let conflicts = open.folder.conflicts().len();
    let kept = open.folder.state().map(State::kept).unwrap_or_default();
    open.read_contacts();
    // Nobody reads the archive until somebody asks, but it is shared.
    let archived = open.folder.archived();
    let problems: Vec<&Problem> =
        open.plan.all_problems().chain(archived.iter().flat_map(|entry| &entry.problems)).collect();
    let (accounts, unreadable) = open.plan.counts();
    report.line(
        "accounts",
        match unreadable {
            0 => accounts.to_string(),
            1 => format!("{accounts}, and 1 file that can't be read"),
            files => format!("{accounts}, and {files} files that can't be read"),
        },
    );
    report.line("conflicts", conflicts.to_string());
    report.line("problems", problems.len().to_string());
    if conflicts > 0 {
        report.find(format!("{conflicts} changed on both sides, and a choice waits: `inroad conflicts`"));
    }
    let unfinished = open.folder.unfinished();
    if let Some(step) = &unfinished {
        report.find(format!(
            "{step}: a run that was cut off had begun it; the next command finishes it, or says why it can't be"
        ));
    }
    let damage = open.folder.damage_of_past();
    damage.here().into_iter().chain(damage.aside()).for_each(|told| report.find(told));
    for path in &kept {
        let path = path.display();
        report.find(format!("{path}: written by somebody while a save was cut off; no file of the plan holds it"));
    }
    for problem in &problems {
        report.find(problem.to_string());
    }
    let in_both = store::in_both(open.folder.root());
    for told in astray::told(&open.plan).into_iter().chain(in_both.iter().map(|id| synced::in_both(id))) {
        report.find(told);
    }
    let members = &open.plan.settings.members;
    if let Some(me) = open.config.me.as_deref().filter(|me| !members.iter().any(|member| member.id == **me)) {
        let known: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        let known = if known.is_empty() { "nobody".to_owned() } else { known.join(", ") };
        report.find(format!("config.toml: me is “{me}”, whom plan.toml doesn't know; its [[members]] are {known}"));
    }
    for complaint in &desk.personal.complaints {
        report.find(complaint.as_str());
    }
    json!({
        "accounts": accounts,
        "unreadable": unreadable,
        "conflicts": conflicts,
        "kept": kept,
        "unfinished": unfinished,
        "problems": as_json::problems_of(problems.into_iter()),
    })
}

/// What time it is taken to be, where, and whether that can be.
fn clock(open: &Open, report: &mut Report) -> Json {
    let now = open.clock.now();
    let zone = open.plan.settings.me(open.config.me.as_deref()).map(|me| me.timezone.clone()).unwrap_or_default();
    let beside = if zone.is_empty() { String::new() } else { format!(", you work in {zone}") };
    report.line("clock", format!("{}{beside}", now.format("%a %-d %b %Y %H:%M %:z")));
    if !zone.is_empty() && zone.parse::<chrono_tz::Tz>().is_err() {
        report.find(format!("“{zone}” is no time zone: it reads like America/Chicago"));
    }
    let newest = files::look(open.folder.root()).newest.map(DateTime::<Utc>::from);
    // A fixed time is for trying things out.
    let is_behind = newest.is_some_and(|newest| (newest - now.to_utc()).num_hours() > 24) && !open.clock.is_fixed();
    if now.year() < 2025 || is_behind {
        report.find("the clock is behind: files of the plan were written later than it says");
    }
    json!({
        "now": now.to_rfc3339(),
        "fixed": open.clock.is_fixed(),
        "timezone": Some(zone).filter(|zone| !zone.is_empty()),
        "newest_file": newest.map(|newest| newest.to_rfc3339()),
    })
}

/// Which days nobody works, and how far ahead that is known.
fn holidays(open: &Open, report: &mut Report) -> Json {
    let today = open.world().today;
    let names = &open.plan.settings.calendar.holiday_files;
    let own = &open.plan.settings.calendar.holidays;
    let ahead = open.plan.holidays.iter().chain(own).filter(|day| **day >= today).count();
    let last = open.plan.holidays.iter().chain(own).max().copied();
    report.line(
        "holidays",
        match last {
            None => "none are known".to_owned(),
            Some(last) => format!("{ahead} ahead, the last on {last}"),
        },
    );
    if let Some(last) = open.plan.holidays.last().filter(|last| **last < today && !names.is_empty()) {
        report.find(format!("the holiday files end on {last}: {}", names.join(", ")));
    }
    json!({ "files": names, "ahead": ahead, "last": last })
}

fn git(root: &Path, report: &mut Report) -> Json {
    let states = places::state_folder();
    let root = std::fs::canonicalize(root).unwrap_or_else(|_| Path::new("/").to_owned());
    let standing = git::standing(&root, states.as_deref());
    let Standing { version, is_own, branch, remote, ahead, behind, changed, obstacles, left_out } = &standing;
    let mut parts: Vec<String> = vec![version.clone().unwrap_or_else(|| "not here".to_owned())];
    if *is_own {
        parts.extend(branch.iter().map(|branch| format!("on {branch}")));
        // Where git was not asked, nobody knows.
        let nowhere = obstacles.is_empty().then(|| "goes nowhere yet".to_owned());
        parts.extend(remote.clone().or(nowhere));
        let counted = [(*ahead, "ahead"), (*behind, "behind"), (changed.map(|count| count as u64), "changed files")];
        parts.extend(
            counted.into_iter().filter_map(|(count, what)| Some(format!("{} {what}", count.filter(|n| *n > 0)?))),
        );
    } else {
        parts.push("the plan is in no repository of its own".to_owned());
    }
    report.line("git", parts.join(", "));
    for obstacle in obstacles.iter().chain(left_out) {
        report.find(format!("git: {obstacle}"));
    }
    json!({
        "version": version,
        "repository": is_own,
        "branch": branch,
        "remote": remote,
        "ahead": ahead,
        "behind": behind,
        "changed": changed,
        "obstacles": obstacles,
    })
}
