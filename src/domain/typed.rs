//! What was typed and not saved: forms and lines that were closed, or that were open when the program ended. Kept at
//! most a second behind, so that a dropped line costs no more.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::step::{Change, Note};

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
    /// How a form of a goal names its item.
    pub fn goal(id: &str) -> String {
        format!("goals.{id}")
    }

    /// The goal that it is about, if it is about one.
    pub fn goal_id(&self) -> Option<&str> {
        self.item.strip_prefix("goals.").filter(|_| self.account.is_none())
    }

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
    /// Whoever closed it has left the program since: it is kept, and nobody has to be told of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_left: bool,
}

impl TypedLine {
    /// Whether both answer the same question.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.account, &self.item, &self.title) == (&other.account, &other.item, &other.title)
    }
}

/// A file of the plan as it came back from the editor, and could not be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedFile {
    /// Relative to the plan.
    pub file: String,
    /// What the file said when it was opened.
    pub before: String,
    /// What came back.
    pub text: String,
    /// Where the mistake is, from 1.
    pub line: usize,
}

/// Everything typed and not saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Forms, the last closed last.
    pub forms: Vec<TypedForm>,
    /// Lines, the last closed last.
    pub lines: Vec<TypedLine>,
    /// Files, the last closed last.
    pub files: Vec<TypedFile>,
}

impl Typed {
    /// Say what each text is about, the account and the item, otherwise where it is called otherwise now.
    pub fn follow(&mut self, follow: &dyn Fn(&mut String, &mut String)) {
        for form in &mut self.forms {
            if let Some(account) = &mut form.account {
                follow(account, &mut form.item);
            }
        }
        for line in &mut self.lines {
            follow(&mut line.account, &mut line.item);
        }
    }
}

/// Names one text, as long as nothing is put in or taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextAt {
    /// A form, and a field of it.
    Field(usize, usize),
    /// A line.
    Line(usize),
    /// A file.
    File(usize),
}

/// What an earlier run left: it ended with texts that nobody had saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// The name of that run.
    pub run: String,
    /// When it wrote them down last.
    pub at: Option<DateTime<Utc>>,
    /// The texts.
    pub typed: Typed,
}

/// All that is on the screen and not in the plan's files, for whatever ends this run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behind {
    /// What was typed.
    pub typed: Typed,
    /// Steps that the disk has not taken yet: from what a file is known to say to what the screen shows.
    pub steps: Vec<(Note, Change)>,
    /// What earlier runs left, as far as nobody has said what shall become of it.
    pub left: Vec<Left>,
}

impl Typed {
    /// How many texts that are.
    pub fn len(&self) -> usize {
        self.forms.iter().map(|form| form.fields.len()).sum::<usize>() + self.lines.len() + self.files.len()
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

    /// Keep a file; it takes the place of what was kept of it.
    pub fn keep_file(&mut self, file: TypedFile) {
        self.files.retain(|each| each.file != file.file);
        self.files.push(file);
    }

    /// All texts in their order.
    pub fn texts(&self) -> Vec<TextAt> {
        let fields = |(i, form): (usize, &TypedForm)| (0..form.fields.len()).map(move |j| TextAt::Field(i, j));
        let forms = self.forms.iter().enumerate().flat_map(fields);
        let lines = (0..self.lines.len()).map(TextAt::Line);
        forms.chain(lines).chain((0..self.files.len()).map(TextAt::File)).collect()
    }

    /// What one of them says.
    pub fn text(&self, at: TextAt) -> Option<&str> {
        match at {
            TextAt::Field(i, j) => self.forms.get(i)?.fields.get(j).map(|field| field.text.as_str()),
            TextAt::Line(i) => self.lines.get(i).map(|line| line.text.as_str()),
            TextAt::File(i) => self.files.get(i).map(|file| file.text.as_str()),
        }
    }

    /// Take one of them out.
    #[must_use]
    pub fn take_out(&mut self, at: TextAt) -> Self {
        let mut out = Self::default();
        match at {
            TextAt::Field(i, j) => {
                let Some(form) = self.forms.get_mut(i).filter(|form| j < form.fields.len()) else { return out };
                let field = form.fields.remove(j);
                out.forms.push(TypedForm { fields: vec![field], ..form.clone() });
                self.forms.retain(|form| !form.fields.is_empty());
            }
            TextAt::Line(i) if i < self.lines.len() => out.lines.push(self.lines.remove(i)),
            TextAt::File(i) if i < self.files.len() => out.files.push(self.files.remove(i)),
            _ => {}
        }
        out
    }

    /// Put texts in. Says those that had to make room: two texts of one field can't both stand in it.
    #[must_use]
    pub fn put_in(&mut self, other: Self) -> Self {
        let mut out = Self::default();
        for form in other.forms {
            let Some(at) = self.forms.iter().position(|each| each.is_same(&form)) else {
                self.forms.push(form);
                continue;
            };
            for field in form.fields {
                let fields = &mut self.forms[at].fields;
                match fields.iter().position(|each| each.key == field.key) {
                    Some(there) if fields[there].text == field.text => {}
                    Some(there) => {
                        let old = std::mem::replace(&mut fields[there], field);
                        let old = TypedForm { fields: vec![old], ..self.forms[at].clone() };
                        _ = out.put_in(Self { forms: vec![old], ..Self::default() });
                    }
                    None => fields.push(field),
                }
            }
        }
        for line in other.lines {
            let same = |each: &TypedLine| each.is_same(&line) && each.text != line.text;
            out.lines.extend(self.lines.iter().position(same).map(|at| self.lines.remove(at)));
            self.keep_line(line);
        }
        for file in other.files {
            let same = |each: &TypedFile| each.file == file.file && each.text != file.text;
            out.files.extend(self.files.iter().position(same).map(|at| self.files.remove(at)));
            self.keep_file(file);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(title: &str, text: &str) -> TypedLine {
        let [account, item, title, text] = ["primo", "", title, text].map(str::to_owned);
        TypedLine { account, item, title, command: "account.log".into(), text, is_left: false }
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
        typed.keep_form(form(&["x"]));
        typed.keep_form(form(&["y"]));
        assert_eq!((typed.forms.as_slice(), typed.len()), ([form(&["y"])].as_slice(), 2));
        typed.keep_form(form(&[]));
        assert_eq!(typed.len(), 1);
    }

    fn form(fields: &[(&str, &str)]) -> TypedForm {
        let field = |(key, text): &(&str, &str)| {
            let [key, label, before, text] = [key, key, "", text].map(ToString::to_string);
            TypedField { key, label, before, text }
        };
        let fields = fields.iter().map(field).collect();
        TypedForm { account: Some("primo".into()), item: String::new(), title: "Primo".into(), fields }
    }

    fn all(forms: Vec<TypedForm>, lines: Vec<TypedLine>) -> Typed {
        Typed { forms, lines, files: Vec::new() }
    }

    #[test]
    fn what_has_to_make_room_is_not_lost() {
        let mut typed = all(vec![form(&[("why", "mine"), ("website", "w")])], vec![line("Log", "a")]);
        let out = typed.put_in(all(vec![form(&[("why", "older"), ("tags", "t")])], vec![line("Log", "b")]));
        assert_eq!(out, all(vec![form(&[("why", "mine")])], vec![line("Log", "a")]));
        assert_eq!(
            typed,
            all(vec![form(&[("why", "older"), ("website", "w"), ("tags", "t")])], vec![line("Log", "b")])
        );
        // The same again makes no room.
        let same = typed.clone();
        assert!(typed.put_in(same.clone()).is_empty());
        assert_eq!(typed, same);
    }

    #[test]
    fn each_text_can_be_taken_out_alone() {
        let mut typed = all(vec![form(&[("why", "x"), ("tags", "t")])], vec![line("Log", "a")]);
        let texts = typed.texts();
        assert_eq!(texts.iter().filter_map(|at| typed.text(*at)).collect::<Vec<_>>(), ["x", "t", "a"]);
        assert_eq!(typed.take_out(TextAt::Field(0, 1)), all(vec![form(&[("tags", "t")])], vec![]));
        assert_eq!(typed.take_out(TextAt::Field(0, 0)), all(vec![form(&[("why", "x")])], vec![]));
        assert_eq!(typed.take_out(TextAt::Line(0)), all(vec![], vec![line("Log", "a")]));
        assert!(typed.is_empty() && typed.take_out(TextAt::Line(0)).is_empty());
    }
}
