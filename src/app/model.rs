//! The model: everything the screen shows and every key can change.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::archive::Archive;
use super::arrangement::Place;
use super::command::Scope;
use super::contacts::Waiting;
use super::derived::Derived;
use super::forecast::ForecastView;
use super::goals::GoalsView;
use super::history::History;
use super::import::Importing;
use super::insights::InsightsView;
use super::keymap::Keymap;
use super::outline::{Opened, RowId};
use super::overlay::Overlay;
use super::past::Explained;
use super::saving::Saving;
use super::syncing::Syncing;
use super::today::TodayView;
use super::walk::Walk;
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda::{Item, Subject};
use crate::domain::conflict::Conflict;
use crate::domain::contacts::Book;
use crate::domain::fields::Context;
use crate::domain::filter::Filter;
use crate::domain::load::Booked;
use crate::domain::plan::Plan;
use crate::domain::schedule::World;
use crate::domain::search::Search;
use crate::domain::step::StepId;
use crate::domain::typed::{Behind, Left, Typed};

/// What an update may know of the world beside the model.
#[derive(Debug, Clone, Copy)]
pub struct Ctx {
    /// The time, in the user's zone.
    pub now: DateTime<FixedOffset>,
    /// What the screen has room for.
    pub room: Room,
}

/// What keys need to know of the screen that they are pressed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// Rows that PgUp and PgDn move by.
    pub page: usize,
    /// Columns of a text that is typed in; 0 where nothing is wrapped.
    pub columns: usize,
    /// By how many lines a text without a cursor (the card, the help) is longer than its place.
    pub below: usize,
    /// The line that such a text begins with as long as nobody has moved it.
    pub first: usize,
}

impl Ctx {
    /// At that time, where no screen is.
    pub fn at(now: DateTime<FixedOffset>) -> Self {
        Self { now, room: Room::default() }
    }

    /// Today where the user is.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
}

/// The screens, by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// The accounts panel feeding the detail pane.
    #[default]
    Accounts,
    /// The daily review.
    Today,
    /// How the goals stand, and the weekly review.
    Goals,
    /// How the work lies over the next weeks.
    Forecast,
    /// What the work has brought.
    Insights,
}

impl Screen {
    /// All of them, in the order of their keys.
    pub const ALL: [Self; 5] = [Self::Accounts, Self::Today, Self::Goals, Self::Forecast, Self::Insights];
}

/// The pane that owns the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The list: accounts, or the queue.
    #[default]
    List,
    /// What the list's cursor stands on.
    Detail,
}

/// In which order the accounts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// What is due first stands first.
    #[default]
    Due,
    /// By name.
    Name,
    /// Best tier first.
    Tier,
    /// Furthest stage first.
    Stage,
    /// Most worth first.
    Value,
    /// What lacks most first.
    Ready,
}

impl Sort {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 6] = [Self::Due, Self::Name, Self::Tier, Self::Stage, Self::Value, Self::Ready];

    /// As the menu and the panel's head call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Due => "next touch",
            Self::Name => "name",
            Self::Tier => "tier",
            Self::Stage => "stage",
            Self::Value => "value",
            Self::Ready => "readiness",
        }
    }
}

/// The accounts panel.
#[derive(Debug, Clone, Default)]
pub struct AccountsView {
    /// All accounts in their order.
    pub order: Vec<Place>,
    /// Accounts that pass the filter, in their order.
    pub rows: Vec<AccountId>,
    /// Index into `rows`.
    pub at: usize,
    /// As typed.
    pub filter_text: String,
    /// As read.
    pub filter: Filter,
    /// The order of the rows.
    pub sort: Sort,
    /// Accounts that something is to be done with together.
    pub marked: BTreeSet<AccountId>,
}

/// The detail pane.
#[derive(Debug, Clone, Default)]
pub struct DetailView {
    /// The row the cursor stands on; rows are named by what they show, so that the cursor stays with it.
    pub at: Option<RowId>,
    /// Where among the rows that was.
    pub row: usize,
    /// Rows that are opened to show all they hold.
    pub unfolded: BTreeSet<Opened>,
}

/// Where a cursor stands: the account, and what of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    account: AccountId,
    row: Option<RowId>,
    work: Option<Subject>,
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// For information.
    #[default]
    Plain,
    /// Something was done.
    Good,
    /// Something was not.
    Bad,
}

/// The line that says what happened last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub tone: Tone,
    /// What happened.
    pub text: String,
}

/// Who sits here: config.toml as far as the model needs it.
#[derive(Debug, Clone, Default)]
pub struct Personal {
    /// The id of the member I am.
    pub me: Option<String>,
    /// The private why.
    pub why: String,
    /// Searches of one's own.
    pub links: Vec<Search>,
}

/// Accounts whose files went away together: they are only here, until somebody lets them go or the files come back.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    /// Which.
    pub accounts: Vec<AccountId>,
    /// It is still to be asked whether that is meant.
    pub is_to_be_asked: bool,
}

/// Everything the program knows.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The plan as it is now; what is on the disk follows.
    pub plan: Plan,
    /// Where the plan stands, for the screen.
    pub place: String,
    /// Who sits here.
    pub personal: Personal,
    /// Which key means what.
    pub keymap: Keymap,
    /// The screen that is shown.
    pub screen: Screen,
    /// The pane that owns the keys.
    pub pane: Pane,
    /// Only that pane is shown.
    pub zoomed: bool,
    /// The accounts panel.
    pub accounts: AccountsView,
    /// The detail pane.
    pub detail: DetailView,
    /// The daily review.
    pub today: TodayView,
    /// The goals.
    pub goals: GoalsView,
    /// The forecast.
    pub forecast: ForecastView,
    /// What the work has brought.
    pub insights: InsightsView,
    /// What follows from the plan and the day; recomputed for what an edit touches.
    pub derived: Derived,
    /// Going from one thing that is missing to the next.
    pub walk: Option<Walk>,
    /// Forms, prompts, menus; the last owns the keys.
    pub overlays: Vec<Overlay>,
    /// Forms and lines that were closed with something typed in them.
    pub kept: Typed,
    /// What earlier runs left, as far as nobody has said what shall become of it.
    pub left: Vec<Left>,
    /// Texts that were dropped in this run, the last one last.
    pub dropped: Vec<super::typed::Dropped>,
    /// The command that runs, or ran last.
    pub command: &'static str,
    /// From which screen the account in the detail pane was opened; going back leads there.
    pub came_from: Option<Screen>,
    /// Undo and redo.
    pub history: History,
    /// The name of the last step of this run. A run begins where no other has been.
    pub steps: StepId,
    /// What the step under the cursor of the history changed.
    pub explained: Explained,
    /// What waits for a choice between two sides.
    pub conflicts: Vec<Conflict>,
    /// Accounts whose files went away together.
    pub missing: Missing,
    /// What is known of imports.
    pub importing: Importing,
    /// Who waits for the contacts.
    pub waiting: Waiting,
    /// contacts.toml as it was read when somebody asked.
    pub book: Option<Book>,
    /// What the archive held when somebody asked.
    pub archive: Archive,
    /// What waits for the disk, and what the disk refused.
    pub saving: Saving,
    /// How sharing the plan stands.
    pub syncing: Syncing,
    /// What of the journal can't be read, so that not every step can be taken back.
    pub past_damaged: Option<String>,
    /// What is wrong with config.toml, and with what this machine keeps beside the plan.
    pub complaints: Vec<String>,
    /// What happened last.
    pub status: Status,
    /// Accounts are still being read.
    pub loading: bool,
    /// Ctrl-C was pressed and nothing since.
    pub interrupted: bool,
}

impl Model {
    /// The account the cursor stands on: the panel's, or the one of the item under review.
    pub fn current(&self) -> Option<&Arc<Account>> {
        let id = match self.screen {
            Screen::Accounts => self.accounts.rows.get(self.accounts.at)?,
            Screen::Today => &self.derived.queue.get(self.today.at)?.account,
            Screen::Goals => self.account_of_goals()?,
            Screen::Forecast => &self.booked_here()?.account,
            Screen::Insights => return None,
        };
        self.plan.account(id)
    }

    /// Everything typed and not saved: what was closed, and what is open.
    pub fn typed(&self) -> Typed {
        let mut typed = self.kept.clone();
        for overlay in &self.overlays {
            match overlay {
                Overlay::Form(form) => typed.keep_form(form.typed()),
                Overlay::Prompt(prompt) => typed.lines.extend(prompt.typed(self).filter(|line| !line.text.is_empty())),
                _ => {}
            }
        }
        typed
    }

    /// Where the cursor stands now.
    pub fn spot(&self) -> Spot {
        let account = self.current().map(|account| account.id.clone()).unwrap_or_default();
        let row = self.detail.at.filter(|_| self.screen == Screen::Accounts && self.pane == Pane::Detail);
        let work = self.derived.queue.get(self.today.at).filter(|_| self.screen == Screen::Today);
        let booked = self.booked_here().map(|booked| Subject::Touch(booked.at));
        Spot { account, row, work: work.map(|item| item.subject).or(booked).or_else(|| self.work_of_goals()) }
    }

    /// Put the cursor there again, on the screen that is shown, if that is still to be seen.
    pub fn return_to(&mut self, spot: &Spot) {
        match self.screen {
            Screen::Today => {
                let same = |item: &Item| item.account == spot.account && spot.work == Some(item.subject);
                let theirs = |item: &Item| item.account == spot.account;
                let queue = &self.derived.queue;
                let found = queue.iter().position(same).or_else(|| queue.iter().position(theirs));
                self.today.at = found.unwrap_or(self.today.at);
            }
            Screen::Accounts => {
                let Some(at) = self.accounts.rows.iter().position(|id| *id == spot.account) else { return };
                if self.accounts.at != at {
                    self.accounts.at = at;
                    self.detail = DetailView::default();
                }
                self.detail.at = spot.row.or(self.detail.at);
            }
            Screen::Goals => self.return_to_goals(&spot.account, spot.work),
            Screen::Forecast => {
                let same =
                    |booked: &Booked| booked.account == spot.account && spot.work == Some(Subject::Touch(booked.at));
                let found = self.forecast.booked.iter().position(same);
                self.forecast.at = found.unwrap_or(self.forecast.at);
            }
            Screen::Insights => {}
        }
    }

    /// All that is on the screen and not in the plan's files.
    pub fn behind(&self) -> Behind {
        let steps = self.saving.ahead(|key| self.plan.value(key));
        Behind { typed: self.typed(), steps, left: self.left.clone() }
    }

    /// What dates are computed against.
    pub fn world(&self, today: NaiveDate) -> World<'_> {
        World { settings: &self.plan.settings, calendar: &self.plan.calendar, today }
    }

    /// What texts are read against.
    pub fn context<'a>(&'a self, account: &'a Account, ctx: &Ctx) -> Context<'a> {
        Context {
            settings: &self.plan.settings,
            calendar: &self.plan.calendar,
            account,
            now: ctx.now,
            me: self.personal.me.as_deref(),
            touch: None,
        }
    }

    /// Where keys are looked up, innermost first.
    pub fn scopes(&self) -> Vec<Scope> {
        self.scopes_under(self.overlays.len())
    }

    /// Where keys are looked up with only so many layers open.
    pub fn scopes_under(&self, layers: usize) -> Vec<Scope> {
        if let Some(overlay) = layers.checked_sub(1).and_then(|at| self.overlays.get(at)) {
            let walked = self.walk.iter().map(|_| Scope::Walk);
            return walked.chain(overlay.scopes()).collect();
        }
        let own: &[Scope] = match (self.screen, self.pane) {
            (Screen::Accounts, Pane::List) => &[Scope::Accounts, Scope::Touch],
            (Screen::Accounts, Pane::Detail) => &[Scope::Detail, Scope::Touch],
            (Screen::Today, _) => &[Scope::Today, Scope::Touch],
            (Screen::Goals, _) if self.goals.review.is_some() => &[Scope::Review],
            (Screen::Goals, Pane::List) => &[Scope::Goals],
            (Screen::Goals, Pane::Detail) => &[Scope::Goals, Scope::Touch],
            (Screen::Forecast, _) => &[Scope::Forecast, Scope::Touch],
            (Screen::Insights, _) => &[Scope::Insights],
        };
        [own, &[Scope::List, Scope::Account, Scope::Screens, Scope::Everywhere]].concat()
    }

    /// Say something in the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status = Status { tone: Tone::Plain, text: text.into() };
    }

    /// Say that something was done.
    pub fn done(&mut self, text: impl Into<String>) {
        self.status = Status { tone: Tone::Good, text: text.into() };
    }

    /// Say that something was not done, and why.
    pub fn refuse(&mut self, text: impl Into<String>) {
        self.status = Status { tone: Tone::Bad, text: text.into() };
    }
}
