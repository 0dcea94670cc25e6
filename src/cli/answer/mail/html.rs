//! A letter that is HTML alone, made ready for the decoder: what it quotes is left out, and what stands in blocks of its
//! own stands on lines of its own. It is no parser of HTML, and what it can't tell it leaves as it is.

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 12] = ["div", "p", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "hr", "pre"];

/// The HTML without its quotes, with a line break before every block.
pub(super) fn own(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut quoted = 0_usize;
    while let Some(at) = rest.find('<') {
        if quoted == 0 {
            out.push_str(&rest[..at]);
        }
        rest = &rest[at..];
        let (name, is_end) = tag(rest);
        if name == "blockquote" {
            quoted = if is_end { quoted.saturating_sub(1) } else { quoted + 1 };
            out.push_str("<br>");
        } else if quoted == 0 && !is_end && BLOCKS.contains(&name.as_str()) {
            out.push_str("<br>");
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        if quoted == 0 && name != "blockquote" {
            out.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    // A quote that never ends was cut off: what follows it is kept.
    out.push_str(rest);
    out
}

/// The name of the tag that the text begins with, in lower case, and whether it ends an element.
fn tag(text: &str) -> (String, bool) {
    let inside = text.trim_start_matches('<');
    let is_end = inside.starts_with('/');
    let name = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(10);
    (name.collect::<String>().to_ascii_lowercase(), is_end)
}

#[cfg(test)]
mod tests {
    use super::own;
    use mail_parser::decoders::html::html_to_text;

    #[test]
    fn quotes_go_and_blocks_stand_on_lines() {
        for (html, want) in [
            ("<div>Let us talk</div><div>on Friday</div>", vec!["Let us talk", "on Friday"]),
            (
                "<div>Let us talk</div><div class=\"gmail_quote\">On Wed, Sam wrote:<blockquote>Hi <b>Dana</b>\
                 <BLOCKQUOTE>older</BLOCKQUOTE> more</blockquote></div>",
                vec!["Let us talk", "On Wed, Sam wrote:"],
            ),
            ("<p>One</p><blockquote>theirs</blockquote><p>Two</p>", vec!["One", "Two"]),
            ("a &lt; b and <br>c", vec!["a < b and", "c"]),
            ("no tag", vec!["no tag"]),
            ("cut <blockquote", vec!["cut"]),
            ("", vec![]),
        ] {
            let text = html_to_text(&own(html));
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            assert_eq!(lines, want, "{html}");
        }
    }
}
