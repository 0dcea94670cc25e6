//! What the detail pane shows, as rows: the one list that the cursor walks and the view draws.
//!
//! A row is named by the item and the field it stands for, so that the cursor stays with it while rows around it come
//! and go.

use std::collections::BTreeSet;

use super::model::Model;
use crate::domain::account::Account;
use crate::domain::fields::{self, Place};
use crate::domain::line::Addable;
use crate::domain::meeting::{Meeting, PartAt};
use crate::domain::plan::Entry;
use crate::domain::readiness::Gap;
use crate::domain::sequence::TouchAt;
use crate::domain::stage::Stage;

/// The parts of the pane, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Why, stage, value, tier, tags.
    Overview,
    /// What is wrong with the file.
    Problems,
    /// The unit and function to go after first.
    EntryPoint,
    /// Decision makers.
    People,
    /// Findings.
    Research,
    /// What we bring.
    Offer,
    /// One sequence with its touches.
    Sequence(usize),
    /// Meetings with their conversation plans.
    Meetings,
    /// What was agreed.
    NextSteps,
    /// What it still lacks.
    Missing,
    /// Deals.
    Opportunities,
    /// What happened.
    Log,
    /// When it came to which stage.
    Stages,
}

impl Section {
    /// What stands over it; a sequence's own row is its heading.
    pub fn heading(self) -> Option<&'static str> {
        match self {
            Self::Overview | Self::Sequence(_) => None,
            Self::Problems => Some("Problems in the file"),
            Self::EntryPoint => Some("Entry point"),
            Self::People => Some("Decision makers"),
            Self::Research => Some("Research"),
            Self::Offer => Some("Offer"),
            Self::Meetings => Some("Meetings"),
            Self::NextSteps => Some("Next steps"),
            Self::Missing => Some("Missing"),
            Self::Opportunities => Some("Opportunities"),
            Self::Log => Some("Log"),
            Self::Stages => Some("Stages"),
        }
    }

    /// What `a` adds here.
    pub fn addable(self, account: &Account, at: RowId) -> Option<Addable> {
        match self {
            Self::EntryPoint => Some(Addable::Candidate),
            Self::People => Some(Addable::Person),
            Self::Research => Some(Addable::Finding),
            Self::Sequence(sequence) => {
                let touches = account.sequences.get(sequence)?.touches.len();
                let touch = match at.place {
                    Place::Touch(at) => at.touch,
                    _ => touches.saturating_sub(1),
                };
                Some(Addable::Touch(TouchAt { sequence, touch }))
            }
            Self::Meetings => Some(match (at.place, at.key) {
                (Place::Question(at), _) => Addable::Question(at.meeting),
                (Place::Objection(at), _) => Addable::Objection(at.meeting),
                (Place::Meeting(i), "+questions") => Addable::Question(i),
                (Place::Meeting(i), "+objections") => Addable::Objection(i),
                _ => Addable::Meeting,
            }),
            Self::NextSteps => Some(Addable::NextStep),
            Self::Opportunities => Some(Addable::Opportunity),
            Self::Log => Some(Addable::Log),
            Self::Overview | Self::Problems | Self::Offer | Self::Missing | Self::Stages => None,
        }
    }
}

/// Names a row: the item, and the field that `e` goes to (or a word for rows that stand for no field).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// The item.
    pub place: Place,
    /// The field.
    pub key: &'static str,
}

/// Names a row that stays open by its item's name, so that it is the same one wherever it stands by then.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opened {
    item: String,
    key: &'static str,
}

impl Opened {
    /// The name of a row of that account.
    pub fn of(account: &Account, row: RowId) -> Self {
        Self { item: fields::name(account, row.place), key: row.key }
    }
}

/// How a row is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A field of the account with its label.
    Field,
    /// Stage, value, tier and tags in one line.
    Facts,
    /// Website, industry, owner, goals and ids in one line.
    About,
    /// The chosen entry point with its rationale.
    Entry,
    /// An item of a list, by its place.
    Item,
    /// An empty section says what belongs there.
    Hint,
    /// A problem with the file, by its index.
    Problem(usize),
    /// What is missing, by its index.
    Missing(usize),
}

/// A row of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub id: RowId,
    /// The section it belongs to.
    pub section: Section,
    /// How it is drawn.
    pub kind: RowKind,
}

/// The rows of an account with what it lacks, top to bottom, with every row closed.
pub fn rows(entry: &Entry, gaps: &[Gap]) -> Vec<Row> {
    rows_with(entry, gaps, &BTreeSet::new())
}

/// The rows of an account with what it lacks, top to bottom. A meeting that is open shows what is asked and answered
/// there, a row each.
pub fn rows_with(entry: &Entry, gaps: &[Gap], open: &BTreeSet<Opened>) -> Vec<Row> {
    let account = entry.account.as_ref();
    let mut out = Outline { rows: Vec::with_capacity(48) };
    out.push(Section::Overview, Place::Account, "why", RowKind::Field);
    out.push(Section::Overview, Place::Account, "stage", RowKind::Facts);
    out.push(Section::Overview, Place::Account, "website", RowKind::About);
    if account.revisit.is_some() || matches!(account.stage, Stage::Nurture | Stage::Lost) {
        out.push(Section::Overview, Place::Account, "revisit", RowKind::Field);
    }
    for i in 0..entry.problems.len() {
        // The name of a problem's row is its index in a list of words; more than eight are shown by `!`.
        let key = PROBLEM_KEYS.get(i);
        if let Some(key) = key {
            out.push(Section::Problems, Place::Account, key, RowKind::Problem(i));
        }
    }
    let entry_point = &account.entry_point;
    if entry_point.unit.is_empty() && entry_point.function.is_empty() && entry_point.rationale.is_empty() {
        out.push(Section::EntryPoint, Place::Account, "entry_point.unit", RowKind::Hint);
    } else {
        out.push(Section::EntryPoint, Place::Account, "entry_point.unit", RowKind::Entry);
    }
    out.items(Section::EntryPoint, entry_point.candidates.len(), "unit", Place::Candidate);
    out.list(Section::People, account.people.len(), "name", Place::Person);
    out.list(Section::Research, account.research.len(), "text", Place::Finding);
    out.push(Section::Offer, Place::Account, "offer.value_proposition", RowKind::Field);
    out.push(Section::Offer, Place::Account, "offer.proof", RowKind::Field);
    let mut order: Vec<usize> = (0..account.sequences.len()).collect();
    order.sort_by_key(|&i| account.sequences[i].ended.is_some());
    for sequence in order {
        out.push(Section::Sequence(sequence), Place::Sequence(sequence), "to", RowKind::Item);
        for touch in 0..account.sequences[sequence].touches.len() {
            let at = TouchAt { sequence, touch };
            out.push(Section::Sequence(sequence), Place::Touch(at), "message", RowKind::Item);
        }
    }
    if account.sequences.is_empty() {
        out.push(Section::Sequence(0), Place::Account, "+sequence", RowKind::Hint);
    }
    if account.meetings.is_empty() {
        out.list(Section::Meetings, 0, "at", Place::Meeting);
    }
    for (i, meeting) in account.meetings_by_day().into_iter().filter_map(|i| Some((i, account.meetings.get(i)?))) {
        out.push(Section::Meetings, Place::Meeting(i), "at", RowKind::Item);
        let id = RowId { place: Place::Meeting(i), key: "at" };
        if !open.is_empty() && open.contains(&Opened::of(account, id)) {
            out.plan_of(i, meeting);
        }
    }
    out.list(Section::NextSteps, account.next_steps.len(), "what", Place::NextStep);
    for (i, gap) in gaps.iter().enumerate() {
        out.push(Section::Missing, gap.fill.place(), gap.rule.row, RowKind::Missing(i));
    }
    let dealt = matches!(account.stage, Stage::Meeting | Stage::Opportunity | Stage::Won | Stage::Lost);
    if dealt || !account.opportunities.is_empty() {
        out.list(Section::Opportunities, account.opportunities.len(), "name", Place::Opportunity);
    }
    if account.log.is_empty() {
        out.push(Section::Log, Place::Account, "+log", RowKind::Hint);
    }
    // The newest first: what happened last is what counts.
    for i in (0..account.log.len()).rev() {
        out.push(Section::Log, Place::Log(i), "text", RowKind::Item);
    }
    for i in (0..account.stages.len()).rev() {
        out.push(Section::Stages, Place::StageChange(i), "why", RowKind::Item);
    }
    out.rows
}

const PROBLEM_KEYS: [&str; 8] = ["!1", "!2", "!3", "!4", "!5", "!6", "!7", "!8"];

struct Outline {
    rows: Vec<Row>,
}

impl Outline {
    fn push(&mut self, section: Section, place: Place, key: &'static str, kind: RowKind) {
        self.rows.push(Row { id: RowId { place, key }, section, kind });
    }

    fn items(&mut self, section: Section, count: usize, key: &'static str, place: fn(usize) -> Place) {
        for i in 0..count {
            self.push(section, place(i), key, RowKind::Item);
        }
    }

    /// What is asked and answered in a meeting; what is still missing says so.
    fn plan_of(&mut self, meeting: usize, plan: &Meeting) {
        for part in 0..plan.questions.len() {
            self.push(Section::Meetings, Place::Question(PartAt { meeting, part }), "text", RowKind::Item);
        }
        if plan.questions.is_empty() {
            self.push(Section::Meetings, Place::Meeting(meeting), "+questions", RowKind::Hint);
        }
        for part in 0..plan.objections.len() {
            self.push(Section::Meetings, Place::Objection(PartAt { meeting, part }), "says", RowKind::Item);
        }
        if plan.objections.is_empty() {
            self.push(Section::Meetings, Place::Meeting(meeting), "+objections", RowKind::Hint);
        }
    }

    fn list(&mut self, section: Section, count: usize, key: &'static str, place: fn(usize) -> Place) {
        if count == 0 {
            let key = match section {
                Section::People => "+people",
                Section::Research => "+research",
                Section::Meetings => "+meetings",
                Section::NextSteps => "+next_steps",
                _ => "+opportunities",
            };
            self.push(section, Place::Account, key, RowKind::Hint);
        }
        self.items(section, count, key, place);
    }
}

/// What an item is called, for titles and status lines.
pub fn title(account: &Account, place: Place) -> String {
    let or = |name: Option<&str>, else_: &str| name.filter(|n| !n.is_empty()).unwrap_or(else_).to_owned();
    match place {
        Place::Account => or(Some(&account.name), "Account"),
        Place::Candidate(i) => or(account.entry_point.candidates.get(i).map(|c| c.unit.as_str()), "Candidate"),
        Place::Person(i) => or(account.people.get(i).map(|p| p.name.as_str()), "Person"),
        Place::Finding(_) => "Finding".to_owned(),
        Place::Sequence(i) => format!("Sequence {}", i + 1),
        Place::Touch(at) => format!("Touch {}", at.touch + 1),
        Place::Meeting(_) => "Meeting".to_owned(),
        Place::Question(_) => "Question".to_owned(),
        Place::Objection(_) => "Objection".to_owned(),
        Place::NextStep(_) => "Next step".to_owned(),
        Place::Opportunity(i) => or(account.opportunities.get(i).map(|o| o.name.as_str()), "Opportunity"),
        Place::Log(_) => "Log entry".to_owned(),
        Place::StageChange(_) => "Stage change".to_owned(),
    }
}

/// The same within a sentence.
pub fn named(account: &Account, place: Place) -> String {
    let title = title(account, place);
    match place {
        // Names stay as they are.
        Place::Account | Place::Candidate(_) | Place::Person(_) | Place::Opportunity(_) => title,
        _ => title.to_lowercase(),
    }
}

impl Model {
    /// The rows of the account in the detail pane.
    pub fn outline(&self) -> Vec<Row> {
        let entry = self.current().and_then(|account| self.plan.accounts.get(&account.id));
        let rows = |entry: &Entry| rows_with(entry, self.gaps(&entry.account.id), &self.detail.unfolded);
        entry.map(rows).unwrap_or_default()
    }
}
