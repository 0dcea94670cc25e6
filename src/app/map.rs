//! The relationship map, which fills the screen: everybody of the account as a tree, edited where they stand.

use super::command::{Command, Scope, always};
use super::complete;
use super::effect::Effects;
use super::model::{Ctx, Model, Screen};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::{Account, AccountId};
use crate::domain::fields::{self, Context, Invalid, Place};
use crate::domain::line::Addable;
use crate::domain::map::{self, Node};
use crate::domain::words::Vocabulary as _;

/// The map that is looked at.
#[derive(Debug, Clone, Default)]
pub struct MapView {
    /// The account.
    pub account: AccountId,
    /// The person under the cursor, counted down the tree.
    pub at: usize,
}

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "map",
        scope: Scope::Account,
        label: "people map",
        help: "Who reports to whom, what they decide, how they stand to us, how far we are with them, and what is missing.",
        enabled: super::accounts::has_account,
        run: open,
    },
    of_map("map.open", "open", "Open the person in the account.", |model, _| {
        let Some((id, person)) = model.mapped() else { return Vec::new() };
        let came_from = Some(model.screen).filter(|screen| *screen != Screen::Accounts);
        model.overlays.clear();
        model.go_to_item(&id, Place::Person(person));
        model.came_from = came_from;
        Vec::new()
    }),
    of_map("map.edit", "edit", "Edit the person.", |model, ctx| {
        let mapped = model.mapped();
        mapped.map(|(id, person)| model.open_form(ctx, &id, Place::Person(person), "name")).unwrap_or_default()
    }),
    of_map("map.add", "add", "Add a person in one line, beneath the one under the cursor.", add),
    of_map(
        "map.influence",
        "influence",
        "The person's influence becomes the next one: economic, user, technical, coach, gatekeeper.",
        |model, ctx| turn(model, "influence", ctx),
    ),
    of_map(
        "map.support",
        "support",
        "How the person stands to us becomes the next: champion, supporter, neutral, sceptic, blocker.",
        |model, ctx| turn(model, "support", ctx),
    ),
    of_map("map.boss", "reports to", "Say whom the person reports to; an empty line: nobody known.", ask_boss),
    of_map("map.up", "one up", "Let the person report to the boss of their boss.", |model, ctx| {
        step(model, ctx, |account, person| {
            map::up(&account.people, person).ok_or_else(|| Invalid("they stand at the top already".into()))
        })
    }),
    of_map("map.down", "one down", "Let the person report to whoever stands before them.", |model, ctx| {
        step(model, ctx, |account, person| {
            let boss = map::down(&account.people, person);
            boss.map(Some).ok_or_else(|| Invalid("nobody stands before them beneath the same boss".into()))
        })
    }),
];

const fn of_map(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Map, label, help, enabled: always, run }
}

impl Model {
    /// The tree that is looked at.
    pub fn tree(&self, view: &MapView) -> Vec<Node> {
        self.plan.account(&view.account).map(|account| map::forest(&account.people)).unwrap_or_default()
    }

    fn map_view(&self) -> Option<&MapView> {
        match self.overlays.last() {
            Some(Overlay::Map(view)) => Some(view),
            _ => None,
        }
    }

    /// The account of the map and the person under its cursor.
    fn mapped(&self) -> Option<(AccountId, usize)> {
        let view = self.map_view()?;
        let tree = self.tree(view);
        let node = tree.get(view.at.min(tree.len().saturating_sub(1)))?;
        Some((view.account.clone(), node.person))
    }

    /// Put the map's cursor on that person, wherever they stand by now.
    fn map_to(&mut self, person: usize) {
        let Some(view) = self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Map(view) => Some(view),
            _ => None,
        }) else {
            return;
        };
        let found = self.tree(view).iter().position(|node| node.person == person);
        let slot = self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Map(view) => Some(&mut view.at),
            _ => None,
        });
        if let (Some(at), Some(slot)) = (found, slot) {
            *slot = at;
        }
    }
}

fn open(model: &mut Model, _: &Ctx) -> Effects {
    let Some(account) = model.current().cloned() else { return Vec::new() };
    model.overlays.push(Overlay::Map(MapView { account: account.id.clone(), at: 0 }));
    // Where the cursor stands on somebody, the map's does too.
    let here = model.detail.at.filter(|_| model.screen == Screen::Accounts).map(|row| row.place);
    if let Some(Place::Person(i)) = here {
        model.map_to(i);
    }
    Vec::new()
}

fn turn(model: &mut Model, key: &'static str, ctx: &Ctx) -> Effects {
    let Some((id, person)) = model.mapped() else { return Vec::new() };
    model.edit(ctx, &id, |account, context| {
        let each = account.people.get(person).ok_or_else(|| Invalid("this person is gone".into()))?;
        let word = if key == "influence" { each.influence.turned().word() } else { each.support.turned().word() };
        let told = format!("{}: {}", each.name, word.replace('-', " "));
        fields::set(account, Place::Person(person), key, word, context)?;
        Ok(told)
    })
}

fn step(model: &mut Model, ctx: &Ctx, to: fn(&Account, usize) -> Result<Option<usize>, Invalid>) -> Effects {
    let Some((id, person)) = model.mapped() else { return Vec::new() };
    let effects = model.edit(ctx, &id, |account, _| {
        let boss = to(account, person)?;
        map::report(account, person, boss)
    });
    model.map_to(person);
    effects
}

fn ask_boss(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((account, person)) = model.mapped() else { return Vec::new() };
    let name =
        model.plan.account(&account).and_then(|account| account.people.get(person)).map(|each| each.name.clone());
    let target = Target { account, place: Some(Place::Person(person)), ..Target::default() };
    let title = format!("{} reports to", name.unwrap_or_default());
    let prompt = Prompt::new(title, "Lee Ray; an empty line: nobody known", target, echo_boss, submit_boss);
    model.ask(prompt.words(complete::people), ctx)
}

fn set_boss(account: &mut Account, target: &Target, text: &str, context: &Context) -> Result<String, Invalid> {
    let Some(Place::Person(person)) = target.place else { return Err(Invalid("this person is gone".into())) };
    let boss = fields::person(text, context)?;
    let boss = boss.and_then(|id| account.people.iter().position(|each| each.id == id));
    map::report(account, person, boss)
}

fn echo_boss(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    model.foresee(&target.account, ctx, |account, context| set_boss(account, target, text, context))
}

fn submit_boss(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let effects = model.try_edit(ctx, &target.account, |account, context| set_boss(account, target, text, context))?;
    if let Some(Place::Person(person)) = target.place {
        model.map_to(person);
    }
    Ok(effects)
}

fn add(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(view) = model.map_view() else { return Vec::new() };
    let account = view.account.clone();
    let boss = model.mapped().map(|(_, person)| Place::Person(person));
    let people = model.plan.account(&account).map(|account| account.people.clone()).unwrap_or_default();
    let above = match boss {
        Some(Place::Person(i)) => people.get(i).map(|person| format!(" beneath {}", person.name)),
        _ => None,
    };
    let title = format!("Decision maker{}", above.unwrap_or_default());
    let target = Target { account, place: boss, ..Target::default() };
    let prompt = Prompt::new(title, Addable::Person.example(), target, echo_person, submit_person).verb("add");
    model.ask(prompt.words(complete::influence), ctx)
}

fn echo_person(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    super::adding::echo_add(Addable::Person, model, target, text, ctx)
}

fn submit_person(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let mut stands_at = 0;
    let effects = model.try_edit(ctx, &target.account, |account, context| {
        let Place::Person(person) = Addable::Person.add(account, text, context)? else {
            return Err(Invalid("this is nobody".into()));
        };
        stands_at = person;
        if let Some(Place::Person(boss)) = target.place {
            map::report(account, person, Some(boss))?;
        }
        Ok(format!("{} added", super::outline::named(account, Place::Person(person))))
    })?;
    model.map_to(stands_at);
    Ok(effects)
}
