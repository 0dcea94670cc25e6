//! inroad plans the way into target accounts.
//!
//! ```text
//!  tabs: one per Screen             what waits, from Derived
//!  |                                                  |
//!  inroad   Accounts   Today 7                        Mon 23 Nov   2 overdue · 5 due
//! ╭ Accounts ─────────────────── 10 ╮╭ Primo ─ Marketing › Demand generation ───────╮
//! │▸ Primo        ●!○○○○○○○○ 4 d !  ││ Why     First beverage logo; opens the secto…│  <- a row of the Outline
//! │  Marlowe      ●◆○○●●!○○○ 1 d !  ││ Entry point                                  │  <- the heading of a Section
//! │  Corvane      ●–◆○○○●●== today  ││   Marketing › Demand generation  New CMO, …  │
//! │  |            |          |      ││ Sequence   Account entry, ten touches        │
//! │  Account      strip of   next   ││   !  2 call   Dana   curiosity   4 d overdue │  <- a Touch
//! │               its touches touch ││                                              │
//! ╰─────────────────────────────────╯╰──────────────────────────────────────────────╯
//!  ? help  / filter  a add  d done                                        saved 09:12
//!  |                                                                      |
//!  hints: commands that are enabled here, or the Status                   Saving
//! ```
//!
//! A key becomes a [`Msg`](app::Msg); [`update`](app::update()) changes the [`Model`](app::Model) and returns
//! [`Effect`](app::Effect)s; the [`shell`] carries them out and draws the model with [`view`](ui::view).
//!
//! The rooms, each knowing only those under it: [`cli`], [`shell`], [`ui`], [`app`] and [`exchange`], [`store`],
//! [`domain`]. What holds everywhere, and why things are as they are, stands in ARCHITECTURE.md.

// They panic where nobody reads any more; `cli/out.rs` does not.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod app;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod exchange;
pub mod shell;
pub mod store;
pub mod ui;
