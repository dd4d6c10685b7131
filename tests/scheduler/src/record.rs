//! What is known of a program that ran under the scheduler.

use std::{fmt, time::Duration};

use crate::{Ending, Shared, Step};

/// Something that happened in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A worker on this task has connected.
    Arrived(String),
    /// A worker has asked for this step. If the step uses a shared object, this is its type.
    Asked(Step, Option<Shared>),
    /// This step was granted.
    Granted(Step),
    /// The worker has done this step.
    Finished(Step),
    /// The connection was closed, by the worker or by us because the worker broke the protocol. If
    /// there is a step, the worker had asked for it and not done it.
    Left(String, Option<Step>),
    /// Virtual time has passed. It is now this long after the start.
    TimePassed(Duration),
    /// Threads spun or kept waking each other, and were allowed to go on for a long time.
    Spun,
    /// All that the scheduler sees was at rest, but something unseen was at work: a child process,
    /// or a thread that is busy without a scheduling point.
    Unseen,
}

/// How certain it is that a program rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Nothing more can happen.
    Proven,
    /// Nothing has happened for as long as the patience lasted.
    Presumed,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitOutcome {
    /// What was waited for has happened.
    Reached,
    /// The program has ended.
    Ended(Ending),
    /// A thread is about to end the program, and waits until it may.
    Leaving,
    /// The program rests.
    AtRest(Certainty),
}

/// What is known of a program when it is over.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it wrote to stdout, up to its limit.
    pub stdout: Vec<u8>,
    /// What it wrote to stderr, up to its limit.
    pub stderr: Vec<u8>,
    /// What happened, in order.
    pub history: Vec<Event>,
    /// How it ended.
    pub ending: Ending,
}

impl Event {
    /// Whether `step` was done, or its worker left in the middle of it.
    pub fn is_end_of(&self, step: &Step) -> bool {
        match self {
            Self::Finished(ended) | Self::Left(_, Some(ended)) => ended == step,
            _ => false,
        }
    }
}

impl Record {
    /// The steps that were done, in order.
    pub fn finished(&self) -> impl Iterator<Item = &Step> + Clone {
        finished(&self.history)
    }
}

/// The steps in `history` that were done, in order.
pub(crate) fn finished(history: &[Event]) -> impl Iterator<Item = &Step> + Clone {
    history.iter().filter_map(|event| match event {
        Event::Finished(step) => Some(step),
        _ => None,
    })
}

/// How much virtual time has passed in `history`, if any has.
pub fn virtual_time(history: &[Event]) -> Option<Duration> {
    let mut back = history.iter().rev();
    back.find_map(|event| match event {
        Event::TimePassed(clock) => Some(*clock),
        _ => None,
    })
}

impl fmt::Display for WaitOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reached => f.write_str("it has happened"),
            Self::Ended(ending) => write!(f, "{ending}"),
            Self::Leaving => f.write_str("the program is about to end"),
            Self::AtRest(Certainty::Proven) => f.write_str("nothing more can happen"),
            Self::AtRest(Certainty::Presumed) => f.write_str("nothing has happened for a while"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_ends_when_it_is_done_or_its_worker_leaves_in_the_middle() {
        let step = Step::new("a", 1);
        assert!(Event::Finished(step.clone()).is_end_of(&step));
        assert!(Event::Left("a".into(), Some(step.clone())).is_end_of(&step));
        for other in [
            Event::Granted(step.clone()),
            Event::Left("a".into(), None),
            Event::Finished(Step::new("a", 0)),
            Event::Finished(Step::new("b", 1)),
        ] {
            assert!(!other.is_end_of(&step), "{other:?}");
        }
    }

    #[test]
    fn the_clock_is_what_was_said_last() {
        let passed = |seconds| Event::TimePassed(Duration::from_secs(seconds));
        assert_eq!(virtual_time(&[]), None);
        let history = [passed(1), passed(5), Event::Spun];
        assert_eq!(virtual_time(&history), Some(Duration::from_secs(5)));
    }
}
