//! A file of the plan in the user's editor: what comes back is taken in whole, or kept and opened again.

use std::path::{Path, PathBuf};

use super::effect::{Effect, Effects};
use super::history::Step;
use super::model::{Ctx, Model};
use crate::domain::step::Way;
use crate::domain::typed::TypedFile;

impl Model {
    /// Let the editor work on a file of the plan. What came back from it before and could not be taken is there again.
    pub(super) fn edit_path(&mut self, file: PathBuf, line: usize) -> Effects {
        let kept = self.kept.files.iter().find(|kept| Path::new(&kept.file) == file).cloned();
        let line = kept.as_ref().map_or(line, |kept| kept.line);
        vec![Effect::EditFile { file, line, kept }]
    }

    /// What the editor made of a file, and what the file said before. It is kept until the plan has it.
    pub(super) fn edited_file(&mut self, edited: TypedFile, ctx: &Ctx) -> Effects {
        self.kept.files.retain(|kept| kept.file != edited.file);
        if edited.text == edited.before {
            self.say(format!("{}: nothing was changed.", edited.file));
            return vec![Effect::Redraw];
        }
        if edited.text.trim().is_empty() {
            self.refuse(format!("{}: the editor gave back an empty file; nothing was changed.", edited.file));
            return vec![Effect::Redraw];
        }
        self.kept.keep_file(edited.clone());
        let note = self.note(format!("{} edited", edited.file), Way::Do, ctx);
        vec![Effect::Redraw, Effect::SaveText { note, edited }]
    }

    /// The plan has it, or does not take it.
    pub(super) fn text_saved(&mut self, edited: &TypedFile, outcome: Result<Step, (usize, String)>) {
        let kept = |kept: &&mut TypedFile| kept.file == edited.file && kept.text == edited.text;
        match outcome {
            Ok(step) => {
                self.kept.files.retain(|kept| kept.file != edited.file || kept.text != edited.text);
                self.history.push(step);
                self.done(format!("{} is saved as it came from the editor.", edited.file));
            }
            Err((line, why)) => {
                if let Some(kept) = self.kept.files.iter_mut().find(kept) {
                    kept.line = line;
                }
                let place = if line > 0 { format!(":{line}") } else { String::new() };
                self.refuse(format!("Not saved, but kept to be opened again: {}{place}: {why}", edited.file));
            }
        }
    }
}
