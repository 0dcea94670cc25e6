//! Whole numbers and amounts of money as people write them: `120000`, `120,000`, `1.200.000`, `120k`, `1.2m`. What
//! could be two numbers is asked about, never guessed.

use std::str::FromStr;

use super::Invalid;

/// Signs and codes of currencies that people type before or behind an amount.
const SIGNS: [(char, &str); 5] = [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('¥', "JPY"), ('₹', "INR")];

/// A whole number; separators of thousands and `k`/`m` are understood.
pub(crate) fn number<N: FromStr>(text: &str) -> Result<Option<N>, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let too_big = || Invalid(format!("“{text}” is no whole number that fits here"));
    whole(text)?.to_string().parse().map(Some).map_err(|_| too_big())
}

/// An amount in the plan's currency. One that names another is refused: what it is worth changes from day to day.
pub(crate) fn money(text: &str, currency: &str) -> Result<Option<u64>, Invalid> {
    let currency = if currency.is_empty() { "USD" } else { currency };
    let (bare, named) = without_currency(text.trim());
    if let Some(named) = named.filter(|named| *named != currency) {
        return Err(Invalid(format!("this plan counts in {currency}; say the amount in {currency}, not in {named}")));
    }
    match number(bare) {
        Ok(None) if !text.trim().is_empty() => Err(Invalid(format!("“{text}” names a currency and no amount"))),
        read => read,
    }
}

/// An amount as lists of others write it, with the currency that it names: `$120,000`, `120000.00`, `EUR 1.200.000`. Whole
/// units are read; of `120,000.50` nobody says here which number is meant.
pub(crate) fn amount(text: &str) -> Result<(Option<u64>, Option<String>), Invalid> {
    let (bare, currency) = without_currency(text.trim());
    let whole = [".00", ",00"].iter().find_map(|cents| bare.strip_suffix(cents)).unwrap_or(bare);
    let invalid = || Invalid(format!("“{text}” is no whole amount; it reads like 120000, $120,000 or 120k"));
    // Several of the same mark set off groups, whatever their width: `1,20,000`.
    let read = if whole.matches(',').count() > 1 { number(&whole.replace(',', "")) } else { number(whole) };
    match read {
        Ok(Some(amount)) => Ok((Some(amount), currency)),
        Ok(None) if text.trim().is_empty() => Ok((None, None)),
        Ok(None) | Err(_) => Err(invalid()),
    }
}

fn without_currency(text: &str) -> (&str, Option<String>) {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return (rest.trim(), Some(code.to_owned()));
        }
    }
    let is_code = |word: &str| word.len() == 3 && word.chars().all(|c| c.is_ascii_alphabetic());
    let apart = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || c == ' ');
    match (text.get(..3), text.get(3..)) {
        (Some(code), Some(rest)) if is_code(code) && apart(rest) => return (rest.trim(), Some(code.to_uppercase())),
        _ => {}
    }
    match text.rsplit_once(' ') {
        Some((rest, code)) if is_code(code) => (rest.trim(), Some(code.to_uppercase())),
        _ => (text, None),
    }
}

/// What the text says as a whole number.
fn whole(text: &str) -> Result<u128, Invalid> {
    let invalid = || Invalid(format!("“{text}” is no whole number; it reads like 120000, 120,000, 120k or 1.2m"));
    let lower = text.to_lowercase();
    let (digits, zeros) = match lower.strip_suffix(['k', 'm']) {
        Some(rest) => (rest.trim_end(), if lower.ends_with('k') { 3 } else { 6 }),
        None => (lower.as_str(), 0),
    };
    let (digits, places) = if zeros > 0 { with_places(digits) } else { (digits, "") };
    // Nobody writes a thousand million so: `1,200m` is a slip, or means 1.2 million.
    if zeros == 6 && places.is_empty() && digits.contains(['.', ',']) {
        return Err(Invalid(format!("“{text}” could be two numbers; write it out, or as 1.2m")));
    }
    let plain = without_groups(digits).ok_or_else(invalid)?;
    if places.len() > zeros {
        return Err(invalid());
    }
    format!("{plain}{places:0<zeros$}").parse().map_err(|_| invalid())
}

/// Before `k` and `m` the last mark sets off decimal places, unless it sets off a group of three as others do before
/// it: `1.2`, `1,2`, but not `1,200`.
fn with_places(digits: &str) -> (&str, &str) {
    match digits.rsplit_once(['.', ',']) {
        Some((front, back)) if back.len() != 3 && !back.is_empty() && back.chars().all(|c| c.is_ascii_digit()) => {
            (front, back)
        }
        _ => (digits, ""),
    }
}

/// The digits alone, where one and the same mark sets off groups of three from the right.
fn without_groups(digits: &str) -> Option<String> {
    let mark = digits.chars().find(|c| !c.is_ascii_digit());
    let Some(mark) = mark else { return (!digits.is_empty()).then(|| digits.to_owned()) };
    if !matches!(mark, ',' | '.' | ' ' | '_' | '\'' | '’' | '\u{a0}' | '\u{202f}') {
        return None;
    }
    let mut groups = digits.split(mark);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let fits = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    (fits(first) && rest.iter().all(|group| group.len() == 3 && fits(group)))
        .then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_of_a_list_names_its_currency_or_none() {
        for (text, want, currency) in [
            ("$120,000", 120_000, Some("USD")),
            ("120.000 €", 120_000, Some("EUR")),
            ("EUR 1.200.000,00", 1_200_000, Some("EUR")),
            ("120000.00", 120_000, None),
            ("₹1,20,000", 120_000, Some("INR")),
            ("120k", 120_000, None),
        ] {
            assert_eq!(amount(text), Ok((Some(want), currency.map(str::to_owned))), "{text}");
        }
        for text in ["$", "120,000.50", "-5", "lots"] {
            assert!(amount(text).unwrap_err().to_string().contains(&format!("“{text}”")), "{text}");
        }
        assert_eq!(amount(" "), Ok((None, None)));
    }

    #[test]
    fn an_amount_is_read_as_it_is_meant_or_not_at_all() {
        let cases = [
            ("120000", Some(120_000)),
            ("120,000", Some(120_000)),
            ("120.000", Some(120_000)),
            ("1.200.000", Some(1_200_000)),
            ("1,200,000", Some(1_200_000)),
            ("1 200 000", Some(1_200_000)),
            ("1'200'000", Some(1_200_000)),
            ("120k", Some(120_000)),
            ("120 K", Some(120_000)),
            ("1.2m", Some(1_200_000)),
            ("1,2m", Some(1_200_000)),
            ("1.25m", Some(1_250_000)),
            ("0.5m", Some(500_000)),
            ("1,200k", Some(1_200_000)),
            ("$50k", Some(50_000)),
            ("50k $", Some(50_000)),
            ("USD 50k", Some(50_000)),
            ("50 usd", Some(50)),
            ("1.2", None),
            ("1,20", None),
            ("12,0000", None),
            ("1.200,50", None),
            ("1,2345k", None),
            ("1.234m", None),
            ("k", None),
            ("$", None),
            ("-5", None),
            ("much", None),
            ("€50k", None),
            ("50k EUR", None),
        ];
        for (text, want) in cases {
            assert_eq!(money(text, "USD").ok().flatten(), want, "{text}");
        }
        assert_eq!(money("€50k", "EUR").unwrap(), Some(50_000));
        assert_eq!(money("", "EUR").unwrap(), None);
        let why = money("€50k", "USD").unwrap_err().0;
        assert_eq!(why, "this plan counts in USD; say the amount in USD, not in EUR");
    }
}
