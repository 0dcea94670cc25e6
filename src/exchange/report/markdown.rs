//! The report as Markdown, which is read raw as often as it is rendered: short lines, lists, and tables only for numbers.

use std::fmt::Write as _;

use crate::domain::goals::Told;
use crate::domain::markdown::{inline, joined};
use crate::domain::report::{Chart, Entry, Fact, Finding, Glance, Page, Person, Report, Run, Step, Talk, Whole};
use crate::domain::weigh;
use crate::domain::words::{Vocabulary as _, capitalised};

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = Writer::default();
    let Some(whole) = &report.whole else {
        for page in &report.accounts {
            account(&mut out, page, report, 1);
        }
        return out.text;
    };
    out.heading(1, &inline(&report.title));
    out.paragraph(&report.date());
    out.lines(&whole.why);
    panel(&mut out, whole);
    if !whole.goals.is_empty() {
        out.heading(2, "Goals");
    }
    for goal in &whole.goals {
        out.heading(3, &inline(&goal.title));
        out.lines(&goal.why);
        out.items(goal.said.iter().map(said));
    }
    if !whole.charts.is_empty() {
        out.heading(2, "What the touches have brought");
    }
    whole.charts.iter().for_each(|each| chart(&mut out, each));
    for page in &report.accounts {
        account(&mut out, page, report, 2);
    }
    out.text
}

/// Puts blocks after each other, an empty line between them.
#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn block(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A heading; what it says is Markdown already.
    fn heading(&mut self, level: usize, told: &str) {
        self.block();
        _ = writeln!(self.text, "{} {told}", "#".repeat(level.min(6)));
    }

    /// A paragraph of what is Markdown already.
    fn paragraph(&mut self, told: &str) {
        if !told.is_empty() {
            self.block();
            _ = writeln!(self.text, "{told}");
        }
    }

    /// A text of several lines, each a line of its own.
    fn lines(&mut self, text: &str) {
        let lines = text.lines().map(inline).filter(|line| !line.is_empty()).collect::<Vec<_>>();
        self.paragraph(&lines.join("\\\n"));
    }

    /// A list of what is Markdown already.
    fn items(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().filter(|item| !item.is_empty()).collect();
        if !items.is_empty() {
            self.block();
        }
        for item in items {
            _ = writeln!(self.text, "- {item}");
        }
    }

    /// A table of what is Markdown already. The cells of the first column are texts, the others numbers or words.
    fn table(&mut self, headings: &[String], rows: impl IntoIterator<Item = Vec<String>>) {
        self.block();
        let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
        _ = writeln!(self.text, "{}", row(headings));
        _ = writeln!(self.text, "|{}", " --- |".repeat(headings.len()));
        for cells in rows {
            _ = writeln!(self.text, "{}", row(&cells));
        }
    }
}

/// `**Done** 3 of 12`
fn said(told: &Told) -> String {
    labelled(told.label, &told.text)
}

fn fact(fact: &Fact) -> String {
    labelled(fact.label, &fact.text)
}

fn labelled(label: &str, text: &str) -> String {
    if label.is_empty() { inline(text) } else { format!("**{}:** {}", inline(label), inline(text)) }
}

/// Something beside a line.
fn aside(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

fn panel(out: &mut Writer, whole: &Whole) {
    out.heading(2, "Accounts at a glance");
    if whole.panel.is_empty() {
        out.paragraph("There is no account yet.");
    } else {
        let row = |glance: &Glance| {
            let ready = glance.percent.map_or_else(String::new, |percent| format!("{percent} %"));
            let tier = glance.tier.map_or_else(String::new, |tier| tier.to_string());
            let stage = capitalised(&glance.stage);
            let texts = [&glance.name, &stage, &tier, &glance.entry, &ready, &glance.next, &glance.when];
            texts.map(|text| inline(text)).to_vec()
        };
        let headings = ["Account", "Stage", "Tier", "Way in", "Ready", "Next", "When"].map(str::to_owned);
        out.table(&headings, whole.panel.iter().map(row));
    }
    out.items(whole.unreadable.iter().map(|(name, why)| format!("{} can't be read: {}", inline(name), inline(why))));
}

fn chart(out: &mut Writer, chart: &Chart) {
    out.heading(3, &inline(&chart.title));
    out.paragraph(&inline(&chart.says));
    let headings: Vec<String> = chart.headings.iter().map(|heading| capitalised(heading)).collect();
    let row = |bar: &crate::domain::report::Bar| {
        std::iter::once(&bar.label).chain(&bar.cells).map(|cell| inline(cell)).collect()
    };
    out.table(&headings, chart.rows().iter().map(row));
}

fn account(out: &mut Writer, page: &Page, report: &Report, level: usize) {
    out.heading(level, &inline(&page.name));
    if report.whole.is_none() {
        out.paragraph(&report.date());
    }
    out.lines(&page.why);
    out.items(page.serves.iter().map(|goal| labelled("Serves", goal)));
    out.items(page.facts.iter().map(fact));
    let level = level + 1;
    way_in(out, &page.entry, level);
    if !page.offer.is_empty() {
        out.heading(level, "What we bring");
        out.items(page.offer.iter().map(fact));
    }
    people(out, page, level);
    out.heading(level, "What we know");
    if page.research.is_empty() {
        out.paragraph("Nothing is written down yet.");
    }
    out.items(page.research.iter().map(finding));
    sequences(out, page, report, level);
    readiness(out, page, level);
    talks(out, &page.talks, level);
    if !page.answers.is_empty() {
        out.heading(level, "What came back");
        out.items(page.answers.iter().map(|answer| {
            let what = capitalised(&answer.what);
            let head = joined([answer.when.as_str(), &answer.who, &what]);
            let text = inline(&answer.text);
            if text.is_empty() { head } else { format!("{head}: {text}") }
        }));
    }
    if !page.steps.is_empty() {
        out.heading(level, "Next steps");
        out.items(page.steps.iter().map(step));
    }
    if !page.deals.is_empty() {
        out.heading(level, "Deals");
        out.items(page.deals.iter().map(|deal| {
            let facts = deal.facts.iter().map(String::as_str).chain([deal.status.as_str()]);
            format!("**{}** {}", inline(&deal.name), joined(facts))
        }));
    }
}

fn way_in(out: &mut Writer, entry: &Entry, level: usize) {
    out.heading(level, "Way in");
    if entry.path.is_empty() {
        out.paragraph("Where to go in is not decided.");
    } else {
        out.paragraph(&format!("**{}**", inline(&entry.path)));
    }
    out.lines(&entry.rationale);
    if entry.weighed.is_empty() {
        return;
    }
    let headings = ["Weighed"].into_iter().chain(weigh::CRITERIA).chain(["of 9", "known there"]).map(capitalised);
    let row = |each: &crate::domain::report::Weighed| {
        let name = if each.is_chosen { format!("**{}** (chosen)", inline(&each.path)) } else { inline(&each.path) };
        let weights =
            each.weights.iter().map(|weight| weight.map_or_else(|| "?".to_owned(), |weight| weight.to_string()));
        let rest = [each.sum.to_string(), inline(&each.known.join(", "))];
        std::iter::once(name).chain(weights).chain(rest).collect()
    };
    out.table(&headings.collect::<Vec<_>>(), entry.weighed.iter().map(row));
}

fn people(out: &mut Writer, page: &Page, level: usize) {
    out.heading(level, "People");
    if !page.people.is_empty() {
        out.block();
    }
    for person in &page.people {
        // A list within a list is the tree; deeper than a dozen nobody reads it.
        let depth = person.lasts.len().min(12);
        _ = writeln!(out.text, "{}- {}", "  ".repeat(depth), person_in_a_line(person));
    }
    out.items(page.gaps.iter().map(|gap| format!("**!** {}", inline(gap))));
}

fn person_in_a_line(person: &Person) -> String {
    let influence = format!("influence {}", person.influence.label());
    let support = format!("support {}", person.support.label());
    let asides = person.asides.iter().map(String::as_str);
    let parts = [person.title.as_str(), &influence, &support, &person.contact];
    format!("**{}** {}", inline(&person.name), joined(parts.into_iter().chain(asides)))
}

fn finding(finding: &Finding) -> String {
    let source = if finding.source.trim().is_empty() { "no source" } else { finding.source.as_str() };
    let age = match (finding.age.is_empty(), finding.is_old) {
        (true, _) => "no date".to_owned(),
        (false, true) => format!("{}, old", finding.age),
        (false, false) => finding.age.clone(),
    };
    let confirmed = if finding.is_confirmed { "confirmed there" } else { "" };
    let about = finding.people.join(", ");
    let about = if about.is_empty() { about } else { format!("about {about}") };
    let told = joined([source, &age, confirmed, &about]);
    format!("**#{} {}:** {}{}", finding.n, inline(&capitalised(&finding.kind)), inline(&finding.text), aside(&told))
}

fn sequences(out: &mut Writer, page: &Page, report: &Report, level: usize) {
    if page.runs.is_empty() {
        out.heading(level, "Sequence");
        out.paragraph("No sequence has begun.");
    }
    for run in &page.runs {
        out.heading(level, &format!("Sequence: {}", inline(&run.name)));
        out.paragraph(&joined(run.facts.iter().map(String::as_str)));
        touches(out, run);
        out.items(run.rests.iter().map(|rest| inline(&format!("{}.", rest.told(report.today)))));
    }
}

fn touches(out: &mut Writer, run: &Run) {
    if run.points.is_empty() {
        return;
    }
    let headings = ["Touch", "How", "To", "What for", "Day", "How it stands"].map(str::to_owned);
    let row = |point: &crate::domain::report::Point| {
        let learned = inline(&point.learned);
        let learned = if learned.is_empty() { learned } else { aside(&format!("learned: {learned}")) };
        let number = point.n.to_string();
        let texts = [&number, &point.channel, &point.who, &point.purpose, &point.when].map(|text| inline(text));
        texts.into_iter().chain([format!("{}{learned}", inline(&point.told))]).collect()
    };
    out.table(&headings, run.points.iter().map(row));
}

fn readiness(out: &mut Writer, page: &Page, level: usize) {
    out.heading(level, "Readiness");
    match page.percent {
        None => out.paragraph(page.not_judged),
        Some(percent) if page.missing.is_empty() => out.paragraph(&format!("{percent} %: nothing is missing.")),
        Some(percent) => out.paragraph(&format!("{percent} %. What is missing:")),
    }
    out.items(page.missing.iter().map(|sentence| inline(sentence)));
}

fn talks(out: &mut Writer, talks: &[Talk], level: usize) {
    if !talks.is_empty() {
        out.heading(level, "Conversations");
    }
    for talk in talks {
        let objective = inline(&talk.objective);
        out.heading(
            level + 1,
            if objective.is_empty() { "A conversation without an objective yet" } else { &objective },
        );
        out.paragraph(&joined(talk.facts.iter().map(String::as_str)));
        let with = talk.with.join(", ");
        let with = if with.is_empty() { with } else { format!("with {}", inline(&with)) };
        out.paragraph(&with);
        out.paragraph(&inline(&talk.outcome));
        if !talk.missing.is_empty() {
            out.paragraph(&format!("**Not yet:** {}.", talk.missing.join(", ")));
        }
        for part in &talk.parts {
            out.paragraph(&format!("**{} {}** ({} min)", part.clock, part.title, part.minutes));
            out.items(part.lines.iter().map(|line| {
                let label = if line.label.is_empty() { String::new() } else { format!("**{}** ", inline(&line.label)) };
                format!("{label}{}{}", inline(&line.text), aside(&inline(&line.aside)))
            }));
        }
    }
}

fn step(step: &Step) -> String {
    let mark = if step.is_done { "x" } else { " " };
    let who = joined(step.who.iter().map(String::as_str));
    format!("[{mark}] {}, {}{}", inline(&step.what), inline(&step.when), aside(&who))
}
