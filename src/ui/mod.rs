//! Drawing: a pure function of the model, the look and the time. What is drawn is never asked back; only scroll
//! offsets are kept between frames, by the caller.

mod accounts;
mod ascii;
mod bars;
mod brief;
mod card;
mod cells;
mod choices;
mod conflicts;
mod contacts;
mod detail;
mod empty;
mod field;
mod forecast;
mod form;
mod frame;
pub mod glyphs;
mod goals;
mod import;
mod insights;
mod lists;
mod map;
mod names;
mod numbers;
mod overlays;
mod picture;
pub mod plain;
mod review;
mod rows;
mod sides;
mod strip;
pub mod text;
pub mod theme;
mod today;
mod typed;
mod walk;
mod weigh;

use chrono::{DateTime, FixedOffset, NaiveDate};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect, Size};
use ratatui::widgets::Paragraph;

use crate::app::model::{Model, Pane, Room, Screen};
use crate::app::overlay::Overlay;
pub use detail::as_text;
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
    booked: usize,
    goals: usize,
    goal: usize,
    review: usize,
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
    cells::look_over(frame.buffer_mut());
    if look.glyphs.ascii {
        ascii::rewrite(frame.buffer_mut());
    }
}

/// What keys need to know of a screen of that size.
pub fn room(model: &Model, look: &Look, now: DateTime<FixedOffset>, size: Size) -> Room {
    let scene = Scene { model, look, now };
    let [_, body, _] = parts(scene, Rect::from((Position::ORIGIN, size)));
    if let Some(Overlay::Conflicts(view)) = model.overlays.last() {
        return conflicts::room(scene, view, body);
    }
    let below = match model.overlays.last() {
        Some(Overlay::Help(_)) => overlays::help_below(scene, body),
        None if model.screen == Screen::Insights => panes(model, body).1.map_or(0, |area| insights::below(scene, area)),
        Some(Overlay::Brief(view)) => brief::below(scene, view, body),
        None if model.screen == Screen::Today => panes(model, body).1.map_or(0, |area| card::below(scene, area)),
        _ => 0,
    };
    let columns = open_form(model).map_or(0, |_| form::typing_columns(scene, form_area(model, body)));
    Room { page: usize::from(size.height).saturating_sub(5).max(1), columns, below, first: 0 }
}

/// The first line, what is between, the last line.
fn parts(scene: Scene, area: Rect) -> [Rect; 3] {
    let foot = frame::foot_height(scene, area.width);
    Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(foot)]).areas(area)
}

fn draw(scene: Scene, scroll: &mut Scroll, frame: &mut Frame) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, scene.look.theme.ground);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(frame, area);
        return;
    }
    let [head, body, foot] = parts(scene, area);
    frame::head(scene, frame, head);
    // What is asked takes its lines from the panes, which stand above it whole.
    let question = walk::height(scene, body);
    let asks = overlays::height(scene, Rect { height: body.height - question, ..body });
    let rows = [Constraint::Min(0), Constraint::Length(question), Constraint::Length(asks)];
    let [above, between, below] = Layout::vertical(rows).areas(body);
    walk::draw(scene, frame, between);
    let mut lent = scroll.clone();
    // A list that moved for a question stands where it stood when it is answered.
    let scroll = if asks > 0 { &mut lent } else { scroll };
    if above.height > 0 && !overlays::draw_beneath(scene, frame, above) {
        match scene.model.screen {
            Screen::Accounts => accounts_screen(scene, scroll, frame, above),
            Screen::Today => today_screen(scene, scroll, frame, above),
            Screen::Goals => goals_screen(scene, scroll, frame, above),
            Screen::Forecast => forecast_screen(scene, scroll, frame, above),
            Screen::Insights => insights_screen(scene, scroll, frame, above),
        }
    }
    overlays::draw(scene, frame, below);
    frame::foot(scene, frame, foot);
}

/// The list and what stands beside it, or the one with the keys.
fn panes(model: &Model, body: Rect) -> (Option<Rect>, Option<Rect>) {
    if body.width >= WIDE && !model.zoomed {
        let list = match (model.screen, body.width >= 100) {
            (Screen::Accounts | Screen::Today, true) => 44,
            (Screen::Accounts, false) => 37,
            (Screen::Today, false) => 32,
            (Screen::Goals, true) => goals::WIDE,
            (Screen::Goals, false) => goals::NARROW,
            (Screen::Forecast, _) => forecast::WIDE,
            (Screen::Insights, true) => insights::LIST.0,
            (Screen::Insights, false) => insights::LIST.1,
        };
        let [left, right] = Layout::horizontal([Constraint::Length(list), Constraint::Min(1)]).areas(body);
        return (Some(left), Some(right));
    }
    // The keys of the list move through the pictures; it need not be seen for that.
    if model.screen == Screen::Insights {
        return (None, Some(body));
    }
    // A form stands where the item stands; with one pane only, that is the whole body.
    if open_form(model).is_some() {
        return (None, Some(body));
    }
    // The queue keeps a few lines on top, so that the card is seen without a key.
    if model.screen == Screen::Today && !model.zoomed && body.height >= 8 {
        let queue = Constraint::Length((body.height / 3).clamp(4, 8));
        let [top, bottom] = Layout::vertical([queue, Constraint::Min(1)]).areas(body);
        return (Some(top), Some(bottom));
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

/// An empty plan explains itself in the place of both panes.
fn is_empty(model: &Model) -> bool {
    model.screen == Screen::Accounts && model.plan.accounts.is_empty() && !model.loading
}

fn form_area(model: &Model, body: Rect) -> Rect {
    panes(model, body).1.filter(|_| !is_empty(model)).unwrap_or(body)
}

fn accounts_screen(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, body: Rect) {
    if is_empty(scene.model) {
        empty::draw(scene, frame, body);
        if let Some(form) = open_form(scene.model) {
            form::draw(scene, form, scroll, frame, body);
        }
        return;
    }
    let (left, right) = panes(scene.model, body);
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
    let (left, right) = panes(scene.model, body);
    if let Some(area) = left {
        today::draw(scene, scroll, frame, area);
    }
    if let Some(area) = right {
        match open_form(scene.model) {
            Some(form) => form::draw(scene, form, scroll, frame, area),
            None => card::draw(scene, frame, area),
        }
    }
}

fn goals_screen(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, body: Rect) {
    if let Some(view) = &scene.model.goals.review {
        review::draw(scene, view, scroll, frame, body);
        return;
    }
    let (left, right) = panes(scene.model, body);
    if let Some(area) = left {
        goals::draw(scene, scroll, frame, area);
    }
    if let Some(area) = right {
        match open_form(scene.model) {
            Some(form) => form::draw(scene, form, scroll, frame, area),
            None => goals::draw_goal(scene, scroll, frame, area),
        }
    }
}

fn forecast_screen(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, body: Rect) {
    let (left, right) = panes(scene.model, body);
    if let Some(area) = left {
        forecast::draw_days(scene, frame, area);
    }
    if let Some(area) = right {
        match open_form(scene.model) {
            Some(form) => form::draw(scene, form, scroll, frame, area),
            None => forecast::draw_booked(scene, scroll, frame, area),
        }
    }
}

fn insights_screen(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, body: Rect) {
    let (left, right) = panes(scene.model, body);
    if let Some(area) = left {
        insights::draw_list(scene, frame, area);
    }
    if let Some(area) = right {
        match open_form(scene.model) {
            Some(form) => form::draw(scene, form, scroll, frame, area),
            None => insights::draw_picture(scene, frame, area, left.is_none()),
        }
    }
}

fn too_small(frame: &mut Frame, area: Rect) {
    let sentence = format!("inroad needs {} × {}", LEAST.0, LEAST.1);
    let lines: Vec<_> = text::wrap(&sentence, area.width.into()).into_iter().map(Into::into).collect();
    frame.render_widget(Paragraph::new::<Vec<ratatui::text::Line>>(lines), area);
}
