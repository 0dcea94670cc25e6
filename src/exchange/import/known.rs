//! What a header is compared by: its letters and digits alone, without accents. `First Name`, `first_name` and `FirstName` are
//! one.

/// A header by which it is compared.
pub(super) fn known_as(header: &str) -> String {
    let mut known = String::with_capacity(header.len());
    for c in header.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii() {
            known.push(c.to_ascii_lowercase());
            continue;
        }
        // Letters of western languages without their accents; others say themselves.
        match deunicode::deunicode_char(c).filter(|_| c < '\u{250}') {
            Some(plain) => known.extend(plain.chars().flat_map(char::to_lowercase)),
            None => known.extend(c.to_lowercase()),
        }
    }
    known
}
