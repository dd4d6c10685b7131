//! A picture in characters, for a terminal of any width and without colours.

use textwrap::core::display_width;

use super::{
    axis::{Axis, TURN},
    picture::{Bar, Kind, Lane, Picture, Symbol},
};
use crate::text::{cut, filled, padded};

/// The last turns of a schedule, as many as fit, in lines of this width. There are at most `most`
/// lines. If the picture needs more, locks and the legend are left out, and then everything.
pub fn last_turns(picture: &Picture, width: usize, most: usize) -> Vec<String> {
    let canvas = Canvas::of_last_turns(picture, width);
    let mut short: Vec<String> = picture.lanes.iter().map(|lane| canvas.lane(lane)).collect();
    short.push(canvas.axis(picture));
    let mut long = canvas.lanes(picture);
    long.push(canvas.axis(picture));
    let legend = canvas.legend(picture, width);
    long.extend(legend.lines().map(str::to_owned));
    let fits = |lines: &Vec<String>| lines.len() <= most;
    [long, short].into_iter().find(fits).unwrap_or_default()
}

/// A picture in lines of this width.
pub fn text(picture: &Picture, width: usize) -> String {
    let canvas = Canvas::new(picture, width);
    let mut lines = vec![filled(&picture.heading(), width, ""), String::new()];
    lines.extend(canvas.lanes(picture));
    lines.push(canvas.axis(picture));
    lines.push(canvas.end(picture, width));
    lines.push(String::new());
    lines.push(canvas.legend(picture, width));
    let untold = canvas.untold(picture);
    if !untold.is_empty() {
        lines.push(String::new());
        lines.extend(untold.iter().map(|line| filled(line, width, "")));
    }
    lines.join("\n") + "\n"
}

/// The character that a bar is made of.
fn pattern(kind: Kind) -> char {
    match kind {
        Kind::Work => '=',
        Kind::Wait => '.',
        Kind::Sleep => '~',
    }
}

/// A thread holds a lock.
const HOLDS: char = '#';
/// A printed line.
const PRINTS: char = '|';
/// The end of a thread that was not done.
const CUT: char = 'x';

/// Where things are in a picture.
struct Canvas {
    /// How wide the names are.
    names: usize,
    /// How wide the plot is.
    columns: usize,
    /// In which column the time ends. After it is room for notes.
    last: usize,
    /// What the axis counts.
    axis: Axis,
    /// When the plot begins.
    first: u64,
    /// How much time the plot shows.
    length: u64,
    /// Whether each step of a worker has room for its number.
    has_numbers: bool,
    /// Whether notes have room for their words.
    has_notes: bool,
}

impl Canvas {
    fn new(picture: &Picture, width: usize) -> Self {
        let names = picture.lanes.iter().flat_map(Lane::names);
        let longest = names.map(|name| display_width(&name)).max();
        let names = longest.unwrap_or(0).min(width / 3);
        let columns = width.saturating_sub(names + 2).max(8);
        let notes = picture.longest_note();
        let notes = notes.map_or(0, |note| display_width(note) + 2);
        let has_notes = notes <= columns / 2;
        let is_behind = has_notes && !picture.is_zoomed();
        let room = if is_behind { notes } else { 0 };
        let mut canvas = Self {
            names,
            columns,
            last: (columns - 1).saturating_sub(room),
            axis: picture.axis,
            first: 0,
            length: picture.axis.length(picture.end),
            has_numbers: true,
            has_notes,
        };
        canvas.has_numbers = canvas.has_room_for_numbers(picture);
        canvas
    }

    /// The same for the last turns of a schedule only, each of the same width.
    fn of_last_turns(picture: &Picture, width: usize) -> Self {
        const COLUMNS: usize = 4;
        let whole = Self::new(picture, width);
        let turns = (whole.last / COLUMNS).max(1);
        let length = turns as u64 * TURN;
        let mut canvas = Self {
            last: turns * COLUMNS,
            first: picture.end.saturating_sub(length),
            length,
            ..whole
        };
        canvas.has_numbers = canvas.has_room_for_numbers(picture);
        canvas
    }

    fn has_room_for_numbers(&self, picture: &Picture) -> bool {
        let mut bars = picture.lanes.iter().flat_map(|lane| self.bars(lane));
        bars.all(|bar| {
            let (from, to) = self.cells(bar);
            bar.kind != Kind::Work || to - from > display_width(&bar.label)
        })
    }

    /// Whether something that happens or ends at `time` is in the plot.
    fn has(&self, time: u64) -> bool {
        self.first == 0 || time > self.first
    }

    /// The bars of a lane, as far as they are in the plot.
    fn bars<'a>(&self, lane: &'a Lane) -> impl Iterator<Item = &'a Bar> {
        let bars = lane.bars.iter();
        bars.filter(|bar| bar.to > bar.from && self.has(bar.to))
    }

    /// In which column a time is.
    fn column(&self, time: u64) -> usize {
        let time = u128::from(time.saturating_sub(self.first));
        (time * self.last as u128 / u128::from(self.length)) as usize
    }

    /// The columns of a bar, from the first to the one after the last.
    fn cells(&self, bar: &Bar) -> (usize, usize) {
        let from = self.column(bar.from);
        (from, self.column(bar.to).max(from + 1))
    }

    /// A line with a name and its plot.
    fn line(&self, name: &str, plot: &str) -> String {
        let name = padded(&cut(name, self.names), self.names + 2);
        format!("{name}{plot}").trim_end().to_owned()
    }

    /// The lanes, each with a line for each lock below it.
    fn lanes(&self, picture: &Picture) -> Vec<String> {
        let lanes = picture.lanes.iter();
        let lines = lanes.flat_map(|lane| [vec![self.lane(lane)], self.locks(lane)]);
        lines.flatten().collect()
    }

    fn lane(&self, lane: &Lane) -> String {
        let mut row = Row::new(self.columns);
        for bar in self.bars(lane) {
            let (from, to) = self.cells(bar);
            row.fill(from, to, pattern(bar.kind));
            match bar.kind {
                Kind::Work if self.has_numbers => row.write(from, &bar.label),
                Kind::Work => {}
                _ => row.write_within(from, to, &bar.label),
            }
        }
        for mark in lane.marks.iter().filter(|mark| self.has(mark.at)) {
            row.write(self.column(mark.at).saturating_sub(1), &PRINTS.to_string());
        }
        if let Some(note) = &lane.note {
            let words = if self.has_notes { &note.text } else { "" };
            row.cut(self.column(note.at), words);
        }
        self.line(&lane.name, &row.text())
    }

    /// A line for each lock that a thread holds at some time.
    fn locks(&self, lane: &Lane) -> Vec<String> {
        let line = |name: &str| {
            let mut row = Row::new(self.columns);
            let locks = lane.locks.iter();
            for hold in locks.filter(|hold| hold.lock == name && self.has(hold.to)) {
                let from = self.column(hold.from);
                row.fill(from, self.column(hold.to).max(from + 1), HOLDS);
            }
            self.line(&indented(name), &row.text())
        };
        lane.lock_names().into_iter().map(line).collect()
    }

    /// The meaning of the characters in a picture.
    fn legend(&self, picture: &Picture, width: usize) -> String {
        const NO_BREAK: &str = "\u{a0}";
        let legend = picture.legend(self.has_numbers).into_iter();
        let parts = legend.map(|(symbol, words)| {
            let character = match symbol {
                Symbol::Bar(kind) => pattern(kind),
                Symbol::Lock => HOLDS,
                Symbol::Mark => PRINTS,
                Symbol::Cut => CUT,
            };
            format!("{character} {words}").replace(' ', NO_BREAK)
        });
        let parts: Vec<_> = parts.collect();
        filled(&parts.join("   "), width, "").replace(NO_BREAK, " ")
    }

    fn axis(&self, picture: &Picture) -> String {
        let room = match self.axis {
            Axis::Seconds => 10,
            Axis::Turns => 4,
        };
        let times = self.first..=self.axis.length(picture.end);
        let mut row = Row::new(self.columns);
        for time in self.axis.ticks(times, self.last / room) {
            let (column, label) = (self.column(time), self.axis.label(time));
            match self.axis {
                Axis::Seconds => row.note(column, &label),
                // The label ends where the turn ends.
                Axis::Turns => row.write(column.saturating_sub(label.len()), &label),
            }
        }
        let name = match self.axis {
            Axis::Seconds => "",
            Axis::Turns => "turn",
        };
        self.line(name, &row.text())
    }

    fn end(&self, picture: &Picture, width: usize) -> String {
        let mut row = Row::new(self.columns);
        let column = self.column(picture.end);
        row.note(column, "^");
        let mut line = row.text();
        let words = &picture.ending;
        let width_of_words = display_width(words);
        if line.len() + width_of_words < self.columns {
            line = format!("{line} {words}");
        } else if width_of_words < column {
            row.write(column - width_of_words - 1, words);
            line = row.text();
        } else {
            return format!("{}\n{}", self.line("", &line), filled(words, width, ""));
        }
        self.line("", &line)
    }

    /// Waits and notes whose words have no room in their lanes.
    fn untold(&self, picture: &Picture) -> Vec<String> {
        let mut lines = picture.waits(|bar| {
            let (from, to) = self.cells(bar);
            !has_room(from, to, &bar.label)
        });
        let lanes = picture.lanes.iter().filter(|_| !self.has_notes);
        let notes = lanes.filter_map(|lane| Some((lane, lane.note.as_ref()?)));
        lines.extend(notes.map(|(lane, note)| format!("{}: {}.", lane.name, note.text)));
        lines
    }
}

impl Lane {
    /// The names at the start of its lines.
    fn names(&self) -> impl Iterator<Item = String> {
        let locks = self.locks.iter().map(|hold| indented(&hold.lock));
        std::iter::once(self.name.clone()).chain(locks)
    }
}

/// The name of a lock, indented, because it stands below the name of the thread.
fn indented(lock: &str) -> String {
    format!("  {lock}")
}

/// Whether a text with a space on each side has room between two columns.
fn has_room(from: usize, to: usize, text: &str) -> bool {
    to - from >= display_width(text) + 4
}

/// A line to draw on: the text in each column. A letter that takes two columns leaves the second
/// one empty.
struct Row(Vec<String>);

impl Row {
    fn new(columns: usize) -> Self {
        Self(vec![" ".to_owned(); columns])
    }

    fn fill(&mut self, from: usize, to: usize, with: char) {
        let to = to.min(self.0.len());
        self.0[from.min(to)..to].fill(with.to_string());
    }

    /// Writes a text. What does not fit is left out.
    fn write(&mut self, from: usize, text: &str) {
        let mut column = from;
        for c in text.chars() {
            let letter = c.to_string();
            let width = display_width(&letter);
            if column + width > self.0.len() {
                break;
            }
            if width > 0 {
                self.0[column] = letter;
                self.0[column + 1..column + width].fill(String::new());
                column += width;
            } else if column > from {
                // It belongs to the letter before it, such as an accent.
                self.0[column - 1].push(c);
            }
        }
    }

    /// Writes a text in the middle of a bar, if there is room.
    fn write_within(&mut self, from: usize, to: usize, text: &str) {
        if has_room(from, to, text) {
            let text = format!(" {text} ");
            self.write(from + (to - from - display_width(&text)) / 2, &text);
        }
    }

    /// Writes a text that begins at this column, or that ends with the line if there is no room.
    fn note(&mut self, at: usize, text: &str) {
        let latest = self.0.len().saturating_sub(display_width(text));
        self.write(at.min(latest), text);
    }

    /// Marks where a thread is cut off, and writes `text` after the mark.
    fn cut(&mut self, at: usize, text: &str) {
        self.write(at, &format!("{CUT} {text}"));
    }

    fn text(&self) -> String {
        self.0.concat().trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use textwrap::core::display_width;

    use super::{super::made_up, last_turns, text};

    #[test]
    fn a_serial_program_is_a_staircase() {
        assert_snapshot!(text(&made_up::serial(), 60));
    }

    #[test]
    fn a_deadlock_says_who_waits_for_what_and_never_goes_on() {
        assert_snapshot!(text(&made_up::deadlock(), 80));
    }

    #[test]
    fn workers_that_are_cut_off_at_once_are_seen() {
        assert_snapshot!(text(&made_up::cut_off(), 70));
    }

    #[test]
    fn the_axis_of_a_schedule_counts_its_turns() {
        assert_snapshot!(text(&made_up::turns(), 70));
    }

    #[test]
    fn the_oldest_turns_scroll_off_to_the_left() {
        let turns = |width, most| last_turns(&made_up::turns(), width, most).join("\n");
        assert_snapshot!(turns(80, 20));
        assert_snapshot!(turns(30, 20));
    }

    #[test]
    fn with_few_rows_locks_and_the_legend_are_left_out_and_then_all() {
        let rows = |most| last_turns(&made_up::turns(), 30, most).len();
        assert_eq!([8, 6, 5, 4, 3, 0].map(rows), [8, 4, 4, 4, 0, 0]);
    }

    #[test]
    fn on_a_narrow_terminal_words_stand_below() {
        assert_snapshot!(text(&made_up::deadlock(), 30));
    }

    #[test]
    fn letters_of_two_columns_move_nothing() {
        let mut wide = made_up::serial();
        for lane in &mut wide.lanes {
            lane.name = lane.name.replace("sort", "分類");
            for bar in &mut lane.bars {
                for words in [&mut bar.label, &mut bar.title] {
                    *words = words.replace("sort", "分類");
                }
            }
        }
        for width in [30, 60, 80] {
            let expected = text(&made_up::serial(), width).replace("sort", "分類");
            assert_eq!(text(&wide, width), expected);
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let [serial, turns] = [made_up::serial(), made_up::turns()];
        let assert_fits = |text: &str, width| {
            let widest = text.lines().map(display_width).max();
            assert!(widest <= Some(width), "{width} columns:\n{text}");
        };
        for width in 20..120 {
            for picture in [&serial, &turns, &made_up::deadlock(), &made_up::cut_off()] {
                assert_fits(&text(picture, width), width);
            }
            assert_fits(&last_turns(&turns, width, 20).join("\n"), width);
        }
    }
}
