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
const HEADS: [(&str, [&str; 3]); 8] = [
    ("from:", ["sent:", "date:", "to:"]),
    ("von:", ["gesendet:", "datum:", "an:"]),
    ("de:", ["envoyé:", "date:", "à:"]),
    ("de:", ["enviado", "fecha:", "para:"]),
    ("de:", ["enviada", "data:", "para:"]),
    ("da:", ["inviato:", "data:", "a:"]),
    ("van:", ["verzonden:", "datum:", "aan:"]),
    ("från:", ["skickat:", "datum:", "till:"]),
];

/// Days as an attribution begins with them, where it has no figure: `On Tue, Sam wrote:`.
const DAYS: [&str; 5] = [
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday",
    "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche",
    "mié jue vie sáb dom lunes martes miércoles jueves viernes sábado domingo",
    "man tir ons tor fre lör sön mån tis lunedì martedì mercoledì giovedì venerdì sabato domenica",
];

/// Who writes in a sentence, and in no attribution.
const SOMEBODY: &str = "i we you he she they ich wir sie er je nous vous il elle on";

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
    let is_divider = line.len() > 10 && line.starts_with("----") && line.ends_with("----");
    let first = head(line);
    let is_head = HEADS.iter().any(|(begin, next)| {
        let mut near = lines.iter().skip(1).take(4).map(|line| head(line));
        first.starts_with(begin) && near.any(|line| next.iter().any(|next| line.starts_with(next)))
    });
    line == "--" || is_rule || is_divider || is_head || SIGNED.iter().any(|signed| lower.starts_with(signed))
}

/// A line of a letter's head as it is compared: without what makes it bold, and without the space that French has before
/// a colon.
fn head(line: &str) -> String {
    let line = line.replace(['*', '\u{a0}', '\u{202f}'], " ").to_lowercase();
    line.trim().replacen(" :", ":", 1)
}

/// `On Mon, 23 Nov 2026, Sam Reyes wrote:`, on one line or broken over some. Says over how many.
fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim().to_lowercase();
    let verb = ATTRIBUTIONS.iter().find(|(begin, _)| first.starts_with(begin)).map(|(_, verb)| *verb);
    let mut whole = String::new();
    for (n, line) in lines.iter().take(4).enumerate().take_while(|(_, line)| !line.is_empty()) {
        whole.push_str(&line.to_lowercase());
        if whole.ends_with(':') && is_attribution(&whole, verb, &lines[n + 1..], n) {
            return Some(n + 1);
        }
        // A sentence that ends is no part of what follows it, unless it was a date: `Am 23. Nov.`
        if verb.is_none() || (line.ends_with(['.', '!', '?']) && !has_figure(&whole)) {
            return None;
        }
        whole.push(' ');
    }
    None
}

/// Whether it announces a letter, by what it says and by what stands under it. `verb` is the one that belongs to how it
/// begins; `n` lines of it stand before the last.
fn is_attribution(whole: &str, verb: Option<&str>, after: &[&str], n: usize) -> bool {
    let mut after = after.iter().filter(|line| !line.is_empty());
    let under = after.next();
    let is_quoted_under = under.is_some_and(|line| line.starts_with('>'));
    let says = |verb: &str| whole.contains(verb);
    match verb.filter(|verb| says(verb)) {
        // A date has a figure in it, and a sentence that begins like this mostly none.
        Some(_) => has_figure(whole) || has_address(whole) || is_quoted_under || under.is_none() || names_a_day(whole),
        // `Sam Reyes <sam@quill.example> wrote:`; `Sam wrote:` may be a sentence, and is none over what is quoted.
        None => {
            n == 0
                && (is_quoted_under || has_address(whole))
                && (ATTRIBUTIONS.iter().any(|(_, verb)| says(verb)) || says("geschrieben"))
        }
    }
}

fn has_figure(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
}

/// `<sam@quill.example>`
fn has_address(text: &str) -> bool {
    let inside = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.is_some_and(|(inside, _)| inside.contains('@') && !inside.contains(' '))
}

/// `on tue, sam wrote:`: a day with its comma, and nobody who speaks of themselves or to somebody.
fn names_a_day(whole: &str) -> bool {
    let mut words = whole.split_whitespace();
    let day = words.nth(1).and_then(|word| word.strip_suffix(',')).map(|word| word.trim_end_matches('.'));
    let is_day = day.is_some_and(|day| DAYS.iter().any(|days| days.split(' ').any(|each| each == day)));
    is_day && !words.any(|word| SOMEBODY.split(' ').any(|each| each == word.trim_end_matches(':')))
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
            // Short ones, with nothing that marks what is quoted.
            ("Yes.\n\nOn Tue, Sam wrote:\n\nHow about Thursday?\n", "Yes."),
            ("Ja.\n\nAm Di., schrieb Sam Reyes:\n\nPasst Donnerstag?\n", "Ja."),
            ("Oui.\n\nLe mar., Sam Reyes a écrit\u{a0}:\n\nJeudi ?\n", "Oui."),
            // Short ones over what is marked.
            ("Yes.\nOn Tuesday Sam wrote:\n> Thursday?\nAt ten.\n", "Yes.\nAt ten."),
            ("Yes.\nSam wrote:\n\n> Thursday?\n", "Yes."),
            ("Ja.\nAm Dienstag schrieb Sam Reyes:\n> Donnerstag?\n", "Ja."),
            ("Oui.\nLe mardi Sam a écrit :\n> Jeudi ?\n", "Oui."),
            // Others, by their address or their date.
            ("Yes.\nSam Reyes <sam@quill.example> wrote:\nThursday?\n", "Yes."),
            ("Ja.\nSam Reyes <sam@quill.example> hat am 23.11.2026 09:12 geschrieben:\nDonnerstag?\n", "Ja."),
            ("Oui.\nLe lun. 23 nov. 2026 à 09:12, Sam Reyes\n<sam@quill.example> a écrit :\n\n> Jeudi ?\n", "Oui."),
            ("Sí.\nEl lun, 23 nov 2026, Sam Reyes escribió:\n¿Jueves?\n", "Sí."),
            ("Yes.\n---- On Mon, 23 Nov 2026 Sam Reyes wrote ----\nThursday?\n", "Yes."),
            // Nothing is left under it.
            ("Thanks!\n\nOn Tuesday Sam wrote:\n", "Thanks!"),
            // The heads of a letter, bold, with gaps, in other languages.
            ("No.\n\n*From:* Sam Reyes\n*Sent:* Monday\n\nHi\n", "No."),
            ("No.\n\nFrom: Sam Reyes\n\nSent: Monday\n\nHi\n", "No."),
            ("Non.\n\nDe\u{a0}: Sam Reyes\nEnvoyé\u{a0}: lundi\nÀ\u{a0}: Dana\n\nBonjour\n", "Non."),
            ("Nej.\n\nFrån: Sam Reyes\nSkickat: måndag\n\nHej\n", "Nej."),
            // Sentences of their own stay.
            (
                "On Tuesday you wrote:\nthe price is fixed.\nIs it?\n",
                "On Tuesday you wrote:\nthe price is fixed.\nIs it?",
            ),
            ("On Tue, we wrote:\nnothing new.\n", "On Tue, we wrote:\nnothing new."),
            ("Sam wrote:\ncall me.\n", "Sam wrote:\ncall me."),
            ("On Friday.\nSam wrote:\n> Thursday?\n", "On Friday."),
            ("My note from: me\nto: you\n", "My note from: me\nto: you"),
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
