//! How a page is built: what a reader without eyes, a printer, and a browser that trusts nobody need.

use std::collections::BTreeSet;

use inroad::exchange::report::html;
use scraper::{ElementRef, Html, Selector};

use super::plans::{demo_plan, odd_plan, one, whole};

fn pages() -> Vec<(&'static str, Html)> {
    let (demo, odd) = (demo_plan(), odd_plan());
    let mut pages = vec![("plan", whole(&demo)), ("odd", whole(&odd)), ("primo", one(&demo, "primo"))];
    for account in ["empty", "nameless", "long", "rtl", "forty-people"] {
        pages.push((account, one(&odd, account)));
    }
    pages.into_iter().map(|(name, report)| (name, Html::parse_document(&html(&report)))).collect()
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef) -> String {
    element.text().collect()
}

#[test]
fn every_page_is_well_formed() {
    for (name, page) in pages() {
        assert_eq!(page.errors, Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn a_page_asks_for_nothing_and_runs_nothing() {
    for (name, page) in pages() {
        let policy = all(&page, "meta[http-equiv='Content-Security-Policy']");
        let [policy] = policy.as_slice() else { panic!("{name}: a policy, once") };
        let policy = policy.attr("content").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'"), "{policy}");
        // It stands before everything that it could be said of.
        assert_eq!(text(all(&page, "head > meta:first-child + meta[http-equiv]")[0]), "");
        let asking = "script, link, img, iframe, object, embed, form, base, image, use, foreignObject, audio, video";
        assert_eq!(all(&page, asking).len(), 0, "{name}");
        for element in all(&page, "*") {
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on") && !["src", "srcset", "style", "xlink:href"].contains(&attribute));
                if attribute == "href" {
                    let is_known = ["#", "http://", "https://"].iter().any(|begin| value.starts_with(begin));
                    assert!(is_known && element.value().name() == "a", "{name}: {value}");
                }
            }
        }
        let style = text(all(&page, "style")[0]);
        assert!(!style.contains("@import") && !style.contains("http") && !style.contains("url(h"), "{name}");
    }
}

#[test]
fn headings_go_down_step_by_step_from_one() {
    for (name, page) in pages() {
        let levels = all(&page, "h1, h2, h3, h4, h5, h6").into_iter().map(|each| {
            assert!(!text(each).trim().is_empty(), "{name}: a heading says something");
            each.value().name()[1..].parse::<u8>().unwrap()
        });
        let levels: Vec<u8> = levels.collect();
        assert!(!levels[1..].contains(&1), "{name}: once");
        assert_eq!(levels[0], 1, "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    }
}

#[test]
fn every_table_says_what_its_columns_and_rows_are() {
    for (name, page) in pages() {
        for table in all(&page, "table") {
            let columns = table.select(&Selector::parse("thead th[scope=col]").unwrap()).count();
            assert!(columns > 1, "{name}");
            for row in table.select(&Selector::parse("tbody tr").unwrap()) {
                assert_eq!(row.children().filter_map(ElementRef::wrap).count(), columns, "{name}: {}", row.html());
                assert_eq!(row.select(&Selector::parse("th[scope=row]").unwrap()).count(), 1, "{name}");
            }
        }
    }
}

#[test]
fn every_drawing_has_a_title_and_says_what_it_shows() {
    for (name, page) in pages() {
        for drawing in all(&page, "svg:not([aria-hidden])") {
            let first: Vec<ElementRef> = drawing.children().filter_map(ElementRef::wrap).take(2).collect();
            let names: Vec<&str> = first.iter().map(|each| each.value().name()).collect();
            assert_eq!(names, ["title", "desc"], "{name}");
            assert!(first.iter().all(|each| !text(*each).trim().is_empty()), "{name}");
            assert_eq!(drawing.attr("role"), Some("img"), "{name}");
        }
    }
}

#[test]
fn links_lead_to_what_is_there_and_no_id_is_given_twice() {
    for (name, page) in pages() {
        let ids: Vec<&str> = all(&page, "[id]").into_iter().filter_map(|each| each.attr("id")).collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "{name}");
        for link in all(&page, "a[href^='#']") {
            assert!(known.contains(&link.attr("href").unwrap()[1..]), "{name}: {}", link.html());
        }
    }
}

#[test]
fn the_page_has_a_language_a_title_and_a_width() {
    for (name, page) in pages() {
        assert_eq!(all(&page, "html")[0].attr("lang"), Some("en"));
        assert!(text(all(&page, "head > title")[0]).ends_with("Mon 23 November 2026"), "{name}");
        assert_eq!(all(&page, "meta[name=viewport]").len(), 1);
    }
}

#[test]
fn an_account_is_told_in_the_order_in_which_it_is_planned() {
    let page = Html::parse_document(&html(&one(&demo_plan(), "primo")));
    let titles: Vec<String> = all(&page, ".part > h2").into_iter().map(text).collect();
    assert_eq!(
        titles,
        [
            "Way in",
            "What we bring",
            "People",
            "What we know",
            "Sequence",
            "Readiness",
            "Conversations",
            "What came back",
            "Next steps"
        ]
    );
    assert_eq!(text(all(&page, "h1")[0]), "Primo");
    assert_eq!(text(all(&page, ".why")[0]), "First beverage logo; opens the sector.");
    assert_eq!(all(&page, ".large svg.map .person").len(), 4);
    assert_eq!(all(&page, ".large svg.timeline .mark").len(), 10);
    assert_eq!(all(&page, ".large svg.timeline line.today").len(), 1);
    assert_eq!(all(&page, ".large svg.timeline .rest").len(), 2, "the pause, and Dana's absence");
    assert_eq!(all(&page, ".missing li").len(), 2);
    assert_eq!(all(&page, "nav, #panel, #goals, #insights").len(), 0, "one account stands alone");
}

#[test]
fn the_whole_plan_begins_with_contents_and_the_panel() {
    let plan = demo_plan();
    let page = Html::parse_document(&html(&whole(&plan)));
    let order: Vec<&str> = all(&page, "main > *").into_iter().map(|each| each.value().name()).collect();
    assert_eq!(order[..5], ["header", "nav", "section", "section", "section"]);
    assert_eq!(all(&page, "article").len(), plan.accounts.len());
    assert_eq!(all(&page, "nav .names li").len(), plan.accounts.len());
    assert_eq!(all(&page, "#panel tbody tr").len(), plan.accounts.len());
    assert_eq!(all(&page, "#goals .goal").len(), plan.settings.goals.len());
    let (charts, tables) = (all(&page, "#insights .chart svg"), all(&page, "#insights .chart .tables"));
    assert!(charts.len() >= 4 && charts.len() == tables.len(), "a table beside each chart");
    // What a printed page can't end with: the heading goes with the first chart.
    assert_eq!(all(&page, "#insights .opening > h2, #insights .opening > .chart").len(), 2);
}

#[test]
fn what_nothing_is_known_of_is_said_and_not_left_empty() {
    let page = Html::parse_document(&html(&one(&odd_plan(), "empty")));
    let body = text(all(&page, "body")[0]);
    for sentence in
        ["Nobody has said yet why this account.", "Where to go in is not decided.", "Nobody is known here yet."]
    {
        assert!(body.contains(sentence), "{sentence}");
    }
    assert_eq!(all(&page, "table").len(), 0);
}
