//! Items of plan.toml as lines of a text, one each: those who work from it, and its goals. What a line doesn't say of
//! its item stays as it is; an item whose line is as it was is not touched.

use super::{Invalid, amount, text};
use crate::domain::id;
use crate::domain::settings::{Goal, Member};

/// An item that a line can stand for.
pub(super) trait Lined: Clone + Default {
    fn id(&self) -> &str;
    fn id_mut(&mut self) -> &mut String;
    /// What is read as its name when a line has no id.
    fn name(&self) -> &str;
    /// What stands behind the id.
    fn told(&self) -> String;
    /// Take what stands behind the id.
    fn take(&mut self, line: &str) -> Result<(), Invalid>;
}

fn line<T: Lined>(item: &T) -> String {
    format!("{}: {}", item.id(), item.told()).replace('\n', " ").trim_end().to_owned()
}

/// All of them, a line each.
pub(super) fn told<T: Lined>(items: &[T]) -> String {
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The items that the lines stand for. One that has no line is gone; a line without an id known here is a new one.
pub(super) fn read<T: Lined>(text: &str, before: &[T]) -> Result<Vec<T>, Invalid> {
    let mut items: Vec<T> = Vec::new();
    for text in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(same) = before.iter().find(|item| line(*item) == text) {
            items.push(same.clone());
            continue;
        }
        let is_id =
            |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let (named, rest) = text.split_once(':').filter(|(named, _)| is_id(named)).unwrap_or(("", text));
        let mut item = before.iter().find(|item| !named.is_empty() && item.id() == named).cloned().unwrap_or_default();
        item.take(rest.trim())?;
        if item.id().is_empty() {
            let taken = |id: &str| items.iter().chain(before).any(|each| each.id() == id);
            let fresh = if named.is_empty() { id::slug(item.name(), taken) } else { named.to_owned() };
            *item.id_mut() = fresh;
        }
        if items.iter().any(|each| each.id() == item.id()) {
            return Err(Invalid(format!("two lines begin with “{}:”", item.id())));
        }
        items.push(item);
    }
    Ok(items)
}

impl Lined for Member {
    fn id(&self) -> &str {
        &self.id
    }

    fn id_mut(&mut self) -> &mut String {
        &mut self.id
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn told(&self) -> String {
        let per_day = self.per_day.map(|n| format!("{n} a day")).unwrap_or_default();
        let parts = [&self.name, &self.title, &self.timezone, &self.booking_link, &per_day];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    fn take(&mut self, line: &str) -> Result<(), Invalid> {
        let mut names = Vec::new();
        (self.timezone, self.booking_link, self.per_day) = (String::new(), String::new(), None);
        for part in text::list(line) {
            if let Some(count) = part.strip_suffix(" a day") {
                self.per_day = amount::number(count)?;
            } else if part.starts_with("http://") || part.starts_with("https://") {
                self.booking_link = text::url(&part)?;
            } else if part.contains('/') {
                self.timezone = text::zone(&part)?;
            } else {
                names.push(part);
            }
        }
        let mut names = names.into_iter();
        self.name = names.next().ok_or_else(|| Invalid("a member needs a name: kim: Kim Lee".into()))?;
        self.title = names.collect::<Vec<_>>().join(", ");
        Ok(())
    }
}

impl Lined for Goal {
    fn id(&self) -> &str {
        &self.id
    }

    fn id_mut(&mut self) -> &mut String {
        &mut self.id
    }

    fn name(&self) -> &str {
        &self.title
    }

    fn told(&self) -> String {
        let target = self.target.map(|target| format!(" [{target}]")).unwrap_or_default();
        let why = if self.why.is_empty() { String::new() } else { format!(" => {}", self.why) };
        format!("{}{target}{why}", self.title)
    }

    fn take(&mut self, line: &str) -> Result<(), Invalid> {
        let (head, why) = line.split_once("=>").unwrap_or((line, ""));
        let head = head.trim();
        let (title, target) = head.strip_suffix(']').and_then(|head| head.rsplit_once('[')).unwrap_or((head, ""));
        if title.trim().is_empty() {
            return Err(Invalid("a goal needs a title: logos-26: Six new logos [6] => Two hires depend on it.".into()));
        }
        self.target = amount::number(target)?;
        title.trim().clone_into(&mut self.title);
        why.trim().clone_into(&mut self.why);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_changes_its_own_item_and_what_it_does_not_say_stays() {
        let kim = Member {
            id: "kim".into(),
            name: "Kim Lee".into(),
            title: "AE, West".into(),
            timezone: "Europe/Berlin".into(),
            per_day: Some(20),
            away: vec![crate::domain::range::Away::default()],
            ..Member::default()
        };
        let sam = Member { id: "sam".into(), name: "Lee, Sam".into(), ..Member::default() };
        let before = vec![sam, kim];
        let text = told(&before);
        assert_eq!(text, "sam: Lee, Sam\nkim: Kim Lee, AE, West, Europe/Berlin, 20 a day");
        assert_eq!(read(&text, &before).unwrap(), before);
        let after = read("kim: Kim Lee, AE, 8 a day\nAna Diaz", &before).unwrap();
        assert_eq!((after[0].per_day, after[0].timezone.as_str(), after[0].away.len()), (Some(8), "", 1));
        assert_eq!((after.len(), after[1].id.as_str()), (2, "ana-diaz"));
        assert!(read("kim: A\nkim: B", &before).is_err());
        assert!(read("kim: Kim, Mars/Olympus", &before).is_err());

        let goal = Goal { id: "logos".into(), title: "Six".into(), unit: "logos".into(), ..Goal::default() };
        let [goal] = read("logos: Seven [7] => Hires.", &[goal]).unwrap().try_into().unwrap();
        assert_eq!((goal.title.as_str(), goal.target, goal.why.as_str()), ("Seven", Some(7), "Hires."));
        assert_eq!(goal.unit, "logos");
    }
}
