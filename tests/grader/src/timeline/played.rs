//! The picture of a run in which turns were granted. Each takes one second of the picture, whatever
//! is done in it, because virtual time passes only in some turns, and then for any length.

use std::io;

use interleave::{
    lanes::{Doing, Fate, Timeline},
    run::Run,
};
use scheduler::Step;

use super::{
    axis::{Axis, TURN},
    is_work, labels,
    picture::Picture,
};
use crate::{observe::places::Snapshot, schedule::Turn};

/// A run in which turns were granted.
#[derive(Clone, Debug)]
pub struct Played<'a> {
    /// The program, and the run so far.
    pub snapshot: Snapshot,
    /// The turns.
    pub turns: &'a [Turn],
    /// How many steps of its threads there were before the first turn, and after each.
    pub rests: &'a [usize],
    /// The task of the last worker that each thread was seen running.
    pub tasks: Vec<Option<String>>,
    /// The steps that were granted and are not done.
    pub undone: Vec<Step>,
    /// Whether no turn lets any thread go on.
    pub hangs: bool,
}

impl Played<'_> {
    /// The picture of it as a run of the program `name`. `ending` is a sentence on its end.
    ///
    /// # Errors
    ///
    /// Returns an error if the debug info of the program cannot be read.
    pub fn picture(mut self, name: &str, ending: String) -> io::Result<Picture> {
        count_turns(&mut self.snapshot.run, self.rests, self.turns.len());
        let sources = self.snapshot.sources()?;
        let mut timeline = Timeline::new(&self.snapshot.run, sources, is_work);
        let threads = timeline.threads.iter().enumerate();
        let steps = threads.map(|(number, thread)| {
            let task = self.tasks.get(number).and_then(Option::as_deref);
            labels::granted_steps(thread, self.turns, task)
        });
        let steps: Vec<_> = steps.collect();
        end(&mut timeline, self.hangs);
        let mut picture = Picture::new(name, Axis::Turns, &timeline, &steps, ending);
        for step in &self.undone {
            picture.note_undone(step);
        }
        Ok(picture)
    }
}

/// Sets the clock of each step to the turn in which it was done.
fn count_turns(run: &mut Run, rests: &[usize], turns: usize) {
    for (number, step) in run.steps.iter_mut().enumerate() {
        let turn = rests.partition_point(|rest| *rest <= number);
        // What comes after the last turn is drawn at the end of that turn.
        step.entry.time = turn.min(turns) as u64 * TURN;
    }
    run.clock = turns as u64 * TURN;
}

/// Sets how the threads in progress are drawn: they never go on, or their next steps wait for a
/// turn.
fn end(timeline: &mut Timeline, hangs: bool) {
    let threads = timeline.threads.iter_mut();
    for thread in threads.filter(|thread| thread.fate == Fate::InProgress) {
        if hangs {
            thread.fate = Fate::Stuck;
        }
        let last = thread.spans.last_mut();
        if let Some(last) = last.filter(|last| last.doing == Doing::Work) {
            last.doing = Doing::Wait("waits for its turn".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use interleave::lanes::{Span, Thread};

    use super::*;

    #[test]
    fn a_thread_in_progress_waits_for_its_turn_unless_it_never_goes_on() {
        let span = |doing| Span {
            from: 0,
            to: TURN,
            doing,
            spot: None,
        };
        let thread = |doing| Thread {
            name: "line 7".to_owned(),
            from: 0,
            to: TURN,
            fate: Fate::InProgress,
            spans: vec![span(doing)],
            holds: Vec::new(),
            lines: Vec::new(),
        };
        let ended = |doing, hangs| {
            let mut timeline = Timeline {
                threads: vec![thread(doing)],
                end: TURN,
            };
            end(&mut timeline, hangs);
            let thread = timeline.threads.remove(0);
            (thread.fate, thread.spans[0].doing.clone())
        };
        let waits = Doing::Wait("waits for its turn".to_owned());
        assert_eq!(ended(Doing::Work, false), (Fate::InProgress, waits));
        let join = Doing::Join(1);
        assert_eq!(ended(join.clone(), true), (Fate::Stuck, join));
    }
}
