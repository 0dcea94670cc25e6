//! What a file would make of the plan, company by company: which rows are seen, which companies are to become accounts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::marks::{Marks, Said};
use super::sums::Sums;
use super::{Asked, Map, Table};
use crate::domain::import::{Company, Named, Preview, title};
use crate::domain::plan::Plan;

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A company, by its place in the preview.
    Company(usize),
    /// What has to be known of it before it is marked.
    Remark(usize),
    /// Something that is added to the company's account.
    Fills(usize, usize),
    /// Something that the file says otherwise of it.
    Differs(usize, usize),
    /// Somebody there, by their place among its people.
    Person(usize, usize),
    /// Something that is added to them.
    PersonFills(usize, usize, usize),
    /// Something that the file says otherwise of them.
    PersonDiffers(usize, usize, usize),
    /// What should be known of all of it.
    Known(usize),
    /// How many lines there are that concern no company of the list.
    Fold(Fold),
    /// One of them.
    FoldLine(Fold, usize),
}

/// Lines above the companies, which are shown one by one when they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fold {
    /// What was left out, and why.
    Skipped,
    /// Who works elsewhere by the file and stays where they are.
    Moved,
}

/// What is looked at.
#[derive(Debug, Clone)]
pub struct FoundView {
    /// What the file was taken for.
    pub source: Arc<str>,
    /// What it would make of the plan.
    pub preview: Arc<Preview>,
    /// What its columns were taken for.
    pub table: Table,
    /// What its columns are, where somebody has said.
    pub(super) map: Map,
    /// What was said of them since, and not read yet.
    pub(super) drafted: Map,
    /// The plan that it was compared with.
    seen: Arc<Plan>,
    /// What is marked.
    pub marks: Marks,
    /// Companies of which all is shown.
    pub opened: BTreeSet<usize>,
    /// What is shown line by line.
    pub unfolded: BTreeSet<Fold>,
    /// Who works elsewhere by the file, by their places.
    pub moved: Vec<(usize, usize)>,
    /// As typed.
    pub filter: String,
    /// What is seen.
    pub rows: Vec<Row>,
    /// The row under the cursor.
    pub at: usize,
    /// What the filter looks at, for each company; nothing before somebody filters.
    words: Option<Arc<Vec<Vec<String>>>>,
}

impl FoundView {
    pub(super) fn new(source: Arc<str>, preview: Arc<Preview>, table: Table, asked: &Asked) -> Self {
        let mut view = Self {
            source,
            preview,
            table,
            map: asked.map.clone(),
            drafted: Map { is_headed: asked.map.is_headed, ..Map::default() },
            seen: Arc::clone(&asked.plan),
            marks: Marks::default(),
            opened: BTreeSet::new(),
            unfolded: BTreeSet::new(),
            moved: Vec::new(),
            filter: String::new(),
            rows: Vec::new(),
            at: 0,
            words: None,
        };
        view.moved = moved(&view.preview);
        view.arrange();
        view.at = view.first_company();
        view
    }

    fn first_company(&self) -> usize {
        self.rows.iter().position(|row| matches!(row, Row::Company(_))).unwrap_or_default()
    }

    /// What it was compared with, what it would make of that, and what is marked. What else there is of it finds its end: it
    /// may be large.
    pub(super) fn chosen(self) -> (Arc<Plan>, Arc<Preview>, Marks) {
        (self.seen, self.preview, self.marks)
    }

    /// The title to show of a company: of whoever the filter found, else the highest there.
    pub fn title_of(&self, n: usize) -> &str {
        let Some(company) = self.preview.companies.get(n) else { return "" };
        let filter = self.filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().filter(|word| !word.starts_with('!')).collect();
        let fits = |named: &&Named| {
            let title = title::words(&named.person);
            !words.is_empty() && words.iter().all(|word| title.contains(word))
        };
        company.people.iter().find(fits).map_or_else(|| company.best_title(), |named| named.person.title.as_str())
    }

    /// Mark what was marked before.
    pub(super) fn mark_as(&mut self, said: &Said) {
        self.marks = Marks::of(said, &self.preview);
    }

    fn company_here(&self) -> Option<usize> {
        match *self.rows.get(self.at)? {
            Row::Company(n)
            | Row::Remark(n)
            | Row::Fills(n, _)
            | Row::Differs(n, _)
            | Row::Person(n, _)
            | Row::PersonFills(n, ..)
            | Row::PersonDiffers(n, ..) => Some(n),
            Row::Known(_) | Row::Fold(_) | Row::FoldLine(..) => None,
        }
    }

    /// Mark what is under the cursor: the company, or somebody there; on to the next that can be marked. What can't says why.
    pub(super) fn mark(&mut self) -> Result<(), String> {
        let Some(n) = self.company_here() else { return Ok(()) };
        let Some(company) = self.preview.companies.get(n) else { return Ok(()) };
        let person = match self.rows.get(self.at) {
            Some(Row::Person(_, p) | Row::PersonFills(_, p, _) | Row::PersonDiffers(_, p, _)) => Some(*p),
            _ => None,
        };
        match person {
            Some(p) => self.marks.person((n, p), company)?,
            None => self.marks.company(n, company)?,
        }
        let is_next = |row: &Row| match row {
            Row::Company(_) => true,
            Row::Person(..) => person.is_some(),
            _ => false,
        };
        let next = self.rows.iter().skip(self.at + 1).position(is_next);
        self.at = next.map_or(self.at, |by| self.at + 1 + by);
        Ok(())
    }

    /// All that are seen become accounts; if they all do already, none of them.
    pub(super) fn mark_all(&mut self) -> Result<(), String> {
        let seen: Vec<usize> = self.seen_companies().collect();
        self.marks.all(seen.into_iter(), &self.preview)
    }

    fn seen_companies(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().filter_map(|row| if let Row::Company(n) = row { Some(*n) } else { None })
    }

    /// How many companies are seen.
    pub fn shown(&self) -> usize {
        self.seen_companies().count()
    }

    /// Show all of what the cursor stands on, or less again.
    pub(super) fn open(&mut self) {
        match self.rows.get(self.at) {
            Some(&(Row::Fold(fold) | Row::FoldLine(fold, _))) => {
                if !self.unfolded.remove(&fold) {
                    self.unfolded.insert(fold);
                }
                self.arrange();
                self.at = self.rows.iter().position(|row| *row == Row::Fold(fold)).unwrap_or(self.at);
            }
            _ => {
                let Some(n) = self.company_here() else { return };
                if !self.opened.remove(&n) {
                    self.opened.insert(n);
                }
                self.arrange();
                self.at = self.rows.iter().position(|row| *row == Row::Company(n)).unwrap_or(self.at);
            }
        }
    }

    /// Whether a filter hides some of it.
    pub(super) fn is_narrowed(&mut self) -> bool {
        !self.filter.is_empty()
    }

    pub(super) fn filter_by(&mut self, text: &str) {
        if self.words.is_none() {
            self.words = Some(Arc::new(self.preview.companies.iter().map(words_of).collect()));
        }
        let here = self.company_here();
        text.clone_into(&mut self.filter);
        self.arrange();
        let stays = here.and_then(|n| self.rows.iter().position(|row| *row == Row::Company(n)));
        self.at = stays.unwrap_or_else(|| self.first_company());
    }

    fn arrange(&mut self) {
        let filter = self.filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let passes = |n: usize| {
            let Some(said) = self.words.as_ref().and_then(|all| all.get(n)) else { return true };
            let (without, with): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with('!'));
            let excluded = without.iter().map(|word| &word[1..]).filter(|word| !word.is_empty());
            // All of the words of one person: `head marketing` is nobody who heads one thing and somebody else's marketing.
            said.iter().any(|one| with.iter().all(|word| one.contains(word)))
                && !excluded.into_iter().any(|word| said.iter().any(|one| one.contains(word)))
        };
        let mut rows = Vec::new();
        if words.is_empty() {
            rows.extend((0..self.preview.remarks.len()).map(Row::Known));
        }
        // Above all companies it is in sight, however many there are.
        let folds = [(Fold::Skipped, self.preview.skipped.len()), (Fold::Moved, self.moved.len())];
        for (fold, count) in folds.into_iter().filter(|(_, count)| *count > 0 && words.is_empty()) {
            rows.push(Row::Fold(fold));
            if self.unfolded.contains(&fold) {
                rows.extend((0..count).map(|n| Row::FoldLine(fold, n)));
            }
        }
        for (n, company) in self.preview.companies.iter().enumerate().filter(|(n, _)| passes(*n)) {
            rows.push(Row::Company(n));
            if company.archived.is_some() || company.rival.is_some() || company.namesake.is_some() {
                rows.push(Row::Remark(n));
            }
            if self.opened.contains(&n) {
                rows.extend(of_company(n, company));
            }
        }
        self.rows = rows;
        self.at = self.at.min(self.rows.len().saturating_sub(1));
    }

    /// What has to be known of a company before it is marked, in words.
    pub fn remark(&self, n: usize) -> String {
        let Some(company) = self.preview.companies.get(n) else { return String::new() };
        match &company.archived {
            Some((_, name)) if company.absorbed_by.is_none() => {
                format!("{name} is in the archive: “restore” (:) brings it back.")
            }
            _ => company.remark(&self.seen).unwrap_or_default(),
        }
    }

    /// Whether there is a company of which nothing comes unless it is marked: nobody works for it, here or there.
    pub fn may_mark(&self) -> bool {
        let is_alone = |company: &Company| company.people.is_empty() && !company.has_contacts;
        let mut companies = self.preview.companies.iter().enumerate();
        companies.any(|(n, company)| company.can_be_chosen() && is_alone(company) && !self.marks.accounts.contains(&n))
    }

    /// What bringing it in comes to.
    pub fn sums(&self) -> Sums {
        Sums::of(&self.preview, &self.marks)
    }
}

/// Who works elsewhere by the file, or whose company is at another website.
fn moved(preview: &Preview) -> Vec<(usize, usize)> {
    let each = preview
        .companies
        .iter()
        .enumerate()
        .flat_map(|(n, company)| company.people.iter().enumerate().map(move |(p, named)| (n, p, named)));
    each.filter(|(.., named)| named.moved(false).is_some()).map(|(n, p, _)| (n, p)).collect()
}

fn of_company(n: usize, company: &Company) -> Vec<Row> {
    let mut rows: Vec<Row> = (0..company.filled.len()).map(|i| Row::Fills(n, i)).collect();
    rows.extend((0..company.differs.len()).map(|i| Row::Differs(n, i)));
    for (p, named) in company.people.iter().enumerate() {
        rows.push(Row::Person(n, p));
        rows.extend((0..named.filled.len()).map(|i| Row::PersonFills(n, p, i)));
        rows.extend((0..named.differs.len()).map(|i| Row::PersonDiffers(n, p, i)));
    }
    rows
}

/// What the filter looks at: the company with each of its people, their titles and what they head.
fn words_of(company: &Company) -> Vec<String> {
    let own = format!("{} {} {}", company.name, company.told.industry, company.told.website).to_lowercase();
    if company.people.is_empty() {
        return vec![own];
    }
    company
        .people
        .iter()
        .map(|named| {
            let moved = named.moved(false).unwrap_or_default().to_lowercase();
            format!("{own} {} {} {moved}", named.person.name.to_lowercase(), title::words(&named.person))
        })
        .collect()
}
