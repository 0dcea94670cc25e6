//! What can be sent to the terminal's clipboard from where the cursor stands: a draft, an address, a link.

use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::Target;
use crate::domain::account::Account;
use crate::domain::agenda::Subject;
use crate::domain::draft;
use crate::domain::fields::Place;
use crate::domain::people::Person;
use crate::domain::sequence::TouchAt;
use crate::domain::words::counted;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[Command {
    id: "copy",
    scope: Scope::Screens,
    label: "copy",
    help: "Choose what to send to your terminal's clipboard: the draft, an address, a link, the account's file name.",
    enabled: |model| model.current().is_some(),
    run: menu,
}];

/// What was sent to the terminal's clipboard, in words. Whether the terminal keeps it nobody can know.
pub(super) fn told(text: &str) -> String {
    let (count, first) = (text.chars().count(), text.lines().next().unwrap_or_default());
    let short: String = first.chars().take(30).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    let characters = counted(count, "character", "characters");
    format!("Sent to your terminal's clipboard, {characters}: {short}{more}")
}

/// One thing that can be copied.
struct Piece {
    letter: char,
    label: &'static str,
    text: String,
}

/// The draft as it would be sent: its subject, an empty line, its text. Gaps stand in it as gaps.
pub(super) fn draft_text(model: &Model, account: &Account, at: TouchAt) -> Option<String> {
    let me = model.me();
    let draft = draft::render(account, at, me)?;
    let (subject, message) = (draft.subject.text(), draft.message.text());
    Some(if subject.is_empty() { message } else { format!("{subject}\n\n{message}") })
}

fn pieces(model: &Model) -> Vec<Piece> {
    let Some(account) = model.current() else { return Vec::new() };
    let touch = match model.work() {
        Some((_, Subject::Touch(at))) => Some(at),
        _ => None,
    };
    let draft = touch.and_then(|at| draft_text(model, account, at)).unwrap_or_default();
    let person = person(model, account, touch);
    let of = |text: fn(&Person) -> Option<String>| person.and_then(text).unwrap_or_default();
    let email = |person: &Person| person.emails.iter().find(|each| each.bad.is_none()).map(|each| each.value.clone());
    let phone = |person: &Person| person.phones.iter().find(|each| each.bad.is_none()).map(|each| each.value.clone());
    let all = [
        Piece { letter: 'd', label: "draft", text: draft },
        Piece { letter: 'e', label: "e-mail", text: of(email) },
        Piece { letter: 'p', label: "phone", text: of(phone) },
        Piece { letter: 'l', label: "LinkedIn", text: of(|person| Some(person.linkedin.clone())) },
        Piece { letter: 'n', label: "name", text: of(|person| Some(person.name.clone())) },
        Piece { letter: 'w', label: "website", text: account.website.clone() },
        Piece { letter: 'a', label: "account", text: account.name.clone() },
        Piece { letter: 'f', label: "file", text: format!("accounts/{}.toml", account.id) },
    ];
    all.into_iter().filter(|piece| !piece.text.is_empty()).collect()
}

/// The person under the cursor, else the one the touch goes to.
fn person<'a>(model: &Model, account: &'a Account, touch: Option<TouchAt>) -> Option<&'a Person> {
    if let Some(Place::Person(i)) = model.detail.at.map(|row| row.place) {
        return account.people.get(i);
    }
    account.person_of(account.touch(touch?)?.person.as_deref())
}

fn menu(model: &mut Model, _: &Ctx) -> Effects {
    let first_line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    let choices =
        pieces(model).iter().map(|piece| Choice::new(piece.letter, piece.label, first_line(&piece.text))).collect();
    let menu = Menu::new("Copy what?", choices, Target::default(), |model, _, choice, _| {
        let text = pieces(model).into_iter().nth(choice).map(|piece| piece.text);
        text.map(Effect::Copy).into_iter().collect()
    });
    model.overlays.push(Overlay::Menu(menu));
    Vec::new()
}
