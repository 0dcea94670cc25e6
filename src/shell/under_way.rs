//! Steps of many files that the disk is at, for whoever ends the program: how far they are, and that they can be stopped
//! as long as nothing is changed. Nothing here saves, and nothing here says how the program ends.

use std::collections::VecDeque;
use std::sync::Arc;

use super::shared::Shared;
use crate::app::Effect;
use crate::app::saving::MANY;
use crate::domain::step::Way;
use crate::domain::words::counted;

/// Such a step.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Long {
    label: String,
    /// Files it changes; 0 where only the journal knows.
    files: usize,
    way: Way,
}

impl Long {
    /// Nothing, if it is short, or no step.
    fn of(effect: &Effect) -> Option<Self> {
        let (note, files) = match effect {
            Effect::SaveStep { note, saves } if saves.len() >= MANY => (note, saves.len()),
            Effect::TakeBack { note, .. } => (note, 0),
            _ => return None,
        };
        Some(Self { label: note.label.clone(), files, way: note.way })
    }

    fn named(&self) -> String {
        let label = crate::ui::text::shown(&self.label).into_owned();
        match self.files {
            0 => label,
            files => format!("{label} ({})", counted(files, "file", "files")),
        }
    }

    fn not_done(&self) -> &'static str {
        match self.way {
            Way::Do | Way::Came | Way::Aside => "not saved",
            Way::Undo(_) => "not undone",
            Way::Redo(_) => "not redone",
        }
    }
}

/// What shall be stopped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stop {
    #[default]
    Nothing,
    /// What is not in the journal yet: the rest the next start finishes.
    Unwritten,
    /// Whatever can still be stopped whole.
    All,
}

#[derive(Debug, Default)]
struct State {
    /// Asked for and not answered yet, the one that the disk is at first.
    asked: VecDeque<Long>,
    /// How many files of that one are ready, of how many.
    ready: (usize, usize),
    stop: Stop,
    /// The one that the disk is at was told to stop, and did.
    has_heard: bool,
    /// Nothing of these was changed.
    stopped: Vec<Long>,
    /// Somebody has quit and waits.
    is_awaited: bool,
}

/// All of them, for several threads.
#[derive(Debug, Clone, Default)]
pub(super) struct UnderWay(Arc<Shared<State>>);

impl UnderWay {
    /// The disk is about to be asked for this. Says nothing of what is short.
    pub(super) fn ask(&self, effect: &Effect) {
        self.0.lock().asked.extend(Long::of(effect));
    }

    /// Do it, and know when it is over.
    pub(super) fn during(&self, effect: Effect, act: impl FnOnce(Effect)) {
        let is_long = Long::of(&effect).is_some();
        act(effect);
        if is_long {
            let mut state = self.0.lock();
            let long = state.asked.pop_front();
            if std::mem::take(&mut state.has_heard) {
                state.stopped.extend(long);
            }
            state.ready = (0, 0);
        }
    }

    /// So many files are ready, of so many. Says whether to go on.
    pub(super) fn watch(&self, ready: usize, of: usize) -> bool {
        let mut state = self.0.lock();
        if state.asked.is_empty() {
            return true;
        }
        state.ready = (ready, of);
        state.has_heard = match state.stop {
            Stop::Nothing => false,
            Stop::Unwritten => ready == 0,
            Stop::All => true,
        };
        !state.has_heard
    }

    /// Whether the disk has one to do.
    pub(super) fn is_busy(&self) -> bool {
        !self.0.lock().asked.is_empty()
    }

    /// Somebody has quit and waits for it.
    pub(super) fn wait_for_it(&self) {
        self.0.lock().is_awaited = true;
    }

    /// Stop it, for whoever has quit and waits. Says whether that is so; a second time it is not.
    pub(super) fn is_stopped_by_hand(&self) -> bool {
        let mut state = self.0.lock();
        let is_meant = state.is_awaited && !state.asked.is_empty() && state.stop == Stop::Nothing;
        if is_meant {
            state.stop = Stop::All;
        }
        is_meant
    }

    /// Whether one was stopped by hand, and did.
    pub(super) fn was_stopped_by_hand(&self) -> bool {
        let state = self.0.lock();
        state.stop == Stop::All && !state.stopped.is_empty()
    }

    /// The program ends: nothing is begun any more.
    pub(super) fn begin_nothing(&self) {
        let mut state = self.0.lock();
        if state.stop == Stop::Nothing {
            state.stop = Stop::Unwritten;
        }
    }

    /// How far it is, in a line for whoever waits; nothing if there is none.
    pub(super) fn progress(&self) -> Option<String> {
        let state = self.0.lock();
        state.asked.front()?;
        let far = match (state.stop, state.ready) {
            (Stop::All, _) => return Some("Stopping; nothing is changed…".to_owned()),
            (_, (0, _)) => "Saving".to_owned(),
            (_, (ready, of)) => format!("Saving: {ready} of {of} files"),
        };
        Some(format!("{far}… Ctrl-C stops it whole: nothing is changed."))
    }

    /// What whoever looks at the terminal afterwards should know of them.
    pub(super) fn told(&self) -> Vec<String> {
        let state = self.0.lock();
        let stopped = state
            .stopped
            .iter()
            .map(|long| format!("{}: {}. It was stopped; nothing of it is changed.", long.not_done(), long.named()));
        // The first may be in the journal; those behind it are in no place but our memory.
        let (ready, _) = state.ready;
        let open = state.asked.iter().enumerate().map(|(at, long)| match at {
            0 if ready > 0 => format!("{} yet: {}. The next start finishes it.", long.not_done(), long.named()),
            0 => format!(
                "{} yet: {}. The next start finishes it if its record was written; otherwise nothing of it is changed.",
                long.not_done(),
                long.named()
            ),
            _ => format!("{}: {}. Nothing of it is changed.", long.not_done(), long.named()),
        });
        stopped.chain(open).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::step::Note;

    fn take_back(id: u64) -> Effect {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let note = Note { id, at, label: format!("step {id}"), way: Way::Undo(id - 1) };
        Effect::TakeBack { note, told: String::new() }
    }

    /// Two are asked for; the first comes so far, and what is asked then is what `stop` does.
    fn after(ready: usize, stop: impl FnOnce(&UnderWay)) -> (bool, UnderWay) {
        let under_way = UnderWay::default();
        under_way.ask(&take_back(2));
        under_way.ask(&take_back(4));
        let mut goes_on = under_way.watch(ready, 9);
        under_way.during(take_back(2), |_| {
            stop(&under_way);
            goes_on &= under_way.watch(ready, 9);
        });
        (goes_on, under_way)
    }

    #[test]
    fn the_end_of_the_program_stops_what_is_not_written_down() {
        let (goes_on, under_way) = after(0, UnderWay::begin_nothing);
        assert!(!goes_on && !under_way.was_stopped_by_hand());
        assert_eq!(
            under_way.told(),
            [
                "not undone: step 2. It was stopped; nothing of it is changed.",
                "not undone yet: step 4. The next start finishes it if its record was written; otherwise nothing of it is \
                 changed."
            ]
        );
        let (goes_on, under_way) = after(1, UnderWay::begin_nothing);
        assert!(goes_on, "its record is written, and the next start finishes it");
        assert_eq!(under_way.told().len(), 1, "it was finished");
    }

    #[test]
    fn who_waits_stops_it_by_hand_once() {
        let (goes_on, _) = after(1, |under_way| assert!(!under_way.is_stopped_by_hand(), "nobody waits"));
        assert!(goes_on);
        let (goes_on, under_way) = after(1, |under_way| {
            under_way.wait_for_it();
            assert_eq!(
                under_way.progress().unwrap(),
                "Saving: 1 of 9 files… Ctrl-C stops it whole: nothing is changed."
            );
            assert!(under_way.is_stopped_by_hand() && !under_way.is_stopped_by_hand());
        });
        assert!(!goes_on && under_way.is_busy() && under_way.was_stopped_by_hand());
    }

    #[test]
    fn nobody_hears_of_what_is_done() {
        let (_, under_way) = after(1, |_| {});
        under_way.during(take_back(4), |_| {});
        assert!(!under_way.is_busy() && under_way.told().is_empty() && under_way.progress().is_none());
    }
}
