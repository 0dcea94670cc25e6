//! Two texts beside each other, row by row: what both say stands at the same height, what only one of them says is marked,
//! and what both say at length may be left out. Pure; it knows no frame and no colour.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::text;

/// So many lines that are the same stand before and behind what differs, where not all of them fit.
const AROUND: usize = 2;

/// Of so many pairs of lines or words the shortest difference is looked for. In more, all that lies between the first and
/// the last counts as different: somebody waits for the screen.
const MOST: usize = 4_000_000;

/// A part of a row, and whether the other side doesn't say it.
pub(super) type Part = (String, bool);

/// One row of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// So many lines are the same, and left out.
    LeftOut(usize),
    /// The same on both sides.
    Same([String; 2]),
    /// Not the same. No parts: that side says nothing here.
    Differs([Vec<Part>; 2]),
}

/// Both texts, each in so many columns. Where that is more than `height` rows, lines that are the same are left out as far
/// as they lie apart from any that differ.
pub(super) fn rows(texts: [&str; 2], columns: [usize; 2], height: usize) -> Vec<Row> {
    let lines = texts.map(|text| text.lines().map(|line| text::shown(line).into_owned()).collect::<Vec<_>>());
    let runs = runs(&lines[0], &lines[1]);
    let all = laid(&lines, &runs, columns, false);
    if all.len() <= height { all } else { laid(&lines, &runs, columns, true) }
}

fn laid(lines: &[Vec<String>; 2], runs: &[Run], columns: [usize; 2], leaves_out: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    for (n, run) in runs.iter().enumerate() {
        let sides = [&lines[0][run.at[0].clone()], &lines[1][run.at[1].clone()]];
        if !run.is_same {
            rows.extend(different(sides, columns));
            continue;
        }
        let (is_first, is_last, count) = (n == 0, n + 1 == runs.len(), sides[0].len());
        let (before, behind) = (if is_first { 0 } else { AROUND }, if is_last { 0 } else { AROUND });
        let whole = is_first && is_last;
        if leaves_out && !whole && count > before + behind + 1 {
            rows.extend(same(&sides[0][..before], columns));
            rows.push(Row::LeftOut(count - before - behind));
            rows.extend(same(&sides[0][count - behind..], columns));
        } else {
            rows.extend(same(sides[0], columns));
        }
    }
    rows
}

fn same(lines: &[String], columns: [usize; 2]) -> impl Iterator<Item = Row> {
    lines.iter().flat_map(move |line| {
        let [left, right] = columns.map(|columns| text::wrap(line, columns));
        beside(left, right).map(Row::Same)
    })
}

fn different(sides: [&[String]; 2], columns: [usize; 2]) -> impl Iterator<Item = Row> {
    let marks = marks(sides);
    let has_marks = marks.iter().flatten().any(|mark| *mark);
    let [left, right] = [0, 1].map(|side| {
        let mut marks = marks[side].iter().copied();
        let rows = sides[side].iter().flat_map(|line| text::wrap(line, columns[side]));
        rows.map(|row| parts(&row, &mut marks)).collect::<Vec<_>>()
    });
    // Where a word tells what is different, the rows without one are the same.
    let row = move |sides: [Vec<Part>; 2]| {
        if has_marks && !sides.iter().any(|side| is_marked(side)) {
            Row::Same(sides.map(|parts| parts.into_iter().map(|(text, _)| text).collect()))
        } else {
            Row::Differs(sides)
        }
    };
    beside(left, right).map(row)
}

/// Whether that side of a row says a word that the other doesn't say.
pub(super) fn is_marked(parts: &[Part]) -> bool {
    parts.iter().any(|(_, is_marked)| *is_marked)
}

/// As many rows on both sides.
fn beside<T: Default>(left: Vec<T>, right: Vec<T>) -> impl Iterator<Item = [T; 2]> {
    let count = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    (0..count).map(move |_| [left.next().unwrap_or_default(), right.next().unwrap_or_default()])
}

/// For each character that is no space whether its word is on its own side alone. Where the sides have no word in common,
/// all of it is different, and no word more than another.
fn marks(sides: [&[String]; 2]) -> [Vec<bool>; 2] {
    let words = sides.map(|lines| lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>());
    let runs = runs(&words[0], &words[1]);
    let has_common = runs.iter().any(|run| run.is_same);
    [0, 1].map(|side| {
        let of_run = |run: &Run| {
            let differs = has_common && !run.is_same;
            words[side][run.at[side].clone()].iter().flat_map(move |word| word.chars().map(move |_| differs))
        };
        runs.iter().flat_map(of_run).collect()
    })
}

/// A row in its parts. A space is marked between two words that are.
fn parts(row: &str, marks: &mut impl Iterator<Item = bool>) -> Vec<Part> {
    let marked: Vec<(char, Option<bool>)> =
        row.chars().map(|c| (c, (!c.is_whitespace()).then(|| marks.next().unwrap_or(false)))).collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut before = false;
    for (n, (c, mark)) in marked.iter().enumerate() {
        let next = || marked[n..].iter().find_map(|(_, mark)| *mark).unwrap_or(false);
        let mark = mark.unwrap_or_else(|| before && next());
        before = mark;
        match parts.last_mut() {
            Some((text, known)) if *known == mark => text.push(*c),
            _ => parts.push((c.to_string(), mark)),
        }
    }
    parts
}

/// What lies at the same place on both sides.
struct Run {
    at: [Range<usize>; 2],
    is_same: bool,
}

fn runs<T: AsRef<str>>(left: &[T], right: &[T]) -> Vec<Run> {
    let [left, right] = [left, right].map(|side| side.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    let before = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (l, r) = (&left[before..], &right[before..]);
    let behind = l.iter().rev().zip(r.iter().rev()).take_while(|(a, b)| a == b).count();
    let (l, r) = (&l[..l.len() - behind], &r[..r.len() - behind]);
    let mut runs: Vec<Run> = Vec::new();
    let mut put = |left: Range<usize>, right: Range<usize>, is_same: bool| match runs.last_mut() {
        _ if left.is_empty() && right.is_empty() => {}
        Some(last) if last.is_same == is_same => last.at = [last.at[0].start..left.end, last.at[1].start..right.end],
        _ => runs.push(Run { at: [left, right], is_same }),
    };
    put(0..before, 0..before, true);
    let moved = |range: Range<usize>| range.start + before..range.end + before;
    if l.len().saturating_mul(r.len()) > MOST {
        put(moved(0..l.len()), moved(0..r.len()), false);
    } else {
        for op in capture_diff_slices(Algorithm::Myers, l, r) {
            let (tag, left, right) = op.as_tag_tuple();
            put(moved(left), moved(right), tag == DiffTag::Equal);
        }
    }
    put(left.len() - behind..left.len(), right.len() - behind..right.len(), true);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `=` the same, `…n` left out, `left|right` with marked words in brackets.
    fn told(texts: [&str; 2], height: usize) -> Vec<String> {
        let side = |parts: &[Part]| -> String {
            parts.iter().map(|(text, marked)| if *marked { format!("[{text}]") } else { text.clone() }).collect()
        };
        let row = |row: &Row| match row {
            Row::LeftOut(count) => format!("…{count}"),
            Row::Same([left, _]) => format!("={left}"),
            Row::Differs([left, right]) => format!("{}|{}", side(left), side(right)),
        };
        rows(texts, [20, 20], height).iter().map(row).collect()
    }

    #[test]
    fn what_differs_is_marked_and_what_is_the_same_stands_beside_itself() {
        for (left, right, want) in [
            ("a b c", "a x c", vec!["a [b] c|a [x] c"]),
            ("Theirs", "Mine", vec!["Theirs|Mine"]),
            ("one\ntwo", "one\ntwo\nthree", vec!["=one", "=two", "|three"]),
            ("the rest of it", "the whole rest of this", vec!["the rest of [it]|the [whole] rest of", "|[this]"]),
            ("a  b\n", "a b", vec!["a  b|a b"]),
            ("x", "x", vec!["=x"]),
        ] {
            assert_eq!(told([left, right], 50), want, "{left} {right}");
        }
    }

    #[test]
    fn what_is_the_same_at_length_is_left_out_where_it_does_not_fit() {
        let text =
            |word: &str| (0..20).map(|n| if n == 9 { word.to_owned() } else { n.to_string() }).collect::<Vec<_>>();
        let (left, right) = (text("left").join("\n"), text("right").join("\n"));
        assert_eq!(told([&left, &right], 20).len(), 20);
        let want = ["…7", "=7", "=8", "left|right", "=10", "=11", "…8"];
        assert_eq!(told([&left, &right], 10), want);
    }

    proptest! {
        #[test]
        fn each_side_is_told_in_its_order_whatever_differs(
            left in prop::collection::vec("[ab]{1,2}( [ab]{1,3}){0,6}", 0..8),
            right in prop::collection::vec("[ab]{1,2}( [ab]{1,3}){0,6}", 0..8),
        ) {
            let texts = [left.join("\n"), right.join("\n")];
            let rows = rows([&texts[0], &texts[1]], [7, 9], usize::MAX);
            for side in [0, 1] {
                let mut said = String::new();
                for row in &rows {
                    match row {
                        Row::LeftOut(_) => prop_assert!(false, "there is room for all"),
                        Row::Same(both) => said.push_str(&both[side]),
                        Row::Differs(both) => said.extend(both[side].iter().map(|(text, _)| text.as_str())),
                    }
                }
                let plain = |text: &str| text.split_whitespace().collect::<String>();
                prop_assert_eq!(plain(&said), plain(&texts[side]));
            }
        }
    }
}
