//! Text for people: differences between two outputs, and words wrapped at the width of the
//! terminal. Nothing in it can control the terminal.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use class::text::is_hidden;
use similar::{ChangeTag, TextDiff};
use terminal_size::{Height, Width};
use textwrap::core::display_width;

/// How wide text is: as wide as the terminal, or 80 columns.
pub fn width() -> usize {
    const NARROWEST: usize = 20;
    if io::stdout().is_terminal() {
        terminal_size().0.max(NARROWEST)
    } else {
        USUAL_SIZE.0
    }
}

const USUAL_SIZE: (usize, usize) = (80, 24);

/// The columns and rows of the terminal. Some terminals report 0.
pub fn terminal_size() -> (usize, usize) {
    const LEAST: u16 = 3;
    let size = terminal_size::terminal_size();
    let (columns, rows) = size.map_or((0, 0), |(Width(columns), Height(rows))| (columns, rows));
    let or_usual = |count: u16, usual| if count < LEAST { usual } else { count.into() };
    (
        or_usual(columns, USUAL_SIZE.0),
        or_usual(rows, USUAL_SIZE.1),
    )
}

/// A length of time, to a digit or two.
pub fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds >= 7200.0 {
        format!("{:.0} hours", seconds / 3600.0)
    } else if seconds >= 600.0 {
        format!("{:.0} minutes", seconds / 60.0)
    } else if seconds >= 9.95 {
        format!("{seconds:.0} s")
    } else if seconds >= 0.9995 {
        format!("{seconds:.1} s").replace(".0 s", " s")
    } else {
        format!("{:.0} ms", seconds * 1e3)
    }
}

/// A paragraph, indented.
pub fn words(text: &str) -> String {
    filled(text, width(), "  ")
}

/// No more lines than this are shown of anything.
const MOST_LINES: usize = 24;

/// A line, cut if it is too long, with control characters made visible.
pub fn shown(line: &str) -> String {
    const LONGEST: usize = 120;
    let mut text: String = line.chars().take(LONGEST).map(visible).collect();
    if line.chars().count() > LONGEST {
        text.push('…');
    }
    text
}

/// A character as it is, or its escape if it is hidden.
fn visible(c: char) -> String {
    if is_hidden(c) {
        c.escape_debug().to_string()
    } else {
        c.to_string()
    }
}

/// The lines of `bytes`, each as [`shown`], and without the middle if they are too many.
pub fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    shortened(text.lines().map(shown).collect())
}

/// The first `most` lines of a compiler's messages, with its colours. All other control characters
/// are made visible.
pub fn coloured_lines(bytes: &[u8], most: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().take(most);
    let lines = lines.map(|line| pieces(line).map(Piece::coloured).collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}

/// A line without its colours.
pub fn without_colours(line: &str) -> String {
    pieces(line)
        .filter_map(|piece| matches!(piece, Piece::Text(_)).then(|| piece.coloured()))
        .collect()
}

enum Piece<'a> {
    Text(&'a str),
    Colour(&'a str),
}

impl Piece<'_> {
    fn coloured(self) -> String {
        match self {
            Self::Text(text) => text.chars().map(visible).collect(),
            Self::Colour(numbers) => format!("\x1b[{numbers}"),
        }
    }
}

/// Cuts a line at its colours, which are `ESC [ NUMBERS m`.
fn pieces(line: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut pieces = line.split("\x1b[");
    let first = pieces.next().map(Piece::Text);
    first.into_iter().chain(pieces.flat_map(|piece| {
        let end = piece
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap_or(piece.len());
        if piece[end..].starts_with('m') {
            [
                Piece::Colour(&piece[..=end]),
                Piece::Text(&piece[end + 1..]),
            ]
        } else {
            [Piece::Text("\x1b["), Piece::Text(piece)]
        }
    }))
}

/// The first and the last of `lines`, if they are too many.
pub fn shortened(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > MOST_LINES {
        let half = MOST_LINES / 2;
        let left_out = lines.len() - 2 * half;
        lines.splice(
            half..half + left_out,
            [format!("… {left_out} more lines …")],
        );
    }
    lines
}

/// `text`, with blanks after it to make it `width` columns wide. There are at least two.
pub fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(display_width(text)).max(2);
    format!("{text}{}", " ".repeat(blanks))
}

/// Rows of two columns: a name, and words, which wrap within their column.
pub fn rows(rows: &[(String, String)]) -> String {
    const USUAL: usize = 20;
    let names = rows.iter().map(|(name, _)| display_width(name) + 2);
    let most = USUAL.max(width() / 2);
    let column = names.max().unwrap_or(0).clamp(USUAL, most);
    let indent = " ".repeat(column + 2);
    let rows = rows.iter().map(|(name, words)| {
        let start = format!("  {}", padded(name, column));
        // Most rows are indented once more.
        let options = textwrap::Options::new(width() - 2)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false)
            .initial_indent(&start)
            .subsequent_indent(&indent);
        textwrap::fill(words, options)
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// How `actual` differs from `expected`: a minus before a line that is missing, a plus before one
/// that should not be there.
pub fn diff(expected: &str, actual: &[u8]) -> String {
    let actual = visible_lines(actual);
    let expected = visible_lines(expected.as_bytes());
    let diff = TextDiff::from_lines(&expected, &actual);
    let is_long = diff.iter_all_changes().count() > MOST_LINES;
    // Of a long diff, only the lines around a difference are shown.
    let around = if is_long { 3 } else { MOST_LINES };
    let groups = diff.grouped_ops(around);
    let changes = groups
        .iter()
        .flatten()
        .flat_map(|part| diff.iter_changes(part));
    let lines = changes.map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        format!("  {sign} {}", change.value().trim_end_matches('\n'))
    });
    let rows: Vec<String> = lines.collect();
    indented(&shortened(rows).join("\n"))
}

/// Every line with its newline. Bytes that are not UTF-8 are made visible.
fn visible_lines(bytes: &[u8]) -> String {
    let line = |line: &[u8]| match std::str::from_utf8(line) {
        Ok(text) if text.ends_with('\n') => shown(&text[..text.len() - 1]) + "\n",
        Ok(text) => shown(text) + " (and no end of the line)\n",
        Err(_) => line.trim_ascii_end().escape_ascii().to_string() + "\n",
    };
    bytes
        .split_inclusive(|&byte| byte == b'\n')
        .map(line)
        .collect()
}

/// `text`, each line two columns further to the right.
pub fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("  {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The text with a capital letter at its beginning.
pub fn capitalised(text: &str) -> String {
    with_first(text, str::to_uppercase)
}

/// The text with a small letter at its beginning, to follow a colon.
pub fn uncapitalised(text: &str) -> String {
    with_first(text, str::to_lowercase)
}

fn with_first(text: &str, changed: fn(&str) -> String) -> String {
    let end = text.chars().next().map_or(0, char::len_utf8);
    let (first, others) = text.split_at(end);
    changed(first) + others
}

/// A sentence, indented once more than a paragraph.
pub fn sentence(text: &str) -> String {
    filled(text, width(), "    ")
}

/// The paragraphs that are not empty, with blank lines between them.
pub fn paragraphs(paragraphs: impl IntoIterator<Item = String>) -> String {
    let paragraphs = paragraphs.into_iter().filter(|text| !text.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A text in lines of at most that width, each indented, and without hyphenation.
pub fn filled(text: &str, width: usize, indent: &str) -> String {
    let options = textwrap::Options::new(width)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(text, options)
}

/// As much of `text` as fits into `width` columns, with an ellipsis if that is not all.
pub fn cut(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    // The ellipsis needs a column too.
    while !kept.is_empty() && display_width(&kept) >= width {
        kept.pop();
    }
    kept + "…"
}

/// The items of each group, in the order in which the groups begin.
pub fn grouped<K: PartialEq, T>(pairs: impl IntoIterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for (key, item) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, items)) => items.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups
}

/// Names in a sentence: "`a`, `b` and `c`".
pub fn names<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names = names.into_iter();
    list(names.map(|name| format!("`{}`", shown(name.as_ref()))))
}

/// Words for workers or threads, as a list in a sentence.
pub fn list(words: impl IntoIterator<Item = String>) -> String {
    let words: Vec<_> = words.into_iter().collect();
    match words.split_last() {
        None => "no worker".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_has_the_unit_that_fits_it() {
        let told = |millis| seconds(Duration::from_millis(millis));
        assert_eq!(told(100), "100 ms");
        assert_eq!(told(1_000), "1 s");
        assert_eq!(told(2_500), "2.5 s");
        assert_eq!(told(15_000), "15 s");
        assert_eq!(told(3_600_000), "60 minutes");
        assert_eq!(told(7_200_000), "2 hours");
    }

    #[test]
    fn a_long_line_is_cut() {
        assert_eq!(cut("worker(task)", 12), "worker(task)");
        assert_eq!(cut("worker(task)", 8), "worker(…");
    }

    #[test]
    fn long_words_of_a_row_go_on_in_their_column() {
        let row = rows(&[("sort data".to_owned(), ["wait"; 20].join(" "))]);
        let mut lines = row.lines();
        assert!(
            lines
                .next()
                .is_some_and(|line| line.starts_with("  sort data           wait "))
        );
        assert!(
            lines
                .next()
                .is_some_and(|line| line.starts_with("                      wait"))
        );
    }
}
