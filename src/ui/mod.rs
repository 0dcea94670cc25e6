//! Drawing: a pure function of the model, the look and the time. What is drawn is never asked back; only scroll
//! offsets are kept between frames, by the caller.

mod accounts;
mod ascii;
mod card;
mod detail;
mod empty;
mod form;
mod frame;
pub mod glyphs;
mod lists;
mod names;
mod overlays;
mod rows;
mod strip;
pub mod text;
pub mod theme;
mod today;
mod typed;

use chrono::{DateTime, FixedOffset, NaiveDate};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;

use crate::app::model::{Model, Pane, Screen};
use crate::app::overlay::Overlay;
use glyphs::Glyphs;
use theme::Theme;

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Styles.
    pub theme: Theme,
    /// Characters.
    pub glyphs: &'static Glyphs,
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: Theme::TERMINAL, glyphs: &Glyphs::UNICODE }
    }
}

/// First lines of what is longer than its place; owned by whoever draws, never read by an update.
#[derive(Debug, Clone, Default)]
pub struct Scroll {
    accounts: usize,
    detail: usize,
    today: usize,
    form: usize,
}

/// What a part of the screen is drawn from.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    model: &'a Model,
    look: &'a Look,
    now: DateTime<FixedOffset>,
}

impl Scene<'_> {
    fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    fn cut(&self, text: &str, columns: usize) -> String {
        text::cut(text, columns, self.look.glyphs.more)
    }
}

/// The least that can be worked in.
pub const LEAST: (u16, u16) = (40, 12);
/// From here on both panes stand side by side.
pub const WIDE: u16 = 80;

/// Draw everything.
pub fn view(model: &Model, look: &Look, now: DateTime<FixedOffset>, scroll: &mut Scroll, frame: &mut Frame) {
    draw(Scene { model, look, now }, scroll, frame);
    if look.glyphs.ascii {
        ascii::rewrite(frame.buffer_mut());
    }
}

fn draw(scene: Scene, scroll: &mut Scroll, frame: &mut Frame) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, scene.look.theme.ground);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(frame, area);
        return;
    }
    let [head, body, foot] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(1)]).areas(area);
    frame::head(scene, frame, head);
    match scene.model.screen {
        Screen::Accounts => accounts_screen(scene, scroll, frame, body),
        Screen::Today => today_screen(scene, scroll, frame, body),
    }
    overlays::draw(scene, frame, body);
    frame::foot(scene, frame, foot);
}

/// Both panes, or the one with the keys.
fn panes(scene: Scene, body: Rect) -> (Option<Rect>, Option<Rect>) {
    let model = scene.model;
    if body.width >= WIDE && !model.zoomed {
        let list = if body.width >= 100 { 42 } else { 34 };
        let [left, right] = Layout::horizontal([Constraint::Length(list), Constraint::Min(1)]).areas(body);
        return (Some(left), Some(right));
    }
    match model.pane {
        Pane::List => (Some(body), None),
        Pane::Detail => (None, Some(body)),
    }
}

/// The form that lies over the detail pane, if one does.
fn open_form(model: &Model) -> Option<&crate::app::form::Form> {
    model.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Form(form) => Some(form.as_ref()),
        _ => None,
    })
}

fn accounts_screen(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, body: Rect) {
    if scene.model.plan.accounts.is_empty() && !scene.model.loading {
        empty::draw(scene, frame, body);
        if let Some(form) = open_form(scene.model) {
            form::draw(scene, form, scroll, frame, body);
        }
        return;
    }
    let (mut left, mut right) = panes(scene, body);
    // A form stands where the item stands; with one pane only, that is the whole body.
    if open_form(scene.model).is_some() && right.is_none() {
        (left, right) = (None, Some(body));
    }
    if let Some(area) = left {
        accounts::draw(scene, scroll, frame, area);
    }
    if let Some(area) = right {
        match open_form(scene.model) {
            Some(form) => form::draw(scene, form, scroll, frame, area),
            None => detail::draw(scene, scroll, frame, area),
        }
    }
}

fn today_screen(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, body: Rect) {
    let form = open_form(scene.model);
    if body.width >= WIDE && !scene.model.zoomed {
        let list = if body.width >= 100 { 44 } else { 32 };
        let [left, right] = Layout::horizontal([Constraint::Length(list), Constraint::Min(1)]).areas(body);
        today::draw(scene, scroll, frame, left);
        match form {
            Some(form) => form::draw(scene, form, scroll, frame, right),
            None => card::draw(scene, frame, right),
        }
        return;
    }
    match form {
        Some(form) => form::draw(scene, form, scroll, frame, body),
        // With one pane the queue keeps a few lines on top, so that the card is seen without a key.
        None => {
            let [top, bottom] =
                Layout::vertical([Constraint::Length((body.height / 3).clamp(4, 8)), Constraint::Min(1)]).areas(body);
            today::draw(scene, scroll, frame, top);
            card::draw(scene, frame, bottom);
        }
    }
}

fn too_small(frame: &mut Frame, area: Rect) {
    let sentence = format!("inroad needs {} × {}", LEAST.0, LEAST.1);
    let lines: Vec<_> = text::wrap(&sentence, area.width.into()).into_iter().map(Into::into).collect();
    frame.render_widget(Paragraph::new::<Vec<ratatui::text::Line>>(lines), area);
}
