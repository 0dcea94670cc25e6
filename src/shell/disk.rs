//! The disk thread: load, then do what is asked, one after the other. The screen never waits for it; what could not be
//! saved it tries again.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::happened::Happened;
use crate::app::Msg;
use crate::domain::plan::{FileKey, News};
use crate::domain::step::{Change, Note};
use crate::domain::typed::TypedFile;
use crate::store::{Batch, Folder, SaveError, Saved, TakenUp};

/// How long after a failed save it is tried again, if nobody asks before.
const AGAIN: Duration = Duration::from_secs(5);

/// Work for the disk.
pub(super) enum Job {
    Save {
        note: Note,
        change: Change,
        generation: u64,
    },
    TakeBack {
        note: Note,
        told: String,
    },
    Reload(FileKey),
    /// What the editor made of a file.
    SaveText {
        note: Note,
        edited: TypedFile,
    },
    LetGo,
    /// Look whether somebody else has written.
    Rescan,
    /// Another plan takes the place of this one.
    Switch(Box<Folder>),
    /// Say so when all that was asked before is done.
    Flush(Sender<()>),
}

/// Do what is asked until nobody asks any more.
pub(super) fn work(folder: Folder, todo: &Receiver<Job>, said: &Sender<Happened>) {
    let mut disk = Disk { folder, taken: TakenUp::default(), said: said.clone() };
    disk.load();
    loop {
        let job = match disk.folder.owes() {
            true => todo.recv_timeout(AGAIN),
            false => todo.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match job {
            Ok(job) => disk.carry_out(job),
            Err(RecvTimeoutError::Timeout) => disk.say(Msg::TryAgain),
            Err(RecvTimeoutError::Disconnected) => return,
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
            Job::Save { note, change, generation } => self.save(&note, change, generation),
            Job::TakeBack { note, told } => match self.folder.take_back(&note) {
                Ok(saved) => {
                    let Saved { news, conflicts, doubt } = saved;
                    self.say(Msg::News(Box::new(news), doubt.unwrap_or(told)));
                    self.tell_conflicts(conflicts);
                }
                Err(error) => {
                    self.say(Msg::Failed(error.to_string()));
                    self.tell_past();
                }
            },
            Job::Reload(key) => self.reload(&key),
            Job::SaveText { note, edited } => {
                let outcome = self.folder.save_text(&note, &edited).map(|saved| {
                    self.tell_conflicts(saved.conflicts);
                    (note, Box::new(saved.news))
                });
                self.say(Msg::TextSaved { edited, outcome: outcome.map_err(|error| (error.line, error.why)) });
            }
            Job::LetGo => {
                let news = News { gone: self.folder.let_go(), ..News::default() };
                self.say(Msg::News(Box::new(news), String::new()));
            }
            Job::Rescan => {
                let news = self.folder.rescan();
                if !news.is_empty() {
                    self.say(Msg::News(Box::new(news), String::new()));
                }
                if self.folder.others_have_written() {
                    self.tell_past();
                    self.say(Msg::Conflicts(self.folder.conflicts()));
                }
            }
            Job::Switch(other) => {
                self.folder = *other;
                self.load();
            }
            Job::Flush(done) => _ = done.send(()),
        }
    }

    fn save(&mut self, note: &Note, change: Change, generation: u64) {
        let key = change.key.clone();
        match self.folder.save(note, change) {
            Ok(Saved { news, conflicts, doubt }) => {
                self.say(Msg::Saved { key, generation, doubt });
                if !news.is_empty() {
                    self.say(Msg::News(Box::new(news), String::new()));
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
            (said, false) => say(Msg::News(Box::default(), said)),
            (said, true) => say(Msg::Failed(said)),
        }
        self.tell_past();
        self.say(Msg::Conflicts(self.folder.conflicts()));
    }
}
