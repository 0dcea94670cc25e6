//! An account on the page, section by section. What there is nothing to say of is left out, or said in a sentence where its
//! absence matters.

use chrono::NaiveDate;

use super::charts;
use super::map;
use super::markup::{Element, Html, dotted, el, lines, told};
use super::svg::figure;
use super::timeline;
use crate::domain::report::{Entry, Fact, Finding, Mark, Page, Person, Point, Run, Step, Talk};
use crate::domain::weigh;
use crate::domain::words::capitalised;

/// Where an account stands on the page.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The day for which the page holds.
    pub(super) today: NaiveDate,
    /// Above its name.
    pub(super) eyebrow: &'a str,
    /// The level of its heading: 1 where it is the page.
    pub(super) level: u8,
    /// What a link to it names.
    pub(super) id: &'a str,
}

/// A heading of that level.
pub(super) fn heading(level: u8) -> Element {
    el(match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        _ => "h4",
    })
}

pub(super) fn article(page: &Page, place: Place) -> Element {
    let level = place.level + 1;
    let sequences: Vec<Element> = if page.runs.is_empty() {
        vec![nothing("No sequence has begun.")]
    } else {
        page.runs.iter().map(|run| sequence(&page.name, run, place.today)).collect()
    };
    el("article")
        .class("account")
        .attr("id", place.id)
        .put(mast(page, place))
        .put(section(level, "Way in", way_in(&page.entry)))
        .put(section(level, "What we bring", facts("offer", &page.offer)))
        .put(section(level, "People", people(page)))
        .put(section(level, "What we know", research(&page.research)))
        .each(sequences.into_iter().map(|body| section(level, "Sequence", body)))
        .put(section(level, "Readiness", readiness(page)))
        .put(section(level, "Conversations", conversations(&page.talks, level + 1)))
        .put(section(level, "What came back", answers(page)))
        .put(section(level, "Next steps", steps(&page.steps)))
        .put(section(level, "Deals", deals(page)))
}

/// A section with its heading; none where there is nothing to say.
fn section(level: u8, title: &str, body: impl Into<Option<Element>>) -> Option<Element> {
    body.into().map(|body| el("section").class("part").put(heading(level).put(title)).put(body))
}

fn body() -> Element {
    el("div").class("body")
}

fn nothing(sentence: &str) -> Element {
    body().put(el("p").class("nothing").put(sentence))
}

fn mast(page: &Page, place: Place) -> Element {
    let fact = |fact: &Fact| {
        let text: Html = match page.website.as_ref().filter(|_| fact.label == "Website") {
            Some(link) => {
                el("a").attr("href", link.address()).attr("rel", "noreferrer noopener").put(told(&fact.text)).into()
            }
            None => told(&fact.text),
        };
        el("div").put(el("dt").put(fact.label)).put(el("dd").put(text))
    };
    let name = heading(place.level).class("name").attr("dir", "auto").put(page.name.as_str());
    let title = el("div").put(el("p").class("eyebrow").put(place.eyebrow)).put(name);
    let ring =
        page.percent.map(|percent| el("div").class("ready").put(charts::ready(percent)).put(el("p").put("% ready")));
    let why: Html = if page.why.trim().is_empty() {
        el("p").class("why none").put("Nobody has said yet why this account.").into()
    } else {
        el("p").class("why").attr("dir", "auto").put(lines(&page.why)).into()
    };
    let serves = page.serves.iter().map(|goal| el("li").put(told(goal)));
    let serves = (!page.serves.is_empty())
        .then(|| el("div").class("serves").put(el("p").put("Serves")).put(el("ul").each(serves)));
    el("header")
        .class("mast")
        .put(el("div").class("top").put(title).put(ring))
        .put(why)
        .put(serves)
        .put(el("dl").class("facts").each(page.facts.iter().map(fact)))
}

/// Words and what they say.
fn facts(class: &'static str, facts: &[Fact]) -> Option<Element> {
    let fact =
        |fact: &Fact| el("div").put(el("dt").put(fact.label)).put(el("dd").attr("dir", "auto").put(lines(&fact.text)));
    (!facts.is_empty()).then(|| body().put(el("dl").class(class).each(facts.iter().map(fact))))
}

/// A table with its headings; the first cell of a row says what the row is of.
pub(super) fn table(class: &'static str, headings: &[&str], rows: impl IntoIterator<Item = Element>) -> Element {
    let head = headings.iter().map(|heading| el("th").attr("scope", "col").put(*heading));
    let table = el("table").class(class).put(el("thead").put(el("tr").each(head)));
    el("div").class("scroll").put(table.put(el("tbody").each(rows)))
}

fn way_in(entry: &Entry) -> Element {
    if entry.path.is_empty() && entry.rationale.trim().is_empty() && entry.weighed.is_empty() {
        return nothing("Where to go in is not decided.");
    }
    let path = if entry.path.is_empty() { "Not decided yet" } else { entry.path.as_str() };
    let mut out = body().put(el("p").class("lead").put(told(path)));
    if !entry.rationale.trim().is_empty() {
        out = out.put(el("p").attr("dir", "auto").put(lines(&entry.rationale)));
    }
    if entry.weighed.is_empty() {
        return out;
    }
    let row = |each: &crate::domain::report::Weighed| {
        let name = el("th").attr("scope", "row").put(told(&each.path));
        let name = if each.is_chosen { name.put(" ").put(el("span").class("tag").put("chosen")) } else { name };
        let weights = each.weights.iter().map(|weight| el("td").class("weight").put(weight_of(*weight)));
        el("tr")
            .class(if each.is_chosen { "chosen" } else { "" })
            .put(name)
            .each(weights)
            .put(el("td").class("number").put(each.sum.to_string()))
            .put(el("td").put(joined(&each.known)))
    };
    let [pain, access, timing] = weigh::CRITERIA.map(capitalised);
    let headings = ["Weighed", &pain, &access, &timing, "Of 9", "Known there"];
    out.put(table("weighed", &headings, entry.weighed.iter().map(row)))
}

/// Names after each other.
fn joined(names: &[String]) -> Html {
    let mut all: Vec<Html> = Vec::new();
    for name in names.iter().filter(|name| !name.trim().is_empty()) {
        if !all.is_empty() {
            all.push(", ".into());
        }
        all.push(told(name));
    }
    Html::all(all)
}

/// From 0 to 3: the number, and as many full dots.
fn weight_of(weight: Option<u8>) -> Html {
    let Some(weight) = weight else { return el("span").class("faint").put("?").into() };
    let full = usize::from(weight.min(3));
    let dots = el("span").class("dots").attr("aria-hidden", "true").put(format!(
        "{}{}",
        "●".repeat(full),
        "○".repeat(3 - full)
    ));
    Html::all([Html::from(weight.to_string()), dots.into()])
}

fn people(page: &Page) -> Element {
    if page.people.is_empty() {
        return body().put(gaps(&page.gaps));
    }
    let says_more = page.people.iter().any(|person| !person.asides.is_empty());
    let row = |(person, is_cut): (&Person, [bool; 2])| {
        let name = el("th").attr("scope", "row").put(told(&person.name));
        let class = match is_cut {
            [true, _] => Some("under"),
            [false, true] => Some("under small"),
            [false, false] => None,
        };
        let title = class.map(|class| el("span").class(class).put(told(&person.title)));
        let asides = says_more.then(|| el("td").put(dotted(&person.asides)));
        el("tr").put(name.put(title)).put(el("td").put(person.contact.as_str())).put(asides)
    };
    let maps = map::map(&page.name, &page.people);
    let caption = el("figcaption").put(map::legend(&page.people));
    let headings: &[&str] = if says_more { &["Who", "How far we are", "To know"] } else { &["Who", "How far we are"] };
    let rows = page.people.iter().zip(map::cut_titles(&page.people)).map(row);
    body().put(figure("people", maps, caption)).put(gaps(&page.gaps)).put(table("who", headings, rows))
}

fn gaps(sentences: &[String]) -> Option<Element> {
    let item = |sentence: &String| el("li").put(sentence.as_str());
    (!sentences.is_empty()).then(|| el("ul").class("gaps").each(sentences.iter().map(item)))
}

fn research(findings: &[Finding]) -> Element {
    if findings.is_empty() {
        return nothing("Nothing is written down yet.");
    }
    let row = |finding: &Finding| {
        let age = match (finding.age.is_empty(), finding.is_old) {
            (true, _) => el("td").class("faint").put("no date"),
            (false, old) => {
                el("td").class(if old { "late" } else { "" }).put(told(&finding.age)).put(old.then_some(", old"))
            }
        };
        let whom =
            (!finding.people.is_empty()).then(|| el("span").class("under").put("about ").put(joined(&finding.people)));
        let source: Html = if finding.source.trim().is_empty() {
            el("span").class("faint").put("no source").into()
        } else {
            told(&finding.source)
        };
        let number = el("span").class("count").put(format!("#{}", finding.n));
        let confirmed = finding.is_confirmed.then(|| el("span").class("under").put("✓ confirmed there"));
        el("tr")
            .put(el("th").attr("scope", "row").put(number).put(told(&capitalised(&finding.kind))))
            .put(el("td").class("text").put(lines(&finding.text)).put(whom))
            .put(el("td").put(source).put(confirmed))
            .put(age)
    };
    body().put(table("research", &["What", "Finding", "Source", "Age"], findings.iter().map(row)))
}

fn sequence(account: &str, run: &Run, today: NaiveDate) -> Element {
    let facts = dotted(&run.facts);
    let mut out = body().put(el("p").class("lead").put(told(&run.name)).put(el("span").class("beside").put(facts)));
    if run.points.is_empty() {
        return out.put(el("p").class("nothing").put("It has no touches."));
    }
    if let Some(drawn) = timeline::timeline(&format!("Sequence to {account}: {}", run.name), run, today) {
        out = out.put(figure("sequence", drawn.map(|drawn| vec![drawn]), el("figcaption").put(timeline::legend(run))));
    }
    let undated = run.points.iter().filter(|point| point.day.is_none() && point.mark == Mark::Resting);
    let undated: Vec<String> = undated.map(|point| point.n.to_string()).collect();
    if !undated.is_empty() {
        out = out.put(el("p").class("note").put(format!("No day yet: {}.", undated.join(", "))));
    }
    let rests = run.rests.iter().map(|rest| el("li").put(format!("{}.", rest.told(today))));
    if !run.rests.is_empty() {
        out = out.put(el("ul").class("note").each(rests));
    }
    out.put(table("touches", &["Touch", "To", "What for", "Day", "How it stands"], run.points.iter().map(touch)))
}

fn touch(point: &Point) -> Element {
    let late = if matches!(point.mark, Mark::Overdue) { "late" } else { "" };
    let name =
        el("th").attr("scope", "row").put(el("span").class("count").put(point.n.to_string())).put(told(&point.channel));
    let learned = (!point.learned.trim().is_empty())
        .then(|| el("span").class("under").put("learned: ").put(lines(&point.learned)));
    let row = el("tr").class(if matches!(point.mark, Mark::Skipped | Mark::Cancelled) { "off" } else { "" });
    row.put(name)
        .put(el("td").put(told(&point.who)))
        .put(el("td").put(told(&point.purpose)))
        .put(el("td").class("day").put(point.when.as_str()))
        .put(el("td").class(late).put(told(&point.told)).put(learned))
}

fn readiness(page: &Page) -> Element {
    let Some(percent) = page.percent else { return nothing(page.not_judged) };
    let lead = match page.missing.len() {
        0 => "Nothing is missing.".to_owned(),
        1 => format!("{percent} % ready; one thing is missing."),
        n => format!("{percent} % ready; {n} things are missing."),
    };
    let items = page.missing.iter().map(|sentence| el("li").put(sentence.as_str()));
    let list = (!page.missing.is_empty()).then(|| el("ul").class("missing").each(items));
    body().put(el("p").class("lead").put(lead)).put(list)
}

fn conversations(talks: &[Talk], level: u8) -> Option<Element> {
    (!talks.is_empty()).then(|| body().each(talks.iter().map(|each| talk(each, level))))
}

fn talk(talk: &Talk, level: u8) -> Element {
    let objective =
        if talk.objective.trim().is_empty() { "A conversation without an objective yet" } else { &talk.objective };
    let mut out = el("div")
        .class(if talk.is_ahead { "talk" } else { "talk over" })
        .put(heading(level).class("talk-title").put(told(objective)))
        .put(el("p").class("note").put(dotted(&talk.facts)));
    if !talk.with.is_empty() {
        out = out.put(el("p").class("note").put("with ").put(joined(&talk.with)));
    }
    if !talk.outcome.is_empty() {
        out = out.put(el("p").class("outcome").put(talk.outcome.as_str()));
    }
    if !talk.missing.is_empty() {
        out = out.put(el("p").class("gap").put(format!("Not yet: {}.", talk.missing.join(", "))));
    }
    let line = |line: &crate::domain::brief::Line| {
        let label = (!line.label.is_empty()).then(|| el("b").put(told(&line.label)));
        let aside = (!line.aside.is_empty()).then(|| el("span").class("faint").put(" ").put(told(&line.aside)));
        el("li").put(label).put(" ").put(told(&line.text)).put(aside)
    };
    let part = |part: &crate::domain::report::TalkPart| {
        let minutes = el("span").class("under").put(format!("{} min", part.minutes));
        el("tr")
            .put(el("th").attr("scope", "row").put(part.title).put(minutes))
            .put(el("td").class("day").put(part.clock.as_str()))
            .put(el("td").put(el("ul").class("plain").each(part.lines.iter().map(line))))
    };
    if talk.parts.is_empty() {
        return out;
    }
    out.put(table("plan", &["Part", "From", "What is said and asked"], talk.parts.iter().map(part)))
}

fn answers(page: &Page) -> Option<Element> {
    let row = |answer: &crate::domain::report::Answer| {
        el("tr")
            .put(el("th").attr("scope", "row").class("day").put(if answer.when.is_empty() {
                "no day"
            } else {
                &answer.when
            }))
            .put(el("td").put(told(&answer.who)))
            .put(el("td").put(told(&capitalised(&answer.what))))
            .put(el("td").class("text").put(lines(&answer.text)))
    };
    (!page.answers.is_empty())
        .then(|| body().put(table("answers", &["Day", "Who", "What", "In words"], page.answers.iter().map(row))))
}

fn steps(steps: &[Step]) -> Option<Element> {
    if steps.is_empty() {
        return None;
    }
    let item = |step: &Step| {
        let mark = el("span").class("box").attr("aria-hidden", "true").put(if step.is_done { "☑" } else { "☐" });
        let when = el("span").class(if step.is_late { "when late" } else { "when" }).put(step.when.as_str());
        let who = (!step.who.is_empty()).then(|| el("span").class("under").put(joined(&step.who)));
        el("li")
            .class(if step.is_done { "done" } else { "" })
            .put(mark)
            .put(el("span").put(told(&step.what)).put(who))
            .put(when)
    };
    Some(body().put(el("ul").class("steps").each(steps.iter().map(item))))
}

fn deals(page: &Page) -> Option<Element> {
    let row = |deal: &crate::domain::report::Deal| {
        el("tr")
            .put(el("th").attr("scope", "row").put(told(&deal.name)))
            .put(el("td").put(dotted(deal.facts.iter().map(|fact| told(fact)))))
            .put(el("td").put(told(&capitalised(&deal.status))))
    };
    (!page.deals.is_empty())
        .then(|| body().put(table("deals", &["Deal", "What it is about", "How it stands"], page.deals.iter().map(row))))
}
