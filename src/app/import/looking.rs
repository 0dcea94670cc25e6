//! A file is looked at: asked for, read and matched elsewhere, and what came of it is on the screen. What is said of a file
//! stays for as long as the program runs.

use std::sync::Arc;

use super::columns::ColumnsView;
use super::found::FoundView;
use super::{Asked, ImportView, Looked, Map, Said, Stage, path};
use crate::app::effect::{Effect, Effects};
use crate::app::model::{Ctx, Model};
use crate::app::overlay::Overlay;

impl Model {
    pub(super) fn import_here(&self) -> Option<&ImportView> {
        self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Import(view) => Some(view.as_ref()),
            _ => None,
        })
    }

    pub(super) fn import_view(&mut self) -> Option<&mut ImportView> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Import(view) => Some(view.as_mut()),
            _ => None,
        })
    }

    /// What a file would make of the plan, while that is looked at.
    pub fn found(&self) -> Option<&FoundView> {
        self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Import(view) => match &view.stage {
                Stage::Found(found) => Some(found.as_ref()),
                _ => None,
            },
            _ => None,
        })
    }

    pub(super) fn found_mut(&mut self) -> Option<&mut FoundView> {
        match &mut self.import_view()?.stage {
            Stage::Found(found) => Some(found),
            _ => None,
        }
    }

    /// The filter of what is looked at, if that is what lies beneath the question.
    pub(in crate::app) fn filter_import(&mut self, text: &str) -> bool {
        let is_beneath = self.found_mut().is_some();
        if let Some(found) = self.found_mut() {
            found.filter_by(text);
        }
        is_beneath
    }

    /// Look at a file: what lies in the archive and the contacts first, since they are not always there.
    pub(super) fn look_at(&mut self, path: String, map: Map) -> Effects {
        self.importing.turn += 1;
        let stage = Stage::Reading(0);
        match self.import_view() {
            Some(view) => view.stage = stage,
            None => self.overlays.push(Overlay::Import(Box::new(ImportView { path: path.clone(), stage }))),
        }
        self.importing.waits = Some((path, map));
        vec![Effect::ListArchive, Effect::ReadContacts]
    }

    /// The contacts are there: whoever waited for them goes on.
    pub(in crate::app) fn go_on_importing(&mut self) -> Effects {
        let Some((path, map)) = self.importing.waits.take() else { return Vec::new() };
        if self.import_view().is_none() {
            return Vec::new();
        }
        let contacts = self.plan.contacts.clone().unwrap_or_default();
        let plan = Arc::new(self.plan.clone());
        let archived = self.archive.accounts.clone();
        vec![Effect::LookAt(Box::new(Asked { turn: self.importing.turn, path, map, plan, contacts, archived }))]
    }

    pub(in crate::app) fn hear_reading(&mut self, turn: u64, rows: usize) {
        let is_it = turn == self.importing.turn;
        if let (true, Some(ImportView { stage: Stage::Reading(so_far), .. })) = (is_it, self.import_view()) {
            *so_far = rows;
        }
    }

    /// What came of looking. What can't be read leaves its path in the line, to be mended there.
    pub(in crate::app) fn hear_looked(&mut self, asked: &Asked, looked: Looked, ctx: &Ctx) -> Effects {
        if asked.turn != self.importing.turn {
            return Vec::new();
        }
        let marks = self.importing.said.get(&asked.path).map(|said| said.marks.clone()).unwrap_or_default();
        let Some(view) = self.import_view() else { return Vec::new() };
        match looked {
            Looked::Found { source, preview, table } => {
                let mut found = FoundView::new(source, preview, table, asked);
                found.mark_as(&marks);
                view.stage = Stage::Found(Box::new(found));
            }
            Looked::Columns(table) => view.stage = Stage::Columns(ColumnsView::of(table, &asked.map)),
            Looked::Refused(why) => {
                let why = format!("{}: {why}; nothing was changed", view.name());
                let is_on_top = matches!(self.overlays.last(), Some(Overlay::Import(_)));
                self.overlays.retain(|overlay| !matches!(overlay, Overlay::Import(_)));
                if is_on_top {
                    return path::ask_again(self, &asked.path, why, ctx);
                }
                self.refuse(why);
            }
        }
        Vec::new()
    }

    /// It is closed: what was said of it is there again when it is looked at once more.
    pub(in crate::app) fn leave_import(&mut self, view: &ImportView) {
        self.importing.turn += 1;
        self.importing.waits = None;
        if matches!(view.stage, Stage::Reading(_)) {
            self.say(format!("{} is not read on; nothing was changed.", view.name()));
            return;
        }
        self.remember_import(&view.path, &view.stage);
        let has_marks = self.importing.said.get(&view.path).is_some_and(|said| !said.marks.is_empty());
        self.say(if has_marks {
            "Nothing was changed; your marks are there when you import it again."
        } else {
            "Nothing was changed."
        });
    }

    /// What is said of a file by now.
    pub(super) fn remember_import(&mut self, path: &str, stage: &Stage) {
        let (found, map) = match stage {
            // Of what is being brought in it is remembered.
            Stage::Reading(_) | Stage::Taking(_) => return,
            Stage::Columns(view) => (view.behind.as_deref(), view.said()),
            Stage::Found(found) => (Some(found.as_ref()), found.map.clone()),
        };
        let marks = found.map(|found| found.marks.said(&found.preview)).unwrap_or_default();
        self.importing.said.insert(path.to_owned(), Said { marks, map });
    }

    /// What the columns of a file are, without what is marked in it.
    pub(super) fn remember_columns(&mut self, path: &str, map: Map) {
        self.importing.said.insert(path.to_owned(), Said { map, ..Said::default() });
    }

    /// Its first row is a header where it was taken to be none, or the other way round: what is said of its columns then, which
    /// is what was said when it was so before.
    pub(super) fn turn_header(&mut self, path: &str, said: Map, turned: Map) -> Map {
        let till_now = Map { is_headed: turned.is_headed.map(|is_headed| !is_headed), ..said };
        let before = self.importing.turned.replace((path.to_owned(), till_now));
        let is_it = |(other, map): &(String, Map)| other == path && map.is_headed == turned.is_headed;
        before.filter(is_it).map_or(turned, |(_, map)| map)
    }

    /// What was said of the columns of a file, when it was looked at before.
    pub(super) fn said_of(&self, path: &str) -> Map {
        self.importing.said.get(path).map(|said| said.map.clone()).unwrap_or_default()
    }
}
