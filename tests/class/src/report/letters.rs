//! Letters and a colour for each result, so that a colour is never the only difference.
//!
//! A finding alone decides nothing: `serial` solves one exercise, and is a mistake in the others.

use std::collections::BTreeMap;

use crate::{
    book::Book,
    results::{Row, Status},
};

/// The letters of the results of a class.
pub struct Letters<'a> {
    words: BTreeMap<&'a str, Sign>,
}

struct Sign {
    letter: String,
    class: String,
    count: usize,
}

/// How many colours there are for findings.
const COLOURS: usize = 8;

impl<'a> Letters<'a> {
    pub fn of(book: &Book<'a>) -> Self {
        let mut words: BTreeMap<&str, Sign> = BTreeMap::new();
        for row in book.rows() {
            let taken: Vec<String> = words.values().map(|sign| sign.letter.clone()).collect();
            let number = words
                .values()
                .filter(|sign| sign.class.starts_with("wrong"))
                .count();
            let word = word(row);
            let sign = words.entry(word).or_insert_with(|| Sign {
                letter: letter(word, row.verdict.status, &taken),
                class: class(row.verdict.status, number),
                count: 0,
            });
            sign.count += 1;
        }
        Self { words }
    }

    /// The letter and the CSS class of a cell in the grid.
    pub fn of_row(&self, row: &Row) -> (&str, &str) {
        self.words
            .get(word(row))
            .map_or(("", ""), |sign| (&sign.letter, &sign.class))
    }

    /// All results with their letters, CSS classes and how often each was given.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, &str, usize)> {
        self.words
            .iter()
            .map(|(word, sign)| (*word, &*sign.letter, &*sign.class, sign.count))
    }
}

/// `solved`, or else the finding or the status.
fn word(row: &Row) -> &str {
    match row.verdict.status {
        Status::Solved => "solved",
        _ => row.verdict.word(),
    }
}

fn letter(word: &str, status: Status, taken: &[String]) -> String {
    let initials: String = word
        .split('-')
        .filter_map(|part| part.chars().next())
        .collect();
    let initials = match status {
        Status::Solved => return "✓".to_owned(),
        Status::Missing => return "–".to_owned(),
        Status::Error => return "!".to_owned(),
        Status::Unsolved => initials.to_uppercase(),
    };
    // Two findings with the same initials get more of their letters.
    let longer =
        (2..=word.len()).map(|length| word.chars().take(length).collect::<String>().to_uppercase());
    let mut all = std::iter::once(initials.clone()).chain(longer);
    all.find(|letter| !taken.contains(letter))
        .unwrap_or(initials)
}

fn class(status: Status, number: usize) -> String {
    match status {
        Status::Solved => "solved".to_owned(),
        Status::Missing => "missing".to_owned(),
        Status::Error => "error".to_owned(),
        Status::Unsolved => format!("wrong wrong-{}", number % COLOURS),
    }
}
