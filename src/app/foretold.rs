//! A key that moves touches says which, and from when to when, before it moves them: the same key again, or Enter, does
//! it. Where nothing moves there is nothing to ask.

use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::Target;
use crate::domain::account::{Account, AccountId};
use crate::domain::deed::Deed;
use crate::domain::fields::{Invalid, Place};
use crate::domain::schedule;
use crate::domain::words::capitalised;

/// The letters that move a day that is being looked at, beside its own choice.
const LATER: char = '+';
const EARLIER: char = '-';

impl Model {
    /// Do it, or ask first if it moves something. `command` is what asked for it.
    pub(super) fn foretell(
        &mut self,
        command: &str,
        account: &AccountId,
        place: Place,
        deed: Deed,
        ctx: &Ctx,
    ) -> Effects {
        let foretold = self.plan.accounts.get(account).map(|entry| {
            let context = self.context(&entry.account, ctx);
            let (told, after) = entry.changed(|account| deed.carry_out(account, place, &context))?;
            Ok::<_, Invalid>((told, self.moves(&entry.account, &after, ctx)))
        });
        match foretold {
            // What was held had no day to move from, and its days are what matters.
            Some(Ok((told, moves))) if !moves.is_empty() || deed == Deed::GoOn => {
                let target = Target {
                    account: account.clone(),
                    place: Some(place),
                    deed: Some(deed),
                    word: command.to_owned(),
                    ..Target::default()
                };
                let mut choices = vec![Choice::new('y', "do it", moves)];
                if matches!(deed, Deed::Shift(_)) {
                    choices.push(Choice::new(LATER, "a day later", ""));
                    choices.push(Choice::new(EARLIER, "a day earlier", ""));
                }
                let menu = Menu::new(format!("{}?", capitalised(&told)), choices, target, choose);
                self.overlays.push(Overlay::Menu(menu.again_by(self.keymap.key(command))));
                Vec::new()
            }
            // What can't be done says so when it is tried.
            _ => self.carry_out(account, place, deed, ctx),
        }
    }

    /// What the change moves, in a sentence; nothing if it moves nothing.
    pub(super) fn moves(&self, before: &Account, after: &Account, ctx: &Ctx) -> String {
        schedule::told(&schedule::ripple(before, after, &self.world(ctx.today())), ctx.today())
    }

    fn carry_out(&mut self, id: &AccountId, place: Place, deed: Deed, ctx: &Ctx) -> Effects {
        let was = self.plan.account(id).cloned();
        let effects = self.edit(ctx, id, |account, context| deed.carry_out(account, place, context));
        if let (Some(was), Some(is)) = (was, self.plan.account(id).cloned()) {
            self.stay(&was, &is);
        }
        effects
    }
}

fn choose(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let (Some(place), Some(deed)) = (target.place, target.deed) else { return Vec::new() };
    match (deed, choice) {
        // On from where it would come to: nothing has moved yet.
        (Deed::Shift(by), 1) => model.shift_on(target, place, by + 1, ctx),
        (Deed::Shift(by), 2) => model.shift_on(target, place, by - 1, ctx),
        _ => model.carry_out(&target.account, place, deed, ctx),
    }
}

impl Model {
    fn shift_on(&mut self, target: &Target, place: Place, by: i32, ctx: &Ctx) -> Effects {
        if by == 0 {
            self.say("It stays where it is.");
            return Vec::new();
        }
        let depth = self.overlays.len();
        let effects = self.foretell(&target.word, &target.account, place, Deed::Shift(by), ctx);
        // A day that it can't come to: what was looked at before is looked at again.
        if self.overlays.len() == depth && effects.is_empty() {
            let why = std::mem::take(&mut self.status);
            let before = target.deed.unwrap_or(Deed::Shift(by));
            _ = self.foretell(&target.word, &target.account, place, before, ctx);
            self.status = why;
        }
        effects
    }
}
