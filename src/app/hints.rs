//! Which keys the last line shows: those that do something for what the cursor stands on, and what they do to it.

use super::command::{self, Scope};
use super::form::FormRow;
use super::import::Stage;
use super::menu::Menu;
use super::model::{Model, Pane, Screen};
use super::outline::Section;
use super::overlay::Overlay;
use super::prompt::Prompt;
use crate::domain::agenda::Subject;
use crate::domain::fields::Kind;
use crate::domain::readiness;

/// A key, and what it does here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// As it is read.
    pub key: String,
    /// In a word or two.
    pub label: String,
}

struct Hints<'m> {
    model: &'m Model,
    found: Vec<Hint>,
}

impl Hints<'_> {
    /// The command as it calls itself, if it can do something now.
    fn all(&mut self, ids: &[&str]) {
        for id in ids {
            if let Some(command) = command::by_id(id) {
                self.named(id, command.label);
            }
        }
    }

    /// The command by what it does to what is under the cursor.
    fn named(&mut self, id: &str, label: &str) {
        let possible =
            command::by_id(id).is_some_and(|command| command.scope == Scope::Text || (command.enabled)(self.model));
        let anything = match id {
            "undo" => self.model.history.can_undo(),
            _ => true,
        };
        if let Some(key) = self.model.keymap.key(id).filter(|_| possible && anything) {
            self.found.push(Hint { key, label: label.to_owned() });
        }
    }

    fn plain(&mut self, key: &str, label: &str) {
        self.found.push(Hint { key: key.to_owned(), label: label.to_owned() });
    }

    fn of_import(&mut self, stage: &Stage) {
        match stage {
            Stage::Reading(_) | Stage::Taking(_) => self.named("import.close", "stop"),
            Stage::Columns(_) => {
                self.named("import.open", "what it is");
                self.named("import.take", "read it so");
                self.all(&["import.header", "import.columns", "list.down", "list.up", "import.close"]);
            }
            Stage::Found(_) => {
                self.all(&["import.mark", "import.take", "import.filter", "import.mark-all", "import.open"]);
                self.all(&["import.close", "help", "import.columns"]);
            }
        }
    }

    fn of_prompt(&mut self, prompt: &Prompt) {
        self.named("text.take", prompt.verb);
        if prompt.completes() {
            self.named("text.next", "complete");
        }
        self.all(&["text.close", "text.editor"]);
    }

    fn of_field(&mut self, row: Option<&FormRow>) {
        match row.map(|row| (row.spec.kind, row.options.is_empty())) {
            Some((Kind::Choice(_) | Kind::Flag, _)) if self.model.walk.is_some() => {
                self.named("text.take", "save");
                self.plain("Left/Right", "choose");
                self.all(&["text.next", "text.close"]);
                self.plain("letters", "search");
            }
            Some((Kind::Choice(_) | Kind::Flag, _)) => {
                self.plain("Left/Right", "choose");
                self.all(&["text.save", "text.next", "text.close"]);
                self.plain("letters", "search");
            }
            Some((kind, no_options)) if self.model.walk.is_some() && !matches!(kind, Kind::Text | Kind::Lines) => {
                self.named("text.take", "save");
                self.all(if no_options {
                    &["text.next", "text.close"]
                } else {
                    &["text.turn", "text.next", "text.close"]
                });
            }
            Some((_, false)) => self.all(&["text.save", "text.turn", "text.next", "text.close", "text.editor"]),
            _ => self.all(&["text.save", "text.next", "text.close", "text.editor"]),
        }
    }

    fn of_detail(&mut self) {
        self.all(&["help", "edit", "detail.add", "detail.back"]);
        self.of_gaps();
        self.all(&["detail.unfold", "detail.confirm"]);
        if self.model.meeting_here().is_some() {
            self.all(&["brief", "touch.done", "meeting.suggest"]);
        }
        self.all(&["detail.influence", "detail.support"]);
        match self.model.row().map(|row| row.section) {
            Some(Section::People) => self.all(&["map"]),
            Some(Section::EntryPoint) => self.named("weigh", "weigh"),
            Some(Section::Meetings) => {}
            _ => self.all(&["touch.done"]),
        }
        self.all(&["touch.answer", "sequence.begin", "detail.delete", "undo", "palette"]);
    }

    fn of_menu(&mut self, menu: &Menu) {
        self.all(&["menu.take"]);
        match menu.search {
            Some(_) => self.plain("letters", "search"),
            None if menu.choices.iter().all(|choice| choice.letter.is_ascii_digit()) => self.plain("number", "at once"),
            None => self.plain("letter", "at once"),
        }
        self.all(&["menu.close"]);
    }

    /// Where something is missing, the key that asks for it.
    fn of_gaps(&mut self) {
        let Some(account) = self.model.current() else { return };
        if readiness::is_yet_to_begin(account) || !self.model.gaps(&account.id).is_empty() {
            self.all(&["readiness.walk"]);
        }
    }

    /// What a question of a walk can be left for, behind what it takes.
    fn of_walk(&mut self) {
        let before = self.found.len();
        self.all(&["walk.waive", "walk.later"]);
        let first = before.min(1);
        self.found[first..].rotate_left(before - first);
    }

    fn of_goal(&mut self) {
        self.all(&["goals.open", "goals.back", "touch.done"]);
        if self.model.is_on_note() {
            self.named("goals.edit", "edit note");
            self.named("goals.delete", "delete note");
        }
        self.all(&["goals.note", "goals.explain", "help", "undo"]);
    }

    fn of_today(&mut self) {
        let subject = self.model.derived.queue.get(self.model.today.at).map(|item| item.subject);
        let in_card = self.model.pane == Pane::Detail;
        if in_card {
            self.named("list.down", "scroll");
        }
        match subject {
            None => self.all(&["screen.accounts", "today.ahead"]),
            Some(Subject::Touch(_)) => self.all(&["touch.done", "touch.answer", "touch.postpone", "touch.skip"]),
            Some(Subject::Meeting(_)) => {
                self.named("today.open", "brief");
                self.named("touch.done", "what came of it");
                self.named("touch.postpone", "move");
            }
            Some(Subject::NextStep(_)) => self.all(&["touch.done", "touch.postpone"]),
            Some(Subject::Log(_) | Subject::Account) => {
                self.named("touch.done", "decide");
                self.named("touch.postpone", "later");
            }
        }
        let edit = match subject {
            None => "",
            Some(Subject::Touch(_)) => "edit draft",
            Some(Subject::Meeting(_)) => "edit meeting",
            Some(Subject::NextStep(_)) => "edit step",
            Some(Subject::Log(_)) => "edit answer",
            Some(Subject::Account) => "edit why",
        };
        self.named("today.edit", edit);
        if matches!(subject, Some(Subject::Touch(_))) {
            if self.model.is_on_mail() {
                self.all(&["touch.mail"]);
            }
            self.all(&["touch.links"]);
        }
        if subject.is_some() {
            self.all(&["touch.note"]);
            if !matches!(subject, Some(Subject::Meeting(_))) {
                self.all(&["today.open"]);
            }
            self.of_gaps();
            self.named("pane", if in_card { "queue" } else { "card" });
        }
        self.all(&["help"]);
        if subject.is_some() {
            self.named("zoom", if self.model.zoomed { "both" } else { "card alone" });
        }
        self.all(&["undo"]);
    }
}

/// The hints, by where one is; the first ones stay when it gets narrow.
pub fn hints(model: &Model) -> Vec<Hint> {
    let mut hints = Hints { model, found: Vec::new() };
    match model.overlays.last() {
        Some(Overlay::Form(form)) => hints.of_field(form.rows.get(form.at)),
        Some(Overlay::Prompt(prompt)) => hints.of_prompt(prompt),
        Some(Overlay::Palette(_)) => hints.all(&["palette.run", "text.close"]),
        Some(Overlay::Menu(menu)) => hints.of_menu(menu),
        Some(Overlay::Help(_)) => hints.all(&["list.down", "list.up", "list.page-down", "back"]),
        Some(Overlay::Conflicts(_)) => {
            hints.all(&["conflict.theirs", "conflict.ours", "conflict.edit", "list.down", "back"]);
        }
        Some(Overlay::Past(_)) => hints.all(&["undo", "redo", "list.down", "list.up", "back"]),
        Some(Overlay::Typed(_)) => hints.all(&["typed.take", "typed.drop", "typed.copy", "typed.back", "back"]),
        Some(Overlay::Brief(_)) => {
            hints.named("list.down", "scroll");
            hints.all(&["brief.copy", "brief.edit", "brief.open", "brief.result", "back"]);
        }
        Some(Overlay::Map(_)) => hints.all(&[
            "map.open",
            "map.edit",
            "map.influence",
            "map.support",
            "map.boss",
            "map.add",
            "map.up",
            "map.down",
            "back",
            "undo",
        ]),
        Some(Overlay::Weigh(_)) => {
            hints.all(&["weigh.choose"]);
            hints.plain("0-3", "weigh");
            hints.plain("h/l", "criterion");
            hints.all(&["weigh.add", "weigh.edit", "back", "undo"]);
        }
        Some(Overlay::Import(view)) => hints.of_import(&view.stage),
        Some(Overlay::Contacts(_)) => {
            hints.all(&[
                "contacts.attach",
                "contacts.mark",
                "contacts.filter",
                "contacts.mark-all",
                "back",
                "undo",
                "list.down",
            ]);
        }
        Some(Overlay::Level(_)) => hints.all(&["level.apply", "list.down", "list.up", "back"]),
        Some(Overlay::Problems(_)) => hints.all(&["list.open", "list.down", "list.up", "reload", "back"]),
        None => match (model.screen, model.pane) {
            (Screen::Accounts, Pane::List) if model.plan.accounts.is_empty() => {
                hints.all(&["account.add", "import.first", "demo", "help", "quit"]);
            }
            (Screen::Accounts, Pane::List) => {
                hints.all(&["help", "filter", "account.add", "account.open"]);
                hints.of_gaps();
                hints.all(&["touch.done", "touch.postpone", "screen.today", "sequence.begin", "palette", "undo"]);
            }
            (Screen::Accounts, Pane::Detail) if model.row().is_some_and(|row| row.section == Section::Missing) => {
                hints.named("detail.unfold", "fill in");
                hints.named("detail.delete", "doesn't apply");
                hints.named("readiness.walk", "one after another");
                hints.all(&["detail.back", "undo", "help"]);
            }
            (Screen::Accounts, Pane::Detail) => hints.of_detail(),
            (Screen::Today, _) => hints.of_today(),
            (Screen::Goals, _) if model.goals.review.is_some() => {
                hints.all(&["review.decide", "review.before", "review.after", "review.open", "review.copy", "back"]);
                hints.all(&["help", "undo"]);
            }
            (Screen::Goals, Pane::List) => {
                hints.all(&["goals.open", "goals.note", "goals.explain", "goals.add", "goals.edit", "goals.link"]);
                hints.all(&["review", "help", "goals.delete", "undo"]);
            }
            (Screen::Goals, Pane::Detail) => hints.of_goal(),
            (Screen::Forecast, Pane::List) => {
                hints.all(&["forecast.before", "forecast.after"]);
                hints.named("list.down", "next week");
                hints.all(&["forecast.open", "forecast.level", "help", "undo"]);
            }
            (Screen::Insights, pane) => {
                hints.named("list.down", if pane == Pane::List { "next picture" } else { "scroll" });
                hints.all(&["insights.numbers", "insights.measure", "insights.period", "insights.whose"]);
                hints.all(&["insights.open", "help"]);
            }
            (Screen::Forecast, Pane::Detail) => {
                hints.named("forecast.before", "back");
                hints.all(&["forecast.open", "touch.postpone", "touch.later", "touch.earlier", "help", "undo"]);
            }
        },
    }
    if model.walk.is_some() && !model.overlays.is_empty() {
        hints.of_walk();
    }
    hints.found
}
