//! Where a value of a JSON text stands. serde_json doesn't say it of what it has read, and a message without it would leave
//! a file of many thousand lines to be searched by hand.

/// Lists whose items a path names by their id.
const BY_ID: usize = 1;

/// The byte at which the value of a path such as `accounts.primo.people.1.title` begins; of the deepest part of it that is
/// there. The text is JSON: of anything else it says some place.
pub(super) fn of(text: &str, path: &str) -> usize {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    let mut rest = path;
    let mut depth = 0;
    loop {
        scan.blank();
        let begins = scan.at;
        if rest.is_empty() {
            return begins;
        }
        let inner = match scan.peek() {
            Some(b'{') => scan.field(rest),
            Some(b'[') => scan.item(rest, depth == BY_ID),
            _ => None,
        };
        let Some(inner) = inner else { return begins };
        rest = inner;
        depth += 1;
    }
}

/// What is left of a path behind its first part, if that is this one. A part may hold a dot itself.
fn behind<'p>(path: &'p str, part: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(part)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blank(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to the value of a key that the path begins with.
    fn field<'p>(&mut self, path: &'p str) -> Option<&'p str> {
        let mut is_first = true;
        loop {
            self.enter(std::mem::take(&mut is_first))?;
            let key = self.text();
            self.blank();
            self.at += 1;
            if let Some(rest) = behind(path, &key) {
                return Some(rest);
            }
            self.over();
        }
    }

    /// Goes to the item whose number the path begins with, or whose id.
    fn item<'p>(&mut self, path: &'p str, is_by_id: bool) -> Option<&'p str> {
        for n in 0.. {
            self.enter(n == 0)?;
            let begins = self.at;
            let name = if is_by_id { self.id() } else { None }.unwrap_or_else(|| n.to_string());
            self.at = begins;
            if let Some(rest) = behind(path, &name) {
                return Some(rest);
            }
            self.over();
        }
        None
    }

    /// Into a list or an object, or on in it; nothing at its end.
    fn enter(&mut self, is_first: bool) -> Option<()> {
        self.blank();
        if is_first || self.peek() == Some(b',') {
            self.at += 1;
        }
        self.blank();
        (!matches!(self.peek(), None | Some(b'}' | b']'))).then_some(())
    }

    /// The id of the object that begins here.
    fn id(&mut self) -> Option<String> {
        if self.peek() != Some(b'{') {
            return None;
        }
        self.field("id")?;
        self.blank();
        (self.peek() == Some(b'"')).then(|| self.text())
    }

    /// The text in quotes that begins here.
    fn text(&mut self) -> String {
        let begins = self.at;
        self.over();
        let written = self.bytes.get(begins..self.at).unwrap_or_default();
        serde_json::from_slice(written).unwrap_or_default()
    }

    /// Over a value.
    fn over(&mut self) {
        self.blank();
        let mut depth = 0_usize;
        let mut is_text = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' if is_text => self.at += 1,
                b'"' => is_text = !is_text,
                _ if is_text => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' | b':' if depth == 0 => return,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 && !is_text && matches!(byte, b'"' | b'}' | b']') {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_path() {
        let text = r#"{ "format": 1, "a\"b": {"x": "}"}, "accounts": [
  { "id": "one", "name": "[{", "people": [ {"name": "A"}, {"name": "B, \\"} ] },
  { "name": "no id", "tier": 7 }
], "settings": {"a.b": [1, [2, 3]]} }"#;
        for (path, want) in [
            ("format", "1,"),
            ("a\"b.x", "\"}\""),
            ("accounts.one.people.1.name", "\"B, "),
            ("accounts.one.people.1.title", "{\"name\": \"B"),
            ("accounts.one", "{ \"id\""),
            ("accounts.1.tier", "7 }"),
            ("settings.a.b.1.1", "3]]"),
            ("nothing", "{ \"format"),
            ("", "{ \"format"),
        ] {
            let at = of(text, path);
            assert!(text[at..].starts_with(want), "{path}: {}", &text[at..]);
        }
        for broken in ["", "{", "[", "{\"a\"", "{\"a\":", "[1,", "{\"a\": \"x"] {
            of(broken, "a.b");
            of(broken, "0.1");
        }
    }
}
