//! Beginning a sequence from a playbook, ending it, and saving one as a playbook of the owner's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::command::{Command, Scope};
use super::complete;
use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model, Pane, Screen};
use super::outline::Section;
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::{Account, AccountId};
use crate::domain::fields::{Invalid, Place};
use crate::domain::plan::{FileKey, Value};
use crate::domain::playbook::Playbook;
use crate::domain::sequence::{Ended, Sequence};
use crate::domain::start::{self, Window};
use crate::domain::step::Change;
use crate::domain::words::counted;
use crate::domain::{dates, id};

/// The commands on sequences.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "sequence.begin",
        scope: Scope::Account,
        label: "begin",
        help: "Begin a sequence from a playbook: which one, to whom, and when.",
        enabled: super::accounts::has_account,
        run: begin,
    },
    Command {
        id: "sequence.end",
        scope: Scope::Screens,
        label: "end sequence",
        help: "End the sequence; what was not done is not due any more, and the cycle stays in the file.",
        enabled: on_sequence,
        run: end,
    },
    Command {
        id: "sequence.save-playbook",
        scope: Scope::Screens,
        label: "save as playbook",
        help: "Save the sequence as a playbook of your own.",
        enabled: on_sequence,
        run: save_playbook,
    },
];

fn on_sequence(model: &Model) -> bool {
    model.sequence_here().is_some()
}

impl Model {
    /// The sequence that the cursor stands on, in, or for.
    pub(super) fn sequence_here(&self) -> Option<usize> {
        let in_detail = self.screen == Screen::Accounts && self.pane == Pane::Detail;
        let by_row = in_detail.then(|| self.row()).flatten().and_then(|row| match row.section {
            Section::Sequence(i) => Some(i),
            _ => None,
        });
        let by_work = || match self.work()?.1 {
            crate::domain::agenda::Subject::Touch(at) => Some(at.sequence),
            _ => None,
        };
        let account = self.current()?;
        // Where the cursor says nothing, the only one that is not over is meant.
        let only = || {
            let mut open = (0..account.sequences.len()).filter(|i| account.sequences[*i].ended.is_none());
            open.next().filter(|_| open.next().is_none())
        };
        by_row.or_else(by_work).or_else(only).filter(|at| *at < account.sequences.len())
    }

    fn sequence_target(&self) -> Option<(Target, Sequence)> {
        let at = self.sequence_here()?;
        let account = self.current()?;
        let target = Target { account: account.id.clone(), place: Some(Place::Sequence(at)), ..Target::default() };
        Some((target, account.sequences.get(at)?.clone()))
    }
}

impl Model {
    /// The first day, from that one on, on which a sequence fits into the days that are seen in the forecast.
    fn first_day(
        &self,
        account: &Account,
        playbook: &Playbook,
        roles: &BTreeMap<String, String>,
        from: NaiveDate,
        ctx: &Ctx,
    ) -> Option<NaiveDate> {
        // It is asked with every letter, and a large plan's load is large.
        let (from, load) = (from.max(ctx.today()), Cow::Borrowed(&self.derived.load));
        let window = Window { from, last: self.last_week(), load, me: self.me() };
        window.first_day(account, playbook, roles, &self.world(ctx.today()))
    }
}

fn sequence_at(target: &Target) -> Option<usize> {
    match target.place {
        Some(Place::Sequence(at)) => Some(at),
        _ => None,
    }
}

/// What takes a playbook.
const DIGITS: std::ops::RangeInclusive<char> = '1'..='9';

/// Which playbook?
pub(super) fn begin(model: &mut Model, _: &Ctx) -> Effects {
    let is_marked = model.screen == Screen::Accounts && !model.accounts.marked.is_empty();
    let account =
        if is_marked { Some(AccountId::default()) } else { model.current().map(|account| account.id.clone()) };
    account.map(|account| begin_at(model, account)).unwrap_or_default()
}

/// Which playbook, for that account; for those that are marked if it is none.
pub(super) fn begin_at(model: &mut Model, account: AccountId) -> Effects {
    let letters = DIGITS.chain(std::iter::repeat(' '));
    let choice = |(playbook, letter): (&Arc<Playbook>, char)| {
        let head = format!("{} · over {} working days", playbook.name, playbook.days());
        Choice::new(letter, head, playbook.use_when.clone())
    };
    let choices: Vec<Choice> = model.plan.playbooks.iter().zip(letters).map(choice).collect();
    if choices.is_empty() {
        model.refuse("There is no playbook to begin from.");
        return Vec::new();
    }
    let target = Target { account, ..Target::default() };
    let menu = Menu::new("Begin which playbook?", choices, target, |model, target, at, ctx| {
        let Some(playbook) = model.plan.playbooks.get(at).cloned() else { return Vec::new() };
        if target.account.is_empty() {
            return model.begin_with_marked(&playbook, ctx);
        }
        let Some(account) = model.plan.account(&target.account) else { return Vec::new() };
        // The people stand in the line already; it can be taken as it is.
        let roles = start::usual_roles(account, &playbook);
        let name = |role: &String| account.person_of(roles.get(role).map(String::as_str)).map(|person| &person.name);
        let names = playbook.roles.iter().map(|role| format!("{role}={}", name(role).map_or("", String::as_str)));
        let names = names.collect::<Vec<_>>().join(", ");
        let first = model.first_day(account, &playbook, &roles, ctx.today(), ctx);
        let day = first.filter(|day| *day > ctx.today()).map(|day| dates::day_month(day).to_lowercase());
        let line = format!("{}, {names}", day.as_deref().unwrap_or("today"));
        let target = Target { word: playbook.id.clone(), ..target.clone() };
        let example = "mon, first=Dana Cole, second=Lee Ray";
        let title = format!("{}: when, and to whom", playbook.name);
        model.ask(
            Prompt::new(title, example, target, echo_begin, submit_begin)
                .with(&line)
                .verb("begin")
                .words(complete::people),
            ctx,
        )
    });
    // More than there are digits for are searched.
    let is_short = model.plan.playbooks.len() <= DIGITS.count();
    model.overlays.push(Overlay::Menu(if is_short { menu } else { menu.searched() }));
    Vec::new()
}

/// What a line that begins a sequence says.
struct Begin {
    playbook: Arc<Playbook>,
    day: NaiveDate,
    /// Who fills which role.
    roles: BTreeMap<String, String>,
}

fn read_begin(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Begin, Invalid> {
    let playbook = Arc::clone(model.plan.sound_playbook(&target.word)?);
    let account = model.plan.account(&target.account).ok_or_else(|| Invalid("this account is gone".into()))?;
    let context = model.context(account, ctx);
    let mut day = ctx.today();
    let mut roles = BTreeMap::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            None => day = dates::parse(part, &context.reading(None))?,
            Some((role, name)) => {
                let role = role.trim();
                if !playbook.roles.iter().any(|known| known == role) {
                    let known = playbook.roles.join(", ");
                    return Err(Invalid(format!("this playbook has no role “{role}”; it has {known}")));
                }
                if let Some(id) = crate::domain::fields::person(name, &context)? {
                    roles.insert(role.to_owned(), id);
                }
            }
        }
    }
    Ok(Begin { playbook, day, roles })
}

fn echo_begin(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    match read_begin(model, target, text, ctx) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(Begin { playbook, day, roles }) => {
            let from = dates::echo(day, ctx.today(), &model.plan.calendar);
            let open: Vec<&str> =
                playbook.roles.iter().filter(|role| !roles.contains_key(*role)).map(String::as_str).collect();
            let open = if open.is_empty() { String::new() } else { format!(" · nobody yet for: {}", open.join(", ")) };
            let account = model.plan.account(&target.account).cloned().unwrap_or_default();
            let fits = match model.first_day(&account, &playbook, &roles, day, ctx) {
                Some(first) if first <= day.max(ctx.today()) => String::new(),
                Some(first) => format!(" · its days are full; it fits from {}", dates::short(first, ctx.today())),
                None => " · its days are full within these eight weeks".to_owned(),
            };
            let runs = account.sequences.iter().filter(|sequence| sequence.is_running()).count();
            let beside = match runs {
                0 => String::new(),
                1 => " · beside one that still runs".to_owned(),
                n => format!(" · beside {n} that still run"),
            };
            let to = filled(&playbook, &roles, &account);
            let count = playbook.touches.len();
            Echo::Means(format!("plans {count} touches from {from}, sends nothing{fits}{open}{beside}{to}"))
        }
    }
}

/// ` · first, 8 touches: Dana Cole · second, 2 touches: Lee Ray`: what a role of the playbook comes to.
fn filled(playbook: &Playbook, roles: &BTreeMap<String, String>, account: &Account) -> String {
    let told = playbook.roles.iter().filter_map(|role| {
        let person = account.person_of(roles.get(role).map(String::as_str))?;
        let count = playbook.touches.iter().filter(|touch| touch.to == *role).count();
        let touches = counted(count, "touch", "touches");
        Some(format!(" · {role}, {touches}: {}", person.name))
    });
    told.collect()
}

fn submit_begin(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let Begin { playbook, day, roles } = read_begin(model, target, text, ctx)?;
    let key = model.keymap.key("palette").unwrap_or_default();
    let effects = model.try_edit(ctx, &target.account, |account, context| {
        let (_, open) = start::start(account, &playbook, day, &roles, context.now);
        let open = if open.is_empty() { String::new() } else { format!("; nobody yet for {}", open.join(", ")) };
        // Every draft ends with a name.
        let nobody = context.settings.members.is_empty();
        let nobody = if nobody { format!("; the drafts miss your name ({key}plan settings)") } else { String::new() };
        Ok(format!("{} begun{open}{nobody}", playbook.name))
    })?;
    model.settle_detail();
    Ok(effects)
}

fn end(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((target, _)) = model.sequence_target() else { return Vec::new() };
    let prompt =
        Prompt::new("End it, because", "no answer", target, super::touches::silent, |model, target, text, ctx| {
            let Some(at) = sequence_at(target) else { return Ok(Vec::new()) };
            model.try_edit(ctx, &target.account, |account, context| {
                let sequence = account.sequences.get_mut(at).ok_or_else(|| Invalid("this sequence is gone".into()))?;
                sequence.ended = Some(Ended { on: Some(context.today()), why: text.trim().to_owned() });
                Ok(format!("sequence {} ended", at + 1))
            })
        });
    model.ask(prompt.verb("end it"), ctx)
}

fn save_playbook(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((target, _)) = model.sequence_target() else { return Vec::new() };
    let echo = |model: &Model, _: &Target, text: &str, _: &Ctx| {
        let id = playbook_id(model, text);
        Echo::Means(if text.trim().is_empty() { String::new() } else { format!("playbooks/{id}.toml") })
    };
    let prompt = Prompt::new(
        "Save as playbook",
        "Beverage entry. When a CMO is new.",
        target,
        echo,
        |model, target, text, ctx| {
            let Some(at) = sequence_at(target) else { return Ok(Vec::new()) };
            // The name ends with the first full stop; what follows says when to use it.
            let (name, use_when) = text.trim().split_once(". ").unwrap_or((text.trim().trim_end_matches('.'), ""));
            if name.is_empty() {
                return Err(Invalid("a playbook needs a name".into()));
            }
            let account = model.plan.account(&target.account).cloned().unwrap_or_default();
            let sequence = account.sequences.get(at).ok_or_else(|| Invalid("this sequence is gone".into()))?;
            let id = playbook_id(model, name);
            let playbook = start::as_playbook(&account, sequence, &id, name, use_when);
            let change = Change {
                key: FileKey::Playbook(id.clone()),
                before: None,
                after: Some(Value::Playbook(Arc::new(playbook))),
            };
            let effects = model.take_step(ctx, format!("playbook {name} saved"), vec![change]);
            model.done(format!("Saved as playbooks/{id}.toml"));
            Ok(effects)
        },
    );
    model.ask(prompt, ctx)
}

fn playbook_id(model: &Model, name: &str) -> String {
    let name = name.split(". ").next().unwrap_or(name);
    id::slug(name, |id| model.plan.playbook(id).is_some())
}
