//! Several accounts at once: marking them, and beginning one playbook with all of them, each on the first day on which it
//! finds room.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;

use super::command::{Command, Scope};
use super::effect::Effects;
use super::model::{Ctx, Model};
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::AccountId;
use crate::domain::fields::Invalid;
use crate::domain::plan::{FileKey, Value};
use crate::domain::playbook::Playbook;
use crate::domain::start::{self, Window};
use crate::domain::step::Change;
use crate::domain::words::counted;
use crate::domain::{dates, load};

/// The commands.
pub(super) const COMMANDS: &[Command] = &[Command {
    id: "account.mark",
    scope: Scope::Accounts,
    label: "mark",
    help: "Mark the account, or not; a sequence is then begun with all that are marked.",
    enabled: super::accounts::has_account,
    run: |model, _| {
        let Some(id) = model.current().map(|account| account.id.clone()) else { return Vec::new() };
        if !model.accounts.marked.remove(&id) {
            model.accounts.marked.insert(id);
        }
        let last = model.accounts.rows.len().saturating_sub(1);
        model.accounts.at = (model.accounts.at + 1).min(last);
        model.detail = super::model::DetailView::default();
        Vec::new()
    },
}];

/// What beginning with all of them comes to.
struct Plan {
    changes: Vec<Change>,
    /// The first days, in the order of the accounts.
    days: Vec<NaiveDate>,
    /// Accounts that are left as they are, by name, and why.
    left: Vec<String>,
}

impl Model {
    /// The marked accounts that are still there, in the order of the panel.
    fn marked(&self) -> Vec<AccountId> {
        let order = self.accounts.order.iter().map(|place| &place.id);
        order.filter(|id| self.accounts.marked.contains(*id)).cloned().collect()
    }

    /// Ask from when on a playbook begins with all marked accounts.
    pub(super) fn begin_with_marked(&mut self, playbook: &Playbook, ctx: &Ctx) -> Effects {
        let count = counted(self.marked().len(), "account", "accounts");
        let target = Target { word: playbook.id.clone(), ..Target::default() };
        let title = format!("{} with {count}: from when on", playbook.name);
        let prompt = Prompt::new(title, "mon", target, echo, submit).with("today").verb("begin them");
        self.ask(prompt, ctx)
    }

    fn plan_begin(&self, target: &Target, text: &str, ctx: &Ctx) -> Result<Plan, Invalid> {
        let playbook = self.plan.sound_playbook(&target.word)?;
        let reading = dates::Reading { today: ctx.today(), calendar: &self.plan.calendar, current: None };
        let from = dates::parse(text, &reading)?.max(ctx.today());
        let world = self.world(ctx.today());
        let load = Cow::Borrowed(&self.derived.load);
        let mut window = Window { from, last: self.last_week(), load, me: self.me() };
        let mut plan = Plan { changes: Vec::new(), days: Vec::new(), left: Vec::new() };
        for id in self.marked() {
            let Some(entry) = self.plan.accounts.get(&id) else { continue };
            let roles = start::usual_roles(&entry.account, playbook);
            let Some(day) = window.first_day(&entry.account, playbook, &roles, &world) else {
                plan.left.push(format!("{} (no room)", entry.account.name));
                continue;
            };
            let begun = entry.changed(|account| {
                start::start(account, playbook, day, &roles, ctx.now);
                Ok(())
            });
            let Ok(((), after)) = begun else {
                plan.left.push(format!("{} (its file)", entry.account.name));
                continue;
            };
            window.take(&after, &world);
            plan.days.push(day);
            let (before, after) = (Value::Account(Arc::clone(&entry.account)), Value::Account(Arc::new(after)));
            plan.changes.push(Change { key: FileKey::Account(id), before: Some(before), after: Some(after) });
        }
        Ok(plan)
    }
}

fn echo(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    match model.plan_begin(target, text, ctx) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(plan) => Echo::Means(told(&plan, ctx.today(), load::per_day(model.me()))),
    }
}

/// `3 accounts: 2 on Mon 30 Nov, 1 on Tue 1 Dec`
fn told(plan: &Plan, today: NaiveDate, per_day: u32) -> String {
    let mut days: Vec<(NaiveDate, usize)> = Vec::new();
    for day in &plan.days {
        match days.iter_mut().find(|(known, _)| known == day) {
            Some((_, count)) => *count += 1,
            None => days.push((*day, 1)),
        }
    }
    days.sort_unstable();
    let named: Vec<String> =
        days.iter().map(|(day, count)| format!("{count} on {}", dates::short(*day, today))).collect();
    let count = counted(plan.days.len(), "account begins", "accounts begin");
    let left = if plan.left.is_empty() { String::new() } else { format!(" · left out: {}", plan.left.join(", ")) };
    let when = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    format!("{count}{when}, at most {per_day} touches a day; to their people in the order they stand{left}")
}

fn submit(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let plan = model.plan_begin(target, text, ctx)?;
    if plan.changes.is_empty() {
        return Err(Invalid("none of them can begin".into()));
    }
    let told = told(&plan, ctx.today(), load::per_day(model.me()));
    let name = model.plan.playbook(&target.word).map(|playbook| playbook.name.clone()).unwrap_or_default();
    let label = format!("{name} begun with {}", counted(plan.changes.len(), "account", "accounts"));
    let effects = model.take_step(ctx, label, plan.changes);
    model.accounts.marked.clear();
    model.settle_detail();
    model.done(told);
    Ok(effects)
}
