//! What is said when the screen is gone, to whoever started the program. It never fails, and never waits for a reader.

use std::io::Write as _;

/// Say it where whoever started us reads it.
pub(super) fn say(told: &[String]) {
    for line in told {
        // Whoever closed the stream before wants to hear nothing.
        _ = writeln!(std::io::stderr(), "inroad: {line}");
    }
}
