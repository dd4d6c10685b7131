//! The part of the source for a step, short enough to be shown.

use std::path::Path;

use crate::sources::{Place, Sources};

/// How many lines a chain of calls may have before the line of a step: `shared`, `.ready`,
/// `.wait(list)`.
const LONGEST_CHAIN: usize = 8;

/// The source of one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The whole line. If it continues a chain of calls, the lines before it are included.
    pub line: String,
    /// The call alone, `count.load()`, if there is a call at the place.
    pub call: Option<String>,
    /// The expression whose method is called: `count`.
    pub receiver: Option<String>,
    /// The method that is called: `load`.
    pub method: Option<String>,
}

impl Excerpt {
    /// The source at a place. None if its file cannot be read.
    pub fn at(sources: &Sources, place: &Place) -> Option<Self> {
        let text = sources.text(&place.file, place.line)?;
        let column = place.column.map_or(0, |column| column as usize - 1);
        let indent = text.len() - text.trim_start().len();
        let start = start_of_chain(sources, &place.file, place.line, text.trim());
        let line = format!("{start}{}", without_comment(text.trim()));
        let at = (start.len() + column)
            .checked_sub(indent)
            .filter(|&at| line.is_char_boundary(at));
        Some(match (place.column, at) {
            (Some(_), Some(at)) => Self::of_call(line, at),
            _ => Self {
                line,
                ..Self::default()
            },
        })
    }

    fn of_call(line: String, at: usize) -> Self {
        let name = identifier(&line[at..]);
        let Some((arguments, _)) = bracketed(&line[at + name.len()..]).filter(|_| !name.is_empty())
        else {
            return Self {
                line,
                ..Self::default()
            };
        };
        let receiver = receiver(&line[..at]);
        let dot = receiver.map_or(String::new(), |receiver| format!("{receiver}."));
        Self {
            call: Some(format!("{dot}{name}({})", without_orderings(arguments))),
            receiver: receiver.map(str::to_owned),
            method: Some(name.to_owned()),
            line,
        }
    }
}

/// The lines before this one, if it begins with a dot.
fn start_of_chain(sources: &Sources, file: &Path, line: u32, text: &str) -> String {
    let mut start = String::new();
    let mut is_open = text.starts_with('.');
    for before in (1..line).rev().take(LONGEST_CHAIN).take_while(|_| line > 1) {
        if !is_open {
            break;
        }
        let text = sources.text(file, before).unwrap_or_default();
        let text = without_comment(text.trim());
        start.insert_str(0, text);
        is_open = text.starts_with('.');
    }
    start
}

fn without_comment(text: &str) -> &str {
    text.split(" //").next().unwrap_or(text).trim_end()
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    &text[..end.unwrap_or(text.len())]
}

/// The text between the bracket at the start of `text` and the closing bracket, and the text after
/// that. If it is not closed, `…` and nothing.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('(')?;
    let mut depth = 1;
    for (at, character) in inner.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + 1..]));
        }
    }
    Some(("…", ""))
}

/// The expression at the end of `text`, which must end with a dot.
fn receiver(text: &str) -> Option<&str> {
    let text = text.strip_suffix('.')?;
    let mut depth = 0;
    let mut start = text.len();
    for (at, character) in text.char_indices().rev() {
        match character {
            ')' | ']' => depth += 1,
            '(' | '[' if depth > 0 => depth -= 1,
            c if depth > 0 || c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '?') => {}
            _ => break,
        }
        start = at;
    }
    Some(&text[start..]).filter(|receiver| !receiver.is_empty())
}

/// Arguments without memory orderings: all runs are sequentially consistent.
fn without_orderings(arguments: &str) -> String {
    let is_ordering = |argument: &&str| {
        let name = argument.rsplit("::").next().unwrap_or(argument);
        matches!(
            name,
            "Relaxed" | "Acquire" | "Release" | "AcqRel" | "SeqCst"
        )
    };
    let arguments = arguments
        .split(", ")
        .filter(|argument| !is_ordering(argument));
    arguments.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, marker: &str) -> Excerpt {
        let before = text.find(marker).expect("the marker");
        let line = text[..before].matches('\n').count();
        let start = text[..before].rfind('\n').map_or(0, |at| at + 1);
        let sources = Sources::made_up(text, &[]);
        let column = (before - start) as u32 + 1;
        let place = sources.own_place(&[Sources::own_address(line as u32 + 1, column)]);
        Excerpt::at(&sources, &place.expect("a place")).expect("an excerpt")
    }

    #[test]
    fn a_call_stands_alone() {
        let excerpt = at("    let seen = shared.count.load(SeqCst); // first", "load");
        assert_eq!(excerpt.line, "let seen = shared.count.load(SeqCst);");
        assert_eq!(excerpt.call.as_deref(), Some("shared.count.load()"));
        assert_eq!(excerpt.receiver.as_deref(), Some("shared.count"));
    }

    #[test]
    fn a_line_may_hold_several_calls() {
        let text = "s.spawn(|| { let v = n.load(SeqCst); n.store(v + 1, Ordering::SeqCst); });";
        assert_eq!(at(text, "store").call.as_deref(), Some("n.store(v + 1)"));
        assert_eq!(at(text, "spawn").receiver.as_deref(), Some("s"));
    }

    #[test]
    fn a_chain_of_calls_is_put_together() {
        let excerpt = at("let list = shared\n    .ready\n    .wait(list)\n", "wait");
        assert_eq!(excerpt.call.as_deref(), Some("shared.ready.wait(list)"));
        assert_eq!(excerpt.line, "let list = shared.ready.wait(list)");
    }

    #[test]
    fn a_call_may_go_on_below() {
        let excerpt = at("    handles[i].spawn(move || {\n", "spawn");
        assert_eq!(excerpt.call.as_deref(), Some("handles[i].spawn(…)"));
        assert_eq!(
            at("    thread::spawn(move || {\n", "thread")
                .method
                .as_deref(),
            Some("thread::spawn")
        );
    }

    #[test]
    fn what_is_no_call_is_the_line() {
        let excerpt = at("    }\n", "}");
        assert_eq!(
            excerpt,
            Excerpt {
                line: "}".into(),
                ..Excerpt::default()
            }
        );
        // A column counts bytes, and may be in the middle of a character.
        let sources = Sources::made_up("ä b", &[]);
        let place = sources
            .own_place(&[Sources::own_address(1, 2)])
            .expect("a place");
        let excerpt = Excerpt::at(&sources, &place);
        assert_eq!(excerpt.map(|excerpt| excerpt.line), Some("ä b".into()));
    }
}
