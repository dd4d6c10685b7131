//! Lays the rows out as text.

use textwrap::core::display_width;

use super::{fold::Line, rows::Cell, story::Story};

/// The least width of a lane. If there are too many threads for that, one lane is for all.
const NARROWEST: usize = 26;
/// The width of the step number before the lanes.
const NUMBER: usize = 5;
/// The first thread.
pub const MAIN: usize = 0;
/// How many rows at the end main can have without a lane.
const LONGEST_TAIL: usize = 4;
/// The space between two lanes.
const GAP: usize = 2;

/// The picture to draw.
pub struct Picture<'a> {
    story: &'a Story<'a>,
    /// The threads that have a lane, from the left.
    lanes: Vec<usize>,
    rows: Vec<Drawn>,
    /// What threads without a lane do, below all lanes.
    below: Vec<(Option<usize>, usize, Cell)>,
    width: usize,
}

/// One row of the picture.
enum Drawn {
    /// Cells side by side, with the number of the step if they show one.
    Cells(Option<usize>, Vec<(usize, Cell)>),
    Gap(usize),
}

impl<'a> Picture<'a> {
    /// A picture of these lines, and of the places of threads after them.
    pub fn new(
        story: &'a Story<'a>,
        lines: &[Line],
        standing: &[(usize, Cell)],
        width: usize,
    ) -> Self {
        let lanes = lanes(story, lines, standing);
        let mut rows = Vec::new();
        let mut below = Vec::new();
        for line in lines {
            match line {
                Line::Gap(steps) => rows.push(Drawn::Gap(*steps)),
                Line::Row(row) => {
                    let cell = repeated(row.cell.clone(), row.times);
                    let number = Some(row.step + 1);
                    if lanes.contains(&row.thread) {
                        rows.push(Drawn::Cells(number, vec![(row.thread, cell)]));
                    } else {
                        below.push((number, row.thread, cell));
                    }
                }
            }
        }
        let has_lane = |(thread, _): &&(usize, Cell)| lanes.contains(thread);
        let (beside, others): (Vec<_>, Vec<_>) = standing.iter().partition(has_lane);
        if !beside.is_empty() {
            rows.push(Drawn::Cells(None, beside.into_iter().cloned().collect()));
        }
        below.extend(
            others
                .into_iter()
                .map(|(thread, cell)| (None, *thread, cell.clone())),
        );
        Self {
            story,
            lanes,
            rows,
            below,
            width,
        }
    }

    /// The text, line by line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = match self.lane_width() {
            Some(width) => self.side_by_side(width),
            None => self.one_below_the_other(),
        };
        if !self.below.is_empty() {
            lines.extend((!lines.is_empty()).then(String::new));
            let below = self
                .below
                .iter()
                .map(|(number, thread, cell)| (*number, *thread, cell));
            lines.extend(self.with_names(&below.collect::<Vec<_>>()));
        }
        lines
    }

    /// The width of each lane. None if the lanes would be too narrow.
    fn lane_width(&self) -> Option<usize> {
        let count = self.lanes.len().max(1);
        let width = self.width.checked_sub(NUMBER + GAP * (count - 1))? / count;
        (width >= NARROWEST).then_some(width)
    }

    fn side_by_side(&self, width: usize) -> Vec<String> {
        let names = self
            .lanes
            .iter()
            .map(|&thread| self.story.threads.heading(thread));
        let mut lines = beside(
            None,
            names.map(|name| wrapped(&name, width)).collect(),
            width,
        );
        for (index, row) in self.rows.iter().enumerate() {
            match row {
                Drawn::Gap(steps) => lines.push(gap(*steps, index == 0)),
                Drawn::Cells(number, cells) => {
                    let cells = self.lanes.iter().map(|thread| {
                        let cell = cells.iter().find(|(other, _)| other == thread);
                        cell.map_or_else(Vec::new, |(_, cell)| in_lane(cell, width))
                    });
                    lines.extend(beside(*number, cells.collect(), width));
                }
            }
        }
        lines
    }

    fn one_below_the_other(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            match row {
                Drawn::Gap(steps) => lines.push(gap(*steps, index == 0)),
                Drawn::Cells(number, cells) => {
                    let cells = cells.iter().map(|(thread, cell)| (*number, *thread, cell));
                    lines.extend(self.with_names(&cells.collect::<Vec<_>>()));
                }
            }
        }
        lines
    }

    /// Cells one below the other, with the names of their threads before them.
    fn with_names(&self, cells: &[(Option<usize>, usize, &Cell)]) -> Vec<String> {
        let name = |thread: usize| self.story.threads.heading(thread);
        let all = self
            .lanes
            .iter()
            .copied()
            .filter(|_| self.lane_width().is_none());
        let all = all.chain(cells.iter().map(|(_, thread, _)| *thread));
        let names: Vec<String> = all.map(name).collect();
        let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(display_width).max();
        let words = widest(&mut names.iter().flat_map(|name| name.split(' ')));
        let names = widest(&mut names.iter().map(String::as_str));
        // A name may be broken into several lines, but not within a word.
        let first = names.min(words.max(Some(self.width / 3))).unwrap_or(0);
        let rest = self.width.saturating_sub(NUMBER + first + GAP).max(1);
        let rows = cells.iter().map(|(number, thread, cell)| {
            let columns = vec![wrapped(&name(*thread), first), in_lane(cell, rest)];
            beside(*number, columns, first)
        });
        rows.flatten().collect()
    }
}

/// The threads that have lanes: those that have begun. Main has none if it only waits for several
/// others, and prints their results.
fn lanes(story: &Story<'_>, lines: &[Line], standing: &[(usize, Cell)]) -> Vec<usize> {
    let standing = standing.iter().map(|(thread, _)| *thread);
    let begun = standing.clone().filter(|&thread| story.has_begun(thread));
    let mut lanes: Vec<usize> = lines.iter().filter_map(Line::thread).chain(begun).collect();
    lanes.sort_unstable();
    lanes.dedup();
    let tail = lines
        .iter()
        .rev()
        .take_while(|line| line.thread() == Some(MAIN));
    let tail = tail.count();
    let is_before_tail = lines[..lines.len() - tail]
        .iter()
        .any(|line| line.thread() == Some(MAIN));
    let goes_on_after_tail = tail > 0 && standing.into_iter().any(|thread| thread == MAIN);
    if lanes.len() > 2 && tail <= LONGEST_TAIL && !is_before_tail && !goes_on_after_tail {
        lanes.retain(|&thread| thread != MAIN);
    }
    lanes
}

fn repeated(mut cell: Cell, times: usize) -> Cell {
    if times > 1 {
        let space = if cell.deed.is_empty() { "" } else { ", " };
        cell.deed += &format!("{space}{times} times");
    }
    cell
}

/// The line for `steps` steps that are not shown. They come before all others, or after others.
fn gap(steps: usize, is_first: bool) -> String {
    let which = if is_first { "earlier" } else { "more" };
    let plural = if steps == 1 { "" } else { "s" };
    format!("{:NUMBER$}… {steps} {which} step{plural}", "")
}

/// Cells with several lines each, side by side. Each cell but the last is `width` wide.
fn beside(number: Option<usize>, cells: Vec<Vec<String>>, width: usize) -> Vec<String> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |nth: usize| {
        let mut line = numbered(number.filter(|_| nth == 0));
        for (lane, cell) in cells.iter().enumerate() {
            let text = cell.get(nth).map_or("", String::as_str);
            line += &padded(
                text,
                if lane + 1 < cells.len() {
                    width + GAP
                } else {
                    0
                },
            );
        }
        line.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

fn numbered(number: Option<usize>) -> String {
    number.map_or_else(|| " ".repeat(NUMBER), |number| format!("{number:3}  "))
}

fn padded(text: &str, width: usize) -> String {
    format!(
        "{text}{}",
        " ".repeat(width.saturating_sub(display_width(text)))
    )
}

/// The lines of a cell: the source, and beside it or below it what the thread does.
fn in_lane(cell: &Cell, width: usize) -> Vec<String> {
    let head = cell
        .line
        .as_ref()
        .map_or(String::new(), |line| format!("{line} | "));
    let room = width.saturating_sub(display_width(&head));
    let Some(source) = &cell.source else {
        let text = format!("{head}{}", cell.deed);
        return wrapped(text.trim_end(), width);
    };
    let source = cut(source.call.as_ref().unwrap_or(&source.line), room);
    let beside = format!("{head}{source}  {}", cell.deed);
    if display_width(beside.trim_end()) <= width {
        return vec![beside.trim_end().to_owned()];
    }
    let below = wrapped(&cell.deed, width);
    std::iter::once(format!("{head}{source}"))
        .chain(below)
        .collect()
}

fn cut(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for character in text.chars() {
        if display_width(&short) + display_width(character.encode_utf8(&mut [0; 4])) >= width {
            break;
        }
        short.push(character);
    }
    short.trim_end().to_owned() + "…"
}

/// A text in lines of this width. A word that is too long is broken.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let options =
        textwrap::Options::new(width.max(1)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
        .into_iter()
        .map(Into::into)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::excerpt::Excerpt;

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(cut("count.load()", 12), "count.load()");
        assert_eq!(cut("count.load()", 11), "count.load…");
        assert_eq!(cut("let x", 5), "let x");
        assert_eq!(cut("let xy", 5), "let…");
    }

    #[test]
    fn what_a_thread_does_is_beside_the_source_or_below() {
        let source = Excerpt {
            line: "let seen = count.load(SeqCst);".into(),
            call: Some("count.load()".into()),
            ..Excerpt::default()
        };
        let cell = Cell {
            line: Some("20".into()),
            source: Some(source),
            deed: "→ 0".into(),
        };
        assert_eq!(in_lane(&cell, 22), ["20 | count.load()  → 0"]);
        assert_eq!(in_lane(&cell, 20), ["20 | count.load()", "→ 0"]);
        assert_eq!(in_lane(&cell, 15), ["20 | count.loa…", "→ 0"]);
        let cell = Cell {
            deed: "prints \"a b\"".into(),
            ..Cell::default()
        };
        assert_eq!(in_lane(&cell, 10), ["prints \"a", "b\""]);
    }
}
