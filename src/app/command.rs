//! Every command, as one row of one table.
//!
//! Dispatch, footer hints, `?` help, the palette, the README's key table and the user's key file all read these
//! rows; nothing else knows which commands there are.

use super::effect::Effects;
use super::model::{Ctx, Model};

/// Where a command's keys count. Inner scopes come first when a key is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everywhere but in text, whatever lies over the screen.
    Everywhere,
    /// On every screen while nothing lies over it: what they mean must be seen.
    Screens,
    /// Where an account is seen: on the screens, and over them on the pages of one account.
    Account,
    /// Wherever a cursor moves over rows.
    List,
    /// The accounts panel.
    Accounts,
    /// The detail pane.
    Detail,
    /// The review of what is due.
    Today,
    /// A touch under the cursor, in Today, in the detail pane, or as the account's next.
    Touch,
    /// The palette.
    Palette,
    /// A form or a one-line prompt.
    Text,
    /// A choice by letters.
    Menu,
    /// The list of conflicts.
    Conflict,
    /// The list of what was typed and not saved.
    Typed,
    /// The goals.
    Goals,
    /// The weekly review.
    Review,
    /// The forecast.
    Forecast,
    /// What levelling would move.
    Level,
    /// What the work has brought.
    Insights,
    /// The page before a meeting.
    Brief,
    /// The map of people.
    Map,
    /// The comparison of entry points.
    Weigh,
    /// What a file from elsewhere would bring.
    Import,
    /// The people on no account.
    Contacts,
    /// A question that is asked while one goes from gap to gap.
    Walk,
}

impl Scope {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 24] = [
        Self::Accounts,
        Self::Detail,
        Self::Touch,
        Self::Today,
        Self::Goals,
        Self::Review,
        Self::Forecast,
        Self::Level,
        Self::Insights,
        Self::Brief,
        Self::Map,
        Self::Weigh,
        Self::Import,
        Self::Contacts,
        Self::Account,
        Self::List,
        Self::Screens,
        Self::Everywhere,
        Self::Walk,
        Self::Text,
        Self::Menu,
        Self::Palette,
        Self::Conflict,
        Self::Typed,
    ];

    /// As the help calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Screens => "On every screen",
            Self::Account => "At an account",
            Self::List => "Moving",
            Self::Accounts => "Accounts",
            Self::Detail => "Detail pane",
            Self::Today => "Today",
            Self::Touch => "A touch",
            Self::Palette => "Among the commands",
            Self::Text => "In text",
            Self::Menu => "In a choice",
            Self::Conflict => "Among the conflicts",
            Self::Typed => "Among typed texts",
            Self::Goals => "Goals",
            Self::Review => "Weekly review",
            Self::Forecast => "Forecast",
            Self::Level => "Before levelling",
            Self::Insights => "Insights",
            Self::Brief => "Before a meeting",
            Self::Map => "On the people map",
            Self::Weigh => "Weighing entry points",
            Self::Import => "Before importing",
            Self::Contacts => "Among the contacts",
            Self::Walk => "From gap to gap",
        }
    }
}

/// One command.
#[derive(Debug)]
pub struct Command {
    /// `touch.done`; what key files name.
    pub id: &'static str,
    /// Where its keys count.
    pub scope: Scope,
    /// A word or two, for the footer.
    pub label: &'static str,
    /// A sentence, for the help.
    pub help: &'static str,
    /// Whether it can do something now.
    pub enabled: fn(&Model) -> bool,
    /// Do it.
    pub run: fn(&mut Model, &Ctx) -> Effects,
}

impl Command {
    /// A row of a table.
    pub(super) const fn new(
        scope: Scope,
        id: &'static str,
        label: &'static str,
        help: &'static str,
        enabled: fn(&Model) -> bool,
        run: fn(&mut Model, &Ctx) -> Effects,
    ) -> Self {
        Self { id, scope, label, help, enabled, run }
    }
}

/// For commands that are always possible.
pub(super) fn always(_: &Model) -> bool {
    true
}

/// All commands, by subject.
pub static COMMANDS: &[&[Command]] = &[
    super::everywhere::COMMANDS,
    super::accounts::COMMANDS,
    super::archive::COMMANDS,
    super::same::COMMANDS,
    super::import::COMMANDS,
    super::contacts::COMMANDS,
    super::several::COMMANDS,
    super::detail::COMMANDS,
    super::conversation::COMMANDS,
    super::map::COMMANDS,
    super::weigh::COMMANDS,
    super::touches::COMMANDS,
    super::outcomes::COMMANDS,
    super::sequences::COMMANDS,
    super::today::COMMANDS,
    super::walk::COMMANDS,
    super::away::COMMANDS,
    super::goals::COMMANDS,
    super::goals::REVIEW,
    super::forecast::COMMANDS,
    super::insights::COMMANDS,
    super::copy::COMMANDS,
    super::links::COMMANDS,
    super::hand_over::COMMANDS,
    super::input::COMMANDS,
    super::menu::COMMANDS,
    super::palette::COMMANDS,
    super::conflicts::COMMANDS,
    super::syncing::COMMANDS,
    super::past::COMMANDS,
    super::typed::COMMANDS,
];

/// All commands in one row.
pub fn all() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().flat_map(|group| group.iter())
}

/// The command with that id.
pub fn by_id(id: &str) -> Option<&'static Command> {
    all().find(|command| command.id == id)
}
