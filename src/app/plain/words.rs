//! What can be asked for in a line: words, and the letters that are the screen's keys. It never acts.

use crate::app::command::{self, Command};
use crate::app::keymap::Keymap;
use crate::domain::near;

/// What this front does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// To the next number.
    Next,
    /// To the number before.
    Back,
    /// Say what waits.
    List,
    /// Say again what is to be done here.
    Show,
    /// From a part back to all.
    All,
    /// End.
    Quit,
    /// Say what can be asked for.
    Help,
    /// Leave what is asked, where nothing is.
    Leave,
}

/// What follows from a word.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// What the key of that command does.
    Command(&'static str),
    /// Something of this front alone: by which letter, and what.
    Own(&'static str, Own, &'static str),
}

/// The words, in the order in which help says them.
const WORDS: [(&str, Does); 34] = [
    ("done", Does::Command("touch.done")),
    ("skip", Does::Command("touch.skip")),
    ("postpone", Does::Command("touch.postpone")),
    ("answer", Does::Command("touch.answer")),
    ("note", Does::Command("touch.note")),
    ("edit", Does::Command("today.edit")),
    ("pause", Does::Command("touch.pause")),
    ("later", Does::Command("touch.later")),
    ("earlier", Does::Command("touch.earlier")),
    ("pin", Does::Command("touch.pin")),
    ("channel", Does::Command("touch.channel")),
    ("links", Does::Command("touch.links")),
    ("log", Does::Command("account.log")),
    ("step", Does::Command("account.next-step")),
    ("decide", Does::Command("account.decide")),
    ("undo", Does::Command("undo")),
    ("redo", Does::Command("redo")),
    ("next", Does::Own("", Own::Next, "The next number; Enter does the same.")),
    ("back", Does::Own("", Own::Back, "The number before.")),
    ("list", Does::Own("", Own::List, "Say what waits, and what has been dealt with; a number goes to it.")),
    ("show", Does::Own("", Own::Show, "Say again what is to be done here.")),
    ("calls", Does::Command("today.calls")),
    ("days", Does::Command("today.ahead")),
    ("filter", Does::Command("filter")),
    ("all", Does::Own("", Own::All, "From calls, from words or from the next days back to all that is due.")),
    ("catch-up", Does::Command("catch-up")),
    ("away", Does::Command("away")),
    ("conflicts", Does::Command("conflicts")),
    ("review", Does::Command("review")),
    ("texts", Does::Command("typed")),
    ("problems", Does::Command("problems")),
    ("again", Does::Command("save-again")),
    ("quit", Does::Own("q", Own::Quit, "End; all that was done is saved already.")),
    ("help", Does::Own("?", Own::Help, "Say all of this.")),
];

/// What is offered with every piece of work: of each, the first that can be done with it.
const USUAL: [&[&str]; 6] = [&["done"], &["skip"], &["postpone"], &["answer"], &["note", "log"], &["edit"]];

/// What is offered where there is no work.
const IDLE: [&[&str]; 2] = [&["undo"], &["days"]];

/// What can be said once the weekly review is read out.
const OF_REVIEW: [(&str, &str); 4] =
    [("decide", "review.decide"), ("before", "review.before"), ("after", "review.after"), ("undo", "undo")];

/// What leaves a question. It is no word for anything else, whatever it is on the screen.
pub const LEAVE: &str = ".";

/// A word is known by its beginning from so many letters on.
const BEGUN: usize = 3;

/// What a line asks for.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'l> {
    /// Something of this front.
    Own(Own),
    /// The piece of work with that number.
    Number(&'l str),
    /// What a key does.
    Command(&'static Command),
    /// Nothing that there is.
    Nothing(&'l str),
}

impl Asked<'_> {
    /// Whether it depends on where one stands.
    pub fn is_about_here(&self) -> bool {
        matches!(self, Self::Command(_) | Self::Own(Own::Next | Own::Back | Own::Show))
    }
}

/// What the line asks for, and what stands behind it: the answer to what will be asked.
pub fn understood<'l>(line: &'l str, keymap: &Keymap) -> (Asked<'l>, Option<&'l str>) {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = Some(rest.trim()).filter(|rest| !rest.is_empty());
    let asked = match word {
        "" => Asked::Own(Own::Next),
        LEAVE => Asked::Own(Own::Leave),
        number if number.chars().all(|c| c.is_ascii_digit()) => Asked::Number(number),
        word => match by_letter(word, keymap).or_else(|| by_word(word)) {
            Some(Does::Own(_, own, _)) => Asked::Own(own),
            Some(Does::Command(id)) => command::by_id(id).map_or(Asked::Nothing(word), Asked::Command),
            None => Asked::Nothing(word),
        },
    };
    (asked, rest)
}

fn by_letter(letter: &str, keymap: &Keymap) -> Option<Does> {
    let is_it = |does: &Does| match does {
        Does::Command(id) => keymap.key(id).as_deref() == Some(letter),
        Does::Own(own, ..) => *own == letter,
    };
    let all = || WORDS.iter().map(|(_, does)| *does);
    // A key of the user's own goes before our letters.
    let of_key = all().find(|does| matches!(does, Does::Command(_)) && is_it(does));
    of_key.or_else(|| all().find(is_it))
}

fn by_word(word: &str) -> Option<Does> {
    let lower = word.to_lowercase();
    let whole = WORDS.iter().find(|(known, _)| *known == lower);
    let mut begun = WORDS.iter().filter(|(known, _)| known.starts_with(&lower) && lower.chars().count() >= BEGUN);
    let only = begun.next().filter(|_| begun.next().is_none());
    whole.or(only).map(|(_, does)| *does)
}

/// Which word may have been meant, as an end to a sentence.
pub fn meant(word: &str) -> String {
    near::meant(&word.to_lowercase(), WORDS.iter().map(|(word, _)| *word))
}

/// What can be said of what can be done now: `d done, s skip`. Where there is no work, what is there then.
pub fn offered(keymap: &Keymap, has_work: bool, is_enabled: impl Fn(&Command) -> bool) -> String {
    let usual: &[&[&str]] = if has_work { &USUAL } else { &IDLE };
    let one = |word: &&str| {
        let id = WORDS.iter().find_map(|(known, does)| match does {
            Does::Command(id) if known == word => Some(*id),
            _ => None,
        })?;
        command::by_id(id).filter(|command| is_enabled(command))?;
        Some(letter_and(keymap.key(id), word, " "))
    };
    let then = if has_work { ["Enter next", "? help"] } else { ["? help", "q quit"] };
    let first = |words: &&[&str]| words.iter().find_map(one);
    let all: Vec<String> = usual.iter().filter_map(first).chain(then.map(str::to_owned)).collect();
    all.join(", ")
}

/// What a line asks of the weekly review.
pub fn of_review(line: &str, keymap: &Keymap) -> Option<&'static Command> {
    let is_it = |(word, id): &&(&str, &str)| line.to_lowercase() == *word || keymap.key(id).as_deref() == Some(line);
    OF_REVIEW.iter().find(is_it).and_then(|(_, id)| command::by_id(id))
}

/// What can be said of the weekly review: `d decide, h before, l after, u undo`.
pub fn offered_of_review(keymap: &Keymap, is_enabled: impl Fn(&Command) -> bool) -> String {
    let enabled = |(_, id): &&(&str, &str)| command::by_id(id).is_some_and(&is_enabled);
    let offered = OF_REVIEW.iter().filter(enabled).map(|(word, id)| letter_and(keymap.key(id), word, " "));
    offered.collect::<Vec<_>>().join(", ")
}

/// Whether a text is one of the words, and no more than that.
pub fn is_word(text: &str) -> bool {
    WORDS.iter().any(|(word, _)| *word == text)
}

fn letter_and(key: Option<String>, word: &str, between: &str) -> String {
    key.filter(|key| key.chars().count() == 1 && key != LEAVE)
        .map_or_else(|| word.to_owned(), |key| format!("{key}{between}{word}"))
}

/// All that can be asked for, a line each.
pub fn help(keymap: &Keymap) -> Vec<String> {
    let first =
        "Enter goes to the next number, a number to that one. What stands behind a word answers what it asks: p fri.";
    let one = |(word, does): &(&str, Does)| match does {
        Does::Command(id) => {
            let help = command::by_id(id)?.help;
            Some(format!("{}: {help}", letter_and(keymap.key(id), word, " or ")))
        }
        Does::Own(letter, _, help) => {
            let letter = Some((*letter).to_owned()).filter(|letter| !letter.is_empty());
            Some(format!("{}: {help}", letter_and(letter, word, " or ")))
        }
    };
    std::iter::once(first.to_owned()).chain(WORDS.iter().filter_map(one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> String {
        let (keymap, _) = Keymap::new(&crate::app::keymap::Bindings::default());
        match understood(line, &keymap).0 {
            Asked::Own(own) => format!("{own:?}"),
            Asked::Number(number) => number.to_owned(),
            Asked::Command(command) => command.id.to_owned(),
            Asked::Nothing(word) => format!("no {word}"),
        }
    }

    #[test]
    fn a_word_is_known_by_its_letter_by_itself_and_by_three_of_its_letters() {
        for (line, what) in [
            ("", "Next"),
            ("12", "12"),
            ("d", "touch.done"),
            ("done", "touch.done"),
            ("DONE v", "touch.done"),
            ("don", "touch.done"),
            ("do", "no do"),
            ("pos fri", "touch.postpone"),
            ("po", "no po"),
            ("q", "Quit"),
            ("?", "Help"),
            (".", "Leave"),
            ("L Met", "account.log"),
            ("x", "no x"),
            ("12a", "no 12a"),
        ] {
            assert_eq!(told(line), what, "{line}");
        }
        assert_eq!(understood("p  next week ", &Keymap::default()).1, Some("next week"));
    }
}
