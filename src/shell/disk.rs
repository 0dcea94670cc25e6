//! The disk thread: load, then do what is asked, one after the other. The screen never waits for it; what could not be
//! saved it tries again.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::happened::Happened;
use super::importing::Opened;
use super::under_way::UnderWay;
use chrono::{DateTime, FixedOffset};

use crate::app::{Effect, Msg};
use crate::domain::account::AccountId;
use crate::domain::conflict::Conflict;
use crate::domain::plan::{FileKey, News, Value};
use crate::domain::step::{Change, Note};
use crate::exchange::git::{self, Bringing, Taken};
use crate::store::synced;
use crate::store::{Batch, Folder, Received, SaveError, Saved, TakenUp};

/// How long after a failed save it is tried again, if nobody asks before.
const AGAIN: Duration = Duration::from_secs(5);

/// Work for the disk.
pub(super) enum Job {
    /// What the model asked for.
    Do(Effect),
    /// Look at a file from elsewhere, until somebody says stop.
    LookAt(Box<Opened>, Arc<AtomicBool>),
    /// Look at these files: somebody may have written them.
    Look(BTreeSet<PathBuf>),
    /// Write what came from others into the plan's files, as that step; say what became of it.
    Receive(Note, Box<Bringing>, Sender<Result<Taken, String>>),
    /// Another plan takes the place of this one.
    Switch(Box<Folder>),
    /// Say so when all that was asked before is done.
    Flush(Sender<()>),
    /// The last one.
    End,
}

/// Do what is asked until nobody asks any more.
pub(super) fn work(folder: Folder, todo: &Receiver<Job>, said: Sender<Happened>, under_way: &UnderWay) {
    // The loop may have ended.
    let mut disk = Disk::new(folder, move |msg| _ = said.send(Happened::Said(msg)));
    disk.under_way = under_way.clone();
    disk.load();
    loop {
        let job = if disk.folder.owes() {
            todo.recv_timeout(AGAIN)
        } else {
            todo.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match job {
            Ok(Job::Do(effect)) => under_way.during(effect, |effect| disk.act(effect)),
            Ok(Job::LookAt(opened, stop)) => opened.look(&stop, &mut disk.say),
            Ok(Job::Look(paths)) => disk.look(&paths),
            Ok(Job::Receive(note, bringing, reply)) => _ = reply.send(disk.receive(&note, &bringing)),
            Ok(Job::Switch(other)) => {
                disk.folder = *other;
                disk.load();
            }
            Ok(Job::Flush(done)) => _ = done.send(()),
            Ok(Job::End) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => (disk.say)(Msg::TryAgain),
        }
    }
}

/// The plan's folder as the model sees it: what it asks for is done, and what comes of it is said.
pub struct Disk<Say> {
    /// The plan's folder.
    pub folder: Folder,
    /// What earlier runs left; nobody else takes it up while this one has it.
    pub taken: TakenUp,
    /// What waits for a choice, as far as the model knows.
    conflicts: Vec<Conflict>,
    /// How much of that has come to wait since it was told.
    new_conflicts: usize,
    /// When a sync last reached the others, as far as the model knows.
    synced: Option<DateTime<FixedOffset>>,
    /// What of the journal could not be read, as it was last told.
    journal_damage: Option<String>,
    /// Which accounts are missing, as far as the model knows.
    missing: Vec<AccountId>,
    /// Who may want a step of many files stopped.
    under_way: UnderWay,
    say: Say,
}

impl<Say: FnMut(Msg)> Disk<Say> {
    /// An open folder of which nothing was said yet.
    pub fn new(folder: Folder, say: Say) -> Self {
        Self {
            folder,
            taken: TakenUp::default(),
            conflicts: Vec::new(),
            new_conflicts: 0,
            synced: None,
            journal_damage: None,
            missing: Vec::new(),
            under_way: UnderWay::default(),
            say,
        }
    }

    /// Look at these files: somebody may have written them.
    pub fn look(&mut self, paths: &BTreeSet<PathBuf>) {
        let news = self.folder.look(paths);
        self.looked(news);
        self.tell_rest();
    }

    /// Do what the model asked for, if it is something for a disk.
    pub fn act(&mut self, effect: Effect) {
        self.carry_out(effect);
        self.tell_rest();
    }

    /// What came from others goes into the files.
    ///
    /// # Errors
    ///
    /// Why it could not, in plain words.
    pub fn receive(&mut self, note: &Note, bringing: &Bringing) -> Result<Taken, String> {
        if bringing.root != self.folder.root() {
            return Err("another plan is open by now".to_owned());
        }
        let outcome = self.folder.keep_overruled(note, &bringing.overruled).and_then(|overruled| {
            let received = self.folder.receive(note, &bringing.files, &git::blend)?;
            Ok((overruled, received))
        });
        let outcome = match outcome {
            Ok((overruled, Received { saved: Saved { news, conflicts, doubt, .. }, mut told, overruled: back })) => {
                told.extend(doubt.map(|doubt| format!("Saved, but {doubt}.")));
                (self.say)(Msg::Durable);
                let (done, undone) = self.folder.past();
                // A step of which nothing was written is none.
                let note = done.iter().any(|each| each.id == note.id).then(|| note.clone());
                (self.say)(Msg::Received(note, Box::new(news)));
                (self.say)(Msg::Past(done, undone));
                Ok(Taken { conflicts, overruled: [overruled, back].concat(), told })
            }
            Err(error) => {
                // Some files may have been written before it failed.
                let news = self.folder.rescan();
                self.looked(news);
                Err(format!("not saved: {error}"))
            }
        };
        self.tell_rest();
        outcome
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Save { note, change, generation } => self.save(&note, change, generation),
            Effect::SaveStep { note, saves } => self.save_step(&note, saves),
            Effect::TakeBack { note, told } => {
                let done = self.folder.take_back(&note, &mut |ready, of| self.under_way.watch(ready, of));
                self.turned(done, told);
            }
            Effect::Settle { conflict, choice, note, mut told } => {
                let mut done = self.folder.settle(&conflict, choice, &note);
                // It is the one that waited before.
                if let Ok(saved) = &mut done
                    && std::mem::take(&mut saved.conflicts) > 0
                {
                    told = "It was changed again meanwhile: choose once more.".to_owned();
                }
                self.turned(done, told);
            }
            Effect::Explain(id) => {
                let differences = self.folder.explain(id);
                (self.say)(Msg::Explained(id, differences));
            }
            Effect::Reload { key, dropped } => self.reload(&key, dropped.as_ref()),
            Effect::SaveText { note, edited } => {
                let outcome = self.folder.save_text(&note, &edited).map(|saved| {
                    self.new_conflicts += saved.conflicts;
                    (note, Box::new(saved.news))
                });
                if outcome.is_ok() {
                    (self.say)(Msg::Durable);
                }
                (self.say)(Msg::TextSaved { edited, outcome: outcome.map_err(|error| (error.line, error.why)) });
                if self.new_conflicts > 0 {
                    self.tell_past();
                }
            }
            Effect::ReadContacts => {
                let book = self.folder.contacts();
                (self.say)(Msg::Contacts(Box::new(book)));
            }
            Effect::ListArchive => {
                let archived = self.folder.archived().into_iter().map(|entry| entry.account).collect();
                (self.say)(Msg::Archived(archived));
            }
            Effect::Restore { note, id } => self.restore(note, &id),
            Effect::LetGo => {
                let news = News { gone: self.folder.let_go(), ..News::default() };
                (self.say)(Msg::News(Box::new(news), None));
            }
            Effect::WorkOut(chosen) => {
                let turn = chosen.turn;
                (self.say)(Msg::WorkedOut(turn, chosen.work_out().map(Box::new)));
            }
            Effect::Look => {
                let news = self.folder.rescan();
                self.looked(news);
            }
            // The others are nothing for a disk.
            _ => {}
        }
    }

    fn restore(&mut self, note: Note, id: &AccountId) {
        match self.folder.restore(&note, id) {
            Ok((id, Saved { news, doubt, .. })) => {
                (self.say)(Msg::Durable);
                (self.say)(Msg::Restored(note, id, Box::new(news)));
                if let Some(doubt) = doubt {
                    (self.say)(Msg::Failed(format!("Saved, but {doubt}")));
                }
            }
            Err(error) => (self.say)(Msg::Failed(error.to_string())),
        }
        self.tell_past();
    }

    /// A step was taken back, done again or chosen.
    fn turned(&mut self, done: Result<Saved, SaveError>, told: String) {
        match done {
            Ok(Saved { news, conflicts, doubt, .. }) => {
                (self.say)(Msg::Durable);
                (self.say)(Msg::News(Box::new(news), Some(doubt.unwrap_or(told))));
                self.new_conflicts += conflicts;
            }
            Err(error) => (self.say)(Msg::Failed(error.to_string())),
        }
        self.tell_past();
    }

    /// What a look has found, and what other runs have written beside the plan.
    fn looked(&mut self, news: News) {
        if !news.is_empty() {
            (self.say)(Msg::News(Box::new(news), None));
        }
        if self.folder.others_have_written() {
            self.tell_past();
        }
        let now = self.synced();
        if now != self.synced {
            self.synced = now;
            if let Some(at) = now {
                (self.say)(Msg::SyncedByAnother(at));
            }
        }
        let mut more = self.folder.take_up();
        let news = std::mem::take(&mut more.news);
        if !news.is_empty() {
            (self.say)(Msg::News(Box::new(news), None));
            self.tell_past();
        }
        self.tell_taken_up(&more);
        self.hold(more);
    }

    fn synced(&self) -> Option<DateTime<FixedOffset>> {
        self.folder.state().and_then(synced::read)
    }

    /// Nobody else takes it up while it is held; what could not be saved of it is the model's from now on.
    fn hold(&mut self, mut taken: TakenUp) {
        for (note, change) in std::mem::take(&mut taken.unsaved) {
            (self.say)(Msg::Unsaved(note, change));
        }
        self.taken.add(taken);
    }

    fn tell_taken_up(&mut self, taken: &TakenUp) {
        if !taken.left.is_empty() {
            (self.say)(Msg::Left(taken.left.clone()));
        }
        match taken.told() {
            (told, false) if told.is_empty() => {}
            (told, false) => (self.say)(Msg::News(Box::default(), Some(told))),
            (told, true) => (self.say)(Msg::Failed(told)),
        }
    }

    /// All files of a step, or, where one of them can't be saved, those that can.
    fn save_step(&mut self, note: &Note, saves: Vec<(Change, u64)>) {
        let (changes, generations): (Vec<Change>, Vec<u64>) = saves.into_iter().unzip();
        match self.folder.save_step(note, changes.clone(), &mut |ready, of| self.under_way.watch(ready, of)) {
            Ok(saved) => {
                let keys = changes.into_iter().map(|change| change.key);
                for ((key, generation), saved) in keys.zip(generations).zip(saved) {
                    self.saved(key, generation, saved);
                }
            }
            Err(SaveError::Stopped) => {
                let keys = changes.into_iter().map(|change| change.key);
                (self.say)(Msg::Stopped(keys.zip(generations).collect()));
            }
            Err(_) => {
                for (change, generation) in changes.into_iter().zip(generations) {
                    self.save(note, change, generation);
                }
            }
        }
    }

    fn saved(&mut self, key: FileKey, generation: u64, saved: Saved) {
        let Saved { news, conflicts, doubt, is_merged } = saved;
        self.taken.settled(&key.file());
        (self.say)(Msg::Saved { key, generation, doubt });
        if !news.is_empty() {
            // What only this change has brought with it needs no word.
            (self.say)(Msg::News(Box::new(news), (!is_merged).then(String::new)));
        }
        self.new_conflicts += conflicts;
        if conflicts > 0 {
            // A step of which nothing was written is none.
            self.tell_past();
        }
    }

    fn save(&mut self, note: &Note, change: Change, generation: u64) {
        let key = change.key.clone();
        match self.folder.save(note, change) {
            Ok(saved) => self.saved(key, generation, saved),
            Err(SaveError::Taken(_)) => {
                let free = self.folder.free_id(&key);
                (self.say)(Msg::Taken { key, generation, free });
            }
            Err(error) => (self.say)(Msg::SaveFailed { key, generation, why: error.to_string() }),
        }
    }

    fn reload(&mut self, key: &FileKey, dropped: Option<&Value>) {
        let dropped = dropped.and_then(|value| self.folder.unsaved_text(key, value));
        self.folder.forgive(key);
        self.taken.settled(&key.file());
        let news = Box::new(self.folder.reload(key));
        (self.say)(Msg::Reloaded { key: key.clone(), news, dropped });
        self.tell_past();
    }

    /// Whatever was done: files may be missing or there again, other runs write conflicts too, and what a file says now is
    /// one side of each.
    fn tell_rest(&mut self) {
        if self.folder.missing() != self.missing {
            self.missing = self.folder.missing().to_vec();
            (self.say)(Msg::Missing(self.missing.clone()));
        }
        let now = self.folder.conflicts();
        let new = std::mem::take(&mut self.new_conflicts);
        if new > 0 || now != self.conflicts {
            self.conflicts.clone_from(&now);
            (self.say)(Msg::Conflicts(now, new));
        }
    }

    fn tell_past(&mut self) {
        let (done, undone) = self.folder.past();
        (self.say)(Msg::Past(done, undone));
        let damage = self.folder.damage_met();
        if damage != self.journal_damage {
            self.journal_damage.clone_from(&damage);
            (self.say)(Msg::JournalDamaged(damage));
        }
    }

    /// Read everything. What earlier runs left is taken up before.
    pub fn load(&mut self) {
        let taken = self.folder.take_up();
        self.folder.load_streaming(|batch| match batch {
            Batch::Plan(plan) => (self.say)(Msg::Opened(plan)),
            Batch::Accounts(entries) => (self.say)(Msg::Loaded(entries)),
        });
        self.tell_taken_up(&taken);
        (self.say)(Msg::AllLoaded);
        self.tell_past();
        self.taken = TakenUp::default();
        self.hold(taken);
        self.conflicts.clear();
        // That there was one before says nothing of now.
        self.synced = self.synced();
        self.missing.clear();
        self.tell_rest();
    }
}
