//! Ids: made once from a name or a salt, never reused, so that merging can work by id.

use std::borrow::Cow;

/// The alphabet of item ids: base 32 without the letters that are mistaken for digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Names that some platform reserves; a file so named could not be copied there.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "archive", "clock"];

/// A four-character id for a list item. The same salt gives the same id unless it is taken; `taken` says which
/// are.
pub fn mint(salt: &str, taken: impl Fn(&str) -> bool) -> String {
    let first = fnv(salt);
    let spelled = |n: u64| -> String { (0..4).map(|i| char::from(ALPHABET[(n >> (5 * i)) as usize & 31])).collect() };
    // A letter must come first, or the id reads as a number.
    let reads_well = |id: &str| id.starts_with(|c: char| c.is_ascii_lowercase());
    (0..u64::from(u32::MAX))
        .map(|step| spelled(first.wrapping_add(step.wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> 20))
        .find(|id| reads_well(id) && !taken(id))
        .unwrap_or_default()
}

/// Whether an id is one that [`slug`] makes of a name, be it the second of it.
pub fn is_of(id: &str, name: &str) -> bool {
    let base = slug(name, |_| false);
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    id.strip_prefix(&base).is_some_and(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(is_number))
}

/// `[a-z0-9-]{1,64}` from a name: accents folded, everything else to single hyphens; numbered when `taken`.
pub fn slug(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut plain = String::new();
    // The English names of pictures are no part of a name.
    let picture = |c| matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    let name: Cow<str> = if name.is_ascii() {
        name.into()
    } else {
        let name: String = name.chars().map(|c| if picture(c) { ' ' } else { c }).collect();
        deunicode::deunicode(&name).into()
    };
    for c in name.chars() {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => plain.push(c),
            '\'' | '.' => {}
            _ if plain.ends_with('-') || plain.is_empty() => {}
            _ => plain.push('-'),
        }
        if plain.len() == 58 {
            break;
        }
    }
    let plain = plain.trim_end_matches('-');
    let base = match plain {
        "" => "account".to_owned(),
        word if is_reserved(word) => format!("{word}-1"),
        word => word.to_owned(),
    };
    if !taken(&base) {
        return base;
    }
    (2..u32::MAX).map(|n| format!("{base}-{n}")).find(|id| !taken(id)).unwrap_or(base)
}

/// Whether some platform keeps this file stem to itself.
pub fn is_reserved(stem: &str) -> bool {
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    RESERVED.contains(&stem) || numbered("com") || numbered("lpt")
}

/// FNV-1a: stable across runs and machines, which the standard hasher does not promise.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_slug_that_every_platform_can_store() {
        let cases = [
            ("Primo", "primo"),
            ("Müller & Söhne GmbH", "muller-sohne-gmbh"),
            ("  O'Neill Inc. ", "oneill-inc"),
            ("CON", "con-1"),
            ("lpt1", "lpt1-1"),
            ("../../.ssh/x", "ssh-x"),
            ("北京", "bei-jing"),
            ("!!!", "account"),
            ("🚄 Side", "side"),
            ("Acme ❤️ Ltd", "acme-ltd"),
            ("🚀", "account"),
        ];
        for (name, want) in cases {
            assert_eq!(slug(name, |_| false), want, "{name}");
        }
    }

    #[test]
    fn a_taken_slug_is_numbered() {
        assert_eq!(slug("Primo", |id| id == "primo" || id == "primo-2"), "primo-3");
        for (id, is_its) in [
            ("primo", true),
            ("primo-3", true),
            ("primo3", false),
            ("primo-", false),
            ("prime", false),
            ("primo-ag", false),
        ] {
            assert_eq!(is_of(id, "Primo"), is_its, "{id}");
        }
    }

    #[test]
    fn an_item_id_has_four_characters_and_is_never_one_that_is_taken() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..500 {
            let id = mint("same salt", |id| seen.contains(id));
            assert_eq!(id.len(), 4);
            assert!(seen.insert(id));
        }
    }
}
