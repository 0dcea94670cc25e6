//! What loading, a key, an edit and a frame cost, at the sizes a plan may have. Loading stands beside the floor: the
//! same files read and deserialized by serde and toml with rayon, and nothing else done with them.
//!
//! `cargo bench --bench plan`
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench that can't go on shall say where")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use chrono::{DateTime, FixedOffset};
use divan::Bencher;
use inroad::app::keymap::{self, Bindings, Keymap};
use inroad::app::model::Room;
use inroad::app::{Ctx, Model, Msg, update};
use inroad::domain::account::Account;
use inroad::domain::contacts::Book;
use inroad::domain::import;
use inroad::domain::level::level;
use inroad::domain::plan::Plan;
use inroad::domain::settings::{Goal, Member, Metric};
use inroad::domain::{agenda, schedule};
use inroad::exchange::import as files;
use inroad::store::{Batch, Folder, demo};
use inroad::ui::{Look, Scroll, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rayon::prelude::*;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap()
}

/// A generated plan of that size, made once.
fn plan(accounts: usize) -> PathBuf {
    static HOME: LazyLock<Mutex<tempfile::TempDir>> = LazyLock::new(|| Mutex::new(tempfile::tempdir().unwrap()));
    let home = HOME.lock().unwrap();
    let root = home.path().join(accounts.to_string());
    if !root.exists() {
        demo::create(&root, now().date_naive(), Some((accounts, 1))).unwrap();
    }
    root
}

fn loaded(accounts: usize) -> Model {
    let mut folder = Folder::open(&plan(accounts)).unwrap();
    let mut model = Model { keymap: Keymap::new(&Bindings::new()).0, ..Model::default() };
    let mut said = Vec::new();
    folder.load_streaming(|batch| {
        said.push(match batch {
            Batch::Plan(plan) => Msg::Opened(plan),
            Batch::Accounts(entries) => Msg::Loaded(entries),
        });
    });
    said.push(Msg::AllLoaded);
    for msg in said {
        tell(&mut model, msg);
    }
    model
}

fn tell(model: &mut Model, msg: Msg) {
    black_box(update(model, msg, &Ctx { now: now(), room: Room { page: 35, ..Room::default() } }));
}

fn press(model: &mut Model, key: &str) {
    tell(model, Msg::Key(keymap::parse(key).unwrap()));
}

/// The floor: read every account, in parallel.
#[divan::bench(args = SIZES, sample_count = 20)]
fn load_floor(bencher: Bencher, accounts: usize) {
    let folder = plan(accounts).join("accounts");
    bencher.bench(|| {
        let files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let read = |path: &PathBuf| toml::from_str::<Account>(&std::fs::read_to_string(path).ok()?).ok();
        files.par_iter().filter_map(read).collect::<Vec<_>>()
    });
}

/// The same files as the program loads them: checked, fingerprinted, with their problems.
#[divan::bench(args = SIZES, sample_count = 20)]
fn load(bencher: Bencher, accounts: usize) {
    let root = plan(accounts);
    bencher.bench(|| Folder::open(&root).unwrap().load());
}

/// One cursor key in the list, and the frame after it.
#[divan::bench(args = SIZES)]
fn key_down(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut scroll = Scroll::default();
    bencher.bench_local(|| {
        press(&mut model, "j");
        terminal.draw(|frame| view(&model, &Look::default(), now(), &mut scroll, frame)).unwrap();
    });
}

/// One letter typed into the filter, and one taken back.
#[divan::bench(args = SIZES)]
fn filter_letter(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    press(&mut model, "/");
    bencher.bench_local(|| {
        press(&mut model, "a");
        press(&mut model, "backspace");
    });
}

/// One touch postponed by a day: the edit, what follows from it, and the order of the day.
#[divan::bench(args = SIZES)]
fn edit(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    bencher.bench_local(|| {
        // What it moves is said, and then it is done.
        press(&mut model, "+");
        press(&mut model, "enter");
    });
}

/// A key in the review, and the frame after it.
#[divan::bench(args = SIZES)]
fn review_key(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    press(&mut model, "T");
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut scroll = Scroll::default();
    bencher.bench_local(|| {
        press(&mut model, "j");
        terminal.draw(|frame| view(&model, &Look::default(), now(), &mut scroll, frame)).unwrap();
    });
}

/// One letter that narrows the review, and one taken back.
#[divan::bench(args = SIZES)]
fn review_letter(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    press(&mut model, "T");
    press(&mut model, "/");
    bencher.bench_local(|| {
        press(&mut model, "a");
        press(&mut model, "backspace");
    });
}

/// A new day: everything that depends on it.
#[divan::bench(args = SIZES)]
fn new_day(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    bencher.bench_local(|| model.derive_all(now().date_naive()));
}

/// The due dates of every touch, one account after another.
#[divan::bench(args = SIZES)]
fn chain(bencher: Bencher, accounts: usize) {
    let model = loaded(accounts);
    let world = model.world(now().date_naive());
    bencher.bench_local(|| model.plan.all().map(|account| schedule::dated(account, &world).count()).sum::<usize>());
}

/// The whole queue of the review, from nothing.
#[divan::bench(args = SIZES)]
fn agenda(bencher: Bencher, accounts: usize) {
    let model = loaded(accounts);
    bencher.bench_local(|| agenda::agenda(&model.plan, now().date_naive(), 5).len());
}

/// `today --count` beside reading: every file is looked at and none is read.
#[divan::bench(args = SIZES)]
fn count(bencher: Bencher, accounts: usize) {
    let home = tempfile::tempdir().unwrap();
    let open = || {
        let mut folder = Folder::open(&plan(accounts)).unwrap();
        assert_eq!(folder.keep_state(home.path()), None);
        folder
    };
    open().counts(now().date_naive(), None);
    bencher.bench_local(|| open().counts(now().date_naive(), None));
}

/// A key in the forecast, and the frame after it.
#[divan::bench(args = SIZES)]
fn forecast_key(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    press(&mut model, "4");
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut scroll = Scroll::default();
    bencher.bench_local(|| {
        for key in ["l", "h"] {
            press(&mut model, key);
            terminal.draw(|frame| view(&model, &Look::default(), now(), &mut scroll, frame)).unwrap();
        }
    });
}

/// A key in the insights, and the frame after it: nothing is counted anew.
#[divan::bench(args = SIZES)]
fn insights_key(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    press(&mut model, "5");
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut scroll = Scroll::default();
    let mut keys = ["j", "j", "j", "j", "j", "j", "j", "g"].iter().cycle();
    bencher.bench_local(|| {
        press(&mut model, keys.next().unwrap());
        terminal.draw(|frame| view(&model, &Look::default(), now(), &mut scroll, frame)).unwrap();
    });
}

/// Everything that the insights are drawn from, counted anew: showing the screen, or an edit while it is shown.
#[divan::bench(args = SIZES)]
fn insights_anew(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    press(&mut model, "5");
    bencher.bench_local(|| press(&mut model, "m"));
}

/// With two goals that all accounts serve, on the goals screen.
fn aiming(accounts: usize) -> Model {
    let mut model = loaded(accounts);
    let goal = |id: &str, metric| Goal {
        id: id.to_owned(),
        title: id.to_owned(),
        metric: Some(metric),
        target: Some(accounts as u64),
        from: "2026-01-01".parse().ok(),
        to: "2026-12-31".parse().ok(),
        ..Goal::default()
    };
    let goals = vec![goal("touches", Metric::Touches), goal("meetings", Metric::Meetings)];
    std::sync::Arc::make_mut(&mut model.plan.settings).goals = goals;
    model.derive_all(now().date_naive());
    press(&mut model, "3");
    model
}

/// The goals counted from nothing, and shown.
#[divan::bench(args = SIZES)]
fn goals_first(bencher: Bencher, accounts: usize) {
    let mut model = aiming(accounts);
    bencher.bench_local(|| {
        model.derive_all(now().date_naive());
        press(&mut model, "1");
        press(&mut model, "3");
    });
}

/// Two keys among the goals and their frames.
#[divan::bench(args = SIZES)]
fn goals_key(bencher: Bencher, accounts: usize) {
    let mut model = aiming(accounts);
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut scroll = Scroll::default();
    bencher.bench_local(|| {
        for key in ["j", "k"] {
            press(&mut model, key);
            terminal.draw(|frame| view(&model, &Look::default(), now(), &mut scroll, frame)).unwrap();
        }
    });
}

/// A touch postponed while the goals are on the screen: the edit, and the goals anew.
#[divan::bench(args = SIZES)]
fn goals_edit(bencher: Bencher, accounts: usize) {
    let mut model = aiming(accounts);
    press(&mut model, "enter");
    // Below the accounts that serve it stand their touches.
    let found = (0..40).any(|_| {
        press(&mut model, "j");
        model.work().is_some()
    });
    assert!(found, "a touch serves a goal");
    bencher.bench_local(|| {
        press(&mut model, "+");
        press(&mut model, "enter");
    });
}

/// The weekly review, opened and closed.
#[divan::bench(args = SIZES)]
fn weekly_review(bencher: Bencher, accounts: usize) {
    let mut model = loaded(accounts);
    press(&mut model, "3");
    bencher.bench_local(|| {
        press(&mut model, "W");
        press(&mut model, "esc");
    });
}

/// Fifty thousand rows of LinkedIn: read, matched with a plan that knows nobody, and made into contacts.
#[divan::bench(sample_count = 5)]
fn import_50_000(bencher: Bencher) {
    let mut text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for n in 0..50_000 {
        let company = n % 9_000;
        writeln!(
            text,
            "Ann,Öberg{n},https://www.linkedin.com/in/ann-{n},ann.{n}@company{company}.example,\"Company {company}, Inc.\",\
             VP Marketing,15 Jun 2026"
        )
        .unwrap();
    }
    let (plan, book) = (Plan::default(), Book::default());
    bencher.bench_local(|| {
        let sheet = files::read(text.as_bytes(), &files::Request::default(), &mut |_| true).unwrap();
        let preview = import::preview(sheet.rows, sheet.skipped, &plan, &book.contacts, &[]);
        import::apply(preview, |_| false, &plan, &book, now().date_naive(), None).unwrap()
    });
}

/// Levelling the next eight weeks, where a day holds a fifth as many touches as there are accounts.
#[divan::bench(args = SIZES)]
fn levelling(bencher: Bencher, accounts: usize) {
    let model = loaded(accounts);
    let me = Member { per_day: Some(accounts as u32 / 5), ..model.me().cloned().unwrap() };
    let world = model.world(now().date_naive());
    bencher.bench_local(|| level(model.plan.all(), &world, Some(&me), model.last_week()).changed.len());
}
