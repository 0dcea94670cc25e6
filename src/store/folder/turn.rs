//! A step is taken back or done again by the texts that the journal holds of it, merged with whatever the files say by now. What
//! it is called and where it stands among the others is not known here.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::asleep;
use super::write::{self, Wanted, Written};
use super::{CONFLICTS, Folder, SaveError, Saved, Watch, dangling, key_of};
use crate::domain::account::AccountId;
use crate::domain::conflict::Conflict;
use crate::domain::contacts::Contacts;
use crate::domain::plan::{FileKey, News};
use crate::domain::step::{Note, Way};
use crate::domain::words::few;
use crate::store::contacts;
use crate::store::journal::{Image, Sums};

/// What one file says before a step is taken back, or done again, and what it shall say then.
#[derive(Debug)]
pub(super) struct Turn {
    /// With its texts in that direction.
    pub(super) image: Image,
    /// They are those of the step itself, which stand in the journal with it.
    is_own: bool,
}

/// What taking a step back found and left where that was not what the step itself had made of it: of each file in the order
/// of doing it again. Done again, the step brings back what went then, and nothing that others have changed since.
pub(super) type Undoing = HashMap<PathBuf, Vec<Image>>;

/// How many accounts are named in one sentence.
const NAMED: usize = 3;

impl Folder {
    /// Take a step of an earlier run back, or do it again.
    ///
    /// # Errors
    ///
    /// The journal does not know the step any more; another has changed all of the same since, or an account of it is archived
    /// by now: what many files were changed by is taken back in all of them or in none; and what saving can fail with. Then
    /// nothing is taken back.
    pub fn take_back(&mut self, note: &Note, watch: Watch) -> Result<Saved, SaveError> {
        let _lock = self.sit_down()?;
        let (Way::Undo(id) | Way::Redo(id)) = note.way else { return Ok(Saved::default()) };
        let images = self.images_of(id);
        let keys: Vec<FileKey> = images.iter().filter_map(|image| key_of(&image.file)).collect();
        if images.is_empty() {
            let why = "the journal does not know this step any more".to_owned();
            return Err(SaveError::ReadOnly(self.root().to_owned(), why));
        }
        let undoing = self.undoing(note.way);
        let turns = directed(note.way, images, &undoing);
        let away = self.away(&turns)?;
        if let Some(by) = self.overtaken_by(note.way, &turns, &away)? {
            return Err(SaveError::Overtaken { way: note.way, by });
        }
        if let Some(id) = self.first_in_archive(&away) {
            return Err(SaveError::Archived(id.clone()));
        }
        let is_a_choice = turns.iter().any(|turn| turn.image.settled.is_some());
        self.no_longer_wanted(&undoing)?;
        let step = |folder: &mut Self, watch: Watch| folder.turn(note, turns, watch);
        let (written, stood) = self.at_once(note.id, watch, step)?;
        let mut news = News::default();
        for key in keys {
            if key == FileKey::Contacts {
                // They are many, and read by whoever asks for them.
                self.bases.remove(&key);
                news.contacts = true;
            } else {
                news.add(self.reload(&key));
            }
        }
        let is_moot = stood.written == 0 && written.conflicts == 0 && !is_a_choice;
        let is_undo = matches!(note.way, Way::Undo(_));
        let why = if is_undo { "nothing of it stood any more" } else { "there is nothing of it to do again" };
        let moot = || is_moot.then(|| why.to_owned());
        let doubt = written.doubt.or(stood.doubt).or_else(|| left_alone(&away)).or_else(moot);
        Ok(Saved { news, is_merged: true, conflicts: written.conflicts, doubt })
    }

    /// A step is taken back by its texts: base is what it wrote, ours what was there before, theirs what is there. It is done
    /// again by those of its undoing.
    pub(super) fn turn(&mut self, note: &Note, turns: Vec<Turn>, watch: Watch) -> Result<Written, SaveError> {
        self.stands_once(&turns)?;
        let (mut all, mut left) = (Written::default(), BTreeSet::new());
        let of = turns.len();
        for Turn { image, is_own } in turns {
            if !watch(0, of) {
                return Err(SaveError::Stopped);
            }
            let (from, to) = (image.before.as_deref(), image.after.as_deref());
            let path = self.root().join(&image.file);
            let reader = self.reader.clone();
            all.add(self.change(note, &image.file, &mut |disk| {
                // What this step itself has made of it can be taken back whatever it is.
                let is_as_it_was = disk == from && is_own;
                if !is_as_it_was {
                    reader.may_be_written(&path, &image.file, disk)?;
                }
                let wanted = back(&image.file, from, to, disk).map_err(|why| SaveError::ReadOnly(path.clone(), why))?;
                if !is_as_it_was {
                    left.extend(dangling::by_turning(&image.file, disk, wanted.text()));
                }
                let wanted = if is_as_it_was { wanted.turning(Sums::of(from, to)) } else { wanted };
                // What a step settled waits for a choice again when it is taken back; done again it is settled.
                Ok(image.settled.iter().fold(wanted, Wanted::settling))
            })?);
        }
        all.doubt = all.doubt.or_else(|| dangling::in_short(&left));
        Ok(all)
    }

    /// What a step moves elsewhere must still be what it moves: changed since, it would stay where it is and stand there too.
    fn stands_once(&self, turns: &[Turn]) -> Result<(), SaveError> {
        for (gone, _) in moves(turns.iter().map(|turn| &turn.image)) {
            let disk = self.text_by_now(&gone.file)?;
            if disk.is_some() && disk != gone.before {
                let why = "it has been changed since; nothing was moved".to_owned();
                return Err(SaveError::ReadOnly(self.root().join(&gone.file), why));
            }
        }
        Ok(())
    }

    /// What taking a step back did, where it is done again. Once for all of a step, since the journal is looked through for it.
    pub(super) fn undoing(&mut self, way: Way) -> Undoing {
        let mut undoing = Undoing::new();
        let Way::Redo(id) = way else { return undoing };
        let images = self.journal.as_mut().and_then(|journal| journal.undoing(id).ok()).unwrap_or_default();
        for image in images.into_iter().rev() {
            undoing.entry(image.file.clone()).or_default().push(image);
        }
        undoing
    }

    /// What could not be taken back waits for a choice. Once the step is done again nobody wants it back any more.
    pub(super) fn no_longer_wanted(&self, undoing: &Undoing) -> Result<(), SaveError> {
        let Some(state) = self.state.as_ref().filter(|_| !undoing.is_empty()) else { return Ok(()) };
        let is_of = |conflict: &Conflict| {
            let of_file = undoing.get(&conflict.file).into_iter().flatten();
            of_file.into_iter().any(|image| conflict.step == Some(image.note.id))
        };
        asleep::end(state, is_of).map_err(|error| SaveError::Io(state.path(CONFLICTS), error))
    }
}

/// That nothing is done to accounts that are gone.
fn left_alone(away: &BTreeSet<AccountId>) -> Option<String> {
    let named = few(&away.iter().collect::<Vec<_>>(), NAMED);
    (!away.is_empty()).then(|| format!("{named}: gone since, and left as it is"))
}

/// What a step takes from one place and puts at another as it is.
fn moves<'i>(images: impl Iterator<Item = &'i Image> + Clone) -> Vec<(&'i Image, &'i Image)> {
    let leaves = images.clone().filter(|image| image.after.is_none());
    let taken: HashMap<&str, &Image> = leaves.filter_map(|image| Some((image.before.as_deref()?, image))).collect();
    let arrives = images.filter(|image| image.before.is_none());
    arrives.filter_map(|image| Some((*taken.get(image.after.as_deref()?)?, image))).collect()
}

/// What a file shall say when a step on it is taken back. An account that is gone by now is not made anew of what it was.
/// Where contacts.toml came with the step and others stand in it by now, those of the step go and the others stay.
pub(super) fn back(file: &Path, from: Option<&str>, to: Option<&str>, disk: Option<&str>) -> Result<Wanted, String> {
    match (key_of(file), from, to, disk) {
        (Some(FileKey::Contacts), Some(from), None, Some(disk)) if from != disk => {
            contacts::changed(disk, &contacts::read(from).value, &Contacts::default()).map(Wanted::merged)
        }
        (Some(FileKey::Account(_)), Some(_), Some(_), None) => Ok(Wanted::just(None)),
        _ => write::merged(from, to, disk),
    }
}

/// What a step did: from its end to its beginning where it is taken back; done again what its undoing took away. What goes from
/// one place to another goes as it is.
pub(super) fn directed(way: Way, mut images: Vec<Image>, undoing: &Undoing) -> Vec<Turn> {
    if matches!(way, Way::Undo(_)) {
        images.reverse();
        for image in &mut images {
            std::mem::swap(&mut image.before, &mut image.after);
        }
        return images.into_iter().map(|image| Turn { image, is_own: true }).collect();
    }
    let moved = moves(images.iter()).into_iter().flat_map(|(gone, there)| [gone.file.clone(), there.file.clone()]);
    let moved: BTreeSet<PathBuf> = moved.collect();
    let mut met: HashMap<PathBuf, usize> = HashMap::new();
    let turn = |image: Image| {
        let at = met.entry(image.file.clone()).or_default();
        let undone = undoing.get(&image.file).and_then(|of_file| of_file.get(*at));
        *at += 1;
        match undone.filter(|undone| undone.turned.is_none() && !moved.contains(&image.file)) {
            Some(Image { before, after, .. }) => {
                Turn { image: Image { before: after.clone(), after: before.clone(), ..image }, is_own: false }
            }
            None => Turn { image, is_own: true },
        }
    };
    images.into_iter().map(turn).collect()
}

/// What a step did, by the files it did it to: a step may have changed a thousand files, each of which can be taken back
/// by itself, and finding what it did to one must not cost a look at all.
pub(super) struct ByFile {
    /// Nothing: whoever asked for its file has it.
    images: Vec<Option<Image>>,
    of_file: HashMap<PathBuf, Vec<usize>>,
    /// Of the files that are none of the plan's own, such as those in the archive, by what they said before and after.
    before: HashMap<String, Vec<usize>>,
    after: HashMap<String, Vec<usize>>,
}

impl ByFile {
    pub(super) fn of(images: Vec<Image>) -> Self {
        let mut this =
            Self { images: Vec::new(), of_file: HashMap::new(), before: HashMap::new(), after: HashMap::new() };
        for (at, image) in images.into_iter().enumerate() {
            this.of_file.entry(image.file.clone()).or_default().push(at);
            if key_of(&image.file).is_none() {
                for (text, by) in [(&image.before, &mut this.before), (&image.after, &mut this.after)] {
                    if let Some(text) = text {
                        by.entry(text.clone()).or_default().push(at);
                    }
                }
            }
            this.images.push(Some(image));
        }
        this
    }

    /// What it did to this one, and where it brought it from or put it: what was moved says there what it said here. It is
    /// handed over, since it may be the text of fifty thousand people; asked for once more there is nothing.
    pub(super) fn take(&mut self, file: &Path) -> Vec<Image> {
        let own = self.of_file.remove(file).unwrap_or_default();
        let mut found: BTreeSet<usize> = own.iter().copied().collect();
        for image in own.iter().filter_map(|at| self.images.get(*at)?.as_ref()) {
            let brought = image.before.as_ref().and_then(|text| self.after.get(text));
            let put = image.after.as_ref().and_then(|text| self.before.get(text));
            found.extend(brought.into_iter().chain(put).flatten());
        }
        found.into_iter().filter_map(|at| self.images.get_mut(at)?.take()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_to_a_file_is_found_with_where_it_was_put() {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let note = Note { id: 1, at, label: "archive".into(), way: Way::Do };
        let image = |file: &str, before: Option<&str>, after: Option<&str>| {
            let (before, after) = (before.map(str::to_owned), after.map(str::to_owned));
            Image {
                note: note.clone(),
                file: file.into(),
                before,
                after,
                settled: None,
                turned: None,
                joined: std::collections::BTreeMap::new(),
            }
        };
        let images = [
            image("archive/a.toml", None, Some("a")),
            image("accounts/a.toml", Some("a"), None),
            image("archive/b.toml", None, Some("b")),
            image("accounts/b.toml", Some("b"), None),
            image("accounts/c.toml", Some("c"), Some("a")),
        ];
        let mut by_file = ByFile::of(images.to_vec());
        for (file, want) in [
            ("accounts/a.toml", vec!["archive/a.toml", "accounts/a.toml"]),
            ("accounts/b.toml", vec!["archive/b.toml", "accounts/b.toml"]),
            ("accounts/c.toml", vec!["accounts/c.toml"]),
            ("accounts/d.toml", vec![]),
        ] {
            let found: Vec<PathBuf> = by_file.take(Path::new(file)).into_iter().map(|image| image.file).collect();
            assert_eq!(found, want.iter().map(PathBuf::from).collect::<Vec<_>>(), "{file}");
        }
    }
}
