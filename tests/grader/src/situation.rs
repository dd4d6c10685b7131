//! Who is where at one moment of a run: each worker, main, and the threads beside them.

use std::fmt;

use scheduler::{Event, Moment, Session, Shared, State, Step, WaitsFor};

use crate::{evidence::padded, expectation::Expectation};

/// Who was where at one moment.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The tasks that are expected, and any other that was there.
    pub workers: Vec<(String, Whereabouts)>,
    /// What main waited for; nothing once the program has ended.
    pub main: Option<WaitsFor>,
    /// How many other threads waited for a thread: at a lock, or at a barrier. Of the workers that were between two
    /// steps it is taken that they were among those.
    pub others: usize,
}

/// Where a worker was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// It has not been heard of, or has not asked for its first turn.
    NotStarted,
    /// It waits for its turn to do this step.
    Waiting(u32),
    /// It was granted this step, and has not done it.
    Working(u32),
    /// It has done a step, and has not asked for the next.
    Between,
    /// It has gone to lock a `Lock` in this step, and nothing was heard of it since.
    AtLock(u32),
    /// It has done all its steps, but has not come to its end.
    DoneSteps,
    /// It has done all its steps, and come to its end.
    Finished,
    /// It has left before its end.
    Gone,
}

impl Situation {
    /// Who is where in `session`, of which `expectation` is expected.
    pub fn of(session: &Session, expectation: &Expectation) -> Self {
        let known = session.workers().map(|(task, state)| {
            let is_finished = expectation.is_finished(task, session.finished());
            let last = session.finished().filter(|step| step.task == task).last();
            let went_to_lock = last.filter(|last| is_on_lock(session.history(), last));
            let whereabouts = match (state, went_to_lock) {
                (State::Between, Some(step)) => Whereabouts::AtLock(step.number),
                _ => Whereabouts::of(state, last.is_some(), is_finished),
            };
            (task.to_owned(), whereabouts)
        });
        let mut workers: Vec<_> = known.collect();
        let tasks = expectation.tasks();
        for task in &tasks {
            if !workers.iter().any(|(known, _)| known == task) {
                workers.push((task.clone(), Whereabouts::NotStarted));
            }
        }
        let place = |task: &String| {
            tasks
                .iter()
                .position(|known| known == task)
                .unwrap_or(tasks.len())
        };
        workers.sort_by_key(|(task, _)| place(task));
        let main = session.ending().is_none().then(|| session.main_waits_for());
        let others = main.map_or(0, |_| session.others_that_wait_for_threads());
        let is_between = |whereabouts: &Whereabouts| {
            matches!(
                whereabouts,
                Whereabouts::Between | Whereabouts::AtLock(_) | Whereabouts::DoneSteps
            )
        };
        let between = workers.iter().filter(|(_, is_at)| is_between(is_at));
        let others = others.saturating_sub(between.count());
        Self {
            workers,
            main,
            others,
        }
    }

    /// The tasks whose workers are in progress.
    pub fn at_work(&self) -> Vec<&str> {
        self.those(|whereabouts| {
            matches!(
                whereabouts,
                Whereabouts::Waiting(_)
                    | Whereabouts::Working(_)
                    | Whereabouts::Between
                    | Whereabouts::AtLock(_)
            )
        })
    }

    /// The tasks whose workers are where `is_there` says.
    pub fn those(&self, is_there: impl Fn(Whereabouts) -> bool) -> Vec<&str> {
        let there = self
            .workers
            .iter()
            .filter(|(_, whereabouts)| is_there(*whereabouts));
        there.map(|(task, _)| task.as_str()).collect()
    }
}

impl Whereabouts {
    /// One that has not asked for its first turn has not started, even if it was heard of.
    fn of(state: &State, has_begun: bool, is_finished: bool) -> Self {
        match state {
            State::Waiting(step) => Self::Waiting(step.number),
            State::Working(step) => Self::Working(step.number),
            State::Closed if is_finished => Self::Finished,
            State::Closed => Self::Gone,
            _ if is_finished => Self::DoneSteps,
            State::Stranger | State::Between if !has_begun => Self::NotStarted,
            State::Stranger | State::Between => Self::Between,
        }
    }
}

/// Whether `step` was to lock a `Lock`.
fn is_on_lock(history: &[Moment], step: &Step) -> bool {
    let to_lock = |asked: &Step, on: &Option<Shared>| asked == step && *on == Some(Shared::Lock);
    history
        .iter()
        .any(|moment| matches!(&moment.event, Event::Asked(asked, on) if to_lock(asked, on)))
}

impl fmt::Display for Whereabouts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted => f.write_str("has not started"),
            Self::Waiting(step) => write!(f, "waits for its turn to do step {step}"),
            Self::Working(step) => write!(f, "is at work on step {step}"),
            Self::Between => f.write_str("has not asked for its next turn"),
            Self::AtLock(step) => write!(f, "went to a `Lock` in step {step}, and has not gone on"),
            Self::DoneSteps => f.write_str("has done its last step, and not ended"),
            Self::Finished => f.write_str("has finished"),
            Self::Gone => f.write_str("has gone before its end"),
        }
    }
}

/// One line for each worker, and one for main where it is known what it does.
impl fmt::Display for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (task, whereabouts) in &self.workers {
            write!(f, "{separator}  {}{whereabouts}", padded(task, 20))?;
            separator = "\n";
        }
        if let Some(does) = self.main.and_then(main_does) {
            write!(f, "{separator}  {}{does}", padded("main", 20))?;
        }
        match self.others {
            0 => Ok(()),
            1 => write!(
                f,
                "\n  {}waits for others too",
                padded("another thread", 20)
            ),
            count => {
                let threads = padded(&format!("{count} other threads"), 20);
                write!(f, "\n  {threads}wait for others too")
            }
        }
    }
}

/// What main does, in words, where it is known.
pub fn main_does(waits_for: WaitsFor) -> Option<String> {
    match waits_for {
        WaitsFor::Unknown => None,
        WaitsFor::Turn => Some("does a worker's work itself".to_owned()),
        known => Some(known.to_string()),
    }
}
