//! One file of the plan is changed: what is on the disk is looked at, what it shall say is made of that, written into
//! the journal, and put in its place. Whoever wrote in between is read again, never overwritten.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::slice;
use std::thread;
use std::time::Duration;

use toml::Table as Tree;

use super::{Fingerprint, Folder, SaveError, most};
use crate::domain::conflict::Conflict;
use crate::domain::step::{Note, StepId, Way};
use crate::domain::words::counted;
use crate::store::atomic::{self, Put};
use crate::store::journal::{Image, Sums};
use crate::store::merge::{self, Clash, Merged};
use crate::store::{conflicts, patch, remarks, text};

/// How often somebody may write in between before it is given up.
const TRIES: usize = 20;

/// So often, and so long, an empty file is waited for.
const MOMENTS: usize = 10;
const MOMENT: Duration = Duration::from_millis(10);

/// Nobody has made something else of a file.
const NOTHING: &[&Path] = &[];

/// What a file shall say.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    text: Option<String>,
    clashes: Vec<Clash>,
    /// What is settled with it, unless it clashes; where a step is turned, what that had settled.
    settles: Option<Conflict>,
    /// A step that is taken back or done again had these texts itself.
    turned: Option<Sums>,
    /// People who become one with others, and with whom.
    joined: BTreeMap<String, String>,
}

impl Wanted {
    /// This text, or no file.
    pub(super) fn just(text: Option<String>) -> Self {
        Self { text, ..Self::default() }
    }

    /// This text, and what waits for a choice beside it.
    pub(super) fn merged((text, clashes): (String, Vec<Clash>)) -> Self {
        Self { clashes, ..Self::just(Some(text)) }
    }

    /// The step that is taken back or done again found and left this.
    pub(super) fn turning(self, sums: Sums) -> Self {
        Self { turned: Some(sums), ..self }
    }

    /// With these people become one with others.
    pub(super) fn joining(self, joined: BTreeMap<String, String>) -> Self {
        Self { joined, ..self }
    }

    /// With something that waits for a choice beside it.
    pub(super) fn beside(mut self, clash: Clash) -> Self {
        self.clashes.push(clash);
        self
    }

    /// In that text instead, if there is one.
    pub(super) fn or_rather(self, text: Option<String>) -> Self {
        Self { text: text.or(self.text), ..self }
    }

    /// With the comments that stand in the text it was merged from and that both knew not. A merge by field drops them.
    pub(super) fn with_remarks(self, base: &str, from: &str) -> Self {
        let brought = self.text().and_then(|text| {
            let brought = remarks::bring(text, base, from)?;
            (text::tree(&brought).ok()? == text::tree(text).ok()?).then_some(brought)
        });
        self.or_rather(brought)
    }

    /// Said otherwise.
    pub(super) fn in_clothes(self, dress: impl FnOnce(&str) -> String) -> Self {
        Self { text: self.text.as_deref().map(dress), ..self }
    }

    /// The text.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The text, and what waits for a choice beside it.
    pub(super) fn apart(self) -> (Option<String>, Vec<Clash>) {
        (self.text, self.clashes)
    }

    /// What the journal is to know of it where the file says that now, and what waits for a choice beside it.
    pub(super) fn image(self, note: &Note, file: &Path, before: Option<String>) -> (Image, Vec<Clash>) {
        let Self { text: after, clashes, settles, turned, joined } = self;
        let settled = settles.filter(|_| clashes.is_empty() || note.way.of().is_some());
        (Image { note: note.clone(), file: file.to_owned(), before, after, settled, turned, joined }, clashes)
    }

    /// With the choice that it is.
    pub(super) fn settling(self, conflict: &Conflict) -> Self {
        Self { settles: Some(conflict.clone()), ..self }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) conflicts: usize,
    pub(super) doubt: Option<String>,
    /// What the file says now.
    pub(super) says: Option<Fingerprint>,
}

impl Written {
    pub(super) fn add(&mut self, other: Self) {
        self.conflicts += other.conflicts;
        self.doubt = self.doubt.take().or(other.doubt);
        self.says = other.says;
    }
}

impl Folder {
    /// What the journal holds of a step.
    pub(super) fn images_of(&mut self, id: StepId) -> Vec<Image> {
        self.journal.as_mut().and_then(|journal| journal.step(id).ok()).unwrap_or_default()
    }

    /// What a file says. Nothing: it is not there.
    pub(super) fn text(&self, file: &Path) -> Result<Option<String>, SaveError> {
        let path = self.root().join(file);
        match atomic::read(&path, most(file)) {
            Ok(bytes) => String::from_utf8(bytes)
                .map(Some)
                .map_err(|_| SaveError::ReadOnly(path, "this is not UTF-8 text; save it as UTF-8".into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SaveError::Io(path, error)),
        }
    }

    /// The same, when nobody is in the middle of writing it: who writes into a file itself empties it first.
    pub(super) fn quiet_text(&self, file: &Path) -> Result<Option<String>, SaveError> {
        for _ in 0..MOMENTS {
            let text = self.text(file)?;
            if text.as_deref() != Some("") {
                return Ok(text);
            }
            thread::sleep(MOMENT);
        }
        self.text(file)
    }

    /// Make a file say what `want` makes of what it says; while a step is gathered, with all that it changes.
    pub(super) fn change(
        &mut self,
        note: &Note,
        file: &Path,
        want: &mut dyn FnMut(Option<&str>) -> Result<Wanted, SaveError>,
    ) -> Result<Written, SaveError> {
        if self.gathered.is_some() {
            return self.gather(note, file, want);
        }
        let path = self.root().join(file);
        let io = |error| SaveError::Io(path.clone(), error);
        for _ in 0..TRIES {
            let disk = self.quiet_text(file)?;
            let (image, clashes) = want(disk.as_deref())?.image(note, file, disk);
            fits(&path, file, image.after.as_deref())?;
            let says = image.after.as_ref().map(|text| Fingerprint::of(text.as_bytes()));
            let conflicts = clashes.len();
            // Ours must be safe before the file says something else.
            let stirred = self.stir(slice::from_ref(&image))?;
            self.keep(note, file, clashes)?;
            if image.after == image.before {
                // A step that was taken back is so even where somebody else had done it, or where theirs stands.
                let is_turn = matches!(note.way, Way::Undo(_) | Way::Redo(_));
                let is_known = is_turn || image.settled.is_some();
                let doubt = is_known.then(|| self.mark(&image)).flatten();
                self.settle_down(stirred, NOTHING);
                return Ok(Written { conflicts, doubt, says });
            }
            if let (None, Some(folder)) = (&image.before, path.parent()) {
                atomic::create_folder(folder).map_err(io)?;
            }
            let mut doubt = self.write_down(&image);
            let (before, after) = (image.before.as_deref(), image.after.as_deref());
            let put = atomic::put(self.root(), &path, before.map(str::as_bytes), after.map(str::as_bytes));
            // Of what is stranded the next who takes the lock takes care.
            if let (Some(journal), None) = (&mut self.journal, &doubt) {
                match put {
                    // A lost mark costs a look at the file at the next start.
                    Ok(Put::Durable | Put::InDoubt(_)) => _ = journal.done(&image),
                    Ok(Put::Otherwise) | Err(_) => journal.left(),
                    Ok(Put::Stranded(_)) => {}
                }
            }
            match put.map_err(io)? {
                Put::Durable => {}
                Put::InDoubt(error) => doubt = Some(format!("durability unconfirmed: {error}")),
                Put::Otherwise => continue,
                Put::Stranded(error) => return Err(io(error)),
            }
            self.settle_down(stirred, NOTHING);
            let doubt = doubt.or_else(|| self.forgot());
            return Ok(Written { conflicts, doubt, says });
        }
        Err(SaveError::Busy(path))
    }

    /// Nothing had to be written; the journal is to know of the step all the same.
    pub(super) fn mark(&mut self, image: &Image) -> Option<String> {
        let doubt = self.write_down(image);
        if let (Some(journal), None) = (&mut self.journal, &doubt) {
            _ = journal.done(image);
        }
        doubt
    }

    /// Which steps had to go to make room for what was written down since this was last asked, in words.
    pub(super) fn forgot(&mut self) -> Option<String> {
        let steps = self.journal.as_mut()?.forgotten();
        let told = counted(steps, "older step", "older steps");
        (steps > 0).then(|| format!("there was no room to keep {told}: undo reaches less far back now"))
    }

    /// Into the journal; why not, if it can't be.
    fn write_down(&mut self, image: &Image) -> Option<String> {
        let journal = self.journal.as_mut()?;
        let error = journal.write(image).err()?;
        Some(format!("it can't be undone in another run, the journal says: {error}"))
    }

    /// Keep our side of what both changed.
    pub(super) fn keep(&self, note: &Note, file: &Path, clashes: Vec<Clash>) -> Result<(), SaveError> {
        self.keep_all(clashes.into_iter().map(|clash| waiting(note, file, clash)).collect())
    }

    /// The same of several files.
    pub(super) fn keep_all(&self, conflicts: Vec<Conflict>) -> Result<(), SaveError> {
        let Some(first) = conflicts.first() else { return Ok(()) };
        let Some(state) = &self.state else {
            let why = "somebody else changed the same, and there is no folder to keep both".to_owned();
            return Err(SaveError::ReadOnly(self.root().join(&first.file), why));
        };
        let path = state.path(super::CONFLICTS);
        conflicts::add(&path, conflicts).map_err(|error| SaveError::Io(path, error))
    }

    /// Keep what stands in a file and is about to be replaced. A question in the same words is over, as the file says them: it
    /// is asked anew.
    pub(super) fn keep_beforehand(&self, note: &Note, file: &Path, clash: Clash) -> Result<(), SaveError> {
        let conflict = waiting(note, file, clash);
        if let Some(path) = self.state.as_ref().map(|state| state.path(super::CONFLICTS)) {
            conflicts::take(&path, &conflict).map_err(|error| SaveError::Io(path, error))?;
        }
        self.keep_all(vec![conflict])
    }
}

/// What waits for a choice since a step could not bring it.
pub(super) fn waiting(note: &Note, file: &Path, clash: Clash) -> Conflict {
    let written = |leaf: Option<toml::Value>| leaf.map(|leaf| leaf.to_string());
    Conflict {
        at: note.at,
        step: Some(note.id),
        file: file.to_owned(),
        path: clash.path,
        ours: written(clash.ours),
        theirs: written(clash.theirs),
    }
}

/// A file that no run could read again is not written.
pub(super) fn fits(path: &Path, file: &Path, text: Option<&str>) -> Result<(), SaveError> {
    if text.is_none_or(|text| text.len() as u64 <= most(file)) {
        return Ok(());
    }
    Err(SaveError::ReadOnly(path.to_owned(), format!("it would be larger than {} MiB", most(file) >> 20)))
}

/// What a file shall say when it was to go from one text to another and says a third. Nothing stands for no file.
pub(super) fn merged(from: Option<&str>, to: Option<&str>, disk: Option<&str>) -> Result<Wanted, String> {
    let whole = |text: Option<&str>| text.map(|text| toml::Value::String(text.to_owned()));
    let keeps = |text: Option<&str>| Wanted::just(text.map(str::to_owned));
    match (to, disk) {
        _ if disk == from || disk == to => Ok(keeps(to)),
        _ if to == from => Ok(keeps(disk)),
        (Some(to), Some(disk)) => {
            let tree = |text: &str| text::tree(text).map_err(|_| "it is no TOML any more; mend it first".to_owned());
            let base = from.unwrap_or_default();
            let wanted = merged_trees(disk, &tree(base)?, &tree(to)?, &tree(disk)?)?;
            Ok(wanted.with_remarks(base, to))
        }
        // Somebody took away what was to be changed: the change brings it back.
        (Some(to), None) => Ok(keeps(Some(to))),
        // What was to go has been changed: it stays until somebody chooses.
        (None, _) => Ok(Wanted {
            clashes: vec![Clash { path: String::new(), base: whole(from), ours: None, theirs: whole(disk) }],
            ..keeps(disk)
        }),
    }
}

/// The same of trees, written into the text that is on the disk.
pub(super) fn merged_trees(disk: &str, base: &Tree, ours: &Tree, theirs: &Tree) -> Result<Wanted, String> {
    merged_onto(disk, theirs, [base, ours, theirs])
}

/// The same where the disk says something else than what is merged: base, ours, theirs.
pub(super) fn merged_onto(disk: &str, said: &Tree, [base, ours, theirs]: [&Tree; 3]) -> Result<Wanted, String> {
    let Merged { tree, clashes } = merge::merge(base, ours, theirs);
    let text = patch::between(disk, said, &tree)?;
    reads_back(&text)?;
    Ok(Wanted { clashes, ..Wanted::just(Some(text)) })
}

/// A text that is no TOML is never written.
pub(super) fn reads_back(text: &str) -> Result<(), String> {
    text::tree(text).map(drop).map_err(|error| {
        format!("the change can't be written down so that it reads back ({}); nothing was written", error.message())
    })
}
