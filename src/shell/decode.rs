//! Bytes of the terminal as keys and pastes. Pure: what has come so far in, events out.
//!
//! A slow link cuts an arrow key or a paste anywhere. Whatever is unfinished is kept until the rest is there; only an
//! Esc that nothing follows has to be waited for, and the wait is the caller's.

use crokey::KeyCombination;
use crossterm::event::KeyEventKind;
use terminput::Event;
use terminput_crossterm::to_crossterm_key;

use crate::app::Msg;

const ESC: u8 = 0x1b;

/// No key is longer.
const LONGEST: usize = 256;

/// A paste may be a whole text; of one beyond this nothing is taken.
const MOST: usize = 10 * 1024 * 1024;

/// What stands around a paste.
const PASTE: (&[u8], &[u8]) = (b"\x1b[200~", b"\x1b[201~");

/// What has come and is not yet a key.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    begun: Vec<u8>,
    paste: Option<Paste>,
}

/// A paste whose end has not come.
#[derive(Debug, Default)]
struct Paste {
    bytes: Vec<u8>,
    /// It is too long, and its end is waited for, so that none of it is taken for keys.
    dropped: bool,
}

impl Paste {
    /// Take in a byte. Says what it was when it has ended.
    fn feed(&mut self, byte: u8) -> Option<Msg> {
        self.bytes.push(byte);
        if self.bytes.ends_with(PASTE.1) {
            let text = &self.bytes[..self.bytes.len() - PASTE.1.len()];
            return Some(if self.dropped || text.len() > MOST {
                Msg::Failed("The pasted text has more than 10 MiB; nothing of it was taken.".to_owned())
            } else {
                Msg::Paste(without_controls(&String::from_utf8_lossy(text)))
            });
        }
        if self.bytes.len() > MOST + PASTE.1.len() {
            self.dropped = true;
            self.bytes.drain(..MOST);
        }
        None
    }
}

impl Decoder {
    /// What these bytes finish, in their order.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Msg> {
        let mut said = Vec::new();
        // An Esc that came alone is a key of its own, unless what comes now belongs to it: only what arrives with its
        // letter is Alt.
        if self.begun == [ESC] && bytes.first().is_some_and(|first| !matches!(first, b'[' | b'O')) {
            said.extend(self.flush());
        }
        for byte in bytes {
            if let Some(paste) = &mut self.paste {
                let whole = paste.feed(*byte);
                if whole.is_some() {
                    self.paste = None;
                }
                said.extend(whole);
                continue;
            }
            if self.begun == [ESC] && *byte == ESC {
                // Two of them are two of them: the second may begin an arrow key.
                said.extend(self.flush());
            }
            self.begun.push(*byte);
            if self.begun == [ESC] {
                continue;
            }
            if self.begun == PASTE.0 {
                self.begun.clear();
                self.paste = Some(Paste::default());
                continue;
            }
            match Event::parse_from(&self.begun) {
                Ok(None) if self.begun.len() < LONGEST => {}
                Ok(event) => {
                    self.begun.clear();
                    said.extend(event.and_then(read));
                }
                // A sequence that nobody knows is no key.
                Err(_) => self.begun.clear(),
            }
        }
        said
    }

    /// Whether an Esc, or what could be Alt-O, waits for what may belong to it.
    pub(super) fn waits(&self) -> bool {
        matches!(self.begun.as_slice(), [ESC] | [ESC, b'O'])
    }

    /// Nothing came: it was an Esc.
    pub(super) fn flush(&mut self) -> Vec<Msg> {
        if !self.waits() {
            return Vec::new();
        }
        let keys = std::mem::take(&mut self.begun).into_iter();
        keys.filter_map(|byte| Event::parse_from(&[byte]).ok().flatten()).filter_map(read).collect()
    }
}

fn read(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => {
            let key = to_crossterm_key(key);
            (key.kind != KeyEventKind::Release).then(|| Msg::Key(KeyCombination::from(key).normalized()))
        }
        Event::Paste(text) => Some(Msg::Paste(without_controls(&text))),
        Event::FocusGained => Some(Msg::Focused),
        Event::FocusLost | Event::Mouse(_) | Event::Resize { .. } => None,
    }
}

/// A pasted text as text: line breaks and tabs stay, every other control goes.
fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::parse;

    fn decoded(chunks: &[&[u8]]) -> Vec<String> {
        let mut decoder = Decoder::default();
        let mut said: Vec<Msg> = chunks.iter().flat_map(|chunk| decoder.feed(chunk)).collect();
        said.extend(decoder.flush());
        said.iter().map(|msg| format!("{msg:?}")).collect()
    }

    #[test]
    fn keys_are_the_keys_that_the_key_files_name() {
        let cases: [(&[u8], &str); 14] = [
            (b"j", "j"),
            (b"G", "G"),
            (b"\x1b[A", "up"),
            (b"\x1bOB", "down"),
            (b"\x1b[5~", "pageup"),
            (b"\x1b[H", "home"),
            (b"\x1b[Z", "backtab"),
            (b"\t", "tab"),
            (b"\r", "enter"),
            (b"\x7f", "backspace"),
            (b"\x13", "ctrl-s"),
            (b"\x1b", "esc"),
            (b"\x1bb", "alt-b"),
            (b" ", "space"),
        ];
        for (bytes, key) in cases {
            let want = format!("{:?}", Msg::Key(parse(key).expect(key)));
            assert_eq!(decoded(&[bytes]), [want], "{key}");
        }
    }

    #[test]
    fn wherever_the_network_cuts_it_the_same_keys_come() {
        let bytes = "x\x1b[A\x1bOC\x1b[5~é北\x1b[200~a paste\nof two lines \x1b[1m!\x1b[201~\x1b\x1b[Bq".as_bytes();
        let whole = decoded(&[bytes]);
        assert_eq!(whole.len(), 10, "{whole:?}");
        for cut in 0..bytes.len() {
            let (front, back) = bytes.split_at(cut);
            assert_eq!(decoded(&[front, back]), whole, "cut at {cut}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(decoded(&single), whole);
    }

    proptest::proptest! {
        #[test]
        fn of_any_bytes_cut_anywhere_the_same_comes(
            bytes in proptest::collection::vec(proptest::prop_oneof![
                proptest::strategy::Just(0x1b_u8),
                proptest::sample::select(b"[O<?;~200201ABCDm".to_vec()),
                proptest::num::u8::ANY,
            ], 0..60),
            cut in 0..60_usize,
        ) {
            let (front, back) = bytes.split_at(cut.min(bytes.len()));
            // An Esc that comes alone is a key, and with a letter it is Alt.
            proptest::prop_assume!(front.last() != Some(&ESC));
            proptest::prop_assert_eq!(decoded(&[front, back]), decoded(&[&bytes]));
        }
    }

    #[test]
    fn an_esc_and_a_letter_that_come_one_after_the_other_are_two_keys() {
        let msgs = |keys: &[&str]| -> Vec<String> {
            keys.iter().map(|key| format!("{:?}", Msg::Key(parse(key).expect(key)))).collect()
        };
        assert_eq!(decoded(&[b"\x1b", b"x"]), msgs(&["esc", "x"]));
        assert_eq!(decoded(&[b"\x1bx"]), msgs(&["alt-x"]));
        assert_eq!(decoded(&[b"\x1b", b"[A"]), msgs(&["up"]));
        assert_eq!(decoded(&[b"\x1b", b"O", b"A"]), msgs(&["up"]));
    }

    #[test]
    fn an_escape_waits_and_nothing_else_does() {
        for (bytes, waits) in [(&b"\x1b"[..], true), (b"\x1bO", true), (b"\x1b[", false), (b"a", false), (b"", false)] {
            let mut decoder = Decoder::default();
            _ = decoder.feed(bytes);
            assert_eq!(decoder.waits(), waits, "{bytes:?}");
        }
    }

    #[test]
    fn of_a_paste_no_byte_is_a_key_and_one_that_is_too_long_is_told() {
        let paste = |text: &[u8]| [PASTE.0, text, PASTE.1, b"j"].concat();
        let hostile = decoded(&[&paste(b"a\x1b[Aq\x03\x1b[200~\r\n\xff\x00\x9b!")]);
        assert_eq!(hostile.len(), 2, "{hostile:?}");
        assert_eq!(hostile[0], format!("{:?}", Msg::Paste("a[Aq[200~\r\n\u{fffd}\u{fffd}!".into())));
        let most = decoded(&[&paste(&vec![b'q'; MOST])]);
        assert!(most.len() == 2 && most[0].starts_with("Paste(\"qqq"), "{} {:.20}", most.len(), most[0]);
        for over in [MOST + 1, MOST + 7, 2 * MOST + 100] {
            let said = decoded(&[&paste(&vec![b'q'; over])]);
            assert!(said.len() == 2 && said[0].contains("more than 10 MiB"), "{over}: {} {:.60}", said.len(), said[0]);
        }
    }

    #[test]
    fn garbage_is_no_key_and_what_follows_is() {
        let garbage = b"\x1b[999;999;999;999x\xff\xfe\x1b]0;title\x07".as_slice();
        let last = decoded(&[garbage, b"j"]).pop();
        assert_eq!(last, Some(format!("{:?}", Msg::Key(parse("j").unwrap()))));
    }
}
