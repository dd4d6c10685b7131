//! A list of all exercises, from which the learner chooses one with the arrow keys.

use crossterm::event::{KeyCode, KeyEvent};
use grader::{
    course::{self, Entry},
    state::State,
    style::Styles,
};

use crate::{
    list::{self, Row},
    screen::fitting,
};

/// What the keys do, and the keys alone if there is no room for more.
const KEYS: [&str; 2] = [
    "up and down choose   enter checks it   esc goes back",
    "up, down, enter, esc",
];

/// The list, and which of the exercises is marked.
pub struct Chooser<'a> {
    entries: &'a [Entry],
    state: State,
    exercises: Vec<&'a Entry>,
    marked: usize,
}

/// What a key means.
pub enum Choice<'a> {
    Exercise(&'a Entry),
    /// The learner goes back.
    None,
    /// Nothing is chosen yet.
    Open,
}

impl<'a> Chooser<'a> {
    /// A list in which `current` is marked.
    pub fn new(entries: &'a [Entry], state: State, current: &Entry) -> Self {
        let exercises: Vec<_> = course::exercises(entries).collect();
        let mut names = exercises.iter().map(|entry| &entry.name);
        let marked = names.position(|name| *name == current.name).unwrap_or(0);
        Self {
            entries,
            state,
            exercises,
            marked,
        }
    }

    /// What `key` means.
    pub fn press(&mut self, key: KeyEvent) -> Choice<'a> {
        let last = self.exercises.len() - 1;
        match key.code {
            KeyCode::Enter => return Choice::Exercise(self.exercises[self.marked]),
            KeyCode::Esc | KeyCode::Char('q' | 'l') => return Choice::None,
            KeyCode::Up | KeyCode::Char('k') => self.marked = self.marked.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => self.marked = last.min(self.marked + 1),
            KeyCode::Home => self.marked = 0,
            KeyCode::End => self.marked = last,
            _ => {}
        }
        Choice::Open
    }

    /// The lines for a terminal of so many columns and rows: the part of the list around the marked
    /// exercise.
    pub fn lines(&self, (columns, rows): (usize, usize), styles: Styles) -> Vec<String> {
        let all = list::rows(self.entries, &self.state, Styles::NONE);
        let marked = self.exercises[self.marked];
        let is_marked =
            |row: &Row| matches!(row.exercise, Some(entry) if entry.name == marked.name);
        let place = all.iter().position(is_marked).unwrap_or(0);
        // Two lines stand below the list, and the cursor below them.
        let height = rows.saturating_sub(3).max(1);
        let start = place.saturating_sub(height / 2);
        let start = start.min(all.len().saturating_sub(height));
        let visible = all.iter().skip(start).take(height);
        let visible = visible.map(|row| {
            // Each row is cut, because a row that wraps would displace the others.
            let text: String = row.text.chars().take(columns - 1).collect();
            match row.exercise {
                _ if is_marked(row) => styles.main_point(&text.replacen(' ', ">", 1)),
                Some(entry) if self.state.is_solved(entry) => styles.solved(&text),
                Some(_) => text,
                None => styles.secondary(&text),
            }
        });
        let keys = [String::new(), styles.secondary(fitting(&KEYS))];
        visible.chain(keys).collect()
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;
    use grader::course::entries;

    use super::*;

    fn state() -> State {
        State::read().expect("it can be read")
    }

    fn press<'a>(chooser: &mut Chooser<'a>, codes: &[KeyCode]) -> Choice<'a> {
        let mut choice = Choice::Open;
        for code in codes {
            choice = chooser.press(KeyEvent::new(*code, KeyModifiers::NONE));
        }
        choice
    }

    #[test]
    fn arrows_stop_at_the_ends_and_enter_chooses() {
        let entries = entries().expect("the course can be read");
        let all: Vec<_> = course::exercises(&entries).collect();
        let mut chooser = Chooser::new(&entries, state(), all[1]);
        for (keys, place) in [
            (vec![], 1),
            (vec![KeyCode::Up; 3], 0),
            (vec![KeyCode::Down; 2], 2),
            (vec![KeyCode::Down; 99], all.len() - 1),
            (vec![KeyCode::Home, KeyCode::Char('j')], 1),
        ] {
            press(&mut chooser, &keys);
            match press(&mut chooser, &[KeyCode::Enter]) {
                Choice::Exercise(entry) => assert_eq!(entry.name, all[place].name),
                _ => panic!("nothing was chosen after {keys:?}"),
            }
        }
        assert!(matches!(press(&mut chooser, &[KeyCode::Esc]), Choice::None));
    }

    #[test]
    fn the_marked_exercise_is_on_a_screen_of_any_size() {
        let entries = entries().expect("the course can be read");
        for entry in course::exercises(&entries) {
            let chooser = Chooser::new(&entries, state(), entry);
            for (columns, rows) in [(30, 5), (30, 3), (80, 24), (200, 60)] {
                let lines = chooser.lines((columns, rows), Styles::NONE);
                let list = &lines[..lines.len() - 2];
                let mut marked = list.iter().filter(|line| line.starts_with('>'));
                let is_it = |line: &String| line.contains(&entry.name[..5]);
                assert!(marked.next().is_some_and(is_it), "{lines:?}");
                assert!(marked.next().is_none());
                assert!(list.len() < rows, "{lines:?}");
                assert!(
                    list.iter().all(|line| line.chars().count() < columns),
                    "{lines:?}"
                );
            }
        }
    }
}
