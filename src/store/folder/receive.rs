//! What others have made of the plan's files elsewhere, received by git, becomes an edit like any other: merged by field
//! with what the files say now, written into the journal as one step, and where both sides changed the same, what is on
//! the disk stays and theirs is kept beside it. Nothing here may write where the plan is not.

mod answered;
mod noticed;
mod room;
mod torn;

pub use torn::may_go;

use std::path::{Component, Path, PathBuf};

use super::reader::Reader;
use super::save::Saved;
use super::write::{self, Wanted, Written};
use super::{Folder, SaveError, Watch, key_of, most};
use crate::domain::plan::{FileKey, News};
use crate::domain::step::{Note, Way};
use crate::domain::wire::Format;
use crate::store::atomic::{self, Put};
use crate::store::merge::Clash;
use crate::store::text::{self, Text};
use crate::store::{apart, contacts, merge, patch};

/// One file as both sides knew it and as the others have it now. Nothing: no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Relative to the plan.
    pub file: PathBuf,
    /// What both knew.
    pub base: Option<Vec<u8>>,
    /// What the others made of it.
    pub theirs: Option<Vec<u8>>,
    /// What stands here under that name is another company, and gets a file of its own before theirs comes.
    pub apart: Option<Aside>,
    /// An account that one side has archived: which file of the archive it has become, there where the others have none,
    /// here where they have one.
    pub archived: Option<PathBuf>,
}

/// Where a company goes whose name others have given to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Where it lies: in the plan, or in the archive.
    pub from: PathBuf,
    /// Its own file from now on, in the same folder.
    pub to: PathBuf,
}

/// Where both sides had changed the same, and whoever put them together elsewhere has kept their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overruled {
    /// Relative to the plan.
    pub file: PathBuf,
    /// As in a conflict.
    pub path: String,
    /// What stood here, as in TOML; nothing: it was not there.
    pub ours: Option<String>,
    /// What is told of it.
    pub told: String,
}

/// Merges three texts line by line: what both knew, theirs, what the disk says. Where lines clash, the disk's; says
/// whether none did. It keeps the comments of both sides, of which a merge by field knows nothing.
pub type Blend<'a> = &'a dyn Fn(&str, &str, &str) -> Option<(String, bool)>;

/// What came of it.
#[derive(Debug, Default)]
pub struct Received {
    /// As of any save.
    pub saved: Saved,
    /// Accounts that others let go of and this side went on with, in a sentence each.
    pub told: Vec<String>,
    /// Those that this side let go of and others went on with: they are back, and wait for a choice.
    pub overruled: Vec<String>,
}

impl Folder {
    /// Bring in what others have changed, all of it as one step. When this returns it is durable.
    ///
    /// # Errors
    ///
    /// What saving can fail with; a name that leads out of the plan; a file that is no text and was changed on both
    /// sides. What was received before is received, and bringing all of it again changes nothing that is there.
    pub fn receive(&mut self, note: &Note, files: &[Incoming], blend: Blend) -> Result<Received, SaveError> {
        for Incoming { file, apart, .. } in files {
            self.is_inside(file)?;
            apart.iter().flat_map(|aside| [&aside.from, &aside.to]).try_for_each(|path| self.is_inside(path))?;
        }
        let _lock = self.sit_down()?;
        for incoming in files.iter().filter(|incoming| texts(incoming).is_none()) {
            self.receive_bytes(incoming)?;
        }
        let mut received = Received::default();
        let step = |folder: &mut Self, _: Watch| folder.receive_texts(note, files, blend, &mut received);
        let (written, stood) = self.at_once(note.id, &mut |_, _| true, step)?;
        let news = self.news_of_files(files);
        received.told.extend(news.accounts.iter().flat_map(|entry| noticed::in_account(&entry.account, files)));
        let doubt = written.doubt.or(stood.doubt);
        received.saved = Saved { news, is_merged: true, conflicts: written.conflicts, doubt };
        Ok(received)
    }

    /// All that is text, gathered as one step.
    fn receive_texts(
        &mut self,
        note: &Note,
        files: &[Incoming],
        blend: Blend,
        received: &mut Received,
    ) -> Result<Written, SaveError> {
        let mut written = Written::default();
        let two = self.make_room(note, files)?;
        let (torn, waiting) = self.receive_torn(note, files, blend, received)?;
        written.conflicts += waiting;
        received.told.extend(two);
        for incoming in files.iter().filter(|incoming| !torn.contains(&incoming.file)) {
            if let Some((base, theirs)) = texts(incoming) {
                received.told.extend(self.was_unread(&incoming.file, base, theirs));
                written.add(self.receive_text(note, &incoming.file, base, theirs, blend)?);
            }
        }
        Ok(written)
    }

    /// Keep for a choice what stands here and is about to be replaced by what others have chosen over it. Before that is
    /// received: it must be safe by then. Says what has come to wait; what stands here no more has its own conflict.
    ///
    /// # Errors
    ///
    /// There is no folder to keep it in.
    pub fn keep_overruled(&mut self, note: &Note, overruled: &[Overruled]) -> Result<Vec<String>, SaveError> {
        if overruled.is_empty() {
            return Ok(Vec::new());
        }
        let _lock = self.sit_down()?;
        let mut told = Vec::new();
        for each in overruled {
            let text = self.text(&each.file)?;
            let here = if each.path.is_empty() {
                Some(text.map(toml::Value::String))
            } else {
                let tree = text.and_then(|text| text::tree(&text).ok());
                tree.and_then(|tree| merge::get(&tree, &each.path))
            };
            let is_it = |here: &Option<toml::Value>| here.as_ref().map(ToString::to_string) == each.ours;
            let Some(here) = here.filter(is_it) else { continue };
            let clash = Clash { path: each.path.clone(), base: None, ours: here, theirs: None };
            self.keep_beforehand(note, &each.file, clash)?;
            told.push(each.told.clone());
        }
        Ok(told)
    }

    /// The one that merges for git itself: what a file is to say, and what of theirs is kept beside it. The file is git's to
    /// write.
    ///
    /// # Errors
    ///
    /// There is no folder to keep theirs in; or they are two companies, and git takes one file from a merge.
    pub fn merge_for_git(
        &mut self,
        note: &Note,
        file: &Path,
        [base, ours, theirs]: [&str; 3],
        blend: Blend,
    ) -> Result<(String, usize), SaveError> {
        self.is_inside(file)?;
        if is_of_two_companies(file, base, theirs, ours) {
            let why = "on the other side another company was added under this name, and here git can't give it a file of its \
                       own. Take back what was begun (`git merge --abort`, or `git rebase --abort`): `inroad sync` keeps both";
            return Err(SaveError::ReadOnly(file.to_owned(), why.to_owned()));
        }
        let _lock = self.sit_down()?;
        let (text, clashes) = self.reader.side_by_side(file, [base, theirs, ours], blend)?.apart();
        let conflicts = clashes.len();
        self.keep(note, file, clashes)?;
        Ok((text.unwrap_or_default(), conflicts))
    }

    fn is_inside(&self, file: &Path) -> Result<(), SaveError> {
        let refused = |why: &str| Err(SaveError::ReadOnly(file.to_owned(), why.to_owned()));
        let is_plain = |part: Component| match part {
            Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
            _ => false,
        };
        if file.as_os_str().is_empty() || !file.components().all(is_plain) {
            return refused("its name leads out of the plan; it was not taken");
        }
        // A folder on the way may be a link.
        let there = self.root().join(file);
        let folder = there.ancestors().skip(1).find_map(|folder| std::fs::canonicalize(folder).ok());
        if folder.is_none_or(|folder| !folder.starts_with(self.root())) {
            return refused("its folder is a link that leads out of the plan; it was not taken");
        }
        Ok(())
    }

    fn receive_text(
        &mut self,
        note: &Note,
        file: &Path,
        base: Option<&str>,
        theirs: Option<&str>,
        blend: Blend,
    ) -> Result<Written, SaveError> {
        let path = self.root().join(file);
        let reader = self.reader.clone();
        let came_so = self.came_broken(file, base)?;
        self.change(note, file, &mut |disk| match (theirs, disk) {
            (Some(to), Some(disk)) if base != Some(disk) && base != Some(to) && to != disk => {
                reader.side_by_side(file, [base.unwrap_or_default(), to, disk], blend)
            }
            // Whoever wrote what nobody can read has not seen what was made of it: it is kept beside what came.
            (Some(to), Some(disk)) if to != disk && is_no_toml(file, disk) && !came_so => Ok(theirs_whole(to, disk)),
            _ => write::merged(base, theirs, disk).map_err(|why| SaveError::ReadOnly(path.clone(), why)),
        })
    }

    /// What is no text, or too large to be merged: as it is, if nobody here has changed it.
    fn receive_bytes(&mut self, Incoming { file, base, theirs, .. }: &Incoming) -> Result<(), SaveError> {
        let path = self.root().join(file);
        let io = |error| SaveError::Io(path.clone(), error);
        if std::fs::read(&path).ok() == *theirs {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            atomic::create_folder(folder).map_err(io)?;
        }
        match atomic::put(self.root(), &path, base.as_deref(), theirs.as_deref()).map_err(io)? {
            Put::Durable | Put::InDoubt(_) => Ok(()),
            Put::Stranded(error) => Err(io(error)),
            Put::Otherwise => {
                let why =
                    "it was changed on both sides and is no text that can be merged; merge it with git".to_owned();
                Err(SaveError::ReadOnly(path, why))
            }
        }
    }

    /// Whether what both knew is what nobody can read, and came so from the others: nobody here has written it.
    fn came_broken(&mut self, file: &Path, base: Option<&str>) -> Result<bool, SaveError> {
        let Some(broken) = base.filter(|base| is_no_toml(file, base)) else { return Ok(false) };
        if self.text_by_now(file)?.as_deref() != Some(broken) {
            return Ok(false);
        }
        let last = self.journal.as_mut().and_then(|journal| journal.of_file(file).ok()).unwrap_or_default().pop();
        Ok(last.is_some_and(|last| last.note.way == Way::Came && last.after.as_deref() == Some(broken)))
    }

    /// What stands here nobody can read, and others have made something else of it; or nobody here can read theirs, and it was
    /// changed here.
    fn was_unread(&mut self, file: &Path, base: Option<&str>, theirs: Option<&str>) -> Option<String> {
        let (disk, theirs) = (self.text_by_now(file).ok()??, theirs?);
        let is_told =
            is_no_toml(file, &disk) && text::tree(theirs).is_ok() && !self.came_broken(file, base).unwrap_or(false);
        let is_newer = is_newer(file, theirs) && base != Some(disk.as_str()) && theirs != disk;
        let file = file.display();
        if is_newer {
            let what = "comes in the format of a newer inroad, and was changed here: theirs stands, yours is kept until you choose.";
            return Some(format!("{file} {what}"));
        }
        is_told.then(|| format!("{file} is no TOML here and was changed elsewhere: both are kept until you choose."))
    }

    fn news_of_files(&mut self, files: &[Incoming]) -> News {
        let mut news = News::default();
        let aside = |each: &Incoming| each.apart.clone().map(|aside| [aside.from, aside.to]).into_iter().flatten();
        let keys = files.iter().flat_map(|each| aside(each).chain([each.file.clone()])).map(|file| key_of(&file));
        for key in keys.clone().flatten().filter(|key| matches!(key, FileKey::Account(_))) {
            news.add(self.reload(&key));
        }
        // Playbooks, settings and holidays are read together.
        let is_around = |incoming: &Incoming| !matches!(key_of(&incoming.file), Some(FileKey::Account(_)));
        if files.iter().any(is_around) {
            news.add(self.reload(&FileKey::Settings));
        }
        news
    }
}

impl Reader {
    /// Both sides have made something of a file: what both knew, theirs, what the disk says. Byte-order mark and line ends
    /// are those of the disk, unless the others alone have changed them.
    fn side_by_side(&self, file: &Path, texts: [&str; 3], blend: Blend) -> Result<Wanted, SaveError> {
        let [base, theirs, disk] = texts.map(Text::new);
        let clothes = if disk.is_dressed_like(&base) { &theirs } else { &disk };
        let clothes = if disk.is_dressed_like(&theirs) { &disk } else { clothes };
        let wanted = self.merged_plain(file, [&base.plain, &theirs.plain, &disk.plain], blend)?;
        Ok(wanted.in_clothes(|plain| clothes.dress(plain)))
    }

    /// The same of what stands in these clothes. By field where all of it is understood; otherwise by lines, and where
    /// these clash theirs is kept as a whole.
    fn merged_plain(&self, file: &Path, [base, theirs, disk]: [&str; 3], blend: Blend) -> Result<Wanted, SaveError> {
        let path = self.root.join(file);
        if is_newer(file, theirs) && !is_newer(file, disk) {
            return Ok(theirs_whole(theirs, disk));
        }
        if key_of(file) == Some(FileKey::Contacts) {
            return contacts::side_by_side(base, theirs, disk)
                .map(Wanted::merged)
                .map_err(|why| SaveError::ReadOnly(path, why));
        }
        if is_of_two_companies(file, base, theirs, disk) || is_of_two_playbooks(file, base) {
            return Ok(both_whole([base, theirs, disk]));
        }
        let renamed = room::apart(file, [base, theirs, disk]);
        let disk = renamed.as_ref().map_or(disk, |renamed| &renamed.text);
        let blended = blend(base, theirs, disk);
        let is_plan = file.extension().is_some_and(|extension| extension == "toml");
        let may = |text: &str| self.may_be_written(&path, file, Some(text)).is_ok();
        let trees = [base, theirs, disk].map(|text| text::tree(text).ok().filter(|_| is_plan));
        if let ([Some(known), Some(theirs_said), Some(said)], true) = (&trees, may(theirs) && may(disk)) {
            let is_account = matches!(key_of(file), Some(FileKey::Account(_)));
            let once = is_account.then(|| answered::once(known, theirs_said, said)).flatten();
            let wanted = write::merged_onto(disk, said, [known, theirs_said, once.as_ref().unwrap_or(said)]);
            let wanted = wanted.map_err(|why| SaveError::ReadOnly(path.clone(), why))?;
            // Into the lines of both sides, where these make a file: then most comments of both are there.
            let lines = blended.and_then(|(text, _)| {
                let merged = text::tree(wanted.text()?).ok()?;
                let text = patch::between(&text, &text::tree(&text).ok()?, &merged).ok()?;
                (text::tree(&text).ok()? == merged).then_some(text)
            });
            return Ok(wanted.or_rather(lines).with_remarks(base, theirs));
        }
        if let Some((text, true)) = blended.filter(|_| !is_plan) {
            return Ok(Wanted::just(Some(text)));
        }
        Ok(both_whole([base, theirs, disk]))
    }
}

/// The disk's stands, and theirs is kept beside it as a whole.
fn both_whole(texts: [&str; 3]) -> Wanted {
    let [base, theirs, disk] = texts.map(|text| Some(toml::Value::String(text.to_owned())));
    let stands = texts[2].to_owned();
    Wanted::just(Some(stands)).beside(Clash { path: String::new(), base, ours: theirs, theirs: disk })
}

/// Theirs stands, and what the disk says is kept beside it as a whole.
fn theirs_whole(theirs: &str, disk: &str) -> Wanted {
    let whole = |text: &str| Some(toml::Value::String(text.to_owned()));
    let clash = Clash { path: String::new(), base: None, ours: whole(disk), theirs: whole(theirs) };
    Wanted::just(Some(theirs.to_owned())).beside(clash)
}

/// Whether that is a file of the plan in a format of a later inroad, of which nothing is changed here.
pub fn is_newer(file: &Path, text: &str) -> bool {
    let is_toml = file.extension().is_some_and(|extension| extension == "toml");
    // It stands before the first table; what follows may be fifty thousand people.
    let head: Vec<&str> = text.lines().take_while(|line| !line.trim_start().starts_with('[')).collect();
    let said = || text::tree(&head.join("\n")).ok()?.get("format")?.as_integer();
    is_toml && said().is_some_and(|format| format > i64::from(Format::NEWEST.0))
}

/// Both sides have added an account under one name, and not the same company.
fn is_of_two_companies(file: &Path, base: &str, theirs: &str, ours: &str) -> bool {
    let is_account = matches!(key_of(file), Some(FileKey::Account(_)));
    is_account && base.is_empty() && apart::are_two_companies(theirs, ours)
}

/// Both sides have saved a playbook under one name: half of each would be nobody's.
fn is_of_two_playbooks(file: &Path, base: &str) -> bool {
    matches!(key_of(file), Some(FileKey::Playbook(_))) && base.is_empty()
}

/// A file of the plan that nobody can read.
fn is_no_toml(file: &Path, text: &str) -> bool {
    file.extension().is_some_and(|extension| extension == "toml") && text::tree(text).is_err()
}

/// Both sides as texts, if they are some and not too large.
fn texts(incoming: &Incoming) -> Option<(Option<&str>, Option<&str>)> {
    let fits = |side: &Option<Vec<u8>>| side.as_ref().is_none_or(|bytes| bytes.len() as u64 <= most(&incoming.file));
    if !fits(&incoming.base) || !fits(&incoming.theirs) {
        return None;
    }
    let base = incoming.base.as_deref().map(std::str::from_utf8).transpose().ok()?;
    Some((base, incoming.theirs.as_deref().map(std::str::from_utf8).transpose().ok()?))
}

#[cfg(test)]
mod tests;
