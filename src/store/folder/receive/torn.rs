//! Accounts that one side has archived or deleted while the other went on with them, and playbooks and holidays likewise. They
//! stay in the plan, with what either side has written; they never lie in the archive beside that; and that somebody wanted
//! them gone waits for a choice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Blend, Folder, Incoming, Received, SaveError, texts};
use crate::domain::plan::FileKey;
use crate::domain::step::Note;
use crate::domain::synced;
use crate::store::folder::key_of;
use crate::store::folder::write::{self, Wanted};
use crate::store::merge::Clash;
use crate::store::text;

/// One file that both sides have decided about.
struct Torn<'a> {
    file: &'a Path,
    base: &'a str,
    /// What the others say of it, wherever it lies there; nothing: they have deleted it.
    theirs: Option<&'a str>,
    archived: Option<&'a Path>,
}

impl Folder {
    /// Bring these in. Says which files are dealt with, those of the archive too, and how many things wait for a choice beside
    /// those that are told as overruled.
    pub(super) fn receive_torn(
        &mut self,
        note: &Note,
        files: &[Incoming],
        blend: Blend,
        received: &mut Received,
    ) -> Result<(BTreeSet<PathBuf>, usize), SaveError> {
        let (mut done, mut waiting) = (BTreeSet::new(), 0);
        for incoming in files {
            let Some((Some(base), theirs)) = texts(incoming) else { continue };
            if !may_go(&incoming.file) {
                continue;
            }
            let (file, archived) = (incoming.file.as_path(), incoming.archived.as_deref());
            let disk = self.text_by_now(file)?;
            match (theirs, disk) {
                (None, Some(disk)) if disk != base => {
                    let there = files.iter().find(|each| archived == Some(&each.file)).and_then(texts);
                    let theirs = there.and_then(|(_, text)| text);
                    let torn = Torn { file, base, theirs, archived };
                    let (told, conflicts) = self.stays(note, &torn, blend)?;
                    received.told.push(told);
                    waiting += conflicts;
                    done.extend(archived.map(Path::to_owned));
                }
                (Some(theirs), None) if theirs != base => {
                    let torn = Torn { file, base, theirs: Some(theirs), archived };
                    let (told, conflicts) = self.comes_back(note, &torn, blend)?;
                    received.overruled.push(told);
                    waiting += conflicts;
                }
                _ => continue,
            }
            done.insert(file.to_owned());
        }
        Ok((done, waiting))
    }

    /// Edited here, and gone elsewhere.
    fn stays(&mut self, note: &Note, torn: &Torn, blend: Blend) -> Result<(String, usize), SaveError> {
        let Torn { file, base, theirs, archived } = *torn;
        let reader = self.reader.clone();
        let mut name = None;
        let written = self.change(note, file, &mut |disk| {
            let Some(disk) = disk else { return Ok(Wanted::just(None)) };
            name = Some(called(file, disk));
            let wanted = match theirs.filter(|theirs| *theirs != base && *theirs != disk) {
                Some(theirs) => reader.side_by_side(file, [base, theirs, disk], blend)?,
                None => Wanted::just(Some(disk.to_owned())),
            };
            let stands = wanted.text().map(|text| toml::Value::String(text.to_owned()));
            Ok(wanted.beside(Clash { path: String::new(), base: None, ours: None, theirs: stands }))
        })?;
        let told = synced::stays(&name.unwrap_or_else(|| called(file, base)), archived.is_some());
        Ok((told, written.conflicts))
    }

    /// Edited elsewhere, and gone here: it leaves the archive and is back in one.
    fn comes_back(&mut self, note: &Note, torn: &Torn, blend: Blend) -> Result<(String, usize), SaveError> {
        let Torn { file, base, theirs, archived } = *torn;
        let to = theirs.unwrap_or(base);
        let archived = match archived {
            Some(path) => self.text_by_now(path)?.map(|text| (path, text)),
            None => None,
        };
        let whole = Some(toml::Value::String(to.to_owned()));
        self.keep_beforehand(note, file, Clash { path: String::new(), base: None, ours: None, theirs: whole })?;
        let path = self.root().join(file);
        let reader = self.reader.clone();
        let (written, _) = self.at_once(note.id, &mut |_, _| true, |folder, _| {
            let written = folder.change(note, file, &mut |disk| match (disk, &archived) {
                (None, Some((_, here))) if here != base && here != to => {
                    reader.side_by_side(file, [base, to, here], blend)
                }
                _ => write::merged(Some(base), Some(to), disk).map_err(|why| SaveError::ReadOnly(path.clone(), why)),
            })?;
            match &archived {
                Some((path, text)) => folder.remove_file(note, path, text, None).map(|_| written),
                None => Ok(written),
            }
        })?;
        Ok((synced::is_back(&called(file, to), archived.is_some()), written.conflicts))
    }
}

/// Whether somebody may want that file gone. A plan without settings is none, and of contacts each goes by themselves.
pub fn may_go(file: &Path) -> bool {
    let is_calendar = file.extension().is_some_and(|extension| extension == "ics");
    is_calendar || matches!(key_of(file), Some(FileKey::Account(_) | FileKey::Playbook(_)))
}

/// What it is called in that text.
fn called(file: &Path, said: &str) -> String {
    let name = text::tree(said).ok().and_then(|tree| Some(tree.get("name")?.as_str()?.to_owned()));
    let name = name.unwrap_or_else(|| file.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    match key_of(file) {
        Some(FileKey::Account(_)) => name,
        Some(FileKey::Playbook(_)) => format!("Playbook {name}"),
        _ => format!("Holidays {name}"),
    }
}
