//! The words of a picture: its heading, its legend, and sentences on what threads do.

use interleave::lanes::Hold;
use textwrap::core::display_width;

use super::{Axis, Bar, Kind, Lane, Picture};

/// What a legend explains: a bar, the band of a lock, the mark of a line, or the end of a thread that
/// was not done.
pub enum Symbol {
    Bar(Kind),
    Lock,
    Mark,
    Cut,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Work, Self::Wait, Self::Sleep];

    /// What a thread does during such a bar.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Work => "works",
            Self::Wait => "waits",
            Self::Sleep => "sleeps",
        }
    }
}

impl Picture {
    /// The symbols in the picture, and what they mean. `has_numbers` says whether each step has room
    /// for its number.
    pub fn legend(&self, has_numbers: bool) -> Vec<(Symbol, &'static str)> {
        let has = |is_in: &dyn Fn(&Lane) -> bool| self.lanes.iter().any(is_in);
        let bars = Kind::ALL.map(|kind| {
            let words = match kind {
                Kind::Work if has_numbers => "works (number: its step)",
                Kind::Work => "works (a bar each step)",
                _ => kind.verb(),
            };
            let is_drawn = |bar: &Bar| bar.kind == kind && bar.to > bar.from;
            has(&|lane| lane.bars.iter().any(is_drawn)).then_some((Symbol::Bar(kind), words))
        });
        let others = [
            has(&|lane| !lane.locks.is_empty()).then_some((Symbol::Lock, "holds a lock")),
            has(&|lane| !lane.marks.is_empty()).then_some((Symbol::Mark, "prints a line")),
            has(&|lane| lane.note.is_some()).then_some((Symbol::Cut, "does not go on")),
        ];
        bars.into_iter().chain(others).flatten().collect()
    }

    /// The longest note.
    pub fn longest_note(&self) -> Option<&str> {
        let notes = self.lanes.iter().filter_map(|lane| lane.note.as_ref());
        let notes = notes.map(|note| note.text.as_str());
        notes.max_by_key(|note| display_width(note))
    }

    /// What threads wait for in the bars that `is_meant` selects, with the lanes that wait, in
    /// sentences.
    pub fn waits(&self, is_meant: impl Fn(&Bar) -> bool) -> Vec<String> {
        const MOST: usize = 8;
        let mut waits: Vec<(&str, Vec<&str>)> = Vec::new();
        for lane in &self.lanes {
            let bars = lane.bars.iter();
            let waiting = bars.filter(|bar| bar.kind == Kind::Wait && is_meant(bar));
            for bar in waiting {
                match waits.iter_mut().find(|(title, _)| *title == bar.title) {
                    Some((_, lanes)) if lanes.contains(&lane.name.as_str()) => {}
                    Some((_, lanes)) => lanes.push(&lane.name),
                    None => waits.push((&bar.title, vec![&lane.name])),
                }
            }
        }
        let more = waits.len().saturating_sub(MOST);
        let told = waits.iter().take(MOST);
        let told = told.map(|(title, lanes)| {
            let each = if lanes.len() > 1 { "each " } else { "" };
            format!("{}: {each}{title}.", lanes.join(", "))
        });
        let rest = (more > 0).then(|| format!("And {more} more waits."));
        told.chain(rest).collect()
    }

    /// The heading above the picture.
    pub fn heading(&self) -> String {
        match self.axis {
            Axis::Turns => format!("{}: the axis counts the turns of a schedule", self.name),
            Axis::Seconds if self.is_zoomed() => {
                format!("{}: its first tenth of a second", self.name)
            }
            Axis::Seconds => self.name.clone(),
        }
    }

    /// The picture in sentences, for readers who cannot see it.
    pub fn in_words(&self) -> Vec<String> {
        let lanes = self.lanes.iter();
        let lanes = lanes.filter_map(|lane| lane.in_words(self.axis));
        let end = format!("{}.", self.ending);
        lanes.chain([end]).collect()
    }
}

impl Lane {
    fn in_words(&self, axis: Axis) -> Option<String> {
        let bars = self.bars.iter().map(|bar| bar.in_words(axis));
        let locks = self.locks.iter().map(|hold| held_in_words(hold, axis));
        let note = self.note.iter().map(|note| note.text.clone());
        let parts: Vec<_> = bars.chain(locks).chain(note).collect();
        (!parts.is_empty()).then(|| format!("{}: {}.", self.name, parts.join(", ")))
    }
}

impl Bar {
    /// What the thread does, and for how long.
    pub fn in_words(&self, axis: Axis) -> String {
        let (from, to) = (axis.moment(self.from), axis.moment(self.to));
        format!("{} from {from} to {to}", self.title)
    }
}

/// What a thread holds, and for how long.
pub fn held_in_words(hold: &Hold, axis: Axis) -> String {
    let (from, to) = (axis.moment(hold.from), axis.moment(hold.to));
    format!("holds {} from {from} to {to}", hold.lock)
}
