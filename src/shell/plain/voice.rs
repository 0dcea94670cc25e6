//! What is read and what is said: lines, and nothing else. It knows no plan.

use std::io::{self, BufRead, Write};

use crate::ui::plain::Plain;

/// The most that a line may hold, in bytes.
const LINE: u64 = 1 << 20;

/// Reads lines, and writes them.
pub(super) struct Voice {
    lines: Box<dyn BufRead>,
    /// What is read is said again, since nobody has typed it where it would be seen.
    repeats: bool,
    /// What stood behind a command: the answer to what it asks.
    given: Option<String>,
    /// There is nothing more to be read, or nothing more is wanted.
    pub(super) is_over: bool,
}

impl Voice {
    pub(super) fn new(lines: Box<dyn BufRead>, repeats: bool) -> Self {
        Self { lines, repeats, given: None, is_over: false }
    }

    /// Write lines as they are.
    pub(super) fn say(lines: &[String]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        out.flush()
    }

    /// The next question is answered by that.
    pub(super) fn give(&mut self, answer: Option<&str>) {
        self.given = answer.map(str::to_owned);
    }

    /// Whether the next question is answered already.
    pub(super) fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// What was given and not asked for.
    pub(super) fn take_given(&mut self) -> Option<String> {
        self.given.take()
    }

    /// Ask, and read a line; nothing when there is none any more.
    pub(super) fn ask_for_text(&mut self, plain: Plain, question: &str) -> io::Result<Option<String>> {
        if let Some(given) = self.given.take() {
            return Ok(Some(given));
        }
        let mut out = io::stdout().lock();
        write!(out, "{} ", plain.wrapped(question).join("\n"))?;
        out.flush()?;
        let mut line = Vec::new();
        let read = io::Read::take(&mut self.lines, LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            self.is_over = true;
            writeln!(out)?;
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if self.repeats {
            writeln!(out, "{}", plain.line(&line))?;
        }
        Ok(Some(line))
    }
}
