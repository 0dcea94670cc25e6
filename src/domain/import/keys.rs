//! By what people and companies are known to be the same: keys, made of what is written so that spelling doesn't count.
//!
//! An empty key knows nobody. Tables here are data: legal forms, sites that many share, mailboxes that nobody owns.

use std::borrow::Cow;

use crate::domain::link;
use crate::domain::people::Person;
use crate::domain::words::capitalised;

/// What stands behind a company's name without being a part of it.
const FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "ltd",
    "limited",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "ev",
    "eg",
    "se",
    "sa",
    "sas",
    "sarl",
    "sl",
    "slu",
    "srl",
    "spa",
    "bv",
    "nv",
    "vof",
    "oy",
    "oyj",
    "ab",
    "as",
    "asa",
    "aps",
    "kft",
    "zrt",
    "doo",
    "sro",
    "pty",
    "pte",
    "pvt",
    "kk",
    "holding",
    "holdings",
    "group",
    "gruppe",
];

/// Sites where many companies and people have a page: their host says nothing.
const SHARED_SITES: &[&str] = &[
    "linkedin.com",
    "facebook.com",
    "twitter.com",
    "x.com",
    "instagram.com",
    "youtube.com",
    "xing.com",
    "github.com",
    "medium.com",
    "wikipedia.org",
    "crunchbase.com",
    "linktr.ee",
    "about.me",
    "google.com",
    "gmail.com",
];

/// Mailboxes that belong to a company and to nobody in it.
const SHARED_BOXES: &[&str] = &[
    "info",
    "office",
    "contact",
    "kontakt",
    "hello",
    "hi",
    "mail",
    "email",
    "team",
    "sales",
    "support",
    "service",
    "admin",
    "hr",
    "jobs",
    "careers",
    "marketing",
    "press",
    "billing",
    "accounts",
    "help",
    "welcome",
    "enquiries",
    "inquiries",
    "noreply",
    "no-reply",
];

/// Letters that people put behind their name.
const DEGREES: &[&str] = &[
    "mba",
    "emba",
    "dba",
    "phd",
    "dphil",
    "md",
    "jd",
    "llm",
    "msc",
    "bsc",
    "ma",
    "ba",
    "ms",
    "bs",
    "mpa",
    "mph",
    "cpa",
    "cma",
    "cfa",
    "cfp",
    "acca",
    "pmp",
    "csm",
    "cspo",
    "cissp",
    "cisa",
    "shrm-cp",
    "shrm-scp",
    "phr",
    "sphr",
    "pe",
    "esq",
    "rn",
    "itil",
    "cscp",
    "cpim",
    "six sigma",
];

/// A text without case, accents and punctuation, its words one space apart. What no letters of ours can say stays as it
/// is.
pub fn fold(text: &str) -> String {
    // What is made of other letters is ASCII too.
    let plain = if text.is_ascii() { Cow::Borrowed(text) } else { deunicode::deunicode(text).into() };
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => folded.push(c),
            '\'' | '.' => {}
            '&' => folded.push_str(if folded.ends_with(' ') || folded.is_empty() { "and" } else { " and " }),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    let end = folded.trim_end().len();
    folded.truncate(end);
    if folded.is_empty() { text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase() } else { folded }
}

/// A company's name without its legal form.
pub fn company(name: &str) -> String {
    without_form(&fold(name))
}

/// The same of one that is folded.
pub(super) fn without_form(folded: &str) -> String {
    let mut rest = folded;
    while let Some((before, last)) = rest.rsplit_once(' ')
        && (FORMS.contains(&last) || last == "and")
    {
        rest = before;
    }
    rest.strip_prefix("the ").unwrap_or(rest).to_owned()
}

/// Whether two websites are those of two companies.
pub fn is_elsewhere(website: &str, other: &str) -> bool {
    let [one, other] = [website, other].map(host);
    !one.is_empty() && !other.is_empty() && one != other
}

/// Whether two are one company: by the hosts of their websites where both are known, else by their names.
pub fn is_same_company(name: &str, website: &str, other: &str, others_website: &str) -> bool {
    let (ours, theirs) = (host(website), host(others_website));
    if ours.is_empty() || theirs.is_empty() {
        let ours = company(name);
        return !ours.is_empty() && ours == company(other);
    }
    ours == theirs
}

/// A person's name without the degrees behind it.
pub fn person(name: &str) -> String {
    fold(without_degrees(name))
}

/// `Åsa Öberg` of `Åsa Öberg, MBA`; `John Smith, Jr.` is all name.
pub fn without_degrees(name: &str) -> &str {
    let is_degree = |part: &str| {
        let part = part.trim().to_lowercase().replace('.', "");
        DEGREES.contains(&part.as_str())
    };
    match name.split_once(',') {
        Some((name, rest)) if rest.split([',', '/']).all(is_degree) => name.trim(),
        _ => name.trim(),
    }
}

/// The host of a company's own site; empty for one that is shared.
pub fn host(website: &str) -> String {
    let host = link::host(website).to_lowercase();
    let is_shared =
        SHARED_SITES.iter().any(|site| host.strip_suffix(site).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')));
    if is_shared { String::new() } else { host }
}

/// What of a LinkedIn address names the person, whatever stands around it.
pub fn profile(url: &str) -> String {
    linkedin_path(url).unwrap_or_else(|whole| whole)
}

/// Whether an address is one person's: on LinkedIn a company's page, the feed and the site itself are nobody's.
pub fn is_profile(url: &str) -> bool {
    const OF_PEOPLE: [&str; 6] = ["in", "pub", "sales", "profile", "talent", "recruiter"];
    let Ok(path) = linkedin_path(url) else { return true };
    let parts: Vec<&str> = path.split(['/', '?']).collect();
    parts.windows(2).any(|pair| OF_PEOPLE.contains(&pair[0]) && !pair[1].is_empty())
}

/// The path on LinkedIn; else the whole address, small. Old profiles are told apart by what stands behind the path.
fn linkedin_path(url: &str) -> Result<String, String> {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let is_old = rest.contains('?') && rest.to_lowercase().contains("/profile/view?");
    let ends: &[char] = if is_old { &['#', '&'] } else { &['#', '?'] };
    let rest = rest.split(ends).next().unwrap_or_default().trim_end_matches('/');
    let is_encoded = rest.contains('%');
    let plain = if is_encoded { percent_encoding::percent_decode_str(rest).decode_utf8_lossy() } else { rest.into() };
    let lower = plain.to_lowercase();
    let (host, path) = lower.split_once('/').unwrap_or((&lower, ""));
    let is_there = host == "linkedin.com" || host.ends_with(".linkedin.com");
    if is_there { Ok(plain_path(path).to_owned()) } else { Err(lower) }
}

/// `in/dana` of `in/dana/de`, the page in another language, and of `mwlite/in/dana`, as telephones have it.
fn plain_path(path: &str) -> &str {
    let path = path.strip_prefix("mwlite/").unwrap_or(path);
    let end = path.strip_prefix("in/").and_then(|who| who.find('/'));
    end.map_or(path, |end| &path[..end + "in/".len()])
}

/// An address as it is compared.
pub fn email(address: &str) -> String {
    address.trim().to_lowercase()
}

/// What names a person and nobody else: the profile, and addresses of their own.
pub fn naming(person: &Person) -> Vec<String> {
    let profile = Some(profile(&person.linkedin)).filter(|profile| !profile.is_empty());
    let emails = person.emails.iter().map(|each| email(&each.value)).filter(|email| !email.is_empty() && is_own(email));
    profile.into_iter().chain(emails).collect()
}

/// Whether a mailbox is somebody's own.
pub fn is_own(address: &str) -> bool {
    address.split_once('@').is_some_and(|(user, _)| !SHARED_BOXES.contains(&user.to_lowercase().as_str()))
}

/// The domain of an address, small.
pub fn domain(address: &str) -> String {
    address.rsplit_once('@').map(|(_, domain)| domain.trim().to_lowercase()).unwrap_or_default()
}

/// The name that an address plainly holds: `Dana Cole` of `dana.cole@primo.example`, and of nothing that is less plain.
pub fn name_in(address: &str) -> Option<String> {
    let (user, _) = address.trim().split_once('@')?;
    let (first, last) = user.split_once(['.', '_'])?;
    let is_name = |part: &str| part.chars().count() > 1 && part.chars().all(char::is_alphabetic);
    let is_shared = |part: &str| SHARED_BOXES.contains(&part.to_lowercase().as_str());
    let are_names = [first, last].iter().all(|part| is_name(part) && !is_shared(part));
    are_names.then(|| [first, last].map(|part| capitalised(&part.to_lowercase())).join(" "))
}

/// Whether two numbers ring the same telephone: a country's code may be written or not.
pub fn is_same_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (one, other) = (digits(one), digits(other));
    let (long, short) = if one.len() < other.len() { (&other, &one) } else { (&one, &other) };
    let short = short.trim_start_matches('0');
    long.trim_start_matches('0') == short || (short.len() >= 8 && long.ends_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_are_the_same_without_case_accents_and_legal_form() {
        for (one, other, same) in [
            ("Nordic Springs, Inc.", "nordic springs", true),
            ("Müller & Söhne GmbH & Co. KG", "Muller und Sohne", false),
            ("Müller & Söhne GmbH & Co. KG", "MULLER AND SOHNE", true),
            ("The Globex Corporation", "Globex", true),
            ("AT&T", "AT & T Inc", true),
            ("A.B. Volvo", "AB Volvo", true),
            ("Société Générale S.A.", "Societe Generale", true),
            ("Primo", "Prima", false),
            ("Co", "Inc", false),
            ("🚀", "🛸", false),
            ("北京", "beijing", false),
        ] {
            assert_eq!(company(one) == company(other), same, "{one} / {other}: {} {}", company(one), company(other));
        }
    }

    #[test]
    fn a_degree_is_no_part_of_a_name() {
        for (name, want) in [
            ("Åsa Öberg, MBA", "Åsa Öberg"),
            ("Ann Lee, Ph.D., PMP", "Ann Lee"),
            ("John Smith, Jr.", "John Smith, Jr."),
            ("Cole, Dana", "Cole, Dana"),
            ("Dana Cole", "Dana Cole"),
        ] {
            assert_eq!(without_degrees(name), want);
        }
    }

    #[test]
    fn an_address_of_linkedin_is_known_however_it_is_written() {
        for url in [
            "https://www.linkedin.com/in/dana-cole",
            "http://linkedin.com/in/Dana-Cole/",
            "https://de.linkedin.com/in/dana-cole?trk=x",
            "www.linkedin.com/in/dana%2Dcole",
            "https://www.linkedin.com/in/dana-cole/de",
            "https://www.linkedin.com/mwlite/in/dana-cole",
        ] {
            assert_eq!(profile(url), "in/dana-cole", "{url}");
        }
        assert_eq!(
            (host("https://www.linkedin.com/company/primo").as_str(), host("www.Primo.example/x").as_str()),
            ("", "primo.example")
        );
    }

    #[test]
    fn numbers_and_mailboxes_are_compared_as_people_do() {
        assert!(is_same_number("+1 312 555 0100", "(312) 555-0100"));
        assert!(is_same_number("+49 221 123456", "0221/123456"));
        assert!(!is_same_number("+1 312 555 0100", "+1 312 555 0101"));
        assert!(!is_same_number("100", "+1 312 555 0100"));
        for (address, want) in [
            ("dana.cole@primo.example", Some("Dana Cole")),
            ("DANA_COLE@primo.example", Some("Dana Cole")),
            ("d.cole@primo.example", None),
            ("dana@primo.example", None),
            ("dana.m.cole@primo.example", None),
            ("sales.team@primo.example", None),
            ("dana.cole2@primo.example", None),
        ] {
            assert_eq!(name_in(address).as_deref(), want, "{address}");
        }
        assert!(is_own("dana@primo.example") && !is_own("Info@primo.example"));
    }
}
