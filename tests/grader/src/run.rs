//! What one run of a program showed.

use std::{collections::BTreeMap, fmt, time::Duration};

use scheduler::{Ending, Event, Moment, Record, Rest, Shared, Step, WaitsFor};

use crate::{expectation::Expectation, situation::Situation};

/// Which experiment a run belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Experiment {
    /// The program is built.
    Build,
    /// Every turn is withheld: who comes, and does main stay?
    RollCall,
    /// Workers take their turns in an order that should be possible.
    Schedule,
    /// A step is withheld that others should wait for: do they?
    Forbidden,
    /// Nobody reads the heading: do workers start all the same?
    Plugged,
    /// Nobody is in charge.
    FreeRun,
    /// Another worker fails, or none; or there are other tasks.
    Variation,
}

/// What one run of a program showed.
#[derive(Debug)]
pub struct Run {
    /// Why it was run.
    pub experiment: Experiment,
    /// Where it did not go as expected, first.
    pub stuck: Option<Stuck>,
    /// What became of it.
    pub outcome: Outcome,
    /// Who was where at the end, before the program was ended from here.
    pub situation: Situation,
    /// How often main was seen to wait for what, while every turn was withheld.
    pub main_seen: BTreeMap<WaitsFor, u32>,
    /// How long it took.
    pub age: Duration,
    /// Which steps the program was proven to keep a worker from for a while, and who was where then.
    pub kept: Vec<(Step, Situation)>,
    /// What it printed, and what its workers did.
    pub record: Record,
}

/// What became of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The program ended, by itself or because it used too much.
    Ended(Ending),
    /// It was there to stay while somebody waited for a turn, as was intended.
    Held(Rest),
    /// It rested with nobody left to grant.
    Hung(Rest),
}

/// A step that should have been possible, and was not.
#[derive(Clone, Debug)]
pub struct Stuck {
    /// The step.
    pub step: Step,
    /// What was wrong with it.
    pub why: Why,
    /// Who was where.
    pub situation: Situation,
    /// What could have been done next.
    pub possible: Vec<Step>,
    /// How many workers waited for a turn.
    pub waiting: usize,
    /// How many workers should have been in progress at least.
    pub expected: usize,
    /// What had been granted before.
    pub granted: Vec<Step>,
}

/// What is wrong with a step that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody asked for it.
    NotAsked,
    /// It was granted, and the worker did not do it.
    NotFollowed,
    /// Its worker left in the middle of it.
    Left,
    /// The program ended before.
    Ended,
}

impl Run {
    /// What was granted, in order.
    pub fn granted(&self) -> Vec<Step> {
        granted(&self.record.history)
    }

    /// The tasks whose workers were heard of.
    pub fn arrived(&self) -> impl Iterator<Item = &str> {
        self.record
            .history
            .iter()
            .filter_map(|moment| match &moment.event {
                Event::Arrived(task) => Some(task.as_str()),
                _ => None,
            })
    }

    /// Whether the worker on `task` had a step on a `what`.
    pub fn uses(&self, task: &str, what: Shared) -> bool {
        self.asked(task).any(|(_, on)| on == Some(what))
    }

    /// What `step` was on, of what workers share.
    pub fn on(&self, step: &Step) -> Option<Shared> {
        let mut asked = self.asked(&step.task);
        asked.find_map(|(asked, on)| on.filter(|_| asked == step))
    }

    /// Whether somebody asked for `step`, and it was one on nothing that is shared with others. After a step on a
    /// lock its worker may have to wait for that, so the next one does not count.
    pub fn is_work(&self, step: &Step) -> bool {
        let asked: Vec<_> = self.asked(&step.task).collect();
        let place = asked.iter().position(|(asked, _)| *asked == step);
        place.is_some_and(|place| {
            let before = place.checked_sub(1).and_then(|before| asked[before].1);
            asked[place].1.is_none() && before != Some(Shared::Lock)
        })
    }

    /// The steps that the worker on `task` asked for, and what each was on.
    fn asked(&self, task: &str) -> impl Iterator<Item = (&Step, Option<Shared>)> {
        let history = self.record.history.iter();
        history.filter_map(move |moment| match &moment.event {
            Event::Asked(step, what) if step.task == task => Some((step, *what)),
            _ => None,
        })
    }

    /// The most workers that waited for their turns at one moment. None of them could have finished
    /// then, so they were in progress at the same time, whichever word came first.
    pub fn most_at_once(&self) -> usize {
        let moments = self.waiting_over_time();
        moments.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// What had been granted when there were so many for the first time, and the tasks of those workers.
    pub fn crowd(&self) -> (Vec<Step>, Vec<String>) {
        let mut moments = self.waiting_over_time();
        let most = moments.iter().map(Vec::len).max().unwrap_or(0);
        let first = moments.iter().position(|tasks| tasks.len() == most);
        first.map_or_else(Default::default, |first| {
            let granted = granted(&self.record.history[..=first]);
            (granted, moments.swap_remove(first))
        })
    }

    /// Whether the workers on these two tasks were ever in progress at the same time.
    pub fn were_together(&self, one: &str, other: &str) -> bool {
        let is_in = |tasks: &Vec<String>, task: &str| tasks.iter().any(|known| known == task);
        self.waiting_over_time()
            .iter()
            .any(|tasks| is_in(tasks, one) && is_in(tasks, other))
    }

    /// Whether the worker on `task` asked for its first turn when that on `other` had ended, and nobody else after it.
    pub fn came_after(&self, task: &str, other: &str) -> bool {
        let history = &self.record.history;
        let is_its_first =
            |moment: &Moment| matches!(&moment.event, Event::Asked(step, _) if step.task == task);
        let first = history.iter().position(is_its_first).unwrap_or(0);
        let mut before = history[..first].iter().rev();
        let ended = before.find_map(|moment| match &moment.event {
            Event::Left(ended, _) => Some(ended),
            _ => None,
        });
        ended.is_some_and(|ended| ended == other)
    }

    /// After each thing that happened, the tasks whose workers waited for their turns.
    fn waiting_over_time(&self) -> Vec<Vec<String>> {
        let mut waiting: Vec<String> = Vec::new();
        let mut all = Vec::new();
        for moment in &self.record.history {
            match &moment.event {
                Event::Asked(step, _) => waiting.push(step.task.clone()),
                Event::Granted(step) | Event::Left(_, Some(step)) => {
                    if let Some(place) = waiting.iter().position(|task| *task == step.task) {
                        waiting.swap_remove(place);
                    }
                }
                _ => {}
            }
            all.push(waiting.clone());
        }
        all
    }

    /// The tasks that are expected, whose workers were at a step that they had not done. One that has done
    /// fewer steps than it should and is at none may have ended by itself.
    pub fn unfinished(&self, expectation: &Expectation) -> Vec<String> {
        let is_at_a_step = |task: &String| {
            let mut history = self.record.history.iter();
            history.any(|moment| match &moment.event {
                Event::Asked(step, _) if step.task == *task => {
                    !self.record.finished().any(|done| done == step)
                }
                _ => false,
            })
        };
        let mut tasks = expectation.tasks();
        tasks.retain(|task| {
            is_at_a_step(task) && !expectation.is_finished(task, self.record.finished())
        });
        tasks
    }

    /// Whether it rested with nobody left to grant.
    pub fn has_hung(&self) -> bool {
        matches!(self.outcome, Outcome::Hung(_))
    }

    /// Whether the program ended by itself, with success.
    pub fn has_succeeded(&self) -> bool {
        matches!(self.outcome, Outcome::Ended(ending) if ending.is_success())
    }
}

/// What was granted, in order.
pub fn granted(history: &[Moment]) -> Vec<Step> {
    let granted = history.iter().filter_map(|moment| match &moment.event {
        Event::Granted(step) => Some(step.clone()),
        _ => None,
    });
    granted.collect()
}

impl fmt::Display for Experiment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Build => "build",
            Self::RollCall => "roll call",
            Self::Schedule => "schedules",
            Self::Forbidden => "orders that should be impossible",
            Self::Plugged => "heading withheld",
            Self::FreeRun => "free run",
            Self::Variation => "other settings",
        })
    }
}
