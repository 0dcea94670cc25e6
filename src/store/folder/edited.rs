//! What an editor made of a file: taken in as it is if nobody else has written meanwhile, otherwise merged; and only if
//! it is TOML.

use std::path::Path;

use super::save::Saved;
use super::{Folder, SaveError, key_of, most, write};
use crate::domain::step::Note;
use crate::domain::typed::TypedFile;
use crate::store::read;
use crate::store::text::Text;

/// Why a text was not taken.
#[derive(Debug)]
pub struct NotTaken {
    /// From 1; 0 when no line is meant.
    pub line: usize,
    /// In plain words.
    pub why: String,
}

impl From<SaveError> for NotTaken {
    fn from(error: SaveError) -> Self {
        Self { line: 0, why: error.to_string() }
    }
}

impl Folder {
    /// Make a file say what came from an editor. When this returns, it is durable.
    ///
    /// # Errors
    ///
    /// It is no TOML, or too large, and what saving can fail with. Then nothing has changed.
    pub fn save_text(&mut self, note: &Note, edited: &TypedFile) -> Result<Saved, NotTaken> {
        let most = most(Path::new(&edited.file));
        if edited.text.len() as u64 > most {
            let why = format!("it is larger than {} MiB", most >> 20);
            return Err(NotTaken { line: 0, why });
        }
        let file = Path::new(&edited.file);
        // A holiday file may be opened at its mistake too.
        let is_toml = file.extension().is_some_and(|extension| extension == "toml");
        if let Some(found) = read::not_toml_at(&Text::new(&edited.text).plain).filter(|_| is_toml) {
            return Err(NotTaken { line: found.line, why: found.message });
        }
        let path = self.root().join(file);
        let _lock = self.sit_down()?;
        let written = self.change(note, file, &mut |disk| {
            write::merged(Some(&edited.before), Some(&edited.text), disk)
                .map_err(|why| SaveError::ReadOnly(path.clone(), why))
        })?;
        let news = key_of(file).map(|key| self.reload(&key)).unwrap_or_default();
        Ok(Saved { news, is_merged: true, conflicts: written.conflicts, doubt: written.doubt })
    }
}
