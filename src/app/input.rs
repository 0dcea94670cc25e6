//! Typing: the keys of a line and of a text, and the commands that take, keep or leave what was typed.

use crokey::{KeyCombination, OneToThree};
use crossterm::event::{KeyCode, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea};

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::{form, prompt};
use crate::domain::fields::{self, Invalid};

/// The keys of typing itself, for the help.
pub const TYPING: &[(&str, &str)] = &[
    ("Ctrl-_", "Take back what was typed last; Ctrl-R does it again."),
    ("Ctrl-A Ctrl-E", "To the beginning and to the end of the line; Home and End do the same."),
    ("Ctrl-B Ctrl-F", "A character back and on; with Alt, or as Ctrl-Left and Ctrl-Right, a word."),
    ("Ctrl-W", "Delete the word before the cursor; Alt-D the one behind it."),
    ("Ctrl-U Ctrl-K", "Delete to the beginning and to the end of the line; Ctrl-Y puts it back."),
    ("Ctrl-H Ctrl-D", "Delete a character before and behind the cursor."),
    ("Left Right", "In a field with a choice: the words before and after; letters search among them."),
];

/// A field of one line, the cursor behind what it holds.
pub fn line(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(vec![text.replace(['\n', '\r'], " ")]);
    area.move_cursor(CursorMove::End);
    area
}

/// A field of several lines, the cursor at their end.
pub fn text(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(|line| line.trim_end_matches('\r').to_owned()).collect());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// The field with all of it chosen: what is typed takes its place, an arrow keeps it.
pub(super) fn chosen(mut area: TextArea<'static>) -> TextArea<'static> {
    area.select_all();
    area
}

/// The line of the cursor, and the character it stands before.
pub fn cursor(area: &TextArea) -> (usize, usize) {
    let at = area.cursor();
    (at.0, at.1)
}

/// Put the cursor there.
pub(super) fn jump(area: &mut TextArea<'static>, (line, column): (usize, usize)) {
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    area.cancel_selection();
    area.move_cursor(CursorMove::Jump(short(line), short(column)));
}

/// Nothing is chosen any more, and the cursor stands behind all of it.
pub(super) fn at_the_end(area: &mut TextArea<'static>) {
    area.cancel_selection();
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
}

/// Choose what stands between two places of the text, given in bytes: what is typed takes its place.
pub(super) fn choose(area: &mut TextArea<'static>, text: &str, range: std::ops::Range<usize>) {
    let place = |at: usize| {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or("");
        (before.matches('\n').count(), line.chars().count())
    };
    jump(area, place(range.start));
    area.start_selection();
    let (line, column) = place(range.end);
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    area.move_cursor(CursorMove::Jump(short(line), short(column)));
}

/// Whether a field can take a pasted text.
pub(super) fn has_room(area: &TextArea<'static>, pasted: &str) -> Result<(), Invalid> {
    let is: usize = area.lines().iter().map(|line| line.len() + 1).sum();
    if is + pasted.len() <= fields::MOST {
        return Ok(());
    }
    let (pasted, most) = (pasted.len().div_ceil(1024), fields::MOST >> 10);
    Err(Invalid(format!("The pasted text has {pasted} KiB, and a field holds {most}. Nothing was pasted.")))
}

/// One key into a field: letters, the arrows, and what readline taught everyone's fingers.
pub(super) fn type_key(area: &mut TextArea<'static>, key: KeyCombination, several_lines: bool) {
    let OneToThree::One(code) = key.codes else { return };
    if moves(key) {
        area.cancel_selection();
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    match code {
        KeyCode::Char(c) if !control && !alt => area.insert_char(c),
        KeyCode::Enter if several_lines => area.insert_newline(),
        KeyCode::Backspace if alt => _ = area.delete_word(),
        KeyCode::Backspace => _ = area.delete_char(),
        KeyCode::Delete => _ = area.delete_next_char(),
        KeyCode::Left if control || alt => area.move_cursor(CursorMove::WordBack),
        KeyCode::Right if control || alt => area.move_cursor(CursorMove::WordForward),
        KeyCode::Left => area.move_cursor(CursorMove::Back),
        KeyCode::Right => area.move_cursor(CursorMove::Forward),
        KeyCode::Up => area.move_cursor(CursorMove::Up),
        KeyCode::Down => area.move_cursor(CursorMove::Down),
        KeyCode::Home => area.move_cursor(CursorMove::Head),
        KeyCode::End => area.move_cursor(CursorMove::End),
        KeyCode::Char(c) if control => readline(area, c),
        KeyCode::Char('b') => area.move_cursor(CursorMove::WordBack),
        KeyCode::Char('f') => area.move_cursor(CursorMove::WordForward),
        KeyCode::Char('d') => _ = area.delete_next_word(),
        _ => {}
    }
}

/// Whether the key does no more than move the cursor.
fn moves(key: KeyCombination) -> bool {
    let OneToThree::One(code) = key.codes else { return false };
    match code {
        KeyCode::Left | KeyCode::Right | KeyCode::Up | KeyCode::Down | KeyCode::Home | KeyCode::End => true,
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => matches!(c, 'a' | 'e' | 'b' | 'f'),
        KeyCode::Char(c) => key.modifiers.contains(KeyModifiers::ALT) && matches!(c, 'b' | 'f'),
        _ => false,
    }
}

fn readline(area: &mut TextArea<'static>, c: char) {
    match c {
        'a' => area.move_cursor(CursorMove::Head),
        'e' => area.move_cursor(CursorMove::End),
        'b' => area.move_cursor(CursorMove::Back),
        'f' => area.move_cursor(CursorMove::Forward),
        'h' => _ = area.delete_char(),
        'd' => _ = area.delete_next_char(),
        'w' => _ = area.delete_word(),
        'u' => _ = area.delete_line_by_head(),
        'k' => _ = area.delete_line_by_end(),
        'y' => _ = area.paste(),
        '_' | '/' | '7' => _ = area.undo(),
        'r' => _ = area.redo(),
        _ => {}
    }
}

/// The commands of text.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "text.take",
        scope: Scope::Text,
        label: "save",
        help: "Save a field of one line and close; in a text of several lines, begin a new line.",
        enabled: always,
        run: enter,
    },
    Command {
        id: "text.save",
        scope: Scope::Text,
        label: "save",
        help: "Save and close, from any field.",
        enabled: always,
        run: |model, ctx| match model.overlays.last() {
            Some(Overlay::Form(_)) => form::save(model, ctx),
            _ => enter(model, ctx),
        },
    },
    Command {
        id: "text.close",
        scope: Scope::Text,
        label: "close",
        help: "Close; what was typed is kept and is there again next time.",
        enabled: always,
        run: |model, _| {
            model.close();
            Vec::new()
        },
    },
    Command {
        id: "text.next",
        scope: Scope::Text,
        label: "next field",
        help: "To the next field; where one line is asked for, complete the name or the word.",
        enabled: always,
        run: |model, ctx| next(model, 1, ctx),
    },
    Command {
        id: "text.previous",
        scope: Scope::Text,
        label: "field above",
        help: "To the field above; where one line is asked for, the name or the word before.",
        enabled: always,
        run: |model, ctx| next(model, -1, ctx),
    },
    Command {
        id: "text.turn",
        scope: Scope::Text,
        label: "next choice",
        help: "Where there is a choice of words or people: to the next one.",
        enabled: always,
        run: |model, ctx| form::turn(model, 1, ctx),
    },
    Command {
        id: "text.turn-back",
        scope: Scope::Text,
        label: "choice before",
        help: "Where there is a choice of words or people: to the one before.",
        enabled: always,
        run: |model, ctx| form::turn(model, -1, ctx),
    },
    Command {
        id: "text.editor",
        scope: Scope::Text,
        label: "in your editor",
        help: "Go on writing this field in your editor.",
        enabled: always,
        run: editor,
    },
    Command {
        id: "text.suspend",
        scope: Scope::Text,
        label: "suspend",
        help: "Give the terminal back until fg; what is typed stays.",
        enabled: always,
        run: |_, _| vec![Effect::Suspend],
    },
];

fn enter(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.overlays.last() {
        Some(Overlay::Form(_)) => form::enter(model, ctx),
        Some(Overlay::Prompt(_)) => prompt::submit(model, ctx),
        _ => Vec::new(),
    }
}

fn next(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    if matches!(model.overlays.last(), Some(Overlay::Prompt(_))) {
        return prompt::complete(model, by, ctx);
    }
    form::step(model, by, ctx)
}

fn focused(model: &mut Model) -> Option<&mut TextArea<'static>> {
    match model.overlays.last_mut()? {
        Overlay::Form(form) => form.rows.get_mut(form.at).map(|row| &mut row.input),
        Overlay::Prompt(prompt) => Some(&mut prompt.input),
        _ => None,
    }
}

fn editor(model: &mut Model, _: &Ctx) -> Effects {
    match focused(model) {
        Some(area) => vec![Effect::EditText(area.lines().join("\n"))],
        None => Vec::new(),
    }
}

/// What the editor gave back takes the place of the field's text; it is saved only with the form.
pub(super) fn edited(model: &mut Model, text: &str, ctx: &Ctx) {
    let Some(given) = focused(model).map(|area| area.lines().join("\n")) else { return };
    // Most editors end a file with a line break; only one that was not there before is theirs.
    let text = text.strip_suffix('\n').filter(|_| !given.ends_with('\n')).unwrap_or(text);
    if text == given {
        return;
    }
    match model.overlays.last_mut() {
        Some(Overlay::Form(form)) => {
            form.put(text);
            form::check(model, ctx);
        }
        Some(Overlay::Prompt(prompt)) => {
            prompt.input = line("");
            prompt::paste(model, text, ctx);
        }
        _ => {}
    }
}
