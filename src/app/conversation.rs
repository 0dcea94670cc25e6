//! The conversation plan of a meeting: the brief before it, which fills the screen, and questions to begin with.

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::model::{Ctx, Model, Screen};
use super::overlay::Overlay;
use crate::domain::account::AccountId;
use crate::domain::agenda::Subject;
use crate::domain::brief::{self, Brief};
use crate::domain::fields::{Invalid, Place};
use crate::domain::scaffold;
use crate::domain::words::counted;

/// The brief that is looked at. The meeting is named, so that the page stays with it while the account changes.
#[derive(Debug, Clone, Default)]
pub struct BriefView {
    /// The account.
    pub account: AccountId,
    /// Which of its meetings.
    pub meeting: usize,
    /// The first line that is seen.
    pub line: usize,
}

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "brief",
        scope: Scope::Account,
        label: "brief",
        help: "The page before a meeting: who they are, what we know, what we ask when, what we want agreed. Of the \
               meeting under the cursor, else the next one.",
        enabled: super::accounts::has_account,
        run: open_brief,
    },
    Command {
        id: "meeting.suggest",
        scope: Scope::Detail,
        label: "suggest questions",
        help: "For each kind of question that the meeting lacks, one made of what was found out, to be written over.",
        enabled: |model| model.meeting_here().is_some(),
        run: suggest,
    },
    of_brief("brief.open", "account", "Open the account in full, at this meeting.", |model, _| {
        if let Some(view) = model.brief_view().cloned() {
            let came_from = Some(model.screen).filter(|screen| *screen != Screen::Accounts);
            model.overlays.clear();
            model.go_to_item(&view.account, Place::Meeting(view.meeting));
            model.came_from = came_from;
        }
        Vec::new()
    }),
    of_brief("brief.edit", "edit", "Edit the meeting and its plan.", |model, ctx| {
        let view = model.brief_view().cloned();
        view.map(|view| model.open_form(ctx, &view.account, Place::Meeting(view.meeting), "objective"))
            .unwrap_or_default()
    }),
    of_brief("brief.copy", "copy", "Send the page as Markdown to your terminal's clipboard.", |model, ctx| {
        let page = model.brief_view().and_then(|view| model.brief(view, ctx.today()));
        page.map(|page| Effect::Copy(page.markdown(ctx.today()))).into_iter().collect()
    }),
    of_brief(
        "brief.result",
        "what came of it",
        "Say what came of the meeting; an advance becomes a next step.",
        |model, _| {
            let Some(view) = model.brief_view().cloned() else { return Vec::new() };
            let place = Some(Place::Meeting(view.meeting));
            let target = super::prompt::Target { account: view.account, place, ..Default::default() };
            super::met::ask_meeting_result(model, target)
        },
    ),
];

const fn of_brief(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Brief, label, help, enabled: always, run }
}

impl Model {
    /// The meeting under the cursor, or the one whose plan it stands in.
    pub(super) fn meeting_here(&self) -> Option<usize> {
        if let Some((_, Subject::Meeting(i))) = self.work() {
            return Some(i);
        }
        match self
            .detail
            .at
            .filter(|_| self.pane == super::model::Pane::Detail && self.screen == Screen::Accounts)?
            .place
        {
            Place::Meeting(i) => Some(i),
            Place::Question(at) | Place::Objection(at) => Some(at.meeting),
            _ => None,
        }
    }

    fn brief_view(&self) -> Option<&BriefView> {
        match self.overlays.last() {
            Some(Overlay::Brief(view)) => Some(view),
            _ => None,
        }
    }

    /// The page that is looked at.
    pub fn brief(&self, view: &BriefView, today: chrono::NaiveDate) -> Option<Brief> {
        Brief::of(self.plan.account(&view.account)?, view.meeting, today)
    }

    /// Show the page of a meeting.
    pub(super) fn show_brief(&mut self, account: AccountId, meeting: usize) {
        self.overlays.push(Overlay::Brief(BriefView { account, meeting, line: 0 }));
    }
}

fn open_brief(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(account) = model.current().cloned() else { return Vec::new() };
    match model.meeting_here().or_else(|| brief::next(&account, ctx.today())) {
        Some(meeting) => model.show_brief(account.id.clone(), meeting),
        None => {
            let key = model.keymap.key("palette").unwrap_or_default();
            model.refuse(format!("No meeting is booked or planned at {}: {key}meeting adds one.", account.name));
        }
    }
    Vec::new()
}

fn suggest(model: &mut Model, ctx: &Ctx) -> Effects {
    let (Some(id), Some(i)) = (model.current().map(|account| account.id.clone()), model.meeting_here()) else {
        return Vec::new();
    };
    let effects = model.edit(ctx, &id, |account, _| {
        let Some(meeting) = account.meetings.get(i) else { return Err(Invalid("this meeting is gone".into())) };
        let made = scaffold::questions(account, meeting);
        if made.is_empty() {
            return Err(Invalid("every kind of question is there already".into()));
        }
        let told = format!("{} to be written over", counted(made.len(), "question", "questions"));
        let questions = &mut account.meetings[i].questions;
        questions.extend(made);
        questions.sort_by_key(|question| question.kind);
        Ok(told)
    });
    // They are seen, and the cursor stands on the first.
    if model
        .plan
        .account(&id)
        .is_some_and(|account| account.meetings.get(i).is_some_and(|each| !each.questions.is_empty()))
    {
        model.point_at(Place::Question(crate::domain::meeting::PartAt { meeting: i, part: 0 }));
    }
    effects
}
