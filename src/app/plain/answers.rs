//! Which choice an answer takes: the one whose letter or whole name it is. Nothing is guessed from a beginning, since
//! what it begins may end an account. It never acts.

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
}
