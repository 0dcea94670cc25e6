//! The terminal: taken, drawn to, lent to other programs, and given back whatever happens.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write as _};

use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;

use super::input::Input;

type Backend = CrosstermBackend<BufWriter<Stdout>>;

/// The terminal while it is ours.
pub(super) struct Terminal {
    inner: ratatui::Terminal<Backend>,
}

/// Whether there is a terminal to draw on, and to type at.
pub(super) fn is_there() -> bool {
    io::stdout().is_terminal() && io::stdin().is_terminal()
}

impl Terminal {
    /// Take the terminal. A panic gives it back before it is told.
    pub(super) fn take() -> io::Result<Self> {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            release();
            told(panic);
        }));
        seize()?;
        // A frame is written in one piece: the buffer holds the largest.
        let backend = CrosstermBackend::new(BufWriter::with_capacity(64 * 1024, io::stdout()));
        Ok(Self { inner: ratatui::Terminal::new(backend)? })
    }

    /// Draw a frame; the terminal shows it all at once.
    pub(super) fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        // While a terminal is being resized its size can be nothing for a moment.
        if self.inner.size()?.area() == 0 {
            return Ok(());
        }
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(view)?;
        queue!(self.inner.backend_mut(), EndSynchronizedUpdate)?;
        self.inner.backend_mut().flush()
    }

    /// Forget what is on the screen, so that the next frame draws all of it. ratatui's own `clear` asks the terminal
    /// where its cursor is, and the answer would reach the thread that reads the keyboard.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        queue!(self.inner.backend_mut(), Clear(ClearType::All))?;
        self.inner.swap_buffers();
        Ok(())
    }

    /// How large it is.
    pub(super) fn size(&self) -> Size {
        self.inner.size().unwrap_or(Size::new(80, 24))
    }

    /// Give the terminal to another program, and take it again.
    pub(super) fn lend<T>(&mut self, input: &Input, work: impl FnOnce() -> T) -> io::Result<T> {
        input.park();
        release();
        let outcome = work();
        seize()?;
        input.unpark();
        self.clear()?;
        Ok(outcome)
    }

    /// Stop until `fg`.
    pub(super) fn suspend(&mut self, input: &Input) -> io::Result<()> {
        self.lend(input, || {
            #[cfg(unix)]
            signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
            Ok(())
        })?
    }

    /// Write a text beside the frames: a clipboard sequence.
    pub(super) fn writer(&mut self) -> &mut impl io::Write {
        self.inner.backend_mut()
    }

    /// Give the terminal back for good.
    pub(super) fn give_back(self) {
        release();
        drop(self.inner);
    }
}

fn seize() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, cursor::Hide)
}

/// As far as the terminal is still there; nobody could be told if it is not.
fn release() {
    _ = execute!(io::stdout(), DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    _ = disable_raw_mode();
}
