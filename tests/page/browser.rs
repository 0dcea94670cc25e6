//! The page in a real browser: it says nothing on the console, asks for nothing, and shows what is hostile as text. The
//! pictures lie in the target folder, to be looked at; `INROAD_PICTURES=write` makes the README's anew.

use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use inroad::domain::report::Report;
use inroad::domain::visible::shown;
use inroad::exchange::report::html;
use scraper::{Html, Selector};
use serde_json::Value;

use super::plans::{demo_plan, odd_plan, one, saying, whole};

/// Chromium, with a profile of its own.
struct Browser {
    program: PathBuf,
    home: tempfile::TempDir,
}

/// What a visit came to.
struct Visit {
    /// What the page came to, as markup.
    dom: String,
    /// Lines of the console.
    console: Vec<String>,
    /// Every address that was asked for.
    asked: Vec<String>,
}

impl Browser {
    /// The one that is installed; without one the test is none, and says so.
    fn found() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let mut places = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
        let Some(program) = places.find(|place| place.is_file()) else {
            eprintln!("skipped: needs chromium");
            return None;
        };
        Some(Self { program, home: tempfile::tempdir().unwrap() })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        let profile = tempfile::tempdir_in(self.home.path()).unwrap().keep();
        command.env("HOME", self.home.path()).timeout(Duration::from_mins(2));
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
        command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
        command.args(["--hide-scrollbars", "--disable-dev-shm-usage"]);
        command.arg(format!("--user-data-dir={}", profile.display()));
        command
    }

    fn file(&self, page: &str) -> PathBuf {
        let file = self.home.path().join("page.html");
        std::fs::write(&file, page).unwrap();
        file
    }

    fn visit(&self, page: &str) -> Visit {
        let file = self.file(page);
        let log = self.home.path().join("net.json");
        let mut command = self.command();
        command.args(["--dump-dom", "--enable-logging=stderr"]).arg(format!("--log-net-log={}", log.display()));
        let run = command.arg(&file).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let log: Value = serde_json::from_str(&std::fs::read_to_string(log).unwrap()).unwrap();
        let events = log["events"].as_array().unwrap();
        // What the browser wants for itself comes from no origin.
        let by_a_page = |event: &&Value| {
            event["params"]["initiator"].as_str().is_some_and(|initiator| initiator != "not an origin")
        };
        let asked = events.iter().filter(by_a_page).filter_map(|event| event["params"]["url"].as_str());
        Visit {
            dom: String::from_utf8(run.stdout).unwrap(),
            console: said.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect(),
            asked: asked.map(str::to_owned).collect(),
        }
    }

    fn picture(&self, page: &str, name: &str, size: (u32, u32), more: &[&str]) -> PathBuf {
        let file = self.file(page);
        let picture = pictures().join(format!("page-{name}.png"));
        let mut command = self.command();
        command.arg(format!("--window-size={},{}", size.0, size.1)).args(more);
        let run = command.arg(format!("--screenshot={}", picture.display())).arg(&file).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let drawn = std::fs::read(&picture).unwrap();
        assert!(drawn.starts_with(b"\x89PNG"), "{name}");
        let side = |at: usize| u32::from_be_bytes(drawn[at..at + 4].try_into().unwrap());
        assert_eq!((side(16), side(20)), size, "{name}");
        picture
    }
}

fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn pages() -> Vec<(&'static str, Report)> {
    let (demo, odd) = (demo_plan(), odd_plan());
    vec![("plan", whole(&demo)), ("odd", whole(&odd)), ("primo", one(&demo, "primo"))]
}

#[test]
fn a_browser_has_nothing_to_say_and_nothing_to_ask_for() {
    let Some(browser) = Browser::found() else { return };
    // That the test would see it.
    let asking = "<!doctype html><script>console.error('seventy-seven')</script><img src='http://127.0.0.1:9/77'>";
    let seen = browser.visit(asking);
    assert!(seen.console.iter().any(|line| line.contains("seventy-seven")), "{:?}", seen.console);
    assert!(seen.asked.iter().any(|url| url.ends_with("/77")), "{:?}", seen.asked);
    for (name, report) in pages() {
        let seen = browser.visit(&html(&report));
        assert_eq!(seen.console, Vec::<String>::new(), "{name}");
        assert_eq!(seen.asked, Vec::<String>::new(), "{name}");
        assert!(seen.dom.contains("</article>"), "{name}");
    }
}

#[test]
fn a_browser_shows_what_is_hostile_as_text_and_runs_none_of_it() {
    let Some(browser) = Browser::found() else { return };
    let hostile =
        "</style></title><script>console.error('77')</script><img src=http://127.0.0.1:9/77 onerror=alert(77)>\u{202e}";
    let seen = browser.visit(&html(&whole(&saying(hostile))));
    assert_eq!((seen.console, seen.asked), (Vec::new(), Vec::new()));
    let page = Html::parse_document(&seen.dom);
    let all = |selector: &str| page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    assert_eq!(all("script, img").len(), 0);
    let name: String = all("article .mast .name")[0].text().collect();
    assert_eq!(name, shown(hostile));
}

#[test]
fn on_a_telephone_nothing_lies_beyond_the_edge() {
    let Some(browser) = Browser::found() else { return };
    // A window can't be so narrow, a frame can.
    let beyond = |page: &str, width: u16| {
        let page = page.replace('&', "&amp;").replace('"', "&quot;");
        let looking = "const page = frames[0].document, all = [...page.querySelectorAll('.scroll, body')]; \
                       const wide = all.filter(each => each.scrollWidth > each.clientWidth + 1); \
                       console.error(`looked at ${all.length}, ${wide.length} beyond`)";
        let seen = browser.visit(&format!(
            "<!doctype html><iframe width={width} height=800 srcdoc=\"{page}\"></iframe>\
             <script>onload = () => {{ {looking} }}</script>"
        ));
        let [told] = seen.console.as_slice() else { panic!("{:?}", seen.console) };
        let (_, told) = told.split_once("looked at ").unwrap();
        let (all, beyond) = told.split_once(", ").unwrap();
        (all.parse::<usize>().unwrap(), beyond.split(' ').next().unwrap().to_owned())
    };
    let wide =
        "<body style='margin: 0'><div class=scroll style='overflow-x: auto'><p style='width: 500px'>x</p></div></body>";
    assert_eq!(beyond(wide, 390), (2, "1".to_owned()), "the test would see it");
    for (name, report) in pages() {
        for width in [390, 320] {
            let (all, beyond) = beyond(&html(&report), width);
            assert!(all > 3 && beyond == "0", "{name} at {width}: {beyond} of {all}");
        }
    }
}

#[test]
fn the_page_is_drawn_light_and_dark_wide_and_narrow_and_on_paper() {
    let Some(browser) = Browser::found() else { return };
    for (name, report) in pages() {
        let page = html(&report);
        let light = browser.picture(&page, name, (1000, 1400), &[]);
        let dark = ["--blink-settings=preferredColorScheme=0"];
        let dark = browser.picture(&page, &format!("{name}-dark"), (1000, 1400), &dark);
        assert_ne!(std::fs::read(light).unwrap(), std::fs::read(dark).unwrap(), "{name}");
        browser.picture(&page, &format!("{name}-narrow"), (500, 1400), &[]);
        let paper = pictures().join(format!("page-{name}.pdf"));
        let mut command = browser.command();
        command.args(["--no-pdf-header-footer"]).arg(format!("--print-to-pdf={}", paper.display()));
        let run = command.arg(browser.file(&page)).output().unwrap();
        assert!(run.status.success() && std::fs::read(&paper).unwrap().starts_with(b"%PDF"), "{name}");
    }
    if std::env::var_os("INROAD_PICTURES").is_some_and(|value| value == "write") {
        let page = html(&one(&demo_plan(), "primo"));
        let drawn = browser.picture(&page, "readme", (1000, 1180), &[]);
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures/page.png");
        std::fs::copy(drawn, kept).unwrap();
    }
}
