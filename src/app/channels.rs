//! By which channel a touch goes when something stands in the way of the planned one, or by wish.

use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::Target;
use super::touches;
use crate::domain::account::Account;
use crate::domain::deed::Deed;
use crate::domain::fields::Place;
use crate::domain::people::Person;
use crate::domain::reach::{self, Address, Obstacle};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Channel, Touch};
use crate::domain::words::Vocabulary as _;
use crate::domain::work;

/// What can be done about a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// Do it by another channel.
    By(Channel),
    /// Leave it out.
    Skip,
    /// They accepted meanwhile.
    Accepted,
    /// Write down another address.
    Address,
    /// It was done all the same.
    Done,
}

impl Offer {
    fn choice(self) -> Choice {
        match self {
            Self::By(channel) => Choice::new(letter(channel), channel.label(), "the draft stays as it is"),
            Self::Skip => Choice::new('s', "skip", "there is nothing to ask for any more"),
            Self::Accepted => Choice::new('y', "they accepted", "noted from today on"),
            Self::Address => Choice::new('a', "another address", "write it down"),
            Self::Done => Choice::new('o', "done all the same", ""),
        }
    }
}

fn letter(channel: Channel) -> char {
    match channel {
        Channel::Email => 'e',
        Channel::Call => 'c',
        Channel::LinkedinMessage => 'm',
        Channel::LinkedinInmail => 'i',
        Channel::LinkedinConnect => 'n',
        Channel::Letter => 'l',
        _ => '?',
    }
}

/// The open touch at that place with its person.
fn open(account: &Account, at: TouchAt) -> Option<(&Touch, &Person)> {
    let touch = account.touch(at).filter(|touch| touch.is_open())?;
    Some((touch, account.person_of(touch.person.as_deref())?))
}

/// What stands in the way of doing the touch as it is planned.
pub(super) fn obstacle(account: &Account, at: TouchAt) -> Option<Obstacle> {
    let (touch, person) = open(account, at)?;
    reach::obstacle(person, touch.channel)
}

/// What is offered, the likeliest first. Asked again when something is chosen, as the plan is the same then.
fn offers(account: &Account, at: TouchAt) -> Vec<Offer> {
    let Some((touch, person)) = open(account, at) else { return Vec::new() };
    let ways = reach::instead(person, touch.channel).into_iter().map(Offer::By);
    let addressed = touch.channel.address().is_some_and(|address| address != Address::Profile);
    match reach::obstacle(person, touch.channel) {
        None if addressed => ways.chain([Offer::Address]).collect(),
        None => ways.collect(),
        Some(Obstacle::AlreadyConnected) => vec![Offer::Skip, Offer::Done],
        Some(Obstacle::NotConnected) => ways.chain([Offer::Accepted, Offer::Done]).collect(),
        Some(Obstacle::OnlyBad(_)) => ways.chain([Offer::Address, Offer::Done]).collect(),
    }
}

/// Whether the touch under the cursor could go another way.
pub(super) fn possible(model: &Model) -> bool {
    let touch = model.touch_target();
    touch.is_some_and(|(id, at)| model.plan.account(&id).is_some_and(|account| open(account, at).is_some()))
}

/// `C`, or the key for done when something stands in the way: what instead?
pub(super) fn ask(model: &mut Model, _: &Ctx) -> Effects {
    let Some((id, at)) = model.touch_target() else { return Vec::new() };
    let Some(account) = model.plan.account(&id) else { return Vec::new() };
    let Some((touch, person)) = open(account, at) else { return Vec::new() };
    let offers = offers(account, at);
    let (title, again) = match reach::obstacle(person, touch.channel) {
        Some(obstacle) => (format!("Touch {}: {}", at.touch + 1, obstacle.told(person)), offers[0] == Offer::Skip),
        None => (format!("Touch {} to {}: how instead?", at.touch + 1, person.first_name()), false),
    };
    let target = Target { account: id, place: Some(Place::Touch(at)), ..Target::default() };
    let menu = Menu::new(title, offers.into_iter().map(Offer::choice).collect(), target, choose);
    model.overlays.push(Overlay::Menu(if again { menu.again_by(model.keymap.key("touch.done")) } else { menu }));
    Vec::new()
}

fn choose(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let Some(Place::Touch(at)) = target.place else { return Vec::new() };
    let Some(account) = model.plan.account(&target.account).cloned() else { return Vec::new() };
    let n = at.touch + 1;
    let Some(offer) = offers(&account, at).get(choice).copied() else { return Vec::new() };
    match offer {
        Offer::By(channel) => model.edit(ctx, &target.account, |account, _| {
            work::go_by(account, at, channel)?;
            Ok(format!("touch {n}: {}", channel.label()))
        }),
        Offer::Skip => model.foretell("touch.skip", &target.account, Place::Touch(at), Deed::Skip, ctx),
        Offer::Accepted => model.edit(ctx, &target.account, |account, context| {
            let id = account.touch(at).and_then(|touch| touch.person.clone());
            let person = account.people.iter_mut().find(|person| Some(&person.id) == id.as_ref());
            Ok(person.map_or_else(String::new, |person| {
                person.connected_on.get_or_insert(context.today());
                format!("{} accepted", person.name)
            }))
        }),
        Offer::Address => {
            let touch = account.touch(at);
            let id = touch.and_then(|touch| touch.person.as_deref());
            let Some(i) = account.people.iter().position(|person| Some(person.id.as_str()) == id) else {
                return Vec::new();
            };
            let phone = touch.and_then(|touch| touch.channel.address()) == Some(Address::Phone);
            model.open_form(ctx, &target.account, Place::Person(i), if phone { "phones" } else { "emails" })
        }
        Offer::Done => touches::ask_what_came_of_it(model, target.clone(), ctx),
    }
}
