//! The page as a whole: its head, and, where several accounts are told, what stands around them.

use super::account::{Place, article, heading, table};
use super::charts;
use super::markup::{Element, Html, dotted, el, lines, told};
use super::svg;
use crate::domain::report::{Chart, Glance, GoalLine, Mark, Report, Whole};
use crate::domain::settings::GoalKind;
use crate::domain::words::capitalised;

/// How the page looks on a screen, on a telephone and on paper.
const STYLE: &str = include_str!("../../../assets/page.css");

/// What the page may do: be styled by what stands in it, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The report as one page of HTML that needs nothing but itself.
pub fn html(report: &Report) -> String {
    let head = el("head")
        .put(el("meta").attr("charset", "utf-8"))
        .put(el("meta").attr("http-equiv", "Content-Security-Policy").attr("content", POLICY))
        .put(el("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1"))
        .put(el("meta").attr("name", "color-scheme").attr("content", "light dark"))
        .put(el("meta").attr("name", "generator").attr("content", "inroad"))
        .put(el("meta").attr("name", "referrer").attr("content", "no-referrer"))
        .put(el("title").put(format!("{} · {}", report.title, report.date())))
        .put(Html::style(STYLE));
    let body = el("body").put(patterns()).put(main(report)).put(foot(report));
    Html::document(el("html").attr("lang", "en").put(head).put(body))
}

/// What several drawings fill something with; it stands in the page once.
fn patterns() -> Element {
    let stroke = el("path").class("hatching").attr("d", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2");
    let hatch = el("pattern").attr("id", "hatch").attr("width", "6").attr("height", "6");
    let hatch = hatch.attr("patternUnits", "userSpaceOnUse").put(stroke);
    el("svg")
        .class("patterns")
        .attr("width", "0")
        .attr("height", "0")
        .attr("aria-hidden", "true")
        .put(el("defs").put(hatch))
}

fn foot(report: &Report) -> Element {
    el("footer").class("foot").put(format!("Made with inroad on {}", report.date()))
}

fn main(report: &Report) -> Element {
    let date = report.date();
    let Some(whole) = &report.whole else {
        let eyebrow = format!("Account plan · {date}");
        let place = Place { today: report.today, eyebrow: &eyebrow, level: 1, id: "account" };
        return el("main").each(report.accounts.iter().map(|page| article(page, place)));
    };
    let cover = el("header")
        .class("cover")
        .put(el("p").class("eyebrow").put(date.as_str()))
        .put(el("h1").put(report.title.as_str()))
        .put((!whole.why.trim().is_empty()).then(|| el("p").class("why").attr("dir", "auto").put(lines(&whole.why))))
        .put(figures(whole));
    let accounts = report.accounts.iter().enumerate().map(|(n, page)| {
        let id = name_of(n);
        let eyebrow = format!("Account {} of {}", n + 1, report.accounts.len());
        article(page, Place { today: report.today, eyebrow: &eyebrow, level: 2, id: &id })
    });
    el("main")
        .put(cover)
        .put(contents(report, whole))
        .put(panel(whole))
        .put(goals(&whole.goals))
        .put(insights(&whole.charts))
        .each(accounts)
}

fn name_of(account: usize) -> String {
    format!("account-{}", account + 1)
}

/// The plan in four numbers.
fn figures(whole: &Whole) -> Element {
    let late = whole.panel.iter().filter(|glance| glance.is_late).count();
    let judged: Vec<u32> = whole.panel.iter().filter_map(|glance| glance.percent.map(u32::from)).collect();
    let count = u32::try_from(judged.len()).unwrap_or(u32::MAX);
    let ready = judged.iter().sum::<u32>().checked_div(count);
    let running = whole.panel.iter().filter(|glance| !glance.touches.is_empty()).count();
    let all = [
        (whole.panel.len().to_string(), if whole.panel.len() == 1 { "account" } else { "accounts" }),
        (running.to_string(), "with a sequence"),
        (ready.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %")), "ready on the average"),
        (late.to_string(), if late == 1 { "is late or adrift" } else { "are late or adrift" }),
    ];
    let each = all.into_iter().map(|(number, what)| el("div").put(el("dd").put(number)).put(el("dt").put(what)));
    el("dl").class("figures").each(each)
}

fn contents(report: &Report, whole: &Whole) -> Element {
    let entry = |id: &str, name: Html| el("li").put(el("a").attr("href", format!("#{id}")).put(name));
    let parts = [("panel", "Accounts at a glance", true), ("goals", "Goals", !whole.goals.is_empty())]
        .into_iter()
        .chain([("insights", "What the touches have brought", !whole.charts.is_empty())]);
    let parts = parts.filter(|(.., is_there)| *is_there).map(|(id, name, _)| entry(id, name.into()));
    let accounts = report.accounts.iter().enumerate().map(|(n, page)| entry(&name_of(n), told(&page.name)));
    el("nav")
        .class("contents")
        .attr("aria-labelledby", "contents")
        .put(el("h2").attr("id", "contents").put("Contents"))
        .put(el("ol").class("parts").each(parts))
        .put(el("ol").class("names").each(accounts))
}

fn section(id: &'static str, title: &str) -> Element {
    el("section").class("wide").attr("id", id).put(heading(2).put(title))
}

fn panel(whole: &Whole) -> Element {
    let row = |(n, glance): (usize, &Glance)| {
        let name = el("a").attr("href", format!("#{}", name_of(n))).put(told(&glance.name));
        let entry = (!glance.entry.is_empty()).then(|| el("span").class("under").put(told(&glance.entry)));
        let tier = glance.tier.map(|tier| format!("tier {tier}"));
        let next = [told(&glance.next), told(&glance.when)].into_iter().filter(|part| !part.is_empty());
        let next = next.enumerate().map(|(n, part)| if n > 0 { Html::all([", ".into(), part]) } else { part });
        let next = Html::all(next);
        let worth = dotted([glance.worth.clone(), tier.unwrap_or_default()]);
        el("tr")
            .put(el("th").attr("scope", "row").put(name).put(entry))
            .put(el("td").put(told(&capitalised(&glance.stage))).put(el("span").class("under").put(worth)))
            .put(el("td").put(strip(&glance.touches)))
            .put(
                el("td").class("number").put(glance.percent.map_or_else(String::new, |percent| format!("{percent} %"))),
            )
            .put(el("td").class(if glance.is_late { "late" } else { "" }).put(next))
    };
    let headings = ["Account", "Stage", "Touches", "Ready", "Next"];
    let out = section("panel", "Accounts at a glance");
    let out = if whole.panel.is_empty() {
        out.put(el("p").class("nothing").put("There is no account yet."))
    } else {
        out.put(table("panel", &headings, whole.panel.iter().enumerate().map(row)))
    };
    let unreadable =
        whole.unreadable.iter().map(|(name, why)| el("li").put(told(name)).put(" can't be read: ").put(told(why)));
    out.put((!whole.unreadable.is_empty()).then(|| el("ul").class("gaps").each(unreadable)))
}

/// A sequence in marks, as the list of accounts has it.
fn strip(touches: &[Mark]) -> Option<Element> {
    const STEP: f64 = 13.0;
    /// More than these are told in a number.
    const MOST: usize = 12;
    if touches.is_empty() {
        return None;
    }
    let done = touches.iter().filter(|mark| **mark == Mark::Done).count();
    #[allow(clippy::cast_precision_loss, reason = "a dozen marks")]
    let x = |n: usize| n as f64 * STEP;
    let drawn = touches.len().min(MOST);
    let title = format!("{done} of {} touches are done", touches.len());
    let mut each: Vec<(Mark, usize)> = Vec::new();
    for mark in touches {
        match each.iter_mut().find(|(known, _)| known == mark) {
            Some((_, count)) => *count += 1,
            None => each.push((*mark, 1)),
        }
    }
    let told: Vec<String> = each.iter().map(|(mark, count)| format!("{count} {}", mark.label())).collect();
    let mut picture = svg::drawing("strip", x(drawn).max(x(10)), 14.0, &title, &format!("{}.", told.join(", ")));
    for (n, mark) in touches.iter().take(MOST).enumerate() {
        picture = picture.put(svg::mark(*mark, x(n) + 7.0, 7.0, 4.0, ""));
    }
    Some(el("div").put(picture).put(el("span").class("under").put(format!("{done} of {}", touches.len()))))
}

fn goals(goals: &[GoalLine]) -> Option<Element> {
    let line = |said: &crate::domain::goals::Told| {
        use crate::domain::goals::Mood;
        let class = match said.mood {
            Mood::Short => "late",
            Mood::Faint => "faint",
            Mood::Plain | Mood::Good => "",
        };
        el("div").put(el("dt").put(said.label)).put(el("dd").class(class).put(told(&said.text)))
    };
    let goal = |goal: &GoalLine| {
        let kind = match goal.kind {
            GoalKind::Performance => "Performance",
            GoalKind::GettingBetter => "Getting better",
        };
        let why =
            (!goal.why.trim().is_empty()).then(|| el("p").class("reason").attr("dir", "auto").put(lines(&goal.why)));
        let bar = goal.done.map(|done| charts::progress(&format!("{}: how far", goal.title), done, goal.expected));
        el("div")
            .class("goal")
            .put(el("p").class("eyebrow").put(kind))
            .put(heading(3).put(told(&goal.title)))
            .put(why)
            .put(bar)
            .put(el("dl").class("said").each(goal.said.iter().map(line)))
    };
    (!goals.is_empty()).then(|| section("goals", "Goals").put(el("div").class("goals").each(goals.iter().map(goal))))
}

fn insights(all: &[Chart]) -> Option<Element> {
    let chart = |chart: &Chart| {
        let row = |bar: &crate::domain::report::Bar| {
            let cells = bar.cells.iter().map(|cell| el("td").class("number").put(cell.as_str()));
            el("tr")
                .class(if bar.is_few { "few" } else { "" })
                .put(el("th").attr("scope", "row").put(told(&bar.label)))
                .each(cells)
        };
        let headings: Vec<String> = chart.headings.iter().map(|heading| capitalised(heading)).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        // What is long stands in two tables beside each other.
        let rows = chart.rows();
        let long = if rows.len() >= charts::MANY { rows.len().div_ceil(2) } else { rows.len().max(1) };
        let tables = rows.chunks(long).map(|rows| table("numbers", &headings, rows.iter().map(row)));
        el("div")
            .class("chart")
            .put(heading(3).put(chart.title.as_str()))
            .put(el("p").class("note").put(chart.says.as_str()))
            .put(
                el("div")
                    .class("pair")
                    .put(el("div").class("pane").put(charts::chart(chart)))
                    .put(el("div").class("tables").each(tables)),
            )
    };
    (!all.is_empty()).then(|| {
        let note = "A line through a bar is the range in which the true rate lies with 90 %. What rests on fewer than ten cases is hatched and not compared.";
        section("insights", "What the touches have brought")
            .put(el("p").class("note").put(note))
            .put(el("div").class("charts").each(all.iter().map(chart)))
    })
}
