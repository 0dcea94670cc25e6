//! HTML, put together so that escaping can't be forgotten: there is no way to make markup of a text but by escaping it, and
//! only markup is put into markup. Names of elements and attributes are the program's own; a value is always escaped.

use std::fmt::{Display, Write as _};

use crate::domain::visible::shown;

/// What is markup already. It is made by [`el`], or of a text, which is escaped on the way.
#[derive(Debug, Clone, Default)]
pub(super) struct Html(String);

impl Html {
    /// Of a style sheet of the program's own.
    pub(super) fn style(sheet: &'static str) -> Self {
        Self(format!("<style>{sheet}</style>"))
    }

    /// A whole document.
    pub(super) fn document(root: Element) -> String {
        format!("<!doctype html>\n{}\n", Self::from(root).0)
    }

    /// One after the other.
    pub(super) fn all<T: Into<Self>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self(parts.into_iter().map(|part| part.into().0).collect())
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Self {
        Self(escaped(text))
    }
}

impl From<&String> for Html {
    fn from(text: &String) -> Self {
        Self(escaped(text))
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        Self(escaped(&text))
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        let Element { name, attributes, inside } = element;
        // These have no end in HTML.
        if matches!(name, "meta" | "br" | "col") {
            return Self(format!("<{name}{attributes}>"));
        }
        Self(format!("<{name}{attributes}>{inside}</{name}>"))
    }
}

impl<T: Into<Self>> From<Option<T>> for Html {
    fn from(part: Option<T>) -> Self {
        part.map(Into::into).unwrap_or_default()
    }
}

/// An element that is being put together.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: &'static str,
    attributes: String,
    inside: String,
}

/// An element of that name.
pub(super) fn el(name: &'static str) -> Element {
    Element { name, attributes: String::new(), inside: String::new() }
}

impl Element {
    /// With an attribute.
    pub(super) fn attr(mut self, name: &'static str, value: impl Display) -> Self {
        _ = write!(self.attributes, " {name}=\"{}\"", escaped(&value.to_string()));
        self
    }

    /// With a class.
    pub(super) fn class(self, name: &'static str) -> Self {
        self.attr("class", name)
    }

    /// With that in it, after what is there already.
    pub(super) fn put(mut self, part: impl Into<Html>) -> Self {
        self.inside.push_str(&part.into().0);
        self
    }

    /// With all of these in it.
    pub(super) fn each<T: Into<Html>>(self, parts: impl IntoIterator<Item = T>) -> Self {
        self.put(Html::all(parts))
    }
}

/// A text of a plan among ours: it runs in its own direction, and turns nothing around that stands beside it.
pub(super) fn told(text: &str) -> Html {
    if text.trim().is_empty() { Html::default() } else { el("bdi").put(text).into() }
}

/// A text of several lines.
pub(super) fn lines(text: &str) -> Html {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut all = Vec::new();
    for line in lines {
        if !all.is_empty() {
            all.push(el("br").into());
        }
        all.push(told(line));
    }
    Html::all(all)
}

/// Those that say something, with a mark between them.
pub(super) fn dotted<T: Into<Html>>(parts: impl IntoIterator<Item = T>) -> Html {
    let mut all: Vec<Html> = Vec::new();
    for part in parts.into_iter().map(Into::into).filter(|part| !part.is_empty()) {
        if !all.is_empty() {
            all.push(" · ".into());
        }
        all.push(part);
    }
    Html::all(all)
}

/// A text in which no letter means anything to a parser, within an element or within a value in quotes.
fn escaped(text: &str) -> String {
    let text = shown(text);
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
