//! How two texts differ, for a person to read: lines that stayed, went and came, and of a long line only what is about
//! the change.

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It stayed; only the neighbours of changes are shown.
    Stayed,
    /// It went.
    Went,
    /// It came.
    Came,
    /// Lines that stayed were left out here.
    LeftOut,
}

/// A line and what became of it.
pub type Line = (Mark, String);

/// Lines that are shown around a change.
const AROUND: usize = 1;

/// Words that are shown around a change within a line.
const WORDS: usize = 4;

/// Beyond so many pairs of lines the middle is shown as a whole.
const MOST: usize = 1 << 20;

/// The difference of two texts, line by line.
pub fn lines(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let front = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let back = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (&old_rest[..old_rest.len() - back], &new_rest[..new_rest.len() - back]);
    let stayed = |line: &&str| (Mark::Stayed, (*line).to_owned());
    let mut all: Vec<Line> = old[..front].iter().map(stayed).collect();
    all.extend(middle(old_middle, new_middle));
    all.extend(old_rest[old_rest.len() - back..].iter().map(stayed));
    shortened(folded(all))
}

/// The longest sequence of lines that both have stays.
fn middle(old: &[&str], new: &[&str]) -> Vec<Line> {
    let (n, m) = (old.len(), new.len());
    let mut longest = vec![vec![0_u32; m + 1]; n + 1];
    if n.saturating_mul(m) <= MOST {
        for i in (0..n).rev() {
            for j in (0..m).rev() {
                longest[i][j] =
                    if old[i] == new[j] { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
            }
        }
    }
    let (mut i, mut j, mut all) = (0, 0, Vec::new());
    while i < n || j < m {
        if i < n && j < m && old[i] == new[j] {
            all.push((Mark::Stayed, old[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if i < n && (j == m || longest[i + 1][j] >= longest[i][j + 1]) {
            all.push((Mark::Went, old[i].to_owned()));
            i += 1;
        } else {
            all.push((Mark::Came, new[j].to_owned()));
            j += 1;
        }
    }
    all
}

/// Of what stayed, only the neighbours of changes.
fn folded(all: Vec<Line>) -> Vec<Line> {
    let changed: Vec<bool> = all.iter().map(|(mark, _)| *mark != Mark::Stayed).collect();
    let is_near = |i: usize| changed[i.saturating_sub(AROUND)..(i + AROUND + 1).min(changed.len())].contains(&true);
    let mut out: Vec<Line> = Vec::new();
    for (i, line) in all.into_iter().enumerate() {
        if is_near(i) {
            out.push(line);
        } else if out.last().is_none_or(|(mark, _)| *mark != Mark::LeftOut) {
            out.push((Mark::LeftOut, String::new()));
        }
    }
    out
}

/// Where one line became another one, the words that both begin and end with are cut short.
fn shortened(mut all: Vec<Line>) -> Vec<Line> {
    let marks: Vec<Mark> = all.iter().map(|(mark, _)| *mark).collect();
    for i in 0..all.len().saturating_sub(1) {
        let alone = |at: Option<&Mark>| at.is_none_or(|mark| matches!(mark, Mark::Stayed | Mark::LeftOut));
        let before = i.checked_sub(1).and_then(|before| marks.get(before));
        if marks[i..i + 2] == [Mark::Went, Mark::Came] && alone(before) && alone(marks.get(i + 2)) {
            let (old, new) = around(&all[i].1, &all[i + 1].1);
            (all[i].1, all[i + 1].1) = (old, new);
        }
    }
    all
}

fn around(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let front = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - front;
    let back = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let cut = |words: &[&str]| {
        let from = if front > WORDS + 2 { front - WORDS } else { 0 };
        let to = if back > WORDS + 2 { words.len() - back + WORDS } else { words.len() };
        let (before, after) = (if from > 0 { "… " } else { "" }, if to < words.len() { " …" } else { "" });
        format!("{before}{}{after}", words[from..to].join(" "))
    };
    (cut(&old), cut(&new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        let line = |(mark, text): Line| match mark {
            Mark::Stayed => format!("  {text}\n"),
            Mark::Went => format!("- {text}\n"),
            Mark::Came => format!("+ {text}\n"),
            Mark::LeftOut => "...\n".to_owned(),
        };
        lines(old, new).into_iter().map(line).collect()
    }

    #[test]
    fn what_came_and_went_stands_among_what_stayed() {
        for (old, new, want) in [
            ("", "", ""),
            ("", "a", "+ a\n"),
            ("a", "", "- a\n"),
            ("a", "b", "- a\n+ b\n"),
            ("a\nb\nc\nd\ne", "a\nb\nx\nd\ne", "...\n  b\n- c\n+ x\n  d\n...\n"),
            ("a\nb\nc", "b\nc\nd", "- a\n  b\n  c\n+ d\n"),
            ("same\nsame", "same\nsame", "...\n"),
        ] {
            assert_eq!(told(old, new), want, "{old:?} {new:?}");
        }
    }

    #[test]
    fn of_a_long_line_only_what_is_about_the_change() {
        let old = "We would like to show you how Nordic Springs cut its cost per lead by a third within two quarters.";
        let new = old.replace("a third", "28 %");
        assert_eq!(
            told(old, &new),
            "- … cost per lead by a third within two quarters.\n+ … cost per lead by 28 % within two quarters.\n"
        );
        let (old, new) = ("one two", "one two three");
        assert_eq!(told(old, new), "- one two\n+ one two three\n");
        assert_eq!(told("a a a", "a a"), "- a a a\n+ a a\n");
    }
}
