//! Where each thread is at one moment of a run: the workers, main, and all other threads.

use std::fmt;

use scheduler::{Event, Session, Shared, Step, ThreadState, WorkerState, control::State};

use super::{
    lanes::{HEIGHT, in_lanes, named_after_tasks},
    places::{KeyLine, Snapshot, SourceView},
    words::receives,
};
use crate::{spec::Spec, text};

/// Where each thread was at one moment.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    /// The expected tasks, and any other that was there, each with its worker's state.
    pub workers: Vec<(String, WorkerAt)>,
    /// The threads of the program. Empty without the interleaver.
    pub threads: Vec<ThreadState>,
    /// The run up to then, to describe the threads in terms of the source.
    pub snapshot: Option<Snapshot>,
}

/// Where a worker was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerAt {
    /// It has not arrived, or has not asked for its first turn.
    NotStarted,
    /// It waits for its turn to do this step.
    Waiting(u32),
    /// It was granted this step, and has not done it.
    Working(u32),
    /// It has done a step, and has not asked for the next.
    Between,
    /// It went to lock a `Lock` in this step, and has not gone on since.
    AtLock(u32),
    /// It has done all its steps, but has not ended.
    DoneSteps,
    /// It has done all its steps, and has ended.
    Finished,
    /// It has failed, as it should, after all its steps.
    Failed,
    /// It has ended before its last step.
    Gone,
}

/// Where a thread was, if it did not wait for a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadAt {
    /// Its number; 0 is main.
    pub number: usize,
    /// Its name, from the worker that it runs or from the line where it was started.
    pub name: String,
    /// The task of the worker that it runs, if it was seen running one.
    pub task: Option<String>,
    /// What it did or waited for.
    pub state: State,
    /// The library function that it had called.
    pub call: Option<String>,
    /// What it did or waited for, in words and with the line.
    pub words: String,
    /// The line of the learner's file where it was.
    pub line: Option<usize>,
}

impl ThreadAt {
    /// Whether it waits for other threads to end, and for nothing else.
    pub fn waits_for_an_end(&self) -> bool {
        matches!(self.state, State::Joins(_)) || self.call.as_deref() == Some("scope")
    }

    /// Whether it waits for a lock that it holds itself.
    pub fn waits_for_itself(&self) -> bool {
        matches!(self.state, State::Locks { holder: Some(holder), .. } if holder == self.number)
    }

    /// Whether it has run a worker, and now waits for the next value from a channel.
    fn is_idle_receiver(&self) -> bool {
        let has_worked = self.task.is_some() || self.number == 0;
        has_worked && self.call.as_deref().is_some_and(receives)
    }
}

impl Situation {
    /// Where each thread is in `session`. `spec` says what is expected. `snapshot` is the run so
    /// far, if it should be shown.
    pub fn of(session: &Session, spec: &Spec, snapshot: Option<Snapshot>) -> Self {
        let known = session.workers().map(|(task, state)| {
            let is_finished = spec.is_finished(task, session.finished());
            let last = session.finished().filter(|step| step.task == task).last();
            let went_to_lock = last.filter(|last| is_on_lock(session.history(), last));
            let at = match (state, went_to_lock) {
                (WorkerState::Between, Some(step)) if !is_finished => WorkerAt::AtLock(step.number),
                (WorkerState::Closed, _) if is_finished && spec.failing_task() == Some(task) => {
                    WorkerAt::Failed
                }
                _ => WorkerAt::of(state, last.is_some(), is_finished),
            };
            (task.to_owned(), at)
        });
        let mut workers: Vec<_> = known.collect();
        let tasks = spec.tasks();
        for task in &tasks {
            if !workers.iter().any(|(known, _)| known == task) {
                workers.push((task.clone(), WorkerAt::NotStarted));
            }
        }
        let place = |task: &String| {
            let place = tasks.iter().position(|known| known == task);
            place.unwrap_or(tasks.len())
        };
        workers.sort_by_key(|(task, _)| place(task));
        Self {
            workers,
            threads: session.threads(),
            snapshot,
        }
    }

    /// The tasks whose workers are in progress.
    pub fn at_work(&self) -> Vec<&str> {
        self.those(|at| {
            matches!(
                at,
                WorkerAt::Waiting(_)
                    | WorkerAt::Working(_)
                    | WorkerAt::Between
                    | WorkerAt::AtLock(_)
            )
        })
    }

    /// The tasks of the workers for which `is_there` returns true.
    pub fn those(&self, is_there: impl Fn(WorkerAt) -> bool) -> Vec<&str> {
        let there = self.workers.iter().filter(|(_, at)| is_there(*at));
        there.map(|(task, _)| task.as_str()).collect()
    }

    /// What main did or waited for, if that was seen.
    pub fn main(&self) -> Option<&State> {
        self.threads.first().map(|thread| &thread.state)
    }

    /// The run up to then, in terms of the source.
    pub fn source(&self) -> SourceView<'_> {
        SourceView::new(self.snapshot.as_ref(), &self.threads)
    }

    /// The run up to then in lanes, if threads share locks or atomics. None also if it was not seen
    /// inside.
    pub fn lanes_of_shared(&self) -> Option<String> {
        let snapshot = self.snapshot.as_ref()?;
        if self.source().shared().is_empty() {
            return None;
        }
        let run = named_after_tasks(snapshot.run.clone());
        Some(in_lanes(&run, snapshot.sources().ok()?, HEIGHT))
    }

    /// The line of the learner's file where a worker waits for its turn to do `step`, if one does.
    pub fn ready_at(&self, step: &Step) -> Option<KeyLine> {
        let is_it = |(task, at): &(String, WorkerAt)| {
            *task == step.task && *at == WorkerAt::Waiting(step.number)
        };
        let waits = self.workers.iter().any(is_it);
        waits.then(|| self.source().ready_at(step))?
    }

    /// Describes each thread that had not ended and did not wait for a turn.
    pub fn described(&self) -> Vec<ThreadAt> {
        let is_told =
            |thread: &&ThreadState| thread.state != State::Ended && !thread.waits_for_turn;
        let told = self.threads.iter().filter(is_told);
        self.source().describe(told)
    }

    /// Describes main, if it had not ended and did not wait for a turn.
    pub fn main_at(&self) -> Option<ThreadAt> {
        self.thread_at(0)
    }

    /// Describes a thread, if it had not ended and did not wait for a turn.
    pub fn thread_at(&self, number: usize) -> Option<ThreadAt> {
        let mut threads = self.described().into_iter();
        threads.find(|thread| thread.number == number)
    }

    /// The line of the learner's file where the first thread was that did not wait for a turn. Main
    /// comes after the other threads. A thread that waits for its next value from a channel comes
    /// last, because it keeps no other thread from its work.
    pub fn line(&self) -> Option<usize> {
        let mut threads = self.described();
        threads.sort_by_key(|thread| (thread.is_idle_receiver(), thread.number == 0));
        threads.iter().find_map(|thread| thread.line)
    }
}

impl WorkerAt {
    /// A worker that has not asked for its first turn has not started, even if it has arrived.
    fn of(state: &WorkerState, has_begun: bool, is_finished: bool) -> Self {
        match state {
            WorkerState::Waiting(step) => Self::Waiting(step.number),
            WorkerState::Working(step) => Self::Working(step.number),
            WorkerState::Closed if is_finished => Self::Finished,
            WorkerState::Closed => Self::Gone,
            WorkerState::Between if is_finished => Self::DoneSteps,
            WorkerState::Between if !has_begun => Self::NotStarted,
            WorkerState::Between => Self::Between,
        }
    }
}

/// Whether a worker asked for `step` to lock a `Lock`.
fn is_on_lock(history: &[Event], step: &Step) -> bool {
    let to_lock = |asked: &Step, on: &Option<Shared>| asked == step && *on == Some(Shared::Lock);
    let mut history = history.iter();
    history.any(|event| matches!(event, Event::Asked(asked, on) if to_lock(asked, on)))
}

impl fmt::Display for WorkerAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted => f.write_str("has not started"),
            Self::Waiting(step) => write!(f, "waits for its turn to do step {step}"),
            Self::Working(step) => write!(f, "is at work on step {step}"),
            Self::Between => f.write_str("is between two steps"),
            Self::AtLock(step) => write!(f, "went to a `Lock` in step {step}, and has not gone on"),
            Self::DoneSteps => f.write_str("has done its last step, and has not ended"),
            Self::Finished => f.write_str("has finished"),
            Self::Failed => f.write_str("has failed, as it should"),
            Self::Gone => f.write_str("has gone before its end"),
        }
    }
}

/// A line for each worker, and a line for each other thread that is seen.
impl fmt::Display for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_passing = |at: WorkerAt| {
            matches!(
                at,
                WorkerAt::Working(_)
                    | WorkerAt::Between
                    | WorkerAt::AtLock(_)
                    | WorkerAt::DoneSteps
            )
        };
        let threads = self.described();
        let thread_of = |task: &str| {
            let is_it = |thread: &&ThreadAt| thread.task.as_deref() == Some(task);
            threads.iter().find(is_it)
        };
        let mut rows: Vec<(String, String)> = Vec::new();
        let mut told = Vec::new();
        for (task, at) in &self.workers {
            let thread = thread_of(task).filter(|_| is_passing(*at));
            told.extend(thread.map(|thread| thread.number));
            let words = thread.map_or_else(|| at.to_string(), |thread| thread.words.clone());
            rows.push((task.clone(), words));
        }
        for thread in threads
            .iter()
            .filter(|thread| !told.contains(&thread.number))
        {
            // Its worker has a row already, which says something else.
            let name = match &thread.task {
                Some(task) if thread.number != 0 => format!("thread of {task}"),
                _ => thread.name.clone(),
            };
            rows.push((name, thread.words.clone()));
        }
        f.write_str(&text::rows(&rows))
    }
}
