//! The terminal: taken, drawn to, lent to other programs, and given back whatever happens.

use std::io::{self, Write};
use std::time::Duration;

use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, disable_raw_mode};
use crossterm::{cursor, queue};
use ratatui::Frame;
use ratatui::backend::{Backend, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::tcgetwinsize;

use super::ending::{Cause, Ending};
use super::hold::{Ground, Hold, QUICKLY, ground, has_a_shell};
use super::input::Input;
use super::outlet::Outlet;

/// How long the terminal may take before another program gets it.
const PATIENTLY: Duration = Duration::from_secs(2);

/// How long the end may take to be known after a stop.
const A_MOMENT: Duration = Duration::from_millis(50);

/// The terminal while it is ours.
pub(super) struct Terminal {
    inner: ratatui::Terminal<Canvas>,
    hold: Hold,
}

impl Terminal {
    /// Take the terminal.
    pub(super) fn take(hold: Hold) -> io::Result<Self> {
        hold.seize()?;
        let page = CrosstermBackend::new(Page { frame: Vec::new(), outlet: hold.outlet().clone() });
        Ok(Self { inner: ratatui::Terminal::new(Canvas(page))?, hold })
    }

    /// Draw a frame; the terminal shows it all at once. While it still takes the one before, none is drawn, and the
    /// loop is told when one can be.
    pub(super) fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        // While a terminal is being resized its size can be nothing for a moment.
        if !self.hold.is_ours() || self.inner.size()?.area() == 0 || !self.hold.outlet().is_free() {
            return Ok(());
        }
        queue!(self.page(), BeginSynchronizedUpdate)?;
        self.inner.draw(view)?;
        queue!(self.page(), EndSynchronizedUpdate)?;
        Write::flush(self.page())
    }

    fn page(&mut self) -> &mut CrosstermBackend<Page> {
        &mut self.inner.backend_mut().0
    }

    /// Forget what is on the screen, so that the next frame draws all of it.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        queue!(self.page(), Clear(ClearType::All))?;
        self.inner.swap_buffers();
        Ok(())
    }

    /// How large it is.
    pub(super) fn size(&self) -> Size {
        self.inner.size().unwrap_or(Size::new(80, 24))
    }

    /// Give the terminal to another program, and take it again.
    pub(super) fn lend<T>(&mut self, input: &Input, ending: &Ending, work: impl FnOnce() -> T) -> io::Result<T> {
        input.park();
        if !self.hold.release(PATIENTLY) {
            self.take_again(input)?;
            return Err(io::Error::other("the terminal takes nothing at the moment"));
        }
        ending.lend(true);
        let outcome = work();
        ending.lend(false);
        self.take_again(input)?;
        Ok(outcome)
    }

    fn take_again(&mut self, input: &Input) -> io::Result<()> {
        if ground() == Ground::Front {
            self.hold.seize()?;
            self.clear()?;
        }
        input.unpark();
        Ok(())
    }

    /// Stop until `fg`. A key stops all who share our place in the shell, as the terminal itself would; says false if
    /// there is no shell to come back from.
    pub(super) fn suspend(&mut self, input: &Input, ending: &Ending, whole_group: bool) -> io::Result<bool> {
        if !has_a_shell() {
            return Ok(false);
        }
        input.park();
        self.hold.release(QUICKLY);
        loop {
            ending.stop(|| {
                if whole_group {
                    return Ok(kill_current_process_group(Signal::STOP)?);
                }
                signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
            })?;
            // `bg` leaves the terminal to the shell: whoever went on now would be stopped for touching it.
            match ground() {
                Ground::Front => break,
                Ground::Gone => {
                    ending.begin(Cause::HangUp);
                    break;
                }
                // Whoever says `fg` right after `bg` has given it back meanwhile.
                Ground::Back if ending.comes_within(A_MOMENT) || ground() == Ground::Front => break,
                Ground::Back => {}
            }
        }
        self.take_again(input)?;
        Ok(true)
    }

    /// We were stopped without having been asked, and whoever had the terminal meanwhile may have changed it.
    pub(super) fn back(&mut self) -> io::Result<()> {
        if self.hold.is_ours() && ground() == Ground::Front {
            disable_raw_mode()?;
            self.hold.seize()?;
            self.clear()?;
        }
        Ok(())
    }
}

/// A frame on its way: written when it is whole.
struct Page {
    frame: Vec<u8>,
    outlet: Outlet,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.outlet.send(&self.frame);
        self.frame.clear();
        Ok(())
    }
}

/// crossterm's way to draw, without its questions to the terminal: the answers would reach the thread that reads the
/// keyboard, and for the size of one that is gone it would start another program.
struct Canvas(CrosstermBackend<Page>);

impl Backend for Canvas {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        self.0.draw(content)
    }

    // ratatui hides the cursor with every frame; it is hidden.
    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self.0, cursor::MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        queue!(self.0, Clear(ClearType::All))
    }

    fn clear_region(&mut self, _: ratatui::backend::ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        let size = tcgetwinsize(rustix::stdio::stdout())?;
        Ok(Size::new(size.ws_col, size.ws_row))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    // The frame is whole only when its end has been marked.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
