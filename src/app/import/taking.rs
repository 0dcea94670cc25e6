//! What was looked at is brought in, as one step. What it changes is worked out elsewhere, since fifty thousand people take a
//! while and much room; until that is heard nothing has changed, it can be stopped, and what is typed waits for what comes.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::marks::{self, Marks};
use super::{ImportView, Map, Stage, name_of};
use crate::app::effect::{Effect, Effects};
use crate::app::keymap;
use crate::app::model::{Ctx, Model, Screen};
use crate::app::msg::Msg;
use crate::app::overlay::Overlay;
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::Book;
use crate::domain::fields::Invalid;
use crate::domain::import::{self, Applied, At, Company, Named, Preview};
use crate::domain::plan::{Entry, Plan};
use crate::domain::words::{capitalised, counted};

/// What shall be brought in, and where.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// Which time something was looked at; an answer to an earlier one means nothing.
    pub turn: u64,
    /// What was looked at.
    pub(super) preview: Arc<Preview>,
    /// What is marked of it.
    pub(super) marks: Marks,
    /// The plan that it was compared with.
    pub(super) plan: Arc<Plan>,
    /// The people on no account.
    pub(super) book: Book,
    /// The day on which it is brought in.
    pub(super) today: NaiveDate,
    /// Whose accounts they become, if somebody has said who they are.
    pub(super) owner: Option<String>,
}

// A look is chosen from once.
impl PartialEq for Chosen {
    fn eq(&self, other: &Self) -> bool {
        self.turn == other.turn
    }
}

impl Eq for Chosen {}

impl Chosen {
    /// What it changes. What was looked at is used up: there may be fifty thousand people in it.
    ///
    /// # Errors
    ///
    /// As [`import::apply_those`].
    pub fn work_out(self) -> Result<Applied, Invalid> {
        // By the lines of the file, since what is done takes the preview apart; no line names two.
        let line = |at: &[At]| at.first().copied();
        let Self { preview, marks, plan, book, today, owner, .. } = self;
        let mut chosen: BTreeSet<(String, String)> = BTreeSet::new();
        let mut goes: BTreeSet<Option<At>> = BTreeSet::new();
        for (n, company) in preview.companies.iter().enumerate() {
            if marks.accounts.contains(&n) {
                chosen.insert(marks::key(company));
            }
            let going = company.people.iter().enumerate().filter(|(p, _)| marks.goes((n, *p), company));
            goes.extend(going.map(|(_, named)| line(&named.at)));
        }
        let is_chosen = |company: &Company| !chosen.is_empty() && chosen.contains(&marks::key(company));
        let goes = |_: &Company, named: &Named| goes.contains(&line(&named.at));
        import::apply_those(Arc::unwrap_or_clone(preview), is_chosen, goes, &plan, &book, today, owner.as_deref())
    }
}

/// What is being brought in, as far as the screen knows it.
#[derive(Debug, Clone)]
pub struct Taking {
    /// The plan that it was compared with.
    seen: Arc<Plan>,
    /// What its columns are, where somebody has said.
    map: Map,
    /// What it comes to, in words.
    told: String,
    /// What was typed meanwhile, for when it is there.
    typed: Vec<Msg>,
}

/// What goes on at once: what stops it, and what is the terminal's alone.
const AT_ONCE: [&str; 3] = ["import.close", "redraw", "suspend"];

impl Model {
    /// What is looked at shall be brought in.
    pub(super) fn take_found(&mut self, ctx: &Ctx) -> Effects {
        if self.found().is_some_and(|found| found.sums().is_nothing() && found.may_mark()) {
            let mark = self.keymap.key("import.mark").unwrap_or_default();
            self.say(format!("Nobody in it is new: mark what becomes an account first ({mark})."));
            return Vec::new();
        }
        let owner = self.me().map(|me| me.id.clone());
        let turn = self.importing.turn;
        let book = self.book_now();
        let Some(ImportView { path, stage }) = self.import_view() else { return Vec::new() };
        let path = path.clone();
        let found = match std::mem::replace(stage, Stage::Reading(0)) {
            Stage::Found(found) => found,
            other => {
                *stage = other;
                return Vec::new();
            }
        };
        let (told, map) = (found.sums().told(), found.map.clone());
        let marked = Stage::Found(found);
        self.remember_import(&path, &marked);
        let Stage::Found(found) = marked else { return Vec::new() };
        let (seen, preview, marks) = found.chosen();
        let Some(book) = book.filter(|_| is_same(&seen, &self.plan)) else { return self.look_once_more(path, map) };
        let plan = Arc::clone(&seen);
        if let Some(view) = self.import_view() {
            view.stage = Stage::Taking(Box::new(Taking { seen, map, told, typed: Vec::new() }));
        }
        vec![Effect::WorkOut(Box::new(Chosen { turn, preview, marks, plan, book, today: ctx.today(), owner }))]
    }

    /// What was looked at is not what there is any more.
    fn look_once_more(&mut self, path: String, map: Map) -> Effects {
        self.say("The plan has changed meanwhile: look once more.");
        self.look_at(path, map)
    }

    /// What bringing it in changes. Beside what is asked for, what was typed meanwhile: that is done now.
    pub(in crate::app) fn hear_worked_out(
        &mut self,
        turn: u64,
        worked_out: Result<Applied, Invalid>,
        ctx: &Ctx,
    ) -> (Effects, Vec<Msg>) {
        let is_it = turn == self.importing.turn;
        let Some(ImportView { path, stage }) = self.import_view().filter(|_| is_it) else { return Default::default() };
        let path = path.clone();
        let taking = match std::mem::replace(stage, Stage::Reading(0)) {
            Stage::Taking(taking) => *taking,
            other => {
                *stage = other;
                return Default::default();
            }
        };
        let Taking { seen, map, told, typed } = taking;
        if !is_same(&seen, &self.plan) {
            return (self.look_once_more(path, map), Vec::new());
        }
        match worked_out {
            Ok(applied) => (self.bring_in(&path, map, &told, applied, ctx), typed),
            Err(Invalid(why)) => {
                self.refuse(capitalised(&why));
                (self.look_at(path, map), Vec::new())
            }
        }
    }

    /// It becomes one step.
    fn bring_in(&mut self, path: &str, map: Map, told: &str, applied: Applied, ctx: &Ctx) -> Effects {
        // Were it looked at again, its columns would be the same; what was marked is done now.
        self.remember_columns(path, map);
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Import(_)));
        if applied.changes.is_empty() {
            self.say("Nothing in it is new; nothing was changed.");
            return Vec::new();
        }
        let new = applied.new_accounts;
        let effects = self.take_step(ctx, format!("{} imported: {told}", name_of(path)), applied.changes);
        if let Some(id) = new.first() {
            self.screen = Screen::Accounts;
            self.go_to(id);
        }
        let undo = self.keymap.key("undo").unwrap_or_default();
        let left = left_aside(self, &new);
        self.done(format!("Brought in: {told}. {undo} takes all of it back.{left}"));
        effects
    }

    /// What happens, unless it is something typed that waits until what is being brought in is there.
    pub(in crate::app) fn unless_it_waits(&mut self, msg: Msg) -> Option<Msg> {
        let is_taking =
            |overlay: &Overlay| matches!(overlay, Overlay::Import(view) if matches!(view.stage, Stage::Taking(_)));
        if !self.overlays.last().is_some_and(is_taking) {
            return Some(msg);
        }
        let waits = match &msg {
            Msg::Key(key) => {
                let command = self.keymap.resolve(&self.scopes(), *key, |command| (command.enabled)(self));
                Some(*key) != keymap::parse("ctrl-c") && command.is_none_or(|command| !AT_ONCE.contains(&command.id))
            }
            Msg::Paste(_) => true,
            _ => false,
        };
        match self.import_view() {
            Some(ImportView { stage: Stage::Taking(taking), .. }) if waits => {
                taking.typed.push(msg);
                None
            }
            _ => Some(msg),
        }
    }
}

/// Whether a plan is still the one that something was compared with.
fn is_same(seen: &Plan, plan: &Plan) -> bool {
    let same = |(id, entry): (&_, &Entry)| {
        seen.accounts.get(id).is_some_and(|seen| Arc::ptr_eq(&seen.account, &entry.account))
    };
    let contacts = |plan: &Plan| plan.contacts.as_ref().map(Arc::as_ptr);
    seen.accounts.len() == plan.accounts.len() && plan.accounts.iter().all(same) && contacts(seen) == contacts(plan)
}

/// Whom one knows at the accounts that are new, who was not in the file.
fn left_aside(model: &Model, new: &[AccountId]) -> String {
    let Some(contacts) = &model.plan.contacts else { return String::new() };
    let accounts: Vec<_> = new.iter().filter_map(|id| model.plan.account(id)).collect();
    let accounts: Vec<&Account> = accounts.iter().map(AsRef::as_ref).collect();
    let known = contacts.known_at_each(&accounts, &model.plan.each());
    let mut told = accounts.iter().zip(&known).filter(|(_, known)| !known.is_empty());
    let Some((account, known)) = told.next() else { return String::new() };
    let more = match told.count() {
        0 => String::new(),
        n => format!(" and at {n} more of them"),
    };
    let people = counted(known.len(), "person", "people");
    format!(" You know {people} at {}{more}: “whom you know here” (:) has them.", account.name)
}
