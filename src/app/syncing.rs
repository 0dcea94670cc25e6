//! Sharing the plan: a sync goes on beside everything else, and the last line says how it stands. What comes from the
//! others comes as a step, so that it can be taken back.

use chrono::{DateTime, FixedOffset, NaiveTime};

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::history::Step;
use super::model::{Ctx, Model};
use crate::domain::plan::News;
use crate::domain::step::Note;
use crate::domain::synced::Synced;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[Command {
    id: "sync",
    scope: Scope::Everywhere,
    label: "sync",
    help: "Share the plan through git, in the background: commit, fetch, merge field by field, push.",
    enabled: always,
    run: |model, _| {
        if model.syncing.is_under_way {
            model.say("A sync is under way.");
            return Vec::new();
        }
        (model.syncing.is_under_way, model.syncing.is_waited_for) = (true, true);
        vec![Effect::Sync]
    },
}];

/// How sharing stands.
#[derive(Debug, Clone, Default)]
pub struct Syncing {
    /// Somebody is at it.
    pub is_under_way: bool,
    /// Whoever asked for it has pressed no key since.
    is_waited_for: bool,
    /// How the last one went, in a word or two.
    last: Option<String>,
}

impl Syncing {
    /// For the last line; nothing where there has been none.
    pub fn told(&self, more: &str) -> String {
        match &self.last {
            _ if self.is_under_way => format!("syncing{more}"),
            Some(last) => last.clone(),
            None => String::new(),
        }
    }

    /// Somebody goes on with something else.
    pub(super) fn leave_alone(&mut self) {
        self.is_waited_for = false;
    }

    fn end(&mut self, outcome: &Result<Synced, String>, at: NaiveTime) {
        self.is_under_way = false;
        self.last = Some(match outcome {
            Ok(Synced { offline: None, .. }) => format!("synced {}", at.format("%H:%M")),
            Ok(synced) if synced.apart().is_empty() => "offline".to_owned(),
            Ok(synced) => format!("offline, {}", synced.apart()),
            Err(_) => "not synced".to_owned(),
        });
    }
}

impl Model {
    /// What came from the others is in the files; the step of which the journal knows it, if anything was written.
    pub(super) fn hear_received(&mut self, note: Option<Note>, news: News, ctx: &Ctx) -> Effects {
        let effects = self.hear(news, None, ctx);
        if let Some(note) = note {
            // What it changed only the journal knows.
            let spot = self.spot();
            self.history.push(Step { note, changes: Vec::new(), is_own: true, spot });
        }
        effects
    }

    /// Another run has synced: how the last one of this run went is no news any more.
    pub(super) fn hear_synced_by_another(&mut self, at: DateTime<FixedOffset>, ctx: &Ctx) {
        self.syncing.last = Some(format!("synced {}", at.with_timezone(ctx.now.offset()).format("%H:%M")));
    }

    /// A sync has ended. One of another plan says nothing here. What waits for a choice is shown to whoever waits for it; a key
    /// that was meant for something else must not choose.
    pub(super) fn hear_synced(&mut self, outcome: Result<Synced, String>, ctx: &Ctx) -> Effects {
        if !self.syncing.is_under_way {
            return Vec::new();
        }
        self.syncing.end(&outcome, ctx.now.time());
        match outcome {
            Err(why) => self.refuse(format!("Not synced: {why}.")),
            Ok(synced) if synced.waiting() > 0 => {
                let key = self.keymap.key("conflicts").unwrap_or_default();
                let things = if synced.conflicts == 1 { "1 thing" } else { &format!("{} things", synced.conflicts) };
                let first = format!("Both sides changed {things}: yours stands, theirs is kept.");
                let first = Some(first).filter(|_| synced.conflicts > 0).into_iter().collect();
                let opens = self.syncing.is_waited_for && self.overlays.is_empty() && !self.conflicts.is_empty();
                let last = if opens { Vec::new() } else { vec![format!("{key} shows both.")] };
                self.refuse([first, synced.overruled, last, synced.told].concat().join(" "));
                return if opens { self.open_conflicts() } else { Vec::new() };
            }
            Ok(synced) if synced.offline.is_some() => self.say(synced.in_words()),
            Ok(synced) => self.done(synced.in_words()),
        }
        Vec::new()
    }
}
