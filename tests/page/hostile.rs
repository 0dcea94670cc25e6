//! Whatever a plan says is text: nothing of it becomes an element, an attribute, a link or a line of its own, and it comes
//! back as it went in but for what can't be seen, which is made visible.

use std::collections::BTreeSet;

use inroad::domain::visible::shown;
use inroad::exchange::report::{html, markdown};
use naughty_strings::BLNS;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{ElementRef, Html, Selector};

use super::plans::{demo_plan, odd_plan, one, saying, whole};

/// From the list of what hurts, and what a page or Markdown is made of.
const HOSTILE: [&str; 14] = [
    "</script><script>alert(77)</script>",
    "</style></svg></title><img src=x onerror=alert(77)>",
    "\"><a href=\"javascript:alert(77)\">x</a>",
    "' onmouseover='alert(77)",
    "<!-- --><![CDATA[x]]>&lt;&#60;&amp",
    "\u{1b}]52;c;QUJDNzc=\u{7}\u{9b}31m\u{0}",
    "\u{202e}backwards\u{2066}\u{e0041}\u{feff}",
    "a\r\n\r\n# b\r\n- c\r\n```\r\nd",
    "[x](javascript:alert(77)) <http://77.example> ![y](z)",
    "| a | b |\n| --- | --- |\n\\| \\\\|",
    "*a* **b** _c_ ~~d~~ `e` $f$ [^1] [x]",
    "javascript:alert(77)",
    "{{ 7*7 }}{% raw %}",
    "\u{65}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
];

/// What pages are made of, seen in pages without anything hostile.
fn known() -> (BTreeSet<String>, BTreeSet<(String, String)>) {
    let (mut elements, mut attributes) = (BTreeSet::new(), BTreeSet::new());
    let (demo, odd) = (demo_plan(), odd_plan());
    let plain = saying("plain");
    for report in [whole(&demo), whole(&odd), one(&demo, "primo"), whole(&plain)] {
        for element in elements_of(&Html::parse_document(&html(&report))) {
            elements.insert(element.value().name().to_owned());
            attributes.extend(names_of(element));
        }
    }
    assert!(!elements.contains("script") && elements.len() > 40 && attributes.len() > 60);
    (elements, attributes)
}

fn elements_of(page: &Html) -> Vec<ElementRef<'_>> {
    page.select(&Selector::parse("*").unwrap()).collect()
}

fn names_of(element: ElementRef) -> Vec<(String, String)> {
    let name = element.value().name();
    element.value().attrs().map(|(attribute, _)| (name.to_owned(), attribute.to_owned())).collect()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    page.select(&Selector::parse(selector).unwrap()).map(|each| each.text().collect()).collect()
}

/// What each line of a text should come back as.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| shown(line).into_owned()).collect()
}

fn page_is_only_text(text: &str, known: &(BTreeSet<String>, BTreeSet<(String, String)>)) {
    let report = whole(&saying(text));
    let page = Html::parse_document(&html(&report));
    assert_eq!(page.errors, Vec::<&str>::new(), "{text:?}");
    for element in elements_of(&page) {
        assert!(known.0.contains(element.value().name()), "{text:?} made {}", element.value().name());
        for name in names_of(element) {
            assert!(known.1.contains(&name), "{text:?} made {name:?}");
        }
        if let Some(link) = element.attr("href") {
            assert!(["#", "http://", "https://"].iter().any(|begin| link.starts_with(begin)), "{text:?}: {link}");
        }
    }
    if text.trim().is_empty() {
        return;
    }
    let whole_text = shown(text).into_owned();
    assert_eq!(texts(&page, "article .mast .name"), [whole_text.as_str()]);
    assert_eq!(texts(&page, "nav .names li"), [whole_text.as_str()]);
    assert_eq!(texts(&page, "table.who th > bdi"), vec![whole_text.clone(); 3]);
    assert_eq!(texts(&page, "article .why bdi"), lines(text));
    assert_eq!(texts(&page, "table.research td.text > bdi"), lines(text));
    assert_eq!(texts(&page, "table.answers td.text > bdi"), lines(text));
    assert_eq!(texts(&page, ".goal h3"), [whole_text.as_str()]);
}

fn markdown_is_only_text(text: &str) {
    let report = whole(&saying(text));
    let written = markdown(&report);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut headings = Vec::new();
    let mut heading: Option<String> = None;
    let mut cells = 0;
    for event in Parser::new_ext(&written, options) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(pulldown_cmark::TagEnd::Heading(_)) => headings.extend(heading.take()),
            Event::Text(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(
                Tag::Paragraph
                | Tag::List(None)
                | Tag::Item
                | Tag::Strong
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow,
            )
            | Event::End(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::TaskListMarker(_) => {}
            other => panic!("{text:?} made {other:?} in\n{written}"),
        }
    }
    let one_line = shown(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = markdown(&whole(&saying("plain")));
    let cells_of_plain =
        Parser::new_ext(&plain, options).filter(|event| matches!(event, Event::Start(Tag::TableCell))).count();
    if !one_line.is_empty() {
        assert_eq!(headings.iter().filter(|heading| **heading == one_line).count(), 3, "{text:?}: {headings:?}");
        assert_eq!(cells, cells_of_plain, "{text:?} in\n{written}");
    }
}

#[test]
fn what_was_made_to_hurt_is_text() {
    let known = known();
    for text in HOSTILE.iter().chain(BLNS) {
        page_is_only_text(text, &known);
        markdown_is_only_text(text);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
        proptest::sample::select(BLNS.to_vec()).prop_map(str::to_owned),
        "[<>&;\"'/=a-z0-9 \n\r\t|\\\\*_`#\\[\\]()!~+.-]{0,30}",
        any::<String>(),
    ];
    proptest::collection::vec(piece, 1..3).prop_map(|pieces| pieces.concat())
}

#[test]
fn whatever_a_plan_says_is_text() {
    let known = known();
    proptest!(ProptestConfig::with_cases(96), |(text in any_text())| {
        page_is_only_text(&text, &known);
        markdown_is_only_text(&text);
    });
}
