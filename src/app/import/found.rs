//! What a file would make of the plan, company by company: which rows are seen, which companies are to become accounts.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Asked, Map};
use crate::app::forecast::counted;
use crate::domain::contacts::Book;
use crate::domain::fields::Invalid;
use crate::domain::import::{self, Applied, Column, Company, Named, Preview, Whom, title};
use crate::domain::plan::Plan;

/// A company, whichever place it has in a list: its name and its website.
pub(super) type Key = (String, String);

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A company, by its place in the preview.
    Company(usize),
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
    /// How much was left out.
    Skipped,
    /// What was left out, and why.
    SkippedLine(usize),
}

/// What is looked at.
#[derive(Debug, Clone)]
pub struct FoundView {
    /// What the file was taken for.
    pub source: Arc<str>,
    /// What it would make of the plan.
    pub preview: Arc<Preview>,
    /// Columns that were not used.
    pub unused: Vec<String>,
    /// All columns of a table, with what they were taken for.
    pub columns: Vec<Column>,
    /// What its columns are, where somebody has said.
    pub(super) map: Map,
    /// What was said of them since, and not read yet.
    pub(super) drafted: Map,
    /// The plan that it was compared with.
    seen: Arc<Plan>,
    /// Companies that are to become accounts.
    pub marked: BTreeSet<usize>,
    /// Companies of which all is shown.
    pub opened: BTreeSet<usize>,
    /// What was left out is shown line by line.
    pub skipped_open: bool,
    /// As typed.
    pub filter: String,
    /// What is seen.
    pub rows: Vec<Row>,
    /// The row under the cursor.
    pub at: usize,
    /// What the filter looks at, for each company.
    words: Arc<Vec<Vec<String>>>,
}

impl FoundView {
    pub(super) fn new(
        source: Arc<str>,
        preview: Arc<Preview>,
        (unused, columns): (Vec<String>, Vec<Column>),
        asked: &Asked,
    ) -> Self {
        let words = preview.companies.iter().map(words_of).collect();
        let mut view = Self {
            source,
            preview,
            unused,
            columns,
            map: asked.map.clone(),
            drafted: Map::new(),
            seen: Arc::clone(&asked.plan),
            marked: BTreeSet::new(),
            opened: BTreeSet::new(),
            skipped_open: false,
            filter: String::new(),
            rows: Vec::new(),
            at: 0,
            words: Arc::new(words),
        };
        view.arrange();
        view
    }

    /// Whether the plan is still the one that it was compared with.
    pub(super) fn is_of(&self, plan: &Plan) -> bool {
        let same = |(id, entry): (&_, &crate::domain::plan::Entry)| {
            self.seen.accounts.get(id).is_some_and(|seen| Arc::ptr_eq(&seen.account, &entry.account))
        };
        let contacts = |plan: &Plan| plan.contacts.as_ref().map(Arc::as_ptr);
        self.seen.accounts.len() == plan.accounts.len()
            && plan.accounts.iter().all(same)
            && contacts(&self.seen) == contacts(plan)
    }

    /// Do it.
    pub(super) fn apply(
        &self,
        plan: &Plan,
        book: &Book,
        today: NaiveDate,
        owner: Option<&str>,
    ) -> Result<Applied, Invalid> {
        let chosen = self.keys();
        let is_chosen = |company: &Company| chosen.contains(&key(company));
        import::apply(Preview::clone(&self.preview), is_chosen, plan, book, today, owner)
    }

    /// The companies that are marked.
    pub(super) fn keys(&self) -> BTreeSet<Key> {
        self.marked.iter().filter_map(|n| self.preview.companies.get(*n)).map(key).collect()
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

    /// Mark those of the companies that are there.
    pub(super) fn mark_these(&mut self, keys: &BTreeSet<Key>) {
        let companies = self.preview.companies.iter().enumerate();
        self.marked =
            companies.filter(|(_, each)| can_become(each) && keys.contains(&key(each))).map(|(n, _)| n).collect();
    }

    fn company_here(&self) -> Option<usize> {
        match *self.rows.get(self.at)? {
            Row::Company(n)
            | Row::Fills(n, _)
            | Row::Differs(n, _)
            | Row::Person(n, _)
            | Row::PersonFills(n, ..)
            | Row::PersonDiffers(n, ..) => Some(n),
            Row::Skipped | Row::SkippedLine(_) => None,
        }
    }

    /// The company under the cursor becomes an account, or not; on to the next row of one.
    pub(super) fn mark(&mut self) {
        let Some(n) = self.company_here() else { return };
        if self.preview.companies.get(n).is_some_and(can_become) && !self.marked.remove(&n) {
            self.marked.insert(n);
        }
        let next = self.rows.iter().skip(self.at + 1).position(|row| matches!(row, Row::Company(_)));
        self.at = next.map_or(self.at, |by| self.at + 1 + by);
    }

    /// All that are seen become accounts; if they all do already, none of them.
    pub(super) fn mark_all(&mut self) {
        let seen: BTreeSet<usize> = self.seen_companies().filter(|n| can_become(&self.preview.companies[*n])).collect();
        if seen.iter().all(|n| self.marked.contains(n)) {
            self.marked.retain(|n| !seen.contains(n));
        } else {
            self.marked.extend(seen);
        }
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
            Some(Row::Skipped | Row::SkippedLine(_)) => {
                self.skipped_open = !self.skipped_open;
                self.arrange();
                self.at = self.rows.iter().position(|row| *row == Row::Skipped).unwrap_or(self.at);
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
        let here = self.company_here();
        text.clone_into(&mut self.filter);
        self.arrange();
        let stays = here.and_then(|n| self.rows.iter().position(|row| *row == Row::Company(n)));
        self.at = stays.unwrap_or(0);
    }

    fn arrange(&mut self) {
        let filter = self.filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let passes = |n: usize| {
            let said = self.words.get(n).map_or(&[][..], Vec::as_slice);
            let (without, with): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with('!'));
            let excluded = without.iter().map(|word| &word[1..]).filter(|word| !word.is_empty());
            // All of the words of one person: `head marketing` is nobody who heads one thing and somebody else's marketing.
            said.iter().any(|one| with.iter().all(|word| one.contains(word)))
                && !excluded.into_iter().any(|word| said.iter().any(|one| one.contains(word)))
        };
        let mut rows = Vec::new();
        for (n, company) in self.preview.companies.iter().enumerate().filter(|(n, _)| passes(*n)) {
            rows.push(Row::Company(n));
            if self.opened.contains(&n) {
                rows.extend(of_company(n, company));
            }
        }
        if !self.preview.skipped.is_empty() {
            rows.push(Row::Skipped);
            if self.skipped_open {
                rows.extend((0..self.preview.skipped.len()).map(Row::SkippedLine));
            }
        }
        self.rows = rows;
        self.at = self.at.min(self.rows.len().saturating_sub(1));
    }

    /// What bringing it in comes to.
    pub fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        for (n, company) in self.preview.companies.iter().enumerate() {
            let is_marked = self.marked.contains(&n);
            let is_account = company.account.is_some() && company.locked.is_none();
            sums.accounts += usize::from(is_marked);
            sums.more += usize::from(is_account && !company.filled.is_empty());
            for named in &company.people {
                sums.add(named, is_marked || is_account);
            }
        }
        sums
    }
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

/// Whether a company can become an account: it has a name and is none.
pub(super) fn can_become(company: &Company) -> bool {
    company.account.is_none() && !company.name.is_empty()
}

fn key(company: &Company) -> Key {
    (company.name.clone(), company.told.website.clone())
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
        .map(|named| format!("{own} {} {}", named.person.name.to_lowercase(), title::words(&named.person)))
        .collect()
}

/// What bringing a file in comes to, in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Accounts that are new.
    pub accounts: usize,
    /// People who come onto an account.
    pub people: usize,
    /// People who go to the contacts.
    pub aside: usize,
    /// People and accounts of which more is known then.
    pub more: usize,
}

impl Sums {
    fn add(&mut self, named: &Named, has_account: bool) {
        match &named.whom {
            Whom::New | Whom::Contact(_) if has_account => self.people += 1,
            Whom::New => self.aside += 1,
            Whom::Contact(_) | Whom::Person(..) => self.more += usize::from(!named.filled.is_empty()),
        }
    }

    /// Whether nothing would change.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// `12 accounts, 48 people; 252 to contacts.toml; more is known of 3`
    pub fn told(&self) -> String {
        let accounts = (self.accounts > 0).then(|| counted(self.accounts, "account", "accounts"));
        let people = (self.people > 0).then(|| counted(self.people, "person", "people"));
        let there = [accounts, people].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let aside = (self.aside > 0).then(|| format!("{} to contacts.toml", self.aside));
        let more = (self.more > 0).then(|| format!("more is known of {}", self.more));
        let there = Some(there).filter(|there| !there.is_empty());
        [there, aside, more].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}
