//! Columns of names that are written with the last one first, `Cole, Dana`. Where most of a column's are, each that can be
//! read so is turned round, and that is told once. Where few are, nobody can say what stands behind the comma (`Dana Cole,
//! Buyer`), and only those are of which a single word stands before it.

use std::borrow::Cow;

use super::cells::{reader, shortened};
use super::head::Head;
use crate::domain::import::{At, Field, Remark, turned};

/// What the columns of one table show.
#[derive(Debug, Default)]
pub(super) struct Turning {
    /// Of each column of names, whether most are written so.
    columns: Vec<Option<bool>>,
    /// The first that was, as it stands and as it is read.
    first: Option<(At, String, String)>,
}

impl Turning {
    /// Of all rows of a list: the text begins with its header, if it has one.
    pub(super) fn of(text: &str, head: &Head) -> Self {
        let mut counts: Vec<Option<(usize, usize)>> =
            head.fields.iter().map(|field| (*field == Some(Field::Name)).then_some((0, 0))).collect();
        if counts.iter().all(Option::is_none) {
            return Self::default();
        }
        let header = usize::from(head.is_headed);
        for record in reader(text, head.delimiter).into_records().skip(header).filter_map(Result::ok) {
            for (cell, count) in record.iter().zip(&mut counts) {
                let Some((all, so)) = count.as_mut().filter(|_| !cell.trim().is_empty()) else { continue };
                *all += 1;
                *so += usize::from(turned(cell).is_some());
            }
        }
        let are_most = |count: Option<(usize, usize)>| count.map(|(all, so)| so * 2 > all);
        Self { columns: counts.into_iter().map(are_most).collect(), first: None }
    }

    /// The cell as the name is said.
    pub(super) fn read<'c>(&mut self, n: usize, cell: Cow<'c, str>, at: At) -> Cow<'c, str> {
        let Some(are_most) = self.columns.get(n).copied().flatten() else { return cell };
        let is_last_alone = || cell.split(',').next().is_some_and(|last| last.split_whitespace().count() == 1);
        let Some(name) = (are_most || is_last_alone()).then(|| turned(&cell)).flatten() else { return cell };
        self.first.get_or_insert_with(|| (at, cell.into_owned(), name.clone()));
        name.into()
    }

    /// That some were.
    pub(super) fn told(self) -> Option<Remark> {
        let (at, cell, name) = self.first?;
        let what = format!(
            "“{}” is read as {}, and so is every name in that column that is written so",
            shortened(&cell),
            shortened(&name)
        );
        Some(Remark { at, what })
    }
}
