//! Text that is safe to be a page: whatever comes from outside is escaped on its way in.

use std::fmt::Write;

/// A piece of a page. There is no way to put a text in that keeps its own markup, except one that stands in
/// this program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// Markup that stands in this program.
    #[must_use]
    pub fn markup(mut self, markup: &'static str) -> Self {
        self.0.push_str(markup);
        self
    }

    /// A text from anywhere, as text: also between the quotes of an attribute. Characters that only turn the
    /// direction of the line, with which a name could dress up as another, are left out.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        for character in text.chars() {
            match character {
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '&' => self.0.push_str("&amp;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {}
                control if control.is_control() => {
                    let _ = write!(self.0, " ");
                }
                plain => self.0.push(plain),
            }
        }
        self
    }

    /// A text of several lines, with their ends: what stands in `pre`.
    #[must_use]
    pub fn lines(self, text: &str) -> Self {
        text.lines().fold(self, |page, line| page.text(line).markup("\n"))
    }

    /// Another piece.
    #[must_use]
    pub fn then(mut self, piece: &Self) -> Self {
        self.0.push_str(&piece.0);
        self
    }

    /// Another piece, if there is one.
    #[must_use]
    pub fn then_maybe(self, piece: Option<&Self>) -> Self {
        match piece {
            Some(piece) => self.then(piece),
            None => self,
        }
    }

    /// The page.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let hostile = "</p><script>alert('1')</script> \" onload=x & \u{202e}txt\u{0}";
        let page = Html::new().markup("<p>").text(hostile).markup("</p>").into_string();
        assert_eq!(
            page,
            "<p>&lt;/p&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot; onload=x &amp; txt </p>"
        );
    }
}
