//! What was typed and not saved: forms and lines that were closed, or that were open when the program ended. Kept at
//! most a second behind, so that a dropped line costs no more.

use serde::{Deserialize, Serialize};

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedField {
    /// As in the file.
    pub key: String,
    /// As on the screen.
    pub label: String,
    /// What the field said when the typing began.
    pub before: String,
    /// What was typed.
    pub text: String,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedForm {
    /// The account; nothing: the plan's own settings.
    pub account: Option<String>,
    /// The item, by its name in the account.
    pub item: String,
    /// What the form is called.
    pub title: String,
    /// The fields that say something else than before.
    pub fields: Vec<TypedField>,
}

impl TypedForm {
    /// Whether both are about the same item.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.account, &self.item) == (&other.account, &other.item)
    }
}

/// A line that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedLine {
    /// The account.
    pub account: String,
    /// The item, by its name in the account.
    pub item: String,
    /// What was asked.
    pub title: String,
    /// The command that asks for it.
    pub command: String,
    /// What was typed.
    pub text: String,
}

impl TypedLine {
    /// Whether both answer the same question.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.account, &self.item, &self.title) == (&other.account, &other.item, &other.title)
    }
}

/// Everything typed and not saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Forms, the last closed last.
    pub forms: Vec<TypedForm>,
    /// Lines, the last closed last.
    pub lines: Vec<TypedLine>,
}

impl Typed {
    /// How many texts that are.
    pub fn len(&self) -> usize {
        self.forms.iter().map(|form| form.fields.len()).sum::<usize>() + self.lines.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keep a form; it takes the place of what was kept of the same item.
    pub fn keep_form(&mut self, form: TypedForm) {
        self.forms.retain(|each| !each.is_same(&form));
        if !form.fields.is_empty() {
            self.forms.push(form);
        }
    }

    /// Keep a line; it takes the place of what was kept for the same question.
    pub fn keep_line(&mut self, line: TypedLine) {
        self.lines.retain(|each| !each.is_same(&line));
        if !line.text.trim().is_empty() {
            self.lines.push(line);
        }
    }

    /// Keep all that another one holds.
    pub fn keep_all(&mut self, other: Self) {
        other.forms.into_iter().for_each(|form| self.keep_form(form));
        other.lines.into_iter().for_each(|line| self.keep_line(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(title: &str, text: &str) -> TypedLine {
        let [account, item, title, text] = ["primo", "", title, text].map(str::to_owned);
        TypedLine { account, item, title, command: "account.log".into(), text }
    }

    #[test]
    fn the_last_of_each_is_kept_and_an_empty_one_is_none() {
        let mut typed = Typed::default();
        for (title, text) in [("Log", "a"), ("Next", "b"), ("Log", "c"), ("Next", " ")] {
            typed.keep_line(line(title, text));
        }
        assert_eq!(typed.lines, [line("Log", "c")]);
        let form = |text: &[&str]| TypedForm {
            account: None,
            item: String::new(),
            title: "The plan".into(),
            fields: text
                .iter()
                .map(|text| {
                    let [key, label, before, text] = ["why", "Why", "", text].map(str::to_owned);
                    TypedField { key, label, before, text }
                })
                .collect(),
        };
        typed.keep_all(Typed { forms: vec![form(&["x"]), form(&["y"])], lines: vec![] });
        assert_eq!((typed.forms.as_slice(), typed.len()), ([form(&["y"])].as_slice(), 2));
        typed.keep_form(form(&[]));
        assert_eq!(typed.len(), 1);
    }
}
