//! A picture as SVG, for pages: light or dark as the reader prefers, with a title and a
//! description.
//!
//! Each kind of bar has its pattern, so no information is in colour alone. Text stands beside bars,
//! in a plain bar, or on a plain patch. It is left out if there is no room.

use svg::{
    Document, Node,
    node::element::{Description, Group, Rectangle, Style, Title},
};

use super::{
    axis::Axis,
    picture::{Bar, Kind, Lane, Picture, Symbol, held_in_words},
};
use shapes::{STYLE, class, fit, line, patterns, px, rectangle, swatch, text, width_of};

mod shapes;

/// How large a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As wide as a page, with all its words.
    Page,
    /// So small that four stand in a row: shapes only, and when the program ends.
    Small,
}

/// A picture as an SVG document.
pub fn svg(picture: &Picture, size: Size) -> String {
    let layout = Layout::new(picture, size);
    let body = layout.body(picture);
    let height = body.height;
    let mut document = Document::new()
        .set("viewBox", (0, 0, layout.width, height))
        .set("width", layout.width)
        .set("height", height)
        .set("role", "img")
        .set("aria-labelledby", "title desc")
        .add(Title::new(format!("Timeline of {}", picture.name)).set("id", "title"))
        .add(
            Description::new()
                .set("id", "desc")
                .add(svg::node::Text::new(picture.in_words().join(" "))),
        )
        .add(Style::new(STYLE))
        .add(patterns())
        .add(
            Rectangle::new()
                .set("class", "page")
                .set("width", layout.width)
                .set("height", height),
        );
    for part in body.parts {
        document.append(part);
    }
    format!("{document}\n")
}

/// Where things are.
struct Layout {
    size: Size,
    width: f64,
    /// Where the plot begins and ends.
    left: f64,
    right: f64,
    /// How far the lanes are apart.
    pitch: f64,
    /// How high a bar is.
    bar: f64,
    /// What the axis counts.
    axis: Axis,
    /// How much time the plot shows.
    length: u64,
    /// Whether each step of a worker has room for its number.
    has_numbers: bool,
}

/// The parts of a picture, from top to bottom.
struct Body {
    parts: Vec<Box<dyn Node>>,
    height: f64,
}

impl Body {
    fn add(&mut self, part: impl Into<Box<dyn Node>>) {
        self.parts.push(part.into());
    }
}

const MARGIN: f64 = 10.0;
/// How wide the name of a lane is at most: a third of a page.
const WIDEST_NAME: f64 = 250.0;

impl Layout {
    fn new(picture: &Picture, size: Size) -> Self {
        let names = picture.lanes.iter().map(|lane| width_of(&lane.name, 13.0));
        let names = names.fold(0.0, f64::max).min(WIDEST_NAME);
        let axis = picture.axis;
        let length = axis.length(picture.end);
        // A note stands after the end of the program, so there must be room.
        let notes = picture.longest_note().filter(|_| !picture.is_zoomed());
        let notes = notes.map_or(0.0, |note| width_of(note, 12.0) + 12.0);
        let mut layout = match size {
            Size::Page => Self {
                size,
                width: 760.0,
                left: MARGIN + names + 12.0,
                right: 760.0 - MARGIN - 10.0 - notes,
                pitch: 28.0,
                bar: 16.0,
                axis,
                length,
                has_numbers: true,
            },
            Size::Small => Self {
                size,
                width: 240.0,
                left: MARGIN,
                right: 230.0,
                pitch: 20.0,
                bar: 14.0,
                axis,
                length,
                has_numbers: false,
            },
        };
        let works = picture.lanes.iter().flat_map(|lane| &lane.bars);
        let mut works = works.filter(|bar| bar.kind == Kind::Work && bar.to > bar.from);
        layout.has_numbers &= works.all(|bar| {
            let (from, to) = layout.ends(bar);
            to - from >= width_of(&bar.label, 11.0) + 10.0
        });
        layout
    }

    fn is_small(&self) -> bool {
        self.size == Size::Small
    }

    fn x(&self, time: u64) -> f64 {
        px(self.left + (self.right - self.left) * (time as f64 / self.length as f64))
    }

    fn ends(&self, bar: &Bar) -> (f64, f64) {
        (self.x(bar.from), self.x(bar.to))
    }

    fn body(&self, picture: &Picture) -> Body {
        let mut body = Body {
            parts: Vec::new(),
            height: MARGIN,
        };
        if !self.is_small() {
            body.add(text("head", (MARGIN, 24.0), picture.heading()));
            body.height = 36.0;
        }
        let top = self.end_label(&mut body, picture);
        let grid = Group::new().set("class", "grid");
        let index = body.parts.len();
        for lane in &picture.lanes {
            self.lane(&mut body, lane);
        }
        let bottom = body.height;
        body.parts
            .insert(index, Box::new(self.grid(grid, (top, bottom))));
        self.end_line(&mut body, picture, (top, bottom));
        if self.is_small() {
            body.height += MARGIN;
        } else {
            self.axis(&mut body);
            self.legend(&mut body, picture);
            self.untold(&mut body, picture);
        }
        body
    }

    /// How the program ends, above the line that shows when. Returns where that line begins.
    fn end_label(&self, body: &mut Body, picture: &Picture) -> f64 {
        let words = if self.is_small() {
            self.axis.moment(picture.end)
        } else {
            fit(&picture.ending, 12.0, self.width - 2.0 * MARGIN)
        };
        let x = self.x(picture.end);
        let is_right = x > (self.left + self.right) / 2.0;
        let (first, last) = (MARGIN, self.width - MARGIN);
        let room = px(width_of(&words, 12.0));
        let (x, anchor) = if is_right {
            ((x + 4.0).clamp(first + room, last), "end")
        } else {
            ((x - 4.0).clamp(first, last - room), "start")
        };
        let y = body.height + 12.0;
        let label = text(if self.is_small() { "" } else { "quiet" }, (x, y), words);
        body.add(label.set("text-anchor", anchor));
        body.height += 24.0;
        y + 4.0
    }

    fn lane(&self, body: &mut Body, lane: &Lane) {
        let y = body.height;
        if !self.is_small() {
            let name = text(
                "",
                (self.left - 10.0, y + self.bar - 3.5),
                fit(&lane.name, 13.0, WIDEST_NAME),
            );
            body.add(name.set("text-anchor", "end"));
        }
        for bar in &lane.bars {
            self.bar(body, bar, y);
        }
        for (row, lock) in (0..).zip(lane.lock_names()) {
            self.lock(
                body,
                lane,
                lock,
                y + self.bar + f64::from(row) * self.lock_height(),
            );
        }
        for mark in &lane.marks {
            let x = self.x(mark.at);
            let tick = line("mark", (x, y - 3.0), (x, y + self.bar + 3.0));
            body.add(Group::new().add(Title::new(mark.text.clone())).add(tick));
        }
        self.note(body, lane, y);
        body.height += self.pitch + lane.lock_names().len() as f64 * self.lock_height();
    }

    /// How high the band of a lock is, with its name.
    fn lock_height(&self) -> f64 {
        if self.is_small() { 6.0 } else { 20.0 }
    }

    /// A band for each span of time in which a lock is held, and its name below the first band.
    fn lock(&self, body: &mut Body, lane: &Lane, name: &str, y: f64) {
        let held: Vec<_> = lane.locks.iter().filter(|hold| hold.lock == name).collect();
        for hold in &held {
            let (from, to) = (self.x(hold.from), self.x(hold.to));
            let band = rectangle("lock", (from, y + 2.0), (to - from, 4.0));
            let title = Title::new(held_in_words(hold, self.axis));
            body.add(Group::new().add(title).add(band));
        }
        let first = held.first().filter(|_| !self.is_small());
        if let Some(first) = first {
            let words = fit(&format!("holds {name}"), 12.0, self.right - self.left);
            let latest = self.right - width_of(&words, 12.0);
            body.add(text(
                "quiet",
                (self.x(first.from).min(latest), y + 18.0),
                words,
            ));
        }
    }

    fn bar(&self, body: &mut Body, bar: &Bar, y: f64) {
        let (from, to) = self.ends(bar);
        if to <= from {
            return;
        }
        let (corner, size) = ((from, y), (to - from, self.bar));
        let shape = rectangle(class(bar.kind), corner, size);
        let title = Title::new(bar.in_words(self.axis));
        body.add(Group::new().add(title).add(shape));
        let (middle, base) = (px((from + to) / 2.0), y + self.bar - 4.0);
        let label = |class: &str| {
            let label = text(class, (middle, base), bar.label.clone());
            label.set("text-anchor", "middle")
        };
        if bar.kind == Kind::Work {
            if self.has_numbers {
                body.add(label("step"));
            }
            return;
        }
        if self.has_room(bar) {
            let patch = width_of(&bar.label, 12.0) + 8.0;
            body.add(rectangle(
                "patch",
                (middle - patch / 2.0, y),
                (patch, self.bar),
            ));
            body.add(label("quiet"));
        }
        // The frame comes after the patch, so that the patch does not cover it.
        body.add(rectangle("frame", corner, size));
    }

    /// Whether the words of a wait or a sleep have room in its bar.
    fn has_room(&self, bar: &Bar) -> bool {
        let (from, to) = self.ends(bar);
        !self.is_small() && width_of(&bar.label, 12.0) + 20.0 <= to - from
    }

    /// A cross where a thread was cut off, and the words after it.
    fn note(&self, body: &mut Body, lane: &Lane, y: f64) {
        let Some(note) = &lane.note else { return };
        let (x, middle) = (self.x(note.at), y + self.bar / 2.0);
        for slope in [-4.0, 4.0] {
            body.add(line(
                "cut",
                (x - 4.0, middle - slope),
                (x + 4.0, middle + slope),
            ));
        }
        let has_words = !self.is_small() || x + 12.0 + width_of(&note.text, 12.0) < self.width;
        if has_words {
            body.add(text(
                "quiet",
                (x + 10.0, y + self.bar - 4.0),
                note.text.clone(),
            ));
        }
    }

    fn times(&self) -> Vec<u64> {
        let room = match self.axis {
            Axis::Seconds => 70.0,
            Axis::Turns => 24.0,
        };
        let most = (self.right - self.left) / room;
        self.axis.ticks(0..=self.length, most as usize)
    }

    fn grid(&self, grid: Group, (top, bottom): (f64, f64)) -> Group {
        if self.is_small() {
            return grid;
        }
        self.times().into_iter().fold(grid, |grid, time| {
            let x = self.x(time);
            grid.add(line("", (x, top + 4.0), (x, bottom)))
        })
    }

    fn axis(&self, body: &mut Body) {
        let y = body.height + 14.0;
        for time in self.times() {
            let label = text("quiet", (self.x(time), y), self.axis.label(time));
            body.add(label.set("text-anchor", "middle"));
        }
        if self.axis == Axis::Turns {
            let name = text("quiet", (self.left - 10.0, y), "turn");
            body.add(name.set("text-anchor", "end"));
        }
        body.height += 30.0;
    }

    fn end_line(&self, body: &mut Body, picture: &Picture, (top, bottom): (f64, f64)) {
        let x = self.x(picture.end);
        body.add(line("end", (x, top), (x, bottom)));
    }

    /// The meaning of the patterns in the picture.
    fn legend(&self, body: &mut Body, picture: &Picture) {
        let (mut x, mut y) = (self.left, body.height + 2.0);
        for (symbol, words) in picture.legend(self.has_numbers) {
            let class = match symbol {
                Symbol::Bar(kind) => class(kind),
                Symbol::Lock => "lock",
                Symbol::Mark => "mark",
                // Its words stand beside it.
                Symbol::Cut => continue,
            };
            let width = 34.0 + width_of(words, 12.0) + 16.0;
            if x + width > self.width && x > self.left {
                (x, y) = (self.left, y + 22.0);
            }
            body.add(swatch(class, (x, y)));
            body.add(text("quiet", (x + 32.0, y + 10.0), words));
            x = px(x + width);
        }
        body.height = y + 12.0 + MARGIN;
    }

    /// What threads wait for in bars without room for the words, in lines below.
    fn untold(&self, body: &mut Body, picture: &Picture) {
        let room = self.width - MARGIN - self.left;
        let letters = (room / width_of("X", 12.0)) as usize;
        for words in picture.waits(|bar| !self.has_room(bar)) {
            for line in textwrap::wrap(&words, letters) {
                body.add(text("quiet", (self.left, body.height + 10.0), line));
                body.height += 18.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::{
        super::made_up,
        Size,
        shapes::{fit, width_of},
        svg,
    };

    #[test]
    fn a_deadlock_has_patterns_locks_and_crosses() {
        assert_snapshot!(svg(&made_up::deadlock(), Size::Page));
    }

    #[test]
    fn a_small_picture_has_shapes_and_the_end() {
        assert_snapshot!(svg(&made_up::serial(), Size::Small));
    }

    #[test]
    fn the_axis_of_a_schedule_counts_its_turns() {
        assert_snapshot!(svg(&made_up::turns(), Size::Page));
    }

    #[test]
    fn names_are_text_whatever_is_in_them() {
        let svg = svg(&made_up::cut_off(), Size::Page);
        assert!(svg.contains("&lt;sort&gt; &amp; co"), "{svg}");
        assert!(!svg.contains("<sort>"), "{svg}");
    }

    #[test]
    fn words_that_are_too_long_are_cut_or_go_on_in_another_line() {
        let mut picture = made_up::deadlock();
        let long = "word ".repeat(40);
        picture.lanes[0].name = format!("MAIN {long}");
        picture.lanes[0].bars[1].title = format!("waits for {long}");
        picture.lanes[0].locks[0].lock = format!("LEFT {long}");
        picture.ending = format!("ends {long}");
        let svg = svg(&picture, Size::Page);
        let (_, drawn) = svg.split_once("</style>").expect("it has a style");
        let words = drawn.lines().filter(|line| !line.starts_with('<'));
        for words in words {
            assert!(width_of(words, 12.0) <= 760.0, "{words}");
        }
        for cut in ["MAIN word", "holds LEFT word", "ends word"] {
            let line = drawn.lines().find(|line| line.starts_with(cut));
            assert!(line.is_some_and(|line| line.ends_with('…')), "{drawn}");
        }
        assert_eq!(fit("sort", 10.0, 24.0), "sort");
        assert_eq!(fit("sorts", 10.0, 24.0), "so…");
    }

    #[test]
    fn the_same_picture_has_the_same_bytes() {
        let once = svg(&made_up::deadlock(), Size::Page);
        assert_eq!(once, svg(&made_up::deadlock(), Size::Page));
    }
}
