//! The closed vocabularies of the field: one macro, so that every word list is read, written, listed and
//! named in the same way.
//!
//! A word is spelled in kebab case in files and on the command line (`in-sequence`) and with spaces on the
//! screen (`in sequence`). Reading is strict here; the store turns a refusal into a listed problem and leaves
//! the raw text in the file.

use std::fmt;

/// A word that stands in none of the lists it could come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// What was written.
    pub word: String,
    /// What could have been written.
    pub options: &'static [&'static str],
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meant = super::near::meant(&self.word.to_lowercase(), self.options.iter().copied());
        write!(f, "“{}” is none of {}{meant}", self.word, self.options.join(", "))
    }
}

impl std::error::Error for UnknownWord {}

/// What every vocabulary can do; lets a form or a menu work over any of them.
pub trait Vocabulary: Copy + Eq + Sized + 'static {
    /// All words in the order in which they are offered.
    const ALL: &'static [Self];
    /// Their spelling, in the same order.
    const WORDS: &'static [&'static str];

    /// As it is spelled in files.
    fn word(self) -> &'static str;

    /// As it is read on the screen.
    fn label(self) -> String {
        self.word().replace('-', " ")
    }

    /// Read a word; spaces and underscores count as hyphens, case does not matter, and an unambiguous
    /// beginning is enough.
    fn parse(text: &str) -> Result<Self, UnknownWord> {
        let wanted = text.trim().to_lowercase().replace([' ', '_'], "-");
        let exact = Self::WORDS.iter().position(|word| *word == wanted);
        let found = exact.or_else(|| {
            let mut fits = (0..Self::WORDS.len()).filter(|&i| Self::WORDS[i].starts_with(&wanted));
            match (fits.next(), fits.next()) {
                (Some(only), None) if !wanted.is_empty() => Some(only),
                _ => None,
            }
        });
        found.map(|i| Self::ALL[i]).ok_or_else(|| UnknownWord { word: text.trim().to_owned(), options: Self::WORDS })
    }

    /// The next word, round and round: what one key for influence and support does.
    #[must_use]
    fn turned(self) -> Self {
        let at = Self::ALL.iter().position(|each| *each == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

/// Declares an enum with its words. The first variant marked `default` by the caller's derive is the one that
/// an absent key means.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$inner:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$inner])* #[serde(rename = $word)] #[doc = concat!("`", $word, "`")] $variant,)+
        }

        impl $crate::domain::words::Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&$crate::domain::words::Vocabulary::label(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::domain::words::Vocabulary>::parse(text)
            }
        }
    };
}

pub(crate) use words;

/// `1 touch`, `3 touches`
pub fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// The first few, and how many more there are: `a, b and 7 more`.
pub fn few(names: &[impl AsRef<str>], most: usize) -> String {
    let named = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// The words as a sentence begins.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
