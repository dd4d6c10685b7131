//! What is shown of a run, so that one can see for oneself: what was granted and printed, who was
//! where, and how an output differs from the right one.

use scheduler::Step;
use similar::{ChangeTag, TextDiff};

use crate::run::Run;

/// No more lines than this are shown of anything.
const MOST_LINES: usize = 24;

/// A line, with what would drive the terminal made visible.
pub fn shown(line: &str) -> String {
    const LONGEST: usize = 120;
    let mut text: String = line.chars().take(LONGEST).map(visible).collect();
    if line.chars().count() > LONGEST {
        text.push('…');
    }
    text
}

/// A character as it is, or by its name if it has no shape.
fn visible(c: char) -> String {
    if c.is_control() || is_invisible(c) {
        c.escape_debug().to_string()
    } else {
        c.to_string()
    }
}

/// Characters without a shape, and those that turn the direction of writing: they could make a line
/// look like another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The lines of `bytes`, each fit to be shown, and not too many.
pub fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    shortened(text.lines().map(shown).collect())
}

/// The first `most` lines of a compiler's words, with its colours, and with nothing else that would drive the
/// terminal.
pub fn coloured_lines(bytes: &[u8], most: usize) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    text.lines()
        .take(most)
        .map(|line| pieces(line).map(Piece::coloured).collect())
        .collect()
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
fn shortened(mut lines: Vec<String>) -> Vec<String> {
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

/// What was granted in `run`, and beside it what was printed, and what of all that workers share the step was on.
pub fn table(run: &Run) -> String {
    table_until(run, usize::MAX)
}

/// The beginning of it: what was printed until the first `count` steps had been granted.
pub fn table_until(run: &Run, count: usize) -> String {
    let mut granted = run.granted();
    let is_whole = granted.len() <= count;
    granted.truncate(count);
    let mut granted = &granted[..];
    let mut rows = Vec::new();
    for line in String::from_utf8_lossy(&run.record.stdout).lines() {
        // What came later is not shown: a worker's line where nothing was granted, or any line after the last.
        let is_later = count > 0 || Step::of_line(line).is_some();
        if !is_whole && granted.is_empty() && is_later {
            break;
        }
        let is_its_line = |step: &Step| line == format!("{step} complete");
        if let Some(place) = granted.iter().position(is_its_line) {
            // Those before it have printed nothing.
            rows.extend(granted[..place].iter().map(|step| row(run, step, "")));
            rows.push(row(run, &granted[place], line));
            granted = &granted[place + 1..];
        } else {
            rows.push(columns("", &shown(line), ""));
        }
    }
    rows.extend(granted.iter().map(|step| row(run, step, "")));
    let is_any_on = run.granted().iter().any(|step| run.on(step).is_some());
    let heading = columns("granted", "printed", if is_any_on { "on" } else { "" });
    indented(&[vec![heading], shortened(rows)].concat().join("\n"))
}

fn row(run: &Run, granted: &Step, printed: &str) -> String {
    let on = run.on(granted).map(|what| format!("a `{what}`"));
    columns(
        &shown(&granted.to_string()),
        &shown(printed),
        &on.unwrap_or_default(),
    )
}

fn columns(granted: &str, printed: &str, on: &str) -> String {
    let columns = format!("  {}{}{on}", padded(granted, 20), padded(printed, 28));
    columns.trim_end().to_owned()
}

/// `text`, and behind it so many blanks that it is `width` characters long; two at least.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text:0$}  ", width - 2)
}

/// How `actual` differs from `expected`: a minus before a line that is missing, a plus before one that
/// should not be there.
pub fn diff(expected: &str, actual: &[u8]) -> String {
    let actual = visible_lines(actual);
    let expected = visible_lines(expected.as_bytes());
    let diff = TextDiff::from_lines(&expected, &actual);
    let is_long = diff.iter_all_changes().count() > MOST_LINES;
    // Of a long one, only what stands around a difference.
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

/// Every line with its end, and bytes that are no text made visible.
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

/// A sentence, as wide as what else is shown.
pub fn sentence(text: &str) -> String {
    const WIDTH: usize = 76;
    filled(text, WIDTH, "    ")
}

/// A text in lines of that width at most, each indented, and no word cut in two.
pub fn filled(text: &str, width: usize, indent: &str) -> String {
    let options = textwrap::Options::new(width)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(text, options)
}

/// What a program or a compiler wrote to stderr.
pub fn stderr(bytes: &[u8]) -> String {
    indented(&indented(lines(bytes).join("\n").trim_start_matches('\n')))
}

/// Names in a sentence: "`a`, `b` and `c`".
pub fn names<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<_> = names
        .into_iter()
        .map(|name| format!("`{}`", shown(name.as_ref())))
        .collect();
    match names.split_last() {
        None => "nobody".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
