//! Goals are added in one line, edited in a form, deleted, and progress is noted; each is one step.

use std::sync::Arc;

use super::GoalRow;
use crate::app::effect::Effects;
use crate::app::model::{Ctx, Model, Pane, Screen};
use crate::app::prompt::{Echo, Prompt, Target};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::fields::Invalid;
use crate::domain::goals;
use crate::domain::plan::{FileKey, Value};
use crate::domain::settings::{Goal, GoalKind, Metric, Progress, Settings};
use crate::domain::step::Change;
use crate::domain::words::Vocabulary as _;

impl Model {
    /// Change the goals, with accounts that change along. Whatever fails has changed nothing.
    fn change_goals(
        &mut self,
        ctx: &Ctx,
        change: impl FnOnce(&mut Vec<Goal>) -> Result<String, Invalid>,
        along: Vec<Change>,
    ) -> Result<Effects, Invalid> {
        let before = Arc::clone(&self.plan.settings);
        let mut settings = Settings::clone(&before);
        let told = change(&mut settings.goals)?;
        let own = Change {
            key: FileKey::Settings,
            before: Some(Value::Settings(before)),
            after: Some(Value::Settings(Arc::new(settings))),
        };
        let effects = self.take_step(ctx, told.clone(), std::iter::once(own).chain(along).collect());
        self.done(told);
        Ok(effects)
    }
}

pub(super) fn add(model: &mut Model, ctx: &Ctx) -> Effects {
    let example = "Six new logos [6 clients by 31 dec] => Two hires depend on it.";
    let prompt = Prompt::new("Goal", example, Target::default(), echo_add, |model, _, text, ctx| {
        let nobody = Account::default();
        let goal = goals::read(text, &model.context(&nobody, ctx))?;
        let place = model.plan.settings.goals.len();
        let told = format!("Goal added: {}", goal.title);
        let effects = model.change_goals(
            ctx,
            |goals| {
                goals.push(goal);
                Ok(told)
            },
            Vec::new(),
        )?;
        if let Some(at) =
            model.goals.order.iter().position(|each| *each == place).filter(|_| model.screen == Screen::Goals)
        {
            model.go_to_goal(at);
        }
        Ok(effects)
    });
    model.ask(prompt.verb("add"), ctx)
}

fn echo_add(model: &Model, _: &Target, text: &str, ctx: &Ctx) -> Echo {
    let nobody = Account::default();
    if text.trim().is_empty() {
        let told = "in brackets the target: [12 meetings by 31 dec], [300k revenue by eoq], [5 first touches a week]";
        return Echo::Means(told.to_owned());
    }
    match goals::read(text, &model.context(&nobody, ctx)) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(goal) => Echo::Means(understood(&goal, ctx)),
    }
}

fn understood(goal: &Goal, ctx: &Ctx) -> String {
    let kind = match goal.kind {
        GoalKind::Performance => "performance: a result to reach",
        GoalKind::GettingBetter => "getting better: a skill to practise",
    };
    let target = goal.target.map(|target| {
        let what = goal.metric.map_or(goal.unit.clone(), Metric::label);
        format!("{target} {what}").trim().to_owned()
    });
    let per = goal.per.map(|per| format!("a {}", per.label()));
    let to = goal.to.map(|to| format!("by {} ({})", dates::short(to, ctx.today()), dates::far(to, ctx.today())));
    let why = (!goal.why.is_empty()).then(|| format!("why: {}", goal.why));
    let from =
        goal.from.filter(|from| *from != ctx.today()).map(|from| format!("from {}", dates::short(from, ctx.today())));
    let unsaid = goals::unsaid(goal);
    let parts = [Some(kind.to_owned()), target, per, from, to, unsaid, why];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The goal in its form; among its notes, the note in the line that says it.
pub(super) fn edit(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((_, goal)) = model.goal_here() else { return Vec::new() };
    let (id, noted) = (goal.id.clone(), model.note_here().cloned());
    let Some(noted) = noted else { return model.open_goal(ctx, &id) };
    let on = noted.on.map(|on| format!(" of {}", dates::short(on, ctx.today()))).unwrap_or_default();
    let target = Target { word: format!("{id}/{}", noted.id), ..Target::default() };
    let prompt = Prompt::new(
        format!("The note{on}"),
        NOTE,
        target,
        |model, target, text, ctx| match model.noting(target, text, ctx) {
            Ok((_, told)) => Echo::Means(told),
            Err(Invalid(why)) => Echo::Wrong(why),
        },
        note_down,
    );
    model.ask(prompt.with(&goals::note_line(&noted)).verb("save"), ctx)
}

const NOTE: &str = "3, A 10-K quote beats a press release.";

pub(super) fn note(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((_, goal)) = model.goal_here() else { return Vec::new() };
    let target = Target { word: goal.id.clone(), ..Target::default() };
    let prompt = Prompt::new(
        format!("Progress: {}", goal.title),
        NOTE,
        target,
        |model, target, text, ctx| {
            if text.trim().is_empty() {
                return Echo::Means("how much more, and what it taught".to_owned());
            }
            match model.noting(target, text, ctx) {
                Ok((_, told)) => Echo::Means(told),
                Err(Invalid(why)) => Echo::Wrong(why),
            }
        },
        note_down,
    );
    model.ask(prompt.verb("note"), ctx)
}

fn note_down(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let (noted, told) = model.noting(target, text, ctx)?;
    model.change_goals(
        ctx,
        |goals| {
            let goal = goals.iter_mut().find(|goal| goal.id == noted.id).ok_or_else(gone)?;
            let told = format!("{}: {told}", goal.title);
            *goal = noted;
            Ok(told)
        },
        Vec::new(),
    )
}

pub(super) fn gone() -> Invalid {
    Invalid("this goal was deleted elsewhere; what is typed here is kept when you close it".into())
}

/// Accounts that name a goal lose its name with it, so that no name is left that means nothing.
pub(super) fn delete(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((at, goal)) = model.goal_here().map(|(at, goal)| (at, goal.clone())) else { return Vec::new() };
    let note = match model.goal_row() {
        Some(GoalRow::Note(i)) => Some(*i),
        Some(_) => {
            model.say("What is deleted here is a note; the goal itself goes among the goals.");
            return Vec::new();
        }
        None => None,
    };
    let deleted = match note {
        Some(i) => model.change_goals(
            ctx,
            |goals| {
                let notes = goals.get_mut(at).map(|goal| &mut goal.progress).filter(|notes| i < notes.len());
                notes.ok_or_else(gone)?.remove(i);
                Ok(format!("{}: a note deleted", goal.title))
            },
            Vec::new(),
        ),
        None => {
            model.pane = Pane::List;
            let along = model.unnamed(&goal.id);
            model.change_goals(
                ctx,
                |goals| {
                    goals.retain(|each| each.id != goal.id);
                    Ok(format!("Goal deleted: {}", goal.title))
                },
                along,
            )
        }
    };
    match deleted {
        Ok(effects) => {
            if let Some(key) = model.keymap.key("undo") {
                model.done(format!("{}; {key} brings it back", model.status.text));
            }
            effects
        }
        Err(Invalid(why)) => {
            model.refuse(why);
            Vec::new()
        }
    }
}

impl Model {
    /// The note under the cursor.
    fn note_here(&self) -> Option<&Progress> {
        match (self.goal_row()?, self.goal_here()?.1) {
            (GoalRow::Note(i), goal) => goal.progress.get(*i),
            _ => None,
        }
    }

    /// The goal with what a line notes, and how the line is understood: a new note of today, or the one that the target
    /// names said anew.
    fn noting(&self, target: &Target, text: &str, ctx: &Ctx) -> Result<(Goal, String), Invalid> {
        let (goal, note) =
            target.word.split_once('/').map_or((target.word.as_str(), None), |(id, note)| (id, Some(note)));
        let mut goal = self.plan.settings.goals.iter().find(|each| each.id == goal).cloned().ok_or_else(gone)?;
        let told = match note {
            Some(note) => goals::edit_note(&mut goal, note, text)?,
            None => goals::add_note(&mut goal, text, ctx.today(), &ctx.now.to_string())?,
        };
        Ok((goal, told))
    }

    /// The accounts that name a goal, without its name; those that can't be changed keep it.
    fn unnamed(&self, goal: &str) -> Vec<Change> {
        let naming = self.plan.accounts.values().filter(|entry| entry.account.goals.iter().any(|id| id == goal));
        let change = |entry: &crate::domain::plan::Entry| {
            let change = |account: &mut Account| {
                account.goals.retain(|id| id != goal);
                Ok(())
            };
            let ((), after) = entry.changed(change).ok()?;
            Some(Change {
                key: FileKey::Account(after.id.clone()),
                before: Some(Value::Account(Arc::clone(&entry.account))),
                after: Some(Value::Account(Arc::new(after))),
            })
        };
        naming.filter_map(change).collect()
    }
}
