//! Texts that were made to hurt.

/// Sequences that a terminal would obey, marks that turn text around, names that lead elsewhere. What is to be
/// recognised on a terminal holds 77.
pub const HOSTILE: [&str; 34] = [
    "\u{1b}]52;c;QUJDNzc=\u{7}",
    "\u{1b}]0;title 77\u{7}",
    "\u{1b}]8;;https://77.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}[31;77mred",
    "\u{1b}[6n\u{1b}[c\u{1b}[77n",
    "\u{1b}P$q77\u{1b}\\",
    "\u{1b}c\u{1b}#8\u{1b}(0",
    "\u{9b}31;77m\u{9d}52;c;QUI=\u{9c}",
    "\u{90}77\u{9c}\u{85}\u{84}",
    "\u{7}\u{8}\u{b}\u{c}\u{e}\u{f}\u{7f}",
    "lone\rreturn",
    "\r\nBEGIN:VEVENT\r\nSUMMARY:77",
    "tab\tand\nline",
    "\u{2028}line\u{2029}paragraph",
    "\u{202e}backwards\u{202c}\u{2066}isolated\u{2069}\u{200f}\u{61c}",
    "\u{e0041}\u{e0042}\u{e007f}tagged",
    "\u{feff}\u{200b}\u{ad}\u{180e}nothing to see",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦 🏴\u{e0067}\u{e0062}\u{e007f}",
    "../../.ssh/x",
    "/etc/passwd",
    "-rf",
    "--plan=/",
    "$(touch 77)",
    "`touch 77`; touch 77 | touch 77",
    "CON",
    "aux.toml",
    "e\u{301}te\u{301}",
    "été",
    "</script><script>alert(77)</script>",
    "javascript:alert(77)",
    "{{ 7*7 }}",
    "{% for i in range(1000000000) %}{{ i }}{% endfor %}",
    "=cmd|' /C calc'!A0",
    "%s%n%x\\x1b[31m\\e[0m",
];

/// All of them; and one letter with ten thousand accents.
pub fn texts() -> Vec<String> {
    let storm = format!("a{}", "\u{301}".repeat(10_000));
    let naughty = naughty_strings::BLNS.iter().copied().chain(HOSTILE);
    naughty.filter(|text| !text.is_empty()).map(str::to_owned).chain([storm]).collect()
}
