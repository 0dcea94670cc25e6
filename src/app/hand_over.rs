//! `M`: the draft goes to the mail program of whoever sits here. inroad sends nothing, and never takes a draft for sent:
//! that is said with the key for done. A draft with gaps is handed over only when one has said so.

use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::msg::Mailed;
use super::overlay::Overlay;
use super::prompt::Target;
use crate::domain::account::AccountId;
use crate::domain::fields::{Invalid, Place};
use crate::domain::outgoing::Outgoing;
use crate::domain::reach::Address;
use crate::domain::sequence::TouchAt;
use crate::domain::words::capitalised;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[Command {
    id: "touch.mail",
    scope: Scope::Touch,
    label: "to mail",
    help: "Hand the draft to your mail program (`compose` in config.toml), or write it to a file that one opens.",
    enabled: |model| model.touch_target().is_some(),
    run: ask,
}];

impl Model {
    /// Whether the touch under the cursor goes by email.
    pub(super) fn is_on_mail(&self) -> bool {
        let channel = self.touch_target().and_then(|(id, at)| Some(self.plan.account(&id)?.touch(at)?.channel));
        channel.is_some_and(|channel| channel.address() == Some(Address::Email))
    }

    fn outgoing(&self, id: &AccountId, at: TouchAt, ctx: &Ctx) -> Result<Outgoing, Invalid> {
        let account = self.plan.account(id).ok_or_else(|| Invalid("it is gone".into()))?;
        Outgoing::of(account, at, self.me(), ctx.now)
    }

    /// What came of handing a draft over.
    pub(super) fn hear_mailed(&mut self, mailed: Result<Mailed, String>) {
        let key = self.keymap.key("touch.done").unwrap_or_default();
        match mailed {
            Ok(Mailed::Back(program)) => self.say(format!("Back from {program}. {key} when it was sent.")),
            Ok(Mailed::Written(path)) => self.done(format!("For your mail program: {path}  {key} when it was sent.")),
            Err(why) => self.refuse(why),
        }
    }
}

fn ask(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((account, at)) = model.touch_target() else { return Vec::new() };
    match model.outgoing(&account, at, ctx) {
        Err(Invalid(why)) => model.refuse(format!("{}.", capitalised(&why))),
        Ok(outgoing) if outgoing.gaps == 0 => return vec![Effect::HandOver(Box::new(outgoing))],
        Ok(outgoing) => {
            let title = match outgoing.gaps {
                1 => "1 gap is still open: hand it over all the same?".to_owned(),
                gaps => format!("{gaps} gaps are still open: hand it over all the same?"),
            };
            let choices = vec![
                Choice::new('n', "no", "nothing happens"),
                Choice::new('y', "yes, hand it over", "the gaps stand in it as ‹gaps›"),
            ];
            let target = Target { account, place: Some(Place::Touch(at)), ..Target::default() };
            model.overlays.push(Overlay::Menu(Menu::new(title, choices, target, choose)));
        }
    }
    Vec::new()
}

fn choose(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let Some(Place::Touch(at)) = target.place.filter(|_| choice == 1) else { return Vec::new() };
    match model.outgoing(&target.account, at, ctx) {
        Ok(outgoing) => vec![Effect::HandOver(Box::new(outgoing))],
        Err(Invalid(why)) => {
            model.refuse(format!("{}.", capitalised(&why)));
            Vec::new()
        }
    }
}
