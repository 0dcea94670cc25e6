//! The disk thread: load, then do what is asked, one after the other. The screen never waits for it; what could not be
//! saved it tries again.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::happened::Happened;
use crate::app::{Effect, Msg};
use crate::domain::plan::{FileKey, News};
use crate::domain::step::{Change, Note};
use crate::store::{Batch, Folder, SaveError, Saved, TakenUp};

/// How long after a failed save it is tried again, if nobody asks before.
const AGAIN: Duration = Duration::from_secs(5);

/// Work for the disk.
pub(super) enum Job {
    /// What the model asked for.
    Do(Effect),
    /// Look at these files: somebody may have written them.
    Look(BTreeSet<PathBuf>),
    /// Another plan takes the place of this one.
    Switch(Box<Folder>),
    /// Say so when all that was asked before is done.
    Flush(Sender<()>),
    /// The last one.
    End,
}

/// Do what is asked until nobody asks any more.
pub(super) fn work(folder: Folder, todo: &Receiver<Job>, said: &Sender<Happened>) {
    let mut disk = Disk { folder, taken: TakenUp::default(), said: said.clone() };
    disk.load();
    loop {
        let job = if disk.folder.owes() {
            todo.recv_timeout(AGAIN)
        } else {
            todo.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match job {
            Ok(Job::End) | Err(RecvTimeoutError::Disconnected) => return,
            Ok(job) => disk.carry_out(job),
            Err(RecvTimeoutError::Timeout) => disk.say(Msg::TryAgain),
        }
    }
}

struct Disk {
    folder: Folder,
    /// What earlier runs left; nobody else takes it up while this one has it.
    taken: TakenUp,
    said: Sender<Happened>,
}

impl Disk {
    fn say(&self, msg: Msg) {
        // The loop may have ended.
        _ = self.said.send(Happened::Said(msg));
    }

    fn carry_out(&mut self, job: Job) {
        match job {
            Job::Do(effect) => self.act(effect),
            Job::Look(paths) => {
                let news = self.folder.look(&paths);
                self.looked(news);
            }
            Job::Switch(other) => {
                self.folder = *other;
                self.load();
            }
            Job::Flush(done) => _ = done.send(()),
            Job::End => {}
        }
    }

    fn act(&mut self, effect: Effect) {
        match effect {
            Effect::Save { note, change, generation } => self.save(&note, change, generation),
            Effect::TakeBack { note, told } => {
                let done = self.folder.take_back(&note);
                self.turned(done, told);
            }
            Effect::Settle { id, choice, note, told } => {
                let done = self.folder.settle(id, choice, &note);
                let is_in_again = done.as_ref().is_ok_and(|saved| saved.conflicts > 0);
                let again = "It was changed again meanwhile: choose once more.";
                self.turned(done, if is_in_again { again.to_owned() } else { told });
                self.say(Msg::Conflicts(self.folder.conflicts()));
            }
            Effect::Explain(id) => {
                let differences = self.folder.explain(id);
                self.say(Msg::Explained(id, differences));
            }
            Effect::Reload(key) => self.reload(&key),
            Effect::SaveText { note, edited } => {
                let outcome = self.folder.save_text(&note, &edited).map(|saved| {
                    self.tell_conflicts(saved.conflicts);
                    (note, Box::new(saved.news))
                });
                self.say(Msg::TextSaved { edited, outcome: outcome.map_err(|error| (error.line, error.why)) });
            }
            Effect::LetGo => {
                let news = News { gone: self.folder.let_go(), ..News::default() };
                self.say(Msg::News(Box::new(news), None));
            }
            Effect::Look => {
                let news = self.folder.rescan();
                self.looked(news);
            }
            // The others are nothing for a disk.
            _ => {}
        }
    }

    /// A step was taken back, done again or chosen.
    fn turned(&mut self, done: Result<Saved, SaveError>, told: String) {
        match done {
            Ok(Saved { news, conflicts, doubt, .. }) => {
                self.say(Msg::News(Box::new(news), Some(doubt.unwrap_or(told))));
                self.tell_conflicts(conflicts);
            }
            Err(error) => self.say(Msg::Failed(error.to_string())),
        }
        self.tell_past();
    }

    /// What a look has found, and what other runs have written beside the plan.
    fn looked(&mut self, news: News) {
        if !news.is_empty() {
            self.say(Msg::News(Box::new(news), None));
        }
        if self.folder.others_have_written() {
            self.tell_past();
            self.say(Msg::Conflicts(self.folder.conflicts()));
        }
    }

    fn save(&mut self, note: &Note, change: Change, generation: u64) {
        let key = change.key.clone();
        match self.folder.save(note, change) {
            Ok(Saved { news, conflicts, doubt, is_merged }) => {
                self.say(Msg::Saved { key, generation, doubt });
                if !news.is_empty() {
                    // What only this change has brought with it needs no word.
                    self.say(Msg::News(Box::new(news), (!is_merged).then(String::new)));
                }
                self.tell_conflicts(conflicts);
            }
            Err(SaveError::Taken(_)) => self.say(Msg::Taken { key, generation }),
            Err(error) => self.say(Msg::SaveFailed { key, generation, why: error.to_string() }),
        }
    }

    fn reload(&mut self, key: &FileKey) {
        self.folder.forgive(key);
        let news = self.folder.reload(key);
        self.say(Msg::Reloaded { key: key.clone(), news: Box::new(news) });
    }

    fn tell_conflicts(&self, new: usize) {
        if new > 0 {
            self.say(Msg::Conflicts(self.folder.conflicts()));
        }
    }

    fn tell_past(&mut self) {
        let (done, undone) = self.folder.past();
        self.say(Msg::Past(done, undone));
    }

    fn load(&mut self) {
        self.taken = self.folder.take_up();
        let told = self.taken.told();
        let said = self.said.clone();
        let say = |msg| _ = said.send(Happened::Said(msg));
        self.folder.load_streaming(|batch| match batch {
            Batch::Plan(plan) => say(Msg::Opened(plan)),
            Batch::Accounts(entries) => say(Msg::Loaded(entries)),
        });
        say(Msg::AllLoaded);
        say(Msg::Left(self.taken.left.clone()));
        match told {
            (said, false) if said.is_empty() => {}
            (said, false) => say(Msg::News(Box::default(), Some(said))),
            (said, true) => say(Msg::Failed(said)),
        }
        self.tell_past();
        self.say(Msg::Conflicts(self.folder.conflicts()));
    }
}
