//! Which choice an answer takes: the one whose letter or whole name it is. Nothing is guessed from a beginning, since
//! what it begins may end an account. It never acts.

use super::words;
use crate::app::form::Form;
use crate::app::menu::Menu;

/// The letter of the choice that is meant.
pub fn chosen(menu: &Menu, answer: &str) -> Option<char> {
    let mut letters = answer.chars();
    let letter = letters.next().filter(|_| letters.next().is_none());
    let is_offered =
        |letter: &char| menu.choices.iter().any(|choice| choice.letter == *letter) || menu.again == Some(*letter);
    letter.filter(is_offered).or_else(|| {
        // As the file writes it too: `no-answer`.
        let plain = |text: &str| text.to_lowercase().replace('-', " ");
        let named = menu.choices.iter().find(|choice| plain(&choice.label) == plain(answer));
        named.map(|choice| choice.letter)
    })
}

/// The letters that can be said, as they are read out: `a, o or x`.
pub fn letters(menu: &Menu) -> String {
    let mut all: Vec<String> =
        menu.choices.iter().map(|choice| choice.letter).chain(menu.again).map(String::from).collect();
    let last = all.pop().unwrap_or_default();
    if all.is_empty() { last } else { format!("{} or {last}", all.join(", ")) }
}

/// What somebody means who is asked whether a sentence of theirs shall be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// It shall.
    Agreed,
    /// It shall not.
    Refused,
    /// A letter or a word that means something at other questions: it may be no sentence.
    Doubtful,
    /// Another sentence.
    Written,
}

/// How an answer to that is meant; the word for what Enter does agrees too.
pub fn meant(answer: &str, verb: &str) -> Meant {
    let lower = answer.trim().to_lowercase();
    let is_letter = lower.chars().count() == 1 && lower.chars().all(char::is_alphabetic);
    match lower.as_str() {
        "y" | "yes" | "ok" => Meant::Agreed,
        word if word == verb => Meant::Agreed,
        "n" | "no" => Meant::Refused,
        word if is_letter || words::is_word(word) => Meant::Doubtful,
        _ => Meant::Written,
    }
}

/// The field that is meant: by its number, its label, its key, or the only one whose label begins so.
pub fn field(form: &Form, answer: &str) -> Option<usize> {
    let lower = answer.to_lowercase();
    let by_number = answer.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < form.rows.len());
    let is_it = |label: &str, key: &str| label.to_lowercase() == lower || key == lower;
    let named = || form.rows.iter().position(|row| is_it(row.spec.label, row.spec.key));
    let begun = || {
        let mut begun =
            form.rows.iter().enumerate().filter(|(_, row)| row.spec.label.to_lowercase().starts_with(&lower));
        begun.next().filter(|_| !lower.is_empty() && begun.next().is_none()).map(|(at, _)| at)
    };
    by_number.or_else(named).or_else(begun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::menu::Choice;
    use crate::app::prompt::Target;

    #[test]
    fn a_choice_is_taken_by_its_letter_or_its_whole_name_and_by_nothing_else() {
        let choices = vec![Choice::new('n', "next step", ""), Choice::new('x', "disqualify", "")];
        let menu = Menu::new("What next?", choices, Target::default(), |_, _, _, _| Vec::new()).again('d');
        for (answer, letter) in [
            ("n", Some('n')),
            ("x", Some('x')),
            ("d", Some('d')),
            ("Disqualify", Some('x')),
            ("next step", Some('n')),
            ("next-step", Some('n')),
            ("N", None),
            ("dis", None),
            ("disqualif", None),
            ("next", None),
            ("", None),
            ("?", None),
        ] {
            assert_eq!(chosen(&menu, answer), letter, "{answer}");
        }
        assert_eq!(letters(&menu), "n, x or d");
    }

    #[test]
    fn a_lone_letter_is_no_sentence() {
        for (answer, is) in [
            ("y", Meant::Agreed),
            ("Yes", Meant::Agreed),
            ("record", Meant::Agreed),
            ("d", Meant::Doubtful),
            ("N", Meant::Refused),
            ("no", Meant::Refused),
            ("p", Meant::Doubtful),
            ("undo", Meant::Doubtful),
            ("add", Meant::Written),
            ("3", Meant::Written),
            ("fri", Meant::Written),
            ("yes, by fri", Meant::Written),
        ] {
            assert_eq!(meant(answer, "record"), is, "{answer}");
        }
    }
}
