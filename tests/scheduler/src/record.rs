//! What is known of a program that ran under the scheduler.

use std::{fmt, time::Duration};

use crate::{Ending, Event, Rest, Step};

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time since the program's start.
    pub at: Duration,
    /// What happened.
    pub event: Event,
}

impl Moment {
    /// Whether `step` was done, or left in the middle.
    pub(crate) fn is_end_of(&self, step: &Step) -> bool {
        match &self.event {
            Event::Finished(ended) | Event::Left(_, Some(ended)) => ended == step,
            _ => false,
        }
    }
}

/// Why what was waited for did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The program has ended.
    Ended(Ending),
    /// The program rests.
    AtRest(Rest),
    /// The worker closed its connection in the middle of the step: it has panicked, most likely.
    Left,
}

/// Why a schedule could not be played to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The step that did not happen: nobody asked for it, or whoever was granted it did not do it.
    pub step: Step,
    /// What happened instead.
    pub halt: Halt,
}

/// What is known of a program when it is over.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it wrote to stdout, up to its limit.
    pub stdout: Vec<u8>,
    /// What it wrote to stderr, up to its limit.
    pub stderr: Vec<u8>,
    /// What its workers did, in order.
    pub history: Vec<Moment>,
    /// Who was waiting for a turn, or doing a step, when it ended.
    pub unfinished: Vec<Step>,
    /// How it ended.
    pub ending: Ending,
}

impl Record {
    /// The steps that were done, in order.
    pub fn finished(&self) -> impl Iterator<Item = &Step> + Clone {
        finished(&self.history)
    }
}

pub(crate) fn finished(history: &[Moment]) -> impl Iterator<Item = &Step> + Clone {
    history.iter().filter_map(|moment| match &moment.event {
        Event::Finished(step) => Some(step),
        _ => None,
    })
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(ending) => write!(f, "{ending}"),
            Self::Left => f.write_str("its worker left in the middle of it"),
            Self::AtRest(Rest::Proven) => f.write_str("nothing more can happen"),
            Self::AtRest(_) => f.write_str("nothing has happened for a while"),
        }
    }
}
