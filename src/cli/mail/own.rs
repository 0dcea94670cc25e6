//! What somebody wrote themselves in a letter: without what they quote, without the signature, without control
//! characters. Where that can't be told apart for sure, more is kept rather than less.

/// The most of it, in characters. A log is to be read; the letter itself stays in the mailbox.
const MOST: usize = 4_000;

/// What announces a quoted letter: how such a line begins, and the verb before its colon.
const ATTRIBUTIONS: [(&str, &str); 8] = [
    ("on ", "wrote"),
    ("am ", "schrieb"),
    ("le ", "écrit"),
    ("el ", "escribió"),
    ("il ", "scritto"),
    ("den ", "skrev"),
    ("op ", "schreef"),
    ("em ", "escreveu"),
];

/// What mail programs on telephones sign with.
const SIGNED: [&str; 6] =
    ["sent from my ", "get outlook for ", "von meinem ", "gesendet von ", "envoyé de mon ", "sent from outlook"];

/// The heads of a letter that is quoted whole, and what stands within the next lines of it.
const HEADS: [(&str, [&str; 3]); 4] = [
    ("from:", ["sent:", "date:", "to:"]),
    ("von:", ["gesendet:", "datum:", "an:"]),
    ("de :", ["envoyé :", "date :", "à :"]),
    ("de:", ["enviado", "fecha:", "para:"]),
];

/// What they wrote themselves.
pub(super) fn words(text: &str) -> String {
    let clean: String = text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| is_written(*c)).collect();
    let lines: Vec<&str> = clean.lines().map(str::trim_end).collect();
    let mut own: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        if ends_here(rest) {
            break;
        }
        if let Some(lines) = attribution(rest) {
            let after = rest[lines..].iter().find(|line| !line.is_empty());
            // Where no line is marked as quoted, all the rest is.
            if !after.is_some_and(|line| line.starts_with('>')) {
                break;
            }
            at += lines;
            continue;
        }
        let is_second_gap = rest[0].is_empty() && own.last().is_none_or(|last| last.is_empty());
        if !rest[0].starts_with('>') && !is_second_gap {
            own.push(rest[0]);
        }
        at += 1;
    }
    shortened(own.join("\n").trim())
}

/// Line ends and tabs are written; other control characters mean nothing in a letter.
fn is_written(c: char) -> bool {
    matches!(c, '\n' | '\t') || !c.is_control()
}

/// A signature, or a letter that is quoted whole.
fn ends_here(lines: &[&str]) -> bool {
    let line = lines[0].trim();
    let lower = line.to_lowercase();
    let is_rule = line.len() >= 10 && line.chars().all(|c| c == '_');
    let is_divider = line.len() > 10 && line.starts_with("-----") && line.ends_with("-----");
    let is_head = HEADS.iter().any(|(head, next)| {
        let near = || lines.iter().skip(1).take(3).map(|line| line.trim().to_lowercase());
        lower.starts_with(head) && near().any(|line| next.iter().any(|next| line.starts_with(next)))
    });
    line == "--" || is_rule || is_divider || is_head || SIGNED.iter().any(|signed| lower.starts_with(signed))
}

/// `On Mon, 23 Nov 2026, Sam Reyes wrote:`, on one line or broken over some. Says over how many.
fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim().to_lowercase();
    let (_, verb) = ATTRIBUTIONS.iter().find(|(begin, _)| first.starts_with(begin))?;
    let mut whole = String::new();
    for (n, line) in lines.iter().take(4).enumerate().take_while(|(_, line)| !line.is_empty()) {
        whole.push_str(&line.to_lowercase());
        // A date has a figure in it, and a sentence that begins like this mostly none.
        if whole.ends_with(':') && whole.contains(verb) && whole.chars().any(|c| c.is_ascii_digit()) {
            return Some(n + 1);
        }
        whole.push(' ');
    }
    None
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} […]", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_they_wrote_themselves_is_what_is_left() {
        let cases = [
            (
                "Yes, Thursday.\r\n\r\nOn Mon, 23 Nov 2026 at 09:12, Sam Reyes wrote:\r\n> How about Thursday?\r\n",
                "Yes, Thursday.",
            ),
            (
                "On Mon, 23 Nov 2026, Sam Reyes\n<sam@quill.example> wrote:\n> How about Thursday?\nFine.\n> At ten?\nAt eleven.\n",
                "Fine.\nAt eleven.",
            ),
            ("Who pays?\n\n-- \nDana Cole\nVP Marketing\n", "Who pays?"),
            ("Call me.\n\nSent from my iPhone\n\n> On Monday\n", "Call me."),
            ("No.\n\nFrom: Sam Reyes\nSent: Monday\nTo: Dana\n\nHi Dana\n", "No."),
            ("Nein.\n\nVon: Sam Reyes\nGesendet: Montag\n\nHallo\n", "Nein."),
            ("Nein.\nAm 23.11.2026 um 09:12 schrieb Sam Reyes:\n\n> Hallo\n", "Nein."),
            ("Maybe.\n-----Original Message-----\nHi Dana\n", "Maybe."),
            ("Maybe.\n________________________________\nHi Dana\n", "Maybe."),
            (
                "On Tuesday we met 3 others.\nFrom: where I sit it looks good.\n",
                "On Tuesday we met 3 others.\nFrom: where I sit it looks good.",
            ),
            ("One\n\n\n\nTwo\0\u{1b}[31m\u{9b}\n", "One\n\nTwo[31m"),
            ("> only a quote\n", ""),
            ("", ""),
        ];
        for (text, want) in cases {
            assert_eq!(words(text), want, "{text}");
        }
    }

    #[test]
    fn a_long_letter_is_cut_between_characters() {
        let own = words(&"ü".repeat(10_000));
        assert_eq!(own.chars().count(), MOST + 4);
        assert!(own.ends_with(" […]"));
    }
}
