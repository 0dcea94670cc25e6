//! A user's story in one line: a plan, keys, and what is then on the screen or in a file. The model and the view are
//! the program's; files are saved at once, so that nothing has to be waited for.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test file uses the part it needs")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on shall say where")]

pub mod pty;
pub mod svg;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Receiver};

use chrono::{DateTime, FixedOffset};
use inroad::app::effect::Effects;
use inroad::app::keymap::{self, Bindings, Keymap};
use inroad::app::{Ctx, Effect, Model, Msg, update};
use inroad::domain::account::Account;
use inroad::domain::plan::{FileKey, Value};
use inroad::domain::step::{Change, Note, Way};
use inroad::shell::disk::Disk;
use inroad::shell::importing;
use inroad::store::typed::Own;
use inroad::store::{Folder, demo};
use inroad::ui::glyphs::Glyphs;
use inroad::ui::theme::Theme;
use inroad::ui::{Look, Scroll, room, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// Monday 23 November 2026, a quarter past three in Chicago.
pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-23T15:12:00-06:00").unwrap()
}

/// The program without its terminal.
pub struct Story {
    pub model: Model,
    pub disk: Saying,
    /// What the disk has said and the model has not heard yet.
    said: Receiver<Msg>,
    pub now: DateTime<FixedOffset>,
    pub look: Look,
    pub asked: Effects,
    pub quit: bool,
    size: (u16, u16),
    scroll: Scroll,
    home: tempfile::TempDir,
}

type Saying = Disk<Box<dyn FnMut(Msg)>>;

fn disk(folder: Folder) -> (Saying, Receiver<Msg>) {
    let (say, said) = mpsc::channel();
    (Disk::new(folder, Box::new(move |msg| say.send(msg).unwrap())), said)
}

impl Story {
    /// Over the demo plan.
    pub fn demo() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = demo::create(&home.path().join("plan"), now().date_naive(), None).unwrap();
        Self::over(home, folder)
    }

    /// Over an empty plan.
    pub fn empty() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("plan")).unwrap();
        Self::over(home, folder)
    }

    /// Over a plan with these accounts, by file stem and text.
    pub fn with(accounts: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("plan")).unwrap();
        for (stem, text) in accounts {
            std::fs::write(folder.root().join(format!("accounts/{stem}.toml")), text).unwrap();
        }
        Self::over(home, folder)
    }

    fn over(home: tempfile::TempDir, mut folder: Folder) -> Self {
        assert_eq!(folder.keep_state(&home.path().join("state")), None);
        let (keymap, mistakes) = Keymap::new(&Bindings::new());
        assert_eq!(mistakes, []);
        let model = Model { keymap, place: "~/plan".to_owned(), steps: 1000, ..Model::default() };
        let (disk, said) = disk(folder);
        let mut story = Self {
            model,
            disk,
            said,
            now: now(),
            look: Look { theme: Theme::TERMINAL, glyphs: &Glyphs::UNICODE },
            asked: Vec::new(),
            quit: false,
            size: (110, 32),
            scroll: Scroll::default(),
            home,
        };
        story.load();
        story
    }

    /// Read everything anew, as a fresh start would.
    pub fn load(&mut self) {
        self.model.loading = true;
        self.disk.load();
        self.hear();
    }

    /// What the disk has said meanwhile.
    fn hear(&mut self) {
        while let Ok(msg) = self.said.try_recv() {
            self.tell(msg);
        }
    }

    /// End the run and start another over the same plan.
    pub fn restart(&mut self) {
        let mut kept = Own::new(self.disk.folder.state().unwrap());
        kept.keep(&self.model.behind(), &self.disk.taken.left).unwrap();
        drop(kept);
        let bookmark = self.model.bookmark();
        let folder = self.again();
        (self.disk, self.said) = disk(folder);
        let (keymap, _) = Keymap::new(&Bindings::new());
        let steps = self.model.steps + 1000;
        self.model = Model { keymap, place: "~/plan".to_owned(), steps, ..Model::default() };
        self.model.today.left_at = Some(bookmark);
        self.load();
    }

    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    pub fn look(mut self, theme: Theme, glyphs: &'static Glyphs) -> Self {
        self.look = Look { theme, glyphs };
        self
    }

    /// Letters are typed; `<Enter>`, `<Ctrl-S>` and the like are keys.
    pub fn keys(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    pub fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let (name, after) = match rest.strip_prefix('<').and_then(|inner| inner.split_once('>')) {
                Some((name, after)) if !name.is_empty() => (name.to_owned(), after),
                _ => (c.to_string(), &rest[c.len_utf8()..]),
            };
            rest = after;
            let key = match name.as_str() {
                " " => keymap::parse("space"),
                "-" => keymap::parse("minus"),
                name if name.chars().count() == 1 => keymap::parse(name).or_else(|| {
                    let code = crossterm::event::KeyCode::Char(c);
                    Some(crokey::KeyCombination::from(code))
                }),
                name => keymap::parse(&name.to_lowercase()),
            };
            self.tell(Msg::Key(key.unwrap_or_else(|| panic!("no such key: {name}"))));
        }
    }

    /// Tell the model something, and do what it asks for.
    pub fn tell(&mut self, msg: Msg) {
        let ctx = Ctx { now: self.now, room: room(&self.model, &self.look, self.now, self.size.into()) };
        for effect in update(&mut self.model, msg, &ctx) {
            match effect {
                Effect::Quit => self.quit = true,
                // The program does it beside the screen.
                Effect::LookAt(asked) => {
                    let mut said = Vec::new();
                    importing::look(*asked, &AtomicBool::new(false), &mut |msg| said.push(msg));
                    for msg in said {
                        self.tell(msg);
                    }
                }
                effect if effect.is_for_the_disk() => {
                    self.disk.act(effect);
                    self.hear();
                }
                other => self.asked.push(other),
            }
        }
    }

    /// Look at the disk, as the program does when somebody else may have written.
    pub fn rescan(&mut self) {
        self.disk.act(Effect::Look);
        self.hear();
    }

    /// The file system has told that these were written.
    pub fn told_of(&mut self, names: &[&str]) {
        let paths = names.iter().map(|name| self.path(name)).collect();
        self.disk.look(&paths);
        self.hear();
    }

    /// Another run of the program over the same plan.
    pub fn again(&self) -> Folder {
        let mut folder = Folder::open(self.disk.folder.root()).unwrap();
        assert_eq!(folder.keep_state(&self.home.path().join("state")), None);
        folder
    }

    /// Another run changes an account meanwhile, and this one sees it.
    pub fn elsewhere(&mut self, id: &str, change: impl FnOnce(&mut Account)) {
        self.elsewhere_unseen(id, change);
        self.rescan();
    }

    /// Another run changes an account, and this one has not looked yet.
    pub fn elsewhere_unseen(&mut self, id: &str, change: impl FnOnce(&mut Account)) {
        let mut folder = self.again();
        let before = folder.load().accounts[id].account.clone();
        let mut after = Account::clone(&before);
        change(&mut after);
        let note = Note { id: 1, at: self.now, label: format!("{}: edited elsewhere", before.name), way: Way::Do };
        let [before, after] = [before, after.into()].map(|account| Some(Value::Account(account)));
        folder.save(&note, Change { key: FileKey::Account(id.into()), before, after }).unwrap();
    }

    /// What is drawn.
    pub fn buffer(&mut self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        let (model, look, now, scroll) = (&self.model, &self.look, self.now, &mut self.scroll);
        terminal.draw(|frame| view(model, look, now, scroll, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// What is on the screen, as lines.
    pub fn screen(&mut self) -> String {
        let buffer = self.buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// Whether the screen shows this.
    pub fn shows(&mut self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// What a file of the plan says.
    pub fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.disk.folder.root().join(name)
    }
}
