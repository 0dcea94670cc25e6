//! A sequence as a strip of marks.

use super::Scene;
use crate::domain::account::Account;
use crate::domain::schedule::{self, Due};
use crate::domain::sequence::Sequence;
use crate::domain::touch::Touch;

/// The mark of one touch.
pub(super) fn mark(scene: Scene, sequence: &Sequence, touch: &Touch, due: Due) -> char {
    let glyphs = &scene.look.glyphs;
    if touch.unread.of("status").is_some() {
        return '?';
    }
    if !touch.is_open() {
        return glyphs.closed_mark(touch.status);
    }
    match due {
        Due::Paused => glyphs.paused,
        Due::On(day) if day < scene.today() => glyphs.overdue,
        Due::On(day) if day == scene.today() => glyphs.due,
        Due::Never if sequence.ended.is_some() => glyphs.cancelled,
        Due::On(_) | Due::Never => glyphs.planned,
    }
}

/// The touches of the running sequences, at most so many marks; of a long list the part around what comes next, with
/// a sign where it goes on.
pub(super) fn strip(scene: Scene, account: &Account, columns: usize) -> String {
    let world = scene.model.world(scene.today());
    let mut marks = Vec::new();
    for sequence in account.sequences.iter().filter(|sequence| sequence.ended.is_none()) {
        let dues = schedule::schedule(account, sequence, &world);
        marks.extend(
            sequence.touches.iter().zip(dues).map(|(touch, due)| (touch.is_open(), mark(scene, sequence, touch, due))),
        );
    }
    let next = marks.iter().position(|(open, _)| *open).unwrap_or(0);
    let first = next.saturating_sub(2).min(marks.len().saturating_sub(columns));
    let last = marks.len().min(first + columns);
    let sign = scene.look.glyphs.more;
    let seen = marks.iter().enumerate().take(last).skip(first).map(|(i, (_, mark))| {
        let goes_on = (i == first && first > 0) || (i + 1 == last && last < marks.len());
        if goes_on { sign.to_owned() } else { mark.to_string() }
    });
    seen.collect()
}
