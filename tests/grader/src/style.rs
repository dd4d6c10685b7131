//! Colours, for people who read on a terminal. All of them are defined here, and no information is
//! in a colour alone.

use std::{env, io::IsTerminal};

use crossterm::style::{ContentStyle, Stylize};

/// How text is styled, if it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Styles {
    are_on: bool,
}

impl Styles {
    /// Text as it is: for pipes, files and other programs.
    pub const NONE: Self = Self { are_on: false };

    /// The styles for output to `stream`: none if it is not a terminal that can show them, or if
    /// the user wants none (<https://no-color.org>).
    pub fn of(stream: &impl IsTerminal) -> Self {
        let is_refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            are_on: obeys_escapes(stream) && !is_refused,
        }
    }

    /// Whether text is styled.
    pub fn are_on(self) -> bool {
        self.are_on
    }

    /// What is solved.
    pub fn solved(self, text: &str) -> String {
        self.apply(ContentStyle::new().dark_green(), text)
    }

    /// What is wrong.
    pub fn wrong(self, text: &str) -> String {
        self.apply(ContentStyle::new().dark_red(), text)
    }

    /// What is secondary: paths, labels, the headings of tables.
    pub fn secondary(self, text: &str) -> String {
        self.apply(ContentStyle::new().dim(), text)
    }

    /// The sentence that matters.
    pub fn main_point(self, text: &str) -> String {
        self.apply(ContentStyle::new().bold(), text)
    }

    /// Styles each line by itself, so that the text can be split into lines.
    fn apply(self, style: ContentStyle, text: &str) -> String {
        if !self.are_on {
            return text.to_owned();
        }
        let lines = text.split('\n').map(|line| match line {
            "" => String::new(),
            line => style.apply(line).to_string(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Whether `stream` is a terminal that understands escape sequences.
pub fn obeys_escapes(stream: &impl IsTerminal) -> bool {
    let is_dumb = env::var_os("TERM").is_some_and(|name| name == "dumb");
    stream.is_terminal() && !is_dumb && is_supported()
}

/// Whether the console can be made to understand escape sequences. Older ones cannot.
#[cfg(windows)]
fn is_supported() -> bool {
    crossterm::ansi_support::supports_ansi()
}

/// On other systems `TERM` is enough.
#[cfg(not(windows))]
fn is_supported() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_styled_by_itself() {
        let styles = Styles { are_on: true };
        let text = styles.main_point("one\n\ntwo");
        assert_eq!(text, "\x1b[1mone\x1b[0m\n\n\x1b[1mtwo\x1b[0m");
        assert_eq!(Styles::NONE.main_point("one\n\ntwo"), "one\n\ntwo");
    }
}
